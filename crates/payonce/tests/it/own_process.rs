//! Runs one test of this program in a process of its own: with another environment, to be killed, or because it changes the
//! whole process.

use std::process::{Command, Stdio};

/// Prepares the test `name` of a module, which passes its `module_path!()`.
pub(crate) fn command(module: &str, name: &str) -> Command {
    // The names of tests begin after the name of the program.
    let (_program, module) = module.split_once("::").unwrap();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", &format!("{module}::{name}"), "--test-threads=1"]);
    command
}

/// Runs it to its end. A test that does not exist would end well, so that this one has to have passed.
pub(crate) fn run(mut command: Command) {
    let output = command.stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap();
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && stdout.contains("1 passed"), "{command:?}:\n{stdout}\n{stderr}");
}
