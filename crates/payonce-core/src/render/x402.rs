//! The error as a request for payment, in both versions of x402.

use base64::Engine;
use serde_json::{Map, Value};

use crate::error::Error;
use crate::model::invalid_field::InvalidField;
use crate::model::json::Members;
use crate::model::redact::Redactor;
use crate::model::user_message::Texts;
use crate::model::vocabulary::{Kind, Outcome};
use crate::render::{HttpResponse, View};

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
    pub(super) fn x402(&self, offer: &Map<String, Value>) -> Result<HttpResponse, Error> {
        // Checked for every error: a mistake in the offer must not wait for the first empty balance.
        checked(offer).map_err(|refused| {
            let field = refused.within("offer");
            let provider = self.payload.provider;
            field.into_error(provider, None, &Texts::default(), &Redactor::default())
        })?;
        let mut response = self.response();
        if !self.asks_for_payment() {
            return Ok(response);
        }
        let mut required = Members::new();
        required.number("x402Version", 2);
        required.text("error", &self.message());
        required.extend(offer.clone());
        let encoded = base64::engine::general_purpose::STANDARD.encode(required.write());
        response.headers.insert("PAYMENT-REQUIRED".to_owned(), Value::String(encoded));
        let resource = offer.get("resource").unwrap_or(&Value::Null);
        let accepts = offer.get("accepts").and_then(Value::as_array).into_iter().flatten();
        let accepts: Vec<Value> = accepts.filter_map(|accept| first_version(accept, resource)).collect();
        if let (Value::Object(body), false) = (&mut response.body, accepts.is_empty()) {
            body.insert("x402Version".to_owned(), Value::from(1));
            body.insert("accepts".to_owned(), Value::Array(accepts));
        }
        Ok(response)
    }

    /// Whether a payment by the client fixes the error. A payment that may have taken effect is not such a case.
    fn asks_for_payment(&self) -> bool {
        self.payload.kind == Kind::InsufficientFunds
            && self.payload.outcome == Outcome::NotApplied
            && self.status() == 402
    }
}

#[derive(Clone, Copy)]
enum Rule {
    Resource,
    List,
    Url,
    Text,
    OptionalText,
    OptionalObject,
    Network,
    Units,
    Seconds,
    Absent,
}

const OFFER: &[(&str, Rule)] =
    &[("resource", Rule::Resource), ("accepts", Rule::List), ("extensions", Rule::OptionalObject)];
const RESOURCE: &[(&str, Rule)] =
    &[("url", Rule::Url), ("description", Rule::OptionalText), ("mimeType", Rule::OptionalText)];
const REQUIREMENT: &[(&str, Rule)] = &[
    ("maxAmountRequired", Rule::Absent),
    ("network", Rule::Network),
    ("amount", Rule::Units),
    ("scheme", Rule::Text),
    ("asset", Rule::Text),
    ("payTo", Rule::Text),
    ("maxTimeoutSeconds", Rule::Seconds),
    ("extra", Rule::OptionalObject),
];

impl Rule {
    /// What is wrong with the value, if anything is.
    fn problem(self, value: Option<&Value>) -> Option<&'static str> {
        let text = value.and_then(Value::as_str).unwrap_or_default();
        let (is_fine, problem) = match self {
            Self::Resource => (
                value.is_some_and(Value::is_object),
                "must be an object such as {\"url\": \"https://api.example.com/report\"}",
            ),
            Self::List => (
                value.and_then(Value::as_array).is_some_and(|items| !items.is_empty()),
                "must list at least one way to pay",
            ),
            Self::Url => (
                ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme)),
                "must be the absolute URL of what is sold",
            ),
            Self::Text => (!text.trim().is_empty(), "must be a string and not empty"),
            Self::OptionalText => (value.is_none_or(Value::is_string), "must be a string"),
            Self::OptionalObject => (value.is_none_or(Value::is_object), "must be an object"),
            Self::Network => (text.contains(':'), "must be a CAIP-2 id such as \"eip155:8453\""),
            Self::Units => (
                !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit()),
                "must be a whole number of the asset's smallest units, as a string",
            ),
            Self::Seconds => (
                value.and_then(Value::as_u64).is_some_and(|seconds| seconds > 0),
                "must be a whole number of seconds above 0",
            ),
            Self::Absent => (value.is_none(), "belongs to x402 version 1; version 2 names it amount"),
        };
        (!is_fine).then_some(problem)
    }
}

fn checked(offer: &Map<String, Value>) -> Result<(), InvalidField> {
    if let Some(name) = offer.keys().find(|name| !OFFER.iter().any(|(known, _)| known == name)) {
        let problem = "is not a member of an offer; it takes resource, accepts and extensions";
        return Err(InvalidField::new(name, problem));
    }
    check(offer, "", OFFER)?;
    if let Some(Value::Object(resource)) = offer.get("resource") {
        check(resource, "resource.", RESOURCE)?;
    }
    let accepts = offer.get("accepts").and_then(Value::as_array).into_iter().flatten();
    accepts.enumerate().try_for_each(|(at, accept)| match accept {
        Value::Object(accept) => check(accept, &format!("accepts[{at}]."), REQUIREMENT),
        _ => Err(InvalidField::new(format!("accepts[{at}]"), "must be an object")),
    })
}

fn check(members: &Map<String, Value>, path: &str, rules: &[(&str, Rule)]) -> Result<(), InvalidField> {
    let wrong = rules.iter().find_map(|(name, rule)| Some((name, rule.problem(members.get(*name))?)));
    wrong.map_or(Ok(()), |(name, problem)| Err(InvalidField::new(format!("{path}{name}"), problem)))
}

/// The same way to pay as version 1 writes it, unless it cannot: its clients reject the whole list for one entry that
/// they do not know.
fn first_version(accept: &Value, resource: &Value) -> Option<Value> {
    let text = |name: &str| accept.get(name).and_then(Value::as_str);
    let (_, network) = NETWORKS.iter().find(|(id, _)| text("network") == Some(id))?;
    if text("scheme") != Some("exact") {
        return None;
    }
    let mut first = Members::new();
    first.text("network", network);
    for (here, there) in [("resource", "url"), ("description", "description"), ("mimeType", "mimeType")] {
        first.text(here, resource.get(there).and_then(Value::as_str).unwrap_or_default());
    }
    first.take(accept, KEPT);
    if let Some(extra) = accept.get("extra") {
        first.value("extra", extra.clone());
    }
    Some(first.into_value())
}

/// What version 1 has too: the names there and in version 2.
const KEPT: &[(&str, &str)] = &[
    ("scheme", "scheme"),
    ("maxAmountRequired", "amount"),
    ("payTo", "payTo"),
    ("maxTimeoutSeconds", "maxTimeoutSeconds"),
    ("asset", "asset"),
];
