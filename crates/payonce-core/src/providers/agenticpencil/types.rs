//! The objects of AgenticPencil. The documentation and the server's source differ in some names; both stand here, and
//! so most fields may be missing.

use crate::spec::types::{Field, FieldType, Model};

/// Every object type.
pub static MODELS: &[&Model] = &[
    &KEYWORD,
    &KEYWORD_CLUSTER,
    &KEYWORD_RESEARCH,
    &KEYWORD_GAP,
    &KEYWORD_GAPS,
    &AUDITED_PAGE,
    &CANNIBALIZATION_RISK,
    &AUDIT_SUMMARY,
    &CONTENT_AUDIT,
    &OUTLINE_SECTION,
    &RECOMMENDATION,
    &CANNIBALIZATION,
    &CONTENT_PLAN,
    &MAPPED_PAGES,
    &RANKINGS,
    &COMPETITOR_GAPS,
    &CONTENT_MAP,
    &RECENT_CALL,
    &USAGE,
    &REGISTRATION,
    &PRICE,
    &PLAN_DETAILS,
    &CHECKOUT,
];

const COUNT: FieldType = FieldType::Integer(0, i64::MAX);
const TEXTS: FieldType = FieldType::List(&FieldType::String);
const INTENT: FieldType = FieldType::Enum(&["informational", "commercial", "transactional", "navigational"]);

const DOMAIN: Field = Field::new("domain", FieldType::String, "The domain.");
const VOLUME: Field = Field::optional("search_volume", COUNT, "Searches in a month.");
const DIFFICULTY: Field =
    Field::optional("keyword_difficulty", FieldType::Number, "How hard it is to rank for it, 0 to 100.");
const CPC: Field =
    Field::optional("cpc", FieldType::Number, "The cost of an advertising click, in US dollars.");
const SEARCH_INTENT: Field =
    Field::optional("search_intent", INTENT, "The intent of people who search for it.");
const OPPORTUNITY: Field = Field::optional("opportunity_score", FieldType::Number, "How much it promises.");
const MESSAGE: Field = Field::optional("message", FieldType::String, "Why the list is empty.");

pub(super) static KEYWORD: Model = Model::new(
    "Keyword",
    "A keyword with its figures.",
    &[
        Field::new("keyword", FieldType::String, "The keyword."),
        VOLUME,
        DIFFICULTY,
        CPC,
        Field::optional(
            "competition_level",
            FieldType::Enum(&["LOW", "MEDIUM", "HIGH"]),
            "The number of advertisers.",
        ),
        SEARCH_INTENT,
    ],
);

const KEYWORDS: FieldType = FieldType::List(&FieldType::Model(&KEYWORD));

pub(super) static KEYWORD_CLUSTER: Model = Model::new(
    "KeywordCluster",
    "A cluster of related keywords.",
    &[
        Field::optional("cluster_name", FieldType::String, "The name."),
        Field::optional(
            "primary_keyword",
            FieldType::Model(&KEYWORD),
            "The first of them, as the server sends it.",
        ),
        Field::optional("related", KEYWORDS, "The others, as the server sends them."),
        Field::optional("keywords", KEYWORDS, "All of them, as the documentation has it."),
        Field::optional("total_volume", COUNT, "The searches in a month for all of them."),
        Field::optional("avg_difficulty", FieldType::Number, "How hard it is to rank for them, 0 to 100."),
        OPPORTUNITY,
        Field::optional("count", COUNT, "The number of keywords."),
    ],
);

pub(super) static KEYWORD_RESEARCH: Model = Model::new(
    "KeywordResearch",
    "Keywords for a domain.",
    &[
        DOMAIN,
        Field::optional("topic", FieldType::String, "The topic."),
        Field::optional("country", FieldType::String, "The country of the figures."),
        Field::optional(
            "clusters",
            FieldType::List(&FieldType::Model(&KEYWORD_CLUSTER)),
            "The keywords in clusters.",
        ),
        Field::optional("total_keywords", COUNT, "The number of keywords."),
    ],
);

