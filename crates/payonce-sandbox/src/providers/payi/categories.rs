//! Categories and the prices of their resources.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::errors::Refusal;
use super::money::{Cost, decimal, number};
use super::responses::{CallResult, page_of, record_creation, with_request_id};
use super::state::{Resource, Service};
use crate::clock::rfc3339;
use crate::http::Response;
use crate::service::{Call, Desk};

impl Resource {
    fn json(&self) -> Value {
        let units: Map<String, Value> = self
            .prices
            .iter()
            .map(|(unit, input, output)| {
                (unit.clone(), json!({"input_price": number(*input), "output_price": number(*output)}))
            })
            .collect();
        let mut body = json!({
            "category": self.category,
            "resource": self.name,
            "resource_id": self.id,
            "start_timestamp": self.start,
            "active": true,
            "proxy_allowed": self.category.starts_with("system."),
            "units": units,
        });
        if let Some(fields) = body.as_object_mut() {
            fields.extend(self.extra.clone());
        }
        body
    }
}

/// Prices per token in dollars, near enough to real ones.
pub(super) fn at_the_start(now: Timestamp) -> Vec<Resource> {
    let known = [
        ("system.openai", "gpt-4o", 25, 100),
        ("system.openai", "gpt-4o-mini", 2, 6),
        ("system.anthropic", "claude-3-5-sonnet-20240620", 30, 150),
    ];
    known
        .into_iter()
        .enumerate()
        .map(|(index, (category, name, input, output))| Resource {
            id: (index + 1).to_string(),
            category: category.to_owned(),
            name: name.to_owned(),
            start: rfc3339(now),
            prices: vec![("text".to_owned(), Decimal::new(input, 7), Decimal::new(output, 7))],
            extra: Map::new(),
        })
        .collect()
}

impl Service {
    /// What the units cost, the resource's id, and the units that have no price.
    pub(super) fn price(
        &self,
        category: &str,
        name: Option<&str>,
        units: &Map<String, Value>,
    ) -> Result<(Cost, String, Map<String, Value>), Refusal> {
        if !self.resources.iter().any(|resource| resource.category == category) {
            return Err(Refusal::new(404, "category_not_found", "The category does not exist"));
        }
        let of_name =
            |resource: &&Resource| resource.category == category && Some(resource.name.as_str()) == name;
        let resource = self.resources.iter().rev().find(of_name);
        if resource.is_none() && name.is_some() {
            return Err(Refusal::new(404, "category_resource_not_found", "The resource does not exist"));
        }
        let mut cost = Cost::default();
        let mut unknown = Map::new();
        for (unit, counts) in units {
            let count = |side: &str| match counts.get(side).filter(|count| !count.is_null()) {
                None => Ok(Decimal::ZERO),
                Some(count) => count.as_u64().map(Decimal::from).ok_or_else(|| {
                    Refusal::new(400, "required_field_missing", "units must be whole numbers of at least 0")
                }),
            };
            let (input, output) = (count("input")?, count("output")?);
            match resource.and_then(|resource| resource.prices.iter().find(|(known, ..)| known == unit)) {
                Some((_, input_price, output_price)) => {
                    cost.input += input * input_price;
                    cost.output += output * output_price;
                }
                None => {
                    unknown.insert(unit.clone(), counts.clone());
                }
            }
        }
        Ok((cost, resource.map_or("0", |resource| &resource.id).to_owned(), unknown))
    }

    pub(super) fn category_calls(
        &mut self,
        call: &Call<'_>,
        body: &Value,
        desk: &mut Desk<'_>,
    ) -> CallResult {
        let (category, name, id) = (call.segment(1), call.segment(3), call.segment(4));
        if call.operation == "categories.list" {
            let mut names: Vec<&str> =
                self.resources.iter().map(|resource| resource.category.as_str()).collect();
            names.sort_unstable();
            names.dedup();
            let active = |name: &str| json!({"category": name});
            let categories = names.into_iter().map(active).collect();
            return page_of(call, categories, desk);
        }
        if call.operation == "categories.resources.create" {
            return self.create_resource(category, name, body, desk);
        }
        if !self.resources.iter().any(|resource| resource.category == category) {
            return Err(Refusal::new(404, "category_not_found", "The category does not exist"));
        }
        let fits = |resource: &Resource| {
            resource.category == category
                && (name.is_empty() || resource.name == name)
                && (id.is_empty() || resource.id == id)
        };
        let found: Vec<Value> =
            self.resources.iter().filter(|resource| fits(resource)).map(Resource::json).collect();
        let Some(first) = found.first().cloned() else {
            return Err(Refusal::new(404, "category_resource_not_found", "The resource does not exist"));
        };
        match call.operation {
            "categories.list_resources" | "categories.resources.list" => page_of(call, found, desk),
            "categories.resources.retrieve" => Ok(with_request_id(first, desk)),
            "categories.resources.delete" => {
                self.resources.retain(|resource| !fits(resource));
                Ok(with_request_id(first, desk))
            }
            _ => {
                self.resources.retain(|resource| !fits(resource));
                Ok(Response::json(200, &Value::Array(found)))
            }
        }
    }

    fn create_resource(
        &mut self,
        category: &str,
        name: &str,
        body: &Value,
        desk: &mut Desk<'_>,
    ) -> CallResult {
        let wrong = |message: &str| Refusal::new(400, "required_field_missing", message);
        let units = body.get("units").and_then(Value::as_object).ok_or_else(|| wrong("units is required"))?;
        let mut prices = Vec::new();
        for (unit, price) in units {
            let side = |name: &str| match price.get(name).filter(|price| !price.is_null()) {
                None => Ok(Decimal::ZERO),
                Some(price) => decimal(price).ok_or_else(|| wrong("prices must be numbers")),
            };
            prices.push((unit.clone(), side("input_price")?, side("output_price")?));
        }
        let extra = ["max_input_units", "max_output_units", "max_total_units"];
        let start = body.get("start_timestamp").and_then(Value::as_str);
        let resource = Resource {
            id: desk.ids.next("res_"),
            category: category.to_owned(),
            name: name.to_owned(),
            start: start.map_or_else(|| rfc3339(desk.now), str::to_owned),
            prices,
            extra: extra
                .into_iter()
                .filter_map(|name| Some((name.to_owned(), body.get(name)?.clone())))
                .collect(),
        };
        record_creation(desk, "resource", &resource.id);
        let response = with_request_id(resource.json(), desk);
        self.resources.push(resource);
        Ok(response)
    }
}
