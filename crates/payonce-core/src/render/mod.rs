//! An error in the forms that a server or a tool passes on: HTTP problem, HTTP response, MCP result, x402, log record.
//!
//! Every form is a function of the [`ErrorPayload`] and of its reader. The public gets no key, no code, no provider's text, no
//! rule, no limit and no balance, because all of them would help to map the owner's wallet. An unknown outcome never
//! becomes a 402, because a 402 asks for a second payment.

#[cfg(feature = "axum")]
mod axum;
mod http;
mod log;
mod mcp;
#[cfg(test)]
mod tests;
mod x402;

use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::error::{Error, ErrorPayload};
use crate::model::json::{self, Members};
use crate::model::redact::Redactor;
use crate::model::vocabulary::{Actor, Advice, Kind, Outcome, vocabulary};

pub use http::HttpResponse;

vocabulary! {
    /// Who reads a form.
    Audience {
        /// Anyone: an end user, a client of the server, the model behind a tool.
        Public = "public",
        /// The person who runs the wallet or the program, who may see rules, limits and the provider's own words.
        Owner = "owner",
    }
}

vocabulary! {
    /// What a framework does after a tool call that failed.
    NextStep {
        /// Call again, after the wait: nothing took effect.
        CallAgain = "call_again",
        /// Let the model correct the arguments: nothing took effect.
        FixArguments = "fix_arguments",
        /// Ask the person who is responsible for the wallet: nothing took effect.
        AskHuman = "ask_human",
        /// Do not call again before the outcome is known: it may have been paid.
        Check = "check",
        /// The call took effect, now or earlier: do not call again.
        Done = "done",
        /// Give up: another call would fail as well.
        Stop = "stop",
    }
}

/// A failed tool call, for the framework that made it and for its model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolFailure {
    /// What the model reads: the first text of [`ErrorPayload::to_mcp`].
    pub text: String,
    /// What the framework does.
    pub next_step: NextStep,
    /// How long to wait before calling again, if the provider asked for a wait.
    pub wait_ms: Option<u64>,
    /// How long a framework without a backoff of its own waits before calling again: as long as the provider asked,
    /// else a second. `None` unless the next step is [`NextStep::CallAgain`].
    pub delay_ms: Option<u64>,
}

/// As the first gap of the client's own retries.
const DEFAULT_DELAY_MS: u64 = 1_000;

impl ToolFailure {
    /// As JSON, for languages that receive it as text.
    #[must_use]
    pub(crate) fn to_value(&self) -> Value {
        let mut members = Members::new();
        members.text("text", &self.text);
        members.text("next_step", self.next_step.as_str());
        members.value("wait_ms", self.wait_ms.into());
        members.value("delay_ms", self.delay_ms.into());
        members.into_value()
    }
}

