//! The classes of the kinds and of the outcomes, whatever the provider.

use std::fmt::Write as _;

use payonce_core::Kind;

use super::header;
use crate::vocabulary::{OutcomeClass, outcome_classes};

pub(super) fn kinds() -> String {
    let mut text = header("the kinds");
    text.push_str(
        "import { type AnyFunction, isOfClass } from \"../errors/brand.js\";\n\
         import { PayonceError, type VendorError } from \"../errors/classes.js\";\n\
         import type { Kind, Provider } from \"./vocabulary.js\";\n\n\
         /** The errors of one kind, of all providers. */\n\
         export type OfKind<K extends Kind> = { [P in Provider]: VendorError<K>[P] }[Provider];\n\n\
         function isKind(kind: Kind, asked: AnyFunction, own: AnyFunction, value: unknown): boolean {\n\
         return isOfClass(asked, own, value, (error) => error.kind === kind);\n}\n",
    );
    for &kind in Kind::ALL {
        let (name, class) = (kind.as_str(), kind.class_name());
        let _ = write!(
            text,
            "\n/** {doc} */\n\
             export class {class}<P extends Provider = Provider> extends PayonceError<P, \"{name}\"> {{\n\
             static override [Symbol.hasInstance](value: unknown): value is OfKind<\"{name}\"> {{\n\
             return isKind(\"{name}\", this, {class}, value);\n}}\n}}\n",
            doc = doc(kind),
        );
    }
    text
}

/// What the kind means, with the members and the ways of TypeScript where it has its own.
fn doc(kind: Kind) -> String {
    match kind {
        Kind::PolicyViolation => {
            "A policy refused the operation; `rule` is the rule, if the provider names it.".to_owned()
        }
        Kind::Cancelled => "The caller ended the call: an abort signal, or a listener that threw. `outcome` states whether it can have \
            taken effect."
            .to_owned(),
        _ => kind.doc().to_owned(),
    }
}

pub(super) fn consequences() -> String {
    let mut text = header("the outcomes");
    text.push_str(
        "import { type AnyFunction, isOfClass } from \"../errors/brand.js\";\n\
         import { type AnyPayonceError, PayonceError } from \"../errors/classes.js\";\n\
         import type { Outcome } from \"./vocabulary.js\";\n\n\
         /** Any error with this outcome. */\n\
         export type WithOutcome<O extends Outcome> = AnyPayonceError & { readonly outcome: O };\n",
    );
    for OutcomeClass { name, doc, outcome, within, phase } in outcome_classes() {
        let parent = within.unwrap_or("PayonceError");
        let (further, test) = match phase {
            Some(phase) => (
                format!(" & {{ readonly phase: \"{phase}\" }}"),
                format!(
                    "isOfClass(this, {name}, value, (error) => error.phase === \"{phase}\" && error.outcome === \"{outcome}\")"
                ),
            ),
            None => (String::new(), format!("hasOutcome(\"{outcome}\", this, {name}, value)")),
        };
        let _ = write!(
            text,
            "\n/** {doc} */\n\
             export class {name} extends {parent} {{\n\
             static override [Symbol.hasInstance](value: unknown): value is WithOutcome<\"{outcome}\">{further} {{\n\
             return {test};\n}}\n}}\n",
        );
    }
    text.push_str(
        "\nfunction hasOutcome(outcome: Outcome, asked: AnyFunction, own: AnyFunction, value: unknown): boolean {\n\
         return isOfClass(asked, own, value, (error) => error.outcome === outcome);\n}\n",
    );
    text
}
