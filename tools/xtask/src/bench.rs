//! How long payonce takes, beside what it replaces: each language's own program measures, this one shows.

mod figures;
pub(crate) mod instructions;
pub(crate) mod journal;
mod page;
pub(crate) mod picture;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::checkout::Checkout;
use crate::process::Command;
use crate::sandbox::with_sandbox;
use crate::{build, dist, progress, setup};
use figures::{Bound, Figure, Target};

const BY_HAND_IN_NODE: &str = "JSON.parse and a class by hand";
const TARGETS: [Target; 11] = [
    Target {
        group: "Rust: bytes of a response to a typed error",
        payonce: "payonce",
        bound: Bound::TimesOf("serde_json and a match by hand", 1.2),
    },
    Target {
        group: "Python: bytes of a response to a caught exception",
        payonce: "payonce",
        bound: Bound::TimesOf("json.loads and a class by hand", 0.7),
    },
    Target {
        group: "Python: httpx response to a caught exception",
        payonce: "payonce",
        bound: Bound::TimesOf("payi (its own package)", 0.5),
    },
    Target {
        group: "Node: bytes of a response to a caught error, addon",
        payonce: "payonce (addon)",
        bound: Bound::TimesOf(BY_HAND_IN_NODE, 1.25),
    },
    Target {
        group: "Node: bytes of a response to a caught error, wasm",
        payonce: "payonce (wasm)",
        bound: Bound::TimesOf(BY_HAND_IN_NODE, 2.0),
    },
    Target {
        group: "Python: one of 50 calls at the same time, processor time",
        payonce: "payonce",
        bound: Bound::CallsOf("pyreqwest", 1.0),
    },
    Target {
        group: "Node: one of 50 calls at the same time, processor time, wasm",
        payonce: "payonce (wasm)",
        bound: Bound::CallsOf("fetch and json", 0.9),
    },
    Target {
        group: "Page with one provider: wasm and JavaScript after brotli",
        payonce: "payonce",
        bound: Bound::Kilobytes(60.0),
    },
    Target {
        group: "Python: import in a fresh interpreter",
        // What a program imports that makes a call: names are loaded when they are asked for.
        payonce: "from payonce.agentwallex import AgentWallex",
        bound: Bound::Milliseconds(25.0),
    },
    Target {
        group: "Node: import in a fresh process",
        payonce: "payonce (addon)",
        bound: Bound::Milliseconds(15.0),
    },
    Target {
        group: "Python: memory with 10,000 calls in flight",
        payonce: "payonce",
        bound: Bound::Megabytes(150.0),
    },
];

pub(crate) fn run(checkout: &Checkout) -> anyhow::Result<()> {
    setup::python(checkout)?;
    setup::node(checkout)?;
    setup::site(checkout)?;
    let toolchain = setup::wasm(checkout)?;
    build::native(checkout, build::Addons::None)?;
    let package = installed_wheel(checkout)?;
    let tools = tools(checkout)?;
    let peers = peers(checkout)?;
    build::packed_addon(checkout, "release")?;
    build::wasm(checkout, &toolchain)?;
    build::javascript(checkout)?;
    let program = rust_program(checkout)?;
    // A program inside the package finds it under its own name.
    let script = checkout.path("js/build/bench.mjs");
    fs::create_dir_all(checkout.path("js/build")).context("create js/build")?;
    fs::copy(checkout.path("tests/bench/bench.mjs"), &script).context("copy tests/bench/bench.mjs")?;

    progress::heading("figures");
    println!(
        "criterion measures Rust, pyperf Python and mitata Node. Loops and calls at the same time of Python and Node are in \
         processor time. The machine should do nothing else.\n"
    );
    let python_path =
        std::env::join_paths([&package, &tools, &peers]).context("join the folders of packages")?;
    with_sandbox(checkout, |sandbox| {
        let python = |name: &str| {
            Command::new(checkout.venv("python"))
                .arg(checkout.path("tests/bench").join(name))
                .arg(sandbox)
                .env("PYTHONPATH", &python_path)
        };
        let node = || Command::new("node").arg(&script).arg(sandbox);
        let samples = checkout.scratch("bench")?.join("criterion");
        if samples.exists() {
            fs::remove_dir_all(&samples).context("remove the samples of the last run")?;
        }
        let programs = [
            Command::new(&program).arg(sandbox).arg(&samples),
            python("bench.py").arg("--quiet"),
            python("calls.py"),
            node(),
            node().env("PAYONCE_BACKEND", "wasm"),
        ];
        let mut all = page::figures(checkout)?;
        let mut lines = String::new();
        for program in programs {
            let printed = program.dir(checkout.root()).filter(String::new())?;
            all.extend(figures::read(&printed)?);
            lines.push_str(&printed);
        }
        fs::write(picture::lines(checkout)?, lines).context("keep the figures for the picture")?;
        show(all)
    })
}

