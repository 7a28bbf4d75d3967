//! Limits: what they allow, what has been spent against them, and the calls that manage them.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::errors::Refusal;
use super::money::{Cost, decimal, number};
use super::responses::{CallResult, page_of, properties_of, record_creation, with_request_id};
use super::state::{Limit, Requests, Service};
use crate::clock::rfc3339;
use crate::http::Response;
use crate::service::{Account, Call, Desk, FieldError, Fields};

impl Limit {
    /// What a further cost would make of it.
    pub(super) fn state_with(&self, cost: Decimal) -> &'static str {
        let total = self.cost.total() + cost;
        match (total > self.max, self.blocks) {
            (true, true) => "blocked",
            (true, false) => "overrun",
            (false, _) if total > self.max * self.threshold => "exceeded",
            (false, _) => "ok",
        }
    }

    pub(super) fn spend(&mut self, cost: &Cost) -> &'static str {
        let state = self.state_with(cost.total());
        self.cost.add(cost);
        match state {
            "exceeded" => self.requests.exceeded += 1,
            "overrun" => self.requests.overrun += 1,
            _ => self.requests.ok += 1,
        }
        state
    }

    /// An event was written anew: its cost changes, the count of requests does not.
    pub(super) fn correct(&mut self, old: &Cost, new: &Cost) {
        self.cost.subtract(old);
        self.cost.add(new);
    }

    pub(super) fn block(&mut self, itself: bool) {
        if itself {
            self.requests.blocked += 1;
        } else {
            self.requests.blocked_external += 1;
        }
    }

    fn totals(&self) -> Value {
        let Requests { ok, exceeded, overrun, blocked, blocked_external } = self.requests;
        let over = (self.cost.total() - self.max).max(Decimal::ZERO);
        let mut cost = self.cost.json();
        if let Some(total) = cost.get_mut("total").and_then(Value::as_object_mut) {
            total.insert("overrun_base".to_owned(), number(over));
        }
        json!({
            "cost": cost,
            "requests": {
                "ok": ok, "exceeded": exceeded, "overrun": overrun, "blocked": blocked,
                "blocked_external": blocked_external, "failed": 0,
                "total": ok + exceeded + overrun + blocked + blocked_external,
            },
        })
    }

    fn kind(&self) -> &'static str {
        if self.blocks { "block" } else { "allow" }
    }

    fn json(&self) -> Value {
        json!({
            "limit_id": self.id,
            "limit_name": self.name,
            "max": number(self.max),
            "threshold": number(self.threshold),
            "limit_type": self.kind(),
            "properties": self.properties,
            "limit_creation_timestamp": self.created,
            "limit_update_timestamp": self.updated,
            "totals": self.totals(),
        })
    }
}

fn read_max(body: &Value, code: &'static str) -> Result<Option<Decimal>, Refusal> {
    match body.get("max").filter(|max| !max.is_null()) {
        None => Ok(None),
        Some(max) => match decimal(max) {
            Some(max) if max > Decimal::ZERO => Ok(Some(max)),
            Some(_) => Err(Refusal::new(400, "invalid_max_limit", "max must be more than zero")),
            None => Err(Refusal::new(400, code, "max must be a number")),
        },
    }
}

impl Service {
    /// The limits, each with what is left of it.
    pub(crate) fn accounts(&self) -> Vec<Account> {
        let account = |limit: &Limit| Account {
            id: limit.id.clone(),
            label: limit.name.clone(),
            balance: Some(limit.max - limit.cost.total()),
            unit: "USD".to_owned(),
            note: Some(if limit.blocks { "limit that blocks" } else { "limit" }.to_owned()),
            can_top_up: false,
        };
        self.limits.iter().map(account).collect()
    }

