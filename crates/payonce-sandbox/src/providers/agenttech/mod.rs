//! AgentTech Pay (Cross402): intents that move on as they are polled, and swaps.

mod errors;
mod intents;
mod state;
mod swaps;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use self::errors::{CallResult, Refusal};
use self::state::Agent;
use crate::http::{Request, Response};
use crate::service::{Account, Call, Desk};

pub(crate) use self::errors::refusal;
pub(crate) use self::state::Service;

const KEY: &str = "agenttech_sandbox_key";
const SECRET: &str = "agenttech_sandbox_secret";

pub(crate) fn credentials() -> Value {
    json!({"api_key": KEY, "secret_key": SECRET})
}

pub(crate) fn operation(request: &Request, path: &[&str]) -> Option<&'static str> {
    Some(match (request.method.as_str(), path) {
        ("POST", ["v2" | "api", "intents"]) => "create_intent",
        ("POST", ["v2", "intents", _, "execute"]) => "execute_intent",
        ("POST", ["api", "intents", _]) => "submit_proof",
        ("GET", ["v2", "intents", "list"]) => "list_intents",
        ("GET", ["v2" | "api", "intents"] | ["v2" | "api", "intents", _]) => "get_intent",
        ("GET", ["v2", "me"]) => "get_me",
        ("GET", ["api", "chains"]) => "list_supported_chains",
        ("GET", ["api", "swap", "quote"]) => "get_swap_quote",
        ("POST", ["api", "swap", "intents"]) => "register_swap_intent",
        ("GET", ["api", "swap", "tokens"]) => "get_swap_tokens",
        ("GET", ["api", "swap", "chains"]) => "get_swap_chains",
        ("GET", ["api", "swap", "connections"]) => "get_swap_connections",
        // The vendor's documentation and its SDK disagree about the path; both work.
        ("POST", ["v2", "swap", "execute"] | ["api", "me", "swap", "execute"]) => "execute_swap",
        ("GET", ["api", "swap", "approval"]) => "get_swap_approval",
        ("GET", ["api", "swap", "status"]) => "get_swap_status",
        _ => return None,
    })
}

impl Agent {
    fn credential(&self) -> String {
        STANDARD.encode(format!("{}:{}", self.key, self.secret))
    }
}

impl Service {
    pub(crate) fn new() -> Self {
        let rich = Agent {
            id: "agt_sandbox_1",
            number: 1,
            name: "Sandbox Agent",
            key: KEY,
            secret: SECRET,
            wallet: "0x5a11db0c5a11db0c5a11db0c5a11db0c5a11db0c",
            usdc: Decimal::new(100_000, 2),
        };
        let poor = Agent {
            id: "agt_sandbox_2",
            number: 2,
            name: "Other Sandbox Agent",
            key: "agenttech_sandbox_other_key",
            secret: "agenttech_sandbox_other_secret",
            wallet: "0x00f0e1d2c3b4a5968778695a4b3c2d1e0f00f0e1",
            usdc: Decimal::new(100, 2),
        };
        Self { agents: [rich, poor], intents: Vec::new(), transfers: Vec::new() }
    }

    pub(crate) fn respond(&mut self, call: &Call<'_>, desk: &mut Desk<'_>) -> Response {
        self.decide(call, desk).unwrap_or_else(|refusal| refusal.response())
    }

    /// The agent whose credentials the request carries; none is needed under /api.
    fn caller(&self, call: &Call<'_>) -> Result<Option<usize>, Refusal> {
        if call.segment(0) != "v2" && call.operation != "execute_swap" {
            return Ok(None);
        }
        let token =
            call.request.bearer().ok_or_else(|| Refusal(401, "api key required".to_owned()))?.as_bytes();
        self.agents
            .iter()
            .position(|agent| agent.credential().as_bytes() == token)
            .map(Some)
            .ok_or_else(|| Refusal(401, "invalid api key".to_owned()))
    }

    fn decide(&mut self, call: &Call<'_>, desk: &mut Desk<'_>) -> CallResult {
        let caller = self.caller(call)?;
        self.expire(desk.now);
        let body = call.request.json().map_err(|_| Refusal::bad("invalid request body"))?;
        match call.operation {
            "create_intent" => self.create(caller, call, &body, desk),
            "execute_intent" => self.execute(caller, call.segment(2), desk),
            "submit_proof" => self.submit_proof(call.segment(2), &body, desk),
            "get_intent" => {
                let asked = call.request.query_value("intent_id");
                self.get(caller, asked.as_deref().unwrap_or_else(|| call.segment(2)), desk)
            }
            "list_intents" => self.list(caller, call),
            "get_me" => self.me(caller),
            "list_supported_chains" => Ok(intents::chains()),
            "get_swap_quote" => swaps::quote(call, desk),
            "register_swap_intent" => self.register_swap(&body, desk),
            "get_swap_tokens" => Ok(swaps::tokens()),
            "get_swap_chains" => Ok(swaps::chains()),
            "get_swap_connections" => Ok(swaps::connections(call.request)),
            "execute_swap" => self.execute_swap(caller, call, &body, desk),
            "get_swap_approval" => swaps::approval(call.request, desk),
            "get_swap_status" => self.swap_status(call.request),
            _ => Err(Refusal(404, "not found".to_owned())),
        }
    }

    fn me(&self, caller: Option<usize>) -> CallResult {
        let agent = self.agent(caller)?;
        Ok(Response::json(
            200,
            &json!({
                "agent_id": agent.id,
                "agent_number": agent.number.to_string(),
                "name": agent.name,
                "status": "active",
                "wallet_address": agent.wallet,
                "solana_wallet_address": "SandboxSo1anaWa11etAddressThatDoesNotExist1",
            }),
        ))
    }

    pub(crate) fn accounts(&self) -> Vec<Account> {
        let account = |agent: &Agent| Account {
            id: agent.id.to_owned(),
            label: agent.id.to_owned(),
            balance: Some(agent.usdc),
            unit: "USDC".to_owned(),
            note: None,
            can_top_up: true,
        };
        self.agents.iter().map(account).collect()
    }

    /// The credentials of its agents as requests have them.
    pub(crate) fn credentials(&self) -> Vec<String> {
        self.agents.iter().map(Agent::credential).collect()
    }

    /// Puts USDC into the wallet of the agent with this id or key.
    pub(crate) fn top_up(&mut self, account: &str, amount: Decimal) -> bool {
        let agent = self.agents.iter_mut().find(|agent| agent.id == account || agent.key == account);
        agent.map(|agent| agent.usdc += amount).is_some()
    }
}
