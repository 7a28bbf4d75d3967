//! The clients of AgentTech Pay.

// Written by `cargo xtask codegen` from the declarations of the core; edit those.

use super::calls;
use crate::typed::client;

client! {
    /// Creates payment intents of AgentTech Pay and pays them from the agent's own wallet.
    ///
    /// Clones share connections, retry budget and lookups.
    ///
    /// ```
    /// use payonce::agenttech::Client;
    /// # use payonce_sandbox::{Config, ProviderId, Sandbox};
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
    /// # let sandbox = Sandbox::start(Config::default()).await?;
    /// # let simulator = sandbox.base_url(ProviderId::AgentTech);
    ///
    /// let client = Client::builder()
    ///     .api_key("agenttech_sandbox_key")
    ///     .secret_key("agenttech_sandbox_secret")
    ///     .base_url(simulator)
    ///     .build()?;
    /// let intent =
    ///     client.create_intent().recipient("0xRecipientAddress").amount("10.50").payer_chain("base").await?;
    /// let executed = client.execute_intent(&intent.value().intent_id).await?.wait_until_final().await?;
    /// assert!(executed.succeeded());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    Client, ClientBuilder of Ok(crate::Provider::AGENTTECH), "PayClient", "If `base_url` is omitted, the environment variable `AGENTTECH_BASE_URL` is read."
}

impl Client {
    /// A client with the options from the environment: `AGENTTECH_API_KEY`, `CROSS402_API_KEY`,
    /// `AGENTTECH_SECRET_KEY`, `CROSS402_SECRET_KEY`.
    ///
    /// # Errors
    /// `invalid_argument`, which names the missing or invalid option.
    pub fn from_env() -> Result<Self, crate::Error> {
        Self::builder().build()
    }
}

impl<C: Clone> Client<C> {
    /// Creates a payment intent. No money moves before it is executed, and it lapses after ten minutes, so
    /// that a second one does no harm.
    ///
    /// `POST /v2/intents`; a second request has the effect of one, so payonce retries it after any transient
    /// failure.
    ///
    /// Required: `payer_chain`.
    ///
    /// The result may not be final: check `succeeded()` before you ship.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: docs.agent.tech/cross402/api/intents
    pub fn create_intent(&self) -> calls::CreateIntent<C> {
        calls::CreateIntent::new(self.connection.clone())
    }

    /// Pays an intent from the agent's own wallet. The intent's id is the key: however often it is sent, it
    /// is paid once. It is final when its state is `TARGET_SETTLED`.
    ///
    /// `POST /v2/intents/{intent_id}/execute`; a second request has the effect of one, so payonce retries it
    /// after any transient failure.
    ///
    /// The result may not be final: check `succeeded()` before you ship.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: docs.agent.tech/cross402/api/intents
    pub fn execute_intent(&self, intent_id: impl Into<String>) -> calls::ExecuteIntent<C> {
        calls::ExecuteIntent::new(self.connection.clone()).intent_id(intent_id)
    }

    /// Only for a client without keys; one with keys uses `execute_intent`.
    ///
    /// `POST /api/intents/{intent_id}`; a second request has the effect of one, so payonce retries it after
    /// any transient failure.
    ///
    /// Required: `settle_proof`.
    ///
    /// The result may not be final: check `succeeded()` before you ship.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: docs.agent.tech/cross402/api/intents
    pub fn submit_proof(&self, intent_id: impl Into<String>) -> calls::SubmitProof<C> {
        calls::SubmitProof::new(self.connection.clone()).intent_id(intent_id)
    }

    /// Reads an intent of this agent with both sides of its payment.
    ///
    /// `GET /v2/intents`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// A failed object is returned like any other, with `failed()`: check `succeeded()` before you ship.
    ///
    /// Source: docs.agent.tech/cross402/guides/payment-polling
    pub fn get_intent(&self, intent_id: impl Into<String>) -> calls::GetIntent<C> {
        calls::GetIntent::new(self.connection.clone()).intent_id(intent_id)
    }

    /// Lists the intents of this agent, the newest first.
    ///
    /// `GET /v2/intents/list`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/api/intents
    pub fn list_intents(&self) -> calls::ListIntents<C> {
        calls::ListIntents::new(self.connection.clone())
    }

    /// Reads the agent that the keys belong to, with its wallets.
    ///
    /// `GET /v2/me`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/api/agents
    pub fn get_me(&self) -> calls::GetMe<C> {
        calls::GetMe::new(self.connection.clone())
    }

