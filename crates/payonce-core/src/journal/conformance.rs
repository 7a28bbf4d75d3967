//! What every store has to do, as steps that any language can take: the suite asks, the store answers, the suite judges.

use serde_json::{Map, Value};

use crate::journal::entry::Entry;
use crate::journal::operation::{JournalAnswer, JournalOp, StoreFailure};
use crate::journal::row::{JournalRow, JournalState, SCHEMA};
use crate::model::hex::hex;
use crate::model::json::Members;
use crate::model::vocabulary::Outcome;
use crate::spec::provider::Provider;

/// How many operations run at the same time in the checks of atomicity.
const AT_ONCE: usize = 32;

/// The answers to one step, in the order of its operations.
pub type Answers = Vec<Result<JournalAnswer, StoreFailure>>;

/// What one check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What the store has to do.
    pub name: &'static str,
    /// What it did instead; nothing if it did that.
    pub problem: Option<String>,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq)]
pub enum ConformanceStep {
    /// Have the store carry out these operations, all at the same time, and report the answers.
    Operations(Vec<JournalOp>),
    /// The suite is over.
    Done(Vec<Check>),
}

type Judge = fn(&Rows, &[JournalAnswer]) -> Result<(), String>;

struct Planned {
    name: &'static str,
    operations: fn(&Rows) -> Vec<JournalOp>,
    judge: Judge,
}

/// The rows that the suite writes.
struct Rows {
    prefix: String,
}

/// A run of the suite. Its rows have ids that start with `pj_conformance_` and 32 further digits; it leaves them in the store,
/// settled.
pub struct Conformance {
    rows: Rows,
    next: usize,
    checks: Vec<Check>,
}

impl std::fmt::Debug for Conformance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Conformance").field("next", &self.next).finish_non_exhaustive()
    }
}

impl Conformance {
    /// A new run. `entropy` is sixteen random bytes, so that two runs do not meet in one store.
    #[must_use]
    pub fn new(entropy: [u8; 16]) -> Self {
        let prefix = hex(String::from("pj_conformance_"), entropy.into_iter());
        Self { rows: Rows { prefix }, next: 0, checks: Vec::new() }
    }

    /// Takes the answers to the last step, none at first, and says what to do next.
    pub fn step(&mut self, answers: Answers) -> ConformanceStep {
        if let Some(asked) = self.next.checked_sub(1).and_then(|asked| SUITE.get(asked)) {
            let judged = answers
                .into_iter()
                .collect::<Result<Vec<_>, _>>()
                .map_err(|failure| format!("failed: {}", failure.0))
                .and_then(|answers| (asked.judge)(&self.rows, &answers));
            self.checks.push(Check { name: asked.name, problem: judged.err() });
        }
        match SUITE.get(self.next) {
            Some(planned) => {
                self.next += 1;
                ConformanceStep::Operations((planned.operations)(&self.rows))
            }
            None => ConformanceStep::Done(std::mem::take(&mut self.checks)),
        }
    }
}

impl ConformanceStep {
    /// The step as JSON: `{"operations": […]}` or `{"checks": [{"name", "problem"}, …]}`.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut members = Members::new();
        match self {
            Self::Operations(operations) => {
                members.value("operations", operations.iter().map(JournalOp::to_value).collect());
            }
            Self::Done(checks) => {
                let check = |check: &Check| {
                    let mut members = Members::new();
                    members.text("name", check.name);
                    members.maybe_text("problem", check.problem.as_deref());
                    members.into_value()
                };
                members.value("checks", checks.iter().map(check).collect());
            }
        }
        members.into_value()
    }
}

impl Rows {
    fn row(&self, name: &str) -> JournalRow {
        let entry = Entry {
            fingerprint: "a fingerprint with 'quotes', \"double\" ones, ü, 漢字, 🪙 and a \\ backslash"
                .to_owned(),
            owner: "conformance".to_owned(),
            lease_ms: 9_007_199_254_740_991,
            ..Entry::default()
        };
        JournalRow {
            id: format!("{}_{name}", self.prefix),
            generation: 1,
            state: JournalState::Claimed,
            outcome: None,
            provider: Provider::AGENTWALLEX,
            account: "acct_conformance".to_owned(),
            operation: "payments.send".to_owned(),
            key: Some(format!("key ü '{name}'")),
            created_ms: 0,
            updated_ms: 0,
            schema: SCHEMA,
            entry: entry.write(),
        }
    }

