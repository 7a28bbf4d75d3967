//! The reference of a provider from a file, as Markdown and as data, and the safety of its operations in words.

use std::fmt::Write as _;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::{error_tables, sections, sentence};
use crate::error::Error;
use crate::provider_file::ClassifiedExample;
use crate::reference_docs::rows;
use crate::spec::operation::{After5xx, KeyPromise, ListSearch, Operation, SafetySpec};
use crate::spec::provider::Provider;
use crate::spec::types::FieldType;
use crate::spec::webhook::WebhookSpec;

/// What payonce does about a request of this operation whose outcome is unknown, and why.
#[must_use]
pub fn safety_in_words(operation: &Operation) -> String {
    match operation.repeated {
        SafetySpec::Read => "changes nothing; payonce sends it again".to_owned(),
        SafetySpec::Idempotent => {
            "has the effect of one request however often it is sent; payonce sends it again".to_owned()
        }
        SafetySpec::Keyed { field, promise } => keyed(operation, field, promise),
        SafetySpec::Reconcilable { field, search } => reconcilable(field, search),
        SafetySpec::Unkeyed => {
            "has no key; payonce never sends it again while it may have taken effect".to_owned()
        }
    }
}

fn keyed(operation: &Operation, field: Option<&str>, promise: KeyPromise) -> String {
    let wire = field
        .and_then(|field| operation.params.iter().find(|param| param.name == field).map(|param| param.wire));
    let place = wire.map_or_else(|| "in each item".to_owned(), |wire| format!("as `{wire}`"));
    let window = match promise.window {
        None => String::new(),
        Some(Duration::MAX) => ", which the provider remembers forever".to_owned(),
        Some(window) => format!(", which the provider remembers for {}", time(window)),
    };
    let after = match promise.after_5xx {
        After5xx::Replayed => "; payonce sends it again with the same key",
        After5xx::Fresh => {
            "; after a 5xx the same key is a new request, so payonce never sends it again while it may have taken effect"
        }
        After5xx::Unknown => {
            "; the provider does not say what becomes of the key after a 5xx, so payonce never sends it again while it may \
             have taken effect"
        }
    };
    format!("has a key {place}{window}{after}")
}

fn reconcilable(field: &str, search: ListSearch) -> String {
    let list = search.operation;
    let then = match search.consistent_after {
        Some(consistent) => {
            format!(
                "payonce sends it again only if `{list}` does not show it after {}",
                time(consistent.after)
            )
        }
        None => {
            format!(
                "what `{list}` does not show may still have taken effect, so payonce never sends it again by itself"
            )
        }
    };
    format!("has no key and is found by `{field}` in `{list}`; {then}")
}

/// A time as provider files write it.
fn time(time: Duration) -> String {
    let ms = time.as_millis();
    let units = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000)];
    // 24h, as the pages of providers write it.
    let whole = |unit: u128| ms > 0 && ms.is_multiple_of(unit) && ms != unit;
    units
        .into_iter()
        .find(|(_, unit)| whole(*unit))
        .map_or_else(|| format!("{ms}ms"), |(name, unit)| format!("{}{name}", ms / unit))
}

/// The reference of a provider from a file: its client, its operations and its errors, each with the examples of the file. `file`
/// is the name of the file.
#[must_use]
pub fn provider_page(provider: Provider, file: &str, examples: &[ClassifiedExample]) -> String {
    let spec = provider.spec();
    let mut page = format!("# {}\n\n{}\n", provider.title(), sentence(provider.doc()));
    let _ = write!(page, "\nWritten by `payonce provider docs {file}`.\n");
    if !spec.operations.is_empty() {
        page.push_str(&client(provider));
        page.push_str(&operations(provider, examples));
    }
    if let Some(webhook) = spec.webhook {
        page.push_str(&webhooks(webhook));
    }
    let _ = write!(
        page,
        "\n## Errors\n\nThe `doc` of an error is `{provider}/<name>`. Outcome, retry, advice and status to respond with are those of a\n\
         request that changes something and has no key. For a read the outcome is always `not_applied`.\n"
    );
    let rows = rows(provider);
    page.push_str(&error_tables(&rows, "###"));
    let general: Vec<&ClassifiedExample> =
        examples.iter().filter(|example| example.operation.is_none()).collect();
    if !general.is_empty() {
        page.push_str("\n### Examples\n");
        page.extend(general.into_iter().map(example_text));
    }
    page.push_str("\n## Names\n");
    page.push_str(&sections(provider, &rows));
    page
}

