//! The journal in a store that is a JavaScript object; TypeScript has it carry out the operations.

use std::time::Duration;

use payonce_core::journal::conformance::Conformance;
use payonce_core::journal::{
    CHANGED, Due, RETENTION_MS, SettledBy, SettlementRefusal, candidates, due, only_row, planned, prune,
    settle,
};
use payonce_core::model::json::{self, Members};
use payonce_core::{Client, Error, JournalAnswer, JournalOp, JournalRow, Outcome, ffi};
use serde_json::{Map, Value};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{STYLE, payload};

/// A run of the conformance suite.
#[wasm_bindgen]
#[derive(Debug)]
pub struct WasmConformance {
    suite: Conformance,
}

#[wasm_bindgen]
impl WasmConformance {
    /// A new run. `entropy` is sixteen random bytes.
    #[must_use]
    #[wasm_bindgen(constructor)]
    pub fn new(entropy: &[u8]) -> Self {
        Self { suite: Conformance::new(<[u8; 16]>::try_from(entropy).unwrap_or_default()) }
    }

    /// Takes the reports on the operations of the last step, a JSON array, and answers the next step as JSON.
    pub fn step(&mut self, reports: &str) -> String {
        json::write(&ffi::conformance_step(&mut self.suite, reports))
    }
}

/// Answers a question about rows and the arguments of a method of the journal, as an envelope.
pub(crate) fn answer(client: &Client, question: &str, arguments: &str) -> String {
    let mut envelope = Members::new();
    let asked = Asked { client, members: json::read_object(arguments).unwrap_or_default() };
    match asked.answer(question) {
        Ok(value) => {
            envelope.flag("ok", true);
            envelope.value("value", value);
            envelope.write()
        }
        Err(error) => format!("{{\"ok\":false,\"error\":{}}}", payload(&error)),
    }
}

struct Asked<'a> {
    client: &'a Client,
    members: Map<String, Value>,
}

