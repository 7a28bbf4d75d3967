//! Object types and the types of arguments.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use payonce_core::Operation;
use payonce_core::spec::operation::Paging;
use payonce_core::spec::types::{FieldType, Model};

use super::names::{camel, comment, quoted, sentence};

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

/// The object types that occur in arguments and in answers.
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
        FieldType::Model(model) => model.name.to_owned(),
    }
}

/// The interface of an object type.
pub(super) fn interface(model: &'static Model, uses: &Uses) -> String {
    let way = uses.way(model);
    let mut text = comment(&[sentence(model.doc.text())]);
    let base = match model.state {
        Some(_) => format!(" extends Waitable<{}>", model.name),
        None => String::new(),
    };
    let _ = writeln!(text, "export interface {}{base} {{", model.name);
    for field in model.fields {
        text.push_str(&comment(&[sentence(field.doc.text())]));
        let name = camel(field.name);
        let ty = type_of(&field.ty, way);
        let _ = match (field.always, way) {
            (true, _) => writeln!(text, "readonly {name}: {ty};"),
            (false, Way::In) => writeln!(text, "readonly {name}?: {ty} | null;"),
            (false, _) => writeln!(text, "readonly {name}?: {ty} | null | undefined;"),
        };
    }
    text.push_str("}\n\n");
    text
}

/// The interface of an operation's arguments, or nothing when it takes none.
pub(super) fn arguments(operation: &Operation, name: &str) -> String {
    if operation.params.is_empty() {
        return String::new();
    }
    let mut text = comment(&[format!("The arguments of `{}`.", super::client::path(operation.name))]);
    let _ = writeln!(text, "export interface {name} {{");
    for param in operation.params {
        text.push_str(&comment(&[sentence(param.doc.text())]));
        let ty = type_of(&param.ty, Way::Out);
        let name = camel(param.name);
        let supplied = operation.lookup.is_some_and(|lookup| lookup.param == param.name);
        let _ = if param.required && !supplied {
            writeln!(text, "readonly {name}: {ty};")
        } else {
            writeln!(text, "readonly {name}?: {ty} | undefined;")
        };
    }
    text.push_str("}\n\n");
    text
}

/// How the results of the operations are followed and printed, by the name of the operation.
pub(super) fn shapes(models: &[&'static Model], operations: &[Operation]) -> String {
    let mut text = String::new();
    for model in models {
        if has_shape(model) {
            let _ = writeln!(text, "const {} = {{ {} }};", constant(model), shape(model));
        }
    }
    text.push_str(
        "\n/** How to poll and print the results of the operations. */\nconst shapes: Shapes = {\n",
    );
    for operation in operations {
        let FieldType::Model(model) = operation.returns else { continue };
        if has_shape(model) {
            let _ = writeln!(text, "{}: {},", quoted(operation.name), constant(model));
        } else if let Some((field, item)) = shaped_items(model) {
            let _ = writeln!(
                text,
                "{}: {{ items: {{ field: {}, shape: {} }} }},",
                quoted(operation.name),
                quoted(&camel(field)),
                constant(item)
            );
        }
    }
    text.push_str("};\n\n");
    text
}

/// The item type of a page, and the field of its items.
pub(super) fn items(operation: &Operation) -> Option<(&'static str, &'static FieldType)> {
    let items = match operation.paging? {
        Paging::Numbered { items, .. } | Paging::Cursor { items, .. } => items,
    };
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

fn shape(model: &Model) -> String {
    let mut members = Vec::new();
    if let Some(state) = model.state {
        members.push(format!(
            "state: {{ model: {}, field: {} }}",
            quoted(model.name),
            quoted(&camel(state.field))
        ));
    }
    let secrets: Vec<String> = secrets(model).map(|name| quoted(&camel(name))).collect();
    if !secrets.is_empty() {
        members.push(format!("secrets: [{}]", secrets.join(", ")));
    }
    members.join(", ")
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
