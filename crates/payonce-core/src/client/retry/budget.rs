//! The retry budget of a client.

use std::sync::atomic::{AtomicU32, Ordering};

/// What a repetition costs.
const RETRY_COST: u32 = 5;
/// What a repetition after a timeout costs: it held a connection for long.
const TIMEOUT_COST: u32 = 10;
/// What a call that needed no repetition gives back.
const SUCCESS_REFUND: u32 = 1;

/// A token bucket that all calls of a client share, with the costs of smithy's standard retry mode.
#[derive(Debug)]
pub struct Budget {
    capacity: u32,
    tokens: AtomicU32,
}

impl Budget {
    /// A full bucket.
    #[must_use]
    pub const fn new(capacity: u32) -> Self {
        Self { capacity, tokens: AtomicU32::new(capacity) }
    }

    /// The tokens that are left.
    #[must_use]
    pub fn tokens(&self) -> u32 {
        self.tokens.load(Ordering::Relaxed)
    }

    /// Takes the cost of one repetition and returns it, or takes nothing.
    pub(crate) fn withdraw(&self, after_timeout: bool) -> Option<u32> {
        let cost = if after_timeout { TIMEOUT_COST } else { RETRY_COST };
        self.tokens
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| tokens.checked_sub(cost))
            .is_ok()
            .then_some(cost)
    }

    /// Gives back what the successful repetition had cost, or a little for a call that needed none.
    pub(crate) fn refund(&self, withdrawn: Option<u32>) {
        let refund = withdrawn.unwrap_or(SUCCESS_REFUND);
        let add = |tokens: u32| Some(tokens.saturating_add(refund).min(self.capacity));
        // The update always returns Some, so that this cannot fail.
        let _ = self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_bucket_refuses_and_successes_fill_it_again() {
        let budget = Budget::new(12);
        assert_eq!(budget.withdraw(true), Some(10));
        assert_eq!(budget.withdraw(false), None);
        for _ in 0..3 {
            budget.refund(None);
        }
        assert_eq!(budget.withdraw(false), Some(5));
        budget.refund(Some(100));
        assert_eq!(budget.tokens(), 12);
    }
}
