//! The calls of AgenticPencil: each is built by a method of its client, then sent.

// Written by `cargo xtask codegen` from the declarations of the core; edit those.

use serde_json::Value;

use super::types::*;
use crate::typed::{map, operation, texts};

operation! {
    /// A call of `keywords.research`.
    KeywordsResearch("keywords.research") -> KeywordResearch, unkeyed
}

impl<C> KeywordsResearch<C> {
    /// Required. The domain without protocol, path and `www.`, for instance `example.com`.
    pub fn domain(self, domain: impl Into<String>) -> Self {
        Self(self.0.set("domain", domain.into()))
    }

    /// The topic; give this or `keywords`.
    pub fn topic(self, topic: impl Into<String>) -> Self {
        Self(self.0.set("topic", topic.into()))
    }

    /// Keywords to start from, instead of a topic.
    pub fn keywords(self, keywords: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(self.0.set("keywords", texts(keywords)))
    }

    /// The country: `us`, `uk`, `ca`, `au`, `de`, `fr`, `es`, `it`, `br`, `pt`, `nl` or `in`; `us` by
    /// default.
    pub fn country(self, country: impl Into<String>) -> Self {
        Self(self.0.set("country", country.into()))
    }

    /// The language; `en` by default.
    pub fn language(self, language: impl Into<KeywordsResearchLanguage>) -> Self {
        Self(self.0.set("language", language.into()))
    }

    /// The most keywords; 50 by default. The plan limits it further.
    pub fn limit(self, limit: i64) -> Self {
        Self(self.0.set("limit", limit))
    }
}

operation! {
    /// A call of `keywords.gaps`.
    KeywordsGaps("keywords.gaps") -> KeywordGaps, unkeyed
}

impl<C> KeywordsGaps<C> {
    /// Required. The domain without protocol, path and `www.`, for instance `example.com`.
    pub fn domain(self, domain: impl Into<String>) -> Self {
        Self(self.0.set("domain", domain.into()))
    }

    /// The domains of up to 3 competitors.
    pub fn competitors(self, competitors: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(self.0.set("competitors", texts(competitors)))
    }

    /// The country: `us`, `uk`, `ca`, `au`, `de`, `fr`, `es`, `it`, `br`, `pt`, `nl` or `in`; `us` by
    /// default.
    pub fn country(self, country: impl Into<String>) -> Self {
        Self(self.0.set("country", country.into()))
    }

    /// The language; `en` by default.
    pub fn language(self, language: impl Into<KeywordsGapsLanguage>) -> Self {
        Self(self.0.set("language", language.into()))
    }

    /// The most keywords; 50 by default. The plan limits it further.
    pub fn limit(self, limit: i64) -> Self {
        Self(self.0.set("limit", limit))
    }
}

operation! {
    /// A call of `content.audit`.
    ContentAuditCall("content.audit") -> ContentAudit, unkeyed
}

impl<C> ContentAuditCall<C> {
    /// Required. The domain without protocol, path and `www.`, for instance `example.com`.
    pub fn domain(self, domain: impl Into<String>) -> Self {
        Self(self.0.set("domain", domain.into()))
    }

    /// The URL of the sitemap if it is not at the usual place.
    pub fn sitemap_url(self, sitemap_url: impl Into<String>) -> Self {
        Self(self.0.set("sitemap_url", sitemap_url.into()))
    }

    /// The maximum number of pages to read, 1 to 500; 100 by default.
    pub fn max_pages(self, max_pages: i64) -> Self {
        Self(self.0.set("max_pages", max_pages))
    }
}

operation! {
    /// A call of `content.recommend`.
    ContentRecommend("content.recommend") -> ContentPlan, unkeyed
}

impl<C> ContentRecommend<C> {
    /// Required. The domain without protocol, path and `www.`, for instance `example.com`.
    pub fn domain(self, domain: impl Into<String>) -> Self {
        Self(self.0.set("domain", domain.into()))
    }

    /// The topics to write about.
    pub fn focus_topics(self, focus_topics: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(self.0.set("focus_topics", texts(focus_topics)))
    }

