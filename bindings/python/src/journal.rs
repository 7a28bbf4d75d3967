//! What the journal needs besides calls: keys, the texts of statements, and the suite for stores.

use std::sync::{Mutex, PoisonError};

use payonce::journal::{JournalAnswer, StoreFailure, once as core_once};
use payonce_core::journal::conformance::Conformance as Core;
use payonce_core::journal::statements;
use payonce_core::json;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::convert;

/// A key for one purchase, from its scope and its fields as a JSON object.
#[pyfunction]
pub(crate) fn once(scope: &str, fields: &str) -> PyResult<String> {
    let fields =
        json::read_object(fields).ok_or_else(|| PyValueError::new_err("fields: must be an object"))?;
    core_once(scope, &fields).map_err(PyValueError::new_err)
}

/// The texts of the statements of stores, by name, and the columns in their order.
#[pyfunction]
pub(crate) fn journal_statements(py: Python<'_>) -> PyResult<(Bound<'_, PyDict>, Vec<&'static str>)> {
    let texts = PyDict::new(py);
    for (name, text) in statements::ALL {
        texts.set_item(name, text)?;
    }
    Ok((texts, statements::COLUMNS.to_vec()))
}

/// Closes the files of journals, because this process is about to fork.
#[pyfunction]
pub(crate) fn before_fork() {
    payonce::journal::before_fork();
}

/// Lets the journals be used again after a fork, in both processes.
#[pyfunction]
pub(crate) fn after_fork() {
    payonce::journal::after_fork();
}

/// A run of the suite that every store has to pass.
#[pyclass(frozen, module = "payonce._native")]
pub(crate) struct Conformance {
    core: Mutex<Core>,
}

#[pymethods]
impl Conformance {
    /// `entropy` names the rows of the run.
    #[new]
    fn new(entropy: [u8; 16]) -> Self {
        Self { core: Mutex::new(Core::new(entropy)) }
    }

    /// Takes the answers to the last step, each as `(is_answer, JSON or problem)`, and answers what to do next:
    /// `{"operations": […]}`, all at the same time, or `{"checks": […]}` at the end.
    fn step<'py>(&self, py: Python<'py>, answers: Vec<(bool, String)>) -> PyResult<Bound<'py, PyAny>> {
        let answers = answers.into_iter().map(|(is_answer, text)| {
            if !is_answer {
                return Err(StoreFailure(text));
            }
            let malformed = || StoreFailure("answered something that is not an object".to_owned());
            json::read_object(&text).ok_or_else(malformed).and_then(|members| JournalAnswer::read(&members))
        });
        let step = self.core.lock().unwrap_or_else(PoisonError::into_inner).step(answers.collect());
        convert::to_py(py, &step.to_value())
    }
}