pub(super) static KEYWORD_GAP: Model = Model::new(
    "KeywordGap",
    "A keyword that competitors rank for.",
    &[
        Field::new("keyword", FieldType::String, "The keyword."),
        VOLUME,
        DIFFICULTY,
        CPC,
        SEARCH_INTENT,
        Field::optional(
            "competitor_positions",
            FieldType::Map(&FieldType::Json),
            "The rank of each competitor, by domain.",
        ),
    ],
);

const GAPS: FieldType = FieldType::List(&FieldType::Model(&KEYWORD_GAP));

pub(super) static KEYWORD_GAPS: Model = Model::new(
    "KeywordGaps",
    "Keywords that competitors rank for and the domain does not.",
    &[
        DOMAIN,
        Field::optional("competitors_analyzed", TEXTS, "The competitors, as the server sends them."),
        Field::optional("competitors", TEXTS, "The competitors, as the documentation has it."),
        Field::optional("gaps", GAPS, "The keywords."),
        Field::optional("total", COUNT, "Their number, as the server sends it."),
        Field::optional("total_gaps", COUNT, "Their number, as the documentation has it."),
        MESSAGE,
    ],
);

pub(super) static AUDITED_PAGE: Model = Model::new(
    "AuditedPage",
    "A page that was read.",
    &[
        Field::new("url", FieldType::String, "The address."),
        Field::optional("title", FieldType::String, "The title."),
        Field::optional("meta_description", FieldType::String, "The description for search engines."),
        Field::optional("h1", FieldType::String, "The first heading."),
        Field::optional("word_count", COUNT, "The number of words."),
        Field::optional("status", FieldType::Json, "The HTTP status."),
    ],
);

const PAGES: FieldType = FieldType::List(&FieldType::Model(&AUDITED_PAGE));

pub(super) static CANNIBALIZATION_RISK: Model = Model::new(
    "CannibalizationRisk",
    "A keyword that several pages compete for.",
    &[
        Field::optional("keyword", FieldType::String, "The keyword."),
        Field::optional("pages", TEXTS, "The pages, as the server sends them."),
        Field::optional("urls", TEXTS, "The pages, as the documentation has it."),
        Field::optional("severity", FieldType::Enum(&["low", "medium", "high"]), "How much it matters."),
    ],
);

pub(super) static AUDIT_SUMMARY: Model = Model::new(
    "AuditSummary",
    "An audit in figures.",
    &[
        Field::optional("total", COUNT, "Pages that were read."),
        Field::optional("thin", COUNT, "Pages with too little content."),
        Field::optional("cannibalization_issues", COUNT, "Keywords that several pages compete for."),
        Field::optional("avg_words", FieldType::Number, "Words on a page."),
    ],
);

pub(super) static CONTENT_AUDIT: Model = Model::new(
    "ContentAudit",
    "The problems of the pages of a site.",
    &[
        DOMAIN,
        Field::optional("pages_crawled", COUNT, "The number of pages that were read."),
        Field::optional("pages", PAGES, "The pages."),
        Field::optional("thin_content", FieldType::List(&FieldType::Json), "Pages with too little content."),
        Field::optional(
            "cannibalization_risks",
            FieldType::List(&FieldType::Model(&CANNIBALIZATION_RISK)),
            "Keywords that several pages compete for.",
        ),
        Field::optional("summary", FieldType::Model(&AUDIT_SUMMARY), "The figures."),
    ],
);

pub(super) static OUTLINE_SECTION: Model = Model::new(
    "OutlineSection",
    "A section of a text to write.",
    &[
        Field::optional("h2", FieldType::String, "Its heading."),
        Field::optional("talking_points", TEXTS, "What it should say."),
        Field::optional("target_keywords", TEXTS, "The keywords that it should contain."),
    ],
);

