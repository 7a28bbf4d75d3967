//! The shortest way to see what payonce does.

use crate::checkout::Checkout;
use crate::process::Call;
use crate::progress;

pub(crate) fn run(checkout: &Checkout) -> anyhow::Result<()> {
    // Needs Rust alone: the walk through the simulator is a part of the command.
    progress::step("building the payonce command", || {
        Call::cargo(checkout).args(["build", "--package", "payonce-cli"]).quietly(checkout, "demo-build")
    })?;
    Call::new(checkout.command()).args(["demo"]).dir(checkout.root()).attached()
}
