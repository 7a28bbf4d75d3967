//! The objects of AgentTech Pay.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::model::{open_enum, readable, require, stateful, take};

/// What the fee is made of.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FeeBreakdown {
    /// The chain that is paid from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_chain: Option<String>,
    /// The fee of that chain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_chain_fee: Option<String>,
    /// The chain that is paid to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_chain: Option<String>,
    /// The fee of that chain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_chain_fee: Option<String>,
    /// The platform's fee.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform_fee: Option<String>,
    /// The platform's fee in percent, as a decimal string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform_fee_percentage: Option<String>,
    /// All of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_fee: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl FeeBreakdown {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            source_chain: take(&mut members, "source_chain"),
            source_chain_fee: take(&mut members, "source_chain_fee"),
            target_chain: take(&mut members, "target_chain"),
            target_chain_fee: take(&mut members, "target_chain_fee"),
            platform_fee: take(&mut members, "platform_fee"),
            platform_fee_percentage: take(&mut members, "platform_fee_percentage"),
            total_fee: take(&mut members, "total_fee"),
            extra: members,
        })
    }
}

/// What the payer has to sign, in the words of x402.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PaymentRequirements {
    /// The x402 scheme, for instance `exact`.
    pub scheme: String,
    /// The network as x402 names it.
    pub network: String,
    /// The amount in the asset's smallest unit.
    pub amount: String,
    /// The address that is paid.
    #[serde(rename = "payTo")]
    pub pay_to: String,
    /// How long the signature may live, in seconds.
    #[serde(rename = "maxTimeoutSeconds")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_timeout_seconds: Option<i64>,
    /// The address of the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asset: Option<String>,
    /// Further members of the scheme; never assume six decimals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extra: Option<BTreeMap<String, Value>>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub further: Map<String, Value>,
}

impl PaymentRequirements {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            scheme: require(&mut members, "scheme")?,
            network: require(&mut members, "network")?,
            amount: require(&mut members, "amount")?,
            pay_to: require(&mut members, "payTo")?,
            max_timeout_seconds: take(&mut members, "maxTimeoutSeconds"),
            asset: take(&mut members, "asset"),
            extra: take(&mut members, "extra"),
            further: members,
        })
    }
}

/// A payment intent.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Intent {
    /// The id of the intent.
    pub intent_id: String,
    /// The address that is paid in the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_recipient: Option<String>,
    /// What the payer pays, as a decimal string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sending_amount: Option<String>,
    /// What arrives, as a decimal string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receiving_amount: Option<String>,
    /// The fee, as a decimal string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_fee: Option<String>,
    /// What the fee is made of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fee_breakdown: Option<FeeBreakdown>,
    /// How far it got.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<IntentStatus>,
    /// When it was created.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
    /// When it expires unless it is paid: ten minutes later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
    /// The agent that owns it; with credentials only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Intent {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            intent_id: require(&mut members, "intent_id")?,
            merchant_recipient: take(&mut members, "merchant_recipient"),
            sending_amount: take(&mut members, "sending_amount"),
            receiving_amount: take(&mut members, "receiving_amount"),
            estimated_fee: take(&mut members, "estimated_fee"),
            fee_breakdown: take(&mut members, "fee_breakdown"),
            status: take(&mut members, "status"),
            created_at: take(&mut members, "created_at"),
            expires_at: take(&mut members, "expires_at"),
            agent_id: take(&mut members, "agent_id"),
            extra: members,
        })
    }
}

