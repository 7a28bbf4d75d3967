//! Swaps of one token for another, within a chain or across chains.

use crate::providers::agenttech::operations::operation;
use crate::providers::agenttech::types::{SWAP_APPROVAL, SWAP_INTENT, SWAP_QUOTE, SWAP_RESULT, SWAP_STATUS};
use crate::spec::operation::{Method, Operation, SafetySpec};
use crate::spec::param::{Bounds, Param};
use crate::spec::types::FieldType;

const SWAP: &str = "docs.agent.tech/cross402/api/swap";

/// Whole numbers of 64 bits in the token's smallest unit; 18 decimals are too many for a double.
static SMALLEST_UNITS: Bounds = Bounds { min: "1", max: "18446744073709551615", decimals: 0 };
const SLIPPAGE: FieldType = FieldType::Integer(0, 500);
const TEXTS: FieldType = FieldType::List(&FieldType::String);
const CHAIN: Param = Param::query("chain", FieldType::String, "The source chain of the swap.").required();
const TO_CHAIN: Param = Param::query(
    "to_chain",
    FieldType::String,
    "The destination chain of the swap; the source chain by default.",
);
const USER_ADDRESS: Param = Param::query(
    "user_address",
    FieldType::String,
    "The address of the signer; with it, the response has the transaction to sign.",
);
const TO_USER_ADDRESS: Param = Param::query(
    "to_user_address",
    FieldType::String,
    "The address of the recipient if the destination chain is of another family.",
);
const EMAIL: Param =
    Param::query("email", FieldType::String, "The e-mail address of the signer, instead of the address.");
const TO_USER_EMAIL: Param = Param::query(
    "to_user_email",
    FieldType::String,
    "The e-mail address of the recipient, instead of the address.",
);

pub(super) static QUOTE: Operation = operation(
    "get_swap_quote",
    Method::Get,
    "/api/swap/quote",
    SafetySpec::Read,
)
.params(&[
    CHAIN,
    Param::query("input_token", FieldType::String, "The address of the source token.").required(),
    Param::query("output_token", FieldType::String, "The address of the destination token.").required(),
    Param::query(
        "from_amount",
        FieldType::Amount,
        "The source amount in the smallest unit of the token, as digits; pass this or `to_amount`.",
    )
    .within(&SMALLEST_UNITS)
    .also(&["amount"]),
    Param::query(
        "to_amount",
        FieldType::Amount,
        "The destination amount in the smallest unit of the token, as digits; pass this or `from_amount`.",
    )
    .within(&SMALLEST_UNITS),
    Param::query(
        "slippage_bps",
        SLIPPAGE,
        "The maximum slippage, in hundredths of a percent, 0 to 500; 50 by default.",
    ),
    TO_CHAIN,
    USER_ADDRESS,
    TO_USER_ADDRESS,
    EMAIL,
    TO_USER_EMAIL,
])
.exactly_one(&[&["from_amount", "to_amount"]])
.public()
.returns(FieldType::Model(&SWAP_QUOTE))
.doc("Quotes a swap; with an address, the response also has the transaction to sign.", SWAP);

pub(super) static REGISTER: Operation =
    operation("register_swap_intent", Method::Post, "/api/swap/intents", SafetySpec::Unkeyed)
        .params(&[
            Param::body("source_tx_hash", FieldType::String, "The hash of the transaction that was sent.")
                .required(),
            Param::body("from_chain", FieldType::String, "The source chain.").required(),
            Param::body("to_chain", FieldType::String, "The destination chain.").required(),
            Param::body("from_token", FieldType::String, "The source token.").required(),
            Param::body("to_token", FieldType::String, "The destination token.").required(),
            Param::body("payer_address", FieldType::String, "The address that paid.").required(),
            Param::body("recipient_address", FieldType::String, "The address of the recipient.").required(),
            Param::body("sending_token_amount", FieldType::Amount, "The source amount, as a decimal string.")
                .required(),
        ])
        .public()
        .returns(FieldType::Model(&SWAP_INTENT))
        .doc("Registers a swap whose transaction was sent, so that its status can be polled.", SWAP);

