//! An error of the core, as Python's exceptions hold it.

use payonce_core::render::{Audience, HttpResponse};
use payonce_core::{Error, Safety};
use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use serde_json::Value;

use crate::convert;

/// What the core decided about one failure.
///
/// An exception holds one of these and reads its attributes when they are asked for, so that raising and catching
/// costs one object and not twenty.
#[pyclass(frozen, module = "payonce._native")]
pub(crate) struct Verdict {
    pub(crate) error: Error,
}

impl Verdict {
    /// The exception with this verdict, made by the function of its class: the one in `makers` at its
    /// [index](Error::class_index), which takes the message. The verdict itself if there is none.
    pub(crate) fn raised<'py>(self, makers: &Bound<'py, PyList>) -> PyResult<Bound<'py, PyAny>> {
        let py = makers.py();
        let index = self.error.class_index().filter(|index| *index < makers.len());
        let maker = index.map(|index| makers.get_item(index)).transpose()?.filter(|maker| !maker.is_none());
        let verdict = Bound::new(py, self)?;
        let Some(maker) = maker else { return Ok(verdict.into_any()) };
        let error = maker.call1((verdict.get().error.message(),))?;
        error.setattr(intern!(py, "_verdict"), verdict)?;
        Ok(error)
    }
}

impl From<Error> for Verdict {
    fn from(error: Error) -> Self {
        Self { error }
    }
}

#[pymethods]
impl Verdict {
    /// Reads the JSON form that `to_json` writes.
    #[staticmethod]
    fn from_json(text: &str) -> PyResult<Self> {
        let payload = serde_json::from_str(text)
            .map_err(|error| PyValueError::new_err(format!("this is not an error of payonce: {error}")))?;
        Ok(Self { error: Error::new(payload, Safety::Unkeyed) })
    }

    /// The JSON form that is the same in every language.
    fn to_json(&self) -> PyResult<String> {
        serde_json::to_string(self.error.payload()).map_err(|error| PyValueError::new_err(error.to_string()))
    }

