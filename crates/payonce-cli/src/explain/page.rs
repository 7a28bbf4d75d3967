//! The page for people.

use std::fmt::Write as _;

use payonce_core::{Context, ErrorPayload, Language, Outcome, Provider, Reference, Safety};
use serde_json::Value;

use super::words::Words;
use crate::output::{heading, page as laid_out, visible};

pub(super) fn page(context: &Context, status: Option<u16>, error: Option<&ErrorPayload>) -> String {
    let words = Words(context.texts.language);
    match error {
        Some(payload) => failure(context, words, payload),
        None => success(Some(context.provider), context.texts.language, status),
    }
}

/// Without a provider, a response that is a success for all of them.
pub(super) fn success(provider: Option<Provider>, language: Language, status: Option<u16>) -> String {
    let words = Words(language);
    let who =
        provider.map(|provider| format!("{} {}", provider.title(), words.pick("responded", "respondió")));
    let status = status.map(|status| format!("HTTP {status}"));
    let head: Vec<String> = who.into_iter().chain(status).collect();
    let rest = words.pick(
        "this is a success. There is no error to explain.",
        "es un éxito. No hay ningún error que explicar.",
    );
    format!("{}: {rest}\n", head.join(" "))
}

fn failure(context: &Context, words: Words, payload: &ErrorPayload) -> String {
    let safety = context.safety();
    let mut title = format!("{}: {}", context.provider.title(), payload.kind);
    if let Some(code) = payload.code.as_deref().filter(|code| *code != payload.kind.as_str()) {
        let _ = write!(title, " [{}]", visible(code));
    }
    if let Some(status) = payload.status {
        let _ = write!(title, ", HTTP {status}");
    }
    let mut rows = vec![
        (words.pick("What happened", "Qué pasó"), happened(context, words, payload)),
        (words.pick("Did money move", "¿Se movió dinero?"), words.outcome(payload, safety).to_owned()),
        (words.pick("May I retry", "¿Puedo reintentar?"), words.retry(payload, safety)),
        (words.pick("Who must act", "Quién debe actuar"), words.actor(payload).to_owned()),
        (words.pick("What to do next", "Qué hacer ahora"), words.advice(payload.advice).to_owned()),
        (words.pick("Tell end users", "Para el usuario"), visible(&payload.user_message)),
        (words.pick("Respond with", "Responder al cliente"), format!("HTTP {}", payload.respond_status)),
    ];
    if let Some(id) = &payload.request_id {
        rows.push((words.pick("Request id", "Id de la solicitud"), visible(id)));
    }
    for (name, value) in found_by(&payload.reference) {
        rows.push((words.pick("Found by", "Se encuentra por"), visible(&format!("{name}: {value}"))));
    }
    for (index, (name, value)) in payload.details.iter().enumerate() {
        let label = if index == 0 { words.pick("Details", "Detalles") } else { "" };
        rows.push((label, visible(&format!("{name}: {}", plain(value)))));
    }
    rows.push((words.pick("Class", "Clase"), visible(&payload.class)));
    rows.push((words.pick("Assumed", "Supuesto"), assumed(context, words, safety)));
    let slug = payload.doc.split_once('/').map_or(payload.kind.as_str(), |(_, slug)| slug);
    let mut links = error_links(payload.provider, &visible(slug));
    if payload.outcome == Outcome::Unknown {
        links.insert(0, unknown_link());
    }
    linked(&title, &rows, &links)
}

const PAGES: &str = "https://github.com/payonce/payonce/blob/main/docs";

/// The page of an error. The reference of a provider from a file is not on the web: `payonce provider docs` prints it.
pub(super) fn error_links(provider: Provider, slug: &str) -> Vec<String> {
    let is_built_in = Provider::BUILT_IN.contains(&provider);
    let link = || format!("{PAGES}/errors/{provider}.md#{}", slug.to_ascii_lowercase());
    is_built_in.then(link).into_iter().collect()
}

/// The page about payments whose outcome is not known.
pub(super) fn unknown_link() -> String {
    format!("{PAGES}/unknown-payments.md")
}

/// The page about the words of errors.
pub(super) fn vocabulary_link() -> String {
    format!("{PAGES}/vocabulary.md")
}

/// A page. Its links are below the table, which would break them.
pub(super) fn linked(title: &str, rows: &[(&str, String)], links: &[String]) -> String {
    let links: String = links.iter().map(|link| format!("{link}\n")).collect();
    format!("{}\n\n{}\n{links}", heading(title), laid_out(rows))
}

/// The text with a capital at its start.
pub(super) fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// The meaning of the kind, the provider's description of the code, then the message or how far the call got.
fn happened(context: &Context, words: Words, payload: &ErrorPayload) -> String {
    let mut text = words.kind(payload.kind).to_owned();
    let row = payload.code.as_deref().and_then(|code| context.provider.spec().errors.code(code));
    if let Some(row) = row {
        let _ = write!(text, "\n{}: {}.", row.code, row.meaning);
    }
    let detail = match words.phase(payload.phase) {
        Some(phase) if payload.status.is_none() => phase.to_owned(),
        _ => visible(&payload.message),
    };
    let _ = write!(text, "\n{detail}");
    text
}

fn assumed(context: &Context, words: Words, safety: Safety) -> String {
    let what = match (context.operation, context.safety) {
        (Some(operation), _) => operation.name.to_owned(),
        (None, Some(_)) => words.pick("as given", "según lo indicado").to_owned(),
        (None, None) => words.pick("no operation given", "sin operación indicada").to_owned(),
    };
    format!("{what}; {safety}: {}", words.safety(safety))
}

/// What the call can be found by, if it has to be found.
fn found_by(reference: &Reference) -> impl Iterator<Item = (&'static str, &str)> {
    let Reference { idempotency_key, reference, id, hash, ledger_id, intent_id, .. } = reference;
    let members = [
        ("reference", reference),
        ("idempotency_key", idempotency_key),
        ("id", id),
        ("hash", hash),
        ("ledger_id", ledger_id),
        ("intent_id", intent_id),
    ];
    members.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)))
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}
