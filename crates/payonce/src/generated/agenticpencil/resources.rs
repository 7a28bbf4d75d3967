//! The groups of operations of AgenticPencil.

// Written by `cargo xtask codegen` from the declarations of the core; edit those.

use super::calls;
use crate::UntypedClient;

/// Operations under `auth`.
#[derive(Clone, Copy, Debug)]
pub struct AuthResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> AuthResource<'_, C> {
    /// Opens an account with the free plan. It needs no key; the response holds the new one, which is not
    /// shown again.
    ///
    /// `POST /v1/auth/register`; payonce retries it only after a refusal, and returns an unknown outcome as
    /// an error.
    ///
    /// Required: `email`.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: docs.agenticpencil.com/api-reference/auth-register
    pub fn register(&self) -> calls::AuthRegister<C> {
        calls::AuthRegister::new(self.connection.clone())
    }
}

/// Operations under `billing`.
#[derive(Clone, Copy, Debug)]
pub struct BillingResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> BillingResource<'_, C> {
    /// Opens a page on which a person can buy a plan. Nothing is charged until that person pays.
    ///
    /// `POST /v1/billing/checkout`; payonce retries it only after a refusal, and returns an unknown outcome
    /// as an error.
    ///
    /// Required: `plan`, `success_url`, `cancel_url`.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: docs.agenticpencil.com/api-reference/billing-checkout
    pub fn checkout(&self) -> calls::BillingCheckout<C> {
        calls::BillingCheckout::new(self.connection.clone())
    }
}

/// Operations under `content`.
#[derive(Clone, Copy, Debug)]
pub struct ContentResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> ContentResource<'_, C> {
    /// Reads the pages of a site and reports what is thin and what competes with itself. It takes 15 credits,
    /// nothing when it fails, and up to a minute.
    ///
    /// `POST /v1/content/audit`; payonce retries it only after a refusal, and returns an unknown outcome as
    /// an error.
    ///
    /// Required: `domain`.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: docs.agenticpencil.com/api-reference/content-audit
    pub fn audit(&self) -> calls::ContentAuditCall<C> {
        calls::ContentAuditCall::new(self.connection.clone())
    }

    /// Recommends what to write next. It takes 15 credits as documented (10 in an older server); nothing when
    /// it fails.
    ///
    /// `POST /v1/content/recommend`; payonce retries it only after a refusal, and returns an unknown outcome
    /// as an error.
    ///
    /// Required: `domain`.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: docs.agenticpencil.com/api-reference/content-recommend
    pub fn recommend(&self) -> calls::ContentRecommend<C> {
        calls::ContentRecommend::new(self.connection.clone())
    }
}

/// Operations under `content_map`.
#[derive(Clone, Copy, Debug)]
pub struct ContentMapResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> ContentMapResource<'_, C> {
    /// Audit, rankings, gaps and recommendations in one. It takes 25 credits, nothing when it fails, and a
    /// paid plan.
    ///
    /// `POST /v1/content-map`; payonce retries it only after a refusal, and returns an unknown outcome as an
    /// error.
    ///
    /// Required: `domain`.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: docs.agenticpencil.com/api-reference/content-map
    pub fn generate(&self) -> calls::ContentMapGenerate<C> {
        calls::ContentMapGenerate::new(self.connection.clone())
    }
}

/// Operations under `keywords`.
#[derive(Clone, Copy, Debug)]
pub struct KeywordsResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> KeywordsResource<'_, C> {
    /// Finds keywords for a domain, in clusters. It takes 5 credits, also if the result comes from the cache;
    /// nothing when it fails.
    ///
    /// `POST /v1/keywords/research`; payonce retries it only after a refusal, and returns an unknown outcome
    /// as an error.
    ///
    /// Required: `domain`.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: docs.agenticpencil.com/api-reference/keywords-research
    pub fn research(&self) -> calls::KeywordsResearch<C> {
        calls::KeywordsResearch::new(self.connection.clone())
    }

    /// Finds keywords that competitors rank for and the domain does not. It takes 10 credits; nothing when it
    /// fails.
    ///
    /// `POST /v1/keywords/gaps`; payonce retries it only after a refusal, and returns an unknown outcome as
    /// an error.
    ///
    /// Required: `domain`.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: docs.agenticpencil.com/api-reference/keywords-gaps
    pub fn gaps(&self) -> calls::KeywordsGaps<C> {
        calls::KeywordsGaps::new(self.connection.clone())
    }
}

/// Operations under `usage`.
#[derive(Clone, Copy, Debug)]
pub struct UsageResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> UsageResource<'_, C> {
    /// Reads the plan, its credits and the last calls. It takes no credits.
    ///
    /// `GET /v1/usage`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agenticpencil.com/api-reference/usage
    pub fn get(&self) -> calls::UsageGet<C> {
        calls::UsageGet::new(self.connection.clone())
    }
}
