//! What a body says to machines and to people, whatever framework wrote it.
//!
//! Beside each provider's own form these are read: `{"error": {…}}`, `{"error": "…"}`, NestJS's list of messages, RFC
//! 9457's `detail` and `title`, with the end of its `type` as the code, FastAPI's list of `loc` and `msg`, `{"errors": […]}` and `{"errors": {"field": […]}}`. A
//! code may be a number. What is not taken over stays in the details.

use serde_json::{Map, Value};

use crate::model::body::Body;
use crate::model::json::{Json, Object};
use crate::spec::errors::{ErrorTable, Signals, rest};

/// Under which names a code comes, unless a provider has others.
pub(crate) const CODES: &[&str] = &["code", "error_code", "errorCode"];
/// Under which names the text for people comes. What says more stands first.
const MESSAGES: &[&str] = &["error_message", "errorMessage", "message", "msg"];
const EXPLANATIONS: &[&str] = &["detail", "error_description", "reason", "description", "title"];
/// Objects that may hold the failure.
const INSIDE: &[&str] = &["error", "detail"];
/// Under which names an entry of a list says what it is about.
const PLACES: &[&str] = &["loc", "field", "path", "property", "param", "pointer"];
/// More entries than a person reads.
const MOST: usize = 20;

/// The parts of a failure that every provider has a place for.
#[derive(Debug, Default)]
pub(crate) struct BodySignals {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) retry_after: Vec<(u64, Value)>,
    /// The members whose whole content is in one of these.
    pub(crate) read: Vec<&'static str>,
}

impl BodySignals {
    /// Reads an object. `codes` are the provider's names for its codes, `table` says which codes it has.
    pub(crate) fn of(body: &Object<'_>, codes: &[&'static str], table: &ErrorTable) -> Self {
        let mut words = Self::default();
        words.code = words.first(body, codes, plain).or_else(|| {
            let entry =
                body.get("errors").and_then(Json::as_array).and_then(|errors| errors.first()?.as_object());
            let inside = INSIDE.iter().filter_map(|name| body.object(name)).chain(entry);
            inside.flat_map(|inside| codes.iter().filter_map(|name| plain(inside.get(name)?))).next()
        });
        if words.code.is_none() {
            let is_code = |value: &Json<'_>| plain(value).filter(|text| table.code(text).is_some());
            words.code = words.first(body, &["error"], is_code);
        }
        words.code = words.code.or_else(|| problem_code(body));
        words.message = words
            .first(body, MESSAGES, sentence)
            .or_else(|| body.object("error").and_then(of_entry))
            .or_else(|| words.first(body, EXPLANATIONS, sentence))
            .or_else(|| body.get("errors").and_then(of_errors))
            .or_else(|| words.first(body, &["error"], sentence));
        words.request_id = words.first(body, &["request_id", "requestId"], plain).or_else(|| {
            let inside = ["error", "meta"].iter().filter_map(|name| body.object(name));
            inside.filter_map(|inside| plain(inside.get("request_id")?)).next()
        });
        words.retry_after = waits_in(body);
        let is_wait =
            |name: &str| body.get(name).is_some_and(|wait| matches!(wait, Json::Number(_) | Json::String(_)));
        words.read.extend(WAITS.iter().map(|(name, _)| *name).filter(|name| is_wait(name)));
        words
    }

    /// The first of these members that says something. Only a text is taken over as a whole.
    fn first(
        &mut self,
        body: &Object<'_>,
        names: &[&'static str],
        read: impl Fn(&Json<'_>) -> Option<String>,
    ) -> Option<String> {
        names.iter().find_map(|name| {
            let value = body.get(name)?;
            let text = read(value)?;
            if !matches!(value, Json::Array(_) | Json::Object(_)) {
                self.read.push(name);
            }
            Some(text)
        })
    }

    /// Everything that the error has no place of its own for; `flags` are members that say no more than the error itself.
    pub(crate) fn rest(&self, body: &Object<'_>, flags: &[&'static str]) -> Map<String, Value> {
        rest(body, &[self.read.as_slice(), flags].concat())
    }

    /// As much of the signals as all providers share.
    pub(crate) fn into_signals(self, details: Map<String, Value>) -> Signals {
        Signals {
            code: self.code,
            message: self.message,
            retry_after: self.retry_after,
            request_id: self.request_id,
            details,
            ..Signals::default()
        }
    }
}

