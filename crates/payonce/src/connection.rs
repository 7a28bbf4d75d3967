//! The base of every typed client.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use payonce_core::{
    CaseStyle, Client, DEFAULT_MAX_WAIT, Error, ErrorPayload, Event, Operation, Provider, Success, Waiter,
    WaiterStep, ffi,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::engine::{Driver, Leaving, Listener, ListenerError, ListenerResult};
use crate::items::Items;
use crate::journal::{Journal, JournalStore};
use crate::options::{CallOptions, ClientOptions};
use crate::response::Response;

const USER_AGENT: &str = concat!("payonce-rust/", env!("CARGO_PKG_VERSION"));

/// The base of every typed client, and a client without types for programs that choose the provider or the operation at
/// run time. Clones share connections, settings and listener.
///
/// ```no_run
/// use payonce::{CallOptions, UntypedClient, Provider};
/// use serde_json::json;
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let options = serde_json::from_value(json!({"timeout": 5}))?;
/// let connection = UntypedClient::open(Provider::AGENTWALLEX, &options)?;
/// let arguments = serde_json::from_value(json!({"transaction_id": "tx_1"}))?;
/// let payment = connection.call::<serde_json::Value>("payments.get", &arguments, CallOptions::new()).await?;
/// println!("{}", payment.value()["status"]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct UntypedClient {
    engine: Driver,
    listener: Option<Arc<dyn Listener>>,
}

impl std::fmt::Debug for UntypedClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UntypedClient").field("client", self.client()).finish_non_exhaustive()
    }
}

impl UntypedClient {
    /// Checks the options, with their names in snake_case. The first call opens the connection.
    ///
    /// # Errors
    /// `invalid_argument`, which names the option.
    pub fn open(provider: Provider, options: &Map<String, Value>) -> Result<Self, Error> {
        Self::of(ffi::client_from(provider, options, CaseStyle::Snake, &environment)?)
    }

    fn of(client: Client) -> Result<Self, Error> {
        let engine = Driver::new(client, USER_AGENT)?;
        Ok(Self { engine, listener: None })
    }

    /// The same connections with a journal in this store, instead of the one that the options name.
    #[must_use]
    pub fn with_journal(self, store: Arc<dyn JournalStore>) -> Self {
        Self { engine: self.engine.with_journal(store), ..self }
    }

    fn with_store(self, store: Option<Arc<dyn JournalStore>>) -> Self {
        match store {
            Some(store) => self.with_journal(store),
            None => self,
        }
    }

    /// The journal of this client.
    ///
    /// # Errors
    /// `invalid_argument` if the client has none.
    pub fn journal(&self) -> Result<Journal, Error> {
        Journal::of(&self.engine, self.listener.clone())
    }

    /// The same connections with a listener.
    #[must_use]
    pub fn with_listener(mut self, listener: Arc<dyn Listener>) -> Self {
        self.listener = Some(listener);
        self
    }

    /// For the class of clients of this name, as Python and TypeScript export it.
    ///
    /// # Errors
    /// `invalid_argument`, which names the option.
    #[doc(hidden)]
    pub fn of_class(
        provider: Provider,
        class: &str,
        mut options: ClientOptions,
        listener: Option<Arc<dyn Listener>>,
    ) -> Result<Self, Error> {
        let store = options.journal_store.take();
        options.config().class = provider.spec().client_class(class);
        let client = Client::new(provider, options.into_config(), &environment)?;
        let connection = Self::of(client)?.with_store(store);
        Ok(Self { listener, ..connection })
    }

    /// The options of one call from JSON, with their names in snake_case.
    ///
    /// # Errors
    /// `invalid_argument`, which names the option.
    pub fn call_options(&self, name: &str, options: &Map<String, Value>) -> Result<CallOptions, Error> {
        let operation = self.client().provider().operation(name);
        ffi::call_options(self.client(), operation, options, CaseStyle::Snake).map(CallOptions::from)
    }

    pub(crate) fn client(&self) -> &Client {
        self.engine.client()
    }

