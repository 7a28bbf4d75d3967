//! The objects of AgenticPencil.

// Written by `cargo xtask codegen` from the declarations of the core; edit those.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::Secret;

use crate::typed::{object, open_enum};

/// A keyword with its figures.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Keyword {
    /// The keyword.
    pub keyword: String,
    /// Searches in a month.
    pub search_volume: Option<i64>,
    /// How hard it is to rank for it, 0 to 100.
    pub keyword_difficulty: Option<f64>,
    /// The cost of an advertising click, in US dollars.
    pub cpc: Option<f64>,
    /// The number of advertisers.
    pub competition_level: Option<KeywordCompetitionLevel>,
    /// The intent of people who search for it.
    pub search_intent: Option<KeywordSearchIntent>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    Keyword {
        keyword: required, search_volume: optional, keyword_difficulty: optional, cpc: optional,
        competition_level: optional, search_intent: optional,
    } extra
}

/// A cluster of related keywords.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct KeywordCluster {
    /// The name.
    pub cluster_name: Option<String>,
    /// The first of them, as the server sends it.
    pub primary_keyword: Option<Keyword>,
    /// The others, as the server sends them.
    pub related: Option<Vec<Keyword>>,
    /// All of them, as the documentation has it.
    pub keywords: Option<Vec<Keyword>>,
    /// The searches in a month for all of them.
    pub total_volume: Option<i64>,
    /// How hard it is to rank for them, 0 to 100.
    pub avg_difficulty: Option<f64>,
    /// How much it promises.
    pub opportunity_score: Option<f64>,
    /// The number of keywords.
    pub count: Option<i64>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    KeywordCluster {
        cluster_name: optional, primary_keyword: optional, related: optional, keywords: optional,
        total_volume: optional, avg_difficulty: optional, opportunity_score: optional, count: optional,
    } extra
}

/// Keywords for a domain.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct KeywordResearch {
    /// The domain.
    pub domain: String,
    /// The topic.
    pub topic: Option<String>,
    /// The country of the figures.
    pub country: Option<String>,
    /// The keywords in clusters.
    pub clusters: Option<Vec<KeywordCluster>>,
    /// The number of keywords.
    pub total_keywords: Option<i64>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    KeywordResearch {
        domain: required, topic: optional, country: optional, clusters: optional, total_keywords: optional,
    } extra
}

/// A keyword that competitors rank for.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct KeywordGap {
    /// The keyword.
    pub keyword: String,
    /// Searches in a month.
    pub search_volume: Option<i64>,
    /// How hard it is to rank for it, 0 to 100.
    pub keyword_difficulty: Option<f64>,
    /// The cost of an advertising click, in US dollars.
    pub cpc: Option<f64>,
    /// The intent of people who search for it.
    pub search_intent: Option<KeywordGapSearchIntent>,
    /// The rank of each competitor, by domain.
    pub competitor_positions: Option<BTreeMap<String, Value>>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    KeywordGap {
        keyword: required, search_volume: optional, keyword_difficulty: optional, cpc: optional,
        search_intent: optional, competitor_positions: optional,
    } extra
}

/// Keywords that competitors rank for and the domain does not.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct KeywordGaps {
    /// The domain.
    pub domain: String,
    /// The competitors, as the server sends them.
    pub competitors_analyzed: Option<Vec<String>>,
    /// The competitors, as the documentation has it.
    pub competitors: Option<Vec<String>>,
    /// The keywords.
    pub gaps: Option<Vec<KeywordGap>>,
    /// Their number, as the server sends it.
    pub total: Option<i64>,
    /// Their number, as the documentation has it.
    pub total_gaps: Option<i64>,
    /// Why the list is empty.
    pub message: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    KeywordGaps {
        domain: required, competitors_analyzed: optional, competitors: optional, gaps: optional,
        total: optional, total_gaps: optional, message: optional,
    } extra
}

/// A page that was read.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct AuditedPage {
    /// The address.
    pub url: String,
    /// The title.
    pub title: Option<String>,
    /// The description for search engines.
    pub meta_description: Option<String>,
    /// The first heading.
    pub h1: Option<String>,
    /// The number of words.
    pub word_count: Option<i64>,
    /// The HTTP status.
    pub status: Option<Value>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    AuditedPage {
        url: required, title: optional, meta_description: optional, h1: optional, word_count: optional,
        status: optional,
    } extra
}

