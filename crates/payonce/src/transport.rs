//! One HTTP exchange, and how far it got if it failed.

use std::time::Duration;

use payonce_core::{Client, FailureCause, Headers, HttpRequest, Phase, Received, Response, TransportFailure};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

mod proof;
mod setup;
#[cfg(test)]
mod tests;
mod trust;

pub(crate) use proof::{Proof, proof};
use setup::Route;
pub(crate) use setup::SetupProblem;

/// What came back, and the transport's own error if it did not arrive as a whole.
pub(crate) type Exchanged = (Received, Option<reqwest::Error>);

/// The connections of one client.
#[derive(Clone, Debug)]
pub(crate) struct Transport {
    http: reqwest::Client,
    route: Route,
}

impl Transport {
    /// # Errors
    /// Why this machine cannot make connections.
    pub(crate) fn new(user_agent: &str, client: &Client) -> Result<Self, SetupProblem> {
        let route = Route::of(client);
        Ok(Self { http: setup::http_client(route, user_agent, client)?, route })
    }

    /// # Errors
    /// Like [`new`](Self::new).
    pub(crate) fn with_http2_prior_knowledge(
        user_agent: &str,
        client: &Client,
    ) -> Result<Self, SetupProblem> {
        let route = Route::of(client);
        let http = setup::builder(route, user_agent, client)?.http2_prior_knowledge();
        Ok(Self { http: setup::build(http)?, route })
    }

    /// Sends the request once and reports the result. The request is gone before the first wait: a program can have
    /// thousands of calls in flight.
    pub(crate) fn exchange(&self, attempt: HttpRequest) -> impl Future<Output = Exchanged> + Send + use<> {
        let (timeout, max_body) = (attempt.timeout, attempt.max_body);
        // From here on bytes may have been sent, unless the transport proves otherwise.
        let sending = self.request(attempt).map(|request| self.http.execute(request));
        async move {
            let sending = match sending {
                Ok(sending) => sending,
                Err(message) => {
                    let failure =
                        TransportFailure { phase: Phase::BeforeSend, cause: None, message, head: None };
                    return (Received::Failure(failure), None);
                }
            };
            let mut arrived = None;
            match tokio::time::timeout(timeout, answer(sending, max_body, &mut arrived)).await {
                Ok(result) => result,
                Err(_elapsed) => (too_late(timeout, arrived), None),
            }
        }
    }

    fn request(&self, attempt: HttpRequest) -> Result<reqwest::Request, String> {
        let method =
            reqwest::Method::from_bytes(attempt.method.as_bytes()).map_err(|error| error.to_string())?;
        let url =
            reqwest::Url::parse(&attempt.url).map_err(|error| format!("the url cannot be used: {error}"))?;
        if !self.route.leads_to(&url) {
            return Err(format!("this client cannot open {} urls", url.scheme()));
        }
        let mut request = reqwest::Request::new(method, url);
        *request.headers_mut() = header_map(&attempt.headers)?;
        // An encoded body is decoded anyway, but encoding saves nothing for some hundred bytes.
        request.headers_mut().entry("accept-encoding").or_insert(HeaderValue::from_static("identity"));
        *request.body_mut() = attempt.body.map(Into::into);
        Ok(request)
    }
}

fn header_map(fields: &[(String, String)]) -> Result<HeaderMap, String> {
    // With room for `accept`, `accept-encoding` and `user-agent`.
    let mut headers = HeaderMap::with_capacity(fields.len().saturating_add(3));
    for (name, value) in fields {
        let field = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| format!("{name} is not a valid header name"))?;
        let mut value = HeaderValue::from_bytes(value.as_bytes())
            .map_err(|_| format!("the value of header {name} cannot be sent"))?;
        // Debug output of the transport contains every value that is not marked as sensitive.
        value.set_sensitive(true);
        headers.append(field, value);
    }
    Ok(headers)
}

