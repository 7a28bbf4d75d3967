//! Names and types as Rust writes them.

use payonce_core::spec::types::FieldType;

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
        FieldType::Model(model) => model.name.into(),
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
        FieldType::Model(model) => (model.name.into(), name.into()),
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
