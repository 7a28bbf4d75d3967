//! The operations of AgentTech Pay. With keys they are under `/v2`, without under `/api`; swaps and chains are under
//! `/api` without keys.

mod swaps;

use crate::providers::agenttech::types::{
    AGENT_PROFILE, CREATED_INTENT, INTENT, INTENT_DETAILS, INTENT_PAGE, SUPPORTED_CHAINS,
};
use crate::spec::operation::{Method, Operation, Paging, Refusal, SafetySpec};
use crate::spec::param::{Bounds, Param};
use crate::spec::types::FieldType;

const fn operation(name: &'static str, method: Method, path: &'static str, safety: SafetySpec) -> Operation {
    Operation::new(name, method, path, safety)
}

const INTENTS: &str = "docs.agent.tech/cross402/api/intents";
/// The wait between two looks, as the vendor advises, is 2 to 5 seconds, growing by half up to 30, for 10 minutes.
const POLLING: &str = "docs.agent.tech/cross402/guides/payment-polling";

/// What may be sent, in units of the token.
static AMOUNTS: Bounds = Bounds { min: "0.02", max: "1000000", decimals: 6 };
const ASSET: FieldType = FieldType::Enum(&["usdc", "usdt", "usdt0"]);
const INTENT_ID: Param = Param::path("intent_id", FieldType::Id, "The id of the intent.");
const INTENT_ID_IN_QUERY: Param =
    Param::query("intent_id", FieldType::Id, "The id of the intent.").required();
const SETTLE_PROOF: Param = Param::body(
    "settle_proof",
    FieldType::String,
    "The proof that the payer has paid: the signed x402 payment or the hash of the transaction.",
)
.required();

static NEW_INTENT: &[Param] = &[
    Param::body("email", FieldType::String, "The e-mail address of the recipient; pass this or `recipient`."),
    Param::body("recipient", FieldType::String, "The address of the recipient; pass this or `email`."),
    Param::body(
        "amount",
        FieldType::Amount,
        "The amount that the payer pays, in units of the token, 0.02 to 1000000 with at most 6 decimals; pass this or `to_amount`.",
    )
    .within(&AMOUNTS),
    Param::body(
        "to_amount",
        FieldType::Amount,
        "The amount that the recipient receives, in units of the token, 0.02 to 1000000 with at most 6 decimals; pass this or `amount`.",
    )
    .within(&AMOUNTS),
    Param::body("payer_chain", FieldType::String, "The chain of the payer, for instance `base`.").required(),
    Param::body("target_chain", FieldType::String, "The chain of the recipient; `base` by default."),
    Param::body("payer_asset", ASSET, "The token that the payer pays with; `usdc` by default."),
    Param::body("target_asset", ASSET, "The token that the recipient receives; `usdc` by default."),
    Param::body("payer_address", FieldType::String, "The address that pays, for a check against sanctions in advance."),
];
const ONE_RECIPIENT_AND_AMOUNT: &[&[&str]] = &[&["email", "recipient"], &["amount", "to_amount"]];

/// Every operation.
pub static OPERATIONS: &[Operation] = &[
    operation("create_intent", Method::Post, "/v2/intents", SafetySpec::Idempotent)
        .params(NEW_INTENT)
        .exactly_one(ONE_RECIPIENT_AND_AMOUNT)
        .returns(FieldType::Model(&CREATED_INTENT))
        .doc(
            "Creates a payment intent. No money moves before it is executed, and it lapses after ten minutes, so that a \
             second one does no harm.",
            INTENTS,
        ),
    operation("execute_intent", Method::Post, "/v2/intents/{intent_id}/execute", SafetySpec::Idempotent)
        .params(&[INTENT_ID])
        .named_by("intent_id")
        .returns(FieldType::Model(&INTENT))
        .doc(
            "Pays an intent from the agent's own wallet. The intent's id is the key: however often it is sent, it is paid \
             once. It is final when its state is `TARGET_SETTLED`.",
            INTENTS,
        ),
    // The vendor's Go SDK has one class of clients, and this method of it needs a client without keys.
    operation("submit_proof", Method::Post, "/api/intents/{intent_id}", SafetySpec::Idempotent)
        .params(&[INTENT_ID, SETTLE_PROOF])
        .named_by("intent_id")
        .only_without_keys(Refusal {
            sentinel: "ErrSubmitProofNotAllowed",
            problem: "is not for a client with keys; use execute_intent, or a client without keys",
        })
        .returns(FieldType::Model(&INTENT))
        .doc("Only for a client without keys; one with keys uses `execute_intent`.", INTENTS),
    operation("get_intent", Method::Get, "/v2/intents", SafetySpec::Read)
        .params(&[INTENT_ID_IN_QUERY])
        .returns(FieldType::Model(&INTENT_DETAILS))
        .doc("Reads an intent of this agent with both sides of its payment.", POLLING),
    operation("list_intents", Method::Get, "/v2/intents/list", SafetySpec::Read)
        .params(&[
            Param::query("page", FieldType::Integer(1, i64::MAX), "The page, from 1; 1 by default."),
            Param::query("page_size", FieldType::Integer(1, 100), "Items on a page, 1 to 100; 20 by default."),
        ])
        .paging(Paging::Numbered { page: "page", size: "page_size", items: "intents" })
        .returns(FieldType::Model(&INTENT_PAGE))
        .doc("Lists the intents of this agent, the newest first.", INTENTS),
    operation("get_me", Method::Get, "/v2/me", SafetySpec::Read)
        .returns(FieldType::Model(&AGENT_PROFILE))
        .doc("Reads the agent that the keys belong to, with its wallets.", "docs.agent.tech/cross402/api/agents"),
    operation("list_supported_chains", Method::Get, "/api/chains", SafetySpec::Read)
        .public()
        .returns(FieldType::Model(&SUPPORTED_CHAINS))
        .doc(
            "Lists the chains that payments can come from and go to, with their valid names.",
            "docs.agent.tech/cross402/supported-networks",
        ),
    swaps::QUOTE,
    swaps::REGISTER,
    swaps::TOKENS,
    swaps::CHAINS,
    swaps::CONNECTIONS,
    swaps::EXECUTE,
    swaps::APPROVAL,
    swaps::STATUS,
    operation("public.create_intent", Method::Post, "/api/intents", SafetySpec::Idempotent)
        .params(NEW_INTENT)
        .exactly_one(ONE_RECIPIENT_AND_AMOUNT)
        .public()
        .returns(FieldType::Model(&CREATED_INTENT))
        .doc(
            "Creates a payment intent that the payer pays with their own wallet: sign its `payment_requirements`, then \
             submit the proof.",
            INTENTS,
        ),
    operation("public.submit_proof", Method::Post, "/api/intents/{intent_id}", SafetySpec::Idempotent)
        .params(&[INTENT_ID, SETTLE_PROOF])
        .named_by("intent_id")
        .public()
        .returns(FieldType::Model(&INTENT))
        .doc(
            "Submits the proof that the payer has paid. The intent's id is the key, so the proof counts once.",
            INTENTS,
        ),
    operation("public.get_intent", Method::Get, "/api/intents", SafetySpec::Read)
        .params(&[INTENT_ID_IN_QUERY])
        .public()
        .returns(FieldType::Model(&INTENT_DETAILS))
        .doc("Reads an intent with both sides of its payment.", POLLING),
];
