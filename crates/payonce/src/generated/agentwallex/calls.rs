//! The calls of AgentWallex: each is built by a method of its client, then sent.

// Written by `cargo xtask codegen` from the declarations of the core; edit those.

use serde_json::Value;

use super::types::*;
use crate::typed::{operation, texts};

operation! {
    /// A call of `agents.create`.
    AgentsCreate("agents.create") -> Agent, unkeyed
}

impl<C> AgentsCreate<C> {
    /// Required. The name, unique in the account.
    pub fn name(self, name: impl Into<String>) -> Self {
        Self(self.0.set("name", name.into()))
    }

    /// Required. The chain as CAIP-2, for instance `eip155:8453`.
    pub fn chain(self, chain: impl Into<String>) -> Self {
        Self(self.0.set("chain", chain.into()))
    }

    /// The purpose of the agent.
    pub fn description(self, description: impl Into<String>) -> Self {
        Self(self.0.set("description", description.into()))
    }

    /// Data of your own; an object is sent as a string holding JSON.
    pub fn metadata(self, metadata: impl Into<Value>) -> Self {
        Self(self.0.set("metadata", metadata))
    }
}

operation! {
    /// A call of `agents.get`.
    AgentsGet("agents.get") -> Agent, all
}

impl<C> AgentsGet<C> {
    pub(super) fn agent_id(self, agent_id: impl Into<String>) -> Self {
        Self(self.0.set("agent_id", agent_id.into()))
    }
}

operation! {
    /// A call of `agents.list`.
    AgentsList("agents.list") -> AgentPage, all, items: Agent
}

impl<C> AgentsList<C> {
    /// The page, from 1; 1 by default.
    pub fn page_num(self, page_num: i64) -> Self {
        Self(self.0.set("page_num", page_num))
    }

    /// Items on a page, 1 to 100; 20 by default.
    pub fn page_size(self, page_size: i64) -> Self {
        Self(self.0.set("page_size", page_size))
    }

    /// Only agents in this state.
    pub fn status(self, status: impl Into<AgentStatus>) -> Self {
        Self(self.0.set("status", status.into()))
    }

    /// Only agents on this chain, as CAIP-2.
    pub fn chain(self, chain: impl Into<String>) -> Self {
        Self(self.0.set("chain", chain.into()))
    }
}

operation! {
    /// A call of `agents.freeze`.
    AgentsFreeze("agents.freeze") -> Value, keyed
}

impl<C> AgentsFreeze<C> {
    pub(super) fn agent_id(self, agent_id: impl Into<String>) -> Self {
        Self(self.0.set("agent_id", agent_id.into()))
    }
}

operation! {
    /// A call of `agents.unfreeze`.
    AgentsUnfreeze("agents.unfreeze") -> Value, keyed
}

impl<C> AgentsUnfreeze<C> {
    pub(super) fn agent_id(self, agent_id: impl Into<String>) -> Self {
        Self(self.0.set("agent_id", agent_id.into()))
    }
}

operation! {
    /// A call of `agents.delete`.
    AgentsDelete("agents.delete") -> Value, keyed
}

impl<C> AgentsDelete<C> {
    pub(super) fn agent_id(self, agent_id: impl Into<String>) -> Self {
        Self(self.0.set("agent_id", agent_id.into()))
    }
}

operation! {
    /// A call of `payments.send`.
    PaymentsSend("payments.send") -> Transaction, reconcilable
}

impl<C> PaymentsSend<C> {
    /// Required. The agent that pays, for instance `agent_abc123`.
    pub fn agent_id(self, agent_id: impl Into<String>) -> Self {
        Self(self.0.set("agent_id", agent_id.into()))
    }

    /// Required. The address that is paid.
    pub fn to(self, to: impl Into<String>) -> Self {
        Self(self.0.set("to", to.into()))
    }

    /// Required. The amount in units of the token, a decimal string such as `"50.00"`.
    pub fn amount(self, amount: impl Into<String>) -> Self {
        Self(self.0.set("amount", amount.into()))
    }

    /// Required. The token: `USDC`, `USDT`, `ETH`, …
    pub fn token(self, token: impl Into<String>) -> Self {
        Self(self.0.set("token", token.into()))
    }

    /// The chain as CAIP-2; the agent's own by default, looked up once.
    pub fn chain(self, chain: impl Into<String>) -> Self {
        Self(self.0.set("chain", chain.into()))
    }

