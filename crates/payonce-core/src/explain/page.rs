//! The explanation of one error, as data that a terminal and a web page lay out.

use std::fmt::Write as _;

use serde_json::Value;

use crate::classify::Context;
use crate::error::{ErrorPayload, Reference};
use crate::explain::words::Words;
use crate::model::addresses::{DOCUMENTS, error_page};
use crate::model::safety::Safety;
use crate::model::user_message::Language;
use crate::model::vocabulary::Outcome;
use crate::spec::provider::Provider;

/// An explanation. It can contain texts of a provider, so that a program escapes them before it prints them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The provider, the kind or code, and the status.
    pub title: String,
    /// The questions, each with the lines of its answer. A line of details after the first has no question.
    pub rows: Vec<(&'static str, Vec<String>)>,
    /// Where to read more.
    pub links: Vec<String>,
}

/// A response that is a success, for this provider or, without one, for all of them.
#[must_use]
pub fn success(provider: Option<Provider>, language: Language, status: Option<u16>) -> String {
    let words = Words(language);
    let who =
        provider.map(|provider| format!("{} {}", provider.title(), words.pick("responded", "respondió")));
    let status = status.map(|status| format!("HTTP {status}"));
    let head: Vec<String> = who.into_iter().chain(status).collect();
    let rest = words.pick(
        "this is a success. There is no error to explain.",
        "es un éxito. No hay ningún error que explicar.",
    );
    format!("{}: {rest}", head.join(" "))
}

/// The verdict in two or three sentences: whether money moved, whether to pay again, and what to do instead.
#[must_use]
pub fn headline(language: Language, payload: &ErrorPayload, safety: Safety) -> Vec<String> {
    let found = found_by(&payload.reference).next().map(|(name, value)| format!("{name} {value}"));
    Words(language).headline(payload, safety, found.as_deref())
}

/// The explanation of an error.
#[must_use]
pub fn of_error(context: &Context, payload: &ErrorPayload) -> Page {
    let words = Words(context.texts.language);
    let safety = context.safety();
    let mut title = format!("{}: {}", context.provider.title(), payload.kind);
    if let Some(code) = payload.code.as_deref().filter(|code| *code != payload.kind.as_str()) {
        let _ = write!(title, " [{code}]");
    }
    if let Some(status) = payload.status {
        let _ = write!(title, ", HTTP {status}");
    }
    let one = |text: &str| vec![text.to_owned()];
    let mut rows = vec![
        (words.pick("What happened", "Qué pasó"), happened(context, words, payload)),
        (words.pick("Did money move", "¿Se movió dinero?"), one(words.outcome(payload, safety))),
        (words.pick("May I retry", "¿Puedo reintentar?"), vec![words.retry(payload, safety)]),
        (words.pick("Who must act", "Quién debe actuar"), one(words.actor(payload))),
        (words.pick("What to do next", "Qué hacer ahora"), one(words.advice(payload.advice))),
        (words.pick("Tell end users", "Para el usuario"), one(&payload.user_message)),
        (
            words.pick("Respond with", "Responder al cliente"),
            vec![format!("HTTP {}", payload.respond_status)],
        ),
    ];
    if let Some(id) = &payload.request_id {
        rows.push((words.pick("Request id", "Id de la solicitud"), one(id)));
    }
    for (name, value) in found_by(&payload.reference) {
        rows.push((words.pick("Found by", "Se encuentra por"), vec![format!("{name}: {value}")]));
    }
    for (index, (name, value)) in payload.details.iter().enumerate() {
        let label = if index == 0 { words.pick("Details", "Detalles") } else { "" };
        rows.push((label, vec![format!("{name}: {}", plain(value))]));
    }
    rows.push((words.pick("Class", "Clase"), one(&payload.class)));
    rows.push((words.pick("Assumed", "Supuesto"), vec![assumed(context, words, safety)]));
    let slug = payload.doc.split_once('/').map_or(payload.kind.as_str(), |(_, slug)| slug);
    let mut links = error_links(payload.provider, slug);
    if payload.outcome == Outcome::Unknown {
        links.insert(0, unknown_link());
    }
    Page { title, rows, links }
}

/// The page of an error. The reference of a provider from a file is not on the web: `payonce provider docs` prints it.
pub(super) fn error_links(provider: Provider, slug: &str) -> Vec<String> {
    let is_built_in = Provider::BUILT_IN.contains(&provider);
    is_built_in.then(|| error_page(provider.as_str(), slug)).into_iter().collect()
}

/// The page about payments whose outcome is not known.
pub(super) fn unknown_link() -> String {
    format!("{DOCUMENTS}/unknown-payments.md")
}

/// The page about the words of errors.
pub(super) fn vocabulary_link() -> String {
    format!("{DOCUMENTS}/vocabulary.md")
}

/// The text with a capital at its start.
pub(super) fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// The meaning of the kind, the provider's description of the code, then the message or how far the call got.
fn happened(context: &Context, words: Words, payload: &ErrorPayload) -> Vec<String> {
    let mut lines = vec![words.kind(payload.kind).to_owned()];
    let row = payload.code.as_deref().and_then(|code| context.provider.spec().errors.code(code));
    if let Some(row) = row {
        lines.push(format!("{}: {}.", row.code, row.meaning));
    }
    match words.phase(payload.phase) {
        Some(phase) if payload.status.is_none() => lines.push(phase.to_owned()),
        // Without a text of the provider, the message is the meaning of the row.
        _ if row.is_some_and(|row| row.meaning == payload.message) => {}
        _ => lines.push(payload.message.clone()),
    }
    lines
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
