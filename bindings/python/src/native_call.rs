//! One call under way.
//!
//! The call runs as a task of its own; Python waits for its turns, either blocking or through its event loop. Only
//! the task itself ever ends the call, so that what it says about an interrupted one is true at that moment. No task
//! runs Python code; see [`completions`](crate::completions).

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex as SyncMutex, MutexGuard, OnceLock, PoisonError};

use payonce::{InFlight, Listener, ListenerError};
use payonce_core::{Error, Event, EventKind, Interruption, Success};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use tokio::runtime::Runtime;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{Mutex, Notify, oneshot, watch};

use crate::completions::Completions;
use crate::convert;
use crate::verdict::Verdict;

type Delivery = (Event, oneshot::Sender<()>);

/// A call under way.
#[pyclass(frozen, module = "payonce._native")]
pub(crate) struct NativeCall {
    runtime: &'static Runtime,
    /// The process whose threads do the call. A child that was forked meanwhile has a copy of this and none of them.
    process: u32,
    shared: Arc<Shared>,
}

struct Shared {
    deliveries: Mutex<UnboundedReceiver<Delivery>>,
    unacknowledged: SyncMutex<Option<oneshot::Sender<()>>>,
    arrived: SyncMutex<Option<Turn>>,
    result: Arc<OnceLock<Result<Success, Error>>>,
    over: watch::Receiver<bool>,
    begin: Arc<Notify>,
    give_up: Arc<Notify>,
}

#[expect(
    clippy::large_enum_variant,
    reason = "a turn goes to Python at once; a box would only move its allocation"
)]
enum Turn {
    Event(Event),
    Over,
}

impl NativeCall {
    /// Prepares the task; it starts at the first wait for it, so that a signal that comes between the two meets a
    /// call that has sent nothing.
    pub(crate) fn start(runtime: &'static Runtime, in_flight: InFlight, listening: bool) -> Self {
        let (sender, deliveries) = unbounded_channel();
        let (ended, over) = watch::channel(false);
        let result = Arc::new(OnceLock::new());
        let begin = Arc::new(Notify::new());
        let give_up = Arc::new(Notify::new());
        let listener = listening.then_some(Deliverer { sender });
        let ending = Ending { in_flight, result: Arc::clone(&result), ended };
        let (begun, given_up) = (Arc::clone(&begin), Arc::clone(&give_up));
        runtime.spawn(async move {
            let ending = ending;
            let listener = listener.as_ref().map(|listener| -> &dyn Listener { listener });
            let ended_with = {
                tokio::select! {
                    biased;
                    ended_with = async {
                        begun.notified().await;
                        ending.in_flight.run(listener).await
                    } => Some(ended_with),
                    () = given_up.notified() => None,
                }
            };
            // The future of the call is dropped here, so nothing can be sent after the verdict.
            let ended_with = match ended_with {
                Some(ended_with) => ended_with,
                None => Err(ending.in_flight.cancel(listener).await),
            };
            let _ = ending.result.set(ended_with);
        });
        let deliveries = Mutex::new(deliveries);
        let (unacknowledged, arrived) = (SyncMutex::new(None), SyncMutex::new(None));
        let shared = Shared { deliveries, unacknowledged, arrived, result, over, begin, give_up };
        Self { runtime, process: std::process::id(), shared: Arc::new(shared) }
    }

    fn is_ours(&self) -> bool {
        self.process == std::process::id()
    }
}

impl Drop for NativeCall {
    fn drop(&mut self) {
        // In a forked child the locks of the copy may be held for ever.
        if self.is_ours() {
            self.shared.give_up.notify_one();
        }
    }
}

#[pymethods]
impl NativeCall {
    /// Puts `token` into `completions` when the next turn is there for [`turn`](Self::turn). The first one begins the call.
    fn expect(&self, completions: &Completions, token: u64) -> PyResult<()> {
        if !self.is_ours() {
            return Err(PyRuntimeError::new_err(
                "this call belongs to the process that forked this one, and goes on there",
            ));
        }
        let (shared, queue) = (Arc::clone(&self.shared), completions.queue());
        self.runtime.spawn(async move {
            shared.next().await;
            queue.push(token);
        });
        Ok(())
    }

    /// The turn that was expected: a dict for an event, a `Response` or a `Verdict` for the end.
    fn turn(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let arrived = locked(&self.shared.arrived).take();
        match arrived {
            Some(turn) => self.shared.to_py(py, turn),
            None => Err(PyRuntimeError::new_err("no turn has arrived")),
        }
    }

