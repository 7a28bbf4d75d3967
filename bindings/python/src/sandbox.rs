//! The simulator in this process, for tests.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use payonce_sandbox::{Config, LedgerReport, Sandbox as Simulator, StartError};
use pyo3::exceptions::{PyAssertionError, PyOSError, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use serde::Serialize;
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use crate::{STYLE, convert};

/// A running simulator. Its threads are its own, so that it also runs while all threads of the clients are busy.
#[pyclass(frozen, module = "payonce._native")]
pub(crate) struct Sandbox {
    running: Mutex<Option<Running>>,
}

struct Running {
    simulator: Simulator,
    runtime: Runtime,
}

#[pymethods]
impl Sandbox {
    /// Starts on this port, or on a free one for 0. `providers` are files: their texts, formats and names.
    #[new]
    fn new(py: Python<'_>, port: u16, providers: Vec<(String, Option<String>, String)>) -> PyResult<Self> {
        py.detach(|| {
            let read = |(text, format, name): (String, Option<String>, String)| {
                payonce_cli::sandbox_provider_file(&text, format.as_deref(), &name)
                    .map_err(PyValueError::new_err)
            };
            let providers = providers.into_iter().map(read).collect::<PyResult<Vec<_>>>()?;
            let runtime = Builder::new_multi_thread()
                .worker_threads(2)
                .thread_name("payonce-sandbox")
                .enable_all()
                .build()
                .map_err(|error| {
                    PyRuntimeError::new_err(format!("the simulator's threads cannot start: {error}"))
                })?;
            let simulator = runtime
                .block_on(Simulator::start(Config { port, providers, ..Config::default() }))
                .map_err(|error| match error {
                    StartError::DuplicateProvider { .. } => PyValueError::new_err(error.to_string()),
                    _ => PyOSError::new_err(error.to_string()),
                })?;
            Ok(Self { running: Mutex::new(Some(Running { simulator, runtime })) })
        })
    }

    /// `http://127.0.0.1:PORT`.
    fn url(&self) -> PyResult<String> {
        self.with(|simulator| simulator.url().to_owned())
    }

    /// For each provider, the options of its client.
    fn options<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.with(|simulator| {
            let options = payonce_cli::sandbox_options(simulator.providers(), STYLE);
            convert::to_py(py, &options)
        })?
    }

    /// The key of an end user of AgentPay.
    fn agentpay_user_key(&self) -> PyResult<Option<String>> {
        self.with(|simulator| {
            let key = simulator.providers().pointer("/providers/agentpay/user_api_key");
            key.and_then(Value::as_str).map(str::to_owned)
        })
    }

    /// Replaces the faults by a plan, which is JSON.
    fn set_faults(&self, plan: &str) -> PyResult<()> {
        self.with(|simulator| {
            let plan =
                simulator.read_faults(plan).map_err(|error| PyValueError::new_err(error.to_string()))?;
            simulator.set_faults(plan);
            Ok(())
        })?
    }

    /// The environment variables that point every client at it.
    fn environment(&self) -> PyResult<BTreeMap<String, String>> {
        self.with(|simulator| payonce_cli::sandbox_environment(simulator.providers()).into_iter().collect())
    }

    /// What happened so far.
    fn ledger(&self) -> PyResult<Ledger> {
        self.with(|simulator| Ledger { report: simulator.ledger() })
    }

    /// The requests, oldest first, as JSON.
    fn requests(&self) -> PyResult<String> {
        self.with(|simulator| text(&simulator.requests()))?
    }

    /// Moves the clock forward, in seconds.
    fn advance(&self, seconds: f64) -> PyResult<()> {
        let by = Duration::try_from_secs_f64(seconds);
        let by = by.map_err(|_| PyValueError::new_err("seconds: must be a number that is not negative"))?;
        self.with(|simulator| simulator.advance(by))
    }

    /// Restores the start.
    fn reset(&self) -> PyResult<()> {
        self.with(Simulator::reset)
    }

    /// Ends the simulator. Responses in progress have this long to complete, in seconds.
    fn close(&self, py: Python<'_>, grace: f64) {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(Running { simulator, runtime }) = running else { return };
        let grace = Duration::try_from_secs_f64(grace).unwrap_or_default();
        py.detach(|| {
            let _ = runtime.block_on(async { tokio::time::timeout(grace, simulator.shutdown()).await });
            runtime.shutdown_background();
        });
    }
}

/// The ledger of a simulator at one time.
#[pyclass(frozen, module = "payonce._native")]
pub(crate) struct Ledger {
    report: LedgerReport,
}

#[pymethods]
impl Ledger {
    /// The effects, oldest first, as JSON.
    fn effects(&self) -> PyResult<String> {
        text(&self.report.effects)
    }

    /// The only effect with this reference, as JSON. `AssertionError` if there is none, or another one.
    fn assert_paid_once(&self, reference: &str) -> PyResult<String> {
        let effect = self.report.paid_once(reference);
        text(effect.map_err(|error| PyAssertionError::new_err(error.to_string()))?)
    }
}

impl Sandbox {
    fn with<T>(&self, work: impl FnOnce(&Simulator) -> T) -> PyResult<T> {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let running = running.as_ref().ok_or_else(|| PyRuntimeError::new_err("the simulator is closed"))?;
        Ok(work(&running.simulator))
    }
}

fn text(value: &impl Serialize) -> PyResult<String> {
    serde_json::to_string(value).map_err(|error| PyRuntimeError::new_err(error.to_string()))
}
