//! The classification of each response on the vendors' error pages, as one table.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use payonce_core::{ErrorPayload, Provider, ffi};
use serde_json::{Map, Value};

use crate::Generated;

/// The table, from the vectors whose source is an error page. The verdicts are computed, not copied.
pub(crate) fn files(root: &Path) -> anyhow::Result<Vec<Generated>> {
    let mut text = String::from(
        "# Verdicts\n\nThe classification of each response on the vendors' error pages. `cargo xtask codegen` writes this page \
         from the vectors in\n`tests/vectors/classify`, which are tests in every language.\n",
    );
    for provider in Provider::ALL {
        let path = root.join(format!("tests/vectors/classify/{provider}.json"));
        let cases = fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
        let cases: Vec<Map<String, Value>> =
            serde_json::from_str(&cases).with_context(|| format!("read {}", path.display()))?;
        let _ = write!(
            text,
            "\n## {}\n\n| response | error | outcome | retry | advice, actor | respond with |\n|---|---|---|---|---|---|\n",
            provider.title()
        );
        for case in cases.iter().filter(|case| is_from_a_page(case)) {
            let name = case.get("name").and_then(Value::as_str).unwrap_or_default();
            let name = name.strip_prefix(&format!("{provider}: ")).unwrap_or(name);
            let verdict = verdict(*provider, case)?;
            let cells = verdict.map_or_else(|| "no error | | | | ".to_owned(), |payload| cells(&payload));
            let _ = writeln!(text, "| {} | {cells} |", name.replace('|', "\\|"));
        }
    }
    Ok(vec![Generated { path: PathBuf::from("docs/verdicts.md"), text }])
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

fn cells(payload: &ErrorPayload) -> String {
    let again = match (payload.retryable, payload.retry_after_ms) {
        (true, Some(wait)) => format!("yes, after {wait} ms"),
        (true, None) => "yes".to_owned(),
        (false, _) => "no".to_owned(),
    };
    let ErrorPayload { class, kind, outcome, advice, actor, respond_status, .. } = payload;
    format!("`{class}` ({kind}) | {outcome} | {again} | {advice}, {actor} | {respond_status}")
}
