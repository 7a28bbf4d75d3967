//! The cases as the files hold them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::reply::{Body, Reply, even_null};

/// Every case of every file.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Cases {
    /// One response and its verdict.
    pub classify: Vec<Classify>,
    /// A script of exchanges; the place in this list is the case's number.
    pub calls: Vec<Case>,
    /// A webhook and whether it is believed.
    pub webhooks: Vec<Webhook>,
}

/// A case of `webhooks/*.json`. It touches no network and is in no report.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// Its name, unique among the webhooks.
    pub name: String,
    /// Where the behavior is documented.
    pub source: String,
    /// The secret of the webhook, or all that may have signed it.
    pub secret: Secrets,
    /// The header with the signature, of AgentWallex.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub signature: String,
    /// The members of the provider file that declares how the webhook is signed; AgentWallex signs it where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<Value>,
    /// The header fields, if there is a file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// The raw body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_text: Option<String>,
    /// The raw body, if it is not text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_base64: Option<String>,
    /// The time in milliseconds since 1970.
    pub now_ms: u64,
    /// How old the event may be in milliseconds, unless it is what every language has by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tolerance_ms: Option<u64>,
    /// `event` as a whole (with a file, some of its parts), or `code` and `respond_status`.
    pub expect: Value,
}

/// The secrets of a webhook.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Secrets {
    /// One, as nearly always.
    One(String),
    /// While one replaces the other.
    Several(Vec<String>),
}

impl Secrets {
    /// All of them.
    #[must_use]
    pub fn all(&self) -> Vec<String> {
        match self {
            Self::One(secret) => vec![secret.clone()],
            Self::Several(secrets) => secrets.clone(),
        }
    }
}

/// A case of `classify/*.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Classify {
    /// Its name, unique among all cases.
    pub name: String,
    /// Where the behavior is documented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The provider.
    pub provider: String,
    /// The operation, when it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// Its safety, when that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safety: Option<String>,
    /// The language of the text for end users.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The time of the response in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unix_ms: Option<u64>,
    /// Texts to keep out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secrets: Vec<String>,
    /// An application's own texts for end users.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub user_messages: Map<String, Value>,
    /// The response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Reply>,
    /// How the request failed instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failed>,
    /// What arrived instead, over a protocol without HTTP statuses: its text, or JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Value>,
    /// Some members of the payload, or null for a success.
    pub expect: Value,
    /// Some members of what a framework does with the error in a tool, for the public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool_failure: Option<Value>,
    /// The runners that do not play it, each with the reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub skip: BTreeMap<String, String>,
}

/// A request without a complete response.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failed {
    /// How far it got.
    pub phase: String,
    /// Why it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// What the transport said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl Classify {
    /// What a classifier that takes JSON is given, and the body of the response.
    #[must_use]
    pub fn request(&self) -> (Value, Vec<u8>) {
        let mut request = json!({
            "provider": self.provider,
            "operation": self.operation,
            "safety": self.safety,
            "language": self.language,
            "unix_ms": self.unix_ms.unwrap_or_default(),
            "secrets": self.secrets,
            "user_messages": self.user_messages,
        });
        let mut body = Vec::new();
        if let Value::Object(members) = &mut request {
            if let Some(reply) = &self.response {
                body = Body::new(reply).bytes();
                members.insert("status".into(), json!(reply.status));
                members.insert("headers".into(), json!(reply.headers));
            }
            match &self.message {
                Some(Value::String(text)) => body = text.clone().into_bytes(),
                Some(message) => body = message.to_string().into_bytes(),
                None => {}
            }
            if let Some(failure) = &self.failure {
                members.insert("phase".into(), json!(failure.phase));
                members.insert("cause".into(), json!(failure.cause));
                members.insert("message".into(), json!(failure.message));
            }
        }
        (request, body)
    }
}

