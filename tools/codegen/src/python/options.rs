//! The options that all clients and calls take, and the closed sets of words.

use payonce_core::spec::options::{CALL, CLIENT, Calls, OptionType, PACE, RETRY, SharedOption};

use super::text;
use crate::options::documented;
use crate::vocabulary;

pub(super) fn vocabulary() -> String {
    let mut code = text::module_doc("The closed sets of words in errors and options.");
    code.push_str("\n\nfrom typing import Literal, TypeAlias\n");
    for set in vocabulary::sets() {
        code.push_str(&format!(
            "\n{}: TypeAlias = Literal[{}]\n{}",
            set.name,
            text::quoted(&set.members),
            text::docstring(0, &[text::fill(set.doc, 0, 0)])
        ));
    }
    code
}

pub(super) fn file() -> String {
    let mut code = text::module_doc("The options of clients and calls; every duration is in seconds.");
    code.push_str(
        "\n\nfrom collections.abc import Mapping\nfrom dataclasses import dataclass\nfrom datetime import timedelta\n\
         from typing import TYPE_CHECKING, TypedDict\n\nfrom payonce._typing import evaluable\nfrom payonce._vocabulary \
         import Language\n",
    );
    code.push_str(&settings(
        "RetryPolicy",
        &["When and how often a request is retried. An omitted member is that of the client, or the default."],
        RETRY,
    ));
    code.push_str(&settings(
        "RateLimit",
        &[
            "How fast a client may send, so that requests wait instead of being refused with 429.",
            "All calls of a client share one limit. Retries and lookups count like any other request. An omitted member is not \
             limited.",
        ],
        PACE,
    ));
    code.push_str(&members("ClientOptions", "TypedDict", "The options of every client.", CLIENT.iter()));
    for (name, bases, doc, calls) in [
        (
            "CallOptions",
            "TypedDict",
            "The options of every call; they override those of the client.",
            Calls::All,
        ),
        (
            "KeyedOptions",
            "CallOptions",
            "The options of a call that the provider recognizes by a key.",
            Calls::Keyed,
        ),
        (
            "UnkeyedOptions",
            "CallOptions",
            "The options of a call whose second request takes effect again.",
            Calls::Unkeyed,
        ),
        (
            "ReconcilableOptions",
            "KeyedOptions, UnkeyedOptions",
            "The options of a call that `reconcile` can search for.",
            Calls::Reconcilable,
        ),
    ] {
        code.push_str(&members(name, bases, doc, CALL.iter().filter(|option| option.calls == calls)));
    }
    let names = "ClientOptions, CallOptions, KeyedOptions, UnkeyedOptions, ReconcilableOptions";
    // At the end, since TypedDicts only take their own kind as bases.
    code.push_str(&format!("\n\nif not TYPE_CHECKING:\n    {names} = map(evaluable, ({names}))\n"));
    code
}

fn settings(name: &str, doc: &[&str], settings: &[SharedOption]) -> String {
    let doc: Vec<String> = doc.iter().map(|paragraph| text::fill(paragraph, 0, 0)).collect();
    let mut code = format!("\n\n@dataclass(frozen=True)\nclass {name}:\n{}\n", text::docstring(4, &doc));
    for setting in settings {
        code.push_str(&format!("    {}: {} | None = None\n{}", setting.name, ty(setting.ty), about(setting)));
    }
    code
}

fn members<'a>(
    name: &str,
    bases: &str,
    doc: &str,
    options: impl Iterator<Item = &'a SharedOption>,
) -> String {
    let doc = text::docstring(4, &[text::fill(doc, 0, 0)]);
    let mut code = format!("\n\nclass {name}({bases}, total=False):\n{doc}\n");
    for option in options {
        let none = if option.ty == OptionType::Key { "" } else { " | None" };
        code.push_str(&format!("    {}: {}{none}\n{}", option.name, ty(option.ty), about(option)));
    }
    code
}

fn about(option: &SharedOption) -> String {
    text::docstring(4, &[text::fill(&documented(option), 0, 0)])
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
