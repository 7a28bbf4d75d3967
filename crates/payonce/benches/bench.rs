//! How long payonce takes in Rust. Prints one line of JSON for each figure; `cargo xtask bench` runs it beside the
//! simulator.
#![allow(clippy::print_stdout, clippy::panic, reason = "a program that reports on its terminal")]

use std::error::Error;
use std::fs::File;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::Criterion;
use payonce::agentwallex::Client;
use payonce::http::{Received, Response};
use payonce::{Context, Details, Headers, Provider, classify};
use serde::Deserialize;
use serde_json::{Value, json};

const BODY: &[u8] = br#"{"code":"policy_violation","type":"invalid_request_error","message":"transaction exceeds the daily limit","rule":"daily_limit"}"#;
const ROUNDS: u32 = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(sandbox), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err("takes the simulator's first line and a folder; run `cargo xtask bench`".into());
    };
    let folder = Path::new(&folder);
    let sandbox: Value = serde_json::from_str(&sandbox)?;
    let text = |name: &str| -> Result<String, Box<dyn Error>> {
        let found = sandbox.pointer(&format!("/providers/agentwallex/{name}")).and_then(Value::as_str);
        Ok(found.ok_or("the simulator's first line names no AgentWallex")?.to_owned())
    };
    let (url, key) = (text("base_url")?, text("api_key")?);

    compare(
        folder,
        "Rust: bytes of a response to a typed error",
        &mut [
            Work { what: "serde_json and a match by hand", run: &mut || drop(black_box(by_hand())) },
            Work { what: "payonce", run: &mut || drop(black_box(by_payonce())) },
        ],
    )?;

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let client = Client::builder().base_url(&url).api_key(&key).build()?;
    // The plain client is built for TLS too, and its own features bring no cryptography.
    tokio_rustls::rustls::crypto::ring::default_provider().install_default().ok();
    let plain = payonce::reqwest::Client::new();
    let request = || async {
        let response = plain.get(format!("{url}/agents")).header("x-api-key", &key).send().await?;
        response.bytes().await
    };
    compare(
        folder,
        "Rust: one call to the simulator",
        &mut [
            Work {
                what: "reqwest and serde_json",
                run: &mut || match runtime
                    .block_on(request())
                    .map(|body| serde_json::from_slice::<Value>(&body))
                {
                    Ok(Ok(agents)) => drop(black_box(agents)),
                    failed => panic!("{failed:?}"),
                },
            },
            Work {
                what: "payonce",
                run: &mut || match runtime.block_on(client.agents().list().into_future()) {
                    Ok(agents) => drop(black_box(agents)),
                    Err(error) => panic!("{error}"),
                },
            },
        ],
    )
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
struct Work<'a> {
    what: &'static str,
    run: &'a mut dyn FnMut(),
}

/// The samples that criterion keeps of a work: the times, each of so many runs.
#[derive(Deserialize)]
struct Samples {
    iters: Vec<f64>,
    times: Vec<f64>,
}

/// Times the works with criterion, in rounds that alternate: what else runs slows all of them.
fn compare(folder: &Path, group: &str, works: &mut [Work<'_>]) -> Result<(), Box<dyn Error>> {
    let mut times = vec![Vec::new(); works.len()];
    for round in 0..ROUNDS {
        for (number, (work, times)) in works.iter_mut().zip(&mut times).enumerate() {
            // The name of a folder, which criterion would shorten.
            let id = format!("{round}-{number}");
            let folder = folder.join(group.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-"));
            Criterion::default()
                .without_plots()
                .output_directory(&folder)
                .sample_size(20)
                .warm_up_time(Duration::from_millis(300))
                .measurement_time(Duration::from_secs(1))
                .bench_function(&id, |bencher| bencher.iter(&mut *work.run));
            let samples: Samples =
                serde_json::from_reader(File::open(folder.join(id).join("new/sample.json"))?)?;
            times.extend(samples.times.iter().zip(&samples.iters).map(|(time, runs)| time / runs));
        }
    }
    for (work, times) in works.iter().zip(&mut times) {
        times.sort_by(f64::total_cmp);
        let [least, median] = [0, times.len() / 2].map(|at| times.get(at).map(|time| time.round() as u64));
        println!(
            "{}",
            json!({"group": group, "what": work.what, "unit": "ns", "least": least, "median": median})
        );
    }
    Ok(())
}
