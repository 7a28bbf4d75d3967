//! What several resources share: pages, the id of a request, properties.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::errors::Refusal;
use crate::http::Response;
use crate::ledger::Entry;
use crate::service::{Call, Desk, pages};

pub(super) type CallResult = Result<Response, Refusal>;

const USUAL_PAGE: usize = 25;

/// A cursor page: `{items, cursor, request_id}`, the cursor empty on the last.
pub(super) fn page_of(call: &Call<'_>, mut items: Vec<Value>, desk: &mut Desk<'_>) -> CallResult {
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

/// A response that carries the id of the request, as all of Pay-i's do.
pub(super) fn with_request_id(mut body: Value, desk: &mut Desk<'_>) -> Response {
    let id = desk.ids.next("req_");
    if let Some(fields) = body.as_object_mut() {
        fields.insert("request_id".to_owned(), json!(id));
    }
    Response::json(200, &body)
}

pub(super) fn record_creation(desk: &mut Desk<'_>, unit: &str, reference: &str) {
    desk.record(&Entry {
        account: "account",
        amount: Decimal::ONE,
        unit,
        key: None,
        reference: Some(reference),
    });
}

pub(super) fn properties_of(body: &Value) -> Result<Map<String, Value>, Refusal> {
    body.get("properties")
        .and_then(Value::as_object)
        .cloned()
        .ok_or_else(|| Refusal::new(400, "required_field_missing", "properties is required"))
}
