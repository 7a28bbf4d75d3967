//! Drives the core's state machine with a network and a clock.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use payonce_core::{
    Call, CallOptions, CaseStyle, Client, Error, ErrorPayload, Event, HttpRequest, Input, Interruption,
    JournalAnswer, JournalConfig, JournalOp, Now, Operation, Step, StoreFailure, Success, ffi,
};
use serde_json::{Map, Value};

use crate::journal::{JournalStore, carry_out, owner};
use crate::reporting::{self, Refused};
use crate::transport::{Exchanged, SetupProblem, Transport};

/// Why a listener refuses a request. It becomes the source of the error.
pub type ListenerError = Box<dyn std::error::Error + Send + Sync>;

/// Receives the events of a call.
///
/// The call waits for the future, so that a reference can be stored before money moves, until its deadline at most. An
/// error at [`AboutToSend`](payonce_core::EventKind::AboutToSend), or a future that is not ready by then, ends the call
/// before the first byte of that request. At any other event an error changes nothing.
pub trait Listener: Send + Sync {
    /// Receives one event.
    fn on_event(&self, event: Event) -> Pin<Box<dyn Future<Output = Result<(), ListenerError>> + Send + '_>>;
}

/// The result of a listener closure: nothing, or a `Result` whose error stops the request.
pub trait ListenerResult {
    /// The value as a result.
    ///
    /// # Errors
    /// The listener's own.
    fn into_result(self) -> Result<(), ListenerError>;
}

impl ListenerResult for () {
    fn into_result(self) -> Result<(), ListenerError> {
        Ok(())
    }
}

impl<E: Into<ListenerError>> ListenerResult for Result<(), E> {
    fn into_result(self) -> Result<(), ListenerError> {
        self.map_err(Into::into)
    }
}

/// The minimum time for the last row of a call.
pub(crate) const LAST_ROW: Duration = Duration::from_secs(5);

/// A client with its connections. Clones share both, and the retry budget.
#[derive(Clone)]
pub struct Driver {
    client: Client,
    transport: Transport,
    store: Option<Arc<dyn JournalStore>>,
    epoch: Instant,
}

impl std::fmt::Debug for Driver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Driver")
            .field("client", &self.client)
            .field("has_journal", &self.store.is_some())
            .finish_non_exhaustive()
    }
}

impl Driver {
    /// The first call opens the connection. `user_agent` names the package that the caller uses.
    ///
    /// # Errors
    /// `invalid_argument`: `ca` when a file of certificates cannot be read, `transport` when this machine cannot make
    /// connections for another reason; `journal` when the journal that the options name cannot be opened.
    pub fn new(client: Client, user_agent: &str) -> Result<Self, Error> {
        let transport = Transport::new(user_agent, &client);
        Self::with_transport(client, transport)
    }

    fn with_transport(client: Client, transport: Result<Transport, SetupProblem>) -> Result<Self, Error> {
        let transport = transport.map_err(|SetupProblem { option, problem }| {
            ffi::invalid_argument(&client, None, option, &problem)
        })?;
        let driver = Self { client, transport, store: None, epoch: Instant::now() };
        let Some(path) = driver.client.journal_path() else { return Ok(driver) };
        match open_journal(path) {
            Ok(store) => Ok(driver.with_journal(store)),
            Err(problem) => Err(ffi::invalid_argument(&driver.client, None, "journal", &problem)),
        }
    }

    /// The same connections with a journal in this store, instead of the one that the options name.
    #[must_use]
    pub fn with_journal(self, store: Arc<dyn JournalStore>) -> Self {
        let client = self.client.with_journal(JournalConfig { owner: owner() });
        Self { client, store: Some(store), ..self }
    }

    /// The same client, connections and limits with another way to the store of the journal. A binding needs it where each
    /// call reaches the store through its own caller. A driver without a journal gets none.
    #[must_use]
    pub fn with_store(&self, store: Arc<dyn JournalStore>) -> Self {
        Self { store: self.store.as_ref().map(|_| store), ..self.clone() }
    }

