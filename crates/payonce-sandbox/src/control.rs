//! The addresses under `/_sandbox/`.

use serde::Serialize;
use serde_json::{Value, json};

use crate::faults::FaultPlan;
use crate::message::{Request, Response};
use crate::world::World;

pub(crate) const PREFIX: &str = "/_sandbox";

pub(crate) fn is_control(request: &Request) -> bool {
    request.path.strip_prefix(PREFIX).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

pub(crate) fn answer(world: &World, announcement: &Value, request: &Request) -> Response {
    let segments = request.segments(1);
    let name = segments.first().map_or("", String::as_str);
    match (request.method.as_str(), name) {
        ("GET", "") => Response::json(200, announcement),
        ("GET", "faults") => document(&world.faults()),
        ("POST" | "PUT", "faults") => {
            let plan = String::from_utf8(request.body.clone())
                .map_err(|_| "body: not UTF-8".to_owned())
                .and_then(|text| FaultPlan::from_json(&text).map_err(|error| error.to_string()));
            match plan {
                Ok(plan) => {
                    let answer = json!({"ok": true, "rules": plan.rules.len()});
                    world.set_faults(plan);
                    Response::json(200, &answer)
                }
                Err(message) => Response::json(400, &json!({"error": "invalid_faults", "message": message})),
            }
        }
        ("GET", "ledger") => document(&world.ledger()),
        ("GET", "requests") => Response::json(200, &json!({"requests": world.requests()})),
        ("POST", "reset") => {
            world.reset();
            Response::json(200, &json!({"ok": true}))
        }
        (_, "" | "faults" | "ledger" | "requests" | "reset") => {
            let message = format!("{} is not for {}", request.method, request.path);
            Response::json(405, &json!({"error": "method_not_allowed", "message": message}))
        }
        _ => {
            let message = "no such control, expected POST faults, GET ledger, GET requests or POST reset";
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
