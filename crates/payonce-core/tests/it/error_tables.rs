//! What holds for every row of every table, every operation and every vector.

use std::collections::BTreeSet;

use payonce_core::{
    Actor, Advice, Context, ErrorPayload, Evidence, FailureCause, Headers, Kind, Outcome, Phase, Provider,
    Received, Response, Safety, TransportFailure, classify, ffi,
};
use serde_json::{Value, json};
use vector_server::{Cases, Classify, vectors_folder};

use crate::verdict_invariants::{assert_plain, assert_sound, texts};

/// Every machine code, category and state in the vendors' own error pages.
const DOCUMENTED: &[(Provider, &[&str])] = &[
    (Provider::AGENTPAY, &["INSUFFICIENT_FUNDS", "INVALID_API_KEY", "SERVER_RATE_LIMITED"]),
    (Provider::PAYI, &["limit_reached", "provider_error"]),
    (
        Provider::AGENTICPENCIL,
        &[
            "INVALID_API_KEY",
            "MISSING_AUTH_HEADER",
            "EXPIRED_API_KEY",
            "RATE_LIMIT_EXCEEDED",
            "MISSING_REQUIRED_FIELD",
            "INVALID_FIELD_FORMAT",
            "INVALID_DOMAIN_FORMAT",
            "INSUFFICIENT_CREDITS",
            "DOMAIN_NOT_FOUND",
            "SITEMAP_NOT_FOUND",
            "PLAN_LIMIT_EXCEEDED",
            "SUBSCRIPTION_REQUIRED",
            "INTERNAL_SERVER_ERROR",
            "SERVICE_UNAVAILABLE",
        ],
    ),
    (
        Provider::AGENTWALLEX,
        &[
            "invalid_request",
            "policy_violation",
            "insufficient_funds",
            "agent_frozen",
            "invalid_chain",
            "invalid_token",
            "invalid_address",
            "session_expired",
            "rate_limit_exceeded",
            "approval_timeout",
        ],
    ),
];

const DOCUMENTED_TYPES: &[&str] = &[
    "invalid_request_error",
    "authentication_error",
    "authorization_error",
    "not_found_error",
    "rate_limit_error",
    "internal_error",
];

fn vectors() -> Vec<Classify> {
    Cases::load(&vectors_folder()).unwrap().classify
}

fn verdict(case: &Classify) -> Option<ErrorPayload> {
    let provider = case.provider.parse::<Provider>().unwrap();
    let (request, body) = case.request();
    let verdict = ffi::classify_json(provider, &request.to_string(), &body).unwrap();
    verdict.map(payonce_core::Error::into_payload)
}

/// An error with this code in the form of this provider.
fn body_with(provider: Provider, code: &str) -> Value {
    match provider.as_str() {
        "agentpay" => json!({"success": false, "error_code": code, "error_message": "m"}),
        "payi" => {
            json!({"statusCode": 400, "message": "m", "xproxy_error": {"code": code, "message": "m"}})
        }
        "agenticpencil" => json!({"status": "error", "error": "e", "message": "m", "code": code}),
        _ => json!({"code": code, "message": "m"}),
    }
}

fn respond(status: u16, body: &Value) -> Received {
    Received::Response(Response { status, headers: Headers::new(), body: body.to_string().into_bytes() })
}

#[test]
fn no_row_permits_a_second_effect() {
    let mut checked = 0_u32;
    for provider in Provider::BUILT_IN.iter().copied() {
        let profile = provider.spec();
        // One operation of each safety represents the others: a verdict asks an operation for nothing else but the form
        // of its response.
        let of_each =
            Safety::ALL.iter().map(|safety| profile.operations.iter().find(|o| o.safety() == *safety));
        let operations: Vec<_> = of_each.flatten().map(Some).chain([None]).collect();
        for row in profile.errors.codes {
            let statuses = [row.status.unwrap_or(400), 200, 400, 401, 429, 500, 502, 503, 504];
            for (operation, status) in
                operations.iter().copied().flat_map(|operation| statuses.map(|s| (operation, s)))
            {
                for safety in Safety::ALL.iter().copied() {
                    for earlier_unknown in [false, true] {
                        let context = Context {
                            operation,
                            safety: Some(safety),
                            earlier_unknown,
                            ..Context::new(provider)
                        };
                        let what =
                            format!("{provider} {} {status} {:?}", row.code, operation.map(|o| o.name));
                        if let Some(error) =
                            classify(&context, &respond(status, &body_with(provider, row.code)))
                        {
                            assert_sound(error.payload(), safety, &what);
                            if earlier_unknown && !matches!(safety, Safety::Read) {
                                // A later refusal says nothing about an earlier attempt.
                                assert_ne!(error.outcome(), Outcome::NotApplied, "{what}");
                            }
                            checked += 1;
                        }
                    }
                }
            }
        }
    }
    assert!(checked > 10_000, "only {checked} verdicts were looked at");
}

