//! The objects of AgentWallex.

use crate::model::vocabulary::Evidence;
use crate::spec::types::{Field, Model, State, Ty};

/// Every object type.
pub static MODELS: &[&Model] = &[
    &WALLET,
    &AGENT,
    &AGENT_PAGE,
    &TRANSACTION,
    &TRANSACTION_PAGE,
    &ALLOWED_HOURS,
    &POLICY_RULES,
    &POLICY,
    &POLICY_PAGE,
    &WEBHOOK,
    &SESSION,
    &PAY_RESULT,
    &DELETED,
];

pub(super) static WALLET: Model = Model::new(
    "Wallet",
    "The wallet of an agent on one chain.",
    &[
        Field::new("address", Ty::Text, "The address on the chain."),
        Field::new("chain", Ty::Text, "The chain as CAIP-2, for instance `eip155:8453`."),
    ],
);

pub(super) static AGENT: Model = Model::new(
    "Agent",
    "An agent with its wallet.",
    &[
        Field::new("id", Ty::Id, "The id, for instance `agent_abc123`."),
        Field::maybe("agent_name", Ty::Text, "The name, unique in the account."),
        Field::maybe("agent_description", Ty::Text, "What the agent is for."),
        Field::maybe("wallet", Ty::Model(&WALLET), "The wallet that it pays from."),
        Field::maybe("status", Ty::Choice(&["active", "inactive"]), "Whether it may pay."),
        Field::maybe("metadata", Ty::JsonText, "The caller's own data, as a string holding JSON."),
        Field::maybe("created_at", Ty::Time, "When it was created."),
    ],
);

pub(super) static AGENT_PAGE: Model = Model::new(
    "AgentPage",
    "One page of agents.",
    &[
        Field::new("data", Ty::List(&Ty::Model(&AGENT)), "The agents of this page."),
        Field::maybe("total", Ty::Integer(0, i64::MAX), "The number of agents on all pages."),
        Field::maybe("has_more", Ty::Flag, "Whether a further page exists."),
    ],
);

/// `confirmed` and `failed` are the final states of a transaction; `pending` is the only other one documented.
const TRANSACTION_STATE: State = State {
    field: "status",
    done: &["confirmed"],
    failed: &[("failed", Evidence::Refused)],
    read: Some(("payments.get", "transaction_id", "id")),
};

pub(super) static TRANSACTION: Model = Model::new(
    "Transaction",
    "A transfer of tokens out of an agent's wallet.",
    &[
        Field::new("id", Ty::Id, "The id of the transaction."),
        Field::maybe("hash", Ty::Text, "The hash on the chain, once it is known."),
        Field::maybe("agent_id", Ty::Id, "The agent that pays."),
        Field::maybe("direction", Ty::Text, "`outbound` for a payment."),
        Field::maybe("type", Ty::Text, "`transfer` for a payment."),
        Field::maybe("from_address", Ty::Text, "The address that pays."),
        Field::maybe("to_address", Ty::Text, "The address that is paid."),
        Field::maybe("amount", Ty::Amount, "The amount in units of the token, as a decimal string."),
        Field::maybe("token", Ty::Text, "The token, for instance `USDC`."),
        Field::maybe("chain", Ty::Text, "The chain as CAIP-2."),
        Field::maybe("fee", Ty::Amount, "The fee in units of the token, as a decimal string."),
        Field::maybe("status", Ty::Choice(&["pending", "confirmed", "failed"]), "How far it got."),
        Field::maybe("memo", Ty::Text, "The memo; it ends with the reference of payonce."),
        Field::maybe("created_at", Ty::Time, "When it was accepted."),
    ],
)
.with_state(TRANSACTION_STATE);

pub(super) static TRANSACTION_PAGE: Model = Model::new(
    "TransactionPage",
    "One page of transactions.",
    &[
        Field::new("data", Ty::List(&Ty::Model(&TRANSACTION)), "The transactions of this page."),
        Field::maybe("total", Ty::Integer(0, i64::MAX), "The number of transactions on all pages."),
        Field::maybe("has_more", Ty::Flag, "Whether a further page exists."),
    ],
);

pub(super) static ALLOWED_HOURS: Model = Model::new(
    "AllowedHours",
    "The hours of a day in which payments are allowed.",
    &[
        Field::maybe("start", Ty::Json, "The first hour."),
        Field::maybe("end", Ty::Json, "The hour at which it ends."),
    ],
);

