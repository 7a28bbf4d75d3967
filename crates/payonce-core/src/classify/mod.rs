//! From a response, or the lack of one, to an error.

mod details;
mod envelope;
pub(crate) mod error_draft;
pub(crate) mod invalid_argument;
pub(crate) mod journal;
mod passed_on;
pub(crate) mod reading;
mod redirect;
pub(crate) mod retry_after;
pub mod verdict;

use std::time::Duration;

use serde_json::Value;

use crate::classify::envelope::Opened;
use crate::classify::error_draft::ErrorDraft;
use crate::classify::reading::Reading;
use crate::classify::verdict::Facts;
use crate::error::{Error, Reference, UnreadDetails};
use crate::model::body::Body;
use crate::model::clock::whole_milliseconds;
use crate::model::headers::Headers;
use crate::model::http::{FailureCause, MAX_BODY, Received, Response, TransportFailure};
use crate::model::json::{self, Json, Object};
use crate::model::redact::Redactor;
use crate::model::safety::Safety;
use crate::model::user_message::{Text, Texts};
use crate::model::vocabulary::{Actor, Evidence, Kind, Outcome, Phase};
use crate::providers::body_signals::problem_code;
use crate::providers::declared_signals;
use crate::spec::errors::{ErrorFallback, ProviderResponse, Signals};
use crate::spec::operation::{Method, Operation};
use crate::spec::param::Place;
use crate::spec::provider::{Provider, ProviderSpec, ReadSignals};
use crate::spec::types::{FieldType, Model};

/// What is known beside the response.
#[derive(Debug, Clone)]
pub struct Context {
    /// The provider.
    pub provider: Provider,
    /// What was asked.
    pub operation: Option<&'static Operation>,
    /// What a second sending would do; the operation's own safety where it is not given, and `unkeyed` where there is
    /// no operation either.
    pub safety: Option<Safety>,
    /// The time of the response in milliseconds since 1970, for dates in headers.
    pub unix_ms: u64,
    /// What to keep out of every text.
    pub redactor: Redactor,
    /// The language and wording for end users.
    pub texts: Texts,
    /// Everything the operation can be found by.
    pub reference: Reference,
    /// How many requests the call has sent.
    pub attempts: Option<u32>,
    /// Whether an earlier attempt of the same call may have taken effect.
    pub earlier_unknown: bool,
    /// The largest body that is read, in bytes.
    pub max_body: usize,
    /// Whether the caller reads the payload of the error at once, and not only its methods: then the details are read along with
    /// the rest. The error is the same.
    pub wants_payload: bool,
}

impl Context {
    /// A context in which only the provider is known.
    #[must_use]
    pub fn new(provider: Provider) -> Self {
        Self {
            provider,
            operation: None,
            safety: None,
            unix_ms: 0,
            redactor: Redactor::default(),
            texts: Texts::default(),
            reference: Reference::default(),
            attempts: None,
            earlier_unknown: false,
            max_body: MAX_BODY,
            wants_payload: false,
        }
    }

    /// What a second sending would do.
    #[must_use]
    pub fn safety(&self) -> Safety {
        self.safety.or_else(|| self.operation.map(|operation| operation.safety())).unwrap_or(Safety::Unkeyed)
    }
}

/// What the response means; nothing when it is a success.
///
/// The machine code is looked at first, then the category, then the status, and the text only for a provider that
/// sends no codes. What is not known is kept and judged by the next best signal.
///
/// A JSON-RPC 2.0 response, its error object, the result of an MCP tool and an error that payonce wrote are opened: the
/// provider's code inside counts, and a success around a refusal does not. An error of payonce keeps its verdict.
#[must_use]
pub fn classify(context: &Context, received: &Received) -> Option<Error> {
    let reading = Reading::of(received, context.max_body).with_header_members(context.operation);
    if let Reading::Response { status, headers, body: Body::Json(value), .. } = &reading
        && may_be_opened(value, *status, headers)
        && let Some(opened) = opened(context, &value.to_value(), Some(*status), headers)
    {
        return of_opened(context, opened, Some(*status), headers);
    }
    classify_reading(context, &reading)
}

