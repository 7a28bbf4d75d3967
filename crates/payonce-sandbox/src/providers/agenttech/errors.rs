//! AgentTech's error body: `{error, message, statusCode}`.

use serde_json::json;

use crate::http::{Response, reason};
use crate::service::{FieldError, gateway_page};

pub(super) const NOT_FOUND: &str = "payment intent not found";
pub(super) const SHORT: &str = "agent wallet has insufficient stablecoin balance";

/// The reason why the service refuses a request: status and message.
pub(super) struct Refusal(pub(super) u16, pub(super) String);

impl Refusal {
    pub(super) fn bad(message: impl Into<String>) -> Self {
        Self(400, message.into())
    }

    pub(super) fn response(&self) -> Response {
        let Self(status, message) = self;
        Response::json(*status, &json!({"error": reason(*status), "message": message, "statusCode": status}))
    }
}

impl From<FieldError> for Refusal {
    fn from(error: FieldError) -> Self {
        Self::bad(format!("{} {}", error.field, error.problem))
    }
}

pub(super) type CallResult = Result<Response, Refusal>;

pub(crate) fn refusal(status: u16) -> Response {
    let message = match status {
        400 => "invalid request",
        401 => "invalid api key",
        402 => SHORT,
        403 => "agent wallet not ready",
        404 => NOT_FOUND,
        429 => "too many requests",
        500 => "internal server error",
        502 => "swap service temporarily unavailable",
        503 => "proxy wallet temporarily out of funds",
        _ => return gateway_page(status),
    };
    Refusal(status, message.to_owned()).response()
}
