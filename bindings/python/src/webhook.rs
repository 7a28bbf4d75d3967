//! Whether a webhook really comes from the provider.

use std::time::Duration;

use payonce_core::{Headers, Secret, ffi, webhook};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::convert;

/// An event, or the word and the text of its refusal.
type Judged<'py> = (Option<Bound<'py, PyAny>>, Option<(&'static str, String, u16)>);

/// The event, or the word, the text and the status of the refusal.
#[pyfunction]
#[expect(clippy::needless_pass_by_value, reason = "pyo3 makes a list of texts anew, and hands it over")]
pub(crate) fn verify_webhook<'py>(
    py: Python<'py>,
    secrets: Vec<String>,
    signature: &str,
    body: &[u8],
    now_ms: u64,
    tolerance: f64,
) -> PyResult<Judged<'py>> {
    let tolerance = duration(tolerance)?;
    let secrets: Vec<Secret> = secrets.iter().map(|secret| Secret::new(secret)).collect();
    Ok(match webhook::verify_any(&secrets, signature, body, now_ms, tolerance) {
        Ok(event) => (Some(convert::to_py(py, &event)?), None),
        Err(refused) => (None, Some((refused.as_str(), refused.to_string(), refused.respond_status()))),
    })
}

/// The event of a provider that declares how it signs, or the word, the text and the status of the refusal.
#[pyfunction]
#[expect(clippy::needless_pass_by_value, reason = "pyo3 makes lists of texts anew, and hands them over")]
pub(crate) fn verify_declared_webhook<'py>(
    py: Python<'py>,
    provider: &str,
    secrets: Vec<String>,
    headers: Vec<(String, String)>,
    body: &[u8],
    now_ms: u64,
    tolerance: Option<f64>,
) -> PyResult<Judged<'py>> {
    let provider = ffi::provider(provider).map_err(PyValueError::new_err)?;
    let tolerance = tolerance.map(duration).transpose()?;
    let secrets: Vec<Secret> = secrets.iter().map(|secret| Secret::new(secret)).collect();
    let headers: Headers = headers.into_iter().collect();
    Ok(match ffi::webhook_event(provider, &secrets, &headers, body, now_ms, tolerance) {
        Ok(event) => (Some(convert::to_py(py, &event)?), None),
        Err(refused) => (None, Some((refused.as_str(), refused.to_string(), refused.respond_status()))),
    })
}

fn duration(seconds: f64) -> PyResult<Duration> {
    Duration::try_from_secs_f64(seconds)
        .map_err(|_| PyValueError::new_err("tolerance must be a finite duration of zero or more"))
}
