//! The objects of AgentTech Pay. Amounts are decimal strings; a token has as many decimals as its chain gives it.

use crate::model::vocabulary::Evidence;
use crate::spec::types::{Field, Model, State, Ty};

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

pub(super) const STATUS: Ty = Ty::Choice(&[
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
};

pub(super) static FEE_BREAKDOWN: Model = Model::new(
    "FeeBreakdown",
    "What the fee is made of.",
    &[
        Field::maybe("source_chain", Ty::Text, "The chain that is paid from."),
        Field::maybe("source_chain_fee", Ty::Amount, "The fee of that chain."),
        Field::maybe("target_chain", Ty::Text, "The chain that is paid to."),
        Field::maybe("target_chain_fee", Ty::Amount, "The fee of that chain."),
        Field::maybe("platform_fee", Ty::Amount, "The platform's fee."),
        Field::maybe(
            "platform_fee_percentage",
            Ty::Text,
            "The platform's fee in percent, as a decimal string.",
        ),
        Field::maybe("total_fee", Ty::Amount, "All of it."),
    ],
);

pub(super) static PAYMENT_REQUIREMENTS: Model = Model::new(
    "PaymentRequirements",
    "What the payer has to sign, in the words of x402.",
    &[
        Field::new("scheme", Ty::Text, "The x402 scheme, for instance `exact`."),
        Field::new("network", Ty::Text, "The network as x402 names it."),
        Field::new("amount", Ty::Text, "The amount in the asset's smallest unit."),
        Field::new("payTo", Ty::Text, "The address that is paid."),
        Field::maybe(
            "maxTimeoutSeconds",
            Ty::Integer(0, i64::MAX),
            "How long the signature may live, in seconds.",
        ),
        Field::maybe("asset", Ty::Text, "The address of the token."),
        Field::maybe(
            "extra",
            Ty::Map(&Ty::Json),
            "Further members of the scheme; never assume six decimals.",
        ),
    ],
);

const INTENT_ID: Field = Field::new("intent_id", Ty::Id, "The id of the intent.");
const MERCHANT: Field = Field::maybe("merchant_recipient", Ty::Text, "The address that is paid in the end.");
const SENDING: Field =
    Field::maybe("sending_amount", Ty::Amount, "What the payer pays, as a decimal string.");
const RECEIVING: Field = Field::maybe("receiving_amount", Ty::Amount, "What arrives, as a decimal string.");
const FEE: Field = Field::maybe("estimated_fee", Ty::Amount, "The fee, as a decimal string.");
const FEES: Field = Field::maybe("fee_breakdown", Ty::Model(&FEE_BREAKDOWN), "What the fee is made of.");
const STATE: Field = Field::maybe("status", STATUS, "How far it got.");
const CREATED: Field = Field::maybe("created_at", Ty::Time, "When it was created.");
const EXPIRES: Field =
    Field::maybe("expires_at", Ty::Time, "When it expires unless it is paid: ten minutes later.");
const AGENT: Field = Field::maybe("agent_id", Ty::Text, "The agent that owns it; with credentials only.");
const PAYER_CHAIN: Field = Field::maybe("payer_chain", Ty::Text, "The chain that is paid from.");
const TARGET_CHAIN: Field = Field::maybe("target_chain", Ty::Text, "The chain that is paid to.");
const PAYER_ASSET: Field = Field::maybe("payer_asset", Ty::Text, "The token that is paid with.");
const TARGET_ASSET: Field = Field::maybe("target_asset", Ty::Text, "The token that arrives.");

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
        Field::maybe("email", Ty::Text, "The recipient's e-mail address, when that was given."),
        Field::maybe("source_recipient", Ty::Text, "The address that is paid on the payer's chain."),
        PAYER_CHAIN,
        TARGET_CHAIN,
        PAYER_ASSET,
        TARGET_ASSET,
        Field::maybe("payment_requirements", Ty::Model(&PAYMENT_REQUIREMENTS), "What the payer has to sign."),
    ],
)
.with_state(INTENT_STATE);