/// [`classify`] for a message without an HTTP status, for instance of an MCP server on stdio: a JSON-RPC 2.0 response, its
/// error object, the result of an MCP tool, an RFC 9457 problem, or the JSON form of an error of payonce.
///
/// # Errors
/// The bytes are none of these.
pub fn classify_message(context: &Context, message: &[u8]) -> Result<Option<Error>, NotAMessage> {
    let response = Response { body: message.to_vec(), ..Response::default() };
    let Body::Json(value) = Body::read(&response, context.max_body) else { return Err(NotAMessage) };
    let value = value.into_value();
    let headers = Headers::new();
    let opened = opened(context, &value, None, &headers).ok_or(NotAMessage)?;
    Ok(of_opened(context, opened, None, &headers))
}

/// The bytes are neither a JSON-RPC response or error, nor the result of an MCP tool, nor a problem, nor an error of payonce.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a JSON-RPC response or error, an MCP tool result, a problem, or an error of payonce")]
pub struct NotAMessage;

/// What another protocol wraps, if one does.
fn opened(context: &Context, value: &Value, status: Option<u16>, headers: &Headers) -> Option<Opened> {
    let is_problem = match status {
        Some(status) => is_problem_in_success(status, headers),
        None => Json::from(value.clone()).as_object().is_some_and(|members| problem_code(members).is_some()),
    };
    envelope::open(value, status, context.provider.spec().errors)
        .or_else(|| is_problem.then(|| Opened::problem(value.clone())))
}

/// Whether something may be wrapped: without any of the names that [`envelope`] looks for, nothing is.
fn may_be_opened(value: &Json<'_>, status: u16, headers: &Headers) -> bool {
    let may_be = match value {
        Json::Array(_) => true,
        Json::Object(members) => members.iter().any(|(name, value)| envelope::may_wrap(name, value)),
        _ => false,
    };
    may_be || is_problem_in_success(status, headers)
}

/// A problem under a success is one all the same.
fn is_problem_in_success(status: u16, headers: &Headers) -> bool {
    (200..300).contains(&status) && headers.get("content-type").is_some_and(is_problem_type)
}

/// As [`classify`], for what is read already, and for a response of the provider itself.
pub(crate) fn classify_reading(context: &Context, reading: &Reading<'_>) -> Option<Error> {
    match reading {
        Reading::Response { status, headers, body, raw } => of_response(context, *status, headers, body, raw),
        Reading::Failure(failure) => Some(of_failure(context, failure)),
    }
}

/// A judgement before the derived fields.
struct Classification {
    kind: Kind,
    actor: Actor,
    evidence: Evidence,
    phase: Phase,
    status: Option<u16>,
    user: Option<Text>,
    doc: Option<&'static str>,
    message: String,
    retry_after_ms: Option<u64>,
    should_retry: Option<bool>,
    /// Whether the response concerns the operation with all its attempts, and not only the last attempt.
    of_whole_operation: bool,
}

fn of_response(
    context: &Context,
    status: u16,
    headers: &Headers,
    body: &Body<'_>,
    raw: &[u8],
) -> Option<Error> {
    let profile = context.provider.spec();
    let seen = ProviderResponse {
        operation: context.operation,
        errors: profile.errors,
        headers,
        status,
        body,
        raw,
        wants_details: context.wants_payload || !details::can_be_read_later(profile, status, body, raw),
    };
    let Some(signals) = read_signals(profile, &seen) else {
        return unreadable_success(context, &seen, headers).or_else(|| failed_state(context, &seen, headers));
    };
    let by_status = profile.errors.status(status);
    Some(judge(context, &seen, signals, by_status, headers))
}

/// What the response says about a failure; nothing when it is a success.
fn read_signals(profile: &ProviderSpec, seen: &ProviderResponse<'_>) -> Option<Signals> {
    match profile.read {
        ReadSignals::Own(read) => read(seen),
        ReadSignals::Declared(places) => declared_signals::read(places, seen),
    }
}

fn is_problem_type(content_type: &str) -> bool {
    const PROBLEM: &str = "application/problem+json";
    content_type.trim_start().get(..PROBLEM.len()).is_some_and(|start| start.eq_ignore_ascii_case(PROBLEM))
}

