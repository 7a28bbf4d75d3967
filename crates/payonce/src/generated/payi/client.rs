//! The client of Pay-i.

// Written by `cargo xtask codegen` from the declarations of the core; edit those.

use super::resources;
use crate::typed::client;

client! {
    /// Limits and accounting for model calls through Pay-i. As Pay-i's own package does, it also takes its
    /// base URL from the environment, `PAYI_BASE_URL`, and header fields for every request,
    /// `PAYI_CUSTOM_HEADERS`: a `Name: value` a line.
    ///
    /// Clones share connections, retry budget and lookups.
    ///
    /// ```
    /// use payonce::payi::Client;
    /// # use payonce_sandbox::{Config, ProviderId, Sandbox};
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
    /// # let sandbox = Sandbox::start(Config::default()).await?;
    /// # let simulator = sandbox.base_url(ProviderId::Payi);
    ///
    /// let client = Client::builder().api_key("payi_sandbox_key").base_url(simulator).build()?;
    /// client.limits().create().limit_name("team").max("12.50").limit_id("limit_team").await?;
    /// let mut limits = client.limits().list().items();
    /// while let Some(limit) = limits.next().await? {
    ///     println!("{} {:?}", limit.limit_id, limit.max);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    Client, ClientBuilder of Ok(crate::Provider::PAYI), "Payi", "If `base_url` is omitted, the environment variable `PAYI_BASE_URL` is read."
}

impl Client {
    /// A client with the options from the environment: `PAYI_API_KEY`.
    ///
    /// # Errors
    /// `invalid_argument`, which names the missing or invalid option.
    pub fn from_env() -> Result<Self, crate::Error> {
        Self::builder().build()
    }
}

impl<C> Client<C> {
    /// Operations under `categories`.
    #[must_use]
    pub fn categories(&self) -> resources::CategoriesResource<'_, C> {
        resources::CategoriesResource { connection: &self.connection }
    }

    /// Operations under `ingest`.
    #[must_use]
    pub fn ingest(&self) -> resources::IngestResource<'_, C> {
        resources::IngestResource { connection: &self.connection }
    }

    /// Operations under `limits`.
    #[must_use]
    pub fn limits(&self) -> resources::LimitsResource<'_, C> {
        resources::LimitsResource { connection: &self.connection }
    }

    /// Operations under `reports`.
    #[must_use]
    pub fn reports(&self) -> resources::ReportsResource<'_, C> {
        resources::ReportsResource { connection: &self.connection }
    }

    /// Operations under `requests`.
    #[must_use]
    pub fn requests(&self) -> resources::RequestsResource<'_, C> {
        resources::RequestsResource { connection: &self.connection }
    }

    /// Operations under `use_cases`.
    #[must_use]
    pub fn use_cases(&self) -> resources::UseCasesResource<'_, C> {
        resources::UseCasesResource { connection: &self.connection }
    }
}

impl ClientBuilder {
    /// The API key, sent as `xProxy-api-key`; by default from the environment variable `PAYI_API_KEY`.
    pub fn api_key(mut self, api_key: impl Into<String>) -> Self {
        self.options.set("api_key", api_key.into());
        self
    }
}
