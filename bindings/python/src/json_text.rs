//! Plain Python objects as JSON text, without Python's `json`: its import takes longer than a client takes to open.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyType};

/// The text that `json.dumps` writes for `None`, Booleans, numbers, strings, and the lists and dicts of these.
///
/// The caller refuses what JSON cannot hold before: other types, endless numbers, and lists that contain themselves.
#[pyfunction]
pub(crate) fn json_text(value: &Bound<'_, PyAny>) -> PyResult<String> {
    let mut text = String::new();
    write(value, &mut text)?;
    Ok(text)
}

fn write(value: &Bound<'_, PyAny>, text: &mut String) -> PyResult<()> {
    if value.is_none() {
        text.push_str("null");
    } else if let Ok(flag) = value.cast::<PyBool>() {
        text.push_str(if flag.is_true() { "true" } else { "false" });
    } else if let Ok(string) = value.cast::<PyString>() {
        write_string(string, text)?;
    } else if value.is_instance_of::<PyInt>() {
        // By the type itself: a subclass, such as an `IntEnum`, has texts of its own.
        text.push_str(&digits(&value.py().get_type::<PyInt>(), value)?);
    } else if value.is_instance_of::<PyFloat>() {
        text.push_str(&digits(&value.py().get_type::<PyFloat>(), value)?);
    } else if let Ok(members) = value.cast::<PyDict>() {
        text.push('{');
        for (at, (name, member)) in members.iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            write_string(name.cast::<PyString>()?, text)?;
            text.push(':');
            write(&member, text)?;
        }
        text.push('}');
    } else if let Ok(items) = value.cast::<PyList>() {
        text.push('[');
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            write(&item, text)?;
        }
        text.push(']');
    } else {
        let kind = value.get_type();
        return Err(PyTypeError::new_err(format!("{} cannot be represented in json", kind.name()?)));
    }
    Ok(())
}

fn digits(kind: &Bound<'_, PyType>, number: &Bound<'_, PyAny>) -> PyResult<String> {
    kind.call_method1("__repr__", (number,))?.extract()
}

fn write_string(string: &Bound<'_, PyString>, text: &mut String) -> PyResult<()> {
    match string.to_str() {
        Ok(known) => text.push_str(&serde_json::Value::from(known).to_string()),
        // Half of a surrogate pair has no UTF-8. The core refuses it, with the name of the argument.
        Err(_) => {
            text.push('"');
            let units =
                string.call_method1("encode", ("utf-16-le", "surrogatepass"))?.extract::<Vec<u8>>()?;
            for unit in units.chunks_exact(2) {
                if let &[low, high] = unit {
                    text.push_str(&format!("\\u{:04x}", u16::from_le_bytes([low, high])));
                }
            }
            text.push('"');
        }
    }
    Ok(())
}
