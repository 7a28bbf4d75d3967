//! The module for browsers, Deno and edge runtimes, with its JavaScript glue.

use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::checkout::Checkout;
use crate::process::Command;
use crate::setup::Toolchain;
use crate::stamp::Stamp;
use crate::{progress, sizes};

const OUTPUT: &str = "js/dist/wasm";
/// The most bytes that a browser loads before its first call, after brotli at its best level. The target is 61,440; this
/// is the size of the module with all five providers, so that it cannot grow unnoticed. It was 94,720 before the core read
/// damaged documents, kept the digits of numbers, turned pages and hid header values in every language, and 113,664 while
/// the tables of the providers were packed into bytes by code of their own. It was 118,784 without the journal, and
/// 143,866 before the clients of a process shared the keys of an account, the core said what follows a failed tool, and events
/// showed each request. It was 151,504 before the core opened JSON-RPC, MCP and problem+json, and 156,101 before providers
/// became declarations and challenges were named. Without `loadProvider` it is 159,983 today. The reader, the checks and the
/// declarations of provider files take 23,000 more; it was 243,496 while serde derived a reader for each kind of members.
/// It was 183,207 before payments by challenge, and 196,793 before errors went to JavaScript as lists without names. It was
/// 199,360 before provider files declared webhooks, of which SHA-512 takes 1,360, and 206,539 before they read states in
/// header fields. Reading a body without copies of its texts takes 1,537, and saves a fourth of the instructions of each error.
/// It was 210,303 before an error made its payload on demand, which saves 29 % of what was left. It was 212,973 before the result
/// of a call was written without a tree of its values, and header fields crossed without JSON: a call of a list takes 78 µs of
/// the core and of TypeScript instead of 121. It was 213,722 before four findings of the fuzzer were fixed.
const LIMIT: usize = 214_100;
/// The same for the module as text, which a browser loads by default. It is 219,703 with the fixes of these findings.
const EMBEDDED_LIMIT: usize = 219_900;

pub(crate) fn build(checkout: &Checkout, toolchain: &Toolchain) -> anyhow::Result<()> {
    let (command, folder) = toolchain.build(checkout, &[]);
    progress::step("building the wasm module", || command.quietly(checkout, "wasm"))?;
    let compiled = folder.join("payonce_wasm.wasm");
    Stamp::new(checkout, "wasm-glue", "generating its JavaScript glue into js/dist/wasm")?
        .input(&compiled)?
        .input(&checkout.path("tools/wasm-bindgen-runner/src"))?
        .output(module(checkout))
        .output(checkout.path(OUTPUT).join("embedded.js"))
        .run(|| glue(checkout, &compiled, &checkout.path(OUTPUT)))?;
    Ok(())
}

/// Builds the module with what the playground needs besides, and its glue, into this folder.
pub(crate) fn build_for_playground(
    checkout: &Checkout,
    toolchain: &Toolchain,
    output: &Path,
) -> anyhow::Result<()> {
    let (command, folder) = toolchain.build(checkout, &["--features", "playground"]);
    progress::step("building the wasm module of the playground", || {
        command.quietly(checkout, "wasm-playground")
    })?;
    let compiled = folder.join("payonce_wasm.wasm");
    Stamp::new(checkout, "playground-glue", "generating its JavaScript glue")?
        .input(&compiled)?
        .input(&checkout.path("tools/wasm-bindgen-runner/src"))?
        .output(output.join("payonce_bg.wasm"))
        .output(output.join("embedded.js"))
        .run(|| glue(checkout, &compiled, output))?;
    Ok(())
}

fn glue(checkout: &Checkout, compiled: &Path, output: &Path) -> anyhow::Result<()> {
    Command::cargo(checkout)
        .args(["run", "--quiet", "--package", "wasm-bindgen-runner", "--"])
        .arg(compiled)
        .arg(output)
        .arg("payonce")
        .quietly(checkout, "wasm-glue")
}

/// Prints the compressed sizes of the module, and fails if one is larger than its limit.
pub(crate) fn check_size(checkout: &Checkout, toolchain: &Toolchain) -> anyhow::Result<()> {
    let embedded = checkout.path(OUTPUT).join("embedded.js");
    for (title, path, limit) in
        [("the wasm module", module(checkout), LIMIT), ("the wasm module as text", embedded, EMBEDDED_LIMIT)]
    {
        let size = sizes::of_brotli("brotli", &path)?.bytes();
        println!("{title} has {size} bytes after brotli, of at most {limit}");
        if size > limit && toolchain.is_small() {
            bail!("{title} is {} bytes too large", size - limit);
        }
    }
    Ok(())
}

/// The module as it is published.
pub(crate) fn module(checkout: &Checkout) -> PathBuf {
    checkout.path(OUTPUT).join("payonce_bg.wasm")
}
