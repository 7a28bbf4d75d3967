//! The calls of AgentTech Pay: each is built by a method of its client, then sent.

// Written by `cargo xtask codegen` from the declarations of the core; edit those.

use serde_json::Value;

use super::types::*;
use crate::typed::{operation, texts};

operation! {
    /// A call of `create_intent`.
    CreateIntent("create_intent") -> CreatedIntent, keyed
}

impl<C> CreateIntent<C> {
    /// The e-mail address of the recipient; pass this or `recipient`.
    pub fn email(self, email: impl Into<String>) -> Self {
        Self(self.0.set("email", email.into()))
    }

    /// The address of the recipient; pass this or `email`.
    pub fn recipient(self, recipient: impl Into<String>) -> Self {
        Self(self.0.set("recipient", recipient.into()))
    }

    /// The amount that the payer pays, in units of the token, 0.02 to 1000000 with at most 6 decimals; pass
    /// this or `to_amount`.
    pub fn amount(self, amount: impl Into<String>) -> Self {
        Self(self.0.set("amount", amount.into()))
    }

    /// The amount that the recipient receives, in units of the token, 0.02 to 1000000 with at most 6
    /// decimals; pass this or `amount`.
    pub fn to_amount(self, to_amount: impl Into<String>) -> Self {
        Self(self.0.set("to_amount", to_amount.into()))
    }

    /// Required. The chain of the payer, for instance `base`.
    pub fn payer_chain(self, payer_chain: impl Into<String>) -> Self {
        Self(self.0.set("payer_chain", payer_chain.into()))
    }

    /// The chain of the recipient; `base` by default.
    pub fn target_chain(self, target_chain: impl Into<String>) -> Self {
        Self(self.0.set("target_chain", target_chain.into()))
    }

    /// The token that the payer pays with; `usdc` by default.
    pub fn payer_asset(self, payer_asset: impl Into<CreateIntentPayerAsset>) -> Self {
        Self(self.0.set("payer_asset", payer_asset.into()))
    }

    /// The token that the recipient receives; `usdc` by default.
    pub fn target_asset(self, target_asset: impl Into<CreateIntentTargetAsset>) -> Self {
        Self(self.0.set("target_asset", target_asset.into()))
    }

    /// The address that pays, for a check against sanctions in advance.
    pub fn payer_address(self, payer_address: impl Into<String>) -> Self {
        Self(self.0.set("payer_address", payer_address.into()))
    }
}

operation! {
    /// A call of `execute_intent`.
    ExecuteIntent("execute_intent") -> Intent, keyed
}

impl<C> ExecuteIntent<C> {
    pub(super) fn intent_id(self, intent_id: impl Into<String>) -> Self {
        Self(self.0.set("intent_id", intent_id.into()))
    }
}

operation! {
    /// A call of `submit_proof`.
    SubmitProof("submit_proof") -> Intent, keyed
}

impl<C> SubmitProof<C> {
    pub(super) fn intent_id(self, intent_id: impl Into<String>) -> Self {
        Self(self.0.set("intent_id", intent_id.into()))
    }

    /// Required. The proof that the payer has paid: the signed x402 payment or the hash of the transaction.
    pub fn settle_proof(self, settle_proof: impl Into<String>) -> Self {
        Self(self.0.set("settle_proof", settle_proof.into()))
    }
}

operation! {
    /// A call of `get_intent`.
    GetIntent("get_intent") -> IntentDetails, all
}

impl<C> GetIntent<C> {
    pub(super) fn intent_id(self, intent_id: impl Into<String>) -> Self {
        Self(self.0.set("intent_id", intent_id.into()))
    }
}

operation! {
    /// A call of `list_intents`.
    ListIntents("list_intents") -> IntentPage, all, items: IntentDetails
}

impl<C> ListIntents<C> {
    /// The page, from 1; 1 by default.
    pub fn page(self, page: i64) -> Self {
        Self(self.0.set("page", page))
    }

    /// Items on a page, 1 to 100; 20 by default.
    pub fn page_size(self, page_size: i64) -> Self {
        Self(self.0.set("page_size", page_size))
    }
}

operation! {
    /// A call of `get_me`.
    GetMe("get_me") -> AgentProfile, all
}

operation! {
    /// A call of `list_supported_chains`.
    ListSupportedChains("list_supported_chains") -> SupportedChains, all
}

