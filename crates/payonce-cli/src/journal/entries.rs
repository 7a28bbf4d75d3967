//! `payonce journal list` and `show`.

use std::fmt::Write as _;

use comfy_table::{ContentArrangement, Table, presets};
use jiff::Timestamp;
use payonce::journal::{JournalEntry, JournalRow, JournalState};
use payonce_core::{Outcome, Safety};
use serde_json::{Value, json};

use super::Place;
use super::store::Store;
use crate::failure::Failure;
use crate::format::Format;
use crate::output::{heading, json_visible, page, terminal_width, trimmed, visible};

/// List the entries that are not settled, those that wait for a person first.
#[derive(clap::Args)]
pub(crate) struct List {
    #[command(flatten)]
    place: Place,
    /// List the settled entries, too.
    #[arg(long)]
    all: bool,
    /// What to print: a table for people, or a JSON array.
    #[arg(long, default_value = "text", value_parser = Format::any_of(&[Format::Text, Format::Json]))]
    format: Format,
}

impl List {
    pub(super) async fn run(&self) -> Result<String, Failure> {
        let (rows, now_ms) = self.place.open().await?.rows(!self.all).await?;
        let mut entries = read(&rows, now_ms)?;
        entries.sort_by_key(|entry| (!entry.is_open(), entry.created_ms));
        if self.format == Format::Json {
            return json(&entries);
        }
        if entries.is_empty() {
            return Ok(if self.all { "The journal is empty.\n" } else { "Nothing is open.\n" }.to_owned());
        }
        Ok(table(&entries, now_ms))
    }
}

/// Show everything that the journal knows of a key.
#[derive(clap::Args)]
pub(crate) struct Show {
    /// The key, or the id of an entry.
    key: String,
    #[command(flatten)]
    place: Place,
    /// What to print: a page for people, or a JSON array.
    #[arg(long, default_value = "text", value_parser = Format::any_of(&[Format::Text, Format::Json]))]
    format: Format,
}

impl Show {
    pub(super) async fn run(&self) -> Result<String, Failure> {
        let (rows, now_ms) = self.place.open().await?.rows_of(&self.key).await?;
        let entries = read(&rows, now_ms)?;
        if self.format == Format::Json {
            return json(&entries);
        }
        Ok(entries.iter().map(|entry| described(entry, now_ms)).collect::<Vec<_>>().join("\n"))
    }
}

/// The entries that are not settled, each as a person reads it: those that wait for a person first.
pub(super) async fn unsettled(store: &Store) -> Result<Value, Failure> {
    let (rows, now_ms) = store.rows(true).await?;
    let mut entries = read(&rows, now_ms)?;
    entries.sort_by_key(|entry| (!entry.is_open(), entry.created_ms));
    let shown = |entry: &JournalEntry| {
        json!({
            "state": state(entry),
            "is_open": entry.is_open(),
            "key": entry.key.as_deref().unwrap_or("(pruned)"),
            "operation": format!("{} {}", entry.provider, entry.operation),
            "age": age(now_ms.saturating_sub(entry.created_ms)),
            "sent": entry.attempts.to_string(),
            "look_for": found_by(entry),
            "next": next(entry),
        })
    };
    Ok(entries.iter().map(shown).collect())
}

pub(super) fn read(rows: &[JournalRow], now_ms: u64) -> Result<Vec<JournalEntry>, Failure> {
    rows.iter().map(|row| JournalEntry::of(row, now_ms)).collect::<Result<_, _>>().map_err(Failure::Run)
}

fn json(entries: &[JournalEntry]) -> Result<String, Failure> {
    let document: Value = entries.iter().map(JournalEntry::to_value).collect();
    let text = serde_json::to_string_pretty(&document)
        .map_err(|error| Failure::Run(format!("cannot write the entries as json: {error}")))?;
    Ok(format!("{}\n", json_visible(&text)))
}

fn table(entries: &[JournalEntry], now_ms: u64) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(["STATE", "KEY", "OPERATION", "AGE", "SENT", "LOOK FOR"]);
    if let Some(width) = terminal_width() {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    }
    for entry in entries {
        table.add_row([
            state(entry),
            visible(entry.key.as_deref().unwrap_or("(pruned)")),
            format!("{} {}", entry.provider, entry.operation),
            age(now_ms.saturating_sub(entry.created_ms)),
            entry.attempts.to_string(),
            visible(found_by(entry).unwrap_or("-")),
        ]);
    }
    let open = entries.iter().filter(|entry| entry.is_open()).count();
    let mut text = trimmed(&table);
    if open > 0 {
        let _ = writeln!(
            text,
            "\n{open} of {} may have been paid, and no process works on them. `payonce journal show KEY` says what to do.",
            entries.len()
        );
    }
    text
}

