//! The shortest way to see what payonce does: the same walk from Rust, Python and Node, then the comparisons.

use std::fs;

use anyhow::Context as _;

use crate::build::{self, Addons};
use crate::checkout::Checkout;
use crate::process::Command;
use crate::sandbox::with_sandbox;
use crate::{progress, setup};

pub(crate) fn run(checkout: &Checkout) -> anyhow::Result<()> {
    setup::python(checkout)?;
    setup::node(checkout)?;
    build::native(checkout, Addons::Both)?;
    let toolchain = setup::wasm(checkout)?;
    build::wasm(checkout, &toolchain)?;
    build::javascript(checkout)?;

    progress::heading("from Rust");
    payonce(checkout, "walk")?;
    progress::heading("from Python");
    let script = checkout.path("examples/demo.py");
    with_sandbox(checkout, |sandbox| {
        Command::new(checkout.venv("python")).arg(&script).arg(sandbox).dir(checkout.root()).attached()
    })?;
    progress::heading("from Node");
    // A script inside the package finds it under its own name, as one outside finds the installed package.
    let script = checkout.path("js/build/demo.mjs");
    fs::create_dir_all(checkout.path("js/build")).context("create js/build")?;
    fs::copy(checkout.path("examples/demo.mjs"), &script).context("copy examples/demo.mjs")?;
    with_sandbox(checkout, |sandbox| {
        Command::new("node").arg(&script).arg(sandbox).dir(checkout.root()).attached()
    })?;
    progress::heading("a pasted retry loop beside payonce");
    payonce(checkout, "comparison")?;
    progress::heading("three workers, and one of them killed");
    payonce(checkout, "workers")
}

fn payonce(checkout: &Checkout, half: &str) -> anyhow::Result<()> {
    Command::new(checkout.command()).args(["demo", "--only", half]).dir(checkout.root()).attached()
}
