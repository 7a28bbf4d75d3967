//! The client of AgentTech Pay.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.

use std::sync::Arc;

use payonce_core::{ErrorPayload, Provider};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::Error;
use crate::Event;
use crate::Items;
use crate::Response;
use crate::agenttech as api;
use crate::connection::UntypedClient;
use crate::engine::{Listener, ListenerAnswer};
use crate::options::CallOptions;
use crate::options::{ClientOptions, shared_options};

/// Creates payment intents of AgentTech Pay and pays them from the agent's own wallet.
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

    /// A client with the options from the environment: `AGENTTECH_API_KEY`, `CROSS402_API_KEY`,
    /// `AGENTTECH_SECRET_KEY`, `CROSS402_SECRET_KEY`.
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

    /// Creates a payment intent. No money moves before it is executed, and it lapses after ten minutes, so
    /// that a second one does no harm.
    ///
    /// `POST /v2/intents`; a second request has the effect of one, so payonce retries it after any transient failure.
    ///
    /// The result may not be final: check `succeeded()` before you ship.
    ///
    /// Source: docs.agent.tech/cross402/api/intents
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    pub async fn create_intent(
        &self,
        params: impl Into<api::CreateIntent>,
    ) -> Result<Response<api::CreatedIntent>, Error> {
        self.create_intent_with(params, CallOptions::new()).await
    }

    /// Like [`create_intent`](Self::create_intent), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    pub async fn create_intent_with(
        &self,
        params: impl Into<api::CreateIntent>,
        options: CallOptions,
    ) -> Result<Response<api::CreatedIntent>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("create_intent", &arguments, options).await
    }

    /// Pays an intent from the agent's own wallet. The intent's id is the key: however often it is sent, it
    /// is paid once. It is final when its state is `TARGET_SETTLED`.
    ///
    /// `POST /v2/intents/{intent_id}/execute`; a second request has the effect of one, so payonce retries it after any transient failure.
    ///
    /// The result may not be final: check `succeeded()` before you ship.
    ///
    /// Source: docs.agent.tech/cross402/api/intents
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    pub async fn execute_intent(
        &self,
        params: impl Into<api::ExecuteIntent>,
    ) -> Result<Response<api::Intent>, Error> {
        self.execute_intent_with(params, CallOptions::new()).await
    }

    /// Like [`execute_intent`](Self::execute_intent), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    pub async fn execute_intent_with(
        &self,
        params: impl Into<api::ExecuteIntent>,
        options: CallOptions,
    ) -> Result<Response<api::Intent>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("execute_intent", &arguments, options).await
    }

    /// Only for a client without keys; one with keys uses `execute_intent`.
    ///
    /// `POST /api/intents/{intent_id}`; a second request has the effect of one, so payonce retries it after any transient failure.
    ///
    /// The result may not be final: check `succeeded()` before you ship.
    ///
    /// Source: docs.agent.tech/cross402/api/intents
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    pub async fn submit_proof(
        &self,
        params: impl Into<api::SubmitProof>,
    ) -> Result<Response<api::Intent>, Error> {
        self.submit_proof_with(params, CallOptions::new()).await
    }

    /// Like [`submit_proof`](Self::submit_proof), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    pub async fn submit_proof_with(
        &self,
        params: impl Into<api::SubmitProof>,
        options: CallOptions,
    ) -> Result<Response<api::Intent>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("submit_proof", &arguments, options).await
    }

    /// Reads an intent of this agent with both sides of its payment.
    ///
    /// `GET /v2/intents`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// A failed object is returned like any other, with `failed()`: check `succeeded()` before you ship.
    ///
    /// Source: docs.agent.tech/cross402/guides/payment-polling
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_intent(
        &self,
        params: impl Into<api::GetIntent>,
    ) -> Result<Response<api::IntentDetails>, Error> {
        self.get_intent_with(params, CallOptions::new()).await
    }

    /// Like [`get_intent`](Self::get_intent), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_intent_with(
        &self,
        params: impl Into<api::GetIntent>,
        options: CallOptions,
    ) -> Result<Response<api::IntentDetails>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("get_intent", &arguments, options).await
    }

    /// Lists the intents of this agent, the newest first.
    ///
    /// `GET /v2/intents/list`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/api/intents
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn list_intents(
        &self,
        params: impl Into<api::ListIntents>,
    ) -> Result<Response<api::IntentPage>, Error> {
        self.list_intents_with(params, CallOptions::new()).await
    }

    /// Like [`list_intents`](Self::list_intents), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn list_intents_with(
        &self,
        params: impl Into<api::ListIntents>,
        options: CallOptions,
    ) -> Result<Response<api::IntentPage>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("list_intents", &arguments, options).await
    }

    /// The items of all pages of [`list_intents`](Self::list_intents), requested when they are needed.
    pub fn list_intents_all(&self, params: impl Into<api::ListIntents>) -> Items<api::IntentDetails> {
        Items::new(self.connection.clone(), "list_intents", params.into().into_values(), CallOptions::new())
    }

    /// Reads the agent that the keys belong to, with its wallets.
    ///
    /// `GET /v2/me`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/api/agents
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_me(&self) -> Result<Response<api::AgentProfile>, Error> {
        self.get_me_with(CallOptions::new()).await
    }

    /// Like [`get_me`](Self::get_me), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_me_with(&self, options: CallOptions) -> Result<Response<api::AgentProfile>, Error> {
        let arguments = Map::new();
        self.connection.call("get_me", &arguments, options).await
    }

    /// Lists the chains that payments can come from and go to, with their valid names.
    ///
    /// `GET /api/chains`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/supported-networks
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn list_supported_chains(&self) -> Result<Response<api::SupportedChains>, Error> {
        self.list_supported_chains_with(CallOptions::new()).await
    }

    /// Like [`list_supported_chains`](Self::list_supported_chains), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn list_supported_chains_with(
        &self,
        options: CallOptions,
    ) -> Result<Response<api::SupportedChains>, Error> {
        let arguments = Map::new();
        self.connection.call("list_supported_chains", &arguments, options).await
    }

    /// Asks what a swap costs and brings; with an address also for the transaction to sign.
    ///
    /// `GET /api/swap/quote`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_swap_quote(
        &self,
        params: impl Into<api::GetSwapQuote>,
    ) -> Result<Response<api::SwapQuote>, Error> {
        self.get_swap_quote_with(params, CallOptions::new()).await
    }

    /// Like [`get_swap_quote`](Self::get_swap_quote), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_swap_quote_with(
        &self,
        params: impl Into<api::GetSwapQuote>,
        options: CallOptions,
    ) -> Result<Response<api::SwapQuote>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("get_swap_quote", &arguments, options).await
    }

    /// Registers a swap whose transaction was sent, so that it can be followed.
    ///
    /// `POST /api/swap/intents`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
    ///
    /// The result may not be final: check `succeeded()` before you ship.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    pub async fn register_swap_intent(
        &self,
        params: impl Into<api::RegisterSwapIntent>,
    ) -> Result<Response<api::SwapIntent>, Error> {
        self.register_swap_intent_with(params, CallOptions::new()).await
    }

    /// Like [`register_swap_intent`](Self::register_swap_intent), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    pub async fn register_swap_intent_with(
        &self,
        params: impl Into<api::RegisterSwapIntent>,
        options: CallOptions,
    ) -> Result<Response<api::SwapIntent>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("register_swap_intent", &arguments, options).await
    }

    /// Lists the tokens that can be swapped, as LI.FI writes them.
    ///
    /// `GET /api/swap/tokens`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_swap_tokens(
        &self,
        params: impl Into<api::GetSwapTokens>,
    ) -> Result<Response<Value>, Error> {
        self.get_swap_tokens_with(params, CallOptions::new()).await
    }

    /// Like [`get_swap_tokens`](Self::get_swap_tokens), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_swap_tokens_with(
        &self,
        params: impl Into<api::GetSwapTokens>,
        options: CallOptions,
    ) -> Result<Response<Value>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("get_swap_tokens", &arguments, options).await
    }

    /// Lists the chains that swaps work on, as LI.FI writes them.
    ///
    /// `GET /api/swap/chains`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_swap_chains(
        &self,
        params: impl Into<api::GetSwapChains>,
    ) -> Result<Response<Value>, Error> {
        self.get_swap_chains_with(params, CallOptions::new()).await
    }

    /// Like [`get_swap_chains`](Self::get_swap_chains), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_swap_chains_with(
        &self,
        params: impl Into<api::GetSwapChains>,
        options: CallOptions,
    ) -> Result<Response<Value>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("get_swap_chains", &arguments, options).await
    }

    /// Lists what can be swapped for what, as LI.FI writes it.
    ///
    /// `GET /api/swap/connections`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_swap_connections(
        &self,
        params: impl Into<api::GetSwapConnections>,
    ) -> Result<Response<Value>, Error> {
        self.get_swap_connections_with(params, CallOptions::new()).await
    }

    /// Like [`get_swap_connections`](Self::get_swap_connections), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_swap_connections_with(
        &self,
        params: impl Into<api::GetSwapConnections>,
        options: CallOptions,
    ) -> Result<Response<Value>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("get_swap_connections", &arguments, options).await
    }

    /// Swaps from the agent's own wallet. There is no key, so that after an answer that was lost it is not
    /// sent again.
    ///
    /// `POST /v2/swap/execute`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    pub async fn execute_swap(
        &self,
        params: impl Into<api::ExecuteSwap>,
    ) -> Result<Response<api::SwapResult>, Error> {
        self.execute_swap_with(params, CallOptions::new()).await
    }

    /// Like [`execute_swap`](Self::execute_swap), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    pub async fn execute_swap_with(
        &self,
        params: impl Into<api::ExecuteSwap>,
        options: CallOptions,
    ) -> Result<Response<api::SwapResult>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("execute_swap", &arguments, options).await
    }

    /// Asks whether the token has to be approved before an EVM swap, and for the transaction that does it.
    ///
    /// `GET /api/swap/approval`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_swap_approval(
        &self,
        params: impl Into<api::GetSwapApproval>,
    ) -> Result<Response<api::SwapApproval>, Error> {
        self.get_swap_approval_with(params, CallOptions::new()).await
    }

    /// Like [`get_swap_approval`](Self::get_swap_approval), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_swap_approval_with(
        &self,
        params: impl Into<api::GetSwapApproval>,
        options: CallOptions,
    ) -> Result<Response<api::SwapApproval>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("get_swap_approval", &arguments, options).await
    }

    /// Asks how far a swap got. 404 until the bridge has heard of it.
    ///
    /// `GET /api/swap/status`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_swap_status(
        &self,
        params: impl Into<api::GetSwapStatus>,
    ) -> Result<Response<api::SwapStatus>, Error> {
        self.get_swap_status_with(params, CallOptions::new()).await
    }

    /// Like [`get_swap_status`](Self::get_swap_status), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_swap_status_with(
        &self,
        params: impl Into<api::GetSwapStatus>,
        options: CallOptions,
    ) -> Result<Response<api::SwapStatus>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("get_swap_status", &arguments, options).await
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
    /// The API key; with the secret key it is sent as `Authorization: Bearer`; leave both out for the public
    /// operations; by default from the environment variable `AGENTTECH_API_KEY` or `CROSS402_API_KEY`.
    pub fn api_key(mut self, api_key: impl Into<String>) -> Self {
        self.options.set("api_key", api_key.into());
        self
    }

    /// The secret key that belongs to the API key; by default from the environment variable
    /// `AGENTTECH_SECRET_KEY` or `CROSS402_SECRET_KEY`.
    pub fn secret_key(mut self, secret_key: impl Into<String>) -> Self {
        self.options.set("secret_key", secret_key.into());
        self
    }

    shared_options!("If `base_url` is omitted, the environment variable `AGENTTECH_BASE_URL` is read.");

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
        let connection = UntypedClient::new(Provider::AgentTech, self.options, self.listener)?;
        Ok(Client { connection })
    }
}

