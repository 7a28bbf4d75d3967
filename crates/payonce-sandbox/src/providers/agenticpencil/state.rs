//! What the service remembers.

use super::accounts::Account;

#[derive(Debug)]
pub(crate) struct Service {
    pub(super) accounts: Vec<Account>,
    /// What was researched when, since a repetition within a day comes from a cache.
    pub(super) researched: Vec<(String, jiff::Timestamp)>,
}
