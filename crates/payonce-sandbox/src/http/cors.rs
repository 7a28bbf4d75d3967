//! What a browser requires before a page of another origin may send a request and read its response.

use super::message::{Request, Response};

/// The response to a browser's preflight request. It allows whatever the browser asks for.
#[must_use]
pub fn preflight_response(request: &Request) -> Response {
    let headers = request.header("access-control-request-headers").unwrap_or("*");
    Response::empty(204)
        .with_header("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE, OPTIONS")
        .with_header("Access-Control-Allow-Headers", headers)
        .with_header("Access-Control-Allow-Private-Network", "true")
        .with_header("Access-Control-Max-Age", "600")
}

/// Adds the headers that let a page of any origin read a response.
#[must_use]
pub fn allow_every_origin(response: Response) -> Response {
    response.with_header("Access-Control-Allow-Origin", "*").with_header("Access-Control-Expose-Headers", "*")
}
