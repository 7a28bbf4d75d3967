//! `payonce journal`: what a person does with the record of payments.

mod check;
mod entries;
mod schema;
mod settle;
mod store;
mod watched;
mod work;

use std::future::Future;

use clap::Subcommand;

use crate::failure::Failure;
use crate::output::print;
use store::Place;

pub(crate) use store::open_store as open;
pub(crate) use watched::Watched;

/// Look at the journal of payments, and settle what is open.
///
/// A journal records every call that can take effect before its first byte is sent. An entry is open if a payment may have
/// been made and no process works on it: `reconcile` asks the provider, and `settle` records what a person found out.
#[derive(clap::Args)]
#[command(arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    List(entries::List),
    Show(entries::Show),
    Reconcile(work::Reconcile),
    Run(work::Run),
    Settle(settle::Settle),
    Prune(settle::Prune),
    Schema(schema::Schema),
    Check(check::Check),
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let shown = match &arguments.verb {
        Verb::List(list) => block_on(list.run())?,
        Verb::Show(show) => block_on(show.run())?,
        Verb::Reconcile(reconcile) => block_on(reconcile.run())?,
        Verb::Run(run) => block_on(run.run())?,
        Verb::Settle(settle) => block_on(settle.run())?,
        Verb::Prune(prune) => block_on(prune.run())?,
        Verb::Schema(schema) => schema.run(),
        Verb::Check(check) => block_on(check.run())?,
    };
    print(shown)
}

pub(crate) fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Run(format!("cannot start the runtime: {error}")))?
        .block_on(work)
}
