//! How a provider signs the events that it reports to a server, and what they report.

use std::time::Duration;

use crate::model::vocabulary::vocabulary;
use crate::spec::doc::Doc;
use crate::spec::types::Progress;

vocabulary! {
    /// How a signature is made. Both need a secret that the provider and the receiver share.
    WebhookAlgorithm {
        /// HMAC with SHA-256.
        HmacSha256 = "hmac_sha256",
        /// HMAC with SHA-512.
        HmacSha512 = "hmac_sha512",
    }
}

vocabulary! {
    /// How a signature is written.
    DigestEncoding {
        /// In hexadecimal digits.
        Hex = "hex",
        /// In base64, with or without padding.
        Base64 = "base64",
    }
}

/// How a provider signs its events. It has no member that makes a signature optional.
#[derive(Debug, Clone, Copy)]
pub struct WebhookSpec {
    /// The header field with the signatures.
    pub header: &'static str,
    /// How the field is written: `t={timestamp},v1={signature}`. Without it, signatures count in any spelling, with or
    /// without a name, and a time beside them as `t=`.
    pub value: Option<&'static str>,
    /// The character between the parts of the field.
    pub separator: char,
    /// How signatures are made.
    pub algorithm: WebhookAlgorithm,
    /// How they are written; either way where this is not known.
    pub encoding: Option<DigestEncoding>,
    /// What may be signed: `{timestamp}.{body}`.
    pub signed: &'static [&'static str],
    /// Where the time is if it is not in `value`: `@header:` with a name, or the pointer to a member of the event.
    pub timestamp: Option<&'static str>,
    /// How old an event may be; nothing where no event has a time.
    pub tolerance: Option<Duration>,
    /// Whether an event that is signed without a time is accepted, although others have one.
    pub accepts_no_time: bool,
    /// How its secret is used.
    pub secret: WebhookSecret,
    /// The pointer to the type of an event.
    pub event_type: &'static str,
    /// Where the id of an event is: `@header:` with a name, or the pointer to a member of the event.
    pub id: Option<&'static str>,
    /// The pointer to the time at which it happened.
    pub created_at: Option<&'static str>,
    /// The pointer to what it is about; the event as a whole where this is empty.
    pub data: &'static str,
    /// What events report of objects.
    pub states: &'static [EventStates],
    /// Where the provider says so.
    pub source: Doc,
}

/// The secret of a webhook.
#[derive(Debug, Clone, Copy)]
pub struct WebhookSecret {
    /// The environment variables that it is read from.
    pub env: &'static [&'static str],
    /// The beginning that is not part of the key.
    pub prefix: &'static str,
    /// Whether the rest is a key in base64.
    pub base64: bool,
}

/// What words of an event report of an object.
#[derive(Debug, Clone, Copy)]
pub struct EventStates {
    /// The pointer to the member that holds the word.
    pub pointer: &'static str,
    /// The words, each with what it reports.
    pub words: &'static [(&'static str, Progress)],
    /// The pointer to the id of the object.
    pub id: Option<&'static str>,
    /// The operation that reads the object, and its argument that takes the id.
    pub look: Option<(&'static str, &'static str)>,
}

/// The header field of a place such as `@header:webhook-id`.
pub(crate) fn header_of(place: &str) -> Option<&str> {
    place.strip_prefix("@header:")
}

/// The literals and the placeholders of a template: each placeholder with the literal behind it, after a first literal.
/// Nothing for a template whose braces do not fit.
pub(crate) fn template(text: &str) -> Option<(&str, Vec<(&str, &str)>)> {
    let mut pieces = text.split('{');
    let first = pieces.next().unwrap_or_default();
    let mut parts = Vec::new();
    for piece in pieces {
        parts.push(piece.split_once('}')?);
    }
    let is_plain = |literal: &str| !literal.contains('}');
    (is_plain(first) && parts.iter().all(|(_, literal)| is_plain(literal))).then_some((first, parts))
}