fn show(all: Vec<Figure>) -> anyhow::Result<()> {
    println!("{}\n{}", figures::compare(&all, &TARGETS)?, figures::all(all));
    Ok(())
}

/// The program of benches/bench.rs, built for release.
fn rust_program(checkout: &Checkout) -> anyhow::Result<PathBuf> {
    let arguments = ["bench", "--package", "payonce", "--bench", "bench", "--no-run"];
    progress::step("building the Rust program", || {
        Command::cargo(checkout).args(arguments).quietly(checkout, "bench")
    })?;
    let built = Command::cargo(checkout)
        .args(arguments)
        .args(["--quiet", "--message-format=json"])
        .filter(String::new())?;
    let mut executables = built.lines().filter_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let is_bench = message.pointer("/target/name")?.as_str()? == "bench";
        message.get("executable")?.as_str().filter(|_| is_bench).map(PathBuf::from)
    });
    executables.next_back().context("find the program that cargo built of benches/bench.rs")
}

/// The released form of the Python package, beside the development version that the checkout itself imports.
fn installed_wheel(checkout: &Checkout) -> anyhow::Result<PathBuf> {
    let folder = checkout.scratch("bench")?;
    let wheel = progress::step("building the release wheel", || {
        dist::wheel(checkout, &dist::Build::Here("release"), &folder)
    })?;
    let package = folder.join("python");
    install(checkout, &package, "bench-wheel", |command| {
        command.args(["--no-deps", "--no-index"]).arg(wheel)
    })?;
    Ok(package)
}

/// What the programs of Python measure with.
fn tools(checkout: &Checkout) -> anyhow::Result<PathBuf> {
    let package = checkout.scratch("bench")?.join("tools");
    let requirements = checkout.path("tests/bench/requirements.txt");
    progress::step("installing pyperf", || {
        install(checkout, &package, "bench-tools", |command| command.arg("--requirement").arg(requirements))
    })?;
    Ok(package)
}

/// The packages that only the measurements compare with. Without them, their rows say so.
fn peers(checkout: &Checkout) -> anyhow::Result<PathBuf> {
    let package = checkout.scratch("bench")?.join("peers");
    let requirements = checkout.path("tests/bench/requirements-peers.txt");
    let installed = progress::step("installing the peers", || {
        install(checkout, &package, "bench-peers", |command| command.arg("--requirement").arg(requirements))
    });
    if let Err(error) = installed {
        progress::note(&format!("a peer is missing: {error:#}"));
    }
    Ok(package)
}

fn install(
    checkout: &Checkout,
    package: &Path,
    log: &str,
    what: impl FnOnce(Command) -> Command,
) -> anyhow::Result<()> {
    if package.exists() {
        fs::remove_dir_all(package).with_context(|| format!("remove {}", package.display()))?;
    }
    let command = Command::new(checkout.venv("python"))
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target"])
        .arg(package);
    what(command).quietly(checkout, log)
}
