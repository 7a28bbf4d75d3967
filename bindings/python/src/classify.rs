//! Classification of a response that another client received.

use std::time::{SystemTime, UNIX_EPOCH};

use payonce_core::Headers;
use payonce_core::ffi::{self, Question};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyString};

use crate::verdict::Verdict;

/// Classifies a response (`status`, `headers`, `body`) or the lack of one (`phase`, `cause`, `message`).
///
/// Nothing for a success, and the exception for a failure; a `Verdict` if `makers` has no function for its class yet. A
/// one-tuple is `invalid_argument`, because it concerns this call and not the response.
#[pyfunction]
#[pyo3(signature = (makers, provider, body, headers, status=None, operation=None, safety=None, unix_ms=None, *, phase=None,
    cause=None, message=None, language=None, secrets=Vec::new(), user_messages=Vec::new(), earlier_unknown=false))]
#[expect(clippy::too_many_arguments, reason = "they are the members of one request")]
#[expect(clippy::needless_pass_by_value, reason = "what is converted from Python objects is owned")]
pub(crate) fn classify<'py>(
    makers: &Bound<'py, PyList>,
    provider: &str,
    body: &[u8],
    headers: &Bound<'py, PyAny>,
    status: Option<i64>,
    operation: Option<&str>,
    safety: Option<&str>,
    unix_ms: Option<u64>,
    phase: Option<&str>,
    cause: Option<&str>,
    message: Option<&str>,
    language: Option<&str>,
    secrets: Vec<String>,
    user_messages: Vec<(String, String)>,
    earlier_unknown: bool,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = makers.py();
    let provider = ffi::provider(provider).map_err(PyValueError::new_err)?;
    let question = Question {
        operation,
        safety,
        status,
        headers: header_fields(headers)?,
        phase,
        cause,
        message,
        language,
        user_messages,
        secrets: secrets.iter().map(String::as_str).collect(),
        unix_ms: unix_ms.unwrap_or_else(now),
        earlier_unknown,
        wants_payload: false,
    };
    match ffi::classify_question(provider, question, body) {
        Ok(None) => Ok(None),
        Ok(Some(found)) => Verdict::from(found).raised(makers).map(Some),
        Err(refused) => Ok(Some((Verdict::from(refused),).into_pyobject(py)?.into_any())),
    }
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// The header fields of a dict, of a list of pairs, or none.
fn header_fields(headers: &Bound<'_, PyAny>) -> PyResult<Headers> {
    let mut fields = Headers::new();
    if let Ok(members) = headers.cast_exact::<PyDict>() {
        for (name, value) in members {
            fields.push(header_text(&name)?, header_text(&value)?);
        }
    } else if !headers.is_none() {
        for pair in headers.cast::<PyList>()? {
            let (name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
            fields.push(header_text(&name)?, header_text(&value)?);
        }
    }
    Ok(fields)
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
