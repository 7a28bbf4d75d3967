//! A worker process: reads the numbers of jobs, does them, and writes what came of each.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use payonce::journal::JournalStore;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::LEASE_MS;
use super::claim::{Claimed, Claims};
use super::jobs::{Job, Payer, open};
use super::troubles::{Troubled, Troubles};

/// What a worker has to know.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Settings {
    /// Whether it has payonce's journal, or a claim with a TTL.
    pub(super) has_journal: bool,
    /// Where the journal or the claims are.
    pub(super) store: String,
    /// The address of AgentWallex.
    pub(super) wallet: String,
    /// The address of AgentPay.
    pub(super) pay: String,
    /// What keeps the keys of runs apart.
    pub(super) run: String,
    /// How much its clock is ahead.
    pub(super) skew_ms: i64,
    /// Whether it first settles what dead workers left.
    pub(super) sweeps: bool,
    /// Decides its troubles; without one it has none.
    pub(super) seed: Option<u64>,
    /// How long its calls and its leases last, for programs that are not this one.
    pub(super) lease_ms: u64,
    /// How long its requests may take.
    pub(super) timeout_s: f64,
}

/// The number of a job, from which this program knows the rest.
#[derive(Deserialize)]
struct Delivery {
    job: usize,
}

/// A job with what keeps it from being done twice.
pub(super) enum Guarded {
    /// payonce's journal.
    Journal(Payer),
    /// A claim with a TTL.
    Ttl(Payer, Claims),
}

impl Guarded {
    pub(super) async fn open(settings: &Settings, troubles: Option<Arc<Troubles>>) -> anyhow::Result<Self> {
        // A lease is as long as the longest call. Without troubles, nothing is in a hurry.
        let deadline_s = if troubles.is_some() { LEASE_MS as f64 / 1_000.0 } else { 20.0 };
        let payer = |store| Payer::new(&settings.wallet, &settings.pay, store, deadline_s);
        let skew_ms = settings.skew_ms;
        if settings.has_journal {
            let inner = open(&settings.store).await?;
            let store: Arc<dyn JournalStore> = Arc::new(Troubled { inner, skew_ms, troubles });
            Ok(Self::Journal(payer(Some(&store))?))
        } else {
            let claims = Claims::open(Path::new(&settings.store), skew_ms, troubles)?;
            Ok(Self::Ttl(payer(None)?, claims))
        }
    }

    /// Settles what dead workers left, where there is a journal.
    pub(super) async fn sweep(&self) -> anyhow::Result<()> {
        if let Self::Journal(payer) = self {
            for journal in payer.journals()? {
                journal.run().await?;
            }
        }
        Ok(())
    }

    /// Does the job, and returns whether it is done; if it is not, the queue delivers it again.
    pub(super) async fn work(&self, job: &Job) -> bool {
        match self {
            Self::Journal(payer) => payer.pay(job).await.is_ok(),
            Self::Ttl(payer, claims) => match claims.claim(&job.key) {
                Ok(Claimed::Run) => {
                    let is_done = payer.pay(job).await.is_ok();
                    claims.end(&job.key, is_done).is_ok() && is_done
                }
                Ok(Claimed::Done) => true,
                Ok(Claimed::Busy) | Err(_) => false,
            },
        }
    }
}

/// Works until its input ends.
///
/// # Errors
/// The settings cannot be read, or the store cannot be opened.
pub async fn run(settings: &str) -> anyhow::Result<()> {
    let settings: Settings = serde_json::from_str(settings).context("read the settings of the worker")?;
    let troubles = settings.seed.map(|seed| Arc::new(Troubles::new(seed)));
    let guarded = Guarded::open(&settings, troubles.clone()).await?;
    if settings.sweeps {
        // Its store may fail; another worker, or the end of the round, does the rest.
        let _ = guarded.sweep().await;
    }
    // Connections are driven by other threads, so that this one may wait for its input.
    for line in std::io::stdin().lines() {
        let line = line?;
        let Delivery { job: number } = serde_json::from_str(&line).context("read a job")?;
        let is_done = guarded.work(&Job::new(&settings.run, number)).await;
        let failures = troubles.as_ref().map_or(0, |troubles| troubles.failures());
        say(&json!({"job": number, "done": is_done, "failures": failures}));
    }
    Ok(())
}

/// Writes a line to the parent.
pub(super) fn say(line: &Value) {
    let mut stdout = std::io::stdout().lock();
    // A parent that is gone needs no answer.
    let _ = writeln!(stdout, "{line}").and_then(|()| stdout.flush());
}
