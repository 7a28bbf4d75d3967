//! From an operation and its arguments to the bytes of a request.

pub(crate) mod key;
pub(crate) mod memo;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Number, Value};

use crate::model::invalid_field::InvalidField;
use crate::model::json;
use crate::model::naming::{CaseStyle, snake_case, to_case};
use crate::model::safety::Safety;
use crate::model::secret::Secret;
use crate::model::url::{Cleartext, checked_base_url};
use crate::request::key::wrong_key;
use crate::spec::operation::{Method, Operation};
use crate::spec::param::{Bounds, Param, Place};
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

/// Arguments under their snake_case names, checked.
pub(crate) type Arguments = Map<String, Value>;

/// Checks the arguments of a call and spells their names as the declaration does.
pub(crate) fn check_arguments(
    operation: &'static Operation,
    given: &Map<String, Value>,
    style: CaseStyle,
) -> Result<Arguments, InvalidField> {
    let mut arguments = Arguments::new();
    for (name, value) in given {
        let spelled = if style == CaseStyle::Camel { snake_case(name) } else { name.clone() };
        let param = operation
            .params
            .iter()
            .find(|param| param.name == spelled || param.aliases.contains(&spelled.as_str()))
            .ok_or_else(|| {
                let known: Vec<String> =
                    operation.params.iter().map(|param| to_case(param.name, style)).collect();
                let list = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
                let problem = format!("is not an argument of {}; it takes {list}", operation.name);
                InvalidField::new(name, problem).verbatim()
            })?;
        let field = to_case(param.name, style);
        let is_key = operation.safety() == Safety::Keyed && operation.key() == Some(param.name);
        if value.is_null() {
            if is_key {
                return Err(InvalidField::new(
                    field,
                    "must not be null: it keeps the call from taking effect twice",
                ));
            }
            continue;
        }
        let value =
            if style == CaseStyle::Camel { spelled_for_wire(&param.ty, value) } else { value.clone() };
        // An empty text would count as given and be sent.
        let in_group = operation.exactly_one.iter().any(|group| group.contains(&param.name));
        check(&field, &Param { required: param.required || in_group, ..*param }, &value, style)
            .map_err(InvalidField::verbatim)?;
        if is_key && let Some(problem) = value.as_str().and_then(wrong_key) {
            return Err(InvalidField::new(field, problem));
        }
        if arguments.insert(param.name.to_owned(), value).is_some() {
            return Err(InvalidField::new(field, "is given twice under two names"));
        }
    }
    for param in operation.params {
        let supplied = operation.lookup.is_some_and(|lookup| lookup.param == param.name);
        if param.required && !supplied && !arguments.contains_key(param.name) {
            return Err(InvalidField::new(to_case(param.name, style), "is required"));
        }
    }
    for group in operation.exactly_one {
        if group.iter().filter(|name| arguments.contains_key(**name)).count() != 1 {
            let names: Vec<String> = group.iter().map(|name| to_case(name, style)).collect();
            let problem = format!("exactly one of {} is required", names.join(", "));
            return Err(InvalidField::new(names.into_iter().next().unwrap_or_default(), problem));
        }
    }
    Ok(arguments)
}

