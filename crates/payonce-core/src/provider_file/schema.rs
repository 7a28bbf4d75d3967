//! What a provider file may contain, for editors and for documentation.

use serde_json::{Value, json};

use crate::provider_file::members::FILE;
use crate::provider_file::shape::{Group, Member, Shape};

/// The JSON Schema of a provider file, in draft 2020-12.
///
/// It knows the form of a file. What depends on other parts of the file, such as whether an operation of this name exists,
/// only [`load`](super::load) checks.
#[must_use]
pub fn schema() -> Value {
    let mut definitions = serde_json::Map::new();
    for group in groups().into_iter().filter(|group| !std::ptr::eq(*group, &raw const FILE)) {
        definitions.insert(name(group), object(group));
    }
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "payonce provider file",
    });
    if let (Some(schema), Value::Object(file)) = (schema.as_object_mut(), object(&FILE)) {
        schema.extend(file);
        // A file is a new provider, or it adds codes to one that is built in.
        schema.insert("anyOf".to_owned(), json!([{"required": ["extends"]}, {"required": ["id", "title"]}]));
        schema.insert("$defs".to_owned(), Value::Object(definitions));
    }
    schema
}

/// The members of a table of a provider file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MembersDoc {
    /// What the table describes.
    pub about: &'static str,
    /// Where the table is: `code`, `operation.params`.
    pub path: String,
    /// Its members.
    pub members: Vec<MemberDoc>,
}

/// A member of a provider file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberDoc {
    /// Its name.
    pub name: &'static str,
    /// What it has to be.
    pub expected: String,
    /// Whether it must not be left out.
    pub is_required: bool,
    /// What it means.
    pub meaning: &'static str,
}

/// Every table of a provider file with its members, the file itself first.
#[must_use]
pub fn members() -> Vec<MembersDoc> {
    let groups = places().into_iter();
    let group = |(path, group): (String, &'static Group)| {
        let member = |member: &'static Member| MemberDoc {
            name: member.name,
            expected: member.shape.expected(),
            is_required: is_required(member),
            meaning: member.doc.text().trim_start(),
        };
        MembersDoc {
            about: group.doc.text().trim_start(),
            path,
            members: group.all().into_iter().map(member).collect(),
        }
    };
    groups.map(group).collect()
}

/// Every table, each with the first path to it.
fn places() -> Vec<(String, &'static Group)> {
    let mut found: Vec<(String, &'static Group)> = vec![(String::new(), &FILE)];
    let mut next = 0;
    while let Some((path, group)) = found.get(next).cloned() {
        for member in group.all() {
            let mut inner = Vec::new();
            groups_in(&member.shape, &mut inner);
            for group in inner {
                if !found.iter().any(|(_, known)| std::ptr::eq(*known, group)) {
                    let dot = if path.is_empty() { "" } else { "." };
                    found.push((format!("{path}{dot}{}", member.name), group));
                }
            }
        }
        next += 1;
    }
    found
}

fn groups() -> Vec<&'static Group> {
    places().into_iter().map(|(_, group)| group).collect()
}

fn groups_in(shape: &'static Shape, into: &mut Vec<&'static Group>) {
    match shape {
        Shape::List(shape) | Shape::Map(shape) => groups_in(shape, into),
        Shape::Group(group) | Shape::One(group) => into.push(group),
        Shape::Either(one, other) => {
            groups_in(one, into);
            groups_in(other, into);
        }
        _ => {}
    }
}

const fn is_required(member: &Member) -> bool {
    member.is_required || matches!(member.shape, Shape::Source)
}

/// The name of a group among the definitions.
fn name(group: &Group) -> String {
    let place = places().into_iter().find(|(_, known)| std::ptr::eq(*known, group));
    place.map_or_else(String::new, |(path, _)| path)
}

fn object(group: &'static Group) -> Value {
    let mut properties = serde_json::Map::new();
    for member in group.all() {
        let mut value = value_of(&member.shape);
        if let Some(value) = value.as_object_mut() {
            value.insert("description".to_owned(), member.doc.text().trim_start().into());
        }
        properties.insert(member.name.to_owned(), value);
    }
    let required: Vec<&str> =
        group.all().into_iter().filter(|member| is_required(member)).map(|member| member.name).collect();
    let mut object = json!({
        "description": group.doc.text().trim_start(),
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if let Some(object) = object.as_object_mut().filter(|_| !required.is_empty()) {
        object.insert("required".to_owned(), required.into());
    }
    object
}

fn value_of(shape: &'static Shape) -> Value {
    match shape {
        Shape::Text => json!({"type": "string"}),
        Shape::Source => json!({"type": "string", "pattern": "\\S"}),
        Shape::Flag => json!({"type": "boolean"}),
        Shape::Whole(i64::MIN, i64::MAX) => json!({"type": "integer"}),
        Shape::Whole(min, max) => json!({"type": "integer", "minimum": min, "maximum": max}),
        Shape::Status => json!({"type": "integer", "minimum": 200, "maximum": 599}),
        Shape::Time(words) => {
            let words: String = words.iter().map(|word| format!("|{word}")).collect();
            json!({"type": "string", "pattern": format!("^(0*[1-9][0-9]{{0,10}}(ms|s|m|h|d){words})$")})
        }
        Shape::Words(words) => json!({"type": "string", "enum": words}),
        Shape::List(shape) => json!({"type": "array", "items": value_of(shape)}),
        Shape::Map(shape) => json!({"type": "object", "additionalProperties": value_of(shape)}),
        Shape::Group(group) => json!({"$ref": format!("#/$defs/{}", name(group))}),
        Shape::One(group) => {
            json!({"type": "object", "$ref": format!("#/$defs/{}", name(group)), "minProperties": 1, "maxProperties": 1})
        }
        Shape::Either(one, other) => json!({"anyOf": [value_of(one), value_of(other)]}),
        Shape::Any => json!({}),
    }
}
