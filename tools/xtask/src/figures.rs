//! The numbers that a release names, measured anew.

use std::fs;

use anyhow::Context as _;
use serde_json::Value;

use crate::checkout::Checkout;
use crate::{dist, progress};

/// The sizes of what is published, and how much the last `cargo xtask test` played.
pub(crate) fn run(checkout: &Checkout) -> anyhow::Result<()> {
    dist::run(checkout)?;
    progress::heading("vectors");
    println!("in tests/vectors/classify  {:>5}", cases(checkout, "classify")?);
    println!("in tests/vectors/calls     {:>5}", cases(checkout, "calls")?);
    println!("played by the last `cargo xtask test`:");
    for (runner, played, skipped) in reports(checkout)? {
        println!("  {runner:<14} {played:>5} played, {skipped} left out with a reason");
    }
    Ok(())
}

fn cases(checkout: &Checkout, sort: &str) -> anyhow::Result<usize> {
    let folder = checkout.path("tests/vectors").join(sort);
    let mut cases = 0;
    for file in fs::read_dir(&folder).with_context(|| format!("list {}", folder.display()))? {
        let text = fs::read_to_string(file?.path())?;
        cases += serde_json::from_str::<Vec<Value>>(&text)?.len();
    }
    Ok(cases)
}

fn reports(checkout: &Checkout) -> anyhow::Result<Vec<(String, usize, usize)>> {
    let mut reports = Vec::new();
    for file in fs::read_dir(checkout.target().join("vectors")).into_iter().flatten() {
        let path = file?.path();
        if path.extension().is_none_or(|ending| ending != "json") {
            continue;
        }
        let report: Value = serde_json::from_str(&fs::read_to_string(&path)?)
            .with_context(|| format!("read {}", path.display()))?;
        let runner = report.get("runner").and_then(Value::as_str).unwrap_or_default().to_owned();
        let played = report.get("played").and_then(Value::as_array).map_or(0, Vec::len);
        let skipped = report.get("skipped").and_then(Value::as_object).map_or(0, serde_json::Map::len);
        reports.push((runner, played, skipped));
    }
    reports.sort();
    Ok(reports)
}
