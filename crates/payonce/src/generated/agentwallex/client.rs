//! The client of AgentWallex.

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

/// Pays from the wallets of agents through AgentWallex, within their policies.
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

    /// A client with the options from the environment: `AGENTWALLEX_API_KEY`.
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

    /// Operations under `agents`.
    #[must_use]
    pub fn agents(&self) -> resources::AgentsResource<'_> {
        resources::AgentsResource { connection: &self.connection }
    }

    /// Operations under `payments`.
    #[must_use]
    pub fn payments(&self) -> resources::PaymentsResource<'_> {
        resources::PaymentsResource { connection: &self.connection }
    }

    /// Operations under `policies`.
    #[must_use]
    pub fn policies(&self) -> resources::PoliciesResource<'_> {
        resources::PoliciesResource { connection: &self.connection }
    }

    /// Operations under `webhooks`.
    #[must_use]
    pub fn webhooks(&self) -> resources::WebhooksResource<'_> {
        resources::WebhooksResource { connection: &self.connection }
    }

    /// Operations under `x402`.
    #[must_use]
    pub fn x402(&self) -> resources::X402Resource<'_> {
        resources::X402Resource { connection: &self.connection }
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

    shared_options!("If `base_url` is omitted, the environment variable `AGENTWALLEX_BASE_URL` is read.");

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
        let connection = UntypedClient::new(Provider::AgentWallex, self.options, self.listener)?;
        Ok(Client { connection })
    }
}

/// `sandbox` (the vendor's own default) or `production`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Environment {
    /// `sandbox`
    Sandbox,
    /// `production`
    Production,
}

impl Environment {
    /// The value as a string.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sandbox => "sandbox",
            Self::Production => "production",
        }
    }
}

/// The groups of operations of AgentWallex.
pub mod resources {
    use serde_json::Value;

    use crate::Error;
    use crate::Items;
    use crate::Response;
    use crate::agentwallex as api;
    use crate::connection::UntypedClient;
    use crate::options::CallOptions;

    /// Operations under `agents`.
    #[derive(Clone, Copy, Debug)]
    pub struct AgentsResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl AgentsResource<'_> {
        /// Creates an agent with a wallet of its own.
        ///
        /// `POST /agents`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
        ///
        /// Source: docs.agentwallex.com/api-reference/agents-create
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn create(
            &self,
            params: impl Into<api::AgentsCreate>,
        ) -> Result<Response<api::Agent>, Error> {
            self.create_with(params, CallOptions::new()).await
        }