/// The status and the header fields of a response.
pub(crate) fn head_of(response: &reqwest::Response) -> (u16, Headers) {
    let fields = response.headers().iter();
    let headers = fields
        .map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect();
    (response.status().as_u16(), headers)
}

/// Waits for the response, and reads it. `arrived` has as much of it as there is if this is cut short.
async fn answer(
    sending: impl Future<Output = Result<reqwest::Response, reqwest::Error>>,
    max_body: usize,
    arrived: &mut Option<Response>,
) -> Exchanged {
    let mut response = match sending.await {
        Ok(response) => response,
        Err(error) => return (Received::Failure(without_response(&error)), Some(error)),
    };
    let (status, headers) = head_of(&response);
    let arrived = arrived.insert(Response { status, headers, body: Vec::new() });
    let read = read(&mut response, max_body, &mut arrived.body).await;
    let (headers, body) = (std::mem::take(&mut arrived.headers), std::mem::take(&mut arrived.body));
    let arrived = Response { status, headers, body };
    match read {
        Ok(()) => (Received::Response(arrived), None),
        Err((failure, error)) => match Received::broken_off(arrived, failure) {
            answered @ Received::Response(_) => (answered, None),
            event => (event, error),
        },
    }
}

/// What there is of a response at the end of its time.
fn too_late(timeout: Duration, arrived: Option<Response>) -> Received {
    let message = format!("no complete response within {} ms", timeout.as_millis());
    let failure = |phase, head| TransportFailure { phase, cause: Some(FailureCause::Timeout), message, head };
    match arrived {
        None => Received::Failure(failure(Phase::Waiting, None)),
        Some(response) => {
            let head = Some((response.status, response.headers.clone()));
            Received::broken_off(response, failure(Phase::Reading, head))
        }
    }
}

/// Reads the body of a response, unless it is too large. `body` contains what arrived, also if the rest does not.
pub(crate) async fn read(
    response: &mut reqwest::Response,
    max_body: usize,
    body: &mut Vec<u8>,
) -> Result<(), (TransportFailure, Option<reqwest::Error>)> {
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len().saturating_add(chunk.len()) > max_body => {
                body.clear();
                let failure = TransportFailure {
                    phase: Phase::Reading,
                    cause: Some(FailureCause::TooLarge),
                    message: format!("the response is larger than {max_body} bytes"),
                    head: Some(head_of(response)),
                };
                return Err((failure, None));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(()),
            Err(error) => {
                let failure = failure(Phase::Reading, &error, Some(head_of(response)));
                return Err((failure, Some(error)));
            }
        }
    }
}

/// The failure of a request without the head of a response.
pub(crate) fn without_response(error: &reqwest::Error) -> TransportFailure {
    match proof(error) {
        Proof::NotSent => failure(Phase::BeforeSend, error, None),
        Proof::Nothing => failure(Phase::Waiting, error, None),
        Proof::NotProcessed => TransportFailure {
            phase: Phase::Waiting,
            cause: Some(FailureCause::NotProcessed),
            message: format!("the server did not process the request: {}", innermost(error)),
            head: None,
        },
    }
}

/// A failure in the transport's own words.
pub(crate) fn failure(
    phase: Phase,
    error: &reqwest::Error,
    head: Option<(u16, Headers)>,
) -> TransportFailure {
    let cause = if error.is_timeout() {
        FailureCause::Timeout
    } else if proof::is_untrusted(error) {
        FailureCause::Certificate
    } else {
        FailureCause::Connection
    };
    let what = match (phase, cause) {
        (Phase::BeforeSend, FailureCause::Timeout) => "no connection in time",
        (Phase::BeforeSend, _) => "no connection",
        (Phase::Reading, _) => "the response broke off",
        _ => "the connection broke before a response",
    };
    TransportFailure { phase, cause: Some(cause), message: format!("{what}: {}", innermost(error)), head }
}

/// The innermost cause states what happened ("connection refused"); the outer ones only repeat the URL.
fn innermost(error: &reqwest::Error) -> &dyn std::error::Error {
    let mut innermost: &dyn std::error::Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost
}
