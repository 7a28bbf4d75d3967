//! One HTTP exchange, and how far it got if it failed.

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

    /// Sends the request once and reports the result.
    pub(crate) async fn exchange(&self, attempt: HttpRequest) -> (Received, Option<reqwest::Error>) {
        let mut reached = Phase::BeforeSend;
        let mut head = None;
        let mut body = Vec::new();
        let timeout = attempt.timeout;
        match tokio::time::timeout(timeout, self.attempt(attempt, &mut reached, &mut head, &mut body)).await {
            Ok(result) => result,
            Err(_elapsed) => {
                let message = format!("no complete response within {} ms", timeout.as_millis());
                let cause = Some(FailureCause::Timeout);
                let failure = TransportFailure { phase: reached, cause, message, head: head.clone() };
                (broken_off(head, body, failure), None)
            }
        }
    }

    async fn attempt(
        &self,
        attempt: HttpRequest,
        reached: &mut Phase,
        head: &mut Option<(u16, Headers)>,
        body: &mut Vec<u8>,
    ) -> (Received, Option<reqwest::Error>) {
        let max_body = attempt.max_body;
        let request = match self.request(attempt) {
            Ok(request) => request,
            Err(message) => {
                let failure = TransportFailure { phase: Phase::BeforeSend, cause: None, message, head: None };
                return (Received::Failure(failure), None);
            }
        };
        // From here on bytes may have been sent, unless the transport proves otherwise.
        *reached = Phase::Waiting;
        let mut response = match self.http.execute(request).await {
            Ok(response) => response,
            Err(error) => return (Received::Failure(without_response(&error)), Some(error)),
        };
        *reached = Phase::Reading;
        let (status, headers) = head_of(&response);
        *head = Some((status, headers.clone()));
        match read(&mut response, max_body, body).await {
            Ok(()) => (Received::Response(Response { status, headers, body: std::mem::take(body) }), None),
            Err((failure, error)) => match broken_off(head.take(), std::mem::take(body), failure) {
                answered @ Received::Response(_) => (answered, None),
                event => (event, error),
            },
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
    let mut headers = HeaderMap::with_capacity(fields.len());
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

/// A response without its end, or none at all.
pub(crate) fn broken_off(head: Option<(u16, Headers)>, body: Vec<u8>, failure: TransportFailure) -> Received {
    match head {
        Some((status, headers)) => Received::broken_off(Response { status, headers, body }, failure),
        None => Received::Failure(failure),
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
