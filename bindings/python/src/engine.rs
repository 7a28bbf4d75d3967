//! One client: its settings and its connections.

use std::sync::{Arc, Mutex, PoisonError};

use payonce::Listener;
use payonce::journal::{Journal, JournalAnswer, JournalOp, JournalRow, StoreFailure};
use payonce_core::{Client, Error, ffi, json};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;

use crate::STYLE;
use crate::convert;
use crate::inbox::{Inbox, PythonSigner, PythonStore};
use crate::native_call::{Deliverer, NativeCall, Work};
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
    /// Whether the journal is in a store that is a Python object.
    has_python_store: bool,
    /// The process that the driver belongs to, and the driver. As with the runtime, the lock is only taken with the
    /// interpreter attached, so that a fork never copies it locked.
    driver: Mutex<(u32, payonce::Driver)>,
}

#[pymethods]
impl Engine {
    /// Checks the options; what is wrong with them comes back as a `Verdict` instead of an engine. With `has_python_store`,
    /// calls have turns for the store of the journal.
    #[staticmethod]
    #[pyo3(signature = (provider, options, has_python_store=false))]
    fn open(py: Python<'_>, provider: &str, options: &str, has_python_store: bool) -> PyResult<Py<PyAny>> {
        let provider = ffi::provider(provider).map_err(PyValueError::new_err)?;
        let environment = |name: &str| std::env::var(name).ok();
        let opened = ffi::client(provider, options, STYLE, &environment).and_then(|client| {
            let driver = Mutex::new((std::process::id(), driver(client.clone(), has_python_store)?));
            Ok(Self { client, has_python_store, driver })
        });
        match opened {
            Ok(engine) => Ok(Py::new(py, engine)?.into_any()),
            Err(error) => refused(py, error),
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
        let (inbox, listener) = inbox(listening);
        let prepared = self
            .driver(py, &inbox)
            .and_then(|driver| driver.prepare_json(operation, arguments, options, STYLE));
        match prepared {
            Ok(in_flight) => started(py, Work::Call(in_flight), inbox, listener),
            Err(error) => refused(py, error),
        }
    }

    /// Starts a payment by challenge from its request and its options as JSON, or returns why it is refused. A turn for each
    /// challenge asks for the signature.
    fn pay(
        &self,
        py: Python<'_>,
        request: &str,
        body: Option<Vec<u8>>,
        options: &str,
        listening: bool,
    ) -> PyResult<Py<PyAny>> {
        let (inbox, listener) = inbox(listening);
        let prepared =
            self.driver(py, &inbox).and_then(|driver| driver.prepare_payment_json(request, body, options));
        match prepared {
            Ok(payment) => {
                let signer = PythonSigner { inbox: Arc::clone(&inbox), payment: payment.clone() };
                started(py, Work::Payment(payment, signer), inbox, listener)
            }
            Err(error) => refused(py, error),
        }
    }

    /// Starts a method of the journal, or answers why it is refused.
    fn journal(
        &self,
        py: Python<'_>,
        action: String,
        arguments: &str,
        listening: bool,
    ) -> PyResult<Py<PyAny>> {
        let (inbox, listener) = inbox(listening);
        let prepared = self.driver(py, &inbox).and_then(|driver| {
            let arguments = ffi::object(self.client.provider(), "arguments", arguments)?;
            Ok((Journal::of(&driver, listener.clone())?, arguments))
        });
        match prepared {
            Ok((journal, arguments)) => {
                started(py, Work::Journal(journal, action, arguments), inbox, listener)
            }
            Err(error) => refused(py, error),
        }
    }

    /// Why the client has no journal; nothing if it has one.
    fn journal_missing(&self, py: Python<'_>) -> Option<Verdict> {
        let (inbox, _) = inbox(false);
        self.driver(py, &inbox).and_then(|driver| Journal::of(&driver, None)).err().map(Verdict::from)
    }

    /// The operation that records the intention to make a call, for a transaction of the caller; or a `Verdict`.
    fn plan(&self, py: Python<'_>, operation: &str, arguments: &str, options: &str) -> PyResult<Py<PyAny>> {
        let (inbox, _) = inbox(false);
        let planned =
            self.driver(py, &inbox).and_then(|driver| driver.plan_json(operation, arguments, options, STYLE));
        match planned {
            Ok(op) => Ok(convert::to_py(py, &op.to_value())?.unbind()),
            Err(error) => refused(py, error),
        }
    }

    /// What follows once the transaction answered to a plan, both as JSON: nothing, a further operation, or a `Verdict`.
    fn planned(&self, py: Python<'_>, plan: &str, answer: &str) -> PyResult<Option<Py<PyAny>>> {
        let (inbox, _) = inbox(false);
        let next = self.driver(py, &inbox).and_then(|driver| {
            let members = |text| json::read_object(text).unwrap_or_default();
            let read = JournalRow::read(&members(plan)).map_err(StoreFailure).and_then(|plan| {
                let answer = JournalAnswer::read(&members(answer))?;
                Ok((plan, answer))
            });
            let (plan, answer) =
                read.map_err(|failure| ffi::journal_unavailable(&self.client, &failure.0))?;
            Journal::of(&driver, None)?.planned(&plan, &answer)
        });
        match next {
            Ok(next) => {
                let next = next.as_ref().map(JournalOp::to_value);
                next.map(|op| Ok(convert::to_py(py, &op)?.unbind())).transpose()
            }
            Err(error) => refused(py, error).map(Some),
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
    /// The driver of this process, whose store has its operations carried out through the inbox.
    fn driver(&self, _: Python<'_>, inbox: &Arc<Inbox>) -> Result<payonce::Driver, Error> {
        let mut current = self.driver.lock().unwrap_or_else(PoisonError::into_inner);
        let process = std::process::id();
        if current.0 != process {
            // The connections of the parent are the parent's: two processes would read each other's responses.
            let fresh = driver(self.client.unshared(), self.has_python_store)?;
            let parents = std::mem::replace(&mut *current, (process, fresh));
            // Dropping them would talk to threads that the fork did not copy.
            std::mem::forget(parents);
        }
        let driver = current.1.clone();
        drop(current);
        let python_store = self.has_python_store.then(|| PythonStore::shared(Arc::clone(inbox)));
        Ok(match python_store {
            Some(store) => driver.with_store(store),
            None => driver,
        })
    }
}

fn driver(client: Client, has_python_store: bool) -> Result<payonce::Driver, Error> {
    let driver = payonce::Driver::new(client, USER_AGENT)?;
    // Each call has a store of its own, which reaches its waiter. This one only says that there is a journal.
    let nowhere = has_python_store.then(|| {
        let inbox = Inbox::new();
        inbox.end();
        PythonStore::shared(inbox)
    });
    Ok(match nowhere {
        Some(store) => driver.with_journal(store),
        None => driver,
    })
}

fn inbox(listening: bool) -> (Arc<Inbox>, Option<Arc<dyn Listener>>) {
    let inbox = Inbox::new();
    let deliverer = listening.then(|| Deliverer { inbox: Arc::clone(&inbox) });
    let listener = deliverer.map(|deliverer| -> Arc<dyn Listener> { Arc::new(deliverer) });
    (inbox, listener)
}

fn started(
    py: Python<'_>,
    work: Work,
    inbox: Arc<Inbox>,
    listener: Option<Arc<dyn Listener>>,
) -> PyResult<Py<PyAny>> {
    let native_call = NativeCall::new(runtime::current(py)?, work, inbox, listener);
    Ok(Py::new(py, native_call)?.into_any())
}

fn refused(py: Python<'_>, error: Error) -> PyResult<Py<PyAny>> {
    Ok(Py::new(py, Verdict::from(error))?.into_any())
}
