//! The client of AgenticPencil.

// Written by `cargo xtask codegen` from the declarations of the core; edit those.

use super::resources;
use crate::typed::client;

client! {
    /// Keyword and content research of AgenticPencil, paid in credits.
    ///
    /// Clones share connections, retry budget and lookups.
    ///
    /// ```
    /// use payonce::agenticpencil::Client;
    /// # use payonce_sandbox::{Config, ProviderId, Sandbox};
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
    /// # let sandbox = Sandbox::start(Config::default()).await?;
    /// # let simulator = sandbox.base_url(ProviderId::AgenticPencil);
    ///
    /// let client = Client::builder().api_key("ap_sandboxscale00000000000000000000").base_url(simulator).build()?;
    /// let usage = client.usage().get().await?;
    /// println!("{:?} credits are left", usage.value().credits_remaining);
    /// let keywords = client.keywords().research().domain("example.com").topic("coffee").await?;
    /// assert_eq!(keywords.call_info().attempts, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    Client, ClientBuilder of Ok(crate::Provider::AGENTICPENCIL), "AgenticPencil", "If `base_url` is omitted, the environment variable `AGENTICPENCIL_BASE_URL` is read."
}

impl Client {
    /// A client with the options from the environment: `AGENTICPENCIL_API_KEY`.
    ///
    /// # Errors
    /// `invalid_argument`, which names the missing or invalid option.
    pub fn from_env() -> Result<Self, crate::Error> {
        Self::builder().build()
    }
}

impl<C> Client<C> {
    /// Operations under `auth`.
    #[must_use]
    pub fn auth(&self) -> resources::AuthResource<'_, C> {
        resources::AuthResource { connection: &self.connection }
    }

    /// Operations under `billing`.
    #[must_use]
    pub fn billing(&self) -> resources::BillingResource<'_, C> {
        resources::BillingResource { connection: &self.connection }
    }

    /// Operations under `content`.
    #[must_use]
    pub fn content(&self) -> resources::ContentResource<'_, C> {
        resources::ContentResource { connection: &self.connection }
    }

    /// Operations under `content_map`.
    #[must_use]
    pub fn content_map(&self) -> resources::ContentMapResource<'_, C> {
        resources::ContentMapResource { connection: &self.connection }
    }

    /// Operations under `keywords`.
    #[must_use]
    pub fn keywords(&self) -> resources::KeywordsResource<'_, C> {
        resources::KeywordsResource { connection: &self.connection }
    }

    /// Operations under `usage`.
    #[must_use]
    pub fn usage(&self) -> resources::UsageResource<'_, C> {
        resources::UsageResource { connection: &self.connection }
    }
}

impl ClientBuilder {
    /// The API key, which starts with `ap_`, sent as `Authorization: Bearer`; only `auth.register` needs
    /// none; by default from the environment variable `AGENTICPENCIL_API_KEY`.
    pub fn api_key(mut self, api_key: impl Into<String>) -> Self {
        self.options.set("api_key", api_key.into());
        self
    }
}
