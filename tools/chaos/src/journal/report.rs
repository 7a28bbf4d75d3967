//! What the ledger shows, for the claim with a TTL and for the journal.

use std::fmt;
use std::time::Duration;

use comfy_table::{CellAlignment, Table, presets};

use super::Guard;

/// The numbers of one side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Row {
    /// The rounds that were played.
    pub rounds: u64,
    /// The payments that were asked for, each once.
    pub jobs: u64,
    /// How often the queue delivered one to a worker.
    pub deliveries: u64,
    /// How many of those a worker of the Python package carried out to the end.
    pub by_python: u64,
    /// How many a worker of the npm package carried out to the end.
    pub by_node: u64,
    /// Workers that died with a job.
    pub killed: u64,
    /// Workers that stood still past the end of their lease.
    pub paused: u64,
    /// How often a store failed before or after a write, in workers that lived to say so.
    pub failures: u64,
    /// What the ledger shows.
    pub charges: u64,
    /// The jobs with more than one charge.
    pub charged_twice: u64,
    /// The jobs that are charged, and that the store has neither as done nor as open.
    pub lost: u64,
    /// The jobs that a worker or the store has as done, and that are not charged.
    pub imagined: u64,
    /// The jobs whose entry is neither settled nor visible as open.
    pub left: u64,
    /// The jobs that are charged and done.
    pub paid: u64,
    /// The jobs that only a person can settle.
    pub open: u64,
    /// Those of them that are charged.
    pub open_charged: u64,
    /// How long it took, all rounds together.
    pub time: Duration,
}

impl Row {
    fn add(&mut self, other: Self) {
        self.rounds += other.rounds;
        self.jobs += other.jobs;
        self.deliveries += other.deliveries;
        self.by_python += other.by_python;
        self.by_node += other.by_node;
        self.killed += other.killed;
        self.paused += other.paused;
        self.failures += other.failures;
        self.charges += other.charges;
        self.charged_twice += other.charged_twice;
        self.lost += other.lost;
        self.imagined += other.imagined;
        self.left += other.left;
        self.paid += other.paid;
        self.open += other.open;
        self.open_charged += other.open_charged;
        self.time += other.time;
    }

    /// Whether everything that is required holds.
    #[must_use]
    pub const fn is_right(&self) -> bool {
        self.charged_twice == 0
            && self.lost == 0
            && self.imagined == 0
            && self.left == 0
            && self.paid + self.open == self.jobs
    }
}

/// Both sides.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The claim with a TTL.
    pub ttl: Row,
    /// payonce's journal.
    pub journal: Row,
    /// How long the run took.
    pub time: Duration,
}

impl Report {
    /// The lines of the table: what is counted, with the claim, and with the journal.
    pub(crate) fn lines(&self) -> [(&'static str, u64, u64); 15] {
        let both = |label, of: fn(&Row) -> u64| (label, of(&self.ttl), of(&self.journal));
        [
            both("jobs", |row| row.jobs),
            both("deliveries", |row| row.deliveries),
            both("of those, worked off by Python", |row| row.by_python),
            both("of those, worked off by Node", |row| row.by_node),
            both("workers killed", |row| row.killed),
            both("workers paused past their lease", |row| row.paused),
            both("store failures", |row| row.failures),
            both("charges in the ledger", |row| row.charges),
            both("jobs charged twice", |row| row.charged_twice),
            both("jobs lost", |row| row.lost),
            both("jobs reported done, never charged", |row| row.imagined),
            both("jobs left without a verdict", |row| row.left),
            both("jobs paid once and recorded", |row| row.paid - row.charged_twice.min(row.paid)),
            both("jobs open", |row| row.open),
            both("of those charged", |row| row.open_charged),
        ]
    }

    pub(super) fn add(&mut self, guard: Guard, row: Row) {
        match guard {
            Guard::Journal => self.journal.add(row),
            Guard::Ttl => self.ttl.add(row),
        }
    }
}

pub(crate) const LEGEND: &str = "\
Two to eight worker processes; each job is one payment, delivered at least twice. claim with TTL: the key is claimed for
the time of a call, and free again when that is over or an error came; the client has no journal. lost: charged, and the
store has it neither as done nor as open. open: only a person can settle it, and `payonce journal list` shows it.";

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new();
        table.load_style(presets::ASCII_MARKDOWN).set_header(["", "claim with TTL", "payonce's journal"]);
        for (label, ttl, journal) in self.lines() {
            table.add_row([label.to_owned(), ttl.to_string(), journal.to_string()]);
        }
        for column in table.column_iter_mut().skip(1) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        writeln!(f, "{table}\n\n{LEGEND}\n\n{} s", self.time.as_secs())
    }
}
