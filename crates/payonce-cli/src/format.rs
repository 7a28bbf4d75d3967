//! What a command prints.

use crate::value_parser::one_of;

/// A form of the output. Each command accepts some of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Text for people.
    Text,
    /// JSON for programs.
    Json,
    /// Pages in Markdown.
    Markdown,
    /// An RFC 9457 problem.
    Problem,
    /// An MCP tool result.
    Mcp,
}

impl Format {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Markdown => "markdown",
            Self::Problem => "problem",
            Self::Mcp => "mcp",
        }
    }

    /// Accepts these forms. Help and errors list them.
    pub(crate) fn any_of(formats: &'static [Self]) -> impl clap::builder::TypedValueParser<Value = Self> {
        one_of(formats, Self::as_str)
    }
}
