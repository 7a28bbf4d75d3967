//! The objects of AgentTech Pay. Amounts are decimal strings; a token has as many decimals as its chain gives it.

use crate::model::vocabulary::Evidence;
use crate::spec::types::{Field, FieldType, Model, State};

/// Every object type.
pub static MODELS: &[&Model] = &[
    &FEE_BREAKDOWN,
    &PAYMENT_REQUIREMENTS,
    &INTENT,
    &CREATED_INTENT,
    &PAYMENT,
    &INTENT_DETAILS,
    &INTENT_PAGE,
    &AGENT_PROFILE,
    &SUPPORTED_CHAINS,
    &SWAP_QUOTE_AMOUNTS,
    &SWAP_TRANSACTION,
    &SWAP_QUOTE,
    &SWAP_INTENT,
    &SWAP_RESULT,
    &SWAP_CALL,
    &SWAP_APPROVAL,
    &SWAP_STATUS,
];

pub(super) const STATUS: FieldType = FieldType::Enum(&[
    "AWAITING_PAYMENT",
    "PENDING",
    "VERIFICATION_FAILED",
    "SOURCE_SETTLED",
    "TARGET_SETTLING",
    "TARGET_SETTLED",
    "PARTIAL_SETTLEMENT",
    "EXPIRED",
    "BLOCKED",
]);

/// `PARTIAL_SETTLEMENT` has taken money and not delivered all of it. The other three end before any money moves.
const INTENT_STATE: State = State {
    field: "status",
    done: &["TARGET_SETTLED"],
    failed: &[
        ("PARTIAL_SETTLEMENT", Evidence::Applied),
        ("VERIFICATION_FAILED", Evidence::Refused),
        ("BLOCKED", Evidence::Refused),
        ("EXPIRED", Evidence::Refused),
    ],
    read: Some(("get_intent", "intent_id", "intent_id")),
    from_headers: &[],
};

pub(super) static FEE_BREAKDOWN: Model = Model::new(
    "FeeBreakdown",
    "The parts of the fee.",
    &[
        Field::optional("source_chain", FieldType::String, "The chain of the payer."),
        Field::optional("source_chain_fee", FieldType::Amount, "The fee of that chain."),
        Field::optional("target_chain", FieldType::String, "The chain of the recipient."),
        Field::optional("target_chain_fee", FieldType::Amount, "The fee of that chain."),
        Field::optional("platform_fee", FieldType::Amount, "The platform's fee."),
        Field::optional(
            "platform_fee_percentage",
            FieldType::String,
            "The platform's fee in percent, as a decimal string.",
        ),
        Field::optional("total_fee", FieldType::Amount, "All of it."),
    ],
);

pub(super) static PAYMENT_REQUIREMENTS: Model = Model::new(
    "PaymentRequirements",
    "What the payer has to sign, in the words of x402.",
    &[
        Field::new("scheme", FieldType::String, "The x402 scheme, for instance `exact`."),
        Field::new("network", FieldType::String, "The network as x402 names it."),
        Field::new("amount", FieldType::String, "The amount in the asset's smallest unit."),
        Field::new("payTo", FieldType::String, "The address that is paid."),
        Field::optional(
            "maxTimeoutSeconds",
            FieldType::Integer(0, i64::MAX),
            "How long the signature is valid, in seconds.",
        ),
        Field::optional("asset", FieldType::String, "The address of the token."),
        Field::optional(
            "extra",
            FieldType::Map(&FieldType::Json),
            "Further members of the scheme; never assume six decimals.",
        ),
    ],
);

const INTENT_ID: Field = Field::new("intent_id", FieldType::Id, "The id of the intent.");
const MERCHANT: Field =
    Field::optional("merchant_recipient", FieldType::String, "The address that is paid in the end.");
const SENDING: Field = Field::optional(
    "sending_amount",
    FieldType::Amount,
    "The amount that the payer pays, as a decimal string.",
);
const RECEIVING: Field = Field::optional(
    "receiving_amount",
    FieldType::Amount,
    "The amount that the recipient receives, as a decimal string.",
);
const FEE: Field = Field::optional("estimated_fee", FieldType::Amount, "The fee, as a decimal string.");
const FEES: Field =
    Field::optional("fee_breakdown", FieldType::Model(&FEE_BREAKDOWN), "The parts of the fee.");
const STATE: Field = Field::optional("status", STATUS, "How far it got.");
const CREATED: Field = Field::optional("created_at", FieldType::Time, "When it was created.");
const EXPIRES: Field =
    Field::optional("expires_at", FieldType::Time, "When it expires unless it is paid: ten minutes later.");
const AGENT: Field =
    Field::optional("agent_id", FieldType::String, "The agent that owns it; with credentials only.");
const PAYER_CHAIN: Field = Field::optional("payer_chain", FieldType::String, "The chain of the payer.");
const TARGET_CHAIN: Field = Field::optional("target_chain", FieldType::String, "The chain of the recipient.");
const PAYER_ASSET: Field =
    Field::optional("payer_asset", FieldType::String, "The token that the payer pays with.");