operation! {
    /// A call of `get_swap_quote`.
    GetSwapQuote("get_swap_quote") -> SwapQuote, all
}

impl<C> GetSwapQuote<C> {
    /// Required. The source chain of the swap.
    pub fn chain(self, chain: impl Into<String>) -> Self {
        Self(self.0.set("chain", chain.into()))
    }

    /// Required. The address of the source token.
    pub fn input_token(self, input_token: impl Into<String>) -> Self {
        Self(self.0.set("input_token", input_token.into()))
    }

    /// Required. The address of the destination token.
    pub fn output_token(self, output_token: impl Into<String>) -> Self {
        Self(self.0.set("output_token", output_token.into()))
    }

    /// The source amount in the smallest unit of the token, as digits; pass this or `to_amount`.
    pub fn from_amount(self, from_amount: impl Into<String>) -> Self {
        Self(self.0.set("from_amount", from_amount.into()))
    }

    /// The destination amount in the smallest unit of the token, as digits; pass this or `from_amount`.
    pub fn to_amount(self, to_amount: impl Into<String>) -> Self {
        Self(self.0.set("to_amount", to_amount.into()))
    }

    /// The maximum slippage, in hundredths of a percent, 0 to 500; 50 by default.
    pub fn slippage_bps(self, slippage_bps: i64) -> Self {
        Self(self.0.set("slippage_bps", slippage_bps))
    }

    /// The destination chain of the swap; the source chain by default.
    pub fn to_chain(self, to_chain: impl Into<String>) -> Self {
        Self(self.0.set("to_chain", to_chain.into()))
    }

    /// The address of the signer; with it, the response has the transaction to sign.
    pub fn user_address(self, user_address: impl Into<String>) -> Self {
        Self(self.0.set("user_address", user_address.into()))
    }

    /// The address of the recipient if the destination chain is of another family.
    pub fn to_user_address(self, to_user_address: impl Into<String>) -> Self {
        Self(self.0.set("to_user_address", to_user_address.into()))
    }

    /// The e-mail address of the signer, instead of the address.
    pub fn email(self, email: impl Into<String>) -> Self {
        Self(self.0.set("email", email.into()))
    }

    /// The e-mail address of the recipient, instead of the address.
    pub fn to_user_email(self, to_user_email: impl Into<String>) -> Self {
        Self(self.0.set("to_user_email", to_user_email.into()))
    }
}

operation! {
    /// A call of `register_swap_intent`.
    RegisterSwapIntent("register_swap_intent") -> SwapIntent, unkeyed
}

impl<C> RegisterSwapIntent<C> {
    /// Required. The hash of the transaction that was sent.
    pub fn source_tx_hash(self, source_tx_hash: impl Into<String>) -> Self {
        Self(self.0.set("source_tx_hash", source_tx_hash.into()))
    }

    /// Required. The source chain.
    pub fn from_chain(self, from_chain: impl Into<String>) -> Self {
        Self(self.0.set("from_chain", from_chain.into()))
    }

    /// Required. The destination chain.
    pub fn to_chain(self, to_chain: impl Into<String>) -> Self {
        Self(self.0.set("to_chain", to_chain.into()))
    }

    /// Required. The source token.
    pub fn from_token(self, from_token: impl Into<String>) -> Self {
        Self(self.0.set("from_token", from_token.into()))
    }

    /// Required. The destination token.
    pub fn to_token(self, to_token: impl Into<String>) -> Self {
        Self(self.0.set("to_token", to_token.into()))
    }

    /// Required. The address that paid.
    pub fn payer_address(self, payer_address: impl Into<String>) -> Self {
        Self(self.0.set("payer_address", payer_address.into()))
    }

    /// Required. The address of the recipient.
    pub fn recipient_address(self, recipient_address: impl Into<String>) -> Self {
        Self(self.0.set("recipient_address", recipient_address.into()))
    }

    /// Required. The source amount, as a decimal string.
    pub fn sending_token_amount(self, sending_token_amount: impl Into<String>) -> Self {
        Self(self.0.set("sending_token_amount", sending_token_amount.into()))
    }
}

operation! {
    /// A call of `get_swap_tokens`.
    GetSwapTokens("get_swap_tokens") -> Value, all
}

impl<C> GetSwapTokens<C> {
    /// Only tokens of these chains.
    pub fn chains(self, chains: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(self.0.set("chains", texts(chains)))
    }

