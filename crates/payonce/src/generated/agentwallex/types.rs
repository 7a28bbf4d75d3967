//! The objects of AgentWallex.

// Written by `cargo xtask codegen` from the declarations of the core; edit those.

use serde_json::{Map, Value};

use crate::Secret;

use crate::typed::{object, open_enum, sendable, stateful};

/// The wallet of an agent on one chain.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Wallet {
    /// The address on the chain.
    pub address: String,
    /// The chain as CAIP-2, for instance `eip155:8453`.
    pub chain: String,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    Wallet {
        address: required, chain: required,
    } extra
}

/// An agent with its wallet.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Agent {
    /// The id, for instance `agent_abc123`.
    pub id: String,
    /// The name, unique in the account.
    pub agent_name: Option<String>,
    /// The purpose of the agent.
    pub agent_description: Option<String>,
    /// The wallet that it pays from.
    pub wallet: Option<Wallet>,
    /// Whether it is allowed to pay.
    pub status: Option<AgentStatus>,
    /// The caller's own data, as a string holding JSON.
    pub metadata: Option<Value>,
    /// When it was created.
    pub created_at: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    Agent {
        id: required, agent_name: optional, agent_description: optional, wallet: optional, status: optional,
        metadata: optional, created_at: optional,
    } extra
}

/// One page of agents.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct AgentPage {
    /// The agents of this page.
    pub data: Vec<Agent>,
    /// The number of agents on all pages.
    pub total: Option<i64>,
    /// Whether a further page exists.
    pub has_more: Option<bool>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    AgentPage {
        data: required, total: optional, has_more: optional,
    } extra
}

/// A transfer of tokens out of an agent's wallet.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Transaction {
    /// The id of the transaction.
    pub id: String,
    /// The hash on the chain, once it is known.
    pub hash: Option<String>,
    /// The agent that pays.
    pub agent_id: Option<String>,
    /// `outbound` for a payment.
    pub direction: Option<String>,
    /// `transfer` for a payment.
    pub r#type: Option<String>,
    /// The address that pays.
    pub from_address: Option<String>,
    /// The address that is paid.
    pub to_address: Option<String>,
    /// The amount in units of the token, as a decimal string.
    pub amount: Option<String>,
    /// The token, for instance `USDC`.
    pub token: Option<String>,
    /// The chain as CAIP-2.
    pub chain: Option<String>,
    /// The fee in units of the token, as a decimal string.
    pub fee: Option<String>,
    /// How far it got.
    pub status: Option<TransactionStatus>,
    /// The memo; it ends with the reference of payonce.
    pub memo: Option<String>,
    /// When it was accepted.
    pub created_at: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    Transaction {
        id: required, hash: optional, agent_id: optional, direction: optional, r#type as "type": optional,
        from_address: optional, to_address: optional, amount: optional, token: optional, chain: optional,
        fee: optional, status: optional, memo: optional, created_at: optional,
    } extra
}

/// One page of transactions.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TransactionPage {
    /// The transactions of this page.
    pub data: Vec<Transaction>,
    /// The number of transactions on all pages.
    pub total: Option<i64>,
    /// Whether a further page exists.
    pub has_more: Option<bool>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    TransactionPage {
        data: required, total: optional, has_more: optional,
    } extra
}

/// The hours of a day in which payments are allowed.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct AllowedHours {
    /// The first hour.
    pub start: Option<Value>,
    /// The hour at which it ends.
    pub end: Option<Value>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

impl AllowedHours {
    /// Without any field.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The first hour.
    #[must_use]
    pub fn start(mut self, start: impl Into<Value>) -> Self {
        self.start = Some(start.into());
        self
    }

    /// The hour at which it ends.
    #[must_use]
    pub fn end(mut self, end: impl Into<Value>) -> Self {
        self.end = Some(end.into());
        self
    }
}

object! {
    AllowedHours {
        start: optional, end: optional,
    } extra
}

/// The rules of a policy; which of them apply follows from the type of the policy.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct PolicyRules {
    /// The maximum amount of one payment.
    pub max_transaction_amount: Option<String>,
    /// The maximum amount of the payments of a day.
    pub daily_limit: Option<String>,
    /// The maximum amount of the payments of a month.
    pub monthly_limit: Option<String>,
    /// The only addresses that may be paid.
    pub allowed_addresses: Option<Vec<String>>,
    /// Addresses that may not be paid.
    pub blocked_addresses: Option<Vec<String>>,
    /// The only tokens that may be used.
    pub allowed_tokens: Option<Vec<String>>,
    /// The maximum number of payments in the window.
    pub max_count: Option<i64>,
    /// The length of the window in seconds.
    pub window_seconds: Option<i64>,
    /// The time zone of the schedule, an IANA name.
    pub timezone: Option<String>,
    /// The hours in which payments are allowed.
    pub allowed_hours: Option<AllowedHours>,
    /// The days on which payments are allowed.
    pub allowed_days: Option<Vec<i64>>,
    /// The amount from which a person must approve.
    pub threshold: Option<String>,
    /// How long an approval may take, in seconds.
    pub timeout_seconds: Option<i64>,
    /// The e-mail addresses of those who may approve.
    pub approvers: Option<Vec<String>>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

