//! From a successful response to the result for the caller.

use serde_json::{Map, Value};

use crate::call::attempts::RetryableRequest;
use crate::call::machine::{Call, Purpose};
use crate::call::step::{Step, Success};
use crate::classify;
use crate::classify::error_draft::ErrorDraft;
use crate::classify::verdict::Facts;
use crate::client::Client;
use crate::error::Error;
use crate::model::clock::Now;
use crate::model::http::Response;
use crate::model::vocabulary::{Actor, Evidence, Kind, Phase};
use crate::providers::declared_signals;
use crate::request;
use crate::spec::operation::{Operation, Paging};
use crate::spec::provider::ReadSignals;
use crate::spec::types::FieldType;

impl Call {
    pub(super) fn succeed(
        &mut self,
        purpose: Purpose,
        retryable: &RetryableRequest,
        value: Value,
        response: Response,
        now: Now,
    ) -> Step {
        match purpose {
            Purpose::LookUp => self.looked_up(&value, now),
            Purpose::Search(unknown) => self.searched(unknown, &value, response, now),
            Purpose::Operation => self.finish(retryable.operation, value, response, now),
        }
    }

    pub(super) fn finish(
        &mut self,
        operation: &'static Operation,
        value: Value,
        response: Response,
        now: Now,
    ) -> Step {
        let (mut value, envelope) = unwrapped(operation, value);
        if let (Some(Paging::Numbered { page, size, items }), Value::Object(members)) =
            (operation.paging, &mut value)
        {
            tell_whether_more(members, items, self.arguments.get(page), self.arguments.get(size));
        }
        let reference = match &value {
            Value::Object(members) => self.reference.clone().completed_from(members),
            _ => self.reference.clone(),
        };
        let declared = match self.client.provider().spec().read {
            ReadSignals::Declared(places) => {
                declared_signals::request_id_of_success(places, &response.headers, &value)
            }
            ReadSignals::Own(_) => None,
        };
        let request_id = declared.or_else(|| classify::request_id(&response.headers)).or_else(|| {
            let named = value.get("request_id").or_else(|| envelope.get("meta")?.get("request_id"));
            named.and_then(Value::as_str).map(ToOwned::to_owned)
        });
        // They are printed and logged as errors are, and a server may echo what it was sent.
        let clean = |text: &str| self.redactor.text(text);
        let request_id = request_id.map(|id| clean(&id));
        let headers = response.headers.map_texts(clean);
        let returns = operation.returns;
        // The journal keeps the result as the provider sent it.
        let raw = self.journaled.is_some().then(|| value.clone());
        let value = if returns == FieldType::Nothing {
            Value::Null
        } else {
            request::money_as_text(&returns, &mut value);
            value
        };
        let success = Success {
            value,
            returns,
            envelope,
            status: response.status,
            headers,
            request_id,
            attempts: self.sent,
            reference,
            replayed: false,
        };
        if let Some(raw) = raw {
            self.keep_result(&raw, &success.envelope, &success);
        }
        self.done(Ok(success), now)
    }
}

/// What the operation returns, and what came around it.
fn unwrapped(operation: &Operation, body: Value) -> (Value, Map<String, Value>) {
    match (operation.inside, body) {
        (Some(member), Value::Object(mut members)) => {
            let value = members.shift_remove(member).unwrap_or_default();
            (value, members)
        }
        (_, body) => (body, Map::new()),
    }
}

/// Works `has_more` out where the provider sends only the total, so that every list ends in the same way. A page that
/// the provider cut to a size of its own says nothing: which items the numbers before it held is not known.
fn tell_whether_more(
    page: &mut Map<String, Value>,
    items: &str,
    number: Option<&Value>,
    size: Option<&Value>,
) {
    let whole = |name: &str, given: Option<&Value>| page.get(name).or(given).and_then(Value::as_u64);
    let number = whole("page", number).unwrap_or(1).max(1);
    let (Some(total), Some(size)) = (whole("total", None), whole("page_size", size)) else { return };
    let shown = page.get(items).and_then(Value::as_array).map_or(0, |items| items.len() as u64);
    let more = number.saturating_mul(size) < total;
    let before = (number - 1).saturating_mul(size);
    let ends = shown == 0 || (before < total && before.saturating_add(shown) >= total);
    if (more || ends) && !page.contains_key("has_more") {
        page.insert("has_more".to_owned(), Value::Bool(more));
    }
}

/// The error of a response that is a success and lacks what is documented. The operation took effect; the
/// details keep all of the response that an error may show, so that nothing else of it is lost.
#[must_use]
pub fn unexpected_response(
    client: &Client,
    operation: &'static Operation,
    success: &Success,
    problem: &str,
) -> Error {
    let details = match &success.value {
        Value::Object(members) => members.clone(),
        other => [("response".to_owned(), other.clone())].into_iter().collect(),
    };
    let facts =
        Facts::new(Kind::Decode, Actor::Provider, Evidence::Applied, Phase::Reading, operation.safety());
    let message = format!("the response does not have the documented form: {problem}");
    let draft = ErrorDraft {
        operation: Some(operation),
        status: Some(success.status),
        reference: success.reference.clone(),
        request_id: success.request_id.clone(),
        attempts: Some(success.attempts),
        details,
        ..ErrorDraft::new(client.provider(), facts, message)
    };
    draft.into_error(&client.settings().texts, client.redactor())
}
