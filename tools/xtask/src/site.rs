//! The playground and the documentation as static pages.

use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;

use crate::checkout::Checkout;
use crate::process::Command;
use crate::{build, progress, setup};

/// Builds the pages, and prints where they are.
pub(crate) fn run(checkout: &Checkout) -> anyhow::Result<()> {
    pages(checkout)?;
    println!("the pages are in {}", folder(checkout).display());
    Ok(())
}

/// Builds the dashboard of the simulator into the crate that contains it, or fails if what is there is not current.
pub(crate) fn dashboard(checkout: &Checkout, check: bool) -> anyhow::Result<()> {
    setup::node(checkout)?;
    setup::site(checkout)?;
    progress::step("building the dashboard", || {
        let check: &[&str] = if check { &["--check"] } else { &[] };
        Command::new("node")
            .args(["build/dashboard.js", "../crates/payonce-sandbox/src/dashboard/page"])
            .args(check)
            .dir(checkout.path("site"))
            .limit_seconds(60)
            .quietly(checkout, "dashboard")
    })
}

/// Where the pages are.
pub(crate) fn folder(checkout: &Checkout) -> PathBuf {
    checkout.target().join("site/pages")
}

/// Builds the pages.
pub(crate) fn pages(checkout: &Checkout) -> anyhow::Result<()> {
    // The compiler of the npm package writes the declarations that its reference shows.
    setup::node(checkout)?;
    setup::site(checkout)?;
    let toolchain = setup::wasm(checkout)?;
    let module = checkout.target().join("site/wasm");
    build::wasm_for_playground(checkout, &toolchain, &module)?;
    // A page whose document is gone must not answer for a link.
    let output = folder(checkout);
    if output.exists() {
        fs::remove_dir_all(&output).with_context(|| format!("remove {}", output.display()))?;
    }
    progress::step("building the playground", || {
        Command::new("node")
            .args(["build/playground.js"])
            .arg(&module)
            .arg(folder(checkout).join("playground"))
            .dir(checkout.path("site"))
            .limit_seconds(120)
            .quietly(checkout, "playground")
    })?;
    progress::step("building the documentation", || {
        Command::new("node")
            .args(["build/docs.js"])
            .arg(&module)
            .arg(folder(checkout))
            .dir(checkout.path("site"))
            .limit_seconds(300)
            .quietly(checkout, "documentation")
    })
}

/// Checks the types of the pages and of their tests, and compiles the tests.
pub(crate) fn tests(checkout: &Checkout) -> anyhow::Result<()> {
    let folder = checkout.path("site");
    progress::step("compiling the tests of the site", || {
        Command::new("node")
            .args(["../js/node_modules/typescript/bin/tsc", "--project", "tsconfig.json"])
            .dir(&folder)
            .limit_seconds(120)
            .quietly(checkout, "site-types")?;
        Command::new("node")
            .args(["build/tests.js"])
            .dir(&folder)
            .limit_seconds(60)
            .quietly(checkout, "site-tests")
    })
}

/// Where the compiled tests are: they find their packages in `site/node_modules`.
pub(crate) fn compiled_tests(checkout: &Checkout) -> PathBuf {
    checkout.path("site/built/test")
}