/// A response that another protocol wrapped; `outer` is the status of the whole, if there is one.
fn of_opened(context: &Context, opened: Opened, outer: Option<u16>, headers: &Headers) -> Option<Error> {
    if let Some(own) = &opened.own {
        return Some(passed_on::error(context, own));
    }
    let profile = context.provider.spec();
    let status = outer.unwrap_or(200);
    let raw = json::write(&opened.inner);
    let body = if opened.inner.is_null() { Body::Empty } else { Body::Json(opened.inner.into()) };
    let seen = |operation, status| ProviderResponse {
        operation,
        errors: profile.errors,
        headers,
        status,
        body: &body,
        raw: raw.as_bytes(),
        wants_details: true,
    };
    let mut error = if opened.is_error {
        // The provider's own status, if the body names it. If that of the whole leaves open what happened, so does this.
        let may_refuse = may_refuse(status, false);
        let own = body.object().and_then(own_status).filter(|_| may_refuse);
        let seen = seen(context.operation, own.or(outer.filter(|outer| *outer >= 300)).unwrap_or_default());
        let mut signals = read_signals(profile, &seen).unwrap_or_default();
        // That something failed says less than the status that the provider itself had.
        let says_more = match opened.row.kind {
            Kind::Unknown => false,
            Kind::Server => own.is_none(),
            _ => true,
        };
        let by_status = profile.errors.status(seen.status);
        let row = if says_more || seen.status == 0 { &opened.row } else { by_status };
        signals.code = signals.code.or(opened.code);
        signals.message = signals.message.or(opened.message);
        signals.is_enclosed = seen.status == 0;
        signals.proves_nothing |= opened.contradictory || !may_refuse;
        judge(context, &seen, signals, row, headers)
    } else {
        // The result has the form of its tool or method, so it is not compared with the provider's own.
        let seen = seen(None, status);
        match read_signals(profile, &seen) {
            Some(signals) => judge(context, &seen, signals, profile.errors.status(status), headers),
            None => failed_state(context, &seen, headers)?,
        }
    };
    error.change(|payload| payload.status = body.object().and_then(own_status).or(outer));
    Some(error)
}

/// The status that a body names as the one of its response.
#[inline(never)]
fn own_status(body: &Object<'_>) -> Option<u16> {
    let names = ["status", "statusCode", "status_code", "httpStatus"];
    let status = names.iter().find_map(|name| body.get(name)?.as_u64())?;
    u16::try_from(status).ok().filter(|status| (300..600).contains(status))
}

/// An error from what a response says; `by_status` is what it means without a code, a category or a known text.
#[inline(never)]
fn judge(
    context: &Context,
    seen: &ProviderResponse<'_>,
    mut signals: Signals,
    by_status: &ErrorFallback<u16>,
    headers: &Headers,
) -> Error {
    let profile = context.provider.spec();
    let status = seen.status;
    let table = profile.errors;
    let row = signals.code.as_deref().and_then(|code| table.code(code));
    let row = row.or_else(|| signals.read_as.and_then(|code| table.code(code)));
    let by_type = signals.category.as_deref().and_then(|category| table.category(category));
    let message = signals.message.as_deref().filter(|_| !table.patterns.is_empty());
    let by_text = message.map(str::to_ascii_lowercase).and_then(|text| {
        table.patterns.iter().find(|pattern| pattern.status == status && text.contains(pattern.contains))
    });
    let in_flight = is_in_flight(context, signals.code.as_deref());
    let should_retry = retry_after::should_retry(profile, headers).or(in_flight.then_some(true));
    let (kind, actor, evidence) = match (signals.override_by_body, row, by_type, by_text) {
        (Some(override_by_body), _, _, _) => {
            (override_by_body.kind, override_by_body.actor, override_by_body.evidence)
        }
        (None, Some(row), _, _) => (row.kind, row.actor, row.evidence),
        (None, None, Some(row), _) => (row.kind, row.actor, row.evidence),
        (None, None, None, Some(pattern)) => (pattern.kind, pattern.actor, by_status.evidence),
        (None, None, None, None) if seen.is_success() => (Kind::Unknown, Actor::Provider, Evidence::None),
        (None, None, None, None)
            if may_be_partial(seen)
                || may_be_running(context, seen)
                || (should_retry.is_none() && may_be_of_a_proxy(seen)) =>
        {
            (by_status.kind, by_status.actor, Evidence::None)
        }
        // A 5xx that is not in the service's own words comes from a proxy in front of it, and proves nothing about what the
        // service did.
        (None, None, None, None) if status >= 500 && is_of_others(seen) => {
            (by_status.kind, by_status.actor, Evidence::None)
        }
        (None, None, None, None) => (by_status.kind, by_status.actor, by_status.evidence),
    };
    let named = signals.override_by_body.is_none() && row.is_some_and(|row| row.status == Some(status));
    // The first request with the key is running, and the response is about this one: the same key gets its result later.
    let evidence = if in_flight || signals.proves_nothing || proves_nothing(seen) {
        Evidence::None
    } else if evidence == Evidence::Refused && !(signals.is_enclosed || may_refuse(status, named)) {
        // What the row of the status itself says still holds.
        table.status(status).evidence
    } else {
        evidence
    };
    let wait = (kind.is_transient() || should_retry == Some(true))
        .then(|| retry_after::requested_delay(headers, &signals.retry_after, context.unix_ms))
        .flatten()
        .map(whole_milliseconds);
    let classification = Classification {
        kind,
        actor,
        evidence,
        phase: Phase::Answered,
        status: Some(status),
        user: row.and_then(|row| row.user),
        doc: row.map(|row| row.code),
        message: signals
            .message
            .take()
            .or_else(|| row.map(|row| row.meaning.to_owned()))
            .or_else(|| redirect::message(context.provider, status, headers))
            .unwrap_or_else(|| fallback_message(context.provider, status, seen.body)),
        retry_after_ms: wait,
        should_retry,
        of_whole_operation: false,
    };
    let unread = (!seen.wants_details).then(|| details::unread(context, seen));
    finish(context, classification, signals, headers, unread)
}

