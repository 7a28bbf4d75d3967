//! The errors of AgentPay. A refused charge is an HTTP 200 that says `success: false` with a code, a refused key one
//! that says `is_valid: false` with a reason; the HTTP status concerns our own server's service token.

use serde_json::Map;

use crate::model::json::Object;
use crate::model::user_message::Text;
use crate::model::vocabulary::{Actor, Evidence, Kind};
use crate::providers::body_signals::{BodySignals, of_no_object, plain};
use crate::spec::doc::Doc;
use crate::spec::errors::{ErrorCode, ErrorTable, Override, ProviderResponse, Signals, refusal, refused};
use crate::spec::provider::Provider;

const ERRORS: &str = "docs.agentpay.me/mcp-server-developers/best-practices/error-handling";
const CONSUME: &str = "docs.agentpay.me/python-sdk-reference/consume-method";
const VALIDATE: &str = "docs.agentpay.me/mcp-server-developers/sdk/validating-api-keys";

const TOP_UP: Text = Text {
    en: "There is not enough balance for this. Please top up in the AgentPay Hub and try again.",
    es: "No hay saldo suficiente para esto. Recargue en el AgentPay Hub e inténtelo de nuevo.",
};
const CHECK_KEY: Text = Text {
    en: "Your AgentPay key is not valid, has expired or was deactivated. Please check it in the AgentPay Hub or get a \
         new one there.",
    es: "Su clave de AgentPay no es válida, caducó o fue desactivada. Compruébela en el AgentPay Hub u obtenga una \
         nueva allí.",
};
const PAY_FIRST: Text = Text {
    en: "An earlier payment is still outstanding. Please top up in the AgentPay Hub; after that you can go on.",
    es: "Queda un pago anterior pendiente. Recargue en el AgentPay Hub; después podrá continuar.",
};

const REGISTERED: Text = Text {
    en: "This use has already been registered. Please contact support before trying again.",
    es: "Este uso ya está registrado. Póngase en contacto con soporte antes de volver a intentarlo.",
};

/// The table.
pub static TABLE: ErrorTable = ErrorTable {
    codes: &[
        ErrorCode {
            user: Some(TOP_UP),
            ..refused(
                "INSUFFICIENT_FUNDS",
                Kind::InsufficientFunds,
                Actor::EndUser,
                ERRORS,
                "the end user's balance is too low; AgentPay notes the amount as outstanding and suspends the key until \
                 the balance is topped up",
            )
        },
        ErrorCode {
            user: Some(CHECK_KEY),
            ..refused(
                "INVALID_API_KEY",
                Kind::Authentication,
                Actor::EndUser,
                ERRORS,
                "the end user's key is not known, or was revoked or deactivated",
            )
        },
        ErrorCode {
            user: Some(REGISTERED),
            ..refused(
                "USAGE_EVENT_ID_CONFLICT",
                Kind::Conflict,
                Actor::Developer,
                CONSUME,
                "the usage_event_id was used before with other parameters; the first charge remains",
            )
        },
        refused(
            "SERVER_RATE_LIMITED",
            Kind::RateLimited,
            Actor::None,
            ERRORS,
            "the service token is used too often; the vendor's page names this code as a placeholder",
        ),
        refused(
            "INVALID_SERVICE_TOKEN",
            Kind::Authentication,
            Actor::Developer,
            ERRORS,
            "the service token is wrong or the server is not active in the Hub; the vendor's page describes this \
             failure without a code",
        ),
        ErrorCode {
            user: Some(CHECK_KEY),
            ..refused(
                "invalid_key",
                Kind::Authentication,
                Actor::EndUser,
                VALIDATE,
                "the end user's key is not known, or was revoked or deactivated",
            )
        },
        ErrorCode {
            user: Some(PAY_FIRST),
            ..refused(
                "outstanding_payment",
                Kind::InsufficientFunds,
                Actor::EndUser,
                VALIDATE,
                "an earlier charge failed for lack of funds and is owed; the key works again after a top-up",
            )
        },
        ErrorCode {
            user: Some(TOP_UP),
            ..refused(
                "insufficient_balance",
                Kind::InsufficientFunds,
                Actor::EndUser,
                VALIDATE,
                "the key is valid and has neither balance nor free credits left",
            )
        },
    ],
    types: &[],
    statuses: &[
        refusal(402, Kind::InsufficientFunds, Actor::EndUser),
        refusal(403, Kind::Permission, Actor::Developer),
    ],
    patterns: &[],
    spellings: &[],
    // The available copy of the list ends after these letters; the reason of the other method shows their meaning.
    source: Doc::new(ERRORS),
    proof: Doc::new(""),
    prefixes: &[("OUTS", "outstanding_payment")],
};

