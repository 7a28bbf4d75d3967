//! The shortest way to see what payonce does: the same walk from Rust, Python and Node, then the comparison.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, bail};

use crate::build::{self, Addons};
use crate::checkout::Checkout;
use crate::process::Call;
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
        Call::new(checkout.venv("python")).arg(&script).arg(sandbox).dir(checkout.root()).attached()
    })?;
    progress::heading("from Node");
    // A script inside the package finds it under its own name, as one outside finds the installed package.
    let script = checkout.path("js/build/demo.mjs");
    fs::create_dir_all(checkout.path("js/build")).context("create js/build")?;
    fs::copy(checkout.path("examples/demo.mjs"), &script).context("copy examples/demo.mjs")?;
    with_sandbox(checkout, |sandbox| {
        Call::new("node").arg(&script).arg(sandbox).dir(checkout.root()).attached()
    })?;
    progress::heading("a pasted retry loop beside payonce");
    payonce(checkout, "comparison")
}

fn payonce(checkout: &Checkout, half: &str) -> anyhow::Result<()> {
    Call::new(checkout.command()).args(["demo", "--only", half]).dir(checkout.root()).attached()
}

/// Hands the first line of a fresh simulator over, and ends the simulator afterwards.
fn with_sandbox(checkout: &Checkout, play: impl FnOnce(&str) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut sandbox = Running(
        Command::new(checkout.command())
            .arg("sandbox")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("start the simulator")?,
    );
    let stdout = sandbox.0.stdout.take().context("read the simulator's first line")?;
    let mut line = String::new();
    BufReader::new(stdout).read_line(&mut line).context("read the simulator's first line")?;
    if line.trim().is_empty() {
        bail!("the simulator ended without its first line; run `payonce sandbox` to see why");
    }
    play(line.trim())
}

/// A program that does not outlive the walk, also when the walk fails.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself, which is what is wanted.
        self.0.kill().ok();
        self.0.wait().ok();
    }
}
