use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::error::{ErrorPayload, Reference};
use crate::model::vocabulary::{Actor, Advice, Kind, Outcome, Phase};
use crate::render::{Audience, NextStep};
use crate::spec::provider::Provider;

const PLANTED: &str = "planted-5ecret";
const KEY: &str = "awx_live_0123456789abcdef";

fn payload() -> ErrorPayload {
    ErrorPayload {
        provider: Provider::AGENTPAY,
        kind: Kind::InsufficientFunds,
        class: "InsufficientFundsError".to_owned(),
        code: Some("INSUFFICIENT_FUNDS".to_owned()),
        category: None,
        status: Some(200),
        phase: Phase::Answered,
        message: "balance 3 of 500 cents".to_owned(),
        user_message: "There are not enough funds for this.".to_owned(),
        actor: Actor::EndUser,
        advice: Advice::AddFunds,
        retryable: false,
        retry_after_ms: None,
        outcome: Outcome::NotApplied,
        respond_status: 402,
        reference: Reference {
            reference: Some("po_00112233445566778899".to_owned()),
            ..Reference::default()
        },
        request_id: Some("req_1".to_owned()),
        operation: Some("consume".to_owned()),
        attempts: Some(1),
        doc: "agentpay/insufficient_funds".to_owned(),
        details: Map::new(),
    }
}

/// What a server sells, in the form of x402 version 2.
fn offer() -> Map<String, Value> {
    let offer = json!({
        "resource": {
            "url": "https://api.example.com/report", "description": "A report", "mimeType": "application/json",
        },
        "accepts": [
            {
                "scheme": "exact", "network": "eip155:8453", "amount": "10000",
                "asset": "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",
                "payTo": "0x209693Bc6afc0C5328bA36FaF03C514EF312287C", "maxTimeoutSeconds": 60,
                "extra": { "name": "USD Coin", "version": "2" },
            },
            {
                "scheme": "exact", "network": "eip155:42161", "amount": "10000",
                "asset": "0xaf88d065e77c8cC2239327C5EDb3A432268e5831",
                "payTo": "0x209693Bc6afc0C5328bA36FaF03C514EF312287C", "maxTimeoutSeconds": 60,
            },
        ],
    });
    offer.as_object().cloned().unwrap()
}

fn forms(payload: &ErrorPayload, audience: Audience) -> Vec<Value> {
    let respond = |response| serde_json::to_value::<super::HttpResponse>(response).unwrap();
    vec![
        payload.to_problem(audience),
        respond(payload.to_response(audience)),
        respond(payload.to_problem_response(audience)),
        payload.to_mcp(audience),
        payload.to_mcp_structured(audience),
        respond(payload.to_x402(audience, &offer()).unwrap()),
    ]
}

fn any_of<T: Copy + std::fmt::Debug + 'static>(members: &'static [T]) -> impl Strategy<Value = T> {
    proptest::sample::select(members)
}

prop_compose! {
    /// Payloads as no provider would send them: every text that the public must not see contains the planted word.
    fn hostile()(
        provider in any_of(Provider::BUILT_IN), kind in any_of(Kind::ALL), phase in any_of(Phase::ALL),
        actor in any_of(Actor::ALL), advice in any_of(Advice::ALL), outcome in any_of(Outcome::ALL),
        retryable: bool, retry_after_ms: Option<u64>, respond_status: u16, status: Option<u16>,
        junk in "[a-z \"{}<>\\n]{0,12}",
    ) -> ErrorPayload {
        let secret = format!("{junk}{PLANTED}{junk}");
        let details = json!({
            "rule": secret, PLANTED: 1, "limits": [{ "balance": secret }], "nested": { PLANTED: secret },
        });
        ErrorPayload {
            provider, kind, phase, actor, advice, outcome, retryable, retry_after_ms, respond_status, status,
            class: secret.clone(),
            code: Some(secret.clone()),
            category: Some(secret.clone()),
            message: secret.clone(),
            user_message: format!("Please write to us. {KEY}"),
            reference: Reference {
                idempotency_key: Some(secret.clone()),
                id: Some(secret.clone()),
                hash: Some(secret.clone()),
                ledger_id: Some(secret.clone()),
                intent_id: Some(secret.clone()),
                ..payload().reference
            },
            request_id: Some(secret.clone()),
            operation: Some(secret.clone()),
            attempts: Some(3),
            doc: format!("agentpay/{secret}"),
            details: details.as_object().cloned().unwrap(),
        }
    }
}

