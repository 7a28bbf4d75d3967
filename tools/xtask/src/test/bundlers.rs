//! The npm package in the default projects of its users.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use crate::checkout::Checkout;
use crate::process::Command;
use crate::setup::BUNDLER_GROUPS;
use crate::test::runners;
use crate::test::totals::Totals;
use crate::{dist, progress, setup};

pub(super) fn run(checkout: &Checkout) -> anyhow::Result<Totals> {
    let folder = checkout.scratch("bundlers")?;
    let tarball =
        progress::step("packing the npm package", || dist::tarball(checkout, &folder.join("packed")))?;
    let tools = setup::bundlers(checkout)?;
    progress::step("unpacking it beside the tools", || {
        BUNDLER_GROUPS.iter().try_for_each(|group| unpack(&tarball, &tools.join(group)))
    })?;
    let variables = [
        ("BUNDLERS", tools),
        ("PAYONCE_TARBALL", tarball),
        ("PAYONCE_ELSEWHERE", checkout.scratch("bundlers-deployed")?),
    ];
    runners::bundlers(checkout, &variables)
}

/// As npm would install it. npm itself would change the lock file of the tools.
fn unpack(tarball: &Path, group: &Path) -> anyhow::Result<()> {
    let package = group.join("node_modules/payonce");
    if package.exists() {
        fs::remove_dir_all(&package).with_context(|| format!("remove {}", package.display()))?;
    }
    fs::create_dir_all(&package).with_context(|| format!("create {}", package.display()))?;
    // npm's archives contain everything below `package/`.
    let done =
        Command::new("tar").arg("-xzf").arg(tarball).arg("-C").arg(&package).arg("--strip-components=1");
    anyhow::ensure!(done.succeeds(), "tar did not unpack {}", tarball.display());
    Ok(())
}
