//! Errors in the words of a fault plan and the envelope of a provider.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::dispatch::{Route, declared_error, refusal};
use crate::catalog::ProviderId;
use crate::http::{Response, reason};
use crate::service::{Envelope, Settings};

/// The provider's own error, with this code and this message where they are given, under this status.
pub(crate) fn error(
    route: &Route,
    status: u16,
    code: Option<&Value>,
    message: Option<&Value>,
    settings: Settings,
) -> Response {
    if let Some(response) = declared_error(route, status, code, message) {
        return response;
    }
    let usual = refusal(route, status, settings);
    if code.is_none() && message.is_none() {
        return usual;
    }
    let usual_json: Option<Value> = serde_json::from_slice(&usual.body).ok();
    let usual_member = |pointer: &str| usual_json.as_ref().and_then(|body| body.pointer(pointer)).cloned();
    // A page of a gateway has neither; what the plan does not say is left out then.
    let code = |pointer: &str| code.cloned().or_else(|| usual_member(pointer)).unwrap_or_default();
    let text = |pointer: &str| {
        message.cloned().or_else(|| usual_member(pointer)).unwrap_or_else(|| reason(status).into())
    };
    let body = match route.provider {
        Some(ProviderId::AgentPay) => json!({
            "success": false, "error_code": code("/error_code"), "error_message": text("/error_message"),
        }),
        // The envelope of NestJS has no code but the status and a word for it.
        Some(ProviderId::AgentTech) => {
            let reason = reason(status);
            let mut body = json!({"error": reason, "message": text("/message"), "statusCode": status});
            if let (code @ (Value::String(_) | Value::Number(_)), Some(fields)) =
                (code("/code"), body.as_object_mut())
            {
                fields.insert("code".to_owned(), code);
            }
            body
        }
        Some(ProviderId::Payi) => json!({
            "statusCode": status, "message": text("/message"),
            "xproxy_error": {"code": code("/xproxy_error/code"), "message": text("/xproxy_error/message")},
        }),
        Some(ProviderId::AgenticPencil) if settings.agenticpencil_envelope == Envelope::Server => {
            json!({"success": false, "error": {"code": code("/error/code"), "message": text("/error/message")}})
        }
        Some(ProviderId::AgenticPencil) => json!({
            "status": "error", "error": "Error", "message": text("/message"), "code": code("/code"),
        }),
        Some(ProviderId::AgentWallex | ProviderId::File(_)) | None => json!({
            "code": code("/code"), "type": usual_member("/type").unwrap_or_else(|| "internal_error".into()),
            "message": text("/message"),
        }),
    };
    let mut response = Response::json(status, &body);
    response
        .headers
        .extend(usual.headers.into_iter().filter(|(name, _)| !name.eq_ignore_ascii_case("content-type")));
    response
}

/// A payment challenge as x402 has it: the offer in the body for version 1, and in a header for version 2.
pub(crate) fn challenge() -> Response {
    let offer = json!({
        "scheme": "exact", "network": "eip155:8453", "maxAmountRequired": "100000", "amount": "100000",
        "resource": "https://example.com/data", "description": "", "mimeType": "application/json",
        "payTo": "0x00000000000000000000000000000000000000aa", "maxTimeoutSeconds": 60,
        "asset": "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", "extra": {"name": "USDC", "version": "2"},
    });
    let body = json!({"x402Version": 1, "error": "X-PAYMENT header is required", "accepts": [offer]});
    let header = json!({"x402Version": 2, "error": "payment required", "accepts": [offer]});
    Response::json(402, &body).with_header("PAYMENT-REQUIRED", STANDARD.encode(header.to_string()))
}
