//! Swaps: quotes, transfers and the directory that the vendor passes on from LI.FI.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::errors::{CallResult, Refusal};
use super::state::{Service, Transfer};
use crate::http::{Request, Response};
use crate::ledger::Entry;
use crate::service::{Call, Desk, Fields};

const SWAP_CHAINS: [&str; 7] =
    ["base", "ethereum", "arbitrum", "polygon", "bsc", "solana", "solana-mainnet-beta"];
const USUAL_SLIPPAGE: u64 = 50;
const MAX_SLIPPAGE: u64 = 500;

fn needed(request: &Request, name: &str) -> Result<String, Refusal> {
    request
        .query_value(name)
        .filter(|value| !value.is_empty())
        .ok_or_else(|| Refusal::bad(format!("{name} parameter is required")))
}

fn check_chain(chain: &str) -> Result<(), Refusal> {
    if SWAP_CHAINS.contains(&chain) {
        Ok(())
    } else {
        Err(Refusal::bad(format!("unsupported chain for swaps: {chain}")))
    }
}

fn check_slippage(slippage: u64) -> Result<u64, Refusal> {
    if slippage > MAX_SLIPPAGE {
        return Err(Refusal::bad("slippage_bps exceeds maximum allowed value"));
    }
    Ok(slippage)
}

/// `sandbox:no_route` and `sandbox:no_liquidity` represent the two refusals of the market.
fn check_market(call: &Call<'_>) -> Result<(), Refusal> {
    match call.wish.as_deref() {
        Some("no_route") => Err(Refusal::bad("no swap route found")),
        Some("no_liquidity") => Err(Refusal::bad("insufficient liquidity for swap")),
        _ => Ok(()),
    }
}

/// Every token is worth the same here, less 0.1 %.
fn output_for(input: u64) -> u64 {
    input - input / 1000
}

pub(super) fn quote(call: &Call<'_>, desk: &mut Desk<'_>) -> CallResult {
    let request = call.request;
    let chain = needed(request, "chain")?;
    let (input_token, output_token) = (needed(request, "input_token")?, needed(request, "output_token")?);
    check_chain(&chain)?;
    let from = request.query_value("from_amount").or_else(|| request.query_value("amount"));
    let to = request.query_value("to_amount");
    let number = |text: &str| {
        text.parse::<u64>()
            .ok()
            .filter(|amount| *amount > 0)
            .ok_or_else(|| Refusal::bad("invalid amount: must be a positive integer"))
    };
    let (input, output) = match (from, to) {
        (Some(_), Some(_)) => return Err(Refusal::bad("from_amount and to_amount are mutually exclusive")),
        (None, None) => return Err(Refusal::bad("from_amount or to_amount is required")),
        (Some(from), None) => number(&from).map(|input| (input, output_for(input)))?,
        (None, Some(to)) => number(&to).map(|output| (output.saturating_add(output / 999 + 1), output))?,
    };
    let slippage = match request.query_value("slippage_bps") {
        None => USUAL_SLIPPAGE,
        Some(text) => check_slippage(text.parse().map_err(|_| Refusal::bad("invalid slippage_bps"))?)?,
    };
    check_market(call)?;
    let min = output - (u128::from(output) * u128::from(slippage) / 10_000) as u64;
    let mut body = json!({"quote": {
        "input_token": input_token,
        "output_token": output_token,
        "input_amount": input.to_string(),
        "output_amount": output.to_string(),
        "min_output_amount": min.to_string(),
        "price_impact_pct": "0.1",
    }});
    if let (Some(_), Some(fields)) = (request.query_value("user_address"), body.as_object_mut()) {
        fields.insert(
            "swap_transaction".to_owned(),
            json!({
                "transaction": format!("0x{}", desk.ids.hex(128)),
                "to": "0x5a9b0a7d5a9b0a7d5a9b0a7d5a9b0a7d5a9b0a7d",
                "value": "0",
                "gas_limit": "250000",
                "expires_at": desk.now.as_second() + 60,
            }),
        );
    }
    Ok(Response::json(200, &body))
}

pub(super) fn tokens() -> Response {
    let token = |address: &str, chain: u64, symbol: &str, decimals: u64| {
        json!({"address": address, "chainId": chain, "symbol": symbol, "decimals": decimals, "name": symbol,
               "priceUSD": "1.00"})
    };
    let base = [
        token("0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", 8453, "USDC", 6),
        token("0x0000000000000000000000000000000000000000", 8453, "ETH", 18),
    ];
    Response::json(200, &json!({"tokens": {"8453": base}}))
}

