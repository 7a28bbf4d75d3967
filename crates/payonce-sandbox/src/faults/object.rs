//! Reads the members of an object in a fault plan, and names the member that is wrong.

use serde_json::{Map, Value};

use super::fault::When;

/// Why a fault plan cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct FaultPlanError {
    /// The path of the field, such as `rules[0].fault.status`.
    pub field: String,
    /// What is wrong with it and what is wanted.
    pub problem: String,
}

pub(super) fn wrong<T>(field: impl Into<String>, problem: impl Into<String>) -> Result<T, FaultPlanError> {
    Err(FaultPlanError { field: field.into(), problem: problem.into() })
}

/// An object and where in the plan it stands.
pub(super) struct Object<'a> {
    path: String,
    fields: &'a Map<String, Value>,
}

impl<'a> Object<'a> {
    pub(super) fn new(path: &str, value: &'a Value) -> Result<Self, FaultPlanError> {
        match value {
            Value::Object(fields) => Ok(Self { path: path.to_owned(), fields }),
            _ => wrong(if path.is_empty() { "body" } else { path }, "expected an object"),
        }
    }

    pub(super) fn path(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// A field that is null counts as left out.
    pub(super) fn get(&self, name: &str) -> Option<&'a Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn knows(&self, names: &[&str]) -> Result<(), FaultPlanError> {
        match self.fields.keys().find(|name| !names.contains(&name.as_str())) {
            None => Ok(()),
            Some(name) => wrong(self.path(name), format!("unknown field, expected {}", names.join(", "))),
        }
    }

    pub(super) fn text(&self, name: &str) -> Result<Option<&'a str>, FaultPlanError> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => wrong(self.path(name), "expected a string"),
        }
    }

    pub(super) fn whole(&self, name: &str, min: u64) -> Result<Option<u64>, FaultPlanError> {
        match self.get(name) {
            None => Ok(None),
            Some(value) => match value.as_u64() {
                Some(number) if number >= min => Ok(Some(number)),
                _ => wrong(self.path(name), format!("expected a whole number of at least {min}")),
            },
        }
    }

    pub(super) fn needed(&self, name: &str, min: u64) -> Result<u64, FaultPlanError> {
        match self.whole(name, min)? {
            Some(number) => Ok(number),
            None => wrong(self.path(name), format!("missing, expected a whole number of at least {min}")),
        }
    }

    pub(super) fn flag(&self, name: &str, usual: bool) -> Result<bool, FaultPlanError> {
        match self.get(name) {
            None => Ok(usual),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => wrong(self.path(name), "expected true or false"),
        }
    }

    /// A word out of a closed set.
    pub(super) fn word<T>(
        &self,
        name: &str,
        parse: fn(&str) -> Option<T>,
        words: fn() -> String,
    ) -> Result<Option<T>, FaultPlanError> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        match parse(text) {
            Some(word) => Ok(Some(word)),
            None => wrong(self.path(name), format!("unknown word \"{text}\", expected one of {}", words())),
        }
    }

    /// A word out of a closed set that has to be there.
    pub(super) fn needed_word<T>(
        &self,
        name: &str,
        parse: fn(&str) -> Option<T>,
        words: fn() -> String,
    ) -> Result<T, FaultPlanError> {
        match self.word(name, parse, words)? {
            Some(word) => Ok(word),
            None => wrong(self.path(name), format!("missing, expected one of {}", words())),
        }
    }

    pub(super) fn when(&self, usual: When) -> Result<When, FaultPlanError> {
        match self.text("when")? {
            None => Ok(usual),
            Some("before") => Ok(When::Before),
            Some("after") => Ok(When::After),
            Some(_) => wrong(self.path("when"), "expected \"before\" or \"after\""),
        }
    }
}
