//! An object on its way to its final state; TypeScript waits and looks.

use std::time::Duration;

use napi_derive::napi;
use payonce::core::{Waiter, ffi};

/// Decides when to read an object again, and what its last state means.
#[napi]
pub struct NativeWaiter {
    waiter: Waiter,
}

impl NativeWaiter {
    pub(crate) fn new(waiter: Waiter) -> Self {
        Self { waiter }
    }
}

#[napi]
impl NativeWaiter {
    /// The next step as JSON, this long after the start, with what the last look brought.
    #[napi(catch_unwind)]
    pub fn next(&mut self, elapsed_ms: f64, looked: Option<String>) -> String {
        let elapsed = Duration::try_from_secs_f64(elapsed_ms / 1000.0).unwrap_or_default();
        let looked = looked.and_then(|text| serde_json::from_str(&text).ok());
        ffi::follow_step(&mut self.waiter, elapsed, looked).to_string()
    }

    /// The payload of the error of what is followed, from that of a look that failed, or from an empty text when
    /// the caller stops waiting.
    #[napi(catch_unwind)]
    pub fn unread(&self, look: String) -> String {
        ffi::follow_unread(&self.waiter, &look).to_string()
    }
}
