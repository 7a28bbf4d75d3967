//! The operations of the document.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::document::{Document, Schema};
use super::errors::json_content;
use super::names::{is_option, is_token, key, quoted, sentence, snake, unique};
use super::questions::Questions;
use super::types::{Standing, Types, about_of};
use crate::output::wrapped;

/// The operations of the document, as text.
pub(super) struct Operations<'d> {
    pub(super) document: &'d Document,
    pub(super) types: Types<'d>,
    taken: BTreeSet<String>,
    /// The header field of the API key, which no argument can be.
    pub(super) auth_header: String,
    /// Whether bodies are forms.
    pub(super) is_form: bool,
}

/// An operation of the draft.
pub(super) struct Drafted {
    pub(super) name: String,
    pub(super) text: String,
}

/// An argument.
struct Argument {
    name: String,
    members: String,
}

const METHODS: &[&str] = &["get", "post", "put", "delete", "patch", "head", "options", "trace", "query"];

/// Each operation of the document: its path, its method, the members of its path and its own.
pub(super) fn all(document: &Document) -> Vec<(&str, &str, &Value, &Value)> {
    let paths = document.member("paths").and_then(Value::as_object).into_iter().flatten();
    let mut all = Vec::new();
    for (path, item) in paths {
        let Some(item) = document.get(item) else { continue };
        for method in METHODS {
            if let Some(operation) = item.get(*method).filter(|operation| operation.is_object()) {
                all.push((path.as_str(), *method, item, operation));
            }
        }
    }
    all
}