    /// Lets the call go on after an event.
    fn acknowledge(&self) {
        if self.is_ours()
            && let Some(waiting) = locked(&self.shared.unacknowledged).take()
        {
            let _ = waiting.send(());
        }
    }

    /// Ends the call now: a `Verdict` with what is known of its outcome, or the `Response` when it had just succeeded. `None`
    /// when the call belongs to the process that forked this one.
    ///
    /// This stays attached to the interpreter while it waits: Ctrl-C must not cut it short, and no task ever waits for the
    /// interpreter. The task ends at its next await, without waiting for the network.
    fn give_up(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        if !self.is_ours() {
            return Ok(None);
        }
        self.shared.give_up.notify_one();
        self.shared.to_py(py, Turn::Over).map(Some)
    }

    /// The event `finished` of a call that was given up, unless it was a turn already.
    fn last_event(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        let mut deliveries = self.shared.deliveries.blocking_lock();
        let mut last = None;
        let arrived = locked(&self.shared.arrived).take();
        if let Some(Turn::Event(event)) = arrived {
            last = Some(event);
        }
        while let Ok((event, _)) = deliveries.try_recv() {
            last = Some(event);
        }
        drop(deliveries);
        let finished = last.filter(|event| matches!(event.what, EventKind::Finished { .. }));
        finished.map(|event| self.shared.to_py(py, Turn::Event(event))).transpose()
    }
}

impl Shared {
    async fn next(&self) {
        self.begin.notify_one();
        let mut deliveries = self.deliveries.lock().await;
        let mut over = self.over.clone();
        let turn = tokio::select! {
            biased;
            Some((event, waiting)) = deliveries.recv() => {
                *locked(&self.unacknowledged) = Some(waiting);
                Turn::Event(event)
            }
            _ = over.wait_for(|over| *over) => match deliveries.try_recv() {
                // The call ended between the two looks, so its last event is there by now and comes first.
                Ok((event, waiting)) => {
                    *locked(&self.unacknowledged) = Some(waiting);
                    Turn::Event(event)
                }
                Err(_) => Turn::Over,
            },
        };
        // Before the lock is given back, so that the last event is in one of the two places.
        *locked(&self.arrived) = Some(turn);
    }

    fn to_py(&self, py: Python<'_>, turn: Turn) -> PyResult<Py<PyAny>> {
        Ok(match turn {
            Turn::Event(event) => convert::to_py(py, &event.to_value())?.unbind(),
            Turn::Over => match self.result.wait() {
                Ok(success) => Py::new(py, Response { success: success.clone() })?.into_any(),
                Err(error) => Py::new(py, Verdict::new(error))?.into_any(),
            },
        })
    }
}

/// Ends the call, also when its task broke down.
struct Ending {
    in_flight: InFlight,
    result: Arc<OnceLock<Result<Success, Error>>>,
    ended: watch::Sender<bool>,
}

impl Drop for Ending {
    fn drop(&mut self) {
        let _ = self.result.get_or_init(|| Err(self.in_flight.interrupt(Interruption::Cancelled)));
        let _ = self.ended.send(true);
    }
}

fn locked<T>(mutex: &SyncMutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Passes events to the waiter for the next turn.
struct Deliverer {
    sender: UnboundedSender<Delivery>,
}

impl Listener for Deliverer {
    fn on_event(&self, event: Event) -> Pin<Box<dyn Future<Output = Result<(), ListenerError>> + Send + '_>> {
        let over = matches!(event.what, EventKind::Finished { .. });
        let (acknowledge, acknowledged) = oneshot::channel();
        let delivered = self.sender.send((event, acknowledge)).is_ok();
        Box::pin(async move {
            // Nothing may come between the end of a call and its result, or giving up would lose the result.
            if over {
                return Ok(());
            }
            if !delivered || acknowledged.await.is_err() {
                // The listener will never return, so the request must not be sent.
                std::future::pending::<()>().await;
            }
            Ok(())
        })
    }
}

/// What a call brought.
#[pyclass(frozen, module = "payonce._native")]
pub(crate) struct Response {
    success: Success,
}

#[pymethods]
impl Response {
    /// The response as plain Python objects.
    #[getter]
    fn value<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::to_py(py, &self.success.value)
    }

    /// What the provider sent around the response.
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
        format!("<Response {} after {} attempts>", self.success.status, self.success.attempts)
    }
}
