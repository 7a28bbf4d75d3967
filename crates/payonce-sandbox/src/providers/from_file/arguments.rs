//! The arguments of a call, as they arrived.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use crate::declared::{Operation, Place};
use crate::http::Request;

/// The arguments of a call.
pub(super) struct Arguments {
    /// The members of the body.
    pub(super) body: Map<String, Value>,
    /// By the names in the file.
    pub(super) path: Vec<(String, String)>,
    /// By the names in the request.
    pub(super) query: Vec<(String, String)>,
}

impl Arguments {
    /// Reads the arguments; the message says what is wrong with them.
    pub(super) fn read(
        operation: &Operation,
        request: &Request,
        path: Vec<(String, String)>,
        is_form: bool,
    ) -> Result<Self, String> {
        let query = pairs(request.query());
        let body = if request.body.is_empty() {
            Map::new()
        } else if is_form {
            let mut members = Value::Object(Map::new());
            for (name, value) in pairs(&request.body_text()) {
                let argument = operation.arguments.iter().find(|argument| argument.wire == name);
                let value = typed(value, argument.map_or("", |argument| argument.ty.as_str()));
                insert(&mut members, &steps(&name), value);
            }
            members.as_object().cloned().unwrap_or_default()
        } else {
            match request.json() {
                Ok(Value::Object(members)) => members,
                Ok(_) => Map::new(),
                Err(_) => return Err("the body is not valid JSON".to_owned()),
            }
        };
        for (name, value) in &operation.fixed {
            if body.get(name) != Some(value) {
                return Err(format!("{name} must be {value}"));
            }
        }
        let arguments = Self { body, path, query };
        let is_missing = |place: Place, wire: &str| match place {
            Place::Body => arguments.body.get(wire).is_none_or(Value::is_null),
            Place::Query => arguments.in_query(wire).is_none(),
            Place::WholeBody => request.body.is_empty(),
            Place::Header => request.header(wire).is_none(),
            Place::Path => false,
        };
        let missing = operation
            .arguments
            .iter()
            .find(|argument| argument.required && is_missing(argument.place, &argument.wire));
        match missing {
            Some(argument) => Err(format!("{} is required", argument.wire)),
            None => Ok(arguments),
        }
    }

    pub(super) fn in_path(&self, name: &str) -> Option<&str> {
        self.path.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn in_query(&self, wire: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == wire).map(|(_, value)| value.as_str())
    }

    /// The text of the argument with this name in the file.
    pub(super) fn text(&self, operation: &Operation, name: &str) -> Option<String> {
        let argument = operation.argument(name)?;
        match argument.place {
            Place::Path => self.in_path(name).map(str::to_owned),
            Place::Query => self.in_query(&argument.wire).map(str::to_owned),
            Place::Body => self.body.get(&argument.wire).and_then(Value::as_str).map(str::to_owned),
            Place::WholeBody | Place::Header => None,
        }
    }
}

fn pairs(form: &str) -> Vec<(String, String)> {
    let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    form.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

/// The names in `outer[inner][0]`.
fn steps(name: &str) -> Vec<&str> {
    name.split('[').map(|step| step.trim_end_matches(']')).collect()
}

/// A text of a form as the type that the file declares.
fn typed(text: String, ty: &str) -> Value {
    match ty {
        "integer" => text.parse::<i64>().map_or(Value::String(text), Value::from),
        "bool" => text.parse::<bool>().map_or(Value::String(text), Value::from),
        _ => Value::String(text),
    }
}

/// A name of digits, or an empty one, is the place of an item in a list.
fn insert(into: &mut Value, steps: &[&str], value: Value) {
    let Some((step, rest)) = steps.split_first() else {
        *into = value;
        return;
    };
    let is_item = step.bytes().all(|byte| byte.is_ascii_digit());
    if is_item && !matches!(into, Value::Object(members) if !members.is_empty()) {
        if !into.is_array() {
            *into = Value::Array(Vec::new());
        }
        let Value::Array(items) = into else { return };
        // A form that counts further than this is not sent by a client.
        let at = step.parse::<usize>().unwrap_or(items.len()).min(items.len());
        if at == items.len() {
            items.push(Value::Null);
        }
        if let Some(item) = items.get_mut(at) {
            insert(item, rest, value);
        }
        return;
    }
    if !into.is_object() {
        *into = Value::Object(Map::new());
    }
    if let Value::Object(members) = into {
        insert(members.entry(*step).or_insert(Value::Null), rest, value);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_form_with_brackets_is_read_as_objects_and_lists() {
        let mut read = Value::Object(Map::new());
        for (name, value) in pairs("a=1&metadata%5Border%5D=7+b&types[0]=card&types[1]=link&e%5B%5D=x") {
            insert(&mut read, &steps(&name), typed(value, if name == "a" { "integer" } else { "" }));
        }
        let expected = json!({"a": 1, "metadata": {"order": "7 b"}, "types": ["card", "link"], "e": ["x"]});
        assert_eq!(read, expected);
    }
}
