//! The command `payonce`, without a program of its own.

use std::ffi::OsString;

use pyo3::prelude::*;

/// Runs the command with these arguments and returns its exit code. `itself` starts it again in another process.
#[pyfunction]
pub(crate) fn command(py: Python<'_>, arguments: Vec<OsString>, itself: Vec<OsString>) -> u8 {
    py.detach(move || payonce_cli::run(arguments, &itself))
}