/// The code of an RFC 9457 problem: the last part of its `type`, if that is a URL, a path or a URN. `about:blank`, the page
/// of a status, and the section of an RFC that defines a status say no more than the status.
pub(crate) fn problem_code(body: &Object<'_>) -> Option<String> {
    let text = body.get("type")?.as_str()?.trim();
    let (page, fragment) = text.split_once('#').unwrap_or((text, ""));
    let path = match page.split_once("://") {
        Some((_, rest)) => rest.split_once('/')?.1,
        None if page.starts_with('/') => page,
        None => page.get(..4).filter(|scheme| scheme.eq_ignore_ascii_case("urn:")).map(|_| page)?,
    };
    let path = path.split('?').next().unwrap_or_default().trim_end_matches('/');
    let last = if fragment.is_empty() { path.rsplit(['/', ':']).next()? } else { fragment };
    let is_status = last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("section-");
    Some(last.to_owned()).filter(|_| !is_status)
}

/// The signals of a body that is not an object: a text may say what is wrong, and so may a list.
pub(crate) fn of_no_object(body: &Body<'_>) -> Signals {
    let Body::Json(value) = body else { return Signals::default() };
    let mut signals = Signals { message: sentence(value), ..Signals::default() };
    if value.as_array().is_some() {
        signals.details.insert("errors".to_owned(), value.to_value());
    }
    signals
}

/// Under which names a body asks for a wait, and the milliseconds of their units.
const WAITS: &[(&str, u64)] = &[
    ("retry_after", 1_000),
    ("retryAfter", 1_000),
    ("retry_after_seconds", 1_000),
    ("retryAfterSeconds", 1_000),
    ("retry_after_ms", 1),
    ("retryAfterMs", 1),
];

/// Where a body asks for a wait: at its top, in its `details`, or in its `error`.
fn waits_in(body: &Object<'_>) -> Vec<(u64, Value)> {
    let given = |object: &Object<'_>| {
        let found = WAITS.iter().filter_map(|(name, unit)| Some((*unit, object.get(name)?)));
        found
            .filter(|(_, wait)| !wait.is_null())
            .map(|(unit, wait)| (unit, wait.to_value()))
            .collect::<Vec<_>>()
    };
    let objects = ["details", "error"].iter().filter_map(|name| body.object(name));
    std::iter::once(body).chain(objects).map(given).find(|waits| !waits.is_empty()).unwrap_or_default()
}

/// A text that says something, or the digits of a number.
pub(crate) fn plain(value: &Json<'_>) -> Option<String> {
    match value {
        Json::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Json::Number(number) => Some(number.as_str().to_owned()),
        _ => None,
    }
}

/// A text for people in any of the forms that frameworks write.
pub(crate) fn sentence(value: &Json<'_>) -> Option<String> {
    match value {
        Json::Array(items) => joined(items.iter().filter_map(sentence)),
        Json::Object(entry) => of_entry(entry),
        // A number is a code, and explains nothing.
        Json::String(_) => plain(value),
        _ => None,
    }
}

/// The text of an object that describes one failure, with what it is about.
pub(crate) fn of_entry(entry: &Object<'_>) -> Option<String> {
    let names = MESSAGES.iter().chain(EXPLANATIONS);
    let text = names.filter_map(|name| sentence(entry.get(name)?)).next();
    // class-validator lists what is wrong under the name of each rule.
    let rules = || joined(entry.object("constraints")?.iter().filter_map(|(_, rule)| sentence(rule)));
    let text = text.or_else(rules).or_else(|| entry.get("errors").and_then(of_errors))?;
    let place = PLACES.iter().find_map(|name| match entry.get(name)? {
        Json::Array(steps) => Some(steps.iter().filter_map(plain).collect::<Vec<_>>().join("."))
            .filter(|place| !place.is_empty()),
        value => plain(value),
    });
    Some(place.map_or_else(|| text.clone(), |place| format!("{place}: {text}")))
}

/// A list of entries, or the texts for each field under its name.
fn of_errors(errors: &Json<'_>) -> Option<String> {
    let fields = errors.as_object().filter(|entry| of_entry(entry).is_none());
    match fields {
        Some(fields) => {
            joined(fields.iter().filter_map(|(name, value)| Some(format!("{name}: {}", sentence(value)?))))
        }
        None => sentence(errors),
    }
}

fn joined(texts: impl Iterator<Item = String>) -> Option<String> {
    let texts: Vec<String> = texts.take(MOST).collect();
    (!texts.is_empty()).then(|| texts.join("; "))
}
