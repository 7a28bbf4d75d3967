//! The challenge in a response with HTTP 402.

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Map, Value};

use crate::model::headers::Headers;
use crate::model::json::{self, Members};
use crate::model::vocabulary::vocabulary;

vocabulary! {
    /// The protocol of a challenge.
    Protocol {
        /// x402, version 1 or 2.
        X402 = "x402",
        /// The Payment scheme of HTTP authentication (MPP).
        Mpp = "mpp",
    }
}

/// What a service asks to be paid, and how.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Challenge {
    /// The protocol.
    pub protocol: Protocol,
    /// The version of x402; 1 for MPP.
    pub version: u64,
    /// The offer as JSON: `PaymentRequired` of x402; for MPP `{"challenges": […]}`, each with its parameters.
    pub data: Map<String, Value>,
    /// The header fields that carried the offer, as they came.
    pub headers: Vec<String>,
}

impl Challenge {
    /// Reads the challenge of a response with HTTP 402, if it has one that payonce knows. x402 version 2 counts before MPP,
    /// and the body of version 1 last.
    pub(crate) fn of(headers: &Headers, body: &[u8]) -> Option<Self> {
        // Of two offers that differ, the caller would sign one while the service could mean the other: payonce takes neither.
        if let [header] = field_values(headers, "payment-required").as_slice()
            && let Some(data) = decoded(header)
            && version(&data) == Some(2)
            && data.get("accepts").is_some_and(Value::is_array)
        {
            let headers = vec![header.clone()];
            return Some(Self { protocol: Protocol::X402, version: 2, data, headers });
        }
        let fields: Vec<String> = headers.all("www-authenticate").map(ToOwned::to_owned).collect();
        let challenges: Vec<Value> =
            fields.iter().flat_map(|field| payment_challenges(field)).map(Value::Object).collect();
        if !challenges.is_empty() {
            let mut data = Members::new();
            data.value("challenges", Value::Array(challenges));
            return Some(Self {
                protocol: Protocol::Mpp,
                version: 1,
                data: data.into_map(),
                headers: fields,
            });
        }
        let data = json::read_object(std::str::from_utf8(body).ok()?)?;
        (version(&data) == Some(1) && data.get("accepts").is_some_and(Value::is_array)).then(|| Self {
            protocol: Protocol::X402,
            version: 1,
            data,
            headers: Vec::new(),
        })
    }

    /// The challenge as JSON, for languages that receive it as text.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut members = Members::new();
        members.text("protocol", self.protocol.as_str());
        members.number("version", self.version);
        members.value("data", Value::Object(self.data.clone()));
        members.value("headers", self.headers.iter().map(String::as_str).collect());
        members.into_value()
    }

    /// Whether a service of this protocol reads a credential from this header field.
    pub(super) fn is_credential(&self, name: &str) -> bool {
        let names: &[&str] = match (self.protocol, self.version) {
            (Protocol::X402, 1) => &["x-payment"],
            (Protocol::X402, _) => &["payment-signature"],
            (Protocol::Mpp, _) => &["authorization", "payment-authorization"],
        };
        names.iter().any(|known| known.eq_ignore_ascii_case(name))
    }
}

fn version(data: &Map<String, Value>) -> Option<u64> {
    data.get("x402Version")?.as_u64()
}

/// The different values of a header field of x402. A platform may have joined fields of the same name with commas, which
/// base64 has not.
pub(super) fn field_values(headers: &Headers, name: &str) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for value in headers.all(name).flat_map(|field| field.split(',')).map(str::trim) {
        if !value.is_empty() && !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
    }
    values
}

/// The JSON object that a header field of x402 holds in base64.
pub(super) fn decoded(field: &str) -> Option<Map<String, Value>> {
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let alphabets = [&base64::alphabet::STANDARD, &base64::alphabet::URL_SAFE];
    let bytes = alphabets
        .iter()
        .find_map(|alphabet| GeneralPurpose::new(alphabet, config).decode(field.trim()).ok())?;
    json::read_object(std::str::from_utf8(&bytes).ok()?)
}

/// The challenges with the scheme `Payment` in one field: names and values of their parameters (RFC 9110 §11.6.1).
fn payment_challenges(field: &str) -> Vec<Map<String, Value>> {
    let mut found = Vec::new();
    let mut current: Option<Map<String, Value>> = None;
    let mut rest = field;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        let end = rest.find(|c: char| !is_token(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if word.is_empty() {
            break;
        }
        if let Some(value) = after.trim_start().strip_prefix('=') {
            let Some((text, after)) = parameter_value(value.trim_start()) else { break };
            if let Some(members) = current.as_mut() {
                members.insert(word.to_ascii_lowercase(), Value::String(text));
            }
            rest = after;
        } else {
            found.extend(current.take());
            current = word.eq_ignore_ascii_case("payment").then(Map::new);
            rest = after;
        }
    }
    found.extend(current);
    found.retain(|members| ["id", "method", "request"].iter().all(|name| members.contains_key(*name)));
    found
}

const fn is_token(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.' | '+' | '/' | '~' | '!' | '*')
}

/// A token or a quoted string, and what follows it.
fn parameter_value(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([',', ' ']).unwrap_or(text.len());
        let (value, after) = text.split_at(end);
        return Some((value.to_owned(), after));
    };
    let mut value = String::new();
    let mut escaped = false;
    for (at, character) in quoted.char_indices() {
        match character {
            _ if escaped => {
                value.push(character);
                escaped = false;
            }
            '\\' => escaped = true,
            '"' => return Some((value, quoted.get(at + 1..)?)),
            _ => value.push(character),
        }
    }
    None
}
