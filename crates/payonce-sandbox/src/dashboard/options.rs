//! What the program that starts the dashboard knows.

use std::fmt::Debug;
use std::pin::Pin;
use std::sync::Arc;

use serde_json::Value;

/// The options of the dashboard.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Dashboard {
    /// Whose open entries the dashboard shows.
    pub journal: Option<Arc<dyn OpenEntries>>,
    /// The paths of the provider files, in their order. A copied test loads them.
    pub provider_paths: Vec<String>,
}

impl Dashboard {
    /// A dashboard without a journal.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Shows the open entries of a journal as well.
    #[must_use]
    pub fn with_journal(mut self, journal: Arc<dyn OpenEntries>) -> Self {
        self.journal = Some(journal);
        self
    }

    /// Names the provider files for the tests that the dashboard copies.
    #[must_use]
    pub fn with_provider_paths(mut self, paths: Vec<String>) -> Self {
        self.provider_paths = paths;
        self
    }
}

/// A journal that the dashboard reads.
pub trait OpenEntries: Debug + Send + Sync {
    /// The entries that are not settled, as a JSON array of objects with the texts `state`, `key`, `operation`, `age`,
    /// `sent`, `look_for` and `next`, and the Boolean `is_open`.
    fn open_entries(&self) -> Pin<Box<dyn Future<Output = Result<Value, String>> + Send + '_>>;
}