impl Asked<'_> {
    fn answer(&self, question: &str) -> Result<Value, Error> {
        Ok(match question {
            "check" => {
                if self.flag("has_store")? {
                    return Ok(Value::Null);
                }
                let problem = "is missing; give the client a journal, such as a store in a database";
                return Err(self.refuse("journal", problem));
            }
            // What the store reported.
            "answer" => {
                ffi::store_report(&self.members).map_err(|failure| self.failed(&failure.0))?.to_value()
            }
            "due" => self.due()?,
            "view" => self.view(&self.row("row")?, self.now_ms())?,
            "entry" => {
                let row = self.row("row")?;
                if row.provider == self.client.provider() {
                    self.view(&row, self.now_ms())?
                } else {
                    Value::Null
                }
            }
            "candidates" => {
                let ids = candidates(self.client.provider(), self.text("key")?);
                ids.into_iter().map(Value::String).collect()
            }
            "settle" => self.settle()?.to_value(),
            "settled" => {
                let answer = JournalAnswer::read(&self.members).map_err(|failure| self.failed(&failure.0))?;
                match answer.row {
                    Some(row) if answer.written => self.view(&row, answer.now_ms)?,
                    _ => return Err(self.refuse("key", CHANGED)),
                }
            }
            "prune" => {
                let retention_ms = self
                    .duration("settled_before")?
                    .map_or(RETENTION_MS, |before| u64::try_from(before.as_millis()).unwrap_or(u64::MAX));
                prune(&self.row("row")?, self.now_ms(), retention_ms).map_or(Value::Null, |op| op.to_value())
            }
            "plan" => self.plan()?.to_value(),
            "planned" => {
                let (plan, answer) = (self.object("plan"), self.object("answer"));
                let plan = plan.and_then(|plan| plan.get("row")?.as_object()).map(JournalRow::read);
                let plan = plan.unwrap_or_else(|| Err("no plan".to_owned()));
                let plan = plan.map_err(|problem| self.failed(&problem))?;
                let answer = JournalAnswer::read(&answer.cloned().unwrap_or_default())
                    .map_err(|failure| self.failed(&failure.0))?;
                let next = planned(&plan, &answer).map_err(|problem| {
                    let operation = Some(plan.operation.as_str());
                    ffi::invalid_journal_argument(self.client, operation, "idempotency_key", &problem)
                })?;
                next.map_or(Value::Null, |op| op.to_value())
            }
            _ => return Err(self.refuse("action", "is not a method of the journal")),
        })
    }

    fn due(&self) -> Result<Value, Error> {
        let row = self.row("row")?;
        if row.provider != self.client.provider() || row.account != self.client.account() {
            return Ok(Value::Null);
        }
        let mut members = Members::new();
        match due(self.client.provider().operation(&row.operation), &row, self.now_ms()) {
            Due::Nothing => members.text("due", "nothing"),
            Due::Write(op) => {
                members.text("due", "write");
                members.value("op", op.to_value());
            }
            Due::Call { operation, arguments, key } => {
                let mut options = Map::new();
                if let Some(key) = key {
                    options.insert("idempotency_key".to_owned(), key.into());
                }
                call(&mut members, operation, arguments, options);
            }
            Due::Reconcile { operation, reference } => {
                let mut error = Members::new();
                error.text("operation", operation);
                error.value("reference", reference.to_value());
                let mut arguments = Members::new();
                arguments.object("error", error);
                call(&mut members, ffi::RECONCILE, arguments.into_map(), Map::new());
            }
        }
        Ok(members.into_value())
    }

    fn settle(&self) -> Result<JournalOp, Error> {
        let mut found = Vec::new();
        for row in self.members.get("found").and_then(Value::as_array).into_iter().flatten() {
            let now_ms = row.get("now_ms").and_then(Value::as_u64).unwrap_or_default();
            let members = row.get("row").and_then(Value::as_object).cloned().unwrap_or_default();
            found.push((JournalRow::read(&members).map_err(|problem| self.failed(&problem))?, now_ms));
        }
        let refused = |refusal: SettlementRefusal| self.refuse(refusal.field, &refusal.problem);
        let (row, now_ms) = only_row(found).map_err(refused)?;
        let outcome: Outcome = self.text("outcome")?.parse().map_err(|_| {
            self.refuse("outcome", "must be applied or not_applied; anything else is not a verdict")
        })?;
        let verdict = SettledBy {
            by: self.text("by")?.to_owned(),
            note: self.text("note")?.to_owned(),
            frees_key: self.flag("frees_key")?,
        };
        settle(&row, outcome, verdict, now_ms).map_err(refused)
    }

    fn plan(&self) -> Result<JournalOp, Error> {
        let (arguments, options) = (self.text("arguments")?, self.text("options")?);
        ffi::plan(self.client, self.text("operation")?, arguments, options, STYLE)
    }

    fn view(&self, row: &JournalRow, now_ms: u64) -> Result<Value, Error> {
        let entry =
            payonce_core::journal::JournalEntry::of(row, now_ms).map_err(|problem| self.failed(&problem))?;
        let mut members = Members::new();
        members.flag("is_open", entry.is_open());
        members.value("entry", entry.to_value());
        Ok(members.into_value())
    }

    fn row(&self, name: &str) -> Result<JournalRow, Error> {
        JournalRow::read(&self.object(name).cloned().unwrap_or_default())
            .map_err(|problem| self.failed(&problem))
    }

    fn object(&self, name: &str) -> Option<&Map<String, Value>> {
        self.members.get(name).and_then(Value::as_object)
    }

    fn now_ms(&self) -> u64 {
        self.members.get("now_ms").and_then(Value::as_u64).unwrap_or_default()
    }

    fn text(&self, name: &str) -> Result<&str, Error> {
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
        ffi::journal_duration(self.client, &self.members, name)
    }

    fn refuse(&self, field: &str, problem: &str) -> Error {
        ffi::invalid_journal_argument(self.client, None, field, problem)
    }

    fn failed(&self, problem: &str) -> Error {
        ffi::journal_unavailable(self.client, problem)
    }
}

/// A call that is due, as its text.
fn call(members: &mut Members, operation: &str, arguments: Map<String, Value>, options: Map<String, Value>) {
    members.text("due", "call");
    members.text("operation", operation);
    members.text("args", &json::write(&Value::Object(arguments)));
    members.text("options", &json::write(&Value::Object(options)));
}
