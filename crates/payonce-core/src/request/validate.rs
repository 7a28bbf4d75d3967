//! Checks the arguments of a call against their declaration.

use serde_json::{Map, Value};

use crate::model::invalid_field::InvalidField;
use crate::model::json;
use crate::model::phrase::Phrase;
use crate::model::url::{Cleartext, checked_base_url};
use crate::request::key::wrong_key;
use crate::request::{Arguments, number_of};
use crate::spec::operation::Operation;
use crate::spec::param::{Bounds, Param, Place};
use crate::spec::types::FieldType;

const HAS_CONTROLS: &str = "must not contain line breaks or other control characters";

/// Checks the arguments of a call, and puts them under the names of the declaration.
pub(crate) fn check_arguments(
    operation: &'static Operation,
    given: &Map<String, Value>,
) -> Result<Arguments, InvalidField> {
    let mut arguments = Arguments::new();
    for (name, value) in given {
        let param = operation
            .params
            .iter()
            .find(|param| param.name == name || param.aliases.contains(&name.as_str()))
            .ok_or_else(|| {
                let problem = Phrase::from(format!("is not an argument of {}; it takes ", operation.name));
                let known = Phrase::names(operation.params.iter().map(|param| param.name));
                let known = if known.is_empty() { Phrase::from("none") } else { known };
                InvalidField::verbatim(name, problem.join(known))
            })?;
        let field = param.name;
        let is_key = operation.has_key_argument(param.name);
        if value.is_null() {
            if is_key {
                return Err(InvalidField::new(
                    field,
                    "must not be null: it keeps the call from taking effect twice",
                ));
            }
            continue;
        }
        // An empty text would count as given and be sent.
        let in_group = operation.exactly_one.iter().any(|group| group.contains(&param.name));
        check(&Param { required: param.required || in_group, ..*param }, value)
            .map_err(|refused| refused.within(field))?;
        if is_key && let Some(problem) = value.as_str().and_then(wrong_key) {
            return Err(InvalidField::new(field, problem));
        }
        if arguments.insert(param.name.to_owned(), value.clone()).is_some() {
            return Err(InvalidField::new(field, GIVEN_TWICE));
        }
    }
    for param in operation.params {
        let supplied = operation.lookup.is_some_and(|lookup| lookup.param == param.name);
        if param.required && !supplied && !arguments.contains_key(param.name) {
            return Err(InvalidField::new(param.name, "is required"));
        }
    }
    for group in operation.exactly_one {
        if group.iter().filter(|name| arguments.contains_key(**name)).count() != 1 {
            let names = Phrase::names(group.iter().copied());
            let problem = Phrase::from("exactly one of ").join(names).then(" is required");
            return Err(InvalidField::new(group.first().copied().unwrap_or_default(), problem));
        }
    }
    Ok(arguments)
}

/// An argument that came under its name and under another one.
pub(crate) const GIVEN_TWICE: &str = "is given twice under two names";

