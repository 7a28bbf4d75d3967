//! Writes at the places that a provider file names.

use serde_json::{Map, Value};

/// Puts a value at a pointer, or at a member of the top level. Objects on the way are made.
pub(crate) fn place(body: &mut Value, pointer: &str, value: Value) {
    let names: Vec<String> = pointer
        .trim_start_matches('/')
        .split('/')
        .map(|name| name.replace("~1", "/").replace("~0", "~"))
        .collect();
    let mut at = body;
    for name in names {
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        let Value::Object(members) = at else { return };
        at = members.entry(name).or_insert(Value::Null);
    }
    *at = value;
}
