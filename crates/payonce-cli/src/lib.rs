//! The command `payonce` as a library: the program of this crate, the Python package and the npm package all run it.

mod codes;
mod demo;
mod explain;
mod failure;
mod format;
mod journal;
mod manual;
mod output;
mod provider;
mod sandbox;
mod standard_streams;
mod value_parser;

use std::ffi::OsString;

use clap::{CommandFactory as _, Parser, Subcommand};

pub use sandbox::{
    environment as sandbox_environment, options as sandbox_options, provider_file as sandbox_provider_file,
};

/// Explain errors and responses of payment APIs, settle payments, and simulate the providers.
#[derive(Parser)]
#[command(name = "payonce", bin_name = "payonce", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Explain(explain::Arguments),
    Codes(codes::Arguments),
    Provider(provider::Arguments),
    Sandbox(sandbox::Arguments),
    Demo(demo::Arguments),
    Journal(journal::Arguments),
    Completions(manual::Completions),
    Man(manual::Manual),
}

/// The draft of a provider file that `payonce provider draft` writes for this OpenAPI document, for checks of its reader.
///
/// # Errors
/// Why there is no draft.
#[doc(hidden)]
pub fn drafted_provider_file(document: &str) -> Result<String, String> {
    provider::drafted(document)
}

/// Runs the command with these arguments, which do not include the name of the program, and returns its exit code. It never
/// ends the process itself.
///
/// `itself` starts the command again in another process: a program and its first arguments, such as `python -m payonce`.
/// The demonstration starts its workers with it.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>, itself: &[OsString]) -> u8 {
    // The command's own HTTP clients need a provider before they are built, although they use plain HTTP. A second
    // installation fails without consequences.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let arguments = std::iter::once(OsString::from("payonce")).chain(arguments);
    let command = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments.command,
        Err(error) => return output::usage(&error),
    };
    let result = match command {
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Codes(arguments) => codes::run(&arguments),
        Command::Demo(arguments) => demo::run(&arguments, itself),
        Command::Journal(arguments) => journal::run(&arguments),
        Command::Provider(arguments) => provider::run(&arguments),
        Command::Sandbox(arguments) => sandbox::run(&arguments),
        Command::Completions(arguments) => arguments.run(Arguments::command()),
        Command::Man(arguments) => arguments.run(Arguments::command()),
    };
    match result {
        Ok(()) => 0,
        Err(failure) => failure.report(),
    }
}
