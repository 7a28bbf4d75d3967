//! What the document says of failures: where codes stand, which there are, and responses as examples.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde_json::Value;

use super::document::{Document, Schema};

/// What the document says of failures, over all operations.
#[derive(Default)]
pub(super) struct Errors {
    pub(super) places: Places,
    pub(super) codes: IndexMap<String, Code>,
    pub(super) categories: BTreeSet<String>,
    pub(super) examples: Vec<Example>,
    pub(super) left_out: Vec<String>,
    seen: BTreeSet<String>,
}

/// Places of signals, each with how often it was seen.
#[derive(Default)]
pub(super) struct Places {
    pub(super) code: BTreeMap<String, usize>,
    pub(super) category: BTreeMap<String, usize>,
    pub(super) message: BTreeMap<String, usize>,
    pub(super) request_id: BTreeMap<String, usize>,
    pub(super) has_retry_after: bool,
}

/// A machine code.
#[derive(Default)]
pub(super) struct Code {
    /// The statuses of examples with this code.
    shown: BTreeSet<u16>,
    /// The statuses whose schema lists it.
    listed: BTreeSet<u16>,
    /// The response that shows it, else the first one that lists it.
    pub(super) source: String,
}

impl Code {
    /// The status, if the document says only one.
    pub(super) fn status(&self) -> Option<u16> {
        let one = |statuses: &BTreeSet<u16>| statuses.first().copied().filter(|_| statuses.len() == 1);
        if self.shown.is_empty() { one(&self.listed) } else { one(&self.shown) }
    }
}

/// A response that the document shows.
pub(super) struct Example {
    pub(super) operation: String,
    pub(super) status: u16,
    pub(super) body: Value,
}

/// The largest example that is taken over.
const LARGEST_EXAMPLE: usize = 4_000;

const CODES: &[&str] =
    &["code", "error_code", "errorCode", "errorType", "error_type", "reason", "error", "name"];
const CATEGORIES: &[&str] = &["type", "category"];
const MESSAGES: &[&str] =
    &["message", "error_message", "errorMessage", "error_description", "detail", "description", "title"];
const ENVELOPES: &[&str] = &["error", "errors", "fault"];

impl Errors {
    /// Takes the responses of an operation.
    pub(super) fn take(&mut self, document: &Document, name: &str, responses: &Value, source: &str) {
        for (status, response) in responses.as_object().into_iter().flatten() {
            let Some(response) = document.get(response) else { continue };
            let number: Option<u16> = status.parse().ok();
            let is_success = status.starts_with('2');
            if !is_success && !status.starts_with(['4', '5']) && status != "default" {
                continue;
            }
            if !is_success {
                self.headers(response);
            }
            let Some(content) = json_content(response) else { continue };
            let schema = content.get("schema").map(|schema| document.schema(schema));
            let shown = examples(document, content, schema.as_ref());
            if !is_success {
                let source = format!("{source}/responses/{status}");
                self.signals(document, schema.as_ref(), &shown, number, &source);
            }
            let most = if is_success { 1 } else { 3 };
            for body in shown.into_iter().take(most) {
                self.example(name, number, body, is_success);
            }
        }
    }

    fn example(&mut self, name: &str, status: Option<u16>, body: &Value, is_success: bool) {
        let Some(status) = status.filter(|status| (200..600).contains(status)) else { return };
        let written = body.to_string();
        // The same failure is shown for many operations.
        let once = if is_success { format!("{name} {status}") } else { format!("{status} {written}") };
        if !body.is_object() || !self.seen.insert(once) {
            return;
        }
        if written.len() > LARGEST_EXAMPLE || has_null(body) {
            let why = if has_null(body) { "TOML has no null" } else { "it is long" };
            self.left_out.push(format!("the example of {name} with HTTP {status}: {why}"));
            return;
        }
        self.examples.push(Example { operation: name.to_owned(), status, body: body.clone() });
    }

