//! What a transport failure proves about the request.

use std::error::Error as StdError;

/// What is certain about the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// No byte of it was written.
    NotSent,
    /// The server reported that it did not process it (RFC 9113 §8.7).
    NotProcessed,
    /// It may have been processed.
    Nothing,
}

/// Reads the proof from the error of a request without the head of a response.
///
/// Each proof is a statement of the libraries below reqwest about this request:
///
/// - `is_connect`: the connection, its TLS handshake or the tunnel of a proxy failed.
/// - [`hyper::Error::is_canceled`]: the request was still in the queue of its connection when that was closed. hyper
///   creates such an error only if it can return the request unsent.
/// - An [`h2::Error`] that the server caused: a stream that it reset with `REFUSED_STREAM`, or a `GOAWAY`, which h2 reports
///   only to the streams above the last one that the server named. The others end with an error of the connection.
pub(crate) fn proof(error: &reqwest::Error) -> Proof {
    if error.is_connect() {
        return Proof::NotSent;
    }
    let mut source = error.source();
    while let Some(cause) = source {
        if cause.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_canceled) {
            return Proof::NotSent;
        }
        if cause.downcast_ref::<h2::Error>().is_some_and(is_not_processed) {
            return Proof::NotProcessed;
        }
        source = cause.source();
    }
    Proof::Nothing
}

fn is_not_processed(error: &h2::Error) -> bool {
    let is_refused = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
    error.is_remote() && (is_refused || error.is_go_away())
}

/// Whether the certificate of the server was refused on this side.
pub(crate) fn is_untrusted(error: &reqwest::Error) -> bool {
    let mut source = error.source();
    while let Some(cause) = source {
        if let Some(rustls::Error::InvalidCertificate(_)) = unwrapped(cause).downcast_ref() {
            return true;
        }
        source = cause.source();
    }
    false
}

/// The error inside an `io::Error`, which does not name it as its source.
fn unwrapped<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    match error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
        Some(inner) => unwrapped(inner),
        None => error,
    }
}
