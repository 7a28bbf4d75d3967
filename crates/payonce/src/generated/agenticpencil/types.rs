//! The objects of AgenticPencil.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use payonce_core::Secret;

use crate::model::{open_enum, readable, require, take};

/// A keyword with its figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Keyword {
    /// The keyword.
    pub keyword: String,
    /// Searches in a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search_volume: Option<i64>,
    /// How hard it is to rank for it, 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keyword_difficulty: Option<f64>,
    /// What a click costs in advertising, in US dollars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpc: Option<f64>,
    /// How many advertise for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub competition_level: Option<KeywordCompetitionLevel>,
    /// What people want who search for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search_intent: Option<KeywordSearchIntent>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Keyword {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            keyword: require(&mut members, "keyword")?,
            search_volume: take(&mut members, "search_volume"),
            keyword_difficulty: take(&mut members, "keyword_difficulty"),
            cpc: take(&mut members, "cpc"),
            competition_level: take(&mut members, "competition_level"),
            search_intent: take(&mut members, "search_intent"),
            extra: members,
        })
    }
}

/// Keywords that belong together.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct KeywordCluster {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cluster_name: Option<String>,
    /// The first of them, as the server sends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_keyword: Option<Keyword>,
    /// The others, as the server sends them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub related: Option<Vec<Keyword>>,
    /// All of them, as the documentation has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keywords: Option<Vec<Keyword>>,
    /// Searches in a month for all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_volume: Option<i64>,
    /// How hard it is to rank for them, 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avg_difficulty: Option<f64>,
    /// How much it promises.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opportunity_score: Option<f64>,
    /// The number of keywords.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl KeywordCluster {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            cluster_name: take(&mut members, "cluster_name"),
            primary_keyword: take(&mut members, "primary_keyword"),
            related: take(&mut members, "related"),
            keywords: take(&mut members, "keywords"),
            total_volume: take(&mut members, "total_volume"),
            avg_difficulty: take(&mut members, "avg_difficulty"),
            opportunity_score: take(&mut members, "opportunity_score"),
            count: take(&mut members, "count"),
            extra: members,
        })
    }
}

/// Keywords for a domain.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct KeywordResearch {
    /// The domain.
    pub domain: String,
    /// The topic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// The country that the figures are from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The keywords in clusters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clusters: Option<Vec<KeywordCluster>>,
    /// The number of keywords.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_keywords: Option<i64>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl KeywordResearch {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            domain: require(&mut members, "domain")?,
            topic: take(&mut members, "topic"),
            country: take(&mut members, "country"),
            clusters: take(&mut members, "clusters"),
            total_keywords: take(&mut members, "total_keywords"),
            extra: members,
        })
    }
}

/// A keyword that competitors rank for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct KeywordGap {
    /// The keyword.
    pub keyword: String,
    /// Searches in a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search_volume: Option<i64>,
    /// How hard it is to rank for it, 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keyword_difficulty: Option<f64>,
    /// What a click costs in advertising, in US dollars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpc: Option<f64>,
    /// What people want who search for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search_intent: Option<KeywordGapSearchIntent>,
    /// The place of each competitor, by domain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub competitor_positions: Option<BTreeMap<String, Value>>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl KeywordGap {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            keyword: require(&mut members, "keyword")?,
            search_volume: take(&mut members, "search_volume"),
            keyword_difficulty: take(&mut members, "keyword_difficulty"),
            cpc: take(&mut members, "cpc"),
            search_intent: take(&mut members, "search_intent"),
            competitor_positions: take(&mut members, "competitor_positions"),
            extra: members,
        })
    }
}

/// Keywords that competitors rank for and the domain does not.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct KeywordGaps {
    /// The domain.
    pub domain: String,
    /// The competitors, as the server sends them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub competitors_analyzed: Option<Vec<String>>,
    /// The competitors, as the documentation has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub competitors: Option<Vec<String>>,
    /// The keywords.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gaps: Option<Vec<KeywordGap>>,
    /// Their number, as the server sends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
    /// Their number, as the documentation has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_gaps: Option<i64>,
    /// Why the list is empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl KeywordGaps {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            domain: require(&mut members, "domain")?,
            competitors_analyzed: take(&mut members, "competitors_analyzed"),
            competitors: take(&mut members, "competitors"),
            gaps: take(&mut members, "gaps"),
            total: take(&mut members, "total"),
            total_gaps: take(&mut members, "total_gaps"),
            message: take(&mut members, "message"),
            extra: members,
        })
    }
}

