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
        .input(&checkout.path("js/tsconfig.cjs.json"))?
        .input(&checkout.path("js/bundle.mjs"))?
        .input(&checkout.path("js/package.json"))?
        .input(&checkout.path("js/package-lock.json"))?
        .input(&checkout.path("js/dist/wasm/payonce.d.ts"))?
        .input(&checkout.path("js/dist/wasm/embedded.js"))?
        .output(checkout.path("js/dist/index.js"))
        .output(checkout.path("js/dist/cjs/package.json"))
        .output(checkout.path("js/dist/node.entry.node-sync.js"))
        .run(|| {
            // What was compiled from a file that is gone now must not be packed or imported.
            remove_except(&checkout.path("js/dist"), "wasm")?;
            tsc(checkout, "tsconfig.json")?;
            common_js(checkout)?;
            Command::new("node")
                .arg("bundle.mjs")
                .dir(checkout.path("js"))
                .limit_seconds(300)
                .quietly(checkout, "bundle")
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

/// The same modules for `require`, with types of their own: TypeScript decides by the nearest package.json what a file is.
fn common_js(checkout: &Checkout) -> anyhow::Result<()> {
    tsc(checkout, "tsconfig.cjs.json")?;
    let (modules, folder) = (checkout.path("js/dist"), checkout.path("js/dist/cjs"));
    copy_types(&modules, &folder)?;
    for (name, text) in [
        ("package.json", "{ \"type\": \"commonjs\" }\n"),
        // `import.meta` does not exist here. One folder deeper than the module, so this is the name of the folder.
        (
            "location.js",
            "\"use strict\";\nexports.location = require(\"node:url\").pathToFileURL(__dirname).href;\n",
        ),
    ] {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("write {}", path.display()))?;
    }
    Ok(())
}

fn copy_types(from: &Path, to: &Path) -> anyhow::Result<()> {
    for entry in fs::read_dir(from).with_context(|| format!("list {}", from.display()))? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if path.is_dir() && path != to && to.join(name).is_dir() {
            copy_types(&path, &to.join(name))?;
        } else if name.ends_with(".d.ts") {
            fs::copy(&path, to.join(name)).with_context(|| format!("copy {}", path.display()))?;
        }
    }
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
