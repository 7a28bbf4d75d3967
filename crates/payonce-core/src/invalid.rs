//! What is refused before anything is sent.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::client::KeyStyle;
use crate::draft::ErrorDraft;
use crate::error::Error;
use crate::operation::{Operation, Safety};
use crate::redact::Redactor;
use crate::request::styled;
use crate::text::Texts;
use crate::verdict::Facts;
use crate::vocabulary::{Actor, Evidence, Kind, Phase, Provider};

/// A field that cannot be used, and what would be. Boxed: it stands in the result of a hundred functions, each of which
/// would move the whole of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct InvalidField(Box<Refused>);

#[derive(Debug, Clone, PartialEq)]
struct Refused {
    /// A name of ours, or a path of such, in snake_case; whoever sees it sees it as the language spells it.
    field: String,
    /// The rest of the path, in the caller's own words: a header, a member of a map, a name that nobody knows.
    own: String,
    problem: Cow<'static, str>,
    /// The name under which the provider's own SDK reports it.
    sentinel: Option<&'static str>,
}

impl InvalidField {
    pub(crate) fn new(field: impl AsRef<str>, problem: impl Into<Cow<'static, str>>) -> Self {
        Self::of(field.as_ref(), problem.into())
    }

    /// Once for all types of fields and problems: there are a hundred places that refuse.
    #[inline(never)]
    fn of(field: &str, problem: Cow<'static, str>) -> Self {
        Self(Box::new(Refused { field: field.to_owned(), own: String::new(), problem, sentinel: None }))
    }

    /// A member, under a name of the caller's own, of a field of ours.
    pub(crate) fn member(field: &str, name: &str, problem: impl Into<Cow<'static, str>>) -> Self {
        let mut member = Self::new(field, problem);
        member.0.own = format!(".{name}");
        member
    }

    /// Whether it is this field of ours.
    pub(crate) fn is_of(&self, field: &str) -> bool {
        self.0.field == field
    }

    /// The same problem of another field.
    pub(crate) fn of_field(mut self, field: &str) -> Self {
        field.clone_into(&mut self.0.field);
        self
    }

    /// A member, under a name of ours, of a field of ours.
    pub(crate) fn within(mut self, field: &str) -> Self {
        self.0.field = format!("{field}.{}", self.0.field);
        self
    }

    /// The same, with the name under which the provider's own SDK reports it.
    pub(crate) fn reported_as(mut self, sentinel: &'static str) -> Self {
        self.0.sentinel = Some(sentinel);
        self
    }

    /// A field whose path is spelled as the caller spells it already.
    pub(crate) fn verbatim(mut self) -> Self {
        let Refused { field, own, .. } = &mut *self.0;
        own.insert_str(0, field);
        field.clear();
        self
    }

    /// The path of the field as the caller's language spells it.
    pub(crate) fn path(&self, style: KeyStyle) -> String {
        let mut path = styled(&self.0.field, style);
        path.push_str(&self.0.own);
        path
    }

    /// Whether the field was left out or left empty, rather than filled in wrongly.
    pub(crate) fn is_missing(&self) -> bool {
        ["is required", "is missing", "must not be empty"]
            .iter()
            .any(|problem| self.0.problem.starts_with(problem))
    }

    /// The error that the caller sees.
    pub(crate) fn into_error(
        self,
        provider: Provider,
        operation: Option<&'static Operation>,
        style: KeyStyle,
        texts: &Texts,
        redactor: &Redactor,
    ) -> Error {
        let kind = Kind::InvalidArgument;
        let safety = operation.map_or(Safety::Unkeyed, |operation| operation.safety);
        let facts = Facts::new(kind, Actor::Developer, Evidence::Refused, Phase::BeforeSend, safety);
        let sentinel = self.0.sentinel.or_else(|| (provider.profile().sentinel)(operation, &self));
        let field = self.path(style);
        let message = format!("{field}: {}", self.0.problem);
        let mut details = Map::new();
        details.insert("field".into(), Value::from(field));
        if let Some(sentinel) = sentinel {
            details.insert("sentinel".into(), Value::from(sentinel));
        }
        let draft =
            ErrorDraft { operation, attempts: Some(0), details, ..ErrorDraft::new(provider, facts, message) };
        draft.into_error(texts, redactor)
    }
}