    /// The store of the journal.
    pub(crate) fn store(&self) -> Option<&Arc<dyn JournalStore>> {
        self.store.as_ref()
    }

    /// Creates an engine that speaks HTTP/2 from the first byte, for a server without TLS. A server with TLS negotiates
    /// HTTP/2 and needs no such engine.
    ///
    /// # Errors
    /// Like [`new`](Self::new).
    pub fn with_http2_prior_knowledge(client: Client, user_agent: &str) -> Result<Self, Error> {
        let transport = Transport::with_http2_prior_knowledge(user_agent, &client);
        Self::with_transport(client, transport)
    }

    /// The client that this engine drives.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Checks the arguments and prepares the call; nothing is sent before [`InFlight::run`].
    ///
    /// # Errors
    /// `invalid_argument`, which names the argument.
    pub fn prepare(
        &self,
        operation: &'static Operation,
        arguments: &Map<String, Value>,
        options: CallOptions,
    ) -> Result<InFlight, Error> {
        Ok(self.in_flight(Call::new(&self.client, operation, arguments, options, entropy())?))
    }

    /// The row that records the intention to make a call, for a store or for the caller's own transaction.
    ///
    /// # Errors
    /// `invalid_argument`, which names the argument; `idempotency_key` when the call has none.
    pub fn plan(
        &self,
        operation: &'static Operation,
        arguments: &Map<String, Value>,
        options: CallOptions,
    ) -> Result<JournalOp, Error> {
        Call::plan(&self.client, operation, arguments, options)
    }

    /// Prepares the search for the result of an earlier call with an unknown outcome. It only reads.
    ///
    /// # Errors
    /// `invalid_argument` if the error contains nothing to search for.
    pub fn prepare_reconciling(
        &self,
        unsettled: &ErrorPayload,
        options: CallOptions,
    ) -> Result<InFlight, Error> {
        Ok(self.in_flight(Call::reconcile(&self.client, unsettled, options, entropy())?))
    }

    /// Like [`prepare`](Self::prepare), by name and JSON text, for a binding; see [`ffi::call`].
    ///
    /// # Errors
    /// `invalid_argument`, which names the argument.
    pub fn prepare_json(
        &self,
        name: &str,
        arguments: &str,
        options: &str,
        style: CaseStyle,
    ) -> Result<InFlight, Error> {
        Ok(self.in_flight(ffi::call(&self.client, name, arguments, options, style, entropy())?))
    }

    /// Like [`plan`](Self::plan), by name and JSON text, for a binding; see [`ffi::plan`].
    ///
    /// # Errors
    /// `invalid_argument`, which names the argument; `idempotency_key` when the call has none.
    pub fn plan_json(
        &self,
        name: &str,
        arguments: &str,
        options: &str,
        style: CaseStyle,
    ) -> Result<JournalOp, Error> {
        ffi::plan(&self.client, name, arguments, options, style)
    }

    fn in_flight(&self, call: Call) -> InFlight {
        InFlight {
            engine: self.clone(),
            call: Arc::new(Mutex::new(call)),
            exchanging: Arc::new(AtomicBool::new(false)),
        }
    }

    /// Runs the whole call.
    ///
    /// # Errors
    /// Every kind of the error model.
    pub async fn call(
        &self,
        operation: &'static Operation,
        arguments: &Map<String, Value>,
        options: CallOptions,
        listener: Option<&dyn Listener>,
    ) -> Result<Success, Error> {
        self.prepare(operation, arguments, options)?.run(listener).await
    }

    /// Sends one request of a payment by challenge.
    pub(crate) fn exchange(&self, request: HttpRequest) -> impl Future<Output = Exchanged> + Send + use<> {
        self.transport.exchange(request)
    }

