//! The builders of calls.

use minijinja::context;
use payonce_core::model::safety::Safety;
use payonce_core::spec::operation::Operation;
use payonce_core::spec::options::Calls;
use payonce_core::spec::param::{Param, Place};
use payonce_core::spec::types::FieldType;
use serde::Serialize;

use super::names::{field_type, free, given};
use super::{Api, choices, item_type};
use crate::templates::render_of;

pub(super) fn file(api: &Api) -> anyhow::Result<String> {
    let calls: Vec<Call> = api.operations.iter().map(|operation| call(api, operation, &[])).collect();
    render_of(api.provider, "rust/calls.rs", context! { title => api.provider.title(), calls })
}

/// The builder of a call, and the method that starts it.
#[derive(Serialize)]
pub(super) struct Call {
    /// Whether the argument of the method has a type of the provider.
    #[serde(skip)]
    pub(super) takes_own_type: bool,
    /// The name of the operation.
    operation: &'static str,
    /// The name of the method.
    pub(super) method: String,
    /// The type of the builder.
    ty: String,
    returns: String,
    /// The items of its pages.
    items: Option<String>,
    /// The options that it takes.
    options: &'static str,
    doc: &'static str,
    request: String,
    repeated: &'static str,
    state: Option<String>,
    source: &'static str,
    unknown: Option<String>,
    /// What a caller has to set.
    required: Vec<&'static str>,
    arguments: Vec<Argument>,
    /// The argument of the method.
    pub(super) leading: Option<Argument>,
}

/// A setter of a builder.
#[derive(Serialize, Clone)]
pub(super) struct Argument {
    name: String,
    key: &'static str,
    doc: &'static str,
    ty: String,
    /// The setter of the collected arguments, and what it is given.
    set: &'static str,
    value: String,
    required: bool,
    leading: bool,
}

/// `taken` are the methods that the client or the group has already.
pub(super) fn call(api: &Api, operation: &Operation, taken: &[&str]) -> Call {
    let leading = leading(operation).map(|param| param.name);
    let arguments: Vec<Argument> = crate::arguments(operation)
        .map(|param| argument(api, operation, param, leading == Some(param.name)))
        .collect();
    let required = crate::arguments(operation).filter(|param| param.required && leading != Some(param.name));
    let method = operation.name.rsplit('.').next().unwrap_or(operation.name);
    Call {
        takes_own_type: self::leading(operation).is_some_and(|param| is_own(&param.ty)),
        operation: operation.name,
        method: free(method, taken),
        ty: api.call_name(operation),
        returns: match operation.returns {
            FieldType::Nothing => "()".to_owned(),
            ty => field_type(&ty, "String"),
        },
        items: item_type(operation).map(|item| field_type(&item, "String")),
        options: match Calls::of(operation.safety()) {
            Calls::All => "all",
            Calls::Keyed => "keyed",
            Calls::Unkeyed => "unkeyed",
            Calls::Reconcilable => "reconcilable",
        },
        doc: operation.doc.text(),
        request: format!("{} {}", operation.method.as_str(), operation.path),
        repeated: repeated(operation.safety()),
        state: crate::state_doc(operation, "succeeded()", "failed()"),
        source: operation.source.text(),
        unknown: crate::unknown_doc(operation, ToOwned::to_owned),
        required: required.map(|param| param.name).collect(),
        leading: arguments.iter().find(|argument| argument.leading).cloned(),
        arguments,
    }
}

fn repeated(safety: Safety) -> &'static str {
    match safety {
        Safety::Read => "it changes nothing, so payonce retries it after any transient failure",
        Safety::Idempotent => {
            "a second request has the effect of one, so payonce retries it after any transient failure"
        }
        Safety::Keyed => {
            "the provider recognizes a second request by its key, so payonce retries it after any transient failure"
        }
        Safety::Reconcilable => {
            "payonce retries it only after a refusal, and searches for it after an unknown outcome"
        }
        Safety::Unkeyed => {
            "payonce retries it only after a refusal, and returns an unknown outcome as an error"
        }
    }
}

/// The argument of the method itself: the only one, or the only one in the path. All others are named, so that two
/// strings cannot be swapped.
fn leading(operation: &Operation) -> Option<&'static Param> {
    let params: Vec<&Param> = crate::arguments(operation).collect();
    if let [only] = params.as_slice() {
        return only.required.then_some(only);
    }
    let mut in_path = params.into_iter().filter(|param| param.place == Place::Path);
    let first = in_path.next()?;
    in_path.next().is_none().then_some(first)
}

/// Whether the provider's own types occur in this one.
fn is_own(ty: &FieldType) -> bool {
    match ty {
        FieldType::List(item) | FieldType::Map(item) => is_own(item),
        ty => matches!(ty, FieldType::Enum(_) | FieldType::Model(_)),
    }
}

fn argument(api: &Api, operation: &Operation, param: &Param, leading: bool) -> Argument {
    let name = free(param.name, TAKEN);
    let choice = choices(&param.ty)
        .map(|choices| api.enum_of_param(operation, param.name, choices))
        .unwrap_or_default();
    let (ty, converted) = given(&param.ty, &choice, &name);
    let (set, value) = match param.ty {
        FieldType::Secret => ("set_secret", name.clone()),
        FieldType::Number => ("set_number", name.clone()),
        FieldType::Json | FieldType::JsonText | FieldType::Nothing => ("set", name.clone()),
        _ => ("set", converted),
    };
    let (key, doc) = (param.name, param.doc.text());
    Argument { name, key, doc, ty, set, value, required: param.required, leading }
}

/// What the builder of a call has besides its arguments, and what its setters call.
const TAKEN: &[&str] = &["call", "header", "into_future", "items", "list", "map", "new", "text_map", "texts"];
