//! The codes of the document, each as it is before a person has decided what it proves.

use std::collections::BTreeSet;

use payonce_core::{
    Actor, Context, FileFormat, Headers, Kind, Provider, Received, Response, classify, provider_file,
};

use super::assembly::Block;
use super::errors::Errors;
use super::header::Header;
use super::names::quoted;
use super::questions::Questions;

const CODES: &str = "Which codes prove that nothing happened? Write evidence = \"refused\" there, and \"duplicate\", \"applied\" or \
    \"pending\" where the provider documents it. While it is \"none\", the outcome of such a response is unknown. kind and actor \
    are those of the status.";

/// The codes, each as it is before a person has decided what it proves.
pub(super) fn codes(
    errors: &Errors,
    header: &Header,
    questions: &mut Questions,
) -> Result<Vec<Block>, String> {
    let minimal = format!("payonce = 1\nid = {}\ntitle = \"draft\"\n", quoted(&header.id));
    let plain = provider_file::load(&minimal, FileFormat::Toml, &header.id).map_err(|refused| {
        refused.problems.first().map(|problem| problem.message.clone()).unwrap_or_default()
    })?;
    let mut blocks = Vec::new();
    let mut seen = BTreeSet::new();
    let mut without = Vec::new();
    for (code, facts) in &errors.codes {
        if code.trim().is_empty() || code.chars().any(char::is_control) {
            continue;
        }
        if !seen.insert(code.to_ascii_lowercase()) {
            continue;
        }
        let Some(status) = facts.status() else {
            without.push(code.as_str());
            continue;
        };
        let (kind, actor) = by_status(plain.provider, status);
        let question = if blocks.is_empty() { questions.ask(CODES) } else { String::new() };
        let text = format!(
            "{question}[[code]]\ncode = {}\nkind = \"{kind}\"\nactor = \"{actor}\"\nevidence = \"none\"\nstatus = {status}\n\
             source = {}\n",
            quoted(code),
            quoted(&facts.source)
        );
        blocks.push(Block { what: format!("the code {code}"), text });
    }
    if !without.is_empty() {
        let question = format!(
            "The document lists codes without one status: {}. Declare those that you need as [[code]], with what each proves.",
            several(&without)
        );
        blocks.push(Block { what: "codes without a status".to_owned(), text: questions.ask(&question) });
    }
    if !errors.categories.is_empty() {
        let words: Vec<&str> = errors.categories.iter().map(String::as_str).collect();
        let question = format!(
            "The document lists types of errors: {}. Does one of them prove more than its status? Then declare it as [[category]].",
            several(&words)
        );
        blocks.push(Block { what: "types of errors".to_owned(), text: questions.ask(&question) });
    }
    Ok(blocks)
}

/// The first of these names, and how many more there are.
fn several(names: &[&str]) -> String {
    const MOST: usize = 60;
    let shown = names.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(MOST).filter(|more| *more > 0) {
        Some(more) => format!("{shown} and {more} more"),
        None => shown,
    }
}

/// What a status means by itself.
fn by_status(provider: Provider, status: u16) -> (Kind, Actor) {
    let response = Response { status, headers: Headers::new(), body: b"{}".to_vec() };
    let error = classify(&Context::new(provider), &Received::Response(response));
    let (kind, actor) =
        error.map_or((Kind::Unknown, Actor::Provider), |error| (error.payload().kind, error.payload().actor));
    // A provider does not send what only the client can know.
    if matches!(kind, Kind::InvalidArgument | Kind::Connection | Kind::Cancelled) {
        return (Kind::Unknown, actor);
    }
    (kind, actor)
}
