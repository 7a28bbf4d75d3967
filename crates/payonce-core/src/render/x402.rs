//! The error as a request for payment, in both versions of x402.

use base64::Engine;
use serde_json::{Map, Value};

use super::{HttpAnswer, View};
use crate::client::KeyStyle;
use crate::error::Error;
use crate::invalid::InvalidField;
use crate::json::Members;
use crate::redact::Redactor;
use crate::text::Texts;
use crate::vocabulary::{Kind, Outcome};

/// Version 2 identifies a network by its CAIP-2 id, version 1 by a name from a closed list.
/// Source: x402 reference implementation, `typescript/packages/legacy/x402/src/types/shared/network.ts`.
const NETWORKS: &[(&str, &str)] = &[
    ("eip155:8453", "base"),
    ("eip155:84532", "base-sepolia"),
    ("eip155:137", "polygon"),
    ("eip155:80002", "polygon-amoy"),
    ("eip155:43114", "avalanche"),
    ("eip155:43113", "avalanche-fuji"),
    ("eip155:2741", "abstract"),
    ("eip155:11124", "abstract-testnet"),
    ("eip155:1329", "sei"),
    ("eip155:1328", "sei-testnet"),
    ("eip155:4689", "iotex"),
    ("eip155:3338", "peaq"),
    ("solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp", "solana"),
    ("solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1", "solana-devnet"),
];

impl View<'_> {
    pub(super) fn x402(&self, offer: &Map<String, Value>) -> Result<HttpAnswer, Error> {
        // Checked for every error: a mistake in the offer must not wait for the first empty balance.
        let Offer { resource, accepts } = checked(offer).map_err(|refused| {
            let field = refused.within("offer").verbatim();
            let provider = self.payload.provider;
            field.into_error(provider, None, KeyStyle::Snake, &Texts::default(), &Redactor::default())
        })?;
        let mut answer = self.response();
        if !self.asks_for_payment() {
            return Ok(answer);
        }
        let mut required = Members::new();
        required.number("x402Version", 2);
        required.text("error", &self.message());
        required.value("resource", Value::Object(resource.clone()));
        required.value("accepts", Value::Array(accepts.clone()));
        if let Some(extensions) = offer.get("extensions") {
            required.value("extensions", extensions.clone());
        }
        let encoded = base64::engine::general_purpose::STANDARD.encode(required.write());
        answer.headers.insert("PAYMENT-REQUIRED".to_owned(), Value::String(encoded));
        let accepts: Vec<Value> =
            accepts.iter().filter_map(|accept| first_version(accept, resource)).collect();
        if let (Value::Object(body), false) = (&mut answer.body, accepts.is_empty()) {
            body.insert("x402Version".to_owned(), Value::from(1));
            body.insert("accepts".to_owned(), Value::Array(accepts));
        }
        Ok(answer)
    }

    /// Whether a payment by the client fixes the error. Anything that may have taken effect is no such case.
    fn asks_for_payment(&self) -> bool {
        self.payload.kind == Kind::InsufficientFunds
            && self.payload.outcome == Outcome::NotApplied
            && self.status() == 402
    }
}

struct Offer<'a> {
    resource: &'a Map<String, Value>,
    accepts: &'a Vec<Value>,
}

fn checked(offer: &Map<String, Value>) -> Result<Offer<'_>, InvalidField> {
    let wrong = |field: &str, problem: &'static str| Err(InvalidField::new(field, problem));
    if let Some(name) =
        offer.keys().find(|name| !["resource", "accepts", "extensions"].contains(&name.as_str()))
    {
        return wrong(name, "is not a member of an offer; it takes resource, accepts and extensions");
    }
    let Some(Value::Object(resource)) = offer.get("resource") else {
        return wrong("resource", "must be an object such as {\"url\": \"https://api.example.com/report\"}");
    };
    let url = resource.get("url").and_then(Value::as_str).unwrap_or_default();
    if !["https://", "http://"].iter().any(|scheme| url.starts_with(scheme)) {
        return wrong("resource.url", "must be the absolute URL of what is sold");
    }
    for name in ["description", "mimeType"] {
        if resource.get(name).is_some_and(|value| !value.is_string()) {
            return wrong(&format!("resource.{name}"), "must be a string");
        }
    }
    if offer.get("extensions").is_some_and(|extensions| !extensions.is_object()) {
        return wrong("extensions", "must be an object");
    }
    let accepts = match offer.get("accepts") {
        Some(Value::Array(accepts)) if !accepts.is_empty() => accepts,
        _ => return wrong("accepts", "must list at least one way to pay"),
    };
    for (at, accept) in accepts.iter().enumerate() {
        if let Err((name, problem)) = check_accept(accept) {
            return wrong(&format!("accepts[{at}]{name}"), problem);
        }
    }
    Ok(Offer { resource, accepts })
}

fn check_accept(accept: &Value) -> Result<(), (&'static str, &'static str)> {
    if !accept.is_object() {
        return Err(("", "must be an object"));
    }
    if accept.get("maxAmountRequired").is_some() {
        return Err((".maxAmountRequired", "belongs to x402 version 1; version 2 names it amount"));
    }
    let text = |name: &str| accept.get(name).and_then(Value::as_str).unwrap_or_default();
    if !text("network").contains(':') {
        return Err((".network", "must be a CAIP-2 id such as \"eip155:8453\""));
    }
    if text("amount").is_empty() || !text("amount").bytes().all(|digit| digit.is_ascii_digit()) {
        return Err((".amount", "must be a whole number of the asset's smallest units, as a string"));
    }
    for (name, field) in [("scheme", ".scheme"), ("asset", ".asset"), ("payTo", ".payTo")] {
        if !is_text(accept.get(name)) {
            return Err((field, "must be a string and not empty"));
        }
    }
    if accept.get("maxTimeoutSeconds").and_then(Value::as_u64).is_none_or(|seconds| seconds == 0) {
        return Err((".maxTimeoutSeconds", "must be a whole number of seconds above 0"));
    }
    match accept.get("extra") {
        None | Some(Value::Object(_)) => Ok(()),
        Some(_) => Err((".extra", "must be an object")),
    }
}

fn is_text(value: Option<&Value>) -> bool {
    value.and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty())
}

/// The same way to pay as version 1 writes it, unless it cannot: its clients reject the whole list for one entry that
/// they do not know.
fn first_version(accept: &Value, resource: &Map<String, Value>) -> Option<Value> {
    let network = accept.get("network")?.as_str()?;
    let (_, network) = NETWORKS.iter().find(|(id, _)| *id == network)?;
    if accept.get("scheme")?.as_str()? != "exact" {
        return None;
    }
    let described = |name: &str| resource.get(name).and_then(Value::as_str).unwrap_or_default();
    let mut first = Members::new();
    first.text("scheme", "exact");
    first.text("network", network);
    first.value("maxAmountRequired", accept.get("amount")?.clone());
    first.text("resource", described("url"));
    first.text("description", described("description"));
    first.text("mimeType", described("mimeType"));
    for name in ["payTo", "maxTimeoutSeconds", "asset"] {
        first.value(name, accept.get(name)?.clone());
    }
    if let Some(extra) = accept.get("extra") {
        first.value("extra", extra.clone());
    }
    Some(first.into_value())
}