pub(super) static TOKENS: Operation =
    operation("get_swap_tokens", Method::Get, "/api/swap/tokens", SafetySpec::Read)
        .params(&[
            Param::query("chains", TEXTS, "Only tokens of these chains."),
            Param::query("chain_types", TEXTS, "Only tokens of these kinds of chains, for instance `EVM`.")
                .on_the_wire("chainTypes"),
        ])
        .public()
        .doc("Lists the tokens that can be swapped, as LI.FI writes them.", SWAP);

pub(super) static CHAINS: Operation =
    operation("get_swap_chains", Method::Get, "/api/swap/chains", SafetySpec::Read)
        .params(&[Param::query("chain_types", TEXTS, "Only these kinds of chains, for instance `EVM`.")
            .on_the_wire("chainTypes")])
        .public()
        .doc("Lists the chains that swaps work on, as LI.FI writes them.", SWAP);

pub(super) static CONNECTIONS: Operation =
    operation("get_swap_connections", Method::Get, "/api/swap/connections", SafetySpec::Read)
        .params(&[
            Param::query("from_chain", FieldType::String, "Only connections from this chain.")
                .on_the_wire("fromChain"),
            Param::query("to_chain", FieldType::String, "Only connections to this chain.")
                .on_the_wire("toChain"),
            Param::query("from_token", FieldType::String, "Only connections from this token.")
                .on_the_wire("fromToken"),
            Param::query("to_token", FieldType::String, "Only connections to this token.")
                .on_the_wire("toToken"),
        ])
        .public()
        .doc("Lists the possible swaps, as LI.FI writes them.", SWAP);

pub(super) static EXECUTE: Operation =
    operation("execute_swap", Method::Post, "/v2/swap/execute", SafetySpec::Unkeyed)
        .params(&[
            Param::body("chain", FieldType::String, "The source chain of the swap.").required(),
            Param::body("from_token", FieldType::String, "The address of the source token.").required(),
            Param::body("to_token", FieldType::String, "The address of the destination token.").required(),
            Param::body(
                "from_amount",
                FieldType::AmountNumber,
                "The source amount in the smallest unit of the token, as digits.",
            )
            .within(&SMALLEST_UNITS)
            .required(),
            Param::body(
                "slippage_bps",
                SLIPPAGE,
                "The maximum slippage, in hundredths of a percent, 0 to 500; 50 by default.",
            ),
            Param::body(
                "to_chain",
                FieldType::String,
                "The destination chain of the swap; the source chain by default.",
            ),
        ])
        .returns(FieldType::Model(&SWAP_RESULT))
        .doc(
            "Swaps from the agent's own wallet. There is no key: if the response is lost, it is not retried.",
            SWAP,
        );

pub(super) static APPROVAL: Operation = operation(
    "get_swap_approval",
    Method::Get,
    "/api/swap/approval",
    SafetySpec::Read,
)
.params(&[
    CHAIN,
    Param::query("token", FieldType::String, "The address of the source token.").required(),
    Param::query("token_out", FieldType::String, "The address of the destination token.").required(),
    Param::query(
        "amount",
        FieldType::Amount,
        "The source amount in the smallest unit of the token, as digits.",
    )
    .within(&SMALLEST_UNITS)
    .required(),
    USER_ADDRESS,
    EMAIL,
    TO_CHAIN,
    TO_USER_ADDRESS,
    TO_USER_EMAIL,
    Param::query(
        "include_gas_info",
        FieldType::Bool,
        "Whether the response has the fees of the transactions.",
    ),
])
.public()
.returns(FieldType::Model(&SWAP_APPROVAL))
.doc(
    "Checks whether the token needs an approval before an EVM swap, and returns the transaction for it.",
    SWAP,
);

pub(super) static STATUS: Operation =
    operation("get_swap_status", Method::Get, "/api/swap/status", SafetySpec::Read)
        .params(&[
            Param::query("tx_hash", FieldType::String, "The hash of the source transaction.").required(),
            Param::query("from_chain", FieldType::String, "The source chain."),
            Param::query("to_chain", FieldType::String, "The destination chain."),
            Param::query("bridge", FieldType::String, "The bridge of the swap."),
        ])
        .public()
        .returns(FieldType::Model(&SWAP_STATUS))
        .doc("Reads the status of a swap. The response is 404 until the bridge has the swap.", SWAP);
