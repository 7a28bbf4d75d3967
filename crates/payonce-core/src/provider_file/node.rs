//! A value of a file that is read into a member, and the way to it.
//!
//! Every format is read into the same values first, so that the members are read by one piece of code: the readers of two
//! formats for thirty kinds of members would take more room in a browser than everything else.

use std::cell::RefCell;

use serde::de::value::{Error, StrDeserializer, StringDeserializer};
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value};

use crate::provider_file::problem::Step;

/// The way to the value that is being read. After an error it leads to the value that was refused.
pub(crate) type Way = RefCell<Vec<Step>>;

/// A value and the way to it.
#[derive(Clone, Copy)]
pub(crate) struct Node<'a> {
    pub(crate) value: &'a Value,
    pub(crate) way: &'a Way,
}

impl<'a> Node<'a> {
    fn enter(&self, step: Step) {
        self.way.borrow_mut().push(step);
    }

    fn leave(&self) {
        self.way.borrow_mut().pop();
    }

    fn wrong(&self, expected: &dyn de::Expected) -> Error {
        let unexpected = match self.value {
            Value::Null => de::Unexpected::Other("null"),
            Value::Bool(flag) => de::Unexpected::Bool(*flag),
            Value::Number(number) => number.as_i64().map_or_else(
                || de::Unexpected::Float(number.as_f64().unwrap_or_default()),
                de::Unexpected::Signed,
            ),
            Value::String(text) => de::Unexpected::Str(text),
            Value::Array(_) => de::Unexpected::Seq,
            Value::Object(_) => de::Unexpected::Map,
        };
        de::Error::invalid_type(unexpected, expected)
    }

    const fn at(&self, value: &'a Value) -> Self {
        Self { value, way: self.way }
    }
}

impl<'de> Deserializer<'de> for Node<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(*flag),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => visitor.visit_u64(number),
                (None, Some(number)) => visitor.visit_i64(number),
                (None, None) => visitor.visit_f64(number.as_f64().unwrap_or_default()),
            },
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(items) => visitor.visit_seq(Items { node: self, items, next: 0 }),
            Value::Object(members) => {
                visitor.visit_map(Members { node: self, rest: members.iter(), value: None })
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.value {
            Value::Object(members) => {
                visitor.visit_map(Members { node: self, rest: members.iter(), value: None })
            }
            _ => Err(self.wrong(&"a table")),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.value {
            Value::String(word) => visitor.visit_enum(word.as_str().into_deserializer()),
            Value::Object(members) => match single(members) {
                Some((word, value)) => visitor.visit_enum(Variant { node: self, word, value }),
                None => Err(de::Error::custom("must have one member, which names what it is")),
            },
            _ => Err(self.wrong(&"a word or a table")),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::String(text) => visitor.visit_str(text),
            _ => Err(self.wrong(&visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Bool(flag) => visitor.visit_bool(*flag),
            _ => Err(self.wrong(&visitor)),
        }
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Number(number) if number.as_u64().is_some() => {
                visitor.visit_u64(number.as_u64().unwrap_or_default())
            }
            Value::Number(number) if number.as_i64().is_some() => {
                visitor.visit_i64(number.as_i64().unwrap_or_default())
            }
            _ => Err(self.wrong(&visitor)),
        }
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Array(items) => visitor.visit_seq(Items { node: self, items, next: 0 }),
            _ => Err(self.wrong(&visitor)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Object(members) => {
                visitor.visit_map(Members { node: self, rest: members.iter(), value: None })
            }
            _ => Err(self.wrong(&visitor)),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    // No member of a file is of these types.
    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct identifier
    }
}

fn single(members: &Map<String, Value>) -> Option<(&String, &Value)> {
    members.iter().next().filter(|_| members.len() == 1)
}

struct Items<'de> {
    node: Node<'de>,
    items: &'de [Value],
    next: usize,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let Some(item) = self.items.get(self.next) else { return Ok(None) };
        self.node.enter(Step::Item(self.next));
        self.next = self.next.saturating_add(1);
        let item = seed.deserialize(self.node.at(item))?;
        self.node.leave();
        Ok(Some(item))
    }
}

struct Members<'de> {
    node: Node<'de>,
    rest: serde_json::map::Iter<'de>,
    value: Option<&'de Value>,
}

impl<'de> MapAccess<'de> for Members<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some((name, value)) = self.rest.next() else { return Ok(None) };
        self.node.enter(Step::Member(name.clone()));
        self.value = Some(value);
        let name: StrDeserializer<'_, Error> = name.as_str().into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let value = self.value.take().unwrap_or(&Value::Null);
        let value = seed.deserialize(self.node.at(value))?;
        self.node.leave();
        Ok(value)
    }
}

struct Variant<'de> {
    node: Node<'de>,
    word: &'de String,
    value: &'de Value,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Error;
    type Variant = Node<'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self::Variant), Error> {
        self.node.enter(Step::Member(self.word.clone()));
        let word: StringDeserializer<Error> = self.word.clone().into_deserializer();
        Ok((seed.deserialize(word)?, self.node.at(self.value)))
    }
}

impl<'de> VariantAccess<'de> for Node<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Err(self.wrong(&"the word alone, without members"))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        let value = seed.deserialize(self)?;
        self.leave();
        Ok(value)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let Value::Object(members) = self.value else { return Err(self.wrong(&"a table")) };
        let value = visitor.visit_map(Members { node: self, rest: members.iter(), value: None })?;
        self.leave();
        Ok(value)
    }
}
