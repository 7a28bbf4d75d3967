//! What the service remembers.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde_json::Value;

#[derive(Debug)]
pub(crate) struct Service {
    pub(super) agents: Vec<Agent>,
    pub(super) transactions: Vec<Transaction>,
    pub(super) policies: Vec<Policy>,
    pub(super) sessions: Vec<Session>,
    pub(super) webhooks: Vec<Webhook>,
    /// Every spending that policies count: payments and x402 payments alike.
    pub(super) spendings: Vec<Spending>,
}

#[derive(Debug, Clone)]
pub(super) struct Agent {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) address: String,
    pub(super) chain: String,
    pub(super) frozen: bool,
    pub(super) metadata: String,
    pub(super) created_at: String,
    /// By token. One wallet holds its money on all chains, which is simpler than life.
    pub(super) balances: BTreeMap<String, Decimal>,
    pub(super) events: Vec<Value>,
}

#[derive(Debug, Clone)]
pub(super) struct Transaction {
    pub(super) id: String,
    pub(super) hash: String,
    pub(super) agent_id: String,
    pub(super) from_address: String,
    pub(super) to_address: String,
    pub(super) amount: Decimal,
    pub(super) token: String,
    pub(super) chain: String,
    pub(super) status: Status,
    pub(super) memo: Option<String>,
    /// Under which name the memo comes back.
    pub(super) memo_name: &'static str,
    pub(super) created_at: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// Until the moment given, if any; then confirmed or failed.
    Pending {
        until: Option<Timestamp>,
        fails: bool,
    },
    Confirmed,
    Failed,
}

#[derive(Debug, Clone)]
pub(super) struct Policy {
    pub(super) id: String,
    pub(super) agent_id: String,
    pub(super) kind: &'static str,
    pub(super) rules: Rules,
    /// As the client wrote them, unknown fields included.
    pub(super) written: Value,
    pub(super) created_at: String,
    pub(super) updated_at: String,
}

/// The rules of one policy, understood.
#[derive(Debug, Clone, Default)]
pub(super) struct Rules {
    pub(super) max_transaction_amount: Option<Decimal>,
    pub(super) daily_limit: Option<Decimal>,
    pub(super) monthly_limit: Option<Decimal>,
    pub(super) allowed_addresses: Option<Vec<String>>,
    pub(super) blocked_addresses: Option<Vec<String>>,
    pub(super) allowed_tokens: Option<Vec<String>>,
    pub(super) max_count: Option<i64>,
    pub(super) window_seconds: Option<i64>,
    pub(super) timezone: Option<TimeZone>,
    /// From one minute of the day, up to but not including another.
    pub(super) allowed_hours: Option<(i64, i64)>,
    /// 0 and 7 are Sunday.
    pub(super) allowed_days: Option<Vec<i64>>,
    pub(super) threshold: Option<Decimal>,
}

/// A spending that happened.
#[derive(Debug, Clone)]
pub(super) struct Spending {
    pub(super) agent_id: String,
    pub(super) amount: Decimal,
    pub(super) token: String,
    pub(super) at: Timestamp,
}

#[derive(Debug, Clone)]
pub(super) struct Session {
    pub(super) id: String,
    pub(super) agent_id: String,
    pub(super) budget: Decimal,
    pub(super) spent: Decimal,
    pub(super) chain: String,
    pub(super) allowed_urls: Option<Vec<String>>,
    pub(super) expires: Timestamp,
    pub(super) created_at: String,
    /// Set once its money has gone back to the wallet.
    pub(super) deleted: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Webhook {
    pub(super) id: String,
    pub(super) url: String,
    pub(super) events: Vec<String>,
    pub(super) created_at: String,
}
