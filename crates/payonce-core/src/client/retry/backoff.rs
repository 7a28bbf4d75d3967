//! The gap before a repetition.

use std::time::Duration;

use crate::client::retry::RetryPolicy;

/// The gap before repetition number `retry` (from 1): exponential, capped, then shortened at random by at most half.
/// The cap holds after the jitter too, and no setting overflows.
pub(crate) fn backoff(policy: &RetryPolicy, retry: u32, rng: &mut fastrand::Rng) -> Duration {
    let factor = 2_u32.checked_pow(retry.saturating_sub(1)).unwrap_or(u32::MAX);
    let full = policy.base_delay.checked_mul(factor).unwrap_or(Duration::MAX).min(policy.max_delay);
    if !policy.jitter {
        return full;
    }
    let nanos = u64::try_from(full.as_nanos()).unwrap_or(u64::MAX);
    Duration::from_nanos(rng.u64(nanos / 2..=nanos))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_delay_never_exceeds_the_maximum_and_never_overflows(
            base in 0_u64.., cap in 0_u64.., retry in 0_u32.., jitter: bool, seed: u64,
        ) {
            let policy = RetryPolicy {
                base_delay: Duration::from_millis(base),
                max_delay: Duration::from_millis(cap),
                jitter,
                ..RetryPolicy::default()
            };
            let gap = backoff(&policy, retry, &mut fastrand::Rng::with_seed(seed));
            prop_assert!(gap <= policy.max_delay);
        }
    }

    #[test]
    fn without_jitter_the_delays_double_up_to_the_maximum() {
        let policy = RetryPolicy { jitter: false, ..RetryPolicy::default() };
        let mut rng = fastrand::Rng::with_seed(0);
        let gaps: Vec<u64> = (1..=7).map(|retry| backoff(&policy, retry, &mut rng).as_secs()).collect();
        assert_eq!(gaps, [1, 2, 4, 8, 16, 30, 30]);
    }
}
