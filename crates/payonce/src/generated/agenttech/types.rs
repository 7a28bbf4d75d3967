//! The objects of AgentTech Pay.

// Written by `cargo xtask codegen` from the declarations of the core; edit those.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::typed::{object, open_enum, stateful};

/// The parts of the fee.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FeeBreakdown {
    /// The chain of the payer.
    pub source_chain: Option<String>,
    /// The fee of that chain.
    pub source_chain_fee: Option<String>,
    /// The chain of the recipient.
    pub target_chain: Option<String>,
    /// The fee of that chain.
    pub target_chain_fee: Option<String>,
    /// The platform's fee.
    pub platform_fee: Option<String>,
    /// The platform's fee in percent, as a decimal string.
    pub platform_fee_percentage: Option<String>,
    /// All of it.
    pub total_fee: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    FeeBreakdown {
        source_chain: optional, source_chain_fee: optional, target_chain: optional,
        target_chain_fee: optional, platform_fee: optional, platform_fee_percentage: optional,
        total_fee: optional,
    } extra
}

/// What the payer has to sign, in the words of x402.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PaymentRequirements {
    /// The x402 scheme, for instance `exact`.
    pub scheme: String,
    /// The network as x402 names it.
    pub network: String,
    /// The amount in the asset's smallest unit.
    pub amount: String,
    /// The address that is paid.
    pub pay_to: String,
    /// How long the signature is valid, in seconds.
    pub max_timeout_seconds: Option<i64>,
    /// The address of the token.
    pub asset: Option<String>,
    /// Further members of the scheme; never assume six decimals.
    pub extra: Option<BTreeMap<String, Value>>,
    /// Members that this version does not know, or that have another type than documented.
    pub further: Map<String, Value>,
}

object! {
    PaymentRequirements {
        scheme: required, network: required, amount: required, pay_to as "payTo": required,
        max_timeout_seconds as "maxTimeoutSeconds": optional, asset: optional, extra: optional,
    } further
}

/// A payment intent.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Intent {
    /// The id of the intent.
    pub intent_id: String,
    /// The address that is paid in the end.
    pub merchant_recipient: Option<String>,
    /// The amount that the payer pays, as a decimal string.
    pub sending_amount: Option<String>,
    /// The amount that the recipient receives, as a decimal string.
    pub receiving_amount: Option<String>,
    /// The fee, as a decimal string.
    pub estimated_fee: Option<String>,
    /// The parts of the fee.
    pub fee_breakdown: Option<FeeBreakdown>,
    /// How far it got.
    pub status: Option<IntentStatus>,
    /// When it was created.
    pub created_at: Option<String>,
    /// When it expires unless it is paid: ten minutes later.
    pub expires_at: Option<String>,
    /// The agent that owns it; with credentials only.
    pub agent_id: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    Intent {
        intent_id: required, merchant_recipient: optional, sending_amount: optional,
        receiving_amount: optional, estimated_fee: optional, fee_breakdown: optional, status: optional,
        created_at: optional, expires_at: optional, agent_id: optional,
    } extra
}

/// A new payment intent with what its payer has to sign.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CreatedIntent {
    /// The id of the intent.
    pub intent_id: String,
    /// The address that is paid in the end.
    pub merchant_recipient: Option<String>,
    /// The amount that the payer pays, as a decimal string.
    pub sending_amount: Option<String>,
    /// The amount that the recipient receives, as a decimal string.
    pub receiving_amount: Option<String>,
    /// The fee, as a decimal string.
    pub estimated_fee: Option<String>,
    /// The parts of the fee.
    pub fee_breakdown: Option<FeeBreakdown>,
    /// How far it got.
    pub status: Option<CreatedIntentStatus>,
    /// When it was created.
    pub created_at: Option<String>,
    /// When it expires unless it is paid: ten minutes later.
    pub expires_at: Option<String>,
    /// The agent that owns it; with credentials only.
    pub agent_id: Option<String>,
    /// The recipient's e-mail address, when that was given.
    pub email: Option<String>,
    /// The address that is paid on the payer's chain.
    pub source_recipient: Option<String>,
    /// The chain of the payer.
    pub payer_chain: Option<String>,
    /// The chain of the recipient.
    pub target_chain: Option<String>,
    /// The token that the payer pays with.
    pub payer_asset: Option<String>,
    /// The token that the recipient receives.
    pub target_asset: Option<String>,
    /// What the payer has to sign.
    pub payment_requirements: Option<PaymentRequirements>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    CreatedIntent {
        intent_id: required, merchant_recipient: optional, sending_amount: optional,
        receiving_amount: optional, estimated_fee: optional, fee_breakdown: optional, status: optional,
        created_at: optional, expires_at: optional, agent_id: optional, email: optional,
        source_recipient: optional, payer_chain: optional, target_chain: optional, payer_asset: optional,
        target_asset: optional, payment_requirements: optional,
    } extra
}

