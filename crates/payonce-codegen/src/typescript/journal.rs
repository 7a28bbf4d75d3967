//! The statements of the stores that run on a client of the caller.

use minijinja::context;
use payonce_core::journal::statements::ALL;
use serde::Serialize;

use super::names::{camel, quoted};
use crate::templates::render;

#[derive(Serialize)]
struct Statement {
    name: String,
    /// As a literal of TypeScript.
    text: String,
    /// By which Redis knows a script.
    sha1: Option<String>,
}

/// SQLite is in the addon.
pub(super) fn statements() -> anyhow::Result<String> {
    let statement = |(name, text): &(&str, &str)| Statement {
        name: camel(name),
        text: literal(text),
        sha1: text.contains("redis.call").then(|| sha1_smol::Sha1::from(text).digest().to_string()),
    };
    let statements: Vec<Statement> =
        ALL.iter().filter(|(name, _)| !name.starts_with("sqlite")).map(statement).collect();
    render("typescript/journal_statements.ts", context! { statements })
}

/// A text of several lines keeps them.
fn literal(text: &str) -> String {
    if text.contains('\n') && !text.contains(['`', '\\']) && !text.contains("${") {
        return format!("`{text}`");
    }
    quoted(text)
}
