//! The npm package in the default projects of its users.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use crate::checkout::Checkout;
use crate::process::Command;
use crate::release::platforms::Platform;
use crate::setup::BUNDLER_GROUPS;
use crate::test::runners;
use crate::test::totals::Totals;
use crate::{dist, progress, setup};

pub(super) fn run(checkout: &Checkout) -> anyhow::Result<Totals> {
    let folder = checkout.scratch("bundlers")?;
    let npm = progress::step("packing the npm packages", || {
        dist::NpmPackages::pack(checkout, &folder.join("packed"))
    })?;
    let tools = setup::bundlers(checkout)?;
    progress::step("unpacking them beside the tools", || {
        BUNDLER_GROUPS.iter().try_for_each(|group| {
            let modules = tools.join(group).join("node_modules");
            unpack(&npm.main, &modules.join("payonce"))?;
            match (&npm.addon, Platform::here(checkout)) {
                (Some(addon), Ok(platform)) => unpack(addon, &modules.join(platform.package())),
                _ => Ok(()),
            }
        })
    })?;
    let variables = [
        ("BUNDLERS", tools),
        ("PAYONCE_TARBALL", npm.main),
        ("PAYONCE_ELSEWHERE", checkout.scratch("bundlers-deployed")?),
    ];
    runners::bundlers(checkout, &variables)
}

/// As npm would install it. npm itself would change the lock file of the tools.
fn unpack(tarball: &Path, package: &Path) -> anyhow::Result<()> {
    if package.exists() {
        fs::remove_dir_all(package).with_context(|| format!("remove {}", package.display()))?;
    }
    fs::create_dir_all(package).with_context(|| format!("create {}", package.display()))?;
    // npm's archives contain everything below `package/`.
    let done =
        Command::new("tar").arg("-xzf").arg(tarball).arg("-C").arg(package).arg("--strip-components=1");
    anyhow::ensure!(done.succeeds(), "tar did not unpack {}", tarball.display());
    Ok(())
}
