//! A body as far as it can be read.

use serde_json::{Map, Value};

/// What the bytes of a body turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Body {
    /// No bytes but blanks.
    Empty,
    /// A JSON document.
    Json(Value),
    /// Anything else, with the reason in words.
    Unreadable(&'static str),
}

impl Body {
    /// Reads at most `limit` bytes; a larger body is not looked at, since a part of a JSON document is none.
    pub(crate) fn read(bytes: &[u8], limit: usize) -> Self {
        if bytes.len() > limit {
            return Self::Unreadable("larger than the limit for answers");
        }
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Self::Empty;
        }
        if std::str::from_utf8(bytes).is_err() {
            return Self::Unreadable("not utf-8");
        }
        // serde_json stops at a nesting of 128, so that a hostile body cannot exhaust the stack.
        match crate::json::read(bytes) {
            Ok(value) => Self::Json(value),
            Err(error) if error.is_eof() => Self::Unreadable("cut short"),
            Err(_) => Self::Unreadable("not json"),
        }
    }

    /// The members, if it is a JSON object.
    pub(crate) fn object(&self) -> Option<&Map<String, Value>> {
        match self {
            Self::Json(Value::Object(members)) => Some(members),
            _ => None,
        }
    }
}

/// The text of a member, when it is a text that says something.
pub(crate) fn text<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    object.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}

/// A member that is an object.
pub(crate) fn object<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Map<String, Value>> {
    object.get(name).and_then(Value::as_object)
}
