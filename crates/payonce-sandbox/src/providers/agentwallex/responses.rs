//! Successful responses that several resources share.

use serde_json::{Value, json};

use super::errors::Refusal;
use crate::http::Response;
use crate::service::{Call, pages};

pub(super) type CallResult = Result<Response, Refusal>;

/// Pages as the vendor cuts them: `{data, total, has_more}`.
pub(super) fn page_of(call: &Call<'_>, items: Vec<Value>) -> CallResult {
    let request = call.request;
    let number = pages::query_number(request, "page_num", 1, 1, usize::MAX, "must be a whole number from 1")?;
    let size = pages::query_number(request, "page_size", 20, 1, 100, "must be a whole number from 1 to 100")?;
    let view = &call.faults.view;
    let items = view.shown(items);
    let total = items.len();
    let (data, has_more) = pages::page(items, number, view.page_size(size));
    let (total, has_more) = (view.says_total(total, data.len()), view.says_more(has_more));
    Ok(Response::json(200, &json!({"data": data, "total": total, "has_more": has_more})))
}

pub(super) fn deleted(id: &str) -> CallResult {
    Ok(Response::json(200, &json!({"id": id, "deleted": true})))
}
