//! Why an error has its verdict: the row of the table, what it proves, and what was assumed.

use serde::Serialize;

use crate::classify::Context;
use crate::error::ErrorPayload;
use crate::explain::words::Words;
use crate::model::safety::Safety;
use crate::model::vocabulary::{Evidence, Kind, Outcome, Phase};
use crate::reference_docs::{Row, Signal, rows};

/// The steps from a response to its verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reasons {
    /// The row of the provider's table, if one decided.
    pub row: Option<Row>,
    /// The file with that row.
    pub file: Option<String>,
    /// What the row proves about the effect, in a sentence.
    pub evidence: Option<&'static str>,
    /// Why the verdict differs from what the row alone means.
    pub note: Option<&'static str>,
    /// How far the request got.
    pub phase: Phase,
    /// The same in a sentence, if no response came back.
    pub phase_meaning: Option<&'static str>,
    /// What a second request would do.
    pub safety: Safety,
    /// The same in a sentence.
    pub safety_meaning: &'static str,
    /// Whether the call took effect.
    pub outcome: Outcome,
    /// The same in a sentence.
    pub outcome_meaning: &'static str,
}

/// The steps from a response to this error.
#[must_use]
pub fn reasons(context: &Context, payload: &ErrorPayload) -> Reasons {
    let words = Words(context.texts.language);
    let safety = context.safety();
    let row = row_of(context, payload);
    let refused = row.as_ref().is_some_and(|row| row.evidence == Evidence::Refused);
    let note = match &row {
        Some(row) if row.kind != payload.kind => {
            Some("The body as a whole says more than its code, its type or its status.")
        }
        Some(_) if refused && payload.outcome == Outcome::Unknown => Some(
            "This response does not prove the refusal: its status or its form leaves open whether the request took effect.",
        ),
        _ if safety == Safety::Read => Some("A read changes nothing, whatever comes back."),
        _ => None,
    };
    Reasons {
        file: row
            .as_ref()
            .filter(|_| crate::spec::provider::Provider::BUILT_IN.contains(&payload.provider))
            .map(|row| match (row.by, row.source) {
                (Signal::Status, "RFC 9110") => "crates/payonce-core/src/spec/errors.rs".to_owned(),
                _ => format!("crates/payonce-core/src/providers/{}/errors.rs", payload.provider),
            }),
        evidence: row.as_ref().map(|row| proves(row.evidence)),
        row,
        note,
        phase: payload.phase,
        phase_meaning: words.phase(payload.phase),
        safety,
        safety_meaning: words.safety(safety),
        outcome: payload.outcome,
        outcome_meaning: words.said(payload.outcome),
    }
}

/// The row with the first signal that the table knows: code, type, text, status.
fn row_of(context: &Context, payload: &ErrorPayload) -> Option<Row> {
    if payload.phase != Phase::Answered || payload.kind == Kind::InvalidArgument {
        return None;
    }
    let table = context.provider.spec().errors;
    let all = rows(context.provider);
    let named = |by: Signal, name: &str| all.iter().find(|row| row.by == by && row.code == name).cloned();
    let code = payload.code.as_deref().and_then(|code| table.code(code));
    let category = payload.category.as_deref().and_then(|category| table.category(category));
    let message = payload.message.to_ascii_lowercase();
    let by_text = || {
        all.iter()
            .find(|row| row.by == Signal::Text && row.status == payload.status && message.contains(&row.code))
            .cloned()
    };
    code.and_then(|row| named(Signal::Code, row.code))
        .or_else(|| category.and_then(|row| named(Signal::Type, row.key)))
        .or_else(by_text)
        .or_else(|| named(Signal::Status, &table.status(payload.status?).key.to_string()))
}

const fn proves(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Refused => "the provider refused, so nothing took effect",
        Evidence::Duplicate => "an earlier request with the same key took effect",
        Evidence::Applied => "it took effect",
        Evidence::Pending => "the provider accepted it, and it is not final",
        Evidence::None => "nothing: the request may have taken effect",
    }
}
