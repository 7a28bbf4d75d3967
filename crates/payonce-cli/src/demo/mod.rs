//! `payonce demo`: what payonce does, in seconds and without real money.

mod pasted_loop;
mod payer;
mod race;
mod scenes;
mod workers;

use std::ffi::OsString;

use payonce_sandbox::{Config, Sandbox};

use crate::failure::Failure;
use crate::output::{heading, print};

/// Show a payment and its failures, then count charges under faults.
///
/// Starts the simulator in this process and pays there: a payment, a policy violation, a rate limit, a lost response.
/// Then a hand-written retry loop and payonce make the same payments under the same seeded faults, and the
/// simulator's ledger counts the charges. At last, three worker processes pay invoices that a queue delivers twice, and one
/// of them is killed: the hand-written loop beside payonce with its journal.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The number of payments on each side of the comparison.
    #[arg(long, default_value_t = 200, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=400))]
    payments: u32,
    /// The seed of the faults.
    #[arg(long, default_value_t = 7, value_name = "N")]
    seed: u64,
    /// Run only one part.
    #[arg(long, value_enum)]
    only: Option<Part>,
    /// What the worker processes are started with.
    #[arg(long, hide = true)]
    worker: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// A payment and three failures.
    Walk,
    /// The hand-written loop and payonce side by side.
    Comparison,
    /// Three worker processes, one of them killed.
    Workers,
}

pub(crate) fn run(arguments: &Arguments, itself: &[OsString]) -> Result<(), Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::Run(format!("cannot start the runtime: {error}")))?
        .block_on(play(arguments, itself))
}

async fn play(arguments: &Arguments, itself: &[OsString]) -> Result<(), Failure> {
    if let Some(settings) = &arguments.worker {
        return workers::worker(settings).await;
    }
    let plays = |part| arguments.only.is_none_or(|only| only == part);
    if plays(Part::Walk) {
        walk().await?;
    }
    if plays(Part::Comparison) {
        compare(arguments).await?;
    }
    if plays(Part::Workers) {
        kill(itself).await?;
    }
    Ok(())
}

async fn kill(itself: &[OsString]) -> Result<(), Failure> {
    say(&workers::intro())?;
    let by_loop = workers::pasted_loop(itself).await?;
    let by_payonce = workers::payonce(itself).await?;
    say(&workers::report(&by_loop, &by_payonce))
}

async fn walk() -> Result<(), Failure> {
    let sandbox = start().await?;
    say(&format!(
        "{}\nEverything happens on this machine, at {}. No real money moves.\n",
        heading("payonce: a payment and three failures"),
        sandbox.url()
    ))?;
    scenes::play(&sandbox).await?;
    sandbox.shutdown().await;
    Ok(())
}

async fn compare(arguments: &Arguments) -> Result<(), Failure> {
    say(&race::intro(arguments.payments, arguments.seed))?;
    let by_loop = race::pasted_loop(arguments.payments, arguments.seed).await?;
    let by_payonce = race::payonce(arguments.payments, arguments.seed).await?;
    say(&race::report(&by_loop, &by_payonce))
}

async fn start() -> Result<Sandbox, Failure> {
    Sandbox::start(Config::default()).await.map_err(|error| Failure::Run(error.to_string()))
}

/// Prints immediately, so that a person sees each step when it happens.
fn say(text: &str) -> Result<(), Failure> {
    print(format!("{text}\n"))
}
