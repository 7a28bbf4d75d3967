//! The parameters of the operations of AgentWallex.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.

use serde_json::{Map, Value};

use super::types::{AgentStatus, PolicyRules, PolicyType, TransactionStatus};
use crate::arguments::{Arguments, texts};

/// The parameters of `agents.create`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct AgentsCreate {
    arguments: Arguments,
}

impl AgentsCreate {
    /// With the required parameters.
    ///
    /// - `name`: The name, unique in the account.
    /// - `chain`: The chain as CAIP-2, for instance `eip155:8453`.
    pub fn new(name: impl Into<String>, chain: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("name", name.into());
        arguments.set("chain", chain.into());
        Self { arguments }
    }

    /// What the agent is for.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.arguments.set("description", description.into());
        self
    }

    /// Data of your own; an object is sent as a string holding JSON.
    pub fn metadata(mut self, metadata: impl Into<Value>) -> Self {
        self.arguments.set("metadata", metadata);
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `agents.get`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct AgentsGet {
    arguments: Arguments,
}

impl AgentsGet {
    /// With the required parameters.
    ///
    /// - `agent_id`: The id of the agent, for instance `agent_abc123`.
    pub fn new(agent_id: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("agent_id", agent_id.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for AgentsGet {
    fn from(agent_id: &str) -> Self {
        Self::new(agent_id)
    }
}

impl From<String> for AgentsGet {
    fn from(agent_id: String) -> Self {
        Self::new(agent_id)
    }
}

impl From<&String> for AgentsGet {
    fn from(agent_id: &String) -> Self {
        Self::new(agent_id)
    }
}

/// The parameters of `agents.list`.
#[derive(Debug, Clone, PartialEq, Default)]
#[must_use]
pub struct AgentsList {
    arguments: Arguments,
}

impl AgentsList {
    /// Without optional parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// The page, from 1; 1 by default.
    pub fn page_num(mut self, page_num: i64) -> Self {
        self.arguments.set("page_num", page_num);
        self
    }

    /// Items on a page, 1 to 100; 20 by default.
    pub fn page_size(mut self, page_size: i64) -> Self {
        self.arguments.set("page_size", page_size);
        self
    }

    /// Only agents in this state.
    pub fn status(mut self, status: impl Into<AgentStatus>) -> Self {
        self.arguments.set("status", Into::<AgentStatus>::into(status));
        self
    }

    /// Only agents on this chain, as CAIP-2.
    pub fn chain(mut self, chain: impl Into<String>) -> Self {
        self.arguments.set("chain", chain.into());
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `agents.freeze`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct AgentsFreeze {
    arguments: Arguments,
}

impl AgentsFreeze {
    /// With the required parameters.
    ///
    /// - `agent_id`: The id of the agent, for instance `agent_abc123`.
    pub fn new(agent_id: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("agent_id", agent_id.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for AgentsFreeze {
    fn from(agent_id: &str) -> Self {
        Self::new(agent_id)
    }
}

impl From<String> for AgentsFreeze {
    fn from(agent_id: String) -> Self {
        Self::new(agent_id)
    }
}

impl From<&String> for AgentsFreeze {
    fn from(agent_id: &String) -> Self {
        Self::new(agent_id)
    }
}

/// The parameters of `agents.unfreeze`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct AgentsUnfreeze {
    arguments: Arguments,
}

impl AgentsUnfreeze {
    /// With the required parameters.
    ///
    /// - `agent_id`: The id of the agent, for instance `agent_abc123`.
    pub fn new(agent_id: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("agent_id", agent_id.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for AgentsUnfreeze {
    fn from(agent_id: &str) -> Self {
        Self::new(agent_id)
    }
}

impl From<String> for AgentsUnfreeze {
    fn from(agent_id: String) -> Self {
        Self::new(agent_id)
    }
}

impl From<&String> for AgentsUnfreeze {
    fn from(agent_id: &String) -> Self {
        Self::new(agent_id)
    }
}

/// The parameters of `agents.delete`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct AgentsDelete {
    arguments: Arguments,
}

impl AgentsDelete {
    /// With the required parameters.
    ///
    /// - `agent_id`: The id of the agent, for instance `agent_abc123`.
    pub fn new(agent_id: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("agent_id", agent_id.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for AgentsDelete {
    fn from(agent_id: &str) -> Self {
        Self::new(agent_id)
    }
}

impl From<String> for AgentsDelete {
    fn from(agent_id: String) -> Self {
        Self::new(agent_id)
    }
}

impl From<&String> for AgentsDelete {
    fn from(agent_id: &String) -> Self {
        Self::new(agent_id)
    }
}

/// The parameters of `payments.send`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct PaymentsSend {
    arguments: Arguments,
}

impl PaymentsSend {
    /// With the required parameters.
    ///
    /// - `agent_id`: The agent that pays, for instance `agent_abc123`.
    /// - `to`: The address that is paid.
    /// - `amount`: The amount in units of the token, a decimal string such as `"50.00"`.
    /// - `token`: The token: `USDC`, `USDT`, `ETH`, …
    pub fn new(
        agent_id: impl Into<String>,
        to: impl Into<String>,
        amount: impl Into<String>,
        token: impl Into<String>,
    ) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("agent_id", agent_id.into());
        arguments.set("to", to.into());
        arguments.set("amount", amount.into());
        arguments.set("token", token.into());
        Self { arguments }
    }

    /// The chain as CAIP-2; the agent's own by default, looked up once.
    pub fn chain(mut self, chain: impl Into<String>) -> Self {
        self.arguments.set("chain", chain.into());
        self
    }

    /// The address that pays; the agent's wallet by default.
    pub fn from_address(mut self, from_address: impl Into<String>) -> Self {
        self.arguments.set("from_address", from_address.into());
        self
    }

    /// A memo; the reference of the call is appended to it.
    pub fn memo(mut self, memo: impl Into<String>) -> Self {
        self.arguments.set("memo", memo.into());
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `payments.get`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct PaymentsGet {
    arguments: Arguments,
}

impl PaymentsGet {
    /// With the required parameters.
    ///
    /// - `transaction_id`: The id of the transaction.
    pub fn new(transaction_id: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("transaction_id", transaction_id.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for PaymentsGet {
    fn from(transaction_id: &str) -> Self {
        Self::new(transaction_id)
    }
}

impl From<String> for PaymentsGet {
    fn from(transaction_id: String) -> Self {
        Self::new(transaction_id)
    }
}

impl From<&String> for PaymentsGet {
    fn from(transaction_id: &String) -> Self {
        Self::new(transaction_id)
    }
}

/// The parameters of `payments.list`.
#[derive(Debug, Clone, PartialEq, Default)]
#[must_use]
pub struct PaymentsList {
    arguments: Arguments,
}

impl PaymentsList {
    /// Without optional parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// The page, from 1; 1 by default.
    pub fn page_num(mut self, page_num: i64) -> Self {
        self.arguments.set("page_num", page_num);
        self
    }

    /// Items on a page, 1 to 100; 20 by default.
    pub fn page_size(mut self, page_size: i64) -> Self {
        self.arguments.set("page_size", page_size);
        self
    }

    /// Only payments of this agent.
    pub fn agent_id(mut self, agent_id: impl Into<String>) -> Self {
        self.arguments.set("agent_id", agent_id.into());
        self
    }

    /// Only payments in this state.
    pub fn status(mut self, status: impl Into<TransactionStatus>) -> Self {
        self.arguments.set("status", Into::<TransactionStatus>::into(status));
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `policies.create`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct PoliciesCreate {
    arguments: Arguments,
}

impl PoliciesCreate {
    /// With the required parameters.
    ///
    /// - `agent_id`: The agent to bind.
    /// - `type`: What kind of policy it is.
    /// - `rules`: Its rules.
    pub fn new(agent_id: impl Into<String>, r#type: impl Into<PolicyType>, rules: PolicyRules) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("agent_id", agent_id.into());
        arguments.set("type", Into::<PolicyType>::into(r#type));
        arguments.set("rules", rules);
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `policies.get`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct PoliciesGet {
    arguments: Arguments,
}

impl PoliciesGet {
    /// With the required parameters.
    ///
    /// - `policy_id`: The id of the policy, for instance `pol_abc123`.
    pub fn new(policy_id: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("policy_id", policy_id.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for PoliciesGet {
    fn from(policy_id: &str) -> Self {
        Self::new(policy_id)
    }
}

impl From<String> for PoliciesGet {
    fn from(policy_id: String) -> Self {
        Self::new(policy_id)
    }
}

impl From<&String> for PoliciesGet {
    fn from(policy_id: &String) -> Self {
        Self::new(policy_id)
    }
}

/// The parameters of `policies.list`.
#[derive(Debug, Clone, PartialEq, Default)]
#[must_use]
pub struct PoliciesList {
    arguments: Arguments,
}

impl PoliciesList {
    /// Without optional parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// The page, from 1; 1 by default.
    pub fn page_num(mut self, page_num: i64) -> Self {
        self.arguments.set("page_num", page_num);
        self
    }

    /// Items on a page, 1 to 100; 20 by default.
    pub fn page_size(mut self, page_size: i64) -> Self {
        self.arguments.set("page_size", page_size);
        self
    }

    /// Only policies of this agent.
    pub fn agent_id(mut self, agent_id: impl Into<String>) -> Self {
        self.arguments.set("agent_id", agent_id.into());
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `policies.update`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct PoliciesUpdate {
    arguments: Arguments,
}

impl PoliciesUpdate {
    /// With the required parameters.
    ///
    /// - `policy_id`: The id of the policy, for instance `pol_abc123`.
    /// - `rules`: The rules that replace the present ones.
    pub fn new(policy_id: impl Into<String>, rules: PolicyRules) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("policy_id", policy_id.into());
        arguments.set("rules", rules);
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `policies.delete`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct PoliciesDelete {
    arguments: Arguments,
}

impl PoliciesDelete {
    /// With the required parameters.
    ///
    /// - `policy_id`: The id of the policy, for instance `pol_abc123`.
    pub fn new(policy_id: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("policy_id", policy_id.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for PoliciesDelete {
    fn from(policy_id: &str) -> Self {
        Self::new(policy_id)
    }
}

impl From<String> for PoliciesDelete {
    fn from(policy_id: String) -> Self {
        Self::new(policy_id)
    }
}

impl From<&String> for PoliciesDelete {
    fn from(policy_id: &String) -> Self {
        Self::new(policy_id)
    }
}

/// The parameters of `webhooks.create`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct WebhooksCreate {
    arguments: Arguments,
}

impl WebhooksCreate {
    /// With the required parameters.
    ///
    /// - `url`: The https address to call.
    /// - `events`: The events to report, for instance `payment.completed`.
    /// - `secret`: The signing secret; it starts with `whsec_`.
    pub fn new(
        url: impl Into<String>,
        events: impl IntoIterator<Item = impl Into<String>>,
        secret: impl Into<String>,
    ) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("url", url.into());
        arguments.set("events", texts(events));
        arguments.set_secret("secret", secret);
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `webhooks.get`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct WebhooksGet {
    arguments: Arguments,
}

impl WebhooksGet {
    /// With the required parameters.
    ///
    /// - `webhook_id`: The id of the webhook.
    pub fn new(webhook_id: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("webhook_id", webhook_id.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for WebhooksGet {
    fn from(webhook_id: &str) -> Self {
        Self::new(webhook_id)
    }
}

impl From<String> for WebhooksGet {
    fn from(webhook_id: String) -> Self {
        Self::new(webhook_id)
    }
}

impl From<&String> for WebhooksGet {
    fn from(webhook_id: &String) -> Self {
        Self::new(webhook_id)
    }
}

/// The parameters of `webhooks.update`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct WebhooksUpdate {
    arguments: Arguments,
}

impl WebhooksUpdate {
    /// With the required parameters.
    ///
    /// - `webhook_id`: The id of the webhook.
    pub fn new(webhook_id: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("webhook_id", webhook_id.into());
        Self { arguments }
    }

    /// The https address to call.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.arguments.set("url", url.into());
        self
    }

    /// The events to report.
    pub fn events(mut self, events: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.arguments.set("events", texts(events));
        self
    }

    /// The signing secret; it starts with `whsec_`.
    pub fn secret(mut self, secret: impl Into<String>) -> Self {
        self.arguments.set_secret("secret", secret);
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for WebhooksUpdate {
    fn from(webhook_id: &str) -> Self {
        Self::new(webhook_id)
    }
}

impl From<String> for WebhooksUpdate {
    fn from(webhook_id: String) -> Self {
        Self::new(webhook_id)
    }
}

impl From<&String> for WebhooksUpdate {
    fn from(webhook_id: &String) -> Self {
        Self::new(webhook_id)
    }
}

/// The parameters of `x402.pay`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct X402Pay {
    arguments: Arguments,
}

impl X402Pay {
    /// With the required parameters.
    ///
    /// - `agent_id`: The agent that pays.
    /// - `target_url`: The https address of the resource to pay for.
    pub fn new(agent_id: impl Into<String>, target_url: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("agent_id", agent_id.into());
        arguments.set("target_url", target_url.into());
        Self { arguments }
    }

    /// The session whose budget pays.
    pub fn session_id(mut self, session_id: impl Into<String>) -> Self {
        self.arguments.set("session_id", session_id.into());
        self
    }

    /// The chain as CAIP-2; the agent's own by default.
    pub fn chain(mut self, chain: impl Into<String>) -> Self {
        self.arguments.set("chain", chain.into());
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `x402.create_session`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct X402CreateSession {
    arguments: Arguments,
}

impl X402CreateSession {
    /// With the required parameters.
    ///
    /// - `agent_id`: The agent that pays.
    /// - `budget_limit`: The budget, a decimal string.
    /// - `chain`: The chain as CAIP-2.
    /// - `ttl_seconds`: How long the session lives, in seconds.
    pub fn new(
        agent_id: impl Into<String>,
        budget_limit: impl Into<String>,
        chain: impl Into<String>,
        ttl_seconds: i64,
    ) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("agent_id", agent_id.into());
        arguments.set("budget_limit", budget_limit.into());
        arguments.set("chain", chain.into());
        arguments.set("ttl_seconds", ttl_seconds);
        Self { arguments }
    }

    /// The only addresses that may be paid.
    pub fn allowed_urls(mut self, allowed_urls: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.arguments.set("allowed_urls", texts(allowed_urls));
        self
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `x402.session_pay`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct X402SessionPay {
    arguments: Arguments,
}

impl X402SessionPay {
    /// With the required parameters.
    ///
    /// - `session_id`: The id of the session, for instance `sess_abc123`.
    /// - `target_url`: The https address of the resource to pay for.
    pub fn new(session_id: impl Into<String>, target_url: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("session_id", session_id.into());
        arguments.set("target_url", target_url.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

/// The parameters of `x402.delete_session`.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct X402DeleteSession {
    arguments: Arguments,
}

impl X402DeleteSession {
    /// With the required parameters.
    ///
    /// - `session_id`: The id of the session, for instance `sess_abc123`.
    pub fn new(session_id: impl Into<String>) -> Self {
        let mut arguments = Arguments::default();
        arguments.set("session_id", session_id.into());
        Self { arguments }
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.arguments.into_values()
    }
}

impl From<&str> for X402DeleteSession {
    fn from(session_id: &str) -> Self {
        Self::new(session_id)
    }
}

impl From<String> for X402DeleteSession {
    fn from(session_id: String) -> Self {
        Self::new(session_id)
    }
}

impl From<&String> for X402DeleteSession {
    fn from(session_id: &String) -> Self {
        Self::new(session_id)
    }
}