impl ErrorPayload {
    /// The message and the code; unless the call had no effect, also the outcome, the advice and the reference, which a
    /// log must not miss. Python's `str(error)`, and the `message` of an unsettled error in TypeScript.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut text = self.message.clone();
        if let Some(code) = self.code.as_deref().filter(|code| !text.contains(*code)) {
            let _ = write!(text, " [{code}]");
        }
        text.push_str(&self.effect());
        text
    }

    /// What became of the call and how to find it, in parentheses; empty if it certainly had no effect.
    pub(crate) fn effect(&self) -> String {
        if self.outcome == Outcome::NotApplied {
            return String::new();
        }
        let mut text = format!(" (outcome {}, advice {}", self.outcome, self.advice);
        for (name, value) in self.reference.to_value().as_object().into_iter().flatten() {
            if let Some(known) = value.as_str() {
                let _ = write!(text, ", {name} {known}");
            } else if !value.is_null() {
                let _ = write!(text, ", {name} {}", json::write(value));
            }
        }
        text.push(')');
        text
    }

    /// An RFC 9457 problem, for a body of type `application/problem+json`; its `status` is the one to respond with.
    #[must_use]
    pub fn to_problem(&self, audience: Audience) -> Value {
        View::new(self, audience).problem()
    }

    /// Status, header fields and a body of `error`, `message` and `details`.
    #[must_use]
    pub fn to_response(&self, audience: Audience) -> HttpResponse {
        View::new(self, audience).response()
    }

    /// The whole HTTP response for an RFC 9457 problem: status, header fields with the one content type
    /// `application/problem+json`, and the problem as the body.
    #[must_use]
    pub fn to_problem_response(&self, audience: Audience) -> HttpResponse {
        View::new(self, audience).problem_response()
    }

    /// An MCP tool result (`CallToolResult`) with `isError`: the next step as the first text, the same facts as JSON in
    /// the second.
    #[must_use]
    pub fn to_mcp(&self, audience: Audience) -> Value {
        View::new(self, audience).mcp(false)
    }

    /// As [`ErrorPayload::to_mcp`], with the facts as `structuredContent` too. MCP clients check that member against the
    /// tool's `outputSchema` even in an error, so use it only for a tool whose schema allows these members.
    #[must_use]
    pub fn to_mcp_structured(&self, audience: Audience) -> Value {
        View::new(self, audience).mcp(true)
    }

    /// What a framework that called this as a tool does, and the text for its model.
    #[must_use]
    pub fn to_tool_failure(&self, audience: Audience) -> ToolFailure {
        let view = View::new(self, audience);
        let next_step = view.next_step();
        let again = next_step == NextStep::CallAgain;
        let wait_ms = self.retry_after_ms.filter(|_| again);
        let delay_ms = again.then(|| wait_ms.unwrap_or(DEFAULT_DELAY_MS));
        ToolFailure { text: view.model_text(), next_step, wait_ms, delay_ms }
    }

    /// A 402 for x402 clients if a payment fixes the error; otherwise what [`ErrorPayload::to_response`] returns.
    ///
    /// `offer` holds what only the server knows, in the form of x402 version 2: `resource` (an object with `url`),
    /// `accepts`, and optionally `extensions`. Clients of version 2 read the header `PAYMENT-REQUIRED`. Clients of
    /// version 1 read the body, which lists every entry of `accepts` that version 1 can express.
    ///
    /// # Errors
    /// `invalid_argument` naming the member of the offer, whatever the error is.
    pub fn to_x402(&self, audience: Audience, offer: &Map<String, Value>) -> Result<HttpResponse, Error> {
        View::new(self, audience).x402(offer)
    }

    /// One level of fields for a structured logger.
    #[must_use]
    pub fn log_record(&self, audience: Audience) -> Map<String, Value> {
        View::new(self, audience).log_record()
    }
}

impl Error {
    /// See [`ErrorPayload::to_problem`].
    #[must_use]
    pub fn to_problem(&self, audience: Audience) -> Value {
        self.payload().to_problem(audience)
    }

    /// See [`ErrorPayload::to_response`].
    #[must_use]
    pub fn to_response(&self, audience: Audience) -> HttpResponse {
        self.payload().to_response(audience)
    }

    /// See [`ErrorPayload::to_problem_response`].
    #[must_use]
    pub fn to_problem_response(&self, audience: Audience) -> HttpResponse {
        self.payload().to_problem_response(audience)
    }

    /// See [`ErrorPayload::to_mcp`].
    #[must_use]
    pub fn to_mcp(&self, audience: Audience) -> Value {
        self.payload().to_mcp(audience)
    }

    /// See [`ErrorPayload::to_mcp_structured`].
    #[must_use]
    pub fn to_mcp_structured(&self, audience: Audience) -> Value {
        self.payload().to_mcp_structured(audience)
    }

    /// See [`ErrorPayload::to_tool_failure`].
    #[must_use]
    pub fn to_tool_failure(&self, audience: Audience) -> ToolFailure {
        self.payload().to_tool_failure(audience)
    }

    /// See [`ErrorPayload::to_x402`].
    ///
    /// # Errors
    /// `invalid_argument` naming the member of the offer.
    pub fn to_x402(&self, audience: Audience, offer: &Map<String, Value>) -> Result<HttpResponse, Self> {
        self.payload().to_x402(audience, offer)
    }

    /// See [`ErrorPayload::log_record`].
    #[must_use]
    pub fn log_record(&self, audience: Audience) -> Map<String, Value> {
        self.payload().log_record(audience)
    }
}

/// A payload as one audience may see it.
struct View<'a> {
    payload: &'a ErrorPayload,
    audience: Audience,
    /// A payload may come from anywhere, so what looks like a key goes once more.
    redactor: Redactor,
}

impl<'a> View<'a> {
    fn new(payload: &'a ErrorPayload, audience: Audience) -> Self {
        Self { payload, audience, redactor: Redactor::default() }
    }

