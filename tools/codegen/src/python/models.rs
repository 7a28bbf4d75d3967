//! The objects of a provider.

use anyhow::{Context as _, bail};
use payonce_core::Provider;
use payonce_core::spec::operation::{Operation, Paging};
use payonce_core::spec::types::{FieldType, Model, State};

use super::{paging_of, text, types};

/// Attributes that the hand-written base classes have; a field of the same name would hide one.
const RESERVED: &[&str] = &[
    "unknown_fields",
    "call_info",
    "to_dict",
    "to_json",
    "keys",
    "is_last",
    "error",
    "next_page",
    "next_page_async",
];

/// As [`RESERVED`], of a class whose objects have a state.
const RESERVED_BY_STATE: &[&str] =
    &["is_final", "succeeded", "failed", "wait_until_final", "wait_until_final_async"];

/// How an answer says no in a field of its own: the field, and those of the code and the text.
#[derive(Clone, Copy)]
pub(super) struct Refusal {
    flag: &'static str,
    code: &'static str,
    message: Option<&'static str>,
}

const REFUSALS: &[Refusal] = &[
    Refusal { flag: "success", code: "error_code", message: Some("error_message") },
    Refusal { flag: "is_valid", code: "invalid_reason", message: None },
];

/// The refusal that the answer of this operation may hold.
pub(super) fn refusal(operation: &Operation) -> Option<Refusal> {
    match operation.returns {
        FieldType::Model(model) if operation.provider == Provider::AgentPay => refusal_of(model),
        _ => None,
    }
}

fn refusal_of(model: &Model) -> Option<Refusal> {
    let has = |name: &str| model.fields.iter().any(|field| field.name == name);
    REFUSALS.iter().find(|refusal| has(refusal.flag) && has(refusal.code)).copied()
}

pub(super) fn file(provider: Provider) -> anyhow::Result<String> {
    let models = in_order(provider)?;
    let mut classes = String::new();
    for model in &models {
        classes.push_str("\n\n");
        classes.push_str(&class(provider, model)?);
    }
    let code = text::without_docstrings(&classes);
    let used = |word: &str| code.contains(word);
    let mut imports = String::new();
    let typing: Vec<&str> = [("Any", "Any"), ("ClassVar", "ClassVar"), ("Literal", "Literal[")]
        .into_iter()
        .filter(|(_, sign)| used(sign))
        .map(|(name, _)| name)
        .collect();
    if !typing.is_empty() {
        imports.push_str(&format!("from typing import {}\n\n", typing.join(", ")));
    }
    let base: Vec<&str> = [
        ("Model", "(Model)"),
        ("decimal", "decimal"),
        ("list_of", "list_of("),
        ("map_of", "map_of("),
        ("one", "one("),
    ]
    .into_iter()
    .filter(
        |(name, sign)| if *name == "decimal" { used(": decimal") || used("(decimal)") } else { used(sign) },
    )
    .map(|(name, _)| name)
    .collect();
    if used("Decimal") {
        imports.insert_str(0, "from decimal import Decimal\n");
    }
    if used("Mapping[") {
        imports.insert_str(0, "from collections.abc import Mapping\n");
    }
    if !base.is_empty() {
        imports.push_str(&format!("from payonce._model import {}\n", base.join(", ")));
    }
    if used("(Page[") {
        imports.push_str("from payonce._paging import Page\n");
    }
    if used("(FallibleResult)") {
        imports.push_str("from payonce._result_errors import FallibleResult\n");
    }
    let waitable: Vec<&str> = [("Stateful", "(Stateful)"), ("Waitable", "(Waitable)")]
        .into_iter()
        .filter(|(_, sign)| used(sign))
        .map(|(name, _)| name)
        .collect();
    if !waitable.is_empty() {
        imports.push_str(&format!("from payonce._waiters import {}\n", waitable.join(", ")));
    }
    let doc = text::module_doc(&format!("The objects of {}.", provider.title()));
    Ok(format!("{doc}\n\nfrom __future__ import annotations\n\n{imports}{classes}"))
}

