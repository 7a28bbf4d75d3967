//! AgentWallex's error body: `{code, type, message}`, and `rule` with a policy violation.

use serde_json::json;

use crate::http::Response;
use crate::service::{FieldError, gateway_page};

/// The reason why the service refuses a request.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    status: u16,
    code: &'static str,
    kind: &'static str,
    message: String,
    rule: Option<&'static str>,
}

/// Every field whose violation is reported under its own name.
const RULES: [&str; 9] = [
    "max_transaction_amount",
    "daily_limit",
    "monthly_limit",
    "allowed_addresses",
    "blocked_addresses",
    "allowed_tokens",
    "max_count",
    "allowed_hours",
    "allowed_days",
];

const BAD_REQUEST: &str = "invalid_request_error";

impl Refusal {
    fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { status: 400, code, kind: BAD_REQUEST, message: message.into(), rule: None }
    }

    pub(super) fn invalid(message: String) -> Self {
        Self::new("invalid_request", message)
    }

    pub(super) fn policy(rule: &'static str, message: String) -> Self {
        Self { rule: Some(rule), ..Self::new("policy_violation", message) }
    }

    pub(super) fn insufficient_funds(message: String) -> Self {
        Self::new("insufficient_funds", message)
    }

    pub(super) fn agent_frozen(id: &str) -> Self {
        Self::new("agent_frozen", format!("agent {id} is frozen, unfreeze it before transacting"))
    }

    pub(super) fn invalid_chain(chain: &str) -> Self {
        Self::new("invalid_chain", format!("chain {chain} is invalid or not supported"))
    }

    pub(super) fn invalid_token(token: &str, chain: &str) -> Self {
        Self::new("invalid_token", format!("token {token} is not supported on {chain}"))
    }

    pub(super) fn invalid_address(field: &str) -> Self {
        Self::new("invalid_address", format!("{field} is not a well-formed address"))
    }

    pub(super) fn session_expired(message: String) -> Self {
        Self::new("session_expired", message)
    }

    pub(super) fn approval_timeout() -> Self {
        Self::new("approval_timeout", "the transaction was not approved in time")
    }

    pub(super) fn unauthorized(message: &str) -> Self {
        Self { status: 401, kind: "authentication_error", ..Self::new("unauthorized", message) }
    }

    pub(super) fn forbidden() -> Self {
        Self {
            status: 403,
            kind: "authorization_error",
            ..Self::new("forbidden", "this API key is not permitted to do that")
        }
    }

    pub(super) fn not_found(what: &str, id: &str) -> Self {
        Self {
            status: 404,
            kind: "not_found_error",
            ..Self::new("not_found", format!("{what} {id} not found"))
        }
    }

    fn rate_limited() -> Self {
        Self {
            status: 429,
            kind: "rate_limit_error",
            ..Self::new("rate_limit_exceeded", "too many requests, retry after the indicated delay")
        }
    }

    fn internal() -> Self {
        Self {
            status: 500,
            kind: "internal_error",
            ..Self::new("internal_error", "an internal error occurred, contact support if it persists")
        }
    }

    pub(super) fn response(&self) -> Response {
        let mut body = json!({"code": self.code, "type": self.kind, "message": self.message});
        if let (Some(rule), Some(fields)) = (self.rule, body.as_object_mut()) {
            fields.insert("rule".to_owned(), rule.into());
        }
        let response = Response::json(self.status, &body);
        if self.status == 429 { response.with_header("Retry-After", "1") } else { response }
    }
}

impl From<FieldError> for Refusal {
    fn from(error: FieldError) -> Self {
        Self::invalid(format!("{} {}", error.field, error.problem))
    }
}

/// The refusal for `sandbox:<code>`; a policy's rule means its own violation.
pub(super) fn wished(code: &str) -> Option<Refusal> {
    Some(match code {
        "policy_violation" => {
            Refusal::policy("max_transaction_amount", "blocked by the policy engine".into())
        }
        "insufficient_funds" => Refusal::insufficient_funds("the wallet's balance is too low".into()),
        "agent_frozen" => Refusal::agent_frozen("of this request"),
        "invalid_chain" => Refusal::invalid_chain("of this request"),
        "invalid_token" => Refusal::invalid_token("of this request", "its chain"),
        "invalid_address" => Refusal::invalid_address("to_address"),
        "session_expired" => Refusal::session_expired("the session has expired".into()),
        "approval_timeout" => Refusal::approval_timeout(),
        "invalid_request" => Refusal::invalid("the request is invalid".into()),
        "unauthorized" | "authentication_error" | "401" => Refusal::unauthorized("the API key is invalid"),
        "forbidden" | "authorization_error" | "403" => Refusal::forbidden(),
        "not_found" | "not_found_error" | "404" => Refusal::not_found("resource", "of this request"),
        "rate_limit_exceeded" | "429" => Refusal::rate_limited(),
        "internal_error" | "500" => Refusal::internal(),
        _ => {
            let rule = RULES.iter().find(|rule| **rule == code)?;
            Refusal::policy(rule, format!("blocked by {rule}"))
        }
    })
}

pub(crate) fn refusal(status: u16) -> Response {
    match status {
        400 => Refusal::invalid("the request is invalid".into()).response(),
        401 | 403 | 404 | 429 | 500 => {
            wished(&status.to_string()).map_or_else(|| gateway_page(status), |refusal| refusal.response())
        }
        _ => gateway_page(status),
    }
}