/// A new payment intent with what its payer has to sign.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CreatedIntent {
    /// The id of the intent.
    pub intent_id: String,
    /// The address that is paid in the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_recipient: Option<String>,
    /// What the payer pays, as a decimal string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sending_amount: Option<String>,
    /// What arrives, as a decimal string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receiving_amount: Option<String>,
    /// The fee, as a decimal string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_fee: Option<String>,
    /// What the fee is made of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fee_breakdown: Option<FeeBreakdown>,
    /// How far it got.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<CreatedIntentStatus>,
    /// When it was created.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
    /// When it expires unless it is paid: ten minutes later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
    /// The agent that owns it; with credentials only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// The recipient's e-mail address, when that was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The address that is paid on the payer's chain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_recipient: Option<String>,
    /// The chain that is paid from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer_chain: Option<String>,
    /// The chain that is paid to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_chain: Option<String>,
    /// The token that is paid with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer_asset: Option<String>,
    /// The token that arrives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_asset: Option<String>,
    /// What the payer has to sign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_requirements: Option<PaymentRequirements>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl CreatedIntent {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            intent_id: require(&mut members, "intent_id")?,
            merchant_recipient: take(&mut members, "merchant_recipient"),
            sending_amount: take(&mut members, "sending_amount"),
            receiving_amount: take(&mut members, "receiving_amount"),
            estimated_fee: take(&mut members, "estimated_fee"),
            fee_breakdown: take(&mut members, "fee_breakdown"),
            status: take(&mut members, "status"),
            created_at: take(&mut members, "created_at"),
            expires_at: take(&mut members, "expires_at"),
            agent_id: take(&mut members, "agent_id"),
            email: take(&mut members, "email"),
            source_recipient: take(&mut members, "source_recipient"),
            payer_chain: take(&mut members, "payer_chain"),
            target_chain: take(&mut members, "target_chain"),
            payer_asset: take(&mut members, "payer_asset"),
            target_asset: take(&mut members, "target_asset"),
            payment_requirements: take(&mut members, "payment_requirements"),
            extra: members,
        })
    }
}

/// One side of a payment on its chain.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Payment {
    /// The chain; of the source only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain: Option<String>,
    /// The hash of the transaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tx_hash: Option<String>,
    /// The proof of the payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settle_proof: Option<String>,
    /// When it settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<String>,
    /// Where a block explorer shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explorer_url: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Payment {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            chain: take(&mut members, "chain"),
            tx_hash: take(&mut members, "tx_hash"),
            settle_proof: take(&mut members, "settle_proof"),
            settled_at: take(&mut members, "settled_at"),
            explorer_url: take(&mut members, "explorer_url"),
            extra: members,
        })
    }
}

/// A payment intent with both sides of its payment.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct IntentDetails {
    /// The id of the intent.
    pub intent_id: String,
    /// The address that is paid in the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_recipient: Option<String>,
    /// What the payer pays, as a decimal string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sending_amount: Option<String>,
    /// What arrives, as a decimal string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receiving_amount: Option<String>,
    /// The fee, as a decimal string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_fee: Option<String>,
    /// What the fee is made of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fee_breakdown: Option<FeeBreakdown>,
    /// How far it got.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<IntentDetailsStatus>,
    /// When it was created.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
    /// When it expires unless it is paid: ten minutes later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
    /// The agent that owns it; with credentials only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// The chain that is paid from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer_chain: Option<String>,
    /// The chain that is paid to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_chain: Option<String>,
    /// The token that is paid with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer_asset: Option<String>,
    /// The token that arrives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_asset: Option<String>,
    /// The recipient's e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receiver_email: Option<String>,
    /// The address that pays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer_wallet: Option<String>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<String>,
    /// The payer's side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_payment: Option<Payment>,
    /// The recipient's side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_payment: Option<Payment>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl IntentDetails {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            intent_id: require(&mut members, "intent_id")?,
            merchant_recipient: take(&mut members, "merchant_recipient"),
            sending_amount: take(&mut members, "sending_amount"),
            receiving_amount: take(&mut members, "receiving_amount"),
            estimated_fee: take(&mut members, "estimated_fee"),
            fee_breakdown: take(&mut members, "fee_breakdown"),
            status: take(&mut members, "status"),
            created_at: take(&mut members, "created_at"),
            expires_at: take(&mut members, "expires_at"),
            agent_id: take(&mut members, "agent_id"),
            payer_chain: take(&mut members, "payer_chain"),
            target_chain: take(&mut members, "target_chain"),
            payer_asset: take(&mut members, "payer_asset"),
            target_asset: take(&mut members, "target_asset"),
            receiver_email: take(&mut members, "receiver_email"),
            payer_wallet: take(&mut members, "payer_wallet"),
            error_message: take(&mut members, "error_message"),
            completed_at: take(&mut members, "completed_at"),
            source_payment: take(&mut members, "source_payment"),
            target_payment: take(&mut members, "target_payment"),
            extra: members,
        })
    }
}