const TARGET_ASSET: Field =
    Field::optional("target_asset", FieldType::String, "The token that the recipient receives.");

pub(super) static INTENT: Model = Model::new(
    "Intent",
    "A payment intent.",
    &[INTENT_ID, MERCHANT, SENDING, RECEIVING, FEE, FEES, STATE, CREATED, EXPIRES, AGENT],
)
.with_state(INTENT_STATE);

pub(super) static CREATED_INTENT: Model = Model::new(
    "CreatedIntent",
    "A new payment intent with what its payer has to sign.",
    &[
        INTENT_ID,
        MERCHANT,
        SENDING,
        RECEIVING,
        FEE,
        FEES,
        STATE,
        CREATED,
        EXPIRES,
        AGENT,
        Field::optional("email", FieldType::String, "The recipient's e-mail address, when that was given."),
        Field::optional(
            "source_recipient",
            FieldType::String,
            "The address that is paid on the payer's chain.",
        ),
        PAYER_CHAIN,
        TARGET_CHAIN,
        PAYER_ASSET,
        TARGET_ASSET,
        Field::optional(
            "payment_requirements",
            FieldType::Model(&PAYMENT_REQUIREMENTS),
            "What the payer has to sign.",
        ),
    ],
)
.with_state(INTENT_STATE);

pub(super) static PAYMENT: Model = Model::new(
    "Payment",
    "One side of a payment on its chain.",
    &[
        Field::optional("chain", FieldType::String, "The chain; of the source only."),
        Field::optional("tx_hash", FieldType::String, "The hash of the transaction."),
        Field::optional("settle_proof", FieldType::String, "The proof of the payment."),
        Field::optional("settled_at", FieldType::Time, "When it settled."),
        Field::optional("explorer_url", FieldType::String, "The URL in a block explorer."),
    ],
);

pub(super) static INTENT_DETAILS: Model = Model::new(
    "IntentDetails",
    "A payment intent with both sides of its payment.",
    &[
        INTENT_ID,
        MERCHANT,
        SENDING,
        RECEIVING,
        FEE,
        FEES,
        STATE,
        CREATED,
        EXPIRES,
        AGENT,
        PAYER_CHAIN,
        TARGET_CHAIN,
        PAYER_ASSET,
        TARGET_ASSET,
        Field::optional("receiver_email", FieldType::String, "The recipient's e-mail address."),
        Field::optional("payer_wallet", FieldType::String, "The address that pays."),
        Field::optional("error_message", FieldType::String, "Why it failed."),
        Field::optional("completed_at", FieldType::Time, "When it ended."),
        Field::optional("source_payment", FieldType::Model(&PAYMENT), "The payer's side."),
        Field::optional("target_payment", FieldType::Model(&PAYMENT), "The recipient's side."),
    ],
)
.with_state(INTENT_STATE);

pub(super) static INTENT_PAGE: Model = Model::new(
    "IntentPage",
    "One page of payment intents.",
    &[
        Field::new(
            "intents",
            FieldType::List(&FieldType::Model(&INTENT_DETAILS)),
            "The intents of this page.",
        ),
        Field::optional("total", FieldType::Integer(0, i64::MAX), "The number of intents on all pages."),
        Field::optional("page", FieldType::Integer(1, i64::MAX), "The page, from 1."),
        Field::optional("page_size", FieldType::Integer(1, 100), "Items on a page."),
        Field::optional(
            "has_more",
            FieldType::Bool,
            "Whether a further page exists; computed from the total.",
        ),
    ],
);

pub(super) static AGENT_PROFILE: Model = Model::new(
    "AgentProfile",
    "The agent that the keys belong to.",
    &[
        Field::new("agent_id", FieldType::String, "The id."),
        Field::optional("agent_number", FieldType::Json, "The number."),
        Field::optional("name", FieldType::String, "The name."),
        Field::optional("status", FieldType::String, "Whether it is allowed to pay."),
        Field::optional("wallet_address", FieldType::String, "Its address on EVM chains."),
        Field::optional("solana_wallet_address", FieldType::String, "Its address on Solana."),
    ],
);

pub(super) static SUPPORTED_CHAINS: Model = Model::new(
    "SupportedChains",
    "The chains that payments work on.",
    &[
        Field::new("chains", FieldType::List(&FieldType::String), "The chains that payments can come from."),
        Field::optional(
            "target_chains",
            FieldType::List(&FieldType::String),
            "The chains that payments can go to.",
        ),
    ],
);