/// `field` is the path as the caller's language spells it, with the caller's own names in it.
fn check(field: &str, param: &Param, value: &Value, style: CaseStyle) -> Result<(), InvalidField> {
    let wrong = |problem: String| Err(InvalidField::new(field, problem));
    if param.required && value.as_str().is_some_and(|text| text.trim().is_empty()) {
        return wrong("must not be empty".to_owned());
    }
    match (param.ty, value) {
        (FieldType::Id, Value::String(text)) => check_id(field, text),
        (FieldType::Name, Value::String(text)) => check_name(field, text),
        (FieldType::Amount | FieldType::AmountNumber, Value::String(text)) => {
            check_amount(field, text, param.ty == FieldType::AmountNumber)?;
            param.bounds.map_or(Ok(()), |bounds| check_bounds(field, text, bounds))
        }
        // Smallest units are counted in whole numbers, which JSON holds exactly.
        (FieldType::Amount | FieldType::AmountNumber, Value::Number(number))
            if number.as_str().bytes().all(|byte| byte.is_ascii_digit())
                && param.bounds.is_some_and(|bounds| bounds.decimals == 0) =>
        {
            param.bounds.map_or(Ok(()), |bounds| check_bounds(field, number.as_str(), bounds))
        }
        (FieldType::AmountNumber, Value::Number(number))
            if param.bounds.is_none() && json::in_range_of_double(number) && !json::is_negative(number) =>
        {
            Ok(())
        }
        (FieldType::Amount | FieldType::AmountNumber, _) => {
            wrong("must be a decimal string such as \"50.00\"; a number cannot hold money exactly".to_owned())
        }
        (FieldType::Url, Value::String(text)) => {
            let address = text.split(['?', '#']).next().unwrap_or_default();
            checked_base_url(address, Cleartext::ThisMachine { unless: None })
                .map(|_| ())
                .map_err(|wrong| wrong.of_field(field))
        }
        (
            FieldType::String | FieldType::Time | FieldType::JsonText | FieldType::Secret,
            Value::String(text),
        ) => {
            if matches!(param.place, Place::Header | Place::Path) && text.chars().any(char::is_control) {
                return wrong("must not contain line breaks or other control characters".to_owned());
            }
            // Transports disagree about the encoding of anything else in a header.
            if param.place == Place::Header && !text.is_ascii() {
                return wrong("must be ascii, since it is sent in a header".to_owned());
            }
            Ok(())
        }
        (FieldType::JsonText, Value::Object(_) | Value::Array(_)) => Ok(()),
        (FieldType::Enum(_), Value::String(_)) => Ok(()),
        (
            FieldType::Id
            | FieldType::Name
            | FieldType::Url
            | FieldType::String
            | FieldType::Time
            | FieldType::Secret
            | FieldType::Enum(_)
            | FieldType::JsonText,
            _,
        ) => wrong("must be a string".to_owned()),
        (FieldType::Integer(min, max), number) => match number.as_i64() {
            Some(number) if (min..=max).contains(&number) => Ok(()),
            _ if max == i64::MAX => wrong(format!("must be a whole number of at least {min}")),
            _ => wrong(format!("must be a whole number from {min} to {max}")),
        },
        (FieldType::Number, Value::Number(number)) if json::in_range_of_double(number) => Ok(()),
        // A decimal type holds more digits than a float, and comes as text.
        (FieldType::Number, Value::String(text))
            if number_of(text).is_some_and(|number| json::in_range_of_double(&number)) =>
        {
            Ok(())
        }
        (FieldType::Bool, Value::Bool(_)) => Ok(()),
        (FieldType::Number, _) => wrong("must be a finite number".to_owned()),
        (FieldType::Bool, _) => wrong("must be true or false".to_owned()),
        (FieldType::List(item), Value::Array(items)) => {
            let item = Param { ty: *item, required: true, ..*param };
            let joined = matches!(param.place, Place::Header | Place::Query);
            if joined && items.iter().any(|item| item.as_str().is_some_and(|text| text.contains(','))) {
                return wrong(
                    "must contain strings without commas; a comma separates two of them".to_owned(),
                );
            }
            items
                .iter()
                .enumerate()
                .try_for_each(|(at, value)| check(&format!("{field}[{at}]"), &item, value, style))
        }
        (FieldType::List(_), _) => wrong("must be a list".to_owned()),
        (FieldType::Map(item), Value::Object(members)) => {
            let item = Param { ty: *item, required: false, ..*param };
            // Null takes a member out of the provider's own map.
            members
                .iter()
                .filter(|(_, value)| !value.is_null())
                .try_for_each(|(name, value)| check(&format!("{field}.{name}"), &item, value, style))
        }
        (FieldType::Model(model), Value::Object(members)) => {
            let given = |name: &str| members.get(name).is_some_and(|value| !value.is_null());
            if let Some(missing) = model.fields.iter().find(|known| known.always && !given(known.name)) {
                let missing = to_case(missing.name, style);
                return Err(InvalidField::new(format!("{field}.{missing}"), "is required"));
            }
            members.iter().try_for_each(|(name, value)| {
                let Some(known) = model.fields.iter().find(|known| known.name == name.as_str()) else {
                    return Ok(());
                };
                if value.is_null() {
                    return Ok(());
                }
                check(
                    &format!("{field}.{}", to_case(name, style)),
                    &Param { ty: known.ty, required: known.always, ..*param },
                    value,
                    style,
                )
            })
        }
        (FieldType::Map(_) | FieldType::Model(_), _) => wrong("must be an object".to_owned()),
        (FieldType::Json | FieldType::Nothing, _) => Ok(()),
    }
}

/// An id becomes a part of a path: whatever could leave its segment is refused rather than escaped.
fn check_id(field: &str, text: &str) -> Result<(), InvalidField> {
    if text.len() > 256 || !text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ':')) {
        let problem = "must be an id of at most 256 letters, digits, '_', '-' and ':'";
        return Err(InvalidField::new(field, problem));
    }
    Ok(())
}

