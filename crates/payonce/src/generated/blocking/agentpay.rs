//! The blocking client of AgentPay.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.

use std::sync::Arc;

use payonce_core::{Payload, Provider};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::Error;
use crate::Notice;
use crate::agentpay as api;
use crate::blocking::Connection;
use crate::blocking::Reply;
use crate::engine::{Listener, ListenerAnswer};
use crate::options::CallOptions;
use crate::options::{ClientOptions, shared_options};

/// Charges the end users of an MCP server through AgentPay.
///
/// Clones share the connections, the retry budget and what was looked up. Each call blocks until its end.
#[derive(Clone, Debug)]
pub struct Client {
    connection: Connection,
}

impl Client {
    /// Begins a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// A client with the settings of the environment: `AGENTPAY_SERVICE_TOKEN`.
    ///
    /// # Errors
    /// `invalid_argument`, naming the option that is missing or wrong.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// Calls an operation by its name, with its arguments as JSON, under the names of the REST API too.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error).
    pub fn call(
        &self,
        operation: &str,
        arguments: &Map<String, Value>,
        options: CallOptions,
    ) -> Result<Reply<Value>, Error> {
        self.connection.call(operation, arguments, options)
    }

    /// Settles an earlier call whose outcome is unknown, perhaps of another process: looks for its reference at the
    /// provider and sends nothing that changes anything. What it finds is what that call would have brought.
    ///
    /// # Errors
    /// The same error again, still with an unknown outcome, when the provider shows nothing; `invalid_argument` when
    /// the error has no reference, or its operation cannot be looked for; and what the looking fails with.
    pub fn reconcile<T: DeserializeOwned>(&self, unsettled: &Payload) -> Result<Reply<T>, Error> {
        self.connection.reconcile(unsettled, CallOptions::new())
    }

    /// Charges an end user for one use. A refusal for lack of funds leaves the amount outstanding and
    /// suspends the key until the user tops up.
    ///
    /// `POST /v1/consume`; the provider recognises a repetition by its key, so that it is repeated after any passing failure.
    ///
    /// Source: docs.agentpay.me/python-sdk-reference/consume-method
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` says whether it took effect.
    /// With the outcome `unknown`: It may have taken effect: call it again with the same `usage_event_id`, by
    /// which the provider recognises the repetition.
    pub fn consume(&self, params: impl Into<api::Consume>) -> Result<Reply<api::ConsumptionResult>, Error> {
        self.consume_with(params, CallOptions::new())
    }

    /// Like [`consume`](Self::consume), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` says whether it took effect.
    /// With the outcome `unknown`: It may have taken effect: call it again with the same `usage_event_id`, by
    /// which the provider recognises the repetition.
    pub fn consume_with(
        &self,
        params: impl Into<api::Consume>,
        options: CallOptions,
    ) -> Result<Reply<api::ConsumptionResult>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("consume", &arguments, options)
    }

    /// Asks whether an end user's key may be charged, without charging it.
    ///
    /// `POST /v1/validate_api_key`; it changes nothing, so that it is repeated after any passing failure.
    ///
    /// Source: docs.agentpay.me/python-sdk-reference/validate-api-key-method
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` says whether it took effect.
    pub fn validate_api_key(
        &self,
        params: impl Into<api::ValidateApiKey>,
    ) -> Result<Reply<api::ValidationResult>, Error> {
        self.validate_api_key_with(params, CallOptions::new())
    }

    /// Like [`validate_api_key`](Self::validate_api_key), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` says whether it took effect.
    pub fn validate_api_key_with(
        &self,
        params: impl Into<api::ValidateApiKey>,
        options: CallOptions,
    ) -> Result<Reply<api::ValidationResult>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("validate_api_key", &arguments, options)
    }
}

/// The settings of a [`Client`].
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
    /// default what the environment says under `AGENTPAY_SERVICE_TOKEN`.
    pub fn service_token(mut self, service_token: impl Into<String>) -> Self {
        self.options.set("service_token", service_token.into());
        self
    }

    /// The vendor's own name for `base_url`.
    pub fn api_url(mut self, api_url: impl Into<String>) -> Self {
        self.options.set("api_url", api_url.into());
        self
    }

    shared_options!("Where `base_url` is left out, the environment variable `AGENTPAY_BASE_URL` is read.");

    /// Called for each event of each call. The call goes on when the listener returns, so that a reference can be
    /// written down before money moves. Answer `()` or a `Result`: an error at `about_to_send` ends the call before
    /// the first byte. The deadline of the call bounds the listener.
    pub fn on_event<F, A>(mut self, listener: F) -> Self
    where
        F: Fn(Notice) -> A + Send + Sync + 'static,
        A: ListenerAnswer + 'static,
    {
        self.listener = Some(Arc::new(crate::connection::HearingBlocked(Arc::new(listener))));
        self
    }

    /// Checks the settings. No connection is opened yet.
    ///
    /// # Errors
    /// `invalid_argument`, naming the option that is missing or wrong.
    pub fn build(self) -> Result<Client, Error> {
        let connection = Connection::new(Provider::AgentPay, self.options, self.listener)?;
        Ok(Client { connection })
    }
}
