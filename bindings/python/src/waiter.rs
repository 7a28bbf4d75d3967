//! An object on its way to its final state.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use payonce_core::{Client, Waiter as Core, WaiterStep, ffi};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use serde_json::Value;

use crate::convert;
use crate::verdict::Verdict;

/// Decides when to poll again, and what the last poll means.
#[pyclass(frozen, module = "payonce._native")]
pub(crate) struct Waiter {
    core: Mutex<Core>,
}

impl Waiter {
    pub(crate) fn new(
        client: &Client,
        operation: &str,
        value: &str,
        max_wait: Option<f64>,
    ) -> PyResult<Self> {
        let operation = ffi::operation(client.provider(), operation)
            .map_err(|error| PyValueError::new_err(error.message().to_owned()))?;
        Ok(Self { core: Mutex::new(Core::for_seconds(client, operation, json(value)?, max_wait)) })
    }
}

#[pymethods]
impl Waiter {
    /// What to do, `elapsed` seconds after the start: `(seconds to wait, operation, arguments)`, or the end as a
    /// `Verdict`, or as a one-tuple of the object.
    #[pyo3(signature = (elapsed, polled=None))]
    fn next(&self, py: Python<'_>, elapsed: f64, polled: Option<&str>) -> PyResult<Py<PyAny>> {
        let elapsed = Duration::try_from_secs_f64(elapsed).unwrap_or_default();
        let polled = polled.map(json).transpose()?;
        let next = self.core.lock().unwrap_or_else(PoisonError::into_inner).next(elapsed, polled);
        Ok(match next {
            WaiterStep::Poll { after, operation, arguments } => {
                let arguments = convert::members_to_py(py, &arguments)?;
                (after.as_secs_f64(), operation.name, arguments).into_pyobject(py)?.into_any().unbind()
            }
            WaiterStep::Done(Ok(value)) => {
                (convert::to_py(py, &value)?,).into_pyobject(py)?.into_any().unbind()
            }
            WaiterStep::Done(Err(error)) => Py::new(py, Verdict::from(error))?.into_any(),
        })
    }

    /// The verdict on the polled object after a failed read, or after an interrupted wait.
    #[pyo3(signature = (poll=None))]
    fn poll_failed(&self, poll: Option<&Verdict>) -> Verdict {
        let core = self.core.lock().unwrap_or_else(PoisonError::into_inner);
        core.poll_failed(poll.map(|poll| poll.error.payload())).into()
    }
}

fn json(text: &str) -> PyResult<Value> {
    payonce_core::model::json::read(text.as_bytes())
        .map_err(|parse_error| PyValueError::new_err(parse_error.problem))
}
