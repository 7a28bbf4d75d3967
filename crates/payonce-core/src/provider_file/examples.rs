//! What the examples of a file expect, and what no file can change.

use crate::classify::verdict::{Facts, derive};
use crate::classify::{Context, classify};
use crate::error::Error;
use crate::model::headers::Headers;
use crate::model::http::{Received, Response};
use crate::model::json;
use crate::model::safety::Safety;
use crate::model::vocabulary::{Outcome, Phase};
use crate::provider_file::members::{Example, File};
use crate::provider_file::problem::Problems;
#[cfg(feature = "docs")]
use crate::provider_file::{FileFormat, ProviderFileError, load, tree};
#[cfg(feature = "docs")]
use crate::spec::operation::Operation;
use crate::spec::provider::Provider;

/// Adds every example whose response means something else than it says, and every row that would permit a second effect.
pub(crate) fn check(file: File<'_>, provider: Provider, problems: &mut Problems) {
    for row in file.code() {
        for safety in [Safety::Unkeyed, Safety::Reconcilable] {
            for earlier_unknown in [false, true] {
                let facts = Facts::new(row.kind(), row.actor(), row.evidence(), Phase::Answered, safety);
                let verdict = derive(Facts { earlier_unknown, ..facts });
                if verdict.retryable && verdict.outcome != Outcome::NotApplied {
                    problems.add(row.0.at, "would permit a second payment; report this row");
                }
            }
        }
    }
    for example in file.example() {
        compare(example, provider, problems);
    }
}

/// What the response of an example means; nothing for a success.
fn meaning(example: Example<'_>, provider: Provider) -> Option<Error> {
    let mut headers = Headers::new();
    headers.push("content-type", "application/json");
    for (name, value) in example.headers() {
        headers.push(name, value);
    }
    let body = example.body().map(|body| json::write(&body.to_json()).into_bytes()).unwrap_or_default();
    let operation = example.operation().and_then(|name| provider.operation(name));
    let context = Context { operation, ..Context::new(provider) };
    let response = Response { status: example.status(), headers, body };
    classify(&context, &Received::Response(response))
}

/// An example of a file, with what its response means.
#[cfg(feature = "docs")]
#[derive(Debug)]
pub struct ClassifiedExample {
    /// The operation that the response belongs to.
    pub operation: Option<&'static Operation>,
    /// The HTTP status.
    pub status: u16,
    /// The header fields.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Option<serde_json::Value>,
    /// What it means; nothing for a success.
    pub error: Option<Error>,
}

/// The examples of a provider file, in its order.
///
/// # Errors
/// Those of [`load`](crate::provider_file::load).
#[cfg(feature = "docs")]
pub fn classified_examples(
    text: &str,
    format: FileFormat,
    name: &str,
) -> Result<Vec<ClassifiedExample>, ProviderFileError> {
    let provider = load(text, format, name)?.provider;
    let tree = tree::read(text, format).map_err(|problems| problems.of(name, text))?;
    let examples = File(&tree).example().map(|example| ClassifiedExample {
        operation: example.operation().and_then(|name| provider.operation(name)),
        status: example.status(),
        headers: example.headers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        body: example.body().map(|body| body.to_json()),
        error: meaning(example, provider),
    });
    Ok(examples.collect())
}

fn compare(example: Example<'_>, provider: Provider, problems: &mut Problems) {
    let error = meaning(example, provider);
    let at = example.0.at;
    let expect = example.expect();
    let expects_error = !expect.0.table().is_empty();
    let Some(error) = error else {
        if expects_error {
            problems.add(at, "is a success, and not the expected error");
        }
        return;
    };
    let payload = error.payload();
    if !expects_error {
        let message = format!(
            "is an error of kind \"{}\" with outcome \"{}\"; say so in `expect`",
            payload.kind, payload.outcome
        );
        problems.add(at, &message);
    }
    let retryable = if payload.retryable { "true" } else { "false" };
    let code = payload.code.as_deref().unwrap_or_default();
    let found = [("kind", payload.kind.as_str()), ("outcome", payload.outcome.as_str()), ("code", code)];
    for (name, found) in found {
        if let Some(expected) = expect.0.text(name).filter(|expected| *expected != found) {
            problems.add(at, &format!("expects {name} \"{expected}\" and is \"{found}\""));
        }
    }
    if let Some(expected) = expect.retryable().filter(|expected| *expected != payload.retryable) {
        problems.add(at, &format!("expects retryable \"{expected}\" and is \"{retryable}\""));
    }
}
