//! A response of a script, and the bytes of its body.

use base64::Engine as _;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A response.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The header fields in order.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    /// The body as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "even_null")]
    pub body: Option<Value>,
    /// The body as text, byte for byte.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_text: Option<String>,
    /// The body in base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_base64: Option<String>,
    /// The body as a text many times over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_repeat: Option<Repeat>,
    /// How many bytes of the body are really sent before the connection ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub truncate: Option<usize>,
}

/// A text many times over.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// The text.
    pub text: String,
    /// How often.
    pub times: usize,
}

/// An explicit `null` is an expected value. A missing member expects nothing.
pub(crate) fn even_null<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(from).map(Some)
}

/// A body in any of the forms that a case may give it.
#[derive(Debug, Clone, Copy)]
pub struct Body<'a> {
    reply: &'a Reply,
}

impl<'a> Body<'a> {
    /// The body of this response.
    #[must_use]
    pub const fn new(reply: &'a Reply) -> Self {
        Self { reply }
    }

    /// The whole body, also where only a part of it is sent.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let Reply { body, body_text, body_base64, body_repeat, .. } = self.reply;
        if let Some(text) = body_text {
            return text.clone().into_bytes();
        }
        if let Some(text) = body_base64 {
            return base64::engine::general_purpose::STANDARD.decode(text).unwrap_or_default();
        }
        if let Some(repeat) = body_repeat {
            return repeat.text.repeat(repeat.times).into_bytes();
        }
        body.as_ref().map(|body: &Value| body.to_string().into_bytes()).unwrap_or_default()
    }

    /// Whether it is given as JSON, so that its media type is known.
    #[must_use]
    pub const fn is_json(&self) -> bool {
        self.reply.body.is_some()
    }
}
