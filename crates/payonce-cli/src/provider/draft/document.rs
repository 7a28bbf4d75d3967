//! The OpenAPI document: references, and schemas as one object however they are composed.

use std::path::Path;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::yaml;
use crate::output::visible;

/// The most references in a row. A longer chain is a loop.
const MOST_HOPS: usize = 32;

/// An OpenAPI document of version 3.
pub(super) struct Document {
    root: Value,
    /// The name of its file.
    pub(super) file: String,
}

impl Document {
    /// # Errors
    /// The text is neither JSON nor YAML, or not an OpenAPI document of version 3.
    pub(super) fn read(text: &str, path: &Path) -> Result<Self, String> {
        let is_json = text.trim_start_matches('\u{feff}').trim_start().starts_with('{');
        // A flow mapping of YAML begins like JSON.
        let json = is_json.then(|| serde_json::from_str::<Value>(text));
        let root = match json {
            Some(Ok(root)) => root,
            Some(Err(wrong)) => yaml::read(text).map_err(|_| {
                format!("{}:{}: {}", wrong.line(), wrong.column(), visible(&wrong.to_string()))
            })?,
            None => yaml::read(text).map_err(|wrong| visible(&wrong))?,
        };
        let version = match (root.get("openapi"), root.get("swagger")) {
            (Some(Value::String(version)), _) => version.clone(),
            (Some(version), _) => version.to_string(),
            (None, Some(_)) => {
                return Err("is a Swagger 2.0 document; convert it to OpenAPI 3 first".to_owned());
            }
            (None, None) => return Err("is not an OpenAPI document: it has no `openapi`".to_owned()),
        };
        if !version.starts_with("3.") {
            return Err(format!("is OpenAPI {}; this version reads OpenAPI 3", visible(&version)));
        }
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Self { root, file })
    }

    /// The member of the document itself.
    pub(super) fn member(&self, name: &str) -> Option<&Value> {
        self.root.get(name)
    }

    /// The value behind all references, and the pointer of the last one.
    pub(super) fn resolve<'d>(&'d self, value: &'d Value) -> (Option<&'d Value>, Option<&'d str>) {
        let (mut value, mut named) = (value, None);
        for _ in 0..MOST_HOPS {
            let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
                return (Some(value), named);
            };
            let target = reference.strip_prefix('#').and_then(|pointer| {
                let pointer = percent_decode_str(pointer).decode_utf8().ok()?;
                self.root.pointer(&pointer)
            });
            match target {
                Some(target) => (value, named) = (target, Some(reference)),
                None => return (None, Some(reference)),
            }
        }
        (None, named)
    }

    /// The value behind all references.
    pub(super) fn get<'d>(&'d self, value: &'d Value) -> Option<&'d Value> {
        self.resolve(value).0
    }

    /// The schema behind all references, with the parts of an `allOf` in one.
    pub(super) fn schema<'d>(&'d self, value: &'d Value) -> Schema<'d> {
        let mut schema = Schema::default();
        self.add_to(&mut schema, value, 0);
        schema
    }

    fn add_to<'d>(&'d self, schema: &mut Schema<'d>, value: &'d Value, depth: usize) {
        let (Some(value), named) = self.resolve(value) else {
            schema.is_open = true;
            return;
        };
        let Some(members) = value.as_object() else { return };
        if depth > MOST_HOPS {
            schema.is_open = true;
            return;
        }
        if depth == 0 {
            schema.name = named.and_then(|pointer| pointer.strip_prefix("#/components/schemas/"));
        }
        schema.take(members);
        for part in members.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            self.add_to(schema, part, depth.saturating_add(1));
        }
        let choices = ["oneOf", "anyOf"].into_iter().filter_map(|name| members.get(name)?.as_array());
        for choices in choices {
            let is_null = |choice: &&Value| choice.get("type").and_then(Value::as_str) == Some("null");
            let real: Vec<&Value> = choices.iter().filter(|choice| !is_null(choice)).collect();
            schema.is_nullable |= real.len() < choices.len();
            match real.as_slice() {
                [only] => self.add_to(schema, only, depth.saturating_add(1)),
                _ => schema.is_open = true,
            }
        }
    }
}

