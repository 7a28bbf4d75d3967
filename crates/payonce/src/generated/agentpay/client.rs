//! The client of AgentPay.

// Written by `cargo xtask codegen` from the declarations of the core; edit those.

use super::calls;
use crate::typed::client;

client! {
    /// Charges the end users of an MCP server through AgentPay.
    ///
    /// Clones share connections, retry budget and lookups.
    ///
    /// ```
    /// use payonce::agentpay::Client;
    /// # use payonce_sandbox::{Config, ProviderId, Sandbox};
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
    /// # let sandbox = Sandbox::start(Config::default()).await?;
    /// # let simulator = sandbox.base_url(ProviderId::AgentPay);
    ///
    /// let client = Client::builder().service_token("agentpay_sandbox_service_token").base_url(simulator).build()?;
    /// let charged = client
    ///     .consume()
    ///     .api_key("agentpay_sandbox_user_key")
    ///     .amount_cents(25)
    ///     .usage_event_id("tool-call-1")
    ///     .await?;
    /// assert!(charged.value().success);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    Client, ClientBuilder of Ok(crate::Provider::AGENTPAY), "AgentPayClient", "If `base_url` is omitted, the environment variable `AGENTPAY_BASE_URL` is read."
}

impl Client {
    /// A client with the options from the environment: `AGENTPAY_SERVICE_TOKEN`.
    ///
    /// # Errors
    /// `invalid_argument`, which names the missing or invalid option.
    pub fn from_env() -> Result<Self, crate::Error> {
        Self::builder().build()
    }
}

impl<C: Clone> Client<C> {
    /// Charges an end user for one use. A refusal for lack of funds leaves the amount outstanding and
    /// suspends the key until the user tops up.
    ///
    /// `POST /v1/consume`; the provider recognizes a second request by its key, so payonce retries it after
    /// any transient failure.
    ///
    /// Required: `api_key`, `amount_cents`.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again with the same `usage_event_id`; it
    /// takes effect once.
    ///
    /// Source: docs.agentpay.me/python-sdk-reference/consume-method
    pub fn consume(&self) -> calls::Consume<C> {
        calls::Consume::new(self.connection.clone())
    }

    /// Checks whether an end user's key can be charged, without charging it.
    ///
    /// `POST /v1/validate_api_key`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agentpay.me/python-sdk-reference/validate-api-key-method
    pub fn validate_api_key(&self, api_key: impl Into<String>) -> calls::ValidateApiKey<C> {
        calls::ValidateApiKey::new(self.connection.clone()).api_key(api_key)
    }
}

impl ClientBuilder {
    /// The service token of your own server, sent as `Authorization: Bearer`; never an end user's key; by
    /// default from the environment variable `AGENTPAY_SERVICE_TOKEN`.
    pub fn service_token(mut self, service_token: impl Into<String>) -> Self {
        self.options.set("service_token", service_token.into());
        self
    }

    /// The vendor's own name for `base_url`.
    pub fn api_url(mut self, api_url: impl Into<String>) -> Self {
        self.options.set("api_url", api_url.into());
        self
    }
}
