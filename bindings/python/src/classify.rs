//! Classification of a response that another client received.

use payonce_core::Headers;
use payonce_core::ffi::{self, Question};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::verdict::Verdict;

/// Classifies a response (`status`, `headers`, `body`) or the lack of one (`phase`, `cause`, `message`).
///
/// Nothing for a success. `invalid_argument` is the second member, because it concerns this call and not
/// the response.
#[pyfunction]
#[pyo3(signature = (provider, body, headers, status=None, operation=None, safety=None, unix_ms=0, *, phase=None,
    cause=None, message=None, language=None, secrets=Vec::new(), user_messages=Vec::new(), earlier_unknown=false))]
#[expect(clippy::too_many_arguments, reason = "they are the members of one request")]
#[expect(clippy::needless_pass_by_value, reason = "what is converted from Python objects is owned")]
pub(crate) fn classify(
    provider: &str,
    body: &[u8],
    headers: Vec<(Bound<'_, PyAny>, Bound<'_, PyAny>)>,
    status: Option<i64>,
    operation: Option<&str>,
    safety: Option<&str>,
    unix_ms: u64,
    phase: Option<&str>,
    cause: Option<&str>,
    message: Option<&str>,
    language: Option<&str>,
    secrets: Vec<String>,
    user_messages: Vec<(String, String)>,
    earlier_unknown: bool,
) -> PyResult<(Option<Verdict>, Option<Verdict>)> {
    let provider = ffi::provider(provider).map_err(PyValueError::new_err)?;
    let mut fields = Headers::new();
    for (name, value) in &headers {
        fields.push(header_text(name)?, header_text(value)?);
    }
    let question = Question {
        operation,
        safety,
        status,
        headers: fields,
        phase,
        cause,
        message,
        language,
        user_messages,
        secrets: secrets.iter().map(String::as_str).collect(),
        unix_ms,
        earlier_unknown,
    };
    Ok(match ffi::classify_question(provider, &question, body) {
        Ok(found) => (found.map(Verdict::from), None),
        Err(refused) => (None, Some(Verdict::from(refused))),
    })
}

/// A name or a value of a header field: bytes are ISO 8859-1 (RFC 9110, section 5.5), and numbers are written out.
fn header_text(value: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(bytes) = value.cast::<PyBytes>() {
        return Ok(bytes.as_bytes().iter().map(|byte| char::from(*byte)).collect());
    }
    let text = match value.cast::<PyString>() {
        Ok(text) => text.clone(),
        Err(_) => value.str()?,
    };
    Ok(text.to_cow()?.into_owned())
}