    pub(super) fn limit_calls(&mut self, call: &Call<'_>, body: &Value, desk: &mut Desk<'_>) -> CallResult {
        let id = call.segment(1);
        match call.operation {
            "limits.create" => return self.create_limit(body, desk),
            "limits.list" => {
                let name = call.request.query_value("limit_name");
                let fits = |limit: &&Limit| name.as_deref().is_none_or(|name| name == limit.name);
                let limits = self.limits.iter().filter(fits).map(Limit::json).collect();
                return page_of(call, limits, desk);
            }
            _ => {}
        }
        let taken: Vec<String> =
            self.limits.iter().filter(|limit| limit.id != id).map(|limit| limit.name.clone()).collect();
        let index = self
            .limits
            .iter()
            .position(|limit| limit.id == id)
            .ok_or_else(|| Refusal::new(404, "limit_not_found", "The limit does not exist"))?;
        if call.operation == "limits.delete" {
            self.limits.remove(index);
            return Ok(with_request_id(json!({"message": "Deleted"}), desk));
        }
        let limit = self
            .limits
            .get_mut(index)
            .ok_or_else(|| Refusal::new(404, "limit_not_found", "The limit does not exist"))?;
        let now = rfc3339(desk.now);
        match call.operation {
            "limits.update" => {
                let code = "update_limit_validation_failed";
                let wrong = |error: FieldError| {
                    Refusal::new(400, code, &format!("{} {}", error.field, error.problem))
                };
                let name = Fields::of(body).text("limit_name").map_err(wrong)?;
                let max = read_max(body, code)?;
                if name.is_some_and(|name| taken.iter().any(|other| other == name)) {
                    return Err(Refusal::new(400, "limit_name_already_exist", "The name is taken"));
                }
                if max.is_some_and(|max| max < limit.cost.total()) {
                    let message = "max is less than what has been spent";
                    return Err(Refusal::new(400, "invalid_max_limit_update", message));
                }
                if let Some(name) = name {
                    name.clone_into(&mut limit.name);
                }
                limit.max = max.unwrap_or(limit.max);
                limit.updated = now;
            }
            "limits.reset" => {
                let at = call.request.query_value("resetDate").unwrap_or(now);
                let history = json!({
                    "limit_id": limit.id,
                    "limit_name": limit.name,
                    "limit_type": limit.kind(),
                    "max": number(limit.max),
                    "totals": limit.totals(),
                    "limit_reset_timestamp": at,
                });
                limit.cost = Cost::default();
                limit.requests = Requests::default();
                return Ok(with_request_id(json!({"limit_history": history}), desk));
            }
            "limits.properties.update" => {
                limit.properties = properties_of(body)?;
                limit.updated = now;
                // A list, as the vendor's schema has it.
                let body = json!([{"limit": limit.json(), "request_id": desk.ids.next("req_")}]);
                return Ok(Response::json(200, &body));
            }
            _ => {}
        }
        let limit = limit.json();
        Ok(with_request_id(json!({"limit": limit}), desk))
    }

    fn create_limit(&mut self, body: &Value, desk: &mut Desk<'_>) -> CallResult {
        let code = "create_limit_validation_failed";
        let wrong =
            |error: FieldError| Refusal::new(400, code, &format!("{} {}", error.field, error.problem));
        let fields = Fields::of(body);
        let name = fields.needed_text("limit_name").map_err(wrong)?;
        let max = read_max(body, code)?.ok_or_else(|| Refusal::new(400, code, "max is required"))?;
        let threshold = match fields.get("threshold") {
            None => Decimal::ONE,
            Some(value) => decimal(value)
                .filter(|threshold| *threshold >= Decimal::new(75, 2) && *threshold <= Decimal::ONE)
                .ok_or_else(|| Refusal::new(400, code, "threshold must be from 0.75 to 0.99"))?,
        };
        let blocks = match fields.text("limit_type").map_err(wrong)? {
            None | Some("block") => true,
            Some("allow") => false,
            Some(_) => return Err(Refusal::new(400, code, "limit_type must be block or allow")),
        };
        let id = fields.text("limit_id").map_err(wrong)?;
        if self.limits.iter().any(|limit| limit.name == name) {
            return Err(Refusal::new(400, "limit_name_already_exist", "The name is taken"));
        }
        if id.is_some_and(|id| self.limits.iter().any(|limit| limit.id == id)) {
            return Err(Refusal::new(400, "duplicate_limit_id", "The id is taken"));
        }
        let at = rfc3339(desk.now);
        let limit = Limit {
            id: id.map_or_else(|| desk.ids.next("limit_"), str::to_owned),
            name: name.to_owned(),
            max,
            threshold,
            blocks,
            properties: fields.get("properties").and_then(Value::as_object).cloned().unwrap_or_default(),
            created: at.clone(),
            updated: at,
            cost: Cost::default(),
            requests: Requests::default(),
        };
        record_creation(desk, "limit", &limit.id);
        let response = Response { status: 201, ..with_request_id(json!({"limit": limit.json()}), desk) };
        self.limits.push(limit);
        Ok(response)
    }
}
