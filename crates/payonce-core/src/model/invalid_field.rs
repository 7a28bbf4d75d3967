//! An argument or an option that cannot be used.

use std::borrow::Cow;

use crate::model::naming::{CaseStyle, to_case};

/// An invalid field, and what would be valid. Boxed, because a hundred functions return it and would move the whole of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct InvalidField(Box<Refused>);

#[derive(Debug, Clone, PartialEq)]
struct Refused {
    /// A name of payonce, or a path of names, in snake_case. Messages spell it in the style of the language.
    field: String,
    /// The rest of the path, in the caller's own words: a header, a member of a map, an unknown name.
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
    pub(crate) fn path(&self, style: CaseStyle) -> String {
        let mut path = to_case(&self.0.field, style);
        path.push_str(&self.0.own);
        path
    }

    /// Whether the field was left out or left empty, rather than filled in wrongly.
    pub(crate) fn is_missing(&self) -> bool {
        ["is required", "is missing", "must not be empty"]
            .iter()
            .any(|problem| self.0.problem.starts_with(problem))
    }

    /// What is wrong with it.
    pub(crate) fn problem(&self) -> &str {
        &self.0.problem
    }

    /// The name under which the provider's own SDK reports it, where the refusal itself knows it.
    pub(crate) fn sentinel(&self) -> Option<&'static str> {
        self.0.sentinel
    }
}
