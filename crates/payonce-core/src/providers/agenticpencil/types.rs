//! The objects of AgenticPencil. The documentation and the server's source differ in some names; both stand here, and
//! so most fields may be missing.

use crate::spec::types::{Field, Model, Ty};

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

const COUNT: Ty = Ty::Integer(0, i64::MAX);
const TEXTS: Ty = Ty::List(&Ty::Text);
const INTENT: Ty = Ty::Choice(&["informational", "commercial", "transactional", "navigational"]);

const DOMAIN: Field = Field::new("domain", Ty::Text, "The domain.");
const VOLUME: Field = Field::maybe("search_volume", COUNT, "Searches in a month.");
const DIFFICULTY: Field =
    Field::maybe("keyword_difficulty", Ty::Number, "How hard it is to rank for it, 0 to 100.");
const CPC: Field = Field::maybe("cpc", Ty::Number, "What a click costs in advertising, in US dollars.");
const SEARCH_INTENT: Field = Field::maybe("search_intent", INTENT, "What people want who search for it.");
const OPPORTUNITY: Field = Field::maybe("opportunity_score", Ty::Number, "How much it promises.");
const MESSAGE: Field = Field::maybe("message", Ty::Text, "Why the list is empty.");

pub(super) static KEYWORD: Model = Model::new(
    "Keyword",
    "A keyword with its figures.",
    &[
        Field::new("keyword", Ty::Text, "The keyword."),
        VOLUME,
        DIFFICULTY,
        CPC,
        Field::maybe(
            "competition_level",
            Ty::Choice(&["LOW", "MEDIUM", "HIGH"]),
            "How many advertise for it.",
        ),
        SEARCH_INTENT,
    ],
);

const KEYWORDS: Ty = Ty::List(&Ty::Model(&KEYWORD));

pub(super) static KEYWORD_CLUSTER: Model = Model::new(
    "KeywordCluster",
    "Keywords that belong together.",
    &[
        Field::maybe("cluster_name", Ty::Text, "The name."),
        Field::maybe("primary_keyword", Ty::Model(&KEYWORD), "The first of them, as the server sends it."),
        Field::maybe("related", KEYWORDS, "The others, as the server sends them."),
        Field::maybe("keywords", KEYWORDS, "All of them, as the documentation has it."),
        Field::maybe("total_volume", COUNT, "Searches in a month for all of them."),
        Field::maybe("avg_difficulty", Ty::Number, "How hard it is to rank for them, 0 to 100."),
        OPPORTUNITY,
        Field::maybe("count", COUNT, "The number of keywords."),
    ],
);

pub(super) static KEYWORD_RESEARCH: Model = Model::new(
    "KeywordResearch",
    "Keywords for a domain.",
    &[
        DOMAIN,
        Field::maybe("topic", Ty::Text, "The topic."),
        Field::maybe("country", Ty::Text, "The country that the figures are from."),
        Field::maybe("clusters", Ty::List(&Ty::Model(&KEYWORD_CLUSTER)), "The keywords in clusters."),
        Field::maybe("total_keywords", COUNT, "The number of keywords."),
    ],
);

pub(super) static KEYWORD_GAP: Model = Model::new(
    "KeywordGap",
    "A keyword that competitors rank for.",
    &[
        Field::new("keyword", Ty::Text, "The keyword."),
        VOLUME,
        DIFFICULTY,
        CPC,
        SEARCH_INTENT,
        Field::maybe("competitor_positions", Ty::Map(&Ty::Json), "The place of each competitor, by domain."),
    ],
);

const GAPS: Ty = Ty::List(&Ty::Model(&KEYWORD_GAP));

pub(super) static KEYWORD_GAPS: Model = Model::new(
    "KeywordGaps",
    "Keywords that competitors rank for and the domain does not.",
    &[
        DOMAIN,
        Field::maybe("competitors_analyzed", TEXTS, "The competitors, as the server sends them."),
        Field::maybe("competitors", TEXTS, "The competitors, as the documentation has it."),
        Field::maybe("gaps", GAPS, "The keywords."),
        Field::maybe("total", COUNT, "Their number, as the server sends it."),
        Field::maybe("total_gaps", COUNT, "Their number, as the documentation has it."),
        MESSAGE,
    ],
);

pub(super) static AUDITED_PAGE: Model = Model::new(
    "AuditedPage",
    "A page that was read.",
    &[
        Field::new("url", Ty::Text, "The address."),
        Field::maybe("title", Ty::Text, "The title."),
        Field::maybe("meta_description", Ty::Text, "The description for search engines."),
        Field::maybe("h1", Ty::Text, "The first heading."),
        Field::maybe("word_count", COUNT, "The number of words."),
        Field::maybe("status", Ty::Json, "The HTTP status."),
    ],
);

const PAGES: Ty = Ty::List(&Ty::Model(&AUDITED_PAGE));