    fn headers(&mut self, response: &Value) {
        for name in
            response.get("headers").and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name)
        {
            let lower = name.to_ascii_lowercase();
            let names_request = ["request-id", "requestid", "correlation-id", "trace-id", "debug-id"];
            if lower == "retry-after" {
                self.places.has_retry_after = true;
            } else if names_request.iter().any(|ending| lower.ends_with(ending))
                && super::names::is_token(&lower)
            {
                count(&mut self.places.request_id, format!("@header:{lower}"));
            }
        }
    }

    fn signals(
        &mut self,
        document: &Document,
        schema: Option<&Schema<'_>>,
        shown: &[&Value],
        status: Option<u16>,
        source: &str,
    ) {
        // Each object of the body in which signals can stand: its pointer, its schema, and what examples show of it.
        let mut objects: Vec<(String, Option<Schema<'_>>, Vec<&Value>)> = Vec::new();
        for envelope in ENVELOPES {
            let inner =
                schema.and_then(|schema| schema.property(envelope)).map(|inner| document.schema(inner));
            let inner = inner.filter(|inner| !inner.properties.is_empty());
            let bodies: Vec<&Value> =
                shown.iter().filter_map(|body| body.get(envelope)).filter(|body| body.is_object()).collect();
            if inner.is_some() || !bodies.is_empty() {
                objects.push((format!("/{envelope}"), inner, bodies));
            }
        }
        let has_envelope = !objects.is_empty();
        let top = schema.map(|schema| Schema { properties: schema.properties.clone(), ..Schema::default() });
        objects.push((String::new(), top, shown.to_vec()));
        for (pointer, schema, bodies) in &objects {
            let find = |names: &[&'static str]| {
                names.iter().copied().find(|name| {
                    let declared = schema.as_ref().and_then(|schema| schema.property(name));
                    let declared = declared.map(|property| document.schema(property));
                    match declared {
                        Some(property) => property.word() == Some("string"),
                        None => bodies.iter().any(|body| body.get(name).is_some_and(Value::is_string)),
                    }
                })
            };
            if let Some(code) = find(CODES) {
                let place = format!("{pointer}/{code}");
                self.codes_at(document, schema.as_ref(), bodies, code, status, source);
                count(&mut self.places.code, place);
            }
            // The type of the whole body is often that of an envelope.
            if let Some(category) = find(CATEGORIES).filter(|_| !has_envelope || !pointer.is_empty()) {
                let property = schema.as_ref().and_then(|schema| schema.property(category));
                let values = property.map(|property| document.schema(property).values).unwrap_or_default();
                self.categories.extend(values.into_iter().map(ToOwned::to_owned));
                count(&mut self.places.category, format!("{pointer}/{category}"));
            }
            if let Some(message) = find(MESSAGES) {
                count(&mut self.places.message, format!("{pointer}/{message}"));
            }
            if let Some(id) =
                find(&["request_id", "requestId", "correlationId", "correlation_id", "debug_id"])
            {
                count(&mut self.places.request_id, format!("{pointer}/{id}"));
            }
        }
    }

    fn codes_at(
        &mut self,
        document: &Document,
        schema: Option<&Schema<'_>>,
        bodies: &[&Value],
        member: &str,
        status: Option<u16>,
        source: &str,
    ) {
        let property = schema.and_then(|schema| schema.property(member));
        let listed = property.map(|property| document.schema(property).values).unwrap_or_default();
        for code in listed {
            self.code(code, source).listed.extend(status);
        }
        for code in bodies.iter().filter_map(|body| body.get(member)).filter_map(Value::as_str) {
            let code = self.code(code, source);
            if code.shown.is_empty() {
                source.clone_into(&mut code.source);
            }
            code.shown.extend(status);
        }
    }

    fn code(&mut self, code: &str, source: &str) -> &mut Code {
        self.codes
            .entry(code.to_owned())
            .or_insert_with(|| Code { source: source.to_owned(), ..Code::default() })
    }
}

fn count(places: &mut BTreeMap<String, usize>, place: String) {
    let seen = places.entry(place).or_default();
    *seen = seen.saturating_add(1);
}

/// The places, the ones seen most often first.
pub(super) fn by_frequency(places: &BTreeMap<String, usize>) -> Vec<&str> {
    let mut places: Vec<(&str, usize)> = places.iter().map(|(place, seen)| (place.as_str(), *seen)).collect();
    places.sort_by_key(|(_, seen)| std::cmp::Reverse(*seen));
    places.into_iter().take(4).map(|(place, _)| place).collect()
}

/// The JSON form of a request or of a response.
pub(super) fn json_content(message: &Value) -> Option<&Value> {
    let content = message.get("content")?.as_object()?;
    let exact = content.iter().find(|(name, _)| name.starts_with("application/json"));
    exact.or_else(|| content.iter().find(|(name, _)| name.contains("json"))).map(|(_, content)| content)
}

fn examples<'d>(document: &'d Document, content: &'d Value, schema: Option<&Schema<'d>>) -> Vec<&'d Value> {
    let many = content.get("examples").and_then(Value::as_object).into_iter().flatten();
    let many = many.filter_map(|(_, example)| document.get(example)?.get("value"));
    let one = content.get("example").into_iter();
    let found: Vec<&Value> = one.chain(many).collect();
    if found.is_empty() { schema.and_then(|schema| schema.example).into_iter().collect() } else { found }
}

fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(has_null),
        Value::Object(members) => members.values().any(has_null),
        _ => false,
    }
}