pub(super) fn chains() -> Response {
    let chains = json!([
        {"key": "bas", "chainType": "EVM", "name": "Base", "id": 8453, "nativeToken": {"symbol": "ETH"}},
        {"key": "eth", "chainType": "EVM", "name": "Ethereum", "id": 1, "nativeToken": {"symbol": "ETH"}},
    ]);
    Response::json(200, &json!({"chains": chains}))
}

pub(super) fn connections(request: &Request) -> Response {
    let id = |name: &str| request.query_value(name).and_then(|text| text.parse::<u64>().ok()).unwrap_or(8453);
    let connection = json!({
        "fromChainId": id("fromChain"),
        "toChainId": id("toChain"),
        "fromTokens": [{"symbol": "USDC", "decimals": 6}],
        "toTokens": [{"symbol": "ETH", "decimals": 18}],
    });
    Response::json(200, &json!({"connections": [connection]}))
}

pub(super) fn approval(request: &Request, desk: &mut Desk<'_>) -> CallResult {
    let chain = needed(request, "chain")?;
    for name in ["token", "token_out", "amount"] {
        needed(request, name)?;
    }
    if request.query_value("user_address").is_none() && request.query_value("email").is_none() {
        return Err(Refusal::bad("user_address or email is required"));
    }
    check_chain(&chain)?;
    let body = json!({"request_id": desk.ids.next("req_"), "needs_approval": false});
    Ok(Response::json(200, &body))
}

impl Service {
    pub(super) fn register_swap(&mut self, body: &Value, desk: &mut Desk<'_>) -> CallResult {
        let fields = Fields::of(body);
        let hash = fields.needed_text("source_tx_hash")?;
        for name in ["from_chain", "to_chain", "from_token", "to_token", "payer_address", "recipient_address"]
        {
            fields.needed_text(name)?;
        }
        let amount = fields.needed_text("sending_token_amount")?;
        let id = desk.ids.next("swp_");
        desk.record(&Entry {
            account: "public",
            amount: Decimal::ONE,
            unit: "swap_intent",
            key: None,
            reference: Some(&id),
        });
        self.transfers.push(Transfer { tx_hash: hash.to_owned(), amount: amount.to_owned(), looks: 0 });
        Ok(Response::json(201, &json!({"intent_id": id, "status": "PENDING"})))
    }

    pub(super) fn execute_swap(
        &mut self,
        caller: Option<usize>,
        call: &Call<'_>,
        body: &Value,
        desk: &mut Desk<'_>,
    ) -> CallResult {
        let agent = self.agent(caller)?.id;
        let fields = Fields::of(body);
        let chain = fields.needed_text("chain")?;
        let (from, to) = (fields.needed_text("from_token")?, fields.needed_text("to_token")?);
        let amount = fields
            .get("from_amount")
            .and_then(Value::as_u64)
            .filter(|amount| *amount > 0)
            .ok_or_else(|| Refusal::bad("from_amount must be greater than 0"))?;
        if let Some(slippage) = fields.get("slippage_bps") {
            check_slippage(slippage.as_u64().ok_or_else(|| Refusal::bad("invalid slippage_bps"))?)?;
        }
        check_chain(chain)?;
        check_market(call)?;
        let hash = format!("0x{}", desk.ids.hex(64));
        desk.record(&Entry {
            account: agent,
            amount: Decimal::from(amount),
            unit: from,
            key: None,
            reference: Some(&hash),
        });
        self.transfers.push(Transfer { tx_hash: hash.clone(), amount: amount.to_string(), looks: 0 });
        Ok(Response::json(
            200,
            &json!({
                "tx_hash": hash,
                "chain": chain,
                "from_token": from,
                "to_token": to,
                "from_amount": amount.to_string(),
                "estimated_output": output_for(amount).to_string(),
            }),
        ))
    }

    pub(super) fn swap_status(&mut self, request: &Request) -> CallResult {
        let hash = needed(request, "tx_hash")?;
        let transfer = self
            .transfers
            .iter_mut()
            .find(|transfer| transfer.tx_hash == hash)
            .ok_or_else(|| Refusal(404, "transfer not found".to_owned()))?;
        transfer.looks += 1;
        let done = transfer.looks > 1;
        Ok(Response::json(
            200,
            &json!({
                "status": if done { "DONE" } else { "PENDING" },
                "substatus": if done { "COMPLETED" } else { "WAIT_DESTINATION_TRANSACTION" },
                "message": if done { "The transfer is complete." } else { "The transfer is on its way." },
                "tool": "sandbox",
                "source_tx_hash": hash,
                "dest_tx_hash": if done { hash.as_str() } else { "" },
                "received_amount": if done { transfer.amount.as_str() } else { "" },
                "explorer_link": format!("https://explorer.invalid/tx/{hash}"),
            }),
        ))
    }
}
