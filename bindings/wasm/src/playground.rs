//! What the playground shows: the explanations of the core, as JSON.

use payonce_core::explain::lookup;
use payonce_core::explain::page::{Page, headline, of_error, success};
use payonce_core::explain::pasted::{self, Pasted};
use payonce_core::explain::{Form, Refused, handling, reasons};
use payonce_core::model::json;
use payonce_core::reference_docs::{Row, Signal, meaning, rows, user_message};
use payonce_core::render::Audience;
use payonce_core::{ErrorPayload, Kind, Language, Outcome, Phase, Provider, Safety, ffi};
use serde_json::{Map, Value, json};
use wasm_bindgen::prelude::wasm_bindgen;

/// The choices of the form: the providers with their operations, the safeties, and the phases without a response.
#[wasm_bindgen(js_name = playgroundChoices)]
#[must_use]
pub fn choices() -> String {
    let provider = |provider: &Provider| {
        let operations = provider.spec().operations.iter();
        let operations: Value = operations
            .map(|operation| json!({"name": operation.name, "safety": operation.safety()}))
            .collect();
        json!({"id": provider, "title": provider.title(), "operations": operations})
    };
    let phases = [Phase::BeforeSend, Phase::Sending, Phase::Waiting, Phase::Reading];
    let safety = |safety: &Safety| json!({"id": safety, "meaning": safety.doc()});
    json!({
        "providers": Provider::BUILT_IN.iter().map(provider).collect::<Value>(),
        "safeties": Safety::ALL.iter().map(safety).collect::<Value>(),
        "phases": phases,
    })
    .to_string()
}

/// The error reference: for each built-in provider a page for every name that the `doc` of an error can end in.
#[wasm_bindgen(js_name = playgroundReference)]
#[must_use]
pub fn reference() -> String {
    let provider = |provider: &Provider| {
        let rows = rows(*provider);
        let codes: Vec<&Row> = rows.iter().filter(|row| row.by == Signal::Code).collect();
        let is_code = |kind: &Kind| codes.iter().any(|row| row.code.eq_ignore_ascii_case(kind.as_str()));
        let names: Vec<String> = codes
            .iter()
            .map(|row| row.code.to_ascii_lowercase())
            .chain(Kind::ALL.iter().filter(|kind| !is_code(kind)).map(ToString::to_string))
            .collect();
        json!({
            "id": provider,
            "title": provider.title(),
            "class": provider.class_name(),
            "doc": provider.doc(),
            "entries": names.iter().map(|name| reference_entry(*provider, name, &codes)).collect::<Value>(),
        })
    };
    Provider::BUILT_IN.iter().map(provider).collect::<Value>().to_string()
}

fn reference_entry(provider: Provider, name: &str, codes: &[&Row]) -> Value {
    let row = codes.iter().find(|row| row.code.eq_ignore_ascii_case(name));
    let entries = lookup::find(&format!("{provider}/{name}"), Some(provider)).unwrap_or_default();
    let pages = lookup::pages(&entries, None, Language::English);
    let example = row.map(|row| row.example(Language::English));
    let kind = row.map_or_else(|| name.parse().unwrap_or(Kind::Unknown), |row| row.kind);
    let user = |outcome: Outcome, language: Language| match row {
        Some(row) if row.outcome == outcome => row.example(language).user_message,
        _ => user_message(provider, kind, outcome, language),
    };
    let users: Map<String, Value> = [Outcome::NotApplied, Outcome::Unknown]
        .into_iter()
        .filter(|outcome| row.is_none_or(|row| row.outcome == *outcome))
        .chain(row.map(|row| row.outcome))
        .map(|outcome| {
            let texts =
                json!({"en": user(outcome, Language::English), "es": user(outcome, Language::Spanish)});
            (outcome.to_string(), texts)
        })
        .collect();
    json!({
        "name": name,
        "row": row,
        "kind": kind,
        "meaning": row.map_or_else(|| meaning(kind), |row| row.meaning),
        "headline": lookup::headline(&entries, None, Language::English),
        "pages": pages.iter().map(page).collect::<Value>(),
        "users": users,
        "handling": example.as_ref().map(handling),
        "payload": example,
    })
}