    /// Only tokens of these kinds of chains, for instance `EVM`.
    pub fn chain_types(self, chain_types: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(self.0.set("chain_types", texts(chain_types)))
    }
}

operation! {
    /// A call of `get_swap_chains`.
    GetSwapChains("get_swap_chains") -> Value, all
}

impl<C> GetSwapChains<C> {
    /// Only these kinds of chains, for instance `EVM`.
    pub fn chain_types(self, chain_types: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(self.0.set("chain_types", texts(chain_types)))
    }
}

operation! {
    /// A call of `get_swap_connections`.
    GetSwapConnections("get_swap_connections") -> Value, all
}

impl<C> GetSwapConnections<C> {
    /// Only connections from this chain.
    pub fn from_chain(self, from_chain: impl Into<String>) -> Self {
        Self(self.0.set("from_chain", from_chain.into()))
    }

    /// Only connections to this chain.
    pub fn to_chain(self, to_chain: impl Into<String>) -> Self {
        Self(self.0.set("to_chain", to_chain.into()))
    }

    /// Only connections from this token.
    pub fn from_token(self, from_token: impl Into<String>) -> Self {
        Self(self.0.set("from_token", from_token.into()))
    }

    /// Only connections to this token.
    pub fn to_token(self, to_token: impl Into<String>) -> Self {
        Self(self.0.set("to_token", to_token.into()))
    }
}

operation! {
    /// A call of `execute_swap`.
    ExecuteSwap("execute_swap") -> SwapResult, unkeyed
}

impl<C> ExecuteSwap<C> {
    /// Required. The source chain of the swap.
    pub fn chain(self, chain: impl Into<String>) -> Self {
        Self(self.0.set("chain", chain.into()))
    }

    /// Required. The address of the source token.
    pub fn from_token(self, from_token: impl Into<String>) -> Self {
        Self(self.0.set("from_token", from_token.into()))
    }

    /// Required. The address of the destination token.
    pub fn to_token(self, to_token: impl Into<String>) -> Self {
        Self(self.0.set("to_token", to_token.into()))
    }

    /// Required. The source amount in the smallest unit of the token, as digits.
    pub fn from_amount(self, from_amount: impl Into<String>) -> Self {
        Self(self.0.set("from_amount", from_amount.into()))
    }

    /// The maximum slippage, in hundredths of a percent, 0 to 500; 50 by default.
    pub fn slippage_bps(self, slippage_bps: i64) -> Self {
        Self(self.0.set("slippage_bps", slippage_bps))
    }

    /// The destination chain of the swap; the source chain by default.
    pub fn to_chain(self, to_chain: impl Into<String>) -> Self {
        Self(self.0.set("to_chain", to_chain.into()))
    }
}

operation! {
    /// A call of `get_swap_approval`.
    GetSwapApproval("get_swap_approval") -> SwapApproval, all
}

impl<C> GetSwapApproval<C> {
    /// Required. The source chain of the swap.
    pub fn chain(self, chain: impl Into<String>) -> Self {
        Self(self.0.set("chain", chain.into()))
    }

    /// Required. The address of the source token.
    pub fn token(self, token: impl Into<String>) -> Self {
        Self(self.0.set("token", token.into()))
    }

    /// Required. The address of the destination token.
    pub fn token_out(self, token_out: impl Into<String>) -> Self {
        Self(self.0.set("token_out", token_out.into()))
    }

    /// Required. The source amount in the smallest unit of the token, as digits.
    pub fn amount(self, amount: impl Into<String>) -> Self {
        Self(self.0.set("amount", amount.into()))
    }

    /// The address of the signer; with it, the response has the transaction to sign.
    pub fn user_address(self, user_address: impl Into<String>) -> Self {
        Self(self.0.set("user_address", user_address.into()))
    }

    /// The e-mail address of the signer, instead of the address.
    pub fn email(self, email: impl Into<String>) -> Self {
        Self(self.0.set("email", email.into()))
    }

    /// The destination chain of the swap; the source chain by default.
    pub fn to_chain(self, to_chain: impl Into<String>) -> Self {
        Self(self.0.set("to_chain", to_chain.into()))
    }

    /// The address of the recipient if the destination chain is of another family.
    pub fn to_user_address(self, to_user_address: impl Into<String>) -> Self {
        Self(self.0.set("to_user_address", to_user_address.into()))
    }

