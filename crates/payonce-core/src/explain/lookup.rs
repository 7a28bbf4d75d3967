//! Explains a code without a response: by the `doc` id of an error, or by the bare code.

use serde_json::{Value, json};

use crate::error::ErrorPayload;
use crate::explain::Refused;
use crate::explain::page::{Page, error_links, sentence, unknown_link, vocabulary_link};
use crate::explain::suggest::{did_you_mean, separated};
use crate::explain::words::Words;
use crate::model::safety::Safety;
use crate::model::user_message::Language;
use crate::model::vocabulary::{Advice, Kind, Outcome};
use crate::reference_docs::{Row, Signal, class, meaning, rows, user_message};
use crate::spec::provider::Provider;

/// An entry of the error reference.
#[derive(Debug, Clone)]
pub enum Entry {
    /// A code or category of a provider.
    Row(Box<Row>),
    /// A kind, which all providers share; with a provider if one was given.
    Kind(Option<Provider>, Kind),
    /// Whether a call took effect.
    Outcome(Outcome),
    /// A next step.
    Advice(Advice),
}

/// All entries with this name: `provider/name`, or a code, a category, a status, a class or a word of any provider.
///
/// # Errors
/// No entry has this name; the text names similar ones.
pub fn find(name: &str, only: Option<Provider>) -> Result<Vec<Entry>, Refused> {
    let name = name.trim().trim_matches('/');
    let found = spelled(name, only);
    if !found.is_empty() {
        return Ok(found);
    }
    let (provider, name) = match name.split_once(['/', ':', ' ']) {
        None => (only, name),
        Some((id, rest)) => match id.to_ascii_lowercase().parse::<Provider>().ok() {
            // A file that extends a built-in provider has its id.
            Some(provider) if only.is_none_or(|only| only == provider) => {
                (Some(only.unwrap_or(provider)), rest.trim())
            }
            Some(_) => return Err(Refused(format!("{name} is not a doc id of the provider given"))),
            None => {
                let ids = Provider::BUILT_IN.iter().map(|provider| provider.as_str());
                let hint = separated(&did_you_mean(id, ids.clone()));
                let known = ids.collect::<Vec<_>>().join(", ");
                return Err(Refused(format!(
                    "unknown provider \"{}\"{hint}known: {known}",
                    id.escape_debug()
                )));
            }
        },
    };
    let found = spelled(name, provider);
    if !found.is_empty() {
        return Ok(found);
    }
    let is_provider = |provider: &&Provider| {
        [provider.as_str(), provider.class_name()].into_iter().any(|known| known.eq_ignore_ascii_case(name))
    };
    if let Some(provider) = Provider::BUILT_IN.iter().find(is_provider) {
        return Err(Refused(format!(
            "{name} names a provider; add a code, as in {provider}/CODE; `payonce codes --provider {provider}` lists its \
             codes"
        )));
    }
    let providers = provider.map_or_else(|| Provider::BUILT_IN.to_vec(), |provider| vec![provider]);
    let all: Vec<Row> = providers.iter().flat_map(|provider| named(*provider)).collect();
    let known = all.iter().map(|row| row.code.as_str()).chain(Kind::ALL.iter().map(|kind| kind.as_str()));
    let whose = provider.map_or_else(|| "any provider".to_owned(), |provider| provider.to_string());
    Err(Refused(format!(
        "no code of {whose} is called \"{}\"{}`payonce codes` lists them all",
        name.escape_debug(),
        separated(&did_you_mean(name, known))
    )))
}

/// The entries with this name in any of the spellings that a person uses.
fn spelled(name: &str, provider: Option<Provider>) -> Vec<Entry> {
    let mut found = entries(name, provider);
    if found.is_empty() {
        found = entries(&name.replace(['-', ' '], "_"), provider);
    }
    if found.is_empty() && name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_digit()) {
        let providers = provider.map_or_else(|| Provider::BUILT_IN.to_vec(), |provider| vec![provider]);
        let of_status = |row: &Row| row.by == Signal::Status && row.code == name;
        let rows_of = providers.iter().flat_map(|provider| rows(*provider)).filter(of_status);
        found = rows_of.map(|row| Entry::Row(Box::new(row))).collect();
    }
    let outcome = outcome_of(name);
    if found.is_empty() {
        let class = name.rsplit(['.', ':']).next().unwrap_or(name);
        let is_class = |kind: &Kind| {
            let known = kind.class_name();
            [known, known.trim_end_matches("Error")]
                .into_iter()
                .any(|known| known.eq_ignore_ascii_case(class))
        };
        found = Kind::ALL.iter().copied().filter(is_class).map(|kind| Entry::Kind(provider, kind)).collect();
    }
    if let Some(outcome) = outcome {
        found.insert(0, Entry::Outcome(outcome));
    }
    if found.is_empty()
        && let Ok(advice) = word_of(name).parse::<Advice>()
    {
        found.push(Entry::Advice(advice));
    }
    found
}

fn word_of(name: &str) -> String {
    name.to_ascii_lowercase().replace(['-', ' '], "_")
}

/// The outcome with this name, or that of the class with this name in Python and TypeScript.
fn outcome_of(name: &str) -> Option<Outcome> {
    let class = name.rsplit(['.', ':']).next().unwrap_or(name);
    outcome_of_class(class).or_else(|| word_of(name).parse().ok())
}

/// The outcome that every error of this class has.
pub(crate) fn outcome_of_class(class: &str) -> Option<Outcome> {
    match class {
        "AlreadyAppliedError" => Some(Outcome::Applied),
        "NotAppliedError" | "NotSentError" => Some(Outcome::NotApplied),
        "OutcomeUnknownError" => Some(Outcome::Unknown),
        "PendingError" => Some(Outcome::Pending),
        _ => None,
    }
}

