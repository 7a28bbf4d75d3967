//! The provider files in `providers`.

use std::path::PathBuf;
use std::time::{Duration, UNIX_EPOCH};

use hmac::{Hmac, KeyInit, Mac};
use payonce_core::spec::types::Progress;
use payonce_core::webhook::{WebhookError, WebhookEvent};
use payonce_core::{
    Context, FileFormat, Headers, Kind, Outcome, Provider, Received, Response, Safety, Secret, classify,
    provider_file,
};
use serde_json::{Value, json};
use sha2::Sha256;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../providers")
}

fn gallery(id: &str) -> Provider {
    let text = std::fs::read_to_string(folder().join(format!("{id}.toml"))).unwrap();
    let loaded = provider_file::load(&text, FileFormat::Toml, &format!("{id}.toml"));
    loaded.unwrap_or_else(|wrong| panic!("{wrong}")).provider
}

#[test]
fn what_comes_with_payonce_is_the_folder() {
    for file in provider_file::GALLERY {
        assert_eq!(file.text, std::fs::read_to_string(folder().join(file.name)).unwrap(), "{}", file.id);
        assert_eq!(file.load().unwrap().provider.as_str(), file.id);
        assert_eq!(provider_file::gallery_file(file.id).unwrap(), *file);
    }
    let files = std::fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path());
    let tomls = files.filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
    assert_eq!(tomls.count(), provider_file::GALLERY.len());
    assert_eq!(
        provider_file::gallery_file("paypal").unwrap_err().to_string(),
        "paypal:1:1: payonce comes with no provider file of this id; these ids have one: acp, coinbase_cdp, mpp, stripe, \
         x402_facilitator"
    );
}

/// What a response to this operation means: kind, outcome, and whether payonce may send the request again.
fn verdict(provider: Provider, operation: &str, status: u16, body: &Value) -> (Kind, Outcome, bool) {
    let operation = Some(provider.operation(operation).unwrap());
    let context = Context { operation, ..Context::new(provider) };
    let response = Response { status, body: body.to_string().into_bytes(), ..Response::default() };
    let error = classify(&context, &Received::Response(response)).unwrap();
    (error.kind(), error.outcome(), error.is_retryable())
}

#[test]
fn every_file_loads_under_its_own_name() {
    let mut names = Vec::new();
    for file in std::fs::read_dir(folder()).unwrap() {
        let path = file.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if stem == "provider.schema" {
            continue;
        }
        assert_eq!(path.extension().unwrap(), "toml", "{stem}");
        assert_eq!(gallery(&stem).as_str(), stem);
        names.push(stem);
    }
    names.sort();
    assert_eq!(names, ["acp", "coinbase_cdp", "mpp", "stripe", "x402_facilitator"]);
}

#[test]
fn every_code_has_an_example_or_a_neighbour_that_means_the_same() {
    for id in ["acp", "coinbase_cdp", "mpp", "stripe", "x402_facilitator"] {
        let text = std::fs::read_to_string(folder().join(format!("{id}.toml"))).unwrap();
        let file: toml::Table = text.parse().unwrap();
        let list = |name: &str| file[name].as_array().unwrap().clone();
        let facts = |row: &toml::Value| {
            ["kind", "actor", "evidence"].map(|fact| row[fact].as_str().unwrap().to_owned())
        };
        let shown: Vec<String> = list("example")
            .iter()
            .filter_map(|example| Some(example.get("expect")?.get("code")?.as_str()?.to_owned()))
            .collect();
        let codes = list("code");
        let is_shown = |row: &toml::Value| shown.iter().any(|code| *code == row["code"].as_str().unwrap());
        for row in &codes {
            let alike = codes.iter().any(|other| facts(other) == facts(row) && is_shown(other));
            assert!(alike, "{id}: no example shows {:?}", row["code"]);
        }
    }
}

#[test]
fn a_settlement_that_is_pending_is_pending_in_every_dialect_and_never_sent_again() {
    let x402 = gallery("x402_facilitator");
    let settle = x402.operation("settle").unwrap();
    assert_eq!((settle.safety(), settle.key()), (Safety::Unkeyed, None));
    for (status, body) in [
        (500, json!({"errorType": "settlement_pending", "errorMessage": "pending"})),
        (200, json!({"success": false, "errorReason": "settlement_pending"})),
        (202, json!({"success": false, "errorReason": "settlement_pending"})),
        (402, json!({"success": false, "errorReason": "settlement_pending"})),
        (402, json!({"x402Version": 2, "error": "settlement_pending", "accepts": []})),
    ] {
        let (_, outcome, retryable) = verdict(x402, "settle", status, &body);
        assert_eq!((outcome, retryable), (Outcome::Pending, false), "{status} {body}");
    }
}

