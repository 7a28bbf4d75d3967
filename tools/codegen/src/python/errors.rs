//! The classes of the kinds and of the outcomes, whatever the provider.

use minijinja::context;
use payonce_core::{Kind, Provider};
use serde::Serialize;

use crate::templates::render;
use crate::vocabulary::{OutcomeClass, outcome_classes};

/// The files `_errors/kinds.py`, `_errors/consequences.py` and `_errors/axes.py`.
pub(super) fn files() -> anyhow::Result<[(&'static str, String); 3]> {
    let classes: Vec<Consequence> = outcome_classes().iter().map(consequence).collect();
    let providers = Provider::ALL.iter().map(|provider| Word {
        word: provider.as_str(),
        class: provider.class_name(),
        doc: provider.title(),
    });
    let values = context! { kinds => kinds(), providers => providers.collect::<Vec<_>>(), classes };
    Ok([
        ("_errors/kinds.py", render("python/kinds.py", values.clone())?),
        ("_errors/consequences.py", render("python/consequences.py", values.clone())?),
        ("_errors/axes.py", render("python/axes.py", values)?),
    ])
}

/// A word of the core, and its class.
#[derive(Serialize)]
struct Word {
    word: &'static str,
    class: &'static str,
    doc: &'static str,
}

fn kinds() -> Vec<Word> {
    let kinds = Kind::ALL.iter();
    kinds.map(|kind| Word { word: kind.as_str(), class: kind.class_name(), doc: kind.doc() }).collect()
}

/// A class of an outcome.
#[derive(Serialize)]
struct Consequence {
    name: &'static str,
    doc: &'static str,
    outcome: &'static str,
    within: Option<&'static str>,
    phase: Option<&'static str>,
}

fn consequence(class: &OutcomeClass) -> Consequence {
    Consequence {
        name: class.name,
        doc: class.doc,
        outcome: class.outcome.as_str(),
        within: class.within,
        phase: class.phase.map(payonce_core::Phase::as_str),
    }
}
