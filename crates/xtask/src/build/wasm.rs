//! The module for browsers, Deno and edge runtimes, with its JavaScript glue.

use std::path::PathBuf;

use crate::checkout::Checkout;
use crate::process::Call;
use crate::progress;
use crate::setup::Toolchain;
use crate::stamp::Stamp;

const OUTPUT: &str = "js/dist/wasm";

pub(crate) fn build(checkout: &Checkout, toolchain: &Toolchain) -> anyhow::Result<()> {
    let (call, folder) = toolchain.build(checkout);
    progress::step("building the wasm module", || {
        call.without_local_paths(checkout).quietly(checkout, "wasm")
    })?;
    let compiled = folder.join("payonce_wasm.wasm");
    Stamp::new(checkout, "wasm-glue", "generating its JavaScript glue into js/dist/wasm")?
        .input(&compiled)?
        .input(&checkout.path("crates/wasm-bindgen-runner/src"))?
        .output(module(checkout))
        .run(|| {
            Call::cargo(checkout)
                .args(["run", "--quiet", "--package", "wasm-bindgen-runner", "--"])
                .arg(&compiled)
                .arg(checkout.path(OUTPUT))
                .arg("payonce")
                .quietly(checkout, "wasm-glue")
        })?;
    Ok(())
}

/// The module as it is published.
pub(crate) fn module(checkout: &Checkout) -> PathBuf {
    checkout.path(OUTPUT).join("payonce_bg.wasm")
}
