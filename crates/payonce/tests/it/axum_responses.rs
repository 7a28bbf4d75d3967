//! An error as the response of a real axum server.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use payonce::agentwallex::Client;
use payonce::{Advice, Context, Error, Provider, RetryPolicy, classify};
use payonce_sandbox::{Fault, FaultPlan, ProviderId, Rule, Sandbox, When};
use serde_json::Value;

use crate::simulator::{self, WALLET_KEY, paid};

/// `docs/integrations/axum.md` shows the handler below.
const PAGE: &str = include_str!("../../../../docs/integrations/axum.md");

async fn pay(State(wallet): State<Client>, Path(invoice): Path<String>) -> Result<String, payonce::Error> {
    let payment = wallet.payments().send().agent_id("agent_abc123").to("0xRecipientAddress");
    let paid = payment.amount("5.00").token("USDC").idempotency_key(&invoice).await?;
    Ok(paid.value().id.clone())
}

fn shop(wallet: Client) -> Router {
    Router::new().route("/invoices/{invoice}/pay", post(pay)).with_state(wallet)
}

async fn limited() -> Result<String, Error> {
    let headers = [("Retry-After", "7")].into_iter().collect();
    let response = payonce::http::Response { status: 429, headers, ..Default::default() };
    let error = classify(&Context::new(Provider::AGENTWALLEX), &payonce::http::Received::Response(response));
    Err(error.unwrap())
}

/// The address of the shop.
async fn serve(sandbox: &Sandbox) -> String {
    let wallet = Client::builder()
        .api_key(WALLET_KEY)
        .base_url(sandbox.base_url(ProviderId::AgentWallex))
        .retry(RetryPolicy { max_retries: 0, ..RetryPolicy::default() })
        .build()
        .unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = shop(wallet).route("/limited", get(limited));
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}")
}

fn header<'a>(response: &'a reqwest::Response, name: &str) -> Option<&'a str> {
    response.headers().get(name).map(|value| value.to_str().unwrap())
}

async fn problem(response: reqwest::Response) -> Value {
    assert_eq!(header(&response, "content-type"), Some("application/problem+json"));
    assert_eq!(header(&response, "cache-control"), Some("no-store"));
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

#[tokio::test]
async fn a_lost_payment_is_a_502_without_a_wait_and_a_rate_limit_is_a_429_with_one() {
    // A client of reqwest does not start without a TLS provider, even for plain HTTP.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let sandbox = simulator::start().await;
    let url = serve(&sandbox).await;
    let http = reqwest::Client::new();
    let shipped = http.post(format!("{url}/invoices/6/pay")).send().await.unwrap();
    assert_eq!(shipped.status(), 200);
    assert_eq!(paid(&sandbox), 1);

    let lost = Rule::new(Fault::Drop { when: When::After }).on(ProviderId::AgentWallex, "payments.send");
    let blind = Rule::new(Fault::Drop { when: When::Before }).on(ProviderId::AgentWallex, "payments.list");
    sandbox.set_faults(FaultPlan::new(7, [lost, blind]));
    let response = http.post(format!("{url}/invoices/7/pay")).send().await.unwrap();
    assert_eq!(response.status(), 502);
    assert_eq!(header(&response, "retry-after"), None);
    let body = problem(response).await;
    assert_eq!((&body["outcome"], &body["advice"]), (&"unknown".into(), &Advice::Reconcile.as_str().into()));
    assert!(!body.to_string().contains(WALLET_KEY));
    assert_eq!(paid(&sandbox), 2);

    let response = http.get(format!("{url}/limited")).send().await.unwrap();
    assert_eq!((response.status().as_u16(), header(&response, "retry-after")), (429, Some("7")));
    assert_eq!(problem(response).await["outcome"], "not_applied");
}

#[test]
fn the_page_shows_the_handler_that_is_tested_here() {
    let start = PAGE.split_once("```rust\n").unwrap().1;
    let block = start.split_once("```").unwrap().0;
    for line in block.lines() {
        assert!(include_str!("axum_responses.rs").contains(line), "{line}");
    }
}
