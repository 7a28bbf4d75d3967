//! The closed sets of the core, with their names and documentation in every language.

use minijinja::context;
use payonce_core::render::{Audience, NextStep};
use payonce_core::{Actor, Advice, Kind, Language, Outcome, Phase, Provider, Safety};
use serde::Serialize;

use crate::Generated;
use crate::templates::render;

/// A closed set.
#[derive(Serialize)]
pub(super) struct Set {
    pub(super) name: &'static str,
    pub(super) doc: &'static str,
    pub(super) members: Vec<&'static str>,
    /// What each member means.
    pub(super) meanings: Vec<&'static str>,
}

/// Every closed set in errors and options.
pub(super) fn sets() -> Vec<Set> {
    fn set<T: Copy>(
        name: &'static str,
        doc: &'static str,
        members: &[T],
        text: fn(T) -> &'static str,
        meaning: fn(T) -> &'static str,
    ) -> Set {
        Set {
            name,
            doc,
            members: members.iter().map(|member| text(*member)).collect(),
            meanings: members.iter().map(|member| meaning(*member)).collect(),
        }
    }
    vec![
        set("Provider", "A provider.", Provider::BUILT_IN, Provider::as_str, Provider::doc),
        set(
            "Kind",
            "What went wrong, in the same words for every provider.",
            Kind::ALL,
            Kind::as_str,
            Kind::doc,
        ),
        set("Phase", "How far the call got.", Phase::ALL, Phase::as_str, Phase::doc),
        set("Outcome", "Whether the call took effect.", Outcome::ALL, Outcome::as_str, Outcome::doc),
        set("Actor", "Who can fix it; `none` when waiting is enough.", Actor::ALL, Actor::as_str, Actor::doc),
        set("Advice", "The next step.", Advice::ALL, Advice::as_str, Advice::doc),
        set("Safety", "What sending the same request twice does.", Safety::ALL, Safety::as_str, Safety::doc),
        set(
            "Language",
            "A language of the texts for end users.",
            Language::ALL,
            Language::as_str,
            Language::doc,
        ),
        set(
            "Audience",
            "The reader of a rendered error: the public, or the person who runs the wallet or the program.",
            Audience::ALL,
            Audience::as_str,
            Audience::doc,
        ),
        set(
            "NextStep",
            "What a framework does after a tool call that failed.",
            NextStep::ALL,
            NextStep::as_str,
            NextStep::doc,
        ),
    ]
}

/// A class for every error of one outcome, of any provider and kind.
#[derive(Serialize)]
pub(super) struct Consequence {
    pub(super) name: &'static str,
    doc: &'static str,
    outcome: Outcome,
    /// The base class of all its errors.
    within: Option<&'static str>,
    /// Which of the errors of the outcome it holds; all where no phase is named.
    phase: Option<Phase>,
}

/// Every class of an outcome, a class after the one that it is within.
pub(super) fn consequences() -> Vec<Consequence> {
    let class = |outcome| {
        let (name, doc) = match outcome {
            Outcome::Unknown => (
                "OutcomeUnknownError",
                "It is not known whether the call took effect: find out before you send it again.",
            ),
            Outcome::Pending => ("PendingError", "The provider accepted the call, and it is not final."),
            Outcome::Applied => {
                ("AlreadyAppliedError", "The call took effect, now or earlier: do not send it again.")
            }
            Outcome::NotApplied => ("NotAppliedError", "The call did not take effect."),
        };
        Consequence { name, doc, outcome, within: None, phase: None }
    };
    let mut classes: Vec<Consequence> = Outcome::ALL.iter().rev().map(|outcome| class(*outcome)).collect();
    classes.push(Consequence {
        name: "NotSentError",
        doc: "No byte of the call was sent, so it did not take effect.",
        outcome: Outcome::NotApplied,
        within: Some("NotAppliedError"),
        phase: Some(Phase::BeforeSend),
    });
    classes
}

/// A word of the core, and its class in Python and TypeScript.
#[derive(Serialize)]
pub(super) struct Word {
    word: &'static str,
    class: &'static str,
    doc: &'static str,
    /// Of a kind: whether payonce retries it.
    transient: bool,
}

pub(super) fn kinds() -> Vec<Word> {
    let word = |kind: &Kind| Word {
        word: kind.as_str(),
        class: kind.class_name(),
        doc: kind.doc(),
        transient: kind.is_transient(),
    };
    Kind::ALL.iter().map(word).collect()
}

pub(super) fn providers() -> Vec<Word> {
    let word = |provider: &Provider| Word {
        word: provider.as_str(),
        class: provider.class_name(),
        doc: provider.doc(),
        transient: false,
    };
    Provider::BUILT_IN.iter().map(word).collect()
}

/// The page of the documentation that lists every word of an error.
pub(super) fn page() -> anyhow::Result<Generated> {
    let shown = ["Outcome", "Advice", "Actor", "Phase", "Safety"];
    let sets: Vec<Set> = sets().into_iter().filter(|set| shown.contains(&set.name)).collect();
    let values = context! { kinds => kinds(), classes => consequences(), sets };
    Ok(Generated { path: "docs/vocabulary.md".into(), text: render("docs/vocabulary.md", values)? })
}
