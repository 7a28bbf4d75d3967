//! The client of Move [pay] `x.

// Written by `payonce provider codegen`; change the provider file and run it again.

use super::calls;
use super::resources;
use payonce::typed::client;
use payonce::typed::closed_enum;

client! {
    /// Odd names. \[link] \<b> <https://x.test> `
    ///
    /// Clones share connections, retry budget and lookups.
    ///
    /// A method such as `client.journal_()` starts a call, setters give it arguments and options, and
    /// `.await` sends it; with a client of `build_blocking`, `.call()` does.
    Client, ClientBuilder of super::provider_file::provider(), "ProviderClient", "If `base_url` is omitted, the environment variable `ODD_NAMES_BASE_URL` is read."
}

impl Client {
    /// A client with the options from the environment: `ODD_NAMES_API_KEY`.
    ///
    /// # Errors
    /// `invalid_argument`, which names the missing or invalid option.
    pub fn from_env() -> Result<Self, payonce::Error> {
        Self::builder().build()
    }
}

impl<C: Clone> Client<C> {
    /// Operations under `move`.
    #[must_use]
    pub fn r#move(&self) -> resources::MoveResource<'_, C> {
        resources::MoveResource { connection: &self.connection }
    }

    /// (not documented by the provider)
    ///
    /// `POST /journal`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
    ///
    /// Required: `call`.
    ///
    /// The result may not be final: check `succeeded()` before you ship.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: <https://docs.acme.test/a>
    pub fn journal_(&self) -> calls::Journal<C> {
        calls::Journal::new(self.connection.clone())
    }

    /// (not documented by the provider)
    ///
    /// `POST /call`; the provider recognizes a second request by its key, so payonce retries it after any
    /// transient failure.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again with the same `id_key`; it takes
    /// effect once.
    ///
    /// Source: <https://docs.acme.test/a>
    pub fn call_(&self) -> calls::Call<C> {
        calls::Call::new(self.connection.clone())
    }

    /// (not documented by the provider)
    ///
    /// `GET /m`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: <https://docs.acme.test/a>
    pub fn move_(&self) -> calls::Move<C> {
        calls::Move::new(self.connection.clone())
    }
}

impl ClientBuilder {
    /// The API key, sent as `Authorization`; by default from the environment variable `ODD_NAMES_API_KEY`.
    pub fn api_key(mut self, api_key: impl Into<String>) -> Self {
        self.options.set("api_key", api_key.into());
        self
    }

    /// The option `environment`.
    pub fn environment(mut self, environment: EnvironmentOption) -> Self {
        self.options.set("environment", environment.as_str());
        self
    }
}

closed_enum! {
    /// The option `environment`.
    EnvironmentOption {
        Live = "live",
        SelfValue = "self",
        N1 = "+1",
        N1Value = "-1",
    }
}
