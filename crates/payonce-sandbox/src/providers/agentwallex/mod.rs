//! AgentWallex: agents with wallets, policies that are really enforced, payments, x402 sessions.

mod agents;
mod errors;
mod payments;
mod policies;
mod responses;
mod rules;
mod state;
mod webhooks;
mod x402;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::http::{Request, Response};
use crate::service::{Call, Desk};

pub(crate) use errors::refusal;
use errors::{Refusal, wished};
use responses::CallResult;
pub(crate) use state::Service;

const KEY: &str = "awx_sandbox_key_that_moves_no_money";
pub(crate) const READ_ONLY_KEY: &str = "awx_sandbox_key_that_only_reads";

pub(crate) fn credentials() -> Value {
    json!({"api_key": KEY})
}

pub(crate) fn operation(request: &Request, path: &[&str]) -> Option<&'static str> {
    let path = without_version(path);
    Some(match (request.method.as_str(), path) {
        ("POST", ["agents"]) => "agents.create",
        ("GET", ["agents"]) => "agents.list",
        ("GET", ["agents", _]) => "agents.get",
        ("PUT", ["agents", _]) => "agents.update",
        ("PUT", ["agents", _, "status"]) => {
            let body = request.json().unwrap_or_default();
            if body.get("status").and_then(Value::as_str) == Some("active") {
                "agents.unfreeze"
            } else {
                "agents.freeze"
            }
        }
        ("GET", ["agents", _, "events"]) => "agents.events",
        ("DELETE", ["agents", _]) => "agents.delete",
        ("POST", ["transactions"]) => "payments.send",
        ("GET", ["transactions"]) => "payments.list",
        ("GET", ["transactions", _]) => "payments.get",
        ("POST", ["policies"]) => "policies.create",
        ("GET", ["policies"]) => "policies.list",
        ("GET", ["policies", _]) => "policies.get",
        ("PUT", ["policies", _]) => "policies.update",
        ("DELETE", ["policies", _]) => "policies.delete",
        ("POST", ["webhooks"]) => "webhooks.create",
        ("GET", ["webhooks", _]) => "webhooks.get",
        ("PUT", ["webhooks", _]) => "webhooks.update",
        ("POST", ["x402", "pay"]) => "x402.pay",
        ("POST", ["x402", "sessions"]) => "x402.create_session",
        ("POST", ["x402", "sessions", _, "pay"]) => "x402.session_pay",
        ("DELETE", ["x402", "sessions", _]) => "x402.delete_session",
        _ => return None,
    })
}

/// A base URL copied from production ends in /api/v1, and must not fail for that.
fn without_version<'a, 'b>(path: &'a [&'b str]) -> &'a [&'b str] {
    match path {
        ["api", "v1", rest @ ..] => rest,
        whole => whole,
    }
}

impl Service {
    pub(crate) fn new(now: Timestamp) -> Self {
        Self {
            agents: agents::at_the_start(now),
            transactions: Vec::new(),
            policies: Vec::new(),
            sessions: Vec::new(),
            webhooks: Vec::new(),
            spendings: Vec::new(),
        }
    }

    pub(crate) fn respond(&mut self, call: &Call<'_>, desk: &mut Desk<'_>) -> Response {
        self.settle(desk.now);
        self.decide(call, desk).unwrap_or_else(|refusal| refusal.response())
    }

    fn decide(&mut self, call: &Call<'_>, desk: &mut Desk<'_>) -> CallResult {
        authenticate(call.request)?;
        if let Some(refusal) = call.wish.as_deref().and_then(wished) {
            return Err(refusal);
        }
        let call = &Call {
            number: call.number,
            operation: call.operation,
            path: without_version(&call.path).to_vec(),
            request: call.request,
            faults: call.faults,
            wish: call.wish.clone(),
        };
        let body =
            call.request.json().map_err(|_| Refusal::invalid("the request body is not valid JSON".into()))?;
        match call.operation {
            "agents.create" => self.create_agent(&body, desk),
            "agents.list" => self.list_agents(call),
            "agents.get" => self.get_agent(call.segment(1)),
            "agents.update" => self.update_agent(call.segment(1), &body),
            "agents.freeze" | "agents.unfreeze" => self.set_agent_status(call.segment(1), &body, desk),
            "agents.events" => self.list_agent_events(call.segment(1), call),
            "agents.delete" => self.delete_agent(call.segment(1)),
            "payments.send" => self.send(call, &body, desk),
            "payments.list" => self.list_transactions(call),
            "payments.get" => self.get_transaction(call.segment(1)),
            "policies.create" => self.create_policy(&body, desk),
            "policies.list" => self.list_policies(call),
            "policies.get" => self.get_policy(call.segment(1)),
            "policies.update" => self.update_policy(call.segment(1), &body, desk),
            "policies.delete" => self.delete_policy(call.segment(1)),
            "webhooks.create" => self.create_webhook(&body, desk),
            "webhooks.get" => self.get_webhook(call.segment(1)),
            "webhooks.update" => self.update_webhook(call.segment(1), &body),
            "x402.pay" => self.pay(&body, desk),
            "x402.create_session" => self.create_session(&body, desk),
            "x402.session_pay" => self.session_pay(call.segment(2), &body, desk),
            "x402.delete_session" => self.delete_session(call.segment(2)),
            _ => Err(Refusal::not_found("endpoint", call.request.path())),
        }
    }
}

/// The key of a server in its own header, or a token of the web application as a bearer.
fn authenticate(request: &Request) -> Result<(), Refusal> {
    let key = request.header("x-api-key").or_else(|| request.bearer());
    match key {
        Some(KEY) => Ok(()),
        Some(READ_ONLY_KEY) if request.method == "GET" => Ok(()),
        Some(READ_ONLY_KEY) => Err(Refusal::forbidden()),
        Some(_) => Err(Refusal::unauthorized("the API key is invalid or was revoked")),
        None => Err(Refusal::unauthorized("missing API key, send it in the X-API-Key header")),
    }
}