    fn is_owner(&self) -> bool {
        self.audience == Audience::Owner
    }

    /// Whether the payment may have been made: it must not count as done, and must not be repeated.
    fn is_unsettled(&self) -> bool {
        matches!(self.payload.outcome, Outcome::Unknown | Outcome::Pending)
    }

    /// The payload's own status where it is an error's, with a last look at the outcome: a payload may come from
    /// anywhere.
    fn status(&self) -> u16 {
        match (self.payload.outcome, self.payload.respond_status) {
            (Outcome::Unknown, _) => 502,
            (Outcome::Pending, _) => 503,
            (Outcome::Applied, 402) => 409,
            (_, status @ 400..=599) => status,
            _ => 500,
        }
    }

    /// What went wrong, in one word. The public sees the kind only if the reader can fix it.
    fn word(&self) -> &'static str {
        let kind = self.payload.kind;
        if self.is_owner() {
            return kind.as_str();
        }
        match (self.payload.outcome, self.status()) {
            (Outcome::Unknown, _) => "outcome_unknown",
            (Outcome::Pending, _) => "pending",
            (Outcome::Applied, _) if kind != Kind::Failed => "already_done",
            (_, 400..=499) => kind.as_str(),
            (_, 500) => "internal_error",
            _ if is_refusal(kind) => "payment_refused",
            _ => "payment_unavailable",
        }
    }

    /// The next step of this audience: the public can fix neither the wallet nor the program.
    fn advice(&self) -> Advice {
        let theirs = self.payload.actor == Actor::EndUser;
        match self.payload.advice {
            own if self.is_owner() => own,
            _ if self.payload.outcome == Outcome::Unknown => Advice::Reconcile,
            _ if self.payload.outcome == Outcome::Pending => Advice::Wait,
            own @ (Advice::Retry | Advice::Wait) if self.retryable() => own,
            own @ (Advice::FixRequest
            | Advice::FixCredentials
            | Advice::AddFunds
            | Advice::ChangeLimit
            | Advice::AskHuman)
                if theirs =>
            {
                own
            }
            _ => Advice::Stop,
        }
    }

    /// Whether the reader may send again. The key that makes a retry safe for payonce is not the reader's, whose new request
    /// would start a new payment. So for the public only a call without an effect counts.
    fn retryable(&self) -> bool {
        self.payload.retryable && (self.is_owner() || self.payload.outcome == Outcome::NotApplied)
    }

    /// Whole seconds, rounded up: never earlier than asked.
    fn retry_after_seconds(&self) -> Option<u64> {
        self.payload.retry_after_ms.filter(|_| self.retryable()).map(|ms| ms.div_ceil(1000))
    }

    fn message(&self) -> String {
        self.redactor.text(&self.payload.user_message)
    }

    /// The members for programs in every form.
    fn facts(&self) -> Map<String, Value> {
        let payload = self.payload;
        let mut facts = Members::new();
        facts.text("outcome", payload.outcome.as_str());
        facts.text("advice", self.advice().as_str());
        facts.flag("retryable", self.retryable());
        if let Some(ms) = payload.retry_after_ms.filter(|_| self.retryable()) {
            facts.number("retry_after_ms", ms);
        }
        if self.is_owner() {
            facts.take(&payload.to_value(), OWNED);
        } else if let Some(own) = payload.reference.reference.as_ref().filter(|_| self.is_unsettled()) {
            // What a person quotes when asking what became of it; it is drawn at random and says nothing else.
            facts.text("reference", own);
        }
        self.redactor.members(facts.into_map())
    }
}

/// What only the owner reads: the names in a form and in the payload.
const OWNED: &[(&str, &str)] = &[
    ("reference", "reference"),
    ("provider", "provider"),
    ("kind", "kind"),
    ("class", "class"),
    ("code", "code"),
    ("provider_status", "status"),
    ("provider_message", "message"),
    ("actor", "actor"),
    ("operation", "operation"),
    ("request_id", "request_id"),
    ("attempts", "attempts"),
    ("doc", "doc"),
    ("details", "details"),
];

/// Kinds that are a refusal, as opposed to a failure.
const fn is_refusal(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::InsufficientFunds
            | Kind::PolicyViolation
            | Kind::LimitReached
            | Kind::PlanLimit
            | Kind::AccountBlocked
            | Kind::ApprovalTimeout
            | Kind::SessionExpired
            | Kind::Failed
    )
}
