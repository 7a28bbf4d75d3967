//! One call as steps that TypeScript takes.

use std::fmt::Write as _;
use std::time::Duration;

use payonce_core::{
    Answer, Attempt, Call, Event, Failure, FailureCause, Headers, Interruption, Now, Phase, Step, bridge,
};
use serde_json::{Value, json};
use wasm_bindgen::prelude::wasm_bindgen;

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
    /// Takes what happened and answers what to do next, both as JSON.
    ///
    /// `event` has the time, `monotonic_ms` and `unix_ms`, and `event`: `start`, `waited`, `answered` with `status`
    /// and `headers`, or `failed` with `phase`, `cause`, `message` and perhaps `status` and `headers`. The answer has
    /// `step`: `send` with `method`, `url`, `headers`, `body`, `timeout_ms` and `max_body`; `wait` with `wait_ms`; or
    /// `done` with `envelope`; and `notices`, to be delivered first.
    pub fn step(&mut self, event: &str, body: &[u8]) -> String {
        self.exchanging = false;
        let call = match &mut self.prepared {
            Ok(call) => call,
            Err(payload) => return refusal(payload),
        };
        let report: Value = serde_json::from_str(event).unwrap_or_default();
        let step = call.step(now(&report), read_event(&report, body));
        let notices = json!(call.take_notices());
        match step {
            Step::Send(attempt) => send(attempt, &notices).to_string(),
            Step::Wait(wait) => {
                json!({ "step": "wait", "wait_ms": milliseconds(wait), "notices": notices }).to_string()
            }
            Step::Done(result) => {
                json!({ "step": "done", "envelope": bridge::envelope(&result), "notices": notices })
                    .to_string()
            }
        }
    }

    /// Says that the request of the last step goes out now.
    pub fn sending(&mut self) {
        self.exchanging = true;
    }

    /// Ends the call and answers its envelope. `time` is JSON with `monotonic_ms` and `unix_ms`.
    pub fn interrupt(&mut self, time: &str) -> String {
        match &mut self.prepared {
            Ok(call) => {
                let time: Value = serde_json::from_str(time).unwrap_or_default();
                if !self.exchanging {
                    call.hold_back();
                }
                bridge::envelope(&Err(call.interrupt(now(&time), Interruption::Cancelled))).to_string()
            }
            Err(payload) => failed_envelope(payload),
        }
    }
}

fn failed_envelope(payload: &str) -> String {
    format!("{{\"ok\":false,\"error\":{payload}}}")
}

fn refusal(payload: &str) -> String {
    let mut step = String::from("{\"step\":\"done\",\"notices\":[],\"envelope\":");
    let _ = write!(step, "{}}}", failed_envelope(payload));
    step
}

fn send(attempt: Attempt, notices: &Value) -> Value {
    // Every body that payonce sends is JSON, and so text.
    let body = attempt.body.map(|body| String::from_utf8_lossy(&body).into_owned());
    json!({
        "step": "send",
        "method": attempt.method,
        "url": attempt.url,
        "headers": attempt.headers,
        "body": body,
        "timeout_ms": milliseconds(attempt.timeout),
        "max_body": attempt.max_body,
        "notices": notices,
    })
}

fn milliseconds(duration: Duration) -> u64 {
    // Rounded up: never earlier than asked.
    u64::try_from(duration.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX)
}

fn now(report: &Value) -> Now {
    let milliseconds = |name: &str| report.get(name).and_then(Value::as_u64).unwrap_or_default();
    Now { monotonic: Duration::from_millis(milliseconds("monotonic_ms")), unix_ms: milliseconds("unix_ms") }
}

fn read_event(report: &Value, body: &[u8]) -> Event {
    let text = |name: &str| report.get(name).and_then(Value::as_str);
    match text("event") {
        Some("waited") => Event::Waited,
        Some("answered") => {
            let (status, headers) = head(report).unwrap_or_default();
            Event::Answered(Answer { status, headers, body: body.to_vec() })
        }
        Some("failed") => Event::Failed(Failure {
            // A platform that does not say how far it got may have sent the request.
            phase: text("phase").and_then(Phase::parse).unwrap_or(Phase::Waiting),
            cause: match text("cause") {
                Some("timeout") => Some(FailureCause::Timeout),
                Some("too_large") => Some(FailureCause::TooLarge),
                Some("connection") => Some(FailureCause::Connection),
                _ => None,
            },
            message: text("message").unwrap_or("no complete answer").to_owned(),
            head: head(report),
        }),
        _ => Event::Start,
    }
}

fn head(report: &Value) -> Option<(u16, Headers)> {
    let status = u16::try_from(report.get("status")?.as_u64()?).ok()?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let headers = report
        .get("headers")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|pair| match pair.as_array().map(Vec::as_slice) {
            Some([name, value]) => Some((text(name), text(value))),
            _ => None,
        })
        .collect();
    Some((status, headers))
}
