//! The figures of the last measurement as a picture.

use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;
use plot::{Bar, Chart, Colour, Group, Part};
use serde_json::Value;

use crate::checkout::Checkout;

/// The picture in the documents.
const PICTURE: &str = "docs/pictures/benchmark.svg";

/// The lines that the programs of the last measurement printed: one JSON object for each figure.
pub(super) fn lines(checkout: &Checkout) -> anyhow::Result<PathBuf> {
    Ok(checkout.scratch("bench")?.join("figures.jsonl"))
}

/// Draws the times of payonce beside those of its peers.
pub(crate) fn draw(checkout: &Checkout) -> anyhow::Result<()> {
    let path = lines(checkout)?;
    let text = fs::read_to_string(&path)
        .with_context(|| format!("read {}; `cargo xtask bench` writes it", path.display()))?;
    let chart = chart(&text)?;
    fs::write(checkout.path(PICTURE), chart.file()).with_context(|| format!("write {PICTURE}"))?;
    println!("wrote {PICTURE}");
    Ok(())
}

fn chart(lines: &str) -> anyhow::Result<Chart> {
    let mut groups: Vec<(String, Vec<(String, f64)>)> = Vec::new();
    for line in lines.lines().filter(|line| line.starts_with('{')) {
        let value: Value = serde_json::from_str(line).with_context(|| format!("read {line}"))?;
        let text = |name: &str| value.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
        let number = |name: &str| value.get(name).and_then(Value::as_f64);
        let (Some(group), Some(what)) = (text("group"), text("what")) else { continue };
        // A size, or a peer that is not installed.
        let is_time = text("unit").is_none_or(|unit| unit == "ns");
        let Some(time) = number("least").or_else(|| number("ns")).filter(|_| is_time) else { continue };
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, members)) => members.push((what, time)),
            None => groups.push((group, vec![(what, time)])),
        }
    }
    groups.retain(|(_, members)| {
        let ours = members.iter().filter(|(what, _)| is_ours(what)).count();
        ours > 0 && ours < members.len()
    });
    anyhow::ensure!(!groups.is_empty(), "no figure of payonce has one of a peer beside it");
    let described: Vec<String> = groups
        .iter()
        .map(|(group, members)| {
            let times: Vec<String> =
                members.iter().map(|(what, time)| format!("{what} {}", readable(*time))).collect();
            format!("{group}: {}", times.join(", "))
        })
        .collect();
    Ok(Chart {
        title: "How long payonce takes, beside what it replaces".to_owned(),
        description: format!("Shorter is better. {}.", described.join(". ")),
        keys: vec![
            (Colour::Accent, "payonce".to_owned()),
            (Colour::Plain, "what it replaces; each group has its own scale, shorter is better".to_owned()),
        ],
        groups: groups.into_iter().map(|(title, members)| Group { title, bars: bars(members) }).collect(),
    })
}

fn bars(members: Vec<(String, f64)>) -> Vec<Bar> {
    let bars = members.into_iter().map(|(what, time)| Bar {
        parts: vec![Part {
            value: time,
            colour: if is_ours(&what) { Colour::Accent } else { Colour::Plain },
            title: format!("{what}: {}", readable(time)),
        }],
        label: what,
        value: readable(time),
    });
    bars.collect()
}

fn is_ours(what: &str) -> bool {
    what.starts_with("payonce")
}

fn readable(nanoseconds: f64) -> String {
    match nanoseconds {
        ..10_000.0 => format!("{:.2} µs", nanoseconds / 1e3),
        ..10_000_000.0 => format!("{:.0} µs", nanoseconds / 1e3),
        _ => format!("{:.1} ms", nanoseconds / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_stand_beside_those_of_a_peer() {
        let chart = chart(
            r#"{"group": "a", "what": "payonce", "ns": 1500}
{"group": "a", "what": "by hand", "unit": "ns", "least": 3000, "median": 3100}
{"group": "alone", "what": "payonce", "ns": 1}
{"group": "sizes", "what": "payonce", "unit": "bytes", "least": 9}
{"group": "sizes", "what": "peer", "missing": "not installed"}"#,
        )
        .unwrap();
        let [group] = chart.groups.as_slice() else { panic!("{:?}", chart.groups) };
        let labels: Vec<_> = group.bars.iter().map(|bar| (bar.label.as_str(), bar.value.as_str())).collect();
        assert_eq!(labels, [("payonce", "1.50 µs"), ("by hand", "3.00 µs")]);
    }
}