pub(super) static CANNIBALIZATION_RISK: Model = Model::new(
    "CannibalizationRisk",
    "A keyword that several pages compete for.",
    &[
        Field::maybe("keyword", Ty::Text, "The keyword."),
        Field::maybe("pages", TEXTS, "The pages, as the server sends them."),
        Field::maybe("urls", TEXTS, "The pages, as the documentation has it."),
        Field::maybe("severity", Ty::Choice(&["low", "medium", "high"]), "How much it matters."),
    ],
);

pub(super) static AUDIT_SUMMARY: Model = Model::new(
    "AuditSummary",
    "An audit in figures.",
    &[
        Field::maybe("total", COUNT, "Pages that were read."),
        Field::maybe("thin", COUNT, "Pages with too little content."),
        Field::maybe("cannibalization_issues", COUNT, "Keywords that several pages compete for."),
        Field::maybe("avg_words", Ty::Number, "Words on a page."),
    ],
);

pub(super) static CONTENT_AUDIT: Model = Model::new(
    "ContentAudit",
    "What the pages of a site lack.",
    &[
        DOMAIN,
        Field::maybe("pages_crawled", COUNT, "The number of pages that were read."),
        Field::maybe("pages", PAGES, "The pages."),
        Field::maybe("thin_content", Ty::List(&Ty::Json), "Pages with too little content."),
        Field::maybe(
            "cannibalization_risks",
            Ty::List(&Ty::Model(&CANNIBALIZATION_RISK)),
            "Keywords that several pages compete for.",
        ),
        Field::maybe("summary", Ty::Model(&AUDIT_SUMMARY), "The figures."),
    ],
);

pub(super) static OUTLINE_SECTION: Model = Model::new(
    "OutlineSection",
    "A section of a text to write.",
    &[
        Field::maybe("h2", Ty::Text, "Its heading."),
        Field::maybe("talking_points", TEXTS, "What it should say."),
        Field::maybe("target_keywords", TEXTS, "The keywords that it should hold."),
    ],
);

pub(super) static RECOMMENDATION: Model = Model::new(
    "Recommendation",
    "A text to write.",
    &[
        Field::maybe("priority", Ty::Json, "How urgent it is."),
        Field::maybe("title", Ty::Text, "A title."),
        Field::maybe("suggested_title", Ty::Text, "A title, as an older server sends it."),
        Field::maybe("target_keyword", Ty::Text, "The keyword to rank for."),
        VOLUME,
        DIFFICULTY,
        Field::maybe("weighted_difficulty", Ty::Number, "How hard it is for this domain."),
        CPC,
        OPPORTUNITY,
        SEARCH_INTENT,
        Field::maybe("concept", Ty::Text, "The idea of the text."),
        Field::maybe("content_type", Ty::Text, "The form of the text, for instance a guide."),
        Field::maybe("outline", Ty::List(&Ty::Model(&OUTLINE_SECTION)), "Its sections."),
        Field::maybe("related_keywords", TEXTS, "Keywords that belong to it."),
        Field::maybe("brief", Ty::Json, "What to write, as an older server sends it."),
    ],
);

const RECOMMENDATIONS: Ty = Ty::List(&Ty::Model(&RECOMMENDATION));

pub(super) static CANNIBALIZATION: Model = Model::new(
    "Cannibalization",
    "Pages that compete with each other, and what to do about it.",
    &[
        Field::maybe("keyword", Ty::Text, "The keyword."),
        Field::maybe("urls", TEXTS, "The pages."),
        Field::maybe("recommendation", Ty::Text, "What to do."),
    ],
);

pub(super) static CONTENT_PLAN: Model = Model::new(
    "ContentPlan",
    "What to write next.",
    &[
        Field::maybe("plan_id", Ty::Text, "The id of the plan."),
        DOMAIN,
        Field::maybe("existing_keywords", Ty::Json, "Keywords that the domain ranks for already."),
        Field::maybe("sitemap_pages", Ty::Json, "Pages of the sitemap."),
        Field::maybe("recommendations", RECOMMENDATIONS, "The texts to write."),
        Field::maybe(
            "cannibalization",
            Ty::List(&Ty::Model(&CANNIBALIZATION)),
            "Pages that compete with each other.",
        ),
        Field::maybe("total_recommendations", COUNT, "The number of texts."),
        Field::maybe("total", COUNT, "The number of texts, as an older server sends it."),
    ],
);

pub(super) static MAPPED_PAGES: Model = Model::new(
    "MappedPages",
    "The pages of a site.",
    &[
        Field::maybe("pages_found", COUNT, "Their number."),
        Field::maybe("pages", Ty::List(&Ty::Json), "The pages."),
    ],
);

