//! The bytes of an answer's body.

use base64::Engine as _;
use serde_json::Value;

use crate::cases::Reply;

/// A body in any of the forms that a case may give it.
#[derive(Debug, Clone, Copy)]
pub struct Body<'a> {
    reply: &'a Reply,
}

impl<'a> Body<'a> {
    /// The body of this answer.
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