pub(super) static SWAP_QUOTE_AMOUNTS: Model = Model::new(
    "SwapQuoteAmounts",
    "The amounts and the costs of a swap, in smallest units.",
    &[
        Field::optional("input_token", FieldType::String, "The source token."),
        Field::optional("output_token", FieldType::String, "The destination token."),
        Field::optional("input_amount", FieldType::String, "How much goes in."),
        Field::optional("output_amount", FieldType::String, "The expected destination amount."),
        Field::optional("min_output_amount", FieldType::String, "The minimum destination amount."),
        Field::optional(
            "price_impact_pct",
            FieldType::String,
            "How far the swap moves the price, in percent.",
        ),
    ],
);

pub(super) static SWAP_TRANSACTION: Model = Model::new(
    "SwapTransaction",
    "A transaction that is ready to be signed.",
    &[
        Field::new("transaction", FieldType::String, "The transaction."),
        Field::optional("to", FieldType::String, "The address it goes to."),
        Field::optional("value", FieldType::String, "The value that it carries."),
        Field::optional("gas_limit", FieldType::String, "Its gas limit."),
        Field::optional("expires_at", FieldType::Integer(0, i64::MAX), "When it expires, a Unix time."),
        Field::optional(
            "last_valid_block_height",
            FieldType::Integer(0, i64::MAX),
            "The last block that accepts it.",
        ),
    ],
);

pub(super) static SWAP_QUOTE: Model = Model::new(
    "SwapQuote",
    "A quote for a swap.",
    &[
        Field::new("quote", FieldType::Model(&SWAP_QUOTE_AMOUNTS), "The amounts and the costs."),
        Field::optional("swap_transaction", FieldType::Model(&SWAP_TRANSACTION), "The transaction to sign."),
    ],
);

pub(super) static SWAP_INTENT: Model = Model::new(
    "SwapIntent",
    "A registered swap.",
    &[
        INTENT_ID,
        Field::optional(
            "status",
            FieldType::Enum(&["PENDING", "DONE", "FAILED", "CANCELED"]),
            "How far it got.",
        ),
    ],
)
// The source transaction was sent before the swap was registered: what a failure leaves of it is not documented.
.with_state(State {
    field: "status",
    done: &["DONE"],
    failed: &[("FAILED", Evidence::None), ("CANCELED", Evidence::None)],
    read: None,
    from_headers: &[],
});

pub(super) static SWAP_RESULT: Model = Model::new(
    "SwapResult",
    "A swap that was sent to its chain.",
    &[
        Field::new("tx_hash", FieldType::String, "The hash of the transaction."),
        Field::optional("chain", FieldType::String, "The chain."),
        Field::optional("from_token", FieldType::String, "The source token."),
        Field::optional("to_token", FieldType::String, "The destination token."),
        Field::optional("from_amount", FieldType::String, "The source amount, in the smallest unit."),
        Field::optional(
            "estimated_output",
            FieldType::String,
            "The expected destination amount, in the smallest unit.",
        ),
    ],
);

pub(super) static SWAP_CALL: Model = Model::new(
    "SwapCall",
    "A transaction to sign before a swap.",
    &[
        Field::optional("to", FieldType::String, "The address it goes to."),
        Field::optional("from", FieldType::String, "The address that signs it."),
        Field::optional("data", FieldType::String, "Its data, in hexadecimal."),
        Field::optional("value", FieldType::String, "The value that it carries."),
        Field::optional("chain_id", FieldType::Json, "The number of its chain."),
        Field::optional("gas_limit", FieldType::Json, "Its gas limit."),
    ],
);

pub(super) static SWAP_APPROVAL: Model = Model::new(
    "SwapApproval",
    "Whether a token has to be approved before a swap.",
    &[
        Field::optional("request_id", FieldType::String, "The id of the request."),
        Field::optional("needs_approval", FieldType::Bool, "Whether it has to."),
        Field::optional("approval", FieldType::Model(&SWAP_CALL), "The transaction that approves it."),
        Field::optional(
            "cancel",
            FieldType::Model(&SWAP_CALL),
            "The transaction that revokes an earlier approval.",
        ),
        Field::optional("gas_fee", FieldType::String, "The fee of the approval."),
        Field::optional("cancel_gas_fee", FieldType::String, "The fee of the revocation."),
    ],
);

pub(super) static SWAP_STATUS: Model = Model::new(
    "SwapStatus",
    "The status of a swap.",
    &[
        Field::optional(
            "status",
            FieldType::Enum(&["PENDING", "DONE", "FAILED", "INVALID", "NOT_FOUND"]),
            "How far it got.",
        ),
        Field::optional("substatus", FieldType::String, "The same in more detail."),
        Field::optional("message", FieldType::String, "The same in words."),
        Field::optional("tool", FieldType::String, "The bridge or exchange that carries it."),
        Field::optional("source_tx_hash", FieldType::String, "The hash of the transaction that was sent."),
        Field::optional("dest_tx_hash", FieldType::String, "The hash of the transaction that arrived."),
        Field::optional(
            "received_amount",
            FieldType::String,
            "The amount that arrived, in the smallest unit.",
        ),
        Field::optional("explorer_link", FieldType::String, "The URL in a block explorer."),
    ],
);
