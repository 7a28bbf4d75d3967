//! The errors of AgentTech Pay. There are no machine codes: the status decides, and the text where it says more. The
//! body is kept as it came, since the vendor's own error classes hand it to their users.

use serde_json::{Map, Value};

use crate::model::body::Body;
use crate::model::vocabulary::{Actor, Kind};
use crate::providers::body_signals::{BodySignals, CODES, of_no_object};
use crate::spec::doc::Doc;
use crate::spec::errors::{ErrorTable, MessagePattern, ProviderResponse, Signals, refusal};
use crate::spec::provider::Provider;

const INTENTS: &str = "docs.agent.tech/cross402/api/intents";
const SWAP: &str = "docs.agent.tech/cross402/api/swap";
const CHAINS: &str = "docs.agent.tech/cross402/supported-networks";

const fn bad(contains: &'static str, source: &'static str, meaning: &'static str) -> MessagePattern {
    MessagePattern {
        contains,
        status: 400,
        kind: Kind::InvalidRequest,
        actor: Actor::Developer,
        meaning,
        source: Doc::new(source),
    }
}

/// The table.
pub static TABLE: ErrorTable = ErrorTable {
    codes: &[],
    types: &[],
    statuses: &[
        refusal(402, Kind::InsufficientFunds, Actor::Operator),
        refusal(403, Kind::Permission, Actor::Operator),
    ],
    patterns: PATTERNS,
    spellings: &[],
    source: Doc::new(INTENTS),
    proof: Doc::new(""),
    prefixes: &[],
};

/// Only texts that the vendor documents, each with its status. "insufficient liquidity" is about a market and no lack
/// of funds of the payer's; a 503 "out of funds" is about the vendor's own wallet.
const PATTERNS: &[MessagePattern] = &[
    MessagePattern {
        contains: "api key required",
        status: 401,
        kind: Kind::Authentication,
        actor: Actor::Developer,
        meaning: "the request carried no credentials",
        source: Doc::new(INTENTS),
    },
    MessagePattern {
        contains: "agent wallet not ready",
        status: 403,
        kind: Kind::Permission,
        actor: Actor::Operator,
        meaning: "the agent's wallet is not set up for this",
        source: Doc::new(SWAP),
    },
    MessagePattern {
        contains: "payment intent not found",
        status: 404,
        kind: Kind::NotFound,
        actor: Actor::Developer,
        meaning: "there is no such intent, or it belongs to another agent; the response is the same for both",
        source: Doc::new(INTENTS),
    },
    MessagePattern {
        contains: "transfer not found",
        status: 404,
        kind: Kind::NotFound,
        actor: Actor::None,
        meaning: "the bridge does not know the transaction yet; ask again later",
        source: Doc::new(SWAP),
    },
    MessagePattern {
        contains: "swap service temporarily unavailable",
        status: 502,
        kind: Kind::Upstream,
        actor: Actor::Provider,
        meaning: "the swap service behind the API does not respond",
        source: Doc::new(SWAP),
    },
    MessagePattern {
        contains: "failed to send transaction via privy",
        status: 502,
        kind: Kind::Upstream,
        actor: Actor::Provider,
        meaning: "the wallet service behind the API failed while it sent the transaction",
        source: Doc::new(SWAP),
    },
    bad("invalid target_chain", INTENTS, "the target chain is not supported"),
    bad("invalid payer_asset", INTENTS, "the payer's asset is not supported"),
    bad("payer_asset not configured on", CHAINS, "the payer's asset does not exist on this chain"),
    bad("invalid recipient", INTENTS, "the recipient is malformed"),
    bad("chain parameter is required", SWAP, "the chain is missing"),
    bad("input_token parameter is required", SWAP, "the input token is missing"),
    bad("output_token parameter is required", SWAP, "the output token is missing"),
    bad("from_amount or to_amount is required", SWAP, "one of the two amounts is missing"),
    bad("from_amount and to_amount are mutually exclusive", SWAP, "both amounts were given"),
    bad("from_amount must be greater than 0", SWAP, "the amount is zero"),
    bad("invalid amount: must be a positive integer", SWAP, "the amount is not in the token's smallest unit"),
    bad("slippage_bps exceeds maximum allowed value", SWAP, "the slippage is above 500 basis points"),
    bad("unsupported chain for swaps", SWAP, "swaps are not offered on this chain"),
    bad("no swap route found", SWAP, "no market connects the two tokens"),
    bad("insufficient liquidity for swap", SWAP, "the market is too small for this amount"),
    bad("to_user_address is required for cross-family routes", SWAP, "the receiving address is missing"),
    bad("source_tx_hash is required", SWAP, "the hash of the source transaction is missing"),
    bad("has no caip-2 identifier", CHAINS, "the chain cannot be named to the wallet service"),
];

/// The status once more, and a name that the details have already.
const FLAGS: &[&str] = &["statusCode", "body"];

/// The longest body that is taken for a message of its own, in bytes.
const LONGEST_MESSAGE: usize = 500;

pub(super) fn read(seen: &ProviderResponse<'_>) -> Option<Signals> {
    if seen.is_success() {
        return None;
    }
    let mut details = Map::new();
    if seen.wants_details {
        details.insert("body".into(), Value::String(body_text(seen)));
    }
    let Some(body) = seen.body.object() else {
        let signals = of_no_object(seen.body);
        let message = signals.message.or_else(|| plain_message(seen));
        return Some(Signals { message, details, ..Signals::default() });
    };
    let words = BodySignals::of(body, CODES, Provider::AGENTTECH.spec().errors);
    if seen.wants_details {
        details.extend(words.rest(body, FLAGS));
    }
    Some(words.into_signals(details))
}

/// The body as the vendor's classes show it. JSON with escapes is written anew, so that no key hides behind them.
fn body_text(seen: &ProviderResponse<'_>) -> String {
    match seen.body {
        Body::Json(value) if seen.raw.contains(&b'\\') => crate::model::json::write(&value.to_value()),
        _ => String::from_utf8_lossy(seen.raw).into_owned(),
    }
}

/// A body that is neither JSON nor HTML is the message itself.
fn plain_message(seen: &ProviderResponse<'_>) -> Option<String> {
    let text = std::str::from_utf8(seen.raw).ok()?.trim();
    let one_line = !text.is_empty() && text.len() <= LONGEST_MESSAGE && !text.contains(char::is_control);
    let prose = matches!(seen.body, Body::Unreadable(_)) && !text.starts_with(['<', '{', '[']);
    (one_line && prose).then(|| text.to_owned())
}
