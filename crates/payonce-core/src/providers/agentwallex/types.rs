//! The objects of AgentWallex.

use crate::model::vocabulary::Evidence;
use crate::spec::types::{Field, FieldType, Model, State};

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
        Field::new("address", FieldType::String, "The address on the chain."),
        Field::new("chain", FieldType::String, "The chain as CAIP-2, for instance `eip155:8453`."),
    ],
);

pub(super) static AGENT: Model = Model::new(
    "Agent",
    "An agent with its wallet.",
    &[
        Field::new("id", FieldType::Id, "The id, for instance `agent_abc123`."),
        Field::optional("agent_name", FieldType::String, "The name, unique in the account."),
        Field::optional("agent_description", FieldType::String, "The purpose of the agent."),
        Field::optional("wallet", FieldType::Model(&WALLET), "The wallet that it pays from."),
        Field::optional("status", FieldType::Enum(&["active", "inactive"]), "Whether it is allowed to pay."),
        Field::optional("metadata", FieldType::JsonText, "The caller's own data, as a string holding JSON."),
        Field::optional("created_at", FieldType::Time, "When it was created."),
    ],
);

pub(super) static AGENT_PAGE: Model = Model::new(
    "AgentPage",
    "One page of agents.",
    &[
        Field::new("data", FieldType::List(&FieldType::Model(&AGENT)), "The agents of this page."),
        Field::optional("total", FieldType::Integer(0, i64::MAX), "The number of agents on all pages."),
        Field::optional("has_more", FieldType::Bool, "Whether a further page exists."),
    ],
);

/// `confirmed` and `failed` are the final states of a transaction; `pending` is the only other one documented.
const TRANSACTION_STATE: State = State {
    field: "status",
    done: &["confirmed"],
    failed: &[("failed", Evidence::Refused)],
    read: Some(("payments.get", "transaction_id", "id")),
    from_headers: &[],
};

pub(super) static TRANSACTION: Model = Model::new(
    "Transaction",
    "A transfer of tokens out of an agent's wallet.",
    &[
        Field::new("id", FieldType::Id, "The id of the transaction."),
        Field::optional("hash", FieldType::String, "The hash on the chain, once it is known."),
        Field::optional("agent_id", FieldType::Id, "The agent that pays."),
        Field::optional("direction", FieldType::String, "`outbound` for a payment."),
        Field::optional("type", FieldType::String, "`transfer` for a payment."),
        Field::optional("from_address", FieldType::String, "The address that pays."),
        Field::optional("to_address", FieldType::String, "The address that is paid."),
        Field::optional(
            "amount",
            FieldType::Amount,
            "The amount in units of the token, as a decimal string.",
        ),
        Field::optional("token", FieldType::String, "The token, for instance `USDC`."),
        Field::optional("chain", FieldType::String, "The chain as CAIP-2."),
        Field::optional("fee", FieldType::Amount, "The fee in units of the token, as a decimal string."),
        Field::optional("status", FieldType::Enum(&["pending", "confirmed", "failed"]), "How far it got."),
        Field::optional("memo", FieldType::String, "The memo; it ends with the reference of payonce."),
        Field::optional("created_at", FieldType::Time, "When it was accepted."),
    ],
)
.with_state(TRANSACTION_STATE);

pub(super) static TRANSACTION_PAGE: Model = Model::new(
    "TransactionPage",
    "One page of transactions.",
    &[
        Field::new(
            "data",
            FieldType::List(&FieldType::Model(&TRANSACTION)),
            "The transactions of this page.",
        ),
        Field::optional("total", FieldType::Integer(0, i64::MAX), "The number of transactions on all pages."),
        Field::optional("has_more", FieldType::Bool, "Whether a further page exists."),
    ],
);

pub(super) static ALLOWED_HOURS: Model = Model::new(
    "AllowedHours",
    "The hours of a day in which payments are allowed.",
    &[
        Field::optional("start", FieldType::Json, "The first hour."),
        Field::optional("end", FieldType::Json, "The hour at which it ends."),
    ],
);

pub(super) static POLICY_RULES: Model = Model::new(
    "PolicyRules",
    "The rules of a policy; which of them apply follows from the type of the policy.",
    &[
        Field::optional("max_transaction_amount", FieldType::Amount, "The maximum amount of one payment."),
        Field::optional("daily_limit", FieldType::Amount, "The maximum amount of the payments of a day."),
        Field::optional("monthly_limit", FieldType::Amount, "The maximum amount of the payments of a month."),
        Field::optional(
            "allowed_addresses",
            FieldType::List(&FieldType::String),
            "The only addresses that may be paid.",
        ),
        Field::optional(
            "blocked_addresses",
            FieldType::List(&FieldType::String),
            "Addresses that may not be paid.",
        ),
        Field::optional(
            "allowed_tokens",
            FieldType::List(&FieldType::String),
            "The only tokens that may be used.",
        ),
        Field::optional(
            "max_count",
            FieldType::Integer(0, i64::MAX),
            "The maximum number of payments in the window.",
        ),
        Field::optional(
            "window_seconds",
            FieldType::Integer(1, i64::MAX),
            "The length of the window in seconds.",
        ),
        Field::optional("timezone", FieldType::String, "The time zone of the schedule, an IANA name."),
        Field::optional(
            "allowed_hours",
            FieldType::Model(&ALLOWED_HOURS),
            "The hours in which payments are allowed.",
        ),
        Field::optional(
            "allowed_days",
            FieldType::List(&FieldType::Integer(0, 7)),
            "The days on which payments are allowed.",
        ),
        Field::optional("threshold", FieldType::Amount, "The amount from which a person must approve."),
        Field::optional(
            "timeout_seconds",
            FieldType::Integer(1, i64::MAX),
            "How long an approval may take, in seconds.",
        ),
        Field::optional(
            "approvers",
            FieldType::List(&FieldType::String),
            "The e-mail addresses of those who may approve.",
        ),
    ],
);

