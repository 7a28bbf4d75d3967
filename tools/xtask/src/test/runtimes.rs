//! The npm package in every runtime that it says it runs in.

use std::fs;

use anyhow::Context as _;

use crate::checkout::Checkout;
use crate::test::runners;
use crate::test::totals::Totals;
use crate::{dist, progress, setup};

pub(super) fn run(checkout: &Checkout) -> anyhow::Result<Totals> {
    let folder = checkout.scratch("runtimes")?;
    let tarball = progress::step("packing the npm package", || dist::tarball(checkout, &folder))?;
    let app = folder.join("app");
    progress::step("installing it into a project of its own", || {
        if app.exists() {
            fs::remove_dir_all(&app).with_context(|| format!("remove {}", app.display()))?;
        }
        fs::create_dir_all(&app).with_context(|| format!("create {}", app.display()))?;
        let manifest = app.join("package.json");
        fs::write(&manifest, r#"{"private": true, "type": "module"}"#)
            .with_context(|| format!("write {}", manifest.display()))?;
        // Without a registry: the package depends on nothing.
        let install = ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund"];
        setup::npm_in(checkout, &app, &[&install[..], &[&tarball.to_string_lossy()]].concat())
    })?;
    let variables = [("RUNTIME_TOOLS", setup::runtimes(checkout)?), ("PAYONCE_APP", app)];
    runners::runtimes(checkout, &variables)
}
