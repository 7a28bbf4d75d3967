//! Reads the fields of a request body, and names the field that is wrong.

use rust_decimal::Decimal;
use serde_json::{Map, Value};

/// A field that a service refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldError {
    pub(crate) field: String,
    pub(crate) problem: &'static str,
}

impl FieldError {
    pub(crate) fn new(field: impl Into<String>, problem: &'static str) -> Self {
        Self { field: field.into(), problem }
    }
}

pub(crate) const MISSING: &str = "is required";

/// The object in the body of a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields<'a>(Option<&'a Map<String, Value>>);

impl<'a> Fields<'a> {
    /// The fields of an object. Any other value has no fields.
    pub(crate) fn of(value: &'a Value) -> Self {
        Self(value.as_object())
    }

    /// A field that is null counts as left out.
    pub(crate) fn get(self, name: &str) -> Option<&'a Value> {
        self.0.and_then(|fields| fields.get(name)).filter(|value| !value.is_null())
    }

    pub(crate) fn text(self, name: &str) -> Result<Option<&'a str>, FieldError> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(FieldError::new(name, "must be a string")),
        }
    }

    pub(crate) fn needed_text(self, name: &str) -> Result<&'a str, FieldError> {
        self.text(name)?.filter(|text| !text.is_empty()).ok_or_else(|| FieldError::new(name, MISSING))
    }

    /// A positive amount written as a decimal string.
    pub(crate) fn amount(self, name: &str) -> Result<Option<Decimal>, FieldError> {
        self.get(name).map(|value| amount_of(name, value)).transpose()
    }

    pub(crate) fn needed_amount(self, name: &str) -> Result<Decimal, FieldError> {
        self.amount(name)?.ok_or_else(|| FieldError::new(name, MISSING))
    }

    pub(crate) fn whole(self, name: &str) -> Result<Option<i64>, FieldError> {
        self.get(name)
            .map(|value| value.as_i64().ok_or_else(|| FieldError::new(name, "must be a whole number")))
            .transpose()
    }

    pub(crate) fn texts(self, name: &str) -> Result<Option<Vec<String>>, FieldError> {
        self.get(name)
            .map(|value| {
                value
                    .as_array()
                    .and_then(|list| list.iter().map(|item| item.as_str().map(str::to_owned)).collect())
                    .ok_or_else(|| FieldError::new(name, "must be a list of strings"))
            })
            .transpose()
    }
}

/// Only digits with at most one point: no sign, no exponent, and never a JSON number, which may be rounded.
pub(crate) fn amount_of(name: &str, value: &Value) -> Result<Decimal, FieldError> {
    const WANTED: &str = "must be a decimal string such as \"12.50\"";
    let text = value.as_str().ok_or_else(|| FieldError::new(name, WANTED))?;
    let digits = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let framed = !text.starts_with('.') && !text.ends_with('.');
    match Decimal::from_str_exact(text) {
        Ok(amount) if digits && framed && amount > Decimal::ZERO => Ok(amount),
        Ok(_) if digits && framed => Err(FieldError::new(name, "must be more than zero")),
        _ => Err(FieldError::new(name, WANTED)),
    }
}
