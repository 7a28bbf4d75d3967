//! The classes of the kinds, of the outcomes and of the providers.

use minijinja::context;

use crate::error_details::{details, meanings};
use crate::templates::render;
use crate::vocabulary::{consequences, kinds, providers};

/// The files of `_errors` whose classes the core declares.
pub(super) fn files() -> anyhow::Result<[(&'static str, String); 4]> {
    let values = context! {
        kinds => kinds(),
        providers => providers(),
        classes => consequences(),
        meanings => meanings(),
    };
    Ok([
        ("_errors/kinds.py", render("python/kinds.py", values.clone())?),
        ("_errors/consequences.py", render("python/consequences.py", values.clone())?),
        ("_errors/axes.py", render("python/axes.py", values)?),
        ("_errors/vendors.py", render("python/vendors.py", context! { details => details() })?),
    ])
}
