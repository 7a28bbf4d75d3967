//! How long payonce takes, beside what it replaces: each language's own program measures, this one shows.

pub(crate) mod journal;

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
}

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
        "Loops: the fastest of nine rounds. Calls: the median of 400. The machine should do nothing else.\n"
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
        for program in programs {
            figures.extend(figures_of(&program.dir(checkout.root()).filter(String::new())?)?);
        }
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
            Ok(Figure { group, what, nanoseconds })
        })
        .collect()
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
