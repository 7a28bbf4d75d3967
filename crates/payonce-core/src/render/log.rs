//! One error as one line of a structured log.

use serde_json::{Map, Value, json};

use super::View;

impl View<'_> {
    /// References and ids are there for everybody who reads logs; the provider's text and details only for the owner.
    pub(super) fn log_record(&self) -> Map<String, Value> {
        let payload = self.payload;
        let reference = &payload.reference;
        let mut record = Map::new();
        let mut put = |name: &str, value: Value| record.insert(name.to_owned(), value);
        put("provider", json!(payload.provider));
        put("operation", json!(payload.operation));
        put("kind", json!(payload.kind));
        put("class", json!(payload.class));
        put("code", json!(payload.code));
        put("type", json!(payload.category));
        put("status", json!(payload.status));
        put("phase", json!(payload.phase));
        put("outcome", json!(payload.outcome));
        put("retryable", json!(payload.retryable));
        put("advice", json!(payload.advice));
        put("actor", json!(payload.actor));
        put("retry_after_ms", json!(payload.retry_after_ms));
        put("respond_status", json!(self.status()));
        put("attempts", json!(payload.attempts));
        put("request_id", json!(payload.request_id));
        put("idempotency_key", json!(reference.idempotency_key));
        put("reference", json!(reference.reference));
        put("id", json!(reference.id));
        put("hash", json!(reference.hash));
        put("ledger_id", json!(reference.ledger_id));
        put("intent_id", json!(reference.intent_id));
        put("doc", json!(payload.doc));
        if self.is_owner() {
            put("message", json!(payload.message));
            for (name, value) in &payload.details {
                // One level only: a logger's index is not made for trees.
                let flat = match value {
                    Value::Array(_) | Value::Object(_) => Value::String(value.to_string()),
                    plain => plain.clone(),
                };
                put(&format!("details.{name}"), flat);
            }
        }
        self.redactor.members(&record)
    }
}
