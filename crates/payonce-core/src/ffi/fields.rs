//! Single options from JSON, of the types that options have.

use std::time::Duration;

use serde_json::{Map, Number, Value};

use crate::call::waiter::NOT_A_DURATION;
use crate::classify::retry_after;
use crate::model::invalid_field::InvalidField;
use crate::model::json;

/// An option that was given, and is not null.
pub(super) fn given<'a>(options: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    options.get(name).filter(|value| !value.is_null())
}

pub(super) fn text<'a>(options: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, InvalidField> {
    match given(options, name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(InvalidField::new(name, "must be a string")),
    }
}

pub(super) fn whole_number(options: &Map<String, Value>, name: &str) -> Result<Option<u64>, InvalidField> {
    let Some(value) = given(options, name) else { return Ok(None) };
    let refused = || InvalidField::new(name, "must be a whole number of zero or more");
    value.as_u64().map(Some).ok_or_else(refused)
}

/// A whole number of which more than four thousand million are as good as any.
pub(super) fn whole_number_u32(
    options: &Map<String, Value>,
    name: &str,
) -> Result<Option<u32>, InvalidField> {
    Ok(whole_number(options, name)?.map(clamped))
}

pub(super) fn clamped(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

pub(super) fn flag(options: &Map<String, Value>, name: &str) -> Result<Option<bool>, InvalidField> {
    match given(options, name) {
        None => Ok(None),
        Some(Value::Bool(flag)) => Ok(Some(*flag)),
        Some(_) => Err(InvalidField::new(name, "must be true or false")),
    }
}

/// Seconds under the plain name, milliseconds under the name with `_ms`.
pub(super) fn duration(options: &Map<String, Value>, name: &str) -> Result<Option<Duration>, InvalidField> {
    let (value, nanoseconds) = match (given(options, name), given(options, &format!("{name}_ms"))) {
        (Some(value), _) => (value, 1_000_000_000),
        (_, Some(value)) => (value, 1_000_000),
        _ => return Ok(None),
    };
    let refused = || InvalidField::new(duration_name(options, name), NOT_A_DURATION);
    value.as_number().and_then(|number| duration_of(number, nanoseconds)).map(Some).ok_or_else(refused)
}

/// So many units, each of so many nanoseconds. Five hundred years and more are counted in milliseconds.
fn duration_of(number: &Number, nanoseconds: u64) -> Option<Duration> {
    let digits = json::plain_digits(number);
    let digits = if json::is_negative(number) { digits.as_str() } else { digits.trim_start_matches('-') };
    retry_after::units(digits, nanoseconds)
        .map(Duration::from_nanos)
        .or_else(|| retry_after::units(digits, nanoseconds / 1_000_000).map(Duration::from_millis))
}

/// The name under which a duration is given.
pub(super) fn duration_name(options: &Map<String, Value>, name: &str) -> String {
    let in_milliseconds = format!("{name}_ms");
    if given(options, name).is_none() && given(options, &in_milliseconds).is_some() {
        in_milliseconds
    } else {
        name.to_owned()
    }
}

/// Strings by names of the caller's own.
pub(super) fn string_map(
    options: &Map<String, Value>,
    name: &str,
    problem: &'static str,
) -> Result<Vec<(String, String)>, InvalidField> {
    let members = match given(options, name) {
        None => return Ok(Vec::new()),
        Some(Value::Object(members)) => members,
        Some(_) => return Err(InvalidField::new(name, problem)),
    };
    let string = |(own, value): (&String, &Value)| match value {
        Value::String(text) => Ok((own.clone(), text.clone())),
        _ => Err(InvalidField::member(name, own, "must be a string")),
    };
    members.iter().map(string).collect()
}