/// A page that was read.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AuditedPage {
    /// The address.
    pub url: String,
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The description for search engines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta_description: Option<String>,
    /// The first heading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub h1: Option<String>,
    /// The number of words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word_count: Option<i64>,
    /// The HTTP status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Value>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl AuditedPage {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            url: require(&mut members, "url")?,
            title: take(&mut members, "title"),
            meta_description: take(&mut members, "meta_description"),
            h1: take(&mut members, "h1"),
            word_count: take(&mut members, "word_count"),
            status: take(&mut members, "status"),
            extra: members,
        })
    }
}

/// A keyword that several pages compete for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CannibalizationRisk {
    /// The keyword.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keyword: Option<String>,
    /// The pages, as the server sends them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<Vec<String>>,
    /// The pages, as the documentation has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urls: Option<Vec<String>>,
    /// How much it matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<CannibalizationRiskSeverity>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl CannibalizationRisk {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            keyword: take(&mut members, "keyword"),
            pages: take(&mut members, "pages"),
            urls: take(&mut members, "urls"),
            severity: take(&mut members, "severity"),
            extra: members,
        })
    }
}

/// An audit in figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AuditSummary {
    /// Pages that were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
    /// Pages with too little content.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thin: Option<i64>,
    /// Keywords that several pages compete for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cannibalization_issues: Option<i64>,
    /// Words on a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avg_words: Option<f64>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl AuditSummary {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            total: take(&mut members, "total"),
            thin: take(&mut members, "thin"),
            cannibalization_issues: take(&mut members, "cannibalization_issues"),
            avg_words: take(&mut members, "avg_words"),
            extra: members,
        })
    }
}

/// What the pages of a site lack.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ContentAudit {
    /// The domain.
    pub domain: String,
    /// The number of pages that were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages_crawled: Option<i64>,
    /// The pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<Vec<AuditedPage>>,
    /// Pages with too little content.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thin_content: Option<Vec<Value>>,
    /// Keywords that several pages compete for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cannibalization_risks: Option<Vec<CannibalizationRisk>>,
    /// The figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<AuditSummary>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl ContentAudit {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            domain: require(&mut members, "domain")?,
            pages_crawled: take(&mut members, "pages_crawled"),
            pages: take(&mut members, "pages"),
            thin_content: take(&mut members, "thin_content"),
            cannibalization_risks: take(&mut members, "cannibalization_risks"),
            summary: take(&mut members, "summary"),
            extra: members,
        })
    }
}

/// A section of a text to write.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct OutlineSection {
    /// Its heading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub h2: Option<String>,
    /// What it should say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub talking_points: Option<Vec<String>>,
    /// The keywords that it should hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_keywords: Option<Vec<String>>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl OutlineSection {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            h2: take(&mut members, "h2"),
            talking_points: take(&mut members, "talking_points"),
            target_keywords: take(&mut members, "target_keywords"),
            extra: members,
        })
    }
}

/// A text to write.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Recommendation {
    /// How urgent it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Value>,
    /// A title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// A title, as an older server sends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggested_title: Option<String>,
    /// The keyword to rank for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_keyword: Option<String>,
    /// Searches in a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search_volume: Option<i64>,
    /// How hard it is to rank for it, 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keyword_difficulty: Option<f64>,
    /// How hard it is for this domain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weighted_difficulty: Option<f64>,
    /// What a click costs in advertising, in US dollars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpc: Option<f64>,
    /// How much it promises.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opportunity_score: Option<f64>,
    /// What people want who search for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search_intent: Option<RecommendationSearchIntent>,
    /// The idea of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concept: Option<String>,
    /// The form of the text, for instance a guide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Its sections.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outline: Option<Vec<OutlineSection>>,
    /// Keywords that belong to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub related_keywords: Option<Vec<String>>,
    /// What to write, as an older server sends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brief: Option<Value>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Recommendation {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            priority: take(&mut members, "priority"),
            title: take(&mut members, "title"),
            suggested_title: take(&mut members, "suggested_title"),
            target_keyword: take(&mut members, "target_keyword"),
            search_volume: take(&mut members, "search_volume"),
            keyword_difficulty: take(&mut members, "keyword_difficulty"),
            weighted_difficulty: take(&mut members, "weighted_difficulty"),
            cpc: take(&mut members, "cpc"),
            opportunity_score: take(&mut members, "opportunity_score"),
            search_intent: take(&mut members, "search_intent"),
            concept: take(&mut members, "concept"),
            content_type: take(&mut members, "content_type"),
            outline: take(&mut members, "outline"),
            related_keywords: take(&mut members, "related_keywords"),
            brief: take(&mut members, "brief"),
            extra: members,
        })
    }
}

