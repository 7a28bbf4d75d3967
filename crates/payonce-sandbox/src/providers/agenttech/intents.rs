//! Payment intents: made, paid, and a step further with every look at them.

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::errors::{CallResult, NOT_FOUND, Refusal, SHORT, refusal};
use super::state::{Fees, Intent, Service};
use crate::clock::rfc3339;
use crate::http::Response;
use crate::ledger::Entry;
use crate::service::{Call, Desk, Fields, pages};

const LIFETIME: SignedDuration = SignedDuration::from_mins(10);
const CHAINS: [&str; 8] =
    ["solana-mainnet-beta", "base", "bsc", "polygon", "arbitrum", "ethereum", "monad", "hyperevm"];
const ONLY_PAYER: [&str; 2] = ["skale-base", "megaeth"];
const TEST_CHAINS: [&str; 9] = [
    "solana-devnet",
    "base-sepolia",
    "bsc-testnet",
    "polygon-amoy",
    "arbitrum-sepolia",
    "ethereum-sepolia",
    "monad-testnet",
    "hyperevm-testnet",
    "skale-base-sepolia",
];
const ASSETS: [&str; 3] = ["usdc", "usdt", "usdt0"];

impl Fees {
    fn total(&self) -> Decimal {
        self.source + self.target + self.platform
    }
}

/// In percent.
const PLATFORM_FEE: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

impl Intent {
    fn base(&self, agent_id: Option<&str>) -> Map<String, Value> {
        let mut fields = Map::new();
        let mut set = |name: &str, value: Value| fields.insert(name.to_owned(), value);
        set("intent_id", json!(self.id));
        set("merchant_recipient", json!(self.recipient));
        set("sending_amount", json!(self.sending));
        set("receiving_amount", json!(self.receiving));
        set("estimated_fee", json!(self.fees.total()));
        set(
            "fee_breakdown",
            json!({
                "source_chain": self.payer_chain,
                "source_chain_fee": self.fees.source,
                "target_chain": self.target_chain,
                "target_chain_fee": self.fees.target,
                "platform_fee": self.fees.platform,
                "platform_fee_percentage": PLATFORM_FEE,
                "total_fee": self.fees.total(),
            }),
        );
        set("status", json!(self.status));
        set("created_at", json!(rfc3339(self.created)));
        set("expires_at", json!(rfc3339(self.created + LIFETIME)));
        if let Some(id) = agent_id {
            set("agent_id", json!(id));
        }
        fields
    }

    fn route(&self, fields: &mut Map<String, Value>) {
        for (name, value) in [
            ("payer_chain", &self.payer_chain),
            ("target_chain", &self.target_chain),
            ("payer_asset", &self.payer_asset),
            ("target_asset", &self.target_asset),
        ] {
            fields.insert(name.to_owned(), json!(value));
        }
    }

    fn created_json(&self, agent_id: Option<&str>) -> Value {
        let mut fields = self.base(agent_id);
        self.route(&mut fields);
        if let Some(email) = &self.email {
            fields.insert("email".to_owned(), json!(email));
        }
        let units = (self.sending * Decimal::from(1_000_000)).trunc().normalize();
        fields.insert(
            "payment_requirements".to_owned(),
            json!({
                "scheme": "exact",
                "network": self.payer_chain,
                "amount": units.to_string(),
                "payTo": "0x7ea57ab1e7ea57ab1e7ea57ab1e7ea57ab1e7ea5",
                "maxTimeoutSeconds": LIFETIME.as_secs(),
                "asset": "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",
                "extra": {"name": "USD Coin", "version": "2", "decimals": 6},
            }),
        );
        Value::Object(fields)
    }

    fn looked_up(&self, agent_id: Option<&str>) -> Value {
        let mut fields = self.base(agent_id);
        self.route(&mut fields);
        let mut set = |name: &str, value: Value| fields.insert(name.to_owned(), value);
        if let Some(email) = &self.email {
            set("receiver_email", json!(email));
        }
        if matches!(self.status, "VERIFICATION_FAILED" | "PARTIAL_SETTLEMENT" | "BLOCKED") {
            set("error_message", json!(format!("simulated {}", self.status)));
        }
        if let Some(at) = self.completed {
            set("completed_at", json!(rfc3339(at)));
        }
        if let Some(hash) = &self.hash {
            let settled = self.status != "PENDING" && self.status != "VERIFICATION_FAILED";
            let at = rfc3339(self.created);
            let payment = json!({
                "tx_hash": hash, "settle_proof": hash, "settled_at": at,
                "explorer_url": format!("https://explorer.invalid/tx/{hash}"),
            });
            if settled {
                let mut source = payment.clone();
                if let Some(fields) = source.as_object_mut() {
                    fields.insert("chain".to_owned(), json!(self.payer_chain));
                }
                set("source_payment", source);
            }
            if self.status == "TARGET_SETTLED" {
                set("target_payment", payment);
            }
        }
        Value::Object(fields)
    }

