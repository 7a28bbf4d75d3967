//! `payonce journal settle` and `prune`: what a person decides.

use payonce::journal::{JournalEntry, SettledBy};
use payonce_core::Outcome;
use payonce_core::journal::{RETENTION_MS, prune, settle};

use super::Place;
use super::entries::described;
use crate::failure::Failure;

/// Record what a person found out about an entry that is open.
///
/// The verdict is recorded with its author and does not change any more. After `not_applied` the key stays used: a new
/// payment needs a new key.
#[derive(clap::Args)]
pub(crate) struct Settle {
    /// The key, or the id of an entry.
    key: String,
    /// Whether the payment was made.
    #[arg(value_enum)]
    outcome: Verdict,
    /// Who says so.
    #[arg(long, value_name = "NAME")]
    by: String,
    /// What they found, and where.
    #[arg(long, value_name = "TEXT")]
    note: String,
    /// After not_applied: let the same key make a new payment. If the payment was made after all, that is the second one.
    #[arg(long)]
    i_accept_a_second_payment: bool,
    #[command(flatten)]
    place: Place,
}

#[derive(Clone, Copy, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
enum Verdict {
    /// It was made.
    Applied,
    /// It was not made, and cannot be made any more.
    NotApplied,
}

impl Settle {
    pub(super) async fn run(&self) -> Result<String, Failure> {
        let store = self.place.open().await?;
        let (rows, now_ms) = store.rows_of(&self.key).await?;
        let [row] = rows.as_slice() else {
            let ids: Vec<String> =
                rows.iter().map(|row| format!("{} ({} {})", row.id, row.provider, row.operation)).collect();
            return Err(Failure::Usage(format!(
                "several operations used this key; name one by its id: {}",
                ids.join(", ")
            )));
        };
        let outcome = match self.outcome {
            Verdict::Applied => Outcome::Applied,
            Verdict::NotApplied => Outcome::NotApplied,
        };
        let verdict = SettledBy {
            by: self.by.clone(),
            note: self.note.clone(),
            frees_key: self.i_accept_a_second_payment,
        };
        let op = settle(row, outcome, verdict, now_ms).map_err(|refused| {
            let subject = match refused.field {
                "by" | "note" => format!("--{}", refused.field),
                "frees_key" => "--i-accept-a-second-payment".to_owned(),
                _ => self.key.clone(),
            };
            Failure::Run(format!("{subject} {}", refused.problem))
        })?;
        let answer = store.carry_out(op).await?;
        match answer.row {
            Some(row) if answer.written => {
                let entry = JournalEntry::of(&row, answer.now_ms).map_err(Failure::Run)?;
                Ok(described(&entry, answer.now_ms))
            }
            _ => Err(Failure::Run("the entry changed at this moment; look at it again".to_owned())),
        }
    }
}

/// Remove the results and errors of entries that were settled long ago.
///
/// The entries themselves stay, so that their keys stay used. Nothing that is open is removed.
#[derive(clap::Args)]
pub(crate) struct Prune {
    /// Only entries that were settled at least so many days ago.
    #[arg(long, value_name = "DAYS", default_value_t = RETENTION_MS / DAY_MS)]
    days: u64,
    #[command(flatten)]
    place: Place,
}

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

impl Prune {
    pub(super) async fn run(&self) -> Result<String, Failure> {
        let store = self.place.open().await?;
        let (rows, now_ms) = store.rows(false).await?;
        let mut pruned = 0_u64;
        for op in rows.iter().filter_map(|row| prune(row, now_ms, self.days.saturating_mul(DAY_MS))) {
            pruned += u64::from(store.carry_out(op).await?.written);
        }
        Ok(format!("{pruned} of {} entries pruned.\n", rows.len()))
    }
}
