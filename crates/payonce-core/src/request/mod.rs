//! From an operation and its arguments to the bytes of a request.

pub(crate) mod key;
pub(crate) mod memo;
pub(crate) mod validate;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Number, Value};

use crate::model::invalid_field::InvalidField;
use crate::model::json;
use crate::model::secret::Secret;
use crate::spec::operation::{Encoding, Method, Operation};
use crate::spec::param::Place;
use crate::spec::types::FieldType;

/// What RFC 3986 §2.3 leaves unreserved needs no escape.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A request that is ready to be sent, any number of times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Prepared {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Vec<u8>>,
}

/// Arguments under their declared names, checked.
pub(crate) type Arguments = Map<String, Value>;

/// Where the requests of a client go, and what they all carry.
pub(crate) struct Endpoint<'a> {
    pub(crate) base_url: &'a str,
    /// The header fields with the client's keys.
    pub(crate) credentials: Vec<(&'static str, Secret)>,
    /// The caller's own header fields.
    pub(crate) headers: &'a [(String, String)],
}

/// Builds the request.
pub(crate) fn prepare(
    endpoint: &Endpoint<'_>,
    operation: &'static Operation,
    arguments: &Arguments,
    extra_headers: &[(String, String)],
) -> Result<Prepared, InvalidField> {
    let mut path = operation.path.to_owned();
    let mut query: Vec<String> = Vec::new();
    let mut members = Map::new();
    let mut whole_body = None;
    let mut headers: Vec<(String, String)> = Vec::new();
    for (name, value) in operation.fixed {
        members.insert((*name).to_owned(), Value::String((*value).to_owned()));
    }
    for param in operation.params {
        let Some(value) = arguments.get(param.name) else { continue };
        let lower =
            value.as_str().filter(|_| param.lower_case).map(|text| Value::String(text.to_ascii_lowercase()));
        let value = lower.as_ref().unwrap_or(value);
        match param.place {
            Place::Path => {
                let segment = utf8_percent_encode(&plain(value), ESCAPED).to_string();
                path = path.replace(&format!("{{{}}}", param.name), &segment);
            }
            Place::Query => {
                query.push(format!("{}={}", param.wire, utf8_percent_encode(&plain(value), ESCAPED)));
            }
            Place::Body => {
                members.insert(param.wire.to_owned(), on_the_wire(&param.ty, value));
            }
            Place::WholeBody => whole_body = Some(on_the_wire(&param.ty, value)),
            // Pay-i, the only provider with flags in headers, distinguishes its values by their case.
            Place::Header => match value {
                Value::Bool(true) => headers.push((param.wire.to_owned(), "True".to_owned())),
                Value::Bool(false) => headers.push((param.wire.to_owned(), "False".to_owned())),
                // An empty field would be an empty id.
                Value::Array(items) if items.is_empty() => {}
                _ => headers.push((param.wire.to_owned(), plain(value))),
            },
        }
    }
    let is_form = operation.encoding == Encoding::Form;
    let sends_members =
        operation.params.iter().any(|param| param.place == Place::Body) || !operation.fixed.is_empty();
    let body = whole_body.or_else(|| sends_members.then_some(Value::Object(members)));
    let mut url = format!("{}{path}", endpoint.base_url);
    if !query.is_empty() {
        url.push('?');
        url.push_str(&query.join("&"));
    }
    let mut all = vec![("accept".to_owned(), "application/json".to_owned())];
    if body.is_some() {
        let media_type = if is_form { "application/x-www-form-urlencoded" } else { "application/json" };
        all.push(("content-type".to_owned(), media_type.to_owned()));
    }
    if operation.authenticated {
        for (name, secret) in &endpoint.credentials {
            all.push(((*name).to_owned(), secret.expose().to_owned()));
        }
    }
    all.extend(headers);
    // A later field of the same name replaces the earlier one: the call's own wins over the client's.
    for (name, value) in endpoint.headers.iter().chain(extra_headers) {
        all.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        all.push((name.clone(), value.clone()));
    }
    let body = body.map(|body| if is_form { form(&body) } else { json::write(&body) }.into_bytes());
    Ok(Prepared { method: operation.method, url, headers: all, body })
}

/// The members as a form.
fn form(body: &Value) -> String {
    let mut pairs = Vec::new();
    if let Value::Object(members) = body {
        members.iter().for_each(|(name, value)| add_pairs(&mut pairs, name, value));
    }
    pairs.join("&")
}

fn add_pairs(pairs: &mut Vec<String>, name: &str, value: &Value) {
    match value {
        Value::Null => {}
        Value::Object(members) => {
            members.iter().for_each(|(inner, value)| add_pairs(pairs, &format!("{name}[{inner}]"), value));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| add_pairs(pairs, &format!("{name}[{at}]"), item));
        }
        value => pairs.push(format!(
            "{}={}",
            utf8_percent_encode(name, ESCAPED),
            utf8_percent_encode(&plain(value), ESCAPED)
        )),
    }
}

/// A value in a path, a query or a header; lists are joined by commas, as every provider here wants them.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
        other => json::write(other),
    }
}

/// A value in the body.
fn on_the_wire(ty: &FieldType, value: &Value) -> Value {
    match (ty, value) {
        (FieldType::JsonText, Value::Object(_) | Value::Array(_)) => Value::String(json::write(value)),
        // The provider's own type is a JSON number; the digits go through unchanged.
        (FieldType::Number | FieldType::AmountNumber, Value::String(text)) => {
            number_of(text).map_or_else(|| value.clone(), Value::Number)
        }
        (FieldType::List(item), Value::Array(items)) => {
            items.iter().map(|value| on_the_wire(item, value)).collect()
        }
        (FieldType::Map(item), Value::Object(members)) => Value::Object(
            members.iter().map(|(name, value)| (name.clone(), on_the_wire(item, value))).collect(),
        ),
        (FieldType::Model(model), Value::Object(members)) => Value::Object(
            members
                .iter()
                .map(|(name, value)| {
                    let ty =
                        model.fields.iter().find(|field| field.name == name.as_str()).map(|field| &field.ty);
                    (name.clone(), ty.map_or_else(|| value.clone(), |ty| on_the_wire(ty, value)))
                })
                .collect(),
        ),
        _ => value.clone(),
    }
}

fn number_of(text: &str) -> Option<Number> {
    text.parse().ok()
}

/// A response as a caller gets it: money that the provider sent as a number becomes a decimal text with the same digits.
pub(crate) fn money_as_text(ty: &FieldType, value: &mut Value) {
    match (ty, value) {
        (FieldType::AmountNumber, value) => {
            if let Value::Number(number) = value {
                *value = Value::String(json::plain_digits(number));
            }
        }
        (FieldType::List(item), Value::Array(items)) => {
            items.iter_mut().for_each(|value| money_as_text(item, value));
        }
        (FieldType::Map(item), Value::Object(members)) => {
            members.values_mut().for_each(|value| money_as_text(item, value));
        }
        (FieldType::Model(model), Value::Object(members)) => {
            for field in model.fields.iter().filter(|field| may_hold_money(&field.ty)) {
                if let Some(value) = members.get_mut(field.name) {
                    money_as_text(&field.ty, value);
                }
            }
        }
        _ => {}
    }
}

/// To look a field up costs more than to look at its type.
const fn may_hold_money(ty: &FieldType) -> bool {
    matches!(ty, FieldType::AmountNumber | FieldType::List(_) | FieldType::Map(_) | FieldType::Model(_))
}
