//! What clients do to a provider that is down: requests sent per call, and how soon calls succeed when it is back.

use std::fmt;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use comfy_table::{CellAlignment, Table, presets};
use payonce::{Driver, Provider};
use payonce_core::CallOptions;
use payonce_sandbox::{Config, Fault, FaultPlan, Rule, Sandbox, When};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::round::engine;

/// How many calls one client makes while the provider is down, and how many at the same time.
const CALLS: usize = 2_000;
const CALLERS: usize = 32;
/// How many it makes when the provider is back.
const AFTERWARDS: usize = 200;
/// So many requests per call are tolerable once the budget is spent.
const MAX_LATER: f64 = 1.1;
/// Pay-i's own package waits seconds between its repetitions, so that it makes fewer calls.
const PEER_CALLS: usize = 160;

/// The Python that has Pay-i's package, and the program that calls it.
#[derive(Debug, Clone)]
pub struct Peer {
    /// The interpreter.
    pub python: PathBuf,
    /// `tests/chaos/payi_outage.py`.
    pub program: PathBuf,
}

/// What one client did.
#[derive(Debug, Clone)]
struct Row {
    down: Down,
    client: String,
    calls: usize,
    requests: usize,
    /// The calls of the second half and their requests: by then a retry budget is spent.
    later: Option<(usize, usize)>,
    /// Until the first success after the provider came back, and requests per call from then on.
    recovery: Option<(Duration, f64)>,
}

/// All rows.
#[derive(Debug, Clone)]
pub struct Outage {
    rows: Vec<Row>,
}

impl Outage {
    /// Whether payonce multiplied the outage or did not recover.
    #[must_use]
    pub fn is_tame(&self) -> bool {
        self.rows.iter().all(|row| {
            row.later.is_none_or(|(calls, requests)| ratio(requests, calls) <= MAX_LATER)
                && row.recovery.is_none_or(|(_, per_call)| per_call <= 1.0)
        })
    }
}

/// How a provider can be down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Down {
    /// Something in front of it responds with 503.
    Unavailable,
    /// Every connection is reset.
    Reset,
}

impl Down {
    fn fault(self) -> Fault {
        match self {
            Self::Unavailable => Fault::Status {
                status: 503,
                headers: Some(Vec::new()),
                body: Some(String::new()),
                when: When::Before,
            },
            Self::Reset => Fault::Drop { when: When::Before },
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Unavailable => "responds with 503",
            Self::Reset => "resets connections",
        }
    }
}

/// Measures payonce, and the peer where there is one.
///
/// # Errors
/// When the simulator, a client or the peer cannot be started, or a call fails after the outage.
pub async fn run(peer: Option<&Peer>) -> anyhow::Result<Outage> {
    let list = ("limits.list", json!({}));
    let event = json!({"category": "system.openai", "resource": "gpt-4o", "provider_response_id": "response-1",
        "units": {"text": {"input": 100, "output": 20}}});
    let upsert = ("ingest.bulk_upsert", json!({"events": [event]}));
    let mut rows = Vec::new();
    for down in [Down::Unavailable, Down::Reset] {
        for (operation, arguments) in [&list, &upsert] {
            rows.push(ours(down, operation, arguments).await?);
        }
        if let Some(peer) = peer {
            rows.push(theirs(down, peer).await?);
        }
    }
    Ok(Outage { rows })
}

async fn start(down: Down) -> anyhow::Result<Sandbox> {
    let sandbox = Sandbox::start(Config::default()).await.context("start the simulator")?;
    sandbox.set_faults(FaultPlan::new(1, [Rule::new(down.fault())]));
    Ok(sandbox)
}

