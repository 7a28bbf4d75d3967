//! The journal in worker processes that are killed and paused, with stores that fail and clocks that are wrong.
//!
//! Two to eight worker processes take jobs from a queue that delivers every job at least twice. Each job is one payment
//! under one key. Around it is either payonce's journal, or what programs use without it: a claim that ends after a time and
//! then lets the next worker run the job again. Workers, faults and jobs are the same for both, so that the ledger shows
//! the difference.

mod claim;
mod jobs;
pub(crate) mod report;
mod round;
mod troubles;
pub mod worker;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use tokio::task::JoinSet;

pub use report::{Report, Row};

use crate::lock;

/// So many jobs share one simulator and one file.
const ROUND: usize = 100;
/// One round in so many is played with the claim that ends after a time, too.
const COMPARED: u64 = 10;
/// As many rounds are played at the same time: their workers mostly wait.
const LANES: usize = 12;
/// How long a claim lasts, of payonce's journal and of the one with a TTL: as long as a call may take.
const LEASE_MS: u64 = 1_000;
/// At the end, every lease is over, also one that a clock an hour ahead gave.
const AFTERWARDS_MS: i64 = 4 * 60 * 60 * 1_000;

/// What to do, and with which store.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How many payments are asked for.
    pub jobs: usize,
    /// Decides the jobs, the faults and when workers die.
    pub seed: u64,
    /// The journal: a URL of PostgreSQL or Redis; without one, a new SQLite file for every round.
    pub store: Option<String>,
    /// This program, which is every worker of the claim with a TTL.
    pub program: PathBuf,
    /// What the workers of the journal are; at least one.
    pub workers: Vec<Worker>,
}

/// A program that takes jobs and pays.
#[derive(Debug, Clone)]
pub struct Worker {
    /// Its name in the report.
    language: Language,
    program: PathBuf,
    /// Its first argument; the second one has its settings.
    script: &'static str,
}

/// The language of a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// This program.
    Rust,
    /// The Python package.
    Python,
    /// The npm package with its addon.
    Node,
}

impl Worker {
    /// This program.
    #[must_use]
    pub const fn rust(program: PathBuf) -> Self {
        Self { language: Language::Rust, program, script: "--journal-worker" }
    }

    /// The Python package, with this interpreter.
    #[must_use]
    pub const fn python(program: PathBuf) -> Self {
        Self { language: Language::Python, program, script: "tests/chaos/journal_worker.py" }
    }

    /// The npm package.
    #[must_use]
    pub fn node() -> Self {
        Self {
            language: Language::Node,
            program: PathBuf::from("node"),
            script: "tests/chaos/journal_worker.mjs",
        }
    }
}

/// What keeps a job from being done twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// payonce's journal.
    Journal,
    /// A claim that ends after a time, around a client without a journal.
    Ttl,
}

impl Guard {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Ttl, Self::Journal];

    /// Its name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Journal => "journal",
            Self::Ttl => "ttl",
        }
    }
}

/// Runs everything. `progress` receives the report after each round.
///
/// # Errors
/// When a simulator, a store or a worker cannot be set up. What the journal does wrong is in the report.
pub async fn run(plan: Plan, progress: fn(&Report)) -> anyhow::Result<Report> {
    let began = Instant::now();
    let mut rounds = Vec::new();
    for (start, number) in (0..plan.jobs).step_by(ROUND).zip(0_u64..) {
        for guard in Guard::ALL {
            // The comparison shows in few rounds what it shows; the proof needs all of them.
            if guard == Guard::Journal || number % COMPARED == 0 {
                rounds.push((plan.seed.wrapping_add(number), ROUND.min(plan.jobs - start), guard));
            }
        }
    }
    rounds.reverse();
    let rounds = Arc::new(Mutex::new(rounds));
    let report = Arc::new(Mutex::new(Report::default()));
    let mut lanes = JoinSet::new();
    for _ in 0..LANES {
        let (rounds, report, plan) = (Arc::clone(&rounds), Arc::clone(&report), plan.clone());
        lanes.spawn(async move {
            loop {
                let Some((seed, jobs, guard)) = lock(&rounds).pop() else { return anyhow::Ok(()) };
                let row = round::play(&plan, seed, jobs, guard).await?;
                let mut report = lock(&report);
                report.add(guard, row);
                report.time = began.elapsed();
                progress(&report);
            }
        });
    }
    while let Some(lane) = lanes.join_next().await {
        lane??;
    }
    let report = lock(&report).clone();
    Ok(report)
}
