//! The closed sets of the error model.

use std::fmt::Write as _;

use payonce_core::{Kind, Provider};

use super::{header, names::quoted};
use crate::vocabulary::{Set, sets};

pub(super) fn text() -> String {
    let mut text = header("the error model");
    // The last two are types of TypeScript's own.
    for Set { name, doc, members } in
        sets().iter().filter(|set| !["Language", "Audience"].contains(&set.name))
    {
        let members: Vec<String> = members.iter().map(|member| quoted(member)).collect();
        let list = plural(name);
        let _ = write!(
            text,
            "/** {doc} */\nexport const {list} = [{}] as const;\n/** {doc} */\nexport type {name} = (typeof {list})[number];\n\n",
            members.join(", ")
        );
    }
    let statuses: Vec<String> =
        payonce_core::classify::verdict::RESPOND_STATUSES.iter().map(ToString::to_string).collect();
    let _ = write!(
        text,
        "/** The statuses that a server can respond to its own client with. */\nexport type RespondStatus = {};\n\n",
        statuses.join(" | ")
    );
    let _ = write!(
        text,
        "/** The largest response that is read, in bytes, where nothing else is said. */\nexport const largestBody = {};\n\n",
        payonce_core::MAX_BODY
    );
    table(&mut text, "Kind", "The class of each kind, whatever the provider.", Kind::ALL, |kind| {
        (kind.as_str(), kind.class_name())
    });
    table(&mut text, "Provider", "The class of all errors of each provider.", Provider::ALL, |provider| {
        (provider.as_str(), provider.class_name())
    });
    text
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
