//! Classification of a response that another client received.

use std::collections::HashMap;

use payonce_core::ffi;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use serde_json::{Map, Value, json};

use crate::verdict::Verdict;

/// Classifies a response (`status`, `headers`, `body`) or the lack of one (`phase`, `cause`, `message`).
///
/// Nothing for a success. `invalid_argument` is the second member, because it concerns this call and not
/// the response.
#[pyfunction]
#[pyo3(signature = (provider, body, headers, *, status=None, operation=None, safety=None, phase=None, cause=None,
    message=None, language=None, unix_ms=0, secrets=Vec::new(), user_messages=HashMap::new(), earlier_unknown=false))]
#[expect(clippy::too_many_arguments, reason = "they are the members of one request, by keyword")]
#[expect(clippy::needless_pass_by_value, reason = "what is converted from Python objects is owned")]
pub(crate) fn classify(
    provider: &str,
    body: &[u8],
    headers: Vec<(String, String)>,
    status: Option<i64>,
    operation: Option<String>,
    safety: Option<String>,
    phase: Option<String>,
    cause: Option<String>,
    message: Option<String>,
    language: Option<String>,
    unix_ms: u64,
    secrets: Vec<String>,
    user_messages: HashMap<String, String>,
    earlier_unknown: bool,
) -> PyResult<(Option<Verdict>, Option<Verdict>)> {
    let provider = ffi::provider(provider).map_err(PyValueError::new_err)?;
    let mut request = Map::new();
    let texts = [
        ("operation", operation),
        ("safety", safety),
        ("phase", phase),
        ("cause", cause),
        ("message", message),
        ("language", language),
    ];
    for (name, text) in texts {
        if let Some(text) = text {
            request.insert(name.to_owned(), Value::String(text));
        }
    }
    if let Some(status) = status {
        request.insert("status".to_owned(), json!(status));
    }
    if !headers.is_empty() {
        let pairs = headers.into_iter().map(|(name, value)| json!([name, value])).collect();
        request.insert("headers".to_owned(), Value::Array(pairs));
    }
    if !secrets.is_empty() {
        request.insert("secrets".to_owned(), json!(secrets));
    }
    if !user_messages.is_empty() {
        request.insert("user_messages".to_owned(), json!(user_messages));
    }
    request.insert("earlier_unknown".to_owned(), Value::Bool(earlier_unknown));
    request.insert("unix_ms".to_owned(), json!(unix_ms));
    Ok(match ffi::classify_request(provider, &request, body) {
        Ok(found) => (found.map(Verdict::from), None),
        Err(refused) => (None, Some(Verdict::from(refused))),
    })
}
