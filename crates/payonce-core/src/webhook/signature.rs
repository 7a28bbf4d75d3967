//! The digests of a signature header, and what they may be over.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Sha256, Sha512};

use crate::model::headers::Headers;
use crate::model::secret::Secret;
use crate::spec::webhook::{
    DigestEncoding, WebhookAlgorithm, WebhookSecret, WebhookSpec, header_of, template,
};

/// Each further timestamp in a header costs a digest of the whole body, and none of the known senders writes two.
const MAX_TIMESTAMPS: usize = 4;

/// The key in a secret; nothing for one that is empty, or not in its form.
pub(super) fn key(form: WebhookSecret, secret: &Secret) -> Option<Vec<u8>> {
    let text = secret.expose();
    let text = text.strip_prefix(form.prefix).unwrap_or(text);
    let key = if form.base64 { of_base64(text)? } else { text.as_bytes().to_vec() };
    (!key.is_empty()).then_some(key)
}

/// What a signature may be over: its timestamp, if that is signed, and the parts in their order.
pub(super) type Possible<'a> = (Option<&'a str>, Vec<&'a [u8]>);

/// The digests and timestamps of a signature header. Nothing in it is trusted until a digest fits.
#[derive(Default)]
pub(super) struct Signatures<'a> {
    pub(super) digests: Vec<Vec<u8>>,
    timestamps: Vec<&'a str>,
}

impl<'a> Signatures<'a> {
    pub(super) fn read(spec: &WebhookSpec, headers: &'a Headers) -> Self {
        let mut read = Self::default();
        for field in headers.all(spec.header) {
            match spec.value {
                Some(value) => read.written_as(value, spec, field),
                None => read.any_spelling(spec, field),
            }
        }
        if let Some(name) = spec.timestamp.and_then(header_of) {
            read.timestamps.extend(headers.get(name));
        }
        read.timestamps.truncate(MAX_TIMESTAMPS);
        read
    }

    fn written_as(&mut self, value: &str, spec: &WebhookSpec, field: &'a str) {
        for part in field.split(spec.separator) {
            for form in value.split(spec.separator) {
                let Some((prefix, name)) = form.split_once('{') else { continue };
                let Some(text) = part.trim().strip_prefix(prefix) else { continue };
                if name == "signature}" {
                    self.digests.extend(digest_of(text, spec));
                } else {
                    self.timestamps.push(text);
                }
            }
        }
    }

    fn any_spelling(&mut self, spec: &WebhookSpec, field: &'a str) {
        let separates = |byte: &u8| matches!(byte, b',' | b';' | b'"') || byte.is_ascii_whitespace();
        for part in field.as_bytes().split(separates) {
            let Ok(part) = std::str::from_utf8(part) else { continue };
            // Base64 may end in '=', so the whole part is tried first.
            if let Some(digest) = digest_of(part, spec) {
                self.digests.push(digest);
            } else if let Some((name, value)) = part.split_once('=').or_else(|| part.split_once(':')) {
                if !name.eq_ignore_ascii_case("t") && !name.eq_ignore_ascii_case("timestamp") {
                    self.digests.extend(digest_of(value, spec));
                } else {
                    self.timestamps.push(value);
                }
            }
        }
    }

    /// Everything that the provider may have signed with these header fields.
    pub(super) fn possible(
        &self,
        spec: &WebhookSpec,
        headers: &'a Headers,
        body: &'a [u8],
    ) -> Vec<Possible<'a>> {
        let id = spec.id.and_then(header_of).and_then(|name| headers.get(name));
        let mut possible = Vec::new();
        for signed in spec.signed {
            if !signed.contains("{timestamp}") {
                possible.extend(parts(signed, "", id, body).map(|parts| (None, parts)));
                continue;
            }
            for time in &self.timestamps {
                possible.extend(parts(signed, time, id, body).map(|parts| (Some(*time), parts)));
            }
        }
        possible
    }

    pub(super) fn fit(&self, algorithm: WebhookAlgorithm, key: &[u8], parts: &[&[u8]]) -> bool {
        match algorithm {
            WebhookAlgorithm::HmacSha256 => fit::<Hmac<Sha256>>(key, parts, &self.digests),
            WebhookAlgorithm::HmacSha512 => fit::<Hmac<Sha512>>(key, parts, &self.digests),
        }
    }
}

/// Whether one of the digests is that of the parts, compared in constant time.
fn fit<Code: Mac + KeyInit + Clone>(key: &[u8], parts: &[&[u8]], digests: &[Vec<u8>]) -> bool {
    let Ok(mut mac) = <Code as KeyInit>::new_from_slice(key) else { return false };
    for part in parts {
        mac.update(part);
    }
    digests.iter().any(|digest| mac.clone().verify_slice(digest).is_ok())
}

/// What is signed, in its parts. Nothing if a part is missing, or holds what separates it from the next one: then the same
/// signature could belong to another time or id.
fn parts<'a>(
    signed: &'a str,
    timestamp: &'a str,
    id: Option<&'a str>,
    body: &'a [u8],
) -> Option<Vec<&'a [u8]>> {
    let (first, places) = template(signed)?;
    let mut parts = vec![first.as_bytes()];
    let mut before = first;
    for (name, literal) in places {
        let value = match name {
            "body" => body,
            name => {
                // Without an id, every event would be the same one.
                let text = if name == "id" { id.filter(|id| !id.is_empty())? } else { timestamp };
                let splits = |literal: &str| !literal.is_empty() && text.contains(literal);
                if splits(before) || splits(literal) {
                    return None;
                }
                text.as_bytes()
            }
        };
        parts.extend([value, literal.as_bytes()]);
        before = literal;
    }
    Some(parts)
}

/// The digest that a text is.
fn digest_of(text: &str, spec: &WebhookSpec) -> Option<Vec<u8>> {
    let length = match spec.algorithm {
        WebhookAlgorithm::HmacSha256 => 32,
        WebhookAlgorithm::HmacSha512 => 64,
    };
    let is_hex = text.len() == length * 2 && spec.encoding != Some(DigestEncoding::Base64);
    let digest = if is_hex { of_hexadecimal(text) } else { None };
    let may_be_base64 = spec.encoding != Some(DigestEncoding::Hex);
    digest.or_else(|| of_base64(text).filter(|_| may_be_base64)).filter(|digest| digest.len() == length)
}

fn of_base64(text: &str) -> Option<Vec<u8>> {
    let encoded = STANDARD.decode(text).or_else(|_| STANDARD_NO_PAD.decode(text));
    encoded.or_else(|_| URL_SAFE_NO_PAD.decode(text.trim_end_matches('='))).ok()
}

fn of_hexadecimal(text: &str) -> Option<Vec<u8>> {
    let mut digest = Vec::new();
    for pair in text.as_bytes().chunks(2) {
        let mut byte = 0;
        for digit in pair {
            byte = byte * 16 + char::from(*digit).to_digit(16)?;
        }
        digest.push(u8::try_from(byte).ok()?);
    }
    Some(digest)
}
