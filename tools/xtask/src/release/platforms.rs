//! The platforms that a release has a compiled package for, by the names that each registry uses.

use anyhow::Context as _;

use crate::checkout::Checkout;
use crate::process::Command;

/// The oldest glibc that the Linux packages run with: Debian 10, RHEL 8, Ubuntu 20.04.
pub(crate) const GLIBC: (u32, u32) = (2, 28);

pub(crate) struct Platform {
    /// The target of rustc.
    pub(crate) target: &'static str,
    /// The name of the npm package after `@payonce/`.
    pub(crate) npm: &'static str,
    /// `os`, `cpu` and `libc` of its package.json.
    pub(crate) os: &'static str,
    pub(crate) cpu: &'static str,
    pub(crate) libc: Option<&'static str>,
    /// The platform tag of the wheel, without the version of macOS.
    pub(crate) wheel: &'static str,
}

pub(crate) const PLATFORMS: [Platform; 7] = [
    Platform {
        target: "aarch64-apple-darwin",
        npm: "darwin-arm64",
        os: "darwin",
        cpu: "arm64",
        libc: None,
        wheel: "macosx_*_arm64",
    },
    Platform {
        target: "x86_64-apple-darwin",
        npm: "darwin-x64",
        os: "darwin",
        cpu: "x64",
        libc: None,
        wheel: "macosx_*_x86_64",
    },
    Platform {
        target: "aarch64-unknown-linux-gnu",
        npm: "linux-arm64-gnu",
        os: "linux",
        cpu: "arm64",
        libc: Some("glibc"),
        wheel: "manylinux_2_28_aarch64",
    },
    Platform {
        target: "aarch64-unknown-linux-musl",
        npm: "linux-arm64-musl",
        os: "linux",
        cpu: "arm64",
        libc: Some("musl"),
        wheel: "musllinux_1_2_aarch64",
    },
    Platform {
        target: "x86_64-unknown-linux-gnu",
        npm: "linux-x64-gnu",
        os: "linux",
        cpu: "x64",
        libc: Some("glibc"),
        wheel: "manylinux_2_28_x86_64",
    },
    Platform {
        target: "x86_64-unknown-linux-musl",
        npm: "linux-x64-musl",
        os: "linux",
        cpu: "x64",
        libc: Some("musl"),
        wheel: "musllinux_1_2_x86_64",
    },
    Platform {
        target: "x86_64-pc-windows-msvc",
        npm: "win32-x64",
        os: "win32",
        cpu: "x64",
        libc: None,
        wheel: "win_amd64",
    },
];

impl Platform {
    /// The platform of a target of rustc.
    pub(crate) fn of(target: &str) -> anyhow::Result<&'static Self> {
        PLATFORMS.iter().find(|platform| platform.target == target).with_context(|| {
            let targets: Vec<&str> = PLATFORMS.iter().map(|platform| platform.target).collect();
            format!("no package is released for {target}: choose one of {}", targets.join(", "))
        })
    }

    /// The platform of this machine.
    pub(crate) fn here(checkout: &Checkout) -> anyhow::Result<&'static Self> {
        let target = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
            .dir(checkout.root())
            .args(["--print", "host-tuple"])
            .first_line()
            .context("ask rustc for this machine's target")?;
        Self::of(&target)
    }

    /// The name of the npm package with the addon.
    pub(crate) fn package(&self) -> String {
        format!("@payonce/{}", self.npm)
    }

    pub(crate) fn is_linux(&self) -> bool {
        self.os == "linux"
    }

    /// The compatibility that maturin checks and writes into the name of the wheel.
    pub(crate) fn compatibility(&self) -> Option<&'static str> {
        let (version, _) = self.wheel.rsplit_once('_')?;
        // The tag of x86_64 has an underscore of its own.
        self.is_linux().then(|| version.strip_suffix("_x86").unwrap_or(version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compatibility_of_a_linux_wheel_is_its_tag_without_the_processor() {
        let of = |target| Platform::of(target).unwrap().compatibility();
        assert_eq!(of("x86_64-unknown-linux-gnu"), Some("manylinux_2_28"));
        assert_eq!(of("aarch64-unknown-linux-gnu"), Some("manylinux_2_28"));
        assert_eq!(of("x86_64-unknown-linux-musl"), Some("musllinux_1_2"));
        assert_eq!(of("aarch64-apple-darwin"), None);
    }

    #[test]
    fn an_unknown_target_is_refused_with_the_known_ones() {
        let refused = Platform::of("riscv64gc-unknown-linux-gnu").err().unwrap().to_string();
        assert!(refused.contains("choose one of aarch64-apple-darwin, "), "{refused}");
    }
}
