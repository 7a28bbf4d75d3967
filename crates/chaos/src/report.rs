//! What a run comes to, in numbers.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use comfy_table::{CellAlignment, Table, presets};
use payonce_sandbox::RequestRecord;

use crate::judge::{Claim, Effects, Offence, Told, Wrong};

/// A run ends early when it has found so many offences: the first ones tell enough.
pub const MOST_OFFENCES: usize = 10;

/// The numbers of one operation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Row {
    /// How often callers asked for it.
    pub operations: u64,
    /// The requests that this took, those included that payonce sent on its own to look something up.
    pub requests: u64,
    /// How many of those were struck.
    pub struck: u64,
    /// What the ledger shows.
    pub effects: u64,
    /// Orders reported as done.
    pub done: u64,
    /// Orders reported as without effect.
    pub not_applied: u64,
    /// Orders that were open when the faults stopped.
    pub open: u64,
    /// Of the open ones: found to have happened, or done now under the same key.
    pub settled_done: u64,
    /// Of the open ones: found not to have happened, or refused now under the same key.
    pub settled_not: u64,
}

impl Row {
    fn add(&mut self, other: Self) {
        self.operations += other.operations;
        self.requests += other.requests;
        self.struck += other.struck;
        self.effects += other.effects;
        self.done += other.done;
        self.not_applied += other.not_applied;
        self.open += other.open;
        self.settled_done += other.settled_done;
        self.settled_not += other.settled_not;
    }

    fn cells(&self) -> [String; 10] {
        let per_call = self.requests as f64 / self.operations.max(1) as f64;
        [
            self.operations.to_string(),
            self.requests.to_string(),
            format!("{per_call:.2}"),
            self.struck.to_string(),
            self.effects.to_string(),
            self.done.to_string(),
            self.not_applied.to_string(),
            self.open.to_string(),
            self.settled_done.to_string(),
            self.settled_not.to_string(),
        ]
    }
}

/// The numbers of a run, and everything that payonce got wrong.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// By provider and operation.
    pub rows: BTreeMap<(String, String), Row>,
    /// What was found wrong.
    pub offences: Vec<Offence>,
    /// How many rounds were played.
    pub rounds: u64,
    /// How long it took.
    pub time: Duration,
}

impl Report {
    /// The numbers of one round.
    #[must_use]
    pub fn of_round(claims: &[Claim], effects: &Effects, requests: &[RequestRecord]) -> Self {
        let mut report = Self { rounds: 1, ..Self::default() };
        for claim in claims {
            let row = report.row(claim.order.provider.as_str(), claim.order.operation);
            row.operations += claim.order.callers as u64;
            match &claim.told {
                Told::Done => row.done += 1,
                Told::NotApplied => row.not_applied += 1,
                Told::Open(_) => row.open += 1,
            }
            match &claim.settled {
                Some(Told::Done) => row.settled_done += 1,
                Some(Told::NotApplied) => row.settled_not += 1,
                Some(Told::Open(_)) | None => {}
            }
        }
        for request in requests {
            let Some(provider) = request.provider else { continue };
            let operation = match request.operation.as_deref().unwrap_or_default() {
                "payments.list" | "agents.get" => "payments.send",
                "create_intent" => "execute_intent",
                operation => operation,
            };
            let row = report.row(provider.as_str(), operation);
            row.requests += 1;
            row.struck += u64::from(request.fault.is_some());
        }
        for ((provider, operation, _), count) in effects {
            report.row(provider, operation).effects += count;
        }
        report
    }

    fn row(&mut self, provider: &str, operation: &str) -> &mut Row {
        self.rows.entry((provider.to_owned(), operation.to_owned())).or_default()
    }

    /// Adds the numbers of another round.
    pub fn add(&mut self, other: Self) {
        for (place, row) in other.rows {
            self.rows.entry(place).or_default().add(row);
        }
        self.offences.extend(other.offences);
        self.rounds += other.rounds;
    }

    /// How many operations callers asked for.
    #[must_use]
    pub fn operations(&self) -> u64 {
        self.rows.values().map(|row| row.operations).sum()
    }

    /// How many requests that took.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.rows.values().map(|row| row.requests).sum()
    }

    /// How often payonce was wrong in this way.
    #[must_use]
    pub fn count(&self, wrong: Wrong) -> usize {
        self.offences.iter().filter(|offence| offence.wrong == wrong).count()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new();
        table.load_style(presets::ASCII_MARKDOWN).set_header([
            "provider",
            "operation",
            "operations",
            "requests",
            "per call",
            "struck",
            "effects",
            "told done",
            "told not",
            "open",
            "settled: done",
            "settled: not",
        ]);
        let mut all = Row::default();
        for ((provider, operation), row) in &self.rows {
            all.add(*row);
            table.add_row([provider.clone(), operation.clone()].into_iter().chain(row.cells()));
        }
        table.add_row(["all".to_owned(), String::new()].into_iter().chain(all.cells()));
        for column in table.column_iter_mut().skip(2) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        writeln!(f, "{table}\n")?;
        for wrong in Wrong::ALL {
            writeln!(f, "{:>6}  {}", self.count(wrong), wrong.words())?;
        }
        writeln!(f, "\n{:.1} s", self.time.as_secs_f64())?;
        for offence in self.offences.iter().take(MOST_OFFENCES) {
            writeln!(
                f,
                "\n{}, in the round of seed {}:\n  {}",
                offence.wrong.words(),
                offence.seed,
                offence.story
            )?;
        }
        Ok(())
    }
}
