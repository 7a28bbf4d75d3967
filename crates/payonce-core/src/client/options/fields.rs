//! Single fields of options, of the types that options have.

use std::time::Duration;

use serde_json::{Map, Number, Value};

use crate::classify::retry_after;
use crate::model::invalid_field::InvalidField;
use crate::model::json;
use crate::model::naming::snake_case;
use crate::spec::provider::ProviderSpec;

pub(crate) fn text<'a>(options: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, InvalidField> {
    match options.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(InvalidField::new(name, "must be a string")),
    }
}

pub(crate) fn whole_number(options: &Map<String, Value>, name: &str) -> Result<Option<u64>, InvalidField> {
    match options.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value
            .as_u64()
            .map(Some)
            .ok_or_else(|| InvalidField::new(name, "must be a whole number of zero or more")),
    }
}

pub(crate) fn flag(options: &Map<String, Value>, name: &str) -> Result<Option<bool>, InvalidField> {
    match options.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Bool(flag)) => Ok(Some(*flag)),
        Some(_) => Err(InvalidField::new(name, "must be true or false")),
    }
}

/// Seconds under the plain name, milliseconds under the name with `_ms`.
pub(crate) fn duration(options: &Map<String, Value>, name: &str) -> Result<Option<Duration>, InvalidField> {
    let in_milliseconds = format!("{name}_ms");
    let (value, nanoseconds) = match (options.get(name), options.get(&in_milliseconds)) {
        (Some(value), _) if !value.is_null() => (value, 1_000_000_000),
        (_, Some(value)) if !value.is_null() => (value, 1_000_000),
        _ => return Ok(None),
    };
    value.as_number().and_then(|number| duration_of(number, nanoseconds)).map(Some).ok_or_else(|| {
        InvalidField::new(duration_name(options, name), "must be a finite duration of zero or more")
    })
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
pub(crate) fn duration_name(options: &Map<String, Value>, name: &str) -> String {
    let plain = options.get(name).is_some_and(|value| !value.is_null());
    if plain { name.to_owned() } else { format!("{name}_ms") }
}

/// Option names are few and fixed, so that TypeScript's spelling of them is taken as it comes.
pub(crate) fn snake_case_names(options: &Map<String, Value>) -> Map<String, Value> {
    options.iter().map(|(name, value)| (snake_case(name), value.clone())).collect()
}

/// Header fields of a caller: no line breaks that would smuggle in another field, and none that payonce sets itself.
pub(crate) fn header_fields(
    options: &Map<String, Value>,
    name: &str,
) -> Result<Vec<(String, String)>, InvalidField> {
    let fields = match options.get(name) {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Object(fields)) => fields,
        Some(_) => return Err(InvalidField::new(name, "must map header names to strings")),
    };
    let mut headers = Vec::with_capacity(fields.len());
    for (header, value) in fields {
        let wrong = |problem: &'static str| InvalidField::member(name, header, problem);
        let value = value.as_str().ok_or_else(|| wrong("must be a string"))?;
        check_header(header, value).map_err(wrong)?;
        headers.push((header.clone(), value.to_owned()));
    }
    Ok(headers)
}

fn check_header(name: &str, value: &str) -> Result<(), &'static str> {
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if name.is_empty() || !name.chars().all(token) {
        return Err("is not a valid header name");
    }
    if ["host", "content-length", "transfer-encoding", "connection"]
        .contains(&name.to_ascii_lowercase().as_str())
    {
        return Err("is set by the transport; leave it out");
    }
    if value.chars().any(|c| c.is_control() && c != '\t') {
        return Err("must not contain line breaks or other control characters");
    }
    Ok(())
}

/// The header fields of every request. Those of the environment come first, so that the caller's own replace them.
pub(crate) fn default_headers(
    profile: &ProviderSpec,
    options: &Map<String, Value>,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Vec<(String, String)>, InvalidField> {
    let mut headers = Vec::new();
    for variable in profile.headers_env {
        // As the vendor's own SDK reads it: a line of another form is none.
        for line in environment(variable).unwrap_or_default().split('\n') {
            let Some((name, value)) = line.split_once(':') else { continue };
            let (name, value) = (name.trim(), value.trim());
            check_header(name, value)
                .map_err(|problem| InvalidField::member(variable, name, problem).verbatim())?;
            headers.push((name.to_owned(), value.to_owned()));
        }
    }
    headers.extend(header_fields(options, "default_headers")?);
    Ok(headers)
}
