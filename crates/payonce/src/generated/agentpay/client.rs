//! The client of AgentPay.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.

use std::sync::Arc;

use payonce_core::{ErrorPayload, Provider};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::Error;
use crate::Event;
use crate::Response;
use crate::agentpay as api;
use crate::connection::UntypedClient;
use crate::engine::{Listener, ListenerAnswer};
use crate::options::CallOptions;
use crate::options::{ClientOptions, shared_options};

/// Charges the end users of an MCP server through AgentPay.
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

    /// A client with the options from the environment: `AGENTPAY_SERVICE_TOKEN`.
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

    /// Charges an end user for one use. A refusal for lack of funds leaves the amount outstanding and
    /// suspends the key until the user tops up.
    ///
    /// `POST /v1/consume`; the provider recognizes a second request by its key, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agentpay.me/python-sdk-reference/consume-method
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    /// With the outcome `unknown`: It may have taken effect: call it again with the same `usage_event_id`; it
    /// takes effect once.
    pub async fn consume(
        &self,
        params: impl Into<api::Consume>,
    ) -> Result<Response<api::ConsumptionResult>, Error> {
        self.consume_with(params, CallOptions::new()).await
    }

    /// Like [`consume`](Self::consume), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    /// With the outcome `unknown`: It may have taken effect: call it again with the same `usage_event_id`; it
    /// takes effect once.
    pub async fn consume_with(
        &self,
        params: impl Into<api::Consume>,
        options: CallOptions,
    ) -> Result<Response<api::ConsumptionResult>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("consume", &arguments, options).await
    }

    /// Asks whether an end user's key may be charged, without charging it.
    ///
    /// `POST /v1/validate_api_key`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agentpay.me/python-sdk-reference/validate-api-key-method
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn validate_api_key(
        &self,
        params: impl Into<api::ValidateApiKey>,
    ) -> Result<Response<api::ValidationResult>, Error> {
        self.validate_api_key_with(params, CallOptions::new()).await
    }

    /// Like [`validate_api_key`](Self::validate_api_key), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn validate_api_key_with(
        &self,
        params: impl Into<api::ValidateApiKey>,
        options: CallOptions,
    ) -> Result<Response<api::ValidationResult>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("validate_api_key", &arguments, options).await
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

    shared_options!("If `base_url` is omitted, the environment variable `AGENTPAY_BASE_URL` is read.");

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
        let connection = UntypedClient::new(Provider::AgentPay, self.options, self.listener)?;
        Ok(Client { connection })
    }
}
