//! The `chaos` program: breaks the simulated providers under load and compares the results with the ledger.
#![allow(clippy::print_stdout, reason = "the terminal is where this program reports")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, ensure};
use chaos::journal;
use chaos::outage::{self, Peer};
use chaos::page::{self, Page};
use chaos::report::Report;
use chaos::workers::Worker;
use chaos::{Callers, Plan};
use clap::{Parser, ValueEnum};

/// So many rounds are named that play a failure again.
const MAX_REPLAYS: usize = 3;

/// Breaks the simulated providers under load and compares the reported results with the ledger.
#[derive(Parser)]
#[command(name = "chaos", disable_version_flag = true)]
struct Arguments {
    /// How many operations callers ask for, all languages together.
    #[arg(long, default_value_t = 100_000)]
    operations: usize,
    /// Decides what is asked for and which requests are struck; drawn when left out.
    #[arg(long)]
    seed: Option<u64>,
    /// How many clients of each provider work at the same time on one simulator; there are four simulators.
    #[arg(long, default_value_t = 32)]
    clients: usize,
    /// Let callers opt in to repeating what may have happened: the run then has to find double charges.
    #[arg(long)]
    careless: bool,
    /// Whose packages are tried, separated by commas; those of Python and Node have to be built. `wasm` is the npm package
    /// without its addon.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "rust,python,node")]
    languages: Vec<Language>,
    /// Measure instead what clients do to a provider that is down.
    #[arg(long)]
    outage: bool,
    /// Run worker processes that are killed and paused, with payonce's journal and with a claim that has a TTL; `--operations`
    /// is the number of payments.
    #[arg(long)]
    journal: bool,
    /// Also write the result as a page with a plot: one file that loads nothing.
    #[arg(long, value_name = "FILE.html", conflicts_with = "outage")]
    report: Option<PathBuf>,
    /// Also write the plot alone, as SVG.
    #[arg(long, value_name = "FILE.svg", conflicts_with = "outage")]
    picture: Option<PathBuf>,
    /// The journal of `--journal`: a URL of PostgreSQL or Redis; SQLite files of its own by default.
    #[arg(long, value_name = "URL")]
    store: Option<String>,
    /// What the worker processes of `--journal` are started with.
    #[arg(long, hide = true)]
    journal_worker: Option<String>,
    /// A Python that has the packages of python/requirements-dev.txt, for what is compared with them.
    #[arg(long, value_name = "PROGRAM")]
    python: Option<PathBuf>,
}

impl Arguments {
    fn interpreter(&self) -> PathBuf {
        self.python.clone().unwrap_or_else(|| PathBuf::from(".venv/bin/python"))
    }

    fn callers(&self, language: Language) -> Callers {
        match language {
            Language::Rust => Callers::Rust,
            Language::Python => Callers::Worker(Worker::python(self.interpreter())),
            Language::Node => Callers::Worker(Worker::node()),
            Language::Wasm => Callers::Worker(Worker::wasm()),
        }
    }

