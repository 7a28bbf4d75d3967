//! A list on its way through its pages.

use payonce_core::{Client, Pager as Core, ffi};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::native_call::Response;
use crate::verdict::Verdict;
use crate::{STYLE, convert};

/// What was seen of a list until a page. A page keeps the one before it, so that its next page may be asked for twice.
#[pyclass(frozen, module = "payonce._native")]
pub(crate) struct Pager {
    core: Core,
}

type Turn<'py> = (Pager, bool, Option<Bound<'py, PyDict>>, Option<Verdict>);

impl Pager {
    pub(crate) fn new(client: &Client, operation: &str, arguments: &str) -> PyResult<Self> {
        let core = ffi::pager(client, operation, arguments, STYLE)
            .map_err(|error| PyValueError::new_err(error.message().to_owned()))?;
        Ok(Self { core })
    }
}

#[pymethods]
impl Pager {
    /// Takes the response with a page: what was seen with it, whether its items are new, and the arguments of the next page
    /// that differ, or the verdict on a list that cannot go on; neither at the end.
    fn take<'py>(&self, py: Python<'py>, response: &Response) -> PyResult<Turn<'py>> {
        let page = &response.success;
        let mut core = self.core.clone();
        let turn = core.take(&page.value, page.status);
        let (next, error) = match turn.next {
            Ok(Some(next)) => (Some(convert::members_to_py(py, &next)?), None),
            Ok(None) => (None, None),
            Err(error) => (None, Some(Verdict::from(error))),
        };
        Ok((Self { core }, turn.fresh, next, error))
    }
}
