//! The journal of a blocking client.

use std::future::Future;
use std::time::Duration;

use payonce_core::{Error, Outcome};
use serde_json::{Map, Value};

use super::UntypedClient;
use crate::journal::{self, JournalEntry, SettledBy, Sweep};
use crate::options::CallOptions;

/// The [journal](crate::journal::Journal) of a blocking client. Each method blocks until it is done, and returns
/// `invalid_argument` inside async code.
#[derive(Clone, Debug)]
pub struct Journal {
    inner: journal::Journal,
    client: UntypedClient,
}

impl Journal {
    pub(crate) fn new(client: &UntypedClient) -> Result<Self, Error> {
        Ok(Self { inner: client.inner().journal()?, client: client.clone() })
    }

    fn block_on<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        self.client.block_on("journal", work)
    }

    /// See [`run`](crate::journal::Journal::run).
    ///
    /// # Errors
    /// The same.
    pub fn run(&self) -> Result<Sweep, Error> {
        self.block_on(self.inner.run())
    }

    /// See [`open`](crate::journal::Journal::open).
    ///
    /// # Errors
    /// The same.
    pub fn open(&self) -> Result<Vec<JournalEntry>, Error> {
        self.block_on(self.inner.open())
    }

    /// See [`entries`](crate::journal::Journal::entries).
    ///
    /// # Errors
    /// The same.
    pub fn entries(&self, unsettled_only: bool) -> Result<Vec<JournalEntry>, Error> {
        self.block_on(self.inner.entries(unsettled_only))
    }

    /// See [`get`](crate::journal::Journal::get).
    ///
    /// # Errors
    /// The same.
    pub fn get(&self, key: &str) -> Result<Vec<JournalEntry>, Error> {
        self.block_on(self.inner.get(key))
    }

    /// See [`reconcile`](crate::journal::Journal::reconcile).
    ///
    /// # Errors
    /// The same.
    pub fn reconcile(&self, key: &str) -> Result<Vec<JournalEntry>, Error> {
        self.block_on(self.inner.reconcile(key))
    }

    /// See [`settle`](crate::journal::Journal::settle).
    ///
    /// # Errors
    /// The same.
    pub fn settle(&self, key: &str, outcome: Outcome, verdict: SettledBy) -> Result<JournalEntry, Error> {
        self.block_on(self.inner.settle(key, outcome, verdict))
    }

    /// See [`prune`](crate::journal::Journal::prune).
    ///
    /// # Errors
    /// The same.
    pub fn prune(&self, settled_before: Option<Duration>) -> Result<u64, Error> {
        self.block_on(self.inner.prune(settled_before))
    }

    /// See [`plan`](crate::journal::Journal::plan).
    ///
    /// # Errors
    /// The same.
    pub fn plan(
        &self,
        operation: &str,
        arguments: &Map<String, Value>,
        options: CallOptions,
    ) -> Result<(), Error> {
        self.block_on(self.inner.plan(operation, arguments, options))
    }
}
