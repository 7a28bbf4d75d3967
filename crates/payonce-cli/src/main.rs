//! The `payonce` command.

mod codes;
mod demo;
mod explain;
mod failure;
mod journal;
mod manual;
mod output;
mod sandbox;
mod suggest;
mod value_parser;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

/// Explain errors and responses of payment APIs, settle payments, and simulate the providers.
#[derive(Parser)]
#[command(name = "payonce", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Explain(explain::Arguments),
    Codes(codes::Arguments),
    Sandbox(sandbox::Arguments),
    Demo(demo::Arguments),
    Journal(journal::Arguments),
    Completions(manual::Completions),
    Man(manual::Manual),
}

fn main() -> ExitCode {
    // This program's own HTTP clients need a provider before they are built, although they use plain HTTP. A second
    // installation fails without consequences.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let result = match Arguments::parse().command {
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Codes(arguments) => codes::run(&arguments),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Journal(arguments) => journal::run(&arguments),
        Command::Sandbox(arguments) => sandbox::run(&arguments),
        Command::Completions(arguments) => arguments.run(Arguments::command()),
        Command::Man(arguments) => arguments.run(Arguments::command()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
