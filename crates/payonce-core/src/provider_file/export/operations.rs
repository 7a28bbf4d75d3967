//! The operations, their arguments, and the objects that they return.

use serde_json::Value;

use super::Table;
use crate::provider_file::duration::written;
use crate::spec::operation::{KeyFormat, KeyPromise, Method, Operation, Paging, SafetySpec};
use crate::spec::param::{Param, Place};
use crate::spec::provider::ProviderSpec;
use crate::spec::types::{FieldType, Model, State};

/// Adds the objects and the operations.
pub(super) fn add(file: Table, spec: &ProviderSpec) -> Table {
    let objects =
        spec.models.iter().fold(Table::default(), |objects, model| objects.with(model.name, object(model)));
    file.with("object", objects).with("operation", spec.operations.iter().map(operation).collect::<Vec<_>>())
}

fn object(model: &Model) -> Table {
    let fields = model.fields.iter().fold(Table::default(), |fields, field| {
        let entry = with_type(Table::default(), &field.ty);
        fields.with(field.name, entry.with("always", field.always).with("about", field.doc.text()))
    });
    Table::default()
        .with("about", model.doc.text())
        .with("state", model.state.as_ref().map(state).unwrap_or_default())
        .always("fields", fields)
}

fn state(state: &State) -> Table {
    let failed = state
        .failed
        .iter()
        .fold(Table::default(), |failed, (word, evidence)| failed.with(word, evidence.as_str()));
    Table::default()
        .with("pointer", format!("/{}", state.field))
        .with("succeeded", state.done)
        .with("failed", failed)
        .with("look", state.read.map(|(look, ..)| look))
        .with("look_by", state.read.map(|(_, by, _)| by))
        .with("id", state.read.map(|(.., id)| id))
}

/// The word of a type, without its details.
fn word(ty: &FieldType) -> &'static str {
    match ty {
        FieldType::Nothing => "nothing",
        FieldType::String => "string",
        FieldType::Id => "id",
        FieldType::Name => "name",
        FieldType::Amount => "amount",
        FieldType::Integer(..) => "integer",
        FieldType::Number => "number",
        FieldType::AmountNumber => "amount_number",
        FieldType::Bool => "bool",
        FieldType::Secret => "secret",
        FieldType::Time => "time",
        FieldType::Url => "url",
        FieldType::Json => "json",
        FieldType::JsonText => "json_text",
        FieldType::Enum(_) => "enum",
        FieldType::List(_) => "list",
        FieldType::Map(_) => "map",
        FieldType::Model(_) => "object",
    }
}

fn with_type(table: Table, ty: &FieldType) -> Table {
    let table = table.with("type", word(ty));
    match ty {
        FieldType::Integer(min, max) => table
            .with("min", Some(*min).filter(|min| *min != i64::MIN))
            .with("max", Some(*max).filter(|max| *max != i64::MAX)),
        FieldType::Enum(values) => table.with("values", *values),
        FieldType::List(of) | FieldType::Map(of) => table.with("of", with_type(Table::default(), of)),
        FieldType::Model(model) => table.with("object", model.name),
        _ => table,
    }
}

fn operation(operation: &Operation) -> Table {
    let params = operation
        .params
        .iter()
        .fold(Table::default(), |params, declared| params.with(declared.name, param(operation, declared)));
    let fixed = operation.fixed.iter();
    let fixed = fixed.fold(Table::default(), |fixed, (name, value)| fixed.always(name, *value));
    let is_idempotent_post =
        matches!(operation.repeated, SafetySpec::Idempotent) && operation.method == Method::Post;
    let returns = if operation.returns == FieldType::Json {
        Table::default()
    } else {
        with_type(Table::default(), &operation.returns)
    };
    let groups = operation.exactly_one.iter().map(|group| Value::from(*group));
    let table = Table::default()
        .with("name", operation.name)
        .with("method", operation.method.as_str())
        .with("path", operation.path)
        .with("about", operation.doc.text())
        .with("source", operation.source.text())
        .with("safety", safety(operation))
        .with("because", if is_idempotent_post { operation.doc.text() } else { "" })
        .with("params", params)
        .with("fixed", fixed)
        .with("exactly_one", groups.collect::<Vec<_>>())
        .with("returns", returns)
        .with("inside", operation.inside)
        .with("named_by", operation.named_by)
        .with("pages", operation.paging.map(pages).unwrap_or_default());
    if operation.authenticated { table } else { table.always("authenticated", false) }
}

fn pages(paging: Paging) -> Table {
    let (name, table) = match paging {
        Paging::Numbered { page, size, .. } => {
            ("numbered", Table::default().with("page", page).with("size", size))
        }
        Paging::Cursor { cursor, next, .. } => {
            ("cursor", Table::default().with("argument", cursor).with("next", next))
        }
        Paging::After { argument, id, .. } => {
            ("after", Table::default().with("argument", argument).with("id", id))
        }
    };
    Table::default().with(name, table.with("items", paging.items()))
}

fn safety(operation: &Operation) -> Value {
    match operation.repeated {
        SafetySpec::Read => "read".into(),
        SafetySpec::Idempotent => "idempotent".into(),
        SafetySpec::Unkeyed | SafetySpec::Keyed { field: None, .. } => "unkeyed".into(),
        SafetySpec::Keyed { field: Some(field), promise } => {
            let KeyPromise { window, after_5xx, format, in_flight } = promise;
            let most = match format {
                KeyFormat::Text(most) => u32::try_from(most).ok(),
                KeyFormat::Mark | KeyFormat::Uuid4 => None,
            };
            let keyed = Table::default()
                .with("argument", field)
                .with("format", if format == KeyFormat::Uuid4 { "uuid4" } else { "text" })
                .with("max_length", most)
                // The vendor's page says that the same id is charged once, without an end.
                .with("window", window.map_or_else(|| "forever".to_owned(), written))
                .with("after_5xx", after_5xx.as_str())
                .with("in_flight", in_flight);
            Table::default().with("keyed", keyed).into()
        }
        SafetySpec::Reconcilable { field, search } => {
            let wire = operation.param(field).map_or(field, |param| param.wire);
            let found = Table::default()
                .with("reference", format!("/{wire}"))
                .with("list", search.operation)
                .with("by", search.by)
                .with("found_at", format!("/{}", search.field))
                .with("time_at", format!("/{}", search.time))
                .with(
                    "consistent_after",
                    search.consistent_after.map(|consistent| written(consistent.after)),
                );
            Table::default().with("reconcilable", found).into()
        }
    }
}

fn param(operation: &Operation, param: &Param) -> Table {
    let by_default = match operation.method {
        Method::Get | Method::Delete => Place::Query,
        Method::Post | Method::Put => Place::Body,
    };
    let place = match param.place {
        Place::Path => None,
        place if place == by_default => None,
        Place::Query => Some("query"),
        Place::Body => Some("body"),
        Place::WholeBody => Some("whole_body"),
        Place::Header => Some("header"),
    };
    let bounds = param.bounds.map(|bounds| {
        Table::default()
            .with("min", bounds.min)
            .with("max", bounds.max)
            .with("decimals", u32::try_from(bounds.decimals).unwrap_or_default())
    });
    with_type(Table::default(), &param.ty)
        .with("required", param.required && param.place != Place::Path)
        .with("in", place)
        .with("wire", Some(param.wire).filter(|wire| *wire != param.name))
        .with("aliases", param.aliases)
        .with("bounds", bounds.unwrap_or_default())
        .with("lower_case", param.lower_case)
        .with("about", param.doc.text())
}
