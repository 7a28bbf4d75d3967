//! AgenticPencil: plans, credits that go only with a 2xx, rate headers on every response, and two envelopes.

mod accounts;
mod billing;
mod content;
mod errors;
mod state;

use serde_json::{Value, json};

use self::errors::Failure;
use crate::http::{Request, Response};
use crate::ledger::Entry;
use crate::service::{Account, Call, Desk, Envelope};

use self::accounts::DEFAULT_KEY;
pub(crate) use self::errors::refusal;
pub(crate) use self::state::Service;

pub(crate) fn credentials() -> Value {
    json!({"api_key": DEFAULT_KEY})
}

pub(crate) fn operation(request: &Request, path: &[&str]) -> Option<&'static str> {
    Some(match (request.method.as_str(), path) {
        ("POST", ["v1", "keywords", "research"]) => "keywords.research",
        ("POST", ["v1", "keywords", "gaps"]) => "keywords.gaps",
        ("POST", ["v1", "content", "audit"]) => "content.audit",
        ("POST", ["v1", "content", "recommend"]) => "content.recommend",
        ("POST", ["v1", "content-map"]) => "content_map.generate",
        ("GET", ["v1", "usage"]) => "usage.get",
        ("POST", ["v1", "auth", "register"]) => "auth.register",
        ("POST", ["v1", "billing", "checkout"]) => "billing.checkout",
        _ => return None,
    })
}

fn price_of(operation: &str) -> u64 {
    match operation {
        "keywords.research" => 5,
        "keywords.gaps" => 10,
        // The vendor's code once said 10 for recommend; its documentation and its live tests say 15.
        "content.audit" | "content.recommend" => 15,
        "content_map.generate" => 25,
        _ => 0,
    }
}

/// A success before its envelope.
struct Success {
    data: Value,
    cached: bool,
}

impl Service {
    pub(crate) fn new() -> Self {
        Self { accounts: accounts::at_the_start(), researched: Vec::new() }
    }

    pub(crate) fn respond(&mut self, call: &Call<'_>, desk: &mut Desk<'_>) -> Response {
        let envelope = call
            .request
            .header("x-sandbox-envelope")
            .and_then(Envelope::parse)
            .unwrap_or(desk.settings.agenticpencil_envelope);
        let known = call.request.bearer().and_then(|key| self.accounts.iter().position(|a| a.key == key));
        if let Some(account) = known.and_then(|index| self.accounts.get_mut(index)) {
            account.count_call(desk.now);
        }
        let response = self.decide(call, known, envelope, desk);
        let account = known.and_then(|index| self.accounts.get(index));
        let response = response.unwrap_or_else(|failure| failure.response(envelope));
        accounts::with_rate_headers(response, account, desk.settings.rate_limits, desk.now)
    }

    fn decide(
        &mut self,
        call: &Call<'_>,
        known: Option<usize>,
        envelope: Envelope,
        desk: &mut Desk<'_>,
    ) -> Result<Response, Failure> {
        if call.operation.is_empty() {
            return match (call.request.method.as_str(), call.segment(0)) {
                ("GET", "" | "health") => Ok(Response::json(200, &json!({"status": "ok"}))),
                _ => Err(Failure::not_found()),
            };
        }
        if let Some(failure) = call.wish.as_deref().and_then(errors::wished) {
            return Err(failure);
        }
        let body = call.request.json().map_err(|_| Failure::no_json())?;
        if call.operation == "auth.register" {
            return self.register(&body, desk);
        }
        let index = match (call.request.header("authorization"), known) {
            (None, _) => return Err(Failure::missing_header()),
            (Some(_), None) => return Err(Failure::invalid_key()),
            (Some(_), Some(index)) => index,
        };
        let account = self.accounts.get(index).ok_or_else(Failure::invalid_key)?;
        if account.expired {
            return Err(Failure::expired_key());
        }
        if desk.settings.rate_limits {
            account.check_rate(desk.now)?;
        }
        if call.operation == "usage.get" {
            return Ok(Response::json(200, &json!({"success": true, "data": account.usage()})));
        }
        if call.operation == "billing.checkout" {
            return self.checkout(index, &body, envelope, desk);
        }
        let success = self.produce(call, index, &body, desk)?;
        self.charge(call, index, &success, desk)
    }

    fn produce(
        &mut self,
        call: &Call<'_>,
        index: usize,
        body: &Value,
        desk: &mut Desk<'_>,
    ) -> Result<Success, Failure> {
        let account = self.accounts.get(index).ok_or_else(Failure::invalid_key)?;
        let order = content::Order::read(call.operation, body, account.plan)?;
        let price = price_of(call.operation);
        if account.credits_left().is_some_and(|left| left < price) {
            return Err(Failure::insufficient_credits(price, account.credits_left().unwrap_or_default()));
        }
        let mut cached = false;
        if call.operation == "keywords.research" {
            let day_ago = desk.now - jiff::SignedDuration::from_hours(24);
            self.researched.retain(|(_, at)| *at > day_ago);
            let question = order.cache_key();
            cached = self.researched.iter().any(|(known, _)| *known == question);
            if !cached {
                self.researched.push((question, desk.now));
            }
        }
        Ok(Success { data: order.data(call.operation, desk), cached })
    }

    /// Credits go last, so that nothing that fails costs anything.
    fn charge(
        &mut self,
        call: &Call<'_>,
        index: usize,
        success: &Success,
        desk: &mut Desk<'_>,
    ) -> Result<Response, Failure> {
        let price = price_of(call.operation);
        let request_id = desk.ids.next("req_");
        let account = self.accounts.get_mut(index).ok_or_else(Failure::invalid_key)?;
        account.charge(call.request.path(), price, desk.now);
        desk.record(&Entry {
            account: &account.key,
            amount: price.into(),
            unit: "credits",
            key: None,
            reference: Some(&request_id),
        });
        let mut meta = json!({
            "credits_used": price,
            "credits_remaining": account.credits_left(),
            "request_id": request_id,
        });
        if let (true, Some(fields)) = (success.cached, meta.as_object_mut()) {
            fields.insert("cached".to_owned(), json!(true));
        }
        Ok(Response::json(200, &json!({"success": true, "data": success.data, "meta": meta})))
    }

    pub(crate) fn accounts(&self) -> Vec<Account> {
        let account = |account: &accounts::Account| Account {
            id: account.key.clone(),
            label: account.label(),
            balance: account.credits_left().map(Into::into),
            unit: "credits".to_owned(),
            note: account.expired.then(|| "expired".to_owned()),
            can_top_up: account.limit.is_some(),
        };
        self.accounts.iter().map(account).collect()
    }

    /// Gives the account with this key more credits.
    pub(crate) fn top_up(&mut self, key: &str, credits: u64) -> bool {
        let account = self.accounts.iter_mut().find(|account| account.key == key);
        account.map(|account| account.limit = account.limit.map(|limit| limit + credits)).is_some()
    }
}
