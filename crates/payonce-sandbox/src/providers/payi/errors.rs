//! Pay-i's error body: `{statusCode, message, xproxy_error?, xproxy_result?}`.

use serde_json::{Value, json};

use crate::http::{Response, reason};
use crate::service::{Desk, gateway_page};

/// The reason why the service refuses a request.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    status: u16,
    error: Option<(String, String)>,
    /// Boxed, so that a refusal is cheap to hand around.
    result: Option<Box<Value>>,
}

impl Refusal {
    pub(super) fn new(status: u16, code: &str, message: &str) -> Self {
        Self { status, error: Some((code.to_owned(), message.to_owned())), result: None }
    }

    /// Without a code, where the vendor's list shows none.
    pub(super) fn bare(status: u16) -> Self {
        Self { status, error: None, result: None }
    }

    pub(super) fn limit_reached(result: Value) -> Self {
        let refusal = Self::new(400, "limit_reached", "Insufficient limit for the requested operation");
        Self { result: Some(Box::new(result)), ..refusal }
    }

    /// The body, which a bulk response also carries once per item.
    pub(super) fn body(&self) -> Value {
        let mut body = json!({"statusCode": self.status, "message": reason(self.status)});
        if let Some(fields) = body.as_object_mut() {
            if let Some((code, message)) = &self.error {
                fields.insert("xproxy_error".to_owned(), json!({"code": code, "message": message}));
            }
            if let Some(result) = &self.result {
                fields.insert("xproxy_result".to_owned(), result.as_ref().clone());
            }
        }
        body
    }

    pub(super) fn response(&self) -> Response {
        Response::json(self.status, &self.body())
    }
}

/// The codes that the vendor lists, with the statuses that fit them; it documents none.
const CODES: [(&str, u16); 27] = [
    ("invalid_api_key", 401),
    ("unexpected_error", 500),
    ("request_processing_error", 400),
    ("header_is_missing", 400),
    ("invalid_tags", 400),
    ("invalid_provider_host", 400),
    ("invalid_provider_uri", 400),
    ("invalid_provider_ssl_certificate", 400),
    ("required_field_missing", 400),
    ("use_case_not_found", 404),
    ("use_case_instance_not_found", 404),
    ("invalid_user_id", 400),
    ("invalid_json", 400),
    ("category_not_found", 404),
    ("category_resource_not_found", 404),
    ("invalid_limit_id", 400),
    ("invalid_limit_ids", 400),
    ("invalid_ingest_event_timestamp", 400),
    ("blocking_limit_not_allowed", 400),
    ("limit_not_found", 404),
    ("create_limit_validation_failed", 400),
    ("update_limit_validation_failed", 400),
    ("limit_name_already_exist", 400),
    ("invalid_max_limit_update", 400),
    ("invalid_max_limit", 400),
    ("duplicate_limit_id", 400),
    ("use_case_already_exists", 400),
];

/// The refusal for `sandbox:<code>`.
pub(super) fn wished(code: &str, desk: &mut Desk<'_>) -> Option<Refusal> {
    match code {
        "limit_reached" => {
            let (blocked, other) = ("limit_sandbox_blocked", "limit_sandbox_external");
            Some(Refusal::limit_reached(json!({
                "request_id": desk.ids.next("req_"),
                "request_tags": [],
                "resource_id": "1",
                "limits": {blocked: {"state": "blocked"}, other: {"state": "blocked_external"}},
                "blocked_limit_ids": [blocked],
            })))
        }
        "provider_error" => {
            Some(Refusal::new(401, "provider_error", "The downstream provider returned an error."))
        }
        _ => CODES
            .iter()
            .find(|(known, _)| *known == code)
            .map(|(code, status)| Refusal::new(*status, code, &format!("Simulated {code}"))),
    }
}

pub(crate) fn refusal(status: u16) -> Response {
    match status {
        400 => Refusal::new(400, "request_processing_error", "The request could not be processed"),
        401 => Refusal::new(401, "invalid_api_key", "The API key is invalid"),
        500 => Refusal::new(500, "unexpected_error", "An unexpected error occurred"),
        502..=504 => return gateway_page(status),
        _ => Refusal::bare(status),
    }
    .response()
}
