//! How long payonce takes in Rust. Prints one line of JSON for each figure; `cargo xtask bench` runs it beside the
//! simulator.
#![allow(clippy::print_stdout, clippy::panic, reason = "a program that reports on its terminal")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use payonce::agentwallex::Client;
use payonce::http::{Received, Response};
use payonce::{Context, Details, Headers, Provider, classify};
use serde_json::{Value, json};

const BODY: &[u8] = br#"{"code":"policy_violation","type":"invalid_request_error","message":"transaction exceeds the daily limit","rule":"daily_limit"}"#;
const ROUNDS: u32 = 15;
const CALLS: usize = 400;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Cargo hands its own arguments on to every bench.
    let Some(sandbox) = std::env::args().find(|argument| argument.starts_with('{')) else {
        return Err("takes the simulator's first line as its argument; run `cargo xtask bench`".into());
    };
    let sandbox: Value = serde_json::from_str(&sandbox)?;
    let text = |name: &str| -> Result<String, Box<dyn std::error::Error>> {
        let found = sandbox.pointer(&format!("/providers/agentwallex/{name}")).and_then(Value::as_str);
        Ok(found.ok_or("the simulator's first line names no AgentWallex")?.to_owned())
    };
    let (url, key) = (text("base_url")?, text("api_key")?);

    let group = "Rust: bytes of a response to a typed error";
    compare(group, [("serde_json and a match by hand", by_hand), ("payonce", by_payonce)]);

    let group = "Rust: one call to the simulator";
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    // Made first: it brings the TLS provider that the plain client needs.
    let client = Client::builder().base_url(&url).api_key(&key).build()?;
    let plain = payonce::reqwest::Client::new();
    let request = || async {
        let response = plain.get(format!("{url}/agents")).header("x-api-key", &key).send().await?;
        response.bytes().await
    };
    tell(
        group,
        "reqwest and serde_json",
        &single_calls(|| {
            let bytes = runtime.block_on(request()).map_err(|error| error.to_string())?;
            serde_json::from_slice::<Value>(&bytes).map(drop).map_err(|error| error.to_string())
        })?,
    );
    tell(
        group,
        "payonce",
        &single_calls(|| {
            runtime.block_on(client.agents().list().into_future()).map(drop).map_err(|e| e.to_string())
        })?,
    );
    Ok(())
}

fn by_hand() -> String {
    let body: Value = serde_json::from_slice(black_box(BODY)).unwrap_or_default();
    match body.get("code").and_then(Value::as_str) {
        Some("policy_violation") => body.get("rule").and_then(Value::as_str).unwrap_or_default().to_owned(),
        _ => panic!("the body has another code"),
    }
}

fn by_payonce() -> String {
    let headers: Headers =
        [("content-type", "application/json"), ("x-request-id", "req_1")].into_iter().collect();
    let received = Received::Response(Response { status: 400, headers, body: black_box(BODY).to_vec() });
    let context = Context {
        operation: Provider::AGENTWALLEX.operation("payments.send"),
        ..Context::new(Provider::AGENTWALLEX)
    };
    let Some(error) = classify(&context, &received) else { panic!("a refusal was taken for a success") };
    match Details::of(&error) {
        Details::AgentWallex { rule: Some(rule), .. } => rule.to_owned(),
        other => panic!("{other:?}"),
    }
}

/// What is timed, with its name.
type Work = (&'static str, fn() -> String);

/// Times both works, in rounds that alternate: what else runs slows both.
fn compare(group: &str, works: [Work; 2]) {
    let round = |work: fn() -> String, number: u32| {
        let begun = Instant::now();
        for _ in 0..number {
            black_box(work());
        }
        begun.elapsed()
    };
    let mut runs = works.map(|(what, work)| {
        let mut number = 1_u32;
        while round(work, number) < Duration::from_millis(100) {
            number *= 2;
        }
        (what, work, number, Vec::new())
    });
    for _ in 0..ROUNDS {
        for (_, work, number, times) in &mut runs {
            times.push(round(*work, *number) / *number);
        }
    }
    for (what, _, _, times) in runs {
        tell(group, what, &times);
    }
}

/// The times of single calls.
fn single_calls(mut work: impl FnMut() -> Result<(), String>) -> Result<Vec<Duration>, String> {
    for _ in 0..20 {
        work()?;
    }
    let mut times = Vec::with_capacity(CALLS);
    for _ in 0..CALLS {
        let begun = Instant::now();
        work()?;
        times.push(begun.elapsed());
    }
    Ok(times)
}

fn tell(group: &str, what: &str, times: &[Duration]) {
    let mut sorted: Vec<u128> = times.iter().map(Duration::as_nanos).collect();
    sorted.sort_unstable();
    let nanoseconds =
        |at: usize| sorted.get(at).and_then(|time| u64::try_from(*time).ok()).unwrap_or_default();
    let (least, median) = (nanoseconds(0), nanoseconds(sorted.len() / 2));
    println!("{}", json!({"group": group, "what": what, "unit": "ns", "least": least, "median": median}));
}
