//! The outbox: the intention to pay, written in the caller's own transaction.

use crate::journal::decision::{Claimant, Decision, Take, decide};
use crate::journal::entry::Entry;
use crate::journal::operation::{JournalAnswer, JournalOp};
use crate::journal::row::{JournalRow, JournalState};
use crate::journal::settlement::next;
use crate::model::safety::Safety;

/// What follows once a store answered to the claim of a plan: nothing when the plan is recorded, or the operation that
/// replaces an entry whose key is free. A plan that is there already is the same plan.
///
/// # Errors
/// Why the key cannot be planned: it was used for something else.
pub fn planned(plan: &JournalRow, response: &JournalAnswer) -> Result<Option<JournalOp>, String> {
    let (Some(found), false) = (&response.row, response.written) else { return Ok(None) };
    let (ours, theirs) = (Entry::read(&plan.entry)?, Entry::read(&found.entry)?);
    let claimant = Claimant {
        account: &plan.account,
        fingerprint: &ours.fingerprint,
        safety: Safety::Unkeyed,
        can_search: false,
    };
    match decide(found, &theirs, &claimant, response.now_ms) {
        Decision::Refuse(problem) => Err(problem),
        Decision::Take(Take::Send) if found.state != JournalState::Planned => {
            let free = JournalRow { account: plan.account.clone(), key: plan.key.clone(), ..found.clone() };
            Ok(Some(next(&free, JournalState::Planned, None, &ours)))
        }
        _ => Ok(None),
    }
}