    /// Facts about the brand for the texts.
    pub fn brand_context(self, brand_context: impl Into<String>) -> Self {
        Self(self.0.set("brand_context", brand_context.into()))
    }

    /// The domains of up to 3 competitors.
    pub fn competitors(self, competitors: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(self.0.set("competitors", texts(competitors)))
    }

    /// The country: `us`, `uk`, `ca`, `au`, `de`, `fr`, `es`, `it`, `br`, `pt`, `nl` or `in`; `us` by
    /// default.
    pub fn country(self, country: impl Into<String>) -> Self {
        Self(self.0.set("country", country.into()))
    }

    /// The maximum number of recommendations, 1 to 50.
    pub fn limit(self, limit: i64) -> Self {
        Self(self.0.set("limit", limit))
    }

    /// The language; `en` by default.
    pub fn language(self, language: impl Into<ContentRecommendLanguage>) -> Self {
        Self(self.0.set("language", language.into()))
    }
}

operation! {
    /// A call of `content_map.generate`.
    ContentMapGenerate("content_map.generate") -> ContentMap, unkeyed
}

impl<C> ContentMapGenerate<C> {
    /// Required. The domain without protocol, path and `www.`, for instance `example.com`.
    pub fn domain(self, domain: impl Into<String>) -> Self {
        Self(self.0.set("domain", domain.into()))
    }

    /// The topics to write about.
    pub fn focus_topics(self, focus_topics: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(self.0.set("focus_topics", texts(focus_topics)))
    }

    /// The domains of up to 3 competitors.
    pub fn competitors(self, competitors: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(self.0.set("competitors", texts(competitors)))
    }

    /// Facts about the brand for the texts.
    pub fn brand_context(self, brand_context: impl Into<String>) -> Self {
        Self(self.0.set("brand_context", brand_context.into()))
    }

    /// The country: `us`, `uk`, `ca`, `au`, `de`, `fr`, `es`, `it`, `br`, `pt`, `nl` or `in`; `us` by
    /// default.
    pub fn country(self, country: impl Into<String>) -> Self {
        Self(self.0.set("country", country.into()))
    }

    /// The maximum number of recommendations; 20 by default.
    pub fn limit(self, limit: i64) -> Self {
        Self(self.0.set("limit", limit))
    }
}

operation! {
    /// A call of `usage.get`.
    UsageGet("usage.get") -> Usage, all
}

operation! {
    /// A call of `auth.register`.
    AuthRegister("auth.register") -> Registration, unkeyed
}

impl<C> AuthRegister<C> {
    /// Required. The e-mail address of the new account.
    pub fn email(self, email: impl Into<String>) -> Self {
        Self(self.0.set("email", email.into()))
    }

    /// A name for the key; `Default` by default.
    pub fn name(self, name: impl Into<String>) -> Self {
        Self(self.0.set("name", name.into()))
    }
}

operation! {
    /// A call of `billing.checkout`.
    BillingCheckout("billing.checkout") -> Checkout, unkeyed
}

impl<C> BillingCheckout<C> {
    /// Required. The plan to buy.
    pub fn plan(self, plan: impl Into<BillingCheckoutPlan>) -> Self {
        Self(self.0.set("plan", plan.into()))
    }

    /// Required. The URL that the buyer opens after paying.
    pub fn success_url(self, success_url: impl Into<String>) -> Self {
        Self(self.0.set("success_url", success_url.into()))
    }

    /// Required. The URL that the buyer opens after canceling.
    pub fn cancel_url(self, cancel_url: impl Into<String>) -> Self {
        Self(self.0.set("cancel_url", cancel_url.into()))
    }

    /// The billing period; `monthly` by default.
    pub fn billing_cycle(self, billing_cycle: impl Into<PlanDetailsBillingCycle>) -> Self {
        Self(self.0.set("billing_cycle", billing_cycle.into()))
    }

    /// A code for a discount.
    pub fn promo_code(self, promo_code: impl Into<String>) -> Self {
        Self(self.0.set("promo_code", promo_code.into()))
    }

    /// Data of your own.
    pub fn metadata(self, metadata: impl IntoIterator<Item = (impl Into<String>, impl Into<Value>)>) -> Self {
        Self(self.0.set("metadata", map(metadata)))
    }
}
