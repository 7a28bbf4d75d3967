//! Responses that refuse in a field of their own.

use payonce_core::Provider;
use payonce_core::spec::types::Model;
use serde::Serialize;

use super::names::{camel, sentence};
use super::types::{Member, Way, type_of};

/// How a response says no in a field of its own: the field that says so, and those that only one of the two has.
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

/// The types of a response that is a yes or a no: what only one of the two has can only be read after the check.
#[derive(Serialize)]
pub(super) struct YesOrNo {
    flag: String,
    responses: [ResponseType; 2],
}

#[derive(Serialize)]
struct ResponseType {
    name: &'static str,
    refused: bool,
    fields: Vec<Member>,
}

pub(super) fn yes_or_no(model: &Model, refusal: &Refusal) -> YesOrNo {
    let response = |name: &'static str, refused: bool| {
        let is_of = |name: &str| name != refusal.flag && refused == refusal.when_refused.contains(&name);
        let fields = model.fields.iter().filter(|field| is_of(field.name)).map(|field| Member {
            name: format!("{}?", camel(field.name)),
            doc: sentence(field.doc.text()),
            ty: format!("{} | null", type_of(&field.ty, Way::In)),
        });
        ResponseType { name, refused, fields: fields.collect() }
    };
    YesOrNo {
        flag: camel(refusal.flag),
        responses: [response(refusal.accepted, false), response(refusal.refused, true)],
    }
}
