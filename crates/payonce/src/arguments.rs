//! The arguments of one call, collected by the generated parameter types.

use std::fmt;

use serde_json::{Map, Number, Value};

/// The arguments in a parameter type.
#[derive(Clone, PartialEq, Default)]
pub(crate) struct Arguments {
    values: Map<String, Value>,
    secret: Vec<&'static str>,
}

impl Arguments {
    pub(crate) fn set(&mut self, name: &'static str, value: impl Into<Value>) {
        self.values.insert(name.to_owned(), value.into());
    }

    /// Sets a value that debug output must not contain.
    pub(crate) fn set_secret(&mut self, name: &'static str, value: impl Into<String>) {
        self.secret.push(name);
        self.set(name, value.into());
    }

    /// Sets a number. A number that JSON cannot represent becomes a string, which the core refuses by the argument's name.
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
                map.entry(name, &Shown { value, in_headers: are_headers(name) });
            }
        }
        map.finish()
    }
}

/// Header fields of another provider's request, which Pay-i counts, contain that provider's key.
fn are_headers(name: &str) -> bool {
    name.ends_with("headers")
}

/// A value with the names of its header fields, but without their values.
struct Shown<'a> {
    value: &'a Value,
    in_headers: bool,
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value {
            Value::Array(items) => {
                f.debug_list().entries(items.iter().map(|value| Shown { value, ..*self })).finish()
            }
            Value::Object(members) => f
                .debug_map()
                .entries(members.iter().map(|(name, value)| {
                    let in_headers = (self.in_headers && name != "name") || are_headers(name);
                    (name, Shown { value, in_headers })
                }))
                .finish(),
            Value::String(_) if self.in_headers => f.write_str("[redacted]"),
            value => value.fmt(f),
        }
    }
}

/// The value of a list.
#[must_use]
pub fn list<T: Into<Value>>(items: impl IntoIterator<Item = T>) -> Value {
    Value::Array(items.into_iter().map(Into::into).collect())
}

/// The value of a list of strings.
pub fn texts<T: Into<String>>(items: impl IntoIterator<Item = T>) -> Value {
    Value::Array(items.into_iter().map(|item| Value::String(item.into())).collect())
}

/// The value of a map.
pub fn map<K: Into<String>, T: Into<Value>>(members: impl IntoIterator<Item = (K, T)>) -> Value {
    Value::Object(members.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
}

/// The value of a map of strings.
pub fn text_map<K: Into<String>, T: Into<String>>(members: impl IntoIterator<Item = (K, T)>) -> Value {
    map(members.into_iter().map(|(name, text)| (name, text.into())))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn debug_output_shows_the_names_of_headers_only() {
        let mut arguments = Arguments::default();
        arguments.set("category", "system.openai");
        let headers = json!([{"name": "Authorization", "value": "Bearer planted"}]);
        arguments.set("provider_request_headers", headers.clone());
        arguments.set("events", json!([{"category": "system.openai", "provider_response_headers": headers}]));
        let shown = format!("{arguments:?}");
        assert!(!shown.contains("planted"), "{shown}");
        assert_eq!(shown.matches("Authorization").count(), 2, "{shown}");
        assert_eq!(shown.matches("system.openai").count(), 2, "{shown}");
    }
}
