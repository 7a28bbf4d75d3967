//! Answers that say yes or no in a field of their own.

use std::fmt::Write as _;

use payonce_core::Provider;
use payonce_core::spec::types::Model;

use super::names::{camel, comment, sentence};
use super::types::{Way, type_of};

/// How an answer says no in a field of its own: the field that says so, and those that only one of the two answers has.
pub(super) struct Refusal {
    model: &'static str,
    flag: &'static str,
    when_refused: &'static [&'static str],
    accepted: &'static str,
    refused: &'static str,
}

const REFUSALS: &[Refusal] = &[
    Refusal {
        model: "ConsumptionResult",
        flag: "success",
        when_refused: &["error_code", "error_message"],
        accepted: "ConsumptionSuccess",
        refused: "ConsumptionRefusal",
    },
    Refusal {
        model: "ValidationResult",
        flag: "is_valid",
        when_refused: &["invalid_reason"],
        accepted: "ValidationSuccess",
        refused: "ValidationRefusal",
    },
];

pub(super) fn of(provider: Provider, model: &Model) -> Option<&'static Refusal> {
    let of = |refusal: &&Refusal| provider.spec().refusals_are_results && refusal.model == model.name;
    REFUSALS.iter().find(of)
}

/// The types of an answer that is a yes or a no: what only one of the two has can only be read after the check.
pub(super) fn yes_or_no(model: &Model, refusal: &Refusal) -> String {
    let mut text = String::new();
    let is_of =
        |refused: bool, name: &str| name != refusal.flag && refused == refusal.when_refused.contains(&name);
    for (name, refused) in [(refusal.accepted, false), (refusal.refused, true)] {
        let which = if refused { "a refusal" } else { "a success" };
        text.push_str(&comment(&[sentence(model.doc.text()), format!("This is {which}.")]));
        let _ = writeln!(text, "export interface {name} {{");
        text.push_str(&comment(&["Check this before you ship.".to_owned()]));
        let _ = writeln!(text, "readonly {}: {};", camel(refusal.flag), !refused);
        for field in model.fields.iter().filter(|field| is_of(refused, field.name)) {
            text.push_str(&comment(&[sentence(field.doc.text())]));
            let _ =
                writeln!(text, "readonly {}?: {} | null;", camel(field.name), type_of(&field.ty, Way::In));
        }
        if refused {
            text.push_str(&comment(&["The error of the refusal.".to_owned()]));
            text.push_str("readonly error: AnyPayonceError;\n");
        }
        text.push_str("}\n\n");
    }
    text.push_str(&comment(&[
        sentence(model.doc.text()),
        format!("A refusal is an object too, which is truthy: check `{}`.", camel(refusal.flag)),
    ]));
    let _ = write!(text, "export type {} = {} | {};\n\n", model.name, refusal.accepted, refusal.refused);
    text
}