    pub(crate) fn operation(&self, name: &str) -> Result<&'static Operation, Error> {
        ffi::operation_of(self.client(), name)
    }

    pub(crate) async fn success(
        &self,
        operation: &'static Operation,
        arguments: &Map<String, Value>,
        options: CallOptions,
    ) -> Result<Success, Error> {
        let in_flight = self.engine.prepare(operation, arguments, options.into())?;
        Leaving::new(in_flight, self.listener.clone()).run().await
    }

    /// Calls an operation by its name. If the provider's REST API has another name for an argument than its SDK, such as
    /// `to_address` for `to`, both are accepted.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error).
    pub async fn call<T: DeserializeOwned>(
        &self,
        name: &str,
        arguments: &Map<String, Value>,
        options: CallOptions,
    ) -> Result<Response<T>, Error> {
        let operation = self.operation(name)?;
        let success = self.success(operation, arguments, options).await?;
        Response::new(self.client(), operation, success, self.clone())
    }

    /// The items of all pages of an operation, called by its name.
    ///
    /// # Errors
    /// `invalid_argument` if the operation does not exist or has no pages.
    pub fn items<T: DeserializeOwned>(
        &self,
        name: &str,
        arguments: &Map<String, Value>,
        options: CallOptions,
    ) -> Result<Items<T>, Error> {
        let operation = self.paged(name)?;
        Ok(Items::new(self.clone(), operation.name, arguments.clone(), options))
    }

    pub(crate) fn paged(&self, name: &str) -> Result<&'static Operation, Error> {
        let operation = self.operation(name)?;
        let problem = "has no pages";
        match operation.paging {
            Some(_) => Ok(operation),
            None => Err(ffi::invalid_argument(self.client(), Some(name), "operation", problem)),
        }
    }

    /// Searches for the result of an earlier call with an unknown outcome, also of another process, by its reference.
    /// It only reads. It returns what that call would have returned.
    ///
    /// # Errors
    /// The same error again, still with an unknown outcome, if the provider does not list it; `invalid_argument` if the
    /// error has no reference or its operation cannot be searched for; the error of a failed search.
    pub async fn reconcile<T: DeserializeOwned>(
        &self,
        unsettled: &ErrorPayload,
        options: CallOptions,
    ) -> Result<Response<T>, Error> {
        let success = self.found(unsettled, options).await?;
        let operation = self.operation(unsettled.operation.as_deref().unwrap_or_default())?;
        Response::new(self.client(), operation, success, self.clone())
    }

    pub(crate) async fn found(
        &self,
        unsettled: &ErrorPayload,
        options: CallOptions,
    ) -> Result<Success, Error> {
        let in_flight = self.engine.prepare_reconciling(unsettled, options.into())?;
        Leaving::new(in_flight, self.listener.clone()).run().await
    }

    /// Polls an object until its state is final.
    pub(crate) async fn wait_until_final(
        &self,
        operation: &'static Operation,
        raw_value: Value,
        max_wait: Duration,
    ) -> Result<Value, Error> {
        let started = Instant::now();
        let mut waiter = Waiter::new(self.client(), operation, raw_value, max_wait);
        let mut looked = None;
        loop {
            match waiter.next(started.elapsed(), looked.take()) {
                WaiterStep::Done(result) => return result,
                WaiterStep::Poll { after, operation, arguments } => {
                    tokio::time::sleep(after).await;
                    let look = self.success(operation, &arguments, CallOptions::new()).await;
                    looked = Some(look.map_err(|error| waiter.poll_failed(Some(error.payload())))?.value);
                }
            }
        }
    }
}

impl<T: DeserializeOwned> Response<T> {
    /// Polls the object until its state is final, for at most [`DEFAULT_MAX_WAIT`](crate::DEFAULT_MAX_WAIT): after one
    /// second, then after two, and so on up to every ten seconds.
    ///
    /// # Errors
    /// `failed` if the final state is a failure. With the outcome `pending`: `timeout` if there is no final state in
    /// time, or the error of a failed read.
    pub async fn wait_until_final(self) -> Result<Self, Error> {
        self.wait_until_final_for(DEFAULT_MAX_WAIT).await
    }

    /// Like [`wait_until_final`](Self::wait_until_final), for at most this long.
    ///
    /// # Errors
    /// The same.
    pub async fn wait_until_final_for(self, max_wait: Duration) -> Result<Self, Error> {
        if self.succeeded() {
            return Ok(self);
        }
        let connection = self.connection.clone();
        let raw_value = connection.wait_until_final(self.operation, self.raw_value.clone(), max_wait).await?;
        self.finally(connection.client(), raw_value)
    }
}

fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// A closure as a listener.
pub struct Hearing<F>(pub F);

impl<F, Fut> Listener for Hearing<F>
where
    F: Fn(Event) -> Fut + Send + Sync,
    Fut: Future<Output: ListenerResult> + Send + 'static,
{
    fn on_event(&self, event: Event) -> Pin<Box<dyn Future<Output = Result<(), ListenerError>> + Send + '_>> {
        let listening = (self.0)(event);
        Box::pin(async move { listening.await.into_result() })
    }
}

/// A blocking closure as a listener. It has its own thread, so that a deadline can pass while it runs.
pub struct HearingBlocked<F>(pub Arc<F>);

impl<F, A> Listener for HearingBlocked<F>
where
    F: Fn(Event) -> A + Send + Sync + 'static,
    A: ListenerResult,
{
    fn on_event(&self, event: Event) -> Pin<Box<dyn Future<Output = Result<(), ListenerError>> + Send + '_>> {
        let listener = Arc::clone(&self.0);
        let listening = tokio::task::spawn_blocking(move || listener(event).into_result());
        Box::pin(async move { listening.await.unwrap_or_else(|panicked| Err(panicked.into())) })
    }
}
