//! Published files name no folder of the machine that built them, and come out the same on another one.

use std::path::{Path, PathBuf};

use crate::checkout::Checkout;
use crate::process::Command;

impl Command {
    /// Replaces the folders that rustc would write into panic messages.
    pub(crate) fn without_local_paths(self, checkout: &Checkout) -> Self {
        self.rustflags(checkout, &[])
    }

    /// The same, with further flags for rustc.
    pub(crate) fn rustflags(self, checkout: &Checkout, more: &[&str]) -> Self {
        let given = std::env::var("RUSTFLAGS").unwrap_or_default();
        let mut flags: Vec<String> =
            given.split_whitespace().chain(more.iter().copied()).map(str::to_owned).collect();
        let mut remap =
            |from: &Path, to: &str| flags.push(format!("--remap-path-prefix={}={to}", from.display()));
        remap(checkout.root(), "payonce");
        if let Some(home) = cargo_home() {
            remap(&home.join("registry/src"), "registry");
        }
        for compiler in ["rustc", "/usr/bin/rustc"] {
            let sysroot = Self::new(compiler).dir(checkout.root()).args(["--print", "sysroot"]).first_line();
            if let Ok(sysroot) = sysroot {
                remap(&Path::new(&sysroot).join("lib/rustlib/src/rust"), "rust");
            }
        }
        // Unlike RUSTFLAGS it allows for spaces in folder names.
        self.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
    }
}

/// A build with one of cargo's profiles whose result is packed, and so names no folder of this machine.
///
/// Development builds that are packed have a target folder of their own: cargo keeps one build of a crate for each name,
/// whatever paths it has to replace, so that every other build in the same folder would begin anew.
pub(crate) fn for_packing(command: Command, checkout: &Checkout, profile: &str) -> Command {
    let command = command.without_local_paths(checkout);
    if profile != "dev" {
        return command;
    }
    // What the C compiler wrote for a debugger names folders too; the release profile leaves it out by itself.
    command.env("CARGO_TARGET_DIR", packages_folder(checkout)).env("CARGO_PROFILE_DEV_STRIP", "debuginfo")
}

/// Where a build for packing leaves what it built.
pub(super) fn packing_target(checkout: &Checkout, profile: &str) -> PathBuf {
    if profile == "dev" { packages_folder(checkout).join("debug") } else { checkout.target().join(profile) }
}

fn packages_folder(checkout: &Checkout) -> PathBuf {
    checkout.target().join("packages")
}

fn cargo_home() -> Option<PathBuf> {
    let home = || std::env::home_dir().map(|home| home.join(".cargo"));
    std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(home)
}
