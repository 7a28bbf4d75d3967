//! Lists in pages.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::arguments::Arguments;
use crate::declared::{Operation, Pages};
use crate::service::{View, pages};

/// The number of objects on a page when the client does not ask for another.
const USUAL_SIZE: usize = 10;

/// The page that a call asks for, in the form of the example.
pub(super) fn page(
    operation: &Operation,
    arguments: &Arguments,
    objects: Vec<(Timestamp, Value)>,
    view: &View,
    example: Option<&Value>,
) -> Value {
    let objects =
        objects.into_iter().filter(|(_, object)| is_asked_for(operation, arguments, object)).collect();
    let shown = view.shown_by_age(objects);
    let number = |name: &str| wire(operation, arguments, name).and_then(|text| text.parse::<usize>().ok());
    let paging: Vec<&str> = match &operation.pages {
        Some(Pages::Numbered { page, size, .. }) => vec![page, size],
        Some(Pages::Cursor { argument, .. } | Pages::After { argument, .. }) => vec![argument],
        None => Vec::new(),
    };
    let asked = match &operation.pages {
        Some(Pages::Numbered { size, .. }) => number(size),
        // A list without pages is not cut.
        None => Some(usize::MAX),
        Some(_) => ["limit", "page_size", "pageSize", "per_page", "size"]
            .iter()
            .filter(|name| !paging.contains(name))
            .find_map(|name| number(name)),
    };
    let size = view.page_size(asked.unwrap_or(USUAL_SIZE).max(1));
    let total = shown.len();
    let mut body = example.and_then(Value::as_object).cloned().unwrap_or_default();
    let items = operation.pages.as_ref().map(|pages| pages.items().to_owned());
    let items = items.or_else(|| list_in(&body)).unwrap_or_else(|| "data".to_owned());
    let (data, more) = match &operation.pages {
        Some(Pages::Numbered { page, .. }) => pages::page(shown, number(page).unwrap_or(1), size),
        Some(Pages::Cursor { argument, next: field, .. }) => {
            // The cursor is the number of objects that earlier pages had.
            let start = number(argument).unwrap_or(0);
            let (data, more) = pages::page(shown.into_iter().skip(start).collect(), 1, size);
            let next = start.saturating_add(data.len()).to_string();
            let next = if view.says_more(more) { Value::from(next) } else { Value::Null };
            body.insert(field.clone().unwrap_or_else(|| "next_cursor".to_owned()), next);
            (data, more)
        }
        Some(Pages::After { argument, id, .. }) => {
            let after = wire(operation, arguments, argument);
            let is_last = |object: &Value| object.get(id).and_then(Value::as_str) == after;
            let start =
                after.and_then(|_| shown.iter().position(is_last)).map_or(0, |at| at.saturating_add(1));
            pages::page(shown.into_iter().skip(start).collect(), 1, size)
        }
        None => pages::page(shown, 1, size),
    };
    let count = data.len();
    if operation.pages.is_some() || body.contains_key("has_more") {
        body.insert("has_more".to_owned(), view.says_more(more).into());
    }
    if body.contains_key("total") {
        body.insert("total".to_owned(), view.says_total(total, count).into());
    }
    if matches!(example, Some(Value::Array(_))) {
        return Value::Array(data);
    }
    body.insert(items, Value::Array(data));
    Value::Object(body)
}

/// The member of an example that is a list.
fn list_in(body: &Map<String, Value>) -> Option<String> {
    body.iter().find(|(_, value)| value.is_array()).map(|(name, _)| name.clone())
}

/// The text of an argument of the query by its name in the file.
fn wire<'a>(operation: &Operation, arguments: &'a Arguments, name: &str) -> Option<&'a str> {
    arguments.in_query(operation.argument(name).map_or(name, |argument| argument.wire.as_str()))
}

/// An argument with the name of a member selects the objects with its value.
fn is_asked_for(operation: &Operation, arguments: &Arguments, object: &Value) -> bool {
    arguments.query.iter().all(|(name, wanted)| {
        let is_declared = operation.arguments.iter().any(|argument| argument.wire == *name);
        match object.get(name) {
            Some(Value::String(text)) if is_declared => text == wanted,
            Some(value @ (Value::Number(_) | Value::Bool(_))) if is_declared => {
                let text = value.to_string();
                text == *wanted
            }
            _ => true,
        }
    })
}