pub(super) static POLICY_RULES: Model = Model::new(
    "PolicyRules",
    "The rules of a policy; which of them apply follows from the type of the policy.",
    &[
        Field::maybe("max_transaction_amount", Ty::Amount, "The most that one payment may move."),
        Field::maybe("daily_limit", Ty::Amount, "The most that a day's payments may move."),
        Field::maybe("monthly_limit", Ty::Amount, "The most that a month's payments may move."),
        Field::maybe("allowed_addresses", Ty::List(&Ty::Text), "The only addresses that may be paid."),
        Field::maybe("blocked_addresses", Ty::List(&Ty::Text), "Addresses that may not be paid."),
        Field::maybe("allowed_tokens", Ty::List(&Ty::Text), "The only tokens that may be used."),
        Field::maybe("max_count", Ty::Integer(0, i64::MAX), "The most payments in the window."),
        Field::maybe("window_seconds", Ty::Integer(1, i64::MAX), "The length of the window in seconds."),
        Field::maybe("timezone", Ty::Text, "The time zone of the schedule, an IANA name."),
        Field::maybe("allowed_hours", Ty::Model(&ALLOWED_HOURS), "The hours in which payments are allowed."),
        Field::maybe("allowed_days", Ty::List(&Ty::Integer(0, 7)), "The days on which payments are allowed."),
        Field::maybe("threshold", Ty::Amount, "The amount from which a person must approve."),
        Field::maybe(
            "timeout_seconds",
            Ty::Integer(1, i64::MAX),
            "How long an approval may take, in seconds.",
        ),
        Field::maybe("approvers", Ty::List(&Ty::Text), "The e-mail addresses of those who may approve."),
    ],
);

pub(super) static POLICY: Model = Model::new(
    "Policy",
    "A policy that an agent's payments are checked against.",
    &[
        Field::new("id", Ty::Id, "The id, for instance `pol_abc123`."),
        Field::maybe("agent_id", Ty::Id, "The agent that it binds."),
        Field::maybe("type", POLICY_TYPE, "What kind of policy it is."),
        Field::maybe("rules", Ty::Model(&POLICY_RULES), "Its rules."),
        Field::maybe("created_at", Ty::Time, "When it was created."),
        Field::maybe("updated_at", Ty::Time, "When it was last changed."),
    ],
);

pub(super) const POLICY_TYPE: Ty = Ty::Choice(&[
    "spending_limit",
    "address_control",
    "token_control",
    "velocity_control",
    "schedule",
    "human_approval",
]);

pub(super) static POLICY_PAGE: Model = Model::new(
    "PolicyPage",
    "One page of policies.",
    &[
        Field::new("data", Ty::List(&Ty::Model(&POLICY)), "The policies of this page."),
        Field::maybe("total", Ty::Integer(0, i64::MAX), "The number of policies on all pages."),
        Field::maybe("has_more", Ty::Flag, "Whether a further page exists."),
    ],
);

pub(super) static WEBHOOK: Model = Model::new(
    "Webhook",
    "An address that AgentWallex reports events to.",
    &[
        Field::new("id", Ty::Id, "The id of the webhook."),
        Field::maybe("url", Ty::Url, "The https address that is called."),
        Field::maybe(
            "events",
            Ty::List(&Ty::Text),
            "The events that are reported, for instance `payment.completed`.",
        ),
        Field::maybe("status", Ty::Choice(&["active", "inactive"]), "Whether it is called."),
        Field::maybe("created_at", Ty::Time, "When it was created."),
    ],
);

pub(super) static SESSION: Model = Model::new(
    "Session",
    "An x402 session: a budget that an agent may spend for a while.",
    &[
        Field::new("id", Ty::Id, "The id, for instance `sess_abc123`."),
        Field::maybe("agent_id", Ty::Id, "The agent that pays."),
        Field::maybe("budget_limit", Ty::Amount, "The budget, as a decimal string."),
        Field::maybe("budget_spent", Ty::Amount, "What is spent of it."),
        Field::maybe("budget_remaining", Ty::Amount, "What is left of it."),
        Field::maybe("chain", Ty::Text, "The chain as CAIP-2."),
        Field::maybe("status", Ty::Choice(&["active", "expired", "deleted"]), "Whether it may be used."),
        Field::maybe("allowed_urls", Ty::List(&Ty::Text), "The only addresses that may be paid."),
        Field::maybe("expires_at", Ty::Time, "When it ends."),
        Field::maybe("created_at", Ty::Time, "When it was created."),
    ],
);

/// There is no way to read a payment of x402 again, so that a pending one can only be followed by its ledger id.
const PAY_RESULT_STATE: State =
    State { field: "status", done: &["completed"], failed: &[("failed", Evidence::Refused)], read: None };

pub(super) static PAY_RESULT: Model = Model::new(
    "PayResult",
    "A payment to an x402 resource.",
    &[
        Field::new("ledger_id", Ty::Id, "The id in the ledger, for instance `ldg_abc123`."),
        Field::maybe("amount", Ty::Amount, "The amount, as a decimal string."),
        Field::maybe("fee_amount", Ty::Amount, "The fee, as a decimal string."),
        Field::maybe("fee_rate", Ty::Text, "The fee in percent, as a decimal string."),
        Field::maybe("token", Ty::Text, "The token, for instance `USDC`."),
        Field::maybe("chain", Ty::Text, "The chain as CAIP-2."),
        Field::maybe("status", Ty::Choice(&["completed", "pending", "failed"]), "How far it got."),
        Field::maybe(
            "payment_signature",
            Ty::Secret,
            "The value of the `PAYMENT-SIGNATURE` header of the paid request. Anyone who has it can spend the payment.",
        ),
    ],
)
.with_state(PAY_RESULT_STATE);

pub(super) static DELETED: Model = Model::new(
    "Deleted",
    "The word that something was deleted.",
    &[Field::new("id", Ty::Id, "The id of what was deleted."), Field::maybe("deleted", Ty::Flag, "True.")],
);
