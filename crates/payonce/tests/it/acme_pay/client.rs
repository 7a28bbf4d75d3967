//! The client of Acme Pay.

// Written by `payonce provider codegen`; change the provider file and run it again.

use super::calls;
use super::resources;
use payonce::typed::client;

client! {
    /// Payments of a made-up provider.
    ///
    /// Clones share connections, retry budget and lookups.
    ///
    /// A method such as `client.refund()` starts a call, setters give it arguments and options, and `.await`
    /// sends it; with a client of `build_blocking`, `.call()` does.
    Client, ClientBuilder of super::provider_file::provider(), "ProviderClient", "If `base_url` is omitted, the environment variable `ACME_PAY_BASE_URL` is read."
}

impl Client {
    /// A client with the options from the environment: `ACME_PAY_API_KEY`.
    ///
    /// # Errors
    /// `invalid_argument`, which names the missing or invalid option.
    pub fn from_env() -> Result<Self, payonce::Error> {
        Self::builder().build()
    }
}

impl<C: Clone> Client<C> {
    /// Operations under `payments`.
    #[must_use]
    pub fn payments(&self) -> resources::PaymentsResource<'_, C> {
        resources::PaymentsResource { connection: &self.connection }
    }

    /// (not documented by the provider)
    ///
    /// `POST /refunds`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
    ///
    /// The result may not be final: check `succeeded()` before you ship.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: <https://docs.acme.test/refunds>
    pub fn refund(&self) -> calls::Refund<C> {
        calls::Refund::new(self.connection.clone())
    }
}

impl ClientBuilder {
    /// The API key, sent as `Authorization`; by default from the environment variable `ACME_PAY_API_KEY`.
    pub fn api_key(mut self, api_key: impl Into<String>) -> Self {
        self.options.set("api_key", api_key.into());
        self
    }
}
