//! The arguments of one call, as the generated parameter types collect them.

use std::fmt;

use serde_json::{Map, Number, Value};

/// What a parameter type has collected.
#[derive(Clone, PartialEq, Default)]
pub(crate) struct Arguments {
    values: Map<String, Value>,
    secret: Vec<&'static str>,
}

impl Arguments {
    pub(crate) fn set(&mut self, name: &'static str, value: impl Into<Value>) {
        self.values.insert(name.to_owned(), value.into());
    }

    /// Sets a value that debug output must not show.
    pub(crate) fn set_secret(&mut self, name: &'static str, value: impl Into<String>) {
        self.secret.push(name);
        self.set(name, value.into());
    }

    /// Sets a number. What JSON cannot hold goes on as a text, which the core refuses, naming the argument.
    pub(crate) fn set_number(&mut self, name: &'static str, value: f64) {
        let number = Number::from_f64(value).map_or_else(|| Value::String(value.to_string()), Value::Number);
        self.set(name, number);
    }

    pub(crate) fn into_values(self) -> Map<String, Value> {
        self.values
    }
}

impl fmt::Debug for Arguments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in &self.values {
            if self.secret.contains(&name.as_str()) {
                map.entry(name, &format_args!("[redacted]"));
            } else {
                map.entry(name, value);
            }
        }
        map.finish()
    }
}

/// The value of a list.
pub(crate) fn list<T: Into<Value>>(items: impl IntoIterator<Item = T>) -> Value {
    Value::Array(items.into_iter().map(Into::into).collect())
}

/// The value of a list of texts.
pub(crate) fn texts<T: Into<String>>(items: impl IntoIterator<Item = T>) -> Value {
    Value::Array(items.into_iter().map(|item| Value::String(item.into())).collect())
}

/// The value of a map.
pub(crate) fn map<K: Into<String>, T: Into<Value>>(members: impl IntoIterator<Item = (K, T)>) -> Value {
    Value::Object(members.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
}

/// The value of a map of texts.
pub(crate) fn text_map<K: Into<String>, T: Into<String>>(members: impl IntoIterator<Item = (K, T)>) -> Value {
    map(members.into_iter().map(|(name, text)| (name, text.into())))
}