impl PolicyRules {
    /// Without any field.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The maximum amount of one payment.
    #[must_use]
    pub fn max_transaction_amount(mut self, max_transaction_amount: impl Into<String>) -> Self {
        self.max_transaction_amount = Some(max_transaction_amount.into());
        self
    }

    /// The maximum amount of the payments of a day.
    #[must_use]
    pub fn daily_limit(mut self, daily_limit: impl Into<String>) -> Self {
        self.daily_limit = Some(daily_limit.into());
        self
    }

    /// The maximum amount of the payments of a month.
    #[must_use]
    pub fn monthly_limit(mut self, monthly_limit: impl Into<String>) -> Self {
        self.monthly_limit = Some(monthly_limit.into());
        self
    }

    /// The only addresses that may be paid.
    #[must_use]
    pub fn allowed_addresses(
        mut self,
        allowed_addresses: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.allowed_addresses = Some(allowed_addresses.into_iter().map(Into::into).collect());
        self
    }

    /// Addresses that may not be paid.
    #[must_use]
    pub fn blocked_addresses(
        mut self,
        blocked_addresses: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.blocked_addresses = Some(blocked_addresses.into_iter().map(Into::into).collect());
        self
    }

    /// The only tokens that may be used.
    #[must_use]
    pub fn allowed_tokens(mut self, allowed_tokens: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.allowed_tokens = Some(allowed_tokens.into_iter().map(Into::into).collect());
        self
    }

    /// The maximum number of payments in the window.
    #[must_use]
    pub fn max_count(mut self, max_count: i64) -> Self {
        self.max_count = Some(max_count);
        self
    }

    /// The length of the window in seconds.
    #[must_use]
    pub fn window_seconds(mut self, window_seconds: i64) -> Self {
        self.window_seconds = Some(window_seconds);
        self
    }

    /// The time zone of the schedule, an IANA name.
    #[must_use]
    pub fn timezone(mut self, timezone: impl Into<String>) -> Self {
        self.timezone = Some(timezone.into());
        self
    }

    /// The hours in which payments are allowed.
    #[must_use]
    pub fn allowed_hours(mut self, allowed_hours: AllowedHours) -> Self {
        self.allowed_hours = Some(allowed_hours);
        self
    }

    /// The days on which payments are allowed.
    #[must_use]
    pub fn allowed_days(mut self, allowed_days: impl IntoIterator<Item = i64>) -> Self {
        self.allowed_days = Some(allowed_days.into_iter().collect());
        self
    }

    /// The amount from which a person must approve.
    #[must_use]
    pub fn threshold(mut self, threshold: impl Into<String>) -> Self {
        self.threshold = Some(threshold.into());
        self
    }

    /// How long an approval may take, in seconds.
    #[must_use]
    pub fn timeout_seconds(mut self, timeout_seconds: i64) -> Self {
        self.timeout_seconds = Some(timeout_seconds);
        self
    }

    /// The e-mail addresses of those who may approve.
    #[must_use]
    pub fn approvers(mut self, approvers: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.approvers = Some(approvers.into_iter().map(Into::into).collect());
        self
    }
}

object! {
    PolicyRules {
        max_transaction_amount: optional, daily_limit: optional, monthly_limit: optional,
        allowed_addresses: optional, blocked_addresses: optional, allowed_tokens: optional,
        max_count: optional, window_seconds: optional, timezone: optional, allowed_hours: optional,
        allowed_days: optional, threshold: optional, timeout_seconds: optional, approvers: optional,
    } extra
}

/// A policy that an agent's payments are checked against.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Policy {
    /// The id, for instance `pol_abc123`.
    pub id: String,
    /// The agent that it binds.
    pub agent_id: Option<String>,
    /// The type of the policy.
    pub r#type: Option<PolicyType>,
    /// Its rules.
    pub rules: Option<PolicyRules>,
    /// When it was created.
    pub created_at: Option<String>,
    /// When it was last changed.
    pub updated_at: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    Policy {
        id: required, agent_id: optional, r#type as "type": optional, rules: optional, created_at: optional,
        updated_at: optional,
    } extra
}

