//! The typed Rust clients, with the builders of their calls and their models.

mod calls;
mod client;
mod names;
mod types;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::bail;
use minijinja::context;
use names::{model_name, pascal};
use payonce_core::Provider;
use payonce_core::spec::operation::Operation;
use payonce_core::spec::types::{FieldType, Model};

use crate::error_details::details;
use crate::templates::{render, render_of};
use crate::{Generated, ProviderText};

pub(crate) fn files() -> anyhow::Result<Vec<Generated>> {
    let mut files = Vec::new();
    let folder = Path::new("crates/payonce/src/generated");
    for &provider in Provider::BUILT_IN {
        files.extend(of_provider(&Api::of(provider)?, folder)?);
    }
    let mut add = |name: &str, text: String| files.push(Generated { path: folder.join(name), text });
    let providers: Vec<&str> = Provider::BUILT_IN.iter().map(|provider| provider.as_str()).collect();
    add("mod.rs", render("rust/mod.rs", context! { providers })?);
    add("blocking.rs", client::blocking()?);
    add("details.rs", render("rust/details.rs", context! { providers => details() })?);
    Ok(files)
}

/// The files of a provider, in a folder of its id.
fn of_provider(api: &Api, folder: &Path) -> anyhow::Result<Vec<Generated>> {
    let folder = folder.join(api.provider.as_str());
    let mut files = Vec::new();
    let mut add = |name: &str, text: String| files.push(Generated { path: folder.join(name), text });
    add("mod.rs", client::module(api)?);
    add("client.rs", client::file(api)?);
    add("calls.rs", calls::file(api)?);
    if let Some(text) = client::resources_file(api)? {
        add("resources.rs", text);
    }
    add("types.rs", types::file(api)?);
    Ok(files)
}

/// The module of a provider from a file.
pub(crate) fn module(provider: Provider, file: &ProviderText<'_>) -> anyhow::Result<Vec<Generated>> {
    let mut files = of_provider(&Api::of(provider)?, Path::new(""))?;
    // The debug output of a string is a literal of Rust.
    let lines: Vec<String> = file.text.split_inclusive('\n').map(|line| format!("{line:?}")).collect();
    let name = format!("{provider}.{}", if file.is_json { "json" } else { "toml" });
    let values = context! { title => provider.title(), id => provider.as_str(), lines, name };
    let path = PathBuf::from(provider.as_str()).join("provider_file.rs");
    files.push(Generated { path, text: render_of(provider, "rust/provider_file.rs", values)? });
    Ok(files)
}

/// What a provider declares, and the Rust names for it.
struct Api {
    provider: Provider,
    operations: &'static [Operation],
    /// Every model that an operation takes or returns.
    models: Vec<&'static Model>,
    /// The names of the models that callers build.
    sent: BTreeSet<&'static str>,
    /// The enums, by the place where their choice stands.
    enums: BTreeMap<String, &'static [&'static str]>,
}

impl Api {
    fn of(provider: Provider) -> anyhow::Result<Self> {
        let operations = provider.spec().operations;
        let mut api =
            Self { provider, operations, models: Vec::new(), sent: BTreeSet::new(), enums: BTreeMap::new() };
        for operation in operations {
            api.visit(&operation.returns, false)?;
            for param in crate::arguments(operation) {
                api.visit(&param.ty, true)?;
            }
        }
        // The order of the declaration reads better than the order of use.
        let declared = provider.spec().models;
        let order = |model: &Model| declared.iter().position(|known| known.name == model.name);
        api.models.sort_by_key(|model| order(model).unwrap_or(usize::MAX));
        for model in api.models.clone() {
            for field in model.fields {
                if let Some(choices) = choices(&field.ty) {
                    api.add_enum(api.enum_of_field(model, field.name), choices)?;
                }
            }
        }
        for operation in operations {
            for param in crate::arguments(operation) {
                if let Some(choices) = choices(&param.ty) {
                    api.add_enum(api.enum_of_param(operation, param.name, choices), choices)?;
                }
            }
        }
        distinct(api.models.iter().map(|model| model_name(model)))?;
        distinct(operations.iter().map(|operation| api.call_name(operation)))?;
        Ok(api)
    }

