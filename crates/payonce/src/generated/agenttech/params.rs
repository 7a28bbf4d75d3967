//! The parameters of the operations of AgentTech Pay.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.

use serde_json::{Map, Value};

use super::types::{
    CreateIntentPayerAsset, CreateIntentTargetAsset, PublicCreateIntentPayerAsset,
    PublicCreateIntentTargetAsset,
};
use crate::arguments::{Arguments, texts};

/// The parameters of `create_intent`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct CreateIntent {
    arguments: Arguments,
}

impl CreateIntent {
    /// With the required parameters.
    ///
    /// - `payer_chain`: The chain that is paid from, for instance `base`.
    pub fn new(payer_chain: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("payer_chain", payer_chain.into());
        Self { arguments }
    }

    /// The e-mail address of the recipient; pass this or `recipient`.
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.arguments.set("email", email.into());
        self
    }

    /// The address of the recipient; pass this or `email`.
    pub fn recipient(mut self, recipient: impl Into<String>) -> Self {
        self.arguments.set("recipient", recipient.into());
        self
    }

    /// What the payer pays, in units of the token, 0.02 to 1000000 with at most 6 decimals; pass this or
    /// `to_amount`.
    pub fn amount(mut self, amount: impl Into<String>) -> Self {
        self.arguments.set("amount", amount.into());
        self
    }

    /// What has to arrive, in units of the token, 0.02 to 1000000 with at most 6 decimals; pass this or
    /// `amount`.
    pub fn to_amount(mut self, to_amount: impl Into<String>) -> Self {
        self.arguments.set("to_amount", to_amount.into());
        self
    }

    /// The chain that is paid to; `base` by default.
    pub fn target_chain(mut self, target_chain: impl Into<String>) -> Self {
        self.arguments.set("target_chain", target_chain.into());
        self
    }

    /// The token that is paid with; `usdc` by default.
    pub fn payer_asset(mut self, payer_asset: impl Into<CreateIntentPayerAsset>) -> Self {
        self.arguments.set("payer_asset", Into::<CreateIntentPayerAsset>::into(payer_asset));
        self
    }

    /// The token that arrives; `usdc` by default.
    pub fn target_asset(mut self, target_asset: impl Into<CreateIntentTargetAsset>) -> Self {
        self.arguments.set("target_asset", Into::<CreateIntentTargetAsset>::into(target_asset));
        self
    }

    /// The address that pays, for a check against sanctions in advance.
    pub fn payer_address(mut self, payer_address: impl Into<String>) -> Self {
        self.arguments.set("payer_address", payer_address.into());
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for CreateIntent {
    fn from(payer_chain: &str) -> Self {
        Self::new(payer_chain)
    }
}

impl From<String> for CreateIntent {
    fn from(payer_chain: String) -> Self {
        Self::new(payer_chain)
    }
}

impl From<&String> for CreateIntent {
    fn from(payer_chain: &String) -> Self {
        Self::new(payer_chain)
    }
}

/// The parameters of `execute_intent`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct ExecuteIntent {
    arguments: Arguments,
}