    /// Lists the chains that payments can come from and go to, with their valid names.
    ///
    /// `GET /api/chains`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/supported-networks
    pub fn list_supported_chains(&self) -> calls::ListSupportedChains<C> {
        calls::ListSupportedChains::new(self.connection.clone())
    }

    /// Quotes a swap; with an address, the response also has the transaction to sign.
    ///
    /// `GET /api/swap/quote`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Required: `chain`, `input_token`, `output_token`.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    pub fn get_swap_quote(&self) -> calls::GetSwapQuote<C> {
        calls::GetSwapQuote::new(self.connection.clone())
    }

    /// Registers a swap whose transaction was sent, so that its status can be polled.
    ///
    /// `POST /api/swap/intents`; payonce retries it only after a refusal, and returns an unknown outcome as
    /// an error.
    ///
    /// Required: `source_tx_hash`, `from_chain`, `to_chain`, `from_token`, `to_token`, `payer_address`,
    /// `recipient_address`, `sending_token_amount`.
    ///
    /// The result may not be final: check `succeeded()` before you ship.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    pub fn register_swap_intent(&self) -> calls::RegisterSwapIntent<C> {
        calls::RegisterSwapIntent::new(self.connection.clone())
    }

    /// Lists the tokens that can be swapped, as LI.FI writes them.
    ///
    /// `GET /api/swap/tokens`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    pub fn get_swap_tokens(&self) -> calls::GetSwapTokens<C> {
        calls::GetSwapTokens::new(self.connection.clone())
    }

    /// Lists the chains that swaps work on, as LI.FI writes them.
    ///
    /// `GET /api/swap/chains`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    pub fn get_swap_chains(&self) -> calls::GetSwapChains<C> {
        calls::GetSwapChains::new(self.connection.clone())
    }

    /// Lists the possible swaps, as LI.FI writes them.
    ///
    /// `GET /api/swap/connections`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    pub fn get_swap_connections(&self) -> calls::GetSwapConnections<C> {
        calls::GetSwapConnections::new(self.connection.clone())
    }

    /// Swaps from the agent's own wallet. There is no key: if the response is lost, it is not retried.
    ///
    /// `POST /v2/swap/execute`; payonce retries it only after a refusal, and returns an unknown outcome as an
    /// error.
    ///
    /// Required: `chain`, `from_token`, `to_token`, `from_amount`.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    pub fn execute_swap(&self) -> calls::ExecuteSwap<C> {
        calls::ExecuteSwap::new(self.connection.clone())
    }

    /// Checks whether the token needs an approval before an EVM swap, and returns the transaction for it.
    ///
    /// `GET /api/swap/approval`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Required: `chain`, `token`, `token_out`, `amount`.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    pub fn get_swap_approval(&self) -> calls::GetSwapApproval<C> {
        calls::GetSwapApproval::new(self.connection.clone())
    }

    /// Reads the status of a swap. The response is 404 until the bridge has the swap.
    ///
    /// `GET /api/swap/status`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Required: `tx_hash`.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    pub fn get_swap_status(&self) -> calls::GetSwapStatus<C> {
        calls::GetSwapStatus::new(self.connection.clone())
    }
}

impl ClientBuilder {
    /// The API key; with the secret key it is sent as `Authorization: Bearer`; by default from the
    /// environment variable `AGENTTECH_API_KEY` or `CROSS402_API_KEY`.
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
}

client! {
    /// The part of AgentTech Pay that needs no keys: the payer pays an intent with a wallet of their own.
    ///
    /// Clones share connections, retry budget and lookups.
    ///
    /// ```
    /// use payonce::agenttech::PublicClient;
    /// # use payonce_sandbox::{Config, ProviderId, Sandbox};
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
    /// # let sandbox = Sandbox::start(Config::default()).await?;
    /// # let simulator = sandbox.base_url(ProviderId::AgentTech);
    ///
    /// let client = PublicClient::builder().base_url(simulator).build()?;
    /// let intent = client
    ///     .create_intent()
    ///     .payer_chain("base")
    ///     .email("payee@example.com")
    ///     .amount("1.00")
    ///     .await?;
    /// println!("pay {} on base", intent.value().intent_id);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    PublicClient, PublicClientBuilder of Ok(crate::Provider::AGENTTECH), "PublicPayClient", "If `base_url` is omitted, the environment variable `AGENTTECH_BASE_URL` is read."
}

