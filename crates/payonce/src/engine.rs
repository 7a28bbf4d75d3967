//! Drives the core's state machine with a network and a clock.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use payonce_core::{
    Call, Client, Error, Event, Interruption, Notice, Now, Operation, Payload, Step, Success, bridge,
};
use serde_json::{Map, Value};

use crate::transport::Transport;

/// Hears what happens in a call.
///
/// The call goes on when the future is ready, so that a reference can be written down before money moves.
pub trait Listener: Send + Sync {
    /// Takes one notice.
    fn on_event(&self, notice: Notice) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}

/// A client with its connections. Clones share both, and the retry budget.
#[derive(Clone, Debug)]
pub struct Engine {
    client: Client,
    transport: Transport,
    epoch: Instant,
}

impl Engine {
    /// Opens no connection yet. `user_agent` names the package that the caller uses.
    ///
    /// # Errors
    /// What keeps this machine from making connections, in words; for instance that it has no CA certificates.
    pub fn new(client: Client, user_agent: &str) -> Result<Self, String> {
        let transport = Transport::new(user_agent, &client)?;
        Ok(Self { client, transport, epoch: Instant::now() })
    }

    /// The client that this engine drives.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Checks the arguments and prepares the call; nothing is sent before [`InFlight::run`].
    ///
    /// # Errors
    /// `invalid_argument`, naming the argument.
    pub fn prepare(
        &self,
        operation: &'static Operation,
        arguments: &Map<String, Value>,
        options: &Map<String, Value>,
    ) -> Result<InFlight, Error> {
        Ok(self.in_flight(Call::new(&self.client, operation, arguments, options, entropy())?))
    }

    /// Prepares the search for what an earlier call, whose outcome is unknown, came to. It only reads.
    ///
    /// # Errors
    /// `invalid_argument` when the error names nothing that can be looked for.
    pub fn prepare_reconciling(
        &self,
        unsettled: &Payload,
        options: &Map<String, Value>,
    ) -> Result<InFlight, Error> {
        Ok(self.in_flight(Call::reconcile(&self.client, unsettled, options, entropy())?))
    }

    /// As [`prepare`](Self::prepare), by name and JSON text, for a binding; see [`bridge::call`].
    ///
    /// # Errors
    /// `invalid_argument`, naming the argument.
    pub fn prepare_json(&self, name: &str, arguments: &str, options: &str) -> Result<InFlight, Error> {
        Ok(self.in_flight(bridge::call(&self.client, name, arguments, options, entropy())?))
    }

    fn in_flight(&self, call: Call) -> InFlight {
        InFlight {
            engine: self.clone(),
            call: Arc::new(Mutex::new(call)),
            exchanging: Arc::new(AtomicBool::new(false)),
        }
    }

    /// Does the whole call.
    ///
    /// # Errors
    /// Every kind of the error model.
    pub async fn call(
        &self,
        operation: &'static Operation,
        arguments: &Map<String, Value>,
        options: &Map<String, Value>,
        listener: Option<&dyn Listener>,
    ) -> Result<Success, Error> {
        self.prepare(operation, arguments, options)?.run(listener).await
    }

    fn now(&self) -> Now {
        let unix = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Now { monotonic: self.epoch.elapsed(), unix_ms: u64::try_from(unix.as_millis()).unwrap_or(u64::MAX) }
    }
}

/// A call that is prepared or under way. Whoever drops the future of [`InFlight::run`] can still ask a clone of this
/// what the call had come to.
#[derive(Clone)]
pub struct InFlight {
    engine: Engine,
    call: Arc<Mutex<Call>>,
    /// Whether the listeners are through and the request is handed to the transport.
    exchanging: Arc<AtomicBool>,
}

impl InFlight {
    /// Runs the call to its end.
    ///
    /// # Errors
    /// Every kind of the error model.
    pub async fn run(&self, listener: Option<&dyn Listener>) -> Result<Success, Error> {
        let mut event = Event::Start;
        let mut cause: Option<reqwest::Error> = None;
        loop {
            let (step, notices) = {
                let mut call = self.lock();
                let step = call.step(self.engine.now(), event);
                (step, call.take_notices())
            };
            if let Some(listener) = listener {
                for notice in notices {
                    listener.on_event(notice).await;
                }
            }
            event = match step {
                Step::Send(attempt) => {
                    self.exchanging.store(true, Ordering::Release);
                    let (received, error) = self.engine.transport.exchange(attempt).await;
                    self.exchanging.store(false, Ordering::Release);
                    cause = error;
                    received
                }
                Step::Wait(wait) => {
                    tokio::time::sleep(wait).await;
                    Event::Waited
                }
                Step::Done(result) => {
                    return result.map_err(|error| match cause {
                        // The transport's own error names the whole URL; it is kept as the source without it.
                        Some(cause) => error.caused_by(cause.without_url()),
                        None => error,
                    });
                }
            };
        }
    }

    /// The error of this call when its caller ends it now, with its reference and what is known of the outcome.
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

/// Nothing where the system has no random source; the core then refuses what has to be random.
fn entropy() -> Option<[u8; 16]> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).ok().map(|()| bytes)
}
