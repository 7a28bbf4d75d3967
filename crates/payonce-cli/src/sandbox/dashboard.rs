//! The dashboard of the simulator, with the journal of the programs that pay in it.

use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;

use payonce_sandbox::{Dashboard, OpenEntries};
use serde_json::Value;

use crate::journal;

pub(super) fn of(providers: &[PathBuf], journal: Option<&str>) -> Dashboard {
    let paths = providers.iter().map(|path| path.display().to_string()).collect();
    let dashboard = Dashboard::new().with_provider_paths(paths);
    match journal {
        Some(store) => dashboard.with_journal(Arc::new(Journal { store: store.to_owned() })),
        None => dashboard,
    }
}

/// A journal, opened for each look: the program that pays can make, move or lock it at any time.
struct Journal {
    store: String,
}

// The URL of a store can contain a password.
impl std::fmt::Debug for Journal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Journal")
    }
}

impl OpenEntries for Journal {
    fn open_entries(&self) -> Pin<Box<dyn Future<Output = Result<Value, String>> + Send + '_>> {
        Box::pin(
            async move { journal::open_entries(&self.store).await.map_err(|failure| failure.to_string()) },
        )
    }
}
