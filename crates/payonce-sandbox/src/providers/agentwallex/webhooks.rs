//! Webhooks are kept, not called: their addresses must be https, which nothing on this machine serves.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::errors::Refusal;
use super::responses::CallResult;
use super::state::{Service, Webhook};
use crate::clock::rfc3339;
use crate::http::Response;
use crate::ledger::Entry;
use crate::service::{Desk, FieldError, Fields, MISSING};

const EVENTS: [&str; 8] = [
    "payment.completed",
    "payment.failed",
    "payment.pending",
    "agent.frozen",
    "agent.unfrozen",
    "policy.violated",
    "x402.session.expired",
    "approval.requested",
];

impl Webhook {
    fn json(&self) -> Value {
        json!({
            "id": self.id,
            "url": self.url,
            "events": self.events,
            "status": "active",
            "created_at": self.created_at,
        })
    }
}

struct Given {
    url: Option<String>,
    events: Option<Vec<String>>,
    has_secret: bool,
}

fn read(body: &Value) -> Result<Given, Refusal> {
    let fields = Fields::of(body);
    let url = fields.text("url")?;
    if url.is_some_and(|url| !url.starts_with("https://")) {
        return Err(FieldError::new("url", "must start with https://").into());
    }
    let events = fields.texts("events")?;
    if let Some(events) = &events {
        if events.is_empty() {
            return Err(FieldError::new("events", "must name at least one event").into());
        }
        if let Some(unknown) = events.iter().find(|event| !EVENTS.contains(&event.as_str())) {
            return Err(Refusal::invalid(format!("events has an unknown event {unknown}")));
        }
    }
    let secret = fields.text("secret")?;
    if secret.is_some_and(|secret| !secret.starts_with("whsec_")) {
        return Err(FieldError::new("secret", "must start with whsec_").into());
    }
    Ok(Given { url: url.map(str::to_owned), events, has_secret: secret.is_some() })
}

impl Service {
    pub(super) fn create_webhook(&mut self, body: &Value, desk: &mut Desk<'_>) -> CallResult {
        let given = read(body)?;
        let missing = |field: &str| Refusal::from(FieldError::new(field, MISSING));
        let url = given.url.ok_or_else(|| missing("url"))?;
        let events = given.events.ok_or_else(|| missing("events"))?;
        if !given.has_secret {
            return Err(missing("secret"));
        }
        let webhook = Webhook { id: desk.ids.next("wh_"), url, events, created_at: rfc3339(desk.now) };
        desk.record(&Entry {
            account: "account",
            amount: Decimal::ONE,
            unit: "webhook",
            key: None,
            reference: Some(&webhook.id),
        });
        let response = Response::json(201, &webhook.json());
        self.webhooks.push(webhook);
        Ok(response)
    }

    pub(super) fn get_webhook(&self, id: &str) -> CallResult {
        self.webhooks
            .iter()
            .find(|webhook| webhook.id == id)
            .map(|webhook| Response::json(200, &webhook.json()))
            .ok_or_else(|| Refusal::not_found("webhook", id))
    }

    pub(super) fn update_webhook(&mut self, id: &str, body: &Value) -> CallResult {
        let given = read(body)?;
        let webhook = self
            .webhooks
            .iter_mut()
            .find(|webhook| webhook.id == id)
            .ok_or_else(|| Refusal::not_found("webhook", id))?;
        if let Some(url) = given.url {
            webhook.url = url;
        }
        if let Some(events) = given.events {
            webhook.events = events;
        }
        Ok(Response::json(200, &webhook.json()))
    }
}
