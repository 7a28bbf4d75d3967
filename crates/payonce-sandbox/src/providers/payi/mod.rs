//! Pay-i: events that are counted against limits, and the objects around them.

mod categories;
mod errors;
mod ingest;
mod limits;
mod use_cases;

use jiff::Timestamp;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value, json};

use self::errors::{Refusal, wished};
use crate::http::{Request, Response};
use crate::ledger::Entry;
use crate::service::{Call, Desk, pages};

pub(crate) use self::errors::refusal;

const KEY: &str = "payi_sandbox_key";
const USUAL_PAGE: usize = 25;

pub(crate) fn credentials() -> Value {
    json!({"api_key": KEY})
}

pub(crate) fn operation(request: &Request, path: &[&str]) -> Option<&'static str> {
    let ["api", "v1", path @ ..] = path else { return None };
    let method = request.method.as_str();
    match path {
        ["use_cases", "definitions", rest @ ..] => definition_operation(method, rest),
        ["use_cases", "instances", rest @ ..] => instance_operation(method, rest),
        ["categories", rest @ ..] => category_operation(method, rest),
        _ => other_operation(method, path),
    }
}

fn other_operation(method: &str, path: &[&str]) -> Option<&'static str> {
    Some(match (method, path) {
        ("POST", ["ingest"]) => "ingest.units",
        ("POST", ["ingest", "bulk"]) => "ingest.bulk",
        ("POST", ["ingest", "bulk-upsert"]) => "ingest.bulk_upsert",
        ("POST", ["limits"]) => "limits.create",
        ("GET", ["limits"]) => "limits.list",
        ("GET", ["limits", _]) => "limits.retrieve",
        ("PUT", ["limits", _]) => "limits.update",
        ("DELETE", ["limits", _]) => "limits.delete",
        ("POST", ["limits", _, "reset"]) => "limits.reset",
        ("PUT", ["limits", _, "properties"]) => "limits.properties.update",
        ("PUT", ["requests", "provider", _, _, "properties"]) => "requests.response_id.properties.update",
        ("GET", ["requests", "provider", _, _, "result"]) => "requests.response_id.result.retrieve",
        ("PUT", ["requests", _, "properties"]) => "requests.request_id.properties.update",
        ("GET", ["requests", _, "result"]) => "requests.request_id.result.retrieve",
        ("GET", ["reports", _]) => "reports.retrieve",
        _ => return None,
    })
}

fn definition_operation(method: &str, path: &[&str]) -> Option<&'static str> {
    Some(match (method, path) {
        ("POST", []) => "use_cases.definitions.create",
        ("GET", []) => "use_cases.definitions.list",
        ("GET", [_]) => "use_cases.definitions.retrieve",
        ("PUT", [_]) => "use_cases.definitions.update",
        ("DELETE", [_]) => "use_cases.definitions.delete",
        ("POST", [_, "kpis"]) => "use_cases.definitions.kpis.create",
        ("GET", [_, "kpis"]) => "use_cases.definitions.kpis.list",
        ("GET", [_, "kpis", _]) => "use_cases.definitions.kpis.retrieve",
        ("PUT", [_, "kpis", _]) => "use_cases.definitions.kpis.update",
        ("DELETE", [_, "kpis", _]) => "use_cases.definitions.kpis.delete",
        ("POST", [_, "limit_config"]) => "use_cases.definitions.limit_config.create",
        ("DELETE", [_, "limit_config"]) => "use_cases.definitions.limit_config.delete",
        ("POST", [_, "increment_version"]) => "use_cases.definitions.version.increment",
        _ => return None,
    })
}

fn instance_operation(method: &str, path: &[&str]) -> Option<&'static str> {
    Some(match (method, path) {
        ("POST", [_]) => "use_cases.create",
        ("GET", [_, _]) => "use_cases.retrieve",
        ("DELETE", [_, _]) => "use_cases.delete",
        ("PUT", [_, _, "properties"]) => "use_cases.properties.update",
        ("PUT", [_, _, "kpis", _]) => "use_cases.kpis.update",
        ("GET", [_, _, "kpis"]) => "use_cases.kpis.list",
        _ => return None,
    })
}

fn category_operation(method: &str, path: &[&str]) -> Option<&'static str> {
    Some(match (method, path) {
        ("GET", []) => "categories.list",
        ("DELETE", [_]) => "categories.delete",
        ("GET", [_, "resources"]) => "categories.list_resources",
        ("DELETE", [_, "resources", _]) => "categories.delete_resource",
        ("POST", [_, "resources", _]) => "categories.resources.create",
        ("GET", [_, "resources", _]) => "categories.resources.list",
        ("GET", [_, "resources", _, _]) => "categories.resources.retrieve",
        ("DELETE", [_, "resources", _, _]) => "categories.resources.delete",
        _ => return None,
    })
}

