//! Events: one by one, in bulk, and keyed by the provider's response id.

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::errors::Refusal;
use super::responses::{CallResult, properties_of, with_request_id};
use super::state::{Event, Service};
use crate::clock::rfc3339;
use crate::http::{Request, Response};
use crate::ledger::Entry;
use crate::service::{Call, Desk, FieldError, Fields};

/// What belongs to an event beside its units: in headers for one, in the body for many.
struct Attribution {
    limit_ids: Vec<String>,
    tags: Vec<String>,
    /// Names and values that the result repeats.
    echoed: Vec<(&'static str, Value)>,
}

impl Attribution {
    fn of_headers(request: &Request) -> Self {
        let list = |name: &str| -> Vec<String> {
            let text = request.header(name).unwrap_or_default();
            text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
        };
        let echoed = [
            ("user_id", "xproxy-user-id"),
            ("account_name", "xproxy-account-name"),
            ("use_case_id", "xproxy-usecase-id"),
            ("use_case_name", "xproxy-usecase-name"),
            ("use_case_step", "xproxy-usecase-step"),
        ];
        Self {
            limit_ids: list("xproxy-limit-ids"),
            tags: list("xproxy-request-tags"),
            echoed: echoed
                .into_iter()
                .filter_map(|(name, header)| Some((name, json!(request.header(header)?))))
                .collect(),
        }
    }

    fn of_item(fields: Fields<'_>) -> Result<Self, Refusal> {
        let names = ["user_id", "account_name", "use_case_id", "use_case_name", "use_case_step"];
        Ok(Self {
            limit_ids: fields.texts("limit_ids").map_err(missing)?.unwrap_or_default(),
            tags: fields.texts("request_tags").map_err(missing)?.unwrap_or_default(),
            echoed: names.into_iter().filter_map(|name| Some((name, fields.get(name)?.clone()))).collect(),
        })
    }
}

#[allow(clippy::needless_pass_by_value, reason = "it stands where map_err wants a function")]
fn missing(error: FieldError) -> Refusal {
    Refusal::new(400, "required_field_missing", &format!("{} {}", error.field, error.problem))
}

/// The instant that a field names; a time without a zone counts as UTC.
fn read_time(text: &str) -> Option<Timestamp> {
    text.parse::<Timestamp>().ok().or_else(|| {
        let civil: jiff::civil::DateTime = text.parse().ok()?;
        civil.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
    })
}

impl Service {
    pub(super) fn ingest_calls(&mut self, call: &Call<'_>, body: &Value, desk: &mut Desk<'_>) -> CallResult {
        if call.operation != "ingest.units" {
            return self.bulk(call.operation == "ingest.bulk_upsert", body, desk);
        }
        let attribution = Attribution::of_headers(call.request);
        let (result, at) = self.count(body, attribution, false, desk)?;
        let mut body = json!({
            "ingest_timestamp": rfc3339(desk.now),
            "event_timestamp": rfc3339(at),
            "xproxy_result": result,
        });
        if let (Some(id), Some(fields)) = (result.get("request_id"), body.as_object_mut()) {
            fields.insert("request_id".to_owned(), id.clone());
        }
        Ok(Response::json(200, &body))
    }

    fn bulk(&mut self, upsert: bool, body: &Value, desk: &mut Desk<'_>) -> CallResult {
        let Some(items) = body.as_array() else {
            return Err(Refusal::new(400, "invalid_json", "The body must be an array of events"));
        };
        let mut errors = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let counted = Attribution::of_item(Fields::of(item))
                .and_then(|attribution| self.count(item, attribution, upsert, desk));
            if let Err(refusal) = counted {
                // The vendor's field is called xproxy_result, although it holds an error.
                errors.push(json!({"item_index": index, "xproxy_result": refusal.body()}));
            }
        }
        let failed = errors.len();
        let mut body = json!({
            "ingest_timestamp": rfc3339(desk.now),
            "ingest_count": items.len() - failed,
            "error_count": failed,
            "item_error_count": failed,
            "total_count": items.len(),
        });
        if let (true, Some(fields)) = (failed > 0, body.as_object_mut()) {
            fields.insert("errors".to_owned(), Value::Array(errors));
        }
        let status = if failed > 0 { 400 } else { 200 };
        Ok(Response { status, ..with_request_id(body, desk) })
    }

