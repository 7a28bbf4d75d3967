//! What the hot paths of the core cost in instructions, which no other program on the machine changes.

use anyhow::{Context as _, bail};
use serde_json::{Map, Value};

use crate::checkout::Checkout;
use crate::process::Command;
use crate::{progress, setup};

/// The counts that were accepted, by the name of the path.
const BASELINE: &str = "tests/bench/instructions.json";
/// A count may be larger by so many percent.
const BOUND: u64 = 5;
/// The program starts once for each of these numbers of runs; the difference leaves out what starting costs.
const RUNS: [u64; 2] = [100, 600];

/// Counts, compares with the accepted counts, and replaces those if `accept` is set.
pub(crate) fn run(checkout: &Checkout, accept: bool) -> anyhow::Result<()> {
    if !setup::has_valgrind() {
        progress::note(
            "the instructions are not counted: valgrind is not installed; `cargo xtask setup --system` installs it",
        );
        return Ok(());
    }
    let program = checkout.target().join("release").join("hot-paths");
    progress::step("building the hot paths", || {
        Command::cargo(checkout)
            .args(["build", "--release", "--package", "hot-paths"])
            .quietly(checkout, "hot-paths")
    })?;
    let path = checkout.path(BASELINE);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|_| "{}".to_owned());
    let accepted: Map<String, Value> =
        serde_json::from_str(&text).with_context(|| format!("read {BASELINE}"))?;
    let mut counts = Map::new();
    let mut exceeded = Vec::new();
    println!("| path | instructions | accepted |\n|---|---:|---:|");
    for name in Command::new(&program).filter(String::new())?.lines() {
        let [few, many] = RUNS.map(|runs| counted(&program.display().to_string(), name, runs));
        let count = (many? - few?) / (RUNS[1] - RUNS[0]);
        let before = accepted.get(name).and_then(Value::as_u64);
        println!("| {name} | {count} | {} |", before.map(|count| count.to_string()).unwrap_or_default());
        if before.is_none_or(|before| count * 100 > before * (100 + BOUND)) {
            exceeded.push(name.to_owned());
        }
        counts.insert(name.to_owned(), count.into());
    }
    if accept {
        let text = serde_json::to_string_pretty(&counts).context("write the counts")?;
        return std::fs::write(&path, text + "\n").with_context(|| format!("write {BASELINE}"));
    }
    if !exceeded.is_empty() {
        bail!(
            "more than {BOUND} % above {BASELINE}: {}; make them cheaper, or accept the counts with \
             `cargo xtask bench --instructions --accept`",
            exceeded.join(", ")
        );
    }
    Ok(())
}

/// The instructions of so many runs of a path.
fn counted(program: &str, name: &str, runs: u64) -> anyhow::Result<u64> {
    let arguments = ["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", "--log-fd=1"];
    let output = Command::new("valgrind")
        .args(arguments)
        .arg(program)
        .arg(name)
        .arg(runs.to_string())
        .filter(String::new())?;
    let line = output.lines().find(|line| line.contains("I refs:") || line.contains("I   refs:"));
    let digits = line.and_then(|line| line.rsplit(' ').next()).map(|number| number.replace(',', ""));
    digits
        .and_then(|digits| digits.parse().ok())
        .with_context(|| format!("read what valgrind prints: {output}"))
}
