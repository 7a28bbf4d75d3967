//! One call under way.
//!
//! The call runs as a task of its own; Python waits for its turns, either blocking or through its event loop. Only
//! the task itself ever ends the call, so that what it says about an interrupted one is true at that moment.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use payonce::{InFlight, Listener, ListenerError};
use payonce_core::{Error, Interruption, Notice, NoticeKind, Success};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use tokio::runtime::Runtime;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{Mutex, Notify, oneshot, watch};

use crate::convert;
use crate::verdict::Verdict;

/// How long Ctrl-C may go unheard.
const TICK: Duration = Duration::from_millis(50);

type Delivery = (Notice, oneshot::Sender<()>);

/// A call under way.
#[pyclass(frozen, module = "payonce._native")]
pub(crate) struct Flight {
    runtime: &'static Runtime,
    shared: Arc<Shared>,
}

struct Shared {
    in_flight: InFlight,
    deliveries: Mutex<UnboundedReceiver<Delivery>>,
    unacknowledged: std::sync::Mutex<Option<oneshot::Sender<()>>>,
    result: Arc<OnceLock<Result<Success, Error>>>,
    over: watch::Receiver<bool>,
    begin: Arc<Notify>,
    give_up: Arc<Notify>,
}

enum Turn {
    Notice(Notice),
    Over,
}

impl Flight {
    /// Prepares the task; it begins when somebody first waits for it, so that a signal that comes between the two meets a
    /// call that has sent nothing.
    pub(crate) fn start(runtime: &'static Runtime, in_flight: InFlight, listening: bool) -> Self {
        let (sender, deliveries) = unbounded_channel();
        let (ended, over) = watch::channel(false);
        let result = Arc::new(OnceLock::new());
        let begin = Arc::new(Notify::new());
        let give_up = Arc::new(Notify::new());
        let listener = listening.then_some(Deliverer { sender });
        let task = (in_flight.clone(), Arc::clone(&result), Arc::clone(&begin), Arc::clone(&give_up));
        runtime.spawn(async move {
            let (in_flight, result, begin, give_up) = task;
            let listener = listener.as_ref().map(|listener| -> &dyn Listener { listener });
            let ended_with = {
                tokio::select! {
                    biased;
                    ended_with = async {
                        begin.notified().await;
                        in_flight.run(listener).await
                    } => Some(ended_with),
                    () = give_up.notified() => None,
                }
            };
            // The future of the call is dropped here, so nothing can be sent after the verdict.
            let ended_with = match ended_with {
                Some(ended_with) => ended_with,
                None => Err(in_flight.cancel(listener).await),
            };
            let _ = result.set(ended_with);
            let _ = ended.send(true);
        });
        let deliveries = Mutex::new(deliveries);
        let unacknowledged = std::sync::Mutex::new(None);
        let shared = Shared { in_flight, deliveries, unacknowledged, result, over, begin, give_up };
        Self { runtime, shared: Arc::new(shared) }
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        self.shared.give_up.notify_one();
    }
}

#[pymethods]
impl Flight {
    /// Waits for the next turn: a dict for a notice, a `Reply` or a `Verdict` for the end. Other threads go on
    /// meanwhile, and Ctrl-C is heard.
    fn wait(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        loop {
            let next =
                || self.runtime.block_on(async { tokio::time::timeout(TICK, self.shared.next()).await });
            match py.detach(next) {
                Ok(turn) => return self.shared.to_py(py, turn),
                Err(_elapsed) => py.check_signals()?,
            }
        }
    }

    /// Waits for the next turn and then calls `loop.call_soon_threadsafe(settle, turn)`.
    fn wait_in(&self, py: Python<'_>, event_loop: Py<PyAny>, settle: Py<PyAny>) {
        let shared = Arc::clone(&self.shared);
        let _ = py;
        self.runtime.spawn(async move {
            let turn = shared.next().await;
            // Nothing is attached when the interpreter is shutting down; then nobody waits either.
            Python::try_attach(|py| {
                let turn = match shared.to_py(py, turn) {
                    Ok(turn) => turn,
                    Err(error) => error.into_value(py).into_any(),
                };
                // A loop that was closed meanwhile refuses; the one who waited is gone with it.
                let _ = event_loop.call_method1(py, "call_soon_threadsafe", (settle, turn));
                drop(event_loop);
            });
        });
    }