proptest! {
    #[test]
    fn a_public_error_contains_no_internals(payload in hostile()) {
        for form in forms(&payload, Audience::Public) {
            prop_assert!(!form.to_string().contains(PLANTED), "{form}");
        }
        let log = Value::Object(payload.log_record(Audience::Public)).to_string();
        prop_assert!(!log.contains("details") && !log.contains("message\""), "{log}");
    }

    #[test]
    fn no_form_for_any_audience_contains_a_key(mut payload in hostile(), owner: bool) {
        payload.message = format!("bad key {KEY}");
        payload.details.insert("sent".to_owned(), json!([KEY]));
        payload.reference.id = Some(KEY.to_owned());
        let audience = if owner { Audience::Owner } else { Audience::Public };
        for form in forms(&payload, audience) {
            prop_assert!(!form.to_string().contains(KEY), "{form}");
        }
        let log = Value::Object(payload.log_record(audience)).to_string();
        prop_assert!(!log.contains(KEY), "{log}");
    }

    #[test]
    fn an_error_without_a_final_outcome_requests_no_payment_and_no_retry(payload in hostile(), owner: bool) {
        let audience = if owner { Audience::Owner } else { Audience::Public };
        let responses = [payload.to_response(audience), payload.to_x402(audience, &offer()).unwrap()];
        for response in &responses {
            prop_assert!((400..=599).contains(&response.status));
        }
        if payload.outcome != Outcome::NotApplied {
            for response in &responses {
                prop_assert!(response.status != 402);
                prop_assert!(!response.headers.contains_key("PAYMENT-REQUIRED"));
            }
        }
        if matches!(payload.outcome, Outcome::Unknown | Outcome::Pending) {
            for form in forms(&payload, Audience::Public) {
                prop_assert!(!form.to_string().contains("\"retryable\":true"), "{form}");
                prop_assert!(!form.to_string().contains("Retry-After"), "{form}");
                prop_assert!(form.to_string().contains("po_00112233445566778899"), "{form}");
            }
        }
    }
}

#[test]
fn a_payable_error_asks_clients_of_both_versions_of_x402_for_payment() {
    let offer = offer();
    let response = payload().to_x402(Audience::Public, &offer).unwrap();
    assert_eq!(response.status, 402);
    let header = response.headers["PAYMENT-REQUIRED"].as_str().unwrap();
    let bytes = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, header).unwrap();
    let required: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(
        required,
        json!({
            "x402Version": 2,
            "error": "There are not enough funds for this.",
            "resource": offer["resource"],
            "accepts": offer["accepts"],
        })
    );
    // Version 1 has no name for the second network, and its clients reject a list that holds an unknown one.
    assert_eq!(
        response.body,
        json!({
            "error": "insufficient_funds",
            "message": "There are not enough funds for this.",
            "details": { "outcome": "not_applied", "advice": "add_funds", "retryable": false },
            "x402Version": 1,
            "accepts": [{
                "scheme": "exact", "network": "base", "maxAmountRequired": "10000",
                "resource": "https://api.example.com/report",
                "description": "A report", "mimeType": "application/json",
                "payTo": "0x209693Bc6afc0C5328bA36FaF03C514EF312287C", "maxTimeoutSeconds": 60,
                "asset": "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",
                "extra": { "name": "USD Coin", "version": "2" },
            }],
        })
    );
}

#[test]
fn an_offer_that_version_1_cannot_express_is_made_to_version_2_only() {
    let mut offer = offer();
    offer["accepts"].as_array_mut().unwrap().remove(0);
    let response = payload().to_x402(Audience::Public, &offer).unwrap();
    assert!(response.headers.contains_key("PAYMENT-REQUIRED"));
    assert!(
        response.body.get("x402Version").is_none() && response.body.get("accepts").is_none(),
        "{}",
        response.body
    );
}