pub(super) static PAYMENT: Model = Model::new(
    "Payment",
    "One side of a payment on its chain.",
    &[
        Field::maybe("chain", Ty::Text, "The chain; of the source only."),
        Field::maybe("tx_hash", Ty::Text, "The hash of the transaction."),
        Field::maybe("settle_proof", Ty::Text, "The proof of the payment."),
        Field::maybe("settled_at", Ty::Time, "When it settled."),
        Field::maybe("explorer_url", Ty::Text, "Where a block explorer shows it."),
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
        Field::maybe("receiver_email", Ty::Text, "The recipient's e-mail address."),
        Field::maybe("payer_wallet", Ty::Text, "The address that pays."),
        Field::maybe("error_message", Ty::Text, "Why it failed."),
        Field::maybe("completed_at", Ty::Time, "When it ended."),
        Field::maybe("source_payment", Ty::Model(&PAYMENT), "The payer's side."),
        Field::maybe("target_payment", Ty::Model(&PAYMENT), "The recipient's side."),
    ],
)
.with_state(INTENT_STATE);

pub(super) static INTENT_PAGE: Model = Model::new(
    "IntentPage",
    "One page of payment intents.",
    &[
        Field::new("intents", Ty::List(&Ty::Model(&INTENT_DETAILS)), "The intents of this page."),
        Field::maybe("total", Ty::Integer(0, i64::MAX), "The number of intents on all pages."),
        Field::maybe("page", Ty::Integer(1, i64::MAX), "The page, from 1."),
        Field::maybe("page_size", Ty::Integer(1, 100), "Items on a page."),
        Field::maybe("has_more", Ty::Flag, "Whether a further page exists; computed from the total."),
    ],
);

pub(super) static AGENT_PROFILE: Model = Model::new(
    "AgentProfile",
    "The agent that the keys belong to.",
    &[
        Field::new("agent_id", Ty::Text, "The id."),
        Field::maybe("agent_number", Ty::Json, "The number."),
        Field::maybe("name", Ty::Text, "The name."),
        Field::maybe("status", Ty::Text, "Whether it may pay."),
        Field::maybe("wallet_address", Ty::Text, "Its address on EVM chains."),
        Field::maybe("solana_wallet_address", Ty::Text, "Its address on Solana."),
    ],
);

pub(super) static SUPPORTED_CHAINS: Model = Model::new(
    "SupportedChains",
    "The chains that payments work on.",
    &[
        Field::new("chains", Ty::List(&Ty::Text), "The chains that payments can come from."),
        Field::maybe("target_chains", Ty::List(&Ty::Text), "The chains that payments can go to."),
    ],
);

pub(super) static SWAP_QUOTE_AMOUNTS: Model = Model::new(
    "SwapQuoteAmounts",
    "What a swap costs and brings, in smallest units.",
    &[
        Field::maybe("input_token", Ty::Text, "The token that goes in."),
        Field::maybe("output_token", Ty::Text, "The token that comes out."),
        Field::maybe("input_amount", Ty::Text, "How much goes in."),
        Field::maybe("output_amount", Ty::Text, "How much should come out."),
        Field::maybe("min_output_amount", Ty::Text, "How much comes out at least."),
        Field::maybe("price_impact_pct", Ty::Text, "How far the swap moves the price, in percent."),
    ],
);

pub(super) static SWAP_TRANSACTION: Model = Model::new(
    "SwapTransaction",
    "A transaction that is ready to be signed.",
    &[
        Field::new("transaction", Ty::Text, "The transaction."),
        Field::maybe("to", Ty::Text, "The address it goes to."),
        Field::maybe("value", Ty::Text, "The value that it carries."),
        Field::maybe("gas_limit", Ty::Text, "Its gas limit."),
        Field::maybe("expires_at", Ty::Integer(0, i64::MAX), "When it lapses, a Unix time."),
        Field::maybe("last_valid_block_height", Ty::Integer(0, i64::MAX), "The last block that takes it."),
    ],
);

