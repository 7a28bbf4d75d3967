//! The long search for a double charge.

use crate::build::{self, Addons};
use crate::checkout::Checkout;
use crate::process::Command;
use crate::{progress, setup};

const HOURS: u64 = 60 * 60;

/// Builds what the arguments ask for, and hands them on.
pub(crate) fn run(checkout: &Checkout, arguments: &[String]) -> anyhow::Result<()> {
    let flag = |name: &str| arguments.iter().any(|argument| argument == name);
    // During an outage payonce is compared with Pay-i's own package, which is for Python.
    if flag("--outage") {
        setup::python(checkout)?;
    } else if !flag("--help") && !flag("--journal") {
        packages(checkout, option(arguments, "--languages").unwrap_or("python,node"))?;
    }
    progress::step("building the chaos run", || {
        let arguments = ["build", "--package", "chaos", "--profile", "chaos"];
        Command::cargo(checkout).args(arguments).quietly(checkout, "chaos-build")
    })?;
    let python = checkout.venv("python");
    let python = python.exists().then_some(["--python".into(), python.into_os_string()]);
    Command::new(checkout.fast_chaos())
        .args(python.into_iter().flatten())
        .args(arguments)
        .dir(checkout.root())
        .limit_seconds(3 * HOURS)
        .attached()
}

/// The program that does all of it, for its tests.
pub(crate) fn build(checkout: &Checkout) -> anyhow::Result<()> {
    progress::step("building the chaos run", || {
        Command::cargo(checkout).args(["build", "--package", "chaos"]).quietly(checkout, "chaos-build")
    })
}

fn packages(checkout: &Checkout, languages: &str) -> anyhow::Result<()> {
    let python = languages.contains("python");
    let node = languages.contains("node") || languages.contains("wasm");
    if python {
        setup::python(checkout)?;
    }
    match (python, node) {
        (true, true) => build::native(checkout, Addons::Both)?,
        (true, false) => build::native(checkout, Addons::Python)?,
        (false, true) => build::native(checkout, Addons::Node)?,
        (false, false) => {}
    }
    if node {
        setup::node(checkout)?;
        let toolchain = setup::wasm(checkout)?;
        build::wasm(checkout, &toolchain)?;
        build::javascript(checkout)?;
    }
    Ok(())
}

/// The value of an option, in one argument or in two.
fn option<'a>(arguments: &'a [String], name: &str) -> Option<&'a str> {
    arguments.iter().enumerate().find_map(|(place, argument)| match argument.strip_prefix(name)? {
        "" => arguments.get(place + 1).map(String::as_str),
        rest => rest.strip_prefix('='),
    })
}

#[cfg(test)]
mod tests {
    use super::option;

    #[test]
    fn an_option_is_found_in_one_argument_or_in_two() {
        let given = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(option(&given("--seed 7 --languages node,wasm"), "--languages"), Some("node,wasm"));
        assert_eq!(option(&given("--languages=rust --seed 7"), "--languages"), Some("rust"));
        assert_eq!(option(&given("--seed 7"), "--languages"), None);
        assert_eq!(option(&given("--languages"), "--languages"), None);
    }
}
