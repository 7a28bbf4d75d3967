//! The JSON form of errors, from logs, queues and other processes.

use payonce_core::render::Audience;
use payonce_core::{ErrorPayload, Outcome, json};
use serde_json::{Value, json as offer_json};

const INTERNAL: &str = "internal-text-7041";

/// What is read is written and read alike, and no form for the public has the provider's own text or asks for a second payment.
pub(crate) fn error_payload(bytes: &[u8]) {
    let Ok(Value::Object(members)) = json::read(bytes) else { return };
    let Ok(mut payload) = ErrorPayload::read(&members) else { return };
    let Value::Object(written) = payload.to_value() else { panic!("a payload is an object") };
    assert_eq!(ErrorPayload::read(&written).as_ref(), Ok(&payload));

    payload.message = INTERNAL.to_owned();
    let offer = offer_json!({
        "resource": {"url": "https://example.test/report"},
        "accepts": [{"scheme": "exact", "network": "eip155:8453", "amount": "1000", "asset": "0x1", "payTo": "0x2"}],
    });
    let offer = offer.as_object().expect("an object");
    for audience in [Audience::Public, Audience::Owner] {
        let response = payload.to_response(audience);
        let problem = payload.to_problem(audience);
        let mcp = payload.to_mcp(audience);
        let structured = payload.to_mcp_structured(audience);
        let tool = payload.to_tool_failure(audience);
        let log = Value::Object(payload.log_record(audience));
        let x402 = payload.to_x402(audience, offer);
        if matches!(payload.outcome, Outcome::Unknown | Outcome::Pending) {
            assert_ne!(response.status, 402);
            if let Ok(x402) = &x402 {
                assert_ne!(x402.status, 402);
            }
        }
        if audience == Audience::Public {
            let shown = format!("{response:?}{problem}{mcp}{structured}{tool:?}{x402:?}");
            // Another member may have the same text.
            let elsewhere = payload.user_message.contains(INTERNAL);
            assert!(elsewhere || !shown.contains(INTERNAL), "{shown}");
        }
        for form in [problem, mcp, structured, log] {
            assert_eq!(json::read(json::write(&form).as_bytes()), Ok(form));
        }
    }
    // One line for a terminal.
    let _ = payload.summary();
}