    /// `to_json` as Python objects.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::to_py(py, &self.error.payload().to_value())
    }

    /// What identifies the class to raise: provider, kind, class, outcome and phase.
    #[getter]
    fn axes(&self) -> (&'static str, &'static str, &str, &'static str, &'static str) {
        let error = &self.error;
        (
            error.provider().as_str(),
            error.kind().as_str(),
            error.class(),
            error.outcome().as_str(),
            error.phase().as_str(),
        )
    }

    /// `axes` as a number, where there is one.
    #[getter]
    fn class_index(&self) -> Option<usize> {
        self.error.class_index()
    }

    /// Whether a vendor's own client returns this as a result.
    #[getter]
    fn is_refusal(&self) -> bool {
        self.error.is_refusal()
    }

    #[getter]
    fn provider(&self) -> &'static str {
        self.error.provider().as_str()
    }

    #[getter]
    fn kind(&self) -> &'static str {
        self.error.kind().as_str()
    }

    #[getter]
    fn code(&self) -> Option<&str> {
        self.error.code()
    }

    #[getter]
    fn r#type(&self) -> Option<&str> {
        self.error.category()
    }

    #[getter]
    fn status(&self) -> Option<u16> {
        self.error.status()
    }

    #[getter]
    fn phase(&self) -> &'static str {
        self.error.phase().as_str()
    }

    #[getter]
    fn message(&self) -> &str {
        self.error.message()
    }

    #[getter]
    fn user_message(&self) -> &str {
        self.error.user_message()
    }

    #[getter]
    fn actor(&self) -> &'static str {
        self.error.actor().as_str()
    }

    #[getter]
    fn advice(&self) -> &'static str {
        self.error.advice().as_str()
    }

    #[getter]
    fn retryable(&self) -> bool {
        self.error.is_retryable()
    }

    #[getter]
    fn retry_after_ms(&self) -> Option<u64> {
        self.error.retry_after().and_then(|wait| u64::try_from(wait.as_millis()).ok())
    }

    #[getter]
    fn outcome(&self) -> &'static str {
        self.error.outcome().as_str()
    }

    #[getter]
    fn respond_status(&self) -> u16 {
        self.error.respond_status()
    }

    #[getter]
    fn reference<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::to_py(py, &self.error.payload().reference.to_value())
    }

    #[getter]
    fn request_id(&self) -> Option<&str> {
        self.error.request_id()
    }

    #[getter]
    fn operation(&self) -> Option<&str> {
        self.error.operation()
    }

    #[getter]
    fn attempts(&self) -> Option<u32> {
        self.error.attempts()
    }

    #[getter]
    fn doc(&self) -> &str {
        &self.error.payload().doc
    }

    #[getter]
    fn details<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        convert::members_to_py(py, self.error.details())
    }

    /// A string in `details`.
    fn detail(&self, name: &str) -> Option<&str> {
        self.error.details().get(name).and_then(Value::as_str)
    }

    /// An RFC 9457 problem.
    fn to_problem<'py>(&self, py: Python<'py>, audience: &str) -> PyResult<Bound<'py, PyAny>> {
        convert::to_py(py, &self.error.payload().to_problem(reader(audience)?))
    }

    /// Status, header fields and body of an HTTP response.
    fn to_response<'py>(&self, py: Python<'py>, audience: &str) -> PyResult<Response<'py>> {
        http_response(py, &self.error.payload().to_response(reader(audience)?))
    }

    /// The message with what a log must not miss about the money.
    fn summary(&self) -> String {
        self.error.payload().summary()
    }

    /// Status, header fields and body of an HTTP response for an RFC 9457 problem.
    fn to_problem_response<'py>(&self, py: Python<'py>, audience: &str) -> PyResult<Response<'py>> {
        http_response(py, &self.error.payload().to_problem_response(reader(audience)?))
    }

    /// An MCP tool result.
    fn to_mcp<'py>(
        &self,
        py: Python<'py>,
        audience: &str,
        structured_content: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let audience = reader(audience)?;
        let result = if structured_content {
            self.error.payload().to_mcp_structured(audience)
        } else {
            self.error.payload().to_mcp(audience)
        };
        convert::to_py(py, &result)
    }

    /// The text for a model, the next step, the wait that the provider asked for in milliseconds, and the wait before
    /// another call.
    fn to_tool_failure(&self, audience: &str) -> PyResult<(String, &'static str, Option<u64>, Option<u64>)> {
        let failure = self.error.payload().to_tool_failure(reader(audience)?);
        Ok((failure.text, failure.next_step.as_str(), failure.wait_ms, failure.delay_ms))
    }

    /// A 402 for x402 clients where a payment fixes the error, or else the verdict on an offer that cannot be used;
    /// `offer` is JSON.
    fn to_x402<'py>(
        &self,
        py: Python<'py>,
        audience: &str,
        offer: &str,
    ) -> PyResult<(Option<Response<'py>>, Option<Self>)> {
        let offer = serde_json::from_str(offer)
            .map_err(|error| PyValueError::new_err(format!("the offer must be an object: {error}")))?;
        match self.error.payload().to_x402(reader(audience)?, &offer) {
            Ok(made) => Ok((Some(http_response(py, &made)?), None)),
            Err(refused) => Ok((None, Some(Self::from(refused)))),
        }
    }

    /// One level of fields for a structured logger.
    fn log_record<'py>(&self, py: Python<'py>, audience: &str) -> PyResult<Bound<'py, PyDict>> {
        convert::members_to_py(py, &self.error.payload().log_record(reader(audience)?))
    }

    fn __repr__(&self) -> String {
        let (provider, kind, outcome) = (self.error.provider(), self.error.kind(), self.error.outcome());
        format!("<Verdict {provider} {kind}, outcome {outcome}>")
    }
}

type Response<'py> = (u16, Bound<'py, PyDict>, Bound<'py, PyAny>);

fn http_response<'py>(py: Python<'py>, response: &HttpResponse) -> PyResult<Response<'py>> {
    let headers = convert::members_to_py(py, &response.headers)?;
    Ok((response.status, headers, convert::to_py(py, &response.body)?))
}

fn reader(audience: &str) -> PyResult<Audience> {
    audience.parse().map_err(|_| {
        let known: Vec<&str> = Audience::ALL.iter().map(|audience| audience.as_str()).collect();
        PyValueError::new_err(format!("audience must be one of {}", known.join(", ")))
    })
}
