//! Writes JSON text. What crosses into another language is written once, without a tree of its values before.

use std::fmt::Write as _;

use serde_json::{Map, Value};

/// Writes a value as serde_json does, whose own writer is generic over what it writes to.
pub(crate) fn write_value(into: &mut String, value: &Value) {
    match value {
        Value::Null => into.push_str("null"),
        Value::Bool(flag) => into.push_str(if *flag { "true" } else { "false" }),
        Value::Number(number) => into.push_str(number.as_str()),
        Value::String(text) => write_text(into, text),
        Value::Array(items) => write_list(into, items, write_value),
        Value::Object(members) => write_object(into, members),
    }
}

pub(super) fn write_object(into: &mut String, members: &Map<String, Value>) {
    write_members(into, members, |into, name, value| {
        write_text(into, name);
        into.push(':');
        write_value(into, value);
    });
}

/// Writes an object whose members `write` writes, with the colon between name and value.
pub(crate) fn write_members(
    into: &mut String,
    members: &Map<String, Value>,
    mut write: impl FnMut(&mut String, &str, &Value),
) {
    into.push('{');
    for (at, (name, value)) in members.iter().enumerate() {
        if at > 0 {
            into.push(',');
        }
        write(into, name, value);
    }
    into.push('}');
}

/// Writes a list whose items `write` writes.
pub(crate) fn write_list<T>(
    into: &mut String,
    items: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut String, T),
) {
    into.push('[');
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            into.push(',');
        }
        write(into, item);
    }
    into.push(']');
}

/// Writes a text in quotes.
#[inline(never)]
pub(crate) fn write_text(into: &mut String, text: &str) {
    into.push('"');
    if has_special(text) {
        escaped(into, text);
    } else {
        into.push_str(text);
    }
    into.push('"');
}

fn escaped(into: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(is_special) {
        let (plain, special) = rest.split_at(at);
        into.push_str(plain);
        let (special, behind) = special.split_at(1);
        match special {
            "\"" => into.push_str("\\\""),
            "\\" => into.push_str("\\\\"),
            "\n" => into.push_str("\\n"),
            "\r" => into.push_str("\\r"),
            "\t" => into.push_str("\\t"),
            "\u{8}" => into.push_str("\\b"),
            "\u{c}" => into.push_str("\\f"),
            _ => special.chars().for_each(|control| {
                // A String takes all that is written to it.
                let _ = write!(into, "\\u{:04x}", u32::from(control));
            }),
        }
        rest = behind;
    }
    into.push_str(rest);
}

/// Whether a text of JSON has an escape in the place of this byte.
fn is_special(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

/// Looks at every byte: without an early end, the compiler compares many at once.
pub(crate) fn has_special(text: &str) -> bool {
    text.bytes().fold(false, |found, byte| found | is_special(byte))
}

/// An object in the making, whose names are words of payonce, which need no escapes.
#[derive(Debug, Clone)]
pub struct ObjectWriter(String);

impl ObjectWriter {
    /// An object without members; the text gets room for so many bytes.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        let mut text = String::with_capacity(bytes);
        text.push('{');
        Self(text)
    }

    /// Adds a name, and returns the text to which the value has to be added.
    #[inline(never)]
    pub(crate) fn name(&mut self, name: &'static str) -> &mut String {
        self.0.push_str(if self.0.len() > 1 { ",\"" } else { "\"" });
        self.0.push_str(name);
        self.0.push_str("\":");
        &mut self.0
    }

    /// Adds a text.
    pub fn text(&mut self, name: &'static str, text: &str) {
        write_text(self.name(name), text);
    }

    /// Adds a text or null.
    pub fn maybe_text(&mut self, name: &'static str, text: Option<&str>) {
        match text {
            Some(text) => self.text(name, text),
            None => self.json(name, "null"),
        }
    }

    /// Adds a number.
    pub fn number(&mut self, name: &'static str, number: u64) {
        self.json(name, &number.to_string());
    }

    /// Adds true or false.
    pub fn flag(&mut self, name: &'static str, flag: bool) {
        self.json(name, if flag { "true" } else { "false" });
    }

    /// Adds any value.
    pub fn value(&mut self, name: &'static str, value: &Value) {
        write_value(self.name(name), value);
    }

    /// Adds an object.
    pub fn object(&mut self, name: &'static str, members: &Map<String, Value>) {
        write_object(self.name(name), members);
    }

    /// Adds a list of pairs of texts.
    pub fn pairs<'a>(&mut self, name: &'static str, pairs: impl Iterator<Item = (&'a str, &'a str)>) {
        write_list(self.name(name), pairs, |into, (first, second)| {
            write_list(into, [first, second], write_text);
        });
    }

    /// Adds a value that is JSON already.
    pub fn json(&mut self, name: &'static str, json: &str) {
        self.name(name).push_str(json);
    }

    /// The object as a document.
    #[must_use]
    pub fn write(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".*".prop_map(Value::String),
            "[\\x00-\\x7f]*".prop_map(Value::String),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
                prop::collection::vec((".*", inner), 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_value_is_written_as_serde_json_writes_it(value in values()) {
            let mut written = String::new();
            write_value(&mut written, &value);
            prop_assert_eq!(written, serde_json::to_string(&value).unwrap());
        }
    }

    #[test]
    fn an_object_is_valid_json() {
        let mut object = ObjectWriter::with_capacity(16);
        object.text("text", "a \"b\"\u{1}");
        object.maybe_text("nothing", None);
        object.number("number", u64::MAX);
        object.flag("flag", true);
        object.value("value", &json!({"a": [1.50, null]}));
        object.pairs("pairs", [("a", "1"), ("b", "2")].into_iter());
        object.json("inner", &ObjectWriter::with_capacity(0).write());
        let expected = json!({
            "text": "a \"b\"\u{1}", "nothing": null, "number": u64::MAX, "flag": true, "value": {"a": [1.50, null]},
            "pairs": [["a", "1"], ["b", "2"]], "inner": {},
        });
        assert_eq!(serde_json::from_str::<Value>(&object.write()).unwrap(), expected);
    }
}
