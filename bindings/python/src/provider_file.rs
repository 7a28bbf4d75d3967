//! Providers from files.

use payonce_core::ffi;
use pyo3::prelude::*;

/// Loads a provider from the text of its file; the answer is JSON.
#[pyfunction]
#[pyo3(signature = (text, format, name))]
pub(crate) fn load_provider(text: &str, format: Option<&str>, name: &str) -> String {
    ffi::load_provider(text, format, name).to_string()
}

/// A provider file that comes with payonce; the answer is JSON.
#[pyfunction]
pub(crate) fn gallery_file(id: &str) -> String {
    ffi::gallery_file(id).to_string()
}
