//! The parameters of the operations of AgenticPencil.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.

use serde_json::{Map, Value};

use super::types::{
    BillingCheckoutPlan, ContentRecommendLanguage, KeywordsGapsLanguage, KeywordsResearchLanguage,
    PlanDetailsBillingCycle,
};
use crate::arguments::{Arguments, map, texts};

/// The parameters of `keywords.research`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct KeywordsResearch {
    arguments: Arguments,
}

impl KeywordsResearch {
    /// With the required parameters.
    ///
    /// - `domain`: The domain without protocol, path and `www.`, for instance `example.com`.
    pub fn new(domain: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("domain", domain.into());
        Self { arguments }
    }

    /// The topic; give this or `keywords`.
    pub fn topic(mut self, topic: impl Into<String>) -> Self {
        self.arguments.set("topic", topic.into());
        self
    }

    /// Keywords to start from, instead of a topic.
    pub fn keywords(mut self, keywords: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.arguments.set("keywords", texts(keywords));
        self
    }

    /// The country: `us`, `uk`, `ca`, `au`, `de`, `fr`, `es`, `it`, `br`, `pt`, `nl` or `in`; `us` by
    /// default.
    pub fn country(mut self, country: impl Into<String>) -> Self {
        self.arguments.set("country", country.into());
        self
    }

    /// The language; `en` by default.
    pub fn language(mut self, language: impl Into<KeywordsResearchLanguage>) -> Self {
        self.arguments.set("language", Into::<KeywordsResearchLanguage>::into(language));
        self
    }

    /// The most keywords; 50 by default. The plan limits it further.
    pub fn limit(mut self, limit: i64) -> Self {
        self.arguments.set("limit", limit);
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for KeywordsResearch {
    fn from(domain: &str) -> Self {
        Self::new(domain)
    }
}

impl From<String> for KeywordsResearch {
    fn from(domain: String) -> Self {
        Self::new(domain)
    }
}

impl From<&String> for KeywordsResearch {
    fn from(domain: &String) -> Self {
        Self::new(domain)
    }
}

/// The parameters of `keywords.gaps`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct KeywordsGaps {
    arguments: Arguments,
}

impl KeywordsGaps {
    /// With the required parameters.
    ///
    /// - `domain`: The domain without protocol, path and `www.`, for instance `example.com`.
    pub fn new(domain: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("domain", domain.into());
        Self { arguments }
    }

    /// The domains of up to 3 competitors.
    pub fn competitors(mut self, competitors: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.arguments.set("competitors", texts(competitors));
        self
    }

    /// The country: `us`, `uk`, `ca`, `au`, `de`, `fr`, `es`, `it`, `br`, `pt`, `nl` or `in`; `us` by
    /// default.
    pub fn country(mut self, country: impl Into<String>) -> Self {
        self.arguments.set("country", country.into());
        self
    }

    /// The language; `en` by default.
    pub fn language(mut self, language: impl Into<KeywordsGapsLanguage>) -> Self {
        self.arguments.set("language", Into::<KeywordsGapsLanguage>::into(language));
        self
    }

    /// The most keywords; 50 by default. The plan limits it further.
    pub fn limit(mut self, limit: i64) -> Self {
        self.arguments.set("limit", limit);
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for KeywordsGaps {
    fn from(domain: &str) -> Self {
        Self::new(domain)
    }
}

impl From<String> for KeywordsGaps {
    fn from(domain: String) -> Self {
        Self::new(domain)
    }
}

impl From<&String> for KeywordsGaps {
    fn from(domain: &String) -> Self {
        Self::new(domain)
    }
}

/// The parameters of `content.audit`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct ContentAuditParams {
    arguments: Arguments,
}

impl ContentAuditParams {
    /// With the required parameters.
    ///
    /// - `domain`: The domain without protocol, path and `www.`, for instance `example.com`.
    pub fn new(domain: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("domain", domain.into());
        Self { arguments }
    }

    /// The address of the sitemap, where it is not in the usual place.
    pub fn sitemap_url(mut self, sitemap_url: impl Into<String>) -> Self {
        self.arguments.set("sitemap_url", sitemap_url.into());
        self
    }

    /// The most pages to read, 1 to 500; 100 by default.
    pub fn max_pages(mut self, max_pages: i64) -> Self {
        self.arguments.set("max_pages", max_pages);
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for ContentAuditParams {
    fn from(domain: &str) -> Self {
        Self::new(domain)
    }
}

impl From<String> for ContentAuditParams {
    fn from(domain: String) -> Self {
        Self::new(domain)
    }
}

impl From<&String> for ContentAuditParams {
    fn from(domain: &String) -> Self {
        Self::new(domain)
    }
}

/// The parameters of `content.recommend`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct ContentRecommend {
    arguments: Arguments,
}

impl ContentRecommend {
    /// With the required parameters.
    ///
    /// - `domain`: The domain without protocol, path and `www.`, for instance `example.com`.
    pub fn new(domain: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("domain", domain.into());
        Self { arguments }
    }

    /// The topics to write about.
    pub fn focus_topics(mut self, focus_topics: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.arguments.set("focus_topics", texts(focus_topics));
        self
    }

