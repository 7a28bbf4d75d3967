//! A program that keeps its own reqwest takes only the verdict.

use std::error::Error as _;

use payonce::reqwest::{Client, Response};
use payonce::{
    Advice, Context, Details, Kind, Outcome, Phase, Provider, Safety, check_response, from_transport_error,
};
use payonce_sandbox::{Fault, FaultPlan, ProviderId, Rule, Sandbox, When};
use serde_json::{Value, json};

use crate::simulator;

fn own_client() -> Client {
    // The application chooses its provider of TLS; another test of this program may have done so already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::new()
}

struct Pencil {
    sandbox: Sandbox,
    http: Client,
}

impl Pencil {
    async fn start() -> Self {
        Self { sandbox: simulator::start().await, http: own_client() }
    }

    fn goes_wrong(&self, fault: Fault) {
        self.sandbox.set_faults(FaultPlan::new(7, [Rule::new(fault)]));
    }

    async fn send(&self, key: &str) -> Result<Response, payonce::reqwest::Error> {
        let url = format!("{}/v1/keywords/research", self.sandbox.base_url(ProviderId::AgenticPencil));
        let body = json!({"domain": "example.com", "topic": "running shoes"}).to_string();
        let request = self.http.post(url).bearer_auth(key).header("content-type", "application/json");
        request.body(body).send().await
    }

    fn key(&self) -> String {
        let key = self.sandbox.providers().pointer("/providers/agenticpencil/api_key");
        key.and_then(Value::as_str).unwrap().to_owned()
    }
}

fn context() -> Context {
    Context::new(Provider::AGENTICPENCIL)
}

#[tokio::test]
async fn a_success_is_returned_with_its_body() {
    let pencil = Pencil::start().await;
    let response = pencil.send(&pencil.key()).await.unwrap();
    let response = check_response(&context(), response).await.unwrap();
    let body: Value = serde_json::from_slice(&response.body).unwrap();
    assert_eq!(response.status, 200);
    assert!(body.is_object(), "{body}");
}

#[tokio::test]
async fn a_refusal_is_the_typed_error() {
    let pencil = Pencil::start().await;
    let mut refused = Vec::new();
    for _ in 0..9 {
        let response = pencil.send("ap_sandboxpoor000000000000000000000").await.unwrap();
        refused.extend(check_response(&context(), response).await.err());
    }
    let error = refused.pop().unwrap();
    assert_eq!((error.kind(), error.outcome()), (Kind::InsufficientFunds, Outcome::NotApplied));
    match Details::of(&error) {
        Details::AgenticPencil {
            required_credits: Some(required), available_credits: Some(left), ..
        } => {
            assert!(required > left);
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_delay_in_a_header_field_is_read() {
    let pencil = Pencil::start().await;
    pencil.goes_wrong(Fault::Status {
        status: 429,
        headers: Some(vec![("Retry-After".to_owned(), "7".to_owned())]),
        body: Some("{}".to_owned()),
        when: When::Before,
    });
    let error = check_response(&context(), pencil.send(&pencil.key()).await.unwrap()).await.unwrap_err();
    assert_eq!((error.kind(), error.payload().retry_after_ms), (Kind::RateLimited, Some(7_000)));
}

#[tokio::test]
async fn an_incomplete_body_leaves_the_outcome_of_a_change_unknown() {
    let pencil = Pencil::start().await;
    pencil.goes_wrong(Fault::Truncate { bytes: 10 });
    let error = check_response(&context(), pencil.send(&pencil.key()).await.unwrap()).await.unwrap_err();
    assert_eq!((error.payload().phase, error.outcome()), (Phase::Reading, Outcome::Unknown));
    assert!(error.source().is_some());
    let mut reading = context();
    reading.safety = Some(Safety::Read);
    let error = check_response(&reading, pencil.send(&pencil.key()).await.unwrap()).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotApplied);
}

#[tokio::test]
async fn a_body_above_the_size_limit_is_not_read_to_its_end() {
    let pencil = Pencil::start().await;
    let mut small = context();
    small.max_body = 16;
    let error = check_response(&small, pencil.send(&pencil.key()).await.unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Decode);
    assert!(error.message().contains("larger than 16 bytes"), "{error}");
}

#[tokio::test]
async fn an_error_of_the_client_states_whether_anything_was_sent() {
    let unreachable = own_client().get("http://127.0.0.1:9/v1/usage").send().await.unwrap_err();
    let error = from_transport_error(&context(), unreachable);
    assert_eq!((error.kind(), error.outcome()), (Kind::Connection, Outcome::NotApplied));
    assert!(!format!("{:?}", error.source()).contains("/v1/usage"), "{:?}", error.source());

    let pencil = Pencil::start().await;
    pencil.goes_wrong(Fault::Drop { when: When::After });
    let error = from_transport_error(&context(), pencil.send(&pencil.key()).await.unwrap_err());
    assert_eq!((error.outcome(), error.advice()), (Outcome::Unknown, Advice::Reconcile));
}

#[tokio::test]
async fn an_error_from_a_status_keeps_the_status() {
    let pencil = Pencil::start().await;
    let refused = pencil.send("ap_no_such_key").await.unwrap().error_for_status().unwrap_err();
    let error = from_transport_error(&context(), refused);
    assert_eq!((error.kind(), error.payload().status), (Kind::Authentication, Some(401)));
}