/// A keyword that several pages compete for.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CannibalizationRisk {
    /// The keyword.
    pub keyword: Option<String>,
    /// The pages, as the server sends them.
    pub pages: Option<Vec<String>>,
    /// The pages, as the documentation has it.
    pub urls: Option<Vec<String>>,
    /// How much it matters.
    pub severity: Option<CannibalizationRiskSeverity>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    CannibalizationRisk {
        keyword: optional, pages: optional, urls: optional, severity: optional,
    } extra
}

/// An audit in figures.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct AuditSummary {
    /// Pages that were read.
    pub total: Option<i64>,
    /// Pages with too little content.
    pub thin: Option<i64>,
    /// Keywords that several pages compete for.
    pub cannibalization_issues: Option<i64>,
    /// Words on a page.
    pub avg_words: Option<f64>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    AuditSummary {
        total: optional, thin: optional, cannibalization_issues: optional, avg_words: optional,
    } extra
}

/// The problems of the pages of a site.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ContentAudit {
    /// The domain.
    pub domain: String,
    /// The number of pages that were read.
    pub pages_crawled: Option<i64>,
    /// The pages.
    pub pages: Option<Vec<AuditedPage>>,
    /// Pages with too little content.
    pub thin_content: Option<Vec<Value>>,
    /// Keywords that several pages compete for.
    pub cannibalization_risks: Option<Vec<CannibalizationRisk>>,
    /// The figures.
    pub summary: Option<AuditSummary>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    ContentAudit {
        domain: required, pages_crawled: optional, pages: optional, thin_content: optional,
        cannibalization_risks: optional, summary: optional,
    } extra
}

/// A section of a text to write.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct OutlineSection {
    /// Its heading.
    pub h2: Option<String>,
    /// What it should say.
    pub talking_points: Option<Vec<String>>,
    /// The keywords that it should contain.
    pub target_keywords: Option<Vec<String>>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    OutlineSection {
        h2: optional, talking_points: optional, target_keywords: optional,
    } extra
}

/// A text to write.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Recommendation {
    /// How urgent it is.
    pub priority: Option<Value>,
    /// A title.
    pub title: Option<String>,
    /// A title, as an older server sends it.
    pub suggested_title: Option<String>,
    /// The keyword to rank for.
    pub target_keyword: Option<String>,
    /// Searches in a month.
    pub search_volume: Option<i64>,
    /// How hard it is to rank for it, 0 to 100.
    pub keyword_difficulty: Option<f64>,
    /// How hard it is for this domain.
    pub weighted_difficulty: Option<f64>,
    /// The cost of an advertising click, in US dollars.
    pub cpc: Option<f64>,
    /// How much it promises.
    pub opportunity_score: Option<f64>,
    /// The intent of people who search for it.
    pub search_intent: Option<RecommendationSearchIntent>,
    /// The idea of the text.
    pub concept: Option<String>,
    /// The form of the text, for instance a guide.
    pub content_type: Option<String>,
    /// Its sections.
    pub outline: Option<Vec<OutlineSection>>,
    /// Keywords that belong to it.
    pub related_keywords: Option<Vec<String>>,
    /// What to write, as an older server sends it.
    pub brief: Option<Value>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    Recommendation {
        priority: optional, title: optional, suggested_title: optional, target_keyword: optional,
        search_volume: optional, keyword_difficulty: optional, weighted_difficulty: optional, cpc: optional,
        opportunity_score: optional, search_intent: optional, concept: optional, content_type: optional,
        outline: optional, related_keywords: optional, brief: optional,
    } extra
}

/// Pages that compete with each other, and what to do about it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Cannibalization {
    /// The keyword.
    pub keyword: Option<String>,
    /// The pages.
    pub urls: Option<Vec<String>>,
    /// What to do.
    pub recommendation: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    Cannibalization {
        keyword: optional, urls: optional, recommendation: optional,
    } extra
}

