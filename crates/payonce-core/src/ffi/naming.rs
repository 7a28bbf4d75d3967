//! How names are spelled: snake_case in the core, on the wire, in Python and in Rust, camelCase in TypeScript.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::error::{Error, ErrorPayload, NamedMessage};
use crate::model::invalid_field::InvalidField;
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
    let mut upper = false;
    for c in name.chars() {
        if c == '_' && !camel.is_empty() {
            upper = true;
        } else if upper {
            camel.push(c.to_ascii_uppercase());
            upper = false;
        } else {
            camel.push(c);
        }
    }
    camel
}

/// `agentId` as `agent_id`; a name that is in snake_case already stays.
pub(super) fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
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
    let ours = snake_case(name);
    model.fields.iter().find(|field| field.name == ours || camel_case(field.name) == name)
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
