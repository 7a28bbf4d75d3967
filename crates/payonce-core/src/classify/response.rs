//! What a response of the provider itself means.

use crate::classify::classification::{Classification, finish};
use crate::classify::success::{failed_state, unreadable_success};
use crate::classify::{Context, details, redirect, retry_after};
use crate::error::Error;
use crate::model::body::Body;
use crate::model::clock::whole_milliseconds;
use crate::model::headers::Headers;
use crate::model::json::Json;
use crate::model::safety::Safety;
use crate::model::vocabulary::{Actor, Evidence, Kind, Phase};
use crate::providers::declared_signals;
use crate::spec::errors::{ErrorFallback, ProviderResponse, Signals};
use crate::spec::operation::Operation;
use crate::spec::param::Place;
use crate::spec::provider::{Provider, ProviderSpec, ReadSignals};

pub(super) fn of_response(
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
pub(super) fn read_signals(profile: &ProviderSpec, seen: &ProviderResponse<'_>) -> Option<Signals> {
    match profile.read {
        ReadSignals::Own(read) => read(seen),
        ReadSignals::Declared(places) => declared_signals::read(places, seen),
    }
}

/// An error from what a response says; `by_status` is what it means without a code, a category or a known text.
#[inline(never)]
pub(super) fn judge(
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