    /// The e-mail address of the recipient, instead of the address.
    pub fn to_user_email(self, to_user_email: impl Into<String>) -> Self {
        Self(self.0.set("to_user_email", to_user_email.into()))
    }

    /// Whether the response has the fees of the transactions.
    pub fn include_gas_info(self, include_gas_info: bool) -> Self {
        Self(self.0.set("include_gas_info", include_gas_info))
    }
}

operation! {
    /// A call of `get_swap_status`.
    GetSwapStatus("get_swap_status") -> SwapStatus, all
}

impl<C> GetSwapStatus<C> {
    /// Required. The hash of the source transaction.
    pub fn tx_hash(self, tx_hash: impl Into<String>) -> Self {
        Self(self.0.set("tx_hash", tx_hash.into()))
    }

    /// The source chain.
    pub fn from_chain(self, from_chain: impl Into<String>) -> Self {
        Self(self.0.set("from_chain", from_chain.into()))
    }

    /// The destination chain.
    pub fn to_chain(self, to_chain: impl Into<String>) -> Self {
        Self(self.0.set("to_chain", to_chain.into()))
    }

    /// The bridge of the swap.
    pub fn bridge(self, bridge: impl Into<String>) -> Self {
        Self(self.0.set("bridge", bridge.into()))
    }
}

operation! {
    /// A call of `public.create_intent`.
    PublicCreateIntent("public.create_intent") -> CreatedIntent, keyed
}

impl<C> PublicCreateIntent<C> {
    /// The e-mail address of the recipient; pass this or `recipient`.
    pub fn email(self, email: impl Into<String>) -> Self {
        Self(self.0.set("email", email.into()))
    }

    /// The address of the recipient; pass this or `email`.
    pub fn recipient(self, recipient: impl Into<String>) -> Self {
        Self(self.0.set("recipient", recipient.into()))
    }

    /// The amount that the payer pays, in units of the token, 0.02 to 1000000 with at most 6 decimals; pass
    /// this or `to_amount`.
    pub fn amount(self, amount: impl Into<String>) -> Self {
        Self(self.0.set("amount", amount.into()))
    }

    /// The amount that the recipient receives, in units of the token, 0.02 to 1000000 with at most 6
    /// decimals; pass this or `amount`.
    pub fn to_amount(self, to_amount: impl Into<String>) -> Self {
        Self(self.0.set("to_amount", to_amount.into()))
    }

    /// Required. The chain of the payer, for instance `base`.
    pub fn payer_chain(self, payer_chain: impl Into<String>) -> Self {
        Self(self.0.set("payer_chain", payer_chain.into()))
    }

    /// The chain of the recipient; `base` by default.
    pub fn target_chain(self, target_chain: impl Into<String>) -> Self {
        Self(self.0.set("target_chain", target_chain.into()))
    }

    /// The token that the payer pays with; `usdc` by default.
    pub fn payer_asset(self, payer_asset: impl Into<PublicCreateIntentPayerAsset>) -> Self {
        Self(self.0.set("payer_asset", payer_asset.into()))
    }

    /// The token that the recipient receives; `usdc` by default.
    pub fn target_asset(self, target_asset: impl Into<PublicCreateIntentTargetAsset>) -> Self {
        Self(self.0.set("target_asset", target_asset.into()))
    }

    /// The address that pays, for a check against sanctions in advance.
    pub fn payer_address(self, payer_address: impl Into<String>) -> Self {
        Self(self.0.set("payer_address", payer_address.into()))
    }
}

operation! {
    /// A call of `public.submit_proof`.
    PublicSubmitProof("public.submit_proof") -> Intent, keyed
}

impl<C> PublicSubmitProof<C> {
    pub(super) fn intent_id(self, intent_id: impl Into<String>) -> Self {
        Self(self.0.set("intent_id", intent_id.into()))
    }

    /// Required. The proof that the payer has paid: the signed x402 payment or the hash of the transaction.
    pub fn settle_proof(self, settle_proof: impl Into<String>) -> Self {
        Self(self.0.set("settle_proof", settle_proof.into()))
    }
}

operation! {
    /// A call of `public.get_intent`.
    PublicGetIntent("public.get_intent") -> IntentDetails, all
}

impl<C> PublicGetIntent<C> {
    pub(super) fn intent_id(self, intent_id: impl Into<String>) -> Self {
        Self(self.0.set("intent_id", intent_id.into()))
    }
}
