//! The outbox: the intention to pay, written in the caller's own transaction.

use crate::journal::decision::{Claimant, Decision, Take, decide};
use crate::journal::entry::Entry;
use crate::journal::operation::{JournalAnswer, JournalOp};
use crate::journal::row::{JournalRow, JournalState};
use crate::journal::settlement::taken_over;
use crate::model::safety::Safety;

/// What follows once a store answered to the claim of a plan: nothing when the plan is recorded, or the operation that
/// replaces an entry whose key is free. A plan that is there already is the same plan.
///
/// # Errors
/// Why the key cannot be planned: it was used for something else.
pub fn planned(plan: &JournalRow, response: &JournalAnswer) -> Result<Option<JournalOp>, String> {
    if response.written {
        return Ok(None);
    }
    // A row that is neither written nor there is not a plan: claim it again.
    let Some(found) = &response.row else { return Ok(Some(JournalOp::Claim(Box::new(plan.clone())))) };
    let (ours, theirs) = (Entry::read(&plan.entry)?, Entry::read(&found.entry)?);
    let claimant = Claimant {
        key_window: None,
        account: &plan.account,
        fingerprint: &ours.fingerprint,
        safety: Safety::Unkeyed,
        can_search: false,
    };
    match decide(found, &theirs, &claimant, response.now_ms) {
        Decision::Refuse(problem) => Err(problem),
        Decision::Take(Take::Send) if found.state != JournalState::Planned => {
            let free = JournalRow { account: plan.account.clone(), key: plan.key.clone(), ..found.clone() };
            Ok(Some(taken_over(&free, JournalState::Planned, None, &ours)))
        }
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::row::SCHEMA;
    use crate::spec::provider::Provider;

    #[test]
    fn a_response_without_a_row_does_not_record_a_plan() {
        let plan = JournalRow {
            id: "pj_1".to_owned(),
            generation: 1,
            state: JournalState::Planned,
            outcome: None,
            provider: Provider::AGENTWALLEX,
            account: "acct_1".to_owned(),
            operation: "payments.send".to_owned(),
            key: Some("order_1".to_owned()),
            created_ms: 0,
            updated_ms: 0,
            schema: SCHEMA,
            entry: Entry::default().write(),
        };
        let nothing = JournalAnswer { now_ms: 1, ..JournalAnswer::default() };
        assert_eq!(planned(&plan, &nothing), Ok(Some(JournalOp::Claim(Box::new(plan.clone())))));
        let written = JournalAnswer { written: true, row: Some(plan.clone()), ..nothing };
        assert_eq!(planned(&plan, &written), Ok(None));
    }
}
