//! The playground and the documentation as static pages.

use std::path::PathBuf;

use crate::checkout::Checkout;
use crate::process::Command;
use crate::{build, progress, setup};

/// Builds the pages, and prints where they are.
pub(crate) fn run(checkout: &Checkout) -> anyhow::Result<()> {
    pages(checkout)?;
    println!("the pages are in {}", folder(checkout).display());
    Ok(())
}

/// Where the pages are.
pub(crate) fn folder(checkout: &Checkout) -> PathBuf {
    checkout.target().join("site/pages")
}

/// Builds the pages.
pub(crate) fn pages(checkout: &Checkout) -> anyhow::Result<()> {
    setup::site(checkout)?;
    let toolchain = setup::wasm(checkout)?;
    let module = checkout.target().join("site/wasm");
    build::wasm_for_playground(checkout, &toolchain, &module)?;
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
    setup::node(checkout)?;
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
