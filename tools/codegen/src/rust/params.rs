//! The parameters of each operation.

use payonce_core::spec::operation::Operation;
use payonce_core::spec::param::Param;
use payonce_core::spec::types::FieldType;

use super::names::{given, ident};
use super::{Api, MARK, choices};

fn doc(indent: &str, text: &str) -> String {
    format!("{}\n", super::doc(text, indent.len()))
}

pub(super) fn file(api: &Api) -> anyhow::Result<String> {
    let mut body = String::new();
    for operation in api.operations.iter().filter(|operation| !operation.params.is_empty()) {
        body.push_str(&parameters(api, operation));
    }
    let mut text = format!("//! The parameters of the operations of {}.\n\n{MARK}\n", api.provider.title());
    if body.is_empty() {
        return Ok(text);
    }
    text.push_str("use serde_json::{Map, Value};\n\n");
    let types: Vec<&str> = api
        .enums
        .keys()
        .map(String::as_str)
        .chain(api.sent.iter().copied())
        .filter(|name| {
            let word = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '_');
            body.match_indices(*name).any(|(at, _)| {
                let (before, from) = body.split_at(at);
                let after = from.split_at(name.len()).1;
                word(before.chars().next_back()) && word(after.chars().next())
            })
        })
        .collect();
    if !types.is_empty() {
        text.push_str(&format!("use super::types::{{{}}};\n", types.join(", ")));
    }
    let mut helpers = vec!["Arguments"];
    for name in ["list", "map", "text_map", "texts"] {
        if body.contains(&format!(", {name}(")) {
            helpers.push(name);
        }
    }
    text.push_str(&format!("use crate::arguments::{{{}}};\n\n", helpers.join(", ")));
    text.push_str(&body);
    Ok(text)
}

fn parameters(api: &Api, operation: &Operation) -> String {
    let name = api.params_name(operation);
    let required: Vec<&Param> = operation.params.iter().filter(|param| param.required).collect();
    let default = if required.is_empty() { ", Default" } else { "" };
    let mut text = format!("/// The parameters of `{}`.\n", operation.name);
    text.push_str(&format!(
        "#[derive(Debug, Clone, PartialEq{default})]\n#[must_use]\npub struct {name} {{\n    arguments: Arguments,\n}}\n\n"
    ));
    text.push_str(&format!("impl {name} {{\n"));
    if required.is_empty() {
        text.push_str(
            "    /// Without optional parameters.\n    pub fn new() -> Self {\n        Self::default()\n    }\n\n",
        );
    } else {
        text.push_str("    /// With the required parameters.\n    ///\n");
        for param in &required {
            text.push_str(&doc("    ", &format!("- `{}`: {}", param.name, param.doc.text())));
        }
        if required.len() > 7 {
            text.push_str(
                "    #[expect(clippy::too_many_arguments, reason = \"the provider requires all of them\")]\n",
            );
        }
        let arguments: Vec<String> = required
            .iter()
            .map(|param| {
                format!("{}: {}", ident(param.name), given(&param.ty, &choice(api, operation, param), "x").0)
            })
            .collect();
        text.push_str(&format!(
            "    pub fn new({}) -> Self {{\n        let mut arguments = Arguments::default();\n",
            arguments.join(", ")
        ));
        for param in &required {
            text.push_str(&set(api, operation, param, "arguments"));
        }
        text.push_str("        Self { arguments }\n    }\n\n");
    }
    for param in operation.params.iter().filter(|param| !param.required) {
        let name = ident(param.name);
        let ty = given(&param.ty, &choice(api, operation, param), &name).0;
        text.push_str(&doc("    ", param.doc.text()));
        text.push_str(&format!("    pub fn {name}(mut self, {name}: {ty}) -> Self {{\n"));
        text.push_str(&set(api, operation, param, "self.arguments"));
        text.push_str("        self\n    }\n\n");
    }
    text.push_str(
        "    pub(crate) fn into_values(self) -> Map<String, Value> {\n        self.arguments.into_values()\n    }\n}\n\n",
    );
    text.push_str(&from_text(&name, &required));
    text
}

fn set(api: &Api, operation: &Operation, param: &Param, on: &str) -> String {
    let name = ident(param.name);
    let key = param.name;
    match param.ty {
        FieldType::Secret => format!("        {on}.set_secret({key:?}, {name});\n"),
        FieldType::Number => format!("        {on}.set_number({key:?}, {name});\n"),
        FieldType::Enum(_) => {
            format!("        {on}.set({key:?}, Into::<{}>::into({name}));\n", choice(api, operation, param))
        }
        FieldType::Integer(..)
        | FieldType::Bool
        | FieldType::Model(_)
        | FieldType::List(_)
        | FieldType::Map(_) => {
            format!("        {on}.set({key:?}, {});\n", given(&param.ty, "", &name).1)
        }
        FieldType::Json | FieldType::JsonText | FieldType::Nothing => {
            format!("        {on}.set({key:?}, {name});\n")
        }
        _ => format!("        {on}.set({key:?}, {name}.into());\n"),
    }
}

fn choice(api: &Api, operation: &Operation, param: &Param) -> String {
    choices(&param.ty).map(|choices| api.enum_of_param(operation, param.name, choices)).unwrap_or_default()
}

/// An operation that needs one text takes it as it is: `get("tx_1")`.
fn from_text(name: &str, required: &[&Param]) -> String {
    let [param] = required else { return String::new() };
    let text = matches!(
        param.ty,
        FieldType::String
            | FieldType::Id
            | FieldType::Name
            | FieldType::Amount
            | FieldType::AmountNumber
            | FieldType::Time
            | FieldType::Url
            | FieldType::Secret
    );
    if !text {
        return String::new();
    }
    let variable = ident(param.name);
    ["&str", "String", "&String"]
        .into_iter()
        .map(|ty| {
            format!(
                "impl From<{ty}> for {name} {{\n    fn from({variable}: {ty}) -> Self {{\n        Self::new({variable})\n    }}\n}}\n\n"
            )
        })
        .collect()
}
