//! Classification for programs with their own reqwest client.

use std::time::{SystemTime, UNIX_EPOCH};

use payonce_core::{Context, Error, Phase, Received, Response, TransportFailure, classify};

use crate::transport;

/// Reads a response of your own client: returns it if it is a success, and the typed error if it is not. The
/// counterpart of `reqwest::Response::error_for_status`, with the body kept.
///
/// `reqwest` is the version that payonce itself uses, also found as [`payonce::reqwest`](crate::reqwest); for any other
/// client use [`classify()`].
///
/// ```no_run
/// use payonce::{Context, Provider, Safety, check_response, from_transport_error};
///
/// # async fn example(http: payonce::reqwest::Client) -> Result<(), payonce::Error> {
/// let mut context = Context::new(Provider::AGENTICPENCIL);
/// context.safety = Some(Safety::Read);
/// let sent = http.get("https://api.agenticpencil.com/v1/usage").send().await;
/// let response = sent.map_err(|error| from_transport_error(&context, error))?;
/// let response = check_response(&context, response).await?;
/// println!("{}", String::from_utf8_lossy(&response.body));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Every kind of the [error model](Error); also if the body breaks off or is larger than `context.max_body`.
pub async fn check_response(context: &Context, mut response: reqwest::Response) -> Result<Response, Error> {
    let (status, headers) = transport::head_of(&response);
    let mut body = Vec::new();
    let response = match transport::read(&mut response, context.max_body, &mut body).await {
        Ok(()) => Response { status, headers, body },
        Err((failure, error)) => match Received::broken_off(Response { status, headers, body }, failure) {
            Received::Response(response) => response,
            Received::Failure(failure) => return Err(lost(context, failure, error)),
        },
    };
    match judged(context, &Received::Response(response.clone())) {
        None => Ok(response),
        Some(error) => Err(error),
    }
}

/// Classifies an error of your own client.
///
/// A request counts as not sent only if the client proves it: it never connected, or an HTTP/2 server refused the stream.
/// Turn redirects off in your client: after a redirect, such a proof concerns only the last address. An error of
/// `error_for_status` has no header fields and no body, so only its status counts: prefer [`check_response`].
#[must_use]
pub fn from_transport_error(context: &Context, error: reqwest::Error) -> Error {
    if let Some(status) = error.status() {
        let response = Response { status: status.as_u16(), ..Response::default() };
        if let Some(found) = judged(context, &Received::Response(response)) {
            return found.caused_by(error.without_url());
        }
    }
    let failure = if error.is_builder() {
        transport::failure(Phase::BeforeSend, &error, None)
    } else if error.is_decode() || error.is_body() {
        transport::failure(Phase::Reading, &error, None)
    } else {
        transport::without_response(&error)
    };
    lost(context, failure, Some(error))
}

/// The error of a request without a complete response.
fn lost(context: &Context, failure: TransportFailure, cause: Option<reqwest::Error>) -> Error {
    let found = judged(context, &Received::Failure(failure));
    // A missing response is never a success, which the type cannot express.
    let found = found.unwrap_or_else(|| unreachable!("a failure without a response is always an error"));
    match cause {
        // The transport's own error contains the whole URL.
        Some(cause) => found.caused_by(cause.without_url()),
        None => found,
    }
}

/// Classifies at the current time, unless the context has another one, because header fields can contain dates.
fn judged(context: &Context, received: &Received) -> Option<Error> {
    let mut context = context.clone();
    if context.unix_ms == 0 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        context.unix_ms = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
    }
    classify(&context, received)
}
