//! Use cases: their definitions, instances and scores.

use serde_json::{Map, Value, json};

use super::errors::Refusal;
use super::responses::{CallResult, page_of, properties_of, record_creation, with_request_id};
use super::state::{Definition, Instance, Kpi, Service};
use crate::clock::rfc3339;
use crate::http::Response;
use crate::service::{Call, Desk};

const KPI_TYPES: [&str; 6] = ["boolean", "number", "percentage", "likert5", "likert7", "likert10"];

impl Definition {
    fn json(&self) -> Value {
        let mut body = json!({
            "name": self.name,
            "description": self.description,
            "logging_enabled": self.logging,
            "type_version": self.version,
        });
        if let (Some(config), Some(fields)) = (&self.limit_config, body.as_object_mut()) {
            fields.insert("limit_config".to_owned(), config.clone());
        }
        body
    }
}

impl Kpi {
    fn json(&self) -> Value {
        json!({
            "name": self.name,
            "description": self.description,
            "kpi_type": self.kind,
            "goal": self.goal,
            "created_timestamp": self.created,
            "updated_timestamp": self.updated,
        })
    }
}

impl Instance {
    fn json(&self) -> Value {
        json!({"use_case_id": self.id, "use_case_name": self.name, "type_version": self.version})
    }
}

fn text(body: &Value, name: &str, code: &str) -> Result<String, Refusal> {
    body.get(name)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
        .ok_or_else(|| Refusal::new(400, code, &format!("{name} is required")))
}

/// The vendor's schema wants a request id in each of these items, not only in the page.
fn identified(items: Vec<Value>, desk: &mut Desk<'_>) -> Vec<Value> {
    let id = desk.ids.next("req_");
    let mut items = items;
    for fields in items.iter_mut().filter_map(Value::as_object_mut) {
        fields.insert("request_id".to_owned(), json!(id));
    }
    items
}

fn use_case_not_found() -> Refusal {
    Refusal::new(404, "use_case_not_found", "The use case does not exist")
}

impl Service {
    pub(super) fn use_case_calls(
        &mut self,
        call: &Call<'_>,
        body: &Value,
        desk: &mut Desk<'_>,
    ) -> CallResult {
        if call.operation.starts_with("use_cases.definitions") {
            self.definition_calls(call, body, desk)
        } else {
            self.instance_calls(call, body, desk)
        }
    }

    fn definition_calls(&mut self, call: &Call<'_>, body: &Value, desk: &mut Desk<'_>) -> CallResult {
        match call.operation {
            "use_cases.definitions.create" => return self.create_definition(body, desk),
            "use_cases.definitions.list" => {
                let wanted = call.request.query_value("use_case_name");
                let fits = |one: &&Definition| wanted.as_deref().is_none_or(|name| name == one.name);
                let all: Vec<Value> = self.definitions.iter().filter(fits).map(Definition::json).collect();
                return page_of(call, identified(all, desk), desk);
            }
            _ => {}
        }
        let name = call.segment(2);
        let definition =
            self.definitions.iter_mut().find(|one| one.name == name).ok_or_else(use_case_not_found)?;
        match call.operation {
            "use_cases.definitions.update" => {
                if let Some(description) = body.get("description").and_then(Value::as_str) {
                    description.clone_into(&mut definition.description);
                }
                if let Some(logging) = body.get("logging_enabled").and_then(Value::as_bool) {
                    definition.logging = logging;
                }
            }
            "use_cases.definitions.delete" => {
                let body = definition.json();
                self.definitions.retain(|one| one.name != name);
                return Ok(with_request_id(body, desk));
            }
            "use_cases.definitions.limit_config.create" => {
                if !body.get("max").is_some_and(Value::is_number) {
                    return Err(Refusal::new(400, "create_limit_validation_failed", "max is required"));
                }
                definition.limit_config = Some(body.clone());
            }
            "use_cases.definitions.limit_config.delete" => definition.limit_config = None,
            "use_cases.definitions.version.increment" => definition.version += 1,
            "use_cases.definitions.retrieve" => {}
            _ => return kpi_calls(definition, call, body, desk),
        }
        let body = definition.json();
        Ok(with_request_id(body, desk))
    }

