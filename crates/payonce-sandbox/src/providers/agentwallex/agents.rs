//! Agents and their wallets.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::errors::Refusal;
use super::responses::{CallResult, deleted, page_of};
use super::state::{Agent, Service};
use crate::clock::rfc3339;
use crate::http::Response;
use crate::ledger::Entry;
use crate::service::{Account, Call, Desk, FieldError, Fields, MISSING, amount_of, hex_of};

/// The chains that are known, each with what can be paid there.
const CHAINS: [(&str, &[&str]); 9] = [
    ("eip155:1", &["USDC", "USDT", "ETH"]),
    ("eip155:10", &["USDC", "USDT", "ETH"]),
    ("eip155:56", &["USDC", "USDT"]),
    ("eip155:137", &["USDC", "USDT"]),
    ("eip155:8453", &["USDC", "ETH"]),
    ("eip155:42161", &["USDC", "USDT", "ETH"]),
    ("eip155:43114", &["USDC", "USDT"]),
    ("eip155:84532", &["USDC", "ETH"]),
    ("eip155:11155111", &["USDC", "ETH"]),
];

/// The USDC of a new agent, unless its metadata sets another amount.
const NEW_BALANCE: Decimal = Decimal::from_parts(10_000, 0, 0, false, 2);

impl Agent {
    fn new(id: &str, name: &str, chain: &str, usdc: Decimal, at: Timestamp) -> Self {
        let seed = id.bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            description: String::new(),
            address: format!("0x{}", hex_of(seed, 40)),
            chain: chain.to_owned(),
            frozen: false,
            metadata: "{}".to_owned(),
            created_at: rfc3339(at),
            balances: BTreeMap::from([("USDC".to_owned(), usdc)]),
            events: Vec::new(),
        }
    }

    fn json(&self) -> Value {
        json!({
            "id": self.id,
            "agent_name": self.name,
            "agent_description": self.description,
            "wallet": {"address": self.address, "chain": self.chain},
            "status": if self.frozen { "inactive" } else { "active" },
            "metadata": self.metadata,
            "created_at": self.created_at,
        })
    }

    /// Takes the amount out of the wallet.
    pub(super) fn withdraw(&mut self, token: &str, amount: Decimal) -> Result<(), Refusal> {
        let balance = self.balances.entry(token.to_owned()).or_insert(Decimal::ZERO);
        if *balance < amount {
            return Err(Refusal::insufficient_funds(format!(
                "the wallet of {} holds {balance} {token}, but {amount} {token} is needed",
                self.id
            )));
        }
        *balance -= amount;
        Ok(())
    }

    pub(super) fn deposit(&mut self, token: &str, amount: Decimal) {
        *self.balances.entry(token.to_owned()).or_insert(Decimal::ZERO) += amount;
    }
}

pub(super) fn at_the_start(now: Timestamp) -> Vec<Agent> {
    let mut rich = Agent::new("agent_abc123", "research-bot", "eip155:8453", Decimal::new(100_000, 2), now);
    rich.deposit("USDT", Decimal::new(100_000, 2));
    rich.deposit("ETH", Decimal::ONE);
    let poor = Agent::new("agent_poor", "pocket-money-bot", "eip155:8453", Decimal::new(100, 2), now);
    let mut frozen = Agent::new("agent_frozen", "sleeping-bot", "eip155:8453", Decimal::new(50_000, 2), now);
    frozen.frozen = true;
    vec![rich, poor, frozen]
}

pub(super) fn check_chain(chain: &str) -> Result<(), Refusal> {
    if CHAINS.iter().any(|(known, _)| *known == chain) { Ok(()) } else { Err(Refusal::invalid_chain(chain)) }
}

pub(super) fn check_token(token: &str, chain: &str) -> Result<(), Refusal> {
    let known = CHAINS.iter().any(|(name, tokens)| *name == chain && tokens.contains(&token));
    if known { Ok(()) } else { Err(Refusal::invalid_token(token, chain)) }
}

impl Service {
    pub(super) fn agent(&self, id: &str) -> Result<&Agent, Refusal> {
        self.agents.iter().find(|agent| agent.id == id).ok_or_else(|| Refusal::not_found("agent", id))
    }

    pub(super) fn agent_mut(&mut self, id: &str) -> Result<&mut Agent, Refusal> {
        self.agents.iter_mut().find(|agent| agent.id == id).ok_or_else(|| Refusal::not_found("agent", id))
    }

    pub(super) fn create_agent(&mut self, body: &Value, desk: &mut Desk<'_>) -> CallResult {
        let fields = Fields::of(body);
        let name = fields.needed_text("agent_name")?;
        let chain = fields.needed_text("chain")?;
        check_chain(chain)?;
        self.check_name(name, None)?;
        let metadata = fields.text("metadata")?.unwrap_or("{}");
        let balance = starting_balance(metadata)?;
        let mut agent = Agent::new(&desk.ids.next("agent_"), name, chain, balance, desk.now);
        agent.description = fields.text("agent_description")?.unwrap_or_default().to_owned();
        agent.metadata = metadata.to_owned();
        desk.record(&Entry {
            account: &agent.id,
            amount: Decimal::ONE,
            unit: "agent",
            key: None,
            reference: Some(&agent.name),
        });
        let response = Response::json(201, &agent.json());
        self.agents.push(agent);
        Ok(response)
    }

