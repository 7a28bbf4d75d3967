//! One HTTP exchange, and how far it got when it failed.

use std::sync::OnceLock;
use std::time::Duration;

use payonce_core::{Answer, Attempt, Event, Failure, FailureCause, Headers, Phase};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use rustls_platform_verifier::BuilderVerifierExt as _;

/// A connection that takes longer than this is not going to be made.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The settings of TLS, with the certificates that this machine trusts: reading those takes longer than everything else
/// that a client needs, and they are the same for every client.
fn tls() -> Option<&'static rustls::ClientConfig> {
    static TLS: OnceLock<Option<rustls::ClientConfig>> = OnceLock::new();
    let configure = || {
        // An application that has chosen its own provider keeps it: installing a second one answers an error.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut tls = rustls::ClientConfig::builder().with_platform_verifier().ok()?.with_no_client_auth();
        tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Some(tls)
    };
    // Where there is none, the transport tries by itself and says what is wrong.
    TLS.get_or_init(configure).as_ref()
}

/// The connections of one client.
#[derive(Clone, Debug)]
pub(crate) struct Transport {
    http: reqwest::Client,
}

impl Transport {
    pub(crate) fn new(user_agent: &str, attempt_timeout: Duration) -> Result<Self, reqwest::Error> {
        let mut http = reqwest::Client::builder();
        if let Some(tls) = tls() {
            http = http.tls_backend_preconfigured(tls.clone());
        }
        let http = http
            .user_agent(user_agent)
            // A redirect would carry the key, and perhaps the payment, to somebody else.
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            // Half of the attempt, so that a connection that is never made is told from an answer that never comes.
            .connect_timeout(CONNECT_TIMEOUT.min(attempt_timeout / 2))
            .build()?;
        Ok(Self { http })
    }

    /// Sends the request once and reports what came back.
    pub(crate) async fn exchange(&self, attempt: Attempt) -> (Event, Option<reqwest::Error>) {
        let mut reached = Phase::BeforeSend;
        let mut head = None;
        let timeout = attempt.timeout;
        match tokio::time::timeout(timeout, self.attempt(attempt, &mut reached, &mut head)).await {
            Ok(result) => result,
            Err(_elapsed) => {
                let message = format!("no complete answer within {} ms", timeout.as_millis());
                let failure = Failure { phase: reached, cause: Some(FailureCause::Timeout), message, head };
                (Event::Failed(failure), None)
            }
        }
    }

    async fn attempt(
        &self,
        attempt: Attempt,
        reached: &mut Phase,
        head: &mut Option<(u16, Headers)>,
    ) -> (Event, Option<reqwest::Error>) {
        let max_body = attempt.max_body;
        let request = match self.request(attempt) {
            Ok(request) => request,
            Err(message) => {
                let failure = Failure { phase: Phase::BeforeSend, cause: None, message, head: None };
                return (Event::Failed(failure), None);
            }
        };
        // From here on bytes may have left; only the transport's own word that it never connected says otherwise.
        *reached = Phase::Waiting;
        let mut response = match self.http.execute(request).await {
            Ok(response) => response,
            Err(error) => {
                let phase = if error.is_connect() { Phase::BeforeSend } else { Phase::Waiting };
                return (Event::Failed(failure(phase, &error, None)), Some(error));
            }
        };
        *reached = Phase::Reading;
        let (status, headers) = head_of(&response);
        *head = Some((status, headers.clone()));
        match read(&mut response, max_body).await {
            Ok(body) => (Event::Answered(Answer { status, headers, body }), None),
            Err((failure, error)) => (Event::Failed(failure), error),
        }
    }

    fn request(&self, attempt: Attempt) -> Result<reqwest::Request, String> {
        let method =
            reqwest::Method::from_bytes(attempt.method.as_bytes()).map_err(|error| error.to_string())?;
        let url =
            reqwest::Url::parse(&attempt.url).map_err(|error| format!("the url cannot be used: {error}"))?;
        let mut request = reqwest::Request::new(method, url);
        *request.headers_mut() = header_map(&attempt.headers)?;
        *request.body_mut() = attempt.body.map(Into::into);
        Ok(request)
    }
}

fn header_map(fields: &[(String, String)]) -> Result<HeaderMap, String> {
    let mut headers = HeaderMap::with_capacity(fields.len());
    for (name, value) in fields {
        let field =
            HeaderName::from_bytes(name.as_bytes()).map_err(|_| format!("{name} is no header name"))?;
        let mut value = HeaderValue::from_bytes(value.as_bytes())
            .map_err(|_| format!("the value of header {name} cannot be sent"))?;
        // Debug output of the transport shows every value that is not marked.
        value.set_sensitive(true);
        headers.append(field, value);
    }
    Ok(headers)
}

/// The status and the header fields of an answer.
pub(crate) fn head_of(response: &reqwest::Response) -> (u16, Headers) {
    let fields = response.headers().iter();
    let headers = fields
        .map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect();
    (response.status().as_u16(), headers)
}

/// The body of an answer, unless it breaks off or is too large.
pub(crate) async fn read(
    response: &mut reqwest::Response,
    max_body: usize,
) -> Result<Vec<u8>, (Failure, Option<reqwest::Error>)> {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len().saturating_add(chunk.len()) > max_body => {
                let failure = Failure {
                    phase: Phase::Reading,
                    cause: Some(FailureCause::TooLarge),
                    message: format!("the answer is larger than {max_body} bytes"),
                    head: Some(head_of(response)),
                };
                return Err((failure, None));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body),
            Err(error) => {
                let failure = failure(Phase::Reading, &error, Some(head_of(response)));
                return Err((failure, Some(error)));
            }
        }
    }
}

/// A failure in the transport's own words.
pub(crate) fn failure(phase: Phase, error: &reqwest::Error, head: Option<(u16, Headers)>) -> Failure {
    let cause = if error.is_timeout() { FailureCause::Timeout } else { FailureCause::Connection };
    // The innermost cause says what happened ("connection refused"); the outer ones only repeat the URL.
    let mut innermost: &dyn std::error::Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    let what = match (phase, cause) {
        (Phase::BeforeSend, FailureCause::Timeout) => "no connection in time",
        (Phase::BeforeSend, _) => "no connection",
        (Phase::Reading, _) => "the answer broke off",
        _ => "the connection broke before an answer",
    };
    Failure { phase, cause: Some(cause), message: format!("{what}: {innermost}"), head }
}
