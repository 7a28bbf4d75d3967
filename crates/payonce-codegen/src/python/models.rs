//! The objects of a provider.

use anyhow::{Context as _, bail};
use minijinja::context;
use payonce_core::Provider;
use payonce_core::spec::operation::{Operation, Paging};
use payonce_core::spec::types::{FieldType, Model, State};
use serde::Serialize;

use super::{paging_of, text, types};
use crate::templates::render_of;
use crate::{is_built_in, model_class};

/// Attributes that the hand-written base classes have; a field of the same name would hide one.
const RESERVED: &[&str] = &[
    "unknown_fields",
    "call_info",
    "to_dict",
    "to_json",
    "keys",
    "is_last",
    "error",
    "next_page",
    "next_page_async",
];

/// As [`RESERVED`], of a class whose objects have a state.
const RESERVED_BY_STATE: &[&str] =
    &["is_final", "succeeded", "failed", "wait_until_final", "wait_until_final_async"];

/// How a response says no in a field of its own: the field, and those of the code and the text.
#[derive(Clone, Copy, Serialize)]
pub(super) struct Refusal {
    flag: &'static str,
    code: &'static str,
    message: Option<&'static str>,
}

const REFUSALS: &[Refusal] = &[
    Refusal { flag: "success", code: "error_code", message: Some("error_message") },
    Refusal { flag: "is_valid", code: "invalid_reason", message: None },
];

/// The refusal that the response of this operation may hold.
pub(super) fn refusal(provider: Provider, operation: &Operation) -> Option<Refusal> {
    match operation.returns {
        FieldType::Model(model) if provider == Provider::AGENTPAY => refusal_of(model),
        _ => None,
    }
}

fn refusal_of(model: &Model) -> Option<Refusal> {
    let has = |name: &str| model.fields.iter().any(|field| field.name == name);
    REFUSALS.iter().find(|refusal| has(refusal.flag) && has(refusal.code)).copied()
}

pub(super) fn file(provider: Provider) -> anyhow::Result<String> {
    let models: Vec<Class> =
        in_order(provider)?.into_iter().map(|model| class(provider, model)).collect::<anyhow::Result<_>>()?;
    let (title, id) = (provider.title(), provider.as_str());
    render_of(provider, "python/models.py", context! { title, id, models })
}

/// A model as a class.
#[derive(Serialize)]
struct Class {
    name: String,
    /// Its name for the core.
    declared: &'static str,
    base: String,
    doc: Vec<String>,
    fields: Vec<ClassField>,
    readers: Vec<Reader>,
    /// The fields that printing does not show.
    hidden: Vec<&'static str>,
    /// The field of the items, of a page.
    items: Option<&'static str>,
    refusal: Option<Refusal>,
    state: Option<ClassState>,
}

#[derive(Serialize)]
struct ClassField {
    name: String,
    /// Its name in JSON.
    key: &'static str,
    ty: String,
    doc: &'static str,
}

#[derive(Serialize)]
struct Reader {
    key: &'static str,
    reader: String,
}

#[derive(Serialize)]
struct ClassState {
    field: &'static str,
    /// The operation that reads the object again.
    read: Option<&'static str>,
}

/// Every model after those that it holds, since a class names them when it is made.
pub(super) fn in_order(provider: Provider) -> anyhow::Result<Vec<&'static Model>> {
    let mut rest: Vec<&'static Model> = provider.spec().models.to_vec();
    let mut ordered: Vec<&'static Model> = Vec::new();
    while !rest.is_empty() {
        let known = |name: &str| ordered.iter().any(|model| model.name == name);
        let next = rest
            .iter()
            .position(|model| model.fields.iter().filter_map(|field| types::models_in(&field.ty)).all(known))
            .with_context(|| {
                let names: Vec<&str> = rest.iter().map(|model| model.name).collect();
                format!("{provider}: {} hold each other, or a model that is not listed", names.join(", "))
            })?;
        ordered.push(rest.remove(next));
    }
    Ok(ordered)
}

fn class(provider: Provider, model: &Model) -> anyhow::Result<Class> {
    let paging = paging_of(provider, model.name);
    let base = match (paging, model.state) {
        (Some(paging), _) => format!("Page[{}]", item_of(model, paging)?),
        (None, Some(State { read: Some(_), .. })) => "Waitable".to_owned(),
        (None, Some(_)) => "Stateful".to_owned(),
        (None, None) if provider == Provider::AGENTPAY && refusal_of(model).is_some() => {
            "FallibleResult".to_owned()
        }
        (None, None) => "Model".to_owned(),
    };
    let secrets = model.fields.iter().filter(|field| field.ty == FieldType::Secret);
    let readers = model
        .fields
        .iter()
        .filter_map(|field| types::reader(&field.ty).map(|reader| Reader { key: field.name, reader }));
    let is_reserved =
        |name: &str| RESERVED.contains(&name) || (model.state.is_some() && RESERVED_BY_STATE.contains(&name));
    // A file describes an object as its provider sends it. A member without an attribute is found under its name.
    let shown = model.fields.iter().filter(|field| is_built_in(provider) || !is_reserved(field.name));
    let fields = shown.map(|field| {
        if is_reserved(field.name) {
            bail!("{provider}: {}.{} hides an attribute of every object", model.name, field.name);
        }
        let ty = types::returned(&field.ty);
        let ty = if field.always || ty == "Any" { ty } else { format!("{ty} | None") };
        Ok(ClassField { name: text::attribute(field.name), key: field.name, ty, doc: field.doc.text() })
    });
    Ok(Class {
        name: model_class(model),
        declared: model.name,
        base,
        doc: text::summary(if model.doc.text().is_empty() { "An object." } else { model.doc.text() }),
        fields: fields.collect::<anyhow::Result<_>>()?,
        readers: readers.collect(),
        hidden: secrets.map(|field| field.name).collect(),
        items: paging.map(Paging::items),
        refusal: refusal_of(model).filter(|_| provider == Provider::AGENTPAY),
        state: model
            .state
            .map(|state| ClassState { field: state.field, read: state.read.map(|(read, ..)| read) }),
    })
}

fn item_of(model: &Model, paging: Paging) -> anyhow::Result<String> {
    let items = paging.items();
    let field = model.fields.iter().find(|field| field.name == items);
    match field.map(|field| field.ty) {
        Some(FieldType::List(item)) => Ok(types::returned(item)),
        _ => bail!("{} has no list {items}", model.name),
    }
}

/// The type of the items of this page.
pub(super) fn page_item(provider: Provider, model: &Model) -> Option<String> {
    paging_of(provider, model.name).and_then(|paging| item_of(model, paging).ok())
}
