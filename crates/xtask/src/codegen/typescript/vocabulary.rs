//! The closed sets of the error model.

use std::fmt::Write as _;

use payonce_core::{Actor, Advice, Kind, Outcome, Phase, Provider, Safety};

use super::{header, names::quoted};

pub(super) fn text() -> String {
    let mut text = header("the error model");
    set(&mut text, "Provider", "A provider that payonce speaks to.", Provider::ALL, Provider::as_str);
    set(&mut text, "Kind", "What went wrong, in the same words for every provider.", Kind::ALL, Kind::as_str);
    set(&mut text, "Phase", "How far the call got.", Phase::ALL, Phase::as_str);
    set(&mut text, "Outcome", "Did the call take effect?", Outcome::ALL, Outcome::as_str);
    set(&mut text, "Actor", "Who can mend it.", Actor::ALL, Actor::as_str);
    set(&mut text, "Advice", "The next step.", Advice::ALL, Advice::as_str);
    set(
        &mut text,
        "Safety",
        "What may happen when the same request is sent twice.",
        Safety::ALL,
        Safety::as_str,
    );
    let statuses: Vec<String> =
        payonce_core::verdict::RESPOND_STATUSES.iter().map(ToString::to_string).collect();
    let _ = write!(
        text,
        "/** The statuses with which a server answers its own client. */\nexport type RespondStatus = {};\n\n",
        statuses.join(" | ")
    );
    table(&mut text, "Kind", "The class of each kind, whatever the provider.", Kind::ALL, |kind| {
        (kind.as_str(), kind.class_name())
    });
    table(&mut text, "Provider", "The class of all errors of each provider.", Provider::ALL, |provider| {
        (provider.as_str(), provider.class_name())
    });
    text
}

fn set<T: Copy>(text: &mut String, name: &str, doc: &str, members: &[T], as_str: fn(T) -> &'static str) {
    let members: Vec<String> = members.iter().map(|member| quoted(as_str(*member))).collect();
    let list = plural(name);
    let _ = write!(
        text,
        "/** {doc} */\nexport const {list} = [{}] as const;\n/** {doc} */\nexport type {name} = (typeof {list})[number];\n\n",
        members.join(", ")
    );
}

fn table<T: Copy>(
    text: &mut String,
    name: &str,
    doc: &str,
    members: &[T],
    row: impl Fn(T) -> (&'static str, &'static str),
) {
    let rows: Vec<String> = members
        .iter()
        .map(|member| {
            let (key, class) = row(*member);
            format!("{key}: {}", quoted(class))
        })
        .collect();
    let variable = name.to_lowercase();
    let _ = write!(
        text,
        "/** {doc} */\nexport const {variable}Classes: Readonly<Record<{name}, string>> = {{ {} }};\n\n",
        rows.join(", ")
    );
}

fn plural(name: &str) -> String {
    let name = name.to_lowercase();
    match name.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None if name == "advice" => name,
        None => format!("{name}s"),
    }
}
