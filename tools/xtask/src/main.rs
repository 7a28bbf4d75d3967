//! Builds, generates, tests and packs payonce in four languages: `cargo xtask --help`.

#![allow(clippy::print_stdout, reason = "the terminal is where this program reports")]

mod api;
mod bench;
mod build;
mod chaos;
mod check;
mod checkout;
mod codegen;
mod demo;
mod dist;
mod format;
mod fuzz;
mod guides;
mod language;
mod notices;
mod process;
mod progress;
mod release;
mod sandbox;
mod setup;
mod site;
mod sizes;
mod stamp;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::build::Target;
use crate::checkout::Checkout;
use crate::test::Suite;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Build, generate, test and pack payonce",
    disable_version_flag = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install the requirements for building and testing inside the checkout.
    Setup {
        /// Install missing Debian or Ubuntu packages first, if that needs no password: a browser, a Rust that builds for
        /// WebAssembly, Python's venv module.
        #[arg(long)]
        system: bool,
    },
    /// Build the development version of one language's package, or of all.
    Build {
        #[arg(value_enum, default_value = "all")]
        target: Target,
    },
    /// Run every test suite, or the named ones.
    Test {
        #[arg(value_enum)]
        suites: Vec<Suite>,
    },
    /// Check formatting, lints, types and that the generated files are current, in every language.
    Check,
    /// Check that texts contain no word of `tools/xtask/src/language/words.txt`; part of `check`.
    Language,
    /// Write the files that are generated from the operations declared in Rust.
    Codegen {
        /// Change nothing; fail when a file would differ.
        #[arg(long)]
        check: bool,
    },
    /// Write the public interface of each language into tests/api, which `check` compares.
    Api {
        /// Change nothing; fail if a file differs from what is compiled.
        #[arg(long)]
        check: bool,
    },
    /// Build the CLI and show a payment and its failures.
    Demo,
    /// Break the simulated providers under load and compare the reported results with the ledger.
    Chaos {
        /// Passed on, for instance `--operations 1500 --seed 7`, `--languages python,node`, `--journal` or `--outage`; 100,000
        /// operations in Rust, Python and Node by default. `cargo xtask chaos -- --help` names them all.
        #[arg(allow_hyphen_values = true, trailing_var_arg = true)]
        arguments: Vec<String>,
    },
    /// Give invented inputs to everything that reads foreign bytes, and report each that breaks a promise. It needs a C++ compiler.
    Fuzz(fuzz::Options),
    /// Build the playground and the documentation as static pages, into `target/site/pages/`.
    Site,
    /// Build the page of the simulator's dashboard from `site/dashboard` into the crate that contains it.
    Dashboard,
    /// Build the packages into `dist/`, and print their sizes.
    Dist(dist::Options),
    /// Show what a release would publish. Builds every package that this machine can build.
    Release(release::Options),
    /// Measure the time that payonce takes in each language, compared with what it replaces. Builds for release first.
    Bench {
        /// Measure the writes of the journal instead, compared with bare transactions of SQLite, PostgreSQL and Redis.
        #[arg(long)]
        journal: bool,
        /// Count the instructions of the hot paths of the core instead, and fail if one needs 5 % more than accepted; part of
        /// `check`. It needs valgrind, and says so without it.
        #[arg(long, conflicts_with = "journal")]
        instructions: bool,
        /// Draw the figures of the last measurement into docs/pictures instead.
        #[arg(long, conflicts_with_all = ["journal", "instructions"])]
        picture: bool,
        /// Accept the counts that were measured.
        #[arg(long, requires = "instructions")]
        accept: bool,
    },
}

fn main() -> ExitCode {
    match Checkout::find().and_then(|checkout| run(&checkout, Arguments::parse().command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(checkout: &Checkout, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Setup { system } => {
            if system {
                setup::system_packages(checkout);
            }
            setup::everything(checkout)
        }
        Command::Build { target } => build::run(checkout, target),
        Command::Test { suites } => test::run(checkout, &suites),
        Command::Check => check::run(checkout),
        Command::Language => language::check(checkout),
        Command::Codegen { check: true } => {
            setup::formatters(checkout).and_then(|()| codegen::check(checkout))
        }
        Command::Codegen { check: false } => {
            setup::formatters(checkout).and_then(|()| codegen::write(checkout))
        }
        Command::Api { check: true } => api::check(checkout),
        Command::Api { check: false } => api::write(checkout),
        Command::Demo => demo::run(checkout),
        Command::Chaos { arguments } => chaos::run(checkout, &arguments),
        Command::Fuzz(options) => fuzz::run(checkout, &options),
        Command::Site => site::run(checkout),
        Command::Dashboard => site::dashboard(checkout, false),
        Command::Dist(options) => dist::run(checkout, &options),
        Command::Release(options) => release::run(checkout, &options),
        Command::Bench { journal: true, .. } => bench::journal::run(checkout),
        Command::Bench { instructions: true, accept, .. } => bench::instructions::run(checkout, accept),
        Command::Bench { picture: true, .. } => bench::picture::draw(checkout),
        Command::Bench { .. } => bench::run(checkout),
    }
}