    /// Takes the money for granted and plans the way to the end.
    fn paid(&mut self, hash: String) {
        self.status = "PENDING";
        self.hash = Some(hash);
        self.ahead = match self.wished_end {
            Some("VERIFICATION_FAILED") => vec!["VERIFICATION_FAILED"],
            Some(end) => vec!["SOURCE_SETTLED", "TARGET_SETTLING", end],
            None => vec!["SOURCE_SETTLED", "TARGET_SETTLING", "TARGET_SETTLED"],
        };
    }

    fn advance(&mut self, now: Timestamp) {
        if !self.ahead.is_empty() {
            self.status = self.ahead.remove(0);
            if self.ahead.is_empty() {
                self.completed = Some(now);
            }
        }
    }
}

/// Between the least and the most that may be sent, with no more than six decimals.
fn read_amount(name: &str, text: &str) -> Result<Decimal, Refusal> {
    let wrong =
        || Refusal::bad(format!("invalid {name}: must be between 0.02 and 1000000, six decimals at most"));
    let amount = Decimal::from_str_exact(text).map_err(|_| wrong())?;
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let fits = amount >= Decimal::new(2, 2) && amount <= Decimal::from(1_000_000) && amount.scale() <= 6;
    if plain && fits { Ok(amount) } else { Err(wrong()) }
}

impl Service {
    pub(super) fn expire(&mut self, now: Timestamp) {
        for intent in &mut self.intents {
            if intent.status == "AWAITING_PAYMENT" && intent.created + LIFETIME <= now {
                intent.status = "EXPIRED";
            }
        }
    }