/// What to write next.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ContentPlan {
    /// The id of the plan.
    pub plan_id: Option<String>,
    /// The domain.
    pub domain: String,
    /// Keywords that the domain ranks for already.
    pub existing_keywords: Option<Value>,
    /// Pages of the sitemap.
    pub sitemap_pages: Option<Value>,
    /// The texts to write.
    pub recommendations: Option<Vec<Recommendation>>,
    /// Pages that compete with each other.
    pub cannibalization: Option<Vec<Cannibalization>>,
    /// The number of texts.
    pub total_recommendations: Option<i64>,
    /// The number of texts, as an older server sends it.
    pub total: Option<i64>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    ContentPlan {
        plan_id: optional, domain: required, existing_keywords: optional, sitemap_pages: optional,
        recommendations: optional, cannibalization: optional, total_recommendations: optional,
        total: optional,
    } extra
}

/// The pages of a site.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct MappedPages {
    /// Their number.
    pub pages_found: Option<i64>,
    /// The pages.
    pub pages: Option<Vec<Value>>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    MappedPages {
        pages_found: optional, pages: optional,
    } extra
}

/// What a domain ranks for.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Rankings {
    /// The number of keywords.
    pub count: Option<i64>,
    /// The keywords.
    pub keywords: Option<Vec<Value>>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    Rankings {
        count: optional, keywords: optional,
    } extra
}

/// What competitors rank for.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CompetitorGaps {
    /// The number of keywords.
    pub count: Option<i64>,
    /// The keywords.
    pub gaps: Option<Vec<Value>>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    CompetitorGaps {
        count: optional, gaps: optional,
    } extra
}

/// Audit, rankings, gaps and recommendations in one.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ContentMap {
    /// The domain.
    pub domain: String,
    /// When it was made.
    pub generated_at: Option<String>,
    /// The pages of the site.
    pub audit: Option<MappedPages>,
    /// What the domain ranks for.
    pub current_rankings: Option<Rankings>,
    /// What competitors rank for.
    pub competitor_gaps: Option<CompetitorGaps>,
    /// The texts to write.
    pub recommendations: Option<Vec<Recommendation>>,
    /// The figures.
    pub summary: Option<Value>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    ContentMap {
        domain: required, generated_at: optional, audit: optional, current_rankings: optional,
        competitor_gaps: optional, recommendations: optional, summary: optional,
    } extra
}

/// A call that used credits.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RecentCall {
    /// The path.
    pub endpoint: Option<String>,
    /// The credits that the call used.
    pub credits_used: Option<i64>,
    /// When it was made.
    pub created_at: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    RecentCall {
        endpoint: optional, credits_used: optional, created_at: optional,
    } extra
}

/// A plan and its remaining credits.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Usage {
    /// The plan.
    pub plan: Option<UsagePlan>,
    /// Credits that are gone.
    pub credits_used: Option<i64>,
    /// The credits of the plan; empty if there is no limit.
    pub credits_limit: Option<i64>,
    /// The remaining credits; empty if there is no limit.
    pub credits_remaining: Option<i64>,
    /// The maximum number of requests in a minute.
    pub rate_limit: Option<Value>,
    /// The last calls, at most 20.
    pub recent_calls: Option<Vec<RecentCall>>,
    /// The URL where a larger plan can be bought.
    pub upgrade_url: Option<String>,
    /// Requests of the day, as an older server sends it.
    pub requests_today: Option<i64>,
    /// When the credits are reset, as an older server sends it.
    pub billing_period_end: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    Usage {
        plan: optional, credits_used: optional, credits_limit: optional, credits_remaining: optional,
        rate_limit: optional, recent_calls: optional, upgrade_url: optional, requests_today: optional,
        billing_period_end: optional,
    } extra
}

/// A new account with its key.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Registration {
    /// The key; it is not shown again.
    pub api_key: Secret,
    /// The first characters of the key, which identify it in lists.
    pub key_prefix: Option<String>,
    /// The plan: `free`.
    pub plan: Option<String>,
    /// The credits of the plan.
    pub credits: Option<i64>,
    /// The maximum number of requests in a minute.
    pub rate_limit: Option<String>,
    /// A note that the key is not shown again.
    pub warning: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    Registration {
        api_key: fingerprint, key_prefix: optional, plan: optional, credits: optional, rate_limit: optional,
        warning: optional,
    } extra
}

