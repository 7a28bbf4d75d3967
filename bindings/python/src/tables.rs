//! The closed sets of the core, and what it says of a state.

use payonce_core::render::{Audience, NextStep};
use payonce_core::{Actor, Advice, Kind, Outcome, Phase, Provider, Safety, ffi};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// Every closed set: `provider` and `kind` map to class names, the others are lists.
#[pyfunction]
pub(crate) fn vocabulary(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let providers = PyDict::new(py);
    for provider in Provider::BUILT_IN {
        providers.set_item(provider.as_str(), provider.class_name())?;
    }
    let kinds = PyDict::new(py);
    for kind in Kind::ALL {
        kinds.set_item(kind.as_str(), kind.class_name())?;
    }
    let sets = PyDict::new(py);
    sets.set_item("provider", providers)?;
    sets.set_item("kind", kinds)?;
    sets.set_item("phase", texts(Phase::ALL, Phase::as_str))?;
    sets.set_item("outcome", texts(Outcome::ALL, Outcome::as_str))?;
    sets.set_item("actor", texts(Actor::ALL, Actor::as_str))?;
    sets.set_item("advice", texts(Advice::ALL, Advice::as_str))?;
    sets.set_item("safety", texts(Safety::ALL, Safety::as_str))?;
    sets.set_item("audience", texts(Audience::ALL, Audience::as_str))?;
    sets.set_item("next_step", texts(NextStep::ALL, NextStep::as_str))?;
    Ok(sets)
}

/// How far an object of this type has come, from the text of its state: `open`, `succeeded` or `failed`.
#[pyfunction]
#[pyo3(signature = (provider, model, state))]
pub(crate) fn progress(provider: &str, model: &str, state: Option<&str>) -> PyResult<&'static str> {
    let provider = ffi::provider(provider).map_err(PyValueError::new_err)?;
    Ok(ffi::progress(provider, model, state).as_str())
}

fn texts<T: Copy>(members: &[T], text: fn(T) -> &'static str) -> Vec<&'static str> {
    members.iter().map(|member| text(*member)).collect()
}
