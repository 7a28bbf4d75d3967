//! The options that all clients and calls take, and the closed sets of words.

use minijinja::context;
use payonce_core::spec::options::{CALL, CLIENT, Calls, OptionType, PACE, RETRY, SharedOption};
use serde::Serialize;

use crate::options::documented;
use crate::templates::render;
use crate::vocabulary;

pub(super) fn vocabulary() -> anyhow::Result<String> {
    render("python/vocabulary.py", context! { sets => vocabulary::sets() })
}

pub(super) fn file() -> anyhow::Result<String> {
    let calls = |calls| members(CALL.iter().filter(|option| option.calls == calls));
    let values = context! {
        retry => members(RETRY.iter()),
        rate_limit => members(PACE.iter()),
        client => members(CLIENT.iter()),
        all_calls => calls(Calls::All),
        keyed => calls(Calls::Keyed),
        unkeyed => calls(Calls::Unkeyed),
        reconcilable => calls(Calls::Reconcilable),
    };
    render("python/options.py", values)
}

#[derive(Serialize)]
struct Member {
    name: &'static str,
    ty: String,
    doc: String,
}

/// What a client accepts as its journal.
const STORES: &str = "str | PathLike[str] | JournalStore | AsyncJournalStore";

fn members<'a>(options: impl Iterator<Item = &'a SharedOption>) -> Vec<Member> {
    let member = |option: &SharedOption| {
        let none = if option.ty == OptionType::Key { "" } else { " | None" };
        let (ty, doc) = (ty(option.ty), documented(option));
        // Python also takes stores that are objects.
        let (ty, doc) = match option.name {
            "journal" => (STORES, format!("{doc} Or a store, such as `payonce.journal.postgres(pool)`.")),
            _ => (ty, doc),
        };
        Member { name: option.name, ty: format!("{ty}{none}"), doc }
    };
    options.map(member).collect()
}

fn ty(ty: OptionType) -> &'static str {
    match ty {
        OptionType::Duration => "float | timedelta",
        OptionType::Count => "int",
        OptionType::Flag => "bool",
        OptionType::Text | OptionType::Key => "str",
        OptionType::Headers | OptionType::Messages => "Mapping[str, str]",
        OptionType::Language => "Language | str",
        OptionType::Retry => "RetryPolicy | Mapping[str, object]",
        OptionType::RateLimit => "int | str | RateLimit | Mapping[str, object]",
    }
}
