//! The classification of each response on the vendors' error pages, as one table.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use minijinja::context;
use payonce_core::{Actor, Advice, ErrorPayload, Kind, Outcome, Provider, ffi};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::Generated;
use crate::templates::render;

/// The tables, from the vectors whose source is an error page. The verdicts are computed, not copied.
pub(crate) fn page(root: &Path) -> anyhow::Result<Generated> {
    let providers: Vec<Table> =
        Provider::BUILT_IN.iter().map(|provider| table(root, *provider)).collect::<anyhow::Result<_>>()?;
    let text = render("docs/verdicts.md", context! { providers })?;
    Ok(Generated { path: PathBuf::from("docs/verdicts.md"), text })
}

/// The responses of a provider.
#[derive(Serialize)]
struct Table {
    title: &'static str,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    response: String,
    /// Nothing if the response is not an error.
    verdict: Option<Verdict>,
}

#[derive(Serialize)]
struct Verdict {
    class: String,
    kind: Kind,
    outcome: Outcome,
    retryable: bool,
    retry_after_ms: Option<u64>,
    advice: Advice,
    actor: Actor,
    respond_status: u16,
}

impl From<ErrorPayload> for Verdict {
    fn from(payload: ErrorPayload) -> Self {
        Self {
            class: payload.class,
            kind: payload.kind,
            outcome: payload.outcome,
            retryable: payload.retryable,
            retry_after_ms: payload.retry_after_ms,
            advice: payload.advice,
            actor: payload.actor,
            respond_status: payload.respond_status,
        }
    }
}

fn table(root: &Path, provider: Provider) -> anyhow::Result<Table> {
    let path = root.join(format!("tests/vectors/classify/{provider}.json"));
    let cases = fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
    let cases: Vec<Map<String, Value>> =
        serde_json::from_str(&cases).with_context(|| format!("read {}", path.display()))?;
    let rows = cases.iter().filter(|case| is_from_a_page(case)).map(|case| {
        let name = case.get("name").and_then(Value::as_str).unwrap_or_default();
        let name = name.strip_prefix(&format!("{provider}: ")).unwrap_or(name);
        Ok(Row { response: name.replace('|', "\\|"), verdict: verdict(provider, case)?.map(Verdict::from) })
    });
    Ok(Table { title: provider.title(), rows: rows.collect::<anyhow::Result<_>>()? })
}

fn is_from_a_page(case: &Map<String, Value>) -> bool {
    let source = case.get("source").and_then(Value::as_str).unwrap_or_default();
    source.contains("-errors.") && case.contains_key("response")
}

fn verdict(provider: Provider, case: &Map<String, Value>) -> anyhow::Result<Option<ErrorPayload>> {
    let empty = Map::new();
    let response = case.get("response").and_then(Value::as_object).unwrap_or(&empty);
    let mut request = case.clone();
    for member in ["status", "headers"] {
        if let Some(value) = response.get(member) {
            request.insert(member.to_owned(), value.clone());
        }
    }
    let body = match (response.get("body"), response.get("body_text").and_then(Value::as_str)) {
        (Some(body), _) => body.to_string(),
        (None, Some(text)) => text.to_owned(),
        (None, None) => String::new(),
    };
    let verdict = ffi::classify_request(provider, &request, body.as_bytes())
        .map_err(|refusal| anyhow!("{:?} cannot be classified: {refusal}", case.get("name")))?;
    Ok(verdict.map(payonce_core::Error::into_payload))
}