    fn settled(&self, name: &str, generation: u64) -> JournalRow {
        JournalRow {
            generation,
            state: JournalState::Settled,
            outcome: Some(Outcome::NotApplied),
            key: None,
            ..self.row(name)
        }
    }

    /// A row whose entry has 200 kB.
    fn large(&self) -> JournalRow {
        let mut result = Map::new();
        result.insert("value".to_owned(), Value::String("0123456789".repeat(20_000)));
        let entry = Entry { result: Some(result), ..Entry::default() };
        JournalRow { entry: entry.write(), ..self.settled("large", 1) }
    }
}

fn claim(row: JournalRow) -> JournalOp {
    JournalOp::Claim(Box::new(row))
}

fn update(row: JournalRow, if_generation: u64) -> JournalOp {
    JournalOp::Update { row: Box::new(row), if_generation }
}

fn list(rows: &Rows, after: &str, unsettled_only: bool, limit: u64) -> Vec<JournalOp> {
    vec![JournalOp::List { unsettled_only, after: Some(format!("{}{after}", rows.prefix)), limit }]
}

fn first(answers: &[JournalAnswer]) -> Result<&JournalAnswer, String> {
    answers.first().ok_or_else(|| "answered nothing".to_owned())
}

/// Whether the answer has this row, with the times of the store.
fn has_row(answer: &JournalAnswer, wanted: &JournalRow) -> Result<(), String> {
    let Some(row) = &answer.row else { return Err("answered no row".to_owned()) };
    let timeless = JournalRow { created_ms: 0, updated_ms: 0, ..row.clone() };
    if timeless != *wanted {
        return Err(format!("answered {timeless:?} instead of {wanted:?}"));
    }
    if row.created_ms == 0 || row.updated_ms == 0 || row.created_ms > row.updated_ms {
        return Err(format!(
            "answered created_ms {} and updated_ms {}; the store sets both by its own clock",
            row.created_ms, row.updated_ms
        ));
    }
    if row.updated_ms > answer.now_ms {
        return Err(format!("answered now_ms {}, before updated_ms {}", answer.now_ms, row.updated_ms));
    }
    Ok(())
}

fn was_written(answer: &JournalAnswer, wanted: bool) -> Result<(), String> {
    if answer.written == wanted {
        return Ok(());
    }
    Err(format!("answered written: {}", answer.written))
}

fn one_was_written(answers: &[JournalAnswer]) -> Result<(), String> {
    match answers.iter().filter(|answer| answer.written).count() {
        1 if answers.len() == AT_ONCE => Ok(()),
        written => Err(format!("{written} of {} were written", answers.len())),
    }
}

fn ids(answer: &JournalAnswer, rows: &Rows) -> Vec<String> {
    let ours = answer.rows.iter().filter_map(|row| row.id.strip_prefix(&rows.prefix));
    ours.map(ToOwned::to_owned).collect()
}