    /// What the texts should know of the brand.
    pub fn brand_context(mut self, brand_context: impl Into<String>) -> Self {
        self.arguments.set("brand_context", brand_context.into());
        self
    }

    /// The domains of up to 3 competitors.
    pub fn competitors(mut self, competitors: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.arguments.set("competitors", texts(competitors));
        self
    }

    /// The country: `us`, `uk`, `ca`, `au`, `de`, `fr`, `es`, `it`, `br`, `pt`, `nl` or `in`; `us` by
    /// default.
    pub fn country(mut self, country: impl Into<String>) -> Self {
        self.arguments.set("country", country.into());
        self
    }

    /// The most recommendations, 1 to 50.
    pub fn limit(mut self, limit: i64) -> Self {
        self.arguments.set("limit", limit);
        self
    }

    /// The language; `en` by default.
    pub fn language(mut self, language: impl Into<ContentRecommendLanguage>) -> Self {
        self.arguments.set("language", Into::<ContentRecommendLanguage>::into(language));
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for ContentRecommend {
    fn from(domain: &str) -> Self {
        Self::new(domain)
    }
}

impl From<String> for ContentRecommend {
    fn from(domain: String) -> Self {
        Self::new(domain)
    }
}

impl From<&String> for ContentRecommend {
    fn from(domain: &String) -> Self {
        Self::new(domain)
    }
}

/// The parameters of `content_map.generate`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct ContentMapGenerate {
    arguments: Arguments,
}

impl ContentMapGenerate {
    /// With the required parameters.
    ///
    /// - `domain`: The domain without protocol, path and `www.`, for instance `example.com`.
    pub fn new(domain: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("domain", domain.into());
        Self { arguments }
    }

    /// The topics to write about.
    pub fn focus_topics(mut self, focus_topics: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.arguments.set("focus_topics", texts(focus_topics));
        self
    }

    /// The domains of up to 3 competitors.
    pub fn competitors(mut self, competitors: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.arguments.set("competitors", texts(competitors));
        self
    }

    /// What the texts should know of the brand.
    pub fn brand_context(mut self, brand_context: impl Into<String>) -> Self {
        self.arguments.set("brand_context", brand_context.into());
        self
    }

    /// The country: `us`, `uk`, `ca`, `au`, `de`, `fr`, `es`, `it`, `br`, `pt`, `nl` or `in`; `us` by
    /// default.
    pub fn country(mut self, country: impl Into<String>) -> Self {
        self.arguments.set("country", country.into());
        self
    }

    /// The most recommendations; 20 by default.
    pub fn limit(mut self, limit: i64) -> Self {
        self.arguments.set("limit", limit);
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for ContentMapGenerate {
    fn from(domain: &str) -> Self {
        Self::new(domain)
    }
}

impl From<String> for ContentMapGenerate {
    fn from(domain: String) -> Self {
        Self::new(domain)
    }
}

impl From<&String> for ContentMapGenerate {
    fn from(domain: &String) -> Self {
        Self::new(domain)
    }
}

/// The parameters of `auth.register`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct AuthRegister {
    arguments: Arguments,
}

impl AuthRegister {
    /// With the required parameters.
    ///
    /// - `email`: The e-mail address of the new account.
    pub fn new(email: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("email", email.into());
        Self { arguments }
    }

    /// A name for the key; `Default` by default.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.arguments.set("name", name.into());
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for AuthRegister {
    fn from(email: &str) -> Self {
        Self::new(email)
    }
}

impl From<String> for AuthRegister {
    fn from(email: String) -> Self {
        Self::new(email)
    }
}

impl From<&String> for AuthRegister {
    fn from(email: &String) -> Self {
        Self::new(email)
    }
}

/// The parameters of `billing.checkout`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct BillingCheckout {
    arguments: Arguments,
}

impl BillingCheckout {
    /// With the required parameters.
    ///
    /// - `plan`: The plan to buy.
    /// - `success_url`: Where the buyer goes after paying.
    /// - `cancel_url`: Where the buyer goes without paying.
    pub fn new(
        plan: impl Into<BillingCheckoutPlan>,
        success_url: impl Into<String>,
        cancel_url: impl Into<String>,
    ) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("plan", Into::<BillingCheckoutPlan>::into(plan));
        arguments.set("success_url", success_url.into());
        arguments.set("cancel_url", cancel_url.into());
        Self { arguments }
    }

    /// How often the plan is paid; `monthly` by default.
    pub fn billing_cycle(mut self, billing_cycle: impl Into<PlanDetailsBillingCycle>) -> Self {
        self.arguments.set("billing_cycle", Into::<PlanDetailsBillingCycle>::into(billing_cycle));
        self
    }

    /// A code for a discount.
    pub fn promo_code(mut self, promo_code: impl Into<String>) -> Self {
        self.arguments.set("promo_code", promo_code.into());
        self
    }

    /// Data of your own.
    pub fn metadata(
        mut self,
        metadata: impl IntoIterator<Item = (impl Into<String>, impl Into<Value>)>,
    ) -> Self {
        self.arguments.set("metadata", map(metadata));
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}
