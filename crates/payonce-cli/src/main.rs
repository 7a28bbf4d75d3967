//! The `payonce` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    let itself = std::env::current_exe().map(|path| vec![path.into_os_string()]).unwrap_or_default();
    payonce_cli::run(std::env::args_os().skip(1), &itself).into()
}
