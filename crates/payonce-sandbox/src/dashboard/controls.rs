//! The responses to what a person asks for on the page.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::copied_test::{self, Language};
use super::timeline;
use crate::catalog::{ProviderId, operations};
use crate::faults::Button;
use crate::http::{Request, Response};
use crate::state::World;

fn wrong(message: &str) -> Response {
    Response::json(400, &json!({"error": "invalid_request", "message": message}))
}

/// The number of the request in the query.
fn asked(request: &Request) -> Option<u64> {
    request.query_value("request")?.parse().ok()
}

pub(super) fn timeline(world: &World, request: &Request) -> Response {
    let Some(seq) = asked(request) else { return wrong("request: expected the number of a request") };
    match world.glance(|glance| timeline::timeline(glance, seq)).flatten() {
        Some(found) => Response::json(200, &found),
        None => Response::json(
            404,
            &json!({"error": "not_found", "message": "the log does not have this request"}),
        ),
    }
}

pub(super) fn test(world: &World, provider_paths: &[String], request: &Request) -> Response {
    let language = match request.query_value("language").as_deref() {
        Some("pytest") => Language::Python,
        Some("vitest") => Language::TypeScript,
        _ => return wrong("language: expected pytest or vitest"),
    };
    let files: Vec<&str> = provider_paths.iter().map(String::as_str).collect();
    let text = world.glance(|glance| copied_test::write(glance, language, &files, asked(request)));
    match text {
        Some(Ok(text)) => Response {
            body: text.into_bytes(),
            ..Response::empty(200).with_header("Content-Type", "text/plain; charset=utf-8")
        },
        Some(Err(message)) => wrong(message),
        None => Response::empty(404),
    }
}

pub(super) fn press(world: &World, request: &Request) -> Response {
    let body = request.json().unwrap_or_default();
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let Some(button) = text("button").and_then(Button::parse) else {
        let names: Vec<&str> = Button::ALL.iter().map(|button| button.as_str()).collect();
        return wrong(&format!("button: expected one of {}", names.join(", ")));
    };
    let only = match (text("provider"), text("operation")) {
        (None, None) => None,
        (Some(provider), Some(operation)) => match operation_of(world, provider, operation) {
            Some(only) => Some(only),
            None => return wrong("operation: the provider has no such operation"),
        },
        _ => return wrong("operation: expected provider and operation, or neither"),
    };
    world.press(button, only);
    Response::json(200, &json!({"ok": true}))
}

fn operation_of(world: &World, provider: &str, operation: &str) -> Option<(ProviderId, String)> {
    let file = world.files().iter().find(|file| file.id().as_str() == provider);
    let id = ProviderId::parse(provider).or_else(|| file.map(|file| file.id()))?;
    let is_built_in = operations(id).contains(&operation);
    let is_of_file = file.is_some_and(|file| file.operations().any(|name| name == operation));
    (is_built_in || is_of_file).then(|| (id, operation.to_owned()))
}

pub(super) fn release(world: &World, request: &Request) -> Response {
    let body = request.json().unwrap_or_default();
    let Some(id) = body.get("id").and_then(Value::as_u64) else { return wrong("id: expected a number") };
    Response::json(200, &json!({"ok": world.release(id)}))
}

/// Adds to an account that the page names by its label.
pub(super) fn top_up(world: &World, request: &Request) -> Response {
    let body = request.json().unwrap_or_default();
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let amount = Decimal::from_str_exact(text("amount").trim()).ok().filter(|amount| *amount > Decimal::ZERO);
    let Some(amount) = amount else {
        return wrong("amount: expected a decimal number such as 50.00, more than zero");
    };
    let found = world.glance(|glance| {
        let mut accounts = glance.providers.accounts().into_iter();
        accounts.find(|(provider, account)| {
            account.can_top_up && provider.as_str() == text("provider") && account.label == text("account")
        })
    });
    let Some((provider, account)) = found.flatten() else { return wrong("account: no such account") };
    if world.top_up(provider, &account.id, amount) {
        Response::json(200, &json!({"ok": true}))
    } else {
        wrong("amount: this balance has no such fractions")
    }
}