/// What a plan costs.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Price {
    /// The amount, in the unit in which the provider sends it.
    pub amount: Option<String>,
    /// The currency.
    pub currency: Option<String>,
    /// Both as a text to display.
    pub formatted: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    Price {
        amount: optional, currency: optional, formatted: optional,
    } extra
}

/// A plan.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PlanDetails {
    /// The name.
    pub plan_name: Option<String>,
    /// Credits of a month.
    pub credits_monthly: Option<i64>,
    /// The maximum number of requests in a minute.
    pub rate_limit: Option<Value>,
    /// What it costs.
    pub price: Option<Price>,
    /// How often it is paid.
    pub billing_cycle: Option<PlanDetailsBillingCycle>,
    /// What is taken off.
    pub discount: Option<Value>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    PlanDetails {
        plan_name: optional, credits_monthly: optional, rate_limit: optional, price: optional,
        billing_cycle: optional, discount: optional,
    } extra
}

/// A page on which a plan can be bought.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Checkout {
    /// Its address.
    pub checkout_url: String,
    /// The id of the page.
    pub session_id: Option<String>,
    /// The plan, as the documentation has it.
    pub plan_details: Option<PlanDetails>,
    /// When the page ends.
    pub expiry_time: Option<String>,
    /// The plan, as the server sends it.
    pub plan: Option<String>,
    /// The price, as the server sends it.
    pub price: Option<Value>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    Checkout {
        checkout_url: required, session_id: optional, plan_details: optional, expiry_time: optional,
        plan: optional, price: optional,
    } extra
}

open_enum! {
    /// A value of an argument. The provider can add others.
    BillingCheckoutPlan {
        Pro = "pro",
        Scale = "scale",
    }
}

open_enum! {
    /// A value of a field of [`CannibalizationRisk`]. The provider can add others.
    CannibalizationRiskSeverity {
        Low = "low",
        Medium = "medium",
        High = "high",
    }
}

open_enum! {
    /// A value of an argument. The provider can add others.
    ContentRecommendLanguage {
        En = "en",
        De = "de",
        Fr = "fr",
        Es = "es",
        It = "it",
        Pt = "pt",
        Nl = "nl",
        Tr = "tr",
    }
}

open_enum! {
    /// A value of a field of [`Keyword`]. The provider can add others.
    KeywordCompetitionLevel {
        LOW = "LOW",
        MEDIUM = "MEDIUM",
        HIGH = "HIGH",
    }
}

open_enum! {
    /// A value of a field of [`KeywordGap`]. The provider can add others.
    KeywordGapSearchIntent {
        Informational = "informational",
        Commercial = "commercial",
        Transactional = "transactional",
        Navigational = "navigational",
    }
}

open_enum! {
    /// A value of a field of [`Keyword`]. The provider can add others.
    KeywordSearchIntent {
        Informational = "informational",
        Commercial = "commercial",
        Transactional = "transactional",
        Navigational = "navigational",
    }
}

open_enum! {
    /// A value of an argument. The provider can add others.
    KeywordsGapsLanguage {
        En = "en",
        De = "de",
        Fr = "fr",
        Es = "es",
        It = "it",
        Pt = "pt",
        Nl = "nl",
        Tr = "tr",
    }
}

open_enum! {
    /// A value of an argument. The provider can add others.
    KeywordsResearchLanguage {
        En = "en",
        De = "de",
        Fr = "fr",
        Es = "es",
        It = "it",
        Pt = "pt",
        Nl = "nl",
        Tr = "tr",
    }
}

open_enum! {
    /// A value of a field of [`PlanDetails`]. The provider can add others.
    PlanDetailsBillingCycle {
        Monthly = "monthly",
        Annual = "annual",
    }
}

open_enum! {
    /// A value of a field of [`Recommendation`]. The provider can add others.
    RecommendationSearchIntent {
        Informational = "informational",
        Commercial = "commercial",
        Transactional = "transactional",
        Navigational = "navigational",
    }
}

open_enum! {
    /// A value of a field of [`Usage`]. The provider can add others.
    UsagePlan {
        Free = "free",
        Pro = "pro",
        Scale = "scale",
        Enterprise = "enterprise",
    }
}
