//! What the paid calls ask for, and the data that they get: made up, but in the vendor's shape.

use serde_json::{Value, json};

use super::accounts::Plan;
use super::errors::Failure;
use crate::clock::rfc3339;
use crate::service::{Desk, FieldError, Fields};

const LANGUAGES: [&str; 8] = ["en", "de", "fr", "es", "it", "pt", "nl", "tr"];

/// A request that was found in order.
#[derive(Debug)]
pub(super) struct Order {
    domain: String,
    topic: String,
    country: String,
    seeds: Vec<String>,
    competitors: Vec<String>,
    limit: u64,
}

impl From<FieldError> for Failure {
    fn from(error: FieldError) -> Self {
        Self::wrong_format(&error.field, &Value::Null, error.problem)
    }
}

impl Order {
    pub(super) fn read(operation: &str, body: &Value, plan: Plan) -> Result<Self, Failure> {
        let fields = Fields::of(body);
        let domain = match fields.text("domain")? {
            None | Some("") => return Err(Failure::missing("domain", &["domain"])),
            Some(domain) => domain,
        };
        check_domain(domain)?;
        let country = fields.text("country")?.unwrap_or("us");
        if country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return Err(Failure::wrong_format("country", &json!(country), "2-letter ISO code"));
        }
        if let Some(language) = fields.text("language")?
            && !LANGUAGES.contains(&language)
        {
            let expected = format!("one of {}", LANGUAGES.join(", "));
            return Err(Failure::wrong_format("language", &json!(language), &expected));
        }
        let competitors = fields.texts("competitors")?.unwrap_or_default();
        if competitors.len() > 3 {
            return Err(Failure::wrong_format("competitors", &json!(competitors), "at most 3 domains"));
        }
        within(fields, "max_pages", 500)?;
        let max = if operation == "content.recommend" { 50 } else { 500 };
        let limit = within(fields, "limit", max)?;
        if operation.starts_with("keywords.")
            && let Some(asked) = limit.filter(|asked| *asked > plan.keywords())
        {
            return Err(Failure::plan_limit(plan.name(), "keywords_per_request", plan.keywords(), asked));
        }
        if operation == "content_map.generate" && plan == Plan::Free {
            return Err(Failure::subscription_required(plan.name()));
        }
        if domain == "nonexistent-domain.xyz" || domain.ends_with(".invalid") {
            return Err(Failure::domain_not_found(domain));
        }
        if let Some(sitemap) = fields.text("sitemap_url")?
            && sitemap.contains(".invalid")
        {
            return Err(Failure::sitemap_not_found(sitemap));
        }
        let topics = fields.texts("focus_topics")?.unwrap_or_default();
        Ok(Self {
            domain: domain.to_owned(),
            topic: match fields.text("topic")? {
                Some(topic) => topic.to_owned(),
                None => topics.into_iter().next().unwrap_or_else(|| "general".to_owned()),
            },
            country: country.to_ascii_lowercase(),
            seeds: fields.texts("keywords")?.unwrap_or_default(),
            competitors,
            limit: limit.unwrap_or(50),
        })
    }

    pub(super) fn cache_key(&self) -> String {
        let Self { domain, topic, country, seeds, limit, .. } = self;
        json!([domain, topic, seeds, country, limit]).to_string()
    }

    pub(super) fn data(&self, operation: &str, desk: &mut Desk<'_>) -> Value {
        let Self { domain, topic, country, .. } = self;
        match operation {
            "keywords.research" => json!({
                "domain": domain,
                "topic": topic,
                "country": country,
                "clusters": [{
                    "cluster_name": topic,
                    "primary_keyword": self.keyword("guide"),
                    "related": [self.keyword("examples"), self.keyword("price")],
                    "total_volume": 2100,
                    "avg_difficulty": 35,
                    "opportunity_score": 72,
                    "count": 3,
                }],
                "total_keywords": 3,
            }),
            "keywords.gaps" => {
                let gap = json!({
                    "keyword": format!("{topic} comparison"), "search_volume": 500, "keyword_difficulty": 30,
                    "cpc": 1.5, "search_intent": "commercial",
                });
                json!({"domain": domain, "competitors_analyzed": self.competitors, "gaps": [gap], "total": 1})
            }
            "content.audit" => json!({
                "domain": domain,
                "pages_crawled": 1,
                "pages": [self.page()],
                "thin_content": [],
                "cannibalization_risks": [],
                "summary": {"total": 1, "thin": 0, "cannibalization_issues": 0, "avg_words": 900},
            }),
            "content.recommend" => json!({
                "plan_id": desk.ids.next("plan_"),
                "domain": domain,
                "existing_keywords": 12,
                "sitemap_pages": 1,
                "recommendations": [self.recommendation()],
                "cannibalization": [],
                "total_recommendations": 1,
            }),
            _ => json!({
                "domain": domain,
                "generated_at": rfc3339(desk.now),
                "audit": {"pages_found": 1, "pages": [self.page()]},
                "current_rankings": {"count": 0, "keywords": []},
                "competitor_gaps": {"count": 0, "gaps": []},
                "recommendations": [self.recommendation()],
                "summary": {"total_recommendations": 1},
            }),
        }
    }

    fn keyword(&self, suffix: &str) -> Value {
        let topic = &self.topic;
        json!({
            "keyword": format!("{topic} {suffix}"),
            "search_volume": 700,
            "keyword_difficulty": 35,
            "cpc": 1.25,
            "competition_level": "MEDIUM",
            "search_intent": "informational",
        })
    }

    fn page(&self) -> Value {
        json!({
            "url": format!("https://{}/", self.domain), "title": "Home", "meta_description": "Made up",
            "h1": "Home", "word_count": 900, "status": 200,
        })
    }

    fn recommendation(&self) -> Value {
        let topic = &self.topic;
        json!({
            "priority": 1,
            "title": format!("A guide to {topic}"),
            "target_keyword": format!("{topic} guide"),
            "search_volume": 700,
            "keyword_difficulty": 35,
            "opportunity_score": 72,
            "search_intent": "informational",
            "outline": [{"h2": "Beginnings", "talking_points": ["What it is"]}],
            "related_keywords": [format!("{topic} examples")],
        })
    }
}

fn within(fields: Fields<'_>, name: &'static str, max: u64) -> Result<Option<u64>, Failure> {
    match fields.whole(name)? {
        None => Ok(None),
        Some(number) => match u64::try_from(number) {
            Ok(number) if (1..=max).contains(&number) => Ok(Some(number)),
            _ => Err(Failure::wrong_format(name, &json!(number), &format!("a whole number from 1 to {max}"))),
        },
    }
}

/// A bare root domain: no protocol, path, port or www.
fn check_domain(domain: &str) -> Result<(), Failure> {
    let letters = domain.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-');
    let dotted = domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.');
    if letters && dotted && !domain.starts_with("www.") { Ok(()) } else { Err(Failure::wrong_domain(domain)) }
}
