//! The same round with the packages of other languages: a worker carries out the orders and reports the results.
//!
//! When the faults have stopped, it settles what is open with the errors that it kept. Every second payment is settled
//! from here instead, by another process and another language, with nothing but the error's JSON form.

use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use payonce::{ErrorPayload, Reference};
use payonce_sandbox::{FaultPlan, Sandbox};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::judge::{CallResult, Claim, Intent, Reported};
use crate::orders::{MAX_INTENTS, Order, UNREACHABLE};
use crate::report::Report;
use crate::round::{
    BUDGETS, Clients, Round, SETTLING_TIMEOUT_MS, call_result_of, key_of, quiet, retry_policy, settle_all,
};
use crate::{Plan, faults};

/// An interpreter that has 32 callers on a busy machine takes longer to see a response than this program does.
const TIMEOUT_MS: u64 = 250;
/// A round takes a second or two; on a busy machine its look-ups may wait as long as their own deadlines.
const LIMIT: Duration = Duration::from_secs(600);

/// A program that carries orders out.
#[derive(Debug, Clone)]
pub struct Worker {
    /// The interpreter.
    program: PathBuf,
    /// What it runs.
    script: &'static str,
    /// The environment that selects the build of the package.
    variant: Option<&'static str>,
}

impl Worker {
    /// The worker of the Python package.
    #[must_use]
    pub fn python(interpreter: PathBuf) -> Self {
        Self { program: interpreter, script: "tests/chaos/worker.py", variant: None }
    }

    /// The worker of the npm package with its addon.
    #[must_use]
    pub fn node() -> Self {
        Self { program: PathBuf::from("node"), script: "tests/chaos/worker.mjs", variant: Some("addon") }
    }

    /// The worker of the npm package with its wasm module, which browsers use as well.
    #[must_use]
    pub fn wasm() -> Self {
        Self { variant: Some("wasm"), ..Self::node() }
    }

    fn start(&self) -> anyhow::Result<Running> {
        let mut command = Command::new(&self.program);
        command.arg(self.script).args(self.variant).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("start {}", self.program.display()))?;
        let stdin = child.stdin.take();
        let stdout = BufReader::new(child.stdout.take().context("read from the worker")?);
        Ok(Running { child, stdin, stdout })
    }
}

struct Running {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
}

impl Running {
    /// It reads as far as an empty line or the end before it writes, and it writes an empty line after its reports.
    async fn ask(&mut self, lines: &[Value]) -> anyhow::Result<Vec<Value>> {
        let conversation = async {
            let stdin = self.stdin.as_mut().context("write to the worker")?;
            let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
            stdin.write_all(format!("{text}\n").as_bytes()).await.context("write to the worker")?;
            let mut lines = Vec::new();
            loop {
                let mut line = String::new();
                let read = self.stdout.read_line(&mut line).await.context("read from the worker")?;
                match line.trim() {
                    "" if read > 0 => return Ok(lines),
                    "" => bail!("the worker ended with {}", self.child.wait().await?),
                    line => lines.push(serde_json::from_str(line).with_context(|| format!("read {line}"))?),
                }
            }
        };
        let lines = tokio::time::timeout(LIMIT, conversation).await;
        lines.with_context(|| format!("the worker did not respond for {} s", LIMIT.as_secs()))?
    }

    async fn end(mut self) -> anyhow::Result<()> {
        drop(self.stdin.take());
        let status =
            tokio::time::timeout(LIMIT, self.child.wait()).await.context("the worker does not end")??;
        ensure!(status.success(), "the worker ended with {status}");
        Ok(())
    }
}

/// Plays the round with the worker's callers.
///
/// # Errors
/// When the worker cannot be started, or does not report for every order.
pub async fn play(
    worker: &Worker,
    sandbox: &Sandbox,
    clients: &Arc<Clients>,
    round: Round,
    plan: &Plan,
) -> anyhow::Result<Report> {
    let mut running = worker.start()?;
    let lines = lines(&round, sandbox, plan);
    sandbox.set_faults(faults::of(round.seed, faults::Protocol::Http1));
    let reports = running.ask(&lines).await?;
    sandbox.set_faults(FaultPlan::none());
    let requests = quiet(sandbox).await;

    let mut claims = claims(&round.orders, reports)?;
    let by_payload = |number: usize, order: &Order| order.operation == "payments.send" && number % 2 == 1;
    let wanted: Vec<Value> = claims
        .iter()
        .enumerate()
        .filter(|(number, claim)| claim.order.can_be_settled() && !by_payload(*number, &claim.order))
        .filter(|(_, claim)| claim.call_results.iter().any(|call_result| call_result.reported.is_open()))
        .map(|(number, _)| json!({"number": number, "timeout_ms": SETTLING_TIMEOUT_MS}))
        .collect();
    let later = running.ask(&wanted).await?;
    running.end().await?;
    for said in later {
        let claim = number_of(&said).and_then(|number| claims.get_mut(number)).context("find the order")?;
        let open = claim.call_results.iter_mut().filter(|call_result| call_result.reported.is_open());
        for (call_result, later) in open.zip(call_results_of(&said)?) {
            call_result.learn(later);
        }
    }
    settle_all(clients, &mut claims, by_payload).await;
    Ok(round.conclude(sandbox, claims, &requests))
}

