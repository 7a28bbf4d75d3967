//! Reads a pasted text: an error's JSON in a log line, the output of `curl -i`, a traceback, a bare body, or a message
//! of JSON-RPC or MCP.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::classify::verdict::{Facts, Verdict, derive};
use crate::classify::{Context, classify, classify_message};
use crate::error::{ErrorPayload, Reference};
use crate::explain::Refused;
use crate::explain::lookup::{Entry, entries, outcome_of_class};
use crate::model::headers::Headers;
use crate::model::http::{Received, Response};
use crate::model::safety::Safety;
use crate::model::user_message::Language;
use crate::model::vocabulary::{Actor, Evidence, Kind, Outcome, Phase};
use crate::reference_docs::{class, user_message};
use crate::spec::errors::STATUSES;
use crate::spec::provider::Provider;

/// The content of the text.
#[derive(Debug)]
pub enum Pasted {
    /// The JSON form of an error of payonce.
    ErrorPayload(Box<ErrorPayload>),
    /// The response of a provider, or of one of several that send such a response.
    Response(Vec<Provider>, Response),
    /// A response with this status that is a success for every provider.
    Success(u16),
    /// A message that came without HTTP: a JSON-RPC response or error, an MCP tool result, a problem.
    Message(Provider, Vec<u8>),
    /// The text of an error of payonce: the names in it, and its outcome.
    Named(Vec<Entry>, Option<Outcome>),
}

/// Reads the text; `provider` and `status` are known from the arguments.
///
/// # Errors
/// What is missing in the text, and what to do.
pub fn read(text: &[u8], provider: Option<Provider>, status: Option<u16>) -> Result<Pasted, Refused> {
    let text = &*decoded(text);
    if text.trim_ascii().is_empty() {
        return Err(Refused(
            "the input is empty; paste an error's JSON, the output of `curl -i`, the last line of a traceback, or the \
             body of a response"
                .to_owned(),
        ));
    }
    // An unreadable byte must not hide the rest of the text. The body of a response keeps its bytes.
    if let Some(response) = curl(text) {
        if provider.is_none() && is_success(&response) {
            return Ok(Pasted::Success(response.status));
        }
        return Ok(Pasted::Response(whose(provider, &response)?, response));
    }
    let text = String::from_utf8_lossy(text);
    let documents = documents(&text);
    if let Some(payload) = documents.iter().find_map(payload_in) {
        return Ok(Pasted::ErrorPayload(Box::new(payload)));
    }
    // The printed line of an error counts more than JSON inside it.
    if status.is_none()
        && let Some((found, outcome)) = named(&text, provider)
    {
        return Ok(Pasted::Named(found, outcome));
    }
    if let Some(body) = documents.into_iter().find(Value::is_object) {
        let with_status =
            |status| Response { status, headers: Headers::default(), body: body.to_string().into_bytes() };
        let providers = whose(provider, &with_status(status.unwrap_or(400)))?;
        let [provider] = providers.as_slice() else {
            // Each would have another usual status.
            return Err(several(&providers));
        };
        let provider = *provider;
        if status.is_none() && classify_message(&Context::new(provider), body.to_string().as_bytes()).is_ok()
        {
            return Ok(Pasted::Message(provider, body.to_string().into_bytes()));
        }
        let status = status.unwrap_or_else(|| usual_status(provider, &with_status(400)));
        return Ok(Pasted::Response(vec![provider], with_status(status)));
    }
    Err(Refused(
        "there is no error in this text; paste an error's JSON, the output of `curl -i`, the last line of a traceback, \
         the body of a response, a JSON-RPC error, or an MCP tool result"
            .to_owned(),
    ))
}

/// The text as UTF-8 without its mark. PowerShell writes a file in UTF-16.
fn decoded(text: &[u8]) -> Cow<'_, [u8]> {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(unit);
        let text: String = char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{fffd}')).collect();
        Cow::Owned(text.into_bytes())
    };
    match text {
        [0xef, 0xbb, 0xbf, rest @ ..] => Cow::Borrowed(rest),
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => Cow::Borrowed(text),
    }
}

