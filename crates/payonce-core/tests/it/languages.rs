//! Every refusal has the texts for end users in the language of the client or of the request.

use payonce_core::{
    Call, CallOptions, CaseStyle, Client, Error, ErrorPayload, Kind, Outcome, Provider, Reference, ffi,
};
use serde_json::{Value, json};

const UNKNOWN: &str =
    "No pudimos confirmar si la operación se realizó. No lo intente de nuevo hasta que se haya comprobado.";
const REFUSED: &str = "No se pudo procesar la solicitud. No se cobró nada.";

fn spanish(provider: Provider) -> Client {
    let options = json!({"api_key": "test_00000000000000000000", "language": "es-MX"});
    ffi::client_from(provider, options.as_object().unwrap(), CaseStyle::Snake, &|_| None).unwrap()
}

fn refused<T>(result: Result<T, Error>) -> Error {
    let error = result.err().unwrap();
    assert_eq!(error.kind(), Kind::InvalidArgument);
    error
}

fn lost(provider: Provider) -> ErrorPayload {
    let reference =
        Reference { reference: Some("po_0123456789abcdef0123".to_owned()), ..Reference::default() };
    ErrorPayload::from_reference(provider, "payments.send", reference)
}

#[test]
fn a_refused_reconcile_has_the_language_of_the_client() {
    let client = spanish(Provider::AGENTWALLEX);
    let options = |members: Value| members.as_object().unwrap().clone();
    let reconcile = |payload: &ErrorPayload, members: Value| {
        let options = ffi::call_options(&client, None, &options(members), CaseStyle::Snake);
        refused(options.and_then(|options| Call::reconcile(&client, payload, options, [1; 16])))
    };
    let by_name = |arguments: &str, options: &str| {
        refused(ffi::call(&client, ffi::RECONCILE, arguments, options, CaseStyle::Snake, [1; 16]))
    };
    for error in [
        reconcile(&lost(Provider::PAYI), json!({})),
        reconcile(&lost(Provider::AGENTWALLEX), json!({"timeout": 0})),
        reconcile(&lost(Provider::AGENTWALLEX), json!({"retry": 7})),
        by_name(r#"{"error": "po_0123456789abcdef0123"}"#, r#"{"retry": 7}"#),
        reconcile(
            &ErrorPayload::from_reference(Provider::AGENTWALLEX, "payments.send", Reference::default()),
            json!({}),
        ),
        by_name(r#"{"error": 7}"#, "{}"),
        by_name(r#"{"error": {}}"#, "{}"),
        by_name("[]", "{}"),
        by_name("{}", "[]"),
        ffi::invalid_argument(&client, Some(ffi::RECONCILE), "error", "is not JSON"),
    ] {
        assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
        assert_eq!(error.payload().user_message, UNKNOWN, "{error}");
    }
}

#[test]
fn a_refused_reconcile_has_the_texts_of_the_application() {
    let options = json!({
        "api_key": "test_00000000000000000000", "user_messages": {"invalid_argument": "ask the front desk"},
    });
    let client =
        ffi::client_from(Provider::AGENTWALLEX, options.as_object().unwrap(), CaseStyle::Snake, &|_| None)
            .unwrap();
    let error = refused(Call::reconcile(&client, &lost(Provider::PAYI), CallOptions::default(), [1; 16]));
    assert_eq!(error.payload().user_message, "ask the front desk");
}

#[test]
fn a_refused_call_has_the_language_of_the_client() {
    let client = spanish(Provider::AGENTWALLEX);
    let call = |name: &str, arguments: &str| {
        refused(ffi::call(&client, name, arguments, "{}", CaseStyle::Snake, [1; 16]))
    };
    for error in [
        call("payments.sned", "{}"),
        call("payments.send", "{}"),
        call("payments.send", "[]"),
        ffi::invalid_argument(&client, Some("payments.send"), "amount", "is not JSON"),
    ] {
        assert_eq!(error.outcome(), Outcome::NotApplied, "{error}");
        assert_eq!(error.payload().user_message, REFUSED, "{error}");
    }
}

#[test]
fn a_refused_client_has_the_language_of_its_options() {
    for (options, text) in [
        (json!({"language": "es"}), REFUSED),
        (json!({"language": "es", "apiKey": 7}), REFUSED),
        (json!({"language": "es", "user_messages": {"invalid_argument": "ask"}}), "ask"),
        (json!({"language": "es", "userMessages": {"invalid_argument": "ask"}}), "ask"),
        (json!({"language": 7}), "This request could not be processed. Nothing was charged."),
    ] {
        let options = options.as_object().unwrap();
        let error = refused(ffi::client_from(Provider::AGENTWALLEX, options, CaseStyle::Camel, &|_| None));
        assert_eq!(error.payload().user_message, text, "{error}");
    }
}

#[test]
fn a_refused_classification_has_the_language_of_the_request() {
    for members in [
        json!({"language": "es", "status": 7}),
        json!({"language": "es-MX"}),
        json!({"language": "es", "status": 400, "operation": "payments.sned"}),
        json!({"language": "es", "status": 400, "safety": "none"}),
        json!({"language": "es", "phase": "later"}),
        json!({"language": "es", "phase": "waiting", "cause": "rain"}),
    ] {
        let error = refused(ffi::classify_request(Provider::AGENTWALLEX, members.as_object().unwrap(), b""));
        assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
        assert_eq!(error.payload().user_message, UNKNOWN, "{error}");
    }
}