/// Under which names the parts of a result come; only the names of the vendor's SDK are public.
const SUCCESS: &[&str] = &["success"];
const VALID: &[&str] = &["is_valid", "isValid", "valid"];
const CODE: &[&str] = &["error_code", "invalid_reason", "errorCode", "invalidReason", "code"];
const REASONS: &[&str] = &["error_code", "errorCode", "invalid_reason", "invalidReason"];
const FLAGS: &[&str] = &["success", "is_valid", "isValid", "valid"];

pub(super) fn read(seen: &ProviderResponse<'_>) -> Option<Signals> {
    let Some(body) = seen.body.object() else {
        return (!seen.is_success()).then(|| of_no_object(seen.body));
    };
    let (success, valid) = (flag(body, SUCCESS), flag(body, VALID));
    let words = BodySignals::of(body, CODE, Provider::AGENTPAY.spec().errors);
    let details = if seen.wants_details { words.rest(body, FLAGS) } else { Map::new() };
    let mut signals = words.into_signals(details);
    if !seen.is_success() {
        return Some(signals);
    }
    let is = |name: &str| seen.operation.is_some_and(|operation| operation.name == name);
    let (charges, asks) = (is("consume"), is("validate_api_key"));
    // A yes beside the code of a refusal is neither.
    let yes = |flag: Option<bool>| flag == Some(true) && !REASONS.iter().any(|name| names_a_code(body, name));
    let succeeded = if asks {
        yes(valid) && success != Some(false)
    } else {
        (yes(success) && valid != Some(false)) || (yes(valid) && success.is_none() && !charges)
    };
    let is_documented = signals.code.as_deref().is_some_and(|code| TABLE.code(code).is_some());
    let says_yes = success == Some(true) && !asks;
    if succeeded || (!charges && !asks && success.or(valid).is_none() && !is_documented) {
        return None;
    }
    if valid == Some(false) && !charges && !says_yes {
        signals.read_as = Some("invalid_key");
    } else if !is_documented || says_yes {
        // Only a documented code says that nothing was charged: the charge may well have been made.
        let kind = if success == Some(false) { Kind::Unknown } else { Kind::Decode };
        signals.override_by_body = Some(Override { kind, actor: Actor::Provider, evidence: Evidence::None });
    }
    Some(signals)
}

fn names_a_code(body: &Object<'_>, name: &str) -> bool {
    body.get(name).and_then(plain).is_some_and(|code| code != "0")
}

fn flag(body: &Object<'_>, names: &[&str]) -> Option<bool> {
    names.iter().find_map(|name| body.get(name)?.as_bool())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::classify::{Context, classify};
    use crate::model::http::{Received, Response};
    use crate::spec::provider::Provider;

    #[test]
    fn a_refusal_is_a_result_only_if_nothing_was_charged() {
        let is_result = |operation: &str, body: serde_json::Value| {
            let context = Context {
                operation: Provider::AGENTPAY.operation(operation),
                ..Context::new(Provider::AGENTPAY)
            };
            let body = body.to_string().into_bytes();
            let response = Response { status: 200, body, ..Response::default() };
            classify(&context, &Received::Response(response)).unwrap().payload().is_refusal()
        };
        assert!(is_result("validate_api_key", json!({"success": true})));
        assert!(is_result("validate_api_key", json!({"is_valid": true, "invalid_reason": "key_suspended"})));
        assert!(is_result("consume", json!({"success": false, "error_code": "INSUFFICIENT_FUNDS"})));
        assert!(!is_result("consume", json!({"success": false, "error_code": "ACCOUNT_CLOSED"})));
        assert!(!is_result("consume", json!({"success": true, "error_code": "INSUFFICIENT_FUNDS"})));
    }
}
