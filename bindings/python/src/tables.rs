//! The closed sets of the core, for the tests that keep Python's own lists complete.

use payonce_core::{Actor, Advice, Kind, Outcome, Phase, Provider, Safety};
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// Every closed set: `provider` and `kind` map to class names, the others are lists.
#[pyfunction]
pub(crate) fn vocabulary(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let names = |members: &[&'static str]| members.to_vec();
    let sets = PyDict::new(py);
    let providers = PyDict::new(py);
    for provider in Provider::ALL {
        providers.set_item(provider.as_str(), provider.class_name())?;
    }
    let kinds = PyDict::new(py);
    for kind in Kind::ALL {
        kinds.set_item(kind.as_str(), kind.class_name())?;
    }
    sets.set_item("provider", providers)?;
    sets.set_item("kind", kinds)?;
    sets.set_item("phase", names(&Phase::ALL.iter().map(|member| member.as_str()).collect::<Vec<_>>()))?;
    sets.set_item("outcome", names(&Outcome::ALL.iter().map(|member| member.as_str()).collect::<Vec<_>>()))?;
    sets.set_item("actor", names(&Actor::ALL.iter().map(|member| member.as_str()).collect::<Vec<_>>()))?;
    sets.set_item("advice", names(&Advice::ALL.iter().map(|member| member.as_str()).collect::<Vec<_>>()))?;
    sets.set_item("safety", names(&Safety::ALL.iter().map(|member| member.as_str()).collect::<Vec<_>>()))?;
    Ok(sets)
}
