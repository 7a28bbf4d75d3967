//! What a program does with its journal besides paying.

use std::sync::Arc;
use std::time::Duration;

use payonce_core::journal::{
    CHANGED, Due, RETENTION_MS, SettlementRefusal, candidates, due, only_row, planned, prune, settle,
};
use payonce_core::{Error, ErrorPayload, JournalOp, JournalRow, Outcome, Reference, StoreFailure, ffi};
use serde_json::{Map, Value};

pub use payonce_core::journal::JournalEntry;

use super::{JournalAnswer, JournalStore, SettledBy, carry_out};
use crate::engine::{Driver, Leaving, Listener};
use crate::options::CallOptions;

/// How many rows are read at once.
const PAGE: u64 = 100;

/// The journal of a client.
#[derive(Clone)]
pub struct Journal {
    pub(super) driver: Driver,
    store: Arc<dyn JournalStore>,
    listener: Option<Arc<dyn Listener>>,
}

impl std::fmt::Debug for Journal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Journal").field("driver", &self.driver).finish_non_exhaustive()
    }
}

/// What [`Journal::run`] did.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Sweep {
    /// The entries that it settled, by sending a plan or by asking the provider.
    pub settled: Vec<JournalEntry>,
    /// The entries that are still open. Call again later, or have a person settle them.
    pub open: Vec<JournalEntry>,
}

/// A plan on its way into the store.
struct Plan {
    operation: &'static str,
    row: Option<JournalRow>,
    next: Option<JournalOp>,
}

impl Journal {
    /// The journal of a driver.
    ///
    /// # Errors
    /// `invalid_argument` if it has none.
    pub fn of(driver: &Driver, listener: Option<Arc<dyn Listener>>) -> Result<Self, Error> {
        let problem = "is missing; give the client a journal, such as the path of a file";
        let store = driver
            .store()
            .ok_or_else(|| ffi::invalid_journal_argument(driver.client(), None, "journal", problem))?;
        Ok(Self { driver: driver.clone(), store: Arc::clone(store), listener })
    }

    /// Settles what other calls of this account left behind: sends plans that are committed, asks the provider about
    /// entries whose process died, frees keys that were never used. Entries on which a process is at work stay as they are.
    ///
    /// Any number of workers may run this at the same time, as often as they like.
    ///
    /// # Errors
    /// The store cannot be read. A payment that fails does not end the run: its entry says so.
    pub async fn run(&self) -> Result<Sweep, Error> {
        let mut sweep = Sweep::default();
        let mut after = None;
        let (provider, account) = (self.driver.client().provider(), self.driver.client().account());
        loop {
            let op = JournalOp::List { unsettled_only: true, after, limit: PAGE };
            let page = self.carry_out(op).await?;
            for row in page.rows.iter().filter(|row| row.provider == provider && row.account == account) {
                self.settle_row(row, page.now_ms).await?;
                let response = self.carry_out(JournalOp::Get { id: row.id.clone() }).await?;
                let Some(entry) = response.row.map(|now| self.entry(&now, response.now_ms)).transpose()?
                else {
                    continue;
                };
                if entry.state == payonce_core::JournalState::Settled {
                    sweep.settled.push(entry);
                } else if entry.is_open() {
                    sweep.open.push(entry);
                }
            }
            match page.rows.last() {
                Some(last) => after = Some(last.id.clone()),
                None => return Ok(sweep),
            }
        }
    }

    async fn settle_row(&self, row: &JournalRow, now_ms: u64) -> Result<(), Error> {
        let client = self.driver.client();
        match due(client.provider().operation(&row.operation), row, now_ms) {
            Due::Nothing => {}
            Due::Write(op) => {
                self.carry_out(op).await?;
            }
            Due::Call { operation, arguments, key } => {
                let mut options = payonce_core::CallOptions::default();
                options.idempotency_key = key;
                let operation = ffi::operation(client.provider(), operation)?;
                // The entry says how it ended.
                if let Ok(in_flight) = self.driver.prepare(operation, &arguments, options) {
                    let _ = Leaving::new(in_flight, self.listener.clone()).run().await;
                }
            }
            Due::Reconcile { operation, reference } => {
                let reference: Reference = *reference;
                let unknown = ErrorPayload::from_reference(client.provider(), operation, reference);
                if let Ok(in_flight) =
                    self.driver.prepare_reconciling(&unknown, payonce_core::CallOptions::default())
                {
                    let _ = Leaving::new(in_flight, self.listener.clone()).run().await;
                }
            }
        }
        Ok(())
    }

