//! The objects that a caller passes as a dict.

use minijinja::context;
use payonce_core::Provider;
use payonce_core::spec::types::{Field, FieldType, Model};
use serde::Serialize;

use super::{models, text, types};
use crate::model_class;
use crate::templates::render_of;

/// A `TypedDict`. What is required is in a base class of its own: `Required` and `NotRequired` are in no standard library
/// before Python 3.11.
#[derive(Serialize)]
struct Dict {
    name: String,
    /// The class of the same object in responses.
    model: String,
    doc: Vec<String>,
    required: Vec<Member>,
    optional: Vec<Member>,
}

#[derive(Serialize)]
struct Member {
    name: &'static str,
    ty: String,
    doc: &'static str,
}

/// The name of the `TypedDict` of a model.
pub(super) fn name(model: &Model) -> String {
    format!("{}Param", model_class(model))
}

/// The names of all of a provider's, in the order of imports.
pub(super) fn names(provider: Provider) -> anyhow::Result<Vec<String>> {
    Ok(text::sorted(taken(provider)?.into_iter().map(name).collect()))
}

/// The file `_params.py`; nothing for a provider that takes no objects.
pub(super) fn file(provider: Provider) -> anyhow::Result<Option<String>> {
    let taken = taken(provider)?;
    if taken.is_empty() {
        return Ok(None);
    }
    let mut models: Vec<String> = taken.iter().map(|model| model_class(model)).collect();
    models.sort_by_key(|name| name.to_lowercase());
    let dicts: Vec<Dict> = taken.into_iter().map(dict).collect();
    render_of(
        provider,
        "python/params.py",
        context! { title => provider.title(), id => provider.as_str(), dicts, models },
    )
    .map(Some)
}

/// The models that an argument holds, each after those that it holds.
fn taken(provider: Provider) -> anyhow::Result<Vec<&'static Model>> {
    let mut names = Vec::new();
    for param in provider.spec().operations.iter().flat_map(|operation| operation.params) {
        visit(&param.ty, &mut names);
    }
    Ok(models::in_order(provider)?.into_iter().filter(|model| names.contains(&model.name)).collect())
}

fn visit(ty: &FieldType, names: &mut Vec<&'static str>) {
    match ty {
        FieldType::List(item) | FieldType::Map(item) => visit(item, names),
        FieldType::Model(model) if !names.contains(&model.name) => {
            names.push(model.name);
            model.fields.iter().for_each(|field| visit(&field.ty, names));
        }
        _ => {}
    }
}

fn dict(model: &'static Model) -> Dict {
    let member = |field: &Field| {
        let ty = types::taken(&field.ty);
        let ty = if field.always || ty == "Any" { ty } else { format!("{ty} | None") };
        Member { name: field.name, ty, doc: field.doc.text() }
    };
    // A class cannot have a member that is a keyword; a dict can, and it is sent.
    let named = model.fields.iter().filter(|field| text::identifier(field.name) == field.name);
    let (required, optional): (Vec<&Field>, _) = named.partition(|field| field.always);
    Dict {
        name: name(model),
        model: model_class(model),
        doc: text::summary(if model.doc.text().is_empty() { "An object." } else { model.doc.text() }),
        required: required.into_iter().map(member).collect(),
        optional: optional.into_iter().map(member).collect(),
    }
}
