//! An error as the response of an axum handler.

use axum_core::body::Body;
use axum_core::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode};

use crate::error::Error;
use crate::model::json;
use crate::render::Audience;

/// The response of [`Error::to_problem_response`] for the public, so a handler can return `Result<T, Error>`.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let problem = self.to_problem_response(Audience::Public);
        let mut response = Response::new(Body::from(json::write(&problem.body)));
        *response.status_mut() =
            StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in &problem.headers {
            let name = HeaderName::from_bytes(name.as_bytes());
            let value = value.as_str().map(HeaderValue::from_str);
            if let (Ok(name), Some(Ok(value))) = (name, value) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}