/// Whether a response of this status can refuse: a 4xx says so itself, a 2xx other than 202 (accepted, and not yet done) by its body, and any other status only with
/// a code for which the provider documents it. A service that fails after the effect may still send the code of an
/// earlier check, or of a part that failed behind it. 408, 460 and 499 report that one side stopped waiting, while the
/// service behind may have gone on: they refuse nothing by themselves.
pub(crate) const fn may_refuse(status: u16, documented: bool) -> bool {
    documented || matches!(status, 200..=201 | 203..=299 | 400..=407 | 409..=459 | 461..=498)
}

/// The problems of the Payment scheme (MPP) that come after a credential was submitted. A challenge that is no longer valid
/// may have been paid, and a payment whose proof is refused may have been made.
fn proves_nothing(seen: &ProviderResponse<'_>) -> bool {
    let kind = seen.body.object().and_then(|body| body.text("type"));
    kind.and_then(|kind| kind.strip_prefix("https://paymentauth.org/problems/"))
        .is_some_and(|code| code != "payment-required")
}

/// Some items of a bulk request can be stored although the status is 400, and only the body contains which. If the body is
/// lost, the status proves nothing.
fn may_be_partial(seen: &ProviderResponse<'_>) -> bool {
    let many = |operation: &Operation| operation.params.iter().any(|param| param.place == Place::WholeBody);
    // Only a code says that all was refused; a report in another form than the documented one may hide what was stored.
    seen.status == 400 && seen.operation.is_some_and(many)
}

/// Where the provider knows keys, a conflict that it gives no reason for may be with an earlier request under the same
/// key, which is still running or done. That is so as well if it forgets the key after a 5xx.
fn may_be_running(context: &Context, seen: &ProviderResponse<'_>) -> bool {
    let has_key = context.operation.is_some_and(|operation| operation.key_promise().is_some());
    seen.status == 409 && (has_key || context.safety() == Safety::Keyed)
}

/// Whether an earlier request with the same key is still running.
fn is_in_flight(context: &Context, code: Option<&str>) -> bool {
    let promise = context.operation.and_then(|operation| operation.key_promise());
    let in_flight = promise.and_then(|promise| promise.in_flight);
    context.safety() == Safety::Keyed
        && in_flight.zip(code).is_some_and(|(in_flight, code)| code.eq_ignore_ascii_case(in_flight))
}

/// Whether the bytes of the body are none that a service with a JSON API sends.
fn is_of_others(seen: &ProviderResponse<'_>) -> bool {
    seen.raw.trim_ascii_start().first().is_some_and(|first| *first != b'{')
}

/// A firewall or a proxy may put a page of its own in place of whatever the service sent, so that a page refuses only
/// with a status that says by itself that the request was not carried out: it is malformed, too large or too frequent, or
/// lacks credentials. A conflict that is not the provider's JSON may be with an earlier attempt of this very call, for
/// instance one that a proxy repeated. Where the provider says itself whether to retry, the response is its own.
fn may_be_of_a_proxy(seen: &ProviderResponse<'_>) -> bool {
    match seen.body {
        Body::Json(Json::Object(_)) => false,
        Body::Unreadable(_) => !matches!(
            seen.status,
            400 | 401 | 405 | 407 | 411 | 413..=415 | 417 | 421 | 425 | 426 | 428 | 429 | 431 | 500..
        ),
        Body::Json(_) | Body::Empty => seen.status == 409,
    }
}