#[test]
fn no_response_permits_a_second_settlement_unless_it_proves_a_refusal() {
    let x402 = gallery("x402_facilitator");
    let codes = x402.spec().errors.codes.iter().map(|row| row.code).chain(["never_seen"]);
    for code in codes {
        for status in [200, 202, 400, 402, 404, 408, 409, 429, 499, 500, 502, 503, 504, 524] {
            let body = json!({"success": false, "errorReason": code});
            let (kind, outcome, retryable) = verdict(x402, "settle", status, &body);
            assert!(!retryable || outcome == Outcome::NotApplied, "{code} {status} {kind}");
            if matches!(status, 202 | 408 | 499..) {
                assert_ne!(outcome, Outcome::NotApplied, "{code} {status} {kind}");
            }
        }
    }
}

#[test]
fn a_5xx_of_cdp_is_unknown_and_protected_by_no_key() {
    let cdp = gallery("coinbase_cdp");
    for operation in
        ["transfers.create", "transfers.execute", "evm.send_transaction", "payment_sessions.create"]
    {
        let declared = cdp.operation(operation).unwrap();
        assert_eq!((declared.safety(), declared.key()), (Safety::Unkeyed, Some("idempotency_key")));
        for row in cdp.spec().errors.codes {
            let body = json!({"errorType": row.code, "errorMessage": "no"});
            for status in [408, 499, 500, 502, 503] {
                let (_, outcome, retryable) = verdict(cdp, operation, status, &body);
                assert!(!retryable, "{operation} {status} {}", row.code);
                assert_ne!(outcome, Outcome::NotApplied, "{operation} {status} {}", row.code);
            }
        }
        for status in [500, 502, 503, 504] {
            let (_, outcome, retryable) = verdict(cdp, operation, status, &json!({}));
            assert_eq!((outcome, retryable), (Outcome::Unknown, false));
        }
    }
    let simulated = json!({"errorType": "transaction_simulation_failed"});
    assert_eq!(verdict(cdp, "evm.send_transaction", 400, &simulated).1, Outcome::NotApplied);
    let authorized = json!({"errorType": "payment_session_already_authorized"});
    assert_eq!(verdict(cdp, "payment_sessions.create", 409, &authorized).1, Outcome::Applied);
    let pending = json!({"errorType": "payment_session_action_pending"});
    assert_eq!(verdict(cdp, "payment_sessions.create", 409, &pending).1, Outcome::Pending);
}

#[test]
fn a_5xx_of_acp_is_unknown_and_its_key_is_fresh() {
    let acp = gallery("acp");
    for operation in ["create", "update", "complete", "cancel"] {
        let name = format!("checkout_sessions.{operation}");
        assert_eq!(acp.operation(&name).unwrap().safety(), Safety::Unkeyed);
        for body in [
            json!({}),
            json!({"type": "service_unavailable", "code": "x"}),
            json!({"type": "invalid_request"}),
        ] {
            for status in [500, 502, 503, 504] {
                let (_, outcome, retryable) = verdict(acp, &name, status, &body);
                assert_eq!((outcome, retryable), (Outcome::Unknown, false), "{name} {status} {body}");
            }
        }
        let running = json!({"type": "invalid_request", "code": "idempotency_in_flight"});
        let (_, outcome, retryable) = verdict(acp, &name, 409, &running);
        assert_eq!((outcome, retryable), (Outcome::Pending, false));
    }
}

#[test]
fn a_conflict_without_a_reason_proves_nothing_where_requests_have_keys() {
    for (id, operation) in [
        ("acp", "checkout_sessions.complete"),
        ("coinbase_cdp", "transfers.create"),
        ("stripe", "payment_intents.create"),
    ] {
        let (kind, outcome, retryable) = verdict(gallery(id), operation, 409, &json!({"message": "busy"}));
        assert_eq!((kind, outcome, retryable), (Kind::Conflict, Outcome::Unknown, false), "{id}");
    }
}

#[test]
fn stripe_replays_a_5xx_under_the_same_key() {
    let stripe = gallery("stripe");
    for operation in ["payment_intents.create", "charges.create", "refunds.create", "customers.create"] {
        assert_eq!(stripe.operation(operation).unwrap().safety(), Safety::Keyed);
        assert_eq!(verdict(stripe, operation, 500, &json!({})), (Kind::Server, Outcome::Unknown, true));
        let declined = json!({"error": {"type": "card_error", "code": "card_declined"}});
        let (_, outcome, retryable) = verdict(stripe, operation, 402, &declined);
        assert_eq!((outcome, retryable), (Outcome::NotApplied, false));
        let running = json!({"error": {"type": "idempotency_error", "code": "idempotency_key_in_use"}});
        assert_eq!(verdict(stripe, operation, 409, &running), (Kind::Conflict, Outcome::Unknown, true));
        let reused = json!({"error": {"type": "idempotency_error", "message": "other parameters"}});
        assert_eq!(verdict(stripe, operation, 400, &reused), (Kind::Conflict, Outcome::Unknown, false));
    }
}