/// The state in one word, with what is known of the effect.
fn state(entry: &JournalEntry) -> String {
    match (entry.state, entry.outcome) {
        (JournalState::Sending, _) if entry.is_open() => "open (its process died)".to_owned(),
        (JournalState::Open, Some(Outcome::Pending)) => "open (pending)".to_owned(),
        (JournalState::Settled, Some(outcome)) => outcome.to_string(),
        (state, _) => state.to_string(),
    }
}

/// What a person looks for at the provider.
fn found_by(entry: &JournalEntry) -> Option<&str> {
    let reference = &entry.reference;
    [&reference.id, &reference.hash, &reference.intent_id, &reference.ledger_id, &reference.reference]
        .into_iter()
        .find_map(Option::as_deref)
}

/// A duration as a person says it.
fn age(milliseconds: u64) -> String {
    let seconds = milliseconds / 1000;
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7_200 => format!("{} min", seconds / 60),
        7_200..172_800 => format!("{} h", seconds / 3_600),
        _ => format!("{} d", seconds / 86_400),
    }
}

fn time(milliseconds: u64) -> String {
    let moment = i64::try_from(milliseconds).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok());
    moment.map_or_else(|| format!("{milliseconds} ms"), |moment| format!("{moment:.0}"))
}

pub(super) fn described(entry: &JournalEntry, now_ms: u64) -> String {
    let mut rows = vec![
        ("state", state(entry)),
        ("key", visible(entry.key.as_deref().unwrap_or("(pruned)"))),
        ("id", entry.id.clone()),
        ("operation", format!("{} {}", entry.provider, entry.operation)),
        ("account", visible(&entry.account)),
        (
            "created",
            format!("{} ({} ago)", time(entry.created_ms), age(now_ms.saturating_sub(entry.created_ms))),
        ),
        ("last written", format!("{} by {}", time(entry.updated_ms), visible(&entry.owner))),
        ("requests sent", entry.attempts.to_string()),
    ];
    if let Some(sent) = entry.reference.sent_at_ms {
        rows.push(("first sent", time(sent)));
    }
    for (label, value) in [
        ("reference", &entry.reference.reference),
        ("provider's id", &entry.reference.id),
        ("hash", &entry.reference.hash),
        ("intent", &entry.reference.intent_id),
    ] {
        if let Some(value) = value {
            rows.push((label, visible(value)));
        }
    }
    if let Some(error) = &entry.error {
        rows.push(("last error", visible(&format!("{} ({}): {}", error.class, error.kind, error.message))));
    }
    if let Some(settled) = &entry.settled_by {
        rows.push(("settled by", visible(&format!("{}: {}", settled.by, settled.note))));
    }
    rows.push(("next", next(entry)));
    format!("{}\n{}", heading(&visible(entry.key.as_deref().unwrap_or(&entry.id))), page(&rows))
}

/// What a person does next.
fn next(entry: &JournalEntry) -> String {
    let key = visible(entry.key.as_deref().unwrap_or(&entry.id));
    if entry.lease_left_ms > 0 {
        return format!("A process is at work on it, for {} at most. Wait.", age(entry.lease_left_ms));
    }
    let safety = entry.provider.operation(&entry.operation).map(payonce_core::Operation::safety);
    match entry.state {
        JournalState::Planned => {
            "Run `payonce journal run`, or the worker that does. It sends the plan once.".to_owned()
        }
        JournalState::Claimed => "Nothing was sent. Call again with the same key.".to_owned(),
        JournalState::Settled => "Nothing. A call with this key returns what is recorded here.".to_owned(),
        JournalState::Sending | JournalState::Open => match safety {
            Some(Safety::Reconcilable) => {
                format!("Run `payonce journal reconcile {key}`. It only asks the provider.")
            }
            Some(Safety::Keyed | Safety::Idempotent) => {
                "Call again with the same key and the same arguments, within 24 hours of the first request. The provider then recognizes the repetition."
                    .to_owned()
            }
            _ => format!(
                "Look for it at the provider, around the time it was sent. Then record what you found: `payonce journal \
                 settle {key} applied --by NAME --note TEXT`, or not_applied."
            ),
        },
    }
}