fn fallback_message(provider: Provider, status: u16, body: &Body<'_>) -> String {
    match body {
        _ if status == 0 => format!("{} reported an error without a message", provider.title()),
        Body::Unreadable(why) => {
            format!("{} returned HTTP {status} with a body that is {why}", provider.title())
        }
        _ => format!("{} returned HTTP {status} without a message", provider.title()),
    }
}

/// A 2xx whose promised body cannot be read: whatever was asked for has probably happened.
fn unreadable_success(context: &Context, seen: &ProviderResponse<'_>, headers: &Headers) -> Option<Error> {
    let operation = context.operation;
    // Where no public page shows the response, an empty one is as good as any.
    let promised = operation.is_some_and(|operation| {
        matches!(operation.returns, FieldType::Model(_) | FieldType::List(_) | FieldType::Map(_))
    });
    // What is changed or deleted needs no response; what is paid or made has to be named.
    let may_say_nothing =
        seen.status == 204 && operation.is_some_and(|operation| operation.method != Method::Post);
    let why = match seen.body {
        Body::Unreadable(why) => why,
        Body::Empty if promised && !may_say_nothing => "empty",
        Body::Json(value) if promised && !has_promised_form(operation, value) => "not of the documented form",
        _ => return None,
    };
    let classification = Classification {
        kind: Kind::Decode,
        actor: Actor::Provider,
        evidence: Evidence::None,
        phase: Phase::Reading,
        status: Some(seen.status),
        user: None,
        doc: None,
        message: format!(
            "{} returned HTTP {} with a body that is {why}",
            context.provider.title(),
            seen.status
        ),
        retry_after_ms: None,
        should_retry: None,
        of_whole_operation: false,
    };
    Some(finish(context, classification, Signals::default(), headers, None))
}

fn has_promised_form(operation: Option<&'static Operation>, value: &Json<'_>) -> bool {
    let Some(operation) = operation else { return true };
    let Some(value) = operation.inside.map_or(Some(value), |member| value.get(member)) else { return false };
    match operation.returns {
        // What was made shows at least one member that it always has. A body without any, for instance that of an error,
        // does not say that anything was made.
        FieldType::Model(model) if operation.safety() != Safety::Read => {
            let mut always = model.fields.iter().filter(|field| field.always).peekable();
            value.as_object().is_some()
                && (always.peek().is_none()
                    || always.any(|field| value.get(field.name).is_some_and(|member| !member.is_null())))
        }
        FieldType::Model(_) | FieldType::Map(_) => value.as_object().is_some(),
        FieldType::List(_) => value.as_array().is_some(),
        _ => true,
    }
}

/// A 2xx that says that the operation failed. A read of such an object is a success: it returns what was asked for.
#[inline(never)]
fn failed_state(context: &Context, seen: &ProviderResponse<'_>, headers: &Headers) -> Option<Error> {
    if context.safety() == Safety::Read {
        return None;
    }
    let object = seen.body.object()?;
    let failed = |model: &'static Model| {
        let state = model.state?;
        state.failure(object.get(state.field)?.as_str()?)
    };
    let (state, evidence) = match context.operation {
        Some(Operation { returns: FieldType::Model(model), .. }) => failed(model),
        Some(_) => None,
        None => context.provider.spec().models.iter().find_map(|model| failed(model)),
    }?;
    let message = object.text("error_message").or_else(|| object.text("message")).map_or_else(
        || format!("{} accepted the operation and reports it as {state}", context.provider.title()),
        ToOwned::to_owned,
    );
    let classification = Classification {
        kind: Kind::Failed,
        actor: Actor::Provider,
        evidence,
        phase: Phase::Answered,
        status: Some(seen.status),
        user: None,
        doc: None,
        message,
        retry_after_ms: None,
        should_retry: None,
        // Where repeating addresses the same object, its final state is the result of every attempt; elsewhere an
        // earlier attempt may have made another object.
        of_whole_operation: context.safety().allows_blind_resend(),
    };
    let signals = Signals { code: Some(state.to_owned()), details: object.to_map(), ..Signals::default() };
    Some(finish(context, classification, signals, headers, None))
}

/// What helps where a proxy of the network shows its own certificate instead of the provider's.
const TRUST_ITS_CA: &str =
    "on a network that inspects TLS, trust its CA with the option `ca` or with NODE_EXTRA_CA_CERTS";

pub(crate) fn of_failure(context: &Context, failure: &TransportFailure) -> Error {
    of_failure_with(context, failure, Evidence::None)
}

