//! The examples of the document as examples of the file.

use payonce_core::{Context, Headers, Provider, Received, Response, classify};
use serde_json::Value;

use super::errors::Example;
use super::names::{key, quoted};

/// An example with what payonce makes of it.
pub(super) fn shown(example: &Example, provider: Provider, left_out: &mut Vec<String>) -> Option<String> {
    let Example { operation, status, body } = example;
    let declared = provider.operation(operation)?;
    let mut refuse = |why: &str| {
        left_out.push(format!("the example of {operation} with HTTP {status}: {why}"));
        None
    };
    let Some(written) = toml(body) else { return refuse("TOML cannot hold one of its numbers") };
    let mut headers = Headers::new();
    headers.push("content-type", "application/json");
    let response = Response { status: *status, headers, body: body.to_string().into_bytes() };
    let context = Context { operation: Some(declared), ..Context::new(provider) };
    let error = classify(&context, &Received::Response(response));
    let expect = match &error {
        None => String::new(),
        Some(_) if *status < 300 => return refuse("it does not have the form that the document promises"),
        Some(error) => {
            let payload = error.payload();
            format!("expect = {{ kind = \"{}\", outcome = \"{}\" }}\n", payload.kind, payload.outcome)
        }
    };
    Some(format!(
        "[[example]]\noperation = {}\nstatus = {status}\nbody = {written}\n{expect}",
        quoted(operation)
    ))
}

/// A value as TOML, in one line.
fn toml(value: &Value) -> Option<String> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) if number.is_i64() => number.to_string(),
        // TOML has the numbers of IEEE 754 besides whole ones, and wants digits on both sides of the point.
        Value::Number(number) => {
            let text = number.to_string();
            let is_plain = text.contains('.') && !text.contains(['e', 'E']);
            if !is_plain {
                return None;
            }
            text
        }
        Value::String(text) => quoted(text),
        Value::Array(items) => {
            let items: Option<Vec<String>> = items.iter().map(toml).collect();
            format!("[{}]", items?.join(", "))
        }
        Value::Object(members) => {
            let members: Option<Vec<String>> = members
                .iter()
                .map(|(name, value)| Some(format!("{} = {}", key(name), toml(value)?)))
                .collect();
            format!("{{ {} }}", members?.join(", "))
        }
    })
}
