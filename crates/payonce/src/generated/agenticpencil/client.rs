//! The client of AgenticPencil.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.

use std::sync::Arc;

use payonce_core::{ErrorPayload, Provider};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::Error;
use crate::Event;
use crate::Response;
use crate::connection::UntypedClient;
use crate::engine::{Listener, ListenerAnswer};
use crate::options::CallOptions;
use crate::options::{ClientOptions, shared_options};

/// Keyword and content research of AgenticPencil, paid in credits.
///
/// Clones share connections, retry budget and lookups.
#[derive(Clone, Debug)]
pub struct Client {
    connection: UntypedClient,
}

impl Client {
    /// Starts to build a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// A client with the options from the environment: `AGENTICPENCIL_API_KEY`.
    ///
    /// # Errors
    /// `invalid_argument`, which names the missing or invalid option.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// Calls an operation by its name, with its arguments as JSON. The names of the REST API are accepted too.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error).
    pub async fn call(
        &self,
        operation: &str,
        arguments: &Map<String, Value>,
        options: CallOptions,
    ) -> Result<Response<Value>, Error> {
        self.connection.call(operation, arguments, options).await
    }

    /// Searches for the result of an earlier call with an unknown outcome, also of another process, by its reference.
    /// It only reads. It returns what that call would have returned.
    ///
    /// # Errors
    /// The same error again, still with an unknown outcome, if the provider does not list it; `invalid_argument` if the
    /// error has no reference or its operation cannot be searched for; the error of a failed search.
    pub async fn reconcile<T: DeserializeOwned>(
        &self,
        unsettled: &ErrorPayload,
    ) -> Result<Response<T>, Error> {
        self.connection.reconcile(unsettled, CallOptions::new()).await
    }

    /// Operations under `auth`.
    #[must_use]
    pub fn auth(&self) -> resources::AuthResource<'_> {
        resources::AuthResource { connection: &self.connection }
    }

    /// Operations under `billing`.
    #[must_use]
    pub fn billing(&self) -> resources::BillingResource<'_> {
        resources::BillingResource { connection: &self.connection }
    }

    /// Operations under `content`.
    #[must_use]
    pub fn content(&self) -> resources::ContentResource<'_> {
        resources::ContentResource { connection: &self.connection }
    }

    /// Operations under `content_map`.
    #[must_use]
    pub fn content_map(&self) -> resources::ContentMapResource<'_> {
        resources::ContentMapResource { connection: &self.connection }
    }

    /// Operations under `keywords`.
    #[must_use]
    pub fn keywords(&self) -> resources::KeywordsResource<'_> {
        resources::KeywordsResource { connection: &self.connection }
    }

    /// Operations under `usage`.
    #[must_use]
    pub fn usage(&self) -> resources::UsageResource<'_> {
        resources::UsageResource { connection: &self.connection }
    }
}

/// The options of a [`Client`].
#[derive(Clone, Default)]
#[must_use]
pub struct ClientBuilder {
    options: ClientOptions,
    listener: Option<Arc<dyn Listener>>,
}

impl std::fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The settings hold keys.
        f.debug_struct("ClientBuilder").finish_non_exhaustive()
    }
}

impl ClientBuilder {
    /// The API key, which starts with `ap_`, sent as `Authorization: Bearer`; only `auth.register` needs
    /// none; by default from the environment variable `AGENTICPENCIL_API_KEY`.
    pub fn api_key(mut self, api_key: impl Into<String>) -> Self {
        self.options.set("api_key", api_key.into());
        self
    }

    shared_options!("If `base_url` is omitted, the environment variable `AGENTICPENCIL_BASE_URL` is read.");

    /// Called and awaited for each event of each call, so that a reference can be stored before money moves.
    /// Return `()` or a `Result`: an error at `about_to_send` ends the call before the first byte. The deadline of
    /// the call limits the listener.
    pub fn on_event<F, Fut>(mut self, listener: F) -> Self
    where
        F: Fn(Event) -> Fut + Send + Sync + 'static,
        Fut: Future<Output: ListenerAnswer> + Send + 'static,
    {
        self.listener = Some(Arc::new(crate::connection::Hearing(listener)));
        self
    }

    /// Checks the options. The first call opens the connection.
    ///
    /// # Errors
    /// `invalid_argument`, which names the missing or invalid option.
    pub fn build(self) -> Result<Client, Error> {
        let connection = UntypedClient::new(Provider::AgenticPencil, self.options, self.listener)?;
        Ok(Client { connection })
    }
}

/// The groups of operations of AgenticPencil.
pub mod resources {
    use serde_json::Map;

    use crate::Error;
    use crate::Response;
    use crate::agenticpencil as api;
    use crate::connection::UntypedClient;
    use crate::options::CallOptions;

    /// Operations under `auth`.
    #[derive(Clone, Copy, Debug)]
    pub struct AuthResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl AuthResource<'_> {
        /// Opens an account with the free plan. It needs no key; the answer holds the new one, which is not shown
        /// again.
        ///
        /// `POST /v1/auth/register`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
        ///
        /// Source: docs.agenticpencil.com/api-reference/auth-register
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn register(
            &self,
            params: impl Into<api::AuthRegister>,
        ) -> Result<Response<api::Registration>, Error> {
            self.register_with(params, CallOptions::new()).await
        }

