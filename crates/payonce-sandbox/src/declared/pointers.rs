//! Writes at the places that a provider file names.

use serde_json::{Map, Value};

/// Puts a value at a pointer, or at a member of the top level. Objects and lists on the way are made.
pub(crate) fn place(body: &mut Value, pointer: &str, value: Value) {
    let names: Vec<String> = pointer
        .trim_start_matches('/')
        .split('/')
        .map(|name| name.replace("~1", "/").replace("~0", "~"))
        .collect();
    let mut at = body;
    for name in names {
        // The first item of a list: `/errors/0/code`.
        if name == "0" && !at.is_object() {
            if !at.is_array() {
                *at = Value::Array(Vec::new());
            }
            let Value::Array(items) = at else { return };
            if items.is_empty() {
                items.push(Value::Null);
            }
            let Some(first) = items.first_mut() else { return };
            at = first;
            continue;
        }
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        let Value::Object(members) = at else { return };
        at = members.entry(name).or_insert(Value::Null);
    }
    *at = value;
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_pointer_makes_objects_and_the_first_item_of_a_list() {
        let mut body = json!({"b": []});
        place(&mut body, "/a/c~1d", 1.into());
        place(&mut body, "/b/0/code", 2.into());
        place(&mut body, "/b/0/text", 3.into());
        place(&mut body, "/e/0", 4.into());
        place(&mut body, "/0", 5.into());
        let expected = json!({"b": [{"code": 2, "text": 3}], "a": {"c/d": 1}, "e": [4], "0": 5});
        assert_eq!(body, expected);
    }
}
