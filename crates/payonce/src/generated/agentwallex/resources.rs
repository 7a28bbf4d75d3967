//! The groups of operations of AgentWallex.

// Written by `cargo xtask codegen` from the declarations of the core; edit those.

use super::calls;
use crate::UntypedClient;

/// Operations under `agents`.
#[derive(Clone, Copy, Debug)]
pub struct AgentsResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> AgentsResource<'_, C> {
    /// Creates an agent with a wallet of its own.
    ///
    /// `POST /agents`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
    ///
    /// Required: `name`, `chain`.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: docs.agentwallex.com/api-reference/agents-create
    pub fn create(&self) -> calls::AgentsCreate<C> {
        calls::AgentsCreate::new(self.connection.clone())
    }

    /// Reads an agent.
    ///
    /// `GET /agents/{agent_id}`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agentwallex.com/api-reference/agents-get
    pub fn get(&self, agent_id: impl Into<String>) -> calls::AgentsGet<C> {
        calls::AgentsGet::new(self.connection.clone()).agent_id(agent_id)
    }

    /// Lists the agents of the account.
    ///
    /// `GET /agents`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agentwallex.com/api-reference/agents-list
    pub fn list(&self) -> calls::AgentsList<C> {
        calls::AgentsList::new(self.connection.clone())
    }

    /// Freezes an agent: its payments are refused with `agent_frozen` until it is unfrozen.
    ///
    /// `PUT /agents/{agent_id}/status`; a second request has the effect of one, so payonce retries it after
    /// any transient failure.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: agentwallex.com/docs/api-reference
    pub fn freeze(&self, agent_id: impl Into<String>) -> calls::AgentsFreeze<C> {
        calls::AgentsFreeze::new(self.connection.clone()).agent_id(agent_id)
    }

    /// Unfreezes an agent so that it can pay again; the vendor names a cool-down of ten minutes.
    ///
    /// `PUT /agents/{agent_id}/status`; a second request has the effect of one, so payonce retries it after
    /// any transient failure.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: agentwallex.com/docs/api-reference
    pub fn unfreeze(&self, agent_id: impl Into<String>) -> calls::AgentsUnfreeze<C> {
        calls::AgentsUnfreeze::new(self.connection.clone()).agent_id(agent_id)
    }

    /// Deletes an agent.
    ///
    /// `DELETE /agents/{agent_id}`; a second request has the effect of one, so payonce retries it after any
    /// transient failure.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: agentwallex.com/docs/api-reference
    pub fn delete(&self, agent_id: impl Into<String>) -> calls::AgentsDelete<C> {
        calls::AgentsDelete::new(self.connection.clone()).agent_id(agent_id)
    }
}

/// Operations under `payments`.
#[derive(Clone, Copy, Debug)]
pub struct PaymentsResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> PaymentsResource<'_, C> {
    /// Pays from an agent's wallet. The provider has no idempotency key, so the client appends a reference to
    /// the memo. When the response is lost, or does not prove whether the payment was made, the client reads
    /// the list of payments and looks for that reference: a payment that it finds is the result. A payment
    /// that it does not find may still have been made, since an empty list proves nothing; its outcome stays
    /// `unknown`, and the error carries the reference. The call option `reconcile` set to false leaves the
    /// search out.
    ///
    /// `POST /transactions`; payonce retries it only after a refusal, and searches for it after an unknown
    /// outcome.
    ///
    /// Required: `agent_id`, `to`, `amount`, `token`.
    ///
    /// The result may not be final: check `succeeded()` before you ship.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again; `reconcile` searches for
    /// it by the `reference` of the error.
    ///
    /// Source: docs.agentwallex.com/api-reference/transactions-create
    pub fn send(&self) -> calls::PaymentsSend<C> {
        calls::PaymentsSend::new(self.connection.clone())
    }

    /// Reads a payment.
    ///
    /// `GET /transactions/{transaction_id}`; it changes nothing, so payonce retries it after any transient
    /// failure.
    ///
    /// A failed object is returned like any other, with `failed()`: check `succeeded()` before you ship.
    ///
    /// Source: agentwallex.com/docs/api-reference
    pub fn get(&self, transaction_id: impl Into<String>) -> calls::PaymentsGet<C> {
        calls::PaymentsGet::new(self.connection.clone()).transaction_id(transaction_id)
    }

    /// Lists payments.
    ///
    /// `GET /transactions`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agentwallex.com/api-reference/transactions-list
    pub fn list(&self) -> calls::PaymentsList<C> {
        calls::PaymentsList::new(self.connection.clone())
    }
}

