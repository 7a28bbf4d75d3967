//! The classes of the kinds and of the outcomes, whatever the provider.

use payonce_core::{Kind, Outcome, Phase, Provider};

use super::text;
use crate::vocabulary::{OutcomeClass, outcome_classes};

/// The files `_errors/kinds.py`, `_errors/consequences.py` and `_errors/axes.py`.
pub(super) fn files() -> [(&'static str, String); 3] {
    [("_errors/kinds.py", kinds()), ("_errors/consequences.py", consequences()), ("_errors/axes.py", axes())]
}

/// What a kind has in Python only.
#[derive(Default)]
struct Extra {
    /// A built-in class that is a base as well.
    builtin: Option<&'static str>,
    /// Goes on after the sentence of the core.
    more: Option<&'static str>,
    /// Replaces it.
    instead: Option<&'static str>,
    /// A further paragraph.
    paragraph: Option<&'static str>,
    /// A property for a detail, with its documentation.
    detail: Option<(&'static str, &'static str)>,
}

fn extra(kind: Kind) -> Extra {
    match kind {
        Kind::InvalidArgument => Extra {
            builtin: Some("ValueError"),
            instead: Some("An argument or option was refused locally; nothing was sent."),
            detail: Some(("field", "The argument or option.")),
            ..Extra::default()
        },
        Kind::PolicyViolation => Extra {
            detail: Some((
                "rule",
                "The rule that refused, if the provider names it. Show it only to the owner of the policy.",
            )),
            ..Extra::default()
        },
        Kind::RateLimited => Extra {
            more: Some("`retry_after` is the time to wait, if the provider states it."),
            ..Extra::default()
        },
        Kind::Connection => {
            Extra { more: Some("It is a `ConnectionError` only as a `NotSentError`."), ..Extra::default() }
        }
        Kind::Timeout => {
            Extra { more: Some("It is a `TimeoutError` only as a `NotSentError`."), ..Extra::default() }
        }
        Kind::Cancelled => Extra {
            instead: Some(
                "The caller ended the call: Ctrl-C, a cancelled task. Its outcome states whether it can have taken effect.",
            ),
            paragraph: Some(
                "An event listener that raises ends the call as well. A deadline that passes is an `ApiTimeoutError`.",
            ),
            ..Extra::default()
        },
        _ => Extra::default(),
    }
}

fn kinds() -> String {
    let mut code = text::module_doc("Errors by kind: what went wrong, in the same words for every provider.");
    code.push_str(
        "\n\nfrom __future__ import annotations\n\nfrom payonce._errors.base import PayonceError, detail\n",
    );
    for kind in Kind::ALL {
        let Extra { builtin, more, instead, paragraph, detail } = extra(*kind);
        let bases = builtin.map_or_else(|| "PayonceError".to_owned(), |base| format!("PayonceError, {base}"));
        let mut doc = instead.map_or_else(|| kind.doc().to_owned(), ToOwned::to_owned);
        if let Some(more) = more {
            doc.push(' ');
            doc.push_str(more);
        }
        let paragraphs: Vec<String> =
            std::iter::once(doc.as_str()).chain(paragraph).map(|text| text::fill(text, 0, 0)).collect();
        code.push_str(&format!(
            "\n\nclass {}({bases}):\n{}",
            kind.class_name(),
            text::docstring(4, &paragraphs)
        ));
        if let Some((name, doc)) = detail {
            code.push_str(&format!(
                "\n    @property\n    def {name}(self) -> str | None:\n{}        return detail(self, {name:?})\n",
                text::docstring(8, &[text::fill(doc, 0, 0)])
            ));
        }
    }
    code
}

fn consequences() -> String {
    let mut code = text::module_doc(
        "Errors by their consequence for the money.\n\nRetry layers repeat a `ConnectionError`, `TimeoutError` or `OSError`, and \
         some repeat every class that they do not know.\nThey do not repeat a `RuntimeError`, so each consequence is one. \
         `class_for` adds one of the other bases if nothing was\nsent.",
    );
    code.push_str("\n\nfrom payonce._errors.base import PayonceError\n");
    for OutcomeClass { name, doc, outcome, within, phase } in outcome_classes() {
        let bases = within.unwrap_or("PayonceError, RuntimeError");
        let more = match (outcome, phase) {
            (Outcome::Unknown, _) => Some("Use `reference` to find it."),
            (Outcome::Pending, _) => Some("Check it later, and do not send it again."),
            (_, Some(Phase::BeforeSend)) => Some(
                "Only such an error can also be a `ConnectionError` (kind `connection`) or a `TimeoutError` (kind `timeout`). \
                 So a generic retry repeats nothing that may have been paid.",
            ),
            (Outcome::NotApplied, None) => Some("Nothing was paid, nothing was changed."),
            (Outcome::Applied | Outcome::NotApplied, _) => None,
        };
        let paragraphs: Vec<String> =
            std::iter::once(doc).chain(more).map(|text| text::fill(text, 0, 0)).collect();
        code.push_str(&format!("\n\nclass {name}({bases}):\n{}", text::docstring(4, &paragraphs)));
    }
    code
}

/// The class for each word.
fn axes() -> String {
    let mut code = text::module_doc("The class of each kind, provider and outcome.");
    code.push_str("\n\nfrom payonce._errors import consequences, kinds, vendors\nfrom payonce._errors.base import PayonceError\n");
    let map = |module: &str, names: &mut dyn Iterator<Item = (&'static str, &'static str)>| {
        names.map(|(word, class)| format!("    {word:?}: {module}.{class},\n")).collect::<String>()
    };
    let kinds = map("kinds", &mut Kind::ALL.iter().map(|kind| (kind.as_str(), kind.class_name())));
    let providers =
        map("vendors", &mut Provider::ALL.iter().map(|provider| (provider.as_str(), provider.class_name())));
    let classes = outcome_classes();
    let whole = map(
        "consequences",
        &mut classes
            .iter()
            .filter(|class| class.phase.is_none())
            .map(|class| (class.outcome.as_str(), class.name)),
    );
    let narrowed: String = classes
        .iter()
        .filter_map(|class| {
            let phase = class.phase?.as_str();
            Some(format!("    ({:?}, {phase:?}): consequences.{},\n", class.outcome.as_str(), class.name))
        })
        .collect();
    for (name, key, entries, doc) in [
        ("KINDS", "str", kinds, "By kind."),
        ("PROVIDERS", "str", providers, "By provider."),
        ("OUTCOMES", "str", whole, "By outcome."),
        ("OUTCOMES_IN", "tuple[str, str]", narrowed, "By outcome and phase, before `OUTCOMES`."),
    ] {
        code.push_str(&format!(
            "\n{name}: dict[{key}, type[PayonceError]] = {{\n{entries}}}\n{}",
            text::docstring(0, &[doc.to_owned()])
        ));
    }
    code
}
