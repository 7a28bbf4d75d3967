//! A success that a typed client cannot take.

use crate::call::Success;
use crate::client::Client;
use crate::draft::ErrorDraft;
use crate::error::Error;
use crate::operation::Operation;
use crate::verdict::Facts;
use crate::vocabulary::{Actor, Evidence, Kind, Phase};

/// The error of an answer that is a success and lacks what is documented. The operation took effect; the
/// details keep all of the answer that an error may show, so that nothing else of it is lost.
#[must_use]
pub fn another_form(
    client: &Client,
    operation: &'static Operation,
    success: &Success,
    problem: &str,
) -> Error {
    let details = match &success.value {
        serde_json::Value::Object(members) => members.clone(),
        other => [("answer".to_owned(), other.clone())].into_iter().collect(),
    };
    let facts =
        Facts::new(Kind::Decode, Actor::Provider, Evidence::Applied, Phase::Reading, operation.safety);
    let message = format!("the answer is of another form than documented: {problem}");
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