/// One side of a payment on its chain.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Payment {
    /// The chain; of the source only.
    pub chain: Option<String>,
    /// The hash of the transaction.
    pub tx_hash: Option<String>,
    /// The proof of the payment.
    pub settle_proof: Option<String>,
    /// When it settled.
    pub settled_at: Option<String>,
    /// The URL in a block explorer.
    pub explorer_url: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    Payment {
        chain: optional, tx_hash: optional, settle_proof: optional, settled_at: optional,
        explorer_url: optional,
    } extra
}

/// A payment intent with both sides of its payment.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct IntentDetails {
    /// The id of the intent.
    pub intent_id: String,
    /// The address that is paid in the end.
    pub merchant_recipient: Option<String>,
    /// The amount that the payer pays, as a decimal string.
    pub sending_amount: Option<String>,
    /// The amount that the recipient receives, as a decimal string.
    pub receiving_amount: Option<String>,
    /// The fee, as a decimal string.
    pub estimated_fee: Option<String>,
    /// The parts of the fee.
    pub fee_breakdown: Option<FeeBreakdown>,
    /// How far it got.
    pub status: Option<IntentDetailsStatus>,
    /// When it was created.
    pub created_at: Option<String>,
    /// When it expires unless it is paid: ten minutes later.
    pub expires_at: Option<String>,
    /// The agent that owns it; with credentials only.
    pub agent_id: Option<String>,
    /// The chain of the payer.
    pub payer_chain: Option<String>,
    /// The chain of the recipient.
    pub target_chain: Option<String>,
    /// The token that the payer pays with.
    pub payer_asset: Option<String>,
    /// The token that the recipient receives.
    pub target_asset: Option<String>,
    /// The recipient's e-mail address.
    pub receiver_email: Option<String>,
    /// The address that pays.
    pub payer_wallet: Option<String>,
    /// Why it failed.
    pub error_message: Option<String>,
    /// When it ended.
    pub completed_at: Option<String>,
    /// The payer's side.
    pub source_payment: Option<Payment>,
    /// The recipient's side.
    pub target_payment: Option<Payment>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    IntentDetails {
        intent_id: required, merchant_recipient: optional, sending_amount: optional,
        receiving_amount: optional, estimated_fee: optional, fee_breakdown: optional, status: optional,
        created_at: optional, expires_at: optional, agent_id: optional, payer_chain: optional,
        target_chain: optional, payer_asset: optional, target_asset: optional, receiver_email: optional,
        payer_wallet: optional, error_message: optional, completed_at: optional, source_payment: optional,
        target_payment: optional,
    } extra
}

/// One page of payment intents.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct IntentPage {
    /// The intents of this page.
    pub intents: Vec<IntentDetails>,
    /// The number of intents on all pages.
    pub total: Option<i64>,
    /// The page, from 1.
    pub page: Option<i64>,
    /// Items on a page.
    pub page_size: Option<i64>,
    /// Whether a further page exists; computed from the total.
    pub has_more: Option<bool>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    IntentPage {
        intents: required, total: optional, page: optional, page_size: optional, has_more: optional,
    } extra
}

/// The agent that the keys belong to.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct AgentProfile {
    /// The id.
    pub agent_id: String,
    /// The number.
    pub agent_number: Option<Value>,
    /// The name.
    pub name: Option<String>,
    /// Whether it is allowed to pay.
    pub status: Option<String>,
    /// Its address on EVM chains.
    pub wallet_address: Option<String>,
    /// Its address on Solana.
    pub solana_wallet_address: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    AgentProfile {
        agent_id: required, agent_number: optional, name: optional, status: optional,
        wallet_address: optional, solana_wallet_address: optional,
    } extra
}

/// The chains that payments work on.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SupportedChains {
    /// The chains that payments can come from.
    pub chains: Vec<String>,
    /// The chains that payments can go to.
    pub target_chains: Option<Vec<String>>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    SupportedChains {
        chains: required, target_chains: optional,
    } extra
}