/// The form of a pasted text: `{"form", "candidates"}`, or `{"problem"}`. `provider` is an id, or empty.
#[wasm_bindgen(js_name = playgroundPasted)]
#[must_use]
pub fn read_pasted(text: &str, provider: &str) -> String {
    match Form::of_pasted(text.as_bytes(), provider.parse().ok(), None) {
        Ok((form, candidates)) => json!({"form": form.to_value(), "candidates": candidates}).to_string(),
        Err(refused) => problem(&refused),
    }
}

/// The form as the fragment of a link, without secrets; nothing if it is too long for one.
#[wasm_bindgen(js_name = playgroundFragment)]
#[must_use]
pub fn fragment(form: &str) -> Option<String> {
    Form::read(&members(form)).ok()?.fragment()
}

/// The verdict on a form: `{"success"}`, `{"problem"}`, or what the page shows of an error.
#[wasm_bindgen(js_name = playgroundVerdict)]
#[must_use]
pub fn verdict(form: &str, unix_ms: f64) -> String {
    verdict_of(&members(form), unix_ms as u64)
        .map_or_else(|refused| problem(&refused), |shown| shown.to_string())
}

fn verdict_of(form: &Map<String, Value>, unix_ms: u64) -> Result<Value, Refused> {
    let form = Form::read(form)?;
    if !form.text.is_empty() {
        return named(&form);
    }
    if form.provider.is_empty() && form.file.is_empty() {
        return match form.status {
            Some(status) => Ok(json!({"success": success(None, form.language, Some(status))})),
            None => Err(Refused("choose a provider".to_owned())),
        };
    }
    let provider = provider_of(&form)?;
    let context = form.context(provider, unix_ms)?;
    let Some(error) = form.classify(&context)? else {
        return Ok(json!({"success": success(Some(provider), form.language, form.status)}));
    };
    let payload = error.payload();
    let mut shown = page(&of_error(&context, payload));
    if let Some(shown) = shown.as_object_mut() {
        shown.insert("outcome".to_owned(), json!(payload.outcome));
        shown.insert("headline".to_owned(), json!(headline(form.language, payload, context.safety())));
        shown.insert("reasons".to_owned(), json!(reasons(&context, payload)));
        shown.insert("handling".to_owned(), json!(handling(payload)));
        shown.insert("forms".to_owned(), forms(payload));
    }
    Ok(shown)
}

/// The provider of a form: built in, or from a file.
fn provider_of(form: &Form) -> Result<Provider, Refused> {
    if form.file.is_empty() {
        return ffi::provider(&form.provider).map_err(Refused);
    }
    let loaded = ffi::load_provider(&form.file, Some("json"), "provider.json");
    match loaded.get("handle").and_then(Value::as_str) {
        Some(handle) => ffi::provider(handle).map_err(Refused),
        None => Err(Refused(loaded.get("message").and_then(Value::as_str).unwrap_or_default().to_owned())),
    }
}

/// A text that only names an error.
fn named(form: &Form) -> Result<Value, Refused> {
    match pasted::read(form.text.as_bytes(), form.provider.parse().ok(), None)? {
        Pasted::Named(entries, outcome) => {
            let pages = lookup::pages(&entries, outcome, form.language);
            Ok(json!({
                "outcome": outcome,
                "headline": lookup::headline(&entries, outcome, form.language),
                "pages": pages.iter().map(page).collect::<Value>(),
            }))
        }
        _ => Err(Refused("the text is more than the name of an error; paste it again".to_owned())),
    }
}

fn page(page: &Page) -> Value {
    json!({"title": page.title, "rows": page.rows, "links": page.links})
}

/// The error in every form, for both audiences.
fn forms(payload: &ErrorPayload) -> Value {
    let of = |audience: Audience| {
        json!({
            "problem": payload.to_problem(audience),
            "response": payload.to_response(audience).to_value(),
            "mcp": payload.to_mcp(audience),
            "log": payload.log_record(audience),
        })
    };
    json!({"payload": payload, "public": of(Audience::Public), "owner": of(Audience::Owner)})
}

fn members(text: &str) -> Map<String, Value> {
    json::read_object(text).unwrap_or_default()
}

fn problem(refused: &Refused) -> String {
    json!({"problem": refused.0}).to_string()
}
