//! The addresses, the keys, the options and the limits of clients, and the places of signals.

use super::{keep_all, text, texts};
use crate::model::json;
use crate::provider_file::members::{File, Read, UnitWord};
use crate::spec::client::{ClientOption, Plan, RateLimits};
use crate::spec::errors::{DeniedSuccess, SignalPlace, SignalPlaces};
use crate::spec::provider::{BaseUrl, Credential};

pub(super) fn base_url(file: File<'_>) -> BaseUrl {
    let by = file.base_url_by().table().first();
    let urls = by.map_or(&[][..], |by| by.value.table()).iter();
    let url = |url: Option<&'_ str>| url.unwrap_or_default().trim_end_matches('/').to_owned();
    BaseUrl {
        otherwise: url(file.base_url()).leak(),
        option: by.map_or("", |by| text(&by.name)),
        by_choice: keep_all(urls.map(|entry| (text(&entry.name), &*url(entry.value.as_text()).leak()))),
    }
}

pub(super) fn rate_limits(file: File<'_>) -> RateLimits {
    let Some(limit) = file.rate_limit() else { return RateLimits::UNKNOWN };
    let whole = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    let plans = limit.plans().map(|(name, plan)| Plan {
        name: text(name),
        per_minute: whole(plan.per_minute()),
        concurrent: plan.concurrent().map(whole),
    });
    RateLimits {
        per_minute: limit.per_minute().map(whole),
        plans: keep_all(plans),
        header_is_per_minute: limit.header_is_per_minute(),
    }
}

/// The text before the keys, and the options whose keys follow: `Bearer {api_key}`.
pub(crate) fn placeholders(value: &str) -> Option<(&str, Vec<&str>)> {
    let (prefix, keys) = value.split_once('{')?;
    let keys: Vec<&str> = keys.strip_suffix('}')?.split("}:{").collect();
    let are_names = keys.iter().all(|key| !key.is_empty() && !key.contains(['{', '}']));
    (are_names && !prefix.contains(|c: char| c.is_control())).then_some((prefix, keys))
}

pub(super) fn credentials(file: File<'_>) -> &'static [Credential] {
    let Some(auth) = file.auth() else { return &[] };
    let Some((prefix, names)) = placeholders(auth.value()) else { return &[] };
    keep_all([Credential {
        header: text(&auth.header().to_ascii_lowercase()),
        prefix: text(prefix),
        keys: texts(&names),
        base64: auth.base64(),
    }])
}

/// The options of the file, and the key that `auth` declares.
pub(super) fn options(file: File<'_>, upper: &str) -> &'static [ClientOption] {
    let mut options = Vec::new();
    if let Some(auth) = file.auth()
        && placeholders(auth.value()).is_some_and(|(_, names)| names.contains(&"api_key"))
        && !file.option().any(|option| option.name() == "api_key")
    {
        let by_default = format!("{upper}_API_KEY");
        options.push(ClientOption {
            name: "api_key",
            env: texts(&[auth.env().unwrap_or(&by_default)]),
            secret: true,
            required: true,
            choices: &[],
            doc: format!("the API key, sent as `{}`", auth.header()).leak(),
        });
    }
    for option in file.option() {
        options.push(ClientOption {
            name: text(option.name()),
            env: texts(&option.env()),
            secret: option.secret(),
            required: option.required(),
            choices: texts(&option.choices()),
            doc: text(option.about()),
        });
    }
    options.leak()
}

fn header(name: &str) -> SignalPlace {
    SignalPlace::Header(text(&name.to_ascii_lowercase()))
}

#[inline(never)]
fn list(places: &[&str]) -> &'static [SignalPlace] {
    keep_all(places.iter().map(|text| place(text)))
}

fn place(place: &str) -> SignalPlace {
    if let Some(name) = place.strip_prefix("@header:") {
        header(name)
    } else if let Some((name, pointer)) = encoded(place) {
        SignalPlace::Encoded { header: text(&name.to_ascii_lowercase()), pointer: text(pointer) }
    } else if place.starts_with('/') {
        SignalPlace::Pointer(text(place))
    } else {
        SignalPlace::Member(text(place))
    }
}

/// The header field and the pointer of a place in JSON in base64: `@base64:payment-response/errorReason`.
pub(crate) fn encoded(place: &str) -> Option<(&str, &str)> {
    let place = place.strip_prefix("@base64:")?;
    place.split_at_checked(place.find('/')?)
}

pub(super) fn places(read: Read<'_>) -> SignalPlaces {
    let waits = read.retry_after().map(|wait| {
        let place = match wait.header() {
            Some(name) => header(name),
            None => SignalPlace::Pointer(text(wait.pointer().unwrap_or_default())),
        };
        (place, if wait.unit() == UnitWord::Seconds { 1_000 } else { 1 })
    });
    SignalPlaces {
        code: list(&read.code()),
        category: list(&read.category()),
        message: list(&read.message()),
        request_id: list(&read.request_id()),
        retry_after: keep_all(waits),
        denied_success: keep_all(read.denied_success().map(|denied| DeniedSuccess {
            place: place(denied.pointer()),
            equals: denied.equals().map(|value| &*json::write(&value.to_json()).leak()),
        })),
        charges_denied_success: read.charges_denied_success(),
        flags: texts(&read.flags()),
    }
}
