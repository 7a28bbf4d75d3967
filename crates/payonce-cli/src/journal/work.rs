//! `payonce journal reconcile` and `run`: what the provider is asked.

use std::collections::BTreeSet;
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
/// It only reads. The provider's key comes from the environment, such as `AGENTWALLEX_API_KEY`. A service that was paid by
/// challenge cannot be asked: its entry stays open until a person settles it.
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
/// never used. Entries on which a process is at work stay as they are. The providers' keys come from the environment. It
/// signs nothing: a payment by challenge that may have been made stays open until a person settles it.
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
            let journal = journal(&store, row.provider, &row.account)?;
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
        for provider in Provider::BUILT_IN.iter().chain([&Provider::CHALLENGE]) {
            let own = || rows.iter().filter(|row| row.provider == *provider);
            let count = own().count();
            if count == 0 || self.provider.is_some_and(|wanted| wanted != *provider) {
                continue;
            }
            progress(&format!("{provider}: {count} entries"));
            // Each paid service is an account of its own.
            let accounts: BTreeSet<&str> = if *provider == Provider::CHALLENGE {
                own().map(|row| row.account.as_str()).collect()
            } else {
                [""].into()
            };
            let (mut settled, mut open) = (Vec::new(), Vec::new());
            for account in accounts {
                let journal = journal(&store, *provider, account)?;
                let sweep = journal.run().await.map_err(|error| Failure::Run(error.to_string()))?;
                settled.extend(sweep.settled);
                open.extend(sweep.open);
            }
            let of = |state: fn(&JournalEntry) -> bool| settled.iter().filter(|entry| state(entry)).count();
            let applied = of(|entry| entry.outcome == Some(payonce::Outcome::Applied));
            text.push_str(&format!(
                "{provider}: {} settled ({applied} applied), {} still open, {} untouched\n",
                settled.len(),
                open.len(),
                count.saturating_sub(settled.len() + open.len())
            ));
            for entry in open.iter().filter(|entry| entry.state != JournalState::Planned) {
                text.push_str(&format!(
                    "  open: {}\n",
                    crate::output::visible(entry.key.as_deref().unwrap_or(&entry.id))
                ));
            }
        }
        Ok(if text.is_empty() { "Nothing is open.\n".to_owned() } else { text })
    }
}

/// The journal through a client of this provider, whose keys are in the environment. A paid service has no key and cannot be
/// asked: only its entries in the store change, so its account is all that is needed.
fn journal(store: &Store, provider: Provider, account: &str) -> Result<Journal, Failure> {
    // The store replaces the one that the environment may name.
    let mut options: Map<String, Value> = [("journal".to_owned(), Value::Null)].into_iter().collect();
    if let Ok(account) = std::env::var("PAYONCE_JOURNAL_ACCOUNT") {
        options.insert("journal_account".to_owned(), account.into());
    }
    if provider == Provider::CHALLENGE {
        options.insert("base_url".to_owned(), "https://127.0.0.1".into());
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