#[test]
fn no_transport_failure_permits_a_second_effect() {
    let causes =
        [None, Some(FailureCause::Connection), Some(FailureCause::Timeout), Some(FailureCause::TooLarge)];
    for provider in Provider::BUILT_IN.iter().copied() {
        for (phase, safety) in Phase::ALL.iter().flat_map(|phase| Safety::ALL.iter().map(move |s| (phase, s)))
        {
            for cause in causes {
                for head in [None, Some(200), Some(400), Some(429), Some(500), Some(502), Some(301)] {
                    let failure = TransportFailure {
                        phase: *phase,
                        cause,
                        message: "m".to_owned(),
                        head: head.map(|status| (status, Headers::new())),
                    };
                    let context = Context { safety: Some(*safety), ..Context::new(provider) };
                    let error =
                        classify(&context, &Received::Failure(failure)).expect("a failure is an error");
                    assert_sound(error.payload(), *safety, &format!("{provider} {phase} {cause:?} {head:?}"));
                    if *phase == Phase::BeforeSend && head.is_none() {
                        assert_eq!(error.outcome(), Outcome::NotApplied);
                    }
                }
            }
        }
    }
}

#[test]
fn every_documented_code_has_its_row() {
    for (provider, codes) in DOCUMENTED {
        for code in *codes {
            let row = provider.spec().errors.code(code);
            assert_eq!(row.map(|row| row.code), Some(*code), "{provider}");
        }
    }
    let types: Vec<&str> = Provider::AGENTWALLEX.spec().errors.types.iter().map(|row| row.key).collect();
    assert_eq!(types, DOCUMENTED_TYPES);
    for status in [400, 401, 402, 403, 404, 429, 503] {
        let cases = vectors();
        let has = |case: &&Classify| {
            case.provider == "agenttech"
                && case.source.as_deref() == Some("agenttech-errors.md")
                && case.response.as_ref().is_some_and(|response| response.status == status)
        };
        assert!(cases.iter().any(|case| has(&case)), "no vector for {status} of agenttech's page");
    }
}

#[test]
fn every_row_has_a_vector() {
    let cases = vectors();
    for provider in Provider::BUILT_IN.iter().copied() {
        let table = provider.spec().errors;
        let own: Vec<ErrorPayload> =
            cases.iter().filter(|case| case.provider == provider.as_str()).filter_map(verdict).collect();
        let without: Vec<&str> = table
            .codes
            .iter()
            .map(|row| row.code)
            .filter(|code| !own.iter().any(|error| error.code.as_deref() == Some(*code)))
            .chain(
                table
                    .types
                    .iter()
                    .map(|row| row.key)
                    .filter(|key| !own.iter().any(|error| error.category.as_deref() == Some(*key))),
            )
            .chain(
                table
                    .patterns
                    .iter()
                    .map(|row| row.contains)
                    .filter(|text| !own.iter().any(|error| error.message.to_lowercase().contains(text))),
            )
            .collect();
        assert!(without.is_empty(), "{provider}: no vector for {without:?}");
        let states = provider.spec().models.iter().filter_map(|model| model.state);
        for (state, _) in states.flat_map(|state| state.failed) {
            assert!(
                own.iter().any(|e| e.kind == Kind::Failed && e.code.as_deref() == Some(*state)),
                "{state}"
            );
        }
    }
}

