//! Checks that a store does what a journal needs.

use std::sync::Arc;

use payonce_core::journal::conformance::{Conformance, ConformanceStep};
use tokio::task::JoinSet;

pub use payonce_core::journal::conformance::Check;

use super::{JournalStore, StoreFailure, carry_out};

/// Runs the conformance suite on a store: every operation, and many of them at the same time. A store conforms if no check
/// has a problem.
///
/// It writes rows of its own, whose ids start with `pj_conformance_`, and leaves them settled. It cannot check that a row
/// survives a power failure: read what your store promises there.
///
/// # Errors
/// The system has no random source to name the rows.
pub async fn check(store: Arc<dyn JournalStore>) -> Result<Vec<Check>, StoreFailure> {
    let mut entropy = [0; 16];
    getrandom::fill(&mut entropy).map_err(|error| StoreFailure(error.to_string()))?;
    let mut suite = Conformance::new(entropy);
    let mut responses = Vec::new();
    loop {
        match suite.step(std::mem::take(&mut responses)) {
            ConformanceStep::Done(checks) => return Ok(checks),
            ConformanceStep::Operations(operations) => {
                let mut running = JoinSet::new();
                for op in operations {
                    let store = Arc::clone(&store);
                    running.spawn(async move { carry_out(&*store, op).await });
                }
                while let Some(response) = running.join_next().await {
                    responses
                        .push(response.unwrap_or_else(|panicked| Err(StoreFailure(panicked.to_string()))));
                }
            }
        }
    }
}