/// A case of `calls/*.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Case {
    /// The number in the base URL; it is not in the file.
    #[serde(default)]
    pub number: usize,
    /// Its name, unique among all cases.
    pub name: String,
    /// Where the behavior is documented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The provider.
    pub provider: String,
    /// The client's options, without `base_url`.
    pub options: Map<String, Value>,
    /// The first call.
    #[serde(flatten)]
    pub call: Call,
    /// Further calls of the same client, one after the other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub then: Vec<Call>,
    /// What is expected on the wire, and responded with, in order, for all calls together.
    pub exchanges: Vec<Exchange>,
    /// The runners that do not play it, each with the reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub skip: BTreeMap<String, String>,
    /// Members that no case has; a spelling mistake would otherwise expect nothing.
    #[serde(flatten, skip_serializing)]
    unknown: Map<String, Value>,
}

/// One call and what it is to bring.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Call {
    /// The operation, for instance `payments.send`.
    pub operation: String,
    /// Its arguments in snake_case.
    #[serde(default)]
    pub arguments: Map<String, Value>,
    /// The options of the call in snake_case.
    #[serde(default)]
    pub call_options: Map<String, Value>,
    /// Whether the runner goes through the items of all pages, instead of reading one page.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pages: bool,
    /// What is expected.
    pub expect: Expect,
}

/// What a call is to bring: a value or an error.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// The value, or a part of it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "even_null")]
    pub value: Option<Value>,
    /// The items of all pages, or a part of each: all of them, or those before the error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<Value>>,
    /// Some members of the error's payload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Value>,
    /// Some members of a success's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Value>,
    /// How many requests the call sends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts: Option<u32>,
    /// The waits between them, as the `retrying` events tell them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_ms: Option<Vec<u64>>,
    /// How often a request has to wait for its turn in the rate limit of the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_limit_waits: Option<usize>,
}

impl Expect {
    /// Where the events of a call, as JSON, are not what is expected, or contradict each other.
    #[must_use]
    pub fn event_differences(&self, events: &[Value]) -> Vec<String> {
        let named = |name: &'static str| events.iter().filter(move |event| event["event"] == name);
        let mut problems = Vec::new();
        // A call that was refused before it began has no events; a list is one call for each of its pages.
        let operation = named("finished").next_back().map(|event| &event["operation"]);
        let sends: u64 = named("finished").filter_map(|event| event["attempts"].as_u64()).sum();
        let own = named("about_to_send").filter(|event| Some(&event["operation"]) == operation).count();
        if usize::try_from(sends) != Ok(own) {
            problems.push(format!("{own} events about_to_send, and {sends} attempts at the end"));
        }
        if let Some(attempts) = self.attempts.map(u64::from)
            && attempts != sends
        {
            problems.push(format!("sent {sends} requests, expected {attempts}"));
        }
        let waits: Vec<u64> = named("retrying").filter_map(|event| event["wait_ms"].as_u64()).collect();
        if let Some(expected) = &self.waits_ms
            && *expected != waits
        {
            problems.push(format!("waited {waits:?}, expected {expected:?}"));
        }
        let rate_limit_waits = named("rate_limit_wait").count();
        if let Some(expected) = self.rate_limit_waits
            && expected != rate_limit_waits
        {
            problems.push(format!("{rate_limit_waits} waits for the rate limit, expected {expected}"));
        }
        problems
    }
}

/// One request and its response.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// What the client has to send.
    pub request: ExpectedRequest,
    /// The response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Reply>,
    /// What happens instead of a response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Trouble>,
}

/// What the client has to send.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedRequest {
    /// The method.
    pub method: String,
    /// Path and query under the base URL.
    pub target: String,
    /// Some of the headers. `null` means that the request must not have the header.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub headers: Map<String, Value>,
    /// The body, as JSON; without it there must be none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
}

/// What happens instead of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// The connection is reset after the request was read.
    Drop,
    /// No response comes until the client leaves.
    Hang,
}