pub(super) static POLICY: Model = Model::new(
    "Policy",
    "A policy that an agent's payments are checked against.",
    &[
        Field::new("id", FieldType::Id, "The id, for instance `pol_abc123`."),
        Field::optional("agent_id", FieldType::Id, "The agent that it binds."),
        Field::optional("type", POLICY_TYPE, "The type of the policy."),
        Field::optional("rules", FieldType::Model(&POLICY_RULES), "Its rules."),
        Field::optional("created_at", FieldType::Time, "When it was created."),
        Field::optional("updated_at", FieldType::Time, "When it was last changed."),
    ],
);

pub(super) const POLICY_TYPE: FieldType = FieldType::Enum(&[
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
        Field::new("data", FieldType::List(&FieldType::Model(&POLICY)), "The policies of this page."),
        Field::optional("total", FieldType::Integer(0, i64::MAX), "The number of policies on all pages."),
        Field::optional("has_more", FieldType::Bool, "Whether a further page exists."),
    ],
);

pub(super) static WEBHOOK: Model = Model::new(
    "Webhook",
    "An address that AgentWallex reports events to.",
    &[
        Field::new("id", FieldType::Id, "The id of the webhook."),
        Field::optional("url", FieldType::Url, "The https address that is called."),
        Field::optional(
            "events",
            FieldType::List(&FieldType::String),
            "The events that are reported, for instance `payment.completed`.",
        ),
        Field::optional("status", FieldType::Enum(&["active", "inactive"]), "Whether it is called."),
        Field::optional("created_at", FieldType::Time, "When it was created."),
    ],
);

pub(super) static SESSION: Model = Model::new(
    "Session",
    "An x402 session: a budget that an agent may spend for a while.",
    &[
        Field::new("id", FieldType::Id, "The id, for instance `sess_abc123`."),
        Field::optional("agent_id", FieldType::Id, "The agent that pays."),
        Field::optional("budget_limit", FieldType::Amount, "The budget, as a decimal string."),
        Field::optional("budget_spent", FieldType::Amount, "The amount that is spent."),
        Field::optional("budget_remaining", FieldType::Amount, "The amount that is left."),
        Field::optional("chain", FieldType::String, "The chain as CAIP-2."),
        Field::optional(
            "status",
            FieldType::Enum(&["active", "expired", "deleted"]),
            "Whether it can be used.",
        ),
        Field::optional(
            "allowed_urls",
            FieldType::List(&FieldType::String),
            "The only addresses that may be paid.",
        ),
        Field::optional("expires_at", FieldType::Time, "When it ends."),
        Field::optional("created_at", FieldType::Time, "When it was created."),
    ],
);

/// There is no way to read a payment of x402 again, so that a pending one can only be followed by its ledger id.
const PAY_RESULT_STATE: State = State {
    field: "status",
    done: &["completed"],
    failed: &[("failed", Evidence::Refused)],
    read: None,
    from_headers: &[],
};

pub(super) static PAY_RESULT: Model = Model::new(
    "PayResult",
    "A payment to an x402 resource.",
    &[
        Field::new("ledger_id", FieldType::Id, "The id in the ledger, for instance `ldg_abc123`."),
        Field::optional("amount", FieldType::Amount, "The amount, as a decimal string."),
        Field::optional("fee_amount", FieldType::Amount, "The fee, as a decimal string."),
        Field::optional("fee_rate", FieldType::String, "The fee in percent, as a decimal string."),
        Field::optional("token", FieldType::String, "The token, for instance `USDC`."),
        Field::optional("chain", FieldType::String, "The chain as CAIP-2."),
        Field::optional("status", FieldType::Enum(&["completed", "pending", "failed"]), "How far it got."),
        Field::optional(
            "payment_signature",
            FieldType::Secret,
            "The value of the `PAYMENT-SIGNATURE` header of the paid request. Anyone who has it can spend the payment.",
        ),
    ],
)
.with_state(PAY_RESULT_STATE);

pub(super) static DELETED: Model = Model::new(
    "Deleted",
    "The confirmation of a deletion.",
    &[
        Field::new("id", FieldType::Id, "The id of what was deleted."),
        Field::optional("deleted", FieldType::Bool, "True."),
    ],
);
