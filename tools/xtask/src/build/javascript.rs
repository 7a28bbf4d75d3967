//! TypeScript to JavaScript: the package into js/dist, its tests into js/build/test.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use crate::checkout::Checkout;
use crate::process::Command;
use crate::stamp::Stamp;

pub(crate) fn compile(checkout: &Checkout) -> anyhow::Result<()> {
    Stamp::new(checkout, "typescript", "compiling the TypeScript into js/dist")?
        .input(&checkout.path("js/src"))?
        .input(&checkout.path("js/tsconfig.json"))?
        .input(&checkout.path("js/package-lock.json"))?
        .input(&checkout.path("js/dist/wasm/payonce.d.ts"))?
        .output(checkout.path("js/dist/index.js"))
        .run(|| {
            // What was compiled from a file that is gone now must not be packed or imported.
            remove_except(&checkout.path("js/dist"), "wasm")?;
            tsc(checkout, "tsconfig.json")
        })?;
    Ok(())
}

pub(crate) fn compile_tests(checkout: &Checkout) -> anyhow::Result<()> {
    Stamp::new(checkout, "typescript-tests", "compiling the TypeScript tests into js/build/test")?
        .input(&checkout.path("js/test"))?
        .input(&checkout.path("js/src"))?
        .input(&checkout.path("js/tsconfig.json"))?
        .input(&checkout.path("js/tsconfig.test.json"))?
        .input(&checkout.path("js/package-lock.json"))?
        .output(checkout.path("js/build/test/browser/browser.test.js"))
        .run(|| {
            remove_except(&checkout.path("js/build"), "")?;
            tsc(checkout, "tsconfig.test.json")
        })?;
    Ok(())
}

fn tsc(checkout: &Checkout, project: &str) -> anyhow::Result<()> {
    Command::new("node")
        .args(["node_modules/typescript/bin/tsc", "--project", project])
        .dir(checkout.path("js"))
        .limit_seconds(300)
        .quietly(checkout, project)
}

fn remove_except(folder: &Path, kept: &str) -> anyhow::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder).with_context(|| format!("list {}", folder.display()))? {
        let path = entry?.path();
        if path.file_name().is_some_and(|name| name == kept) {
            continue;
        }
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.with_context(|| format!("remove {}", path.display()))?;
    }
    Ok(())
}
