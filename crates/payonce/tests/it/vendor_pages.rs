//! The snippets in Go of AgentTech's page "Error Handling", in Rust: `errors.As` is the error's class, `errors.Is` the
//! sentinel among its details.

use payonce::agenttech::{Client, PublicClient};
use payonce::{Details, Error, Kind, Phase};
use payonce_sandbox::{Fault, FaultPlan, ProviderId, Rule, Sandbox};

use crate::simulator;

const UNKNOWN_INTENT: &str = "11111111-1111-4111-8111-111111111111";

fn client(sandbox: &Sandbox, secret_key: &str) -> Client {
    let builder = Client::builder().api_key("agenttech_sandbox_key").secret_key(secret_key);
    builder.base_url(sandbox.base_url(ProviderId::AgentTech)).max_retries(0).build().unwrap()
}

const SECRET: &str = "agenttech_sandbox_secret";

fn class(error: &Error) -> &str {
    &error.payload().class
}

fn sentinel(error: &Error) -> Option<&str> {
    match Details::of(error) {
        Details::AgentTech { sentinel, .. } => sentinel,
        _ => None,
    }
}

#[tokio::test]
async fn a_request_error_has_status_and_body() {
    // if errors.As(err, &reqErr) { log.Printf("HTTP %d: %s", reqErr.StatusCode, reqErr.Body) }
    let sandbox = simulator::start().await;
    let error = client(&sandbox, SECRET).get_intent(UNKNOWN_INTENT).await.unwrap_err();
    assert_eq!(class(&error), "PayApiError");
    assert_eq!((error.kind(), error.payload().status), (Kind::NotFound, Some(404)));
    let body = error.payload().details.get("body").and_then(|body| body.as_str()).unwrap();
    assert!(body.contains("payment intent not found"), "{body}");
    let error = client(&sandbox, "wrong").get_me().await.unwrap_err();
    assert_eq!((error.kind(), error.payload().status), (Kind::Authentication, Some(401)));
}

#[tokio::test]
async fn a_validation_error_has_sent_nothing_and_wraps_its_sentinel() {
    // if errors.As(err, &valErr) { ... }; if errors.Is(err, pay.ErrEmptyIntentID) { ... }
    let sandbox = simulator::start().await;
    let error = client(&sandbox, SECRET).execute_intent("").await.unwrap_err();
    assert_eq!(class(&error), "PayValidationError");
    assert_eq!((error.kind(), error.payload().phase), (Kind::InvalidArgument, Phase::BeforeSend));
    assert_eq!(sentinel(&error), Some("ErrEmptyIntentID"));
    assert!(sandbox.requests().is_empty());
}

#[tokio::test]
async fn a_validation_error_has_its_sentinel() {
    // A missing argument, which is ErrNilParams in Go, does not compile in Rust.
    let sandbox = simulator::start().await;
    let base_url = sandbox.base_url(ProviderId::AgentTech);
    let no_address = Client::builder().api_key("key").secret_key("secret").base_url("").build();
    assert_eq!(sentinel(&no_address.unwrap_err()), Some("ErrEmptyBaseURL"));
    let no_keys = Client::builder().api_key("").secret_key("").base_url(&base_url).build();
    assert_eq!(sentinel(&no_keys.unwrap_err()), Some("ErrMissingAuth"));
    // A client without its keys never becomes the public one.
    let no_keys = Client::builder().base_url(&base_url).build().unwrap_err();
    assert_eq!(sentinel(&no_keys), Some("ErrMissingAuth"));
    assert!(no_keys.to_string().contains("public client needs no keys"), "{no_keys}");
    let public = PublicClient::builder().base_url(&base_url).build().unwrap();
    let no_proof = public.submit_proof(UNKNOWN_INTENT).settle_proof("").await.unwrap_err();
    assert_eq!(sentinel(&no_proof), Some("ErrEmptySettleProof"));
}

#[tokio::test]
async fn an_unexpected_error_is_neither_of_the_two() {
    // if errors.As(err, &unexpErr) { log.Printf("Unexpected: %v", unexpErr.Err) }
    let sandbox = simulator::start().await;
    sandbox.set_faults(FaultPlan::new(7, [Rule::new(Fault::Garbage)]));
    let error = client(&sandbox, SECRET).get_me().await.unwrap_err();
    assert_eq!(class(&error), "UnexpectedError");
    assert_eq!(error.kind(), Kind::Decode);
}

#[tokio::test]
async fn a_program_can_wait_out_a_rate_limit() {
    // if errors.As(err, &reqErr) && reqErr.StatusCode == 429 { time.Sleep(backoff) }
    let sandbox = simulator::start().await;
    let limited = Rule::new(Fault::status(429)).on(ProviderId::AgentTech, "get_me").nth([1]);
    sandbox.set_faults(FaultPlan::new(7, [limited]));
    let client = client(&sandbox, SECRET);
    let error = client.get_me().await.unwrap_err();
    assert_eq!((class(&error), error.payload().status), ("PayApiError", Some(429)));
    assert!(error.is_retryable());
    assert!(client.get_me().await.is_ok());
}
