//! The `chaos` program: breaks the simulated providers under load and compares the answers with the ledger.
#![allow(clippy::print_stdout, reason = "the terminal is where this program reports")]

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use chaos::Plan;
use chaos::outage::{self, Peer};
use chaos::report::Report;
use clap::Parser;

/// Breaks the simulated providers under load and compares what callers were told with the ledger.
#[derive(Parser)]
#[command(name = "chaos", disable_version_flag = true)]
struct Arguments {
    /// How many operations callers ask for.
    #[arg(long, default_value_t = 1_500)]
    operations: usize,
    /// Decides what is asked for and which requests are struck; drawn when left out.
    #[arg(long)]
    seed: Option<u64>,
    /// How many clients of one simulator work at the same time; there are four simulators.
    #[arg(long, default_value_t = 32)]
    clients: usize,
    /// Let callers opt in to repeating what may have happened: the run then has to find double charges.
    #[arg(long)]
    careless: bool,
    /// Measure instead what clients do to a provider that is down.
    #[arg(long)]
    outage: bool,
    /// A Python that has the packages of python/requirements-dev.txt, for what is compared with them.
    #[arg(long, value_name = "PROGRAM")]
    python: Option<PathBuf>,
}

fn main() -> anyhow::Result<ExitCode> {
    let Arguments { operations, seed, clients, careless, outage, python } = Arguments::parse();
    let runtime = tokio::runtime::Runtime::new().context("start the runtime")?;
    if outage {
        let program = PathBuf::from("tests/chaos/payi_outage.py");
        let peer = python.map(|python| Peer { python, program });
        let outage = runtime.block_on(outage::run(peer.as_ref()))?;
        println!("{outage}");
        return Ok(if outage.is_tame() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let seed = seed.unwrap_or_else(drawn);
    println!("seed {seed}, {operations} operations");
    let report = runtime.block_on(chaos::run(Plan { operations, seed, clients, careless }, progress))?;
    println!("\n{report}");
    if report.offences.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    println!("again: cargo xtask chaos --seed {seed} --operations {operations} --clients {clients}");
    Ok(ExitCode::FAILURE)
}

fn progress(report: &Report) {
    if report.rounds.is_multiple_of(10) {
        println!(
            "  {} operations, {} requests, {} offences, {} s",
            report.operations(),
            report.requests(),
            report.offences.len(),
            report.time.as_secs()
        );
    }
}

/// A seed that is short enough to be typed again.
fn drawn() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    fastrand::Rng::with_seed(u64::from(now.subsec_nanos()) ^ now.as_secs()).u64(..1_000_000)
}
