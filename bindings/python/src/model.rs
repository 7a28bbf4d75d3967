//! The attributes of the objects in responses.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

/// Puts the fields of `data` into `attributes`. The layout has the attribute, the field and its reader or `None` for each;
/// a field that is absent is `None`, and is not read.
#[pyfunction]
pub(crate) fn fill(
    attributes: &Bound<'_, PyDict>,
    data: &Bound<'_, PyAny>,
    layout: &Bound<'_, PyTuple>,
) -> PyResult<()> {
    let py = data.py();
    let members = data.cast_exact::<PyDict>().ok();
    for entry in layout.iter_borrowed() {
        let (name, field, reader) =
            entry.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>, Bound<'_, PyAny>)>()?;
        let value = match members {
            Some(members) => members.get_item(field)?.unwrap_or_else(|| py.None().into_bound(py)),
            None => data.call_method1(intern!(py, "get"), (field,))?,
        };
        let is_read = !value.is_none() && !reader.is_none();
        attributes.set_item(name, if is_read { reader.call1((value,))? } else { value })?;
    }
    Ok(())
}
