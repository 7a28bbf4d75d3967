//! What came back from a request, with its body read: once, for every question about it.

use std::borrow::Cow;

use serde_json::Value;

use crate::model::body::Body;
use crate::model::headers::Headers;
use crate::model::http::{Received, Response, TransportFailure};
use crate::model::json::{Json, Object};
use crate::providers::body_signals::plain;
use crate::providers::declared_signals::encoded;
use crate::spec::operation::Operation;
use crate::spec::types::{FieldType, Model};

/// What came back, as the classifier looks at it.
pub(crate) enum Reading<'a> {
    /// A response.
    Response {
        status: u16,
        headers: &'a Headers,
        body: Body<'a>,
        /// The bytes of the body; nothing of it if it is larger than the limit, or was never sent as it is here.
        raw: Cow<'a, [u8]>,
    },
    /// No complete response.
    Failure(&'a TransportFailure),
}

impl<'a> Reading<'a> {
    /// Reads the body, if there is one of at most this many bytes.
    pub(crate) fn of(received: &'a Received, max_body: usize) -> Self {
        match received {
            Received::Response(response) => {
                let Response { status, headers, .. } = response;
                let (body, raw) = Body::read_with_bytes(response, max_body);
                Self::Response { status: *status, headers, body, raw }
            }
            Received::Failure(failure) => Self::Failure(failure),
        }
    }

    /// A success that brought this value, for instance as an item of a list.
    pub(crate) fn of_value(status: u16, headers: &'a Headers, value: Value) -> Self {
        Self::Response { status, headers, body: Body::Json(value.into()), raw: Cow::Borrowed(&[]) }
    }

    /// The same, with the members that the result of the operation takes from header fields. A member of the body never takes
    /// their place: a resource that was paid for writes its body as it likes.
    pub(crate) fn with_header_members(mut self, operation: Option<&'static Operation>) -> Self {
        if let Some(Operation { returns: FieldType::Model(Model { state: Some(state), .. }), .. }) = operation
            && let Self::Response { status: 200..300, headers, body, .. } = &mut self
        {
            for member in state.from_headers {
                let found = encoded(headers, member.header, member.pointer);
                if found.is_some() && matches!(body, Body::Empty) {
                    *body = Body::Json(Json::Object(Object::default()));
                }
                let Body::Json(Json::Object(members)) = body else { continue };
                // A state is a text, as in every file.
                let text = match found {
                    Some(Json::Bool(flag)) => Some(flag.to_string()),
                    found => found.as_ref().and_then(plain),
                };
                members.replace(member.field, text.map(|text| Json::String(text.into())));
            }
        }
        self
    }

    /// The header fields of a response.
    pub(crate) fn headers(&self) -> Option<&'a Headers> {
        match self {
            Self::Response { headers, .. } => Some(headers),
            Self::Failure(_) => None,
        }
    }

    /// The body, if it is JSON.
    pub(crate) fn into_value(self) -> Value {
        match self {
            Self::Response { body: Body::Json(value), .. } => value.into_value(),
            _ => Value::Null,
        }
    }
}
