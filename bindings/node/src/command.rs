//! The command `payonce`, without a program of its own.

use std::ffi::OsString;

use napi_derive::napi;

/// Runs the command with these arguments and returns its exit code. It blocks the thread until the command has ended.
/// `itself` starts the command again in another process.
#[napi(catch_unwind)]
pub fn command(arguments: Vec<String>, itself: Vec<String>) -> u8 {
    let itself: Vec<OsString> = itself.into_iter().map(OsString::from).collect();
    payonce_cli::run(arguments.into_iter().map(OsString::from), &itself)
}