pub(super) static RANKINGS: Model = Model::new(
    "Rankings",
    "What a domain ranks for.",
    &[
        Field::maybe("count", COUNT, "The number of keywords."),
        Field::maybe("keywords", Ty::List(&Ty::Json), "The keywords."),
    ],
);

pub(super) static COMPETITOR_GAPS: Model = Model::new(
    "CompetitorGaps",
    "What competitors rank for.",
    &[
        Field::maybe("count", COUNT, "The number of keywords."),
        Field::maybe("gaps", Ty::List(&Ty::Json), "The keywords."),
    ],
);

pub(super) static CONTENT_MAP: Model = Model::new(
    "ContentMap",
    "Audit, rankings, gaps and recommendations in one.",
    &[
        DOMAIN,
        Field::maybe("generated_at", Ty::Time, "When it was made."),
        Field::maybe("audit", Ty::Model(&MAPPED_PAGES), "The pages of the site."),
        Field::maybe("current_rankings", Ty::Model(&RANKINGS), "What the domain ranks for."),
        Field::maybe("competitor_gaps", Ty::Model(&COMPETITOR_GAPS), "What competitors rank for."),
        Field::maybe("recommendations", RECOMMENDATIONS, "The texts to write."),
        Field::maybe("summary", Ty::Json, "The figures."),
    ],
);

pub(super) static RECENT_CALL: Model = Model::new(
    "RecentCall",
    "A call that took credits.",
    &[
        Field::maybe("endpoint", Ty::Text, "The path."),
        Field::maybe("credits_used", COUNT, "The credits that it took."),
        Field::maybe("created_at", Ty::Time, "When it was made."),
    ],
);

pub(super) static USAGE: Model = Model::new(
    "Usage",
    "A plan and what is left of it.",
    &[
        Field::maybe("plan", Ty::Choice(&["free", "pro", "scale", "enterprise"]), "The plan."),
        Field::maybe("credits_used", COUNT, "Credits that are gone."),
        Field::maybe("credits_limit", COUNT, "Credits of the plan; none where there is no limit."),
        Field::maybe("credits_remaining", COUNT, "Credits that are left; none where there is no limit."),
        Field::maybe("rate_limit", Ty::Json, "How many requests a minute may bring."),
        Field::maybe("recent_calls", Ty::List(&Ty::Model(&RECENT_CALL)), "The last calls, at most 20."),
        Field::maybe("upgrade_url", Ty::Text, "Where a larger plan is sold."),
        Field::maybe("requests_today", COUNT, "Requests of the day, as an older server sends it."),
        Field::maybe(
            "billing_period_end",
            Ty::Time,
            "When the credits start anew, as an older server sends it.",
        ),
    ],
);

pub(super) static REGISTRATION: Model = Model::new(
    "Registration",
    "A new account with its key.",
    &[
        Field::new("api_key", Ty::Secret, "The key; it is not shown again."),
        Field::maybe("key_prefix", Ty::Text, "The beginning of the key, by which it is listed."),
        Field::maybe("plan", Ty::Text, "The plan: `free`."),
        Field::maybe("credits", COUNT, "The credits of the plan."),
        Field::maybe("rate_limit", Ty::Text, "How many requests a minute may bring."),
        Field::maybe("warning", Ty::Text, "That the key is not shown again."),
    ],
);

pub(super) static PRICE: Model = Model::new(
    "Price",
    "What a plan costs.",
    &[
        Field::maybe("amount", Ty::AmountNumber, "The amount, in the unit in which the provider sends it."),
        Field::maybe("currency", Ty::Text, "The currency."),
        Field::maybe("formatted", Ty::Text, "Both as a text for people."),
    ],
);

pub(super) static PLAN_DETAILS: Model = Model::new(
    "PlanDetails",
    "A plan.",
    &[
        Field::maybe("plan_name", Ty::Text, "The name."),
        Field::maybe("credits_monthly", COUNT, "Credits of a month."),
        Field::maybe("rate_limit", Ty::Json, "How many requests a minute may bring."),
        Field::maybe("price", Ty::Model(&PRICE), "What it costs."),
        Field::maybe("billing_cycle", Ty::Choice(&["monthly", "annual"]), "How often it is paid."),
        Field::maybe("discount", Ty::Json, "What is taken off."),
    ],
);

pub(super) static CHECKOUT: Model = Model::new(
    "Checkout",
    "A page on which a plan can be bought.",
    &[
        Field::new("checkout_url", Ty::Text, "Its address."),
        Field::maybe("session_id", Ty::Text, "The id of the page."),
        Field::maybe("plan_details", Ty::Model(&PLAN_DETAILS), "The plan, as the documentation has it."),
        Field::maybe("expiry_time", Ty::Time, "When the page ends."),
        Field::maybe("plan", Ty::Text, "The plan, as the server sends it."),
        Field::maybe("price", Ty::Json, "The price, as the server sends it."),
    ],
);
