//! The forms of an error for others, as JSON text.

use serde_json::Value;

use crate::error::ErrorPayload;
use crate::ffi::one_of;
use crate::model::json::{self, Members};
use crate::render::Audience;

/// One form of an error, as JSON text: `summary`, `problem`, `problem_response`, `response`, `mcp`, `mcp_structured`,
/// `tool_failure` or `log`, for `public` or `owner`.
///
/// # Errors
/// A text that says which of the three arguments is wrong.
pub fn render(form: &str, payload_json: &str, audience: &str) -> Result<String, String> {
    render_with_offer(form, payload_json, audience, "{}")
}

/// As [`render`]; the form `x402` needs `offer_json`, what only the server knows: `resource`, `accepts`, `extensions`. An
/// offer that cannot be used returns `{"refused": payload}`, the error that names its member.
///
/// # Errors
/// A text that says which of the arguments is wrong.
pub fn render_with_offer(
    form: &str,
    payload_json: &str,
    audience: &str,
    offer_json: &str,
) -> Result<String, String> {
    let payload =
        json::read_object(payload_json).ok_or("this is not the payload of an error: not an object")?;
    let payload = ErrorPayload::read(&payload).map_err(|member| {
        format!("this is not the payload of an error: `{member}` is missing or malformed")
    })?;
    let audience = audience
        .parse::<Audience>()
        .ok()
        .ok_or_else(|| format!("audience {}", one_of(Audience::ALL, Audience::as_str)))?;
    let rendered = match form {
        "summary" => Value::String(payload.summary()),
        "problem" => payload.to_problem(audience),
        "problem_response" => payload.to_problem_response(audience).to_value(),
        "response" => payload.to_response(audience).to_value(),
        "mcp" => payload.to_mcp(audience),
        "mcp_structured" => payload.to_mcp_structured(audience),
        "x402" => {
            let offer = json::read_object(offer_json).ok_or("the offer must be an object")?;
            match payload.to_x402(audience, &offer) {
                Ok(response) => response.to_value(),
                Err(error) => {
                    let mut refused = Members::new();
                    refused.value("refused", error.payload().to_value());
                    refused.into_value()
                }
            }
        }
        "tool_failure" => payload.to_tool_failure(audience).to_value(),
        "log" => Value::Object(payload.log_record(audience)),
        _ => return Err("form must be one of summary, problem, problem_response, response, mcp, mcp_structured, tool_failure, x402, log".to_owned()),
    };
    Ok(json::write(&rendered))
}