type Answer = Result<Response, Refusal>;

#[derive(Debug)]
pub(crate) struct Service {
    limits: Vec<limits::Limit>,
    events: Vec<ingest::Event>,
    resources: Vec<categories::Resource>,
    definitions: Vec<use_cases::Definition>,
    instances: Vec<use_cases::Instance>,
}

impl Service {
    pub(crate) fn new(now: Timestamp) -> Self {
        Self {
            limits: Vec::new(),
            events: Vec::new(),
            resources: categories::at_the_start(now),
            definitions: Vec::new(),
            instances: Vec::new(),
        }
    }

    pub(crate) fn answer(&mut self, call: &Call<'_>, desk: &mut Desk<'_>) -> Response {
        self.decide(call, desk).unwrap_or_else(|refusal| refusal.response())
    }

    fn decide(&mut self, call: &Call<'_>, desk: &mut Desk<'_>) -> Answer {
        match call.request.header("xproxy-api-key") {
            Some(KEY) => {}
            Some(_) => return Err(Refusal::new(401, "invalid_api_key", "The API key is invalid")),
            None => return Err(Refusal::new(401, "header_is_missing", "xProxy-api-key is missing")),
        }
        if let Some(refusal) = call.wish.as_deref().and_then(|code| wished(code, desk)) {
            return Err(refusal);
        }
        let body = call
            .request
            .json()
            .map_err(|_| Refusal::new(400, "invalid_json", "The request body is not valid JSON"))?;
        let call = &Call {
            operation: call.operation,
            path: call.path.get(2..).unwrap_or_default().to_vec(),
            request: call.request,
            faults: call.faults,
            wish: call.wish.clone(),
        };
        let group = call.operation.split('.').next().unwrap_or_default();
        match group {
            "ingest" => self.ingest_calls(call, &body, desk),
            "requests" => self.request_calls(call, &body, desk),
            "limits" => self.limit_calls(call, &body, desk),
            "categories" => self.category_calls(call, &body, desk),
            "use_cases" => self.use_case_calls(call, &body, desk),
            // No public source shows what a report looks like, so that none exists.
            _ => Err(Refusal::bare(404)),
        }
    }
}

/// A cursor page: `{items, cursor, request_id}`, the cursor empty on the last.
fn page_of(call: &Call<'_>, mut items: Vec<Value>, desk: &mut Desk<'_>) -> Answer {
    let request = call.request;
    if request.query_value("sort_ascending").is_some_and(|text| text.eq_ignore_ascii_case("false")) {
        items.reverse();
    }
    let view = &call.faults.view;
    let items = view.shown(items);
    let wrong = |name: &str| Refusal::new(400, "request_processing_error", &format!("{name} is invalid"));
    let size = pages::query_number(request, "limit", USUAL_PAGE, 1, 1000, "is invalid")
        .map_err(|error| wrong(&error.field))?;
    let size = view.page_size(size);
    let start = match request.query_value("cursor").filter(|cursor| !cursor.is_empty()) {
        None => 0,
        Some(cursor) => {
            cursor.strip_prefix("cur_").and_then(|text| text.parse().ok()).ok_or_else(|| wrong("cursor"))?
        }
    };
    let more = view.says_more(items.len() > start + size);
    let cursor = if more { json!(format!("cur_{}", start + size)) } else { Value::Null };
    let items: Vec<Value> = items.into_iter().skip(start).take(size).collect();
    let body = json!({"items": items, "cursor": cursor, "request_id": desk.ids.next("req_")});
    Ok(Response::json(200, &body))
}

/// An answer that carries the id of the request, as all of Pay-i's do.
fn with_request_id(mut body: Value, desk: &mut Desk<'_>) -> Response {
    let id = desk.ids.next("req_");
    if let Some(fields) = body.as_object_mut() {
        fields.insert("request_id".to_owned(), json!(id));
    }
    Response::json(200, &body)
}

fn record_creation(desk: &mut Desk<'_>, unit: &str, reference: &str) {
    desk.record(&Entry {
        account: "account",
        amount: Decimal::ONE,
        unit,
        key: None,
        reference: Some(reference),
    });
}

/// Pay-i writes money as JSON numbers; only here, on the way out, does it become one.
fn number(amount: Decimal) -> Value {
    json!(amount.to_f64().unwrap_or_default())
}

/// A JSON number as the decimal that its digits say, without a detour over binary fractions.
fn decimal(value: &Value) -> Option<Decimal> {
    let text = value.as_number()?.to_string();
    Decimal::from_str_exact(&text).or_else(|_| Decimal::from_scientific(&text)).ok()
}

fn properties_of(body: &Value) -> Result<Map<String, Value>, Refusal> {
    body.get("properties")
        .and_then(Value::as_object)
        .cloned()
        .ok_or_else(|| Refusal::new(400, "required_field_missing", "properties is required"))
}