fn client(provider: Provider) -> String {
    let spec = provider.spec();
    let mut text = format!("\n## Client\n\nBase URL: `{}`", spec.base_url.otherwise);
    let env: Vec<String> = spec.base_url_env.iter().map(|name| format!("`{name}`")).collect();
    if !env.is_empty() {
        let _ = write!(text, ", or the variable {}", env.join(", "));
    }
    text.push_str(".\n");
    if let Some(rate) = spec.rate_limits.per_minute {
        let _ = write!(text, "\nRate limit: {rate} requests a minute.\n");
    }
    if !spec.options.is_empty() {
        text.push_str("\n| Option | Variable | Required | Meaning |\n| --- | --- | --- | --- |\n");
    }
    for option in spec.options {
        let env: Vec<String> = option.env.iter().map(|name| format!("`{name}`")).collect();
        let required = if option.required { "yes" } else { "no" };
        let _ = writeln!(text, "| `{}` | {} | {required} | {} |", option.name, env.join(", "), option.doc);
    }
    text
}

/// What payonce verifies of a webhook.
#[must_use]
pub fn webhook_in_words(webhook: &WebhookSpec) -> String {
    let signed: Vec<String> = webhook.signed.iter().map(|signed| format!("`{signed}`")).collect();
    let algorithm = webhook.algorithm.as_str().replace('_', "-").to_ascii_uppercase();
    let age = webhook.tolerance.map_or_else(
        || "of any age; a second delivery is recognized by its id".to_owned(),
        |tolerance| format!("at most {} old", time(tolerance)),
    );
    format!("`{}` has the {algorithm} of {}; an event is accepted {age}", webhook.header, signed.join(" or "))
}

fn webhooks(webhook: &WebhookSpec) -> String {
    let mut text = format!("\n## Webhooks\n\n{}.\n", webhook_in_words(webhook));
    let env: Vec<String> = webhook.secret.env.iter().map(|name| format!("`{name}`")).collect();
    if !env.is_empty() {
        let _ = write!(text, "\nThe secret is in the variable {}, or an argument.\n", env.join(", "));
    }
    if !webhook.states.is_empty() {
        text.push_str("\n| In | Word | Reports | Read it with |\n| --- | --- | --- | --- |\n");
    }
    for states in webhook.states {
        let look = states.look.map_or_else(String::new, |(look, by)| format!("`{look}` by `{by}`"));
        for (word, progress) in states.words {
            let reports = if progress.is_final() { progress.as_str() } else { "pending" };
            let _ = writeln!(text, "| `{}` | `{word}` | {reports} | {look} |", states.pointer);
        }
    }
    let _ = write!(text, "\nSource: {}\n", webhook.source.text());
    text
}

fn operations(provider: Provider, examples: &[ClassifiedExample]) -> String {
    let mut text = "\n## Operations\n".to_owned();
    for operation in provider.spec().operations {
        let _ = write!(
            text,
            "\n### {}\n\n`{} {}`\n\n",
            operation.name,
            operation.method.as_str(),
            operation.path
        );
        if !operation.doc.text().is_empty() {
            let _ = write!(text, "{}\n\n", sentence(operation.doc.text()));
        }
        let _ = write!(
            text,
            "Safety `{}`: the operation {}.\n\nSource: {}\n",
            operation.safety(),
            safety_in_words(operation),
            operation.source.text()
        );
        if !operation.params.is_empty() {
            text.push_str("\n| Argument | Type | Required | Meaning |\n| --- | --- | --- | --- |\n");
        }
        for param in operation.params {
            let required = if param.required { "yes" } else { "no" };
            let _ = writeln!(
                text,
                "| `{}` | {} | {required} | {} |",
                param.name,
                type_name(&param.ty),
                param.doc.text()
            );
        }
        let returns = type_name(&operation.returns);
        let _ = write!(text, "\nReturns: {returns}.\n");
        if let FieldType::Model(model) = operation.returns
            && let Some(state) = model.state
        {
            let words = |words: Vec<&str>| {
                let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
                words.join(", ")
            };
            let failed = state.failed.iter().map(|(state, _)| *state).collect();
            let _ = write!(
                text,
                "\nStates in `{}`: succeeded {}; failed {}; every other one is pending.\n",
                state.field,
                words(state.done.to_vec()),
                words(failed)
            );
        }
        let is_own = |example: &&ClassifiedExample| {
            example.operation.is_some_and(|declared| declared.name == operation.name)
        };
        text.extend(examples.iter().filter(is_own).map(example_text));
    }
    text
}

/// An example: the request, the response, and what payonce makes of it.
fn example_text(example: &ClassifiedExample) -> String {
    let ClassifiedExample { operation, status, headers, body, error } = example;
    let request = match operation {
        Some(operation) => {
            format!("`{} {}` returns HTTP {status}", operation.method.as_str(), operation.path)
        }
        None => format!("HTTP {status}"),
    };
    let mut text = format!("\n{request}: {}\n", verdict(error.as_ref()));
    let mut response: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    if let Some(body) = body {
        if !response.is_empty() {
            response.push(String::new());
        }
        response.extend(serde_json::to_string_pretty(body));
    }
    if !response.is_empty() {
        let language = if headers.is_empty() { "json" } else { "text" };
        // No line of a header field or of JSON is a fence.
        let _ = write!(text, "\n```{language}\n{}\n```\n", response.join("\n"));
    }
    text
}

