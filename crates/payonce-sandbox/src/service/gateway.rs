//! The responses of a proxy in front of a service.

use crate::http::{Response, reason};

/// A proxy in front of a service responds with a page, not with the service's JSON.
pub(crate) fn gateway_page(status: u16) -> Response {
    let reason = reason(status);
    Response {
        status,
        headers: vec![("Content-Type".to_owned(), "text/html".to_owned())],
        body: format!("<html><body><h1>{status} {reason}</h1></body></html>").into_bytes(),
    }
}
