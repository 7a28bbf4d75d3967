//! The core of payonce for browsers, Deno and edge runtimes.

use wasm_bindgen::prelude::wasm_bindgen;

/// The version of the core that this module was built from.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