fn verdict(error: Option<&Error>) -> String {
    let Some(error) = error else { return "a success.".to_owned() };
    let payload = error.payload();
    let retry = if payload.retryable { "payonce retries it" } else { "payonce does not retry it" };
    format!(
        "`{}`, outcome `{}`, advice `{}`; {retry}. Its name is `{}`.",
        payload.kind, payload.outcome, payload.advice, payload.doc
    )
}

/// The reference of a provider from a file as data: its operations and its errors, each example with the `error` that it means, or
/// null for a success.
#[must_use]
pub fn provider_data(provider: Provider, examples: &[ClassifiedExample]) -> Value {
    let spec = provider.spec();
    let options = spec.options.iter().map(|option| {
        json!({"name": option.name, "env": option.env, "required": option.required, "about": option.doc})
    });
    let operations = spec.operations.iter().map(|operation| {
        let params = operation.params.iter().map(|param| {
            json!({"name": param.name, "type": type_name(&param.ty), "required": param.required, "about": param.doc.text()})
        });
        let state = match operation.returns {
            FieldType::Model(model) => model.state,
            _ => None,
        };
        let state = state.map(|state| {
            let failed: Vec<&str> = state.failed.iter().map(|(state, _)| *state).collect();
            json!({"field": state.field, "succeeded": state.done, "failed": failed})
        });
        json!({
            "name": operation.name,
            "method": operation.method.as_str(),
            "path": operation.path,
            "about": operation.doc.text(),
            "safety": operation.safety().as_str(),
            "safety_in_words": safety_in_words(operation),
            "source": operation.source.text(),
            "params": params.collect::<Vec<_>>(),
            "returns": type_name(&operation.returns),
            "state": state,
        })
    });
    let examples = examples.iter().map(|example| {
        let ClassifiedExample { operation, status, headers, body, error } = example;
        let request =
            operation.map(|operation| json!({"method": operation.method.as_str(), "path": operation.path}));
        let fields: Map<String, Value> =
            headers.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect();
        json!({
            "operation": operation.map(|operation| operation.name),
            "request": request,
            "response": {"status": status, "headers": fields, "body": body},
            "error": error.as_ref().map(|error| error.payload().to_value()),
        })
    });
    json!({
        "id": provider.as_str(),
        "title": provider.title(),
        "about": provider.doc(),
        "base_url": spec.base_url.otherwise,
        "base_url_env": spec.base_url_env,
        "per_minute": spec.rate_limits.per_minute,
        "options": options.collect::<Vec<_>>(),
        "operations": operations.collect::<Vec<_>>(),
        "errors": rows(provider),
        "examples": examples.collect::<Vec<_>>(),
    })
}

fn type_name(ty: &FieldType) -> String {
    match ty {
        FieldType::Json => "any JSON".to_owned(),
        FieldType::Nothing => "nothing".to_owned(),
        FieldType::String => "string".to_owned(),
        FieldType::Id => "id".to_owned(),
        FieldType::Name => "name".to_owned(),
        FieldType::Amount => "amount, as a decimal string".to_owned(),
        FieldType::Integer(i64::MIN, i64::MAX) => "integer".to_owned(),
        FieldType::Integer(min, i64::MAX) => format!("integer from {min}"),
        FieldType::Integer(i64::MIN, max) => format!("integer up to {max}"),
        FieldType::Integer(min, max) => format!("integer from {min} to {max}"),
        FieldType::Number => "number".to_owned(),
        FieldType::AmountNumber => "amount, sent as a number".to_owned(),
        FieldType::Bool => "true or false".to_owned(),
        FieldType::Secret => "secret".to_owned(),
        FieldType::Time => "time".to_owned(),
        FieldType::Url => "URL".to_owned(),
        FieldType::JsonText => "JSON in a string".to_owned(),
        FieldType::Enum(values) => {
            values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(" or ")
        }
        FieldType::List(of) => format!("list of {}", type_name(of)),
        FieldType::Map(of) => format!("map of {}", type_name(of)),
        FieldType::Model(model) => format!("`{}`", model.name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_as_in_a_file() {
        for (ms, text) in
            [(250, "250ms"), (30_000, "30s"), (90_000, "90s"), (86_400_000, "24h"), (604_800_000, "7d")]
        {
            assert_eq!(time(Duration::from_millis(ms)), text);
        }
    }

    #[test]
    fn every_operation_that_is_built_in_has_its_safety_in_words() {
        for operation in Provider::BUILT_IN.iter().flat_map(|provider| provider.spec().operations) {
            let words = safety_in_words(operation);
            // Only what is safe to repeat is repeated.
            let again = words.ends_with("payonce sends it again")
                || words.contains("payonce sends it again with")
                || words.contains("payonce sends it again only if");
            assert_eq!(
                again,
                operation.safety().allows_blind_resend() || words.contains("only if"),
                "{}: {words}",
                operation.name
            );
        }
    }
}