/// The part of AgentTech Pay that needs no keys: the payer pays an intent with a wallet of their own.
///
/// Clones share connections, retry budget and lookups.
#[derive(Clone, Debug)]
pub struct PublicClient {
    connection: UntypedClient,
}

impl PublicClient {
    /// Starts to build a client.
    pub fn builder() -> PublicClientBuilder {
        PublicClientBuilder::default()
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

    /// Lists the chains that payments can come from and go to, with their valid names.
    ///
    /// `GET /api/chains`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/supported-networks
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn list_supported_chains(&self) -> Result<Response<api::SupportedChains>, Error> {
        self.list_supported_chains_with(CallOptions::new()).await
    }

    /// Like [`list_supported_chains`](Self::list_supported_chains), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn list_supported_chains_with(
        &self,
        options: CallOptions,
    ) -> Result<Response<api::SupportedChains>, Error> {
        let arguments = Map::new();
        self.connection.call("list_supported_chains", &arguments, options).await
    }

    /// Asks what a swap costs and brings; with an address also for the transaction to sign.
    ///
    /// `GET /api/swap/quote`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_swap_quote(
        &self,
        params: impl Into<api::GetSwapQuote>,
    ) -> Result<Response<api::SwapQuote>, Error> {
        self.get_swap_quote_with(params, CallOptions::new()).await
    }

    /// Like [`get_swap_quote`](Self::get_swap_quote), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_swap_quote_with(
        &self,
        params: impl Into<api::GetSwapQuote>,
        options: CallOptions,
    ) -> Result<Response<api::SwapQuote>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("get_swap_quote", &arguments, options).await
    }

    /// Registers a swap whose transaction was sent, so that it can be followed.
    ///
    /// `POST /api/swap/intents`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
    ///
    /// The result may not be final: check `succeeded()` before you ship.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    pub async fn register_swap_intent(
        &self,
        params: impl Into<api::RegisterSwapIntent>,
    ) -> Result<Response<api::SwapIntent>, Error> {
        self.register_swap_intent_with(params, CallOptions::new()).await
    }

    /// Like [`register_swap_intent`](Self::register_swap_intent), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    pub async fn register_swap_intent_with(
        &self,
        params: impl Into<api::RegisterSwapIntent>,
        options: CallOptions,
    ) -> Result<Response<api::SwapIntent>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("register_swap_intent", &arguments, options).await
    }

    /// Lists the tokens that can be swapped, as LI.FI writes them.
    ///
    /// `GET /api/swap/tokens`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_swap_tokens(
        &self,
        params: impl Into<api::GetSwapTokens>,
    ) -> Result<Response<Value>, Error> {
        self.get_swap_tokens_with(params, CallOptions::new()).await
    }

    /// Like [`get_swap_tokens`](Self::get_swap_tokens), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_swap_tokens_with(
        &self,
        params: impl Into<api::GetSwapTokens>,
        options: CallOptions,
    ) -> Result<Response<Value>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("get_swap_tokens", &arguments, options).await
    }

    /// Lists the chains that swaps work on, as LI.FI writes them.
    ///
    /// `GET /api/swap/chains`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_swap_chains(
        &self,
        params: impl Into<api::GetSwapChains>,
    ) -> Result<Response<Value>, Error> {
        self.get_swap_chains_with(params, CallOptions::new()).await
    }

    /// Like [`get_swap_chains`](Self::get_swap_chains), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_swap_chains_with(
        &self,
        params: impl Into<api::GetSwapChains>,
        options: CallOptions,
    ) -> Result<Response<Value>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("get_swap_chains", &arguments, options).await
    }

    /// Lists what can be swapped for what, as LI.FI writes it.
    ///
    /// `GET /api/swap/connections`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_swap_connections(
        &self,
        params: impl Into<api::GetSwapConnections>,
    ) -> Result<Response<Value>, Error> {
        self.get_swap_connections_with(params, CallOptions::new()).await
    }

    /// Like [`get_swap_connections`](Self::get_swap_connections), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_swap_connections_with(
        &self,
        params: impl Into<api::GetSwapConnections>,
        options: CallOptions,
    ) -> Result<Response<Value>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("get_swap_connections", &arguments, options).await
    }

    /// Asks whether the token has to be approved before an EVM swap, and for the transaction that does it.
    ///
    /// `GET /api/swap/approval`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_swap_approval(
        &self,
        params: impl Into<api::GetSwapApproval>,
    ) -> Result<Response<api::SwapApproval>, Error> {
        self.get_swap_approval_with(params, CallOptions::new()).await
    }

    /// Like [`get_swap_approval`](Self::get_swap_approval), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_swap_approval_with(
        &self,
        params: impl Into<api::GetSwapApproval>,
        options: CallOptions,
    ) -> Result<Response<api::SwapApproval>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("get_swap_approval", &arguments, options).await
    }

    /// Asks how far a swap got. 404 until the bridge has heard of it.
    ///
    /// `GET /api/swap/status`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_swap_status(
        &self,
        params: impl Into<api::GetSwapStatus>,
    ) -> Result<Response<api::SwapStatus>, Error> {
        self.get_swap_status_with(params, CallOptions::new()).await
    }

    /// Like [`get_swap_status`](Self::get_swap_status), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_swap_status_with(
        &self,
        params: impl Into<api::GetSwapStatus>,
        options: CallOptions,
    ) -> Result<Response<api::SwapStatus>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("get_swap_status", &arguments, options).await
    }

    /// Creates a payment intent that the payer pays with their own wallet: sign its `payment_requirements`,
    /// then submit the proof.
    ///
    /// `POST /api/intents`; a second request has the effect of one, so payonce retries it after any transient failure.
    ///
    /// The result may not be final: check `succeeded()` before you ship.
    ///
    /// Source: docs.agent.tech/cross402/api/intents
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    pub async fn create_intent(
        &self,
        params: impl Into<api::PublicCreateIntent>,
    ) -> Result<Response<api::CreatedIntent>, Error> {
        self.create_intent_with(params, CallOptions::new()).await
    }

    /// Like [`create_intent`](Self::create_intent), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    pub async fn create_intent_with(
        &self,
        params: impl Into<api::PublicCreateIntent>,
        options: CallOptions,
    ) -> Result<Response<api::CreatedIntent>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("public.create_intent", &arguments, options).await
    }

    /// Submits the proof that the payer has paid. The intent's id is the key, so the proof counts once.
    ///
    /// `POST /api/intents/{intent_id}`; a second request has the effect of one, so payonce retries it after any transient failure.
    ///
    /// The result may not be final: check `succeeded()` before you ship.
    ///
    /// Source: docs.agent.tech/cross402/api/intents
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    pub async fn submit_proof(
        &self,
        params: impl Into<api::PublicSubmitProof>,
    ) -> Result<Response<api::Intent>, Error> {
        self.submit_proof_with(params, CallOptions::new()).await
    }

    /// Like [`submit_proof`](Self::submit_proof), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    pub async fn submit_proof_with(
        &self,
        params: impl Into<api::PublicSubmitProof>,
        options: CallOptions,
    ) -> Result<Response<api::Intent>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("public.submit_proof", &arguments, options).await
    }

    /// Reads an intent with both sides of its payment.
    ///
    /// `GET /api/intents`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// A failed object is returned like any other, with `failed()`: check `succeeded()` before you ship.
    ///
    /// Source: docs.agent.tech/cross402/guides/payment-polling
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_intent(
        &self,
        params: impl Into<api::PublicGetIntent>,
    ) -> Result<Response<api::IntentDetails>, Error> {
        self.get_intent_with(params, CallOptions::new()).await
    }

    /// Like [`get_intent`](Self::get_intent), with options of this call.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
    pub async fn get_intent_with(
        &self,
        params: impl Into<api::PublicGetIntent>,
        options: CallOptions,
    ) -> Result<Response<api::IntentDetails>, Error> {
        let arguments = params.into().into_values();
        self.connection.call("public.get_intent", &arguments, options).await
    }
}

/// The options of a [`PublicClient`].
#[derive(Clone, Default)]
#[must_use]
pub struct PublicClientBuilder {
    options: ClientOptions,
    listener: Option<Arc<dyn Listener>>,
}

impl std::fmt::Debug for PublicClientBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The settings hold keys.
        f.debug_struct("PublicClientBuilder").finish_non_exhaustive()
    }
}

impl PublicClientBuilder {
    shared_options!("If `base_url` is omitted, the environment variable `AGENTTECH_BASE_URL` is read.");

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
    pub fn build(self) -> Result<PublicClient, Error> {
        let connection = UntypedClient::without_keys(Provider::AgentTech, self.options, self.listener)?;
        Ok(PublicClient { connection })
    }
}
