//! `payonce journal reconcile` and `run`: what the provider is asked.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Arc;

use payonce::journal::{Journal, JournalEntry, JournalState};
use payonce::{Provider, UntypedClient};
use serde_json::{Map, Value};

use super::Place;
use super::entries::described;
use super::store::Store;
use crate::failure::Failure;
use crate::value_parser::one_of;

/// Ask the provider what became of the payment with this key.
///
/// It only reads. The provider's key comes from the environment, such as `AGENTWALLEX_API_KEY`.
#[derive(clap::Args)]
pub(crate) struct Reconcile {
    /// The key, or the id of an entry.
    key: String,
    #[command(flatten)]
    place: Place,
}

/// Settle everything that other processes left behind.
///
/// It sends the plans that are committed, asks the provider about entries whose process died, and frees keys that were
/// never used. Entries on which a process is at work stay as they are. The providers' keys come from the environment.
#[derive(clap::Args)]
pub(crate) struct Run {
    /// Only this provider. By default, every provider that has an entry.
    #[arg(long, value_name = "ID", value_parser = one_of(Provider::BUILT_IN, Provider::as_str))]
    provider: Option<Provider>,
    #[command(flatten)]
    place: Place,
}

impl Reconcile {
    pub(super) async fn run(&self) -> Result<String, Failure> {
        let store = self.place.open().await?;
        let (rows, _) = store.rows_of(&self.key).await?;
        let mut shown = Vec::new();
        for row in rows {
            let journal = journal(&store, row.provider)?;
            if row.account != journal.account() {
                return Err(Failure::Run(format!(
                    "the entry is of account {}, and the key in the environment makes account {}; use the API key that made \
                     the payment, or PAYONCE_JOURNAL_ACCOUNT={} if the key was rotated",
                    row.account,
                    journal.account(),
                    row.account
                )));
            }
            for entry in journal.reconcile(&row.id).await.map_err(|error| Failure::Run(error.to_string()))? {
                shown.push(described(&entry, entry.updated_ms));
            }
        }
        Ok(shown.join("\n"))
    }
}

impl Run {
    pub(super) async fn run(&self) -> Result<String, Failure> {
        let store = self.place.open().await?;
        let (rows, _) = store.rows(true).await?;
        let mut text = String::new();
        for provider in Provider::BUILT_IN {
            let count = rows.iter().filter(|row| row.provider == *provider).count();
            if count == 0 || self.provider.is_some_and(|wanted| wanted != *provider) {
                continue;
            }
            progress(&format!("{provider}: {count} entries"));
            let sweep =
                journal(&store, *provider)?.run().await.map_err(|error| Failure::Run(error.to_string()))?;
            let of =
                |state: fn(&JournalEntry) -> bool| sweep.settled.iter().filter(|entry| state(entry)).count();
            let applied = of(|entry| entry.outcome == Some(payonce::Outcome::Applied));
            text.push_str(&format!(
                "{provider}: {} settled ({applied} applied), {} still open, {} untouched\n",
                sweep.settled.len(),
                sweep.open.len(),
                count.saturating_sub(sweep.settled.len() + sweep.open.len())
            ));
            for entry in sweep.open.iter().filter(|entry| entry.state != JournalState::Planned) {
                text.push_str(&format!(
                    "  open: {}\n",
                    crate::output::visible(entry.key.as_deref().unwrap_or(&entry.id))
                ));
            }
        }
        Ok(if text.is_empty() { "Nothing is open.\n".to_owned() } else { text })
    }
}

/// The journal through a client of this provider, whose keys are in the environment.
fn journal(store: &Store, provider: Provider) -> Result<Journal, Failure> {
    // The store replaces the one that the environment may name.
    let mut options: Map<String, Value> = [("journal".to_owned(), Value::Null)].into_iter().collect();
    if let Ok(account) = std::env::var("PAYONCE_JOURNAL_ACCOUNT") {
        options.insert("journal_account".to_owned(), account.into());
    }
    let failed = |error: payonce::Error| Failure::Run(error.to_string());
    let client = UntypedClient::open(provider, &options).map_err(failed)?;
    client.with_journal(Arc::clone(&store.0)).journal().map_err(failed)
}

/// A person who waits sees where the work is; a log does not need it.
fn progress(line: &str) {
    let mut stderr = std::io::stderr();
    if stderr.is_terminal() {
        let _ = writeln!(stderr, "{line}");
    }
}
