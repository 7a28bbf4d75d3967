//! The models and the sets of choices.

use payonce_core::spec::types::{Field, FieldType, Model};

use super::names::{field_type, given, ident, pascal, snake};
use super::{Api, MARK, choices, doc};

pub(super) fn file(api: &Api) -> anyhow::Result<String> {
    let mut body = String::new();
    for model in &api.models {
        body.push_str(&structure(api, model));
    }
    for (name, choices) in &api.enums {
        body.push_str(&choice(api, name, choices));
    }
    if !api.models.is_empty() {
        let names: Vec<&str> = api.models.iter().map(|model| model.name).collect();
        body.push_str(&format!("readable!({});\n", names.join(", ")));
    }
    for model in &api.models {
        body.push_str(&stateful(api, model));
    }
    if !api.sent.is_empty() {
        let names: Vec<&str> = api.sent.iter().copied().collect();
        body.push_str(&format!("sendable!({});\n", names.join(", ")));
    }
    let mut text = format!("//! The objects of {}.\n\n{MARK}\n", api.provider.title());
    text.push_str(&imports(&body));
    text.push_str(&body);
    Ok(text)
}

/// Only what the body uses: an import that is not used is a warning.
fn imports(body: &str) -> String {
    let mut text = String::new();
    if body.contains("BTreeMap<") {
        text.push_str("use std::collections::BTreeMap;\n\n");
    }
    if body.contains("derive(Debug, Clone, PartialEq") {
        text.push_str("use serde::Serialize;\nuse serde_json::{Map, Value};\n\n");
    }
    if body.contains(": Secret") || body.contains("<Secret>") {
        text.push_str("use payonce_core::Secret;\n\n");
    }
    let names: Vec<&str> = ["open_enum", "readable", "require", "sendable", "stateful", "take"]
        .into_iter()
        .filter(|name| body.contains(&format!("{name}!")) || body.contains(&format!("{name}(&mut")))
        .collect();
    if !names.is_empty() {
        text.push_str(&format!("use crate::model::{{{}}};\n\n", names.join(", ")));
    }
    text
}

fn choice(api: &Api, name: &str, choices: &[&str]) -> String {
    let owner =
        api.models.iter().filter(|model| name.starts_with(model.name)).max_by_key(|model| model.name.len());
    let about = match owner {
        Some(model) => format!("A value of a field of [`{}`].", model.name),
        None => "A value of an argument.".to_owned(),
    };
    let mut text = format!("open_enum! {{\n    /// {about} The provider can add others.\n    {name} {{\n");
    for choice in choices {
        text.push_str(&format!("        {} = {choice:?},\n", pascal(choice)));
    }
    text.push_str("    }\n}\n\n");
    text
}

/// A model whose fields debug output must not show, and those fields: a header of another provider's request holds that
/// provider's key.
const UNPRINTED: &[(&str, &str)] = &[("HeaderInfo", "value")];

fn structure(api: &Api, model: &Model) -> String {
    let sent = api.sent.contains(model.name);
    let required: Vec<&Field> = model.fields.iter().filter(|field| field.always).collect();
    let default = if sent && required.is_empty() { ", Default" } else { "" };
    let mut text = doc("", model.doc.text());
    let unprinted = UNPRINTED.iter().find(|(name, _)| *name == model.name).map(|(_, field)| *field);
    let debug = if unprinted.is_some() { "" } else { "Debug, " };
    text.push_str(&format!("#[derive({debug}Clone, PartialEq, Serialize{default})]\n#[non_exhaustive]\n"));
    text.push_str(&format!("pub struct {} {{\n", model.name));
    for field in model.fields {
        text.push_str(&doc("    ", field.doc.text()));
        let ty = field_type(&field.ty, &choice_of(model, field));
        let name = field_name(field);
        let secret = field.ty == FieldType::Secret;
        if snake(field.name) != field.name {
            text.push_str(&format!("    #[serde(rename = {:?})]\n", field.name));
        }
        match (field.always, secret) {
            (true, false) => text.push_str(&format!("    pub {name}: {ty},\n")),
            (true, true) => text.push_str(&format!(
                "    #[serde(serialize_with = \"crate::model::fingerprint\")]\n    pub {name}: {ty},\n"
            )),
            (false, false) => text.push_str(&format!(
                "    #[serde(skip_serializing_if = \"Option::is_none\")]\n    pub {name}: Option<{ty}>,\n"
            )),
            (false, true) => {
                text.push_str(&format!("    #[serde(skip_serializing)]\n    pub {name}: Option<{ty}>,\n"));
            }
        }
    }
    let extra = extra(model);
    text.push_str(&format!(
        "    /// Members that this version does not know, or that have another type than documented.\n    \
         #[serde(flatten)]\n    pub {extra}: Map<String, Value>,\n}}\n\n"
    ));
    text.push_str(&format!("impl {} {{\n", model.name));
    if sent {
        text.push_str(&building(model, &required));
    }
    let mutable = if model.fields.is_empty() { "" } else { "mut " };
    text.push_str(&format!(
        "    fn from_members({mutable}members: Map<String, Value>) -> Result<Self, String> {{\n        Ok(Self {{\n"
    ));
    for field in model.fields {
        let name = field_name(field);
        if field.always {
            text.push_str(&format!("{name}: require(&mut members, {:?})?,\n", field.name));
        } else {
            text.push_str(&format!("{name}: take(&mut members, {:?}),\n", field.name));
        }
    }
    text.push_str(&format!("{extra}: members,\n        }})\n    }}\n}}\n\n"));
    if let Some(unprinted) = unprinted {
        text.push_str(&debug_without(model, unprinted));
    }
    text
}

