//! Fuzzing of everything that reads foreign bytes: the targets of `fuzz`, built and started without cargo-fuzz.

mod runs;
mod seeds;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, bail, ensure};

use crate::checkout::Checkout;
use crate::process::Command;
use crate::progress;
use runs::Run;

/// Where libFuzzer's own library is built for: a triple keeps the flags from the build scripts.
const TRIPLE: &str = "x86_64-unknown-linux-gnu";
/// What cargo-fuzz gives to the compiler, without a sanitizer: the code that is fuzzed has no `unsafe`.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";
/// The largest input.
const MAX_LEN: &str = "-max_len=4096";
/// Larger inputs of the kept corpus are left out: they are for the machine that found them.
const KEPT_LEN: u64 = 1_500;
/// So many inputs of a target are kept, the smallest ones.
const KEPT: usize = 60;

/// What `cargo xtask fuzz` does.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only this target; all of them in turn by default.
    target: Option<String>,
    /// How long each target runs.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Run nothing, and replace `fuzz/corpus` with the smallest inputs that cover what all inputs found so far cover.
    #[arg(long)]
    minimize: bool,
    /// Run nothing, and print the totals of all runs.
    #[arg(long, conflicts_with = "minimize")]
    totals: bool,
}

pub(crate) fn run(checkout: &Checkout, options: &Options) -> anyhow::Result<()> {
    let folders = Folders { root: checkout.scratch("fuzz")?, kept: checkout.path("fuzz/corpus") };
    let targets = targets(checkout)?;
    let chosen: Vec<&String> = match &options.target {
        Some(name) => vec![
            targets
                .iter()
                .find(|known| *known == name)
                .with_context(|| format!("there is no target {name}; there are {}", targets.join(", ")))?,
        ],
        None => targets.iter().collect(),
    };
    if options.totals {
        return runs::print(&folders.root, &chosen);
    }
    progress::step("writing seeds from the test vectors", || {
        seeds::write(checkout, &folders.root.join("seeds"))
    })?;
    let programs = build(checkout, &chosen)?;
    let mut broken = Vec::new();
    for target in chosen {
        let program = programs.join(target);
        if options.minimize {
            progress::step(&format!("minimizing the inputs of {target}"), || {
                minimize(checkout, &folders, &program, target)
            })?;
            continue;
        }
        let title = format!("fuzzing {target} for {} s", options.seconds);
        let run = progress::step(&title, || fuzz(checkout, &folders, &program, target, options.seconds))?;
        progress::note(&run.to_string());
        if let Some(finding) = &run.finding {
            broken.push(format!("{target}: {finding}"));
        }
        runs::add(&folders.root, &run)?;
    }
    ensure!(
        broken.is_empty(),
        "an input broke a promise; write a test for it, then fix the reader:\n{}",
        broken.join("\n")
    );
    Ok(())
}

struct Folders {
    /// Inputs that were found here, seeds, logs and findings.
    root: PathBuf,
    /// The inputs in the repository.
    kept: PathBuf,
}

impl Folders {
    /// The folder of found inputs, then those that are only read.
    fn corpora(&self, target: &str) -> anyhow::Result<Vec<PathBuf>> {
        let found = self.root.join("corpus").join(target);
        fs::create_dir_all(&found).with_context(|| format!("create {}", found.display()))?;
        let others = [self.kept.join(target), self.root.join("seeds").join(target)];
        Ok(std::iter::once(found).chain(others.into_iter().filter(|folder| folder.is_dir())).collect())
    }
}

/// The names of the targets.
fn targets(checkout: &Checkout) -> anyhow::Result<Vec<String>> {
    let folder = checkout.path("fuzz/fuzz_targets");
    let entries = fs::read_dir(&folder).with_context(|| format!("read {}", folder.display()))?;
    let mut names: Vec<String> =
        entries.flatten().filter_map(|entry| Some(entry.path().file_stem()?.to_str()?.to_owned())).collect();
    names.sort_unstable();
    Ok(names)
}

/// Builds the targets and returns the folder of their programs.
fn build(checkout: &Checkout, targets: &[&String]) -> anyhow::Result<PathBuf> {
    let folder = checkout.target().join("fuzz-build");
    progress::step("building the targets", || {
        Command::cargo(checkout)
            .args(["build", "--release", "--manifest-path", "fuzz/Cargo.toml", "--target", TRIPLE])
            .args(targets.iter().flat_map(|target| ["--bin", target.as_str()]))
            .arg("--target-dir")
            .arg(&folder)
            // The coverage of a stable compiler.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_INCREMENTAL", "0")
            .env("RUSTFLAGS", FLAGS)
            .limit_seconds(3600)
            .quietly(checkout, "fuzz-build")
    })?;
    Ok(folder.join(TRIPLE).join("release"))
}

fn fuzz(
    checkout: &Checkout,
    folders: &Folders,
    program: &Path,
    target: &str,
    seconds: u64,
) -> anyhow::Result<Run> {
    let findings = folders.root.join("findings").join(target);
    fs::create_dir_all(&findings).with_context(|| format!("create {}", findings.display()))?;
    let log = folders.root.join(format!("{target}.log"));
    let started = Instant::now();
    let ended = Command::new(program)
        .args([format!("-max_total_time={seconds}"), MAX_LEN.to_owned(), "-timeout=20".to_owned()])
        .args(["-print_final_stats=1", "-rss_limit_mb=4096"])
        .arg(format!("-artifact_prefix={}/", findings.display()))
        .args(folders.corpora(target)?)
        .dir(checkout.root())
        .limit_seconds(seconds + 600)
        .logged(&log)?;
    let text = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    let run = Run::read(target, started.elapsed(), &text);
    ensure!(
        ended || run.finding.is_some(),
        "{target} ended without a finding; its output is in {}",
        log.display()
    );
    Ok(run)
}

fn minimize(checkout: &Checkout, folders: &Folders, program: &Path, target: &str) -> anyhow::Result<()> {
    let fresh = folders.root.join("minimal").join(target);
    if fresh.exists() {
        fs::remove_dir_all(&fresh).with_context(|| format!("remove {}", fresh.display()))?;
    }
    fs::create_dir_all(&fresh).with_context(|| format!("create {}", fresh.display()))?;
    Command::new(program)
        .args(["-set_cover_merge=1", MAX_LEN])
        .arg(&fresh)
        .args(folders.corpora(target)?)
        .dir(checkout.root())
        .limit_seconds(1800)
        .quietly(checkout, "fuzz-minimize")?;
    let kept = folders.kept.join(target);
    if kept.exists() {
        fs::remove_dir_all(&kept).with_context(|| format!("remove {}", kept.display()))?;
    }
    fs::create_dir_all(&kept).with_context(|| format!("create {}", kept.display()))?;
    let mut inputs: Vec<(u64, PathBuf)> = Vec::new();
    for entry in fs::read_dir(&fresh)?.flatten() {
        inputs.push((entry.metadata()?.len(), entry.path()));
    }
    inputs.sort_unstable();
    for (_, input) in inputs.into_iter().take(KEPT).take_while(|(size, _)| *size <= KEPT_LEN) {
        let Some(name) = input.file_name() else { bail!("{} has no name", input.display()) };
        fs::copy(&input, kept.join(name)).with_context(|| format!("copy {}", input.display()))?;
    }
    Ok(())
}
