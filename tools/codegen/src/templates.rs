//! The templates, one folder for each language. A template has the text of a generated file; the modules beside this one
//! give it names, types and documentation.

use anyhow::Context as _;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

use crate::rust;

const TEMPLATES: &[(&str, &str)] = &[
    ("rust/mod.rs", include_str!("../templates/rust/mod.rs.j2")),
    ("rust/provider.rs", include_str!("../templates/rust/provider.rs.j2")),
    ("rust/types.rs", include_str!("../templates/rust/types.rs.j2")),
];

/// Renders one of the templates.
pub(crate) fn render(name: &str, values: Value) -> anyhow::Result<String> {
    let environment = environment()?;
    let template = environment.get_template(name)?;
    template.render(values).with_context(|| format!("render templates/{name}.j2"))
}

/// Exact about whitespace, and a misspelled name is an error.
fn environment() -> anyhow::Result<Environment<'static>> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_keep_trailing_newline(true);
    environment.set_lstrip_blocks(true);
    environment.set_trim_blocks(true);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.add_filter("rust_doc", rust::doc);
    for (name, source) in TEMPLATES {
        environment.add_template(name, source).with_context(|| format!("read templates/{name}.j2"))?;
    }
    Ok(environment)
}
