//! What counts instructions.

use super::system::Requirement;
use crate::process::Command;

const VALGRIND: Requirement =
    Requirement { purpose: "what counts the instructions of the hot paths", packages: &["valgrind"] };

/// Whether the system has it.
pub(crate) fn is_installed() -> bool {
    Command::new("valgrind").arg("--version").succeeds()
}

/// What the system lacks for it. It runs on Linux alone.
pub(super) fn lacks() -> Option<Requirement> {
    (cfg!(target_os = "linux") && !is_installed()).then_some(VALGRIND)
}
