//! Names and types as Rust writes them.

use payonce_core::spec::types::Ty;

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
pub(super) fn field_type(ty: &Ty, choice: &str) -> String {
    match ty {
        Ty::Text | Ty::Id | Ty::Name | Ty::Amount | Ty::AmountNumber | Ty::Time | Ty::Url => "String".into(),
        Ty::Secret => "Secret".into(),
        Ty::Integer(..) => "i64".into(),
        Ty::Number => "f64".into(),
        Ty::Flag => "bool".into(),
        Ty::Nothing | Ty::Json | Ty::JsonText => "Value".into(),
        Ty::Choice(_) => choice.into(),
        Ty::List(item) => format!("Vec<{}>", field_type(item, choice)),
        Ty::Map(item) => format!("BTreeMap<String, {}>", field_type(item, choice)),
        Ty::Model(model) => model.name.into(),
    }
}

/// How a caller gives a value, and how it becomes JSON.
pub(super) fn given(ty: &Ty, choice: &str, name: &str) -> (String, String) {
    let into = |ty: &str| (format!("impl Into<{ty}>"), format!("{name}.into()"));
    match ty {
        Ty::Integer(..) => ("i64".into(), name.into()),
        Ty::Flag => ("bool".into(), name.into()),
        Ty::Number => ("f64".into(), name.into()),
        Ty::Nothing | Ty::Json | Ty::JsonText => into("Value"),
        Ty::Choice(_) => (format!("impl Into<{choice}>"), format!("{name}.into()")),
        Ty::Model(model) => (model.name.into(), name.into()),
        Ty::List(item) => match item_of(item, choice) {
            Item::Text => ("impl IntoIterator<Item = impl Into<String>>".into(), format!("texts({name})")),
            Item::Other(item) => (format!("impl IntoIterator<Item = {item}>"), format!("list({name})")),
        },
        Ty::Map(item) => {
            let (item, convert) = match item_of(item, choice) {
                Item::Text => ("impl Into<String>".to_owned(), "text_map"),
                Item::Other(item) => (item, "map"),
            };
            (format!("impl IntoIterator<Item = (impl Into<String>, {item})>"), format!("{convert}({name})"))
        }
        Ty::Text | Ty::Id | Ty::Name | Ty::Amount | Ty::AmountNumber | Ty::Time | Ty::Url | Ty::Secret => {
            into("String")
        }
    }
}

enum Item {
    Text,
    Other(String),
}

fn item_of(ty: &Ty, choice: &str) -> Item {
    match field_type(ty, choice).as_str() {
        "String" | "Secret" => Item::Text,
        "Value" => Item::Other("impl Into<Value>".into()),
        other => Item::Other(other.into()),
    }
}
