//! Every test suite, one summary, true totals.

mod bundlers;
mod packaging;
mod preparation;
mod runners;
mod runtimes;
mod totals;

use std::time::Instant;

use anyhow::bail;
use clap::ValueEnum;

use crate::checkout::Checkout;
use crate::progress;
use crate::setup::databases::Databases;
use crate::test::preparation::Preparation;
use crate::test::totals::Totals;

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Suite {
    /// Unit, integration and documentation tests of all crates.
    Rust,
    /// python/tests.
    Python,
    /// python/integrations: the adapters with the real frameworks, in an environment of their own.
    Integrations,
    /// js/test, on Node.
    Node,
    /// js/test/portable and js/test/browser, in headless Chromium.
    Browser,
    /// site/test: the playground in headless Chromium.
    Site,
    /// The wheel and the npm package as a user installs them, in fresh folders outside the checkout.
    Packaging,
    /// js/test/runtimes: the npm package in Node, Deno, Bun, workerd and Vercel's edge runtime.
    Runtimes,
    /// js/test/bundlers: the npm package in default projects of bundlers, Next.js, test runners and compilers.
    Bundlers,
    /// tests/docs: what the documentation says and shows.
    Docs,
    /// tests/chaos: the packages of Python and Node under faults, compared with the simulator's ledger.
    Chaos,
    /// What the runners of tests/vectors reported in the suites before: all played the same and sent the same bytes.
    Parity,
}

impl Suite {
    fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Python => "python",
            Self::Integrations => "integrations",
            Self::Node => "node",
            Self::Browser => "browser",
            Self::Site => "site",
            Self::Packaging => "packaging",
            Self::Runtimes => "runtimes",
            Self::Bundlers => "bundlers",
            Self::Docs => "docs",
            Self::Chaos => "chaos",
            Self::Parity => "parity",
        }
    }
}

pub(crate) fn run(checkout: &Checkout, chosen: &[Suite]) -> anyhow::Result<()> {
    let suites: &[Suite] = if chosen.is_empty() { Suite::value_variants() } else { chosen };
    let preparation = Preparation::new(checkout, suites);
    let needs_databases = suites.iter().any(|suite| {
        matches!(suite, Suite::Rust | Suite::Python | Suite::Integrations | Suite::Node | Suite::Chaos)
    });
    let databases = needs_databases.then(Databases::start).transpose()?;
    if chosen.is_empty() {
        runners::forget_reports(checkout)?;
    }

    let mut rows = Vec::new();
    for &suite in suites {
        progress::heading(&format!("tests: {}", suite.name()));
        let started = Instant::now();
        // One suite that cannot even start must not hide what the others say.
        let outcome = preparation.of(suite).and_then(|()| run_one(checkout, suite)).unwrap_or_else(|error| {
            println!("{error:#}");
            Totals::broken()
        });
        rows.push((suite.name(), outcome, started.elapsed()));
    }

    // A process that ends with an exit status drops nothing.
    drop(databases);
    progress::heading("summary");
    println!("{:<10} {:>7} {:>7} {:>8} {:>9}", "suite", "passed", "failed", "skipped", "time");
    let mut all = Totals::default();
    for (name, totals, time) in rows {
        let Totals { passed, failed, skipped } = totals;
        println!("{name:<10} {passed:>7} {failed:>7} {skipped:>8} {:>9}", progress::seconds(time));
        all.add(totals);
    }
    println!("{} passed, {} failed", all.passed, all.failed);
    if all.failed > 0 {
        std::process::exit(1);
    }
    Ok(())
}

fn run_one(checkout: &Checkout, suite: Suite) -> anyhow::Result<Totals> {
    let totals = match suite {
        Suite::Rust => runners::rust(checkout)?,
        Suite::Python => runners::python(checkout)?,
        Suite::Integrations => runners::frameworks(checkout)?,
        Suite::Node => runners::node(checkout)?,
        Suite::Browser => runners::browser(checkout)?,
        Suite::Site => runners::site(checkout)?,
        Suite::Packaging => packaging::run(checkout)?,
        Suite::Runtimes => runtimes::run(checkout)?,
        Suite::Bundlers => bundlers::run(checkout)?,
        Suite::Docs => runners::docs(checkout)?,
        Suite::Chaos => runners::chaos(checkout)?,
        Suite::Parity => runners::parity(checkout)?,
    };
    if totals.passed + totals.failed == 0 {
        bail!("the suite ran no test: look for its files, or for a runner whose report is not understood");
    }
    Ok(totals)
}
