//! Schemas as types and objects of a provider file.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::document::{Document, Schema};
use super::names::{key, pascal, quoted, sentence, unique};
use super::questions::Questions;

/// Class names that the typed clients need for themselves.
const RESERVED: &[&str] = &[
    "Any",
    "Bool",
    "Box",
    "Client",
    "ClientBuilder",
    "Date",
    "Error",
    "Event",
    "Items",
    "Literal",
    "Map",
    "Ok",
    "Option",
    "Promise",
    "PublicClient",
    "Record",
    "Response",
    "Result",
    "Self",
    "String",
    "Some",
    "None",
    "True",
    "False",
    "UntypedClient",
    "Value",
    "Vec",
];

/// The deepest objects within objects. A provider file can say no more.
const DEEPEST: usize = 12;

/// The object types of the draft.
pub(super) struct Types<'d> {
    document: &'d Document,
    /// The class of each schema that has one.
    classes: BTreeMap<&'d str, String>,
    taken: BTreeSet<String>,
    /// The schemas that are being written: one that holds itself ends as any JSON.
    open: Vec<&'d str>,
    /// The objects, inner ones first.
    pub(super) objects: Vec<ObjectDraft>,
}

/// An object of the draft.
pub(super) struct ObjectDraft {
    pub(super) class: String,
    head: String,
    fields: String,
    /// The line of a state whose words are not sorted yet.
    state: Option<String>,
    /// Whether an operation returns it.
    is_returned: bool,
}

impl ObjectDraft {
    pub(super) fn text(&self, questions: &mut Questions) -> String {
        let state = match &self.state {
            Some(state) if self.is_returned => format!("{}# {state}\n", questions.ask(STATES)),
            _ => String::new(),
        };
        format!("{}{state}{}", self.head, self.fields)
    }
}

const STATES: &str = "Which states are final? Sort the words, add the operation that reads the object as `look`, and uncomment \
    the line.";

/// Where a value stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// In a request: what the provider alone sets must not be required.
    Request,
    Response,
}

impl<'d> Types<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        Self {
            document,
            classes: BTreeMap::new(),
            taken: RESERVED.iter().map(|name| (*name).to_owned()).collect(),
            open: Vec::new(),
            objects: Vec::new(),
        }
    }

    /// The members of a type: `type = "integer", min = 0`.
    pub(super) fn members(&mut self, schema: &Schema<'d>, standing: Standing) -> String {
        match schema.word() {
            Some("string") if !schema.values.is_empty() => {
                let values: Vec<String> = schema.values.iter().map(|value| quoted(value)).collect();
                format!("type = \"enum\", values = [{}]", values.join(", "))
            }
            Some("string") => match schema.format {
                Some("date-time") => "type = \"time\"".to_owned(),
                _ => "type = \"string\"".to_owned(),
            },
            Some("integer") => {
                let limit = |name: &str, limit: Option<i64>| {
                    limit.map_or_else(String::new, |limit| format!(", {name} = {limit}"))
                };
                format!("type = \"integer\"{}{}", limit("min", schema.min), limit("max", schema.max))
            }
            Some("number") => "type = \"number\"".to_owned(),
            Some("boolean") => "type = \"bool\"".to_owned(),
            Some("array") => format!("type = \"list\", of = {}", self.inner(schema.items, standing)),
            Some("object") => {
                if let Some(class) = self.class(schema, schema.name, standing) {
                    return format!("type = \"object\", object = {}", quoted(&class));
                }
                match schema.additional {
                    Some(items) if schema.properties.is_empty() => {
                        format!("type = \"map\", of = {}", self.inner(Some(items), standing))
                    }
                    _ => "type = \"json\"".to_owned(),
                }
            }
            _ => "type = \"json\"".to_owned(),
        }
    }

    fn inner(&mut self, items: Option<&'d Value>, standing: Standing) -> String {
        let Some(items) = items else { return "\"json\"".to_owned() };
        // A list of lists without end has no name on the way that could be seen twice.
        if self.open.len() > DEEPEST {
            return "\"json\"".to_owned();
        }
        let schema = self.document.schema(items);
        self.open.push("");
        let members = self.members(&schema, standing);
        self.open.pop();
        match members.strip_prefix("type = ") {
            Some(word) if !members.contains(',') => word.to_owned(),
            _ => format!("{{ {members} }}"),
        }
    }

    /// The class of an object. `name` is what it is called where the document gives it no name.
    pub(super) fn class(
        &mut self,
        schema: &Schema<'d>,
        name: Option<&str>,
        standing: Standing,
    ) -> Option<String> {
        if schema.is_open || schema.properties.is_empty() {
            return None;
        }
        let sets_its_own =
            || schema.properties.iter().any(|(_, property)| self.document.schema(property).is_read_only);
        if standing == Standing::Request && sets_its_own() {
            return None;
        }
        if let Some(class) = schema.name.and_then(|name| self.classes.get(name)) {
            return Some(class.clone());
        }
        if self.open.len() > DEEPEST || schema.name.is_some_and(|name| self.open.contains(&name)) {
            return None;
        }
        let class = pascal(name?)?;
        let class = if RESERVED.contains(&class.as_str()) { format!("{class}Object") } else { class };
        let class = unique(&class, &mut self.taken).replace('_', "");
        self.taken.insert(class.clone());
        self.open.push(schema.name.unwrap_or(""));
        let mut head = format!("[object.{class}]\n");
        if let Some(about) = schema.about.map(sentence).filter(|about| !about.is_empty()) {
            head.push_str(&format!("about = {}\n", quoted(&about)));
        }
        let mut fields = format!("[object.{class}.fields]\n");
        let mut state = None;
        for (name, property) in &schema.properties {
            let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            // Results keep every other field as well.
            if !is_name {
                continue;
            }
            let field = self.document.schema(property);
            let mut members = self.members(&field, standing);
            if schema.required.contains(name) && !field.is_nullable {
                members.push_str(", always = true");
            }
            members.push_str(&about_of(field.about));
            fields.push_str(&format!("{} = {{ {members} }}\n", key(name)));
            if ["status", "state"].contains(name) && !field.values.is_empty() && state.is_none() {
                let words: Vec<String> = field.values.iter().map(|word| quoted(word)).collect();
                state = Some(format!(
                    "state = {{ pointer = \"/{name}\", pending = [{}], succeeded = [], failed = [] }}",
                    words.join(", ")
                ));
            }
        }
        self.open.pop();
        if let Some(name) = schema.name {
            self.classes.insert(name, class.clone());
        }
        self.objects.push(ObjectDraft { class: class.clone(), head, fields, state, is_returned: false });
        Some(class)
    }
}

impl Types<'_> {
    /// An operation returns this object.
    pub(super) fn is_returned(&mut self, class: &str) {
        for object in self.objects.iter_mut().filter(|object| object.class == class) {
            object.is_returned = true;
        }
    }
}

/// The description of a value as a member, with its comma.
pub(super) fn about_of(description: Option<&str>) -> String {
    match description.map(sentence) {
        Some(about) if !about.is_empty() => format!(", about = {}", quoted(&about)),
        _ => String::new(),
    }
}
