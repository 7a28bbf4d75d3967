//! The operations of the document.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::arguments::{Argument, Arguments};
use super::document::{Document, Schema};
use super::errors::json_content;
use super::keys::{KeyHeader, is_key, keyed};
use super::names::{by_path, is_token, key, quoted, sentence, snake, unique};
use super::questions::Questions;
use super::types::{Standing, Types, about_of};

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
        let mut arguments = Arguments::default();
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
        let name = by_id.unwrap_or_else(|| by_path(path, method, returns.is_list()));
        unique(&name, &mut self.taken)
    }
}

/// What an operation returns.
enum Returns<'d> {
    Schema(Box<Schema<'d>>),
    Nothing,
    Unknown,
}

impl Returns<'_> {
    /// Whether it seems to be a list.
    fn is_list(&self) -> bool {
        let is_array = |property: &Value| property.get("type").and_then(Value::as_str) == Some("array");
        matches!(self, Returns::Schema(schema) if schema.word() == Some("array")
            || schema.properties.iter().any(|(_, property)| is_array(property)))
    }
}

/// The place of an operation in the document.
pub(super) fn source(file: &str, path: &str, method: &str, operation: &Map<String, Value>) -> String {
    let url = operation.get("externalDocs").and_then(|docs| docs.get("url")).and_then(Value::as_str);
    url.map_or_else(
        || format!("{file}#/paths/{}/{method}", path.replace('~', "~0").replace('/', "~1")),
        ToOwned::to_owned,
    )
}
