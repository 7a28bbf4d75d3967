//! Development builds, where the tests and a developer's own scripts find them.

mod javascript;
mod native;
mod remap;
mod wasm;

use clap::ValueEnum;

use crate::checkout::Checkout;
use crate::setup;

pub(crate) use javascript::{compile as javascript, compile_tests as javascript_tests};
pub(crate) use native::{Addons, TEST_FEATURES, WORKSPACE, examples, native, node_addon_path, packed_addon};
pub(crate) use remap::for_packing;
pub(crate) use wasm::{
    build as wasm, build_for_playground as wasm_for_playground, check_size as wasm_size,
    module as wasm_module,
};

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Target {
    /// The extension module, into python/payonce/.
    Python,
    /// The addon, into js/native/, the wasm module it falls back to, and the compiled TypeScript.
    Node,
    /// The wasm module, into js/dist/wasm/.
    Wasm,
    All,
}

pub(crate) fn run(checkout: &Checkout, target: Target) -> anyhow::Result<()> {
    match target {
        Target::Python => native(checkout, Addons::Python)?,
        Target::Node => native(checkout, Addons::Node)?,
        Target::Wasm => {}
        Target::All => native(checkout, Addons::Both)?,
    }
    if matches!(target, Target::Wasm | Target::Node | Target::All) {
        let toolchain = setup::wasm(checkout)?;
        wasm(checkout, &toolchain)?;
    }
    if matches!(target, Target::Node | Target::All) {
        setup::node(checkout)?;
        javascript(checkout)?;
    }
    Ok(())
}