    /// The address that pays; the agent's wallet by default.
    pub fn from_address(self, from_address: impl Into<String>) -> Self {
        Self(self.0.set("from_address", from_address.into()))
    }

    /// A memo; the reference of the call is appended to it.
    pub fn memo(self, memo: impl Into<String>) -> Self {
        Self(self.0.set("memo", memo.into()))
    }
}

operation! {
    /// A call of `payments.get`.
    PaymentsGet("payments.get") -> Transaction, all
}

impl<C> PaymentsGet<C> {
    pub(super) fn transaction_id(self, transaction_id: impl Into<String>) -> Self {
        Self(self.0.set("transaction_id", transaction_id.into()))
    }
}

operation! {
    /// A call of `payments.list`.
    PaymentsList("payments.list") -> TransactionPage, all, items: Transaction
}

impl<C> PaymentsList<C> {
    /// The page, from 1; 1 by default.
    pub fn page_num(self, page_num: i64) -> Self {
        Self(self.0.set("page_num", page_num))
    }

    /// Items on a page, 1 to 100; 20 by default.
    pub fn page_size(self, page_size: i64) -> Self {
        Self(self.0.set("page_size", page_size))
    }

    /// Only payments of this agent.
    pub fn agent_id(self, agent_id: impl Into<String>) -> Self {
        Self(self.0.set("agent_id", agent_id.into()))
    }

    /// Only payments in this state.
    pub fn status(self, status: impl Into<TransactionStatus>) -> Self {
        Self(self.0.set("status", status.into()))
    }
}

operation! {
    /// A call of `policies.create`.
    PoliciesCreate("policies.create") -> Policy, unkeyed
}

impl<C> PoliciesCreate<C> {
    /// Required. The agent to bind.
    pub fn agent_id(self, agent_id: impl Into<String>) -> Self {
        Self(self.0.set("agent_id", agent_id.into()))
    }

    /// Required. The type of the policy.
    pub fn r#type(self, r#type: impl Into<PolicyType>) -> Self {
        Self(self.0.set("type", r#type.into()))
    }

    /// Required. Its rules.
    pub fn rules(self, rules: PolicyRules) -> Self {
        Self(self.0.set("rules", rules))
    }
}

operation! {
    /// A call of `policies.get`.
    PoliciesGet("policies.get") -> Policy, all
}

impl<C> PoliciesGet<C> {
    pub(super) fn policy_id(self, policy_id: impl Into<String>) -> Self {
        Self(self.0.set("policy_id", policy_id.into()))
    }
}

operation! {
    /// A call of `policies.list`.
    PoliciesList("policies.list") -> PolicyPage, all, items: Policy
}

impl<C> PoliciesList<C> {
    /// The page, from 1; 1 by default.
    pub fn page_num(self, page_num: i64) -> Self {
        Self(self.0.set("page_num", page_num))
    }

    /// Items on a page, 1 to 100; 20 by default.
    pub fn page_size(self, page_size: i64) -> Self {
        Self(self.0.set("page_size", page_size))
    }

    /// Only policies of this agent.
    pub fn agent_id(self, agent_id: impl Into<String>) -> Self {
        Self(self.0.set("agent_id", agent_id.into()))
    }
}

operation! {
    /// A call of `policies.update`.
    PoliciesUpdate("policies.update") -> Policy, keyed
}

impl<C> PoliciesUpdate<C> {
    pub(super) fn policy_id(self, policy_id: impl Into<String>) -> Self {
        Self(self.0.set("policy_id", policy_id.into()))
    }

    /// Required. The rules that replace the present ones.
    pub fn rules(self, rules: PolicyRules) -> Self {
        Self(self.0.set("rules", rules))
    }
}

operation! {
    /// A call of `policies.delete`.
    PoliciesDelete("policies.delete") -> Deleted, keyed
}

impl<C> PoliciesDelete<C> {
    pub(super) fn policy_id(self, policy_id: impl Into<String>) -> Self {
        Self(self.0.set("policy_id", policy_id.into()))
    }
}

operation! {
    /// A call of `webhooks.create`.
    WebhooksCreate("webhooks.create") -> Webhook, unkeyed
}

impl<C> WebhooksCreate<C> {
    /// Required. The https address to call.
    pub fn url(self, url: impl Into<String>) -> Self {
        Self(self.0.set("url", url.into()))
    }