/// Operations under `policies`.
#[derive(Clone, Copy, Debug)]
pub struct PoliciesResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> PoliciesResource<'_, C> {
    /// Binds an agent to a policy.
    ///
    /// `POST /policies`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
    ///
    /// Required: `agent_id`, `type`, `rules`.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: docs.agentwallex.com/api-reference/policies-create
    pub fn create(&self) -> calls::PoliciesCreate<C> {
        calls::PoliciesCreate::new(self.connection.clone())
    }

    /// Reads a policy.
    ///
    /// `GET /policies/{policy_id}`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: agentwallex.com/docs/api-reference
    pub fn get(&self, policy_id: impl Into<String>) -> calls::PoliciesGet<C> {
        calls::PoliciesGet::new(self.connection.clone()).policy_id(policy_id)
    }

    /// Lists policies.
    ///
    /// `GET /policies`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agentwallex.com/api-reference/policies-list
    pub fn list(&self) -> calls::PoliciesList<C> {
        calls::PoliciesList::new(self.connection.clone())
    }

    /// Replaces the rules of a policy.
    ///
    /// `PUT /policies/{policy_id}`; a second request has the effect of one, so payonce retries it after any
    /// transient failure.
    ///
    /// Required: `rules`.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: docs.agentwallex.com/api-reference/policies-update
    pub fn update(&self, policy_id: impl Into<String>) -> calls::PoliciesUpdate<C> {
        calls::PoliciesUpdate::new(self.connection.clone()).policy_id(policy_id)
    }

    /// Deletes a policy.
    ///
    /// `DELETE /policies/{policy_id}`; a second request has the effect of one, so payonce retries it after
    /// any transient failure.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: docs.agentwallex.com/api-reference/policies-delete
    pub fn delete(&self, policy_id: impl Into<String>) -> calls::PoliciesDelete<C> {
        calls::PoliciesDelete::new(self.connection.clone()).policy_id(policy_id)
    }
}

/// Operations under `webhooks`.
#[derive(Clone, Copy, Debug)]
pub struct WebhooksResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> WebhooksResource<'_, C> {
    /// Registers an address for events.
    ///
    /// `POST /webhooks`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
    ///
    /// Required: `url`, `events`, `secret`.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: docs.agentwallex.com/api-reference/webhooks-create
    pub fn create(&self) -> calls::WebhooksCreate<C> {
        calls::WebhooksCreate::new(self.connection.clone())
    }

    /// Reads a webhook.
    ///
    /// `GET /webhooks/{webhook_id}`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: docs.agentwallex.com/api-reference/webhooks-get
    pub fn get(&self, webhook_id: impl Into<String>) -> calls::WebhooksGet<C> {
        calls::WebhooksGet::new(self.connection.clone()).webhook_id(webhook_id)
    }

    /// Changes a webhook.
    ///
    /// `PUT /webhooks/{webhook_id}`; a second request has the effect of one, so payonce retries it after any
    /// transient failure.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: docs.agentwallex.com/api-reference/webhooks-update
    pub fn update(&self, webhook_id: impl Into<String>) -> calls::WebhooksUpdate<C> {
        calls::WebhooksUpdate::new(self.connection.clone()).webhook_id(webhook_id)
    }
}

/// Operations under `x402`.
#[derive(Clone, Copy, Debug)]
pub struct X402Resource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> X402Resource<'_, C> {
    /// Pays for an x402 resource.
    ///
    /// `POST /x402/pay`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
    ///
    /// Required: `agent_id`, `target_url`.
    ///
    /// The result may not be final: check `succeeded()` before you ship.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: docs.agentwallex.com/api-reference/x402-pay
    pub fn pay(&self) -> calls::X402Pay<C> {
        calls::X402Pay::new(self.connection.clone())
    }

    /// Opens an x402 session with a budget.
    ///
    /// `POST /x402/sessions`; payonce retries it only after a refusal, and returns an unknown outcome as an
    /// error.
    ///
    /// Required: `agent_id`, `budget_limit`, `chain`, `ttl_seconds`.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: docs.agentwallex.com/api-reference/x402-sessions-create
    pub fn create_session(&self) -> calls::X402CreateSession<C> {
        calls::X402CreateSession::new(self.connection.clone())
    }

    /// Pays for an x402 resource from a session's budget.
    ///
    /// `POST /x402/sessions/{session_id}/pay`; payonce retries it only after a refusal, and returns an
    /// unknown outcome as an error.
    ///
    /// Required: `target_url`.
    ///
    /// The result may not be final: check `succeeded()` before you ship.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: docs.agentwallex.com/api-reference/x402-sessions-pay
    pub fn session_pay(&self, session_id: impl Into<String>) -> calls::X402SessionPay<C> {
        calls::X402SessionPay::new(self.connection.clone()).session_id(session_id)
    }

    /// Ends a session and releases what is left of its budget.
    ///
    /// `DELETE /x402/sessions/{session_id}`; a second request has the effect of one, so payonce retries it
    /// after any transient failure.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: docs.agentwallex.com/api-reference/x402-sessions-delete
    pub fn delete_session(&self, session_id: impl Into<String>) -> calls::X402DeleteSession<C> {
        calls::X402DeleteSession::new(self.connection.clone()).session_id(session_id)
    }
}
