//! One call as steps that TypeScript takes.

use std::fmt::Write as _;
use std::time::Duration;

use payonce_core::model::json::{self, Members};
use payonce_core::{
    Call, Event, Headers, HttpRequest, Input, Interruption, Now, Phase, Received, Response, Step,
    StoreFailure, TransportFailure, ffi,
};
use serde_json::Value;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::STYLE;

/// A call that is prepared, under way or over.
#[wasm_bindgen]
pub struct WasmCall {
    prepared: Result<Call, String>,
    /// Whether the listeners are through and the request is handed to `fetch`.
    exchanging: bool,
}

impl std::fmt::Debug for WasmCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WasmCall").finish_non_exhaustive()
    }
}

impl WasmCall {
    pub(crate) fn prepared(call: Call) -> Self {
        Self { prepared: Ok(call), exchanging: false }
    }

    pub(crate) fn refused(payload: String) -> Self {
        Self { prepared: Err(payload), exchanging: false }
    }
}

#[wasm_bindgen]
impl WasmCall {
    /// Takes what happened, and when, and returns what to do next, both as JSON.
    ///
    /// `event` has `event`: `start`, `waited`, `answered` with `status`
    /// and `headers`, `failed` with `phase`, `cause`, `message` and perhaps `status` and `headers`, or `journal` with the
    /// report of the store. The response has `step`: `send` with `method`, `url`, `headers`, `body`, `timeout_ms` and
    /// `max_body`; `journal` with `op` for the store, and `is_last` if the call has its result; `wait` with `wait_ms`; or
    /// `done` with `envelope`; and `events`, to be delivered first, which are empty without a listener.
    pub fn step(
        &mut self,
        event: &str,
        body: &[u8],
        monotonic_ms: f64,
        unix_ms: f64,
        has_listener: bool,
    ) -> String {
        self.exchanging = false;
        let call = match &mut self.prepared {
            Ok(call) => call,
            Err(payload) => return refusal(payload),
        };
        let report = json::read(event.as_bytes()).unwrap_or_default();
        let step = call.step(now(monotonic_ms, unix_ms), read_event(&report, body));
        let events = call.take_events();
        let events = events.iter().filter(|_| has_listener).map(Event::to_value).collect();
        let mut members = Members::new();
        match step {
            Step::Send(attempt) => send(&mut members, attempt),
            Step::Journal(op) => {
                members.text("step", "journal");
                members.value("op", op.to_value());
                members.flag("is_last", call.has_result());
            }
            Step::Wait(wait) => {
                members.text("step", "wait");
                members.number("wait_ms", milliseconds(wait));
            }
            Step::Done(result) => {
                members.text("step", "done");
                members.value("envelope", ffi::envelope(&result, STYLE));
            }
        }
        members.value("events", Value::Array(events));
        members.write()
    }

    /// Says that the request of the last step goes out now.
    pub fn sending(&mut self) {
        self.exchanging = true;
    }

    /// The events that were not delivered yet, as JSON: after `interrupt`, the last one.
    pub fn events(&mut self) -> String {
        let events = self.prepared.as_mut().map(Call::take_events).unwrap_or_default();
        json::write(&Value::Array(events.iter().map(Event::to_value).collect()))
    }

    /// The last row of a call that `interrupt` ended, for the store: an operation as JSON, or nothing.
    #[wasm_bindgen(js_name = lastRow)]
    pub fn last_row(&mut self) -> Option<String> {
        let row = self.prepared.as_mut().ok()?.take_last_row()?;
        Some(json::write(&row.to_value()))
    }

    /// How many milliseconds the call may still take, for its listeners too.
    pub fn time_left_ms(&self, monotonic_ms: f64, unix_ms: f64) -> f64 {
        self.prepared
            .as_ref()
            .map_or(0.0, |call| call.time_left(now(monotonic_ms, unix_ms)).as_secs_f64() * 1000.0)
    }

    /// Ends the call because its caller left, or because its deadline is over, and returns its envelope.
    pub fn interrupt(&mut self, monotonic_ms: f64, unix_ms: f64, deadline: bool) -> String {
        match &mut self.prepared {
            Ok(call) => {
                if !self.exchanging {
                    call.hold_back();
                }
                let why = if deadline { Interruption::Deadline } else { Interruption::Cancelled };
                json::write(&ffi::envelope(&Err(call.interrupt(now(monotonic_ms, unix_ms), why)), STYLE))
            }
            Err(payload) => failed_envelope(payload),
        }
    }
}

pub(crate) fn failed_envelope(payload: &str) -> String {
    format!("{{\"ok\":false,\"error\":{payload}}}")
}

pub(crate) fn refusal(payload: &str) -> String {
    let mut step = String::from("{\"step\":\"done\",\"events\":[],\"envelope\":");
    let _ = write!(step, "{}}}", failed_envelope(payload));
    step
}

pub(crate) fn send(members: &mut Members, attempt: HttpRequest) {
    let pair = |(name, value): (String, String)| Value::Array(vec![name.into(), value.into()]);
    // Every body that payonce sends is JSON, and so text.
    let body = attempt.body.map(|body| String::from_utf8_lossy(&body).into_owned());
    members.text("step", "send");
    members.text("method", attempt.method);
    members.text("url", &attempt.url);
    members.value("headers", Value::Array(attempt.headers.into_iter().map(pair).collect()));
    members.maybe_text("body", body.as_deref());
    members.number("timeout_ms", milliseconds(attempt.timeout));
    members.number("max_body", u64::try_from(attempt.max_body).unwrap_or(u64::MAX));
}

pub(crate) fn milliseconds(duration: Duration) -> u64 {
    // Rounded up: never earlier than asked. In 64 bits, since the arithmetic of 128 is a library of its own on wasm.
    let fraction = duration.subsec_nanos().div_ceil(1_000_000);
    duration.as_secs().saturating_mul(1000).saturating_add(fraction.into())
}

pub(crate) fn now(monotonic_ms: f64, unix_ms: f64) -> Now {
    // A cast makes zero of anything that is not a number of milliseconds.
    Now { monotonic: Duration::from_millis(monotonic_ms as u64), unix_ms: unix_ms as u64 }
}

pub(crate) fn read_event(report: &Value, body: &[u8]) -> Input {
    let text = |name: &str| report.get(name).and_then(Value::as_str);
    match text("event") {
        Some("waited") => Input::Waited,
        Some("answered") => {
            let (status, headers) = head(report).unwrap_or_default();
            Input::Response(Response { status, headers, body: body.to_vec() })
        }
        Some("journal") => Input::Journal(report.as_object().map_or_else(
            || Err(StoreFailure("the journal store answered nothing".to_owned())),
            ffi::store_report,
        )),
        Some("failed") => {
            let failure = TransportFailure {
                // A platform that does not say how far it got may have sent the request.
                phase: text("phase").and_then(|phase| phase.parse().ok()).unwrap_or(Phase::Waiting),
                cause: text("cause").and_then(|cause| cause.parse().ok()),
                message: text("message").unwrap_or("no complete response").to_owned(),
                head: head(report),
            };
            match failure.head.clone() {
                Some((status, headers)) => {
                    let response = Response { status, headers, body: body.to_vec() };
                    Received::broken_off(response, failure).into()
                }
                None => Input::Failed(failure),
            }
        }
        _ => Input::Start,
    }
}

fn head(report: &Value) -> Option<(u16, Headers)> {
    let status = u16::try_from(report.get("status")?.as_u64()?).ok()?;
    Some((status, ffi::headers(report.get("headers"))))
}