pub(super) static SWAP_QUOTE: Model = Model::new(
    "SwapQuote",
    "A quote for a swap.",
    &[
        Field::new("quote", Ty::Model(&SWAP_QUOTE_AMOUNTS), "What it costs and brings."),
        Field::maybe("swap_transaction", Ty::Model(&SWAP_TRANSACTION), "The transaction to sign."),
    ],
);

pub(super) static SWAP_INTENT: Model = Model::new(
    "SwapIntent",
    "A swap that is being followed.",
    &[
        INTENT_ID,
        Field::maybe("status", Ty::Choice(&["PENDING", "DONE", "FAILED", "CANCELED"]), "How far it got."),
    ],
)
// The source transaction was sent before the swap was registered: what a failure leaves of it is not documented.
.with_state(State {
    field: "status",
    done: &["DONE"],
    failed: &[("FAILED", Evidence::None), ("CANCELED", Evidence::None)],
    read: None,
});

pub(super) static SWAP_RESULT: Model = Model::new(
    "SwapResult",
    "A swap that was sent to its chain.",
    &[
        Field::new("tx_hash", Ty::Text, "The hash of the transaction."),
        Field::maybe("chain", Ty::Text, "The chain."),
        Field::maybe("from_token", Ty::Text, "The token that goes in."),
        Field::maybe("to_token", Ty::Text, "The token that comes out."),
        Field::maybe("from_amount", Ty::Text, "How much goes in, in the smallest unit."),
        Field::maybe("estimated_output", Ty::Text, "How much should come out, in the smallest unit."),
    ],
);

pub(super) static SWAP_CALL: Model = Model::new(
    "SwapCall",
    "A transaction to sign before a swap.",
    &[
        Field::maybe("to", Ty::Text, "The address it goes to."),
        Field::maybe("from", Ty::Text, "The address that signs it."),
        Field::maybe("data", Ty::Text, "Its data, in hexadecimal."),
        Field::maybe("value", Ty::Text, "The value that it carries."),
        Field::maybe("chain_id", Ty::Json, "The number of its chain."),
        Field::maybe("gas_limit", Ty::Json, "Its gas limit."),
    ],
);

pub(super) static SWAP_APPROVAL: Model = Model::new(
    "SwapApproval",
    "Whether a token has to be approved before a swap.",
    &[
        Field::maybe("request_id", Ty::Text, "The id of the request."),
        Field::maybe("needs_approval", Ty::Flag, "Whether it has to."),
        Field::maybe("approval", Ty::Model(&SWAP_CALL), "The transaction that approves it."),
        Field::maybe("cancel", Ty::Model(&SWAP_CALL), "The transaction that takes an earlier approval back."),
        Field::maybe("gas_fee", Ty::Text, "The fee of the approval."),
        Field::maybe("cancel_gas_fee", Ty::Text, "The fee of taking it back."),
    ],
);

pub(super) static SWAP_STATUS: Model = Model::new(
    "SwapStatus",
    "How far a swap got.",
    &[
        Field::maybe(
            "status",
            Ty::Choice(&["PENDING", "DONE", "FAILED", "INVALID", "NOT_FOUND"]),
            "How far it got.",
        ),
        Field::maybe("substatus", Ty::Text, "The same in more detail."),
        Field::maybe("message", Ty::Text, "The same in words."),
        Field::maybe("tool", Ty::Text, "The bridge or exchange that carries it."),
        Field::maybe("source_tx_hash", Ty::Text, "The hash of the transaction that was sent."),
        Field::maybe("dest_tx_hash", Ty::Text, "The hash of the transaction that arrived."),
        Field::maybe("received_amount", Ty::Text, "How much arrived, in the smallest unit."),
        Field::maybe("explorer_link", Ty::Text, "Where an explorer shows it."),
    ],
);
