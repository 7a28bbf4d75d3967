//! The native half of the npm package `payonce` for Node.

use napi_derive::napi;

/// The version of the core that this addon was built from.
#[napi]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
