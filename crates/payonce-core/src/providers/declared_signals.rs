//! How a failure is read whose form is declared.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

use crate::model::body::Body;
use crate::model::headers::Headers;
use crate::model::json::{self, Json, Object};
use crate::model::vocabulary::{Actor, Evidence, Kind};
use crate::providers::body_signals::{BodySignals, CODES, of_no_object, plain, sentence};
use crate::spec::errors::{DeniedSuccess, ProviderResponse, SignalPlace, SignalPlaces, Signals};
use crate::spec::errors::{Override, rest};

/// The signals at these places; nothing when the response is a success.
pub(crate) fn read(places: &'static SignalPlaces, seen: &ProviderResponse<'_>) -> Option<Signals> {
    let denied = places.denied_success.iter().any(|denied| says_no(denied, seen));
    if seen.is_success() && !denied {
        return None;
    }
    let mut signals = match seen.body.object() {
        Some(body) => of_object(places, seen, body),
        None => of_headers(places, seen),
    };
    if seen.is_success() && places.charges_denied_success {
        // What a 2xx cost is gone, whatever its body says.
        let row = signals.code.as_deref().and_then(|code| seen.errors.code(code));
        signals.override_by_body = Some(Override {
            kind: row.map_or(Kind::Unknown, |row| row.kind),
            actor: row.map_or(Actor::Provider, |row| row.actor),
            evidence: Evidence::None,
        });
    }
    Some(signals)
}

fn says_no(denied: &DeniedSuccess, seen: &ProviderResponse<'_>) -> bool {
    let Some(value) = value_at(denied.place, seen) else { return false };
    match denied.equals {
        Some(expected) => {
            match (&value, expected.strip_prefix('"').and_then(|text| text.strip_suffix('"'))) {
                (Json::String(text), Some(expected)) => text.trim().eq_ignore_ascii_case(expected),
                (value, _) => json::write(&value.to_value()) == expected,
            }
        }
        None => !matches!(value, Json::Null | Json::Bool(false)),
    }
}

/// What the header fields say beside a body that is not an object.
fn of_headers(places: &'static SignalPlaces, seen: &ProviderResponse<'_>) -> Signals {
    let signals = of_no_object(seen.body);
    Signals {
        code: first(places.code, seen, plain),
        category: first(places.category, seen, plain),
        message: first(places.message, seen, sentence).or(signals.message),
        request_id: first(places.request_id, seen, plain),
        ..signals
    }
}

fn of_object(places: &'static SignalPlaces, seen: &ProviderResponse<'_>, body: &Object<'_>) -> Signals {
    let members: Vec<&'static str> = places
        .code
        .iter()
        .filter_map(|place| match place {
            SignalPlace::Member(name) => Some(*name),
            _ => None,
        })
        .collect();
    let names = if members.is_empty() { CODES } else { members.as_slice() };
    let words = BodySignals::of(body, names, seen.errors);
    let code = first(places.code, seen, plain)
        .or_else(|| words.code.clone().filter(|_| !members.is_empty() || places.code.is_empty()));
    let message = first(places.message, seen, sentence).or_else(|| words.message.clone());
    let request_id = first(places.request_id, seen, plain).or_else(|| words.request_id.clone());
    let category = first(places.category, seen, plain);
    let taken = [&code, &message, &request_id, &category];
    let details = if seen.wants_details { details(places, seen, body, &words, taken) } else { Map::new() };
    let waits = places
        .retry_after
        .iter()
        .filter_map(|(place, unit)| Some((*unit, value_at(*place, seen)?.to_value())));
    let mut retry_after: Vec<(u64, Value)> = waits.collect();
    if retry_after.is_empty() {
        retry_after.clone_from(&words.retry_after);
    }
    Signals { code, category, message, request_id, retry_after, ..words.into_signals(details) }
}

/// Everything that the error has no place of its own for; `taken` are the texts that it has one for.
fn details(
    places: &'static SignalPlaces,
    seen: &ProviderResponse<'_>,
    body: &Object<'_>,
    words: &BodySignals,
    taken: [&Option<String>; 4],
) -> Map<String, Value> {
    let mut details = words.rest(body, places.flags);
    for denied in places.denied_success.iter().filter(|denied| says_no(denied, seen)) {
        if let SignalPlace::Pointer(pointer) = denied.place {
            details.shift_remove(pointer.trim_start_matches('/'));
        }
    }
    // A member that a pointer reads as a whole is in the error already.
    for pointer in [places.code, places.message, places.request_id, places.category].concat() {
        if let SignalPlace::Pointer(pointer) = pointer
            && let Some(name) = pointer.strip_prefix('/').filter(|name| !name.contains('/'))
            && details.get(name).and_then(word).is_some_and(|text| taken.contains(&&Some(text)))
        {
            details.shift_remove(name);
        }
    }
    if let Some(nested) = body.object("error") {
        // Its parts have places of their own, here as in the body.
        details.shift_remove("error");
        for (name, value) in rest(nested, &["type"]) {
            let text = word(&value);
            if text.is_some() && taken.contains(&&text)
                || words.retry_after.iter().any(|(_, wait)| *wait == value)
            {
                continue;
            }
            if details.contains_key(&name) {
                details.insert("error".to_owned(), Value::Object(nested.to_map()));
            } else {
                details.insert(name, value);
            }
        }
    }
    details
}

/// The provider's id of a request that succeeded.
pub(crate) fn request_id_of_success(
    places: &SignalPlaces,
    headers: &Headers,
    value: &Value,
) -> Option<String> {
    places.request_id.iter().find_map(|place| match place {
        SignalPlace::Header(name) => headers.get(name).map(ToOwned::to_owned),
        SignalPlace::Encoded { header, pointer } => {
            encoded(headers, header, pointer).as_ref().and_then(plain)
        }
        SignalPlace::Pointer(pointer) => json::at(value, pointer).and_then(word),
        SignalPlace::Member(_) => None,
    })
}

/// The first of these places that says something.
fn first(
    places: &[SignalPlace],
    seen: &ProviderResponse<'_>,
    read: impl Fn(&Json<'_>) -> Option<String>,
) -> Option<String> {
    places.iter().find_map(|place| read(&value_at(*place, seen)?))
}

fn value_at<'a>(place: SignalPlace, seen: &ProviderResponse<'a>) -> Option<Json<'a>> {
    match place {
        SignalPlace::Pointer(pointer) => at(pointer, seen).filter(|value| !value.is_null()).cloned(),
        SignalPlace::Header(name) => seen.headers.get(name).map(|text| Json::String(text.into())),
        SignalPlace::Encoded { header, pointer } => encoded(seen.headers, header, pointer),
        SignalPlace::Member(_) => None,
    }
}

/// A value in a header field that holds JSON in base64, with or without padding. What cannot be read says nothing.
pub(crate) fn encoded(headers: &Headers, header: &str, pointer: &str) -> Option<Json<'static>> {
    let text = headers.get(header)?.trim().trim_end_matches('=');
    let document = STANDARD_NO_PAD.decode(text).or_else(|_| URL_SAFE_NO_PAD.decode(text)).ok()?;
    let document = json::read(&document).ok()?;
    json::at(&document, pointer).filter(|value| !value.is_null()).cloned().map(Json::from)
}

/// [`plain`] for a value that is no longer part of the body.
fn word(value: &Value) -> Option<String> {
    plain(&value.clone().into())
}

fn at<'a>(pointer: &str, seen: &ProviderResponse<'a>) -> Option<&'a Json<'a>> {
    match seen.body {
        Body::Json(value) => value.at(pointer),
        _ => None,
    }
}