    fn agent_id(&self, caller: Option<usize>) -> Option<&'static str> {
        caller.and_then(|index| self.agents.get(index)).map(|agent| agent.id)
    }

    /// Another agent's intent gets the response of one that does not exist.
    fn intent_of(&mut self, caller: Option<usize>, id: &str) -> Result<&mut Intent, Refusal> {
        self.intents
            .iter_mut()
            .find(|intent| intent.id == id && (caller.is_none() || intent.owner == caller))
            .ok_or_else(|| Refusal(404, NOT_FOUND.to_owned()))
    }

    pub(super) fn create(
        &mut self,
        caller: Option<usize>,
        call: &Call<'_>,
        body: &Value,
        desk: &mut Desk<'_>,
    ) -> CallResult {
        let fields = Fields::of(body);
        let (email, recipient) = (fields.text("email")?, fields.text("recipient")?);
        let recipient = match (email, recipient) {
            (Some(email), None) if email.contains('@') => "0xe0a11ce0a11ce0a11ce0a11ce0a11ce0a11ce0a1",
            (Some(_), None) => return Err(Refusal::bad("invalid email")),
            (None, Some(address)) if address.len() >= 10 && !address.contains(' ') => address,
            (None, Some(_)) => return Err(Refusal::bad("invalid recipient")),
            _ => return Err(Refusal::bad("exactly one of 'email' or 'recipient' must be provided")),
        };
        let payer_chain = fields.needed_text("payer_chain")?;
        let target_chain = fields.text("target_chain")?.unwrap_or("base");
        let known =
            |chain: &str| CHAINS.contains(&chain) || TEST_CHAINS.contains(&chain) || chain == "solana";
        if !known(payer_chain) && !ONLY_PAYER.contains(&payer_chain) {
            return Err(Refusal::bad("invalid payer_chain"));
        }
        if !known(target_chain) {
            return Err(Refusal::bad("invalid target_chain"));
        }
        let asset = |name: &'static str| match fields.text(name)? {
            Some(asset) if !ASSETS.contains(&asset) => Err(Refusal::bad(format!("invalid {name}"))),
            given => Ok(given.unwrap_or("usdc").to_owned()),
        };
        let (payer_asset, target_asset) = (asset("payer_asset")?, asset("target_asset")?);
        let fees = |amount: Decimal| Fees {
            source: Decimal::new(1, 3),
            target: Decimal::new(1, 3),
            platform: (amount * PLATFORM_FEE / Decimal::ONE_HUNDRED).round_dp(6).normalize(),
        };
        let (sending, receiving, fees) = match (fields.text("amount")?, fields.text("to_amount")?) {
            (Some(text), None) => {
                let amount = read_amount("amount", text)?;
                let fees = fees(amount);
                (amount, (amount - fees.total()).max(Decimal::ZERO), fees)
            }
            (None, Some(text)) => {
                let amount = read_amount("to_amount", text)?;
                let fees = fees(amount);
                (amount + fees.total(), amount, fees)
            }
            (None, None) => return Err(Refusal::bad("amount is required")),
            _ => return Err(Refusal::bad("amount and to_amount are mutually exclusive")),
        };

        let wish = call.wish.as_deref().unwrap_or_default();
        let wished_end = ["VERIFICATION_FAILED", "PARTIAL_SETTLEMENT", "EXPIRED", "BLOCKED"]
            .into_iter()
            .find(|end| *end == wish);
        let intent = Intent {
            id: desk.ids.next("int_"),
            owner: caller,
            email: email.map(str::to_owned),
            recipient: recipient.to_owned(),
            sending,
            receiving,
            fees,
            payer_chain: payer_chain.to_owned(),
            target_chain: target_chain.to_owned(),
            payer_asset,
            target_asset,
            status: match wished_end {
                Some(early @ ("EXPIRED" | "BLOCKED")) => early,
                _ => "AWAITING_PAYMENT",
            },
            ahead: Vec::new(),
            wished_end,
            wished_refusal: wish.strip_prefix("execute_").and_then(|status| status.parse().ok()),
            hash: None,
            created: desk.now,
            completed: None,
        };
        let owner = self.agent_id(caller);
        desk.record(&Entry {
            account: owner.unwrap_or("public"),
            amount: Decimal::ONE,
            unit: "intent",
            key: None,
            reference: Some(&intent.id),
        });
        let response = Response::json(201, &intent.created_json(owner));
        self.intents.push(intent);
        Ok(response)
    }

    pub(super) fn execute(&mut self, caller: Option<usize>, id: &str, desk: &mut Desk<'_>) -> CallResult {
        let owner = self.agent(caller)?.id;
        let intent = self.intent_of(caller, id)?;
        match intent.status {
            "AWAITING_PAYMENT" => {}
            "EXPIRED" => return Err(Refusal::bad("payment intent has expired")),
            "BLOCKED" => return Err(Refusal::bad("payment intent is blocked")),
            // Executed before: the intent's id is the key, so the same response and no second payment.
            _ => return Ok(Response::json(200, &Value::Object(intent.base(Some(owner))))),
        }
        if let Some(status) = intent.wished_refusal {
            return Ok(refusal(status));
        }
        let (amount, unit) = (intent.sending, intent.payer_asset.to_uppercase());
        let charged = intent.wished_end != Some("VERIFICATION_FAILED");
        if charged {
            let wallet = caller.and_then(|index| self.agents.get_mut(index));
            let wallet = wallet.filter(|agent| agent.usdc >= amount);
            wallet.map(|agent| agent.usdc -= amount).ok_or_else(|| Refusal(402, SHORT.to_owned()))?;
            desk.record(&Entry { account: owner, amount, unit: &unit, key: Some(id), reference: Some(id) });
        }
        let hash = format!("0x{}", desk.ids.hex(64));
        let intent = self.intent_of(caller, id)?;
        intent.paid(hash);
        Ok(Response::json(200, &Value::Object(intent.base(Some(owner)))))
    }

    pub(super) fn submit_proof(&mut self, id: &str, body: &Value, desk: &mut Desk<'_>) -> CallResult {
        let proof = Fields::of(body).needed_text("settle_proof")?.to_owned();
        let intent = self.intent_of(None, id)?;
        match intent.status {
            "AWAITING_PAYMENT" => {
                if intent.wished_end != Some("VERIFICATION_FAILED") {
                    desk.record(&Entry {
                        account: "public",
                        amount: intent.sending,
                        unit: &intent.payer_asset.to_uppercase(),
                        key: Some(id),
                        reference: Some(id),
                    });
                }
                intent.paid(proof);
            }
            "EXPIRED" => return Err(Refusal::bad("payment intent has expired")),
            "BLOCKED" => return Err(Refusal::bad("payment intent is blocked")),
            _ => {}
        }
        Ok(Response::json(200, &Value::Object(intent.base(None))))
    }

    pub(super) fn get(&mut self, caller: Option<usize>, id: &str, desk: &mut Desk<'_>) -> CallResult {
        if id.is_empty() {
            return Err(Refusal::bad("intent_id is required"));
        }
        let owner = self.agent_id(caller);
        let intent = self.intent_of(caller, id)?;
        intent.advance(desk.now);
        Ok(Response::json(200, &intent.looked_up(owner)))
    }

    pub(super) fn list(&self, caller: Option<usize>, call: &Call<'_>) -> CallResult {
        let request = call.request;
        let page = pages::query_number(request, "page", 1, 1, 1_000_000, "is out of range")?;
        // More than a hundred is not an error; the server returns a hundred.
        let size = pages::query_number(request, "page_size", 20, 1, usize::MAX, "is out of range")?.min(100);
        let owner = self.agent_id(caller);
        let own: Vec<Value> = self
            .intents
            .iter()
            .rev()
            .filter(|intent| intent.owner == caller)
            .map(|intent| intent.looked_up(owner))
            .collect();
        let view = &call.faults.view;
        let own = view.shown(own);
        let total = own.len();
        let (intents, _) = pages::page(own, page, view.page_size(size));
        let total = view.says_total(total, intents.len());
        let body = json!({"intents": intents, "total": total, "page": page, "page_size": size});
        Ok(Response::json(200, &body))
    }
}

pub(super) fn chains() -> Response {
    let chains: Vec<&str> = CHAINS.into_iter().chain(ONLY_PAYER).chain(TEST_CHAINS).collect();
    let targets: Vec<&str> = CHAINS.into_iter().chain(TEST_CHAINS).collect();
    Response::json(200, &json!({"chains": chains, "target_chains": targets}))
}