    pub(crate) fn now(&self) -> Now {
        let unix = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Now { monotonic: self.epoch.elapsed(), unix_ms: u64::try_from(unix.as_millis()).unwrap_or(u64::MAX) }
    }
}

/// A [`Step`] without its large values. The future of a call keeps it while it waits, and a program can have thousands
/// of calls in flight.
enum Next {
    Send(Box<HttpRequest>),
    Wait(Duration),
    Journal(JournalOp),
    Done(Box<Result<Success, Error>>),
}

impl From<Step> for Next {
    fn from(step: Step) -> Self {
        match step {
            Step::Send(request) => Self::Send(Box::new(request)),
            Step::Wait(wait) => Self::Wait(wait),
            Step::Journal(op) => Self::Journal(op),
            Step::Done(result) => Self::Done(Box::new(result)),
        }
    }
}

/// A prepared or running call. If you drop the future of [`InFlight::run`], a clone of this still returns the result of
/// the call.
#[derive(Clone)]
pub struct InFlight {
    engine: Driver,
    call: Arc<Mutex<Call>>,
    /// Whether the listeners have returned and the transport has the request.
    exchanging: Arc<AtomicBool>,
}

impl InFlight {
    /// Runs the call to its end.
    ///
    /// # Errors
    /// Every kind of the error model.
    pub async fn run(&self, listener: Option<&dyn Listener>) -> Result<Success, Error> {
        #[cfg(not(feature = "tracing"))]
        return self.drive(listener).await;
        #[cfg(feature = "tracing")]
        {
            use tracing::Instrument as _;

            let (provider, operation) = {
                let call = self.lock();
                (call.provider(), call.operation())
            };
            let span = crate::spans::call(provider.as_str(), operation.name);
            let result = self.drive(listener).instrument(span.clone()).await;
            crate::spans::end(&span, &result);
            result
        }
    }

    async fn drive(&self, listener: Option<&dyn Listener>) -> Result<Success, Error> {
        // Spans are made of the events, too.
        if listener.is_none() && cfg!(not(feature = "tracing")) {
            self.lock().without_events();
        }
        let mut event = Input::Start;
        let mut cause: Option<reqwest::Error> = None;
        loop {
            let (next, events) = {
                let mut call = self.lock();
                let next = Next::from(call.step(self.engine.now(), event));
                (next, call.take_events())
            };
            if let Err(refused) = self.report(listener, events).await {
                return Err(Box::pin(self.hold_back(listener, refused)).await);
            }
            event = match next {
                Next::Send(mut attempt) => {
                    // The time of the listener counts for the call.
                    let left = self.lock().time_left(self.engine.now());
                    if left.is_zero() {
                        return Err(Box::pin(self.hold_back(listener, Refused::TooLate)).await);
                    }
                    attempt.timeout = attempt.timeout.min(left);
                    self.exchanging.store(true, Ordering::Release);
                    let (received, error) = self.engine.transport.exchange(*attempt).await;
                    self.exchanging.store(false, Ordering::Release);
                    cause = error;
                    received.into()
                }
                Next::Journal(op) => Input::Journal(Box::pin(self.record(op)).await),
                Next::Wait(wait) => {
                    Box::pin(tokio::time::sleep(wait)).await;
                    Input::Waited
                }
                Next::Done(result) => {
                    return result.map_err(|error| match cause {
                        // The transport's own error contains the whole URL. It becomes the source without the URL.
                        Some(cause) => error.caused_by(cause.without_url()),
                        None => error,
                    });
                }
            };
        }
    }

    /// Has the store carry the operation out, for no longer than the call may take. What was sent is recorded after the
    /// deadline, too.
    async fn record(&self, op: JournalOp) -> Result<JournalAnswer, StoreFailure> {
        let Some(store) = self.engine.store() else {
            return Err(StoreFailure("the driver has no store".to_owned()));
        };
        let left = self.lock().time_left(self.engine.now()).max(LAST_ROW);
        match tokio::time::timeout(left, carry_out(&**store, op)).await {
            Ok(listened) => listened,
            Err(_elapsed) => Err(StoreFailure("did not respond before the deadline of the call".to_owned())),
        }
    }

