//! The crates, packed as crates.io would receive them.

use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;

use super::facts::VERSION;
use crate::checkout::Checkout;
use crate::process::Command;

/// In the order in which they have to be published: each after those that it depends on.
pub(crate) const PUBLISHED: [&str; 4] = ["payonce-core", "payonce", "payonce-sandbox", "payonce-cli"];
/// What each archive contains beside its code.
const REQUIRED: [&str; 4] = ["Cargo.toml", "README.md", "LICENSE-MIT", "LICENSE-APACHE"];

/// A packed crate.
pub(crate) struct Packed {
    pub(crate) archive: PathBuf,
    pub(crate) files: Vec<String>,
    pub(crate) bytes: u64,
}

/// Packs all crates. Fails if one lacks what it needs, or contains what it must not.
pub(crate) fn pack(checkout: &Checkout, verify: bool) -> anyhow::Result<Vec<Packed>> {
    // Uncommitted changes are the caller's business here; `cargo publish` refuses them.
    let mut command =
        Command::cargo(checkout).args(["package", "--locked", "--allow-dirty"]).limit_seconds(3600);
    for name in PUBLISHED {
        command = command.args(["--package", name]);
    }
    if !verify {
        command = command.arg("--no-verify");
    }
    command.quietly(checkout, "cargo-package")?;
    PUBLISHED.iter().map(|name| packed(checkout, name)).collect()
}

fn packed(checkout: &Checkout, name: &str) -> anyhow::Result<Packed> {
    let archive = checkout.target().join("package").join(format!("{name}-{VERSION}.crate"));
    let bytes = fs::metadata(&archive).with_context(|| format!("find {}", archive.display()))?.len();
    let listing = Command::cargo(checkout)
        .args(["package", "--locked", "--allow-dirty", "--list", "--package", name])
        .filter(String::new())?;
    let files: Vec<String> = listing.lines().map(str::to_owned).collect();
    for required in REQUIRED {
        anyhow::ensure!(files.iter().any(|file| file == required), "{name} is packed without {required}");
    }
    let foreign = files.iter().find(|file| file.starts_with("tests/") || file.starts_with("benches/"));
    anyhow::ensure!(foreign.is_none(), "{name} is packed with {foreign:?}, which needs the whole checkout");
    Ok(Packed { archive, files, bytes })
}
