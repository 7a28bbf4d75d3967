//! Explanations for people, and the links that carry them.

use std::collections::BTreeSet;

use payonce_core::explain::lookup;
use payonce_core::explain::page::{headline, of_error};
use payonce_core::explain::pasted::{self, Pasted};
use payonce_core::explain::{Form, PLAYGROUND, handling, reasons};
use payonce_core::{Context, Evidence, Kind, Language, Outcome, Phase, Provider, Safety};
use serde_json::json;

fn form(members: &serde_json::Value) -> Form {
    Form::read(members.as_object().unwrap()).unwrap()
}

fn error(form: &Form) -> (Context, payonce_core::Error) {
    let provider: Provider = form.provider.parse().unwrap();
    let context = form.context(provider, 0).unwrap();
    let error = form.classify(&context).unwrap().unwrap();
    (context, error)
}

#[test]
fn a_form_keeps_its_members_as_json() {
    let whole = form(&json!({
        "provider": "agentwallex", "file": "{}", "operation": "payments.send", "safety": "keyed", "status": 503,
        "phase": "reading", "headers": [["Retry-After", "5"]], "body": "{}", "text": "a", "language": "es",
    }));
    assert_eq!(Form::read(whole.to_value().as_object().unwrap()).unwrap(), whole);
    assert!(Form::read(json!({"status": 7}).as_object().unwrap()).is_err());
}

#[test]
fn a_link_contains_no_credential_in_any_member() {
    // Put together here, so that no text in the sources looks like a key.
    let secret = ["tok", "en", "-", "12345678"].concat();
    for name in ["Authorization", "X-Api-Key", "Set-Cookie", "x-service-token", "X-Payment-Signature"] {
        let form = form(&json!({
            "provider": "agentpay", "operation": secret, "status": 401, "file": format!("{{\"a\": \"{secret}\"}}"),
            "headers": [[name, secret], ["X-Echo", format!("was {secret}")]],
            "body": format!("{{\"error\": \"{secret}\"}}"), "text": format!("Error: {secret}"),
        }));
        let link = form.link().unwrap();
        assert!(link.starts_with(&format!("{PLAYGROUND}#provider=agentpay&")), "{link}");
        assert!(!link.contains("12345678"), "{name}: {link}");
        assert!(link.contains(&format!("header={name}:%20%5Bredacted%5D")), "{name}: {link}");
    }
    // A short credential is one all the same.
    let short = form(&json!({"provider": "agentpay", "status": 401, "headers": [["X-Api-Key", "pw"]]}));
    assert!(!short.link().unwrap().contains("pw"));
}

#[test]
fn a_form_that_is_too_long_has_no_link() {
    let long = form(&json!({"provider": "agentpay", "status": 500, "body": "a".repeat(9_000)}));
    assert_eq!(long.link(), None);
}

#[test]
fn the_headline_never_says_to_pay_again_unless_a_retry_is_safe() {
    for provider in Provider::BUILT_IN {
        for safety in Safety::ALL {
            for status in [400, 401, 402, 409, 429, 500, 502, 503, 504] {
                let form = form(&json!({"provider": provider, "safety": safety, "status": status}));
                let (context, error) = error(&form);
                let payload = error.payload();
                let said = headline(form.language, payload, context.safety()).join(" ");
                let again = said.contains("Send the same request again");
                assert_eq!(again, payload.retryable, "{provider} {safety} {status}: {said}");
                if payload.outcome != Outcome::NotApplied && !payload.retryable {
                    assert!(said.contains("Do not pay again."), "{provider} {safety} {status}: {said}");
                }
            }
        }
    }
}

