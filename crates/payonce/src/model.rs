//! How the generated types read responses: a field that is missing or has another type than documented becomes nothing,
//! and its value stays in the extra members.

use std::collections::BTreeMap;

use payonce_core::Secret;
use serde_json::{Map, Value};

/// A type of a member in a response.
pub trait Read: Sized {
    /// The value, or nothing if it has another type.
    fn read(value: &Value) -> Option<Self>;
}

impl Read for String {
    /// Amounts and ids are strings. If a provider sends a number, its digits become the string.
    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(payonce_core::model::json::plain_digits(number)),
            _ => None,
        }
    }
}

impl Read for Secret {
    fn read(value: &Value) -> Option<Self> {
        value.as_str().map(Self::new)
    }
}

impl Read for bool {
    fn read(value: &Value) -> Option<Self> {
        value.as_bool()
    }
}

impl Read for i64 {
    fn read(value: &Value) -> Option<Self> {
        value.as_i64()
    }
}

impl Read for f64 {
    fn read(value: &Value) -> Option<Self> {
        value.as_f64()
    }
}

impl Read for Value {
    fn read(value: &Value) -> Option<Self> {
        Some(value.clone())
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: &Value) -> Option<Self> {
        value.as_array()?.iter().map(T::read).collect()
    }
}

impl<T: Read> Read for BTreeMap<String, T> {
    fn read(value: &Value) -> Option<Self> {
        value.as_object()?.iter().map(|(name, value)| Some((name.clone(), T::read(value)?))).collect()
    }
}

/// Removes and returns a member, if it exists and has this type.
pub fn take<T: Read>(members: &mut Map<String, Value>, name: &str) -> Option<T> {
    let value = members.get(name)?;
    if value.is_null() {
        members.shift_remove(name);
        return None;
    }
    let read = T::read(value)?;
    members.shift_remove(name);
    Some(read)
}

/// Removes and returns a member that the provider always sends.
pub fn require<T: Read>(members: &mut Map<String, Value>, name: &str) -> Result<T, String> {
    take(members, name).ok_or_else(|| format!("{name} is missing or has another type"))
}

