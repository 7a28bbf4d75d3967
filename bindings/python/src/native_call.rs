//! One call under way.
//!
//! The call runs as a task of its own; Python waits for its turns, either blocking or through its event loop. Only
//! the task itself ever ends the call, so that what it says about an interrupted one is true at that moment. No task
//! runs Python code; see [`completions`](crate::completions).

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex as SyncMutex, MutexGuard, OnceLock, PoisonError};

use payonce::challenge::{PaidResponse, PaymentInFlight, Signed};
use payonce::journal::{Journal, JournalAnswer, StoreFailure};
use payonce::{InFlight, Listener, ListenerError};
use payonce_core::{Error, Event, EventKind, Interruption, Success, ffi, json};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use serde_json::{Map, Value};
use tokio::runtime::Runtime;
use tokio::sync::{Notify, oneshot};

use crate::STYLE;
use crate::completions::Completions;
use crate::convert;
use crate::inbox::{Delivery, Inbox, Next, PythonSigner};
use crate::verdict::Verdict;

/// A call under way.
#[pyclass(frozen, module = "payonce._native")]
pub(crate) struct NativeCall {
    runtime: &'static Runtime,
    /// The process whose threads do the call. A child that was forked meanwhile has a copy of this and none of them.
    process: u32,
    /// The task, until it starts.
    unstarted: SyncMutex<Option<Box<Task>>>,
    shared: Arc<Shared>,
}

/// What Python and the task both reach.
struct Shared {
    inbox: Arc<Inbox>,
    unacknowledged: SyncMutex<Option<oneshot::Sender<()>>>,
    unanswered: SyncMutex<Option<oneshot::Sender<Result<JournalAnswer, StoreFailure>>>>,
    unsigned: SyncMutex<Option<oneshot::Sender<Signed>>>,
    result: OnceLock<Ended>,
    give_up: Notify,
}

/// What is under way.
pub(crate) enum Work {
    /// A call of an operation.
    Call(InFlight),
    /// A method of the journal, by its name and arguments.
    Journal(Journal, String, Map<String, Value>),
    /// A payment by challenge.
    Payment(PaymentInFlight, PythonSigner),
}

/// How it ended. A result is shared with the object that Python reads it from.
enum Ended {
    Call(Result<Arc<Success>, Error>),
    Journal(Result<Value, Error>),
    Payment(Result<Arc<PaidResponse>, Error>),
    /// A method of the journal was given up. The entries say how far it came.
    GivenUp,
}

impl Work {
    async fn run(&self, listener: Option<&dyn Listener>) -> Ended {
        match self {
            Self::Call(in_flight) => Ended::Call(in_flight.run(listener).await.map(Arc::new)),
            // In boxes, because each of thousands of calls in flight would hold the room for them.
            Self::Journal(journal, action, arguments) => {
                Ended::Journal(Box::pin(journal.act(action, arguments, STYLE)).await)
            }
            Self::Payment(payment, signer) => {
                Ended::Payment(Box::pin(payment.run(signer, listener)).await.map(Arc::new))
            }
        }
    }

    async fn cancel(&self, listener: Option<&dyn Listener>) -> Ended {
        match self {
            Self::Call(in_flight) => Ended::Call(Err(in_flight.cancel(listener).await)),
            Self::Payment(payment, _) => Ended::Payment(Err(payment.cancel(listener).await)),
            Self::Journal(..) => Ended::GivenUp,
        }
    }

    fn interrupt(&self) -> Ended {
        match self {
            Self::Call(in_flight) => Ended::Call(Err(in_flight.interrupt(Interruption::Cancelled))),
            Self::Payment(payment, _) => Ended::Payment(Err(payment.interrupt(Interruption::Cancelled))),
            Self::Journal(..) => Ended::GivenUp,
        }
    }
}

impl NativeCall {
    /// Prepares the task; it starts at the first wait for it, so that a signal that comes between the two meets a
    /// call that has sent nothing.
    pub(crate) fn new(
        runtime: &'static Runtime,
        work: Work,
        inbox: Arc<Inbox>,
        listener: Option<Arc<dyn Listener>>,
    ) -> Self {
        let shared = Arc::new(Shared {
            inbox,
            unacknowledged: SyncMutex::new(None),
            unanswered: SyncMutex::new(None),
            unsigned: SyncMutex::new(None),
            result: OnceLock::new(),
            give_up: Notify::new(),
        });
        let task = Task { work, listener, shared: Arc::clone(&shared) };
        let unstarted = SyncMutex::new(Some(Box::new(task)));
        Self { runtime, process: std::process::id(), unstarted, shared }
    }