    /// Lets the call go on after a notice.
    fn acknowledge(&self) {
        let waiting =
            self.shared.unacknowledged.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        if let Some(waiting) = waiting {
            let _ = waiting.send(());
        }
    }

    /// Ends the call now: a `Verdict` with what is known of its outcome, or the `Reply` when it had just succeeded.
    fn give_up(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.shared.give_up.notify_one();
        let mut over = self.shared.over.clone();
        py.detach(|| {
            // The task ends at its next await; this never waits for the network.
            let _ = self.runtime.block_on(over.wait_for(|over| *over));
        });
        self.shared.to_py(py, Turn::Over)
    }
}

impl Shared {
    async fn next(&self) -> Turn {
        self.begin.notify_one();
        let mut deliveries = self.deliveries.lock().await;
        let mut over = self.over.clone();
        tokio::select! {
            biased;
            Some((notice, waiting)) = deliveries.recv() => {
                *self.unacknowledged.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(waiting);
                Turn::Notice(notice)
            }
            _ = over.wait_for(|over| *over) => Turn::Over,
        }
    }

    fn to_py(&self, py: Python<'_>, turn: Turn) -> PyResult<Py<PyAny>> {
        Ok(match (turn, self.result.get()) {
            (Turn::Notice(notice), _) => convert::to_py(py, &notice.to_value())?.unbind(),
            (Turn::Over, Some(Ok(success))) => Py::new(py, Reply { success: success.clone() })?.into_any(),
            (Turn::Over, Some(Err(error))) => Py::new(py, Verdict::new(error))?.into_any(),
            // The task is gone without a result: what it had come to is all there is.
            (Turn::Over, None) => {
                Py::new(py, Verdict::from(self.in_flight.interrupt(Interruption::Cancelled)))?.into_any()
            }
        })
    }
}

/// Hands notices to whoever waits for the next turn.
struct Deliverer {
    sender: UnboundedSender<Delivery>,
}

impl Listener for Deliverer {
    fn on_event(
        &self,
        notice: Notice,
    ) -> Pin<Box<dyn Future<Output = Result<(), ListenerError>> + Send + '_>> {
        let over = matches!(notice.what, NoticeKind::Finished { .. });
        let (acknowledge, acknowledged) = oneshot::channel();
        let delivered = self.sender.send((notice, acknowledge)).is_ok();
        Box::pin(async move {
            // Nothing may come between the end of a call and its result, or giving up would lose what it brought.
            if over {
                return Ok(());
            }
            if !delivered || acknowledged.await.is_err() {
                // Nobody will ever say yes, so the request must not go out.
                std::future::pending::<()>().await;
            }
            Ok(())
        })
    }
}

/// What a call brought.
#[pyclass(frozen, module = "payonce._native")]
pub(crate) struct Reply {
    success: Success,
}

#[pymethods]
impl Reply {
    /// The answer as plain Python objects.
    #[getter]
    fn value<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::to_py(py, &self.success.value)
    }

    /// What the provider sent around the answer.
    #[getter]
    fn envelope<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        convert::members_to_py(py, &self.success.envelope)
    }

    #[getter]
    fn status(&self) -> u16 {
        self.success.status
    }

    #[getter]
    fn headers(&self) -> Vec<(String, String)> {
        self.success.headers.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    #[getter]
    fn request_id(&self) -> Option<&str> {
        self.success.request_id.as_deref()
    }

    #[getter]
    fn attempts(&self) -> u32 {
        self.success.attempts
    }

    #[getter]
    fn reference<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::to_py(py, &self.success.reference.to_value())
    }

    fn __repr__(&self) -> String {
        format!("<Reply {} after {} attempts>", self.success.status, self.success.attempts)
    }
}