impl Cases {
    /// Reads every file of a folder such as `tests/vectors`.
    ///
    /// # Errors
    /// A file cannot be read or has another format than the README describes, or two cases have the same name.
    pub fn load(folder: &Path) -> anyhow::Result<Self> {
        let classify: Vec<Classify> = read_all(&folder.join("classify"))?;
        let mut calls: Vec<Case> = read_all(&folder.join("calls"))?;
        for (number, case) in calls.iter_mut().enumerate() {
            case.number = number;
            let unknown: Vec<&String> = case.unknown.keys().collect();
            anyhow::ensure!(unknown.is_empty(), "{}: there are no members {unknown:?}", case.name);
            for exchange in &case.exchanges {
                let given =
                    usize::from(exchange.response.is_some()) + usize::from(exchange.failure.is_some());
                anyhow::ensure!(given == 1, "{}: an exchange has either a response or a failure", case.name);
            }
            for call in case.calls() {
                let Expect { value, items, error, .. } = &call.expect;
                if call.pages {
                    let whole = value.is_none() && items.is_some();
                    anyhow::ensure!(
                        whole,
                        "{}: pages are expected to bring items, perhaps before an error",
                        case.name
                    );
                } else {
                    let one = value.is_some() != error.is_some() && items.is_none();
                    anyhow::ensure!(one, "{}: a call expects either a value or an error", case.name);
                }
            }
        }
        let webhooks: Vec<Webhook> = read_all(&folder.join("webhooks"))?;
        let mut names: Vec<&str> = webhooks.iter().map(|case| case.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        anyhow::ensure!(names.len() == webhooks.len(), "two webhooks have one name");
        let cases = Self { classify, calls, webhooks };
        let mut names: Vec<&str> = cases.names().collect();
        names.sort_unstable();
        for (name, next) in names.iter().zip(names.iter().skip(1)) {
            anyhow::ensure!(name != next, "two cases are called {name:?}");
        }
        Ok(cases)
    }

    /// The names of all cases that stand in reports.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let classify = self.classify.iter().map(|case| case.name.as_str());
        classify.chain(self.calls.iter().map(|case| case.name.as_str()))
    }

    /// Why a runner leaves a case out, for each case that it leaves out.
    #[must_use]
    pub fn skipped_by(&self, runner: &str) -> BTreeMap<String, String> {
        let classify = self.classify.iter().map(|case| (&case.name, &case.skip));
        let calls = self.calls.iter().map(|case| (&case.name, &case.skip));
        classify
            .chain(calls)
            .filter_map(|(name, skip)| Some((name.clone(), skip.get(runner)?.clone())))
            .collect()
    }
}

impl Case {
    /// The calls in order.
    pub fn calls(&self) -> impl Iterator<Item = &Call> {
        std::iter::once(&self.call).chain(&self.then)
    }
}

fn read_all<T: serde::de::DeserializeOwned>(folder: &Path) -> anyhow::Result<Vec<T>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| format!("list {}", folder.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).with_context(|| format!("read {}", file.display()))?;
        let cases: Vec<T> =
            serde_json::from_str(&text).with_context(|| format!("read {}", file.display()))?;
        all.extend(cases);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn events_that_contradict_the_expectation_are_differences() {
        let events = [
            json!({"event": "rate_limit_wait", "operation": "send", "wait_ms": 3}),
            json!({"event": "about_to_send", "operation": "send", "attempt": 1}),
            json!({"event": "retrying", "operation": "send", "wait_ms": 10}),
            json!({"event": "about_to_send", "operation": "send", "attempt": 2}),
            json!({"event": "about_to_send", "operation": "list", "attempt": 1}),
            json!({"event": "finished", "operation": "send", "attempts": 2}),
        ];
        let differences = |expected: Value| {
            serde_json::from_value::<Expect>(expected).unwrap().event_differences(&events).len()
        };
        let right = json!({"attempts": 2, "waits_ms": [10], "rate_limit_waits": 1});
        assert_eq!((differences(right), differences(json!({}))), (0, 0));
        let wrong = json!({"attempts": 3, "waits_ms": [11], "rate_limit_waits": 0});
        assert_eq!(differences(wrong), 3);
        let [.., last] = &events;
        let unsent = Expect::default().event_differences(std::slice::from_ref(last));
        assert_eq!(unsent.len(), 1, "{unsent:?}");
    }
}
