//! The native half of the Python package `payonce`.

use pyo3::prelude::*;

/// The private module that `payonce` imports.
#[pymodule]
mod _native {
    use super::*;

    /// The version of the core that this module was built from.
    #[pyfunction]
    fn version() -> String {
        env!("CARGO_PKG_VERSION").to_owned()
    }
}
