//! One payment by challenge as steps that TypeScript takes.

use payonce_core::challenge::{PaidResponse, Payment, PaymentInput, PaymentStep};
use payonce_core::model::json::{self, ObjectWriter};
use payonce_core::{Error, Event, HttpRequest, Input, Interruption, Now, Received, ffi};
use serde_json::Value;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::STYLE;
use crate::call::{failed_envelope, milliseconds, now, read_event, refusal, response, send};

/// A payment that is prepared, under way or over. Its steps are those of a call, and one more.
#[wasm_bindgen]
pub struct WasmPayment {
    prepared: Result<Payment, String>,
    /// Whether the listeners are through and the request is handed to `fetch`.
    exchanging: bool,
    body: Vec<u8>,
}

impl std::fmt::Debug for WasmPayment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WasmPayment").finish_non_exhaustive()
    }
}

impl WasmPayment {
    pub(crate) fn new(prepared: Result<Payment, String>) -> Self {
        Self { prepared, exchanging: false, body: Vec::new() }
    }

    fn after(&mut self, input: PaymentInput, now: Now, has_listener: bool) -> String {
        self.exchanging = false;
        let payment = match &mut self.prepared {
            Ok(payment) => payment,
            Err(payload) => return refusal(payload),
        };
        let step = payment.step(input, now);
        let events = payment.take_events();
        let events = events.iter().filter(|_| has_listener).map(Event::to_value).collect();
        let is_last = payment.has_result();
        let mut members = ObjectWriter::with_capacity(512);
        members.value("events", &Value::Array(events));
        match step {
            PaymentStep::Send(request) => send(&mut members, &HttpRequest { body: None, ..request }),
            PaymentStep::Journal(op) => {
                members.text("step", "journal");
                members.value("op", &op.to_value());
                members.flag("is_last", is_last);
            }
            PaymentStep::Wait(wait) => {
                members.text("step", "wait");
                members.number("wait_ms", milliseconds(wait));
            }
            PaymentStep::Sign(challenge) => {
                members.text("step", "sign");
                members.value("challenge", &challenge.to_value());
            }
            PaymentStep::Done(result) => {
                members.text("step", "done");
                members.value("envelope", &self.done(result));
            }
        }
        members.write()
    }

    fn done(&mut self, result: Result<PaidResponse, Error>) -> Value {
        let envelope = ffi::paid_envelope(&result, STYLE);
        self.body = result.map(|paid| paid.response.body).unwrap_or_default();
        envelope
    }
}

#[wasm_bindgen]
impl WasmPayment {
    /// Takes what happened and returns what to do next, both as JSON, as a call does. The event `signed` has the report of
    /// the signer; the step `sign` has `challenge`. The step `send` has no body: TypeScript has it.
    pub fn step(
        &mut self,
        event: &str,
        body: &[u8],
        monotonic_ms: f64,
        unix_ms: f64,
        has_listener: bool,
    ) -> String {
        let report = json::read(event.as_bytes()).unwrap_or_default();
        let input = if report.get("event").and_then(Value::as_str) == Some("signed") {
            PaymentInput::Signed(ffi::signed_report(&json::write(&report)))
        } else {
            match read_event(&report, body) {
                Input::Start => PaymentInput::Start,
                Input::Waited => PaymentInput::Waited,
                Input::Response(response) => PaymentInput::Received(Received::Response(response)),
                Input::Failed(failure) => PaymentInput::Received(Received::Failure(failure)),
                Input::Journal(answer) => PaymentInput::Journal(answer),
            }
        };
        self.after(input, now(monotonic_ms, unix_ms), has_listener)
    }

    /// Takes a complete response, as a call does.
    pub fn answered(
        &mut self,
        status: u16,
        lines: &str,
        body: Vec<u8>,
        monotonic_ms: f64,
        unix_ms: f64,
        has_listener: bool,
    ) -> String {
        let received = Received::Response(response(status, lines, body));
        self.after(PaymentInput::Received(received), now(monotonic_ms, unix_ms), has_listener)
    }

    /// The body of the response, after the last step.
    pub fn body(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.body)
    }

    /// Says that the request of the last step goes out now.
    pub fn sending(&mut self) {
        self.exchanging = true;
    }

    /// The events that were not delivered yet, as JSON: after `interrupt`, the last one.
    pub fn events(&mut self) -> String {
        let events = self.prepared.as_mut().map(Payment::take_events).unwrap_or_default();
        json::write(&Value::Array(events.iter().map(Event::to_value).collect()))
    }

    /// The last row of a payment that `interrupt` ended, for the store: an operation as JSON, or nothing.
    #[wasm_bindgen(js_name = lastRow)]
    pub fn last_row(&mut self) -> Option<String> {
        let row = self.prepared.as_mut().ok()?.take_last_row()?;
        Some(json::write(&row.to_value()))
    }

    /// How many milliseconds the payment may still take, for its listeners and its signer too.
    pub fn time_left_ms(&self, monotonic_ms: f64, unix_ms: f64) -> f64 {
        self.prepared
            .as_ref()
            .map_or(0.0, |payment| payment.time_left(now(monotonic_ms, unix_ms)).as_secs_f64() * 1000.0)
    }

    /// Ends the payment because its caller left, or because its deadline is over, and returns its envelope.
    pub fn interrupt(&mut self, monotonic_ms: f64, unix_ms: f64, deadline: bool) -> String {
        match &mut self.prepared {
            Ok(payment) => {
                if !self.exchanging {
                    payment.hold_back();
                }
                let why = if deadline { Interruption::Deadline } else { Interruption::Cancelled };
                let error = payment.interrupt(now(monotonic_ms, unix_ms), why);
                json::write(&ffi::paid_envelope(&Err(error), STYLE))
            }
            Err(payload) => failed_envelope(payload),
        }
    }
}