/// The last response in the output of `curl -i` or `curl -v`.
fn curl(text: &[u8]) -> Option<Response> {
    let mut rest = text;
    let mut found: Option<(u16, Vec<(String, String)>)> = None;
    // `curl -v` prints notes and the request before and between the responses.
    loop {
        let (line, after) = next_line(rest)?;
        let line = String::from_utf8_lossy(line);
        let shown = line.trim_start_matches("< ").trim_end();
        if shown.starts_with("HTTP/") {
            let (status, headers, body) = head(rest)?;
            found = Some((status, headers));
            rest = without_notes(body);
            // A redirect, `100 Continue` or the response of a proxy: another response follows.
            let follows = next_line(rest).is_some_and(|(line, _)| {
                line.starts_with(b"HTTP/") || line.starts_with(b"< HTTP/") || line.starts_with(b"> ")
            });
            if !follows {
                break;
            }
        } else if found.is_some() || !is_note(&line) {
            break;
        } else {
            rest = after;
        }
    }
    let (status, headers) = found?;
    let body = without_last_note(rest).to_vec();
    Some(Response { status, headers: headers.into_iter().collect(), body })
}

/// The text after the notes that `curl -v` prints between a head and its body, or before the next head.
fn without_notes(mut text: &[u8]) -> &[u8] {
    while let Some((line, rest)) = next_line(text) {
        let moved = line.trim_ascii_end().ends_with(b" bytes data]");
        if !line.starts_with(b"* ") && !moved {
            break;
        }
        text = rest;
    }
    text
}

/// The body without the note about the connection, which `curl -v` prints directly behind it.
fn without_last_note(body: &[u8]) -> &[u8] {
    const NOTE: &[u8] = b"* Connection #";
    let noted = body.windows(NOTE.len()).rposition(|window| window == NOTE);
    let is_last = |place: &usize| body.iter().skip(*place).filter(|byte| **byte == b'\n').count() <= 1;
    noted.filter(is_last).and_then(|place| body.get(..place)).unwrap_or(body)
}

/// A note of `curl`, a blank line, or a prompt with the command.
fn is_note(line: &str) -> bool {
    let line = line.trim_end();
    line.is_empty() || line.starts_with(['*', '>', '{', '}', '$', '%']) || line.starts_with("curl ")
}

fn next_line(text: &[u8]) -> Option<(&[u8], &[u8])> {
    if text.is_empty() {
        return None;
    }
    let end = text.iter().position(|byte| *byte == b'\n').map_or(text.len(), |place| place + 1);
    Some(text.split_at(end))
}

type Head<'a> = (u16, Vec<(String, String)>, &'a [u8]);

fn head(text: &[u8]) -> Option<Head<'_>> {
    let (first, mut rest) = next_line(text)?;
    let first = String::from_utf8_lossy(first);
    let status = first.trim_start_matches("< ").split_whitespace().nth(1)?.parse().ok();
    // As the form accepts it.
    let status = status.filter(|status| (100..=999).contains(status))?;
    let mut headers = Vec::new();
    while let Some((line, after)) = next_line(rest) {
        rest = after;
        let line = String::from_utf8_lossy(line);
        let line = line.trim_end().trim_start_matches("< ").trim_start_matches('<');
        match line.split_once(':') {
            _ if line.is_empty() => break,
            Some((name, value)) => headers.push((name.trim().to_owned(), value.trim().to_owned())),
            None => {}
        }
    }
    Some((status, headers, rest))
}

/// Every JSON object or list in the text.
fn documents(text: &str) -> Vec<Value> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(['{', '[']) {
        let (_, from) = rest.split_at(start);
        let mut stream = serde_json::Deserializer::from_str(from).into_iter::<Value>();
        let read = match stream.next() {
            Some(Ok(value)) => {
                found.push(value);
                stream.byte_offset()
            }
            // An error is not nested that deeply, and reading it again from each level would take too long.
            Some(Err(error)) if error.to_string().starts_with("recursion limit") => depth_of(from),
            _ => 1,
        };
        rest = from.get(read..).unwrap_or_default();
    }
    found
}

/// The bytes up to the level at which the reader refuses a document.
fn depth_of(text: &str) -> usize {
    text.match_indices(['{', '[']).nth(100).map_or(text.len(), |(place, _)| place)
}

