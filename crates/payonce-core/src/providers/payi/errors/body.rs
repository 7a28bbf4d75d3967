//! How a failure of Pay-i is read.

use serde_json::{Map, Value};

use crate::model::json::{self, Json, Object};
use crate::model::vocabulary::{Actor, Evidence, Kind};
use crate::providers::body_signals::{BodySignals, CODES, of_entry, of_no_object, plain, sentence};
use crate::spec::errors::{Override, ProviderResponse, STATUSES, Signals, rest};
use crate::spec::provider::Provider;

/// The status again, and the members that are in the details under the same name.
const FLAGS: &[&str] = &["statusCode", "xproxy_error", "xproxy_result"];

pub(in crate::providers::payi) fn read(seen: &ProviderResponse<'_>) -> Option<Signals> {
    let Some(body) = seen.body.object() else {
        return (!seen.is_success()).then(|| of_no_object(seen.body));
    };
    if let Some(report) = bulk_report(body) {
        return Some(report);
    }
    if seen.is_success() {
        return None;
    }
    let error = body.object("xproxy_error");
    let words = BodySignals::of(body, CODES, Provider::PAYI.spec().errors);
    let own_code = error.and_then(|error| plain(error.get("code")?));
    let code = own_code.as_deref();
    let proxied = code == Some("provider_error") || (error.is_none() && body.get("error").is_some());
    // The text of a model provider's body.
    let provider_message = body.object("error").filter(|_| proxied).and_then(of_entry);
    let details = if seen.wants_details { details(body, &words, proxied) } else { Map::new() };
    let request_id = body.object("xproxy_result").and_then(|result| result.text("request_id"));
    let request_id = request_id.map(ToOwned::to_owned).or(words.request_id);
    let message =
        error.and_then(|error| sentence(error.get("message")?)).or(provider_message).or(words.message);
    let mut signals = Signals {
        code: own_code.clone().or(words.code),
        message,
        retry_after: words.retry_after,
        request_id,
        details,
        ..Signals::default()
    };
    if own_code.as_deref() == Some("provider_error") {
        passed_on(&mut signals, seen.status, body);
    }
    Some(signals)
}

/// Everything that the error has no place of its own for.
fn details(body: &Object<'_>, words: &BodySignals, proxied: bool) -> Map<String, Value> {
    let mut details = Map::new();
    if let Some(error) = body.object("xproxy_error") {
        details.insert("xproxy_error".into(), Value::Object(error.to_map()));
    }
    let result = body.object("xproxy_result").map(spelled);
    if let Some(result) = &result {
        for name in ["blocked_limit_ids", "limits"] {
            if let Some(value) = result.get(name).filter(|value| !value.is_null()) {
                details.insert(name.into(), value.clone());
            }
        }
    }
    let others = words.rest(body, FLAGS);
    if proxied && !others.is_empty() {
        details.insert("provider_error".into(), Value::Object(others));
    } else {
        details.extend(others);
    }
    if let Some(result) = result {
        details.insert("xproxy_result".into(), Value::Object(result));
    }
    details
}

/// An error of the model provider that the proxy passes on: the kind stays `upstream`, so that no key of Pay-i
/// is replaced because of it. The provider's own status states what to fix and whether waiting helps.
fn passed_on(signals: &mut Signals, status: u16, body: &Object<'_>) {
    let own = body.get("statusCode").and_then(Json::as_u64).and_then(|status| u16::try_from(status).ok());
    let status = own.filter(|status| (400..600).contains(status)).unwrap_or(status);
    let Some(row) = STATUSES.iter().find(|row| row.key == status).or_else(|| {
        let class = status / 100 * 100;
        STATUSES.iter().find(|row| row.key == class)
    }) else {
        return;
    };
    signals.upstream_kind = Some(row.kind);
    signals.override_by_body =
        Some(Override { kind: Kind::Upstream, actor: row.actor, evidence: row.evidence });
}

/// A count, also written as `3.0` or as a text.
fn whole_number(value: &Json<'_>) -> Option<u64> {
    let text = match value {
        Json::Number(number) => json::plain_digits(number),
        Json::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    whole.parse().ok().filter(|_| fraction.bytes().all(|digit| digit == b'0'))
}

/// The response to many events at once: those in `errors` were refused, the rest is stored. It comes with 400, in the
/// form of a success.
fn bulk_report(body: &Object<'_>) -> Option<Signals> {
    let stored = body.get("ingest_count").and_then(whole_number)?;
    let errors = body.get("errors").and_then(Json::as_array).filter(|errors| !errors.is_empty());
    let failed = |name: &str| body.get(name).and_then(whole_number).is_some_and(|count| count > 0);
    if errors.is_none() && !failed("error_count") && !failed("item_error_count") {
        return None;
    }
    let items = || errors.into_iter().flatten().filter_map(|item| item.get("xproxy_result"));
    let codes = || items().map(|item| item.at("/xproxy_error/code").and_then(Json::as_str));
    let first = codes().next().flatten();
    let shared = first.filter(|first| codes().all(|code| code == Some(*first)));
    let message = items().find_map(|item| {
        let of_code = item.at("/xproxy_error/message").and_then(Json::as_str);
        of_code.or_else(|| item.get("message")?.as_str())
    });
    let refused = errors.map_or(0, Vec::len);
    let override_by_body = if stored > 0 {
        Override { kind: Kind::Failed, actor: Actor::Developer, evidence: Evidence::Applied }
    } else {
        Override { kind: Kind::InvalidRequest, actor: Actor::Developer, evidence: Evidence::Refused }
    };
    let message = format!(
        "{stored} events were stored and {refused} refused{}",
        message.map_or_else(String::new, |message| format!("; the first one: {message}"))
    );
    Some(Signals {
        code: shared.map(ToOwned::to_owned),
        message: Some(message),
        request_id: body.text("request_id").map(ToOwned::to_owned),
        details: rest(body, &["statusCode", "message", "request_id"]),
        override_by_body: Some(override_by_body),
        ..Signals::default()
    })
}

/// The vendor's page spells one state of a limit wrongly; its OpenAPI spells it right. Both mean the same.
fn spelled(result: &Object<'_>) -> Map<String, Value> {
    let mut result = result.to_map();
    let limits = result.get_mut("limits").and_then(Value::as_object_mut);
    for state in limits.into_iter().flat_map(Map::values_mut).filter_map(|limit| limit.get_mut("state")) {
        if state.as_str() == Some("bocked_external") {
            *state = Value::from("blocked_external");
        }
    }
    result
}