#[test]
fn an_invalid_offer_is_refused_by_the_name_of_its_field() {
    type Change = fn(&mut Map<String, Value>);
    let wrong: &[(&str, Change)] = &[
        ("offer.resource", |offer| drop(offer.remove("resource"))),
        ("offer.resource", |offer| offer["resource"] = json!("https://api.example.com/report")),
        ("offer.resource.url", |offer| offer["resource"] = json!({ "description": "A report" })),
        ("offer.resource.url", |offer| offer["resource"]["url"] = json!("/report")),
        ("offer.resource.mimeType", |offer| offer["resource"]["mimeType"] = json!(1)),
        ("offer.accepts", |offer| drop(offer.remove("accepts"))),
        ("offer.accepts", |offer| offer["accepts"] = json!([])),
        ("offer.accepts", |offer| offer["accepts"] = json!({ "scheme": "exact" })),
        ("offer.accepts[0]", |offer| offer["accepts"][0] = json!("exact")),
        ("offer.accepts[0].maxAmountRequired", |offer| {
            offer["accepts"][0]["maxAmountRequired"] = json!("10000");
        }),
        ("offer.accepts[0].network", |offer| offer["accepts"][0]["network"] = json!("base")),
        ("offer.accepts[1].amount", |offer| offer["accepts"][1]["amount"] = json!("0.01")),
        ("offer.accepts[0].amount", |offer| offer["accepts"][0]["amount"] = json!(10000)),
        ("offer.accepts[0].scheme", |offer| offer["accepts"][0]["scheme"] = json!("")),
        ("offer.accepts[0].asset", |offer| offer["accepts"][0]["asset"] = Value::Null),
        ("offer.accepts[0].payTo", |offer| offer["accepts"][0]["payTo"] = json!(1)),
        ("offer.accepts[0].maxTimeoutSeconds", |offer| {
            offer["accepts"][0]["maxTimeoutSeconds"] = json!(0);
        }),
        ("offer.accepts[0].extra", |offer| offer["accepts"][0]["extra"] = json!([])),
        ("offer.extensions", |offer| drop(offer.insert("extensions".to_owned(), json!([])))),
        ("offer.accept", |offer| drop(offer.insert("accept".to_owned(), json!([])))),
    ];
    let unknown = ErrorPayload { outcome: Outcome::Unknown, respond_status: 502, ..payload() };
    for (field, change) in wrong {
        let mut changed = offer();
        change(&mut changed);
        // Also for an error that asks for no payment: the mistake shows at once.
        for payload in [payload(), unknown.clone()] {
            let refused = payload.to_x402(Audience::Public, &changed).unwrap_err();
            assert_eq!(refused.kind(), Kind::InvalidArgument);
            assert_eq!(refused.payload().details["field"], json!(field), "{}", refused.payload().message);
        }
    }
}

#[test]
fn a_problem_response_has_one_content_type_and_the_headers_of_the_status() {
    let limited = ErrorPayload {
        kind: Kind::RateLimited,
        retryable: true,
        retry_after_ms: Some(1_001),
        respond_status: 429,
        ..payload()
    };
    for audience in [Audience::Public, Audience::Owner] {
        let response = limited.to_problem_response(audience);
        assert_eq!(response.status, 429);
        assert_eq!(response.body, limited.to_problem(audience));
        assert_eq!(
            Value::Object(response.headers),
            json!({ "Content-Type": "application/problem+json", "Cache-Control": "no-store", "Retry-After": "2" })
        );
    }
}

#[test]
fn an_mcp_result_has_the_facts_as_a_second_text_and_optional_structured_content() {
    let result = payload().to_mcp(Audience::Public);
    assert!(result.get("structuredContent").is_none(), "{result}");
    let texts: Vec<&str> =
        result["content"].as_array().unwrap().iter().map(|item| item["text"].as_str().unwrap()).collect();
    assert!(texts[0].starts_with("Next step: top up the balance"), "{}", texts[0]);
    let facts: Value = serde_json::from_str(texts[1]).unwrap();
    assert_eq!(facts["error"], "insufficient_funds");
    assert_eq!(texts.len(), 2);
    let structured = payload().to_mcp_structured(Audience::Public);
    assert_eq!(structured["structuredContent"], facts);
    assert_eq!(structured["content"], result["content"]);
}

#[test]
fn an_argument_that_was_refused_before_sending_is_not_attributed_to_the_provider() {
    let refused = ErrorPayload {
        kind: Kind::InvalidArgument,
        actor: Actor::Developer,
        advice: Advice::FixRequest,
        phase: Phase::BeforeSend,
        status: None,
        code: None,
        message: "amount: must be a decimal string".to_owned(),
        respond_status: 500,
        ..payload()
    };
    let text = |audience| refused.to_mcp(audience)["content"][0]["text"].as_str().unwrap().to_owned();
    assert!(
        text(Audience::Public).starts_with("Next step: check the arguments of the call"),
        "{}",
        text(Audience::Public)
    );
    assert!(text(Audience::Owner).contains("payonce says: amount: must be"), "{}", text(Audience::Owner));
    assert!(!text(Audience::Owner).contains("AgentPay says"));
}

