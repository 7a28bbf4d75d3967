//! An error for a binding to JavaScript, in a text that is cheap to write, to hand over and to read.

use crate::error::{Error, Reference};
use crate::ffi::naming::{CaseStyle, into_spelled_payload};
use crate::model::json::ListWriter;

/// The members of the payload in their order, without their names, as a JSON list. A reference is such a list too, or null if
/// nothing of it is known.
#[must_use]
pub fn record(error: Error, style: CaseStyle) -> String {
    let payload = into_spelled_payload(error, style);
    let mut list = ListWriter::new();
    list.text(payload.provider.as_str());
    list.word(payload.kind.as_str());
    list.text(&payload.class);
    list.maybe_text(payload.code.as_deref());
    list.maybe_text(payload.category.as_deref());
    list.maybe_number(payload.status.map(u64::from));
    list.word(payload.phase.as_str());
    list.text(&payload.message);
    list.text(&payload.user_message);
    list.word(payload.actor.as_str());
    list.word(payload.advice.as_str());
    list.flag(payload.retryable);
    list.maybe_number(payload.retry_after_ms);
    list.word(payload.outcome.as_str());
    list.maybe_number(Some(payload.respond_status.into()));
    if payload.reference == Reference::default() {
        list.maybe_text(None);
    } else {
        list.list(&of_reference(&payload.reference));
    }
    list.maybe_text(payload.request_id.as_deref());
    list.maybe_text(payload.operation.as_deref());
    list.maybe_number(payload.attempts.map(u64::from));
    list.text(&payload.doc);
    list.object(&payload.details);
    list.write()
}

fn of_reference(reference: &Reference) -> ListWriter {
    let Reference { idempotency_key, reference, id, hash, ledger_id, intent_id, sent_at_ms } = reference;
    let mut list = ListWriter::new();
    for text in [idempotency_key, reference, id, hash, ledger_id, intent_id] {
        list.maybe_text(text.as_deref());
    }
    list.maybe_number(*sent_at_ms);
    list
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::classify::{Context, classify};
    use crate::model::http::{Received, Response};
    use crate::spec::provider::Provider;

    #[test]
    fn a_record_has_the_values_of_the_payload_in_their_order() {
        for body in [
            json!({"code": "policy_violation", "message": "no \"more\"\n\u{1}\u{7f}é😀", "rule": "a\\b", "hash": "0x1"}),
            json!({"code": "unknown", "list": [1, 2.50, null, {"a": true}], "big": 1e300}),
            json!({}),
        ] {
            let headers = [("x-request-id", "req_1")].into_iter().collect();
            let response = Response { status: 400, headers, body: body.to_string().into_bytes() };
            let error =
                classify(&Context::new(Provider::AGENTWALLEX), &Received::Response(response)).unwrap();
            let payload = error.payload().to_value();
            let mut expected: Vec<Value> = payload.as_object().unwrap().values().cloned().collect();
            let reference: Vec<Value> = expected[15].as_object().unwrap().values().cloned().collect();
            let is_empty = reference.iter().all(Value::is_null);
            expected[15] = if is_empty { Value::Null } else { Value::Array(reference) };
            let text = record(error, CaseStyle::Snake);
            assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), Value::Array(expected), "{text}");
        }
    }
}
