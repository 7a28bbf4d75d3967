//! Explains a code without a response: by the `doc` id of an error, or by the bare code.

use payonce_core::reference_docs::{Row, Signal, class, meaning, rows, user_message};
use payonce_core::{ErrorPayload, Kind, Language, Outcome, Provider, Safety};
use serde_json::{Value, json};

use super::words::Words;
use crate::failure::Failure;
use crate::output::{heading, page as laid_out};
use crate::suggest::did_you_mean;

/// An entry of the error reference.
#[derive(Debug, Clone)]
pub(super) enum Entry {
    /// A code or category of a provider.
    Row(Box<Row>),
    /// A kind, which all providers share; with a provider if one was given.
    Kind(Option<Provider>, Kind),
}

/// All entries with this name: `provider/name`, a code or category of any provider, or a kind.
pub(super) fn find(name: &str, only: Option<Provider>) -> Result<Vec<Entry>, Failure> {
    let (provider, name) = match name.split_once('/') {
        None => (only, name),
        Some((id, rest)) => match id.to_ascii_lowercase().parse::<Provider>().ok() {
            Some(provider) if only.is_none_or(|only| only == provider) => (Some(provider), rest),
            Some(_) => return Err(Failure::Usage(format!("{name} is not a doc id of the provider given"))),
            None => {
                let ids = Provider::BUILT_IN.iter().map(|provider| provider.as_str());
                let hint = did_you_mean(id, ids.clone());
                let known = ids.collect::<Vec<_>>().join(", ");
                return Err(Failure::Usage(format!("unknown provider {id:?}{hint} known: {known}")));
            }
        },
    };
    let found = entries(name, provider);
    if !found.is_empty() {
        return Ok(found);
    }
    let providers = provider.map_or_else(|| Provider::BUILT_IN.to_vec(), |provider| vec![provider]);
    let all: Vec<Row> = providers.iter().flat_map(|provider| named(*provider)).collect();
    let known = all.iter().map(|row| row.code.as_str()).chain(Kind::ALL.iter().map(|kind| kind.as_str()));
    let whose = provider.map_or_else(|| "any provider".to_owned(), |provider| provider.to_string());
    Err(Failure::Usage(format!(
        "no code of {whose} is called {name:?}{} `payonce codes` lists them all",
        did_you_mean(name, known)
    )))
}

/// The codes with this name, else the categories, else the kind.
pub(super) fn entries(name: &str, provider: Option<Provider>) -> Vec<Entry> {
    let providers = provider.map_or_else(|| Provider::BUILT_IN.to_vec(), |provider| vec![provider]);
    // A pasted page contains many words that are not codes; rows are built only for codes.
    let is_signal = |provider: &Provider| {
        let errors = provider.spec().errors;
        let codes = errors.codes.iter().map(|row| row.code).chain(errors.types.iter().map(|row| row.key));
        codes.into_iter().any(|code| code.eq_ignore_ascii_case(name))
    };
    let by = |signal: Signal| -> Vec<Entry> {
        providers
            .iter()
            .filter(|provider| is_signal(provider))
            .flat_map(|provider| named(*provider))
            .filter(|row| row.by == signal && row.code.eq_ignore_ascii_case(name))
            .map(|row| Entry::Row(Box::new(row)))
            .collect()
    };
    let codes = by(Signal::Code);
    if !codes.is_empty() {
        return codes;
    }
    let kind = Kind::ALL.iter().copied().find(|kind| kind.as_str().eq_ignore_ascii_case(name));
    match kind {
        Some(kind) => vec![Entry::Kind(provider, kind)],
        None => by(Signal::Type),
    }
}

fn named(provider: Provider) -> Vec<Row> {
    rows(provider).into_iter().filter(|row| matches!(row.by, Signal::Code | Signal::Type)).collect()
}

/// The pages of all entries.
pub(super) fn page(entries: &[Entry], outcome: Option<Outcome>, language: Language) -> String {
    entries.iter().map(|entry| one(entry, outcome, language)).collect::<Vec<_>>().join("\n")
}

