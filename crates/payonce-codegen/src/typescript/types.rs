//! Object types and the types of arguments.

use std::collections::BTreeSet;

use payonce_core::spec::types::{FieldType, Model};
use payonce_core::{Operation, Provider};
use serde::Serialize;

use super::names::{camel, quoted, sentence};
use super::refusals;

/// Which way a value goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// From the caller to the provider.
    Out,
    /// From the provider to the caller.
    In,
    /// An object type that goes both ways.
    Both,
}

/// The object types that occur in arguments and in responses.
pub(super) struct Uses {
    outgoing: BTreeSet<&'static str>,
    incoming: BTreeSet<&'static str>,
}

impl Uses {
    pub(super) fn of(operations: &[Operation]) -> Self {
        let mut uses = Self { outgoing: BTreeSet::new(), incoming: BTreeSet::new() };
        for operation in operations {
            reach(&operation.returns, &mut uses.incoming);
            for param in operation.params {
                reach(&param.ty, &mut uses.outgoing);
            }
        }
        uses
    }

    fn way(&self, model: &Model) -> Way {
        match (self.outgoing.contains(model.name), self.incoming.contains(model.name)) {
            (true, true) => Way::Both,
            (true, false) => Way::Out,
            _ => Way::In,
        }
    }
}

fn reach(ty: &FieldType, seen: &mut BTreeSet<&'static str>) {
    match ty {
        FieldType::List(item) | FieldType::Map(item) => reach(item, seen),
        FieldType::Model(model) if seen.insert(model.name) => {
            model.fields.iter().for_each(|field| reach(&field.ty, seen));
        }
        _ => {}
    }
}

pub(super) fn type_of(ty: &FieldType, way: Way) -> String {
    match ty {
        FieldType::Nothing => "void".to_owned(),
        FieldType::String
        | FieldType::Id
        | FieldType::Name
        | FieldType::Amount
        | FieldType::Secret
        | FieldType::Time
        | FieldType::Url => "string".to_owned(),
        FieldType::Integer(..) => "number".to_owned(),
        // A number of more digits than a number of JavaScript holds comes as a string.
        FieldType::Number => "number | string".to_owned(),
        FieldType::AmountNumber => "string".to_owned(),
        FieldType::Bool => "boolean".to_owned(),
        FieldType::Json if way == Way::In => "Json".to_owned(),
        FieldType::Json => "unknown".to_owned(),
        FieldType::JsonText if way == Way::In => "string".to_owned(),
        FieldType::JsonText => "string | object".to_owned(),
        FieldType::Enum(known) => {
            let known: Vec<String> = known.iter().map(|text| quoted(text)).collect();
            format!("OpenText<{}>", known.join(" | "))
        }
        FieldType::List(item) => {
            let item = type_of(item, way);
            if item.contains(' ') { format!("readonly ({item})[]") } else { format!("readonly {item}[]") }
        }
        FieldType::Map(item) => format!("{{ readonly [name: string]: {} }}", type_of(item, way)),
        FieldType::Model(model) => crate::model_class(model),
    }
}

/// An object type.
#[derive(Serialize)]
pub(super) struct ModelType {
    name: String,
    doc: String,
    /// Whether its objects have a state that can change.
    settles: bool,
    fields: Vec<Member>,
    /// The two types of a response that is a yes or a no.
    refusal: Option<refusals::YesOrNo>,
}

/// A member of an interface.
#[derive(Serialize)]
pub(super) struct Member {
    /// With a question mark if it is optional.
    pub(super) name: String,
    pub(super) doc: String,
    pub(super) ty: String,
}