/// One page of payment intents.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct IntentPage {
    /// The intents of this page.
    pub intents: Vec<IntentDetails>,
    /// The number of intents on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
    /// The page, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<i64>,
    /// Items on a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_size: Option<i64>,
    /// Whether a further page exists; computed from the total.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_more: Option<bool>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl IntentPage {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            intents: require(&mut members, "intents")?,
            total: take(&mut members, "total"),
            page: take(&mut members, "page"),
            page_size: take(&mut members, "page_size"),
            has_more: take(&mut members, "has_more"),
            extra: members,
        })
    }
}

/// The agent that the keys belong to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AgentProfile {
    /// The id.
    pub agent_id: String,
    /// The number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_number: Option<Value>,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether it may pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Its address on EVM chains.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wallet_address: Option<String>,
    /// Its address on Solana.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub solana_wallet_address: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl AgentProfile {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            agent_id: require(&mut members, "agent_id")?,
            agent_number: take(&mut members, "agent_number"),
            name: take(&mut members, "name"),
            status: take(&mut members, "status"),
            wallet_address: take(&mut members, "wallet_address"),
            solana_wallet_address: take(&mut members, "solana_wallet_address"),
            extra: members,
        })
    }
}

/// The chains that payments work on.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SupportedChains {
    /// The chains that payments can come from.
    pub chains: Vec<String>,
    /// The chains that payments can go to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_chains: Option<Vec<String>>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl SupportedChains {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            chains: require(&mut members, "chains")?,
            target_chains: take(&mut members, "target_chains"),
            extra: members,
        })
    }
}

/// What a swap costs and brings, in smallest units.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SwapQuoteAmounts {
    /// The token that goes in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_token: Option<String>,
    /// The token that comes out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_token: Option<String>,
    /// How much goes in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_amount: Option<String>,
    /// How much should come out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_amount: Option<String>,
    /// How much comes out at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_output_amount: Option<String>,
    /// How far the swap moves the price, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_impact_pct: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl SwapQuoteAmounts {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            input_token: take(&mut members, "input_token"),
            output_token: take(&mut members, "output_token"),
            input_amount: take(&mut members, "input_amount"),
            output_amount: take(&mut members, "output_amount"),
            min_output_amount: take(&mut members, "min_output_amount"),
            price_impact_pct: take(&mut members, "price_impact_pct"),
            extra: members,
        })
    }
}

/// A transaction that is ready to be signed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SwapTransaction {
    /// The transaction.
    pub transaction: String,
    /// The address it goes to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The value that it carries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Its gas limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gas_limit: Option<String>,
    /// When it lapses, a Unix time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<i64>,
    /// The last block that takes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_valid_block_height: Option<i64>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl SwapTransaction {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            transaction: require(&mut members, "transaction")?,
            to: take(&mut members, "to"),
            value: take(&mut members, "value"),
            gas_limit: take(&mut members, "gas_limit"),
            expires_at: take(&mut members, "expires_at"),
            last_valid_block_height: take(&mut members, "last_valid_block_height"),
            extra: members,
        })
    }
}

/// A quote for a swap.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SwapQuote {
    /// What it costs and brings.
    pub quote: SwapQuoteAmounts,
    /// The transaction to sign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub swap_transaction: Option<SwapTransaction>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl SwapQuote {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            quote: require(&mut members, "quote")?,
            swap_transaction: take(&mut members, "swap_transaction"),
            extra: members,
        })
    }
}

/// A swap that is being followed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SwapIntent {
    /// The id of the intent.
    pub intent_id: String,
    /// How far it got.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<SwapIntentStatus>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl SwapIntent {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            intent_id: require(&mut members, "intent_id")?,
            status: take(&mut members, "status"),
            extra: members,
        })
    }
}