        /// Like [`create`](Self::create), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn create_with(
            &self,
            params: impl Into<api::AgentsCreate>,
            options: CallOptions,
        ) -> Result<Response<api::Agent>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("agents.create", &arguments, options).await
        }

        /// Reads an agent.
        ///
        /// `GET /agents/{agent_id}`; it changes nothing, so payonce retries it after any transient failure.
        ///
        /// Source: docs.agentwallex.com/api-reference/agents-get
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn get(&self, params: impl Into<api::AgentsGet>) -> Result<Response<api::Agent>, Error> {
            self.get_with(params, CallOptions::new()).await
        }

        /// Like [`get`](Self::get), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn get_with(
            &self,
            params: impl Into<api::AgentsGet>,
            options: CallOptions,
        ) -> Result<Response<api::Agent>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("agents.get", &arguments, options).await
        }

        /// Lists the agents of the account.
        ///
        /// `GET /agents`; it changes nothing, so payonce retries it after any transient failure.
        ///
        /// Source: docs.agentwallex.com/api-reference/agents-list
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn list(
            &self,
            params: impl Into<api::AgentsList>,
        ) -> Result<Response<api::AgentPage>, Error> {
            self.list_with(params, CallOptions::new()).await
        }

        /// Like [`list`](Self::list), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn list_with(
            &self,
            params: impl Into<api::AgentsList>,
            options: CallOptions,
        ) -> Result<Response<api::AgentPage>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("agents.list", &arguments, options).await
        }

        /// The items of all pages of [`list`](Self::list), requested when they are needed.
        pub fn list_all(&self, params: impl Into<api::AgentsList>) -> Items<api::Agent> {
            Items::new(
                self.connection.clone(),
                "agents.list",
                params.into().into_values(),
                CallOptions::new(),
            )
        }

        /// Freezes an agent: its payments are refused with `agent_frozen` until it is unfrozen.
        ///
        /// `PUT /agents/{agent_id}/status`; a second request has the effect of one, so payonce retries it after any transient failure.
        ///
        /// Source: agentwallex.com/docs/api-reference
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn freeze(&self, params: impl Into<api::AgentsFreeze>) -> Result<Response<Value>, Error> {
            self.freeze_with(params, CallOptions::new()).await
        }

        /// Like [`freeze`](Self::freeze), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn freeze_with(
            &self,
            params: impl Into<api::AgentsFreeze>,
            options: CallOptions,
        ) -> Result<Response<Value>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("agents.freeze", &arguments, options).await
        }

        /// Lets a frozen agent pay again; the vendor names a cool-down of ten minutes.
        ///
        /// `PUT /agents/{agent_id}/status`; a second request has the effect of one, so payonce retries it after any transient failure.
        ///
        /// Source: agentwallex.com/docs/api-reference
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn unfreeze(
            &self,
            params: impl Into<api::AgentsUnfreeze>,
        ) -> Result<Response<Value>, Error> {
            self.unfreeze_with(params, CallOptions::new()).await
        }

        /// Like [`unfreeze`](Self::unfreeze), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn unfreeze_with(
            &self,
            params: impl Into<api::AgentsUnfreeze>,
            options: CallOptions,
        ) -> Result<Response<Value>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("agents.unfreeze", &arguments, options).await
        }

        /// Deletes an agent.
        ///
        /// `DELETE /agents/{agent_id}`; a second request has the effect of one, so payonce retries it after any transient failure.
        ///
        /// Source: agentwallex.com/docs/api-reference
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn delete(&self, params: impl Into<api::AgentsDelete>) -> Result<Response<Value>, Error> {
            self.delete_with(params, CallOptions::new()).await
        }

        /// Like [`delete`](Self::delete), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn delete_with(
            &self,
            params: impl Into<api::AgentsDelete>,
            options: CallOptions,
        ) -> Result<Response<Value>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("agents.delete", &arguments, options).await
        }
    }

    /// Operations under `payments`.
    #[derive(Clone, Copy, Debug)]
    pub struct PaymentsResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl PaymentsResource<'_> {
        /// Pays from an agent's wallet. The provider has no idempotency key, so the client appends a reference to
        /// the memo. When the response is lost, or does not prove whether the payment was made, the client reads
        /// the list of payments and looks for that reference: a payment that it finds is the result. A payment
        /// that it does not find may still have been made, since an empty list proves nothing; its outcome stays
        /// `unknown`, and the error carries the reference. The call option `reconcile` set to false leaves the
        /// search out.
        ///
        /// `POST /transactions`; payonce retries it only after a refusal, and searches for it after an unknown outcome.
        ///
        /// The result may not be final: check `succeeded()` before you ship.
        ///
        /// Source: docs.agentwallex.com/api-reference/transactions-create
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again; `reconcile` searches for
        /// it by the `reference` of the error.
        pub async fn send(
            &self,
            params: impl Into<api::PaymentsSend>,
        ) -> Result<Response<api::Transaction>, Error> {
            self.send_with(params, CallOptions::new()).await
        }

        /// Like [`send`](Self::send), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again; `reconcile` searches for
        /// it by the `reference` of the error.
        pub async fn send_with(
            &self,
            params: impl Into<api::PaymentsSend>,
            options: CallOptions,
        ) -> Result<Response<api::Transaction>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("payments.send", &arguments, options).await
        }

        /// Reads a payment.
        ///
        /// `GET /transactions/{transaction_id}`; it changes nothing, so payonce retries it after any transient failure.
        ///
        /// A failed object is returned like any other, with `failed()`: check `succeeded()` before you ship.
        ///
        /// Source: agentwallex.com/docs/api-reference
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn get(
            &self,
            params: impl Into<api::PaymentsGet>,
        ) -> Result<Response<api::Transaction>, Error> {
            self.get_with(params, CallOptions::new()).await
        }

        /// Like [`get`](Self::get), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn get_with(
            &self,
            params: impl Into<api::PaymentsGet>,
            options: CallOptions,
        ) -> Result<Response<api::Transaction>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("payments.get", &arguments, options).await
        }

        /// Lists payments.
        ///
        /// `GET /transactions`; it changes nothing, so payonce retries it after any transient failure.
        ///
        /// Source: docs.agentwallex.com/api-reference/transactions-list
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn list(
            &self,
            params: impl Into<api::PaymentsList>,
        ) -> Result<Response<api::TransactionPage>, Error> {
            self.list_with(params, CallOptions::new()).await
        }

        /// Like [`list`](Self::list), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn list_with(
            &self,
            params: impl Into<api::PaymentsList>,
            options: CallOptions,
        ) -> Result<Response<api::TransactionPage>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("payments.list", &arguments, options).await
        }

        /// The items of all pages of [`list`](Self::list), requested when they are needed.
        pub fn list_all(&self, params: impl Into<api::PaymentsList>) -> Items<api::Transaction> {
            Items::new(
                self.connection.clone(),
                "payments.list",
                params.into().into_values(),
                CallOptions::new(),
            )
        }
    }

    /// Operations under `policies`.
    #[derive(Clone, Copy, Debug)]
    pub struct PoliciesResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl PoliciesResource<'_> {
        /// Binds an agent to a policy.
        ///
        /// `POST /policies`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
        ///
        /// Source: docs.agentwallex.com/api-reference/policies-create
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn create(
            &self,
            params: impl Into<api::PoliciesCreate>,
        ) -> Result<Response<api::Policy>, Error> {
            self.create_with(params, CallOptions::new()).await
        }

        /// Like [`create`](Self::create), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn create_with(
            &self,
            params: impl Into<api::PoliciesCreate>,
            options: CallOptions,
        ) -> Result<Response<api::Policy>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("policies.create", &arguments, options).await
        }

        /// Reads a policy.
        ///
        /// `GET /policies/{policy_id}`; it changes nothing, so payonce retries it after any transient failure.
        ///
        /// Source: agentwallex.com/docs/api-reference
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn get(&self, params: impl Into<api::PoliciesGet>) -> Result<Response<api::Policy>, Error> {
            self.get_with(params, CallOptions::new()).await
        }

        /// Like [`get`](Self::get), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn get_with(
            &self,
            params: impl Into<api::PoliciesGet>,
            options: CallOptions,
        ) -> Result<Response<api::Policy>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("policies.get", &arguments, options).await
        }

        /// Lists policies.
        ///
        /// `GET /policies`; it changes nothing, so payonce retries it after any transient failure.
        ///
        /// Source: docs.agentwallex.com/api-reference/policies-list
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn list(
            &self,
            params: impl Into<api::PoliciesList>,
        ) -> Result<Response<api::PolicyPage>, Error> {
            self.list_with(params, CallOptions::new()).await
        }

        /// Like [`list`](Self::list), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn list_with(
            &self,
            params: impl Into<api::PoliciesList>,
            options: CallOptions,
        ) -> Result<Response<api::PolicyPage>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("policies.list", &arguments, options).await
        }

        /// The items of all pages of [`list`](Self::list), requested when they are needed.
        pub fn list_all(&self, params: impl Into<api::PoliciesList>) -> Items<api::Policy> {
            Items::new(
                self.connection.clone(),
                "policies.list",
                params.into().into_values(),
                CallOptions::new(),
            )
        }

        /// Replaces the rules of a policy.
        ///
        /// `PUT /policies/{policy_id}`; a second request has the effect of one, so payonce retries it after any transient failure.
        ///
        /// Source: docs.agentwallex.com/api-reference/policies-update
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn update(
            &self,
            params: impl Into<api::PoliciesUpdate>,
        ) -> Result<Response<api::Policy>, Error> {
            self.update_with(params, CallOptions::new()).await
        }

        /// Like [`update`](Self::update), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn update_with(
            &self,
            params: impl Into<api::PoliciesUpdate>,
            options: CallOptions,
        ) -> Result<Response<api::Policy>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("policies.update", &arguments, options).await
        }

        /// Deletes a policy.
        ///
        /// `DELETE /policies/{policy_id}`; a second request has the effect of one, so payonce retries it after any transient failure.
        ///
        /// Source: docs.agentwallex.com/api-reference/policies-delete
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn delete(
            &self,
            params: impl Into<api::PoliciesDelete>,
        ) -> Result<Response<api::Deleted>, Error> {
            self.delete_with(params, CallOptions::new()).await
        }

        /// Like [`delete`](Self::delete), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn delete_with(
            &self,
            params: impl Into<api::PoliciesDelete>,
            options: CallOptions,
        ) -> Result<Response<api::Deleted>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("policies.delete", &arguments, options).await
        }
    }

    /// Operations under `webhooks`.
    #[derive(Clone, Copy, Debug)]
    pub struct WebhooksResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl WebhooksResource<'_> {
        /// Registers an address for events.
        ///
        /// `POST /webhooks`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
        ///
        /// Source: docs.agentwallex.com/api-reference/webhooks-create
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn create(
            &self,
            params: impl Into<api::WebhooksCreate>,
        ) -> Result<Response<api::Webhook>, Error> {
            self.create_with(params, CallOptions::new()).await
        }

        /// Like [`create`](Self::create), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn create_with(
            &self,
            params: impl Into<api::WebhooksCreate>,
            options: CallOptions,
        ) -> Result<Response<api::Webhook>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("webhooks.create", &arguments, options).await
        }

        /// Reads a webhook.
        ///
        /// `GET /webhooks/{webhook_id}`; it changes nothing, so payonce retries it after any transient failure.
        ///
        /// Source: docs.agentwallex.com/api-reference/webhooks-get
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn get(
            &self,
            params: impl Into<api::WebhooksGet>,
        ) -> Result<Response<api::Webhook>, Error> {
            self.get_with(params, CallOptions::new()).await
        }

        /// Like [`get`](Self::get), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn get_with(
            &self,
            params: impl Into<api::WebhooksGet>,
            options: CallOptions,
        ) -> Result<Response<api::Webhook>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("webhooks.get", &arguments, options).await
        }

        /// Changes a webhook.
        ///
        /// `PUT /webhooks/{webhook_id}`; a second request has the effect of one, so payonce retries it after any transient failure.
        ///
        /// Source: docs.agentwallex.com/api-reference/webhooks-update
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn update(
            &self,
            params: impl Into<api::WebhooksUpdate>,
        ) -> Result<Response<api::Webhook>, Error> {
            self.update_with(params, CallOptions::new()).await
        }

        /// Like [`update`](Self::update), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn update_with(
            &self,
            params: impl Into<api::WebhooksUpdate>,
            options: CallOptions,
        ) -> Result<Response<api::Webhook>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("webhooks.update", &arguments, options).await
        }
    }

    /// Operations under `x402`.
    #[derive(Clone, Copy, Debug)]
    pub struct X402Resource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl X402Resource<'_> {
        /// Pays for an x402 resource.
        ///
        /// `POST /x402/pay`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
        ///
        /// The result may not be final: check `succeeded()` before you ship.
        ///
        /// Source: docs.agentwallex.com/api-reference/x402-pay
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn pay(&self, params: impl Into<api::X402Pay>) -> Result<Response<api::PayResult>, Error> {
            self.pay_with(params, CallOptions::new()).await
        }

        /// Like [`pay`](Self::pay), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn pay_with(
            &self,
            params: impl Into<api::X402Pay>,
            options: CallOptions,
        ) -> Result<Response<api::PayResult>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("x402.pay", &arguments, options).await
        }

        /// Opens an x402 session with a budget.
        ///
        /// `POST /x402/sessions`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
        ///
        /// Source: docs.agentwallex.com/api-reference/x402-sessions-create
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn create_session(
            &self,
            params: impl Into<api::X402CreateSession>,
        ) -> Result<Response<api::Session>, Error> {
            self.create_session_with(params, CallOptions::new()).await
        }

        /// Like [`create_session`](Self::create_session), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn create_session_with(
            &self,
            params: impl Into<api::X402CreateSession>,
            options: CallOptions,
        ) -> Result<Response<api::Session>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("x402.create_session", &arguments, options).await
        }

        /// Pays for an x402 resource from a session's budget.
        ///
        /// `POST /x402/sessions/{session_id}/pay`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
        ///
        /// The result may not be final: check `succeeded()` before you ship.
        ///
        /// Source: docs.agentwallex.com/api-reference/x402-sessions-pay
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn session_pay(
            &self,
            params: impl Into<api::X402SessionPay>,
        ) -> Result<Response<api::PayResult>, Error> {
            self.session_pay_with(params, CallOptions::new()).await
        }

        /// Like [`session_pay`](Self::session_pay), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn session_pay_with(
            &self,
            params: impl Into<api::X402SessionPay>,
            options: CallOptions,
        ) -> Result<Response<api::PayResult>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("x402.session_pay", &arguments, options).await
        }

        /// Ends a session and releases what is left of its budget.
        ///
        /// `DELETE /x402/sessions/{session_id}`; a second request has the effect of one, so payonce retries it after any transient failure.
        ///
        /// Source: docs.agentwallex.com/api-reference/x402-sessions-delete
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn delete_session(
            &self,
            params: impl Into<api::X402DeleteSession>,
        ) -> Result<Response<api::Deleted>, Error> {
            self.delete_session_with(params, CallOptions::new()).await
        }

        /// Like [`delete_session`](Self::delete_session), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn delete_session_with(
            &self,
            params: impl Into<api::X402DeleteSession>,
            options: CallOptions,
        ) -> Result<Response<api::Deleted>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("x402.delete_session", &arguments, options).await
        }
    }
}
