//! What the journal costs: the writes of a call, beside bare transactions of the same store.

use anyhow::Context as _;
use serde_json::Value;

use super::figures::{Unit, readable};
use crate::checkout::Checkout;
use crate::process::Command;
use crate::progress;
use crate::setup::databases::{self, Databases};

/// One figure: how long something takes in one store, and how often the time of the bare transactions above it.
struct Figure {
    store: String,
    what: String,
    median: f64,
    fastest: f64,
    ratio: Option<f64>,
}

pub(crate) fn run(checkout: &Checkout) -> anyhow::Result<()> {
    const BENCH: [&str; 6] =
        ["--package", "payonce", "--features", "journal-postgres,journal-redis", "--bench", "journal"];
    progress::step("building the Rust program", || {
        Command::cargo(checkout).arg("bench").args(BENCH).arg("--no-run").quietly(checkout, "bench")
    })?;
    // Beside the builds, because a temporary folder can be in memory, where a durable write costs nothing.
    let folder = checkout.scratch("bench-journal")?;
    std::fs::remove_dir_all(&folder).context("empty the folder of the figures")?;
    std::fs::create_dir_all(&folder).context("make the folder of the figures")?;
    let servers = Databases::start()?;
    progress::heading("figures");
    let output = Command::cargo(checkout)
        .args(["bench", "--quiet"])
        .args(BENCH)
        .arg("--")
        .arg(&folder)
        .envs(databases::variables())
        .dir(checkout.root())
        .filter(String::new())?;
    drop(servers);
    println!(
        "The median and the fastest of 300, in rounds that alternate. The machine should do nothing else.\n"
    );
    println!("| store | what | median | fastest | ratio |\n|---|---|---:|---:|---:|");
    for line in output.lines().filter(|line| line.starts_with('{')) {
        let Figure { store, what, median, fastest, ratio } = read(line)?;
        let ratio = ratio.map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
        println!(
            "| {store} | {what} | {} | {} | {ratio} |",
            readable(Unit::Nanoseconds, median),
            readable(Unit::Nanoseconds, fastest)
        );
    }
    Ok(())
}

fn read(line: &str) -> anyhow::Result<Figure> {
    let value: Value = serde_json::from_str(line).with_context(|| format!("read {line}"))?;
    let text = |name: &str| {
        let text = value.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
        text.with_context(|| format!("read {name} of {line}"))
    };
    let number = |name: &str| {
        value.get(name).and_then(Value::as_f64).with_context(|| format!("read {name} of {line}"))
    };
    Ok(Figure {
        store: text("store")?,
        what: text("what")?,
        median: number("median_ns")?,
        fastest: number("min_ns")?,
        ratio: value.get("ratio").and_then(Value::as_f64),
    })
}