#[test]
fn rows_state_facts_that_fit_together() {
    for provider in Provider::BUILT_IN.iter().copied() {
        let table = provider.spec().errors;
        let codes: BTreeSet<String> = table.codes.iter().map(|row| row.code.to_ascii_lowercase()).collect();
        assert_eq!(codes.len(), table.codes.len(), "{provider}: two rows for one code");
        for row in table.codes {
            let has_source = !row.source.text().is_empty() || cfg!(not(feature = "docs"));
            assert!(!row.meaning.is_empty() && has_source, "{provider} {}", row.code);
            // What the request itself is wrong about was never carried out.
            let definite = !row.kind.is_transient() && !matches!(row.kind, Kind::Unknown | Kind::Failed);
            assert!(!definite || row.evidence == Evidence::Refused, "{provider} {}", row.code);
            for text in row.user.into_iter().flat_map(|text| [text.en, text.es]) {
                assert_plain(text, row.code);
                let names_code =
                    |row: &str| row.contains('_') && text.to_lowercase().contains(&row.to_lowercase());
                assert!(!table.codes.iter().any(|row| names_code(row.code)), "{text}");
            }
        }
        for (spelling, code) in table.spellings.iter().chain(table.prefixes) {
            assert!(table.code(code).is_some(), "{provider}: {spelling} is read as the unknown {code}");
        }
        for pattern in table.patterns {
            assert_eq!(
                pattern.contains,
                pattern.contains.to_lowercase(),
                "patterns are compared in lower case"
            );
        }
    }
}

/// Members of the payload that no response of the provider can set: it has no category, or a response that is only
/// classified belongs to no call.
const NEVER: &[(&str, &[Provider])] = &[
    ("type", &[Provider::AGENTPAY, Provider::AGENTTECH, Provider::PAYI]),
    ("reference", &[Provider::AGENTPAY, Provider::PAYI, Provider::AGENTICPENCIL]),
    ("attempts", Provider::BUILT_IN),
];

#[test]
fn every_required_field_is_verified() {
    let cases = vectors();
    for provider in Provider::BUILT_IN.iter().copied() {
        let own = || cases.iter().filter(|case| case.provider == provider.as_str());
        let payloads: Vec<Value> =
            own().filter_map(verdict).map(|payload| serde_json::to_value(payload).unwrap()).collect();
        let says_something = |value: &Value| match value {
            Value::Null => false,
            Value::Object(members) => members.values().any(|value| !value.is_null()),
            _ => true,
        };
        let members: Vec<&String> = payloads.first().unwrap().as_object().unwrap().keys().collect();
        for member in members {
            if NEVER.iter().any(|(name, never)| member == name && never.contains(&provider)) {
                continue;
            }
            let has_operations = !provider.spec().operations.is_empty();
            if member == "operation" && !has_operations {
                continue;
            }
            let set = payloads.iter().any(|payload| says_something(&payload[member.as_str()]));
            assert!(set, "{provider}: nothing sets {member}");
            let expected = own().any(|case| case.expect.get(member.as_str()).is_some_and(says_something));
            assert!(expected || member == "provider", "{provider}: no vector says what {member} is");
        }
    }
}

#[test]
fn the_schema_lists_what_a_payload_can_hold() {
    let schema = std::fs::read_to_string(vectors_folder().join("schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let members = &schema["$defs"]["part_of_payload"]["properties"];
    let listed = |member: &str| -> Vec<String> {
        members[member]["enum"].as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_owned()).collect()
    };
    fn all<T: Copy>(members: &[T], name: fn(T) -> &'static str) -> Vec<String> {
        members.iter().map(|member| name(*member).to_owned()).collect()
    }
    assert_eq!(listed("kind"), all(Kind::ALL, Kind::as_str));
    assert_eq!(listed("phase"), all(Phase::ALL, Phase::as_str));
    assert_eq!(listed("actor"), all(Actor::ALL, Actor::as_str));
    assert_eq!(listed("advice"), all(Advice::ALL, Advice::as_str));
    assert_eq!(listed("outcome"), all(Outcome::ALL, Outcome::as_str));
    let error = classify(&Context::new(Provider::AGENTPAY), &respond(400, &json!({}))).unwrap();
    let payload = serde_json::to_value(error.payload()).unwrap();
    let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(members), names(&payload));
    assert_eq!(schema["$defs"]["payload"]["required"], json!(names(&payload)));
}

#[test]
fn no_text_for_end_users_shows_what_the_provider_said() {
    for case in vectors() {
        let Some(payload) = verdict(&case).filter(|_| case.user_messages.is_empty()) else { continue };
        assert_plain(&payload.user_message, &case.name);
        let mut said = Vec::new();
        texts(&Value::Object(payload.details.clone()), &mut said);
        said.extend([payload.code, payload.request_id, payload.operation].into_iter().flatten());
        let technical = |text: &&String| text.contains(|c: char| c.is_ascii_digit() || "_-./:".contains(c));
        for text in said.iter().filter(technical) {
            assert!(!payload.user_message.contains(text.as_str()), "{}: shows {text}", case.name);
        }
    }
}
