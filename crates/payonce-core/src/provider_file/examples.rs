//! What the examples of a file expect, and what no file can change.

use crate::classify::verdict::{Facts, derive};
use crate::classify::{Context, classify};
use crate::model::headers::Headers;
use crate::model::http::{Received, Response};
use crate::model::json;
use crate::model::safety::Safety;
use crate::model::vocabulary::{Outcome, Phase};
use crate::provider_file::check::Problems;
use crate::provider_file::file::{ExampleEntry, ProviderFile};
use crate::provider_file::problem::Step;
use crate::spec::provider::Provider;

/// Every example whose response means something else than it says, and every row that would permit a second effect.
pub(crate) fn problems(file: &ProviderFile, provider: Provider) -> Problems {
    let mut problems = Problems::new();
    for (at, row) in file.code.iter().enumerate() {
        for safety in [Safety::Unkeyed, Safety::Reconcilable] {
            for earlier_unknown in [false, true] {
                let facts = Facts {
                    earlier_unknown,
                    ..Facts::new(row.kind, row.actor, row.evidence, Phase::Answered, safety)
                };
                let verdict = derive(facts);
                if verdict.retryable && verdict.outcome != Outcome::NotApplied {
                    let path = vec![Step::from("code"), Step::from(at)];
                    problems.push((path, "would permit a second payment; report this row".to_owned()));
                }
            }
        }
    }
    for (at, example) in file.example.iter().enumerate() {
        for problem in differences(example, provider) {
            problems.push((vec![Step::from("example"), Step::from(at)], problem));
        }
    }
    problems
}

fn differences(example: &ExampleEntry, provider: Provider) -> Vec<String> {
    let mut headers = Headers::new();
    headers.push("content-type", "application/json");
    for (name, value) in &example.headers {
        headers.push(name.as_str(), value.as_str());
    }
    let body = example.body.as_ref().map(|body| json::write(body).into_bytes()).unwrap_or_default();
    let operation = example.operation.as_deref().and_then(|name| provider.operation(name));
    let context = Context { operation, ..Context::new(provider) };
    let response = Response { status: example.status, headers, body };
    let error = classify(&context, &Received::Response(response));
    let expect = &example.expect;
    let expects_error = expect.kind.is_some()
        || expect.outcome.is_some()
        || expect.code.is_some()
        || expect.retryable.is_some();
    let Some(error) = error else {
        return if expects_error {
            vec!["is a success, and not the expected error".to_owned()]
        } else {
            Vec::new()
        };
    };
    let payload = error.payload();
    let mut wrong = Vec::new();
    if !expects_error {
        wrong.push(format!(
            "is an error of kind \"{}\" with outcome \"{}\"; say so in `expect`",
            payload.kind, payload.outcome
        ));
    }
    let mut differs = |name: &str, expected: Option<String>, found: String| {
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            wrong.push(format!("expects {name} \"{expected}\" and is \"{found}\""));
        }
    };
    differs("kind", expect.kind.map(|kind| kind.to_string()), payload.kind.to_string());
    differs("outcome", expect.outcome.map(|outcome| outcome.to_string()), payload.outcome.to_string());
    differs("code", expect.code.clone(), payload.code.clone().unwrap_or_default());
    differs("retryable", expect.retryable.map(|flag| flag.to_string()), payload.retryable.to_string());
    wrong
}
