//! The one way in which the core reads, writes and builds JSON.
//!
//! serde_json is generic: every other pair of source and target would be compiled once more, and the browser build
//! would carry each of them.

mod charset;
mod document;
mod list_writer;
mod number;
mod reader;
mod writer;

use serde_json::{Map, Value};

pub(crate) use charset::text;
pub(crate) use document::{Json, Object};
pub(crate) use list_writer::ListWriter;
pub use number::{double, plain_digits};
pub(crate) use number::{in_range_of_double, is_negative, shortest};
pub use reader::ParseError;
use reader::Reader;
pub use writer::ObjectWriter;
pub(crate) use writer::{has_special, write_list, write_members, write_text, write_value};

/// Reads a document: every one that Python's `json.loads` or JavaScript's `JSON.parse` reads, in any of the encodings of
/// JSON. What cannot be held is replaced inside its token: half of a surrogate pair becomes U+FFFD, `NaN` and `Infinity`
/// become texts, and what is nested without an end its own text. Numbers keep their digits.
///
/// # Errors
/// The structure is not intact.
#[inline(never)]
pub fn read(bytes: &[u8]) -> Result<Value, ParseError> {
    read_some(&text(bytes, None), usize::MAX)
}

/// As [`read`], for a text that is decoded already, of which below the top level at most so many values are kept.
#[inline(never)]
pub(crate) fn read_some(text: &str, max: usize) -> Result<Value, ParseError> {
    read_document(text, max).map(Json::into_value)
}

/// As [`read_some`], without copies of the texts.
#[inline(never)]
pub(crate) fn read_document(text: &str, max: usize) -> Result<Json<'_>, ParseError> {
    Reader::lenient(text, max).document()
}

/// Reads what a caller gave, so that what would not arrive as it is is refused, with its place.
///
/// # Errors
/// What cannot be sent, and where it stands.
#[inline(never)]
pub(crate) fn read_given(text: &str) -> Result<Map<String, Value>, ParseError> {
    match read_strict(text)? {
        Value::Object(members) => Ok(members),
        _ => Err(ParseError { cut_short: false, path: String::new(), problem: "is not an object" }),
    }
}

/// Reads what a person wrote: what cannot be held is refused.
#[inline(never)]
pub(crate) fn read_strict(text: &str) -> Result<Value, ParseError> {
    Reader::strict(text).document().map(Json::into_value)
}

/// Reads an object, as [`read`] does.
#[must_use]
#[inline(never)]
pub fn read_object(text: &str) -> Option<Map<String, Value>> {
    match read_some(text, usize::MAX) {
        Ok(Value::Object(members)) => Some(members),
        _ => None,
    }
}

/// The value at a JSON pointer (RFC 6901).
pub(crate) fn at<'a>(value: &'a Value, pointer: &str) -> Option<&'a Value> {
    pointer.split('/').skip(1).try_fold(value, |value, name| match value {
        Value::Object(members) if name.contains('~') => {
            member(members, &name.replace("~1", "/").replace("~0", "~"))
        }
        Value::Object(members) => member(members, name),
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        _ => None,
    })
}

/// The member of this name. An error has few members, and is asked for dozens of names that it does not have: to compare a name
/// with all of them costs a tenth of hashing it.
#[inline(never)]
pub(crate) fn member<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    const FEW: usize = 16;
    if object.len() > FEW {
        return object.get(name);
    }
    object.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// Writes a document.
#[must_use]
#[inline(never)]
pub fn write(value: &Value) -> String {
    let mut text = String::with_capacity(128);
    write_value(&mut text, value);
    text
}

/// Lets serde write these types as their `to_value` does: a derived form beside it could come to differ, and generic over
/// every writer its code would be a fourth of the browser build.
macro_rules! serialized_as_value {
    ($($ty:ty),+) => { $(
        impl serde::Serialize for $ty {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                self.to_value().serialize(to)
            }
        }
    )+ };
}
pub(crate) use serialized_as_value;

/// An object in the making, member by member.
#[derive(Debug, Clone, Default)]
pub struct Members(Map<String, Value>);

impl Members {
    /// No members.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds any value.
    #[inline(never)]
    pub fn value(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    /// Adds a text.
    #[inline(never)]
    pub fn text(&mut self, name: &str, text: &str) {
        self.value(name, Value::String(text.to_owned()));
    }

    /// Adds a text or null.
    #[inline(never)]
    pub fn maybe_text(&mut self, name: &str, text: Option<&str>) {
        self.value(name, text.map_or(Value::Null, |text| Value::String(text.to_owned())));
    }

    /// Adds a number.
    #[inline(never)]
    pub fn number(&mut self, name: &str, number: u64) {
        self.value(name, Value::from(number));
    }

    /// Adds a number or null.
    #[inline(never)]
    pub fn maybe_number(&mut self, name: &str, number: Option<u64>) {
        self.value(name, number.map_or(Value::Null, Value::from));
    }

    /// Adds true or false.
    #[inline(never)]
    pub fn flag(&mut self, name: &str, flag: bool) {
        self.value(name, Value::Bool(flag));
    }

    /// Adds an object.
    #[inline(never)]
    pub fn object(&mut self, name: &str, members: Self) {
        self.value(name, Value::Object(members.0));
    }

    /// Adds the members of another object, which replace their namesakes.
    #[inline(never)]
    pub fn extend(&mut self, members: Map<String, Value>) {
        self.0.extend(members);
    }

    /// Adds members of another object, some under another name: pairs of the name here and the name there.
    #[inline(never)]
    pub(crate) fn take(&mut self, from: &Value, names: &[(&str, &str)]) {
        for (here, there) in names {
            self.value(here, from.get(there).cloned().unwrap_or_default());
        }
    }

    /// The object.
    #[must_use]
    pub fn into_map(self) -> Map<String, Value> {
        self.0
    }

    /// The object as a document.
    #[must_use]
    #[inline(never)]
    pub fn into_value(self) -> Value {
        Value::Object(self.0)
    }

    /// Writes the object.
    #[must_use]
    #[inline(never)]
    pub fn write(self) -> String {
        write(&Value::Object(self.0))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Json, at};

    #[test]
    fn a_pointer_looks_into_objects_and_lists() {
        let value = json!({"errors": [{"code": "a"}, 2], "a/b": 3, "c~d": 4, "0": 5});
        for (pointer, found) in [
            ("/errors/0/code", Some(json!("a"))),
            ("/errors/1", Some(json!(2))),
            ("/errors/2", None),
            ("/errors/-1", None),
            ("/errors/code", None),
            ("/errors/1/code", None),
            ("/a~1b", Some(json!(3))),
            ("/c~0d", Some(json!(4))),
            ("/0", Some(json!(5))),
        ] {
            assert_eq!(at(&value, pointer).cloned(), found, "{pointer}");
            assert_eq!(Json::from(value.clone()).at(pointer).map(Json::to_value), found, "{pointer}");
        }
    }
}
