//! The interface between a driver and a call: reports in, steps out.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::model::body::Body;
use crate::model::error::{Error, Reference};
use crate::model::headers::Headers;
use crate::model::http::{MAX_BODY, Response, TransportFailure};

/// What a driver reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// The call begins.
    Start,
    /// The wait is over.
    Waited,
    /// An answer arrived.
    Response(Response),
    /// No complete answer arrived.
    Failed(TransportFailure),
}

impl Input {
    /// An answer whose end did not arrive: `answer` has what did, and `failure` says what the transport said. A body that
    /// is a whole document is the answer all the same: it broke off behind its last bracket, without its final chunk or
    /// short of its `Content-Length`.
    #[must_use]
    pub fn broken_off(answer: Response, failure: TransportFailure) -> Self {
        // As it came, the body is within its limit; what is unpacked from it has one here too.
        let max = answer.body.len().max(MAX_BODY);
        if !answer.body.is_empty() && Body::read(&answer, max).is_whole() {
            return Self::Response(answer);
        }
        Self::Failed(failure)
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
    /// The time until the last byte of the answer.
    pub timeout: Duration,
    /// The largest body of an answer that may be read, in bytes.
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

#[cfg(test)]
#[cfg(feature = "decode")]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;
    use crate::model::headers::Headers;
    use crate::model::vocabulary::Phase;

    #[test]
    fn a_bomb_that_broke_off_is_not_unpacked() {
        let mut coder = GzEncoder::new(Vec::new(), Compression::fast());
        coder.write_all(b"{}").unwrap();
        coder.write_all(&vec![b' '; 50_000_000]).unwrap();
        let headers: Headers = [("Content-Encoding", "gzip")].into_iter().collect();
        let answer = Response { status: 400, headers, body: coder.finish().unwrap() };
        let failure = TransportFailure {
            phase: Phase::Reading,
            cause: None,
            message: "broke off".to_owned(),
            head: None,
        };
        assert!(matches!(Input::broken_off(answer, failure), Input::Failed(_)));
    }
}

/// What a call brought.
#[derive(Clone, PartialEq)]
pub struct Success {
    /// The answer.
    pub value: Value,
    /// What the provider sent around the answer, for instance the credits that it took.
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
}

impl std::fmt::Debug for Success {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The answer may hold a key that is shown once, and a header field a session.
        f.debug_struct("Success")
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("attempts", &self.attempts)
            .field("reference", &self.reference)
            .finish_non_exhaustive()
    }
}
