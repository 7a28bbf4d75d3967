//! The operations and objects of a provider file, as they are written.

use indexmap::IndexMap;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, IntoDeserializer as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::model::vocabulary::Evidence;
use crate::spec::operation::After5xx;

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

const fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_true(value: &bool) -> bool {
    *value
}

/// An operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OperationEntry {
    pub(crate) name: String,
    pub(crate) method: MethodWord,
    pub(crate) path: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) about: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) source: String,
    /// What a second request does; `unkeyed` where nothing is said.
    #[serde(default)]
    pub(crate) safety: SafetyEntry,
    /// Why a second POST changes nothing, for a POST that is idempotent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) because: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) params: IndexMap<String, ParamEntry>,
    /// Members of the body that are always the same.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) fixed: IndexMap<String, String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) exactly_one: Vec<Vec<String>>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) returns: Option<TypeEntry>,
    /// The member of the response that holds the result.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) inside: Option<String>,
    /// The argument that the operation can be found by, where it has no key.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) named_by: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) pages: Option<PagesEntry>,
    /// The states of what the operation returns, where that is not a declared object.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) state: Option<StateEntry>,
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub(crate) authenticated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum MethodWord {
    Get,
    Post,
    Put,
    Delete,
}

/// What a second request does.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SafetyEntry {
    Read,
    Idempotent,
    #[default]
    Unkeyed,
    Keyed(KeyedEntry),
    Reconcilable(ReconcilableEntry),
}

/// What the provider says of its idempotency keys.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyedEntry {
    /// The header field that carries the key.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) header: Option<String>,
    /// The argument that carries it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) argument: Option<String>,
    #[serde(default)]
    pub(crate) format: KeyWord,
    /// The most characters of a key.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) max_length: Option<u32>,
    /// How long the provider remembers a key: `24h`, or `forever`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) window: Option<String>,
    #[serde(default = "unknown_after_5xx")]
    pub(crate) after_5xx: After5xx,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) in_flight: Option<String>,
}

const fn unknown_after_5xx() -> After5xx {
    After5xx::Unknown
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KeyWord {
    #[default]
    Text,
    Uuid4,
}

/// Where the provider shows what was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReconcilableEntry {
    /// The member of the body that holds the reference, as a pointer: `/memo`.
    pub(crate) reference: String,
    /// The operation that lists.
    pub(crate) list: String,
    /// The arguments that both operations have and that narrow the list.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) by: Vec<String>,
    /// Where an item of the list shows the reference.
    pub(crate) found_at: String,
    /// Where an item shows its time.
    pub(crate) time_at: String,
    /// The time after which the list shows everything.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) consistent_after: Option<String>,
}

/// How the pages of a list are asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum PagesEntry {
    Numbered { page: String, size: String, items: String },
    Cursor { argument: String, items: String },
    After { argument: String, id: String, items: String },
}

/// The type of an argument or of a field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TypeWord {
    #[default]
    Json,
    Nothing,
    String,
    Id,
    Name,
    Amount,
    Integer,
    Number,
    AmountNumber,
    Bool,
    Secret,
    Time,
    Url,
    JsonText,
    Enum,
    List,
    Map,
    Object,
}

/// A type: a word, or a word with its details.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub(crate) struct TypeEntry {
    #[serde(rename = "type")]
    pub(crate) ty: TypeWord,
    #[serde(flatten)]
    pub(crate) details: TypeDetails,
}

/// What a word for a type leaves open.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub(crate) struct TypeDetails {
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) min: Option<i64>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) max: Option<i64>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) values: Vec<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) of: Option<Box<TypeEntry>>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) object: Option<String>,
}

/// The members of a type and of what has one, read at once: unknown members are refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(rename = "type")]
    ty: TypeWord,
    #[serde(default)]
    min: Option<i64>,
    #[serde(default)]
    max: Option<i64>,
    #[serde(default)]
    values: Vec<String>,
    #[serde(default)]
    of: Option<Box<TypeEntry>>,
    #[serde(default)]
    object: Option<String>,
}

impl From<Typed> for TypeEntry {
    fn from(typed: Typed) -> Self {
        let Typed { ty, min, max, values, of, object } = typed;
        Self { ty, details: TypeDetails { min, max, values, of, object } }
    }
}

struct WordOrTable;

impl<'de> Visitor<'de> for WordOrTable {
    type Value = TypeEntry;

    fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("a type such as \"string\", or a table with `type`")
    }

    fn visit_str<E: de::Error>(self, word: &str) -> Result<TypeEntry, E> {
        Ok(TypeEntry {
            ty: TypeWord::deserialize(word.into_deserializer())?,
            details: TypeDetails::default(),
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<TypeEntry, A::Error> {
        Typed::deserialize(MapAccessDeserializer::new(members)).map(Into::into)
    }
}

impl<'de> Deserialize<'de> for TypeEntry {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(WordOrTable)
    }
}

/// An argument.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ParamEntry {
    #[serde(rename = "type")]
    pub(crate) ty: TypeWord,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) min: Option<i64>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) max: Option<i64>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) values: Vec<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) of: Option<Box<TypeEntry>>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) object: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) required: bool,
    /// Where it goes, if not into the path, the query of a GET or DELETE, or the body of any other request.
    #[serde(default, rename = "in", skip_serializing_if = "is_default")]
    pub(crate) place: Option<PlaceWord>,
    /// Its name on the wire.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) wire: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) aliases: Vec<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) bounds: Option<BoundsEntry>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) lower_case: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) about: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PlaceWord {
    Path,
    Query,
    Body,
    WholeBody,
    Header,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BoundsEntry {
    pub(crate) min: String,
    pub(crate) max: String,
    pub(crate) decimals: u32,
}

/// An object type.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ObjectEntry {
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) about: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) state: Option<StateEntry>,
    #[serde(default)]
    pub(crate) fields: IndexMap<String, FieldEntry>,
}

/// A field of an object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldEntry {
    #[serde(rename = "type")]
    pub(crate) ty: TypeWord,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) min: Option<i64>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) max: Option<i64>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) values: Vec<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) of: Option<Box<TypeEntry>>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) object: Option<String>,
    /// Whether the provider always sends it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) always: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) about: String,
}

/// Which states of an object are final.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StateEntry {
    /// The field that holds the state, as a pointer: `/status`.
    pub(crate) pointer: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) pending: Vec<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) succeeded: Vec<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) failed: FailedStates,
    /// The operation that reads the object again.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) look: Option<String>,
    /// The argument of that operation that takes the id.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) look_by: Option<String>,
    /// The field of the object that holds its id.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) id: Option<String>,
}

/// Failed states, each with what it proves. A list proves nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub(crate) struct FailedStates(pub(crate) IndexMap<String, Evidence>);

struct ListOrTable;

impl<'de> Visitor<'de> for ListOrTable {
    type Value = FailedStates;

    fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("a list of states, or a table from states to evidence")
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut items: A) -> Result<FailedStates, A::Error> {
        let mut states = IndexMap::new();
        while let Some(state) = items.next_element::<String>()? {
            states.insert(state, Evidence::None);
        }
        Ok(FailedStates(states))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<FailedStates, A::Error> {
        IndexMap::deserialize(MapAccessDeserializer::new(members)).map(FailedStates)
    }
}

impl<'de> Deserialize<'de> for FailedStates {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ListOrTable)
    }
}
