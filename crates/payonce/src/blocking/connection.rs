//! The base of every blocking client.

use std::future::Future;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use payonce_core::{Client, DEFAULT_MAX_WAIT, Error, ErrorPayload, Provider, ffi};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tokio::runtime::{Builder, Handle, Runtime};

use super::{Items, Response};
use crate::connection;
use crate::engine::Listener;
use crate::options::{CallOptions, ClientOptions};

/// The base of every typed blocking client, and a client without types. Clones share connections, settings and listener.
#[derive(Clone, Debug)]
pub struct UntypedClient {
    inner: connection::UntypedClient,
}

impl UntypedClient {
    /// For the class of clients of this name, as Python and TypeScript export it.
    ///
    /// # Errors
    /// `invalid_argument`, which names the option.
    #[doc(hidden)]
    pub fn of_class(
        provider: Provider,
        class: &str,
        options: ClientOptions,
        listener: Option<Arc<dyn Listener>>,
    ) -> Result<Self, Error> {
        Ok(Self { inner: connection::UntypedClient::of_class(provider, class, options, listener)? })
    }

    /// Checks the options, with their names in snake_case. The first call opens the connection.
    ///
    /// # Errors
    /// `invalid_argument`, which names the option.
    pub fn open(provider: Provider, options: &Map<String, Value>) -> Result<Self, Error> {
        Ok(Self { inner: connection::UntypedClient::open(provider, options)? })
    }

    /// The options of one call from JSON, with their names in snake_case.
    ///
    /// # Errors
    /// `invalid_argument`, which names the option.
    pub fn call_options(&self, name: &str, options: &Map<String, Value>) -> Result<CallOptions, Error> {
        self.inner.call_options(name, options)
    }

    /// The same connections with a listener.
    #[must_use]
    pub fn with_listener(self, listener: Arc<dyn Listener>) -> Self {
        Self { inner: self.inner.with_listener(listener) }
    }

    /// The journal of this client.
    ///
    /// # Errors
    /// `invalid_argument` if the client has none.
    pub fn journal(&self) -> Result<super::Journal, Error> {
        super::Journal::new(self)
    }

    pub(crate) fn inner(&self) -> &connection::UntypedClient {
        &self.inner
    }

    fn client(&self) -> &Client {
        self.inner.client()
    }

    /// Calls an operation by its name.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error); `invalid_argument` inside async code.
    pub fn call<T: DeserializeOwned>(
        &self,
        name: &str,
        arguments: &Map<String, Value>,
        options: CallOptions,
    ) -> Result<Response<T>, Error> {
        let operation = self.inner.operation(name)?;
        let success = self.block_on(name, self.inner.success(operation, arguments, options))?;
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
        let operation = self.inner.paged(name)?;
        Ok(Items::new(self.clone(), operation.name, arguments.clone(), options))
    }

    /// Searches for the result of an earlier call with an unknown outcome, also of another process, by its reference.
    /// It only reads. It returns what that call would have returned.
    ///
    /// # Errors
    /// The same error again, still with an unknown outcome, if the provider does not list it; `invalid_argument` if the
    /// error has no reference or its operation cannot be searched for; the error of a failed search.
    pub fn reconcile<T: DeserializeOwned>(
        &self,
        unsettled: &ErrorPayload,
        options: CallOptions,
    ) -> Result<Response<T>, Error> {
        let name = unsettled.operation.as_deref().unwrap_or_default();
        let success = self.block_on(name, self.inner.found(unsettled, options))?;
        Response::new(self.client(), self.inner.operation(name)?, success, self.clone())
    }

    /// Drives the future on this thread; its connections and timers run on the thread of the runtime.
    pub(crate) fn block_on<T>(
        &self,
        operation: &str,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let refuse =
            |problem: &str| ffi::invalid_argument(self.client(), Some(operation), "runtime", problem);
        if drives_async_work() {
            return Err(refuse(
                "a blocking call inside of async code would stop everything else on its thread; use the async client \
                 there, or make the call in tokio::task::spawn_blocking",
            ));
        }
        match runtime() {
            Ok(runtime) => runtime.block_on(work),
            Err(problem) => Err(refuse(problem)),
        }
    }
}

/// Whether this thread polls async code at the moment. A runtime's threads for blocking work do not; tokio distinguishes
/// the two only by a panic.
fn drives_async_work() -> bool {
    Handle::try_current()
        .is_ok_and(|handle| std::panic::catch_unwind(|| handle.block_on(std::future::ready(()))).is_err())
}

fn runtime() -> Result<&'static Runtime, &'static str> {
    static RUNTIME: OnceLock<Result<Runtime, String>> = OnceLock::new();
    RUNTIME
        .get_or_init(|| {
            Builder::new_multi_thread()
                .worker_threads(1)
                .thread_name("payonce")
                .enable_all()
                .build()
                .map_err(|error| format!("the thread for connections could not be started: {error}"))
        })
        .as_ref()
        .map_err(String::as_str)
}

impl<T: DeserializeOwned> Response<T> {
    /// Polls the object until its state is final, for at most [`DEFAULT_MAX_WAIT`](crate::DEFAULT_MAX_WAIT): after one
    /// second, then after two, and so on up to every ten seconds.
    ///
    /// # Errors
    /// `failed` if the final state is a failure. With the outcome `pending`: `timeout` if there is no final state in
    /// time, or the error of a failed read.
    pub fn wait_until_final(self) -> Result<Self, Error> {
        self.wait_until_final_for(DEFAULT_MAX_WAIT)
    }

    /// Like [`wait_until_final`](Self::wait_until_final), for at most this long.
    ///
    /// # Errors
    /// The same.
    pub fn wait_until_final_for(self, max_wait: Duration) -> Result<Self, Error> {
        if self.succeeded() {
            return Ok(self);
        }
        let connection = self.connection.clone();
        let waiter = connection.inner.wait_until_final(self.operation, self.raw_value.clone(), max_wait);
        let raw_value = connection.block_on(self.operation.name, waiter)?;
        self.finally(connection.client(), raw_value)
    }
}
