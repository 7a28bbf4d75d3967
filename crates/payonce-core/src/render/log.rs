//! One error as one line of a structured log.

use serde_json::{Map, Value};

use super::View;
use crate::json::{self, Members};

impl View<'_> {
    /// References and ids are there for everybody who reads logs; the provider's text and details only for the owner.
    pub(super) fn log_record(&self) -> Map<String, Value> {
        let payload = self.payload;
        let reference = &payload.reference;
        let mut record = Members::new();
        record.text("provider", payload.provider.as_str());
        record.maybe_text("operation", payload.operation.as_deref());
        record.text("kind", payload.kind.as_str());
        record.text("class", &payload.class);
        record.maybe_text("code", payload.code.as_deref());
        record.maybe_text("type", payload.category.as_deref());
        record.maybe_number("status", payload.status.map(u64::from));
        record.text("phase", payload.phase.as_str());
        record.text("outcome", payload.outcome.as_str());
        record.flag("retryable", payload.retryable);
        record.text("advice", payload.advice.as_str());
        record.text("actor", payload.actor.as_str());
        record.maybe_number("retry_after_ms", payload.retry_after_ms);
        record.number("respond_status", self.status().into());
        record.maybe_number("attempts", payload.attempts.map(u64::from));
        record.maybe_text("request_id", payload.request_id.as_deref());
        record.maybe_text("idempotency_key", reference.idempotency_key.as_deref());
        record.maybe_text("reference", reference.reference.as_deref());
        record.maybe_text("id", reference.id.as_deref());
        record.maybe_text("hash", reference.hash.as_deref());
        record.maybe_text("ledger_id", reference.ledger_id.as_deref());
        record.maybe_text("intent_id", reference.intent_id.as_deref());
        record.text("doc", &payload.doc);
        if self.is_owner() {
            record.text("message", &payload.message);
            for (name, value) in &payload.details {
                // One level only: a logger's index is not made for trees.
                let flat = match value {
                    Value::Array(_) | Value::Object(_) => Value::String(json::write(value)),
                    plain => plain.clone(),
                };
                record.value(&format!("details.{name}"), flat);
            }
        }
        self.redactor.members(&record.into_map())
    }
}