pub(super) fn model(provider: Provider, model: &Model, uses: &Uses) -> ModelType {
    let way = uses.way(model);
    let fields = model.fields.iter().map(|field| {
        let (name, ty) = (camel(field.name), type_of(&field.ty, way));
        let (name, ty) = match (field.always, way) {
            (true, _) => (name, ty),
            (false, Way::In) => (format!("{name}?"), format!("{ty} | null")),
            (false, _) => (format!("{name}?"), format!("{ty} | null | undefined")),
        };
        Member { name, doc: sentence(field.doc.text()), ty }
    });
    ModelType {
        name: crate::model_class(model),
        doc: sentence(model.doc.text()),
        settles: model.state.is_some(),
        fields: fields.collect(),
        refusal: refusals::of(provider, model).map(|refusal| refusals::yes_or_no(model, refusal)),
    }
}

/// The type of an operation's arguments.
#[derive(Serialize)]
pub(super) struct ArgumentsType {
    name: String,
    path: String,
    fields: Vec<Member>,
}

pub(super) fn arguments(operation: &Operation, name: String) -> ArgumentsType {
    let fields = crate::arguments(operation).map(|param| {
        let (name, ty) = (camel(param.name), type_of(&param.ty, Way::Out));
        let supplied = operation.lookup.is_some_and(|lookup| lookup.param == param.name);
        let (name, ty) = if param.required && !supplied {
            (name, ty)
        } else {
            (format!("{name}?"), format!("{ty} | undefined"))
        };
        Member { name, doc: sentence(param.doc.text()), ty }
    });
    ArgumentsType { name, path: super::client::path(operation.name), fields: fields.collect() }
}

/// How the results of the operations are polled and printed.
#[derive(Serialize)]
pub(super) struct Shapes {
    models: Vec<Shape>,
    results: Vec<ResultShape>,
}

/// The constant of a model.
#[derive(Serialize)]
struct Shape {
    name: String,
    state: Option<StateShape>,
    secrets: Vec<String>,
}

#[derive(Serialize)]
struct StateShape {
    model: &'static str,
    field: String,
}

#[derive(Serialize)]
struct ResultShape {
    operation: &'static str,
    shape: String,
    /// The field of the items, if the shape is theirs.
    items: Option<String>,
}

pub(super) fn shapes(models: &[&'static Model], operations: &[Operation]) -> Shapes {
    let shape = |model: &&Model| Shape {
        name: constant(model),
        state: model.state.map(|state| StateShape { model: model.name, field: camel(state.field) }),
        secrets: secrets(model).map(camel).collect(),
    };
    let results = operations.iter().filter_map(|operation| {
        let FieldType::Model(model) = operation.returns else { return None };
        let (shape, items) = if has_shape(model) {
            (constant(model), None)
        } else {
            let (field, item) = shaped_items(model)?;
            (constant(item), Some(camel(field)))
        };
        Some(ResultShape { operation: operation.name, shape, items })
    });
    Shapes {
        models: models.iter().copied().filter(|model| has_shape(model)).map(|model| shape(&model)).collect(),
        results: results.collect(),
    }
}

/// The item type of a page, and the field of its items.
pub(super) fn items(operation: &Operation) -> Option<(&'static str, &'static FieldType)> {
    let items = operation.paging?.items();
    let FieldType::Model(model) = operation.returns else { return None };
    let field = model.fields.iter().find(|field| field.name == items)?;
    match field.ty {
        FieldType::List(item) => Some((items, item)),
        _ => None,
    }
}

fn shaped_items(model: &Model) -> Option<(&'static str, &'static Model)> {
    model.fields.iter().find_map(|field| match field.ty {
        FieldType::List(FieldType::Model(item)) if has_shape(item) => Some((field.name, *item)),
        _ => None,
    })
}

fn has_shape(model: &Model) -> bool {
    model.state.is_some() || secrets(model).next().is_some()
}

/// The fields that printing does not show.
fn secrets(model: &Model) -> impl Iterator<Item = &'static str> {
    model.fields.iter().filter(|field| field.ty == FieldType::Secret).map(|field| field.name)
}

fn constant(model: &Model) -> String {
    let mut letters = model.name.chars();
    let first: String = letters.next().map(|letter| letter.to_ascii_lowercase()).into_iter().collect();
    format!("{first}{}Shape", letters.as_str())
}
