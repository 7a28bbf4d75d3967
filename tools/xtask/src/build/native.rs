//! The programs and both addons in one cargo command: they share every dependency, and so one profile.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::remap::{for_packing, packing_target};
use crate::checkout::{Checkout, library_name};
use crate::process::Command;
use crate::progress;

/// The crates whose features are decided together, in the build and in `cargo test`. The wasm tools are built on their
/// own: nothing else shares what they need.
pub(crate) const WORKSPACE: &[&str] =
    &["--workspace", "--exclude", "payonce-wasm", "--exclude", "wasm-bindgen-runner"];

/// What the tests use besides the default features.
pub(crate) const TEST_FEATURES: &[&str] =
    &["--features", "payonce/axum,payonce/tracing,payonce/journal-postgres,payonce/journal-redis"];

/// What `cargo test` builds of each crate.
const TEST_TARGETS: &[&str] = &["--lib", "--bins", "--examples", "--tests"];

/// What one cargo command builds beside the programs that tests call.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Addons {
    None,
    Python,
    Node,
    Both,
    /// Both, and every other crate. Each selection of crates has feature sets of its own, so a run that tests everything
    /// builds everything at once and nothing twice; the others leave out what does not compile at the moment.
    Workspace,
}

/// Leaves the programs in target/debug, the extension module in python/payonce and the addon in js/native.
pub(crate) fn native(checkout: &Checkout, addons: Addons) -> anyhow::Result<()> {
    let (title, packages): (&str, &[&str]) = match addons {
        Addons::None => ("the programs", &["-p", "payonce-cli", "-p", "vector-server"]),
        Addons::Python => (
            "the extension module for Python",
            &["-p", "payonce-cli", "-p", "vector-server", "-p", "payonce-python"],
        ),
        Addons::Node => {
            ("the addon for Node", &["-p", "payonce-cli", "-p", "vector-server", "-p", "payonce-node"])
        }
        Addons::Both => (
            "both addons",
            &["-p", "payonce-cli", "-p", "vector-server", "-p", "payonce-python", "-p", "payonce-node"],
        ),
        Addons::Workspace => ("every crate", WORKSPACE),
    };
    progress::step(&format!("building {title}"), || {
        let mut command = Command::cargo(checkout).arg("build").args(packages);
        if addons == Addons::Workspace {
            // Tests change the features of hyper, serde and the core. Built without them now, nearly every crate would be
            // built a second time by `cargo test`.
            command = command.args(TEST_TARGETS).args(TEST_FEATURES);
        }
        command.quietly(checkout, "build")?;
        if matches!(addons, Addons::Python | Addons::Both | Addons::Workspace) {
            let module = if cfg!(windows) { "_native.pyd" } else { "_native.abi3.so" };
            place(&checkout.library("debug", "_native"), &checkout.path("python/payonce").join(module))?;
        }
        if matches!(addons, Addons::Node | Addons::Both | Addons::Workspace) {
            place(&checkout.library("debug", "payonce_node"), &node_addon_path(checkout))?;
        }
        Ok(())
    })
}

/// Builds the programs whose ends the documents show.
pub(crate) fn examples(checkout: &Checkout) -> anyhow::Result<()> {
    progress::step("building the examples", || {
        Command::cargo(checkout)
            .args(["build", "--package", "payonce-cli", "--examples"])
            .quietly(checkout, "build-examples")
    })
}

/// Builds the addon for Node with one of cargo's profiles as it is packed, and leaves it in js/native.
pub(crate) fn packed_addon(checkout: &Checkout, profile: &str) -> anyhow::Result<PathBuf> {
    progress::step("building the addon for Node as it is packed", || {
        let command =
            Command::cargo(checkout).args(["build", "--profile", profile, "--package", "payonce-node"]);
        for_packing(command, checkout, profile).quietly(checkout, "addon-packed")?;
        let addon = node_addon_path(checkout);
        let library = packing_target(checkout, profile).join(library_name("payonce_node"));
        place(&library, &addon)?;
        Ok(addon)
    })
}

/// Named as Node itself names platform and processor, so that the loader needs no table.
pub(crate) fn node_addon_path(checkout: &Checkout) -> PathBuf {
    let platform = match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    };
    let processor = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        "x86" => "ia32",
        other => other,
    };
    checkout.path("js/native").join(format!("payonce.{platform}-{processor}.node"))
}

/// Replaces the file instead of writing into it: a process that has it loaded keeps the old one and does not crash.
fn place(from: &Path, to: &Path) -> anyhow::Result<()> {
    let describe = || format!("copy {} to {}", from.display(), to.display());
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).with_context(describe)?;
    }
    let fresh = to.with_extension("fresh");
    fs::copy(from, &fresh).with_context(describe)?;
    fs::rename(&fresh, to).with_context(describe)
}
