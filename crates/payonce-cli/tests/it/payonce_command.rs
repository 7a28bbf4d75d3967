//! Runs the command as a shell would.

use std::io::Write;
use std::process::{Command, Output, Stdio};

pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_payonce"));
    command.env_remove("NO_COLOR");
    command
}

/// What one run brought.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

pub(crate) fn run(arguments: &[&str]) -> Run {
    run_with(arguments, b"")
}

pub(crate) fn run_with(arguments: &[&str], stdin: &[u8]) -> Run {
    let mut child = command()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut input = child.stdin.take().expect("stdin is piped");
    let bytes = stdin.to_vec();
    // In a thread of its own: the command may respond, or stop reading, before it has read everything.
    let writer = std::thread::spawn(move || drop(input.write_all(&bytes)));
    let Output { status, stdout, stderr } = child.wait_with_output().expect("the command ends");
    writer.join().expect("the writer ends");
    let text = |bytes| String::from_utf8(bytes).expect("the output is utf-8");
    Run { code: status.code(), stdout: text(stdout), stderr: text(stderr) }
}
