//! A body as far as it can be read.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::model::http::Response;
use crate::model::json::{Json, Object};
use crate::model::{content, json};

/// What the bytes of a body turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Body<'a> {
    /// No bytes but blanks.
    Empty,
    /// A JSON document.
    Json(Json<'a>),
    /// Anything else, with the reason in words.
    Unreadable(&'static str),
}

/// How many values of an error are kept, at its top and below: more would not explain more, and each takes a hundred bytes.
const MAX_ERROR_VALUES: usize = 50_000;

impl<'a> Body<'a> {
    /// Reads at most `limit` bytes; a larger body is not looked at, since a part of a JSON document is none.
    pub(crate) fn read(response: &'a Response, limit: usize) -> Self {
        Self::read_with_bytes(response, limit).0
    }

    /// As [`read`](Self::read), with the bytes, decoded; none of a body that is too large.
    pub(crate) fn read_with_bytes(response: &'a Response, limit: usize) -> (Self, Cow<'a, [u8]>) {
        let Ok(bytes) = content::plain(response, limit) else {
            return (Self::Unreadable("larger than the limit for responses"), Cow::default());
        };
        let (status, content_type) = (response.status, response.headers.get("content-type"));
        match bytes {
            Cow::Borrowed(bytes) => (Self::of_bytes(status, content_type, bytes), Cow::Borrowed(bytes)),
            Cow::Owned(bytes) => {
                (Body::of_bytes(status, content_type, &bytes).into_owned(), Cow::Owned(bytes))
            }
        }
    }

    /// Reads the body of a response of this status, whose coding is removed.
    pub(crate) fn of_bytes(status: u16, content_type: Option<&str>, bytes: &'a [u8]) -> Self {
        match json::text(bytes, content_type) {
            Cow::Borrowed(text) => Self::of_text(status, text),
            Cow::Owned(text) => Body::of_text(status, &text).into_owned(),
        }
    }

    fn of_text(status: u16, text: &'a str) -> Self {
        if text.trim_ascii().is_empty() {
            return Self::Empty;
        }
        // A success is the result, of which nothing may be missing.
        let max = if (200..300).contains(&status) { usize::MAX } else { MAX_ERROR_VALUES };
        match json::read_document(text, max) {
            // A document that was encoded twice. Any other text stays one.
            Ok(Json::String(inner)) if inner.trim_start().starts_with(['{', '[']) => {
                let document = match &inner {
                    Cow::Borrowed(inner) => json::read_document(inner, max).ok(),
                    Cow::Owned(inner) => json::read_document(inner, max).ok().map(Json::into_owned),
                };
                Self::Json(document.unwrap_or(Json::String(inner)))
            }
            Ok(value) => Self::Json(value),
            Err(parse_error) if parse_error.cut_short => Self::Unreadable("cut short"),
            Err(_) => Self::Unreadable("not json"),
        }
    }

    fn into_owned(self) -> Body<'static> {
        match self {
            Self::Empty => Body::Empty,
            Self::Json(document) => Body::Json(document.into_owned()),
            Self::Unreadable(why) => Body::Unreadable(why),
        }
    }

    /// Whether it can be nothing but the whole of what was sent: a number may go on, an object or a list cannot.
    pub(crate) const fn is_whole(&self) -> bool {
        matches!(self, Self::Json(Json::Object(_) | Json::Array(_)))
    }

    /// The members, if it is a JSON object.
    pub(crate) fn object(&self) -> Option<&Object<'a>> {
        match self {
            Self::Json(Json::Object(members)) => Some(members),
            _ => None,
        }
    }
}

/// The text of a member, when it is a text that says something.
#[inline(never)]
pub(crate) fn text<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    json::member(object, name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}

/// A member that is an object.
#[inline(never)]
pub(crate) fn object<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Map<String, Value>> {
    json::member(object, name).and_then(Value::as_object)
}
