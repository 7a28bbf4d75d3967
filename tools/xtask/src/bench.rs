//! How long payonce takes, beside what it replaces: each language's own program measures, this one shows.

pub(crate) mod instructions;
pub(crate) mod journal;
pub(crate) mod picture;

use std::fs;

use anyhow::Context as _;
use serde_json::Value;

use crate::checkout::Checkout;
use crate::process::Command;
use crate::sandbox::with_sandbox;
use crate::{build, dist, progress, setup};

/// One figure.
struct Figure {
    group: String,
    what: String,
    nanoseconds: u64,
    /// The middle of the rounds, where the figure is the fastest one.
    median: Option<u64>,
}

/// How many times the time of a peer payonce may take.
struct Target {
    group: &'static str,
    payonce: &'static str,
    peer: &'static str,
    most: f64,
}

const BY_HAND_IN_NODE: &str = "JSON.parse and a class by hand";
const TARGETS: [Target; 5] = [
    Target {
        group: "Rust: bytes of a response to a typed error",
        payonce: "payonce",
        peer: "serde_json and a match by hand",
        most: 1.2,
    },
    Target {
        group: "Python: bytes of a response to a caught exception",
        payonce: "payonce",
        peer: "json.loads and a class by hand",
        most: 0.7,
    },
    Target {
        group: "Python: httpx response to a caught exception",
        payonce: "payonce",
        peer: "payi (its own package)",
        most: 0.5,
    },
    Target {
        group: "Node: bytes of a response to a caught error, addon",
        payonce: "payonce (addon)",
        peer: BY_HAND_IN_NODE,
        most: 1.25,
    },
    Target {
        group: "Node: bytes of a response to a caught error, wasm",
        payonce: "payonce (wasm)",
        peer: BY_HAND_IN_NODE,
        most: 2.0,
    },
];

pub(crate) fn run(checkout: &Checkout) -> anyhow::Result<()> {
    setup::python(checkout)?;
    setup::node(checkout)?;
    let toolchain = setup::wasm(checkout)?;
    build::native(checkout, build::Addons::None)?;
    let package = installed_wheel(checkout)?;
    build::packed_addon(checkout, "release")?;
    build::wasm(checkout, &toolchain)?;
    build::javascript(checkout)?;
    progress::step("building the Rust program", || {
        Command::cargo(checkout)
            .args(["bench", "--package", "payonce", "--bench", "bench", "--no-run"])
            .quietly(checkout, "bench")
    })?;
    // A program inside the package finds it under its own name.
    let script = checkout.path("js/build/bench.mjs");
    fs::create_dir_all(checkout.path("js/build")).context("create js/build")?;
    fs::copy(checkout.path("tests/bench/bench.mjs"), &script).context("copy tests/bench/bench.mjs")?;

    progress::heading("figures");
    println!(
        "Loops: the fastest of nine rounds that alternate with those of the peer, in processor time but for Rust. Calls: \
         the median of 400. The machine should do nothing else.\n"
    );
    with_sandbox(checkout, |sandbox| {
        let programs = [
            Command::cargo(checkout)
                .args(["bench", "--quiet", "--package", "payonce", "--bench", "bench", "--"])
                .arg(sandbox),
            Command::new(checkout.venv("python"))
                .arg(checkout.path("tests/bench/bench.py"))
                .arg(sandbox)
                .env("PYTHONPATH", &package),
            Command::new("node").arg(&script).arg(sandbox),
            Command::new("node").arg(&script).arg(sandbox).env("PAYONCE_BACKEND", "wasm"),
        ];
        let mut figures = Vec::new();
        let mut lines = String::new();
        for program in programs {
            let printed = program.dir(checkout.root()).filter(String::new())?;
            figures.extend(figures_of(&printed)?);
            lines.push_str(&printed);
        }
        fs::write(picture::lines(checkout)?, lines).context("keep the figures for the picture")?;
        compare(&figures)?;
        show(figures);
        Ok(())
    })
}

/// The released form of the Python package, beside the development version that the checkout itself imports.
fn installed_wheel(checkout: &Checkout) -> anyhow::Result<std::path::PathBuf> {
    let folder = checkout.scratch("bench")?;
    let wheel = progress::step("building the release wheel", || {
        dist::wheel(checkout, &dist::Build::Here("release"), &folder)
    })?;
    let package = folder.join("python");
    Command::new(checkout.venv("python"))
        .args(["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--upgrade", "--target"])
        .arg(&package)
        .arg(wheel)
        .quietly(checkout, "bench-wheel")?;
    Ok(package)
}

fn figures_of(output: &str) -> anyhow::Result<Vec<Figure>> {
    let lines = output.lines().filter(|line| line.starts_with('{'));
    lines
        .map(|line| {
            let value: Value = serde_json::from_str(line).with_context(|| format!("read {line}"))?;
            let text = |name: &str| value.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
            let figure = text("group").zip(text("what")).zip(value.get("ns").and_then(Value::as_u64));
            let ((group, what), nanoseconds) = figure.with_context(|| format!("read {line}"))?;
            let median = value.get("median_ns").and_then(Value::as_u64);
            Ok(Figure { group, what, nanoseconds, median })
        })
        .collect()
}

/// The table of the targets: the time of payonce as a multiple of its peer's in the same process.
#[expect(clippy::cast_precision_loss, reason = "two digits behind the point are shown")]
fn compare(figures: &[Figure]) -> anyhow::Result<()> {
    println!("| what, compared with | now | median | target | met |\n|---|---:|---:|---:|---|");
    for Target { group, payonce, peer, most } in TARGETS {
        let find = |what: &str| {
            let found = figures.iter().find(|figure| figure.group == group && figure.what == what);
            found.with_context(|| format!("{group}: no program measured {what}"))
        };
        let (ours, theirs) = (find(payonce)?, find(peer)?);
        let ratio = ours.nanoseconds as f64 / theirs.nanoseconds as f64;
        let medians = ours.median.zip(theirs.median);
        let median = medians.map_or(ratio, |(ours, theirs)| ours as f64 / theirs as f64);
        let met = if ratio <= most { "yes" } else { "no" };
        println!("| {group}, {peer} | {ratio:.2} | {median:.2} | {most} | {met} |");
    }
    println!();
    Ok(())
}

/// One table in Markdown; what belongs together stands together, in the order of the first figure of each group.
fn show(figures: Vec<Figure>) {
    let mut groups: Vec<(String, Vec<Figure>)> = Vec::new();
    for figure in figures {
        match groups.iter_mut().find(|(group, _)| *group == figure.group) {
            Some((_, members)) => members.push(figure),
            None => groups.push((figure.group.clone(), vec![figure])),
        }
    }
    println!("| what | by | time |\n|---|---|---:|");
    for (group, members) in groups {
        for Figure { what, nanoseconds, .. } in members {
            println!("| {group} | {what} | {} |", readable(nanoseconds));
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
fn readable(nanoseconds: u64) -> String {
    let nanoseconds = nanoseconds as f64;
    match nanoseconds {
        ..10_000.0 => format!("{:.2} µs", nanoseconds / 1e3),
        ..10_000_000.0 => format!("{:.0} µs", nanoseconds / 1e3),
        _ => format!("{:.0} ms", nanoseconds / 1e6),
    }
}
