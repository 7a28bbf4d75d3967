//! What came back from one request: a response, or the way in which it failed.

use crate::model::body::Body;
use crate::model::headers::Headers;
use crate::model::vocabulary::{Phase, vocabulary};

/// The largest response that is read, in bytes, unless a client says otherwise.
pub const MAX_BODY: usize = 10 * 1024 * 1024;

/// An HTTP response.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The header fields in order.
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
}

/// A request that brought no complete response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransportFailure {
    /// How far it got.
    pub phase: Phase,
    /// Why it ended; without it, what is usual in this phase.
    pub cause: Option<FailureCause>,
    /// What the transport said.
    pub message: String,
    /// The status and header fields, when they had arrived.
    pub head: Option<(u16, Headers)>,
}

vocabulary! {
    /// Why no complete response came.
    FailureCause {
        /// The connection could not be made or broke.
        Connection = "connection",
        /// The certificate of the server is not trusted: a CA that this machine does not know, another name, another time.
        Certificate = "certificate",
        /// The time was over.
        Timeout = "timeout",
        /// The response was larger than allowed.
        TooLarge = "too_large",
        /// The protocol proves that the server did not process the request: an HTTP/2 stream that was refused
        /// (`REFUSED_STREAM`), or one above the last stream of a `GOAWAY` (RFC 9113 §8.7).
        NotProcessed = "not_processed",
        /// The caller itself ended the call.
        Cancelled = "cancelled",
    }
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// A response.
    Response(Response),
    /// No complete response.
    Failure(TransportFailure),
}

impl Received {
    /// A response whose end did not arrive: `response` has what did, and `failure` says what the transport said. A body that
    /// is a whole document is a response all the same: it broke off behind its last bracket, without its final chunk or
    /// short of its `Content-Length`.
    #[must_use]
    pub fn broken_off(response: Response, failure: TransportFailure) -> Self {
        // As it came, the body is within its limit; what is unpacked from it has one here too.
        let max = response.body.len().max(MAX_BODY);
        if !response.body.is_empty() && Body::read(&response, max).is_whole() {
            return Self::Response(response);
        }
        Self::Failure(failure)
    }

    /// The header fields, if they arrived.
    pub(crate) fn headers(&self) -> Option<&Headers> {
        match self {
            Self::Response(Response { headers, .. })
            | Self::Failure(TransportFailure { head: Some((_, headers)), .. }) => Some(headers),
            Self::Failure(_) => None,
        }
    }
}

#[cfg(test)]
#[cfg(feature = "decode")]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;
    use crate::model::vocabulary::Phase;

    #[test]
    fn an_incomplete_decompression_bomb_is_not_decompressed() {
        let mut coder = GzEncoder::new(Vec::new(), Compression::fast());
        coder.write_all(b"{}").unwrap();
        coder.write_all(&vec![b' '; 50_000_000]).unwrap();
        let headers: Headers = [("Content-Encoding", "gzip")].into_iter().collect();
        let response = Response { status: 400, headers, body: coder.finish().unwrap() };
        let failure = TransportFailure {
            phase: Phase::Reading,
            cause: None,
            message: "broke off".to_owned(),
            head: None,
        };
        assert!(matches!(Received::broken_off(response, failure), Received::Failure(_)));
    }
}
