//! How each language's tests are started.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::build;
use crate::checkout::Checkout;
use crate::process::Command;
use crate::setup::{self, databases};
use crate::site;
use crate::test::totals::{self, Totals};

pub(super) fn rust(checkout: &Checkout) -> anyhow::Result<Totals> {
    let output = Command::cargo(checkout)
        .args(["test", "--no-fail-fast"])
        .args(build::WORKSPACE)
        .args(build::TEST_FEATURES)
        .envs(databases::variables())
        .limit_seconds(25 * 60)
        .shown()?;
    Ok(totals::of_cargo(&output.lines).or_broken(output.success))
}

/// One of two cores is idle while a single process of pytest waits for servers. Vectors stay in one process, which reports on all.
const TWO_PROCESSES_BY_FILE: &[&str] = &["--numprocesses=2", "--dist=loadfile"];
const TWO_PROCESSES: &[&str] = &["--numprocesses=2", "--dist=load"];
const ONE_PROCESS: &[&str] = &[];

pub(super) fn python(checkout: &Checkout) -> anyhow::Result<Totals> {
    pytest_of(checkout, checkout.venv("python"), "python/tests", &[], TWO_PROCESSES_BY_FILE)
}

pub(super) fn docs(checkout: &Checkout) -> anyhow::Result<Totals> {
    pytest_of(checkout, checkout.venv("python"), "tests/docs", &[], TWO_PROCESSES)
}

/// `variables` reach the tests through the environment.
pub(super) fn pytest(
    checkout: &Checkout,
    folder: &str,
    variables: &[(&str, PathBuf)],
) -> anyhow::Result<Totals> {
    pytest_of(checkout, checkout.venv("python"), folder, variables, ONE_PROCESS)
}

pub(super) fn frameworks(checkout: &Checkout) -> anyhow::Result<Totals> {
    let mut totals = Totals::default();
    for (tests, environment) in setup::FRAMEWORKS {
        let python = checkout.path(environment).join("bin/python");
        totals.add(pytest_of(checkout, python, tests, &[], TWO_PROCESSES_BY_FILE)?);
    }
    Ok(totals)
}

fn pytest_of(
    checkout: &Checkout,
    python: PathBuf,
    folder: &str,
    variables: &[(&str, PathBuf)],
    processes: &[&str],
) -> anyhow::Result<Totals> {
    let mut command = Command::new(python)
        .args(["-m", "pytest", "-q", "--color=no", "-p", "no:cacheprovider", "--config-file"])
        .args([checkout.path("python/pyproject.toml"), checkout.path(folder)])
        .args(processes)
        .dir(checkout.root())
        .env("PAYONCE_BIN", checkout.command())
        .env("VECTOR_SERVER", checkout.vector_server())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .envs(databases::variables())
        .limit_seconds(15 * 60);
    for (name, value) in variables {
        command = command.env(name, value);
    }
    let output = command.shown()?;
    Ok(totals::of_pytest(&output.lines).or_broken(output.success))
}

pub(super) fn chaos(checkout: &Checkout) -> anyhow::Result<Totals> {
    pytest(checkout, "tests/chaos", &[("CHAOS_BIN", checkout.chaos())])
}

pub(super) fn node(checkout: &Checkout) -> anyhow::Result<Totals> {
    let built = checkout.path("js/build/test");
    let mut files = Vec::new();
    collect_tests(&built, &mut files)?;
    files.retain(|file| {
        !["browser", "runtimes", "bundlers"].iter().any(|folder| file.starts_with(built.join(folder)))
    });
    node_test(checkout, "node", &files, &[])
}

pub(super) fn browser(checkout: &Checkout) -> anyhow::Result<Totals> {
    let mut files = Vec::new();
    collect_tests(&checkout.path("js/build/test/browser"), &mut files)?;
    node_test(checkout, "browser", &files, &[])
}

pub(super) fn site(checkout: &Checkout) -> anyhow::Result<Totals> {
    let mut files = Vec::new();
    collect_tests(&site::compiled_tests(checkout), &mut files)?;
    let variables = [("SITE_PAGES", site::folder(checkout)), ("PAYONCE_PYTHON", checkout.venv("python"))];
    node_test(checkout, "site", &files, &variables)
}

pub(super) fn runtimes(checkout: &Checkout, variables: &[(&str, PathBuf)]) -> anyhow::Result<Totals> {
    let mut files = Vec::new();
    collect_tests(&checkout.path("js/build/test/runtimes"), &mut files)?;
    node_test(checkout, "runtimes", &files, variables)
}

pub(super) fn bundlers(checkout: &Checkout, variables: &[(&str, PathBuf)]) -> anyhow::Result<Totals> {
    let mut files = Vec::new();
    collect_tests(&checkout.path("js/build/test/bundlers"), &mut files)?;
    node_test(checkout, "bundlers", &files, variables)
}

/// Reports of an earlier run could hide that a runner does not report any more.
pub(super) fn forget_reports(checkout: &Checkout) -> anyhow::Result<()> {
    let folder = checkout.path("target/vectors");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("remove {}", folder.display()))?;
    }
    Ok(())
}

pub(super) fn parity(checkout: &Checkout) -> anyhow::Result<Totals> {
    let output = Command::new(checkout.vector_server()).args(["--compare"]).limit_seconds(600).shown()?;
    Ok(Totals { passed: u64::from(output.success), ..Totals::default() }.or_broken(output.success))
}

fn node_test(
    checkout: &Checkout,
    suite: &str,
    files: &[PathBuf],
    variables: &[(&str, PathBuf)],
) -> anyhow::Result<Totals> {
    if files.is_empty() {
        return Ok(Totals::default());
    }
    // People read one report, this program the other.
    let report = checkout.scratch("reports")?.join(format!("{suite}.tap"));
    let mut command = Command::new("node")
        // By default node leaves one of two cores idle, and a file that waits for a worker of a queue would hold up all others.
        .args([
            "--test",
            "--test-concurrency=2",
            "--test-reporter=spec",
            "--test-reporter-destination=stdout",
            "--test-reporter=tap",
        ])
        .arg(format!("--test-reporter-destination={}", report.display()))
        .args(files)
        .dir(checkout.path("js"))
        .env("PAYONCE_BIN", checkout.command())
        .env("VECTOR_SERVER", checkout.vector_server())
        .env("NO_COLOR", "1")
        .envs(databases::variables())
        .limit_seconds(15 * 60);
    for (name, value) in variables {
        command = command.env(name, value);
    }
    let output = command.shown()?;
    let text = fs::read_to_string(&report).with_context(|| format!("read {}", report.display()))?;
    Ok(totals::of_tap(&text).or_broken(output.success))
}

fn collect_tests(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| format!("list {}", folder.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect_tests(&path, files)?;
        } else if path.to_string_lossy().ends_with(".test.js") {
            files.push(path);
        }
    }
    Ok(())
}