/// The error in a document: the document itself, any member of it, or JSON in a string of it.
fn payload_in(value: &Value) -> Option<ErrorPayload> {
    match value {
        Value::Object(members) => payload_of(members).or_else(|| members.values().find_map(payload_in)),
        Value::Array(items) => items.iter().find_map(payload_in),
        Value::String(text) if text.contains('{') => documents(text).iter().find_map(payload_in),
        _ => None,
    }
}

/// Reads the JSON form, or the flat record of `log_record`.
fn payload_of(members: &Map<String, Value>) -> Option<ErrorPayload> {
    let word = |name: &str| members.get(name).and_then(Value::as_str);
    let (provider, kind) = (word("provider")?.parse().ok()?, word("kind")?.parse().ok()?);
    let outcome = word("outcome")?.parse().ok()?;
    if let Ok(payload) = serde_json::from_value(Value::Object(members.clone())) {
        return Some(payload);
    }
    let verdict = verdict_of(provider, kind, outcome, members);
    let mut whole = json!({
        "class": class(provider, kind), "code": null, "type": null,
        "status": null, "phase": "answered", "message": "", "user_message": user_message(provider, kind, outcome, Language::English), "actor": "none",
        "advice": verdict.advice, "retryable": verdict.retryable, "retry_after_ms": null,
        "respond_status": verdict.respond_status, "request_id": null, "operation": null,
        "attempts": null, "doc": format!("{provider}/{kind}"),
    });
    let fields = whole.as_object_mut()?;
    let known: Vec<String> =
        fields.keys().cloned().chain(["provider", "kind", "outcome"].map(str::to_owned)).collect();
    fields
        .extend(members.iter().filter(|(name, _)| known.contains(name)).map(|(n, v)| (n.clone(), v.clone())));
    if let Some(text) = word("error_message") {
        fields.insert("message".to_owned(), text.into());
    }
    let mut reference = Reference::default().to_value();
    if let Some(found_by) = reference.as_object_mut() {
        for (name, place) in found_by.iter_mut() {
            let nested = || members.get("reference").and_then(|reference| reference.get(name));
            let given = members.get(name).filter(|value| value.is_string()).or_else(nested);
            if let Some(value) = given {
                *place = value.clone();
            }
        }
    }
    let mut details = members.get("details").and_then(Value::as_object).cloned().unwrap_or_default();
    details.extend(
        members
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix("details.")?.to_owned(), value.clone()))),
    );
    fields.insert("reference".to_owned(), reference);
    fields.insert("details".to_owned(), Value::Object(details));
    serde_json::from_value(whole).ok()
}

/// Derives the missing members from those that are present.
fn verdict_of(provider: Provider, kind: Kind, outcome: Outcome, members: &Map<String, Value>) -> Verdict {
    let word = |name: &str| members.get(name).and_then(Value::as_str);
    let errors = provider.spec().errors;
    let row = word("code").and_then(|code| errors.code(code));
    let of_kind = || errors.statuses.iter().chain(STATUSES).find(|row| row.kind == kind).map(|row| row.actor);
    let actor =
        word("actor").and_then(|actor| actor.parse().ok()).or(row.map(|row| row.actor)).or_else(of_kind);
    let evidence = match outcome {
        Outcome::NotApplied => Evidence::Refused,
        Outcome::Applied => Evidence::Applied,
        Outcome::Pending => Evidence::Pending,
        Outcome::Unknown => Evidence::None,
    };
    let safety =
        word("operation").and_then(|name| provider.operation(name)).map(|operation| operation.safety());
    // A read is always `not_applied`.
    let safety = safety.filter(|safety| *safety != Safety::Read).unwrap_or(Safety::Unkeyed);
    derive(Facts::new(kind, actor.unwrap_or(Actor::None), evidence, Phase::Answered, safety))
}

