//! A Python environment inside the checkout, with pinned tools.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::system::Requirement;

use crate::checkout::Checkout;
use crate::process::Command;
use crate::stamp::Stamp;

const OLDEST: (u32, u32) = (3, 10);
/// Tests beside other packages, each folder with an environment of its own: CrewAI and localstripe need other versions than the
/// rest.
pub(crate) const FRAMEWORKS: [(&str, &str); 3] = [
    ("python/integrations", "target/frameworks"),
    ("python/integrations/with_crewai", "target/frameworks-crewai"),
    ("python/integrations/with_localstripe", "target/frameworks-localstripe"),
];
/// Debian keeps the part that puts pip into a new environment in a package of its own.
const VENV: Requirement = Requirement { purpose: "Python's venv module", packages: &["python3-venv"] };

pub(crate) fn ensure(checkout: &Checkout) -> anyhow::Result<()> {
    let (python, version) = interpreter()?;
    let requirements = checkout.path("python/requirements-dev.txt");
    Stamp::new(checkout, "venv", "Python environment in .venv: maturin, pytest, mypy, ruff")?
        .fact(&version)
        .input(&requirements)?
        .output(checkout.venv("pytest"))
        .run(|| {
            if !has_venv(&python) {
                return Err(VENV.missing());
            }
            create(checkout, &python, &checkout.path(".venv"))?;
            pip(checkout, &checkout.venv("python"))
                .arg(pinned_uv(&requirements)?)
                .quietly(checkout, "pip")?;
            install(checkout, &checkout.venv("python"), &requirements)?;
            link_sources(checkout)
        })?;
    Ok(())
}

/// The frameworks of python/integrations, which other tests do not need, in environments of their own.
pub(crate) fn ensure_frameworks(checkout: &Checkout) -> anyhow::Result<()> {
    ensure(checkout)?;
    let (python, version) = interpreter()?;
    for (tests, environment) in FRAMEWORKS {
        let name = environment.trim_start_matches("target/");
        ensure_framework(checkout, &python, &version, (tests, environment, name))?;
    }
    Ok(())
}

fn ensure_framework(
    checkout: &Checkout,
    python: &str,
    version: &str,
    (tests, environment, name): (&str, &str, &str),
) -> anyhow::Result<()> {
    let requirements = checkout.path(&format!("{tests}/requirements.txt"));
    let folder = checkout.path(environment);
    let own = folder.join("bin/python");
    Stamp::new(checkout, name, &format!("Python environment with the frameworks of {tests}"))?
        .fact(version)
        .input(&requirements)?
        .output(own.clone())
        .run(|| {
            create(checkout, python, &folder)?;
            install(checkout, &own, &requirements)
        })?;
    Ok(())
}

/// The folder with the tools of a release, which builds and tests do not need.
pub(crate) fn ensure_release_tools(checkout: &Checkout) -> anyhow::Result<PathBuf> {
    ensure(checkout)?;
    let (python, version) = interpreter()?;
    let requirements = checkout.path("tools/xtask/release-requirements.txt");
    let folder = checkout.target().join("release-tools");
    let programs = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let own = programs.join(format!("python{EXE_SUFFIX}"));
    Stamp::new(checkout, "release-tools", "zig, cargo-zigbuild and auditwheel, in target")?
        .fact(&version)
        .input(&requirements)?
        .output(own.clone())
        .run(|| {
            create(checkout, &python, &folder)?;
            install(checkout, &own, &requirements)
        })?;
    Ok(programs)
}

fn create(checkout: &Checkout, python: &str, folder: &Path) -> anyhow::Result<()> {
    Command::new(python)
        .args(["-m", "venv", "--clear"])
        .arg(folder)
        .limit_seconds(180)
        .quietly(checkout, "venv")
}

/// uv needs a tenth of the time of pip. It does not read pip's configuration, so pip is tried where uv fails:
/// a machine may reach its packages only as pip is configured.
fn install(checkout: &Checkout, python: &Path, requirements: &Path) -> anyhow::Result<()> {
    let uv = Command::new(checkout.venv("uv"))
        .args(["pip", "install", "--quiet", "--python"])
        .arg(python)
        .arg("--requirement")
        .arg(requirements)
        .limit_seconds(300)
        .quietly(checkout, "uv");
    match uv {
        Ok(()) => Ok(()),
        Err(_) => pip(checkout, python).arg("--requirement").arg(requirements).quietly(checkout, "pip"),
    }
}

fn pip(checkout: &Checkout, python: &Path) -> Command {
    Command::new(python)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"])
        .dir(checkout.root())
        .limit_seconds(600)
}

/// The version of uv that the tests use, too.
fn pinned_uv(requirements: &Path) -> anyhow::Result<String> {
    fs::read_to_string(requirements)?
        .lines()
        .find(|line| line.starts_with("uv=="))
        .map(str::to_owned)
        .with_context(|| format!("{} pins no version of uv", requirements.display()))
}

/// What the system lacks for it. Without any Python, `ensure` reports that.
pub(super) fn lacks() -> Option<Requirement> {
    let (python, _) = interpreter().ok()?;
    (!has_venv(&python)).then_some(VENV)
}

fn has_venv(python: &str) -> bool {
    Command::new(python).args(["-c", "import ensurepip, venv"]).succeeds()
}

/// Tests import the sources where they are: an edit takes effect without installing anything again.
fn link_sources(checkout: &Checkout) -> anyhow::Result<()> {
    let site = Command::new(checkout.venv("python"))
        .args(["-c", "import sysconfig; print(sysconfig.get_path('purelib'))"])
        .first_line()?;
    let file = Path::new(&site).join("payonce-sources.pth");
    fs::write(&file, format!("{}\n", checkout.path("python").display()))
        .with_context(|| format!("write {}", file.display()))
}

fn interpreter() -> anyhow::Result<(String, String)> {
    let chosen = std::env::var("PYTHON").ok();
    let names = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python"];
    for name in chosen.as_deref().into_iter().chain(names) {
        let asked = Command::new(name)
            .args(["-c", "import sys; print('%d.%d.%d' % sys.version_info[:3], sys.executable)"])
            .limit_seconds(30)
            .first_line();
        if let Ok(version) = asked
            && parse(&version).is_some_and(|found| found >= OLDEST)
        {
            return Ok((name.to_owned(), version));
        }
    }
    bail!(
        "no Python {}.{} or newer on the PATH: install one, or set PYTHON to its executable",
        OLDEST.0,
        OLDEST.1
    )
}

fn parse(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}
