//! The options that all clients and calls take.

use std::fmt::Write as _;

use payonce_core::spec::options::{CALL, CLIENT, OptionType, PACE, RETRY, SharedOption};

use super::header;
use super::names::{camel, comment};
use crate::options::{documented, in_typescript};

pub(super) fn text() -> String {
    let mut text = header("the options of clients and calls");
    for (name, doc, options) in [
        (
            "RetryOptions",
            "When and how often a failed request is retried. Durations are in milliseconds.",
            RETRY,
        ),
        (
            "RateLimitOptions",
            "How fast a client may send, so that requests wait for their turn instead of being refused with 429. What is \
             left out is not limited.",
            PACE,
        ),
        ("SharedClientOptions", "The options of every client, in every language.", CLIENT),
        (
            "SharedCallOptions",
            "The options of a call, in every language; an omitted option is that of the client.",
            CALL,
        ),
    ] {
        text.push_str(&comment(&[doc.to_owned()]));
        let _ = writeln!(text, "export interface {name} {{");
        for option in options {
            text.push_str(&comment(&[spelled(&documented(option))]));
            // A key that was lost must not count as left out.
            let undefined = if option.ty == OptionType::Key { "" } else { " | undefined" };
            let _ = writeln!(text, "readonly {}?: {}{undefined};", in_typescript(option), ty(option));
        }
        text.push_str("}\n\n");
    }
    text
}

/// The names of options in a text, as TypeScript spells them.
fn spelled(text: &str) -> String {
    let name = |part: &str| part.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    text.split('`')
        .enumerate()
        .map(|(at, part)| if at % 2 == 1 && name(part) { camel(part) } else { part.to_owned() })
        .collect::<Vec<_>>()
        .join("`")
}

fn ty(option: &SharedOption) -> &'static str {
    match option.ty {
        OptionType::Duration | OptionType::Count => "number",
        OptionType::Flag => "boolean",
        OptionType::Text | OptionType::Key | OptionType::Language => "string",
        OptionType::Headers | OptionType::Messages => "Readonly<Record<string, string>>",
        OptionType::Retry => "RetryOptions",
        OptionType::RateLimit => "number | string | RateLimitOptions",
    }
}
