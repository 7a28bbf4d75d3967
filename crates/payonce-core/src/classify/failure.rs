//! What it means that there is no response, or only a part of one.

use std::time::Duration;

use crate::classify::Context;
use crate::classify::classification::{Classification, finish};
use crate::classify::response::of_response;
use crate::error::Error;
use crate::model::body::Body;
use crate::model::clock::whole_milliseconds;
use crate::model::headers::Headers;
use crate::model::http::{FailureCause, TransportFailure};
use crate::model::vocabulary::{Actor, Evidence, Kind, Phase};
use crate::spec::errors::Signals;

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
