//! Plays `tests/vectors/classify/*.json`: one response or failure, and the verdict that it must bring.

use payonce_core::Provider;
use payonce_core::ffi::{self, Question};
use serde_json::{Value, json};
use vector_server::{Cases, Classify, differences, vectors_folder};

fn play(provider: Provider) {
    let cases = Cases::load(&vectors_folder()).unwrap();
    let cases: Vec<&Classify> =
        cases.classify.iter().filter(|case| case.provider == provider.as_str()).collect();
    assert!(!cases.is_empty(), "there are no cases for {provider}");
    let wrong: Vec<String> = cases
        .iter()
        .flat_map(|case| {
            let found = verdict(provider, case);
            let mut wrong = differences(&case.expect, &found);
            if let Some(expected) = &case.tool_failure {
                wrong.extend(differences(&json!({ "tool_failure": expected }), &tool_failure(&found)));
            }
            wrong.into_iter().map(move |difference| (case, difference))
        })
        .map(|(case, difference)| format!("{}: {difference}", case.name))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} members of {} cases are wrong:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

fn verdict(provider: Provider, case: &Classify) -> Value {
    let (request, body) = case.request();
    let verdict = ffi::classify_json(provider, &request.to_string(), &body)
        .unwrap_or_else(|error| panic!("{}: the case itself is refused: {error}", case.name));
    let found = verdict.map_or(Value::Null, |error| serde_json::to_value(error.payload()).unwrap());
    // The details that are read at once are those that are read later.
    let question = Question { wants_payload: true, ..Question::read(request.as_object().unwrap()) };
    let at_once = ffi::classify_question(provider, question, &body).unwrap();
    let at_once = at_once.map_or(Value::Null, |error| serde_json::to_value(error.payload()).unwrap());
    assert_eq!(at_once, found, "{}", case.name);
    found
}

/// What a framework does with the error of a tool, in the form that other languages receive.
fn tool_failure(payload: &Value) -> Value {
    let failure = ffi::render("tool_failure", &payload.to_string(), "public").unwrap();
    json!({ "tool_failure": serde_json::from_str::<Value>(&failure).unwrap() })
}

#[test]
fn agentpay() {
    play(Provider::AGENTPAY);
}

#[test]
fn agenttech() {
    play(Provider::AGENTTECH);
}

#[test]
fn payi() {
    play(Provider::PAYI);
}

#[test]
fn agenticpencil() {
    play(Provider::AGENTICPENCIL);
}

#[test]
fn agentwallex() {
    play(Provider::AGENTWALLEX);
}