pub(super) static RECOMMENDATION: Model = Model::new(
    "Recommendation",
    "A text to write.",
    &[
        Field::optional("priority", FieldType::Json, "How urgent it is."),
        Field::optional("title", FieldType::String, "A title."),
        Field::optional("suggested_title", FieldType::String, "A title, as an older server sends it."),
        Field::optional("target_keyword", FieldType::String, "The keyword to rank for."),
        VOLUME,
        DIFFICULTY,
        Field::optional("weighted_difficulty", FieldType::Number, "How hard it is for this domain."),
        CPC,
        OPPORTUNITY,
        SEARCH_INTENT,
        Field::optional("concept", FieldType::String, "The idea of the text."),
        Field::optional("content_type", FieldType::String, "The form of the text, for instance a guide."),
        Field::optional("outline", FieldType::List(&FieldType::Model(&OUTLINE_SECTION)), "Its sections."),
        Field::optional("related_keywords", TEXTS, "Keywords that belong to it."),
        Field::optional("brief", FieldType::Json, "What to write, as an older server sends it."),
    ],
);

const RECOMMENDATIONS: FieldType = FieldType::List(&FieldType::Model(&RECOMMENDATION));

pub(super) static CANNIBALIZATION: Model = Model::new(
    "Cannibalization",
    "Pages that compete with each other, and what to do about it.",
    &[
        Field::optional("keyword", FieldType::String, "The keyword."),
        Field::optional("urls", TEXTS, "The pages."),
        Field::optional("recommendation", FieldType::String, "What to do."),
    ],
);

pub(super) static CONTENT_PLAN: Model = Model::new(
    "ContentPlan",
    "What to write next.",
    &[
        Field::optional("plan_id", FieldType::String, "The id of the plan."),
        DOMAIN,
        Field::optional("existing_keywords", FieldType::Json, "Keywords that the domain ranks for already."),
        Field::optional("sitemap_pages", FieldType::Json, "Pages of the sitemap."),
        Field::optional("recommendations", RECOMMENDATIONS, "The texts to write."),
        Field::optional(
            "cannibalization",
            FieldType::List(&FieldType::Model(&CANNIBALIZATION)),
            "Pages that compete with each other.",
        ),
        Field::optional("total_recommendations", COUNT, "The number of texts."),
        Field::optional("total", COUNT, "The number of texts, as an older server sends it."),
    ],
);

pub(super) static MAPPED_PAGES: Model = Model::new(
    "MappedPages",
    "The pages of a site.",
    &[
        Field::optional("pages_found", COUNT, "Their number."),
        Field::optional("pages", FieldType::List(&FieldType::Json), "The pages."),
    ],
);

pub(super) static RANKINGS: Model = Model::new(
    "Rankings",
    "What a domain ranks for.",
    &[
        Field::optional("count", COUNT, "The number of keywords."),
        Field::optional("keywords", FieldType::List(&FieldType::Json), "The keywords."),
    ],
);

pub(super) static COMPETITOR_GAPS: Model = Model::new(
    "CompetitorGaps",
    "What competitors rank for.",
    &[
        Field::optional("count", COUNT, "The number of keywords."),
        Field::optional("gaps", FieldType::List(&FieldType::Json), "The keywords."),
    ],
);

pub(super) static CONTENT_MAP: Model = Model::new(
    "ContentMap",
    "Audit, rankings, gaps and recommendations in one.",
    &[
        DOMAIN,
        Field::optional("generated_at", FieldType::Time, "When it was made."),
        Field::optional("audit", FieldType::Model(&MAPPED_PAGES), "The pages of the site."),
        Field::optional("current_rankings", FieldType::Model(&RANKINGS), "What the domain ranks for."),
        Field::optional("competitor_gaps", FieldType::Model(&COMPETITOR_GAPS), "What competitors rank for."),
        Field::optional("recommendations", RECOMMENDATIONS, "The texts to write."),
        Field::optional("summary", FieldType::Json, "The figures."),
    ],
);

