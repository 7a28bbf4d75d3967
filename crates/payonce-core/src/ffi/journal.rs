//! The journal for stores in another language: what they answer, read once.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::client::Client;
use crate::error::Error;
use crate::ffi::fields::duration;
use crate::journal::conformance::Conformance;
use crate::journal::{JournalAnswer, StoreFailure, once};
use crate::model::invalid_field::InvalidField;
use crate::model::json;

/// Reads the report of a store: `{"answer": {…}}`, see [`JournalAnswer::read`], or `{"failure": "…"}` if it could not answer.
///
/// # Errors
/// The failure of the store, or the malformed member.
pub fn store_report(report: &Map<String, Value>) -> Result<JournalAnswer, StoreFailure> {
    if let Some(Value::String(failure)) = report.get("failure") {
        return Err(StoreFailure(failure.clone()));
    }
    match report.get("answer") {
        Some(Value::Object(answer)) => JournalAnswer::read(answer),
        _ => Err(StoreFailure("the journal store answered nothing".to_owned())),
    }
}

/// [`store_report`] from JSON text.
///
/// # Errors
/// Like those of [`store_report`].
pub fn store_report_json(report: &str) -> Result<JournalAnswer, StoreFailure> {
    store_report(&json::read_object(report).unwrap_or_default())
}

/// [`Conformance::step`] with a JSON array of reports, as JSON.
#[must_use]
pub fn conformance_step(suite: &mut Conformance, reports: &str) -> Value {
    let reports = json::read(reports.as_bytes()).unwrap_or_default();
    let answers = reports.as_array().into_iter().flatten().map(|report| match report {
        Value::Object(report) => store_report(report),
        _ => store_report(&Map::new()),
    });
    suite.step(answers.collect()).to_value()
}

/// The error of an argument of the journal. The message spells the name of the argument as the caller's language does.
#[must_use]
pub fn invalid_journal_argument(
    client: &Client,
    operation: Option<&str>,
    field: &str,
    problem: &str,
) -> Error {
    let (provider, settings) = (client.provider(), client.settings());
    let operation = operation.and_then(|name| provider.operation(name));
    InvalidField::new(field, problem.to_owned()).into_error(
        provider,
        operation,
        &settings.texts,
        client.redactor(),
    )
}

/// A duration among the arguments of the journal: seconds under its name, milliseconds under the name with `_ms`.
///
/// # Errors
/// `invalid_argument`, naming the argument.
pub fn journal_duration(
    client: &Client,
    arguments: &Map<String, Value>,
    name: &str,
) -> Result<Option<Duration>, Error> {
    duration(arguments, name).map_err(|field| {
        field.into_error(client.provider(), None, &client.settings().texts, client.redactor())
    })
}

/// [`once`] with its fields as JSON text.
///
/// # Errors
/// What is wrong with the scope or the fields.
pub fn once_json(scope: &str, fields: &str) -> Result<String, String> {
    let fields = json::read_given(fields).map_err(|error| format!("{}: {}", error.path, error.problem))?;
    once(scope, &fields)
}