/// One page of policies.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PolicyPage {
    /// The policies of this page.
    pub data: Vec<Policy>,
    /// The number of policies on all pages.
    pub total: Option<i64>,
    /// Whether a further page exists.
    pub has_more: Option<bool>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    PolicyPage {
        data: required, total: optional, has_more: optional,
    } extra
}

/// An address that AgentWallex reports events to.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Webhook {
    /// The id of the webhook.
    pub id: String,
    /// The https address that is called.
    pub url: Option<String>,
    /// The events that are reported, for instance `payment.completed`.
    pub events: Option<Vec<String>>,
    /// Whether it is called.
    pub status: Option<WebhookStatus>,
    /// When it was created.
    pub created_at: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    Webhook {
        id: required, url: optional, events: optional, status: optional, created_at: optional,
    } extra
}

/// An x402 session: a budget that an agent may spend for a while.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Session {
    /// The id, for instance `sess_abc123`.
    pub id: String,
    /// The agent that pays.
    pub agent_id: Option<String>,
    /// The budget, as a decimal string.
    pub budget_limit: Option<String>,
    /// The amount that is spent.
    pub budget_spent: Option<String>,
    /// The amount that is left.
    pub budget_remaining: Option<String>,
    /// The chain as CAIP-2.
    pub chain: Option<String>,
    /// Whether it can be used.
    pub status: Option<SessionStatus>,
    /// The only addresses that may be paid.
    pub allowed_urls: Option<Vec<String>>,
    /// When it ends.
    pub expires_at: Option<String>,
    /// When it was created.
    pub created_at: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    Session {
        id: required, agent_id: optional, budget_limit: optional, budget_spent: optional,
        budget_remaining: optional, chain: optional, status: optional, allowed_urls: optional,
        expires_at: optional, created_at: optional,
    } extra
}

/// A payment to an x402 resource.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PayResult {
    /// The id in the ledger, for instance `ldg_abc123`.
    pub ledger_id: String,
    /// The amount, as a decimal string.
    pub amount: Option<String>,
    /// The fee, as a decimal string.
    pub fee_amount: Option<String>,
    /// The fee in percent, as a decimal string.
    pub fee_rate: Option<String>,
    /// The token, for instance `USDC`.
    pub token: Option<String>,
    /// The chain as CAIP-2.
    pub chain: Option<String>,
    /// How far it got.
    pub status: Option<PayResultStatus>,
    /// The value of the `PAYMENT-SIGNATURE` header of the paid request. Anyone who has it can spend the
    /// payment.
    pub payment_signature: Option<Secret>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    PayResult {
        ledger_id: required, amount: optional, fee_amount: optional, fee_rate: optional, token: optional,
        chain: optional, status: optional, payment_signature: hidden,
    } extra
}

/// The confirmation of a deletion.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Deleted {
    /// The id of what was deleted.
    pub id: String,
    /// True.
    pub deleted: Option<bool>,
    /// Members that this version does not know, or that have another type than documented.
    pub extra: Map<String, Value>,
}

object! {
    Deleted {
        id: required, deleted: optional,
    } extra
}

open_enum! {
    /// A value of a field of [`Agent`]. The provider can add others.
    AgentStatus {
        Active = "active",
        Inactive = "inactive",
    }
}

open_enum! {
    /// A value of a field of [`PayResult`]. The provider can add others.
    PayResultStatus {
        Completed = "completed",
        Pending = "pending",
        Failed = "failed",
    }
}

open_enum! {
    /// A value of a field of [`Policy`]. The provider can add others.
    PolicyType {
        SpendingLimit = "spending_limit",
        AddressControl = "address_control",
        TokenControl = "token_control",
        VelocityControl = "velocity_control",
        Schedule = "schedule",
        HumanApproval = "human_approval",
    }
}

open_enum! {
    /// A value of a field of [`Session`]. The provider can add others.
    SessionStatus {
        Active = "active",
        Expired = "expired",
        Deleted = "deleted",
    }
}

open_enum! {
    /// A value of a field of [`Transaction`]. The provider can add others.
    TransactionStatus {
        Pending = "pending",
        Confirmed = "confirmed",
        Failed = "failed",
    }
}

open_enum! {
    /// A value of a field of [`Webhook`]. The provider can add others.
    WebhookStatus {
        Active = "active",
        Inactive = "inactive",
    }
}

stateful!(Ok(crate::Provider::AGENTWALLEX), Transaction, "Transaction", |model| model
    .status
    .as_ref()
    .map(TransactionStatus::as_str));
stateful!(Ok(crate::Provider::AGENTWALLEX), PayResult, "PayResult", |model| model
    .status
    .as_ref()
    .map(PayResultStatus::as_str));
sendable!(AllowedHours, PolicyRules);