impl<C: Clone> PublicClient<C> {
    /// Lists the chains that payments can come from and go to, with their valid names.
    ///
    /// `GET /api/chains`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/supported-networks
    pub fn list_supported_chains(&self) -> calls::ListSupportedChains<C> {
        calls::ListSupportedChains::new(self.connection.clone())
    }

    /// Quotes a swap; with an address, the response also has the transaction to sign.
    ///
    /// `GET /api/swap/quote`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Required: `chain`, `input_token`, `output_token`.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    pub fn get_swap_quote(&self) -> calls::GetSwapQuote<C> {
        calls::GetSwapQuote::new(self.connection.clone())
    }

    /// Registers a swap whose transaction was sent, so that its status can be polled.
    ///
    /// `POST /api/swap/intents`; payonce retries it only after a refusal, and returns an unknown outcome as
    /// an error.
    ///
    /// Required: `source_tx_hash`, `from_chain`, `to_chain`, `from_token`, `to_token`, `payer_address`,
    /// `recipient_address`, `sending_token_amount`.
    ///
    /// The result may not be final: check `succeeded()` before you ship.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    pub fn register_swap_intent(&self) -> calls::RegisterSwapIntent<C> {
        calls::RegisterSwapIntent::new(self.connection.clone())
    }

    /// Lists the tokens that can be swapped, as LI.FI writes them.
    ///
    /// `GET /api/swap/tokens`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    pub fn get_swap_tokens(&self) -> calls::GetSwapTokens<C> {
        calls::GetSwapTokens::new(self.connection.clone())
    }

    /// Lists the chains that swaps work on, as LI.FI writes them.
    ///
    /// `GET /api/swap/chains`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    pub fn get_swap_chains(&self) -> calls::GetSwapChains<C> {
        calls::GetSwapChains::new(self.connection.clone())
    }

    /// Lists the possible swaps, as LI.FI writes them.
    ///
    /// `GET /api/swap/connections`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    pub fn get_swap_connections(&self) -> calls::GetSwapConnections<C> {
        calls::GetSwapConnections::new(self.connection.clone())
    }

    /// Checks whether the token needs an approval before an EVM swap, and returns the transaction for it.
    ///
    /// `GET /api/swap/approval`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Required: `chain`, `token`, `token_out`, `amount`.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    pub fn get_swap_approval(&self) -> calls::GetSwapApproval<C> {
        calls::GetSwapApproval::new(self.connection.clone())
    }

    /// Reads the status of a swap. The response is 404 until the bridge has the swap.
    ///
    /// `GET /api/swap/status`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Required: `tx_hash`.
    ///
    /// Source: docs.agent.tech/cross402/api/swap
    pub fn get_swap_status(&self) -> calls::GetSwapStatus<C> {
        calls::GetSwapStatus::new(self.connection.clone())
    }

    /// Creates a payment intent that the payer pays with their own wallet: sign its `payment_requirements`,
    /// then submit the proof.
    ///
    /// `POST /api/intents`; a second request has the effect of one, so payonce retries it after any transient
    /// failure.
    ///
    /// Required: `payer_chain`.
    ///
    /// The result may not be final: check `succeeded()` before you ship.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: docs.agent.tech/cross402/api/intents
    pub fn create_intent(&self) -> calls::PublicCreateIntent<C> {
        calls::PublicCreateIntent::new(self.connection.clone())
    }

    /// Submits the proof that the payer has paid. The intent's id is the key, so the proof counts once.
    ///
    /// `POST /api/intents/{intent_id}`; a second request has the effect of one, so payonce retries it after
    /// any transient failure.
    ///
    /// Required: `settle_proof`.
    ///
    /// The result may not be final: check `succeeded()` before you ship.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: docs.agent.tech/cross402/api/intents
    pub fn submit_proof(&self, intent_id: impl Into<String>) -> calls::PublicSubmitProof<C> {
        calls::PublicSubmitProof::new(self.connection.clone()).intent_id(intent_id)
    }

    /// Reads an intent with both sides of its payment.
    ///
    /// `GET /api/intents`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// A failed object is returned like any other, with `failed()`: check `succeeded()` before you ship.
    ///
    /// Source: docs.agent.tech/cross402/guides/payment-polling
    pub fn get_intent(&self, intent_id: impl Into<String>) -> calls::PublicGetIntent<C> {
        calls::PublicGetIntent::new(self.connection.clone()).intent_id(intent_id)
    }
}