    fn create_definition(&mut self, body: &Value, desk: &mut Desk<'_>) -> CallResult {
        let name = text(body, "name", "invalid_use_case_name")?;
        let description = text(body, "description", "invalid_use_case_description")?;
        if self.definitions.iter().any(|one| one.name == name) {
            return Err(Refusal::new(400, "use_case_already_exists", "The use case exists already"));
        }
        let definition = Definition {
            name,
            description,
            logging: body.get("logging_enabled").and_then(Value::as_bool).unwrap_or(true),
            limit_config: body.get("limit_config").filter(|config| config.is_object()).cloned(),
            version: 1,
            kpis: Vec::new(),
        };
        record_creation(desk, "use_case", &definition.name);
        let response = Response { status: 201, ..with_request_id(definition.json(), desk) };
        self.definitions.push(definition);
        Ok(response)
    }

    fn instance_calls(&mut self, call: &Call<'_>, body: &Value, desk: &mut Desk<'_>) -> CallResult {
        let (name, id) = (call.segment(2), call.segment(3));
        let definition =
            self.definitions.iter().find(|one| one.name == name).ok_or_else(use_case_not_found)?;
        if call.operation == "use_cases.create" {
            let instance = Instance {
                id: desk.ids.next("uc_"),
                name: name.to_owned(),
                version: definition.version,
                properties: Map::new(),
                scores: Vec::new(),
            };
            record_creation(desk, "use_case_instance", &instance.id);
            let response = with_request_id(instance.json(), desk);
            self.instances.push(instance);
            return Ok(response);
        }
        let instance =
            self.instances.iter_mut().find(|one| one.name == name && one.id == id).ok_or_else(|| {
                Refusal::new(404, "use_case_instance_not_found", "The use case instance does not exist")
            })?;
        match call.operation {
            "use_cases.delete" => {
                let body = instance.json();
                self.instances.retain(|one| one.id != id);
                Ok(with_request_id(body, desk))
            }
            "use_cases.properties.update" => {
                instance.properties.extend(properties_of(body)?);
                let body = instance.json();
                Ok(with_request_id(body, desk))
            }
            "use_cases.kpis.update" => {
                let kpi = call.segment(5);
                if !definition.kpis.iter().any(|one| one.name == kpi) {
                    return Err(Refusal::bare(404));
                }
                let score = body.get("score").cloned().unwrap_or_default();
                instance.scores.retain(|(known, ..)| known != kpi);
                instance.scores.push((kpi.to_owned(), score, rfc3339(desk.now)));
                Ok(Response::empty(204))
            }
            "use_cases.kpis.list" => {
                let scores = instance
                    .scores
                    .iter()
                    .map(|(name, score, at)| {
                        let kind = definition.kpis.iter().find(|kpi| kpi.name == *name).map(|kpi| &kpi.kind);
                        json!({"kpi_name": name, "kpi_type": kind, "score": score, "create_timestamp": at})
                    })
                    .collect();
                page_of(call, scores, desk)
            }
            _ => {
                let body = instance.json();
                Ok(with_request_id(body, desk))
            }
        }
    }
}

fn kpi_calls(definition: &mut Definition, call: &Call<'_>, body: &Value, desk: &mut Desk<'_>) -> CallResult {
    let invalid = "request_processing_error";
    match call.operation {
        "use_cases.definitions.kpis.create" => {
            let kind = text(body, "kpi_type", invalid)?;
            let name = text(body, "name", invalid)?;
            if !KPI_TYPES.contains(&kind.as_str()) || definition.kpis.iter().any(|kpi| kpi.name == name) {
                return Err(Refusal::new(400, invalid, "kpi_type is unknown, or the name is taken"));
            }
            let kpi = Kpi {
                name,
                description: text(body, "description", invalid)?,
                kind,
                goal: body.get("goal").cloned().unwrap_or_default(),
                created: rfc3339(desk.now),
                updated: None,
            };
            record_creation(desk, "kpi", &kpi.name);
            let response = with_request_id(kpi.json(), desk);
            definition.kpis.push(kpi);
            return Ok(response);
        }
        "use_cases.definitions.kpis.list" => {
            let kpis = definition.kpis.iter().map(Kpi::json).collect();
            return page_of(call, identified(kpis, desk), desk);
        }
        _ => {}
    }
    let name = call.segment(4);
    let kpi = definition.kpis.iter_mut().find(|kpi| kpi.name == name).ok_or_else(|| Refusal::bare(404))?;
    if call.operation == "use_cases.definitions.kpis.update" {
        if let Some(description) = body.get("description").and_then(Value::as_str) {
            description.clone_into(&mut kpi.description);
        }
        if let Some(goal) = body.get("goal") {
            kpi.goal = goal.clone();
        }
        kpi.updated = Some(rfc3339(desk.now));
    }
    let body = kpi.json();
    if call.operation == "use_cases.definitions.kpis.delete" {
        definition.kpis.retain(|kpi| kpi.name != name);
    }
    Ok(with_request_id(body, desk))
}
