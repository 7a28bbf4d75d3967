//! A response that another protocol wrapped.

use serde_json::Value;

use crate::classify::Context;
use crate::classify::envelope::{self, Opened};
use crate::classify::passed_on;
use crate::classify::response::{judge, may_refuse, read_signals};
use crate::classify::success::failed_state;
use crate::error::Error;
use crate::model::body::Body;
use crate::model::headers::Headers;
use crate::model::json::{self, Json, Object};
use crate::model::vocabulary::Kind;
use crate::providers::body_signals::problem_code;
use crate::spec::errors::ProviderResponse;

/// What another protocol wraps, if one does.
pub(super) fn opened(
    context: &Context,
    value: &Value,
    status: Option<u16>,
    headers: &Headers,
) -> Option<Opened> {
    let is_problem = match status {
        Some(status) => is_problem_in_success(status, headers),
        None => Json::from(value.clone()).as_object().is_some_and(|members| problem_code(members).is_some()),
    };
    envelope::open(value, status, context.provider.spec().errors)
        .or_else(|| is_problem.then(|| Opened::problem(value.clone())))
}

/// Whether something may be wrapped: without any of the names that [`envelope`] looks for, nothing is.
pub(super) fn may_be_opened(value: &Json<'_>, status: u16, headers: &Headers) -> bool {
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

fn is_problem_type(content_type: &str) -> bool {
    const PROBLEM: &str = "application/problem+json";
    content_type.trim_start().get(..PROBLEM.len()).is_some_and(|start| start.eq_ignore_ascii_case(PROBLEM))
}

/// A response that another protocol wrapped; `outer` is the status of the whole, if there is one.
pub(super) fn of_opened(
    context: &Context,
    opened: Opened,
    outer: Option<u16>,
    headers: &Headers,
) -> Option<Error> {
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