/// The place of a problem is the one inside of the value; the callers add what is around it.
fn check(param: &Param, value: &Value) -> Result<(), InvalidField> {
    let wrong = |problem: String| Err(InvalidField::here(problem));
    if param.required && value.as_str().is_some_and(|text| text.trim().is_empty()) {
        return wrong("must not be empty".to_owned());
    }
    match (param.ty, value) {
        (FieldType::Id, Value::String(text)) => check_id(text),
        (FieldType::Name, Value::String(text)) => check_name(text),
        (FieldType::Amount | FieldType::AmountNumber, Value::String(text)) => {
            check_amount(text, param.ty == FieldType::AmountNumber)?;
            param.bounds.map_or(Ok(()), |bounds| check_bounds(text, bounds))
        }
        // Smallest units are counted in whole numbers, which JSON holds exactly.
        (FieldType::Amount | FieldType::AmountNumber, Value::Number(number))
            if number.as_str().bytes().all(|byte| byte.is_ascii_digit())
                && param.bounds.is_some_and(|bounds| bounds.decimals == 0) =>
        {
            param.bounds.map_or(Ok(()), |bounds| check_bounds(number.as_str(), bounds))
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
            if text.chars().any(char::is_control) {
                return wrong(HAS_CONTROLS.to_owned());
            }
            let address = text.split(['?', '#']).next().unwrap_or_default();
            checked_base_url(address, Cleartext::ThisMachine { unless: None })
                .map(|_| ())
                .map_err(|wrong| InvalidField::here(wrong.into_parts().1))
        }
        (
            FieldType::String
            | FieldType::Time
            | FieldType::JsonText
            | FieldType::Secret
            | FieldType::Enum(_),
            Value::String(text),
        ) => {
            if matches!(param.place, Place::Header | Place::Path) && text.chars().any(char::is_control) {
                return wrong(HAS_CONTROLS.to_owned());
            }
            // Transports disagree about the encoding of anything else in a header.
            if param.place == Place::Header && !text.is_ascii() {
                return wrong("must be ascii, since it is sent in a header".to_owned());
            }
            Ok(())
        }
        (FieldType::JsonText, Value::Object(_) | Value::Array(_)) => Ok(()),
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
                .try_for_each(|(at, value)| check(&item, value).map_err(|wrong| wrong.within_item(at)))
        }
        (FieldType::List(_), _) => wrong("must be a list".to_owned()),
        (FieldType::Map(item), Value::Object(members)) => {
            let item = Param { ty: *item, required: false, ..*param };
            // Null takes a member out of the provider's own map.
            members
                .iter()
                .filter(|(_, value)| !value.is_null())
                .try_for_each(|(name, value)| check(&item, value).map_err(|wrong| wrong.within_own(name)))
        }
        (FieldType::Model(model), Value::Object(members)) => {
            let given = |name: &str| members.get(name).is_some_and(|value| !value.is_null());
            if let Some(missing) = model.fields.iter().find(|known| known.always && !given(known.name)) {
                return Err(InvalidField::new(missing.name, "is required"));
            }
            members.iter().try_for_each(|(name, value)| {
                let Some(known) = model.fields.iter().find(|known| known.name == name.as_str()) else {
                    return Ok(());
                };
                if value.is_null() {
                    return Ok(());
                }
                check(&Param { ty: known.ty, required: known.always, ..*param }, value)
                    .map_err(|wrong| wrong.within(known.name))
            })
        }
        (FieldType::Map(_) | FieldType::Model(_), _) => wrong("must be an object".to_owned()),
        (FieldType::Json | FieldType::Nothing, _) => Ok(()),
    }
}

/// An id becomes a part of a path: whatever could leave its segment is refused rather than escaped.
fn check_id(text: &str) -> Result<(), InvalidField> {
    if text.len() > 256 || !text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ':')) {
        let problem = "must be an id of at most 256 letters, digits, '_', '-' and ':'";
        return Err(InvalidField::here(problem));
    }
    Ok(())
}

fn check_name(text: &str) -> Result<(), InvalidField> {
    let dots_only = text.chars().all(|c| c == '.');
    if dots_only || text.chars().any(|c| c.is_control() || matches!(c, '/' | '\\')) {
        return Err(InvalidField::here("must be a name without slashes and control characters"));
    }
    Ok(())
}

fn check_amount(text: &str, may_be_zero: bool) -> Result<(), InvalidField> {
    let wrong = || {
        let kind = if may_be_zero { "" } else { " positive" };
        let problem =
            format!("must be a plain{kind} decimal string such as \"50.00\", without sign or exponent");
        InvalidField::here(problem)
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
fn check_bounds(text: &str, bounds: &Bounds) -> Result<(), InvalidField> {
    let (_, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > bounds.decimals {
        let problem = match bounds.decimals {
            0 => "must be a whole number of smallest units".to_owned(),
            decimals => format!("must have at most {decimals} digits after the point"),
        };
        return Err(InvalidField::here(problem));
    }
    let units = |text: &str| -> Option<u128> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        format!("{whole}{fraction:0<width$}", width = bounds.decimals).parse().ok()
    };
    let (min, max) = (units(bounds.min), units(bounds.max));
    match units(text) {
        Some(units) if min.is_none_or(|min| min <= units) && max.is_none_or(|max| units <= max) => Ok(()),
        _ => Err(InvalidField::here(format!("must be from {} to {}", bounds.min, bounds.max))),
    }
}
