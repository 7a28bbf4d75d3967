//! The npm package in every runtime that it says it runs in.

use std::fs;

use anyhow::Context as _;

use crate::checkout::Checkout;
use crate::test::runners;
use crate::test::totals::Totals;
use crate::{dist, progress, setup};

pub(super) fn run(checkout: &Checkout) -> anyhow::Result<Totals> {
    let folder = checkout.scratch("runtimes")?;
    let npm = progress::step("packing the npm packages", || dist::NpmPackages::pack(checkout, &folder))?;
    let app = folder.join("app");
    progress::step("installing them into a project of their own", || {
        if app.exists() {
            fs::remove_dir_all(&app).with_context(|| format!("remove {}", app.display()))?;
        }
        fs::create_dir_all(&app).with_context(|| format!("create {}", app.display()))?;
        let manifest = app.join("package.json");
        fs::write(&manifest, r#"{"private": true, "type": "module"}"#)
            .with_context(|| format!("write {}", manifest.display()))?;
        // Without a registry: the packages depend on nothing else.
        let install = ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund"];
        let archives: Vec<String> =
            npm.archives().map(|archive| archive.to_string_lossy().into_owned()).collect();
        let archives = archives.iter().map(String::as_str);
        setup::npm_in(checkout, &app, &install.into_iter().chain(archives).collect::<Vec<&str>>())
    })?;
    let variables = [("RUNTIME_TOOLS", setup::runtimes(checkout)?), ("PAYONCE_APP", app)];
    runners::runtimes(checkout, &variables)
}
