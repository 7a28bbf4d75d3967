//! The native half of the Python package `payonce`: it moves values and bytes, and decides nothing.

mod classify;
mod command;
mod completions;
mod convert;
mod engine;
mod inbox;
mod journal;
mod json_text;
mod model;
mod native_call;
mod paging;
mod provider_file;
mod runtime;
mod sandbox;
mod tables;
mod verdict;
mod waiter;
mod webhook;

use payonce_core::CaseStyle;
use pyo3::prelude::*;

/// How Python spells names.
const STYLE: CaseStyle = CaseStyle::Snake;

/// The private module that `payonce` imports.
#[pymodule]
mod _native {
    use super::*;

    #[pymodule_export]
    use super::classify::classify;
    #[pymodule_export]
    use super::command::command;
    #[pymodule_export]
    use super::completions::Completions;
    #[pymodule_export]
    use super::engine::Engine;
    #[pymodule_export]
    use super::journal::{Conformance, after_fork, before_fork, journal_statements, once};
    #[pymodule_export]
    use super::json_text::json_text;
    #[pymodule_export]
    use super::model::fill;
    #[pymodule_export]
    use super::native_call::{NativeCall, Paid, Response};
    #[pymodule_export]
    use super::paging::Pager;
    #[pymodule_export]
    use super::provider_file::{gallery_file, load_provider};
    #[pymodule_export]
    use super::sandbox::{Ledger, Sandbox};
    #[pymodule_export]
    use super::tables::{progress, vocabulary};
    #[pymodule_export]
    use super::verdict::Verdict;
    #[pymodule_export]
    use super::waiter::Waiter;
    #[pymodule_export]
    use super::webhook::{verify_declared_webhook, verify_webhook};

    /// The version of the core that this module was built from.
    #[pyfunction]
    fn version() -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
}
