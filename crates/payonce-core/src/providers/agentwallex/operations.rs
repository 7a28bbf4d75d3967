//! The operations of AgentWallex.

use crate::providers::agentwallex::types::{
    AGENT, AGENT_PAGE, DELETED, PAY_RESULT, POLICY, POLICY_PAGE, POLICY_RULES, POLICY_TYPE, SESSION,
    TRANSACTION, TRANSACTION_PAGE, WEBHOOK,
};
use crate::spec::operation::{ListSearch, Lookup, Method, Operation, Paging, SafetySpec};
use crate::spec::param::Param;
use crate::spec::types::FieldType;

const fn operation(name: &'static str, method: Method, path: &'static str, safety: SafetySpec) -> Operation {
    Operation::new(name, method, path, safety)
}

/// The provider recognizes no repeated payment, but it stores the memo and lists the payments.
const FOUND_IN_LIST: SafetySpec = SafetySpec::Reconcilable {
    field: "memo",
    search: ListSearch {
        operation: "payments.list",
        by: &["agent_id"],
        field: "memo",
        time: "created_at",
        // The vendor does not document how soon a payment is listed.
        consistent_after: None,
    },
};

const PAGES: Paging = Paging::Numbered { page: "page_num", size: "page_size", items: "data" };
const PAGE_NUM: Param =
    Param::query("page_num", FieldType::Integer(1, i64::MAX), "The page, from 1; 1 by default.");
const PAGE_SIZE: Param =
    Param::query("page_size", FieldType::Integer(1, 100), "Items on a page, 1 to 100; 20 by default.");
const AGENT_ID: Param =
    Param::path("agent_id", FieldType::Id, "The id of the agent, for instance `agent_abc123`.");
const POLICY_ID: Param =
    Param::path("policy_id", FieldType::Id, "The id of the policy, for instance `pol_abc123`.");
const WEBHOOK_ID: Param = Param::path("webhook_id", FieldType::Id, "The id of the webhook.");
const SESSION_ID: Param =
    Param::path("session_id", FieldType::Id, "The id of the session, for instance `sess_abc123`.");
const TARGET_URL: Param =
    Param::body("target_url", FieldType::Url, "The https address of the resource to pay for.").required();

/// The REST API wants the chain that its SDK leaves out: it is the one of the agent's own wallet.
const CHAIN_OF_AGENT: Lookup = Lookup {
    param: "chain",
    operation: "agents.get",
    by: "agent_id",
    takes: "agent_id",
    pointer: "/wallet/chain",
};

