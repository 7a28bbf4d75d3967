//! One client: its settings and its connections.

use std::sync::{Mutex, PoisonError};

use payonce_core::Client;
use payonce_core::ffi;
use pyo3::exceptions::{PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;

use crate::STYLE;
use crate::native_call::NativeCall;
use crate::paging::Pager;
use crate::runtime;
use crate::verdict::Verdict;
use crate::waiter::Waiter;

const USER_AGENT: &str = concat!("payonce-python/", env!("CARGO_PKG_VERSION"));

/// The settings and connections of one client.
#[pyclass(frozen, module = "payonce._native")]
pub(crate) struct Engine {
    /// Kept apart from the driver, for a child process has to start from the settings alone.
    client: Client,
    /// The process that the driver belongs to, and the driver. As with the runtime, the lock is only taken with the
    /// interpreter attached, so that a fork never copies it locked.
    driver: Mutex<(u32, payonce::Driver)>,
}

#[pymethods]
impl Engine {
    /// Checks the options; what is wrong with them comes back as a `Verdict` instead of an engine.
    #[staticmethod]
    fn open(py: Python<'_>, provider: &str, options: &str) -> PyResult<Py<PyAny>> {
        let provider = ffi::provider(provider).map_err(PyValueError::new_err)?;
        let environment = |name: &str| std::env::var(name).ok();
        match ffi::client(provider, options, STYLE, &environment) {
            Ok(client) => match payonce::Driver::new(client.clone(), USER_AGENT) {
                Ok(driver) => {
                    let driver = Mutex::new((std::process::id(), driver));
                    Ok(Py::new(py, Self { client, driver })?.into_any())
                }
                Err(error) => Ok(Py::new(py, Verdict::from(error))?.into_any()),
            },
            Err(error) => Ok(Py::new(py, Verdict::from(error))?.into_any()),
        }
    }

    /// The verdict on an option that JSON cannot hold.
    #[staticmethod]
    fn refuse_option(provider: &str, field: &str, problem: &str) -> PyResult<Verdict> {
        let provider = ffi::provider(provider).map_err(PyValueError::new_err)?;
        Ok(ffi::invalid_option(provider, field, problem).into())
    }

    /// Starts a call, or returns why it is refused; `reconcile` settles an earlier one. With `listening` every event waits to be acknowledged.
    fn start(
        &self,
        py: Python<'_>,
        operation: &str,
        arguments: &str,
        options: &str,
        listening: bool,
    ) -> PyResult<Py<PyAny>> {
        match self.driver(py)?.prepare_json(operation, arguments, options, STYLE) {
            Ok(in_flight) => {
                let native_call = NativeCall::start(runtime::current(py)?, in_flight, listening);
                Ok(Py::new(py, native_call)?.into_any())
            }
            Err(error) => Ok(Py::new(py, Verdict::from(error))?.into_any()),
        }
    }

    /// A waiter for the final state of what `operation` returned, as JSON, for at most so many seconds; without them, for the
    /// core's default.
    #[pyo3(signature = (operation, value, max_wait=None))]
    fn waiter(&self, operation: &str, value: &str, max_wait: Option<f64>) -> PyResult<Waiter> {
        Waiter::new(&self.client, operation, value, max_wait)
    }

    /// Goes through the pages of `operation`, from its arguments as JSON.
    fn pager(&self, operation: &str, arguments: &str) -> PyResult<Pager> {
        Pager::new(&self.client, operation, arguments)
    }

    /// The verdict on a value that JSON cannot hold.
    #[pyo3(signature = (field, problem, operation=None))]
    fn refuse(&self, field: &str, problem: &str, operation: Option<&str>) -> Verdict {
        ffi::invalid_argument(&self.client, operation, field, problem).into()
    }

    /// The provider.
    #[getter]
    fn provider(&self) -> &'static str {
        self.client.provider().as_str()
    }

    /// The base URL that requests go to.
    #[getter]
    fn base_url(&self) -> &str {
        self.client.base_url()
    }

    /// The fingerprints of the keys, by option.
    #[getter]
    fn fingerprints(&self) -> Vec<(&'static str, String)> {
        self.client.fingerprints()
    }

    fn __repr__(&self) -> String {
        format!("<Engine {} {}>", self.client.provider(), self.client.base_url())
    }

    /// A pickle would carry the keys to wherever it is stored.
    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err("a client holds keys and cannot be pickled; make one where it is needed"))
    }
}

impl Engine {
    fn driver(&self, _: Python<'_>) -> PyResult<payonce::Driver> {
        let mut current = self.driver.lock().unwrap_or_else(PoisonError::into_inner);
        let process = std::process::id();
        if current.0 != process {
            // The connections of the parent are the parent's: two processes would read each other's responses.
            let fresh = driver(self.client.unshared())?;
            let parents = std::mem::replace(&mut *current, (process, fresh));
            // Dropping them would talk to threads that the fork did not copy.
            std::mem::forget(parents);
        }
        Ok(current.1.clone())
    }
}

fn driver(client: Client) -> PyResult<payonce::Driver> {
    payonce::Driver::new(client, USER_AGENT).map_err(|error| PyRuntimeError::new_err(error.to_string()))
}
