//! One call as steps that TypeScript takes.

use std::fmt::Write as _;
use std::time::Duration;

use payonce_core::model::json::{self, ObjectWriter};
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

    fn after(&mut self, input: Input, now: Now, has_listener: bool) -> String {
        self.exchanging = false;
        let call = match &mut self.prepared {
            Ok(call) => call,
            Err(payload) => return refusal(payload),
        };
        let step = call.step(now, input);
        let events = call.take_events();
        let events = events.iter().filter(|_| has_listener).map(Event::to_value).collect();
        let mut members = ObjectWriter::with_capacity(1024);
        members.value("events", &Value::Array(events));
        match step {
            Step::Send(request) => send(&mut members, &request),
            Step::Journal(op) => {
                members.text("step", "journal");
                members.value("op", &op.to_value());
                members.flag("is_last", call.has_result());
            }
            Step::Wait(wait) => {
                members.text("step", "wait");
                members.number("wait_ms", milliseconds(wait));
            }
            Step::Done(result) => {
                members.text("step", "done");
                members.json("envelope", &ffi::envelope(&result, STYLE));
            }
        }
        members.write()
    }
}

#[wasm_bindgen]
impl WasmCall {
    /// Takes what happened, and when, and returns what to do next, both as JSON.
    ///
    /// `event` has `event`: `start`, `waited`, `failed` with `phase`, `cause`, `message` and perhaps `status` and `headers`, or
    /// `journal` with the report of the store. The response has `step`: `send` with `method`, `url`, `headers`, `body`,
    /// `timeout_ms` and `max_body`; `journal` with `op` for the store, and `is_last` if the call has its result; `wait` with
    /// `wait_ms`; or `done` with `envelope`; and `events`, to be delivered first, which are empty without a listener.
    pub fn step(
        &mut self,
        event: &str,
        body: &[u8],
        monotonic_ms: f64,
        unix_ms: f64,
        has_listener: bool,
    ) -> String {
        let report = json::read(event.as_bytes()).unwrap_or_default();
        self.after(read_event(&report, body), now(monotonic_ms, unix_ms), has_listener)
    }

    /// Takes a complete response, and returns what [`step`](Self::step) returns. `lines` has the name and the value of each
    /// header field, with a line break after each.
    pub fn answered(
        &mut self,
        status: u16,
        lines: &str,
        body: Vec<u8>,
        monotonic_ms: f64,
        unix_ms: f64,
        has_listener: bool,
    ) -> String {
        let response = response(status, lines, body);
        self.after(Input::Response(response), now(monotonic_ms, unix_ms), has_listener)
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
                ffi::envelope(&Err(call.interrupt(now(monotonic_ms, unix_ms), why)), STYLE)
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

pub(crate) fn send(members: &mut ObjectWriter, request: &HttpRequest) {
    // Every body that payonce sends is JSON, and so text.
    let body = request.body.as_deref().map(String::from_utf8_lossy);
    members.text("step", "send");
    members.text("method", request.method);
    members.text("url", &request.url);
    members.pairs("headers", request.headers.iter().map(|(name, value)| (&**name, &**value)));
    members.maybe_text("body", body.as_deref());
    members.number("timeout_ms", milliseconds(request.timeout));
    members.number("max_body", u64::try_from(request.max_body).unwrap_or(u64::MAX));
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

pub(crate) fn response(status: u16, lines: &str, body: Vec<u8>) -> Response {
    let mut headers = Headers::new();
    let mut lines = lines.split('\n');
    while let (Some(name), Some(value)) = (lines.next(), lines.next()) {
        headers.push(name, value);
    }
    Response { status, headers, body }
}

pub(crate) fn read_event(report: &Value, body: &[u8]) -> Input {
    let text = |name: &str| report.get(name).and_then(Value::as_str);
    match text("event") {
        Some("waited") => Input::Waited,
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