/// The amounts and the costs of a swap, in smallest units.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SwapQuoteAmounts {
    /// The source token.
    pub input_token: Option<String>,
    /// The destination token.
    pub output_token: Option<String>,
    /// How much goes in.
    pub input_amount: Option<String>,
    /// The expected destination amount.
    pub output_amount: Option<String>,
    /// The minimum destination amount.
    pub min_output_amount: Option<String>,
    /// How far the swap moves the price, in percent.
    pub price_impact_pct: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    SwapQuoteAmounts {
        input_token: optional, output_token: optional, input_amount: optional, output_amount: optional,
        min_output_amount: optional, price_impact_pct: optional,
    } extra
}

/// A transaction that is ready to be signed.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SwapTransaction {
    /// The transaction.
    pub transaction: String,
    /// The address it goes to.
    pub to: Option<String>,
    /// The value that it carries.
    pub value: Option<String>,
    /// Its gas limit.
    pub gas_limit: Option<String>,
    /// When it expires, a Unix time.
    pub expires_at: Option<i64>,
    /// The last block that accepts it.
    pub last_valid_block_height: Option<i64>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    SwapTransaction {
        transaction: required, to: optional, value: optional, gas_limit: optional, expires_at: optional,
        last_valid_block_height: optional,
    } extra
}

/// A quote for a swap.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SwapQuote {
    /// The amounts and the costs.
    pub quote: SwapQuoteAmounts,
    /// The transaction to sign.
    pub swap_transaction: Option<SwapTransaction>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    SwapQuote {
        quote: required, swap_transaction: optional,
    } extra
}

/// A registered swap.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SwapIntent {
    /// The id of the intent.
    pub intent_id: String,
    /// How far it got.
    pub status: Option<SwapIntentStatus>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    SwapIntent {
        intent_id: required, status: optional,
    } extra
}

/// A swap that was sent to its chain.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SwapResult {
    /// The hash of the transaction.
    pub tx_hash: String,
    /// The chain.
    pub chain: Option<String>,
    /// The source token.
    pub from_token: Option<String>,
    /// The destination token.
    pub to_token: Option<String>,
    /// The source amount, in the smallest unit.
    pub from_amount: Option<String>,
    /// The expected destination amount, in the smallest unit.
    pub estimated_output: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    SwapResult {
        tx_hash: required, chain: optional, from_token: optional, to_token: optional, from_amount: optional,
        estimated_output: optional,
    } extra
}

/// A transaction to sign before a swap.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SwapCall {
    /// The address it goes to.
    pub to: Option<String>,
    /// The address that signs it.
    pub from: Option<String>,
    /// Its data, in hexadecimal.
    pub data: Option<String>,
    /// The value that it carries.
    pub value: Option<String>,
    /// The number of its chain.
    pub chain_id: Option<Value>,
    /// Its gas limit.
    pub gas_limit: Option<Value>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    SwapCall {
        to: optional, from: optional, data: optional, value: optional, chain_id: optional,
        gas_limit: optional,
    } extra
}

/// Whether a token has to be approved before a swap.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SwapApproval {
    /// The id of the request.
    pub request_id: Option<String>,
    /// Whether it has to.
    pub needs_approval: Option<bool>,
    /// The transaction that approves it.
    pub approval: Option<SwapCall>,
    /// The transaction that revokes an earlier approval.
    pub cancel: Option<SwapCall>,
    /// The fee of the approval.
    pub gas_fee: Option<String>,
    /// The fee of the revocation.
    pub cancel_gas_fee: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    SwapApproval {
        request_id: optional, needs_approval: optional, approval: optional, cancel: optional,
        gas_fee: optional, cancel_gas_fee: optional,
    } extra
}

/// The status of a swap.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SwapStatus {
    /// How far it got.
    pub status: Option<SwapStatusStatus>,
    /// The same in more detail.
    pub substatus: Option<String>,
    /// The same in words.
    pub message: Option<String>,
    /// The bridge or exchange that carries it.
    pub tool: Option<String>,
    /// The hash of the transaction that was sent.
    pub source_tx_hash: Option<String>,
    /// The hash of the transaction that arrived.
    pub dest_tx_hash: Option<String>,
    /// The amount that arrived, in the smallest unit.
    pub received_amount: Option<String>,
    /// The URL in a block explorer.
    pub explorer_link: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    SwapStatus {
        status: optional, substatus: optional, message: optional, tool: optional, source_tx_hash: optional,
        dest_tx_hash: optional, received_amount: optional, explorer_link: optional,
    } extra
}

