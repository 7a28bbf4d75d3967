//! The objects of AgentWallex.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.

use serde::Serialize;
use serde_json::{Map, Value};

use payonce_core::Secret;

use crate::model::{open_enum, readable, require, sendable, stateful, take};

/// The wallet of an agent on one chain.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Wallet {
    /// The address on the chain.
    pub address: String,
    /// The chain as CAIP-2, for instance `eip155:8453`.
    pub chain: String,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Wallet {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            address: require(&mut members, "address")?,
            chain: require(&mut members, "chain")?,
            extra: members,
        })
    }
}

/// An agent with its wallet.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Agent {
    /// The id, for instance `agent_abc123`.
    pub id: String,
    /// The name, unique in the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_name: Option<String>,
    /// What the agent is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_description: Option<String>,
    /// The wallet that it pays from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wallet: Option<Wallet>,
    /// Whether it may pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<AgentStatus>,
    /// The caller's own data, as a string holding JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// When it was created.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Agent {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            id: require(&mut members, "id")?,
            agent_name: take(&mut members, "agent_name"),
            agent_description: take(&mut members, "agent_description"),
            wallet: take(&mut members, "wallet"),
            status: take(&mut members, "status"),
            metadata: take(&mut members, "metadata"),
            created_at: take(&mut members, "created_at"),
            extra: members,
        })
    }
}

/// One page of agents.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AgentPage {
    /// The agents of this page.
    pub data: Vec<Agent>,
    /// The number of agents on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
    /// Whether a further page exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_more: Option<bool>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl AgentPage {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            data: require(&mut members, "data")?,
            total: take(&mut members, "total"),
            has_more: take(&mut members, "has_more"),
            extra: members,
        })
    }
}

/// A transfer of tokens out of an agent's wallet.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Transaction {
    /// The id of the transaction.
    pub id: String,
    /// The hash on the chain, once it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// The agent that pays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// `outbound` for a payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<String>,
    /// `transfer` for a payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    /// The address that pays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_address: Option<String>,
    /// The address that is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_address: Option<String>,
    /// The amount in units of the token, as a decimal string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    /// The token, for instance `USDC`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The chain as CAIP-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain: Option<String>,
    /// The fee in units of the token, as a decimal string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fee: Option<String>,
    /// How far it got.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<TransactionStatus>,
    /// The memo; it ends with the reference of payonce.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memo: Option<String>,
    /// When it was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Transaction {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            id: require(&mut members, "id")?,
            hash: take(&mut members, "hash"),
            agent_id: take(&mut members, "agent_id"),
            direction: take(&mut members, "direction"),
            r#type: take(&mut members, "type"),
            from_address: take(&mut members, "from_address"),
            to_address: take(&mut members, "to_address"),
            amount: take(&mut members, "amount"),
            token: take(&mut members, "token"),
            chain: take(&mut members, "chain"),
            fee: take(&mut members, "fee"),
            status: take(&mut members, "status"),
            memo: take(&mut members, "memo"),
            created_at: take(&mut members, "created_at"),
            extra: members,
        })
    }
}

/// One page of transactions.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TransactionPage {
    /// The transactions of this page.
    pub data: Vec<Transaction>,
    /// The number of transactions on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
    /// Whether a further page exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_more: Option<bool>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl TransactionPage {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            data: require(&mut members, "data")?,
            total: take(&mut members, "total"),
            has_more: take(&mut members, "has_more"),
            extra: members,
        })
    }
}

/// The hours of a day in which payments are allowed.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
#[non_exhaustive]
pub struct AllowedHours {
    /// The first hour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Value>,
    /// The hour at which it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Value>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
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

    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self { start: take(&mut members, "start"), end: take(&mut members, "end"), extra: members })
    }
}

/// The rules of a policy; which of them apply follows from the type of the policy.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
#[non_exhaustive]
pub struct PolicyRules {
    /// The most that one payment may move.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_transaction_amount: Option<String>,
    /// The most that a day's payments may move.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub daily_limit: Option<String>,
    /// The most that a month's payments may move.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub monthly_limit: Option<String>,
    /// The only addresses that may be paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_addresses: Option<Vec<String>>,
    /// Addresses that may not be paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked_addresses: Option<Vec<String>>,
    /// The only tokens that may be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_tokens: Option<Vec<String>>,
    /// The most payments in the window.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_count: Option<i64>,
    /// The length of the window in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window_seconds: Option<i64>,
    /// The time zone of the schedule, an IANA name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// The hours in which payments are allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_hours: Option<AllowedHours>,
    /// The days on which payments are allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_days: Option<Vec<i64>>,
    /// The amount from which a person must approve.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<String>,
    /// How long an approval may take, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_seconds: Option<i64>,
    /// The e-mail addresses of those who may approve.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approvers: Option<Vec<String>>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl PolicyRules {
    /// Without any field.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The most that one payment may move.
    #[must_use]
    pub fn max_transaction_amount(mut self, max_transaction_amount: impl Into<String>) -> Self {
        self.max_transaction_amount = Some(max_transaction_amount.into());
        self
    }

    /// The most that a day's payments may move.
    #[must_use]
    pub fn daily_limit(mut self, daily_limit: impl Into<String>) -> Self {
        self.daily_limit = Some(daily_limit.into());
        self
    }

    /// The most that a month's payments may move.
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

