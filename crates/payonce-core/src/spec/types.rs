//! The types of arguments and of responses.

use crate::model::vocabulary::{Evidence, vocabulary};
use crate::spec::doc::Doc;

/// The type of an argument or of a field in a response.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FieldType {
    /// Nothing, for operations whose response has no body.
    Nothing,
    /// A string.
    String,
    /// A string in a path or an address: letters, digits, `_`, `-` and `:`.
    Id,
    /// A name in a path that can contain anything but control characters and slashes (`system.openai`).
    Name,
    /// An amount of money as a plain decimal string, for instance `"50.00"`.
    Amount,
    /// A whole number with its smallest and largest value.
    Integer(i64, i64),
    /// A number that is not an amount: a ratio, a score, a duration.
    Number,
    /// An amount or a price that the provider itself writes as a JSON number. Users give a decimal string, or a number
    /// as in the provider's own SDK.
    AmountNumber,
    /// True or false.
    Bool,
    /// A key or token. It is sent unchanged and kept out of every text.
    Secret,
    /// A time as the provider writes it (RFC 3339 unless said otherwise).
    Time,
    /// An absolute https URL.
    Url,
    /// Any JSON.
    Json,
    /// JSON that the provider takes as a string holding JSON.
    JsonText,
    /// One of these texts today; a response may bring others.
    Enum(&'static [&'static str]),
    /// A list.
    List(&'static Self),
    /// A map from text, whose keys are the caller's own and are never re-spelled.
    Map(&'static Self),
    /// An object of a declared type.
    Model(&'static Model),
}

/// One field of an object in a response.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Field {
    /// The name on the wire, in Python and in Rust.
    pub name: &'static str,
    /// Its type.
    pub ty: FieldType,
    /// Whether the provider always sends it.
    pub always: bool,
    /// What it means, with its unit.
    pub doc: Doc,
}

impl Field {
    /// A field that is always there.
    #[must_use]
    pub const fn new(name: &'static str, ty: FieldType, doc: &'static str) -> Self {
        Self { name, ty, always: true, doc: Doc::new(doc) }
    }

    /// A field that may be missing or null.
    #[must_use]
    pub const fn optional(name: &'static str, ty: FieldType, doc: &'static str) -> Self {
        Self { name, ty, always: false, doc: Doc::new(doc) }
    }
}

/// An object type of a provider.
#[derive(Debug, Clone, Copy)]
pub struct Model {
    /// The class name, for instance `Transaction`.
    pub name: &'static str,
    /// What it represents.
    pub doc: Doc,
    /// Its fields; responses keep further ones.
    pub fields: &'static [Field],
    /// How its state shows whether it is final.
    pub state: Option<State>,
}

impl PartialEq for Model {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Model {
    /// An object type with these fields.
    #[must_use]
    pub const fn new(name: &'static str, doc: &'static str, fields: &'static [Field]) -> Self {
        Self { name, doc: Doc::new(doc), fields, state: None }
    }

    /// Says which field holds the state.
    #[must_use]
    pub const fn with_state(mut self, state: State) -> Self {
        self.state = Some(state);
        self
    }
}

/// Which states of an object are final.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct State {
    /// The field that holds the state.
    pub field: &'static str,
    /// Final, and done.
    pub done: &'static [&'static str],
    /// Final, and failed, with what that proves.
    pub failed: &'static [(&'static str, Evidence)],
    /// The operation that reads the object again, and the argument and field of its id.
    pub read: Option<(&'static str, &'static str, &'static str)>,
    /// The members of the object that come from header fields: the state, and perhaps the id.
    pub from_headers: &'static [HeaderMember],
}

/// A member of a result that comes from a header field with JSON in base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeaderMember {
    /// Its name in the result.
    pub field: &'static str,
    /// The name of the header field, in lower case.
    pub header: &'static str,
    /// The pointer into what it holds.
    pub pointer: &'static str,
}

vocabulary! {
    /// How far an object with a state has come.
    Progress {
        /// It may still change, or its state is one that this version does not know.
        Open = "open",
        /// Final, and done.
        Succeeded = "succeeded",
        /// Final, and failed, or only partly done.
        Failed = "failed",
    }
}

impl Progress {
    /// Whether the object changes no more.
    #[must_use]
    pub const fn is_final(self) -> bool {
        !matches!(self, Self::Open)
    }
}

impl State {
    /// What this word of the provider's means, in any case and with blanks around it. A word that is not declared, or none
    /// at all, proves nothing.
    #[must_use]
    pub fn progress(&self, word: Option<&str>) -> Progress {
        let Some(word) = word else { return Progress::Open };
        if self.done.iter().any(|done| is_word(done, word)) {
            Progress::Succeeded
        } else if self.failure(word).is_some() {
            Progress::Failed
        } else {
            Progress::Open
        }
    }

    /// The failed state that this word names, and what it proves.
    pub(crate) fn failure(&self, word: &str) -> Option<(&'static str, Evidence)> {
        self.failed.iter().find(|(failed, _)| is_word(failed, word)).copied()
    }
}

/// Whether a provider's text is this word of its documentation.
pub(crate) fn is_word(word: &str, text: &str) -> bool {
    text.trim().eq_ignore_ascii_case(word)
}
