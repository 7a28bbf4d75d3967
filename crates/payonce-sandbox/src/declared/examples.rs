//! The responses of a provider file: those of its examples, and errors in its own form.

use serde_json::{Value, json};

use super::entries::Example;
use super::file::ProviderFile;
use super::pointers::place;
use crate::http::{Response, reason};

/// Chooses the responses of a provider file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Responses<'a> {
    file: &'a ProviderFile,
    operation: &'a str,
}

/// A code in an error and where it can be read: a string or a number.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The kind that a response with this status has if it says nothing else.
fn plain_kind(status: u16) -> &'static str {
    match status {
        400 | 422 => "invalid_request",
        401 => "authentication",
        402 => "insufficient_funds",
        403 => "permission",
        404 => "not_found",
        409 => "conflict",
        429 => "rate_limited",
        500 => "server",
        502 => "upstream",
        503 => "unavailable",
        _ => "",
    }
}

impl<'a> Responses<'a> {
    /// The responses to a call of this operation; an empty name for a request that calls none.
    pub(crate) fn of(file: &'a ProviderFile, operation: &'a str) -> Self {
        Self { file, operation }
    }

    /// The example of a success.
    pub(crate) fn success(self) -> Option<&'a Example> {
        self.own().find(|example| example.is_success())
    }

    /// The examples of the operation.
    fn own(self) -> impl Iterator<Item = &'a Example> {
        self.file.examples.iter().filter(move |example| example.operation.as_deref() == Some(self.operation))
    }

    /// The examples of errors: first those of the operation, then all.
    fn errors(self) -> impl Iterator<Item = &'a Example> {
        self.own().chain(&self.file.examples).filter(|example| !example.is_success())
    }

    /// The code in an example.
    fn code_of(self, example: &Example) -> Option<String> {
        if let Some(code) = example.expects("code") {
            return Some(code.to_owned());
        }
        let body = example.body.as_ref()?;
        self.file.read.code.iter().find_map(|place| {
            let pointer = if place.starts_with('/') { place.clone() } else { format!("/{place}") };
            body.pointer(&pointer).and_then(text_of)
        })
    }

    /// The service's own error with this status.
    pub(crate) fn refusal(self, status: u16) -> Response {
        let of_status = || self.errors().filter(|example| example.status == status);
        let plain = of_status().find(|example| example.expects("kind") == Some(plain_kind(status)));
        // Under a 5xx, a code that states more than the status would be a fact that the plan did not ask for.
        let chosen = plain.or_else(|| of_status().find(|_| status < 500));
        match chosen {
            Some(example) => response(example, status),
            None => {
                let row = self.file.codes.iter().find(|row| row.status == Some(status) && status < 500);
                let code = row.map(|row| Value::from(row.code.as_str()));
                let message = row.map_or("", |row| row.meaning.as_str());
                let message = if message.is_empty() { reason(status) } else { message };
                self.built(status, code.as_ref(), &message.into())
            }
        }
    }

    /// An error with what a fault plan gives of it. An example with the code provides the rest, also under another status.
    pub(crate) fn error(self, status: u16, code: Option<&Value>, message: Option<&Value>) -> Response {
        let Some(code) = code else {
            let usual = self.refusal(status);
            return match message {
                Some(message) => self.with_message(usual, message),
                None => usual,
            };
        };
        let example = text_of(code).and_then(|code| self.example(&code, Some(status)));
        match (example, message) {
            (Some(example), None) => response(example, status),
            (Some(example), Some(message)) => self.with_message(response(example, status), message),
            (None, message) => {
                self.built(status, Some(code), &message.cloned().unwrap_or_else(|| reason(status).into()))
            }
        }
    }

    /// The error with this code, if the file knows the code.
    pub(crate) fn with_code(self, code: &str) -> Option<Response> {
        if let Some(example) = self.example(code, None) {
            return Some(response(example, example.status));
        }
        let row = self.file.codes.iter().find(|row| row.code == code)?;
        Some(self.built(row.status.unwrap_or(400), Some(&code.into()), &row.meaning.as_str().into()))
    }

    /// The example with this code: of the operation if there is one, with this status if there is one.
    fn example(self, code: &str, status: Option<u16>) -> Option<&'a Example> {
        let has_code = |example: &&Example| self.code_of(example).as_deref() == Some(code);
        let with_status = self.errors().filter(has_code).find(|example| Some(example.status) == status);
        with_status.or_else(|| self.errors().find(has_code))
    }

    /// The error for a request without a key, if the file has one: its code names the key and that it is required.
    pub(crate) fn key_missing(self) -> Option<Response> {
        let mut codes = self.file.codes.iter().map(|row| row.code.as_str());
        self.with_code(codes.find(|code| code.contains("idempoten") && code.contains("required"))?)
    }

    /// The error for a key that was used with other arguments. A file has no member for its code, so that this is the error of
    /// kind `conflict` that mentions idempotency and is not the one for a running request.
    pub(crate) fn key_conflict(self, in_flight: Option<&str>) -> Response {
        let mentions = |text: &str| text.to_ascii_lowercase().contains("idempoten");
        let is_conflict = |example: &&Example| {
            example.expects("kind") == Some("conflict")
                && self.code_of(example).as_deref() != in_flight.or(Some(""))
                && example.expects("outcome") != Some("pending")
                && example.body.as_ref().is_some_and(|body| mentions(&body.to_string()))
        };
        if let Some(example) = self.errors().find(is_conflict) {
            return response(example, example.status);
        }
        let is_row = |code: &str, kind: &str| kind == "conflict" && mentions(code) && Some(code) != in_flight;
        let row = self.file.codes.iter().find(|row| is_row(&row.code, &row.kind));
        let code = row.map(|row| Value::from(row.code.as_str()));
        let status = row.and_then(|row| row.status).unwrap_or(409);
        self.built(status, code.as_ref(), &"the key was used with other arguments".into())
    }

    /// The error for a key whose first request is running.
    pub(crate) fn in_flight(self, code: Option<&str>) -> Response {
        let known = code.and_then(|code| self.with_code(code));
        let message = "an earlier request with this key is running".into();
        let code = code.map(Value::from);
        let response = known.unwrap_or_else(|| self.built(409, code.as_ref(), &message));
        with_wait(response)
    }

    /// An error with a message.
    pub(crate) fn invalid(self, status: u16, message: &str) -> Response {
        self.with_message(self.refusal(status), &message.into())
    }

    fn with_message(self, mut response: Response, message: &Value) -> Response {
        let Ok(mut body) = serde_json::from_slice::<Value>(&response.body) else {
            return self.built(response.status, None, message);
        };
        place(&mut body, self.message_place(), message.clone());
        response.body = body.to_string().into_bytes();
        response
    }

    fn message_place(self) -> &'a str {
        first_in_body(&self.file.read.message).unwrap_or("/message")
    }

    /// An error body with the code and the message at the places where the file reads them.
    fn built(self, status: u16, code: Option<&Value>, message: &Value) -> Response {
        let mut body = json!({});
        if let Some(code) = code {
            place(&mut body, first_in_body(&self.file.read.code).unwrap_or("/code"), code.clone());
        }
        place(&mut body, self.message_place(), message.clone());
        let response = Response::json(status, &body);
        if status == 429 { with_wait(response) } else { response }
    }
}

/// The response of an example, with this status.
pub(super) fn response(example: &Example, status: u16) -> Response {
    let mut response = match &example.body {
        Some(body) => Response::json(status, body),
        None => Response::empty(status),
    };
    for (name, value) in &example.headers {
        response.headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        response.headers.push((name.clone(), value.clone()));
    }
    if status == 429 { with_wait(response) } else { response }
}

fn with_wait(response: Response) -> Response {
    let waits = response.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("retry-after"));
    if waits { response } else { response.with_header("Retry-After", "1") }
}

/// The first of these places that is in a body and not in a header field.
fn first_in_body(places: &[String]) -> Option<&str> {
    places.iter().map(String::as_str).find(|place| !place.starts_with('@'))
}
