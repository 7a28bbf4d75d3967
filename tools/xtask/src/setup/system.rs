//! System packages: installed where that is allowed without a question, asked for everywhere else.

use anyhow::bail;

use crate::process::Call;
use crate::progress;

/// Installs Debian or Ubuntu packages, or says what to type.
pub(super) fn install(purpose: &str, packages: &[&str]) -> anyhow::Result<()> {
    let list = packages.join(" ");
    if !Call::new("apt-get").args(["--version"]).succeeds() {
        bail!(
            "{purpose} is missing, and this is not a Debian or Ubuntu system: install what corresponds to {list}"
        );
    }
    let Some(prefix) = privilege() else {
        bail!(
            "{purpose} is missing; type this once, then start again:\n    sudo apt-get install -y --no-install-recommends {list}"
        );
    };
    progress::step(&format!("installing {purpose} on the system with apt-get: {list}"), || {
        // A machine that has its package lists already need not fetch them.
        if apt(prefix, &["install", "-y", "--no-install-recommends"], packages).succeeds() {
            return Ok(());
        }
        apt(prefix, &["update"], &[]).succeeds();
        if apt(prefix, &["install", "-y", "--no-install-recommends"], packages).succeeds() {
            return Ok(());
        }
        bail!("apt-get could not install {list}: run `apt-get install {list}` to see why")
    })
}

/// How to become root without a question: not at all, through sudo, or (None) impossible.
fn privilege() -> Option<&'static [&'static str]> {
    if Call::new("id").args(["-u"]).first_line().is_ok_and(|id| id == "0") {
        return Some(&[]);
    }
    Call::new("sudo").args(["-n", "true"]).limit_seconds(10).succeeds().then_some(&["sudo", "-n"])
}

fn apt(prefix: &[&str], action: &[&str], packages: &[&str]) -> Call {
    let mut words: Vec<&str> = prefix.to_vec();
    // Another package manager may hold the lock on a machine that has just started.
    words.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"]);
    words.extend(action);
    words.extend(packages);
    let (program, arguments) = words.split_first().unwrap_or((&"apt-get", &[]));
    Call::new(program).args(arguments).limit_seconds(600)
}