#[test]
fn a_summary_names_outcome_and_reference_unless_the_call_had_no_effect() {
    assert_eq!(payload().summary(), "balance 3 of 500 cents [INSUFFICIENT_FUNDS]");
    let unknown =
        ErrorPayload { outcome: Outcome::Unknown, advice: Advice::Reconcile, code: None, ..payload() };
    assert_eq!(
        unknown.summary(),
        "balance 3 of 500 cents (outcome unknown, advice reconcile, reference po_00112233445566778899)"
    );
}

#[test]
fn a_rate_limit_has_the_type_of_the_ietf_and_whole_seconds() {
    let limited = ErrorPayload {
        kind: Kind::RateLimited,
        actor: Actor::None,
        advice: Advice::Wait,
        retryable: true,
        retry_after_ms: Some(1_001),
        respond_status: 429,
        ..payload()
    };
    let problem = limited.to_problem(Audience::Public);
    assert_eq!(problem["type"], "https://iana.org/assignments/http-problem-types#quota-exceeded");
    assert_eq!(problem["status"], 429);
    assert_eq!(limited.to_response(Audience::Public).headers["Retry-After"], "2");
    let text = limited.to_mcp(Audience::Public)["content"][0]["text"].as_str().unwrap().to_owned();
    assert!(text.starts_with("Next step: wait 2 seconds, then make the same call again."), "{text}");
}

#[test]
fn a_broken_service_token_looks_like_an_outage_to_the_public() {
    let broken = ErrorPayload {
        kind: Kind::Authentication,
        actor: Actor::Developer,
        advice: Advice::FixCredentials,
        respond_status: 500,
        code: Some("INVALID_SERVICE_TOKEN".to_owned()),
        doc: "agentpay/invalid_service_token".to_owned(),
        ..payload()
    };
    for form in forms(&broken, Audience::Public) {
        let text = form.to_string().to_lowercase();
        assert!(!text.contains("token") && !text.contains("authentication"), "{form}");
        assert!(text.contains("internal_error"), "{form}");
    }
    let owner = broken.to_response(Audience::Owner);
    assert_eq!(owner.body["details"]["code"], "INVALID_SERVICE_TOKEN");
    assert_eq!(owner.body["details"]["advice"], "fix_credentials");
}

#[test]
fn a_framework_and_its_model_never_repeat_what_may_have_been_paid() {
    let mut met = std::collections::BTreeSet::new();
    for &outcome in Outcome::ALL {
        for (&kind, &advice) in
            Kind::ALL.iter().flat_map(|kind| Advice::ALL.iter().map(move |advice| (kind, advice)))
        {
            for (&actor, retryable) in Actor::ALL.iter().flat_map(|actor| [(actor, true), (actor, false)]) {
                let error = ErrorPayload {
                    outcome,
                    kind,
                    advice,
                    actor,
                    retryable,
                    retry_after_ms: Some(1_500),
                    ..payload()
                };
                for &audience in Audience::ALL {
                    let failure = error.to_tool_failure(audience);
                    let repeats = failure.next_step == NextStep::CallAgain;
                    assert_eq!(repeats, retryable && outcome == Outcome::NotApplied, "{error:?}");
                    assert_eq!(failure.wait_ms, repeats.then_some(1_500));
                    assert_eq!(failure.delay_ms, failure.wait_ms);
                    let unasked =
                        ErrorPayload { retry_after_ms: None, ..error.clone() }.to_tool_failure(audience);
                    assert_eq!((unasked.wait_ms, unasked.delay_ms), (None, repeats.then_some(1_000)));
                    assert_eq!(error.to_mcp(audience)["content"][0]["text"], failure.text);
                    if outcome != Outcome::NotApplied {
                        assert!(
                            !matches!(failure.next_step, NextStep::FixArguments | NextStep::AskHuman),
                            "{error:?}"
                        );
                    }
                    met.insert(failure.next_step);
                }
            }
        }
    }
    assert_eq!(met.len(), NextStep::ALL.len());
}

#[test]
fn the_text_about_an_unknown_payment_says_in_words_not_to_call_again() {
    let lost = ErrorPayload {
        outcome: Outcome::Unknown,
        kind: Kind::Connection,
        advice: Advice::Reconcile,
        retryable: true,
        ..payload()
    };
    for &audience in Audience::ALL {
        let failure = lost.to_tool_failure(audience);
        assert_eq!(failure.next_step, NextStep::Check);
        assert!(
            failure.text.starts_with(concat!(
                "Next step: do not call this again; it may have been paid or carried out. ",
                "It must be checked first (reference po_00112233445566778899)."
            )),
            "{}",
            failure.text
        );
    }
}