fn check_name(field: &str, text: &str) -> Result<(), InvalidField> {
    let dots_only = text.chars().all(|c| c == '.');
    if dots_only || text.chars().any(|c| c.is_control() || matches!(c, '/' | '\\')) {
        return Err(InvalidField::new(field, "must be a name without slashes and control characters"));
    }
    Ok(())
}

fn check_amount(field: &str, text: &str, may_be_zero: bool) -> Result<(), InvalidField> {
    let wrong = || {
        let kind = if may_be_zero { "" } else { " positive" };
        let problem =
            format!("must be a plain{kind} decimal string such as \"50.00\", without sign or exponent");
        InvalidField::new(field, problem)
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits =
        |part: &str| !part.is_empty() && part.len() <= 30 && part.bytes().all(|b| b.is_ascii_digit());
    let padded = whole.len() > 1 && whole.starts_with('0');
    let zero = !text.bytes().any(|b| (b'1'..=b'9').contains(&b));
    let wrong_zero = zero && !may_be_zero;
    if !digits(whole) || !digits(fraction) || padded || wrong_zero { Err(wrong()) } else { Ok(()) }
}

/// Compares digits, so that no amount is rounded on the way.
fn check_bounds(field: &str, text: &str, bounds: &Bounds) -> Result<(), InvalidField> {
    let (_, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > bounds.decimals {
        let problem = match bounds.decimals {
            0 => "must be a whole number of smallest units".to_owned(),
            decimals => format!("must have at most {decimals} digits after the point"),
        };
        return Err(InvalidField::new(field, problem));
    }
    let units = |text: &str| -> Option<u128> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        format!("{whole}{fraction:0<width$}", width = bounds.decimals).parse().ok()
    };
    let (min, max) = (units(bounds.min), units(bounds.max));
    match units(text) {
        Some(units) if min.is_none_or(|min| min <= units) && max.is_none_or(|max| units <= max) => Ok(()),
        _ => Err(InvalidField::new(field, format!("must be from {} to {}", bounds.min, bounds.max))),
    }
}

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
        all.push(("content-type".to_owned(), "application/json".to_owned()));
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
    let body = body.map(|body| json::write(&body).into_bytes());
    Ok(Prepared { method: operation.method, url, headers: all, body })
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

/// Respells the names in an argument; the caller's own names, in maps and free JSON, stay.
fn spelled_for_wire(ty: &FieldType, value: &Value) -> Value {
    match (ty, value) {
        (FieldType::List(item), Value::Array(items)) => {
            items.iter().map(|value| spelled_for_wire(item, value)).collect()
        }
        (FieldType::Map(item), Value::Object(members)) => Value::Object(
            members.iter().map(|(name, value)| (name.clone(), spelled_for_wire(item, value))).collect(),
        ),
        (FieldType::Model(model), Value::Object(members)) => Value::Object(
            members
                .iter()
                .map(|(name, value)| {
                    let wire = snake_case(name);
                    match model.fields.iter().find(|field| field.name == wire) {
                        Some(field) => (wire, spelled_for_wire(&field.ty, value)),
                        None => (name.clone(), value.clone()),
                    }
                })
                .collect(),
        ),
        _ => value.clone(),
    }
}

/// A response as a caller gets it: money as a decimal text with the digits that the provider sent, and the names as the
/// caller's language spells them. Names inside maps and free JSON stay as the provider sent them.
pub(crate) fn for_caller(ty: &FieldType, value: Value, style: CaseStyle) -> Value {
    match (ty, value) {
        (FieldType::AmountNumber, Value::Number(number)) => Value::String(json::plain_digits(&number)),
        (FieldType::List(item), Value::Array(items)) => {
            items.into_iter().map(|value| for_caller(item, value, style)).collect()
        }
        (FieldType::Map(item), Value::Object(members)) => Value::Object(
            members.into_iter().map(|(name, value)| (name, for_caller(item, value, style))).collect(),
        ),
        (FieldType::Model(model), Value::Object(members)) => Value::Object(
            members
                .into_iter()
                .map(|(name, value)| {
                    let field = model.fields.iter().find(|field| field.name == name);
                    let ty = field.map_or(&FieldType::Json, |field| &field.ty);
                    (to_case(&name, style), for_caller(ty, value, style))
                })
                .collect(),
        ),
        (_, value) => value,
    }
}