/// The form of the body of a request.
pub(super) enum BodyForm<'d> {
    Json(&'d Value),
    Form(&'d Value),
    Other,
}

pub(super) fn body_form<'d>(document: &'d Document, operation: &'d Value) -> Option<BodyForm<'d>> {
    let body = document.get(operation.get("requestBody")?)?;
    if let Some(json) = json_content(body) {
        return Some(BodyForm::Json(json));
    }
    let content = body.get("content")?.as_object()?;
    let form = content.iter().find(|(name, _)| name.starts_with("application/x-www-form-urlencoded"));
    Some(form.map_or(BodyForm::Other, |(_, content)| BodyForm::Form(content)))
}

const NO_KEY: &str = "A second request of these operations can pay or create again: the document declares no idempotency key, \
    so they are \"unkeyed\". Does the provider recognize a repeated request by a key or an id of the caller, or does a list show \
    what was done? Then declare `safety` as keyed or reconcilable.";
const REPEATABLE: &str = "Does a second PUT or DELETE of these operations have the effect of one? Then write safety = \"idempotent\".";
const PAGES: &str = "These lists seem to come in pages, in a form that the document does not describe. Declare `pages` if the API \
    has numbered pages, a cursor, or pages after an id.";

impl<'d> Operations<'d> {
    pub(super) fn new(document: &'d Document, auth_header: String, is_form: bool) -> Self {
        let types = Types::new(document);
        Self { document, types, taken: BTreeSet::new(), auth_header, is_form }
    }

    /// # Errors
    /// Why a provider file cannot express the operation.
    pub(super) fn draft(
        &mut self,
        questions: &mut Questions,
        (path, method, item, operation): (&'d str, &'d str, &'d Value, &'d Value),
        source: &str,
    ) -> Result<Drafted, String> {
        if !matches!(method, "get" | "post" | "put" | "delete") {
            return Err("a provider file has only GET, POST, PUT and DELETE".to_owned());
        }
        if operation.get("servers").is_some() || item.get("servers").is_some() {
            return Err("it has a server of its own, and a provider file has one base URL".to_owned());
        }
        let mut arguments = Arguments { named: BTreeSet::new(), all: Vec::new() };
        let mut key_header = None;
        let mut own_path = path.to_owned();
        for parameter in self.parameters(item, operation) {
            let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
            let place = parameter.get("in").and_then(Value::as_str).unwrap_or_default();
            let is_required = parameter.get("required").and_then(Value::as_bool).unwrap_or(false);
            let schema = self.schema_of(parameter);
            let about = parameter.get("description").and_then(Value::as_str).or(schema.about);
            match place {
                "path" => {
                    let template = format!("{{{name}}}");
                    if !own_path.contains(&template) {
                        continue;
                    }
                    let argument = arguments.name(name, "id")?;
                    own_path = own_path.replace(&template, &format!("{{{argument}}}"));
                    let is_id =
                        schema.format == Some("uuid") || argument == "id" || argument.ends_with("_id");
                    let ty = if is_id { "id" } else { "name" };
                    arguments.add(argument, format!("type = {}{}", quoted(ty), about_of(about)));
                }
                "query" => {
                    let is_joined = parameter.get("explode").and_then(Value::as_bool) == Some(false);
                    let is_nested = match schema.word() {
                        Some("array") => !is_joined,
                        Some("object") | None => true,
                        _ => false,
                    };
                    if is_nested && is_required {
                        return Err(format!("it needs {name} in the query, which is not one value"));
                    }
                    if !is_nested {
                        self.argument(
                            &mut arguments,
                            name,
                            &schema,
                            about,
                            is_required,
                            Some("query"),
                            method,
                        )?;
                    }
                }
                "header" if is_token(name) && is_key(name, about) => {
                    key_header = Some(KeyHeader { name, about, schema, is_required });
                }
                "header" => {
                    let lower = name.to_ascii_lowercase();
                    let is_of_client = lower == self.auth_header
                        || matches!(
                            lower.as_str(),
                            "accept" | "content-type" | "authorization" | "content-length" | "host"
                        );
                    if is_of_client || !is_token(name) {
                        continue;
                    }
                    self.argument(&mut arguments, name, &schema, about, is_required, Some("header"), method)?;
                }
                _ if is_required => return Err(format!("it needs {name} in a cookie")),
                _ => {}
            }
        }
        if own_path
            .split('{')
            .skip(1)
            .any(|part| part.split_once('}').is_none_or(|(name, _)| !arguments.named.contains(name)))
        {
            return Err("its path has a part that the document does not declare".to_owned());
        }
        let key_argument = self.body(&mut arguments, operation, method)?;
        let returns = self.returns(operation);
        let name = self.name(path, method, operation, &returns);
        let mut text = format!(
            "[[operation]]\nname = {}\nmethod = \"{}\"\npath = {}\n",
            quoted(&name),
            method.to_ascii_uppercase(),
            quoted(&own_path)
        );
        let described =
            ["summary", "description"].into_iter().find_map(|member| operation.get(member)?.as_str());
        if let Some(about) = described.map(sentence).filter(|about| !about.is_empty()) {
            text.push_str(&format!("about = {}\n", quoted(&about)));
        }
        text.push_str(&format!("source = {}\n", quoted(source)));
        if operation.get("security").and_then(Value::as_array).is_some_and(Vec::is_empty) {
            text.push_str("authenticated = false\n");
        }
        match (method, &key_header, &key_argument) {
            ("get", ..) => text.push_str("safety = \"read\"\n"),
            (_, Some(header), _) => {
                text.push_str(&header.text(questions));
                if header.is_required {
                    // Until the question is answered, the caller gives the key.
                    let argument = arguments.name("key_in_header", "key_in_header")?;
                    arguments.add(
                        argument,
                        format!(
                            "type = \"string\", in = \"header\", wire = {}, required = true, \
                             about = \"Remove this argument when you declare `keyed`.\"",
                            quoted(header.name)
                        ),
                    );
                }
            }
            (_, None, Some(argument)) => {
                text.push_str(&questions.ask(&keyed(argument)));
                text.push_str(&format!(
                    "# safety = {{ keyed = {{ argument = {}, window = \"24h\", after_5xx = \"unknown\" }} }}\n\
                     safety = \"unkeyed\"\n",
                    quoted(argument)
                ));
            }
            _ => {
                text.push_str(&questions.ask(if method == "post" { NO_KEY } else { REPEATABLE }));
                text.push_str("safety = \"unkeyed\"\n");
            }
        }
        match &returns {
            Returns::Unknown => {}
            Returns::Nothing => text.push_str("returns = \"nothing\"\n"),
            Returns::Schema(schema) => {
                let class = self.types.class(
                    schema,
                    schema.name.or(Some(&format!("{name} result"))),
                    Standing::Response,
                );
                let returned = match class {
                    Some(class) => {
                        self.types.is_returned(&class);
                        format!("type = \"object\", object = {}", quoted(&class))
                    }
                    None => self.types.members(schema, Standing::Response),
                };
                if returned != "type = \"json\"" {
                    text.push_str(&format!("returns = {{ {returned} }}\n"));
                }
                if method == "get" {
                    text.push_str(&self.pages(questions, schema, &arguments));
                }
            }
        }
        if !arguments.all.is_empty() {
            text.push_str("[operation.params]\n");
        }
        for Argument { name, members } in &arguments.all {
            text.push_str(&format!("{} = {{ {members} }}\n", key(name)));
        }
        Ok(Drafted { name, text })
    }

    /// The parameters of the path and of the operation, which replace those of the same name and place.
    fn parameters(&self, item: &'d Value, operation: &'d Value) -> Vec<&'d Value> {
        let of =
            |members: &'d Value| members.get("parameters").and_then(Value::as_array).into_iter().flatten();
        let mut parameters: Vec<&Value> = Vec::new();
        for parameter in of(item).chain(of(operation)).filter_map(|parameter| self.document.get(parameter)) {
            let is = |known: &&Value| {
                known.get("name") == parameter.get("name") && known.get("in") == parameter.get("in")
            };
            match parameters.iter_mut().find(|known| is(known)) {
                Some(known) => *known = parameter,
                None => parameters.push(parameter),
            }
        }
        parameters
    }

    fn schema_of(&self, parameter: &'d Value) -> Schema<'d> {
        let content = || parameter.get("content")?.as_object()?.values().next()?.get("schema");
        let schema = parameter.get("schema").or_else(content);
        schema.map(|schema| self.document.schema(schema)).unwrap_or_default()
    }

    #[expect(clippy::too_many_arguments, reason = "a parameter of the document has as many members")]
    fn argument(
        &mut self,
        arguments: &mut Arguments,
        wire: &str,
        schema: &Schema<'d>,
        about: Option<&str>,
        is_required: bool,
        place: Option<&str>,
        method: &str,
    ) -> Result<String, String> {
        let name = arguments.name(wire, "value")?;
        let mut members = if schema.format == Some("password") && schema.word() == Some("string") {
            "type = \"secret\"".to_owned()
        } else {
            self.types.members(schema, Standing::Request)
        };
        let by_default = if matches!(method, "get" | "delete") { "query" } else { "body" };
        if let Some(place) = place.filter(|place| *place != by_default) {
            members.push_str(&format!(", in = {}", quoted(place)));
        }
        if name != wire {
            members.push_str(&format!(", wire = {}", quoted(wire)));
        }
        if is_required {
            members.push_str(", required = true");
        }
        members.push_str(&about_of(about));
        arguments.add(name.clone(), members);
        Ok(name)
    }

    /// Adds the members of the body as arguments, and returns the one that seems to carry an idempotency key.
    fn body(
        &mut self,
        arguments: &mut Arguments,
        operation: &'d Value,
        method: &str,
    ) -> Result<Option<String>, String> {
        let content = match body_form(self.document, operation) {
            None => return Ok(None),
            Some(BodyForm::Json(content)) if !self.is_form => content,
            Some(BodyForm::Form(content)) if self.is_form => content,
            Some(BodyForm::Json(_) | BodyForm::Form(_)) => {
                return Err(
                    "its body is in another form than most, and a provider file has one form".to_owned()
                );
            }
            Some(BodyForm::Other) => return Err("its body is neither JSON nor a form".to_owned()),
        };
        if method == "get" {
            return Err("it is a GET with a body".to_owned());
        }
        let schema = content.get("schema").map(|schema| self.document.schema(schema)).unwrap_or_default();
        let is_object = schema.word() == Some("object") && !schema.properties.is_empty();
        if !is_object {
            let name = arguments.name("body", "body")?;
            let members = self.types.members(&schema, Standing::Request);
            arguments.add(name, format!("{members}, in = \"whole_body\"{}", about_of(schema.about)));
            return Ok(None);
        }
        let mut key_argument = None;
        for (wire, property) in &schema.properties {
            let property = self.document.schema(property);
            if property.is_read_only {
                continue;
            }
            let is_required = schema.required.contains(wire) && !property.is_nullable;
            let name =
                self.argument(arguments, wire, &property, property.about, is_required, Some("body"), method)?;
            if wire.to_ascii_lowercase().contains("idempot") && property.word() == Some("string") {
                key_argument = Some(name);
            }
        }
        Ok(key_argument)
    }

    fn returns(&self, operation: &'d Value) -> Returns<'d> {
        let Some(responses) = operation.get("responses").and_then(Value::as_object) else {
            return Returns::Unknown;
        };
        let mut successes: Vec<(&String, &Value)> =
            responses.iter().filter(|(status, _)| status.starts_with('2')).collect();
        successes.sort_by_key(|(status, _)| *status);
        let mut has_body = false;
        for (_, response) in &successes {
            let Some(response) = self.document.get(response) else { continue };
            has_body |= response.get("content").is_some();
            if let Some(schema) = json_content(response).and_then(|content| content.get("schema")) {
                return Returns::Schema(Box::new(self.document.schema(schema)));
            }
        }
        let is_empty = !has_body && successes.iter().any(|(status, _)| *status == "204");
        if is_empty { Returns::Nothing } else { Returns::Unknown }
    }

    fn name(&mut self, path: &str, method: &str, operation: &Value, returns: &Returns<'_>) -> String {
        let id = operation.get("operationId").and_then(Value::as_str);
        let by_id = id.and_then(|id| {
            let parts: Option<Vec<String>> =
                id.split(['.', '/']).filter(|part| !part.is_empty()).map(snake).collect();
            parts.filter(|parts| (1..=5).contains(&parts.len())).map(|parts| parts.join("."))
        });
        let name = by_id.unwrap_or_else(|| by_path(path, method, returns));
        unique(&name, &mut self.taken)
    }

    fn pages(&self, questions: &mut Questions, schema: &Schema<'d>, arguments: &Arguments) -> String {
        let has = |name: &str| arguments.named.contains(name);
        let property = |name: &str| schema.property(name).map(|property| self.document.schema(property));
        let lists: Vec<(&str, Schema<'_>)> = schema
            .properties
            .iter()
            .map(|(name, property)| (*name, self.document.schema(property)))
            .filter(|(_, property)| property.word() == Some("array"))
            .collect();
        let items = match lists.as_slice() {
            [(name, list)] => Some((*name, list)),
            _ => lists
                .iter()
                .find(|(name, _)| ["data", "items", "results"].contains(name))
                .map(|(name, list)| (*name, list)),
        };
        let Some((items, list)) = items else { return String::new() };
        let has_id = || {
            let item = list.items.map(|item| self.document.schema(item));
            item.is_some_and(|item| item.property("id").is_some())
        };
        let says_more = property("has_more").is_some();
        if says_more && has("starting_after") && has_id() {
            return format!(
                "pages = {{ after = {{ argument = \"starting_after\", id = \"id\", items = {} }} }}\n",
                quoted(items)
            );
        }
        let has_cursor = property("next_cursor").or_else(|| property("cursor"));
        let cursor = ["cursor", "next_cursor", "page_cursor"].into_iter().find(|name| has(name));
        if let (Some(_), Some(argument)) = (has_cursor, cursor) {
            return format!(
                "pages = {{ cursor = {{ argument = {}, items = {} }} }}\n",
                quoted(argument),
                quoted(items)
            );
        }
        let size = ["page_size", "per_page", "limit", "size"].into_iter().find(|name| has(name));
        if let Some(size) = size.filter(|_| has("page") && (says_more || property("total").is_some())) {
            let counts_from_0 = arguments
                .all
                .iter()
                .any(|argument| argument.name == "page" && argument.members.contains("min = 0"));
            if !counts_from_0 {
                return format!(
                    "pages = {{ numbered = {{ page = \"page\", size = {}, items = {} }} }}\n",
                    quoted(size),
                    quoted(items)
                );
            }
        }
        let hints =
            ["page", "offset", "cursor", "starting_after", "after", "page_token", "next_token", "next"];
        if hints.iter().any(|name| has(name)) { questions.ask(PAGES) } else { String::new() }
    }
}

/// A header field that carries an idempotency key.
struct KeyHeader<'d> {
    name: &'d str,
    about: Option<&'d str>,
    schema: Schema<'d>,
    is_required: bool,
}

/// Whether a header field carries an idempotency key, by its name or by what the document says of it.
fn is_key(name: &str, about: Option<&str>) -> bool {
    [Some(name), about].into_iter().flatten().any(|text| text.to_ascii_lowercase().contains("idempot"))
}

/// The longest quotation of the document in a comment.
const LONGEST_QUOTATION: usize = 400;

impl KeyHeader<'_> {
    fn text(&self, questions: &mut Questions) -> String {
        let mut text = questions.ask(&keyed(self.name));
        let words: Vec<&str> = self.about.unwrap_or_default().split_whitespace().collect();
        let quotation: String =
            words.join(" ").chars().filter(|c| !c.is_control()).take(LONGEST_QUOTATION).collect();
        if !quotation.is_empty() {
            text.push_str(&wrapped(&format!("The document says of {}: {quotation}", self.name), "# ", 118));
            text.push('\n');
        }
        let format = match self.schema.max_length.filter(|most| *most >= 36) {
            _ if self.schema.format == Some("uuid") => "format = \"uuid4\"".to_owned(),
            Some(most) => format!("format = \"text\", max_length = {most}"),
            None => "format = \"text\"".to_owned(),
        };
        text.push_str(&format!(
            "# safety = {{ keyed = {{ header = {}, {format}, window = \"24h\", after_5xx = \"unknown\" }} }}\n\
             safety = \"unkeyed\"\n",
            quoted(self.name)
        ));
        text
    }
}

/// What an operation returns.
enum Returns<'d> {
    Schema(Box<Schema<'d>>),
    Nothing,
    Unknown,
}

/// The arguments of an operation.
struct Arguments {
    named: BTreeSet<String>,
    all: Vec<Argument>,
}

impl Arguments {
    /// A name for an argument that the document calls `wire`.
    fn name(&mut self, wire: &str, otherwise: &str) -> Result<String, String> {
        let name = snake(wire).unwrap_or_else(|| otherwise.to_owned());
        let name = if is_option(&name) { format!("{name}_argument") } else { name };
        Ok(unique(&name, &mut self.named))
    }

    fn add(&mut self, name: String, members: String) {
        self.all.push(Argument { name, members });
    }
}

fn keyed(place: &str) -> String {
    format!(
        "How long does the provider remember an idempotency key in {place} (`window`), and does the same key get the first \
         response again after a 5xx (`after_5xx`: replayed, fresh or unknown)? OpenAPI has no words for it. Until you replace \
         `safety`, payonce treats the operations as if they had no key."
    )
}

/// A name from the path, where the document gives none: `payments.list`.
fn by_path(path: &str, method: &str, returns: &Returns<'_>) -> String {
    let is_version = |part: &str| {
        let digits = part.strip_prefix('v').unwrap_or_default();
        !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())
    };
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && !is_version(part)).collect();
    let mut names: Vec<String> =
        parts.iter().filter(|part| !part.contains('{')).filter_map(|part| snake(part)).collect();
    names.drain(..names.len().saturating_sub(4));
    let is_one = parts.last().is_some_and(|part| part.contains('{'));
    let is_of_one = parts.len() > 1 && parts.iter().rev().nth(1).is_some_and(|part| part.contains('{'));
    let is_plural = names.last().is_some_and(|name| name.ends_with('s'));
    let is_list = matches!(returns, Returns::Schema(schema) if schema.word() == Some("array")
        || schema.properties.iter().any(|(_, property)| property.get("type").and_then(Value::as_str) == Some("array")));
    let verb = match method {
        "get" if !is_one && is_list => Some("list"),
        "get" => Some("get"),
        "post" if is_of_one && !is_plural => None,
        "post" => Some("create"),
        "put" => Some("update"),
        _ => Some("delete"),
    };
    names.extend(verb.map(ToOwned::to_owned));
    if names.is_empty() { method.to_owned() } else { names.join(".") }
}

/// The place of an operation in the document.
pub(super) fn source(file: &str, path: &str, method: &str, operation: &Map<String, Value>) -> String {
    let url = operation.get("externalDocs").and_then(|docs| docs.get("url")).and_then(Value::as_str);
    url.map_or_else(
        || format!("{file}#/paths/{}/{method}", path.replace('~', "~0").replace('/', "~1")),
        ToOwned::to_owned,
    )
}