/// As [`of_failure`], where more is known of the effect than the failure itself shows.
pub(crate) fn of_failure_with(context: &Context, failure: &TransportFailure, evidence: Evidence) -> Error {
    if let Some((status, headers)) = &failure.head
        && failure.cause != Some(FailureCause::NotProcessed)
    {
        // The status alone is a verdict; only a success needs its body.
        if !(200..300).contains(status)
            && let Some(error) = of_response(context, *status, headers, &Body::Unreadable("cut short"), &[])
        {
            return error;
        }
    }
    let cause = failure.cause.unwrap_or(match failure.phase {
        Phase::BeforeSend | Phase::Sending => FailureCause::Connection,
        Phase::Waiting | Phase::Reading | Phase::Answered => FailureCause::Timeout,
    });
    let evidence = if cause == FailureCause::NotProcessed { Evidence::Refused } else { evidence };
    let kind = match (cause, failure.phase) {
        (FailureCause::Timeout, _) => Kind::Timeout,
        (FailureCause::Cancelled, _) => Kind::Cancelled,
        (FailureCause::NotProcessed | FailureCause::Certificate, _) => Kind::Connection,
        (FailureCause::TooLarge, _) | (FailureCause::Connection, Phase::Reading | Phase::Answered) => {
            Kind::Decode
        }
        (FailureCause::Connection, Phase::BeforeSend | Phase::Sending | Phase::Waiting) => Kind::Connection,
    };
    // Another request meets the same certificate, until the operator of this machine or of the network changes something.
    let is_untrusted = cause == FailureCause::Certificate;
    let actor = match kind {
        Kind::Decode => Actor::Provider,
        _ if is_untrusted => Actor::Developer,
        _ => Actor::None,
    };
    let message = if is_untrusted {
        format!("the server's certificate is not trusted: {}; {TRUST_ITS_CA}", failure.message)
    } else {
        failure.message.clone()
    };
    let nothing = Headers::new();
    let (status, headers) =
        failure.head.as_ref().map_or((None, &nothing), |(status, headers)| (Some(*status), headers));
    let classification = Classification {
        kind,
        actor,
        evidence,
        phase: failure.phase,
        status,
        user: None,
        doc: None,
        message,
        retry_after_ms: None,
        should_retry: is_untrusted.then_some(false),
        of_whole_operation: false,
    };
    finish(context, classification, Signals::default(), headers, None)
}

/// The client itself keeps the request back, and its turn would come too late.
pub(crate) fn of_pace(context: &Context, wait: Duration) -> Error {
    let wait_ms = whole_milliseconds(wait);
    let classification = Classification {
        kind: Kind::RateLimited,
        actor: Actor::None,
        evidence: Evidence::Refused,
        phase: Phase::BeforeSend,
        status: None,
        user: None,
        doc: None,
        message: format!(
            "the rate limit of the client allows this request in {wait_ms} ms, after the deadline of the call; \
             call again then, or give the call a later deadline"
        ),
        retry_after_ms: Some(wait_ms),
        should_retry: None,
        of_whole_operation: false,
    };
    finish(context, classification, Signals::default(), &Headers::new(), None)
}

fn finish(
    context: &Context,
    classification: Classification,
    signals: Signals,
    headers: &Headers,
    unread: Option<UnreadDetails>,
) -> Error {
    let facts = Facts {
        earlier_unknown: context.earlier_unknown && !classification.of_whole_operation,
        upstream_kind: signals.upstream_kind,
        should_retry: classification.should_retry,
        ..Facts::new(
            classification.kind,
            classification.actor,
            classification.evidence,
            classification.phase,
            context.safety(),
        )
    };
    let draft = ErrorDraft {
        operation: context.operation,
        status: classification.status,
        code: signals.code,
        category: signals.category,
        user: classification.user,
        doc: classification.doc,
        retry_after_ms: classification.retry_after_ms,
        reference: context.reference.clone(),
        request_id: signals.request_id.or_else(|| request_id(headers)),
        attempts: context.attempts,
        details: signals.details,
        unread,
        ..ErrorDraft::new(context.provider, facts, classification.message)
    };
    draft.into_error(&context.texts, &context.redactor)
}

pub(crate) fn request_id(headers: &Headers) -> Option<String> {
    ["x-request-id", "request-id"].iter().find_map(|name| headers.get(name)).map(ToOwned::to_owned)
}

/// Whether the error leaves it open whether the call took effect.
pub(crate) fn is_unknown(error: &Error) -> bool {
    error.outcome() == Outcome::Unknown
}