#[test]
fn a_402_or_403_of_mpp_leaves_open_whether_money_moved_unless_it_is_the_first_challenge() {
    let mpp = gallery("mpp");
    let outcome = |status: u16, body: &Value| {
        let response = Response { status, body: body.to_string().into_bytes(), ..Response::default() };
        let error = classify(&Context::new(mpp), &Received::Response(response)).unwrap();
        assert!(!error.is_retryable(), "{status} {body}");
        error.outcome()
    };
    for row in mpp.spec().errors.codes {
        let body = json!({"type": format!("https://paymentauth.org/problems/{}", row.code)});
        let expected = if row.code == "payment-required" { Outcome::NotApplied } else { Outcome::Unknown };
        assert_eq!(outcome(402, &body), expected, "{}", row.code);
    }
    assert_eq!(outcome(402, &json!({})), Outcome::Unknown);
    assert_eq!(outcome(403, &json!({})), Outcome::Unknown);
    assert_eq!(outcome(403, &json!({"error": "the plan does not include this"})), Outcome::Unknown);
}

#[test]
fn the_webhooks_of_the_gallery_are_signed_as_their_pages_say() {
    const NOW: u64 = 1_772_618_400;
    let secret = "acme_test_0123456789abcdef";
    let cases = [
        (
            "stripe",
            "stripe-signature",
            "v1",
            json!({"id": "evt_1", "type": "payment_intent.succeeded", "data": {"object": {"id": "pi_1"}}}),
            (Some("evt_1"), Some((Progress::Succeeded, "pi_1", ("payment_intents.get", "intent")))),
        ),
        (
            "stripe",
            "stripe-signature",
            "v1",
            json!({"id": "evt_2", "type": "charge.failed", "data": {"object": {"id": "ch_1"}}}),
            (Some("evt_2"), Some((Progress::Failed, "ch_1", ("charges.get", "charge")))),
        ),
        (
            "stripe",
            "stripe-signature",
            "v1",
            json!({"id": "evt_3", "type": "payment_intent.payment_failed", "data": {"object": {"id": "pi_1"}}}),
            (Some("evt_3"), Some((Progress::Open, "pi_1", ("payment_intents.get", "intent")))),
        ),
        (
            "stripe",
            "stripe-signature",
            "v1",
            json!({"id": "evt_4", "type": "refund.updated", "data": {"object": {"id": "re_1"}}}),
            (Some("evt_4"), None),
        ),
        (
            "coinbase_cdp",
            "x-hook0-signature",
            "v0",
            json!({"eventId": "e1", "eventType": "payments.transfers.completed", "data": {"transferId": "transfer_1"}}),
            (Some("e1"), Some((Progress::Succeeded, "transfer_1", ("transfers.get", "transfer_id")))),
        ),
        (
            "acp",
            "merchant-signature",
            "v1",
            json!({"type": "order_update", "data": {"type": "order", "status": "shipped"}}),
            (None, None),
        ),
    ];
    for (id, header, name, body, (event_id, report)) in cases {
        let body = body.to_string();
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(format!("{NOW}.{body}").as_bytes());
        let digest: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        let headers =
            Headers::from_iter([(header, format!("t={NOW},h=content-type x-event-id,{name}={digest}"))]);
        let verify = |body: &str, later: u64| {
            let now = UNIX_EPOCH + Duration::from_secs(NOW + later);
            WebhookEvent::verify_declared(
                gallery(id),
                &[Secret::new(secret)],
                &headers,
                body.as_bytes(),
                now,
                None,
            )
        };
        let event = verify(&body, 300).unwrap();
        assert_eq!(event.id.as_deref(), event_id, "{body}");
        let found = event.report.map(|report| (report.progress, report.object_id, report.look.unwrap()));
        let expected = report.map(|(progress, id, look)| (progress, Some(id.to_owned()), look));
        assert_eq!(found, expected, "{body}");
        assert_eq!(verify(&body, 301), Err(WebhookError::Stale), "{id}");
        assert_eq!(verify(&format!("{body} "), 0), Err(WebhookError::Mismatch), "{id}");
    }
}
