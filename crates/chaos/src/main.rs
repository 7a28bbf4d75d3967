//! The `chaos` program: breaks the simulated providers under load and compares the answers with the ledger.
#![allow(clippy::print_stdout, reason = "the terminal is where this program reports")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use chaos::Plan;
use chaos::outage::{self, Peer};
use chaos::report::Report;
use chaos::workers::{self, Worker};
use clap::{Parser, ValueEnum};

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
    /// Whose packages are tried, separated by commas; those of Python and Node have to be built.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "rust")]
    languages: Vec<Language>,
    /// Measure instead what clients do to a provider that is down.
    #[arg(long)]
    outage: bool,
    /// A Python that has the packages of python/requirements-dev.txt, for what is compared with them.
    #[arg(long, value_name = "PROGRAM")]
    python: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Language {
    Rust,
    Python,
    Node,
}

fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Runtime::new().context("start the runtime")?;
    if arguments.outage {
        let program = PathBuf::from("tests/chaos/payi_outage.py");
        let peer = arguments.python.map(|python| Peer { python, program });
        let outage = runtime.block_on(outage::run(peer.as_ref()))?;
        println!("{outage}");
        return Ok(if outage.is_tame() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let seed = arguments.seed.unwrap_or_else(drawn);
    let mut clean = true;
    for language in &arguments.languages {
        let name = language.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned());
        println!("{name}: seed {seed}, {} operations", arguments.operations);
        let report = runtime.block_on(play(*language, &arguments, seed))?;
        println!("\n{report}");
        if !report.offences.is_empty() {
            let Arguments { operations, clients, .. } = &arguments;
            println!(
                "again: cargo xtask chaos --languages {name} --seed {seed} --operations {operations} --clients {clients}"
            );
            clean = false;
        }
    }
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn play(language: Language, arguments: &Arguments, seed: u64) -> anyhow::Result<Report> {
    let Arguments { operations, clients, careless, .. } = *arguments;
    let plan = Plan { operations, seed, clients, careless };
    let worker = match language {
        Language::Rust => return chaos::run(plan, progress).await,
        Language::Python => {
            let usual = || PathBuf::from(".venv/bin/python");
            Worker::python(arguments.python.clone().unwrap_or_else(usual))
        }
        Language::Node => Worker::node(),
    };
    workers::run(&worker, Path::new("."), plan, progress).await
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
