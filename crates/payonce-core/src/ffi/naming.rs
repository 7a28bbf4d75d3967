//! How names are spelled: snake_case in the core, on the wire, in Python and in Rust, camelCase in TypeScript.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::error::{Error, ErrorPayload, NamedMessage};
use crate::model::invalid_field::InvalidField;
use crate::model::json;
use crate::model::phrase::Phrase;
use crate::request::validate::GIVEN_TWICE;
use crate::spec::operation::Operation;
use crate::spec::types::{Field, FieldType, Model};

/// How a language spells the names of arguments, options and fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CaseStyle {
    /// `agent_id`, as on the wire.
    #[default]
    Snake,
    /// `agentId`.
    Camel,
}

impl CaseStyle {
    /// A name of payonce as the language spells it.
    #[must_use]
    pub fn spelled(self, name: &str) -> String {
        match self {
            Self::Snake => name.to_owned(),
            Self::Camel => camel_case(name),
        }
    }
}

/// `agent_id` as `agentId`.
fn camel_case(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    push_camel_case(&mut camel, name);
    camel
}

fn push_camel_case(into: &mut String, name: &str) {
    for (letter, rest) in camel_parts(name) {
        into.extend(letter);
        into.push_str(rest);
    }
}

/// Whether `name` is the [`camel_case`] of this name.
fn is_camel_case(name: &str, of: &str) -> bool {
    let rest = camel_parts(of).try_fold(name, |name, (letter, rest)| {
        letter.map_or(Some(name), |letter| name.strip_prefix(letter))?.strip_prefix(rest)
    });
    rest.is_some_and(str::is_empty)
}

/// What stands between the underscores: the first letter as camelCase has it, and the rest. An underscore at the beginning
/// stays.
fn camel_parts(name: &str) -> impl Iterator<Item = (Option<char>, &str)> {
    let inner = name.strip_prefix('_');
    inner.unwrap_or(name).split('_').enumerate().map(move |(at, part)| {
        if at == 0 {
            return (inner.map(|_| '_'), part);
        }
        let mut letters = part.chars();
        let first = letters.next();
        (first.map(|letter| letter.to_ascii_uppercase()), letters.as_str())
    })
}

/// `agentId` as `agent_id`; a name that is in snake_case already stays.
pub(super) fn snake_case(name: &str) -> String {
    snake_letters(name).collect()
}

fn snake_letters(name: &str) -> impl Iterator<Item = char> {
    name.chars().enumerate().flat_map(|(at, letter)| {
        let underscore = (letter.is_ascii_uppercase() && at > 0).then_some('_');
        underscore.into_iter().chain(std::iter::once(letter.to_ascii_lowercase()))
    })
}

/// Option names are few and fixed, so that TypeScript's spelling of them is taken as it comes.
pub(super) fn snake_case_names(options: &Map<String, Value>) -> Map<String, Value> {
    options.iter().map(|(name, value)| (snake_case(name), value.clone())).collect()
}

/// The members under their names in the caller's language.
pub(super) fn names_for_caller(members: Map<String, Value>, style: CaseStyle) -> Map<String, Value> {
    members.into_iter().map(|(name, value)| (style.spelled(&name), value)).collect()
}

/// The arguments of a call under the names of their declaration. A name that is not declared stays, and is refused later as
/// the caller wrote it.
pub(super) fn arguments_of(
    operation: &Operation,
    given: &Map<String, Value>,
    style: CaseStyle,
) -> Result<Map<String, Value>, InvalidField> {
    if style == CaseStyle::Snake {
        return Ok(given.clone());
    }
    let mut arguments = Map::new();
    for (name, value) in given {
        let ours = snake_case(name);
        let param = operation
            .params
            .iter()
            .find(|param| param.name == ours || param.aliases.contains(&ours.as_str()));
        let Some(param) = param else {
            arguments.insert(name.clone(), value.clone());
            continue;
        };
        if arguments.insert(ours, from_caller(&param.ty, value.clone(), style)).is_some() {
            return Err(InvalidField::new(param.name, GIVEN_TWICE));
        }
    }
    Ok(arguments)
}