pub(super) static RECENT_CALL: Model = Model::new(
    "RecentCall",
    "A call that used credits.",
    &[
        Field::optional("endpoint", FieldType::String, "The path."),
        Field::optional("credits_used", COUNT, "The credits that the call used."),
        Field::optional("created_at", FieldType::Time, "When it was made."),
    ],
);

pub(super) static USAGE: Model = Model::new(
    "Usage",
    "A plan and its remaining credits.",
    &[
        Field::optional("plan", FieldType::Enum(&["free", "pro", "scale", "enterprise"]), "The plan."),
        Field::optional("credits_used", COUNT, "Credits that are gone."),
        Field::optional("credits_limit", COUNT, "The credits of the plan; empty if there is no limit."),
        Field::optional("credits_remaining", COUNT, "The remaining credits; empty if there is no limit."),
        Field::optional("rate_limit", FieldType::Json, "The maximum number of requests in a minute."),
        Field::optional(
            "recent_calls",
            FieldType::List(&FieldType::Model(&RECENT_CALL)),
            "The last calls, at most 20.",
        ),
        Field::optional("upgrade_url", FieldType::String, "The URL where a larger plan can be bought."),
        Field::optional("requests_today", COUNT, "Requests of the day, as an older server sends it."),
        Field::optional(
            "billing_period_end",
            FieldType::Time,
            "When the credits are reset, as an older server sends it.",
        ),
    ],
);

pub(super) static REGISTRATION: Model = Model::new(
    "Registration",
    "A new account with its key.",
    &[
        Field::new("api_key", FieldType::Secret, "The key; it is not shown again."),
        Field::optional(
            "key_prefix",
            FieldType::String,
            "The first characters of the key, which identify it in lists.",
        ),
        Field::optional("plan", FieldType::String, "The plan: `free`."),
        Field::optional("credits", COUNT, "The credits of the plan."),
        Field::optional("rate_limit", FieldType::String, "The maximum number of requests in a minute."),
        Field::optional("warning", FieldType::String, "A note that the key is not shown again."),
    ],
);

pub(super) static PRICE: Model = Model::new(
    "Price",
    "What a plan costs.",
    &[
        Field::optional(
            "amount",
            FieldType::AmountNumber,
            "The amount, in the unit in which the provider sends it.",
        ),
        Field::optional("currency", FieldType::String, "The currency."),
        Field::optional("formatted", FieldType::String, "Both as a text to display."),
    ],
);

pub(super) static PLAN_DETAILS: Model = Model::new(
    "PlanDetails",
    "A plan.",
    &[
        Field::optional("plan_name", FieldType::String, "The name."),
        Field::optional("credits_monthly", COUNT, "Credits of a month."),
        Field::optional("rate_limit", FieldType::Json, "The maximum number of requests in a minute."),
        Field::optional("price", FieldType::Model(&PRICE), "What it costs."),
        Field::optional("billing_cycle", FieldType::Enum(&["monthly", "annual"]), "How often it is paid."),
        Field::optional("discount", FieldType::Json, "What is taken off."),
    ],
);

pub(super) static CHECKOUT: Model = Model::new(
    "Checkout",
    "A page on which a plan can be bought.",
    &[
        Field::new("checkout_url", FieldType::String, "Its address."),
        Field::optional("session_id", FieldType::String, "The id of the page."),
        Field::optional(
            "plan_details",
            FieldType::Model(&PLAN_DETAILS),
            "The plan, as the documentation has it.",
        ),
        Field::optional("expiry_time", FieldType::Time, "When the page ends."),
        Field::optional("plan", FieldType::String, "The plan, as the server sends it."),
        Field::optional("price", FieldType::Json, "The price, as the server sends it."),
    ],
);
