//! JSON values as Python objects, and the few Python objects that are read as JSON.

use payonce_core::model::json;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyInt, PyList, PyString};
use serde_json::{Map, Number, Value};

/// A JSON value as plain Python objects.
pub(crate) fn to_py<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Null => py.None().into_bound(py),
        Value::Bool(flag) => flag.into_pyobject(py)?.to_owned().into_any(),
        Value::Number(number) => number_to_py(py, number)?,
        Value::String(text) => PyString::new(py, text).into_any(),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(|item| to_py(py, item)).collect::<PyResult<_>>()?;
            PyList::new(py, items)?.into_any()
        }
        Value::Object(members) => members_to_py(py, members)?.into_any(),
    })
}

/// Python can be configured to read integers of at most this many digits.
const LONGEST_INTEGER: usize = 640;

/// The type that holds the number exactly: `int` for a whole number without point and exponent, `float` where it is
/// written with the same digits, else `Decimal`.
fn number_to_py<'py>(py: Python<'py>, number: &Number) -> PyResult<Bound<'py, PyAny>> {
    if let Some(number) = number.as_i64() {
        return Ok(number.into_pyobject(py)?.into_any());
    }
    let text = number.as_str();
    if text.len() <= LONGEST_INTEGER && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        return py.get_type::<PyInt>().call1((text,));
    }
    if let Some(double) = json::double(number) {
        return Ok(double.into_pyobject(py)?.into_any());
    }
    // Beyond the exponents of a Decimal only the text holds it.
    let decimal = py.import("decimal")?.getattr("Decimal")?.call1((text,));
    decimal.or_else(|_| Ok(PyString::new(py, text).into_any()))
}

/// The members of a JSON object as a dict.
pub(crate) fn members_to_py<'py>(
    py: Python<'py>,
    members: &Map<String, Value>,
) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (name, value) in members {
        dict.set_item(name, to_py(py, value)?)?;
    }
    Ok(dict)
}
