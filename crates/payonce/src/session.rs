//! What every typed client is made of.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use payonce_core::{
    Client, Error, Follow, Following, KeyStyle, Notice, Operation, Provider, Success, bridge,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::engine::{Engine, Listener};
use crate::options::{CallOptions, ClientOptions};
use crate::reply::{FOLLOWED, Reply};

const USER_AGENT: &str = concat!("payonce-rust/", env!("CARGO_PKG_VERSION"));

/// A client's connections, settings and listener. Clones share them.
#[derive(Clone)]
pub struct Session {
    engine: Engine,
    listener: Option<Arc<dyn Listener>>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("client", self.client()).finish_non_exhaustive()
    }
}

impl Session {
    pub(crate) fn new(
        provider: Provider,
        options: ClientOptions,
        listener: Option<Arc<dyn Listener>>,
    ) -> Result<Self, Error> {
        let environment = |name: &str| std::env::var(name).ok();
        let client = Client::new(provider, &options.into_values(), KeyStyle::Snake, &environment)?;
        let engine = Engine::new(client.clone(), USER_AGENT)
            .map_err(|problem| bridge::invalid_argument(&client, None, "transport", &problem))?;
        Ok(Self { engine, listener })
    }

    pub(crate) fn client(&self) -> &Client {
        self.engine.client()
    }

    pub(crate) fn operation(&self, name: &str) -> Result<&'static Operation, Error> {
        bridge::operation(self.client().provider(), name)
    }

    pub(crate) async fn success(
        &self,
        operation: &'static Operation,
        arguments: &Map<String, Value>,
        options: &Map<String, Value>,
    ) -> Result<Success, Error> {
        self.engine.call(operation, arguments, options, self.listener.as_deref()).await
    }

    pub(crate) async fn call<T: DeserializeOwned>(
        &self,
        name: &'static str,
        arguments: Map<String, Value>,
        options: CallOptions,
    ) -> Result<Reply<T>, Error> {
        let operation = self.operation(name)?;
        let success = self.success(operation, &arguments, &options.into_values()).await?;
        Reply::new(self.client(), operation, success, self.clone())
    }

    /// Reads an object again until its state is final.
    pub(crate) async fn follow(
        &self,
        operation: &'static Operation,
        answer: Value,
        at_most: Duration,
    ) -> Result<Value, Error> {
        let started = Instant::now();
        let mut following = Following::new(self.client(), operation, answer, at_most);
        let mut looked = None;
        loop {
            match following.next(started.elapsed(), looked.take()) {
                Follow::Done(result) => return result,
                Follow::Look { after, operation, arguments } => {
                    tokio::time::sleep(after).await;
                    looked = Some(self.success(operation, &arguments, &Map::new()).await?.value);
                }
            }
        }
    }
}

impl<T: DeserializeOwned> Reply<T> {
    /// Reads the object again until its state is final, for at most ten minutes: after one second, then after two, and
    /// so on up to every ten seconds.
    ///
    /// # Errors
    /// `failed` when the final state says so; `timeout` with the outcome `pending` when there is no final state in
    /// time; and whatever the reading fails with.
    pub async fn wait_until_final(self) -> Result<Self, Error> {
        self.wait_until_final_for(FOLLOWED).await
    }

    /// Like [`wait_until_final`](Self::wait_until_final), for at most this long.
    ///
    /// # Errors
    /// The same.
    pub async fn wait_until_final_for(self, at_most: Duration) -> Result<Self, Error> {
        if self.settled() {
            return Ok(self);
        }
        let session = self.connection.clone();
        let answer = session.follow(self.operation, self.answer.clone(), at_most).await?;
        self.finally(session.client(), answer)
    }
}

/// A closure as a listener.
pub(crate) struct Hearing<F>(pub(crate) F);

impl<F, Fut> Listener for Hearing<F>
where
    F: Fn(Notice) -> Fut + Send + Sync,
    Fut: Future<Output = ()> + Send + 'static,
{
    fn on_event(&self, notice: Notice) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin((self.0)(notice))
    }
}