    /// The name of the account, as the entries of this client have it.
    #[must_use]
    pub fn account(&self) -> String {
        self.driver.client().account()
    }

    /// Settles the entries with this key or `id`, as [`run`](Self::run) does, and returns them as they are afterwards.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn reconcile(&self, key: &str) -> Result<Vec<JournalEntry>, Error> {
        for (row, now_ms) in self.rows_of(key).await? {
            self.settle_row(&row, now_ms).await?;
        }
        self.get(key).await
    }

    /// Records the intention to make a call; [`run`](Self::run) sends it. A plan that is there already is the same plan.
    ///
    /// # Errors
    /// `invalid_argument`, which names the argument: `idempotency_key` when the call has none, or one that was used for other
    /// arguments. The store cannot be written: nothing is planned for certain, and planning again is safe.
    pub async fn plan(
        &self,
        operation: &str,
        arguments: &Map<String, Value>,
        options: CallOptions,
    ) -> Result<(), Error> {
        let mut plan = self.plan_of(operation, arguments, options)?;
        while let Some(op) = plan.next.take() {
            let answer = self.carry_out(op).await?;
            self.follow_up(&mut plan, &answer)?;
        }
        Ok(())
    }

    /// Records the intention to make a call in the caller's own transaction, together with what the payment is for. A rollback
    /// leaves nothing; after a commit, [`run`](Self::run) sends it once. The journal must be in the same database.
    ///
    /// # Errors
    /// As for [`plan`](Self::plan).
    #[cfg(feature = "journal-postgres")]
    pub async fn plan_within(
        &self,
        transaction: &tokio_postgres::Transaction<'_>,
        operation: &str,
        arguments: &Map<String, Value>,
        options: CallOptions,
    ) -> Result<(), Error> {
        let mut plan = self.plan_of(operation, arguments, options)?;
        while let Some(op) = plan.next.take() {
            let answer = super::postgres::carry_out_within(transaction, &op).await;
            let answer = answer.map_err(|failure| self.failed(&failure))?;
            self.follow_up(&mut plan, &answer)?;
        }
        Ok(())
    }

    fn plan_of(
        &self,
        operation: &str,
        arguments: &Map<String, Value>,
        options: CallOptions,
    ) -> Result<Plan, Error> {
        let operation = ffi::operation(self.driver.client().provider(), operation)?;
        let op = self.driver.plan(operation, arguments, options.into())?;
        let row = match &op {
            JournalOp::Claim(row) => Some((**row).clone()),
            _ => None,
        };
        Ok(Plan { operation: operation.name, row, next: Some(op) })
    }

    fn follow_up(&self, plan: &mut Plan, answer: &JournalAnswer) -> Result<(), Error> {
        if let Some(row) = &plan.row {
            plan.next = planned(row, answer).map_err(|problem| {
                ffi::invalid_journal_argument(
                    self.driver.client(),
                    Some(plan.operation),
                    "idempotency_key",
                    &problem,
                )
            })?;
        }
        Ok(())
    }

    /// The entries of this provider that may have taken effect and that no process works on. [`run`](Self::run) settles those
    /// that the provider can be asked about; [`settle`](Self::settle) records what a person found out about the others.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn open(&self) -> Result<Vec<JournalEntry>, Error> {
        Ok(self.entries(true).await?.into_iter().filter(JournalEntry::is_open).collect())
    }

    /// The entries of this provider, without the settled ones if `unsettled_only`.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn entries(&self, unsettled_only: bool) -> Result<Vec<JournalEntry>, Error> {
        let mut entries = Vec::new();
        let mut after = None;
        loop {
            let page = self.carry_out(JournalOp::List { unsettled_only, after, limit: PAGE }).await?;
            for row in page.rows.iter().filter(|row| row.provider == self.driver.client().provider()) {
                entries.push(self.entry(row, page.now_ms)?);
            }
            match page.rows.last() {
                Some(last) => after = Some(last.id.clone()),
                None => {
                    entries.sort_by(|a, b| (a.created_ms, &a.id).cmp(&(b.created_ms, &b.id)));
                    return Ok(entries);
                }
            }
        }
    }

    /// The entries with this key, one for each operation that it was used for, or the entry with this `id`.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn get(&self, key: &str) -> Result<Vec<JournalEntry>, Error> {
        let mut entries = Vec::new();
        for (row, now_ms) in self.rows_of(key).await? {
            entries.push(self.entry(&row, now_ms)?);
        }
        Ok(entries)
    }

    async fn rows_of(&self, key: &str) -> Result<Vec<(JournalRow, u64)>, Error> {
        let mut rows = Vec::new();
        for id in candidates(self.driver.client().provider(), key) {
            let response = self.carry_out(JournalOp::Get { id }).await?;
            rows.extend(response.row.map(|row| (row, response.now_ms)));
        }
        Ok(rows)
    }

    /// Records the verdict of a person about the entry with this key or `id`: `applied` or `not_applied`. It is recorded as
    /// such, with its author.
    ///
    /// The key stays used after `not_applied`. With `frees_key`, the same key makes a new payment: if the person is wrong, it
    /// is the second one.
    ///
    /// # Errors
    /// `invalid_argument`: there is no such entry, it is settled already, a process is at work on it, or several operations
    /// used the key.
    pub async fn settle(
        &self,
        key: &str,
        outcome: Outcome,
        verdict: SettledBy,
    ) -> Result<JournalEntry, Error> {
        let refuse = |field: &str, problem: &str| {
            ffi::invalid_journal_argument(self.driver.client(), None, field, problem)
        };
        let refused = |refusal: SettlementRefusal| refuse(refusal.field, &refusal.problem);
        let (row, now_ms) = only_row(self.rows_of(key).await?).map_err(refused)?;
        let op = settle(&row, outcome, verdict, now_ms).map_err(refused)?;
        let response = self.carry_out(op).await?;
        match response.row {
            Some(row) if response.written => self.entry(&row, response.now_ms),
            _ => Err(refuse("key", CHANGED)),
        }
    }

    /// Removes the results and errors of entries that were settled longer ago than this, by default 30 days, and returns how
    /// many. The entries themselves stay and keep their keys used.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub async fn prune(&self, settled_before: Option<Duration>) -> Result<u64, Error> {
        let retention_ms = settled_before
            .map_or(RETENTION_MS, |before| u64::try_from(before.as_millis()).unwrap_or(u64::MAX));
        let (mut pruned, mut after) = (0, None);
        loop {
            let page = self.carry_out(JournalOp::List { unsettled_only: false, after, limit: PAGE }).await?;
            for op in page.rows.iter().filter_map(|row| prune(row, page.now_ms, retention_ms)) {
                pruned += u64::from(self.carry_out(op).await?.written);
            }
            match page.rows.last() {
                Some(last) => after = Some(last.id.clone()),
                None => return Ok(pruned),
            }
        }
    }

    pub(super) async fn carry_out(&self, op: JournalOp) -> Result<JournalAnswer, Error> {
        carry_out(&*self.store, op).await.map_err(|failure| self.failed(&failure))
    }

    fn failed(&self, failure: &StoreFailure) -> Error {
        ffi::journal_unavailable(self.driver.client(), &failure.0)
    }

    fn entry(&self, row: &JournalRow, now_ms: u64) -> Result<JournalEntry, Error> {
        JournalEntry::of(row, now_ms).map_err(|problem| self.failed(&StoreFailure(problem)))
    }
}