    /// Required. The events to report, for instance `payment.completed`.
    pub fn events(self, events: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(self.0.set("events", texts(events)))
    }

    /// Required. The signing secret; it starts with `whsec_`.
    pub fn secret(self, secret: impl Into<String>) -> Self {
        Self(self.0.set_secret("secret", secret))
    }
}

operation! {
    /// A call of `webhooks.get`.
    WebhooksGet("webhooks.get") -> Webhook, all
}

impl<C> WebhooksGet<C> {
    pub(super) fn webhook_id(self, webhook_id: impl Into<String>) -> Self {
        Self(self.0.set("webhook_id", webhook_id.into()))
    }
}

operation! {
    /// A call of `webhooks.update`.
    WebhooksUpdate("webhooks.update") -> Webhook, keyed
}

impl<C> WebhooksUpdate<C> {
    pub(super) fn webhook_id(self, webhook_id: impl Into<String>) -> Self {
        Self(self.0.set("webhook_id", webhook_id.into()))
    }

    /// The https address to call.
    pub fn url(self, url: impl Into<String>) -> Self {
        Self(self.0.set("url", url.into()))
    }

    /// The events to report.
    pub fn events(self, events: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(self.0.set("events", texts(events)))
    }

    /// The signing secret; it starts with `whsec_`.
    pub fn secret(self, secret: impl Into<String>) -> Self {
        Self(self.0.set_secret("secret", secret))
    }
}

operation! {
    /// A call of `x402.pay`.
    X402Pay("x402.pay") -> PayResult, unkeyed
}

impl<C> X402Pay<C> {
    /// Required. The agent that pays.
    pub fn agent_id(self, agent_id: impl Into<String>) -> Self {
        Self(self.0.set("agent_id", agent_id.into()))
    }

    /// Required. The https address of the resource to pay for.
    pub fn target_url(self, target_url: impl Into<String>) -> Self {
        Self(self.0.set("target_url", target_url.into()))
    }

    /// The session whose budget pays.
    pub fn session_id(self, session_id: impl Into<String>) -> Self {
        Self(self.0.set("session_id", session_id.into()))
    }

    /// The chain as CAIP-2; the agent's own by default.
    pub fn chain(self, chain: impl Into<String>) -> Self {
        Self(self.0.set("chain", chain.into()))
    }
}

operation! {
    /// A call of `x402.create_session`.
    X402CreateSession("x402.create_session") -> Session, unkeyed
}

impl<C> X402CreateSession<C> {
    /// Required. The agent that pays.
    pub fn agent_id(self, agent_id: impl Into<String>) -> Self {
        Self(self.0.set("agent_id", agent_id.into()))
    }

    /// Required. The budget, a decimal string.
    pub fn budget_limit(self, budget_limit: impl Into<String>) -> Self {
        Self(self.0.set("budget_limit", budget_limit.into()))
    }

    /// Required. The chain as CAIP-2.
    pub fn chain(self, chain: impl Into<String>) -> Self {
        Self(self.0.set("chain", chain.into()))
    }

    /// Required. How long the session is valid, in seconds.
    pub fn ttl_seconds(self, ttl_seconds: i64) -> Self {
        Self(self.0.set("ttl_seconds", ttl_seconds))
    }

    /// The only addresses that may be paid.
    pub fn allowed_urls(self, allowed_urls: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(self.0.set("allowed_urls", texts(allowed_urls)))
    }
}

operation! {
    /// A call of `x402.session_pay`.
    X402SessionPay("x402.session_pay") -> PayResult, unkeyed
}

impl<C> X402SessionPay<C> {
    pub(super) fn session_id(self, session_id: impl Into<String>) -> Self {
        Self(self.0.set("session_id", session_id.into()))
    }

    /// Required. The https address of the resource to pay for.
    pub fn target_url(self, target_url: impl Into<String>) -> Self {
        Self(self.0.set("target_url", target_url.into()))
    }
}

operation! {
    /// A call of `x402.delete_session`.
    X402DeleteSession("x402.delete_session") -> Deleted, keyed
}

impl<C> X402DeleteSession<C> {
    pub(super) fn session_id(self, session_id: impl Into<String>) -> Self {
        Self(self.0.set("session_id", session_id.into()))
    }
}