fn debug_without(model: &Model, unprinted: &str) -> String {
    let mut text = format!(
        "impl std::fmt::Debug for {name} {{\n    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {{\n        \
         // It can be a key.\n        f.debug_struct({name:?})",
        name = model.name
    );
    for field in model.fields.iter().filter(|field| field.name != unprinted) {
        text.push_str(&format!(".field({:?}, &self.{})", field.name, field_name(field)));
    }
    text.push_str(".finish_non_exhaustive()\n    }\n}\n\n");
    text
}

/// What callers build it with: `new` takes what has to be there, and each other field has a setter.
fn building(model: &Model, required: &[&Field]) -> String {
    let mut text = String::new();
    let arguments: Vec<String> = required
        .iter()
        .map(|field| format!("{}: {}", field_name(field), given(&field.ty, &choice_of(model, field), "x").0))
        .collect();
    if required.is_empty() {
        text.push_str("    /// Without any field.\n    #[must_use]\n    pub fn new() -> Self {\n        Self::default()\n    }\n\n");
    } else {
        text.push_str("    /// With the required fields.\n    #[must_use]\n");
        text.push_str(&format!("    pub fn new({}) -> Self {{\n        Self {{\n", arguments.join(", ")));
        for field in model.fields {
            let name = field_name(field);
            let value = if field.always { converted(field) } else { "None".to_owned() };
            text.push_str(&format!("{name}: {value},\n"));
        }
        text.push_str(&format!("{}: Map::new(),\n        }}\n    }}\n\n", extra(model)));
    }
    for field in model.fields.iter().filter(|field| !field.always) {
        let name = field_name(field);
        let (ty, _) = given(&field.ty, &choice_of(model, field), &name);
        text.push_str(&doc("    ", field.doc.text()));
        text.push_str(&format!(
            "    #[must_use]\n    pub fn {name}(mut self, {name}: {ty}) -> Self {{\n        self.{name} = Some({});\n        self\n    }}\n\n",
            converted(field)
        ));
    }
    text
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

/// What the state of a model means, for a model that has one.
fn stateful(api: &Api, model: &Model) -> String {
    let Some(field) =
        model.state.and_then(|state| model.fields.iter().find(|field| field.name == state.field))
    else {
        return String::new();
    };
    let name = field_name(field);
    let text = if choices(&field.ty).is_some() {
        format!("{}::as_str", choice_of(model, field))
    } else {
        "String::as_str".to_owned()
    };
    let read = if field.always {
        format!("Some({text}(&model.{name}))")
    } else {
        format!("model.{name}.as_ref().map({text})")
    };
    format!("stateful!({:?}, {}, |model| {read});\n", api.provider, model.name)
}

fn choice_of(model: &Model, field: &Field) -> String {
    if choices(&field.ty).is_some() { format!("{}{}", model.name, pascal(field.name)) } else { String::new() }
}

/// Some providers write a few names in camelCase.
fn field_name(field: &Field) -> String {
    ident(&snake(field.name))
}

fn extra(model: &Model) -> &'static str {
    if model.fields.iter().any(|field| field.name == "extra") { "further" } else { "extra" }
}
