//! A compiler for wasm32-unknown-unknown that can build its std from the sources, which makes the module smaller by a
//! seventh: the Rust in use, Debian's where rustup cannot fetch the sources, and a ready-made std where neither will do.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::system::Requirement;
use crate::checkout::Checkout;
use crate::process::Command;
use crate::progress;

const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_RUST: Requirement = Requirement {
    purpose: "a Rust that can build for browsers",
    packages: &["rustc-web", "cargo-web", "rust-web-src"],
};
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const STD_SOURCES: &str = "lib/rustlib/src/rust/library";
const DEBIAN_STD_SOURCES: &str = "/usr/lib/rustlib/src/rust/library";

/// What makes the module small, beside the profile. The std is built from its sources, for size and without texts of
/// panics: a panic is the same `unreachable` trap in JavaScript with or without them.
const SMALL: [&str; 6] = [
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    "-Zlocation-detail=none",
    "-Zfmt-debug=none",
    "--cfg",
    "sha2_backend_soft=\"compact\"",
];
const SMALL_STD: [&str; 2] = ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];

pub(crate) enum Toolchain {
    /// The Rust in use builds the std from its sources.
    Sources,
    /// Debian's compiler does, and borrows the linker of the Rust in use.
    Debian { linker: PathBuf },
    /// The Rust in use has the target's std ready-made; the module is larger.
    ReadyMade,
}

/// PAYONCE_WASM_TOOLCHAIN chooses `debian` or `ready-made` where a better way would do, to test it.
pub(crate) fn ensure(checkout: &Checkout) -> anyhow::Result<Toolchain> {
    let choice = choice();
    if choice.is_empty() && builds_from_sources(checkout) {
        return Ok(Toolchain::Sources);
    }
    if choice != "ready-made" {
        match debian(checkout) {
            Ok(toolchain) => return Ok(toolchain),
            Err(error) if choice == "debian" => return Err(error),
            Err(_) => {}
        }
    }
    if installed(checkout) || (rustup(checkout, &["target", "add", TARGET]) && installed(checkout)) {
        progress::note(
            "without the std's sources the wasm module is larger: `rustup component add rust-src` fetches them, or \
             `cargo xtask setup --system` a Rust that has them",
        );
        return Ok(Toolchain::ReadyMade);
    }
    debian(checkout)
}

/// What the system lacks for a small module.
pub(super) fn lacks(checkout: &Checkout) -> Option<Requirement> {
    let needed = match choice().as_str() {
        "" => !builds_from_sources(checkout),
        "ready-made" => false,
        _ => true,
    };
    (needed && !debian_is_complete()).then_some(DEBIAN_RUST)
}

fn choice() -> String {
    std::env::var("PAYONCE_WASM_TOOLCHAIN").unwrap_or_default()
}

/// Whether the Rust in use builds the std; rustup fetches the sources that it lacks.
fn builds_from_sources(checkout: &Checkout) -> bool {
    let fetched = || rustup(checkout, &["component", "add", "rust-src"]) && has_sources(checkout);
    builds_small(checkout) && (has_sources(checkout) || fetched())
}

fn debian(checkout: &Checkout) -> anyhow::Result<Toolchain> {
    if !debian_is_complete() {
        return Err(DEBIAN_RUST.missing());
    }
    Ok(Toolchain::Debian { linker: linker(checkout)? })
}

impl Toolchain {
    /// Whether the module comes out as small as the published one.
    pub(crate) fn is_small(&self) -> bool {
        !matches!(self, Self::ReadyMade)
    }

    /// The cargo command that builds the module, and where its output lands.
    pub(crate) fn build(&self, checkout: &Checkout, features: &[&str]) -> (Command, PathBuf) {
        let common = ["build", "--package", "payonce-wasm", "--target", TARGET, "--profile", "release-wasm"];
        // A folder for each: another compiler would invalidate everything in a shared one, and RUSTC_BOOTSTRAP makes
        // some build scripts choose anew.
        let target = checkout.target().join(match self {
            Self::Sources => "wasm-small",
            Self::Debian { .. } => "wasm-debian",
            Self::ReadyMade => "wasm",
        });
        let compiled = target.join(TARGET).join("release-wasm");
        let arguments =
            |command: Command| command.args(common).args(features).arg("--target-dir").arg(&target);
        let command = match self {
            Self::Sources => arguments(Command::cargo(checkout))
                .args(SMALL_STD)
                .env("RUSTC_BOOTSTRAP", "1")
                .rustflags(checkout, &SMALL),
            Self::Debian { linker } => arguments(Command::new(DEBIAN_CARGO).dir(checkout.root()))
                .args(SMALL_STD)
                .env("RUSTC", DEBIAN_RUSTC)
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
                // Set by the cargo that runs us; Debian's programs must not load the other Rust's libraries.
                .env_remove("LD_LIBRARY_PATH")
                .env_remove("RUSTUP_TOOLCHAIN")
                .env_remove("CARGO")
                .rustflags(checkout, &SMALL),
            Self::ReadyMade => arguments(Command::cargo(checkout)).rustflags(checkout, &[]),
        };
        (command, compiled)
    }
}

/// Whether this compiler knows the flags; the wasm module can be built without them, only larger.
fn builds_small(checkout: &Checkout) -> bool {
    let flags = ["--target", TARGET, "--print", "cfg"];
    rustc(checkout).env("RUSTC_BOOTSTRAP", "1").args(SMALL).args(flags).succeeds()
}

fn has_sources(checkout: &Checkout) -> bool {
    let sysroot = rustc(checkout).args(["--print", "sysroot"]).first_line();
    sysroot.is_ok_and(|sysroot| Path::new(&sysroot).join(STD_SOURCES).is_dir())
}

fn installed(checkout: &Checkout) -> bool {
    rustc(checkout)
        .args(["--print", "target-libdir", "--target", TARGET])
        .first_line()
        .is_ok_and(|folder| Path::new(&folder).is_dir())
}

fn rustup(checkout: &Checkout, action: &[&str]) -> bool {
    if !Command::new("rustup").args(["--version"]).succeeds() {
        return false;
    }
    let title = format!("rustup {}, into the Rust toolchain in use", action.join(" "));
    let added = progress::step(&title, || {
        // A network that swallows packets would hold this up for as long as it likes.
        Command::new("rustup").args(action).dir(checkout.root()).limit_seconds(90).quietly(checkout, "rustup")
    });
    if added.is_err() {
        progress::note("rustup could not fetch it; there are other ways to build the browser module");
    }
    added.is_ok()
}

fn debian_is_complete() -> bool {
    Path::new(DEBIAN_STD_SOURCES).is_dir()
        && Path::new(DEBIAN_CARGO).exists()
        && Path::new(DEBIAN_RUSTC).exists()
}

fn linker(checkout: &Checkout) -> anyhow::Result<PathBuf> {
    let sysroot = rustc(checkout).args(["--print", "sysroot"]).first_line()?;
    let rustlib = Path::new(&sysroot).join("lib/rustlib");
    std::fs::read_dir(&rustlib)
        .with_context(|| format!("list {}", rustlib.display()))?
        .flatten()
        .map(|entry| entry.path().join("bin/rust-lld"))
        .find(|candidate| candidate.is_file())
        .with_context(|| format!("find rust-lld below {}: install Rust with rustup", rustlib.display()))
}

fn rustc(checkout: &Checkout) -> Command {
    Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .dir(checkout.root())
        .limit_seconds(60)
}
