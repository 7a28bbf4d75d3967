//! The attributes of the adapters for OpenTelemetry.

use minijinja::context;
use payonce_core::call::attributes::ATTRIBUTES;
use serde::Serialize;

use crate::templates::render;

#[derive(Serialize)]
struct Set {
    name: String,
    doc: &'static str,
    /// The name of each attribute, and the member with its value in the language.
    attributes: Vec<(&'static str, String)>,
}

/// The text of a template, whose language spells the names of constants and of members in its own way.
pub(crate) fn text(
    template: &str,
    constant: impl Fn(&str) -> String,
    member: impl Fn(&str) -> String,
) -> anyhow::Result<String> {
    let sets: Vec<Set> = ATTRIBUTES
        .iter()
        .map(|set| Set {
            name: constant(set.name),
            doc: set.doc,
            attributes: set.attributes.iter().map(|(name, from)| (*name, member(from))).collect(),
        })
        .collect();
    render(template, context! { sets })
}
