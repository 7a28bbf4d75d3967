//! The members of a provider file, as they are written.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::vocabulary::{Actor, Evidence, Kind, Outcome};
use crate::provider_file::operation::{ObjectEntry, OperationEntry};

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A provider file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProviderFile {
    /// The version of the format: 1.
    pub(crate) payonce: u64,
    /// The id in payloads, in tables and on the command line.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) id: String,
    /// The name as the provider writes it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) title: String,
    /// The provider in one sentence.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) about: String,
    /// The built-in provider whose codes the file adds to.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) extends: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) base_url: Option<String>,
    /// The environment variables that name another base URL.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) base_url_env: Option<Vec<String>>,
    /// Base URLs by the value of an option, such as `environment`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) base_url_by: IndexMap<String, IndexMap<String, String>>,
    /// The time for one attempt, such as `30s`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) timeout: Option<String>,
    /// How bodies are written.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) body: BodyWord,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) auth: Option<AuthEntry>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) read: ReadEntry,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) rate_limit: Option<RateLimitEntry>,
    /// Codes in other spellings, each with the code that it is read as.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) spelling: IndexMap<String, String>,
    /// Options of clients, besides the key that `auth` declares.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) option: Vec<OptionEntry>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) code: Vec<CodeEntry>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) category: Vec<CategoryEntry>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) status: Vec<StatusEntry>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) text: Vec<TextEntry>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) object: IndexMap<String, ObjectEntry>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) operation: Vec<OperationEntry>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) example: Vec<ExampleEntry>,
}

/// How bodies are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BodyWord {
    #[default]
    Json,
    Form,
}

/// The header field that carries the key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AuthEntry {
    pub(crate) header: String,
    /// The field with `{api_key}`, or the name of another option, where the key goes: `Bearer {api_key}`.
    pub(crate) value: String,
    /// Whether the keys are encoded in base64, with a colon between two.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) base64: bool,
    /// The environment variable that holds the key.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) env: Option<String>,
}

/// An option of clients.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OptionEntry {
    pub(crate) name: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) env: Vec<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) secret: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) required: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) choices: Vec<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) about: String,
}

/// Where the signals of a failure stand.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ReadEntry {
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) code: Vec<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) category: Vec<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) message: Vec<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) request_id: Vec<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) retry_after: Vec<WaitEntry>,
    /// The header field in which the provider says whether the failure passes.
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) transient: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) denied_success: Vec<DeniedEntry>,
    /// Whether a 2xx that says no is charged for, or may be.
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) charges_denied_success: bool,
    /// Members that say no more than the error itself.
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) flags: Vec<String>,
}

/// A wait that a response asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WaitEntry {
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) pointer: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) header: Option<String>,
    /// What a bare number counts.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) unit: UnitWord,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum UnitWord {
    #[default]
    #[serde(rename = "s")]
    Seconds,
    #[serde(rename = "ms")]
    Milliseconds,
}

/// A member of a 2xx that says no.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeniedEntry {
    pub(crate) pointer: String,
    /// What it holds then; anything but null and false where it is left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) equals: Option<Value>,
}

/// A machine code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeEntry {
    pub(crate) code: String,
    pub(crate) kind: Kind,
    pub(crate) actor: Actor,
    pub(crate) evidence: Evidence,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) status: Option<u16>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) meaning: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) user: Option<UserText>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) source: String,
    /// The provider's own words, where they have to prove that nothing happened.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) quote: Option<String>,
}

/// What an end user may read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UserText {
    pub(crate) en: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) es: Option<String>,
}

/// A category of failures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CategoryEntry {
    pub(crate) category: String,
    pub(crate) kind: Kind,
    pub(crate) actor: Actor,
    pub(crate) evidence: Evidence,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) source: String,
}

/// A status without a code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatusEntry {
    pub(crate) status: u16,
    pub(crate) kind: Kind,
    pub(crate) actor: Actor,
    pub(crate) evidence: Evidence,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) source: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) quote: Option<String>,
}

/// A text, for a provider that sends no codes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextEntry {
    pub(crate) contains: String,
    pub(crate) status: u16,
    pub(crate) kind: Kind,
    pub(crate) actor: Actor,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) meaning: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) source: String,
}

/// The documented rate limits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RateLimitEntry {
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) per_minute: Option<u32>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) plans: IndexMap<String, PlanEntry>,
    /// Whether `X-RateLimit-Limit` is a number of requests in a minute.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) header_is_per_minute: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) source: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanEntry {
    pub(crate) per_minute: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) concurrent: Option<u32>,
}

/// A response, and what it means: a test, a paragraph of the reference and an answer of the simulator at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExampleEntry {
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) operation: Option<String>,
    pub(crate) status: u16,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) headers: IndexMap<String, String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) body: Option<Value>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) expect: ExpectEntry,
}

/// What a response means; nothing is expected of a success.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ExpectEntry {
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) kind: Option<Kind>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) outcome: Option<Outcome>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) code: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) retryable: Option<bool>,
}
