//! What a run comes to, in numbers.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use comfy_table::{CellAlignment, Table, presets};
use payonce_sandbox::RequestRecord;

use crate::judge::{CallResult, Claim, Effects, Intent, Offence, Reported, Wrong};
use crate::orders::CROWD;

/// A run ends early when it has found so many offences: the first ones tell enough.
pub const MAX_OFFENCES: usize = 10;

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
    /// Callers that received a success.
    pub done: u64,
    /// Callers that received `not_applied`.
    pub not_applied: u64,
    /// Callers that received `unknown` or `pending` while the faults lasted.
    pub open: u64,
    /// Of the open ones: found to have happened, or done now under the same key.
    pub settled_done: u64,
    /// Of the open ones: found not to have happened, or refused now under the same key.
    pub settled_not: u64,
    /// Of the open ones: unknown for good.
    pub unknown: u64,
    /// Of those: what had happened.
    pub unknown_applied: u64,
    /// Callers who cancelled.
    pub cancelled: u64,
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
        self.unknown += other.unknown;
        self.unknown_applied += other.unknown_applied;
        self.cancelled += other.cancelled;
    }

    fn count(&mut self, reported: &Reported) {
        self.operations += 1;
        match reported {
            Reported::Done => self.done += 1,
            Reported::NotApplied => self.not_applied += 1,
            Reported::Open(_) => self.open += 1,
        }
    }

    pub(crate) fn cells(&self) -> [String; 13] {
        let per_call = self.requests as f64 / self.operations.max(1) as f64;
        [
            self.operations.to_string(),
            self.cancelled.to_string(),
            self.requests.to_string(),
            format!("{per_call:.2}"),
            self.struck.to_string(),
            self.effects.to_string(),
            self.done.to_string(),
            self.not_applied.to_string(),
            self.open.to_string(),
            self.settled_done.to_string(),
            self.settled_not.to_string(),
            self.unknown.to_string(),
            self.unknown_applied.to_string(),
        ]
    }
}

pub(crate) const HEADER: [&str; 15] = [
    "provider",
    "operation",
    "calls",
    "cancelled",
    "requests",
    "per call",
    "struck",
    "effects",
    "reported done",
    "reported not",
    "unknown",
    "later done",
    "later not",
    "for good",
    "of those done",
];

pub(crate) const LEGEND: &str = "\
struck: requests with a fault. effects: the entries in the simulator's ledger. reported done, reported not, unknown: the
results that callers received while the faults lasted. later done, later not: the results of the unknown calls after the
faults had stopped, from reconcile() or from a repeated call with the same key. for good: still unknown, because the
provider offers nothing to find the call by, or the search found nothing, which proves nothing, or no caller asked for
the intent again. of those done: how many of them are in the ledger, which the caller cannot know.";

/// The numbers of a run, and everything that payonce got wrong.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// By provider and operation.
    pub rows: BTreeMap<(String, String), Row>,
    /// What was found wrong.
    pub offences: Vec<Offence>,
    /// How often so many callers as [`CROWD`](crate::orders::CROWD) used one key at the same time.
    pub crowds: u64,
    /// What the ledger shows of those.
    pub crowd_effects: u64,
    /// How many rounds were played.
    pub rounds: u64,
    /// How long it took.
    pub time: Duration,
}

impl Report {
    /// The numbers of one round.
    #[must_use]
    pub fn of_round<'a>(
        claims: &[Claim],
        effects: &Effects,
        requests: impl Iterator<Item = &'a RequestRecord>,
    ) -> Self {
        let mut report = Self { rounds: 1, ..Self::default() };
        for Claim { order, intent, call_results, .. } in claims {
            let provider = order.provider.as_str();
            if let Some(Intent { reported, id }) = intent {
                let row = report.row(provider, "create_intent");
                for reported in reported {
                    row.count(reported);
                    // Asking again is what settles it.
                    row.settled_done += u64::from(reported.is_open() && id.is_some());
                    row.unknown += u64::from(reported.is_open() && id.is_none());
                }
            }
            let row = report.row(provider, order.operation);
            let place = |name: &String| (provider.to_owned(), order.operation.to_owned(), name.clone());
            let happened = order.names.iter().any(|name| effects.contains_key(&place(name)));
            for call_result in call_results {
                let CallResult { reported, settled, cancelled, .. } = call_result;
                row.count(reported);
                row.unknown += u64::from(call_result.finally().is_open());
                row.unknown_applied += u64::from(call_result.finally().is_open() && happened);
                row.cancelled += u64::from(*cancelled);
                match settled {
                    Some(Reported::Done) => row.settled_done += 1,
                    Some(Reported::NotApplied) => row.settled_not += 1,
                    Some(Reported::Open(_)) | None => {}
                }
            }
            // The events of one bulk report have their own names: one of them represents all.
            if let (true, Some(name)) = (order.callers > 1, order.names.first()) {
                report.crowds += 1;
                report.crowd_effects += effects.get(&place(name)).copied().unwrap_or_default();
            }
        }
        for request in requests {
            let Some(provider) = request.provider else { continue };
            let operation = match request.operation.as_deref().unwrap_or_default() {
                "payments.list" | "agents.get" => "payments.send",
                operation => operation,
            };
            let row = report.row(provider.as_str(), operation);
            row.requests += 1;
            row.struck += u64::from(!request.faults.is_empty());
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
        self.crowds += other.crowds;
        self.crowd_effects += other.crowd_effects;
        self.rounds += other.rounds;
    }

    /// The numbers of all operations together.
    #[must_use]
    pub fn all(&self) -> Row {
        let mut all = Row::default();
        self.rows.values().for_each(|row| all.add(*row));
        all
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
        table.load_style(presets::ASCII_MARKDOWN).set_header(HEADER);
        for ((provider, operation), row) in &self.rows {
            table.add_row([provider.clone(), operation.clone()].into_iter().chain(row.cells()));
        }
        table.add_row(["all".to_owned(), String::new()].into_iter().chain(self.all().cells()));
        for column in table.column_iter_mut().skip(2) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        writeln!(f, "{table}\n\n{LEGEND}\n")?;
        let Self { crowds, crowd_effects, .. } = self;
        writeln!(
            f,
            "{CROWD} callers at the same time with one key: {crowds} times, {crowd_effects} effects\n"
        )?;
        for wrong in Wrong::ALL {
            writeln!(f, "{:>6}  {}", self.count(wrong), wrong.words())?;
        }
        writeln!(f, "\n{} rounds, {:.1} s", self.rounds, self.time.as_secs_f64())?;
        for offence in self.offences.iter().take(MAX_OFFENCES) {
            let Offence { wrong, seed, story, .. } = offence;
            writeln!(f, "\n{}, in the round of seed {seed}:\n  {story}", wrong.words())?;
        }
        Ok(())
    }
}
