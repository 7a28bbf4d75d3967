//! Pay-i: events that are counted against limits, and the objects around them.

mod categories;
mod errors;
mod ingest;
mod limits;
mod money;
mod responses;
mod state;
mod use_cases;

use jiff::Timestamp;
use serde_json::{Value, json};

use self::errors::{Refusal, wished};
use self::responses::CallResult;
use crate::http::{Request, Response};
use crate::service::{Call, Desk};

pub(crate) use self::errors::refusal;
pub(crate) use self::state::Service;

const KEY: &str = "payi_sandbox_key";

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

    pub(crate) fn respond(&mut self, call: &Call<'_>, desk: &mut Desk<'_>) -> Response {
        self.decide(call, desk).unwrap_or_else(|refusal| refusal.response())
    }

    fn decide(&mut self, call: &Call<'_>, desk: &mut Desk<'_>) -> CallResult {
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
            number: call.number,
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
            // No public source documents the format of a report, so the simulator has no reports.
            _ => Err(Refusal::bare(404)),
        }
    }
}
