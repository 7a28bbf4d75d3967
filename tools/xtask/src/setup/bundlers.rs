//! The bundlers, frameworks, test runners and compilers that the npm package is used with.

use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;

use super::npm_in;
use crate::checkout::Checkout;
use crate::stamp::Stamp;

/// Each is a folder of tests/bundlers with a package.json, since their dependencies exclude each other.
pub(crate) const BUNDLER_GROUPS: [&str; 3] = ["build", "next", "tests"];

/// The folder with a folder for each group.
pub(crate) fn ensure(checkout: &Checkout) -> anyhow::Result<PathBuf> {
    // Beside no source: their hundreds of megabytes are nothing for linters and editors.
    let tools = checkout.scratch("bundlers/tools")?;
    for group in BUNDLER_GROUPS {
        let declared = checkout.path("tests/bundlers").join(group);
        let folder = tools.join(group);
        let title = format!("npm packages of tests/bundlers/{group}, in target");
        Stamp::new(checkout, &format!("bundlers-{group}"), &title)?
            .input(&declared)?
            .output(folder.join("node_modules/.package-lock.json"))
            .run(|| {
                fs::create_dir_all(&folder).with_context(|| format!("create {}", folder.display()))?;
                for name in ["package.json", "package-lock.json", ".npmrc"] {
                    fs::copy(declared.join(name), folder.join(name))
                        .with_context(|| format!("copy {name}"))?;
                }
                npm_in(checkout, &folder, &["ci", "--ignore-scripts"])
            })?;
    }
    Ok(tools)
}
