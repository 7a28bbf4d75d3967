//! System packages. `cargo xtask setup --system` installs them if no password is needed; every other command only names
//! what is missing.

use anyhow::{anyhow, bail};

use crate::process::Command;
use crate::progress;

/// What a machine needs from its own package manager.
pub(super) struct Requirement {
    pub(super) purpose: &'static str,
    /// As Debian and Ubuntu call them.
    pub(super) packages: &'static [&'static str],
}

impl Requirement {
    /// The error of a command that needs it and must not install it.
    pub(super) fn missing(&self) -> anyhow::Error {
        let Self { purpose, .. } = self;
        if has_apt() {
            anyhow!(
                "{purpose} is missing; install it with this command, then start again:\n    cargo xtask setup --system"
            )
        } else {
            self.unknown_system()
        }
    }

    /// Installs the packages, or returns the command for a person who can.
    pub(super) fn install(&self) -> anyhow::Result<()> {
        let (purpose, list) = (self.purpose, self.packages.join(" "));
        if !has_apt() {
            return Err(self.unknown_system());
        }
        let Some(prefix) = privilege() else {
            bail!(
                "{purpose} is missing; type this once, then start again:\n    sudo apt-get install -y --no-install-recommends {list}"
            );
        };
        progress::step(&format!("installing {purpose} on the system with apt-get: {list}"), || {
            // A machine that has its package lists already need not fetch them.
            if apt(prefix, &["install", "-y", "--no-install-recommends"], self.packages).succeeds() {
                return Ok(());
            }
            apt(prefix, &["update"], &[]).succeeds();
            if apt(prefix, &["install", "-y", "--no-install-recommends"], self.packages).succeeds() {
                return Ok(());
            }
            bail!("apt-get could not install {list}: run `apt-get install {list}` to see why")
        })
    }

    fn unknown_system(&self) -> anyhow::Error {
        anyhow!(
            "{} is missing, and this is not a Debian or Ubuntu system: install what corresponds to {}",
            self.purpose,
            self.packages.join(" ")
        )
    }
}

fn has_apt() -> bool {
    Command::new("apt-get").args(["--version"]).succeeds()
}

/// How to become root without a question: not at all, through sudo, or (None) impossible.
fn privilege() -> Option<&'static [&'static str]> {
    if Command::new("id").args(["-u"]).first_line().is_ok_and(|id| id == "0") {
        return Some(&[]);
    }
    Command::new("sudo").args(["-n", "true"]).limit_seconds(10).succeeds().then_some(&["sudo", "-n"])
}

fn apt(prefix: &[&str], action: &[&str], packages: &[&str]) -> Command {
    let mut words: Vec<&str> = prefix.to_vec();
    // Another package manager may hold the lock on a machine that has just started.
    words.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"]);
    words.extend(action);
    words.extend(packages);
    let (program, arguments) = words.split_first().unwrap_or((&"apt-get", &[]));
    Command::new(program).args(arguments).limit_seconds(600)
}