    fn add_enum(&mut self, name: String, choices: &'static [&'static str]) -> anyhow::Result<()> {
        if self.enums.get(&name).is_some_and(|known| *known != choices) {
            bail!("{name} would be the name of two sets of values in Rust; rename a field or an argument");
        }
        self.enums.insert(name, choices);
        Ok(())
    }

    fn visit(&mut self, ty: &FieldType, sent: bool) -> anyhow::Result<()> {
        match ty {
            FieldType::List(item) | FieldType::Map(item) => self.visit(item, sent),
            FieldType::Model(model) => {
                let known = self.models.iter().any(|known| known.name == model.name);
                if known && (!sent || self.sent.contains(model.name)) {
                    return Ok(());
                }
                if !known {
                    self.models.push(model);
                }
                if sent {
                    self.sent.insert(model.name);
                    if model.fields.iter().any(|field| field.ty == FieldType::Secret) {
                        bail!("{}: a secret inside of an argument is not generated yet", model.name);
                    }
                }
                model.fields.iter().try_for_each(|field| self.visit(&field.ty, sent))
            }
            _ => Ok(()),
        }
    }

    /// The enum of a parameter: the one of the field that it selects by, or one of its own.
    fn enum_of_param(&self, operation: &Operation, param: &str, choices: &[&str]) -> String {
        let like = |model: &Model| {
            let name = self.enum_of_field(model, param);
            (self.enums.get(&name).copied() == Some(choices)).then_some(name)
        };
        let returned = item_model(operation).and_then(like);
        returned
            .or_else(|| self.models.iter().find_map(|model| like(model)))
            .unwrap_or_else(|| self.enum_name(format!("{}{}", pascal(operation.name), pascal(param))))
    }

    /// The enum of a field.
    fn enum_of_field(&self, model: &Model, field: &str) -> String {
        self.enum_name(format!("{}{}", model_name(model), pascal(field)))
    }

    /// A name that no model has.
    fn enum_name(&self, name: String) -> String {
        if self.models.iter().any(|model| model_name(model) == name) { format!("{name}Value") } else { name }
    }

    /// The type of the builder of an operation.
    fn call_name(&self, operation: &Operation) -> String {
        let name = pascal(operation.name);
        let taken =
            self.enums.contains_key(&name) || self.models.iter().any(|model| model_name(model) == name);
        if taken { format!("{name}Call") } else { name }
    }
}

/// Refuses two declarations that would have one name.
fn distinct(names: impl Iterator<Item = String>) -> anyhow::Result<()> {
    let mut known = BTreeSet::new();
    for name in names {
        if known.contains(&name) {
            bail!("{name} would be the name of two types in Rust; rename an object or an operation");
        }
        known.insert(name);
    }
    Ok(())
}

fn capital(text: &str) -> String {
    let first = text.get(..1).unwrap_or_default().to_uppercase();
    format!("{first}{}", text.get(1..).unwrap_or_default())
}

/// The choices in a type, also as the items of a list.
fn choices(ty: &FieldType) -> Option<&'static [&'static str]> {
    match ty {
        FieldType::Enum(choices) => Some(choices),
        FieldType::List(item) | FieldType::Map(item) => choices(item),
        _ => None,
    }
}

/// The model that an operation is about: what it returns, or the items of the page that it returns.
fn item_model(operation: &Operation) -> Option<&'static Model> {
    match (item_type(operation), operation.returns) {
        (Some(FieldType::Model(model)), _) | (None, FieldType::Model(model)) => Some(model),
        _ => None,
    }
}

/// The type of the items of a list that comes in pages.
fn item_type(operation: &Operation) -> Option<FieldType> {
    let items = operation.paging?.items();
    let FieldType::Model(page) = operation.returns else { return None };
    match page.fields.iter().find(|field| field.name == items)?.ty {
        FieldType::List(item) => Some(*item),
        _ => None,
    }
}

/// A text as lines of documentation, with bare addresses and words in brackets made safe for rustdoc.
pub(crate) fn doc(text: &str, indent: usize) -> String {
    let pad = " ".repeat(indent);
    if text.trim().is_empty() {
        return format!("{pad}/// (not documented by the provider)");
    }
    // A fence would begin a program that rustdoc compiles and runs.
    let text = text.replace("```", "`").replace("~~~", "~");
    let lines: Vec<String> = text.lines().map(|line| wrapped(&pad, &escape(line.trim()))).collect();
    lines.join("\n")
}

/// The members of a macro as lines.
pub(crate) fn fill(members: Vec<String>, indent: usize) -> String {
    let pad = " ".repeat(indent);
    let mut lines: Vec<String> = Vec::new();
    for member in members {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + member.chars().count() <= WIDTH => {
                line.push(' ');
                line.push_str(&member);
            }
            _ => lines.push(format!("{pad}{member}")),
        }
    }
    lines.join("\n")
}

const WIDTH: usize = 110;

/// The formatter leaves comments as they are, so that long ones are broken here.
fn wrapped(pad: &str, line: &str) -> String {
    // The lines of a list item stand under its first word.
    let hang = if line.starts_with("- ") { "  " } else { "" };
    let mut lines = Vec::new();
    let mut current = format!("{pad}///");
    for (at, word) in line.split(' ').enumerate() {
        if at > 0 && current.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(std::mem::replace(&mut current, format!("{pad}/// {hang}{word}")));
        } else {
            current = format!("{current} {word}");
        }
    }
    lines.push(current);
    lines.join("\n")
}

fn escape(text: &str) -> String {
    let mut safe = String::new();
    let mut quoted = false;
    for (at, part) in text.split('`').enumerate() {
        if at > 0 {
            safe.push('`');
            quoted = !quoted;
        }
        if quoted {
            safe.push_str(part);
            continue;
        }
        for (at, word) in part.split(' ').enumerate() {
            if at > 0 {
                safe.push(' ');
            }
            if word.starts_with("http://") || word.starts_with("https://") {
                safe.push_str(&format!("<{word}>"));
            } else {
                safe.push_str(&word.replace('[', "\\[").replace('<', "\\<"));
            }
        }
    }
    safe
}
