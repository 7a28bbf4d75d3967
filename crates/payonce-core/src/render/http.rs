//! What a server answers its own client.

use base64::Engine;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::View;
use crate::vocabulary::{Kind, Outcome};

/// Where the types of problems are described. The part after `#` is the word of the problem.
const PROBLEMS: &str = "https://github.com/payonce/payonce/blob/main/docs/problems.md";
/// Where the errors of one provider are described.
const ERRORS: &str = "https://github.com/payonce/payonce/blob/main/docs/errors";
/// Types of draft-ietf-httpapi-ratelimit-headers, section "Problem Types".
const QUOTA_EXCEEDED: &str = "https://iana.org/assignments/http-problem-types#quota-exceeded";
const REDUCED_CAPACITY: &str = "https://iana.org/assignments/http-problem-types#temporary-reduced-capacity";

/// An HTTP answer to hand on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HttpAnswer {
    /// The status.
    pub status: u16,
    /// The header fields, by name.
    pub headers: Map<String, Value>,
    /// The JSON body.
    pub body: Value,
}

impl View<'_> {
    pub(super) fn problem(&self) -> Value {
        let mut problem = Map::new();
        problem.insert("type".to_owned(), json!(self.problem_type()));
        problem.insert("title".to_owned(), json!(title(self.word())));
        problem.insert("status".to_owned(), json!(self.status()));
        problem.insert("detail".to_owned(), json!(self.message()));
        problem.insert("error".to_owned(), json!(self.word()));
        problem.extend(self.facts());
        Value::Object(problem)
    }

    fn problem_type(&self) -> String {
        let payload = self.payload;
        match (payload.kind, self.status()) {
            (Kind::RateLimited, 429) => QUOTA_EXCEEDED.to_owned(),
            (Kind::Unavailable, 503) if self.retryable() => REDUCED_CAPACITY.to_owned(),
            _ if self.is_owner() => {
                let slug = payload.doc.split_once('/').map_or(payload.kind.as_str(), |(_, slug)| slug);
                format!("{ERRORS}/{}.md#{}", payload.provider, self.redactor.text(slug))
            }
            _ => format!("{PROBLEMS}#{}", self.word()),
        }
    }

    pub(super) fn response(&self) -> HttpAnswer {
        let body = json!({ "error": self.word(), "message": self.message(), "details": self.facts() });
        HttpAnswer { status: self.status(), headers: self.headers(), body }
    }

    /// Whether a payment of the client's would mend it. Anything that may have taken effect is no such case.
    fn asks_for_payment(&self) -> bool {
        self.payload.kind == Kind::InsufficientFunds
            && self.payload.outcome == Outcome::NotApplied
            && self.status() == 402
    }

    pub(super) fn x402(&self, offer: &Map<String, Value>) -> HttpAnswer {
        let mut answer = self.response();
        if !self.asks_for_payment() {
            return answer;
        }
        let mut required = Map::new();
        required.insert("x402Version".to_owned(), json!(2));
        required.insert("error".to_owned(), json!(self.message()));
        required.insert("resource".to_owned(), offer.get("resource").cloned().unwrap_or_else(|| json!({})));
        required.insert("accepts".to_owned(), offer.get("accepts").cloned().unwrap_or_else(|| json!([])));
        if let Some(extensions) = offer.get("extensions") {
            required.insert("extensions".to_owned(), extensions.clone());
        }
        let encoded = base64::engine::general_purpose::STANDARD.encode(Value::Object(required).to_string());
        answer.headers.insert("PAYMENT-REQUIRED".to_owned(), json!(encoded));
        answer
    }

    fn headers(&self) -> Map<String, Value> {
        let mut headers = Map::new();
        headers.insert("Content-Type".to_owned(), json!("application/json"));
        // A cache that repeats "not enough funds" after the top-up would be wrong.
        headers.insert("Cache-Control".to_owned(), json!("no-store"));
        if let Some(seconds) = self.retry_after_seconds() {
            headers.insert("Retry-After".to_owned(), json!(seconds.to_string()));
        }
        headers
    }
}

/// The title never changes from one occurrence to the next, as RFC 9457 asks.
fn title(word: &str) -> &'static str {
    match word {
        "outcome_unknown" => "It is not known whether the payment took effect",
        "pending" => "The payment is not final yet",
        "already_done" => "This was already done",
        "internal_error" => "The service made a mistake",
        "payment_refused" => "The payment was refused",
        "payment_unavailable" | "unavailable" => "The payment system is not available",
        "invalid_argument" | "invalid_request" => "The request is not valid",
        "authentication" => "The key is not accepted",
        "permission" => "This is not permitted",
        "not_found" => "It does not exist",
        "conflict" => "It conflicts with an earlier request",
        "insufficient_funds" => "Not enough funds",
        "policy_violation" => "A policy forbids the payment",
        "limit_reached" => "A spending limit is reached",
        "plan_limit" => "The plan does not include this",
        "account_blocked" => "Payments of this account are paused",
        "approval_timeout" => "The payment was not approved in time",
        "session_expired" => "The payment session has ended",
        "rate_limited" => "Too many requests",
        "failed" => "The payment failed",
        "timeout" => "The payment system did not answer in time",
        "connection" => "The payment system could not be reached",
        _ => "The payment system failed",
    }
}
