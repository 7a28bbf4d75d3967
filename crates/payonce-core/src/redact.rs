//! Takes secrets out of texts that providers send back.

use base64::Engine;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use crate::json;
use crate::secret::Secret;

/// What stands in the place of a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// How the keys of the five providers begin, and of the model providers behind Pay-i; a word that begins so and goes
/// on for at least [`TAIL`] characters is taken for a key even where the client's own keys are not known.
const PREFIXES: &[&str] = &["awx_", "awk_", "ap_", "whsec_", "sk-", "sk_", "pk_live_", "payi_"];
const TAIL: usize = 16;
/// Shorter secrets would take ordinary words out of every message.
const SHORTEST: usize = 4;

/// Removes known secrets, and what looks like a key, from texts and JSON.
#[derive(Debug, Clone, Default)]
pub struct Redactor {
    needles: Vec<Secret>,
}

impl Redactor {
    /// Knows these secrets, also in the base64 and percent-encoded forms in which a request carries them.
    #[must_use]
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a Secret>) -> Self {
        let mut redactor = Self::default();
        secrets.into_iter().for_each(|secret| redactor.add(secret.expose()));
        redactor
    }

    /// Knows this secret too.
    pub(crate) fn add(&mut self, text: &str) {
        if text.chars().count() < SHORTEST {
            return;
        }
        // A header's value may come back with or without the scheme before it.
        let text = text.strip_prefix("Bearer ").unwrap_or(text);
        let base64 = base64::engine::general_purpose::STANDARD.encode(text);
        let escaped = utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let in_json = json::write(&Value::from(text));
        let in_json = in_json.trim_matches('"');
        for form in [text, base64.as_str(), base64.trim_end_matches('='), escaped.as_str(), in_json] {
            if !self.needles.iter().any(|needle| needle.expose() == form) {
                // The longest first: a secret may be a part of another one's encoded form.
                let longer = |needle: &Secret| needle.expose().len() >= form.len();
                self.needles.insert(self.needles.partition_point(longer), Secret::new(form));
            }
        }
    }

    /// The text without secrets.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        let mut clean = text.to_owned();
        for needle in &self.needles {
            if clean.contains(needle.expose()) {
                clean = clean.replace(needle.expose(), REDACTED);
            }
        }
        redact_bearer(&redact_prefixed(&clean))
    }

    /// The JSON without secrets, in values and in member names.
    #[must_use]
    pub fn json(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(text)),
            Value::Array(items) => Value::Array(items.iter().map(|item| self.json(item)).collect()),
            Value::Object(members) => Value::Object(self.members(members)),
            Value::Number(_) => {
                let text = json::write(value);
                let clean = self.text(&text);
                if clean == text { value.clone() } else { Value::String(clean) }
            }
            Value::Null | Value::Bool(_) => value.clone(),
        }
    }

    pub(crate) fn members(&self, members: &Map<String, Value>) -> Map<String, Value> {
        members.iter().map(|(name, value)| (self.text(name), self.json(value))).collect()
    }
}

const fn is_key_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '-'
}

fn redact_prefixed(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut word = String::new();
    for c in text.chars().chain(std::iter::once('\0')) {
        if is_key_character(c) {
            word.push(c);
            continue;
        }
        let looks_like_key = PREFIXES.iter().any(|prefix| {
            word.strip_prefix(prefix)
                .is_some_and(|tail| tail.len() >= TAIL && tail.chars().any(|c| c.is_ascii_digit()))
        });
        clean.push_str(if looks_like_key { REDACTED } else { &word });
        word.clear();
        if c != '\0' {
            clean.push(c);
        }
    }
    clean
}

fn redact_bearer(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    // Folded once: a hostile text may hold the word a million times.
    let folded = text.to_ascii_lowercase();
    while let Some(found) = folded.get(folded.len() - rest.len()..).and_then(|rest| rest.find("bearer ")) {
        let (before, after) = rest.split_at(found + "bearer ".len());
        clean.push_str(before);
        let token = after
            .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | ';'))
            .unwrap_or(after.len());
        let (token, tail) = after.split_at(token);
        // "bearer token" is prose; a credential is longer than a word of it.
        clean.push_str(if token.len() >= TAIL { REDACTED } else { token });
        rest = tail;
    }
    clean.push_str(rest);
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_secrets_go_in_every_form_that_a_request_carries() {
        let redactor = Redactor::new([&Secret::new("key:with/odd+characters")]);
        let base64 = base64::engine::general_purpose::STANDARD.encode("key:with/odd+characters");
        let seen = format!("got key:with/odd+characters as {base64} in ?k=key%3Awith%2Fodd%2Bcharacters");
        assert_eq!(redactor.text(&seen), "got [redacted] as [redacted] in ?k=[redacted]");
    }

    #[test]
    fn unknown_keys_go_by_their_form_and_prose_stays() {
        let redactor = Redactor::default();
        assert_eq!(redactor.text("bad key 'awx_0123456789abcdef0'."), "bad key '[redacted]'.");
        assert_eq!(
            redactor.text("Authorization: Bearer abcdefghijklmnop0123"),
            "Authorization: Bearer [redacted]"
        );
        let prose = "API key must start with ap_ and be sent as Bearer token";
        assert_eq!(redactor.text(prose), prose);
    }
}