/// The entries as JSON: a list of rows, as `payonce codes --format json` prints them.
pub(super) fn json(entries: &[Entry]) -> Value {
    let value = |entry: &Entry| match entry {
        Entry::Row(row) => serde_json::to_value(row).unwrap_or_default(),
        Entry::Kind(provider, kind) => json!({"provider": provider, "kind": kind, "meaning": meaning(*kind)}),
    };
    entries.iter().map(value).collect()
}

/// `outcome` is that of the error itself, which counts more than the usual outcome of its code.
fn one(entry: &Entry, outcome: Option<Outcome>, language: Language) -> String {
    let words = Words(language);
    let (title, mut rows) = match entry {
        Entry::Row(row) => of_row(row, words, language),
        Entry::Kind(provider, kind) => of_kind(*provider, *kind, words, language),
    };
    if let Some(outcome) = outcome {
        let said = words.pick("This error reported", "Este error dijo");
        rows.insert(1, (said, format!("outcome {outcome}: {}", words.said(outcome))));
    }
    format!("{}\n\n{}", heading(&title), laid_out(&rows))
}

fn of_row(row: &Row, words: Words, language: Language) -> (String, Vec<(&'static str, String)>) {
    let mut title = format!("{}: {}", row.provider.title(), row.code);
    if let Some(status) = row.status {
        title = format!("{title}, HTTP {status}");
    }
    let safety = Safety::Unkeyed;
    let payload = row.example(language);
    let texts = |payload: &ErrorPayload| {
        vec![
            (words.pick("Did money move", "¿Se movió dinero?"), words.outcome(payload, safety).to_owned()),
            (words.pick("May I retry", "¿Puedo reintentar?"), words.retry(payload, safety)),
            (words.pick("Who must act", "Quién debe actuar"), words.actor(payload).to_owned()),
            (words.pick("What to do next", "Qué hacer ahora"), words.advice(payload.advice).to_owned()),
            (words.pick("Tell end users", "Para el usuario"), payload.user_message.clone()),
            (words.pick("Respond with", "Responder al cliente"), format!("HTTP {}", payload.respond_status)),
        ]
    };
    let mut rows = vec![(
        words.pick("What it means", "Qué significa"),
        format!("{}\n{}.", words.kind(row.kind), row.meaning.trim_end_matches('.')),
    )];
    rows.extend(texts(&payload));
    rows.push((words.pick("Class", "Clase"), row.class.to_owned()));
    rows.push((
        words.pick("Assumed", "Supuesto"),
        words
            .pick(
                "a request that changes something and has no key; each error reports its own values",
                "una solicitud que cambia algo y no tiene clave; cada error indica lo suyo",
            )
            .to_owned(),
    ));
    if !row.source.is_empty() {
        rows.push((words.pick("Source", "Fuente"), row.source.to_owned()));
    }
    rows.push((words.pick("Reference", "Referencia"), reference(row.provider, &row.code)));
    (title, rows)
}

fn of_kind(
    provider: Option<Provider>,
    kind: Kind,
    words: Words,
    language: Language,
) -> (String, Vec<(&'static str, String)>) {
    let title = provider.map_or_else(|| kind.to_string(), |provider| format!("{}: {kind}", provider.title()));
    let mut rows = vec![
        (
            words.pick("What it means", "Qué significa"),
            format!("{}\n{}.", words.kind(kind), meaning(kind).trim_end_matches('.')),
        ),
        (
            words.pick("Did money move", "¿Se movió dinero?"),
            words
                .pick(
                    "The kind does not determine it; see the outcome of the error.",
                    "El tipo por sí solo no lo dice; lo dice el outcome del error.",
                )
                .to_owned(),
        ),
    ];
    if let Some(provider) = provider {
        let user = user_message(provider, kind, language);
        let class = class(provider, kind);
        rows.push((words.pick("Tell end users", "Para el usuario"), user));
        rows.push((words.pick("Class", "Clase"), class.to_owned()));
        rows.push((words.pick("Reference", "Referencia"), reference(provider, kind.as_str())));
    } else {
        rows.push((words.pick("Class", "Clase"), kind.class_name().to_owned()));
    }
    (title, rows)
}

fn reference(provider: Provider, code: &str) -> String {
    let name = code.to_ascii_lowercase();
    format!("docs/errors/{provider}.md: {provider}/{name}")
}
