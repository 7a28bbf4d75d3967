//! The journal for bindings: its methods by name, from JSON to JSON.

use std::time::Duration;

use payonce_core::ffi::{self, CaseStyle};
use payonce_core::journal::planned;
use payonce_core::{Error, JournalAnswer, JournalOp, JournalRow, Outcome};
use serde_json::{Map, Value, json};

use super::{Journal, JournalEntry, SettledBy};

impl Journal {
    /// Calls the method `action` with the members of its arguments:
    ///
    /// - `run`, `open`, without any;
    /// - `entries` with `unsettled_only`;
    /// - `get` and `reconcile` with `key`;
    /// - `settle` with `key`, `outcome`, `by`, `note` and `frees_key`;
    /// - `prune` with `settled_before` in seconds, or null;
    /// - `plan` with `operation`, and `arguments` and `options` as JSON text.
    ///
    /// # Errors
    /// Those of the method; `invalid_argument` for an argument that the method does not accept.
    #[doc(hidden)]
    pub async fn act(
        &self,
        action: &str,
        arguments: &Map<String, Value>,
        style: CaseStyle,
    ) -> Result<Value, Error> {
        let given = Given { journal: self, members: arguments };
        Ok(match action {
            "run" => {
                let sweep = self.run().await?;
                json!({"settled": values(&sweep.settled), "open": values(&sweep.open)})
            }
            "open" => values(&self.open().await?),
            "entries" => values(&self.entries(given.flag("unsettled_only")?).await?),
            "get" => values(&self.get(given.text("key")?).await?),
            "reconcile" => values(&self.reconcile(given.text("key")?).await?),
            "settle" => {
                let outcome: Outcome = given.text("outcome")?.parse().map_err(|_| {
                    given.refuse("outcome", "must be applied or not_applied; anything else is not a verdict")
                })?;
                let verdict = SettledBy {
                    by: given.text("by")?.to_owned(),
                    note: given.text("note")?.to_owned(),
                    frees_key: given.flag("frees_key")?,
                };
                self.settle(given.text("key")?, outcome, verdict).await?.to_value()
            }
            "prune" => self.prune(given.duration("settled_before")?).await?.into(),
            "plan" => {
                let (operation, options) = (given.text("operation")?, given.text("options")?);
                let plan = self.driver.plan_json(operation, given.text("arguments")?, options, style)?;
                self.record(plan).await?;
                Value::Null
            }
            _ => return Err(given.refuse("action", "is not a method of the journal")),
        })
    }

    async fn record(&self, op: JournalOp) -> Result<(), Error> {
        let JournalOp::Claim(plan) = &op else { return Ok(()) };
        let plan = (**plan).clone();
        let mut next = Some(op);
        while let Some(op) = next {
            let answer = self.carry_out(op).await?;
            next = self.planned(&plan, &answer)?;
        }
        Ok(())
    }

    /// What follows once a transaction of the caller answered to a plan; see [`planned`].
    ///
    /// # Errors
    /// `invalid_argument`: the key was used for something else.
    #[doc(hidden)]
    pub fn planned(&self, plan: &JournalRow, answer: &JournalAnswer) -> Result<Option<JournalOp>, Error> {
        planned(plan, answer).map_err(|problem| {
            ffi::invalid_journal_argument(
                self.driver.client(),
                Some(&plan.operation),
                "idempotency_key",
                &problem,
            )
        })
    }
}

fn values(entries: &[JournalEntry]) -> Value {
    entries.iter().map(JournalEntry::to_value).collect()
}

/// The arguments of a method.
struct Given<'a> {
    journal: &'a Journal,
    members: &'a Map<String, Value>,
}

impl<'a> Given<'a> {
    fn refuse(&self, field: &str, problem: &str) -> Error {
        ffi::invalid_journal_argument(self.journal.driver.client(), None, field, problem)
    }

    fn text(&self, name: &str) -> Result<&'a str, Error> {
        self.members.get(name).and_then(Value::as_str).ok_or_else(|| self.refuse(name, "must be a string"))
    }

    fn flag(&self, name: &str) -> Result<bool, Error> {
        match self.members.get(name) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => Err(self.refuse(name, "must be true or false")),
        }
    }

    fn duration(&self, name: &str) -> Result<Option<Duration>, Error> {
        ffi::journal_duration(self.journal.driver.client(), self.members, name)
    }
}