/// A swap that was sent to its chain.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SwapResult {
    /// The hash of the transaction.
    pub tx_hash: String,
    /// The chain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain: Option<String>,
    /// The token that goes in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_token: Option<String>,
    /// The token that comes out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_token: Option<String>,
    /// How much goes in, in the smallest unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_amount: Option<String>,
    /// How much should come out, in the smallest unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_output: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl SwapResult {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            tx_hash: require(&mut members, "tx_hash")?,
            chain: take(&mut members, "chain"),
            from_token: take(&mut members, "from_token"),
            to_token: take(&mut members, "to_token"),
            from_amount: take(&mut members, "from_amount"),
            estimated_output: take(&mut members, "estimated_output"),
            extra: members,
        })
    }
}

/// A transaction to sign before a swap.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SwapCall {
    /// The address it goes to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The address that signs it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Its data, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
    /// The value that it carries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The number of its chain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain_id: Option<Value>,
    /// Its gas limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gas_limit: Option<Value>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl SwapCall {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            to: take(&mut members, "to"),
            from: take(&mut members, "from"),
            data: take(&mut members, "data"),
            value: take(&mut members, "value"),
            chain_id: take(&mut members, "chain_id"),
            gas_limit: take(&mut members, "gas_limit"),
            extra: members,
        })
    }
}

/// Whether a token has to be approved before a swap.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SwapApproval {
    /// The id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Whether it has to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs_approval: Option<bool>,
    /// The transaction that approves it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approval: Option<SwapCall>,
    /// The transaction that takes an earlier approval back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancel: Option<SwapCall>,
    /// The fee of the approval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gas_fee: Option<String>,
    /// The fee of taking it back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancel_gas_fee: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl SwapApproval {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            request_id: take(&mut members, "request_id"),
            needs_approval: take(&mut members, "needs_approval"),
            approval: take(&mut members, "approval"),
            cancel: take(&mut members, "cancel"),
            gas_fee: take(&mut members, "gas_fee"),
            cancel_gas_fee: take(&mut members, "cancel_gas_fee"),
            extra: members,
        })
    }
}

/// How far a swap got.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SwapStatus {
    /// How far it got.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<SwapStatusStatus>,
    /// The same in more detail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub substatus: Option<String>,
    /// The same in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The bridge or exchange that carries it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool: Option<String>,
    /// The hash of the transaction that was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_tx_hash: Option<String>,
    /// The hash of the transaction that arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dest_tx_hash: Option<String>,
    /// How much arrived, in the smallest unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_amount: Option<String>,
    /// Where an explorer shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explorer_link: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl SwapStatus {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            status: take(&mut members, "status"),
            substatus: take(&mut members, "substatus"),
            message: take(&mut members, "message"),
            tool: take(&mut members, "tool"),
            source_tx_hash: take(&mut members, "source_tx_hash"),
            dest_tx_hash: take(&mut members, "dest_tx_hash"),
            received_amount: take(&mut members, "received_amount"),
            explorer_link: take(&mut members, "explorer_link"),
            extra: members,
        })
    }
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

readable!(
    FeeBreakdown,
    PaymentRequirements,
    Intent,
    CreatedIntent,
    Payment,
    IntentDetails,
    IntentPage,
    AgentProfile,
    SupportedChains,
    SwapQuoteAmounts,
    SwapTransaction,
    SwapQuote,
    SwapIntent,
    SwapResult,
    SwapCall,
    SwapApproval,
    SwapStatus
);
stateful!(AgentTech, Intent, |model| model.status.as_ref().map(IntentStatus::as_str));
stateful!(AgentTech, CreatedIntent, |model| model.status.as_ref().map(CreatedIntentStatus::as_str));
stateful!(AgentTech, IntentDetails, |model| model.status.as_ref().map(IntentDetailsStatus::as_str));
stateful!(AgentTech, SwapIntent, |model| model.status.as_ref().map(SwapIntentStatus::as_str));
