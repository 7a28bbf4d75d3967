//! The `payonce` command.

mod choice;
mod codes;
mod demo;
mod explain;
mod failure;
mod output;
mod sandbox;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Explains answers of payment APIs, lists what payonce knows of them, and simulates them.
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
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Codes(arguments) => codes::run(&arguments),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Sandbox(arguments) => sandbox::run(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