/// Implements reading and writing for a generated struct. Each field has a kind: `required`, `optional`, or for a secret
/// `fingerprint` (required, written as its fingerprint) or `hidden` (optional, never written).
#[doc(hidden)]
#[macro_export]
macro_rules! typed_object {
    ($model:ident { $($field:ident $(as $key:literal)?: $kind:ident),* $(,)? } $extra:ident) => {
        impl $model {
            #[allow(unused_mut, reason = "an object can have no documented members")]
            fn from_members(mut members: $crate::typed::serde_json::Map<String, $crate::typed::serde_json::Value>) -> Result<Self, String> {
                Ok(Self {
                    $($field: $crate::typed::read_member!(
                        $kind, members, $crate::typed::member_name!($field $($key)?)
                    ),)*
                    $extra: members,
                })
            }
        }

        impl $crate::typed::Read for $model {
            fn read(value: &$crate::typed::serde_json::Value) -> Option<Self> {
                Self::from_members(value.as_object()?.clone()).ok()
            }
        }

        impl<'de> $crate::typed::serde::Deserialize<'de> for $model {
            fn deserialize<D: $crate::typed::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                Self::from_members($crate::typed::serde_json::Map::deserialize(from)?).map_err($crate::typed::serde::de::Error::custom)
            }
        }

        impl $crate::typed::serde::Serialize for $model {
            fn serialize<S: $crate::typed::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                use $crate::typed::serde::ser::SerializeMap as _;

                let mut members = to.serialize_map(None)?;
                $($crate::typed::write_member!(
                    $kind, members, $crate::typed::member_name!($field $($key)?), &self.$field
                );)*
                for (name, value) in &self.$extra {
                    members.serialize_entry(name, value)?;
                }
                members.end()
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! typed_member_name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! typed_read_member {
    (required, $members:ident, $name:expr) => {
        $crate::typed::require(&mut $members, $name)?
    };
    (fingerprint, $members:ident, $name:expr) => {
        $crate::typed::require(&mut $members, $name)?
    };
    ($optional:ident, $members:ident, $name:expr) => {
        $crate::typed::take(&mut $members, $name)
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! typed_write_member {
    (required, $members:ident, $name:expr, $value:expr) => {
        $members.serialize_entry($name, $value)?
    };
    (optional, $members:ident, $name:expr, $value:expr) => {
        if let Some(value) = $value {
            $members.serialize_entry($name, value)?;
        }
    };
    (fingerprint, $members:ident, $name:expr, $value:expr) => {
        $members.serialize_entry($name, &$value.fingerprint())?
    };
    (hidden, $members:ident, $name:expr, $value:expr) => {};
}

/// Adds the meaning of its state to a generated type. `declared` is its name in the declaration of the provider.
#[doc(hidden)]
#[macro_export]
macro_rules! typed_stateful {
    ($provider:expr, $model:ident, $declared:literal, $state:expr) => {
        impl $model {
            fn progress(&self) -> $crate::typed::Progress {
                let state: fn(&Self) -> Option<&str> = $state;
                let provider: Result<$crate::Provider, $crate::Error> = $provider;
                $crate::typed::progress(provider, $declared, state(self))
            }

            /// Whether the state cannot change any more, after a success or a failure.
            #[must_use]
            pub fn is_final(&self) -> bool {
                self.progress().is_final()
            }

            /// Whether the state is final and a success. Check this before you ship. A state that this
            /// version does not know is neither a success nor a failure.
            #[must_use]
            pub fn succeeded(&self) -> bool {
                self.progress() == $crate::typed::Progress::Succeeded
            }

            /// Whether the state is final and a failure, in whole or in part.
            #[must_use]
            pub fn failed(&self) -> bool {
                self.progress() == $crate::typed::Progress::Failed
            }
        }
    };
}

/// Implements arguments for a generated type.
#[doc(hidden)]
#[macro_export]
macro_rules! typed_sendable {
    ($($model:ident),+ $(,)?) => { $(
        impl From<$model> for $crate::typed::serde_json::Value {
            fn from(model: $model) -> Self {
                // Names are strings, and numbers are finite or null, so JSON can represent everything.
                $crate::typed::serde_json::to_value(model).unwrap_or_default()
            }
        }
    )+ };
}

/// Declares a set of strings that the provider can extend.
#[doc(hidden)]
#[macro_export]
macro_rules! typed_open_enum {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(#[doc = concat!("`", $text, "`")] $variant,)+
            /// A string that this version does not know.
            Other(String),
        }

        impl $name {
            /// The string that the provider uses.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self { $(Self::$variant => $text,)+ Self::Other(text) => text }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text { $($text => Self::$variant,)+ other => Self::Other(other.to_owned()) }
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.as_str().to_owned()
            }
        }

        impl From<$name> for $crate::typed::serde_json::Value {
            fn from(value: $name) -> Self {
                Self::String(value.as_str().to_owned())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::typed::serde::Serialize for $name {
            fn serialize<S: $crate::typed::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::typed::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::typed::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                <String as $crate::typed::serde::Deserialize>::deserialize(from).map(Self::from)
            }
        }

        impl $crate::typed::Read for $name {
            fn read(value: &$crate::typed::serde_json::Value) -> Option<Self> {
                value.as_str().map(Self::from)
            }
        }
    };
}

/// Declares the choices of a client's option.
#[doc(hidden)]
#[macro_export]
macro_rules! typed_closed_enum {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(#[doc = concat!("`", $text, "`")] $variant,)+
        }

        impl $name {
            /// The value as a string.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownName;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err($crate::UnknownName::new(text, &[$($text),+])),
                }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_unreadable_field_stays_in_the_object() {
        let mut members = json!({"count": "many", "amount": 0.000_000_1, "note": null, "list": ["a", 1]});
        let members = members.as_object_mut().unwrap();
        assert_eq!(take::<i64>(members, "count"), None);
        assert_eq!(take::<String>(members, "amount").as_deref(), Some("0.0000001"));
        assert_eq!(take::<String>(members, "note"), None);
        assert_eq!(take::<Vec<bool>>(members, "list"), None);
        assert_eq!(Value::Object(members.clone()), json!({"count": "many", "list": ["a", 1]}));
        assert!(require::<String>(members, "id").is_err());
    }
}
