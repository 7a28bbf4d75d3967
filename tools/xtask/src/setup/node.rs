//! npm packages inside the checkout.

use std::path::Path;

use anyhow::{Context as _, bail};

use crate::checkout::Checkout;
use crate::process::Command;
use crate::stamp::Stamp;

const OLDEST: (u32, u32) = (20, 19);

pub(crate) fn ensure(checkout: &Checkout) -> anyhow::Result<()> {
    let version = Command::new("node")
        .args(["--version"])
        .first_line()
        .context("find Node: install Node 20.19 or newer and put it on the PATH")?;
    if parse(&version).is_none_or(|found| found < OLDEST) {
        bail!("this is Node {version}: install Node {}.{} or newer", OLDEST.0, OLDEST.1);
    }
    Stamp::new(
        checkout,
        "npm",
        "npm packages in js/node_modules: typescript, prettier, pyright, playwright-core",
    )?
    .fact(&version)
    .input(&checkout.path("js/package.json"))?
    .input(&checkout.path("js/package-lock.json"))?
    .output(checkout.path("js/node_modules/.package-lock.json"))
    .run(|| npm_in(checkout, &checkout.path("js"), &["ci", "--ignore-scripts"]))?;
    Ok(())
}

/// The packages that build the site: nothing else needs them.
pub(crate) fn ensure_site(checkout: &Checkout) -> anyhow::Result<()> {
    Stamp::new(checkout, "npm-site", "npm packages in site/node_modules: eleventy, esbuild, axe-core")?
        .input(&checkout.path("site/package.json"))?
        .input(&checkout.path("site/package-lock.json"))?
        .output(checkout.path("site/node_modules/.package-lock.json"))
        .run(|| npm_in(checkout, &checkout.path("site"), &["ci", "--ignore-scripts"]))?;
    Ok(())
}

pub(crate) fn npm_in(checkout: &Checkout, folder: &Path, arguments: &[&str]) -> anyhow::Result<()> {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    Command::new(program).args(arguments).dir(folder).limit_seconds(600).quietly(checkout, "npm")
}

fn parse(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}
