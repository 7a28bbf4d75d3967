//! What is published, built for release into `dist/`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::checkout::Checkout;
use crate::guides;
use crate::notices::{self, Compiled};
use crate::process::Command;
use crate::release::cross::{Cross, check_libc};
use crate::release::platforms::Platform;
use crate::release::{checksums, npm, sbom};
use crate::{build, progress, setup, sizes};

/// A wheel contains the command and the simulator too, and every installation downloads them.
const WHEEL_LIMIT: usize = 6_000_000;
/// Of each npm package: the main one with the wasm module, and the one with the addon of the platform.
const TARBALL_LIMIT: usize = 8_000_000;

/// How a wheel is compiled.
pub(crate) enum Build<'a> {
    /// With one of cargo's profiles, for this machine alone.
    Here(&'static str),
    /// For release, to run on every machine of a platform.
    For(&'a Cross),
}

/// What `cargo xtask dist` builds.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Build only the wheel and the addon for these targets of rustc, such as `aarch64-unknown-linux-musl`. Without it: the
    /// packages for this machine, and those that are the same on all machines.
    #[arg(long)]
    target: Vec<String>,
    /// Build only what is the same on all machines: the sources for pip, and the npm package with the wasm module.
    #[arg(long, conflicts_with = "target")]
    common: bool,
    /// Build only a wheel, with this interpreter: a free-threaded one needs a wheel of its own.
    #[arg(long, conflicts_with = "common")]
    interpreter: Option<PathBuf>,
}

pub(crate) fn run(checkout: &Checkout, options: &Options) -> anyhow::Result<()> {
    let platforms: Vec<&'static Platform> = match (&options.target[..], options.common) {
        ([], true) => Vec::new(),
        ([], false) => vec![Platform::here(checkout)?],
        (targets, _) => targets.iter().map(|target| Platform::of(target)).collect::<anyhow::Result<_>>()?,
    };
    let mut rows = Vec::new();
    for platform in platforms {
        match &options.interpreter {
            Some(interpreter) => {
                let cross = Cross::new(checkout, platform)?;
                setup::python(checkout)?;
                rows.push(wheel_of(checkout, &cross, Some(interpreter), &checkout.path("dist"))?);
            }
            None => rows.extend(compiled(checkout, platform)?),
        }
    }
    if options.target.is_empty() && options.interpreter.is_none() {
        rows.extend(common(checkout)?);
    }
    checksums::write(&checkout.path("dist"))?;
    progress::heading("sizes");
    sizes::print(&rows);
    sizes::check(&rows)
}

/// Builds the wheel and the addon of one platform into `dist/`.
pub(crate) fn compiled(checkout: &Checkout, platform: &'static Platform) -> anyhow::Result<Vec<sizes::Size>> {
    // First, so that a platform that cannot be built here is refused at once.
    let cross = Cross::new(checkout, platform)?;
    setup::python(checkout)?;
    compiled_packages(checkout, &cross, &checkout.path("dist"))
}

/// Builds what is the same on all machines into `dist/`.
pub(crate) fn common(checkout: &Checkout) -> anyhow::Result<Vec<sizes::Size>> {
    setup::python(checkout)?;
    setup::node(checkout)?;
    let rows = common_packages(checkout, &checkout.path("dist"))?;
    checksums::write(&checkout.path("dist"))?;
    Ok(rows)
}

/// The wheel and the addon of one platform.
fn compiled_packages(checkout: &Checkout, cross: &Cross, folder: &Path) -> anyhow::Result<Vec<sizes::Size>> {
    let platform = cross.platform;
    let wheel = wheel_of(checkout, cross, None, folder)?;
    let title = format!("building the addon for {}", platform.target);
    let addon = progress::step(&title, || cross.addon(checkout))?;
    let bytes = fs::read(&addon).with_context(|| format!("read {}", addon.display()))?;
    check_libc(platform, "the addon", &bytes)?;
    let title = format!("packing {}", platform.package());
    let package = progress::step(&title, || npm::platform_package(checkout, platform, &addon, folder))?;
    sbom::write(checkout, "payonce-python", platform.target, folder)?;
    sbom::write(checkout, "payonce-node", platform.target, folder)?;
    let package = sizes::limited(&format!("npm package {}", platform.package()), &package, TARBALL_LIMIT)?;
    Ok(vec![wheel, package, sizes::of_file(&format!("addon for {}", platform.target), &addon)?])
}