        /// Like [`register`](Self::register), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn register_with(
            &self,
            params: impl Into<api::AuthRegister>,
            options: CallOptions,
        ) -> Result<Response<api::Registration>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("auth.register", &arguments, options).await
        }
    }

    /// Operations under `billing`.
    #[derive(Clone, Copy, Debug)]
    pub struct BillingResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl BillingResource<'_> {
        /// Opens a page on which a person can buy a plan. Nothing is charged until that person pays.
        ///
        /// `POST /v1/billing/checkout`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
        ///
        /// Source: docs.agenticpencil.com/api-reference/billing-checkout
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn checkout(
            &self,
            params: impl Into<api::BillingCheckout>,
        ) -> Result<Response<api::Checkout>, Error> {
            self.checkout_with(params, CallOptions::new()).await
        }

        /// Like [`checkout`](Self::checkout), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn checkout_with(
            &self,
            params: impl Into<api::BillingCheckout>,
            options: CallOptions,
        ) -> Result<Response<api::Checkout>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("billing.checkout", &arguments, options).await
        }
    }

    /// Operations under `content`.
    #[derive(Clone, Copy, Debug)]
    pub struct ContentResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl ContentResource<'_> {
        /// Reads the pages of a site and reports what is thin and what competes with itself. It takes 15 credits,
        /// nothing when it fails, and up to a minute.
        ///
        /// `POST /v1/content/audit`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
        ///
        /// Source: docs.agenticpencil.com/api-reference/content-audit
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn audit(
            &self,
            params: impl Into<api::ContentAuditParams>,
        ) -> Result<Response<api::ContentAudit>, Error> {
            self.audit_with(params, CallOptions::new()).await
        }

        /// Like [`audit`](Self::audit), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn audit_with(
            &self,
            params: impl Into<api::ContentAuditParams>,
            options: CallOptions,
        ) -> Result<Response<api::ContentAudit>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("content.audit", &arguments, options).await
        }

        /// Recommends what to write next. It takes 15 credits as documented (10 in an older server); nothing when
        /// it fails.
        ///
        /// `POST /v1/content/recommend`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
        ///
        /// Source: docs.agenticpencil.com/api-reference/content-recommend
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn recommend(
            &self,
            params: impl Into<api::ContentRecommend>,
        ) -> Result<Response<api::ContentPlan>, Error> {
            self.recommend_with(params, CallOptions::new()).await
        }

        /// Like [`recommend`](Self::recommend), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn recommend_with(
            &self,
            params: impl Into<api::ContentRecommend>,
            options: CallOptions,
        ) -> Result<Response<api::ContentPlan>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("content.recommend", &arguments, options).await
        }
    }

    /// Operations under `content_map`.
    #[derive(Clone, Copy, Debug)]
    pub struct ContentMapResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl ContentMapResource<'_> {
        /// Audit, rankings, gaps and recommendations in one. It takes 25 credits, nothing when it fails, and a
        /// paid plan.
        ///
        /// `POST /v1/content-map`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
        ///
        /// Source: docs.agenticpencil.com/api-reference/content-map
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn generate(
            &self,
            params: impl Into<api::ContentMapGenerate>,
        ) -> Result<Response<api::ContentMap>, Error> {
            self.generate_with(params, CallOptions::new()).await
        }

        /// Like [`generate`](Self::generate), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn generate_with(
            &self,
            params: impl Into<api::ContentMapGenerate>,
            options: CallOptions,
        ) -> Result<Response<api::ContentMap>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("content_map.generate", &arguments, options).await
        }
    }

    /// Operations under `keywords`.
    #[derive(Clone, Copy, Debug)]
    pub struct KeywordsResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl KeywordsResource<'_> {
        /// Finds keywords for a domain, in clusters. It takes 5 credits, also when it is answered from the cache;
        /// nothing when it fails.
        ///
        /// `POST /v1/keywords/research`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
        ///
        /// Source: docs.agenticpencil.com/api-reference/keywords-research
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn research(
            &self,
            params: impl Into<api::KeywordsResearch>,
        ) -> Result<Response<api::KeywordResearch>, Error> {
            self.research_with(params, CallOptions::new()).await
        }

        /// Like [`research`](Self::research), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn research_with(
            &self,
            params: impl Into<api::KeywordsResearch>,
            options: CallOptions,
        ) -> Result<Response<api::KeywordResearch>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("keywords.research", &arguments, options).await
        }

        /// Finds keywords that competitors rank for and the domain does not. It takes 10 credits; nothing when it
        /// fails.
        ///
        /// `POST /v1/keywords/gaps`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
        ///
        /// Source: docs.agenticpencil.com/api-reference/keywords-gaps
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn gaps(
            &self,
            params: impl Into<api::KeywordsGaps>,
        ) -> Result<Response<api::KeywordGaps>, Error> {
            self.gaps_with(params, CallOptions::new()).await
        }

        /// Like [`gaps`](Self::gaps), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn gaps_with(
            &self,
            params: impl Into<api::KeywordsGaps>,
            options: CallOptions,
        ) -> Result<Response<api::KeywordGaps>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("keywords.gaps", &arguments, options).await
        }
    }

    /// Operations under `usage`.
    #[derive(Clone, Copy, Debug)]
    pub struct UsageResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl UsageResource<'_> {
        /// Reads the plan, its credits and the last calls. It takes no credits.
        ///
        /// `GET /v1/usage`; it changes nothing, so payonce retries it after any transient failure.
        ///
        /// Source: docs.agenticpencil.com/api-reference/usage
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn get(&self) -> Result<Response<api::Usage>, Error> {
            self.get_with(CallOptions::new()).await
        }

        /// Like [`get`](Self::get), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn get_with(&self, options: CallOptions) -> Result<Response<api::Usage>, Error> {
            let arguments = Map::new();
            self.connection.call("usage.get", &arguments, options).await
        }
    }
}