/// Pages that compete with each other, and what to do about it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Cannibalization {
    /// The keyword.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keyword: Option<String>,
    /// The pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urls: Option<Vec<String>>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recommendation: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Cannibalization {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            keyword: take(&mut members, "keyword"),
            urls: take(&mut members, "urls"),
            recommendation: take(&mut members, "recommendation"),
            extra: members,
        })
    }
}

/// What to write next.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ContentPlan {
    /// The id of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_id: Option<String>,
    /// The domain.
    pub domain: String,
    /// Keywords that the domain ranks for already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub existing_keywords: Option<Value>,
    /// Pages of the sitemap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sitemap_pages: Option<Value>,
    /// The texts to write.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recommendations: Option<Vec<Recommendation>>,
    /// Pages that compete with each other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cannibalization: Option<Vec<Cannibalization>>,
    /// The number of texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_recommendations: Option<i64>,
    /// The number of texts, as an older server sends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl ContentPlan {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            plan_id: take(&mut members, "plan_id"),
            domain: require(&mut members, "domain")?,
            existing_keywords: take(&mut members, "existing_keywords"),
            sitemap_pages: take(&mut members, "sitemap_pages"),
            recommendations: take(&mut members, "recommendations"),
            cannibalization: take(&mut members, "cannibalization"),
            total_recommendations: take(&mut members, "total_recommendations"),
            total: take(&mut members, "total"),
            extra: members,
        })
    }
}

/// The pages of a site.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MappedPages {
    /// Their number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages_found: Option<i64>,
    /// The pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<Vec<Value>>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl MappedPages {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            pages_found: take(&mut members, "pages_found"),
            pages: take(&mut members, "pages"),
            extra: members,
        })
    }
}

/// What a domain ranks for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Rankings {
    /// The number of keywords.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
    /// The keywords.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keywords: Option<Vec<Value>>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Rankings {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            count: take(&mut members, "count"),
            keywords: take(&mut members, "keywords"),
            extra: members,
        })
    }
}

/// What competitors rank for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CompetitorGaps {
    /// The number of keywords.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
    /// The keywords.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gaps: Option<Vec<Value>>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl CompetitorGaps {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self { count: take(&mut members, "count"), gaps: take(&mut members, "gaps"), extra: members })
    }
}

/// Audit, rankings, gaps and recommendations in one.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ContentMap {
    /// The domain.
    pub domain: String,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generated_at: Option<String>,
    /// The pages of the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audit: Option<MappedPages>,
    /// What the domain ranks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_rankings: Option<Rankings>,
    /// What competitors rank for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub competitor_gaps: Option<CompetitorGaps>,
    /// The texts to write.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recommendations: Option<Vec<Recommendation>>,
    /// The figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Value>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl ContentMap {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            domain: require(&mut members, "domain")?,
            generated_at: take(&mut members, "generated_at"),
            audit: take(&mut members, "audit"),
            current_rankings: take(&mut members, "current_rankings"),
            competitor_gaps: take(&mut members, "competitor_gaps"),
            recommendations: take(&mut members, "recommendations"),
            summary: take(&mut members, "summary"),
            extra: members,
        })
    }
}

/// A call that took credits.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RecentCall {
    /// The path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// The credits that it took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits_used: Option<i64>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl RecentCall {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            endpoint: take(&mut members, "endpoint"),
            credits_used: take(&mut members, "credits_used"),
            created_at: take(&mut members, "created_at"),
            extra: members,
        })
    }
}