#[test]
fn the_reasons_name_the_row_that_decides() {
    let by_code = form(&json!({
        "provider": "agentwallex", "status": 400, "body": "{\"code\": \"insufficient_funds\"}",
    }));
    let (context, known) = error(&by_code);
    let why = reasons(&context, known.payload());
    let row = why.row.unwrap();
    assert_eq!((row.code.as_str(), row.evidence), ("insufficient_funds", Evidence::Refused));
    assert!(!row.source.is_empty());
    assert_eq!(why.file.as_deref(), Some("crates/payonce-core/src/providers/agentwallex/errors.rs"));
    assert_eq!(why.note, None);

    // A refusal under a 5xx may come after the effect.
    let doubtful = Form { status: Some(504), ..by_code };
    let (context, unknown) = error(&doubtful);
    assert_eq!(unknown.outcome(), Outcome::Unknown);
    assert!(reasons(&context, unknown.payload()).note.unwrap().contains("does not prove the refusal"));

    let lost = form(&json!({"provider": "agentwallex", "phase": "waiting"}));
    let (context, lost) = error(&lost);
    let why = reasons(&context, lost.payload());
    assert_eq!((why.row, why.phase), (None, Phase::Waiting));
}

#[test]
fn the_code_that_handles_an_error_catches_its_class() {
    let mut seen = BTreeSet::new();
    for (status, code, class) in [
        (504, "", "OutcomeUnknownError"),
        (400, "policy_violation", Kind::PolicyViolation.class_name()),
        (429, "rate_limit_exceeded", Kind::RateLimited.class_name()),
    ] {
        let body = if code.is_empty() { String::new() } else { json!({"code": code}).to_string() };
        let form = form(&json!({"provider": "agentwallex", "status": status, "body": body}));
        let (_, error) = error(&form);
        let code = handling(error.payload());
        assert!(code.python.contains(&format!("except payonce.{class} as error:")), "{}", code.python);
        assert!(code.typescript.contains(&format!("import {{ {class} }} from")), "{}", code.typescript);
        assert!(code.rust.starts_with("use payonce::"), "{}", code.rust);
        seen.insert(code.python);
    }
    assert_eq!(seen.len(), 3);
}

#[test]
fn a_pasted_error_keeps_its_verdict_in_the_form() {
    let log = json!({
        "provider": "agentwallex", "kind": "timeout", "outcome": "unknown", "operation": "payments.send",
        "reference": "po_7",
    });
    let text = format!("ERROR {log}");
    let (pasted, candidates) = Form::of_pasted(text.as_bytes(), None, None).unwrap();
    assert_eq!(candidates, []);
    assert_eq!((pasted.provider.as_str(), pasted.operation.as_str()), ("agentwallex", "payments.send"));
    let (context, found) = error(&pasted);
    assert_eq!((found.kind(), found.outcome()), (Kind::Timeout, Outcome::Unknown));
    let said = headline(pasted.language, found.payload(), context.safety()).join(" ");
    assert_eq!(said, "Money may have moved. Do not pay again. Look for reference po_7.");
    let page = of_error(&context, found.payload());
    assert!(page.rows.iter().any(|(label, lines)| *label == "Found by" && lines[0] == "reference: po_7"));
}

#[test]
fn a_line_without_a_valid_status_does_not_begin_a_response() {
    let body = r#"{"code": "policy_violation", "message": "no"}"#;
    for status in ["42", "99", "1000", "65535", "OK"] {
        let text = format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n\r\n{body}");
        let (form, _) = Form::of_pasted(text.as_bytes(), Some(Provider::AGENTWALLEX), None).unwrap();
        assert_eq!(Form::read(form.to_value().as_object().unwrap()).as_ref(), Ok(&form), "{status}");
        assert_ne!(form.status.map(|known| known.to_string()).as_deref(), Some(status));
    }
}

#[test]
fn a_class_of_a_consequence_shows_its_outcome() {
    for (line, outcome, said) in [
        ("payonce.OutcomeUnknownError: lost", Outcome::Unknown, "Money may have moved. Do not pay again."),
        ("NotSentError: refused", Outcome::NotApplied, "No money moved."),
        ("payonce.AlreadyAppliedError: paid", Outcome::Applied, "Money moved. Do not pay again."),
    ] {
        let Pasted::Named(entries, found) = pasted::read(line.as_bytes(), None, None).unwrap() else {
            panic!("{line} is not read as a name");
        };
        assert_eq!(found, Some(outcome), "{line}");
        assert_eq!(lookup::headline(&entries, found, Language::English).join(" "), said, "{line}");
    }
    assert!(pasted::read(b"SomeOtherError: lost", None, None).is_err());
}
