//! What holds of types, objects and states.

use crate::provider_file::check::client::is_encoded;
use crate::provider_file::check::{Checker, member_of};
use crate::provider_file::members::{ObjectRow, Safety, StateRow, Type, TypeWord};
use crate::provider_file::problem::Seen;
use crate::provider_file::tree::Tree;

/// The most objects in each other.
const MAX_NESTED: usize = 40;

impl<'a> Checker<'a> {
    pub(super) fn objects(&mut self) {
        for (name, object) in self.file.object() {
            if !name.starts_with(|c: char| c.is_ascii_uppercase())
                || !name.bytes().all(|c| c.is_ascii_alphanumeric())
            {
                self.add(object.0.at, "must be a class name such as \"Payment\"");
            }
            for (_, field) in object.fields() {
                self.ty(field.ty(), field.0.at);
            }
            if let Some(state) = object.state() {
                self.state(state, Some(object));
            }
        }
        let mut done = Seen::default();
        for (name, object) in self.file.object() {
            if !self.ends(name, object, &mut done, 0) {
                self.add_of(
                    object.0.at,
                    name,
                    "holds itself, or objects in objects without an end; write type = \"json\" where it \
                     does",
                );
                // The objects that hold it have the same problem.
                return;
            }
        }
    }

    /// Whether the objects in an object come to an end.
    fn ends(&self, name: &'a str, object: ObjectRow<'a>, done: &mut Seen, depth: usize) -> bool {
        if done.contains(name) {
            return true;
        }
        let ends = depth < MAX_NESTED
            && object.fields().filter_map(|(_, field)| field.ty().inner_object()).all(|inner| {
                match self.file.0.part("object").get(inner) {
                    Some(object) => self.ends(inner, ObjectRow(object), done, depth + 1),
                    None => true,
                }
            });
        if ends {
            done.insert(name.to_owned());
        }
        ends
    }

    /// Checks a type; `at` is where it is written.
    pub(super) fn ty(&mut self, ty: Type<'a>, at: usize) {
        match ty.word() {
            TypeWord::Enum if ty.values().is_empty() => self.add(at, "an enum needs its `values`"),
            TypeWord::List | TypeWord::Map => match ty.of() {
                None => self.add(at, "a list or a map needs the type of its items as `of`"),
                Some(of) => self.ty(of, at),
            },
            TypeWord::Object => match ty.object() {
                None => self.add(at, "an object needs its type as `object`"),
                Some(object) if self.file.0.part("object").get(object).is_none() => {
                    let known: Vec<&str> = self.file.object().map(|(name, _)| name).collect();
                    self.unknown(at, "an object", object, &known);
                }
                Some(_) => {}
            },
            _ => {}
        }
    }

    /// Checks the states of an object, or of what an operation returns.
    pub(super) fn state(&mut self, state: StateRow<'a>, object: Option<ObjectRow<'a>>) {
        for name in ["pointer", "id"] {
            let Some(place) = state.0.text(name).filter(|place| place.starts_with('@')) else { continue };
            let has_name =
                place.trim_start_matches("@base64:").starts_with(|c: char| c.is_ascii_alphabetic());
            if object.is_some() || !has_name || !is_encoded(place) {
                self.add_of(
                    state.0.place(name),
                    place,
                    "is not a place in a header field of an operation without `returns`, such as \"@base64:payment-response/success\"",
                );
            }
        }
        let at = state.0.place("pointer");
        match (member_of(state.pointer()), object) {
            _ if state.pointer().starts_with('@') => self.looks_alike(state),
            (None, _) => self.add(at, "must name a field of the object itself, such as \"/status\""),
            (Some(field), Some(object)) if object.0.part("fields").get(field).is_none() => {
                self.add(at, &format!("the object has no field \"{field}\""));
            }
            _ => {}
        }
        let failures = state.failures();
        let mut words = state.pending();
        words.extend(state.succeeded());
        words.extend(failures.iter().map(|(word, _)| *word));
        let mut seen = Seen::default();
        for word in words {
            if !seen.insert(word.to_ascii_lowercase()) {
                self.add(state.0.at, &format!("the state \"{word}\" is there twice"));
            }
        }
        self.look(state.0, state.look(), state.look_by());
    }

    /// Checks that the operation that reads an object again has the state in the same header field.
    fn looks_alike(&mut self, state: StateRow<'a>) {
        let look = self.file.operation().find(|operation| Some(operation.name()) == state.look());
        let Some(look) = look else { return };
        if look.state().is_none_or(|other| !other.pointer().eq_ignore_ascii_case(state.pointer())) {
            self.add(
                state.0.place("look"),
                "must be an operation whose state is in the same header field: the body has none",
            );
        }
    }

    /// Checks the operation that reads an object again.
    pub(super) fn look(&mut self, row: &'a Tree, look: Option<&'a str>, by: Option<&'a str>) {
        let Some(look) = look else { return };
        let at = row.place("look");
        match self.file.operation().find(|operation| operation.name() == look) {
            None => {
                let known = self.operations.clone();
                self.unknown(at, "an operation", look, &known);
            }
            Some(operation) if !matches!(operation.safety(), Safety::Read) => {
                self.add(at, "must be an operation with safety = \"read\": looking changes nothing");
            }
            Some(operation) => {
                let by = self.file.look(Some(look), by).map(|(_, by)| by);
                if by.and_then(|by| operation.param(by)).is_none() {
                    self.add(at, "the operation has no argument that takes the id");
                }
            }
        }
    }
}