fn field_of(model: &'static Model, name: &str) -> Option<&'static Field> {
    let same = |field: &&Field| snake_letters(name).eq(field.name.chars()) || is_camel_case(name, field.name);
    model.fields.iter().find(|field| field.name == name).or_else(|| model.fields.iter().find(same))
}

/// A value of this type with the names of its declaration. The caller's own names, in maps and free JSON, stay.
pub(super) fn from_caller(ty: &FieldType, value: Value, style: CaseStyle) -> Value {
    if style == CaseStyle::Snake {
        return value;
    }
    respelled(ty, value, &|field, name| field.map_or(name, |field| field.name.to_owned()))
}

/// A value of this type with its names as the caller's language spells them. Names inside maps and free JSON stay as the
/// provider sent them.
pub(super) fn for_caller(ty: &FieldType, value: Value, style: CaseStyle) -> Value {
    if style == CaseStyle::Snake {
        return value;
    }
    respelled(ty, value, &|_, name| camel_case(&name))
}

/// Writes [`for_caller`]. Of two members that get the same name, both are written.
pub(super) fn write_for_caller(into: &mut String, ty: &FieldType, value: &Value, style: CaseStyle) {
    match (ty, value) {
        (FieldType::List(item), Value::Array(items)) => {
            json::write_list(into, items, |into, value| write_for_caller(into, item, value, style));
        }
        (FieldType::Map(item), Value::Object(members)) => {
            json::write_members(into, members, |into, name, value| {
                json::write_text(into, name);
                into.push(':');
                write_for_caller(into, item, value, style);
            });
        }
        (FieldType::Model(model), Value::Object(members)) if style == CaseStyle::Camel => {
            json::write_members(into, members, |into, name, value| {
                if json::has_special(name) {
                    json::write_text(into, &camel_case(name));
                } else {
                    into.push('"');
                    push_camel_case(into, name);
                    into.push('"');
                }
                into.push(':');
                let ty = field_of(model, name).map_or(&FieldType::Json, |field| &field.ty);
                write_for_caller(into, ty, value, style);
            });
        }
        (_, value) => json::write_value(into, value),
    }
}

type Respell<'a> = &'a dyn Fn(Option<&'static Field>, String) -> String;

fn respelled(ty: &FieldType, value: Value, spell: Respell<'_>) -> Value {
    match (ty, value) {
        (FieldType::List(item), Value::Array(items)) => {
            items.into_iter().map(|value| respelled(item, value, spell)).collect()
        }
        (FieldType::Map(item), Value::Object(members)) => Value::Object(
            members.into_iter().map(|(name, value)| (name, respelled(item, value, spell))).collect(),
        ),
        (FieldType::Model(model), Value::Object(members)) => Value::Object(
            members
                .into_iter()
                .map(|(name, value)| {
                    let field = field_of(model, &name);
                    let ty = field.map_or(&FieldType::Json, |field| &field.ty);
                    (spell(field, name), respelled(ty, value, spell))
                })
                .collect(),
        ),
        (_, value) => value,
    }
}

/// The payload of an error with the names in its message as the caller's language spells them. The members of the payload
/// itself are spelled alike in every language.
#[must_use]
pub fn payload(error: &Error, style: CaseStyle) -> Value {
    spelled_payload(error, style).to_value()
}

/// As [`payload`], before it is JSON.
pub(super) fn spelled_payload(error: &Error, style: CaseStyle) -> Cow<'_, ErrorPayload> {
    match error.named().filter(|_| style == CaseStyle::Camel) {
        Some(named) => Cow::Owned(with_names(error.payload().clone(), named)),
        None => Cow::Borrowed(error.payload()),
    }
}

/// As [`spelled_payload`], for an error that nothing else needs.
pub(super) fn into_spelled_payload(error: Error, style: CaseStyle) -> ErrorPayload {
    match error.named().filter(|_| style == CaseStyle::Camel).cloned() {
        Some(named) => with_names(error.into_payload(), &named),
        None => error.into_payload(),
    }
}

fn with_names(mut payload: ErrorPayload, named: &NamedMessage) -> ErrorPayload {
    payload.message = named.phrase().spelled(camel_case);
    if let Some(field) = &named.field {
        payload.details.insert("field".to_owned(), field.spelled(camel_case).into());
    }
    payload
}

/// Reports another name for a field of ours, if it is the one that was refused.
pub(super) fn rename_field(error: &mut Error, from: &str, to: &str) {
    let Some(mut named) = error.named().cloned() else { return };
    if from == to || named.field.as_ref().is_none_or(|field| field.to_string() != from) {
        return;
    }
    named.field = Some(Phrase::name(to.to_owned()));
    error.change(|payload| {
        payload.message = named.phrase().to_string();
        payload.details.insert("field".to_owned(), to.into());
    });
    error.set_names(named);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::spec::provider::Provider;

    #[test]
    fn a_name_is_spelled_in_camel_case() {
        for (name, camel) in [
            ("agent_id", "agentId"),
            ("agentId", "agentId"),
            ("a_1_b", "a1B"),
            ("_own_id", "_ownId"),
            ("__own", "_Own"),
            ("a__b", "aB"),
            ("a_", "a"),
            ("_", "_"),
            ("", ""),
            ("gr\u{f6}\u{df}e_\u{e4}b", "gr\u{f6}\u{df}e\u{e4}b"),
        ] {
            assert_eq!(camel_case(name), camel);
            assert!(is_camel_case(camel, name), "{name}");
            assert!(!is_camel_case(&format!("{camel}x"), name), "{name}");
        }
    }

    #[test]
    fn a_value_is_written_as_it_is_spelled() {
        let operation = Provider::AGENTWALLEX.operation("payments.list").unwrap();
        let wire = json!({
            "data": [{"id": "tx_1", "agent_id": "a", "new_field": {"as_is": 1}, "a \"b\"_c": [1.50]}, null],
            "has_more": false,
        });
        for style in [CaseStyle::Camel, CaseStyle::Snake] {
            let mut written = String::new();
            write_for_caller(&mut written, &operation.returns, &wire, style);
            assert_eq!(written, json::write(&for_caller(&operation.returns, wire.clone(), style)));
        }
    }

    #[test]
    fn a_value_survives_both_conversions() {
        let operation = Provider::AGENTWALLEX.operation("payments.get").unwrap();
        let wire = json!({"id": "tx_1", "agent_id": "a", "new_field": {"as_is": 1}, "created_at": "now"});
        let spelled = for_caller(&operation.returns, wire, CaseStyle::Camel);
        assert_eq!(
            spelled,
            json!({"id": "tx_1", "agentId": "a", "newField": {"as_is": 1}, "createdAt": "now"})
        );
        let back = from_caller(&operation.returns, spelled.clone(), CaseStyle::Camel);
        assert_eq!(back["agent_id"], json!("a"));
        assert_eq!(for_caller(&operation.returns, back, CaseStyle::Camel), spelled);
    }
}