    /// Records the end of a call that its caller ended.
    async fn record_end(&self) {
        let row = self.lock().take_last_row();
        if let Some(row) = row {
            // If it cannot be recorded, the entry stays as it is, and the next call with its key looks for it.
            let _ = self.record(row).await;
        }
    }

    async fn report(&self, listener: Option<&dyn Listener>, events: Vec<Event>) -> Result<(), Refused> {
        reporting::report(listener, events, || self.lock().time_left(self.engine.now())).await
    }

    /// Ends the call before the first byte of the next request.
    async fn hold_back(&self, listener: Option<&dyn Listener>, refused: Refused) -> Error {
        let (error, events) = {
            let mut call = self.lock();
            call.hold_back();
            let error = call.interrupt(self.engine.now(), refused.interruption());
            (error, call.take_events())
        };
        self.record_end().await;
        let _ = self.report(listener, events).await;
        refused.caused(error)
    }

    /// Ends the call for its caller, and reports its last event. Drop the future of [`run`](Self::run) first.
    pub async fn cancel(&self, listener: Option<&dyn Listener>) -> Error {
        let error = self.interrupt(Interruption::Cancelled);
        let events = self.lock().take_events();
        self.record_end().await;
        let _ = self.report(listener, events).await;
        error
    }

    /// Whether the call has its result, and only records or reports it: do not cancel it any more.
    #[must_use]
    pub fn has_result(&self) -> bool {
        self.lock().has_result()
    }

    /// The error of this call if its caller ends it now, with its reference and outcome.
    #[must_use]
    pub fn interrupt(&self, why: Interruption) -> Error {
        let now = self.engine.now();
        let mut call = self.lock();
        if !self.exchanging.load(Ordering::Acquire) {
            call.hold_back();
        }
        call.interrupt(now, why)
    }

    fn lock(&self) -> MutexGuard<'_, Call> {
        self.call.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reports the end of a call whose future is dropped: a cancelled task, or a losing branch of `select!`.
pub(crate) struct Leaving {
    in_flight: InFlight,
    listener: Option<Arc<dyn Listener>>,
    over: bool,
}

impl Leaving {
    pub(crate) fn new(in_flight: InFlight, listener: Option<Arc<dyn Listener>>) -> Self {
        Self { in_flight, listener, over: false }
    }

    pub(crate) async fn run(mut self) -> Result<Success, Error> {
        let result = self.in_flight.run(self.listener.as_deref()).await;
        self.over = true;
        result
    }
}

impl Drop for Leaving {
    fn drop(&mut self) {
        if self.over {
            return;
        }
        // A listener is async, but a drop is not, so a separate task delivers the last event. The call itself ends here, with
        // or without a runtime.
        let _ = self.in_flight.interrupt(Interruption::Cancelled);
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let (in_flight, listener) = (self.in_flight.clone(), self.listener.take());
            runtime.spawn(async move { in_flight.cancel(listener.as_deref()).await });
        }
    }
}

#[cfg(feature = "journal-sqlite")]
fn open_journal(path: &str) -> Result<Arc<dyn JournalStore>, String> {
    match crate::journal::Sqlite::open(path) {
        Ok(store) => Ok(Arc::new(store)),
        Err(failure) => Err(failure.0),
    }
}

#[cfg(not(feature = "journal-sqlite"))]
fn open_journal(_: &str) -> Result<Arc<dyn JournalStore>, String> {
    Err("needs the feature `journal-sqlite` of payonce".to_owned())
}

/// Nothing if the system has no random source. The core then refuses calls that need one.
pub(crate) fn entropy() -> Option<[u8; 16]> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).ok().map(|()| bytes)
}
