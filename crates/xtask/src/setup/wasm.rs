//! A compiler for wasm32-unknown-unknown: rustup's, or Debian's where rustup cannot fetch one.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::checkout::Checkout;
use crate::process::Call;
use crate::progress;

const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_STD_SOURCES: &str = "/usr/lib/rustlib/src/rust/library";

pub(crate) enum Toolchain {
    /// The Rust in use has the target's std.
    Installed,
    /// Debian's compiler builds the std from its sources, and borrows the linker of the Rust in use.
    Debian { linker: PathBuf },
}

/// PAYONCE_WASM_TOOLCHAIN=debian chooses the second way where both would do, to test it.
pub(crate) fn ensure(checkout: &Checkout) -> anyhow::Result<Toolchain> {
    let debian_asked = std::env::var_os("PAYONCE_WASM_TOOLCHAIN").is_some_and(|choice| choice == "debian");
    if !debian_asked {
        if installed(checkout) {
            return Ok(Toolchain::Installed);
        }
        if add_with_rustup(checkout) && installed(checkout) {
            return Ok(Toolchain::Installed);
        }
    }
    if !debian_is_complete() {
        super::system::install("a Rust that can build for browsers", &DEBIAN_PACKAGES)?;
    }
    if !debian_is_complete() {
        bail!("the packages {} lack a part: reinstall them", DEBIAN_PACKAGES.join(", "));
    }
    Ok(Toolchain::Debian { linker: linker(checkout)? })
}

impl Toolchain {
    /// The cargo call that builds the module, and where its output lands.
    pub(crate) fn build(&self, checkout: &Checkout) -> (Call, PathBuf) {
        let common = ["build", "--package", "payonce-wasm", "--target", TARGET, "--profile", "release-wasm"];
        let place = Path::new(TARGET).join("release-wasm");
        match self {
            Self::Installed => (Call::cargo(checkout).args(common), checkout.target().join(place)),
            Self::Debian { linker } => {
                // Another compiler version would invalidate everything in the shared folder.
                let target = checkout.target().join("wasm-debian");
                let call = Call::new(DEBIAN_CARGO)
                    .dir(checkout.root())
                    .args(common)
                    .args(["-Zbuild-std=std,panic_abort", "--target-dir"])
                    .arg(&target)
                    .env("RUSTC", DEBIAN_RUSTC)
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
                    // Set by the cargo that runs us; Debian's programs must not load the other Rust's libraries.
                    .env_remove("LD_LIBRARY_PATH")
                    .env_remove("RUSTUP_TOOLCHAIN")
                    .env_remove("CARGO");
                (call, target.join(place))
            }
        }
    }
}

fn installed(checkout: &Checkout) -> bool {
    rustc(checkout)
        .args(["--print", "target-libdir", "--target", TARGET])
        .first_line()
        .is_ok_and(|folder| Path::new(&folder).is_dir())
}

fn add_with_rustup(checkout: &Checkout) -> bool {
    if !Call::new("rustup").args(["--version"]).succeeds() {
        return false;
    }
    let added =
        progress::step(&format!("rustup target add {TARGET}, into the Rust toolchain in use"), || {
            // A network that swallows packets would hold this up for as long as it likes.
            Call::new("rustup")
                .args(["target", "add", TARGET])
                .dir(checkout.root())
                .limit_seconds(90)
                .quietly(checkout, "rustup")
        });
    if added.is_err() {
        progress::note("rustup could not fetch it; Debian's Rust builds the browser module instead");
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

fn rustc(checkout: &Checkout) -> Call {
    Call::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .dir(checkout.root())
        .limit_seconds(60)
}
