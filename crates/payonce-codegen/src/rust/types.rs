//! The models and the sets of choices.

use std::collections::BTreeSet;

use anyhow::bail;
use minijinja::context;
use payonce_core::spec::types::{Field, FieldType, Model};
use serde::Serialize;

use super::client::loaded;
use super::names::{Choice, field_type, free, given, ident, model_name, snake, variants};
use super::{Api, choices as choices_of};
use crate::templates::render_of;

pub(super) fn file(api: &Api) -> anyhow::Result<String> {
    let enums = api.enums.iter().map(|(name, choices)| enum_of(api, name, choices));
    let values = context! {
        title => api.provider.title(),
        provider => loaded(api),
        models => api.models.iter().map(|model| object(api, model)).collect::<anyhow::Result<Vec<_>>>()?,
        enums => enums.collect::<Vec<_>>(),
        sent => api.models.iter().filter(|model| api.sent.contains(model.name)).map(|model| model_name(model)).collect::<BTreeSet<_>>(),
    };
    render_of(api.provider, "rust/types.rs", values)
}

/// A set of strings that the provider can extend.
#[derive(Serialize)]
struct Enum<'a> {
    name: &'a str,
    doc: String,
    choices: Vec<Choice>,
}

fn enum_of<'a>(api: &Api, name: &'a str, choices: &[&'static str]) -> Enum<'a> {
    let has_it = |model: &&&Model| {
        let fields = model.fields.iter().filter(|field| choices_of(&field.ty).is_some());
        fields.map(|field| api.enum_of_field(model, field.name)).any(|known| known == name)
    };
    let doc = match api.models.iter().find(has_it) {
        Some(model) => format!("A value of a field of [`{}`].", model_name(model)),
        None => "A value of an argument.".to_owned(),
    };
    Enum { name, doc, choices: variants(choices) }
}

/// A model as a struct.
#[derive(Serialize)]
struct Object {
    name: String,
    /// Its name in the declaration of the provider.
    declared: &'static str,
    doc: &'static str,
    fields: Vec<ObjectField>,
    /// How each field is read and written.
    members: Vec<String>,
    /// The fields that callers give when they build one.
    required: Vec<ObjectField>,
    /// Whether callers build it.
    sent: bool,
    default: bool,
    /// The field that debug output must not show.
    unprinted: Option<&'static str>,
    /// The name of the field with all other members.
    extra: &'static str,
    /// How the state is read from `model`.
    state: Option<String>,
}

#[derive(Serialize, Clone)]
struct ObjectField {
    name: String,
    /// The name of its setter.
    setter: String,
    /// Its name in JSON.
    key: &'static str,
    doc: &'static str,
    ty: String,
    always: bool,
    secret: bool,
    /// The type that a setter takes.
    given: String,
    /// How a setter turns that into the type of the field.
    converted: String,
}

/// A model whose fields debug output must not show, and those fields: a header of another provider's request holds that
/// provider's key.
const UNPRINTED: &[(&str, &str)] = &[("HeaderInfo", "value")];

fn object(api: &Api, model: &Model) -> anyhow::Result<Object> {
    let sent = api.sent.contains(model.name);
    let fields: Vec<ObjectField> = model.fields.iter().map(|field| object_field(api, model, field)).collect();
    let mut names = BTreeSet::new();
    if let Some(twice) = fields.iter().find(|field| !names.insert(field.name.as_str())) {
        bail!("{}: {} would be the name of two fields in Rust", model.name, twice.name);
    }
    let is_free = |name: &&&str| !names.contains(**name);
    let extra =
        ["extra", "further", "further_members"].iter().find(is_free).copied().unwrap_or("other_members");
    let required: Vec<ObjectField> = fields.iter().filter(|field| field.always).cloned().collect();
    Ok(Object {
        name: model_name(model),
        declared: model.name,
        doc: model.doc.text(),
        sent,
        default: sent && required.is_empty(),
        unprinted: UNPRINTED.iter().find(|(name, _)| *name == model.name).map(|(_, field)| *field),
        extra,
        state: state(api, model),
        members: fields.iter().map(member).collect(),
        fields,
        required,
    })
}

fn member(field: &ObjectField) -> String {
    let name = &field.name;
    let key = if name == field.key { String::new() } else { format!(" as {:?}", field.key) };
    let kind = match (field.always, field.secret) {
        (true, false) => "required",
        (false, false) => "optional",
        (true, true) => "fingerprint",
        (false, true) => "hidden",
    };
    format!("{name}{key}: {kind},")
}

/// The methods of an object.
const METHODS: &[&str] = &["failed", "is_final", "new", "succeeded"];

fn object_field(api: &Api, model: &Model, field: &Field) -> ObjectField {
    // Some providers write a few names in camelCase.
    let name = snake(field.name);
    let choice = choice_of(api, model, field);
    ObjectField {
        key: field.name,
        doc: field.doc.text(),
        ty: field_type(&field.ty, &choice),
        always: field.always,
        secret: field.ty == FieldType::Secret,
        given: given(&field.ty, &choice, "").0,
        converted: converted(field),
        setter: free(&name, METHODS),
        name: ident(&name),
    }
}

/// What a setter was given, as the field holds it.
fn converted(field: &Field) -> String {
    let name = field_name(field);
    let plain = |ty: &FieldType| {
        matches!(
            ty,
            FieldType::Integer(..)
                | FieldType::Bool
                | FieldType::Number
                | FieldType::Model(_)
                | FieldType::Enum(_)
        )
    };
    match &field.ty {
        FieldType::List(item) if plain(item) => format!("{name}.into_iter().collect()"),
        FieldType::List(_) => format!("{name}.into_iter().map(Into::into).collect()"),
        FieldType::Map(item) => {
            let value = if plain(item) { "value" } else { "value.into()" };
            format!("{name}.into_iter().map(|(name, value)| (name.into(), {value})).collect()")
        }
        FieldType::Enum(_) => format!("{name}.into()"),
        ty if plain(ty) => name,
        _ => format!("{name}.into()"),
    }
}

/// How the state of a model is read, for a model that has one.
fn state(api: &Api, model: &Model) -> Option<String> {
    let state = model.state?;
    let field = model.fields.iter().find(|field| field.name == state.field)?;
    let name = field_name(field);
    let text = if choices_of(&field.ty).is_some() {
        format!("{}::as_str", choice_of(api, model, field))
    } else {
        "String::as_str".to_owned()
    };
    Some(if field.always {
        format!("Some({text}(&model.{name}))")
    } else {
        format!("model.{name}.as_ref().map({text})")
    })
}

fn choice_of(api: &Api, model: &Model, field: &Field) -> String {
    if choices_of(&field.ty).is_some() { api.enum_of_field(model, field.name) } else { String::new() }
}

fn field_name(field: &Field) -> String {
    ident(&snake(field.name))
}