/// A schema, as far as a provider file can say it.
#[derive(Default)]
pub(super) struct Schema<'d> {
    /// The name among the components of the document.
    pub(super) name: Option<&'d str>,
    pub(super) ty: Option<&'d str>,
    pub(super) is_nullable: bool,
    /// Whether it allows for more than one form.
    pub(super) is_open: bool,
    pub(super) is_read_only: bool,
    pub(super) properties: Vec<(&'d str, &'d Value)>,
    pub(super) required: Vec<&'d str>,
    pub(super) values: Vec<&'d str>,
    pub(super) format: Option<&'d str>,
    pub(super) min: Option<i64>,
    pub(super) max: Option<i64>,
    pub(super) max_length: Option<u64>,
    pub(super) items: Option<&'d Value>,
    /// The schema of members with any name.
    pub(super) additional: Option<&'d Value>,
    pub(super) about: Option<&'d str>,
    pub(super) example: Option<&'d Value>,
}

impl<'d> Schema<'d> {
    fn take(&mut self, members: &'d Map<String, Value>) {
        let text = |name: &str| members.get(name).and_then(Value::as_str);
        match members.get("type") {
            Some(Value::String(ty)) => self.ty = Some(ty),
            Some(Value::Array(types)) => {
                let mut types: Vec<&str> = types.iter().filter_map(Value::as_str).collect();
                self.is_nullable |= types.contains(&"null");
                types.retain(|ty| *ty != "null");
                match types.as_slice() {
                    [only] => self.ty = Some(only),
                    _ => self.is_open = true,
                }
            }
            _ => {}
        }
        self.is_nullable |= members.get("nullable").and_then(Value::as_bool) == Some(true);
        self.is_read_only |= members.get("readOnly").and_then(Value::as_bool) == Some(true);
        for (name, property) in members.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if !self.properties.iter().any(|(known, _)| known == name) {
                self.properties.push((name, property));
            }
        }
        let required = members.get("required").and_then(Value::as_array).into_iter().flatten();
        self.required.extend(required.filter_map(Value::as_str));
        let values = members.get("enum").and_then(Value::as_array).into_iter().flatten();
        let values = values.chain(members.get("const"));
        for value in values {
            self.is_nullable |= value.is_null();
            self.values.extend(value.as_str());
        }
        self.format = text("format").or(self.format);
        self.about = self.about.or_else(|| text("description"));
        let whole = |name: &str| members.get(name).and_then(Value::as_i64);
        // In OpenAPI 3.1 an exclusive limit is a number of its own.
        self.min = whole("minimum").or_else(|| whole("exclusiveMinimum")?.checked_add(1)).or(self.min);
        self.max = whole("maximum").or_else(|| whole("exclusiveMaximum")?.checked_sub(1)).or(self.max);
        self.max_length = members.get("maxLength").and_then(Value::as_u64).or(self.max_length);
        self.items = members.get("items").or(self.items);
        self.additional =
            members.get("additionalProperties").filter(|schema| schema.is_object()).or(self.additional);
        let first = || members.get("examples").and_then(Value::as_array)?.first();
        self.example = members.get("example").or_else(first).or(self.example);
    }

    /// The type, also where only its parts are given.
    pub(super) fn word(&self) -> Option<&'d str> {
        match self.ty {
            _ if self.is_open => None,
            Some(ty) => Some(ty),
            None if !self.properties.is_empty() || self.additional.is_some() => Some("object"),
            None if self.items.is_some() => Some("array"),
            None if !self.values.is_empty() => Some("string"),
            None => None,
        }
    }

    pub(super) fn property(&self, name: &str) -> Option<&'d Value> {
        self.properties.iter().find(|(known, _)| *known == name).map(|(_, schema)| *schema)
    }
}
