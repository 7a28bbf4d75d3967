//! Points in time and durations, as a call receives them.

use std::time::Duration;

/// The time, twice: one clock that never jumps, one that other machines share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Since any fixed moment.
    pub monotonic: Duration,
    /// Milliseconds since 1970.
    pub unix_ms: u64,
}

/// The milliseconds of a duration, in 64 bits: the standard library returns 128, whose arithmetic is a library of its
/// own on wasm.
pub(crate) fn whole_milliseconds(duration: Duration) -> u64 {
    duration.as_secs().saturating_mul(1000).saturating_add(duration.subsec_millis().into())
}
