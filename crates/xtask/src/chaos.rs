//! The long search for a double charge.

use crate::build::{self, Target};
use crate::checkout::Checkout;
use crate::process::Call;
use crate::{progress, setup};

const OPERATIONS: &str = "100000";

pub(crate) fn run(checkout: &Checkout, arguments: &[String]) -> anyhow::Result<()> {
    progress::step("building the chaos run", || {
        Call::cargo(checkout).args(["build", "--package", "chaos"]).quietly(checkout, "chaos-build")
    })?;
    // `--languages python,node`, in one argument or two.
    let named = |language: &str| arguments.iter().any(|argument| argument.contains(language));
    if named("python") {
        setup::python(checkout)?;
        build::run(checkout, Target::Python)?;
    }
    if named("node") {
        build::run(checkout, Target::Node)?;
    }
    let python = checkout.venv("python");
    let python = python.exists().then_some(["--python".into(), python.into_os_string()]);
    let asked = arguments.iter().any(|argument| argument.starts_with("--operations"));
    let usual: &[&str] = if asked { &[] } else { &["--operations", OPERATIONS] };
    Call::new(checkout.chaos())
        .args(usual)
        .args(python.into_iter().flatten())
        .args(arguments)
        .dir(checkout.root())
        .limit_seconds(30 * 60)
        .attached()
}
