//! An argument or an option that cannot be used.

use crate::model::phrase::Phrase;

/// An invalid field, and what would be valid. Boxed, because a hundred functions return it and would move the whole of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct InvalidField(Box<Refused>);

#[derive(Debug, Clone, PartialEq)]
struct Refused {
    /// The path of the field: names of payonce in snake_case, and between them the caller's own words, such as a header or
    /// a member of a map.
    field: Phrase,
    problem: Phrase,
    /// The name under which the provider's own SDK reports it.
    sentinel: Option<&'static str>,
}

impl InvalidField {
    /// A field under a name, or a path of names, of payonce.
    pub(crate) fn new(field: impl AsRef<str>, problem: impl Into<Phrase>) -> Self {
        Self::of(Phrase::name(field.as_ref().to_owned()), problem.into())
    }

    /// A field under the caller's own name.
    pub(crate) fn verbatim(field: impl AsRef<str>, problem: impl Into<Phrase>) -> Self {
        Self::of(Phrase::from(field.as_ref().to_owned()), problem.into())
    }

    /// The value at hand, whose place the callers of a check add: see [`within`](Self::within) and its relatives.
    pub(crate) fn here(problem: impl Into<Phrase>) -> Self {
        Self::of(Phrase::default(), problem.into())
    }

    /// Once for all types of fields and problems: there are a hundred places that refuse.
    #[inline(never)]
    fn of(field: Phrase, problem: Phrase) -> Self {
        Self(Box::new(Refused { field, problem, sentinel: None }))
    }

    /// A member, under a name of the caller's own, of a field of ours.
    pub(crate) fn member(field: &str, name: &str, problem: impl Into<Phrase>) -> Self {
        Self::here(problem).within_own(name).within(field)
    }

    /// A member of a field of ours.
    pub(crate) fn within(self, field: &str) -> Self {
        self.below(Phrase::name(field.to_owned()))
    }

    /// A member of a field that the caller named.
    pub(crate) fn within_own(self, name: &str) -> Self {
        self.below(Phrase::from(name.to_owned()))
    }

    /// An item of a list.
    pub(crate) fn within_item(self, at: usize) -> Self {
        self.below(Phrase::from(format!("[{at}]")))
    }

    fn below(mut self, parent: Phrase) -> Self {
        let rest = std::mem::take(&mut self.0.field);
        let joint = if rest.is_empty() || rest.starts_with("[") { "" } else { "." };
        self.0.field = parent.then(joint).join(rest);
        self
    }

    /// The same, with the name under which the provider's own SDK reports it.
    pub(crate) fn reported_as(mut self, sentinel: &'static str) -> Self {
        self.0.sentinel = Some(sentinel);
        self
    }

    /// The path of the field.
    pub(crate) fn path(&self) -> String {
        self.0.field.to_string()
    }

    /// Whether the field was left out or left empty, rather than filled in wrongly.
    pub(crate) fn is_missing(&self) -> bool {
        ["is required", "is missing", "must not be empty"]
            .iter()
            .any(|problem| self.0.problem.starts_with(problem))
    }

    /// The name under which the provider's own SDK reports it, where the refusal itself knows it.
    pub(crate) fn sentinel(&self) -> Option<&'static str> {
        self.0.sentinel
    }

    /// The path and the problem.
    pub(crate) fn into_parts(self) -> (Phrase, Phrase) {
        let Refused { field, problem, .. } = *self.0;
        (field, problem)
    }
}
