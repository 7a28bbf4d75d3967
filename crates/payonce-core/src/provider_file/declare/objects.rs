//! The objects of a file, and the types of fields and arguments.

use super::kept_doc;
use super::{encoded, keep, keep_all, text, texts};
use crate::provider_file::members::{File, ObjectRow, StateRow, Type, TypeWord};
use crate::spec::operation::Operation;
use crate::spec::types::{Field, FieldType, HeaderMember, Model, State};

/// The objects of the file. One that holds another is declared after it; the checks refuse a file in which that has no end.
pub(super) struct Models(Vec<&'static Model>);

impl Models {
    pub(super) fn declare(file: File<'_>) -> Self {
        let mut models = Self(Vec::new());
        for (name, object) in file.object() {
            models.add(file, name, object);
        }
        models
    }

    /// The objects of the file, and those that only have a state.
    pub(super) fn all(mut self, operations: &'static [Operation]) -> &'static [&'static Model] {
        for operation in operations {
            if let FieldType::Model(model) = operation.returns
                && self.get(model.name).is_none()
            {
                self.0.push(model);
            }
        }
        self.0.leak()
    }

    fn get(&self, name: &str) -> Option<&'static Model> {
        self.0.iter().find(|model| model.name == name).copied()
    }

    fn add(&mut self, file: File<'_>, name: &str, object: ObjectRow<'_>) {
        if self.get(name).is_some() {
            return;
        }
        for inner in object.fields().filter_map(|(_, field)| field.ty().inner_object()) {
            if let Some(object) = file.0.part("object").get(inner) {
                self.add(file, inner, ObjectRow(object));
            }
        }
        let fields = object.fields().map(|(name, field)| Field {
            name: text(name),
            ty: self.ty(field.ty()),
            always: field.always(),
            doc: kept_doc!(field.about()),
        });
        self.0.push(keep(Model {
            name: text(name),
            doc: kept_doc!(object.about()),
            fields: keep_all(fields),
            state: object.state().map(|state| declare_state(file, state)),
        }));
    }

    #[inline(never)]
    pub(super) fn ty(&self, ty: Type<'_>) -> FieldType {
        let inner = || keep(ty.of().map_or(FieldType::Json, |of| self.ty(of)));
        match ty.word() {
            TypeWord::Json => FieldType::Json,
            TypeWord::Nothing => FieldType::Nothing,
            TypeWord::String => FieldType::String,
            TypeWord::Id => FieldType::Id,
            TypeWord::Name => FieldType::Name,
            TypeWord::Amount => FieldType::Amount,
            TypeWord::Integer => {
                FieldType::Integer(ty.min().unwrap_or(i64::MIN), ty.max().unwrap_or(i64::MAX))
            }
            TypeWord::Number => FieldType::Number,
            TypeWord::AmountNumber => FieldType::AmountNumber,
            TypeWord::Bool => FieldType::Bool,
            TypeWord::Secret => FieldType::Secret,
            TypeWord::Time => FieldType::Time,
            TypeWord::Url => FieldType::Url,
            TypeWord::JsonText => FieldType::JsonText,
            TypeWord::Enum => FieldType::Enum(texts(&ty.values())),
            TypeWord::List => FieldType::List(inner()),
            TypeWord::Map => FieldType::Map(inner()),
            TypeWord::Object => {
                ty.object().and_then(|name| self.get(name)).map_or(FieldType::Json, FieldType::Model)
            }
        }
    }
}

#[inline(never)]
pub(super) fn declare_state(file: File<'_>, state: StateRow<'_>) -> State {
    let mut from_headers = Vec::new();
    let field = member(state.pointer(), &mut from_headers);
    let read = file.look(state.look(), state.look_by());
    let read =
        read.map(|(look, by)| (text(look), text(by), member(state.id().unwrap_or("id"), &mut from_headers)));
    State {
        field,
        done: texts(&state.succeeded()),
        failed: keep_all(state.failures().into_iter().map(|(state, evidence)| (text(state), evidence))),
        read,
        from_headers: from_headers.leak(),
    }
}

/// The name of a member of the result. One from a header field is named after its place: `payment_response_success`.
fn member(place: &str, from_headers: &mut Vec<HeaderMember>) -> &'static str {
    let Some((header, pointer)) = encoded(place) else { return text(place.trim_start_matches('/')) };
    let header = header.to_ascii_lowercase();
    let name = [header.as_str(), pointer].concat().to_ascii_lowercase();
    let field = text(&name.replace(|c: char| !c.is_ascii_alphanumeric(), "_"));
    from_headers.push(HeaderMember { field, header: text(&header), pointer: text(pointer) });
    field
}