const SUITE: &[Planned] = &[
    Planned {
        name: "get returns no row for an id that was never claimed",
        operations: |rows| vec![JournalOp::Get { id: rows.row("a").id }],
        judge: |_, answers| match first(answers)? {
            JournalAnswer { row: None, written: false, now_ms: 1.., .. } => Ok(()),
            answer => Err(format!("answered {answer:?}")),
        },
    },
    Planned {
        name: "update writes nothing where there is no row",
        operations: |rows| vec![update(rows.settled("a", 2), 1)],
        judge: |_, answers| {
            was_written(first(answers)?, false)?;
            first(answers)?.row.as_ref().map_or(Ok(()), |row| Err(format!("answered {row:?}")))
        },
    },
    Planned {
        name: "claim writes a new row and sets its times",
        operations: |rows| vec![claim(rows.row("a"))],
        judge: |rows, answers| {
            was_written(first(answers)?, true)?;
            has_row(first(answers)?, &rows.row("a"))
        },
    },
    Planned {
        name: "claim leaves a row that is there, and returns it",
        operations: |rows| vec![claim(JournalRow { entry: "{}".to_owned(), ..rows.settled("a", 7) })],
        judge: |rows, answers| {
            was_written(first(answers)?, false)?;
            has_row(first(answers)?, &rows.row("a"))
        },
    },
    Planned {
        name: "get returns every column as it was written",
        operations: |rows| vec![JournalOp::Get { id: rows.row("a").id }],
        judge: |rows, answers| has_row(first(answers)?, &rows.row("a")),
    },
    Planned {
        name: "update leaves a row of another generation, and returns it",
        operations: |rows| vec![update(rows.settled("a", 3), 2)],
        judge: |rows, answers| {
            was_written(first(answers)?, false)?;
            has_row(first(answers)?, &rows.row("a"))
        },
    },
    Planned {
        name: "update replaces a row of the expected generation",
        operations: |rows| vec![update(rows.settled("a", 2), 1)],
        judge: |rows, answers| {
            was_written(first(answers)?, true)?;
            has_row(first(answers)?, &rows.settled("a", 2))
        },
    },
    Planned {
        name: "the same update does not happen twice",
        operations: |rows| vec![update(rows.settled("a", 2), 1)],
        judge: |_, answers| was_written(first(answers)?, false),
    },
    Planned {
        name: "an entry of 200 kB is kept",
        operations: |rows| vec![claim(rows.large())],
        judge: |rows, answers| {
            was_written(first(answers)?, true)?;
            has_row(first(answers)?, &rows.large())
        },
    },
    Planned {
        name: "of 32 claims at the same time, one is written",
        operations: |rows| (0..AT_ONCE).map(|_| claim(rows.row("b"))).collect(),
        judge: |_, answers| one_was_written(answers),
    },
    Planned {
        name: "of 32 updates at the same time, one is written",
        operations: |rows| (0..AT_ONCE).map(|_| update(rows.settled("b", 2), 1)).collect(),
        judge: |_, answers| one_was_written(answers),
    },
    Planned {
        name: "claims of different rows at the same time are all written",
        operations: |rows| (0..AT_ONCE).map(|place| claim(rows.row(&format!("c{place:02}")))).collect(),
        judge: |_, answers| match answers.iter().filter(|answer| answer.written).count() {
            AT_ONCE => Ok(()),
            written => Err(format!("{written} of {AT_ONCE} were written")),
        },
    },
    Planned {
        name: "list returns rows in the order of their ids, at most as many as asked",
        operations: |rows| list(rows, "", false, 3),
        judge: |rows, answers| match ids(first(answers)?, rows).as_slice() {
            [a, b, c] if (a.as_str(), b.as_str(), c.as_str()) == ("_a", "_b", "_c00") => Ok(()),
            ids => Err(format!("answered {ids:?}")),
        },
    },
    Planned {
        name: "list goes on after an id",
        operations: |rows| list(rows, "_c30", false, 2),
        judge: |rows, answers| match ids(first(answers)?, rows).as_slice() {
            [c, large] if (c.as_str(), large.as_str()) == ("_c31", "_large") => Ok(()),
            ids => Err(format!("answered {ids:?}")),
        },
    },
    Planned {
        name: "list leaves settled rows out where only the others are wanted",
        operations: |rows| list(rows, "", true, 2),
        judge: |rows, answers| match ids(first(answers)?, rows).as_slice() {
            [first, second] if (first.as_str(), second.as_str()) == ("_c00", "_c01") => Ok(()),
            ids => Err(format!("answered {ids:?}")),
        },
    },
    Planned {
        name: "the rows of this suite are settled at its end",
        operations: |rows| {
            (0..AT_ONCE).map(|place| update(rows.settled(&format!("c{place:02}"), 2), 1)).collect()
        },
        judge: |_, answers| match answers.iter().filter(|answer| answer.written).count() {
            AT_ONCE => Ok(()),
            written => Err(format!("{written} of {AT_ONCE} were written")),
        },
    },
];