open_enum! {
    /// A value of an argument. The provider can add others.
    CreateIntentPayerAsset {
        Usdc = "usdc",
        Usdt = "usdt",
        Usdt0 = "usdt0",
    }
}

open_enum! {
    /// A value of an argument. The provider can add others.
    CreateIntentTargetAsset {
        Usdc = "usdc",
        Usdt = "usdt",
        Usdt0 = "usdt0",
    }
}

open_enum! {
    /// A value of a field of [`CreatedIntent`]. The provider can add others.
    CreatedIntentStatus {
        AWAITINGPAYMENT = "AWAITING_PAYMENT",
        PENDING = "PENDING",
        VERIFICATIONFAILED = "VERIFICATION_FAILED",
        SOURCESETTLED = "SOURCE_SETTLED",
        TARGETSETTLING = "TARGET_SETTLING",
        TARGETSETTLED = "TARGET_SETTLED",
        PARTIALSETTLEMENT = "PARTIAL_SETTLEMENT",
        EXPIRED = "EXPIRED",
        BLOCKED = "BLOCKED",
    }
}

open_enum! {
    /// A value of a field of [`IntentDetails`]. The provider can add others.
    IntentDetailsStatus {
        AWAITINGPAYMENT = "AWAITING_PAYMENT",
        PENDING = "PENDING",
        VERIFICATIONFAILED = "VERIFICATION_FAILED",
        SOURCESETTLED = "SOURCE_SETTLED",
        TARGETSETTLING = "TARGET_SETTLING",
        TARGETSETTLED = "TARGET_SETTLED",
        PARTIALSETTLEMENT = "PARTIAL_SETTLEMENT",
        EXPIRED = "EXPIRED",
        BLOCKED = "BLOCKED",
    }
}

open_enum! {
    /// A value of a field of [`Intent`]. The provider can add others.
    IntentStatus {
        AWAITINGPAYMENT = "AWAITING_PAYMENT",
        PENDING = "PENDING",
        VERIFICATIONFAILED = "VERIFICATION_FAILED",
        SOURCESETTLED = "SOURCE_SETTLED",
        TARGETSETTLING = "TARGET_SETTLING",
        TARGETSETTLED = "TARGET_SETTLED",
        PARTIALSETTLEMENT = "PARTIAL_SETTLEMENT",
        EXPIRED = "EXPIRED",
        BLOCKED = "BLOCKED",
    }
}

open_enum! {
    /// A value of an argument. The provider can add others.
    PublicCreateIntentPayerAsset {
        Usdc = "usdc",
        Usdt = "usdt",
        Usdt0 = "usdt0",
    }
}

open_enum! {
    /// A value of an argument. The provider can add others.
    PublicCreateIntentTargetAsset {
        Usdc = "usdc",
        Usdt = "usdt",
        Usdt0 = "usdt0",
    }
}

open_enum! {
    /// A value of a field of [`SwapIntent`]. The provider can add others.
    SwapIntentStatus {
        PENDING = "PENDING",
        DONE = "DONE",
        FAILED = "FAILED",
        CANCELED = "CANCELED",
    }
}

open_enum! {
    /// A value of a field of [`SwapStatus`]. The provider can add others.
    SwapStatusStatus {
        PENDING = "PENDING",
        DONE = "DONE",
        FAILED = "FAILED",
        INVALID = "INVALID",
        NOTFOUND = "NOT_FOUND",
    }
}

stateful!(Ok(crate::Provider::AGENTTECH), Intent, "Intent", |model| model
    .status
    .as_ref()
    .map(IntentStatus::as_str));
stateful!(Ok(crate::Provider::AGENTTECH), CreatedIntent, "CreatedIntent", |model| model
    .status
    .as_ref()
    .map(CreatedIntentStatus::as_str));
stateful!(Ok(crate::Provider::AGENTTECH), IntentDetails, "IntentDetails", |model| model
    .status
    .as_ref()
    .map(IntentDetailsStatus::as_str));
stateful!(Ok(crate::Provider::AGENTTECH), SwapIntent, "SwapIntent", |model| model
    .status
    .as_ref()
    .map(SwapIntentStatus::as_str));