/// Every operation.
pub static OPERATIONS: &[Operation] = &[
    operation("agents.create", Method::Post, "/agents", SafetySpec::Unkeyed)
        .params(&[
            Param::body("name", FieldType::String, "The name, unique in the account.")
                .required()
                .on_the_wire("agent_name")
                .also(&["agent_name"]),
            Param::body("chain", FieldType::String, "The chain as CAIP-2, for instance `eip155:8453`.").required(),
            Param::body("description", FieldType::String, "The purpose of the agent.")
                .on_the_wire("agent_description")
                .also(&["agent_description"]),
            Param::body("metadata", FieldType::JsonText, "Data of your own; an object is sent as a string holding JSON."),
        ])
        .returns(FieldType::Model(&AGENT))
        .doc("Creates an agent with a wallet of its own.", "docs.agentwallex.com/api-reference/agents-create"),
    operation("agents.get", Method::Get, "/agents/{agent_id}", SafetySpec::Read)
        .params(&[AGENT_ID])
        .returns(FieldType::Model(&AGENT))
        .doc("Reads an agent.", "docs.agentwallex.com/api-reference/agents-get"),
    operation("agents.list", Method::Get, "/agents", SafetySpec::Read)
        .params(&[
            PAGE_NUM,
            PAGE_SIZE,
            Param::query("status", FieldType::Enum(&["active", "inactive"]), "Only agents in this state."),
            Param::query("chain", FieldType::String, "Only agents on this chain, as CAIP-2."),
        ])
        .paging(PAGES)
        .returns(FieldType::Model(&AGENT_PAGE))
        .doc("Lists the agents of the account.", "docs.agentwallex.com/api-reference/agents-list"),
    operation("agents.freeze", Method::Put, "/agents/{agent_id}/status", SafetySpec::Idempotent)
        .params(&[AGENT_ID])
        .fixed(&[("status", "inactive")])
        .doc(
            "Freezes an agent: its payments are refused with `agent_frozen` until it is unfrozen.",
            "agentwallex.com/docs/api-reference",
        ),
    operation("agents.unfreeze", Method::Put, "/agents/{agent_id}/status", SafetySpec::Idempotent)
        .params(&[AGENT_ID])
        .fixed(&[("status", "active")])
        .doc(
            "Unfreezes an agent so that it can pay again; the vendor names a cool-down of ten minutes.",
            "agentwallex.com/docs/api-reference",
        ),
    operation("agents.delete", Method::Delete, "/agents/{agent_id}", SafetySpec::Idempotent)
        .params(&[AGENT_ID])
        .doc("Deletes an agent.", "agentwallex.com/docs/api-reference"),
    operation("payments.send", Method::Post, "/transactions", FOUND_IN_LIST)
        .params(&[
            Param::body("agent_id", FieldType::Id, "The agent that pays, for instance `agent_abc123`.").required(),
            Param::body("to", FieldType::String, "The address that is paid.")
                .required()
                .on_the_wire("to_address")
                .also(&["to_address"]),
            Param::body("amount", FieldType::Amount, "The amount in units of the token, a decimal string such as `\"50.00\"`.")
                .required(),
            Param::body("token", FieldType::String, "The token: `USDC`, `USDT`, `ETH`, …").required(),
            Param::body("chain", FieldType::String, "The chain as CAIP-2; the agent's own by default, looked up once."),
            Param::body("from_address", FieldType::String, "The address that pays; the agent's wallet by default."),
            Param::body("memo", FieldType::String, "A memo; the reference of the call is appended to it."),
        ])
        .fixed(&[("direction", "outbound"), ("type", "transfer")])
        .lookup(CHAIN_OF_AGENT)
        .returns(FieldType::Model(&TRANSACTION))
        .doc(
            "Pays from an agent's wallet. The provider has no idempotency key, so the client appends a reference to the \
             memo. When the response is lost, or does not prove whether the payment was made, the client reads the list of \
             payments and looks for that reference: a payment that it finds is the result. A payment that it does not find \
             may still have been made, since an empty list proves nothing; its outcome stays `unknown`, and the error \
             carries the reference. The call option `reconcile` set to false leaves the search out.",
            "docs.agentwallex.com/api-reference/transactions-create",
        ),
    operation("payments.get", Method::Get, "/transactions/{transaction_id}", SafetySpec::Read)
        .params(&[Param::path("transaction_id", FieldType::Id, "The id of the transaction.").also(&["id"])])
        .returns(FieldType::Model(&TRANSACTION))
        .doc("Reads a payment.", "agentwallex.com/docs/api-reference"),
    operation("payments.list", Method::Get, "/transactions", SafetySpec::Read)
        .params(&[
            PAGE_NUM,
            PAGE_SIZE,
            Param::query("agent_id", FieldType::Id, "Only payments of this agent."),
            Param::query("status", FieldType::Enum(&["pending", "confirmed", "failed"]), "Only payments in this state."),
        ])
        .paging(PAGES)
        .returns(FieldType::Model(&TRANSACTION_PAGE))
        .doc("Lists payments.", "docs.agentwallex.com/api-reference/transactions-list"),
    operation("policies.create", Method::Post, "/policies", SafetySpec::Unkeyed)
        .params(&[
            Param::body("agent_id", FieldType::Id, "The agent to bind.").required(),
            Param::body("type", POLICY_TYPE, "The type of the policy.").required(),
            Param::body("rules", FieldType::Model(&POLICY_RULES), "Its rules.").required(),
        ])
        .returns(FieldType::Model(&POLICY))
        .doc("Binds an agent to a policy.", "docs.agentwallex.com/api-reference/policies-create"),
    operation("policies.get", Method::Get, "/policies/{policy_id}", SafetySpec::Read)
        .params(&[POLICY_ID])
        .returns(FieldType::Model(&POLICY))
        .doc("Reads a policy.", "agentwallex.com/docs/api-reference"),
    operation("policies.list", Method::Get, "/policies", SafetySpec::Read)
        .params(&[PAGE_NUM, PAGE_SIZE, Param::query("agent_id", FieldType::Id, "Only policies of this agent.")])
        .paging(PAGES)
        .returns(FieldType::Model(&POLICY_PAGE))
        .doc("Lists policies.", "docs.agentwallex.com/api-reference/policies-list"),
    operation("policies.update", Method::Put, "/policies/{policy_id}", SafetySpec::Idempotent)
        .params(&[POLICY_ID, Param::body("rules", FieldType::Model(&POLICY_RULES), "The rules that replace the present ones.").required()])
        .returns(FieldType::Model(&POLICY))
        .doc("Replaces the rules of a policy.", "docs.agentwallex.com/api-reference/policies-update"),
    operation("policies.delete", Method::Delete, "/policies/{policy_id}", SafetySpec::Idempotent)
        .params(&[POLICY_ID])
        .returns(FieldType::Model(&DELETED))
        .doc("Deletes a policy.", "docs.agentwallex.com/api-reference/policies-delete"),
    operation("webhooks.create", Method::Post, "/webhooks", SafetySpec::Unkeyed)
        .params(&[
            Param::body("url", FieldType::Url, "The https address to call.").required(),
            Param::body("events", FieldType::List(&FieldType::String), "The events to report, for instance `payment.completed`.").required(),
            Param::body("secret", FieldType::Secret, "The signing secret; it starts with `whsec_`.").required(),
        ])
        .returns(FieldType::Model(&WEBHOOK))
        .doc("Registers an address for events.", "docs.agentwallex.com/api-reference/webhooks-create"),
    operation("webhooks.get", Method::Get, "/webhooks/{webhook_id}", SafetySpec::Read)
        .params(&[WEBHOOK_ID])
        .returns(FieldType::Model(&WEBHOOK))
        .doc("Reads a webhook.", "docs.agentwallex.com/api-reference/webhooks-get"),
    operation("webhooks.update", Method::Put, "/webhooks/{webhook_id}", SafetySpec::Idempotent)
        .params(&[
            WEBHOOK_ID,
            Param::body("url", FieldType::Url, "The https address to call."),
            Param::body("events", FieldType::List(&FieldType::String), "The events to report."),
            Param::body("secret", FieldType::Secret, "The signing secret; it starts with `whsec_`."),
        ])
        .returns(FieldType::Model(&WEBHOOK))
        .doc("Changes a webhook.", "docs.agentwallex.com/api-reference/webhooks-update"),
    operation("x402.pay", Method::Post, "/x402/pay", SafetySpec::Unkeyed)
        .params(&[
            Param::body("agent_id", FieldType::Id, "The agent that pays.").required(),
            TARGET_URL,
            Param::body("session_id", FieldType::Id, "The session whose budget pays."),
            Param::body("chain", FieldType::String, "The chain as CAIP-2; the agent's own by default."),
        ])
        .returns(FieldType::Model(&PAY_RESULT))
        .doc("Pays for an x402 resource.", "docs.agentwallex.com/api-reference/x402-pay"),
    operation("x402.create_session", Method::Post, "/x402/sessions", SafetySpec::Unkeyed)
        .params(&[
            Param::body("agent_id", FieldType::Id, "The agent that pays.").required(),
            Param::body("budget_limit", FieldType::Amount, "The budget, a decimal string.").required(),
            Param::body("chain", FieldType::String, "The chain as CAIP-2.").required(),
            Param::body("ttl_seconds", FieldType::Integer(1, i64::MAX), "How long the session is valid, in seconds.").required(),
            Param::body("allowed_urls", FieldType::List(&FieldType::String), "The only addresses that may be paid."),
        ])
        .returns(FieldType::Model(&SESSION))
        .doc("Opens an x402 session with a budget.", "docs.agentwallex.com/api-reference/x402-sessions-create"),
    operation("x402.session_pay", Method::Post, "/x402/sessions/{session_id}/pay", SafetySpec::Unkeyed)
        .params(&[SESSION_ID, TARGET_URL])
        .returns(FieldType::Model(&PAY_RESULT))
        .doc("Pays for an x402 resource from a session's budget.", "docs.agentwallex.com/api-reference/x402-sessions-pay"),
    operation("x402.delete_session", Method::Delete, "/x402/sessions/{session_id}", SafetySpec::Idempotent)
        .params(&[SESSION_ID])
        .returns(FieldType::Model(&DELETED))
        .doc("Ends a session and releases what is left of its budget.", "docs.agentwallex.com/api-reference/x402-sessions-delete"),
];