/// Every model after those that it holds, since a class names them when it is made.
fn in_order(provider: Provider) -> anyhow::Result<Vec<&'static Model>> {
    let mut rest: Vec<&'static Model> = provider.spec().models.to_vec();
    let mut ordered: Vec<&'static Model> = Vec::new();
    while !rest.is_empty() {
        let known = |name: &str| ordered.iter().any(|model| model.name == name);
        let next = rest
            .iter()
            .position(|model| model.fields.iter().filter_map(|field| types::models_in(&field.ty)).all(known))
            .with_context(|| {
                let names: Vec<&str> = rest.iter().map(|model| model.name).collect();
                format!("{provider}: {} hold each other, or a model that is not listed", names.join(", "))
            })?;
        ordered.push(rest.remove(next));
    }
    Ok(ordered)
}

fn class(provider: Provider, model: &Model) -> anyhow::Result<String> {
    let paging = paging_of(provider, model.name);
    let base = match (paging, model.state) {
        (Some(paging), _) => format!("Page[{}]", item_of(model, paging)?),
        (None, Some(State { read: Some(_), .. })) => "Waitable".to_owned(),
        (None, Some(_)) => "Stateful".to_owned(),
        (None, None) if provider == Provider::AgentPay && refusal_of(model).is_some() => {
            "FallibleResult".to_owned()
        }
        (None, None) => "Model".to_owned(),
    };
    let mut code = format!("class {}({base}):\n", model.name);
    code.push_str(&text::docstring(4, &text::summary(model.doc.text())));
    code.push('\n');
    for field in model.fields {
        let by_state = model.state.is_some() && RESERVED_BY_STATE.contains(&field.name);
        if by_state || RESERVED.contains(&field.name) {
            bail!("{provider}: {}.{} hides an attribute of every object", model.name, field.name);
        }
        let ty = types::answered(&field.ty);
        let ty = if field.always || ty == "Any" { ty } else { format!("{ty} | None") };
        code.push_str(&format!("    {}: {ty}\n", text::attribute(field.name)));
        code.push_str(&text::docstring(4, &[text::fill(field.doc.text(), 0, 0)]));
    }
    code.push_str(&members(provider, model, paging));
    Ok(code)
}

fn members(provider: Provider, model: &Model, paging: Option<Paging>) -> String {
    let names: Vec<&str> = model.fields.iter().map(|field| field.name).collect();
    let comma = if names.len() == 1 { "," } else { "" };
    let mut code = format!("\n    _fields = ({}{comma})\n", text::quoted(&names));
    let readers: Vec<String> = model
        .fields
        .iter()
        .filter_map(|field| types::reader(&field.ty).map(|reader| format!("{:?}: {reader}", field.name)))
        .collect();
    if !readers.is_empty() {
        code.push_str(&format!("    _readers: ClassVar[Mapping[str, Any]] = {{{}}}\n", readers.join(", ")));
    }
    let hidden: Vec<&str> =
        model.fields.iter().filter(|field| field.ty == FieldType::Secret).map(|field| field.name).collect();
    if !hidden.is_empty() {
        code.push_str(&format!("    _hidden = frozenset({{{}}})\n", text::quoted(&hidden)));
    }
    match paging {
        Some(Paging::Numbered { items, .. } | Paging::Cursor { items, .. }) => {
            code.push_str(&format!("    _items = {items:?}\n"));
        }
        None => {}
    }
    if let Some(refusal) = refusal_of(model).filter(|_| provider == Provider::AgentPay) {
        code.push_str(&format!("    _flag = {:?}\n    _code = {:?}\n", refusal.flag, refusal.code));
        if let Some(message) = refusal.message {
            code.push_str(&format!("    _message = {message:?}\n"));
        }
    }
    if let Some(state) = model.state {
        code.push_str(&format!(
            "    _provider = {:?}\n    _model = {:?}\n    _state = {:?}\n",
            provider.as_str(),
            model.name,
            state.field
        ));
        if let Some((read, ..)) = state.read {
            code.push_str(&format!("    _read = {read:?}\n"));
        }
    }
    code
}

fn item_of(model: &Model, paging: Paging) -> anyhow::Result<String> {
    let (Paging::Numbered { items, .. } | Paging::Cursor { items, .. }) = paging;
    let field = model.fields.iter().find(|field| field.name == items);
    match field.map(|field| field.ty) {
        Some(FieldType::List(item)) => Ok(types::answered(item)),
        _ => bail!("{} has no list {items}", model.name),
    }
}

/// The type of the items of this page.
pub(super) fn page_item(provider: Provider, model: &Model) -> Option<String> {
    paging_of(provider, model.name).and_then(|paging| item_of(model, paging).ok())
}
