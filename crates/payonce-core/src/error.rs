//! The one error value of payonce.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::operation::Safety;
use crate::vocabulary::{Actor, Advice, Kind, Outcome, Phase, Provider};

/// Everything the operation can be found by; set before the first byte is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reference {
    /// The key by which the provider recognises a repetition.
    pub idempotency_key: Option<String>,
    /// Our own mark, put into a field that the provider stores and lists.
    pub reference: Option<String>,
    /// The provider's id of the operation.
    pub id: Option<String>,
    /// The hash of the transaction on its chain.
    pub hash: Option<String>,
    /// The id in the provider's ledger.
    pub ledger_id: Option<String>,
    /// The id of the payment intent.
    pub intent_id: Option<String>,
    /// When the first request was sent, in milliseconds since 1970: nothing older can be the operation.
    pub sent_at_ms: Option<u64>,
}

/// An error as data: the same members in every language, in this order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Payload {
    /// The provider.
    pub provider: Provider,
    /// What went wrong, in the words that all providers share.
    pub kind: Kind,
    /// The class that a Python or TypeScript user sees.
    pub class: String,
    /// The provider's machine code, verbatim.
    pub code: Option<String>,
    /// The provider's own category.
    #[serde(rename = "type")]
    pub category: Option<String>,
    /// The HTTP status that the provider sent.
    pub status: Option<u16>,
    /// How far the call got.
    pub phase: Phase,
    /// The provider's text without secrets.
    pub message: String,
    /// A text that may be shown to an end user.
    pub user_message: String,
    /// Who can mend it.
    pub actor: Actor,
    /// The next step.
    pub advice: Advice,
    /// Whether sending the very same request again can help and cannot take effect twice.
    pub retryable: bool,
    /// How long the provider asked to wait, in milliseconds.
    pub retry_after_ms: Option<u64>,
    /// Whether the call took effect.
    pub outcome: Outcome,
    /// The status with which a server should answer its own client.
    pub respond_status: u16,
    /// Everything the operation can be found by.
    pub reference: Reference,
    /// The provider's id of the request.
    pub request_id: Option<String>,
    /// The operation, for instance `payments.send`.
    pub operation: Option<String>,
    /// How many requests the call sent.
    pub attempts: Option<u32>,
    /// The id of this error's page in the error reference.
    pub doc: String,
    /// The provider's structured rest.
    pub details: Map<String, Value>,
}

/// Why a call did not succeed, whether it took effect, and what to do next.
///
/// `source()` is what the transport reported, when it was the transport that failed.
pub struct Error {
    inner: Box<Inner>,
}

struct Inner {
    payload: Payload,
    safety: Safety,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error of this payload. `safety` is what it was derived for.
    #[must_use]
    pub fn new(payload: Payload, safety: Safety) -> Self {
        Self { inner: Box::new(Inner { payload, safety, source: None }) }
    }

    /// Keeps what caused it, for `source()`.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.inner.source = Some(source.into());
        self
    }

    /// The error as data.
    #[must_use]
    pub fn payload(&self) -> &Payload {
        &self.inner.payload
    }

    /// The error as data, by value.
    #[must_use]
    pub fn into_payload(self) -> Payload {
        self.inner.payload
    }

    /// What a second sending of the request would have done.
    #[must_use]
    pub fn safety(&self) -> Safety {
        self.inner.safety
    }

    /// What went wrong, in the words that all providers share.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.inner.payload.kind
    }

    /// Whether the call took effect.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.inner.payload.outcome
    }

    /// The provider's machine code, verbatim.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.inner.payload.code.as_deref()
    }

    /// The HTTP status that the provider sent.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.inner.payload.status
    }

    /// The provider's text without secrets.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.inner.payload.message
    }

    /// The next step.
    #[must_use]
    pub fn advice(&self) -> Advice {
        self.inner.payload.advice
    }

    /// Whether sending the very same request again can help and cannot take effect twice.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.inner.payload.retryable
    }

    /// How long the provider asked to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<std::time::Duration> {
        self.inner.payload.retry_after_ms.map(std::time::Duration::from_millis)
    }

    /// Everything the operation can be found by.
    #[must_use]
    pub fn reference(&self) -> &Reference {
        &self.inner.payload.reference
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let payload = &self.inner.payload;
        write!(f, "{} {}", payload.provider, payload.kind)?;
        if let Some(code) = payload.code.as_deref().filter(|code| *code != payload.kind.as_str()) {
            write!(f, " [{code}]")?;
        }
        write!(f, ": {}", payload.message)?;
        if payload.outcome != Outcome::NotApplied {
            write!(f, " (outcome {}, advice {})", payload.outcome, payload.advice)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("payload", &self.inner.payload)
            .field("source", &self.inner.source)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner.source.as_ref().map(|source| -> &(dyn std::error::Error + 'static) { source.as_ref() })
    }
}
