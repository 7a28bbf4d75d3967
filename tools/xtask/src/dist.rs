//! What is published, built for release into `dist/`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::checkout::Checkout;
use crate::guides;
use crate::notices::{self, Compiled};
use crate::process::Command;
use crate::{build, progress, setup, sizes};

/// A wheel contains the command and the simulator too, and every installation downloads them.
const WHEEL_LIMIT: usize = 6_000_000;
const TARBALL_LIMIT: usize = 8_000_000;

pub(crate) fn run(checkout: &Checkout) -> anyhow::Result<()> {
    setup::python(checkout)?;
    setup::node(checkout)?;
    let toolchain = setup::wasm(checkout)?;
    let folder = checkout.path("dist");

    let wheel = progress::step("building the release wheel", || wheel(checkout, "release", &folder))?;
    let sources = progress::step("packing the Python sources", || sources(checkout, &folder))?;
    let addon = build::packed_addon(checkout, "release")?;
    build::wasm(checkout, &toolchain)?;
    build::javascript(checkout)?;
    let tarball = progress::step("packing the npm package", || tarball(checkout, &folder))?;

    let (wheel, tarball) =
        (sizes::of_file("Python wheel", &wheel)?, sizes::of_file("npm package", &tarball)?);
    anyhow::ensure!(
        wheel.bytes() <= WHEEL_LIMIT,
        "the wheel has {} bytes, more than {WHEEL_LIMIT}",
        wheel.bytes()
    );
    anyhow::ensure!(
        tarball.bytes() <= TARBALL_LIMIT,
        "the npm package has {} bytes, more than {TARBALL_LIMIT}",
        tarball.bytes()
    );

    progress::heading("sizes");
    sizes::print(&[
        wheel,
        sizes::of_file("Python sources", &sources)?,
        sizes::of_file("Node addon", &addon)?,
        tarball,
        sizes::of_file("wasm", &build::wasm_module(checkout))?,
        sizes::of_brotli("wasm, brotli", &build::wasm_module(checkout))?,
    ]);
    Ok(())
}

/// Packs a wheel with one of cargo's profiles and returns where it is.
pub(crate) fn wheel(checkout: &Checkout, profile: &str, folder: &Path) -> anyhow::Result<PathBuf> {
    clear(folder, ".whl")?;
    let compiled = [Compiled { package: "payonce-python", target: None }];
    notices::write(checkout, &checkout.path("python"), &compiled)?;
    guides::write(checkout, &checkout.path("python/payonce"))?;
    let command = Command::new(checkout.venv("maturin"))
        .args(["build", "--profile", profile, "--interpreter"])
        .arg(checkout.venv("python"))
        .arg("--out")
        .arg(folder)
        .dir(checkout.path("python"));
    build::for_packing(command, checkout, profile).quietly(checkout, "wheel")?;
    only(folder, ".whl")
}

/// Packs the sources from which pip builds a wheel where none fits, after [`wheel`], and returns where the archive is.
pub(crate) fn sources(checkout: &Checkout, folder: &Path) -> anyhow::Result<PathBuf> {
    clear(folder, ".tar.gz")?;
    Command::new(checkout.venv("maturin"))
        .args(["sdist", "--out"])
        .arg(folder)
        .dir(checkout.path("python"))
        .quietly(checkout, "sdist")?;
    only(folder, ".tar.gz")
}

/// Packs js/ as npm publishes it and returns where the archive is.
pub(crate) fn tarball(checkout: &Checkout, folder: &Path) -> anyhow::Result<PathBuf> {
    fs::create_dir_all(folder).with_context(|| format!("create {}", folder.display()))?;
    clear(folder, ".tgz")?;
    let compiled = [
        Compiled { package: "payonce-node", target: None },
        Compiled { package: "payonce-wasm", target: Some("wasm32-unknown-unknown") },
    ];
    notices::write(checkout, &checkout.path("js"), &compiled)?;
    guides::write(checkout, &checkout.path("js"))?;
    setup::npm(checkout, &["pack", "--ignore-scripts", "--pack-destination", &folder.to_string_lossy()])?;
    only(folder, ".tgz")
}

fn clear(folder: &Path, ending: &str) -> anyhow::Result<()> {
    for file in with_ending(folder, ending) {
        fs::remove_file(&file).with_context(|| format!("remove {}", file.display()))?;
    }
    Ok(())
}

fn only(folder: &Path, ending: &str) -> anyhow::Result<PathBuf> {
    with_ending(folder, ending)
        .pop()
        .with_context(|| format!("find the {ending} file in {}", folder.display()))
}

fn with_ending(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.to_string_lossy().ends_with(ending)).collect()
}
