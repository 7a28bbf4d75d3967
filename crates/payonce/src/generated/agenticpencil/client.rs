//! The client of AgenticPencil.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.

use std::sync::Arc;

use payonce_core::Provider;
use serde_json::{Map, Value};

use crate::Error;
use crate::Notice;
use crate::Reply;
use crate::connection::Connection;
use crate::engine::Listener;
use crate::options::CallOptions;
use crate::options::{ClientOptions, shared_options};

/// A client of AgenticPencil. Clones share its connections, its retry budget and what it looked up.
#[derive(Clone, Debug)]
pub struct Client {
    connection: Connection,
}

impl Client {
    /// Begins a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// A client with the settings of the environment: `AGENTICPENCIL_API_KEY`.
    ///
    /// # Errors
    /// `invalid_argument`, naming the option that is missing or wrong.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// Calls an operation by its name, with its arguments as JSON.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error).
    pub async fn call(
        &self,
        operation: &str,
        arguments: Map<String, Value>,
        options: CallOptions,
    ) -> Result<Reply<Value>, Error> {
        self.connection.call(operation, arguments, options).await
    }
}

/// The settings of a client of AgenticPencil.
#[derive(Clone, Default)]
#[must_use]
pub struct ClientBuilder {
    options: ClientOptions,
    listener: Option<Arc<dyn Listener>>,
}

impl std::fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The settings hold keys.
        f.debug_struct("ClientBuilder").finish_non_exhaustive()
    }
}

impl ClientBuilder {
    /// The API key, which starts with `ap_`, sent as `Authorization: Bearer`; by default what the environment says under `AGENTICPENCIL_API_KEY`.
    pub fn api_key(mut self, api_key: impl Into<String>) -> Self {
        self.options.set("api_key", api_key.into());
        self
    }

    shared_options!();

    /// Hears what happens in each call. A call goes on when the future is ready, so that a reference can be
    /// written down before money moves.
    pub fn on_event<F, Fut>(mut self, listener: F) -> Self
    where
        F: Fn(Notice) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        self.listener = Some(Arc::new(crate::connection::Hearing(listener)));
        self
    }

    /// Checks the settings. No connection is opened yet.
    ///
    /// # Errors
    /// `invalid_argument`, naming the option that is missing or wrong.
    pub fn build(self) -> Result<Client, Error> {
        let connection = Connection::new(Provider::AgenticPencil, self.options, self.listener)?;
        Ok(Client { connection })
    }
}

/// The groups of operations of AgenticPencil.
pub mod resources {}
