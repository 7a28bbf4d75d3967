//! An error that payonce wrote in another process, and that came back through a protocol.

use serde_json::{Map, Value};

use crate::classify::Context;
use crate::classify::error_draft::ErrorDraft;
use crate::classify::verdict::Facts;
use crate::error::{Error, Reference};
use crate::model::body::{object, text};
use crate::model::bounded;
use crate::model::safety::Safety;
use crate::model::vocabulary::{Actor, Advice, Evidence, Kind, Outcome, Phase};

/// The error with the verdict that it had. Nothing makes that better: what contradicts itself counts as its worst part,
/// and a retry that was safe for its writer's key is safe here only if this call may be repeated.
pub(super) fn error(context: &Context, members: &Map<String, Value>) -> Error {
    let word = |name: &str| text(members, name);
    let is_whole = members.contains_key("user_message") && members.contains_key("respond_status");
    let of_provider = |whole: &'static str, form: &'static str| if is_whole { whole } else { form };
    let error = word("error").unwrap_or_default();
    let kind = word("kind").unwrap_or(error).parse().unwrap_or(match error {
        "payment_refused" => Kind::Failed,
        "payment_unavailable" => Kind::Unavailable,
        "internal_error" => Kind::Server,
        _ => Kind::Unknown,
    });
    // A form for the public names a kind only if its reader can fix it.
    let actor = word("actor").and_then(|actor| actor.parse().ok()).unwrap_or(match error {
        "internal_error" => Actor::Developer,
        _ if error == kind.as_str() => Actor::EndUser,
        _ => Actor::Provider,
    });
    let outcome = word("outcome").and_then(|outcome| outcome.parse().ok()).unwrap_or(Outcome::Unknown);
    let evidence = match outcome {
        Outcome::NotApplied => Evidence::Refused,
        Outcome::Applied => Evidence::Applied,
        Outcome::Pending => Evidence::Pending,
        Outcome::Unknown => Evidence::None,
    };
    let flag = |name: &str| members.get(name).and_then(Value::as_bool);
    let number = |name: &str| members.get(name).and_then(Value::as_u64);
    let provider = word("provider").and_then(|id| id.parse().ok()).unwrap_or(context.provider);
    let code = word("code").map(ToOwned::to_owned);
    // What only reads cannot have an effect, but this error says that its call may have had one.
    let safety = Some(context.safety()).filter(|safety| *safety != Safety::Read).unwrap_or(Safety::Unkeyed);
    let facts = Facts {
        earlier_unknown: context.earlier_unknown || outcome == Outcome::Unknown,
        should_retry: flag("retryable"),
        ..Facts::new(kind, actor, evidence, Phase::Answered, safety)
    };
    let reference = match members.get("reference") {
        Some(Value::String(own)) => {
            let own = bounded::line(&context.redactor, own, bounded::WORD);
            Reference { reference: Some(own), ..Reference::default() }
        }
        Some(Value::Object(found_by)) => {
            let found_by = context.redactor.members(bounded::details(found_by.clone()));
            Reference::from_members(&found_by).unwrap_or_default()
        }
        _ => Reference::default(),
    };
    let shown = word(of_provider("user_message", "message")).or_else(|| word("detail"));
    let draft = ErrorDraft {
        operation: word("operation").and_then(|name| provider.operation(name)).or(context.operation),
        status: number(of_provider("status", "provider_status"))
            .and_then(|status| u16::try_from(status).ok()),
        doc: code.as_deref().and_then(|code| provider.spec().errors.code(code)).map(|row| row.code),
        code,
        category: word("type").filter(|_| is_whole).map(ToOwned::to_owned),
        retry_after_ms: number("retry_after_ms"),
        reference,
        request_id: word("request_id").map(ToOwned::to_owned),
        attempts: number("attempts").and_then(|attempts| u32::try_from(attempts).ok()).or(context.attempts),
        details: object(members, "details").cloned().unwrap_or_default(),
        ..ErrorDraft::new(
            provider,
            facts,
            word(of_provider("message", "provider_message")).or(shown).unwrap_or_default().to_owned(),
        )
    };
    let mut error = draft.into_error(&context.texts, &context.redactor);
    let advice = word("advice").and_then(|advice| advice.parse().ok());
    error.change(|payload| {
        if let Some(shown) = shown {
            payload.user_message = bounded::line(&context.redactor, shown, bounded::MESSAGE);
        }
        if let Some(advice) = advice.filter(|advice| {
            payload.outcome == Outcome::NotApplied && !payload.retryable && *advice != Advice::Retry
        }) {
            payload.advice = advice;
        }
    });
    error
}