/// The names in the last line of a traceback, or in the message of an error: `payonce.PolicyViolationError: … [code]`.
fn named(text: &str, provider: Option<Provider>) -> Option<(Vec<Entry>, Option<Outcome>)> {
    text.lines().rev().find_map(|line| {
        let class = class_in(line);
        let mut seen = HashSet::new();
        let codes = brackets(line).filter(|code| seen.insert(*code));
        let codes: Vec<Entry> = codes.flat_map(|code| entries(code, provider)).collect();
        let of_class: Vec<Entry> = codes
            .iter()
            .filter(|entry| match entry {
                Entry::Row(row) => {
                    class.is_none_or(|class| row.class == class || row.kind.class_name() == class)
                }
                _ => false,
            })
            .cloned()
            .collect();
        let outcome = line
            .split_once("(outcome ")
            .and_then(|(_, rest)| rest.split([',', ')']).next().unwrap_or_default().parse().ok());
        let found = if of_class.is_empty() && class.is_none() { codes } else { of_class };
        if !found.is_empty() {
            return Some((found, outcome));
        }
        let kind = Kind::ALL.iter().copied().find(|kind| Some(kind.class_name()) == class).or_else(|| {
            // The form of Rust: `agentwallex rate_limited: …`.
            let words: Vec<&str> = line.split_whitespace().collect();
            words.windows(2).find_map(|pair| match pair {
                [id, kind] if id.parse::<Provider>().is_ok() => kind.trim_end_matches(':').parse().ok(),
                _ => None,
            })
        });
        let by_vendor = || Provider::BUILT_IN.iter().copied().find(|known| Some(known.class_name()) == class);
        let by_consequence =
            || class.and_then(outcome_of_class).map(|found| (vec![Entry::Outcome(found)], Some(found)));
        match kind {
            Some(kind) => Some((vec![Entry::Kind(provider, kind)], outcome)),
            None => by_vendor()
                .map(|vendor| (vec![Entry::Kind(Some(vendor), Kind::Unknown)], outcome))
                .or_else(by_consequence),
        }
    })
}

/// The name of a class in front of a colon, without its module.
fn class_in(line: &str) -> Option<&str> {
    line.split([' ', '(', '\'', '"']).find_map(|word| {
        let name = word.strip_suffix(':')?;
        let name = name.rsplit(['.', ':']).next().unwrap_or(name);
        (name.ends_with("Error") && name.len() > "Error".len()).then_some(name)
    })
}

/// The texts in square brackets, last one first.
fn brackets(line: &str) -> impl Iterator<Item = &str> {
    line.rsplit('[')
        .filter_map(|rest| rest.split_once(']').map(|(inner, _)| inner))
        .filter(|code| !code.is_empty())
}

/// The providers that can have sent the response: the given one, or all that have its code.
fn whose(given: Option<Provider>, response: &Response) -> Result<Vec<Provider>, Refused> {
    if let Some(provider) = given {
        return Ok(vec![provider]);
    }
    let knows = |provider: &Provider| {
        let received = Received::Response(response.clone());
        let Some(error) = classify(&Context::new(*provider), &received) else { return false };
        let payload = error.payload();
        let errors = provider.spec().errors;
        payload.code.as_deref().is_some_and(|code| errors.code(code).is_some())
    };
    let candidates: Vec<Provider> = Provider::BUILT_IN.iter().copied().filter(knows).collect();
    if candidates.is_empty() {
        return Err(Refused(format!(
            "the response does not show which provider sent it; pass --provider with one of {}",
            ids(Provider::BUILT_IN)
        )));
    }
    Ok(candidates)
}

/// Whether no provider sends this response for an error.
fn is_success(response: &Response) -> bool {
    let received = Received::Response(response.clone());
    Provider::BUILT_IN.iter().all(|provider| classify(&Context::new(*provider), &received).is_none())
}

/// The refusal to choose one of several providers.
#[must_use]
pub fn several(providers: &[Provider]) -> Refused {
    Refused(format!(
        "several providers have this code; pass the provider with --provider, one of {}",
        ids(providers)
    ))
}

fn ids(providers: &[Provider]) -> String {
    providers.iter().map(|provider| provider.as_str()).collect::<Vec<_>>().join(", ")
}

/// The status that the provider documents for the code of this response.
fn usual_status(provider: Provider, response: &Response) -> u16 {
    let error = classify(&Context::new(provider), &Received::Response(response.clone()));
    let code = error.as_ref().and_then(|error| error.payload().code.clone());
    let row = code.and_then(|code| provider.spec().errors.code(&code).map(|row| row.status));
    row.flatten().unwrap_or(400)
}
