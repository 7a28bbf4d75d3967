//! A 2xx that is not a success: its body cannot be read, or says that the operation failed.

use crate::classify::Context;
use crate::classify::classification::{Classification, finish};
use crate::error::Error;
use crate::model::body::Body;
use crate::model::headers::Headers;
use crate::model::json::Json;
use crate::model::safety::Safety;
use crate::model::vocabulary::{Actor, Evidence, Kind, Phase};
use crate::spec::errors::{ProviderResponse, Signals};
use crate::spec::operation::{Method, Operation};
use crate::spec::types::{FieldType, Model};

/// A 2xx whose promised body cannot be read: whatever was asked for has probably happened.
pub(super) fn unreadable_success(
    context: &Context,
    seen: &ProviderResponse<'_>,
    headers: &Headers,
) -> Option<Error> {
    let operation = context.operation;
    // Where no public page shows the response, an empty one is as good as any.
    let promised = operation.is_some_and(|operation| {
        matches!(operation.returns, FieldType::Model(_) | FieldType::List(_) | FieldType::Map(_))
    });
    // What is changed or deleted needs no response; what is paid or made has to be named.
    let may_say_nothing =
        seen.status == 204 && operation.is_some_and(|operation| operation.method != Method::Post);
    let why = match seen.body {
        Body::Unreadable(why) => why,
        Body::Empty if promised && !may_say_nothing => "empty",
        Body::Json(value) if promised && !has_promised_form(operation, value) => "not of the documented form",
        _ => return None,
    };
    let classification = Classification {
        kind: Kind::Decode,
        actor: Actor::Provider,
        evidence: Evidence::None,
        phase: Phase::Reading,
        status: Some(seen.status),
        user: None,
        doc: None,
        message: format!(
            "{} returned HTTP {} with a body that is {why}",
            context.provider.title(),
            seen.status
        ),
        retry_after_ms: None,
        should_retry: None,
        of_whole_operation: false,
    };
    Some(finish(context, classification, Signals::default(), headers, None))
}

fn has_promised_form(operation: Option<&'static Operation>, value: &Json<'_>) -> bool {
    let Some(operation) = operation else { return true };
    let Some(value) = operation.inside.map_or(Some(value), |member| value.get(member)) else { return false };
    match operation.returns {
        // What was made shows at least one member that it always has. A body without any, for instance that of an error,
        // does not say that anything was made.
        FieldType::Model(model) if operation.safety() != Safety::Read => {
            let mut always = model.fields.iter().filter(|field| field.always).peekable();
            value.as_object().is_some()
                && (always.peek().is_none()
                    || always.any(|field| value.get(field.name).is_some_and(|member| !member.is_null())))
        }
        FieldType::Model(_) | FieldType::Map(_) => value.as_object().is_some(),
        FieldType::List(_) => value.as_array().is_some(),
        _ => true,
    }
}

/// A 2xx that says that the operation failed. A read of such an object is a success: it returns what was asked for.
#[inline(never)]
pub(super) fn failed_state(
    context: &Context,
    seen: &ProviderResponse<'_>,
    headers: &Headers,
) -> Option<Error> {
    if context.safety() == Safety::Read {
        return None;
    }
    let object = seen.body.object()?;
    let failed = |model: &'static Model| {
        let state = model.state?;
        state.failure(object.get(state.field)?.as_str()?)
    };
    let (state, evidence) = match context.operation {
        Some(Operation { returns: FieldType::Model(model), .. }) => failed(model),
        Some(_) => None,
        None => context.provider.spec().models.iter().find_map(|model| failed(model)),
    }?;
    let message = object.text("error_message").or_else(|| object.text("message")).map_or_else(
        || format!("{} accepted the operation and reports it as {state}", context.provider.title()),
        ToOwned::to_owned,
    );
    let classification = Classification {
        kind: Kind::Failed,
        actor: Actor::Provider,
        evidence,
        phase: Phase::Answered,
        status: Some(seen.status),
        user: None,
        doc: None,
        message,
        retry_after_ms: None,
        should_retry: None,
        // Where repeating addresses the same object, its final state is the result of every attempt; elsewhere an
        // earlier attempt may have made another object.
        of_whole_operation: context.safety().allows_blind_resend(),
    };
    let signals = Signals { code: Some(state.to_owned()), details: object.to_map(), ..Signals::default() };
    Some(finish(context, classification, signals, headers, None))
}
