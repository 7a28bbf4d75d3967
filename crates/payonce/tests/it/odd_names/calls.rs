//! The calls of Move [pay] `x: each is built by a method of its client, then sent.

// Written by `payonce provider codegen`; change the provider file and run it again.

use std::collections::BTreeMap;

use payonce::typed::serde_json::Value;

use super::types::*;
use payonce::typed::{list, map, operation, texts};

operation! {
    /// A call of `journal`.
    Journal("journal") -> Pay, unkeyed
}

impl<C> Journal<C> {
    /// Required.
    pub fn call_(self, call_: impl Into<String>) -> Self {
        Self(self.0.set("call", call_.into()))
    }

    /// (not documented by the provider)
    pub fn items_(self, items_: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(self.0.set("items", texts(items_)))
    }

    /// (not documented by the provider)
    pub fn list_(self, list_: impl IntoIterator<Item = ClientObject>) -> Self {
        Self(self.0.set("list", list(list_)))
    }

    /// (not documented by the provider)
    pub fn map_(self, map_: impl IntoIterator<Item = (impl Into<String>, impl Into<Value>)>) -> Self {
        Self(self.0.set("map", map(map_)))
    }

    /// (not documented by the provider)
    pub fn texts_(self, texts_: impl IntoIterator<Item = JournalTexts>) -> Self {
        Self(self.0.set("texts", list(texts_)))
    }

    /// (not documented by the provider)
    pub fn self_(self, self_: f64) -> Self {
        Self(self.0.set_number("self", self_))
    }

    /// (not documented by the provider)
    pub fn new_(self, new_: impl Into<Value>) -> Self {
        Self(self.0.set("new", new_))
    }

    /// (not documented by the provider)
    pub fn key(self, key: impl Into<String>) -> Self {
        Self(self.0.set_secret("key", key))
    }
}

operation! {
    /// A call of `call`.
    Call("call") -> Value, keyed
}

impl<C> Call<C> {
    /// (not documented by the provider)
    pub fn id_key(self, id_key: impl Into<String>) -> Self {
        Self(self.0.set("id_key", id_key.into()))
    }
}

operation! {
    /// A call of `move.match`.
    MoveMatch("move.match") -> Vec<ClientObject>, all
}

impl<C> MoveMatch<C> {
    pub(super) fn r#fn(self, r#fn: impl Into<String>) -> Self {
        Self(self.0.set("fn", r#fn.into()))
    }
}

operation! {
    /// A call of `move`.
    Move("move") -> BTreeMap<String, OptionObject>, all
}

operation! {
    /// A call of `move.self`.
    MoveSelf("move.self") -> String, all
}

impl<C> MoveSelf<C> {
    /// Required.
    pub fn a(self, a: impl Into<String>) -> Self {
        Self(self.0.set("a", a.into()))
    }

    /// Required.
    pub fn b(self, b: impl Into<String>) -> Self {
        Self(self.0.set("b", b.into()))
    }
}