    /// Counts one event, or returns the refusal.
    fn count(
        &mut self,
        item: &Value,
        attribution: Attribution,
        upsert: bool,
        desk: &mut Desk<'_>,
    ) -> Result<(Value, Timestamp), Refusal> {
        let fields = Fields::of(item);
        let category = fields.needed_text("category").map_err(missing)?;
        let resource = fields.text("resource").map_err(missing)?;
        let units = fields.get("units").and_then(Value::as_object);
        let units = units.ok_or_else(|| missing(FieldError::new("units", "is required")))?;
        let response_id = fields.text("provider_response_id").map_err(missing)?;
        if upsert && response_id.is_none() {
            return Err(missing(FieldError::new("provider_response_id", "is required")));
        }
        let at = match fields.text("event_timestamp").map_err(missing)? {
            None => desk.now,
            Some(text) => read_time(text)
                .filter(|at| *at <= desk.now + SignedDuration::from_mins(5))
                .ok_or_else(|| {
                    let message = "event_timestamp is not a time, or is more than 5 minutes in the future";
                    Refusal::new(400, "invalid_ingest_event_timestamp", message)
                })?,
        };
        let (cost, resource_id, unknown) = self.price(category, resource, units)?;
        self.check_limits(&attribution, cost.total(), &resource_id, desk)?;

        let same =
            |event: &&mut Event| event.category == category && event.response_id.as_deref() == response_id;
        let earlier = response_id.and_then(|_| self.events.iter_mut().find(same));
        let duplicate = earlier.is_some();
        let request_id = desk.ids.next("req_");
        let mut states = Map::new();
        let old_cost = match earlier {
            Some(event) if upsert => Some((event.cost.clone(), event.limit_ids.clone())),
            _ => None,
        };
        for limit in &mut self.limits {
            let counted_before = old_cost.as_ref().is_some_and(|(_, ids)| ids.contains(&limit.id));
            if !attribution.limit_ids.contains(&limit.id) {
                continue;
            }
            let state = match &old_cost {
                Some((old, _)) if counted_before => {
                    limit.correct(old, &cost);
                    limit.state_with(Decimal::ZERO)
                }
                _ => limit.spend(&cost),
            };
            states.insert(limit.id.clone(), json!({"state": state}));
        }
        let mut result = json!({
            "request_id": request_id,
            "request_tags": attribution.tags,
            "limits": states,
            "blocked_limit_ids": [],
            "resource_id": resource_id,
            "cost": cost.json(),
        });
        if let Some(fields) = result.as_object_mut() {
            for (name, value) in attribution.echoed {
                fields.insert(name.to_owned(), value);
            }
            if !unknown.is_empty() {
                fields.insert("unknown_units".to_owned(), Value::Object(unknown));
            }
            if duplicate {
                fields.insert("duplicate_request".to_owned(), json!(true));
            }
        }
        let event = Event {
            request_id: request_id.clone(),
            category: category.to_owned(),
            response_id: response_id.map(str::to_owned),
            limit_ids: attribution.limit_ids,
            cost,
            result: result.clone(),
            properties: fields.get("properties").and_then(Value::as_object).cloned().unwrap_or_default(),
        };
        if old_cost.is_some() {
            if let Some(earlier) = self.events.iter_mut().find(same) {
                *earlier = event;
            }
        } else {
            self.events.push(event);
            desk.record(&Entry {
                account: category,
                amount: Decimal::ONE,
                unit: "event",
                key: if upsert { response_id } else { None },
                reference: Some(response_id.unwrap_or(&request_id)),
            });
        }
        Ok((result, at))
    }

    /// A block limit that the cost would exceed refuses the event, which then counts nowhere.
    fn check_limits(
        &mut self,
        attribution: &Attribution,
        cost: Decimal,
        resource_id: &str,
        desk: &mut Desk<'_>,
    ) -> Result<(), Refusal> {
        let ids = &attribution.limit_ids;
        if ids.iter().any(|id| !self.limits.iter().any(|limit| limit.id == *id)) {
            let code = if ids.len() > 1 { "invalid_limit_ids" } else { "invalid_limit_id" };
            return Err(Refusal::new(400, code, "A limit id does not exist"));
        }
        let mut own: Vec<_> = self.limits.iter_mut().filter(|limit| ids.contains(&limit.id)).collect();
        let blocked: Vec<String> = own
            .iter()
            .filter(|limit| limit.state_with(cost) == "blocked")
            .map(|limit| limit.id.clone())
            .collect();
        if blocked.is_empty() {
            return Ok(());
        }
        let mut states = Map::new();
        for limit in &mut own {
            let itself = blocked.contains(&limit.id);
            limit.block(itself);
            let state = if itself { "blocked" } else { "blocked_external" };
            states.insert(limit.id.clone(), json!({"state": state}));
        }
        Err(Refusal::limit_reached(json!({
            "request_id": desk.ids.next("req_"),
            "request_tags": attribution.tags,
            "resource_id": resource_id,
            "limits": states,
            "blocked_limit_ids": blocked,
        })))
    }

    pub(super) fn request_calls(&mut self, call: &Call<'_>, body: &Value, desk: &mut Desk<'_>) -> CallResult {
        let by_response = call.operation.starts_with("requests.response_id");
        let event = self
            .events
            .iter_mut()
            .rev()
            .find(|event| {
                if by_response {
                    event.category == call.segment(2) && event.response_id.as_deref() == Some(call.segment(3))
                } else {
                    event.request_id == call.segment(1)
                }
            })
            .ok_or_else(|| Refusal::bare(404))?;
        if call.operation.ends_with("result.retrieve") {
            return Ok(Response::json(200, &json!({"xproxy_result": event.result})));
        }
        event.properties.extend(properties_of(body)?);
        Ok(with_request_id(json!({}), desk))
    }
}
