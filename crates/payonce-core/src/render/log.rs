//! One error as one line of a structured log.

use serde_json::{Map, Value};

use crate::model::json::{self, Members};
use crate::render::View;

/// The members of the record, and their names in the payload.
const FIELDS: &[(&str, &str)] = &[
    ("provider", "provider"),
    ("operation", "operation"),
    ("kind", "kind"),
    ("class", "class"),
    ("code", "code"),
    ("type", "type"),
    ("status", "status"),
    ("phase", "phase"),
    ("outcome", "outcome"),
    ("retryable", "retryable"),
    ("advice", "advice"),
    ("actor", "actor"),
    ("retry_after_ms", "retry_after_ms"),
];
const COUNTS: &[(&str, &str)] = &[("attempts", "attempts"), ("request_id", "request_id")];
const REFERENCES: &[(&str, &str)] = &[
    ("idempotency_key", "idempotency_key"),
    ("reference", "reference"),
    ("id", "id"),
    ("hash", "hash"),
    ("ledger_id", "ledger_id"),
    ("intent_id", "intent_id"),
];

impl View<'_> {
    /// References and ids are for every reader of logs; the provider's text and details are only for the owner.
    pub(super) fn log_record(&self) -> Map<String, Value> {
        let payload = self.payload;
        let value = payload.to_value();
        let mut record = Members::new();
        record.take(&value, FIELDS);
        record.number("respond_status", self.status().into());
        record.take(&value, COUNTS);
        record.take(&payload.reference.to_value(), REFERENCES);
        record.text("doc", &payload.doc);
        if self.is_owner() {
            // `message` is an attribute of Python's LogRecord, which refuses a second one.
            record.text("error_message", &payload.message);
            for (name, value) in &payload.details {
                // One level only: a logger's index is not made for trees.
                let flat = match value {
                    Value::Array(_) | Value::Object(_) => Value::String(json::write(value)),
                    plain => plain.clone(),
                };
                record.value(&format!("details.{name}"), flat);
            }
        }
        self.redactor.members(record.into_map())
    }
}
