//! Names and types as Rust writes them.

use std::collections::BTreeSet;

use payonce_core::spec::types::{FieldType, Model};
use serde::Serialize;

/// `payments.send` as `PaymentsSend`.
pub(super) fn pascal(name: &str) -> String {
    let mut pascal = String::new();
    for part in name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()) {
        let (first, rest) = part.split_at_checked(1).unwrap_or((part, ""));
        pascal.push_str(&first.to_ascii_uppercase());
        pascal.push_str(rest);
    }
    if pascal.starts_with(|c: char| c.is_ascii_digit()) {
        pascal.insert(0, 'N');
    }
    pascal
}

/// `payTo` as `pay_to`.
pub(super) fn snake(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

/// A name that may be a keyword.
pub(super) fn ident(name: &str) -> String {
    const KEYWORDS: &[&str] = &[
        "as", "async", "await", "box", "break", "const", "continue", "dyn", "else", "enum", "extern",
        "false", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub",
        "ref", "return", "static", "struct", "trait", "true", "try", "type", "unsafe", "use", "where",
        "while", "yield",
    ];
    match name {
        "self" | "super" | "crate" => format!("{name}_"),
        name if KEYWORDS.contains(&name) => format!("r#{name}"),
        name => name.to_owned(),
    }
}

/// Types that the generated modules and the macros in them name.
const RESERVED: &[&str] = &[
    "Arc",
    "BTreeMap",
    "BlockingClient",
    "Box",
    "Client",
    "ClientBuilder",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "Error",
    "Event",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Items",
    "Iterator",
    "Map",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "PublicClient",
    "Response",
    "Result",
    "Secret",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "UntypedClient",
    "Value",
    "Vec",
];

/// Whether the generated code uses this name for something else.
pub(super) fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name)
}

/// The struct of an object. One that only has a state is named after its operation.
pub(super) fn model_name(model: &Model) -> String {
    if is_reserved(model.name) {
        return format!("{}Object", model.name);
    }
    if model.name.starts_with(|first: char| first.is_ascii_uppercase()) {
        return model.name.to_owned();
    }
    format!("{}Result", pascal(model.name))
}

/// A value of an enum.
#[derive(Serialize)]
pub(super) struct Choice {
    name: String,
    text: &'static str,
}

/// The values of an enum, each with a name of its own.
pub(super) fn variants(choices: &[&'static str]) -> Vec<Choice> {
    let mut names = BTreeSet::from(["Other".to_owned(), "Self".to_owned()]);
    let mut texts = BTreeSet::new();
    let choices = choices.iter().filter(|&&text| texts.insert(text));
    let choices = choices.map(|&text| {
        let mut name = pascal(text);
        if name.is_empty() {
            "Value".clone_into(&mut name);
        }
        while !names.insert(name.clone()) {
            name.push_str("Value");
        }
        Choice { name, text }
    });
    choices.collect()
}

/// A name for an argument, a field or a method that is not one of these.
pub(super) fn free(name: &str, taken: &[&str]) -> String {
    if taken.contains(&name) { format!("{name}_") } else { ident(name) }
}

/// The type of a field. `choice` is the name of the enum, where the type has one.
pub(super) fn field_type(ty: &FieldType, choice: &str) -> String {
    match ty {
        FieldType::String
        | FieldType::Id
        | FieldType::Name
        | FieldType::Amount
        | FieldType::AmountNumber
        | FieldType::Time
        | FieldType::Url => "String".into(),
        FieldType::Secret => "Secret".into(),
        FieldType::Integer(..) => "i64".into(),
        FieldType::Number => "f64".into(),
        FieldType::Bool => "bool".into(),
        FieldType::Nothing | FieldType::Json | FieldType::JsonText => "Value".into(),
        FieldType::Enum(_) => choice.into(),
        FieldType::List(item) => format!("Vec<{}>", field_type(item, choice)),
        FieldType::Map(item) => format!("BTreeMap<String, {}>", field_type(item, choice)),
        FieldType::Model(model) => model_name(model),
    }
}

/// How a caller gives a value, and how it becomes JSON.
pub(super) fn given(ty: &FieldType, choice: &str, name: &str) -> (String, String) {
    let into = |ty: &str| (format!("impl Into<{ty}>"), format!("{name}.into()"));
    match ty {
        FieldType::Integer(..) => ("i64".into(), name.into()),
        FieldType::Bool => ("bool".into(), name.into()),
        FieldType::Number => ("f64".into(), name.into()),
        FieldType::Nothing | FieldType::Json | FieldType::JsonText => into("Value"),
        FieldType::Enum(_) => (format!("impl Into<{choice}>"), format!("{name}.into()")),
        FieldType::Model(model) => (model_name(model), name.into()),
        FieldType::List(item) => match item_of(item, choice) {
            Item::Text => ("impl IntoIterator<Item = impl Into<String>>".into(), format!("texts({name})")),
            Item::Other(item) => (format!("impl IntoIterator<Item = {item}>"), format!("list({name})")),
        },
        FieldType::Map(item) => {
            let (item, convert) = match item_of(item, choice) {
                Item::Text => ("impl Into<String>".to_owned(), "text_map"),
                Item::Other(item) => (item, "map"),
            };
            (format!("impl IntoIterator<Item = (impl Into<String>, {item})>"), format!("{convert}({name})"))
        }
        FieldType::String
        | FieldType::Id
        | FieldType::Name
        | FieldType::Amount
        | FieldType::AmountNumber
        | FieldType::Time
        | FieldType::Url
        | FieldType::Secret => into("String"),
    }
}

enum Item {
    Text,
    Other(String),
}

fn item_of(ty: &FieldType, choice: &str) -> Item {
    match field_type(ty, choice).as_str() {
        "String" | "Secret" => Item::Text,
        "Value" => Item::Other("impl Into<Value>".into()),
        other => Item::Other(other.into()),
    }
}