/// The codes with this name, else the categories, else the kind.
pub(crate) fn entries(name: &str, provider: Option<Provider>) -> Vec<Entry> {
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

/// The pages of all entries. `outcome` is that of the error itself, which counts more than the usual outcome of its code.
#[must_use]
pub fn pages(entries: &[Entry], outcome: Option<Outcome>, language: Language) -> Vec<Page> {
    entries.iter().map(|entry| one(entry, outcome, language)).collect()
}

/// The verdict on named entries in sentences: whether money moved, and what to do.
#[must_use]
pub fn headline(entries: &[Entry], outcome: Option<Outcome>, language: Language) -> Vec<String> {
    let words = Words(language);
    let row = entries.iter().find_map(|entry| match entry {
        Entry::Row(row) => Some(row),
        _ => None,
    });
    match (row, outcome) {
        (Some(row), None) => words.headline(&row.example(language), Safety::Unkeyed, None),
        (Some(row), Some(outcome)) if row.outcome == outcome => {
            words.headline(&row.example(language), Safety::Unkeyed, None)
        }
        (_, Some(outcome)) => words.of_outcome(outcome),
        (None, None) => vec![
            words
                .pick(
                    "The kind alone does not show whether money moved.",
                    "El tipo no dice si se movió dinero.",
                )
                .to_owned(),
            words.pick("Read the outcome of the error.", "Lea el outcome del error.").to_owned(),
        ],
    }
}

/// The entries as JSON: a list of rows, as `payonce codes --format json` prints them.
#[must_use]
pub fn json(entries: &[Entry]) -> Value {
    let value = |entry: &Entry| match entry {
        Entry::Row(row) => serde_json::to_value(row).unwrap_or_default(),
        Entry::Kind(provider, kind) => json!({"provider": provider, "kind": kind, "meaning": meaning(*kind)}),
        Entry::Outcome(outcome) => json!({"outcome": outcome, "meaning": outcome.doc()}),
        Entry::Advice(advice) => json!({"advice": advice, "meaning": advice.doc()}),
    };
    entries.iter().map(value).collect()
}

fn one(entry: &Entry, outcome: Option<Outcome>, language: Language) -> Page {
    let words = Words(language);
    let means = || words.pick("What it means", "Qué significa");
    let (title, mut rows, mut links) = match entry {
        Entry::Row(row) => of_row(row, words, language),
        Entry::Kind(provider, kind) => of_kind(*provider, *kind, outcome.is_some(), words, language),
        Entry::Outcome(of) => {
            (format!("outcome {of}"), vec![(means(), sentence(words.said(*of)))], vec![vocabulary_link()])
        }
        Entry::Advice(advice) => (
            format!("advice {advice}"),
            vec![(means(), words.advice(*advice).to_owned())],
            vec![vocabulary_link()],
        ),
    };
    if outcome == Some(Outcome::Unknown) || matches!(entry, Entry::Outcome(Outcome::Unknown)) {
        links.insert(0, unknown_link());
    }
    if let Some(outcome) = outcome {
        let said = words.pick("This error reported", "Este error dijo");
        rows.insert(1, (said, format!("outcome {outcome}: {}", words.said(outcome))));
    }
    Page { title, rows: rows.into_iter().map(|(label, text)| (label, lines(&text))).collect(), links }
}

/// The texts of our own are on as many lines as they have.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(ToOwned::to_owned).collect()
}

/// The title, the rows and the links of a page.
type Parts = (String, Vec<(&'static str, String)>, Vec<String>);

fn of_row(row: &Row, words: Words, language: Language) -> Parts {
    let mut title = format!("{}: {}", row.provider.title(), row.code);
    if let Some(status) = row.status.filter(|_| row.by != Signal::Status) {
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
    let mut rows =
        vec![(words.pick("What it means", "Qué significa"), both(words.kind(row.kind), row.meaning))];
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
    // A category and a status have no heading of their own.
    let slug = if row.by == Signal::Code { row.code.as_str() } else { row.kind.as_str() };
    (title, rows, error_links(row.provider, slug))
}

/// The meaning of a kind and that of a code, which can be the same.
fn both(kind: &str, code: &str) -> String {
    let own = format!("{}.", sentence(code.trim_end_matches('.')));
    if code.is_empty() || own.eq_ignore_ascii_case(kind) { kind.to_owned() } else { format!("{kind}\n{own}") }
}

fn of_kind(
    provider: Option<Provider>,
    kind: Kind,
    has_outcome: bool,
    words: Words,
    language: Language,
) -> Parts {
    let title = provider.map_or_else(|| kind.to_string(), |provider| format!("{}: {kind}", provider.title()));
    let mut rows =
        vec![(words.pick("What it means", "Qué significa"), both(words.kind(kind), meaning(kind)))];
    if !has_outcome {
        rows.push((
            words.pick("Did money move", "¿Se movió dinero?"),
            words
                .pick(
                    "The kind does not determine it; see the outcome of the error.",
                    "El tipo por sí solo no lo dice; lo dice el outcome del error.",
                )
                .to_owned(),
        ));
    }
    let mut links = vec![vocabulary_link()];
    if let Some(provider) = provider {
        let user = user_message(provider, kind, Outcome::NotApplied, language);
        let class = class(provider, kind);
        rows.push((words.pick("Tell end users", "Para el usuario"), user));
        rows.push((words.pick("Class", "Clase"), class.to_owned()));
        links = error_links(provider, kind.as_str());
    } else {
        rows.push((words.pick("Class", "Clase"), kind.class_name().to_owned()));
    }
    (title, rows, links)
}