/// A plan and what is left of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Usage {
    /// The plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<UsagePlan>,
    /// Credits that are gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits_used: Option<i64>,
    /// Credits of the plan; none where there is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits_limit: Option<i64>,
    /// Credits that are left; none where there is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits_remaining: Option<i64>,
    /// How many requests a minute may bring.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_limit: Option<Value>,
    /// The last calls, at most 20.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recent_calls: Option<Vec<RecentCall>>,
    /// Where a larger plan is sold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upgrade_url: Option<String>,
    /// Requests of the day, as an older server sends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requests_today: Option<i64>,
    /// When the credits start anew, as an older server sends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_period_end: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Usage {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            plan: take(&mut members, "plan"),
            credits_used: take(&mut members, "credits_used"),
            credits_limit: take(&mut members, "credits_limit"),
            credits_remaining: take(&mut members, "credits_remaining"),
            rate_limit: take(&mut members, "rate_limit"),
            recent_calls: take(&mut members, "recent_calls"),
            upgrade_url: take(&mut members, "upgrade_url"),
            requests_today: take(&mut members, "requests_today"),
            billing_period_end: take(&mut members, "billing_period_end"),
            extra: members,
        })
    }
}

/// A new account with its key.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Registration {
    /// The key; it is not shown again.
    #[serde(serialize_with = "crate::model::fingerprint")]
    pub api_key: Secret,
    /// The beginning of the key, by which it is listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_prefix: Option<String>,
    /// The plan: `free`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// The credits of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits: Option<i64>,
    /// How many requests a minute may bring.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_limit: Option<String>,
    /// That the key is not shown again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warning: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Registration {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            api_key: require(&mut members, "api_key")?,
            key_prefix: take(&mut members, "key_prefix"),
            plan: take(&mut members, "plan"),
            credits: take(&mut members, "credits"),
            rate_limit: take(&mut members, "rate_limit"),
            warning: take(&mut members, "warning"),
            extra: members,
        })
    }
}

/// What a plan costs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Price {
    /// The amount, in the unit in which the provider sends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    /// The currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Both as a text for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formatted: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Price {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            amount: take(&mut members, "amount"),
            currency: take(&mut members, "currency"),
            formatted: take(&mut members, "formatted"),
            extra: members,
        })
    }
}

/// A plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PlanDetails {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_name: Option<String>,
    /// Credits of a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits_monthly: Option<i64>,
    /// How many requests a minute may bring.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_limit: Option<Value>,
    /// What it costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// How often it is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_cycle: Option<PlanDetailsBillingCycle>,
    /// What is taken off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount: Option<Value>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl PlanDetails {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            plan_name: take(&mut members, "plan_name"),
            credits_monthly: take(&mut members, "credits_monthly"),
            rate_limit: take(&mut members, "rate_limit"),
            price: take(&mut members, "price"),
            billing_cycle: take(&mut members, "billing_cycle"),
            discount: take(&mut members, "discount"),
            extra: members,
        })
    }
}

/// A page on which a plan can be bought.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Checkout {
    /// Its address.
    pub checkout_url: String,
    /// The id of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// The plan, as the documentation has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_details: Option<PlanDetails>,
    /// When the page ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiry_time: Option<String>,
    /// The plan, as the server sends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// The price, as the server sends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Value>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Checkout {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            checkout_url: require(&mut members, "checkout_url")?,
            session_id: take(&mut members, "session_id"),
            plan_details: take(&mut members, "plan_details"),
            expiry_time: take(&mut members, "expiry_time"),
            plan: take(&mut members, "plan"),
            price: take(&mut members, "price"),
            extra: members,
        })
    }
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
    /// A value of a field of [`Keyword`]. The provider can add others.
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
    /// A value of a field of [`Keyword`]. The provider can add others.
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

readable!(
    Keyword,
    KeywordCluster,
    KeywordResearch,
    KeywordGap,
    KeywordGaps,
    AuditedPage,
    CannibalizationRisk,
    AuditSummary,
    ContentAudit,
    OutlineSection,
    Recommendation,
    Cannibalization,
    ContentPlan,
    MappedPages,
    Rankings,
    CompetitorGaps,
    ContentMap,
    RecentCall,
    Usage,
    Registration,
    Price,
    PlanDetails,
    Checkout
);
