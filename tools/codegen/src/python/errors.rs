//! The classes of the kinds and of the outcomes, whatever the provider.

use minijinja::context;

use crate::templates::render;
use crate::vocabulary::{consequences, kinds, providers};

/// The files `_errors/kinds.py`, `_errors/consequences.py` and `_errors/axes.py`.
pub(super) fn files() -> anyhow::Result<[(&'static str, String); 3]> {
    let values = context! { kinds => kinds(), providers => providers(), classes => consequences() };
    Ok([
        ("_errors/kinds.py", render("python/kinds.py", values.clone())?),
        ("_errors/consequences.py", render("python/consequences.py", values.clone())?),
        ("_errors/axes.py", render("python/axes.py", values)?),
    ])
}