async fn ours(down: Down, operation: &'static str, arguments: &Value) -> anyhow::Result<Row> {
    let sandbox = start(down).await?;
    // The usual policy, its waits and timeouts apart: the default budget of 500 pays for 100 repetitions.
    let engine = engine(&sandbox, Provider::PAYI, &json!({"timeout_ms": 10_000}), 500)?;
    let sent = || requests_of(&sandbox);
    let failed = call(&engine, operation, arguments, CALLS / 2).await?;
    let half = sent();
    let failed = failed + call(&engine, operation, arguments, CALLS / 2).await?;
    let all = sent();
    ensure!(failed == CALLS, "{} calls succeeded although the provider was down", CALLS - failed);

    sandbox.set_faults(FaultPlan::none());
    let back = Instant::now();
    ensure!(call(&engine, operation, arguments, 1).await? == 0, "the first call after the outage failed");
    let first = back.elapsed();
    ensure!(call(&engine, operation, arguments, AFTERWARDS).await? == 0, "calls failed after the outage");
    let per_call = ratio(sent() - all, AFTERWARDS + 1);
    Ok(Row {
        down,
        client: format!("payonce, {operation}"),
        calls: CALLS,
        requests: all,
        later: Some((CALLS / 2, all - half)),
        recovery: Some((first, per_call)),
    })
}

/// Makes so many calls and counts those that fail.
async fn call(engine: &Driver, operation: &str, arguments: &Value, calls: usize) -> anyhow::Result<usize> {
    let operation = Provider::PAYI.operation(operation).context("find the operation")?;
    let arguments = arguments.as_object().cloned().unwrap_or_default();
    let next = Arc::new(AtomicUsize::new(0));
    let mut callers = JoinSet::new();
    for _ in 0..CALLERS {
        let (engine, arguments, next) = (engine.clone(), arguments.clone(), Arc::clone(&next));
        callers.spawn(async move {
            let mut failed = 0;
            while next.fetch_add(1, Ordering::Relaxed) < calls {
                let result = engine.call(operation, &arguments, CallOptions::default(), None).await;
                failed += usize::from(result.is_err());
            }
            failed
        });
    }
    Ok(callers.join_all().await.into_iter().sum())
}

async fn theirs(down: Down, peer: &Peer) -> anyhow::Result<Row> {
    let sandbox = start(down).await?;
    let arguments =
        [sandbox.base_url(payonce_sandbox::ProviderId::Payi), PEER_CALLS.to_string(), CALLERS.to_string()];
    let mut command = std::process::Command::new(&peer.python);
    command.arg(&peer.program).args(arguments).stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = tokio::task::spawn_blocking(move || command.output()).await?;
    let output = output.with_context(|| format!("start {}", peer.python.display()))?;
    ensure!(output.status.success(), "{} ended with {}", peer.program.display(), output.status);
    let client = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    Ok(Row { down, client, calls: PEER_CALLS, requests: requests_of(&sandbox), later: None, recovery: None })
}

/// How many requests arrived, those included that the simulator no longer remembers.
fn requests_of(sandbox: &Sandbox) -> usize {
    sandbox.requests().len() + usize::try_from(sandbox.dropped_requests()).unwrap_or(usize::MAX)
}

fn ratio(requests: usize, calls: usize) -> f64 {
    requests as f64 / calls.max(1) as f64
}

impl fmt::Display for Outage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new();
        table.load_style(presets::ASCII_MARKDOWN).set_header([
            "the provider",
            "client and call",
            "calls",
            "requests",
            "per call",
            "per call, second half",
            "first success after it",
            "per call, after it",
        ]);
        for row in &self.rows {
            table.add_row([
                row.down.words().to_owned(),
                row.client.clone(),
                row.calls.to_string(),
                row.requests.to_string(),
                format!("{:.2}", ratio(row.requests, row.calls)),
                row.later
                    .map_or_else(String::new, |(calls, requests)| format!("{:.2}", ratio(requests, calls))),
                row.recovery
                    .map_or_else(String::new, |(first, _)| format!("{:.1} ms", first.as_secs_f64() * 1e3)),
                row.recovery.map_or_else(String::new, |(_, per_call)| format!("{per_call:.2}")),
            ]);
        }
        for column in table.column_iter_mut().skip(2) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        let verdict = if self.is_tame() { "So it was" } else { "So it was NOT" };
        writeln!(
            f,
            "{table}\n\nRequired of payonce: at most {MAX_LATER} requests per call once the budget is spent, which it is in \
             the second half, and one\nper call, successful from the first on, when the provider is back. {verdict}."
        )
    }
}
