//! The options that all clients and calls take.

use minijinja::context;
use payonce_core::spec::options::{CALL, CLIENT, Calls, OptionType, PACE, RETRY, SharedOption};

use super::names::camel;
use super::types::Member;
use crate::options::{documented, in_typescript};
use crate::templates::render;

pub(super) fn text() -> anyhow::Result<String> {
    let of = |calls: Calls| members(CALL.iter().filter(move |option| option.calls == calls));
    let values = context! {
        retry => members(RETRY),
        rate_limit => members(PACE),
        client => members(CLIENT),
        call => of(Calls::All),
        keyed => of(Calls::Keyed),
        unkeyed => of(Calls::Unkeyed),
        reconcilable => of(Calls::Reconcilable),
    };
    render("typescript/options.ts", values)
}

fn members(options: impl IntoIterator<Item = &'static SharedOption>) -> Vec<Member> {
    let member = |option: &SharedOption| {
        // A key that was lost must not count as omitted.
        let undefined = if option.ty == OptionType::Key { "" } else { " | undefined" };
        Member {
            name: in_typescript(option),
            doc: format!("{}{}", spelled(&documented(option)), more(option)),
            ty: format!("{}{undefined}", ty(option)),
        }
    };
    options.into_iter().map(member).collect()
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

/// What TypeScript accepts in addition.
fn more(option: &SharedOption) -> &'static str {
    match option.name {
        "journal" => {
            " Or a store: `postgresJournal` and `redisJournal` of `payonce/journal`, or your own `JournalStore`, the only way \
             without the native addon. Null for no journal, even if the variable is set."
        }
        _ => "",
    }
}

fn ty(option: &SharedOption) -> &'static str {
    match option.ty {
        _ if option.name == "journal" => "string | JournalStore | null",
        OptionType::Duration | OptionType::Count => "number",
        OptionType::Flag => "boolean",
        OptionType::Text | OptionType::Key | OptionType::Language => "string",
        OptionType::Headers | OptionType::Messages => "Readonly<Record<string, string>>",
        OptionType::Retry => "RetryOptions",
        OptionType::RateLimit => "number | string | RateLimitOptions",
    }
}
