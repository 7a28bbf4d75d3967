//! Building for a platform: zig links for an old glibc, for musl, and for another processor.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::Value;

use super::platforms::{GLIBC, Platform};
use crate::checkout::{Checkout, library_name};
use crate::process::Command;
use crate::setup;

/// The tools for one platform.
pub(crate) struct Cross {
    pub(crate) platform: &'static Platform,
    /// The folder of zig and cargo-zigbuild; macOS and Windows use their own linkers.
    tools: Option<PathBuf>,
    /// Whether rustc has the standard library of the target, or builds it.
    has_std: bool,
}

impl Cross {
    /// Installs what is needed. Fails on a machine that cannot build for the platform, with the reason.
    pub(crate) fn new(checkout: &Checkout, platform: &'static Platform) -> anyhow::Result<Self> {
        if let Some(reason) = unavailable(platform) {
            anyhow::bail!("{}: {reason}", platform.target);
        }
        let tools = platform.is_linux().then(|| setup::release_tools(checkout)).transpose()?;
        let folder = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
            .dir(checkout.root())
            .args(["--print", "target-libdir", "--target", platform.target])
            .first_line()?;
        Ok(Self { platform, tools, has_std: Path::new(&folder).is_dir() })
    }

    /// The options of maturin.
    pub(crate) fn maturin(&self, checkout: &Checkout, command: Command) -> Command {
        let command = command.args(["--profile", "release", "--target", self.platform.target]);
        // At its default level, maturin's deflate leaves 4 % more than at its best.
        let command = command.args(["--compression-level", "9"]);
        let command = match self.platform.compatibility() {
            Some(compatibility) => command.args(["--zig", "--compatibility", compatibility]),
            None => command,
        };
        self.environment(checkout, command)
    }

    /// Builds the addon for Node and returns where it is.
    pub(crate) fn addon(&self, checkout: &Checkout) -> anyhow::Result<PathBuf> {
        let target = self.platform.target;
        let command = match &self.tools {
            Some(tools) => {
                let (major, minor) = GLIBC;
                let libc = if self.platform.libc == Some("glibc") {
                    format!("{target}.{major}.{minor}")
                } else {
                    target.to_owned()
                };
                Command::new(tools.join("cargo-zigbuild"))
                    .dir(checkout.root())
                    .args(["zigbuild", "--target", &libc])
            }
            None => Command::cargo(checkout).args(["build", "--target", target]),
        };
        let command =
            command.args(["--release", "--locked", "--package", "payonce-node"]).limit_seconds(3600);
        self.environment(checkout, command).quietly(checkout, &format!("addon-{}", self.platform.npm))?;
        let folder = checkout.target().join(target).join("release");
        let library = match self.platform.os {
            "darwin" => "libpayonce_node.dylib".to_owned(),
            "win32" => "payonce_node.dll".to_owned(),
            _ => library_name("payonce_node"),
        };
        Ok(folder.join(library))
    }

    /// Fails if auditwheel does not accept a wheel for Linux under the tag in its name.
    pub(crate) fn check_wheel(&self, checkout: &Checkout, wheel: &Path) -> anyhow::Result<()> {
        let tools = self.tools.as_deref().context("find auditwheel")?;
        // With no folder to look in: it would open this machine's libraries, and the `libc.so` of a compiler is a text.
        let report = Command::new(tools.join("auditwheel"))
            .dir(checkout.root())
            .args(["show", "--json", "--ldpaths", ""])
            .arg(wheel)
            .filter(String::new())?;
        check_report(self.platform, &report)
            .with_context(|| format!("check {} with auditwheel", wheel.display()))
    }

    fn environment(&self, checkout: &Checkout, command: Command) -> Command {
        // rustc links musl statically by default, and Python and Node load what they extend dynamically.
        let flags: &[&str] =
            if self.platform.libc == Some("musl") { &["-Ctarget-feature=-crt-static"] } else { &[] };
        let mut command = command.rustflags(checkout, flags);
        if let Some(tools) = &self.tools {
            let path = std::env::var_os("PATH").unwrap_or_default();
            let folders = std::iter::once(tools.clone()).chain(std::env::split_paths(&path));
            if let Ok(path) = std::env::join_paths(folders) {
                command = command.env("PATH", path);
            }
        }
        if self.has_std {
            return command;
        }
        // rustup has the library ready-made; a machine without access to it builds the same from its sources.
        command.env("RUSTC_BOOTSTRAP", "1").env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
    }
}

/// Why this machine cannot build for a platform.
pub(crate) fn unavailable(platform: &Platform) -> Option<&'static str> {
    match platform.os {
        "linux" if cfg!(target_os = "windows") => Some("the release workflow builds it on Linux"),
        "darwin" if cfg!(not(target_os = "macos")) => Some(
            "it links Apple's Security framework, which only macOS has; the release workflow builds it there",
        ),
        "win32" if cfg!(not(windows)) => {
            Some("it links Microsoft's runtime, which only Windows has; the release workflow builds it there")
        }
        _ => None,
    }
}

/// The newest version of glibc that a library for Linux asks for, if any.
pub(crate) fn glibc_version(library: &[u8]) -> Option<(u32, u32)> {
    const PREFIX: &[u8] = b"GLIBC_";
    library
        .windows(PREFIX.len())
        .enumerate()
        .filter(|(_, window)| *window == PREFIX)
        .filter_map(|(at, _)| {
            let rest = library.get(at + PREFIX.len()..)?;
            let end = rest.iter().position(|byte| !byte.is_ascii_digit() && *byte != b'.')?;
            let mut numbers = std::str::from_utf8(rest.get(..end)?).ok()?.split('.');
            Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
        })
        .max()
}

