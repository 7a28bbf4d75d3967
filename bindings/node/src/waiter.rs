//! An object on its way to its final state; TypeScript waits and polls.

use std::time::Duration;

use napi_derive::napi;
use payonce_core::{Waiter, ffi};

use crate::STYLE;

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
    /// The next step as JSON, this long after the start, with the result of the last poll.
    #[napi(catch_unwind)]
    pub fn next(&mut self, elapsed_ms: f64, polled: Option<String>) -> String {
        let elapsed = Duration::try_from_secs_f64(elapsed_ms / 1000.0).unwrap_or_default();
        let polled = polled.and_then(|text| serde_json::from_str(&text).ok());
        ffi::waiter_step(&mut self.waiter, elapsed, polled, STYLE).to_string()
    }

    /// The payload of the error of the object, from that of a poll that failed, or from an empty text when
    /// the caller stops waiting.
    #[napi(catch_unwind)]
    pub fn poll_failed(&self, poll: String) -> String {
        ffi::waiter_poll_failed(&self.waiter, &poll, STYLE).to_string()
    }
}
