//! AgenticPencil's errors, in the words of its documentation and in either envelope.

use serde_json::{Value, json};

use crate::http::Response;
use crate::service::{Envelope, gateway_page};

/// The reason why the service refuses a request.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    status: u16,
    code: &'static str,
    short: &'static str,
    message: String,
    /// Boxed, so that a failure is cheap to hand around.
    details: Option<Box<Value>>,
    retry_after: Option<i64>,
}

const UPGRADE: &str = "https://platform.agenticpencil.com/billing";

impl Failure {
    fn new(status: u16, code: &'static str, short: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, short, message: message.into(), details: None, retry_after: None }
    }

    fn with(mut self, details: Value) -> Self {
        self.details = Some(Box::new(details));
        self
    }

    pub(super) fn invalid_key() -> Self {
        let message = "The provided API key is invalid or has been revoked";
        Self::new(401, "INVALID_API_KEY", "Invalid API key", message)
    }

    pub(super) fn missing_header() -> Self {
        let message = "Authorization header is required";
        Self::new(401, "MISSING_AUTH_HEADER", "Missing authorization", message)
    }

    pub(super) fn expired_key() -> Self {
        let message = "Your API key has expired. Please generate a new one";
        Self::new(403, "EXPIRED_API_KEY", "API key expired", message)
    }

    pub(super) fn rate_limited(max: u64, seconds: i64) -> Self {
        let message = format!(
            "You have exceeded your rate limit of {max} requests per minute. Please try again in {seconds} seconds."
        );
        let limited = Self::new(429, "RATE_LIMIT_EXCEEDED", "Rate limit exceeded", message);
        Self { retry_after: Some(seconds), ..limited }
    }

    pub(super) fn missing(field: &str, required: &[&str]) -> Self {
        let message = format!("The '{field}' field is required but was not provided");
        Self::new(400, "MISSING_REQUIRED_FIELD", "Missing required field", message)
            .with(json!({"field": field, "required_fields": required}))
    }

    pub(super) fn wrong_format(field: &str, given: &Value, expected: &str) -> Self {
        let message = format!("The '{field}' field must be: {expected}");
        Self::new(400, "INVALID_FIELD_FORMAT", "Invalid field format", message)
            .with(json!({"field": field, "provided_value": given, "expected_format": expected}))
    }

    pub(super) fn wrong_domain(given: &str) -> Self {
        let message = "Domain must be in format 'example.com' without protocol or path";
        Self::new(400, "INVALID_DOMAIN_FORMAT", "Invalid domain format", message)
            .with(json!({"field": "domain", "provided_value": given, "expected_format": "example.com"}))
    }

    pub(super) fn no_json() -> Self {
        let message = "The request body is not valid JSON";
        Self::new(400, "INVALID_FIELD_FORMAT", "Invalid field format", message)
    }

    pub(super) fn insufficient_credits(required: u64, available: u64) -> Self {
        let message =
            format!("This request requires {required} credits but you only have {available} remaining");
        Self::new(402, "INSUFFICIENT_CREDITS", "Insufficient credits", message).with(json!({
            "required_credits": required, "available_credits": available, "upgrade_url": UPGRADE,
        }))
    }

    pub(super) fn domain_not_found(domain: &str) -> Self {
        let message = format!("Unable to analyze domain '{domain}' - domain may not exist or be accessible");
        Self::new(404, "DOMAIN_NOT_FOUND", "Domain not found", message).with(json!({"domain": domain}))
    }

    pub(super) fn sitemap_not_found(url: &str) -> Self {
        let message = format!("Could not find or access sitemap at '{url}'");
        Self::new(404, "SITEMAP_NOT_FOUND", "Sitemap not found", message)
            .with(json!({"sitemap_url": url, "attempted_locations": [url]}))
    }

    pub(super) fn plan_limit(plan: &str, kind: &str, max: u64, asked: u64) -> Self {
        let message =
            format!("Your {plan} plan allows maximum {max} keywords per request. Upgrade to get more.");
        Self::new(403, "PLAN_LIMIT_EXCEEDED", "Plan limit exceeded", message).with(json!({
            "current_plan": plan, "limit_type": kind, "current_limit": max, "requested": asked,
            "upgrade_plans": ["pro", "scale"],
        }))
    }

    pub(super) fn subscription_required(plan: &str) -> Self {
        let message = "This feature requires a paid subscription. Please upgrade to Pro or Scale plan.";
        Self::new(403, "SUBSCRIPTION_REQUIRED", "Subscription required", message)
            .with(json!({"required_plans": ["pro", "scale", "enterprise"], "current_plan": plan}))
    }

    pub(super) fn billing(code: &'static str, status: u16, short: &'static str, message: &str) -> Self {
        Self::new(status, code, short, message)
    }

    pub(super) fn already_exists() -> Self {
        Self::new(409, "ALREADY_EXISTS", "Already exists", "An account with this email already exists")
    }

    pub(super) fn not_found() -> Self {
        Self::new(404, "NOT_FOUND", "Not found", "No such endpoint")
    }

    fn internal() -> Self {
        let message = "An unexpected error occurred. Our team has been notified. Please try again later.";
        Self::new(500, "INTERNAL_SERVER_ERROR", "Internal server error", message)
            .with(json!({"incident_id": "inc_sandbox0000000001", "timestamp": "2026-01-01T00:00:00Z"}))
    }

