//! The arguments of an operation: the parameters of the document, and the members of its bodies.

use std::collections::BTreeSet;

use serde_json::Value;

use super::document::Schema;
use super::keys::is_key;
use super::names::{is_option, quoted, snake, unique};
use super::operations::{BodyForm, Operations, body_form};
use super::types::{Standing, about_of};

/// An argument.
pub(super) struct Argument {
    pub(super) name: String,
    pub(super) members: String,
}

/// The arguments of an operation.
#[derive(Default)]
pub(super) struct Arguments {
    pub(super) named: BTreeSet<String>,
    pub(super) all: Vec<Argument>,
}

impl Arguments {
    /// A name for an argument that the document calls `wire`.
    pub(super) fn name(&mut self, wire: &str, otherwise: &str) -> Result<String, String> {
        let name = snake(wire).unwrap_or_else(|| otherwise.to_owned());
        let name = if is_option(&name) { format!("{name}_argument") } else { name };
        Ok(unique(&name, &mut self.named))
    }

    pub(super) fn add(&mut self, name: String, members: String) {
        self.all.push(Argument { name, members });
    }
}

impl<'d> Operations<'d> {
    /// The parameters of the path and of the operation, which replace those of the same name and place.
    pub(super) fn parameters(&self, item: &'d Value, operation: &'d Value) -> Vec<&'d Value> {
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

    pub(super) fn schema_of(&self, parameter: &'d Value) -> Schema<'d> {
        let content = || parameter.get("content")?.as_object()?.values().next()?.get("schema");
        let schema = parameter.get("schema").or_else(content);
        schema.map(|schema| self.document.schema(schema)).unwrap_or_default()
    }

    #[expect(clippy::too_many_arguments, reason = "a parameter of the document has as many members")]
    pub(super) fn argument(
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
    pub(super) fn body(
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
            if is_key(wire, None) && property.word() == Some("string") {
                key_argument = Some(name);
            }
        }
        Ok(key_argument)
    }
}
