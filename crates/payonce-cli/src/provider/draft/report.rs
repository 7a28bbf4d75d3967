//! What the command reports about a draft.

use std::fmt::Write as _;

use payonce_core::Provider;

use super::questions::Asked;
use crate::output::visible;
use crate::provider::counted;

/// A finished draft.
pub(super) struct Finished {
    pub(super) text: String,
    pub(super) counts: String,
    pub(super) left_out: Vec<String>,
    pub(super) asked: Vec<Asked>,
}

/// More lines about what was left out than a person reads at once.
const MOST_SHOWN: usize = 20;

impl Finished {
    pub(super) fn report(&self, file: &str) -> String {
        let mut report = format!("{file}: {}\n", self.counts);
        for what in self.left_out.iter().take(MOST_SHOWN) {
            let _ = writeln!(report, "left out: {}", visible(what));
        }
        if let Some(more) = self.left_out.len().checked_sub(MOST_SHOWN).filter(|more| *more > 0) {
            let _ = writeln!(report, "left out: {more} more; the end of the file lists them");
        }
        let count = self.asked.len();
        let _ = writeln!(report, "{} to answer:", counted(count, "question"));
        report.extend(self.asked.iter().map(|question| question.shown(file)));
        report
    }
}

/// What the draft declares.
pub(super) fn counts(provider: Provider) -> String {
    let spec = provider.spec();
    let unkeyed =
        spec.operations.iter().filter(|operation| operation.safety() == payonce_core::Safety::Unkeyed);
    format!(
        "{}, {} of them unkeyed, {}",
        counted(spec.operations.len(), "operation"),
        unkeyed.count(),
        counted(spec.errors.codes.len(), "code")
    )
}
