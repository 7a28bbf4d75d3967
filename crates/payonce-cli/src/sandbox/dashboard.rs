//! The dashboard of the simulator, with the journal of the programs that pay in it.

use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;

use payonce_sandbox::{Dashboard, OpenEntries};
use serde_json::Value;

use crate::journal::Watched;

pub(super) fn of(providers: &[PathBuf], journal: Option<&str>) -> Dashboard {
    let paths = providers.iter().map(|path| path.display().to_string()).collect();
    let dashboard = Dashboard::new().with_provider_paths(paths);
    match journal {
        Some(store) => dashboard.with_journal(Arc::new(Journal(Watched::new(store)))),
        None => dashboard,
    }
}

/// The journal of the programs that pay in the simulator.
#[derive(Debug)]
struct Journal(Watched);

impl OpenEntries for Journal {
    fn open_entries(&self) -> Pin<Box<dyn Future<Output = Result<Value, String>> + Send + '_>> {
        Box::pin(async move { self.0.unsettled().await.map_err(|failure| failure.to_string()) })
    }
}