    fn is_ours(&self) -> bool {
        self.process == std::process::id()
    }

    fn signed_as(&self, signed: Signed) {
        if self.is_ours()
            && let Some(waiting) = locked(&self.shared.unsigned).take()
        {
            let _ = waiting.send(signed);
        }
    }

    fn answered(&self, answer: Result<JournalAnswer, StoreFailure>) {
        if self.is_ours()
            && let Some(waiting) = locked(&self.shared.unanswered).take()
        {
            let _ = waiting.send(answer);
        }
    }
}

impl Drop for NativeCall {
    fn drop(&mut self) {
        let unstarted = self.unstarted.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if self.is_ours() {
            self.shared.give_up.notify_one();
        } else {
            // In a forked child the locks of the copy may be held for ever.
            std::mem::forget(unstarted);
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
        self.shared.inbox.expect(completions.queue(), token);
        if let Some(task) = locked(&self.unstarted).take() {
            self.runtime.spawn(task.run());
        }
        Ok(())
    }

    /// The turn that was expected: a dict for an event, for an operation of the store or for a challenge; a `Response`, a `Verdict` or a
    /// one-tuple for the end. `None` if the turn was withdrawn in the meantime.
    fn turn(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        match self.shared.inbox.take() {
            Next::Delivery(delivery) => self.shared.delivered(py, delivery).map(Some),
            Next::Over => self.shared.ended(py).map(Some),
            Next::Nothing => Ok(None),
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

    /// Answers the operation of the store, as JSON.
    fn answer(&self, answer: &str) {
        let members = json::read_object(answer);
        let malformed =
            || StoreFailure("the journal store answered something that is not an object".to_owned());
        self.answered(members.ok_or_else(malformed).and_then(|members| JournalAnswer::read(&members)));
    }

    /// Reports that the store could not carry the operation out.
    fn fail(&self, problem: String) {
        self.answered(Err(StoreFailure(problem)));
    }

    /// Answers the challenge with the header field of the signature, as JSON.
    fn sign(&self, fields: &str) {
        self.signed_as(ffi::signed_fields(fields));
    }

    /// Reports why there is no signature.
    fn decline(&self, problem: String) {
        self.signed_as(Err(problem));
    }

    /// Ends the call now: a `Verdict` with what is known of its outcome, or the `Response` when it had just succeeded. `None`
    /// when the call belongs to the process that forked this one, or is a method of the journal. A dict is the last
    /// operation for the store: answer it, and call this again.
    ///
    /// This stays attached to the interpreter while it waits: Ctrl-C must not cut it short, and no task ever waits for the
    /// interpreter. The task ends at its next await, without waiting for the network.
    fn give_up(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        if !self.is_ours() {
            return Ok(None);
        }
        match locked(&self.unstarted).take() {
            Some(task) => drop(self.runtime.spawn(task.cancel())),
            None => self.shared.give_up.notify_one(),
        }
        match self.shared.inbox.last_operation() {
            Some(delivery) => self.shared.delivered(py, delivery).map(Some),
            None if matches!(self.shared.result.wait(), Ended::GivenUp | Ended::Journal(_)) => Ok(None),
            None => self.shared.ended(py).map(Some),
        }
    }

    /// The event `finished` of a call that was given up, unless it was a turn already.
    fn last_event(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        let last = self.shared.inbox.last_event();
        let finished = last.filter(|event| matches!(event.what, EventKind::Finished { .. }));
        finished.map(|event| Ok(convert::to_py(py, &event.to_value())?.unbind())).transpose()
    }
}

impl Shared {
    fn delivered(&self, py: Python<'_>, delivery: Delivery) -> PyResult<Py<PyAny>> {
        let value = match delivery {
            Delivery::Event(event, waiting) => {
                *locked(&self.unacknowledged) = Some(waiting);
                event.to_value()
            }
            Delivery::Operation(op, waiting) => {
                *locked(&self.unanswered) = Some(waiting);
                op.to_value()
            }
            Delivery::Challenge(challenge, time_left, waiting) => {
                *locked(&self.unsigned) = Some(waiting);
                let asked = convert::to_py(py, &challenge.to_value())?;
                asked.set_item("time_left", time_left.as_secs_f64())?;
                return Ok(asked.unbind());
            }
        };
        Ok(convert::to_py(py, &value)?.unbind())
    }

    fn ended(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(match self.result.wait() {
            Ended::Call(Ok(success)) => Py::new(py, Response { success: Arc::clone(success) })?.into_any(),
            Ended::Journal(Ok(value)) => (convert::to_py(py, value)?,).into_pyobject(py)?.into_any().unbind(),
            Ended::Payment(Ok(paid)) => Py::new(py, Paid { paid: Arc::clone(paid) })?.into_any(),
            Ended::Call(Err(error)) | Ended::Journal(Err(error)) | Ended::Payment(Err(error)) => {
                Py::new(py, Verdict::from(error.without_source()))?.into_any()
            }
            Ended::GivenUp => return Err(PyRuntimeError::new_err("the task of this call broke down")),
        })
    }
}

/// Does the work of a call. Its end ends the call, also when the task broke down.
struct Task {
    work: Work,
    listener: Option<Arc<dyn Listener>>,
    shared: Arc<Shared>,
}

impl Task {
    async fn run(self: Box<Self>) {
        match self.ended_unless_given_up().await {
            Some(ended) => drop(self.shared.result.set(ended)),
            // The future of the call is gone, so nothing can be sent after the verdict.
            None => Box::pin(self.cancel()).await,
        }
    }

    async fn ended_unless_given_up(&self) -> Option<Ended> {
        tokio::select! {
            biased;
            ended = self.work.run(self.listener.as_deref()) => Some(ended),
            () = self.shared.give_up.notified() => None,
        }
    }

    async fn cancel(self: Box<Self>) {
        self.shared.inbox.begin_end();
        let ended = self.work.cancel(self.listener.as_deref()).await;
        drop(self.shared.result.set(ended));
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        let _ = self.shared.result.get_or_init(|| self.work.interrupt());
        self.shared.inbox.end();
    }
}

fn locked<T>(mutex: &SyncMutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Passes events to the waiter for the next turn.
pub(crate) struct Deliverer {
    pub(crate) inbox: Arc<Inbox>,
}

impl Listener for Deliverer {
    fn on_event(&self, event: Event) -> Pin<Box<dyn Future<Output = Result<(), ListenerError>> + Send + '_>> {
        let goes_on = matches!(event.what, EventKind::RequestFinished { .. } | EventKind::Finished { .. });
        let (acknowledge, acknowledged) = oneshot::channel();
        let delivered = self.inbox.put(Delivery::Event(event, acknowledge));
        Box::pin(async move {
            // Nothing may come between the last response and the result, or giving up would lose the result.
            if goes_on {
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
    pub(crate) success: Arc<Success>,
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

    /// Whether the journal had it, so that nothing was sent.
    #[getter]
    fn replayed(&self) -> bool {
        self.success.replayed
    }

    #[getter]
    fn reference<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::to_py(py, &self.success.reference.to_value())
    }

    fn __repr__(&self) -> String {
        format!("<Response {} after {} attempts>", self.success.status, self.success.attempts)
    }
}

/// What a payment by challenge brought.
#[pyclass(frozen, module = "payonce._native")]
pub(crate) struct Paid {
    paid: Arc<PaidResponse>,
}

#[pymethods]
impl Paid {
    #[getter]
    fn status(&self) -> u16 {
        self.paid.response.status
    }

    #[getter]
    fn headers(&self) -> Vec<(String, String)> {
        let headers = self.paid.response.headers.iter();
        headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    #[getter]
    fn body<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.paid.response.body)
    }

    #[getter]
    fn paid(&self) -> bool {
        self.paid.is_paid
    }

    #[getter]
    fn replayed(&self) -> bool {
        self.paid.is_replayed
    }

    #[getter]
    fn settlement<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        self.paid.settlement.as_ref().map(|members| convert::members_to_py(py, members)).transpose()
    }

    #[getter]
    fn reference<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::to_py(py, &self.paid.reference.to_value())
    }

    #[getter]
    fn attempts(&self) -> u32 {
        self.paid.attempts
    }

    fn __repr__(&self) -> String {
        format!("<Paid {} after {} attempts>", self.paid.response.status, self.paid.attempts)
    }
}
