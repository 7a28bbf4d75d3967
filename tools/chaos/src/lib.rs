//! Breaks the simulated providers under load, then compares every reported result with the ledger.
//!
//! Many clients do every operation that may be repeated, and some that must not be, while responses are lost, cut short,
//! delayed or replaced. What is required of payonce is written in [`judge`]: nothing is charged twice, nothing that
//! happened is reported as failed, nothing is reported as done that was not, and when the faults stop every unknown
//! outcome can be settled.
//!
//! A run is a row of rounds, each with its own faults and a ledger of its own, so that the simulator stays fast
//! and a failing round can be repeated alone: round `n` of seed `s` is the first round of seed `s + n`. The callers may be
//! tasks of this program, or programs that have the package of another language: the orders are the same for all.

pub mod faults;
pub mod journal;
pub mod judge;
pub mod orders;
pub mod outage;
pub mod page;
pub mod report;
pub mod round;
pub mod workers;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use payonce_sandbox::{Config, Sandbox};
use tokio::task::JoinSet;

use crate::report::Report;
use crate::round::{Clients, Round};
use crate::workers::Worker;

/// So many operations share one ledger: the simulator's lists grow with it, and every search goes through them.
const ROUND: usize = 400;
/// As many rounds are played at the same time, each against a simulator of its own: the end of a round is mostly waiting
/// for responses that never come.
const LANES: usize = 4;

/// What to do, and how hard.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// How many operations callers ask for, all rounds together.
    pub operations: usize,
    /// Decides what is asked for and which requests are struck.
    pub seed: u64,
    /// How many clients of one simulator work at the same time.
    pub clients: usize,
    /// Whether callers opt in to repeating what may have happened. A run with it has to find double charges, or it would
    /// find none in payonce either.
    pub careless: bool,
}

impl Plan {
    /// The seed and the size of each round.
    pub(crate) fn rounds(&self) -> Vec<(u64, usize)> {
        let starts = (0..self.operations).step_by(ROUND);
        starts
            .zip(0_u64..)
            .map(|(start, number)| (self.seed.wrapping_add(number), ROUND.min(self.operations - start)))
            .collect()
    }
}

/// Who asks.
#[derive(Debug, Clone)]
pub enum Callers {
    /// Tasks of this program, through the Rust crate.
    Rust,
    /// A program that has another language's package.
    Worker(Worker),
}

/// Runs everything. `progress` receives the progress now and then.
///
/// # Errors
/// When a simulator, a client or a worker cannot be set up. What payonce does wrong is in the report.
pub async fn run(plan: Plan, callers: &Callers, progress: fn(&Report)) -> anyhow::Result<Report> {
    let started = Instant::now();
    let rounds = Arc::new(Mutex::new(plan.rounds()));
    let report = Arc::new(Mutex::new(Report::default()));
    let mut lanes = JoinSet::new();
    for _ in 0..LANES {
        let (rounds, report, callers) = (Arc::clone(&rounds), Arc::clone(&report), callers.clone());
        lanes.spawn(async move {
            let sandbox = Sandbox::start(Config::default()).await.context("start the simulator")?;
            let clients = Arc::new(Clients::new(&sandbox, plan.clients)?);
            loop {
                let enough = lock(&report).offences.len() >= report::MAX_OFFENCES;
                let Some((seed, size)) = lock(&rounds).pop().filter(|_| !enough) else { break };
                let round = Round::prepare(&sandbox, seed, &plan, size).await?;
                let of_round = match &callers {
                    Callers::Rust => round::play(&sandbox, &clients, round).await?,
                    Callers::Worker(worker) => {
                        workers::play(worker, &sandbox, &clients, round, &plan).await?
                    }
                };
                let mut report = lock(&report);
                report.add(of_round);
                report.time = started.elapsed();
                progress(&report);
            }
            // Connections that still hang would hold the end up, and nothing on them matters any more.
            let _ = tokio::time::timeout(Duration::from_secs(2), sandbox.shutdown()).await;
            anyhow::Ok(())
        });
    }
    while let Some(lane) = lanes.join_next().await {
        lane??;
    }
    let report = lock(&report).clone();
    Ok(report)
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
