//! The response of a server to its own client.

use serde_json::{Map, Value};

use crate::model::addresses::{DOCUMENTS, error_page};
use crate::model::json::{Members, serialized_as_value};
use crate::model::vocabulary::Kind;
use crate::render::{Audience, View};
use crate::spec::provider::Provider;

/// Types of draft-ietf-httpapi-ratelimit-headers, section "Problem Types".
const QUOTA_EXCEEDED: &str = "https://iana.org/assignments/http-problem-types#quota-exceeded";
const REDUCED_CAPACITY: &str = "https://iana.org/assignments/http-problem-types#temporary-reduced-capacity";

/// An HTTP response for the client of a server.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct HttpResponse {
    /// The status.
    pub status: u16,
    /// The header fields, by name.
    pub headers: Map<String, Value>,
    /// The JSON body.
    pub body: Value,
}

impl HttpResponse {
    /// The response as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut members = Members::new();
        members.number("status", self.status.into());
        members.value("headers", Value::Object(self.headers.clone()));
        members.value("body", self.body.clone());
        members.into_value()
    }
}

serialized_as_value!(HttpResponse);

impl View<'_> {
    pub(super) fn problem(&self) -> Value {
        let mut problem = Members::new();
        problem.text("type", &self.problem_type());
        problem.text("title", title(self.word()));
        problem.number("status", self.status().into());
        problem.text("detail", &self.message());
        problem.text("error", self.word());
        problem.extend(self.facts());
        problem.into_value()
    }

    pub(super) fn problem_response(&self) -> HttpResponse {
        let mut headers = self.headers();
        headers.insert("Content-Type".to_owned(), Value::from("application/problem+json"));
        HttpResponse { status: self.status(), headers, body: self.problem() }
    }

    fn problem_type(&self) -> String {
        let payload = self.payload;
        match (payload.kind, self.status()) {
            (Kind::RateLimited, 429) => QUOTA_EXCEEDED.to_owned(),
            (Kind::Unavailable, 503) if self.retryable() => REDUCED_CAPACITY.to_owned(),
            // The reference of a provider from a file is not on the web.
            _ if self.is_owner() && Provider::BUILT_IN.contains(&payload.provider) => {
                let slug = payload.doc.split_once('/').map_or(payload.kind.as_str(), |(_, slug)| slug);
                error_page(payload.provider.as_str(), &self.redactor.text(slug))
            }
            // The part after `#` is the word of the public problem; the owner's words have no page of their own there.
            _ => format!("{DOCUMENTS}/problems.md#{}", View::new(payload, Audience::Public).word()),
        }
    }

    pub(super) fn response(&self) -> HttpResponse {
        let mut body = Members::new();
        body.text("error", self.word());
        body.text("message", &self.message());
        body.value("details", Value::Object(self.facts()));
        HttpResponse { status: self.status(), headers: self.headers(), body: body.into_value() }
    }

    fn headers(&self) -> Map<String, Value> {
        let mut headers = Members::new();
        headers.text("Content-Type", "application/json");
        // A cache that repeats "not enough funds" after the top-up would be wrong.
        headers.text("Cache-Control", "no-store");
        if let Some(seconds) = self.retry_after_seconds() {
            headers.text("Retry-After", &seconds.to_string());
        }
        headers.into_map()
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
        "timeout" => "The payment system did not respond in time",
        "cancelled" => "The request was cancelled",
        "connection" => "The payment system could not be reached",
        _ => "The payment system failed",
    }
}