impl ExecuteIntent {
    /// With the required parameters.
    ///
    /// - `intent_id`: The id of the intent.
    pub fn new(intent_id: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("intent_id", intent_id.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for ExecuteIntent {
    fn from(intent_id: &str) -> Self {
        Self::new(intent_id)
    }
}

impl From<String> for ExecuteIntent {
    fn from(intent_id: String) -> Self {
        Self::new(intent_id)
    }
}

impl From<&String> for ExecuteIntent {
    fn from(intent_id: &String) -> Self {
        Self::new(intent_id)
    }
}

/// The parameters of `submit_proof`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct SubmitProof {
    arguments: Arguments,
}

impl SubmitProof {
    /// With the required parameters.
    ///
    /// - `intent_id`: The id of the intent.
    /// - `settle_proof`: The proof that the payer has paid: the signed x402 payment or the hash of the
    ///   transaction.
    pub fn new(intent_id: impl Into<String>, settle_proof: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("intent_id", intent_id.into());
        arguments.set("settle_proof", settle_proof.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `get_intent`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct GetIntent {
    arguments: Arguments,
}

impl GetIntent {
    /// With the required parameters.
    ///
    /// - `intent_id`: The id of the intent.
    pub fn new(intent_id: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("intent_id", intent_id.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for GetIntent {
    fn from(intent_id: &str) -> Self {
        Self::new(intent_id)
    }
}

impl From<String> for GetIntent {
    fn from(intent_id: String) -> Self {
        Self::new(intent_id)
    }
}

impl From<&String> for GetIntent {
    fn from(intent_id: &String) -> Self {
        Self::new(intent_id)
    }
}

/// The parameters of `list_intents`.
#[derive(Debug, Clone, PartialEq, Default)]
#[must_use]
pub struct ListIntents {
    arguments: Arguments,
}

impl ListIntents {
    /// Without optional parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// The page, from 1; 1 by default.
    pub fn page(mut self, page: i64) -> Self {
        self.arguments.set("page", page);
        self
    }

    /// Items on a page, 1 to 100; 20 by default.
    pub fn page_size(mut self, page_size: i64) -> Self {
        self.arguments.set("page_size", page_size);
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `get_swap_quote`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct GetSwapQuote {
    arguments: Arguments,
}

impl GetSwapQuote {
    /// With the required parameters.
    ///
    /// - `chain`: The chain that is swapped on, or from.
    /// - `input_token`: The address of the token that goes in.
    /// - `output_token`: The address of the token that comes out.
    pub fn new(
        chain: impl Into<String>,
        input_token: impl Into<String>,
        output_token: impl Into<String>,
    ) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("chain", chain.into());
        arguments.set("input_token", input_token.into());
        arguments.set("output_token", output_token.into());
        Self { arguments }
    }

    /// How much goes in, in the token's smallest unit, as digits; pass this or `to_amount`.
    pub fn from_amount(mut self, from_amount: impl Into<String>) -> Self {
        self.arguments.set("from_amount", from_amount.into());
        self
    }

    /// How much has to come out, in the token's smallest unit, as digits; pass this or `from_amount`.
    pub fn to_amount(mut self, to_amount: impl Into<String>) -> Self {
        self.arguments.set("to_amount", to_amount.into());
        self
    }

    /// The maximum slippage, in hundredths of a percent, 0 to 500; 50 by default.
    pub fn slippage_bps(mut self, slippage_bps: i64) -> Self {
        self.arguments.set("slippage_bps", slippage_bps);
        self
    }

    /// The chain that is swapped to; the same by default.
    pub fn to_chain(mut self, to_chain: impl Into<String>) -> Self {
        self.arguments.set("to_chain", to_chain.into());
        self
    }

    /// The address that signs; with it the transaction comes too.
    pub fn user_address(mut self, user_address: impl Into<String>) -> Self {
        self.arguments.set("user_address", user_address.into());
        self
    }

    /// The address that receives, where the chain is of another family.
    pub fn to_user_address(mut self, to_user_address: impl Into<String>) -> Self {
        self.arguments.set("to_user_address", to_user_address.into());
        self
    }

    /// The e-mail address of the signer, instead of the address.
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.arguments.set("email", email.into());
        self
    }

    /// The e-mail address of the recipient, instead of the address.
    pub fn to_user_email(mut self, to_user_email: impl Into<String>) -> Self {
        self.arguments.set("to_user_email", to_user_email.into());
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `register_swap_intent`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct RegisterSwapIntent {
    arguments: Arguments,
}

impl RegisterSwapIntent {
    /// With the required parameters.
    ///
    /// - `source_tx_hash`: The hash of the transaction that was sent.
    /// - `from_chain`: The chain that it was sent on.
    /// - `to_chain`: The chain that it goes to.
    /// - `from_token`: The token that went in.
    /// - `to_token`: The token that comes out.
    /// - `payer_address`: The address that paid.
    /// - `recipient_address`: The address that receives.
    /// - `sending_token_amount`: How much went in, as a decimal string.
    #[expect(clippy::too_many_arguments, reason = "the provider requires all of them")]
    pub fn new(
        source_tx_hash: impl Into<String>,
        from_chain: impl Into<String>,
        to_chain: impl Into<String>,
        from_token: impl Into<String>,
        to_token: impl Into<String>,
        payer_address: impl Into<String>,
        recipient_address: impl Into<String>,
        sending_token_amount: impl Into<String>,
    ) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("source_tx_hash", source_tx_hash.into());
        arguments.set("from_chain", from_chain.into());
        arguments.set("to_chain", to_chain.into());
        arguments.set("from_token", from_token.into());
        arguments.set("to_token", to_token.into());
        arguments.set("payer_address", payer_address.into());
        arguments.set("recipient_address", recipient_address.into());
        arguments.set("sending_token_amount", sending_token_amount.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `get_swap_tokens`.
#[derive(Debug, Clone, PartialEq, Default)]
#[must_use]
pub struct GetSwapTokens {
    arguments: Arguments,
}

impl GetSwapTokens {
    /// Without optional parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only tokens of these chains.
    pub fn chains(mut self, chains: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.arguments.set("chains", texts(chains));
        self
    }

    /// Only tokens of these kinds of chains, for instance `EVM`.
    pub fn chain_types(mut self, chain_types: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.arguments.set("chain_types", texts(chain_types));
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `get_swap_chains`.
#[derive(Debug, Clone, PartialEq, Default)]
#[must_use]
pub struct GetSwapChains {
    arguments: Arguments,
}

impl GetSwapChains {
    /// Without optional parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only these kinds of chains, for instance `EVM`.
    pub fn chain_types(mut self, chain_types: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.arguments.set("chain_types", texts(chain_types));
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `get_swap_connections`.
#[derive(Debug, Clone, PartialEq, Default)]
#[must_use]
pub struct GetSwapConnections {
    arguments: Arguments,
}

impl GetSwapConnections {
    /// Without optional parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only connections from this chain.
    pub fn from_chain(mut self, from_chain: impl Into<String>) -> Self {
        self.arguments.set("from_chain", from_chain.into());
        self
    }

    /// Only connections to this chain.
    pub fn to_chain(mut self, to_chain: impl Into<String>) -> Self {
        self.arguments.set("to_chain", to_chain.into());
        self
    }

    /// Only connections from this token.
    pub fn from_token(mut self, from_token: impl Into<String>) -> Self {
        self.arguments.set("from_token", from_token.into());
        self
    }

    /// Only connections to this token.
    pub fn to_token(mut self, to_token: impl Into<String>) -> Self {
        self.arguments.set("to_token", to_token.into());
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `execute_swap`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct ExecuteSwap {
    arguments: Arguments,
}

impl ExecuteSwap {
    /// With the required parameters.
    ///
    /// - `chain`: The chain that is swapped on, or from.
    /// - `from_token`: The address of the token that goes in.
    /// - `to_token`: The address of the token that comes out.
    /// - `from_amount`: How much goes in, in the token's smallest unit, as digits.
    pub fn new(
        chain: impl Into<String>,
        from_token: impl Into<String>,
        to_token: impl Into<String>,
        from_amount: impl Into<String>,
    ) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("chain", chain.into());
        arguments.set("from_token", from_token.into());
        arguments.set("to_token", to_token.into());
        arguments.set("from_amount", from_amount.into());
        Self { arguments }
    }

    /// The maximum slippage, in hundredths of a percent, 0 to 500; 50 by default.
    pub fn slippage_bps(mut self, slippage_bps: i64) -> Self {
        self.arguments.set("slippage_bps", slippage_bps);
        self
    }

    /// The chain that is swapped to; the same by default.
    pub fn to_chain(mut self, to_chain: impl Into<String>) -> Self {
        self.arguments.set("to_chain", to_chain.into());
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `get_swap_approval`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct GetSwapApproval {
    arguments: Arguments,
}

impl GetSwapApproval {
    /// With the required parameters.
    ///
    /// - `chain`: The chain that is swapped on, or from.
    /// - `token`: The address of the token that goes in.
    /// - `token_out`: The address of the token that comes out.
    /// - `amount`: How much goes in, in the token's smallest unit, as digits.
    pub fn new(
        chain: impl Into<String>,
        token: impl Into<String>,
        token_out: impl Into<String>,
        amount: impl Into<String>,
    ) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("chain", chain.into());
        arguments.set("token", token.into());
        arguments.set("token_out", token_out.into());
        arguments.set("amount", amount.into());
        Self { arguments }
    }

    /// The address that signs; with it the transaction comes too.
    pub fn user_address(mut self, user_address: impl Into<String>) -> Self {
        self.arguments.set("user_address", user_address.into());
        self
    }

    /// The e-mail address of the signer, instead of the address.
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.arguments.set("email", email.into());
        self
    }

    /// The chain that is swapped to; the same by default.
    pub fn to_chain(mut self, to_chain: impl Into<String>) -> Self {
        self.arguments.set("to_chain", to_chain.into());
        self
    }

    /// The address that receives, where the chain is of another family.
    pub fn to_user_address(mut self, to_user_address: impl Into<String>) -> Self {
        self.arguments.set("to_user_address", to_user_address.into());
        self
    }

    /// The e-mail address of the recipient, instead of the address.
    pub fn to_user_email(mut self, to_user_email: impl Into<String>) -> Self {
        self.arguments.set("to_user_email", to_user_email.into());
        self
    }

    /// Whether the fees of the transactions come too.
    pub fn include_gas_info(mut self, include_gas_info: bool) -> Self {
        self.arguments.set("include_gas_info", include_gas_info);
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `get_swap_status`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct GetSwapStatus {
    arguments: Arguments,
}

impl GetSwapStatus {
    /// With the required parameters.
    ///
    /// - `tx_hash`: The hash of the source transaction.
    pub fn new(tx_hash: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("tx_hash", tx_hash.into());
        Self { arguments }
    }

    /// The chain that it was sent on.
    pub fn from_chain(mut self, from_chain: impl Into<String>) -> Self {
        self.arguments.set("from_chain", from_chain.into());
        self
    }

    /// The chain that it goes to.
    pub fn to_chain(mut self, to_chain: impl Into<String>) -> Self {
        self.arguments.set("to_chain", to_chain.into());
        self
    }

    /// The bridge that carries it.
    pub fn bridge(mut self, bridge: impl Into<String>) -> Self {
        self.arguments.set("bridge", bridge.into());
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for GetSwapStatus {
    fn from(tx_hash: &str) -> Self {
        Self::new(tx_hash)
    }
}

impl From<String> for GetSwapStatus {
    fn from(tx_hash: String) -> Self {
        Self::new(tx_hash)
    }
}

impl From<&String> for GetSwapStatus {
    fn from(tx_hash: &String) -> Self {
        Self::new(tx_hash)
    }
}

/// The parameters of `public.create_intent`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct PublicCreateIntent {
    arguments: Arguments,
}

impl PublicCreateIntent {
    /// With the required parameters.
    ///
    /// - `payer_chain`: The chain that is paid from, for instance `base`.
    pub fn new(payer_chain: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("payer_chain", payer_chain.into());
        Self { arguments }
    }

    /// The e-mail address of the recipient; pass this or `recipient`.
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.arguments.set("email", email.into());
        self
    }

    /// The address of the recipient; pass this or `email`.
    pub fn recipient(mut self, recipient: impl Into<String>) -> Self {
        self.arguments.set("recipient", recipient.into());
        self
    }

    /// What the payer pays, in units of the token, 0.02 to 1000000 with at most 6 decimals; pass this or
    /// `to_amount`.
    pub fn amount(mut self, amount: impl Into<String>) -> Self {
        self.arguments.set("amount", amount.into());
        self
    }

    /// What has to arrive, in units of the token, 0.02 to 1000000 with at most 6 decimals; pass this or
    /// `amount`.
    pub fn to_amount(mut self, to_amount: impl Into<String>) -> Self {
        self.arguments.set("to_amount", to_amount.into());
        self
    }

    /// The chain that is paid to; `base` by default.
    pub fn target_chain(mut self, target_chain: impl Into<String>) -> Self {
        self.arguments.set("target_chain", target_chain.into());
        self
    }

    /// The token that is paid with; `usdc` by default.
    pub fn payer_asset(mut self, payer_asset: impl Into<PublicCreateIntentPayerAsset>) -> Self {
        self.arguments.set("payer_asset", Into::<PublicCreateIntentPayerAsset>::into(payer_asset));
        self
    }

    /// The token that arrives; `usdc` by default.
    pub fn target_asset(mut self, target_asset: impl Into<PublicCreateIntentTargetAsset>) -> Self {
        self.arguments.set("target_asset", Into::<PublicCreateIntentTargetAsset>::into(target_asset));
        self
    }

    /// The address that pays, for a check against sanctions in advance.
    pub fn payer_address(mut self, payer_address: impl Into<String>) -> Self {
        self.arguments.set("payer_address", payer_address.into());
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for PublicCreateIntent {
    fn from(payer_chain: &str) -> Self {
        Self::new(payer_chain)
    }
}

impl From<String> for PublicCreateIntent {
    fn from(payer_chain: String) -> Self {
        Self::new(payer_chain)
    }
}

impl From<&String> for PublicCreateIntent {
    fn from(payer_chain: &String) -> Self {
        Self::new(payer_chain)
    }
}

/// The parameters of `public.submit_proof`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct PublicSubmitProof {
    arguments: Arguments,
}

impl PublicSubmitProof {
    /// With the required parameters.
    ///
    /// - `intent_id`: The id of the intent.
    /// - `settle_proof`: The proof that the payer has paid: the signed x402 payment or the hash of the
    ///   transaction.
    pub fn new(intent_id: impl Into<String>, settle_proof: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("intent_id", intent_id.into());
        arguments.set("settle_proof", settle_proof.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `public.get_intent`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct PublicGetIntent {
    arguments: Arguments,
}

impl PublicGetIntent {
    /// With the required parameters.
    ///
    /// - `intent_id`: The id of the intent.
    pub fn new(intent_id: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("intent_id", intent_id.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for PublicGetIntent {
    fn from(intent_id: &str) -> Self {
        Self::new(intent_id)
    }
}

impl From<String> for PublicGetIntent {
    fn from(intent_id: String) -> Self {
        Self::new(intent_id)
    }
}

impl From<&String> for PublicGetIntent {
    fn from(intent_id: &String) -> Self {
        Self::new(intent_id)
    }
}
