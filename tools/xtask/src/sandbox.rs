//! The simulator, for as long as another program needs it.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, bail};

use crate::checkout::Checkout;

/// Hands the first line of a fresh simulator over, and ends the simulator afterwards.
pub(crate) fn with_sandbox(
    checkout: &Checkout,
    play: impl FnOnce(&str) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
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

/// A program that does not outlive what it is started for, also when that fails.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself, which is what is wanted.
        self.0.kill().ok();
        self.0.wait().ok();
    }
}