    fn unavailable() -> Self {
        let message =
            "The service is temporarily unavailable due to maintenance. Please try again in a few minutes.";
        Self::new(503, "SERVICE_UNAVAILABLE", "Service temporarily unavailable", message).with(
            json!({"retry_after": 1, "maintenance_window": "2026-01-01T00:00:00Z - 2026-01-01T00:30:00Z"}),
        )
    }

    fn provider() -> Self {
        Self::new(502, "PROVIDER_ERROR", "Provider error", "The data provider did not answer")
    }

    fn audit() -> Self {
        Self::new(502, "AUDIT_ERROR", "Audit error", "The audit could not be finished")
    }

    pub(super) fn response(&self, envelope: Envelope) -> Response {
        let body = match envelope {
            Envelope::Docs => {
                let mut body = json!({
                    "status": "error", "error": self.short, "message": self.message, "code": self.code,
                });
                if let Some(fields) = body.as_object_mut() {
                    if let Some(details) = &self.details {
                        fields.insert("details".to_owned(), details.as_ref().clone());
                    }
                    if let Some(seconds) = self.retry_after {
                        fields.insert("retry_after".to_owned(), json!(seconds));
                    }
                }
                body
            }
            Envelope::Server => {
                json!({"success": false, "error": {"code": self.server_code(), "message": self.message}})
            }
        };
        let response = Response::json(self.status, &body);
        match self.retry_after {
            Some(seconds) => response.with_header("Retry-After", seconds.to_string()),
            None => response,
        }
    }

    /// The server's source has coarser codes than the documentation.
    fn server_code(&self) -> &'static str {
        match self.code {
            "INVALID_API_KEY" | "MISSING_AUTH_HEADER" | "EXPIRED_API_KEY" => "UNAUTHORIZED",
            "MISSING_REQUIRED_FIELD" | "INVALID_FIELD_FORMAT" | "INVALID_DOMAIN_FORMAT" => "VALIDATION_ERROR",
            "RATE_LIMIT_EXCEEDED" => "RATE_LIMITED",
            "INTERNAL_SERVER_ERROR" => "INTERNAL_ERROR",
            other => other,
        }
    }
}

/// The failure for `sandbox:<CODE>`.
pub(super) fn wished(code: &str) -> Option<Failure> {
    Some(match code {
        "INVALID_API_KEY" | "UNAUTHORIZED" => Failure::invalid_key(),
        "MISSING_AUTH_HEADER" => Failure::missing_header(),
        "EXPIRED_API_KEY" => Failure::expired_key(),
        "RATE_LIMIT_EXCEEDED" | "RATE_LIMITED" => Failure::rate_limited(60, 1),
        "MISSING_REQUIRED_FIELD" | "VALIDATION_ERROR" => Failure::missing("domain", &["domain"]),
        "INVALID_FIELD_FORMAT" => Failure::wrong_format("country", &json!("USA"), "2-letter ISO code"),
        "INVALID_DOMAIN_FORMAT" => Failure::wrong_domain("https://example.com/blog"),
        "INSUFFICIENT_CREDITS" => Failure::insufficient_credits(15, 8),
        "DOMAIN_NOT_FOUND" => Failure::domain_not_found("nonexistent-domain.xyz"),
        "SITEMAP_NOT_FOUND" => Failure::sitemap_not_found("https://example.com/sitemap.xml"),
        "PLAN_LIMIT_EXCEEDED" => Failure::plan_limit("free", "keywords_per_request", 10, 25),
        "SUBSCRIPTION_REQUIRED" => Failure::subscription_required("free"),
        "INVALID_PLAN" => Failure::billing("INVALID_PLAN", 400, "Invalid plan", "Plan must be pro or scale"),
        "INVALID_URL" => Failure::billing("INVALID_URL", 400, "Invalid URL", "URLs must be absolute"),
        "PROMO_CODE_INVALID" => {
            Failure::billing("PROMO_CODE_INVALID", 400, "Invalid promo code", "The promo code is invalid")
        }
        "ALREADY_SUBSCRIBED" => {
            Failure::billing("ALREADY_SUBSCRIBED", 409, "Already subscribed", "This account has that plan")
        }
        "BILLING_ERROR" => Failure::billing("BILLING_ERROR", 500, "Billing error", "The checkout failed"),
        "ALREADY_EXISTS" => Failure::already_exists(),
        "NOT_FOUND" => Failure::not_found(),
        "INTERNAL_SERVER_ERROR" | "INTERNAL_ERROR" => Failure::internal(),
        "SERVICE_UNAVAILABLE" => Failure::unavailable(),
        "PROVIDER_ERROR" => Failure::provider(),
        "AUDIT_ERROR" => Failure::audit(),
        _ => return None,
    })
}

pub(crate) fn refusal(status: u16, envelope: Envelope) -> Response {
    let failure = match status {
        400 => Failure::missing("domain", &["domain"]),
        401 => Failure::invalid_key(),
        402 => Failure::insufficient_credits(15, 8),
        403 => Failure::expired_key(),
        404 => Failure::not_found(),
        409 => Failure::already_exists(),
        429 => Failure::rate_limited(60, 1),
        500 => Failure::internal(),
        502 => Failure::provider(),
        503 => Failure::unavailable(),
        _ => return gateway_page(status),
    };
    failure.response(envelope)
}