    /// The worker of a language, if its package is built.
    fn worker_of(&self, language: Language, program: &Path) -> Option<journal::Worker> {
        let exists = |path: &str| Path::new(path).exists();
        match language {
            Language::Rust => Some(journal::Worker::rust(program.to_owned())),
            Language::Python => {
                let interpreter = self.interpreter();
                let is_built = interpreter.exists() && exists("python/payonce/_native.abi3.so");
                is_built.then(|| journal::Worker::python(interpreter))
            }
            Language::Node => exists("js/dist/entry.node.js").then(journal::Worker::node),
            Language::Wasm => None,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Language {
    Rust,
    Python,
    Node,
    Wasm,
}

impl Language {
    fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

fn main() -> ExitCode {
    run().unwrap_or_else(|error| {
        println!("error: {error:#}");
        ExitCode::from(2)
    })
}

fn run() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Runtime::new().context("start the runtime")?;
    if let Some(settings) = &arguments.journal_worker {
        runtime.block_on(journal::worker::run(settings))?;
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.journal {
        return journal(&runtime, &arguments);
    }
    if arguments.outage {
        let program = PathBuf::from("tests/chaos/payi_outage.py");
        let peer = arguments.python.map(|python| Peer { python, program });
        let outage = runtime.block_on(outage::run(peer.as_ref()))?;
        println!("{outage}");
        return Ok(if outage.is_tame() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let seed = arguments.seed.unwrap_or_else(drawn);
    let mut together = Report::default();
    let mut reports = Vec::new();
    let mut again = Vec::new();
    let operations = arguments.operations.div_ceil(arguments.languages.len());
    for language in &arguments.languages {
        println!("{}: seed {seed}, {operations} operations", language.name());
        let plan = Plan { operations, seed, clients: arguments.clients, careless: arguments.careless };
        let report = runtime.block_on(chaos::run(plan, &arguments.callers(*language), progress))?;
        println!("\n{report}");
        again.extend(replays(&report, *language, &arguments));
        together.time += report.time;
        together.add(report.clone());
        reports.push((language.name(), report));
    }
    if arguments.languages.len() > 1 {
        println!("all languages together:\n\n{together}");
    }
    for command in &again {
        println!("to play such a round again: {command}");
    }
    write_page(&arguments, || page::of_operations(&reports, seed, repeated(&arguments, seed)))?;
    Ok(if together.offences.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn journal(runtime: &tokio::runtime::Runtime, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let seed = arguments.seed.unwrap_or_else(drawn);
    let (jobs, store) = (arguments.operations, arguments.store.clone());
    let program = std::env::current_exe().context("find this program")?;
    let mut workers = Vec::new();
    let mut names = Vec::new();
    for language in &arguments.languages {
        let Some(worker) = arguments.worker_of(*language, &program) else { continue };
        workers.push(worker);
        names.push(language.name());
    }
    ensure!(!workers.is_empty(), "build a package of --languages first: `cargo xtask build`");
    println!("the journal: seed {seed}, {jobs} jobs, workers: {}", names.join(", "));
    let plan = journal::Plan { jobs, seed, store, program, workers };
    let report = runtime.block_on(journal::run(plan, |report| {
        if (report.ttl.rounds + report.journal.rounds).is_multiple_of(10) {
            println!("  {} jobs, {} s", report.journal.jobs, report.time.as_secs());
        }
    }))?;
    println!("\n{report}");
    write_page(arguments, || page::of_journal(&report, seed, repeated(arguments, seed)))?;
    Ok(if report.journal.is_right() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Writes what `--report` and `--picture` ask for.
fn write_page(arguments: &Arguments, page: impl FnOnce() -> Page) -> anyhow::Result<()> {
    if arguments.report.is_none() && arguments.picture.is_none() {
        return Ok(());
    }
    let page = page();
    let picture = page.pictures().next().unwrap_or_default();
    for (file, text) in [(&arguments.report, page.html()?), (&arguments.picture, picture)] {
        let Some(file) = file else { continue };
        std::fs::write(file, text).with_context(|| format!("write {}", file.display()))?;
        println!("written: {}", file.display());
    }
    Ok(())
}

/// The command that repeats the run.
fn repeated(arguments: &Arguments, seed: u64) -> String {
    let languages: Vec<String> = arguments.languages.iter().map(|language| language.name()).collect();
    let mut command = "cargo xtask chaos".to_owned();
    for (name, is_given) in [("--journal", arguments.journal), ("--careless", arguments.careless)] {
        if is_given {
            command.push(' ');
            command.push_str(name);
        }
    }
    format!(
        "{command} --seed {seed} --operations {} --clients {} --languages {}",
        arguments.operations,
        arguments.clients,
        languages.join(",")
    )
}

/// What plays the rounds again in which something was wrong, the worst of them first.
fn replays(report: &Report, language: Language, arguments: &Arguments) -> Vec<String> {
    let mut rounds = BTreeMap::new();
    for offence in &report.offences {
        let worst = rounds.entry(offence.seed).or_insert((offence.wrong, offence.operations));
        worst.0 = worst.0.min(offence.wrong);
    }
    let mut rounds: Vec<_> =
        rounds.into_iter().map(|(seed, (wrong, operations))| (wrong, seed, operations)).collect();
    rounds.sort_unstable();
    let careless = if arguments.careless { " --careless" } else { "" };
    let (language, clients) = (language.name(), arguments.clients);
    rounds
        .into_iter()
        .take(MAX_REPLAYS)
        .map(|(_, seed, operations)| {
            format!(
                "cargo xtask chaos --languages {language} --seed {seed} --operations {operations} --clients \
                 {clients}{careless}"
            )
        })
        .collect()
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