    fn check_name(&self, name: &str, own: Option<&str>) -> Result<(), Refusal> {
        let taken = self.agents.iter().any(|agent| agent.name == name && own != Some(agent.id.as_str()));
        if taken { Err(Refusal::invalid(format!("agent_name {name} is already taken"))) } else { Ok(()) }
    }

    pub(super) fn get_agent(&self, id: &str) -> CallResult {
        Ok(Response::json(200, &self.agent(id)?.json()))
    }

    pub(super) fn list_agents(&self, call: &Call<'_>) -> CallResult {
        let status = call.request.query_value("status");
        if !matches!(status.as_deref(), None | Some("active" | "inactive")) {
            return Err(FieldError::new("status", "must be active or inactive").into());
        }
        let chain = call.request.query_value("chain");
        let agents = self
            .agents
            .iter()
            .rev()
            .filter(|agent| {
                status.as_deref().is_none_or(|status| (status == "inactive") == agent.frozen)
                    && chain.as_deref().is_none_or(|chain| chain == agent.chain)
            })
            .map(Agent::json)
            .collect();
        page_of(call, agents)
    }

    pub(super) fn update_agent(&mut self, id: &str, body: &Value) -> CallResult {
        self.agent(id)?;
        let fields = Fields::of(body);
        let (name, description, metadata) =
            (fields.text("agent_name")?, fields.text("agent_description")?, fields.text("metadata")?);
        if let Some(name) = name {
            self.check_name(name, Some(id))?;
        }
        let agent = self.agent_mut(id)?;
        for (slot, given) in
            [(&mut agent.name, name), (&mut agent.description, description), (&mut agent.metadata, metadata)]
        {
            if let Some(text) = given {
                text.clone_into(slot);
            }
        }
        Ok(Response::json(200, &agent.json()))
    }

    pub(super) fn set_agent_status(&mut self, id: &str, body: &Value, desk: &mut Desk<'_>) -> CallResult {
        let frozen = match Fields::of(body).needed_text("status")? {
            "inactive" => true,
            "active" => false,
            _ => return Err(FieldError::new("status", "must be active or inactive").into()),
        };
        let event = desk.ids.next("evt_");
        let at = rfc3339(desk.now);
        let agent = self.agent_mut(id)?;
        if agent.frozen != frozen {
            agent.frozen = frozen;
            let kind = if frozen { "agent.frozen" } else { "agent.unfrozen" };
            agent.events.push(json!({"id": event, "type": kind, "created_at": at}));
        }
        Ok(Response::json(200, &agent.json()))
    }

    pub(super) fn list_agent_events(&self, id: &str, call: &Call<'_>) -> CallResult {
        page_of(call, self.agent(id)?.events.iter().rev().cloned().collect())
    }

    /// Puts USDC into the wallet of an agent.
    pub(crate) fn accounts(&self) -> Vec<Account> {
        let balances = self
            .agents
            .iter()
            .flat_map(|agent| agent.balances.iter().map(move |(token, balance)| (agent, token, balance)));
        let account = |(agent, token, balance): (&Agent, &String, &Decimal)| Account {
            id: agent.id.clone(),
            label: agent.id.clone(),
            balance: Some(*balance),
            unit: token.clone(),
            note: agent.frozen.then(|| "frozen".to_owned()),
            can_top_up: token == "USDC",
        };
        balances.map(account).collect()
    }

    pub(crate) fn top_up(&mut self, id: &str, amount: Decimal) -> bool {
        self.agent_mut(id).map(|agent| agent.deposit("USDC", amount)).is_ok()
    }

    pub(super) fn delete_agent(&mut self, id: &str) -> CallResult {
        self.agent(id)?;
        self.agents.retain(|agent| agent.id != id);
        deleted(id)
    }
}

/// `{"sandbox_balance": "12.50"}` in the metadata gives a new agent that much USDC.
fn starting_balance(metadata: &str) -> Result<Decimal, Refusal> {
    let parsed: Value = serde_json::from_str(metadata)
        .map_err(|_| Refusal::from(FieldError::new("metadata", "must be a JSON-encoded string")))?;
    match parsed.get("sandbox_balance") {
        None => Ok(NEW_BALANCE),
        Some(Value::String(zero)) if zero == "0" => Ok(Decimal::ZERO),
        Some(amount) => Ok(amount_of("metadata.sandbox_balance", amount)?),
    }
}

/// Money leaves only an agent that is awake.
pub(super) fn check_awake(agent: &Agent) -> Result<(), Refusal> {
    if agent.frozen { Err(Refusal::agent_frozen(&agent.id)) } else { Ok(()) }
}

/// 0x and letters or digits. The vendor's own sample pays to "0xRecipientAddress", which is not a hexadecimal number,
/// so nothing stricter would let it run.
pub(super) fn check_address(field: &str, address: &str) -> Result<(), Refusal> {
    let well_formed = address
        .strip_prefix("0x")
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    match (address.is_empty(), well_formed) {
        (true, _) => Err(FieldError::new(field, MISSING).into()),
        (false, true) => Ok(()),
        (false, false) => Err(Refusal::invalid_address(field)),
    }
}