/// Fails if a library for Linux does not run where its package says.
pub(crate) fn check_libc(platform: &Platform, name: &str, library: &[u8]) -> anyhow::Result<()> {
    let found = glibc_version(library);
    match (platform.libc, found) {
        (Some("glibc"), Some(version)) => anyhow::ensure!(
            version <= GLIBC,
            "{name} needs glibc {}.{}, and its package is for {}.{}",
            version.0,
            version.1,
            GLIBC.0,
            GLIBC.1
        ),
        (Some("glibc"), None) => {
            return Err(anyhow::anyhow!("{name} names no version of glibc")).context("read its symbols");
        }
        (Some("musl"), Some((major, minor))) => {
            anyhow::bail!("{name} needs glibc {major}.{minor}, and its package is for musl")
        }
        _ => {}
    }
    Ok(())
}

/// Fails if a report of auditwheel, as JSON, names another platform than that of the wheel.
fn check_report(platform: &Platform, report: &str) -> anyhow::Result<()> {
    let found: Value = serde_json::from_str(report).context("read its report")?;
    let text = |name: &str| found.get(name).and_then(Value::as_str).context(format!("find {name}"));
    let libraries = found.get("external_libs").and_then(Value::as_object).context("find external_libs")?;
    // auditwheel knows musl by the name that Alpine's linker writes. zig writes the name that musl has of itself, and musl's
    // loader takes both for itself.
    let only_musl = platform.libc == Some("musl") && libraries.keys().all(|library| library == "libc.so");
    let tag = text("overall_tag")?;
    let without_libraries = text("sym_tag")?;
    let isa = found.get("unsupported_isa").and_then(Value::as_bool).context("find unsupported_isa")?;
    anyhow::ensure!(
        tag == platform.wheel || (only_musl && !isa && without_libraries == platform.wheel),
        "the wheel is for {tag} and not for {}: {report}",
        platform.wheel
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SYMBOLS: &[u8] = b"\x7fELF\0libc.so.6\0GLIBC_2.9\0GLIBC_2.28\0GLIBC_2.2.5\0GLIBC_PRIVATE\0";

    #[test]
    fn versions_of_glibc_are_compared_as_numbers() {
        assert_eq!(glibc_version(SYMBOLS), Some((2, 28)));
        assert_eq!(glibc_version(b"libc.so\0"), None);
    }

    #[test]
    fn a_library_for_another_libc_is_refused() {
        let gnu = Platform::of("x86_64-unknown-linux-gnu").unwrap();
        let musl = Platform::of("x86_64-unknown-linux-musl").unwrap();
        check_libc(gnu, "addon", SYMBOLS).unwrap();
        check_libc(musl, "addon", b"libc.so\0").unwrap();
        let newer = check_libc(gnu, "addon", b"GLIBC_2.34\0").unwrap_err().to_string();
        assert_eq!(newer, "addon needs glibc 2.34, and its package is for 2.28");
        let wrong = check_libc(musl, "addon", SYMBOLS).unwrap_err().to_string();
        assert_eq!(wrong, "addon needs glibc 2.28, and its package is for musl");
    }

    /// What auditwheel reports of a wheel.
    fn report(tag: &str, without_libraries: &str, libraries: &[&str]) -> Value {
        let libraries: serde_json::Map<_, _> =
            libraries.iter().map(|library| ((*library).to_owned(), Value::Null)).collect();
        serde_json::json!({
            "overall_tag": tag,
            "sym_tag": without_libraries,
            "unsupported_isa": false,
            "external_libs": libraries,
        })
    }

    #[test]
    fn a_wheel_is_accepted_for_its_platform_alone() {
        let gnu = Platform::of("aarch64-unknown-linux-gnu").unwrap();
        let accepted = report("manylinux_2_28_aarch64", "manylinux_2_28_aarch64", &["libc.so.6"]);
        check_report(gnu, &accepted.to_string()).unwrap();
        let newer = report("manylinux_2_34_aarch64", "manylinux_2_34_aarch64", &["libc.so.6"]);
        let refused = check_report(gnu, &newer.to_string()).unwrap_err().to_string();
        assert!(
            refused
                .starts_with("the wheel is for manylinux_2_34_aarch64 and not for manylinux_2_28_aarch64: "),
            "{refused}"
        );
        // Nothing but musl is known by two names.
        let other = report("linux_aarch64", "manylinux_2_28_aarch64", &["libc.so"]);
        check_report(gnu, &other.to_string()).unwrap_err();
    }

    #[test]
    fn a_wheel_for_musl_needs_musl_alone_by_either_of_its_names() {
        let musl = Platform::of("x86_64-unknown-linux-musl").unwrap();
        let tag = "musllinux_1_2_x86_64";
        for accepted in
            [report("linux_x86_64", tag, &["libc.so"]), report(tag, tag, &["libc.musl-x86_64.so.1"])]
        {
            check_report(musl, &accepted.to_string()).unwrap();
        }
        let mut newer_processor = report("linux_x86_64", tag, &["libc.so"]);
        newer_processor["unsupported_isa"] = Value::Bool(true);
        for refused in [
            report("linux_x86_64", tag, &["libc.so", "libgcc_s.so.1"]),
            report("linux_x86_64", "linux_x86_64", &["libc.so"]),
            newer_processor,
        ] {
            check_report(musl, &refused.to_string()).unwrap_err();
        }
        check_report(musl, "").unwrap_err();
    }
}
