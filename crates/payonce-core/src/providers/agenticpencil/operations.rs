//! The operations of AgenticPencil. Every response comes in an envelope, whose `data` is what an operation returns; the
//! credits that a call took stand beside it.

use crate::providers::agenticpencil::types::{
    CHECKOUT, CONTENT_AUDIT, CONTENT_MAP, CONTENT_PLAN, KEYWORD_GAPS, KEYWORD_RESEARCH, REGISTRATION, USAGE,
};
use crate::spec::operation::{Method, Operation, SafetySpec};
use crate::spec::param::Param;
use crate::spec::types::FieldType;

const fn operation(name: &'static str, method: Method, path: &'static str, safety: SafetySpec) -> Operation {
    Operation::new(name, method, path, safety).inside("data")
}

const TEXTS: FieldType = FieldType::List(&FieldType::String);
const DOMAIN: Param = Param::body(
    "domain",
    FieldType::String,
    "The domain without protocol, path and `www.`, for instance `example.com`.",
)
.required();
/// The server takes a country in capitals for an unknown one, and then returns data of the United States without notice.
const COUNTRY: Param = Param::body(
    "country",
    FieldType::String,
    "The country: `us`, `uk`, `ca`, `au`, `de`, `fr`, `es`, `it`, `br`, `pt`, `nl` or `in`; `us` by default.",
)
.lower_case();
const LANGUAGE: Param = Param::body(
    "language",
    FieldType::Enum(&["en", "de", "fr", "es", "it", "pt", "nl", "tr"]),
    "The language; `en` by default.",
);
const COMPETITORS: Param = Param::body("competitors", TEXTS, "The domains of up to 3 competitors.");
const TOPICS: Param = Param::body("focus_topics", TEXTS, "The topics to write about.");
const BRAND: Param = Param::body("brand_context", FieldType::String, "Facts about the brand for the texts.");

const fn limit(max: i64, doc: &'static str) -> Param {
    Param::body("limit", FieldType::Integer(1, max), doc)
}

/// Every operation.
pub static OPERATIONS: &[Operation] = &[
    operation("keywords.research", Method::Post, "/v1/keywords/research", SafetySpec::Unkeyed)
        .params(&[
            DOMAIN,
            Param::body("topic", FieldType::String, "The topic; give this or `keywords`."),
            Param::body("keywords", TEXTS, "Keywords to start from, instead of a topic."),
            COUNTRY,
            LANGUAGE,
            limit(i64::MAX, "The most keywords; 50 by default. The plan limits it further."),
        ])
        .returns(FieldType::Model(&KEYWORD_RESEARCH))
        .doc(
            "Finds keywords for a domain, in clusters. It takes 5 credits, also if the result comes from the cache; \
             nothing when it fails.",
            "docs.agenticpencil.com/api-reference/keywords-research",
        ),
    operation("keywords.gaps", Method::Post, "/v1/keywords/gaps", SafetySpec::Unkeyed)
        .params(&[
            DOMAIN,
            COMPETITORS,
            COUNTRY,
            LANGUAGE,
            limit(i64::MAX, "The most keywords; 50 by default. The plan limits it further."),
        ])
        .returns(FieldType::Model(&KEYWORD_GAPS))
        .doc(
            "Finds keywords that competitors rank for and the domain does not. It takes 10 credits; nothing when it \
             fails.",
            "docs.agenticpencil.com/api-reference/keywords-gaps",
        ),
    operation("content.audit", Method::Post, "/v1/content/audit", SafetySpec::Unkeyed)
        .params(&[
            DOMAIN,
            Param::body("sitemap_url", FieldType::String, "The URL of the sitemap if it is not at the usual place."),
            Param::body("max_pages", FieldType::Integer(1, 500), "The maximum number of pages to read, 1 to 500; 100 by default."),
        ])
        .returns(FieldType::Model(&CONTENT_AUDIT))
        .doc(
            "Reads the pages of a site and reports what is thin and what competes with itself. It takes 15 credits, \
             nothing when it fails, and up to a minute.",
            "docs.agenticpencil.com/api-reference/content-audit",
        ),
    operation("content.recommend", Method::Post, "/v1/content/recommend", SafetySpec::Unkeyed)
        .params(&[
            DOMAIN,
            TOPICS,
            BRAND,
            COMPETITORS,
            COUNTRY,
            limit(50, "The maximum number of recommendations, 1 to 50."),
            LANGUAGE,
        ])
        .returns(FieldType::Model(&CONTENT_PLAN))
        .doc(
            "Recommends what to write next. It takes 15 credits as documented (10 in an older server); nothing when it \
             fails.",
            "docs.agenticpencil.com/api-reference/content-recommend",
        ),
    operation("content_map.generate", Method::Post, "/v1/content-map", SafetySpec::Unkeyed)
        .params(&[
            DOMAIN,
            TOPICS,
            COMPETITORS,
            BRAND,
            COUNTRY,
            limit(i64::MAX, "The maximum number of recommendations; 20 by default."),
        ])
        .returns(FieldType::Model(&CONTENT_MAP))
        .doc(
            "Audit, rankings, gaps and recommendations in one. It takes 25 credits, nothing when it fails, and a paid \
             plan.",
            "docs.agenticpencil.com/api-reference/content-map",
        ),
    operation("usage.get", Method::Get, "/v1/usage", SafetySpec::Read).returns(FieldType::Model(&USAGE)).doc(
        "Reads the plan, its credits and the last calls. It takes no credits.",
        "docs.agenticpencil.com/api-reference/usage",
    ),
    operation("auth.register", Method::Post, "/v1/auth/register", SafetySpec::Unkeyed)
        .params(&[
            Param::body("email", FieldType::String, "The e-mail address of the new account.").required(),
            Param::body("name", FieldType::String, "A name for the key; `Default` by default."),
        ])
        .public()
        .returns(FieldType::Model(&REGISTRATION))
        .doc(
            "Opens an account with the free plan. It needs no key; the response holds the new one, which is not shown \
             again.",
            "docs.agenticpencil.com/api-reference/auth-register",
        ),
    operation("billing.checkout", Method::Post, "/v1/billing/checkout", SafetySpec::Unkeyed)
        .params(&[
            Param::body("plan", FieldType::Enum(&["pro", "scale"]), "The plan to buy.").required(),
            Param::body("success_url", FieldType::String, "The URL that the buyer opens after paying.").required(),
            Param::body("cancel_url", FieldType::String, "The URL that the buyer opens after canceling.").required(),
            Param::body(
                "billing_cycle",
                FieldType::Enum(&["monthly", "annual"]),
                "The billing period; `monthly` by default.",
            ),
            Param::body("promo_code", FieldType::String, "A code for a discount."),
            Param::body("metadata", FieldType::Map(&FieldType::Json), "Data of your own."),
        ])
        .returns(FieldType::Model(&CHECKOUT))
        .doc(
            "Opens a page on which a person can buy a plan. Nothing is charged until that person pays.",
            "docs.agenticpencil.com/api-reference/billing-checkout",
        ),
];
