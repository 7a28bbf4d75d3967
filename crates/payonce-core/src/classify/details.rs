//! The details of an error that are read when a program asks for them: most programs do not.

use serde_json::{Map, Value};

use crate::classify::Context;
use crate::classify::response::read_signals;
use crate::error::{Essentials, UnreadDetails};
use crate::model::body::Body;
use crate::model::headers::Headers;
use crate::spec::errors::ProviderResponse;
use crate::spec::provider::{ProviderSpec, ReadSignals};

/// Bodies of more bytes are not kept for their details.
const LONGEST_KEPT: usize = 16 * 1024;

/// Whether [`of_body`] finds the same details in these bytes as their first reading does: they are JSON in
/// UTF-8, no member comes from a header field, and the error can keep them.
pub(super) fn can_be_read_later(profile: &ProviderSpec, status: u16, body: &Body<'_>, raw: &[u8]) -> bool {
    let reads_headers = match profile.read {
        ReadSignals::Own(_) => false,
        ReadSignals::Declared(places) => places.read_headers(),
    };
    let is_success = (200..300).contains(&status);
    matches!(body, Body::Json(_))
        && !is_success
        && !reads_headers
        && (1..=LONGEST_KEPT).contains(&raw.len())
        && std::str::from_utf8(raw).is_ok()
}

/// The details of an error that keeps the body of its response.
fn of_body(error: &Essentials, raw: &[u8]) -> Map<String, Value> {
    let profile = error.provider.spec();
    let status = error.status.unwrap_or_default();
    let seen = ProviderResponse {
        operation: error.operation,
        errors: profile.errors,
        headers: &Headers::new(),
        status,
        body: &Body::of_bytes(status, None, raw),
        raw,
        wants_details: true,
    };
    read_signals(profile, &seen).unwrap_or_default().details
}

/// What the error keeps of a response whose details were not read.
pub(super) fn unread(context: &Context, seen: &ProviderResponse<'_>) -> UnreadDetails {
    UnreadDetails { body: seen.raw.into(), redactor: context.redactor.clone(), reader: of_body }
}
