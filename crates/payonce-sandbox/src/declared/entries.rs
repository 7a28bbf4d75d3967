//! The members of a provider file that the simulator reads. It ignores the others.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct FileEntry {
    pub(super) payonce: u64,
    pub(super) id: String,
    pub(super) extends: Option<String>,
    pub(super) body: BodyWord,
    pub(super) base_url_env: Option<Vec<String>>,
    pub(super) auth: Option<Auth>,
    pub(super) read: Read,
    pub(super) option: Vec<ClientOption>,
    pub(super) rate_limit: Option<RateLimit>,
    pub(super) code: Vec<Code>,
    pub(super) object: BTreeMap<String, ObjectEntry>,
    pub(super) operation: Vec<OperationEntry>,
    pub(super) example: Vec<Example>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BodyWord {
    #[default]
    Json,
    Form,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Auth {
    pub(super) header: String,
    pub(super) value: String,
    #[serde(default)]
    pub(super) base64: bool,
    #[serde(default)]
    pub(super) env: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct ClientOption {
    pub(super) name: String,
    #[serde(default)]
    pub(super) env: Vec<String>,
    #[serde(default)]
    pub(super) required: bool,
    #[serde(default)]
    pub(super) choices: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Read {
    pub(super) code: Vec<String>,
    pub(super) message: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct RateLimit {
    #[serde(default)]
    pub(super) per_minute: Option<usize>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Code {
    pub(super) code: String,
    pub(super) kind: String,
    #[serde(default)]
    pub(super) status: Option<u16>,
    #[serde(default)]
    pub(super) meaning: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ObjectEntry {
    pub(super) state: Option<State>,
    pub(super) fields: Map<String, Value>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct OperationEntry {
    pub(super) name: String,
    pub(super) method: String,
    pub(super) path: String,
    #[serde(default)]
    pub(super) safety: Safety,
    #[serde(default)]
    pub(super) params: Map<String, Value>,
    #[serde(default)]
    pub(super) fixed: Map<String, Value>,
    #[serde(default)]
    pub(super) returns: Option<Value>,
    #[serde(default)]
    pub(super) inside: Option<String>,
    #[serde(default)]
    pub(super) pages: Option<Pages>,
    #[serde(default)]
    pub(super) state: Option<State>,
    #[serde(default = "yes")]
    pub(super) authenticated: bool,
}

const fn yes() -> bool {
    true
}

/// An argument, besides its name.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ParamEntry {
    #[serde(rename = "type")]
    pub(super) ty: String,
    pub(super) required: bool,
    #[serde(rename = "in")]
    pub(super) place: Option<String>,
    pub(super) wire: Option<String>,
}

/// What a second request does.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Safety {
    Read,
    Idempotent,
    #[default]
    Unkeyed,
    Keyed(Keyed),
    Reconcilable(Reconcilable),
}

/// What the provider does with idempotency keys.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Keyed {
    #[serde(default)]
    pub(crate) header: Option<String>,
    #[serde(default)]
    pub(crate) argument: Option<String>,
    #[serde(default)]
    pub(crate) format: KeyWord,
    #[serde(default)]
    pub(crate) max_length: Option<usize>,
    #[serde(default)]
    pub(super) window: Option<String>,
    #[serde(default)]
    pub(crate) after_5xx: After5xx,
    #[serde(default)]
    pub(crate) in_flight: Option<String>,
}

impl Keyed {
    /// How long the provider remembers a key; nothing where it never forgets one.
    pub(crate) fn window(&self) -> Option<std::time::Duration> {
        self.window.as_deref().and_then(super::duration::duration)
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KeyWord {
    #[default]
    Text,
    Uuid4,
}

/// What the provider does with a key whose first request ended in a 5xx.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum After5xx {
    Replayed,
    Fresh,
    #[default]
    Unknown,
}

/// Where the provider shows what was done.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Reconcilable {
    pub(crate) reference: String,
    pub(crate) list: String,
    pub(crate) found_at: String,
    pub(crate) time_at: String,
}

/// How the pages of a list are asked for, by the names of arguments.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Pages {
    Numbered { page: String, size: String, items: String },
    Cursor { argument: String, next: Option<String>, items: String },
    After { argument: String, id: String, items: String },
}

impl Pages {
    pub(crate) fn items(&self) -> &str {
        match self {
            Self::Numbered { items, .. } | Self::Cursor { items, .. } | Self::After { items, .. } => items,
        }
    }
}

/// The states of what an operation returns.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct State {
    pub(crate) pointer: String,
    #[serde(default)]
    pub(crate) pending: Vec<String>,
    #[serde(default)]
    pub(crate) succeeded: Vec<String>,
    #[serde(default)]
    failed: Value,
    #[serde(default)]
    pub(crate) look: Option<String>,
    #[serde(default)]
    id: Option<String>,
}

impl State {
    /// The failed states: a list, or a table from states to evidence.
    pub(crate) fn failed(&self) -> Vec<&str> {
        match &self.failed {
            Value::Array(states) => states.iter().filter_map(Value::as_str).collect(),
            Value::Object(states) => states.keys().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// The member of an object that holds its id.
    pub(crate) fn id(&self) -> &str {
        self.id.as_deref().unwrap_or("id")
    }
}

/// A response, and what it means.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Example {
    #[serde(default)]
    pub(crate) operation: Option<String>,
    pub(crate) status: u16,
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) body: Option<Value>,
    #[serde(default)]
    pub(crate) expect: Map<String, Value>,
}

impl Example {
    /// Whether the response reports that the operation was done.
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status) && self.expect.is_empty()
    }

    pub(crate) fn expects(&self, name: &str) -> Option<&str> {
        self.expect.get(name).and_then(Value::as_str)
    }
}
