//! The addresses under `/_sandbox/`.
//!
//! They read everything that arrived and change everything that happens, so that a page of the web must not reach them:
//! no CORS, no request from another origin, and no host name that another party's DNS can point at this machine.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Value, json};

use crate::catalog::ProviderId;
use crate::clock::rfc3339;
use crate::dashboard;
use crate::faults::FaultPlan;
use crate::http::{Request, Response};
use crate::service::{Envelope, Settings};
use crate::state::World;

pub(crate) const PREFIX: &str = "/_sandbox";

pub(crate) fn is_control(request: &Request) -> bool {
    request.path().strip_prefix(PREFIX).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether the request is for the page and its events.
pub(crate) fn is_dashboard(request: &Request) -> bool {
    request.segments(1).first().is_some_and(|name| name == dashboard::NAME)
}

/// The refusal for a request that may not control the simulator at `address`; `None` if it may.
pub(crate) fn refused(request: &Request, address: SocketAddr) -> Option<Response> {
    let all = |name: &'static str| {
        request
            .headers
            .iter()
            .filter(move |(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    };
    let hosts: Vec<&str> = all("host").collect();
    let forbidden =
        |message: &str| Some(Response::json(403, &json!({"error": "forbidden", "message": message})));
    if hosts.is_empty() || !hosts.iter().all(|host| is_own_host(host, address)) {
        return forbidden("the control addresses respond only to a Host of this machine, such as 127.0.0.1");
    }
    if dashboard::Running::is_navigation(request) {
        return None;
    }
    let own = |origin: &str| hosts.iter().any(|host| origin == format!("http://{host}"));
    // A browser sends the origin of a page in one of these headers, and the page cannot change them.
    if !all("origin").all(own) || !all("sec-fetch-site").all(|site| matches!(site, "same-origin" | "none")) {
        return forbidden("the control addresses are not for pages of other origins");
    }
    None
}

fn is_own_host(host: &str, address: SocketAddr) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let ip: Option<IpAddr> = name.trim_start_matches('[').trim_end_matches(']').parse().ok();
    if name.eq_ignore_ascii_case("localhost") || ip.is_some_and(|ip| ip.is_loopback() || ip == address.ip()) {
        return true;
    }
    // Listening for other machines: by number, or by a name of a private network such as that of a container. A name with
    // a dot can belong to anyone, and its address can change between two requests of a page.
    !address.ip().is_loopback() && (ip.is_some() || (!name.is_empty() && !name.contains('.')))
}

pub(crate) fn respond(world: &World, announcement: &Value, request: &Request) -> Response {
    let segments = request.segments(1);
    let name = segments.first().map_or("", String::as_str);
    match (request.method.as_str(), name) {
        ("GET", "") => Response::json(200, announcement),
        ("GET", "faults") => document(&world.faults()),
        ("POST" | "PUT", "faults") => {
            let plan = String::from_utf8(request.body.clone())
                .map_err(|_| "body: not UTF-8".to_owned())
                .and_then(|text| {
                    FaultPlan::read(&text, world.files().iter().map(AsRef::as_ref))
                        .map_err(|error| error.to_string())
                });
            match plan {
                Ok(plan) => {
                    let response = json!({"ok": true, "rules": plan.rules.len()});
                    world.set_faults(plan);
                    Response::json(200, &response)
                }
                Err(message) => Response::json(400, &json!({"error": "invalid_faults", "message": message})),
            }
        }
        ("GET", "ledger") => document(&world.ledger()),
        ("GET", "requests") => {
            Response::json(200, &json!({"requests": world.requests(), "dropped": world.dropped_requests()}))
        }
        ("POST", "reset") => {
            world.reset();
            Response::json(200, &json!({"ok": true}))
        }
        ("GET", "config") => Response::json(200, &settings_json(world.settings())),
        ("POST" | "PUT", "config") => change_settings(world, request),
        ("POST", "top_up") => top_up(world, request),
        ("POST", "advance") => advance(world, request),
        (_, "" | "faults" | "ledger" | "requests" | "reset" | "config" | "top_up" | "advance") => {
            let message = format!("{} is not for {}", request.method, request.path());
            Response::json(405, &json!({"error": "method_not_allowed", "message": message}))
        }
        _ => {
            let message = "no such control, expected POST faults, GET ledger, GET requests, POST reset, \
                           POST config, POST top_up or POST advance";
            Response::json(404, &json!({"error": "not_found", "message": message}))
        }
    }
}

fn document(value: &impl Serialize) -> Response {
    match serde_json::to_value(value) {
        Ok(value) => Response::json(200, &value),
        Err(error) => Response::json(500, &json!({"error": "internal", "message": error.to_string()})),
    }
}

fn settings_json(settings: Settings) -> Value {
    json!({
        "agenticpencil_envelope": settings.agenticpencil_envelope.as_str(),
        "rate_limits": settings.rate_limits,
    })
}

fn wrong(message: &str) -> Response {
    Response::json(400, &json!({"error": "invalid_request", "message": message}))
}

fn change_settings(world: &World, request: &Request) -> Response {
    let Ok(Value::Object(fields)) = request.json() else { return wrong("body: expected an object") };
    let mut settings = world.settings();
    for (name, value) in &fields {
        match (name.as_str(), value) {
            ("rate_limits", Value::Bool(on)) => settings.rate_limits = *on,
            ("agenticpencil_envelope", Value::String(text)) if Envelope::parse(text).is_some() => {
                settings.agenticpencil_envelope = Envelope::parse(text).unwrap_or_default();
            }
            ("rate_limits", _) => return wrong("rate_limits: expected true or false"),
            ("agenticpencil_envelope", _) => {
                return wrong("agenticpencil_envelope: expected \"docs\" or \"server\"");
            }
            _ => {
                let message =
                    format!("{name}: unknown field, expected agenticpencil_envelope or rate_limits");
                return wrong(&message);
            }
        }
    }
    world.change(settings);
    Response::json(200, &settings_json(settings))
}

fn top_up(world: &World, request: &Request) -> Response {
    let body = request.json().unwrap_or_default();
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let Some(provider) = ProviderId::parse(text("provider")) else {
        return wrong("provider: expected the id of a provider");
    };
    let amount = Decimal::from_str_exact(text("amount")).ok().filter(|amount| *amount > Decimal::ZERO);
    let Some(amount) = amount else { return wrong("amount: expected a decimal string, more than zero") };
    if world.top_up(provider, text("account"), amount) {
        Response::json(200, &json!({"ok": true}))
    } else {
        wrong("account: no such account, or its balance has no such fractions")
    }
}

/// The clock cannot go further than this at once: a hundred years.
const MAX_ADVANCE_S: f64 = 3_155_760_000.0;

fn advance(world: &World, request: &Request) -> Response {
    let body = request.json().unwrap_or_default();
    let seconds = body.get("seconds").and_then(Value::as_f64);
    match seconds.filter(|seconds| (0.0..=MAX_ADVANCE_S).contains(seconds)) {
        Some(seconds) => {
            world.advance(Duration::from_secs_f64(seconds));
            Response::json(200, &json!({"ok": true, "now": rfc3339(world.clock().now())}))
        }
        None => wrong("seconds: expected a number that is not negative, at most a hundred years"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_accepts_only_hosts_of_this_machine() {
        let loopback: SocketAddr = "127.0.0.1:4010".parse().unwrap();
        let everywhere: SocketAddr = "0.0.0.0:4010".parse().unwrap();
        for host in ["127.0.0.1:4010", "localhost:4010", "LOCALHOST", "[::1]:4010", "127.9.9.9"] {
            assert!(is_own_host(host, loopback) && is_own_host(host, everywhere), "{host}");
        }
        for host in ["evil.example:4010", "127.0.0.1.evil.example", "localhost.evil.example", "", ":4010"] {
            assert!(!is_own_host(host, loopback) && !is_own_host(host, everywhere), "{host}");
        }
        for host in ["sandbox:4010", "192.168.0.7:4010"] {
            assert!(!is_own_host(host, loopback) && is_own_host(host, everywhere), "{host}");
        }
    }
}