    /// The most payments in the window.
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

    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            max_transaction_amount: take(&mut members, "max_transaction_amount"),
            daily_limit: take(&mut members, "daily_limit"),
            monthly_limit: take(&mut members, "monthly_limit"),
            allowed_addresses: take(&mut members, "allowed_addresses"),
            blocked_addresses: take(&mut members, "blocked_addresses"),
            allowed_tokens: take(&mut members, "allowed_tokens"),
            max_count: take(&mut members, "max_count"),
            window_seconds: take(&mut members, "window_seconds"),
            timezone: take(&mut members, "timezone"),
            allowed_hours: take(&mut members, "allowed_hours"),
            allowed_days: take(&mut members, "allowed_days"),
            threshold: take(&mut members, "threshold"),
            timeout_seconds: take(&mut members, "timeout_seconds"),
            approvers: take(&mut members, "approvers"),
            extra: members,
        })
    }
}

/// A policy that an agent's payments are checked against.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Policy {
    /// The id, for instance `pol_abc123`.
    pub id: String,
    /// The agent that it binds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// What kind of policy it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<PolicyType>,
    /// Its rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules: Option<PolicyRules>,
    /// When it was created.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
    /// When it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Policy {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            id: require(&mut members, "id")?,
            agent_id: take(&mut members, "agent_id"),
            r#type: take(&mut members, "type"),
            rules: take(&mut members, "rules"),
            created_at: take(&mut members, "created_at"),
            updated_at: take(&mut members, "updated_at"),
            extra: members,
        })
    }
}

/// One page of policies.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PolicyPage {
    /// The policies of this page.
    pub data: Vec<Policy>,
    /// The number of policies on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
    /// Whether a further page exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_more: Option<bool>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl PolicyPage {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            data: require(&mut members, "data")?,
            total: take(&mut members, "total"),
            has_more: take(&mut members, "has_more"),
            extra: members,
        })
    }
}

/// An address that AgentWallex reports events to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Webhook {
    /// The id of the webhook.
    pub id: String,
    /// The https address that is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The events that are reported, for instance `payment.completed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<String>>,
    /// Whether it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<WebhookStatus>,
    /// When it was created.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Webhook {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            id: require(&mut members, "id")?,
            url: take(&mut members, "url"),
            events: take(&mut members, "events"),
            status: take(&mut members, "status"),
            created_at: take(&mut members, "created_at"),
            extra: members,
        })
    }
}

/// An x402 session: a budget that an agent may spend for a while.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Session {
    /// The id, for instance `sess_abc123`.
    pub id: String,
    /// The agent that pays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// The budget, as a decimal string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_limit: Option<String>,
    /// What is spent of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_spent: Option<String>,
    /// What is left of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_remaining: Option<String>,
    /// The chain as CAIP-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain: Option<String>,
    /// Whether it may be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<SessionStatus>,
    /// The only addresses that may be paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_urls: Option<Vec<String>>,
    /// When it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
    /// When it was created.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Session {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            id: require(&mut members, "id")?,
            agent_id: take(&mut members, "agent_id"),
            budget_limit: take(&mut members, "budget_limit"),
            budget_spent: take(&mut members, "budget_spent"),
            budget_remaining: take(&mut members, "budget_remaining"),
            chain: take(&mut members, "chain"),
            status: take(&mut members, "status"),
            allowed_urls: take(&mut members, "allowed_urls"),
            expires_at: take(&mut members, "expires_at"),
            created_at: take(&mut members, "created_at"),
            extra: members,
        })
    }
}

/// A payment to an x402 resource.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PayResult {
    /// The id in the ledger, for instance `ldg_abc123`.
    pub ledger_id: String,
    /// The amount, as a decimal string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    /// The fee, as a decimal string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fee_amount: Option<String>,
    /// The fee in percent, as a decimal string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fee_rate: Option<String>,
    /// The token, for instance `USDC`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The chain as CAIP-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain: Option<String>,
    /// How far it got.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<PayResultStatus>,
    /// The value of the `PAYMENT-SIGNATURE` header of the paid request. Anyone who has it can spend the
    /// payment.
    #[serde(skip_serializing)]
    pub payment_signature: Option<Secret>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl PayResult {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self {
            ledger_id: require(&mut members, "ledger_id")?,
            amount: take(&mut members, "amount"),
            fee_amount: take(&mut members, "fee_amount"),
            fee_rate: take(&mut members, "fee_rate"),
            token: take(&mut members, "token"),
            chain: take(&mut members, "chain"),
            status: take(&mut members, "status"),
            payment_signature: take(&mut members, "payment_signature"),
            extra: members,
        })
    }
}

/// The word that something was deleted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Deleted {
    /// The id of what was deleted.
    pub id: String,
    /// True.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted: Option<bool>,
    /// Members that this version does not know, or that have another type than documented.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Deleted {
    fn from_members(mut members: Map<String, Value>) -> Result<Self, String> {
        Ok(Self { id: require(&mut members, "id")?, deleted: take(&mut members, "deleted"), extra: members })
    }
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

readable!(
    Wallet,
    Agent,
    AgentPage,
    Transaction,
    TransactionPage,
    AllowedHours,
    PolicyRules,
    Policy,
    PolicyPage,
    Webhook,
    Session,
    PayResult,
    Deleted
);
stateful!(AgentWallex, Transaction, |model| model.status.as_ref().map(TransactionStatus::as_str));
stateful!(AgentWallex, PayResult, |model| model.status.as_ref().map(PayResultStatus::as_str));
sendable!(AllowedHours, PolicyRules);
