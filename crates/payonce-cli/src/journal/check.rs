//! `payonce journal check`: whether a store does what a journal needs.

use std::fmt::Write as _;
use std::sync::Arc;

use payonce::journal::conformance;

use super::Place;
use crate::failure::Failure;

/// Run the conformance suite on a store.
///
/// It writes rows of its own, whose ids start with pj_conformance_, and leaves them settled. For a store of your own, run
/// the suite from your program: `payonce.journal.conformance` in Python, `checkConformance` in TypeScript,
/// `payonce::journal::conformance` in Rust.
#[derive(clap::Args)]
pub(crate) struct Check {
    #[command(flatten)]
    place: Place,
}

impl Check {
    pub(super) async fn run(&self) -> Result<String, Failure> {
        let store = self.place.open_or_make().await?;
        let checks =
            conformance::check(Arc::clone(&store.0)).await.map_err(|failure| Failure::Run(failure.0))?;
        let mut text = String::new();
        for check in &checks {
            let verdict = if check.problem.is_none() { "ok  " } else { "FAIL" };
            let _ = writeln!(text, "{verdict} {}", check.name);
            if let Some(problem) = &check.problem {
                let _ = writeln!(text, "     it {}", crate::output::visible(problem));
            }
        }
        let failed = checks.iter().filter(|check| check.problem.is_some()).count();
        if failed > 0 {
            return Err(Failure::Run(format!("{failed} of {} checks failed\n{text}", checks.len())));
        }
        let _ = writeln!(text, "\nThe store conforms: {} checks passed.", checks.len());
        Ok(text)
    }
}