/// What the worker has to know, and its orders.
fn lines(round: &Round, sandbox: &Sandbox, plan: &Plan) -> Vec<Value> {
    let mut first = sandbox.providers().clone();
    if let Some(members) = first.as_object_mut() {
        members.insert("clients".to_owned(), json!(plan.clients));
        members.insert("timeout_ms".to_owned(), json!(TIMEOUT_MS));
        members.insert("retry".to_owned(), Value::Object(retry_policy()));
        members.insert("budgets".to_owned(), json!(BUDGETS));
        members.insert("max_intents".to_owned(), json!(MAX_INTENTS));
    }
    let orders = round.orders.iter().enumerate().map(|(number, order)| {
        let account = order.account.and_then(|account| round.keys.get(account));
        json!({
            "number": number,
            "provider": order.provider.as_str(),
            "operation": order.operation,
            "arguments": order.arguments,
            "options": order.options(),
            "intent": order.intent,
            "api_key": account,
            "callers": order.callers,
            "one_client": order.one_client,
            "base_url": order.refused.then_some(UNREACHABLE),
            "patience_ms": order.patience.map(|patience| patience.as_secs_f64() * 1e3),
        })
    });
    std::iter::once(first).chain(orders).collect()
}

fn claims(orders: &[Order], reports: Vec<Value>) -> anyhow::Result<Vec<Claim>> {
    let mut claims: Vec<Option<Claim>> = orders.iter().map(|_| None).collect();
    for said in reports {
        let number = number_of(&said).context("read the number of an order")?;
        let (order, place) = orders.get(number).zip(claims.get_mut(number)).context("find the order")?;
        let mut order = order.clone();
        let mut intent = None;
        if order.intent.take().is_some() {
            let reported = items(&said, "created")
                .iter()
                .map(|error| Ok(read_call_result(error)?.reported))
                .collect::<anyhow::Result<_>>()?;
            let id = said.get("intent_id").and_then(Value::as_str).map(ToOwned::to_owned);
            id.iter().for_each(|id| order.complete_with(id.clone()));
            intent = Some(Intent { reported, id });
        }
        let call_results = call_results_of(&said)?;
        let callers =
            if intent.as_ref().is_some_and(|intent| intent.id.is_none()) { 0 } else { order.callers };
        ensure!(
            call_results.len() == callers,
            "{} of {callers} callers of order {number} reported",
            call_results.len()
        );
        *place = Some(Claim { order, intent, call_results, disfigured: false });
    }
    let asked = claims.len();
    let claims: Vec<Claim> = claims.into_iter().flatten().collect();
    ensure!(claims.len() == asked, "the worker reported {} of {asked} orders", claims.len());
    Ok(claims)
}

fn number_of(said: &Value) -> Option<usize> {
    said.get("number").and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok())
}

fn items<'a>(said: &'a Value, name: &str) -> &'a [Value] {
    said.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn call_results_of(said: &Value) -> anyhow::Result<Vec<CallResult>> {
    items(said, "reported").iter().map(read_call_result).collect()
}

/// `{"error": payload}`, or for a success `{"reference": …}`; `cancelled` when the caller had lost patience.
fn read_call_result(said: &Value) -> anyhow::Result<CallResult> {
    let cancelled = said.get("cancelled").and_then(Value::as_bool).unwrap_or_default();
    let member = |name| said.get(name).filter(|member| !member.is_null()).cloned();
    let call_result = match (member("error"), member("unbegun")) {
        (Some(error), _) => {
            let payload: ErrorPayload = serde_json::from_value(error).context("read an error")?;
            call_result_of(&payload)
        }
        (None, Some(_)) => CallResult::not_applied("cancelled before it began"),
        (None, None) => {
            let reference = member("reference").map(serde_json::from_value).transpose();
            let reference: Reference = reference.context("read a reference")?.unwrap_or_default();
            CallResult {
                reported: Reported::Done,
                key: key_of(&reference),
                ..CallResult::not_applied("a success")
            }
        }
    };
    Ok(CallResult { cancelled, ..call_result })
}
