//! Which values of header fields are secrets.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use crate::model::redact::Redactor;

/// How the words of a header's name end if its value is a credential: `X-API-Key`, `Authorization`, `Set-Cookie`.
const SECRET_WORDS: &[&str] = &[
    "auth",
    "authorization",
    "authentication",
    "cookie",
    "credential",
    "credentials",
    "jwt",
    "key",
    "password",
    "secret",
    "session",
    "signature",
    "token",
];
/// Prefixes of header names whose values are not secrets and are needed in messages. A payment is found by its idempotency
/// key.
const HARMLESS: &[&str] = &[
    "accept",
    "anthropic-",
    "baggage",
    "cache-control",
    "content-",
    "date",
    "forwarded",
    "idempotency-",
    "if-",
    "openai-",
    "origin",
    "prefer",
    "range",
    "ratelimit",
    "referer",
    "request-id",
    "retry-after",
    "sec-",
    "server",
    "trace",
    "user-agent",
    "vary",
    "via",
    "x-correlation-id",
    "x-forwarded-",
    "x-idempotency-",
    "x-ratelimit",
    "x-request-id",
    "x-stainless-",
    "xproxy-",
];
/// Shorter values are words that messages need, such as `none` or `eu-west`, and no credentials.
const SHORTEST_VALUE: usize = 8;
/// From here on a value is taken for a secret even if nothing else speaks for it.
const LONG_VALUE: usize = 16;

impl Redactor {
    /// Whether the name of a header field says that its value is a credential.
    pub(crate) fn is_secret_header(name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        !name.contains("idempotency")
            && name
                .as_bytes()
                .split(|byte| matches!(byte, b'-' | b'_'))
                .any(|word| SECRET_WORDS.iter().any(|ending| word.ends_with(ending.as_bytes())))
    }

    /// Knows the value of a header field if it is, or may be, a secret.
    pub(crate) fn add_header(&mut self, name: &str, value: &str) {
        let is_secret = Self::is_secret_header(name);
        let name = name.to_ascii_lowercase();
        let is_idempotency = name.contains("idempotency");
        let is_harmless = || is_idempotency || HARMLESS.iter().any(|beginning| name.starts_with(beginning));
        if !is_secret && (is_harmless() || !looks_secret(value)) {
            return;
        }
        self.add_value(value);
        // A provider may echo one part only: the credential without its scheme, one of several cookies.
        if let Some((scheme, credential)) = value.split_once(' ') {
            self.add_value(credential);
            if scheme.eq_ignore_ascii_case("basic")
                && let Ok(decoded) = STANDARD.decode(credential.trim())
                && let Some((_, password)) = String::from_utf8_lossy(&decoded).split_once(':')
            {
                self.add_value(password);
            }
        }
        // As many parts as `;`, `,` and blanks make of it.
        for part in value.as_bytes().split(|byte| matches!(byte, b' ' | b';' | b',')) {
            if let Some(name) = part.iter().position(|byte| *byte == b'=')
                && let Some(Ok(value)) = part.get(name + 1..).map(std::str::from_utf8)
                && looks_secret(value)
            {
                let unquoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
                self.add_value(unquoted.unwrap_or(value));
            }
        }
    }

    fn add_value(&mut self, value: &str) {
        let value = value.trim();
        if value.len() >= SHORTEST_VALUE {
            self.add(value);
        }
    }

    /// Knows the secrets among header fields that are a JSON object of names and values.
    pub(crate) fn add_headers(&mut self, headers: &Value) {
        for (name, value) in headers.as_object().into_iter().flatten() {
            if let Some(value) = value.as_str() {
                self.add_header(name, value);
            }
        }
    }

    /// Knows the secrets among the header fields that arguments hold at any depth: under a name that ends in `headers`, as
    /// an object, or as a list of objects with `name` and `value`.
    pub(crate) fn add_headers_within(&mut self, arguments: &Map<String, Value>) {
        for (name, value) in arguments {
            let is_headers = name.to_ascii_lowercase().ends_with("headers");
            let items = value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice);
            for item in items.iter().filter_map(Value::as_object) {
                let text = |name: &str| item.get(name).and_then(Value::as_str);
                match (text("name"), text("value")) {
                    (Some(name), Some(value)) if is_headers => self.add_header(name, value),
                    _ if is_headers && value.is_object() => self.add_headers(value),
                    _ => self.add_headers_within(item),
                }
            }
        }
    }
}

/// Whether a value may be a credential although the name of its header does not say so.
fn looks_secret(value: &str) -> bool {
    const MEDIA: &[&str] = &["application/", "audio/", "image/", "multipart/", "text/", "video/"];
    let value = value.trim();
    if MEDIA.iter().any(|media| value.starts_with(media)) {
        return false;
    }
    let is_mixed = |word: &[u8]| {
        word.len() >= SHORTEST_VALUE
            && word.iter().any(u8::is_ascii_digit)
            && word.iter().any(u8::is_ascii_alphabetic)
    };
    value.len() >= LONG_VALUE || value.as_bytes().split(|byte| !byte.is_ascii_alphanumeric()).any(is_mixed)
}
