//! A success that a typed client cannot take.

use crate::call::Success;
use crate::client::Client;
use crate::error::{Error, Payload};
use crate::operation::{Operation, Safety};
use crate::vocabulary::{Actor, Advice, Kind, Outcome, Phase};

/// The error of an answer that is a success and lacks what is documented. The operation took effect; the
/// details keep all of the answer that an error may show, so that nothing else of it is lost.
#[must_use]
pub fn another_form(
    client: &Client,
    operation: &'static Operation,
    success: &Success,
    problem: &str,
) -> Error {
    let provider = client.provider();
    let (kind, phase) = (Kind::Decode, Phase::Reading);
    let outcome = if operation.safety == Safety::Read { Outcome::NotApplied } else { Outcome::Applied };
    let doc = format!("{provider}/{kind}");
    let mut details = match &success.value {
        serde_json::Value::Object(members) => client.redactor().members(members),
        other => [("answer".to_owned(), client.redactor().json(other))].into_iter().collect(),
    };
    provider.profile().hide_secrets(&mut details);
    let payload = Payload {
        provider,
        kind,
        class: (provider.profile().class)(kind, phase).to_owned(),
        code: None,
        category: None,
        status: Some(success.status),
        phase,
        message: client.redactor().text(&format!("the answer is of another form than documented: {problem}")),
        user_message: client.settings().texts.user_message(&doc, kind, outcome, None),
        actor: Actor::Provider,
        advice: Advice::Stop,
        retryable: false,
        retry_after_ms: None,
        outcome,
        respond_status: 502,
        reference: success.reference.clone(),
        request_id: success.request_id.clone(),
        operation: Some(operation.name.to_owned()),
        attempts: Some(success.attempts),
        doc,
        details,
    };
    Error::new(payload, operation.safety)
}