/// What is the same on all machines: the sources of the wheel, and the npm package with the wasm module.
fn common_packages(checkout: &Checkout, folder: &Path) -> anyhow::Result<Vec<sizes::Size>> {
    // With the notices of all that a build from the sources compiles.
    notices::write(
        checkout,
        &checkout.path("python"),
        &[Compiled { package: "payonce-python", target: None }],
    )?;
    guides::write(checkout, &checkout.path("python/payonce"))?;
    let sources = progress::step("packing the Python sources", || sources(checkout, folder))?;
    let toolchain = setup::wasm(checkout)?;
    build::wasm(checkout, &toolchain)?;
    build::javascript(checkout)?;
    let package = progress::step("packing the npm package", || npm::main_package(checkout, folder))?;
    sbom::write(checkout, "payonce-wasm", "wasm32-unknown-unknown", folder)?;
    Ok(vec![
        sizes::of_file("Python sources", &sources)?,
        sizes::limited("npm package payonce", &package, TARBALL_LIMIT)?,
        sizes::of_file("wasm", &build::wasm_module(checkout))?,
        sizes::of_brotli("wasm, brotli", &build::wasm_module(checkout))?,
    ])
}

fn wheel_of(
    checkout: &Checkout,
    cross: &Cross,
    interpreter: Option<&Path>,
    folder: &Path,
) -> anyhow::Result<sizes::Size> {
    let target = cross.platform.target;
    let title = format!("building the wheel for {target}");
    let wheel = progress::step(&title, || built_wheel(checkout, &Build::For(cross), interpreter, folder))?;
    let size = sizes::limited(&format!("Python wheel for {target}"), &wheel, WHEEL_LIMIT)?;
    if cross.platform.is_linux() {
        cross.check_wheel(checkout, &wheel)?;
    }
    Ok(size)
}

/// Packs a wheel and returns where it is.
pub(crate) fn wheel(checkout: &Checkout, build: &Build<'_>, folder: &Path) -> anyhow::Result<PathBuf> {
    built_wheel(checkout, build, None, folder)
}

fn built_wheel(
    checkout: &Checkout,
    build: &Build<'_>,
    interpreter: Option<&Path>,
    folder: &Path,
) -> anyhow::Result<PathBuf> {
    let target = match build {
        Build::Here(_) => None,
        Build::For(cross) => Some(cross.platform.target),
    };
    notices::write(checkout, &checkout.path("python"), &[Compiled { package: "payonce-python", target }])?;
    guides::write(checkout, &checkout.path("python/payonce"))?;
    // In a folder of its own, since only maturin knows its name.
    let fresh = checkout.scratch("wheel")?;
    clear(&fresh, ".whl")?;
    // maturin runs in another folder.
    let python = match interpreter {
        Some(interpreter) => std::path::absolute(interpreter).context("find the interpreter")?,
        None => checkout.venv("python"),
    };
    let command = Command::new(checkout.venv("maturin"))
        .args(["build", "--interpreter"])
        .arg(python)
        .arg("--out")
        .arg(&fresh)
        .dir(checkout.path("python"))
        .limit_seconds(3600);
    let command = match build {
        Build::Here(profile) => build::for_packing(command.args(["--profile", profile]), checkout, profile),
        Build::For(cross) => cross.maturin(checkout, command),
    };
    command.quietly(checkout, "wheel")?;
    let built = only(&fresh, ".whl")?;
    fs::create_dir_all(folder).with_context(|| format!("create {}", folder.display()))?;
    let wheel = folder.join(built.file_name().context("find the name of the wheel")?);
    fs::rename(&built, &wheel).with_context(|| format!("move {}", built.display()))?;
    Ok(wheel)
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

/// The npm packages for this machine, with the addon as it was built for it.
pub(crate) struct NpmPackages {
    pub(crate) main: PathBuf,
    /// Absent where no addon is released for this machine.
    pub(crate) addon: Option<PathBuf>,
}

impl NpmPackages {
    /// Packs js/ with the addon that a build left there.
    pub(crate) fn pack(checkout: &Checkout, folder: &Path) -> anyhow::Result<Self> {
        let main = npm::main_package(checkout, folder)?;
        let built = build::node_addon_path(checkout);
        let addon = match Platform::here(checkout) {
            Ok(platform) => Some(npm::platform_package(checkout, platform, &built, folder)?),
            Err(_) => None,
        };
        Ok(Self { main, addon })
    }

    pub(crate) fn archives(&self) -> impl Iterator<Item = &Path> {
        std::iter::once(self.main.as_path()).chain(self.addon.as_deref())
    }
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
