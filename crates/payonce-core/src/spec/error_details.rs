//! The members of an error that only its provider sends.

use crate::model::vocabulary::Kind;
use crate::spec::doc::Doc;

/// The type of a member of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DetailType {
    /// A string.
    String,
    /// A whole number.
    Integer,
    /// A list of strings.
    Strings,
    /// A JSON object.
    Object,
}

impl DetailType {
    /// Its name in documentation.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "whole number",
            Self::Strings => "list of strings",
            Self::Object => "object",
        }
    }
}

/// A member of an error that only its provider sends. All are optional: the provider can leave them out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ErrorDetail {
    /// Its name in `details`, in every language.
    pub name: &'static str,
    /// Its type.
    pub ty: DetailType,
    /// The only kind of error that has it; errors of several kinds have it where there is none.
    pub kind: Option<Kind>,
    /// What it means.
    pub doc: Doc,
    /// Where the provider says so.
    pub source: Doc,
}

/// A member of errors of several kinds.
#[must_use]
pub(crate) const fn detail(
    name: &'static str,
    ty: DetailType,
    doc: &'static str,
    source: &'static str,
) -> ErrorDetail {
    ErrorDetail { name, ty, kind: None, doc: Doc::new(doc), source: Doc::new(source) }
}

impl ErrorDetail {
    /// Only errors of this kind have it.
    #[must_use]
    pub(crate) const fn only(mut self, kind: Kind) -> Self {
        self.kind = Some(kind);
        self
    }
}

/// The argument that payonce itself refused, for every provider.
pub(crate) const FIELD: ErrorDetail = detail(
    "field",
    DetailType::String,
    "The argument or option that was refused before anything was sent, for instance `amount`.",
    "payonce",
)
.only(Kind::InvalidArgument);
