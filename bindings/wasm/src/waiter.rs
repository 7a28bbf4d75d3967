//! An object on its way to its final state; TypeScript waits and polls.

use std::time::Duration;

use payonce_core::model::json;
use payonce_core::{Waiter, ffi};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::STYLE;

/// Decides when to read an object again, and what its last state means.
#[wasm_bindgen]
#[derive(Debug)]
pub struct WasmWaiter {
    waiter: Waiter,
}

impl WasmWaiter {
    pub(crate) fn new(waiter: Waiter) -> Self {
        Self { waiter }
    }
}

#[wasm_bindgen]
impl WasmWaiter {
    /// The next step as JSON, this long after the start, with the result of the last poll.
    pub fn next(&mut self, elapsed_ms: f64, polled: Option<String>) -> String {
        let elapsed = Duration::try_from_secs_f64(elapsed_ms / 1000.0).unwrap_or_default();
        let polled = polled.and_then(|text| json::read(text.as_bytes()).ok());
        json::write(&ffi::waiter_step(&mut self.waiter, elapsed, polled, STYLE))
    }

    /// The payload of the error of the object, from that of a poll that failed, or from an empty text when
    /// the caller stops waiting.
    #[must_use]
    #[wasm_bindgen(js_name = pollFailed)]
    pub fn poll_failed(&self, poll: &str) -> String {
        json::write(&ffi::waiter_poll_failed(&self.waiter, poll, STYLE))
    }
}
