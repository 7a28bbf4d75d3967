//! The runtimes that the npm package is tested in, as npm packages carry them.

use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;

use super::npm_in;
use crate::checkout::Checkout;
use crate::stamp::Stamp;

/// The folder whose `node_modules` has them.
pub(crate) fn ensure(checkout: &Checkout) -> anyhow::Result<PathBuf> {
    let declared = checkout.path("tests/runtimes");
    // Beside no source: their hundreds of megabytes are nothing for linters and editors.
    let folder = checkout.scratch("runtimes/tools")?;
    Stamp::new(checkout, "runtimes", "Deno, Bun, workerd and Vercel's edge runtime, with npm, in target")?
        .input(&declared)?
        .output(folder.join("node_modules/.package-lock.json"))
        .run(|| {
            for name in ["package.json", "package-lock.json", ".npmrc"] {
                fs::copy(declared.join(name), folder.join(name)).with_context(|| format!("copy {name}"))?;
            }
            // Their binaries are packages of their own; the scripts would only move them.
            npm_in(checkout, &folder, &["ci", "--ignore-scripts"])
        })?;
    Ok(folder)
}
