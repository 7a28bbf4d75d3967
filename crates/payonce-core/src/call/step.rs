//! The interface between a driver and a call: reports in, steps out.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::error::{Error, Reference};
use crate::journal::{JournalAnswer, JournalOp, StoreFailure};
use crate::model::headers::Headers;
use crate::model::http::{Received, Response, TransportFailure};
use crate::spec::types::FieldType;

/// What a driver reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// The call begins.
    Start,
    /// The wait is over.
    Waited,
    /// A response arrived.
    Response(Response),
    /// No complete response arrived.
    Failed(TransportFailure),
    /// The store of the journal answered, or could not.
    Journal(Result<JournalAnswer, StoreFailure>),
}

impl From<Received> for Input {
    fn from(received: Received) -> Self {
        match received {
            Received::Response(response) => Self::Response(response),
            Received::Failure(failure) => Self::Failed(failure),
        }
    }
}

/// What a driver has to do next.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "a call has one last step; a box would only move its allocation"
)]
pub enum Step {
    /// Send this request and report what came back.
    Send(HttpRequest),
    /// Have the store of the journal do this, and report what it answered.
    Journal(JournalOp),
    /// Wait this long, then report [`Input::Waited`].
    Wait(Duration),
    /// The call is over.
    Done(Result<Success, Error>),
}

/// One request.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// The method.
    pub method: &'static str,
    /// The absolute URL.
    pub url: String,
    /// The header fields in order; they carry the credentials.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Option<Vec<u8>>,
    /// The time until the last byte of the response.
    pub timeout: Duration,
    /// The largest body of a response that may be read, in bytes.
    pub max_body: usize,
}

impl std::fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Header fields carry credentials and bodies may carry an end user's key.
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("url", &self.url)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// Why a caller ended the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Interruption {
    /// Ctrl-C, a cancelled task, an aborted signal.
    Cancelled,
    /// The caller's own deadline.
    Deadline,
}

/// What a call brought.
#[derive(Clone, PartialEq)]
pub struct Success {
    /// The response.
    pub value: Value,
    /// Its declared type.
    pub returns: FieldType,
    /// What the provider sent around the response, for instance the credits that it took.
    pub envelope: Map<String, Value>,
    /// The status.
    pub status: u16,
    /// The header fields.
    pub headers: Headers,
    /// The provider's id of the request.
    pub request_id: Option<String>,
    /// How many requests the call sent.
    pub attempts: u32,
    /// Everything the operation can be found by.
    pub reference: Reference,
    /// Whether the journal answered, with the result of an earlier call with the same key. Nothing was sent then.
    pub replayed: bool,
}

impl std::fmt::Debug for Success {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The response may hold a key that is shown once, and a header field a session.
        f.debug_struct("Success")
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("attempts", &self.attempts)
            .field("reference", &self.reference)
            .finish_non_exhaustive()
    }
}
