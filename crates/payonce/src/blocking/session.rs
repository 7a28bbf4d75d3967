//! What every blocking client is made of.

use std::future::Future;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use payonce_core::{Client, Error, Provider, bridge};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tokio::runtime::{Builder, Handle, Runtime};

use super::Reply;
use crate::engine::Listener;
use crate::options::{CallOptions, ClientOptions};
use crate::reply::FOLLOWED;
use crate::session;

/// A client's connections, settings and listener, for blocking calls. Clones share them.
#[derive(Clone, Debug)]
pub struct Session {
    inner: session::Session,
}

impl Session {
    pub(crate) fn new(
        provider: Provider,
        options: ClientOptions,
        listener: Option<Arc<dyn Listener>>,
    ) -> Result<Self, Error> {
        Ok(Self { inner: session::Session::new(provider, options, listener)? })
    }

    pub(crate) fn inner(&self) -> &session::Session {
        &self.inner
    }

    fn client(&self) -> &Client {
        self.inner.client()
    }

    pub(crate) fn call<T: DeserializeOwned>(
        &self,
        name: &'static str,
        arguments: &Map<String, Value>,
        options: CallOptions,
    ) -> Result<Reply<T>, Error> {
        let operation = self.inner.operation(name)?;
        let options = options.into_values();
        let success = self.block_on(name, self.inner.success(operation, arguments, &options))?;
        Reply::new(self.client(), operation, success, self.clone())
    }

    /// Drives the future on this thread; its connections and timers live on the thread of the runtime.
    pub(crate) fn block_on<T>(
        &self,
        operation: &str,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let refuse = |problem: &str| bridge::invalid_argument(self.client(), Some(operation), "runtime", problem);
        if Handle::try_current().is_ok() {
            return Err(refuse(
                "a blocking call inside of an async runtime would stop it; use the async client there, or call from \
                 tokio::task::spawn_blocking on a thread of its own",
            ));
        }
        match runtime() {
            Ok(runtime) => runtime.block_on(work),
            Err(problem) => Err(refuse(problem)),
        }
    }
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

impl<T: DeserializeOwned> Reply<T> {
    /// Reads the object again until its state is final, for at most ten minutes: after one second, then after two, and
    /// so on up to every ten seconds.
    ///
    /// # Errors
    /// `failed` when the final state says so; `timeout` with the outcome `pending` when there is no final state in
    /// time; and whatever the reading fails with.
    pub fn wait_until_final(self) -> Result<Self, Error> {
        self.wait_until_final_for(FOLLOWED)
    }

    /// Like [`wait_until_final`](Self::wait_until_final), for at most this long.
    ///
    /// # Errors
    /// The same.
    pub fn wait_until_final_for(self, at_most: Duration) -> Result<Self, Error> {
        if self.settled() {
            return Ok(self);
        }
        let session = self.connection.clone();
        let following = session.inner.follow(self.operation, self.answer.clone(), at_most);
        let answer = session.block_on(self.operation.name, following)?;
        self.finally(session.client(), answer)
    }
}
