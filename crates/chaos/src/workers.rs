//! The same round with the packages of other languages: a worker carries the orders out and says what it was told; what
//! it leaves open is settled from here, with nothing but the error's JSON form.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, ensure};
use payonce::{Payload, Provider};
use payonce_sandbox::{Config, FaultPlan, Sandbox};
use serde_json::{Value, json};

use crate::Plan;
use crate::judge::{Claim, Told};
use crate::orders::{self, Order};
use crate::report::{self, Report};
use crate::round::{Clients, conclude, create_intent, engine};
use crate::weather;

/// A program that carries orders out.
#[derive(Debug, Clone)]
pub struct Worker {
    /// The interpreter.
    pub program: PathBuf,
    /// What it runs.
    pub script: PathBuf,
}

impl Worker {
    /// The worker of the Python package.
    #[must_use]
    pub fn python(interpreter: PathBuf) -> Self {
        Self { program: interpreter, script: PathBuf::from("tests/chaos/worker.py") }
    }

    /// The worker of the npm package.
    #[must_use]
    pub fn node() -> Self {
        Self { program: PathBuf::from("node"), script: PathBuf::from("tests/chaos/worker.mjs") }
    }
}

/// Does the whole run with the worker, round after round: each starts it anew. `progress` is told now and then how far
/// it is.
///
/// # Errors
/// When the simulator or the worker cannot be started, or the worker does not answer for every order.
pub async fn run(worker: &Worker, root: &Path, plan: Plan, progress: fn(&Report)) -> anyhow::Result<Report> {
    let started = Instant::now();
    let mut report = Report::default();
    for (seed, size) in plan.rounds() {
        report.add(play(worker, root, seed, size).await?);
        report.time = started.elapsed();
        progress(&report);
        if report.offences.len() >= report::MOST_OFFENCES {
            break;
        }
    }
    Ok(report)
}

async fn play(worker: &Worker, root: &Path, seed: u64, operations: usize) -> anyhow::Result<Report> {
    let sandbox = Sandbox::start(Config::default()).await.context("start the simulator")?;
    let clients = Arc::new(Clients::new(&sandbox, 8)?);
    let orders = prepared(&sandbox, orders::of(seed, operations)).await?;
    let before = sandbox.requests().len();

    let mut input = format!("{}\n", sandbox.providers());
    for (number, order) in orders.iter().enumerate() {
        let Order { provider, operation, arguments, .. } = order;
        let line = json!({"number": number, "provider": provider.as_str(), "operation": operation, "arguments": arguments});
        for _ in 0..order.callers {
            input.push_str(&format!("{line}\n"));
        }
    }
    sandbox.set_faults(weather::of(seed));
    let mut command = Command::new(&worker.program);
    command.arg(&worker.script).current_dir(root).stdin(Stdio::piped()).stdout(Stdio::piped());
    let output = tokio::task::spawn_blocking(move || talk(command, &input)).await??;
    sandbox.set_faults(FaultPlan::none());

    let mut claims: Vec<Option<Claim>> = orders.iter().map(|_| None).collect();
    for line in output.lines() {
        let said: Value = serde_json::from_str(line).with_context(|| format!("read {line}"))?;
        let number =
            said.get("number").and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok());
        let number = number.context("read the number of an order")?;
        let (order, place) = orders.get(number).zip(claims.get_mut(number)).context("find the order")?;
        let (told, words) = told(said.get("error").unwrap_or(&Value::Null))?;
        let told = place.take().map_or_else(|| told.clone(), |claim| claim.told.and(told.clone()));
        *place = Some(Claim { order: order.clone(), told, settled: None, words });
    }
    let answered = claims.len();
    let claims: Vec<Claim> = claims.into_iter().flatten().collect();
    ensure!(claims.len() == answered, "the worker answered for {} of {answered} orders", claims.len());
    Ok(conclude(&sandbox, &clients, seed, claims, before).await)
}

/// The orders that a worker can take as they are: intents are made while all is well, accounts of one's own left out.
async fn prepared(sandbox: &Sandbox, orders: Vec<Order>) -> anyhow::Result<Vec<Order>> {
    let engine = engine(sandbox, Provider::AgentTech, &json!({"timeout_ms": 5_000}), 500)?;
    let mut prepared = Vec::new();
    for mut order in orders.into_iter().filter(|order| order.account.is_none()) {
        if let Some(create) = order.intent.take() {
            let id = create_intent(&engine, &create).await.map_err(anyhow::Error::msg)?;
            order.arguments = json!({"intent_id": id});
            order.names = vec![id];
        }
        prepared.push(order);
    }
    Ok(prepared)
}

fn talk(mut command: Command, input: &str) -> anyhow::Result<String> {
    let mut child = command.spawn().context("start the worker")?;
    // It reads all of its input before it writes.
    child.stdin.take().context("write to the worker")?.write_all(input.as_bytes())?;
    let output = child.wait_with_output()?;
    ensure!(output.status.success(), "the worker ended with {}", output.status);
    Ok(String::from_utf8(output.stdout)?)
}

fn told(error: &Value) -> anyhow::Result<(Told, String)> {
    if error.is_null() {
        return Ok((Told::Done, "a success".to_owned()));
    }
    let payload: Payload = serde_json::from_value(error.clone()).context("read an error")?;
    Ok((Told::of_payload(&payload), format!("{} at {}: {}", payload.kind, payload.phase, payload.message)))
}
