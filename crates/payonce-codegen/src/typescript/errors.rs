//! The closed sets of the error model, and the classes of the kinds and outcomes.

use minijinja::context;
use payonce_core::JournalState;
use payonce_core::classify::verdict::RESPOND_STATUSES;
use serde::Serialize;

use crate::error_details::details;
use crate::templates::render;
use crate::vocabulary::{consequences, kinds, providers, sets};

pub(super) fn kind_classes() -> anyhow::Result<String> {
    render("typescript/kinds.ts", context! { kinds => kinds() })
}

pub(super) fn consequence_classes() -> anyhow::Result<String> {
    render("typescript/consequences.ts", context! { classes => consequences() })
}

pub(super) fn error_details() -> anyhow::Result<String> {
    render("typescript/details.ts", context! { details => details() })
}

/// A closed set, and the name of the list of its members.
#[derive(Serialize)]
struct List {
    name: &'static str,
    list: String,
    doc: &'static str,
    members: Vec<&'static str>,
}

pub(super) fn vocabulary() -> anyhow::Result<String> {
    // TypeScript has types of its own for these two.
    let sets = sets().into_iter().filter(|set| !["Language", "Audience"].contains(&set.name));
    let lists = sets.map(|set| List {
        list: plural(set.name),
        // `Provider` is the class that loads a file.
        name: if set.name == "Provider" { "ProviderId" } else { set.name },
        doc: set.doc,
        members: set.members,
    });
    let journal_states = List {
        list: "journalStates".to_owned(),
        name: "JournalState",
        doc: "The state of an entry of the journal.",
        members: JournalState::ALL.iter().map(|state| state.as_str()).collect(),
    };
    let values = context! {
        sets => lists.chain([journal_states]).collect::<Vec<_>>(),
        respond_statuses => RESPOND_STATUSES,
        largest_body => payonce_core::MAX_BODY,
        kinds => kinds(),
        providers => providers(),
    };
    render("typescript/vocabulary.ts", values)
}

fn plural(name: &str) -> String {
    let name = name.to_lowercase();
    match name.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None if name == "advice" => name,
        None => format!("{name}s"),
    }
}
