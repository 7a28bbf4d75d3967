//! Runs one hot path a given number of times. `cargo xtask bench --instructions` counts what a run costs.
#![allow(clippy::print_stdout, clippy::panic, reason = "a program that reports on its terminal")]

use std::hint::black_box;
use std::sync::LazyLock;
use std::time::Duration;

use payonce_core::{Client, Context, Headers, Input, Now, Provider, Received, Response, Step, classify, ffi};
use serde_json::Value;

const REFUSAL: &[u8] = br#"{"code":"policy_violation","type":"invalid_request_error","message":"transaction exceeds the daily limit","rule":"daily_limit"}"#;
const LIMIT: &[u8] = br#"{"statusCode":400,"message":"limit reached","xproxy_error":{"code":"limit_reached","message":"blocked"}}"#;
const PAGE: &[u8] = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>";

const LIST: &[u8] = br#"{"data":[{"id":"agent_1","agent_name":"research-bot","agent_description":"","wallet":{"address":"0x041e82eded7abdd4e343c9b4b03520d7a712091d","chain":"eip155:8453"},"status":"active","metadata":"{}","created_at":"2026-11-28T08:02:42.274Z"},{"id":"agent_2","agent_name":"pocket-money-bot","agent_description":"","wallet":{"address":"0x11e32c3fe9d3e4f808898e2e3306acfd0ebb4413","chain":"eip155:8453"},"status":"active","metadata":"{}","created_at":"2026-11-28T08:02:42.274Z"}],"total":2,"has_more":false}"#;

/// A path with the name that the program takes as its argument.
type Path = (&'static str, fn());

const PATHS: &[Path] = &[
    ("by_hand", || {
        let body: Value = serde_json::from_slice(black_box(REFUSAL)).unwrap_or_default();
        black_box(body.get("rule").and_then(Value::as_str).map(ToOwned::to_owned));
    }),
    ("classify_refusal", || classified(Provider::AGENTWALLEX, "payments.send", 400, REFUSAL)),
    ("classify_limit", || classified(Provider::PAYI, "ingest.units", 400, LIMIT)),
    ("classify_page", || classified(Provider::AGENTWALLEX, "payments.send", 502, PAGE)),
    ("details_of_refusal", || {
        let error = received(Provider::AGENTWALLEX, "payments.send", 400, REFUSAL, false);
        let rule = |error: payonce_core::Error| error.details().get("rule")?.as_str().map(ToOwned::to_owned);
        black_box(error.and_then(rule));
    }),
    ("record_of_refusal", || {
        let error = received(Provider::AGENTWALLEX, "payments.send", 400, REFUSAL, true);
        black_box(error.map(|error| ffi::record(error, ffi::CaseStyle::Camel)));
    }),
    ("call_of_list", call_of_list),
];

static CLIENT: LazyLock<Client> = LazyLock::new(|| {
    let options = r#"{"apiKey": "a_key"}"#;
    ffi::client(Provider::AGENTWALLEX, options, ffi::CaseStyle::Camel, &|_| None)
        .unwrap_or_else(|error| panic!("the client is refused: {error}"))
});

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let Some(name) = arguments.next() else {
        PATHS.iter().for_each(|(name, _)| println!("{name}"));
        return Ok(());
    };
    let times: u32 = arguments.next().ok_or("takes a path and how often to run it")?.parse()?;
    let (_, path) = PATHS.iter().find(|(known, _)| *known == name).ok_or("there is no such path")?;
    (0..times).for_each(|_| path());
    Ok(())
}

/// All that the core does for a call that reads a list, from its arguments to the text that JavaScript receives.
fn call_of_list() {
    let style = ffi::CaseStyle::Camel;
    let now = Now { monotonic: Duration::from_secs(1), unix_ms: 1_700_000_000_000 };
    let Ok(mut call) = ffi::call(&CLIENT, "agents.list", black_box("{}"), "{}", style, [7; 16]) else {
        panic!("the call is refused")
    };
    let Step::Send(request) = call.step(now, Input::Start) else { panic!("nothing is sent") };
    black_box(request);
    let headers: Headers =
        [("content-type", "application/json"), ("x-request-id", "req_1")].into_iter().collect();
    let response = Response { status: 200, headers, body: black_box(LIST).to_vec() };
    let Step::Done(result) = call.step(now, Input::Response(response)) else { panic!("it does not end") };
    black_box(call.take_events());
    black_box(ffi::envelope(&result, style));
}

fn classified(provider: Provider, operation: &str, status: u16, body: &[u8]) {
    match received(provider, operation, status, body, false) {
        Some(error) => drop(black_box(error)),
        None => panic!("a refusal was taken for a success"),
    }
}

fn received(
    provider: Provider,
    operation: &str,
    status: u16,
    body: &[u8],
    wants_payload: bool,
) -> Option<payonce_core::Error> {
    let headers: Headers =
        [("content-type", "application/json"), ("x-request-id", "req_1")].into_iter().collect();
    let received = Received::Response(Response { status, headers, body: black_box(body).to_vec() });
    let context =
        Context { operation: provider.operation(operation), wants_payload, ..Context::new(provider) };
    classify(&context, &received)
}
