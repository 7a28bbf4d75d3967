//! The client of AgentWallex.

// Written by `cargo xtask codegen` from the declarations of the core; edit those.

use super::resources;
use crate::typed::client;
use crate::typed::closed_enum;

client! {
    /// Pays from the wallets of agents through AgentWallex, within their policies.
    ///
    /// Clones share connections, retry budget and lookups.
    ///
    /// ```
    /// use payonce::agentwallex::Client;
    /// # use payonce_sandbox::{Config, ProviderId, Sandbox};
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
    /// # let sandbox = Sandbox::start(Config::default()).await?;
    /// # let simulator = sandbox.base_url(ProviderId::AgentWallex);
    ///
    /// let client =
    ///     Client::builder().api_key("awx_sandbox_key_that_moves_no_money").base_url(simulator).build()?;
    /// let payment = client
    ///     .payments()
    ///     .send()
    ///     .agent_id("agent_abc123")
    ///     .to("0xRecipientAddress")
    ///     .amount("50.00")
    ///     .token("USDC")
    ///     .memo("invoice 7")
    ///     .idempotency_key("invoice-7")
    ///     .await?;
    /// assert!(payment.succeeded());
    /// println!("paid as {}", payment.value().id);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    Client, ClientBuilder of Ok(crate::Provider::AGENTWALLEX), "AgentWallex", "If `base_url` is omitted, the environment variable `AGENTWALLEX_BASE_URL` is read."
}

impl Client {
    /// A client with the options from the environment: `AGENTWALLEX_API_KEY`.
    ///
    /// # Errors
    /// `invalid_argument`, which names the missing or invalid option.
    pub fn from_env() -> Result<Self, crate::Error> {
        Self::builder().build()
    }
}

impl<C> Client<C> {
    /// Operations under `agents`.
    #[must_use]
    pub fn agents(&self) -> resources::AgentsResource<'_, C> {
        resources::AgentsResource { connection: &self.connection }
    }

    /// Operations under `payments`.
    #[must_use]
    pub fn payments(&self) -> resources::PaymentsResource<'_, C> {
        resources::PaymentsResource { connection: &self.connection }
    }

    /// Operations under `policies`.
    #[must_use]
    pub fn policies(&self) -> resources::PoliciesResource<'_, C> {
        resources::PoliciesResource { connection: &self.connection }
    }

    /// Operations under `webhooks`.
    #[must_use]
    pub fn webhooks(&self) -> resources::WebhooksResource<'_, C> {
        resources::WebhooksResource { connection: &self.connection }
    }

    /// Operations under `x402`.
    #[must_use]
    pub fn x402(&self) -> resources::X402Resource<'_, C> {
        resources::X402Resource { connection: &self.connection }
    }
}

impl ClientBuilder {
    /// The API key, sent as `X-API-Key`; by default from the environment variable `AGENTWALLEX_API_KEY`.
    pub fn api_key(mut self, api_key: impl Into<String>) -> Self {
        self.options.set("api_key", api_key.into());
        self
    }

    /// `sandbox` (the vendor's own default) or `production`.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.options.set("environment", environment.as_str());
        self
    }
}

closed_enum! {
    /// `sandbox` (the vendor's own default) or `production`.
    Environment {
        Sandbox = "sandbox",
        Production = "production",
    }
}
