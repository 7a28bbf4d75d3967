//! A document whose texts stay in the bytes that it was read from.

use std::borrow::Cow;

use serde_json::{Map, Number, Value};

/// A JSON document. A classifier asks it for dozens of names and keeps a few texts, so it copies nothing before that.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json<'a> {
    Null,
    Bool(bool),
    Number(Number),
    String(Cow<'a, str>),
    Array(Vec<Self>),
    Object(Object<'a>),
}

/// The members of an object in their order, each name once.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Object<'a>(Vec<(Cow<'a, str>, Json<'a>)>);

/// An object with more members looks for a name that comes twice with a table; in fewer, comparing is faster.
const FEW: usize = 16;

impl<'a> Object<'a> {
    /// The members as they were read. Of two with one name, the place of the first and the value of the last one hold.
    pub(super) fn of(members: Vec<(Cow<'a, str>, Json<'a>)>) -> Self {
        let mut object = Self(members);
        if object.0.len() <= FEW {
            object.join_namesakes_of_few();
        } else {
            object.join_namesakes();
        }
        object
    }

    fn join_namesakes_of_few(&mut self) {
        let mut at = 1;
        while let Some((before, [(name, value), ..])) = self.0.split_at_mut_checked(at) {
            match before.iter_mut().find(|(known, _)| known == name) {
                Some((_, first)) => {
                    *first = std::mem::replace(value, Json::Null);
                    self.0.remove(at);
                }
                None => at += 1,
            }
        }
    }

    fn join_namesakes(&mut self) {
        let mut places = Map::new();
        let mut kept: Vec<(Cow<'a, str>, Json<'a>)> = Vec::with_capacity(self.0.len());
        for (name, value) in std::mem::take(&mut self.0) {
            let known = places.get(&*name).and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok());
            match known.and_then(|at| kept.get_mut(at)) {
                Some((_, first)) => *first = value,
                None => {
                    places.insert(name.clone().into_owned(), Value::from(kept.len()));
                    kept.push((name, value));
                }
            }
        }
        self.0 = kept;
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Json<'a>)> {
        self.0.iter().map(|(name, value)| (&**name, value))
    }

    #[inline(never)]
    pub(crate) fn get(&self, name: &str) -> Option<&Json<'a>> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// Puts a member at the end, in the place of the one that has this name; or removes that.
    pub(crate) fn replace(&mut self, name: &'static str, value: Option<Json<'a>>) {
        self.0.retain(|(known, _)| known != name);
        self.0.extend(value.map(|value| (Cow::Borrowed(name), value)));
    }

    /// The text of a member, when it is a text that says something.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Json::as_str).map(str::trim).filter(|text| !text.is_empty())
    }

    /// A member that is an object.
    pub(crate) fn object(&self, name: &str) -> Option<&Self> {
        self.get(name).and_then(Json::as_object)
    }

    pub(crate) fn to_map(&self) -> Map<String, Value> {
        self.iter().map(|(name, value)| (name.to_owned(), value.to_value())).collect()
    }
}

impl<'a> Json<'a> {
    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) const fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    pub(crate) fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Number(number) => number.as_u64(),
            _ => None,
        }
    }

    pub(crate) const fn as_array(&self) -> Option<&Vec<Self>> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    pub(crate) const fn as_object(&self) -> Option<&Object<'a>> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    pub(crate) const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// A member, if this is an object that has it.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        self.as_object()?.get(name)
    }

    /// The value at a JSON pointer, as [`at`](super::at) finds it.
    pub(crate) fn at(&self, pointer: &str) -> Option<&Self> {
        pointer.split('/').skip(1).try_fold(self, |value, name| match value {
            Self::Object(members) if name.contains('~') => {
                members.get(&name.replace("~1", "/").replace("~0", "~"))
            }
            Self::Object(members) => members.get(name),
            Self::Array(items) => items.get(name.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// The document with texts of its own.
    #[inline(never)]
    pub(crate) fn to_value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(flag) => Value::Bool(*flag),
            Self::Number(number) => Value::Number(number.clone()),
            Self::String(text) => Value::String(text.clone().into_owned()),
            Self::Array(items) => Value::Array(items.iter().map(Self::to_value).collect()),
            Self::Object(object) => Value::Object(object.to_map()),
        }
    }

    /// [`to_value`](Self::to_value), by value.
    #[inline(never)]
    pub(crate) fn into_value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(flag) => Value::Bool(flag),
            Self::Number(number) => Value::Number(number),
            Self::String(text) => Value::String(text.into_owned()),
            Self::Array(items) => Value::Array(items.into_iter().map(Self::into_value).collect()),
            Self::Object(Object(members)) => Value::Object(
                members.into_iter().map(|(name, value)| (name.into_owned(), value.into_value())).collect(),
            ),
        }
    }

    /// The same document without a borrow.
    pub(crate) fn into_owned(self) -> Json<'static> {
        self.into_value().into()
    }
}

impl From<Value> for Json<'static> {
    #[inline(never)]
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(flag) => Self::Bool(flag),
            Value::Number(number) => Self::Number(number),
            Value::String(text) => Self::String(Cow::Owned(text)),
            Value::Array(items) => Self::Array(items.into_iter().map(Self::from).collect()),
            Value::Object(members) => Self::Object(Object(
                members.into_iter().map(|(name, value)| (Cow::Owned(name), Self::from(value))).collect(),
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::json::read_document;

    #[test]
    fn the_last_of_two_namesakes_counts_in_the_place_of_the_first() {
        let few = read_document(r#"{"a": 1, "b": 2, "a": 3}"#, usize::MAX).unwrap();
        assert_eq!(crate::model::json::write(&few.into_value()), r#"{"a":3,"b":2}"#);
        let many: Vec<String> = (0..40).map(|n| format!("\"m{}\": {n}", n % 20)).collect();
        let many = format!("{{{}}}", many.join(","));
        let many = read_document(&many, usize::MAX).unwrap();
        assert_eq!(many.as_object().unwrap().iter().count(), 20);
        assert_eq!(many.get("m0"), Some(&Json::from(json!(20))));
    }

    #[test]
    fn a_document_is_the_same_value_in_all_forms() {
        let text = r#"{"a":[null,true,1.50,"x\ny"],"b":{"c":"d"}}"#;
        let value = read_document(text, usize::MAX).unwrap();
        assert_eq!(crate::model::json::write(&value.to_value()), text);
        assert_eq!(value.clone().into_owned(), value);
        assert_eq!(value.at("/b/c").and_then(Json::as_str), Some("d"));
    }
}
