//! The provider files in `providers`, against a simulator that plays them: whatever goes wrong, nothing is paid twice, and a
//! result claims no more than the facts of the file prove.

use std::path::PathBuf;
use std::time::Duration;

use payonce::{
    CallOptions, Context, Error, FileFormat, Kind, Outcome, Provider, Response, UntypedClient,
    check_response, provider_file, reqwest,
};
use payonce_sandbox::{Clock, Config, ProviderFile, Sandbox};
use serde_json::{Map, Value, json};

const START_MS: i64 = 1_772_618_400_000;

/// A provider of the gallery: its client, and the simulator that plays it.
struct Gallery {
    provider: Provider,
    sandbox: Sandbox,
    clock: Clock,
    client: UntypedClient,
}

/// A payment: the file, the operation and its arguments.
type Payment = (&'static str, &'static str, Value);

fn stripe() -> Payment {
    ("stripe", "payment_intents.create", json!({"amount": 1099, "currency": "usd"}))
}

fn cdp() -> Payment {
    let transfer = json!({"source": {"accountId": "a"}, "amount": "12.50", "asset": "usdc", "execute": true});
    ("coinbase_cdp", "transfers.create", json!({ "transfer": transfer }))
}

fn acp() -> Payment {
    let session = json!({"items": [{"id": "item_1", "quantity": 1}]});
    ("acp", "checkout_sessions.create", json!({ "session": session }))
}

fn x402() -> Payment {
    let requirements = json!({"scheme": "exact", "network": "eip155:8453", "amount": "10000"});
    let arguments =
        json!({"x402_version": 2, "payment_payload": {"x": 1}, "payment_requirements": requirements});
    ("x402_facilitator", "settle", arguments)
}

fn object(value: &Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

impl Gallery {
    async fn start(id: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../../providers/{id}.toml"));
        Self::play(id, &std::fs::read_to_string(path).unwrap(), Clock::manual(START_MS)).await
    }

    async fn play(id: &str, text: &str, clock: Clock) -> Self {
        let provider = provider_file::load(text, FileFormat::Toml, id).unwrap().provider;
        let providers = vec![ProviderFile::from_toml(text).unwrap()];
        let config = Config { clock: clock.clone(), providers, ..Config::default() };
        let sandbox = Sandbox::start(config).await.unwrap();
        let mut options = object(&sandbox.providers()["providers"][id]);
        options.insert("retry".into(), json!({"base_delay": 0.01, "max_delay": 0.02, "max_retry_after": 2}));
        options.insert("timeout".into(), json!(0.5));
        let client = UntypedClient::open(provider, &options).unwrap();
        Self { provider, sandbox, clock, client }
    }

    async fn call(
        &self,
        operation: &str,
        arguments: &Value,
        key: Option<&str>,
    ) -> Result<Response<Value>, Error> {
        let options = key.map_or_else(CallOptions::new, |key| CallOptions::new().idempotency_key(key));
        self.client.call(operation, &object(arguments), options).await
    }

    /// One fault, for the first call of the operation.
    fn goes_wrong(&self, operation: &str, fault: &Value) {
        let plan = json!({"rules": [{"operation": operation, "nth": [1], "fault": fault}]});
        self.sandbox.set_faults(self.sandbox.read_faults(&plan.to_string()).unwrap());
    }

    fn paid(&self) -> usize {
        self.sandbox.ledger().effects.len()
    }

    fn requests(&self) -> usize {
        self.sandbox.requests().len()
    }
}

/// The key that an operation takes, if it takes one.
fn key(id: &str) -> Option<&'static str> {
    (id != "x402_facilitator").then_some("order-7")
}

#[tokio::test]
async fn no_fault_leads_to_a_second_payment_or_to_a_wrong_claim() {
    let faults = [
        json!({"type": "drop", "when": "before"}),
        json!({"type": "drop", "when": "after"}),
        json!({"type": "status", "status": 500, "when": "before"}),
        json!({"type": "status", "status": 500, "when": "after"}),
        json!({"type": "status", "status": 502, "when": "after"}),
        json!({"type": "status", "status": 503, "when": "after"}),
        json!({"type": "status", "status": 429, "headers": {"Retry-After": "0"}}),
        json!({"type": "late_effect", "ms": 20}),
        json!({"type": "late_effect", "ms": 20, "status": 503}),
        json!({"type": "hang", "when": "after"}),
        json!({"type": "truncate", "bytes": 9}),
        json!({"type": "garbage"}),
        json!({"type": "unfinished", "framing": "length"}),
    ];
    for (id, operation, arguments) in [stripe(), cdp(), acp(), x402()] {
        let gallery = Gallery::start(id).await;
        for fault in &faults {
            gallery.sandbox.reset();
            gallery.goes_wrong(operation, fault);
            let result = gallery.call(operation, &arguments, key(id)).await;
            while gallery.sandbox.late_effects() > 0 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            let paid = gallery.paid();
            assert!(paid <= 1, "{id} {fault}: paid {paid} times");
            match result.map_err(|error| error.outcome()) {
                Ok(_) => assert_eq!(paid, 1, "{id} {fault}"),
                Err(Outcome::NotApplied) => assert_eq!(paid, 0, "{id} {fault}"),
                Err(outcome) => assert_eq!(outcome, Outcome::Unknown, "{id} {fault}"),
            }
        }
    }
}

#[tokio::test]
async fn a_lost_response_is_fetched_with_the_key_only_where_the_key_survives_a_5xx() {
    for (id, operation, arguments) in [stripe(), cdp(), acp(), x402()] {
        let gallery = Gallery::start(id).await;
        gallery.goes_wrong(operation, &json!({"type": "drop", "when": "after"}));
        let first = gallery.call(operation, &arguments, key(id)).await;
        if id == "stripe" {
            assert_eq!(gallery.requests(), 2);
            let intent = first.unwrap().into_inner();
            assert_eq!(intent["amount"], 1099);
            gallery.sandbox.ledger().assert_paid_once("order-7");
            continue;
        }
        assert_eq!((first.unwrap_err().outcome(), gallery.requests()), (Outcome::Unknown, 1), "{id}");
        assert_eq!(gallery.paid(), 1, "{id}");
        if let Some(key) = key(id) {
            // The response was not a 5xx, so that the provider has the key; the caller can know this, and payonce cannot.
            gallery.call(operation, &arguments, Some(key)).await.unwrap();
            gallery.sandbox.ledger().assert_paid_once(key);
        }
    }
}

#[tokio::test]
async fn a_500_after_the_payment_is_unknown() {
    for (id, operation, arguments) in [stripe(), cdp(), acp(), x402()] {
        let gallery = Gallery::start(id).await;
        gallery.goes_wrong(operation, &json!({"type": "status", "status": 500, "when": "after"}));
        let error = gallery.call(operation, &arguments, key(id)).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{id}");
        assert_eq!(gallery.paid(), 1, "{id}");
        // Stripe replays the 500 for each repetition. The others could pay again, so that nothing is repeated.
        assert_eq!(gallery.requests(), if id == "stripe" { 4 } else { 1 }, "{id}");
    }
}

#[tokio::test]
async fn a_key_with_other_arguments_is_a_conflict_that_proves_nothing() {
    for ((id, operation, arguments), other, status) in [
        (stripe(), json!({"amount": 9999, "currency": "usd"}), 400),
        (cdp(), json!({"transfer": {"amount": "99.00"}}), 422),
        (acp(), json!({"session": {"items": []}}), 422),
    ] {
        let gallery = Gallery::start(id).await;
        gallery.call(operation, &arguments, Some("order-7")).await.unwrap();
        let error = gallery.call(operation, &other, Some("order-7")).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (Kind::Conflict, Outcome::Unknown), "{id}");
        assert_eq!((error.payload().status, gallery.requests()), (Some(status), 2), "{id}");
        gallery.sandbox.ledger().assert_paid_once("order-7");
    }
}

#[tokio::test]
async fn a_key_whose_first_request_runs_is_awaited_or_reported_and_never_paid_again() {
    for ((id, operation, arguments), outcome) in
        [(stripe(), None), (cdp(), Some(Outcome::Unknown)), (acp(), Some(Outcome::Pending))]
    {
        let gallery = Gallery::start(id).await;
        gallery.goes_wrong(operation, &json!({"type": "delay", "ms": 200}));
        let second = async {
            tokio::time::sleep(Duration::from_millis(60)).await;
            gallery.call(operation, &arguments, Some("order-7")).await
        };
        let (first, second) = tokio::join!(gallery.call(operation, &arguments, Some("order-7")), second);
        let first = first.unwrap().into_inner();
        assert_eq!(second.as_ref().err().map(Error::outcome), outcome, "{id}: {:?}", second.as_ref().err());
        if let Ok(second) = second {
            assert_eq!(second.into_inner(), first, "{id}");
        }
        gallery.sandbox.ledger().assert_paid_once("order-7");
    }
}

#[tokio::test]
async fn a_key_pays_again_once_its_window_is_over() {
    for (id, operation, arguments) in [stripe(), cdp(), acp()] {
        let gallery = Gallery::start(id).await;
        let mut paid = Vec::new();
        for wait in [0, 24 * 3600 - 1, 1] {
            gallery.clock.advance(Duration::from_secs(wait));
            gallery.call(operation, &arguments, Some("order-7")).await.unwrap();
            paid.push(gallery.paid());
        }
        assert_eq!(paid, [1, 1, 2], "{id}");
    }
}

#[tokio::test]
async fn a_pending_settlement_is_never_paid_again_in_any_dialect() {
    let (id, operation, arguments) = x402();
    let body =
        json!({"success": false, "errorReason": "settlement_pending", "network": "eip155:8453"}).to_string();
    for fault in [
        json!({"type": "error", "status": 500, "code": "settlement_pending", "when": "after"}),
        json!({"type": "status", "status": 200, "body": body, "when": "after"}),
        json!({"type": "status", "status": 202, "body": body, "when": "after"}),
        json!({"type": "error", "status": 402, "code": "settlement_pending", "when": "after"}),
    ] {
        let gallery = Gallery::start(id).await;
        gallery.goes_wrong(operation, &fault);
        let error = gallery.call(operation, &arguments, None).await.unwrap_err();
        assert_eq!((error.outcome(), error.is_retryable()), (Outcome::Pending, false), "{fault}: {error}");
        assert_eq!((gallery.requests(), gallery.paid()), (1, 1), "{fault}");
    }
    let gallery = Gallery::start(id).await;
    for code in [
        "settle_exact_evm_transaction_confirmation_timed_out",
        "unexpected_settle_error",
        "invalid_transaction_state",
    ] {
        gallery
            .goes_wrong(operation, &json!({"type": "error", "status": 400, "code": code, "when": "after"}));
        let error = gallery.call(operation, &arguments, None).await.unwrap_err();
        assert_eq!((error.outcome(), error.is_retryable()), (Outcome::Unknown, false), "{code}");
    }
    let refused = json!({"x402_version": 2, "payment_payload": "sandbox:insufficient_funds", "payment_requirements": {}});
    let error = gallery.call(operation, &refused, None).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::InsufficientFunds, Outcome::NotApplied));
    assert_eq!(gallery.paid(), 3);
}

#[tokio::test]
async fn a_card_is_declined_and_lists_have_pages() {
    let gallery = Gallery::start("stripe").await;
    let declined = json!({"amount": 1, "currency": "usd", "description": "sandbox:insufficient_funds"});
    let error = gallery.call("charges.create", &declined, Some("order-7")).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::InsufficientFunds, Outcome::NotApplied), "{error}");
    assert_eq!(gallery.paid(), 0);
    let mut ids = Vec::new();
    for number in 0..3 {
        let customer = json!({"email": format!("{number}@example.com"), "metadata": {"order": "7"}});
        let key = format!("customer-{number}");
        let customer = gallery.call("customers.create", &customer, Some(&key)).await.unwrap().into_inner();
        assert_eq!(customer["metadata"], json!({"order": "7"}));
        ids.insert(0, customer["id"].clone());
    }
    let arguments = object(&json!({"limit": 2}));
    let mut items = gallery.client.items::<Value>("customers.list", &arguments, CallOptions::new()).unwrap();
    let mut listed = Vec::new();
    while let Some(customer) = items.next().await.unwrap() {
        listed.push(customer["id"].clone());
    }
    assert_eq!(listed, ids);
    let missing = gallery.call("payment_intents.get", &json!({"intent": "pi_9"}), None).await.unwrap_err();
    assert_eq!((missing.kind(), missing.code()), (Kind::NotFound, Some("resource_missing")));
}

#[tokio::test]
async fn a_checkout_is_completed_and_read_again_after_a_lost_response() {
    let gallery = Gallery::start("acp").await;
    let (_, create, arguments) = acp();
    let session = gallery.call(create, &arguments, Some("order-7")).await.unwrap().into_inner();
    assert_eq!(session["status"], "ready_for_payment");
    let named = json!({"checkout_session_id": session["id"], "payment": {"payment_data": {"token": "t"}}});
    gallery.goes_wrong("checkout_sessions.complete", &json!({"type": "drop", "when": "after"}));
    let error = gallery.call("checkout_sessions.complete", &named, Some("order-7-pay")).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    let read = json!({"checkout_session_id": session["id"]});
    let read = gallery.call("checkout_sessions.get", &read, None).await.unwrap();
    assert!(read.succeeded());
    gallery.sandbox.ledger().assert_paid_once("order-7-pay");
}

#[tokio::test]
async fn a_transfer_is_awaited_by_its_own_id() {
    let gallery = Gallery::start("coinbase_cdp").await;
    let pending = json!({"transfer": {"amount": "1.00", "metadata": {"note": "sandbox:processing"}}});
    let transfer = gallery.call("transfers.create", &pending, Some("order-7")).await.unwrap();
    let id = transfer.value()["transferId"].clone();
    assert!(!transfer.succeeded() && id.as_str().unwrap().starts_with("transfer_"));
    gallery.clock.advance(Duration::from_secs(3));
    let transfer = transfer.wait_until_final().await.unwrap().into_inner();
    assert_eq!((&transfer["transferId"], &transfer["status"]), (&id, &json!("completed")));
    let listed =
        gallery.call("transfers.list", &json!({"status": "completed"}), None).await.unwrap().into_inner();
    assert_eq!(listed["transfers"][0]["transferId"], id);
}

#[tokio::test]
async fn a_402_of_mpp_is_classified_as_the_file_states() {
    let gallery = Gallery::start("mpp").await;
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::new();
    for row in gallery.provider.spec().errors.codes {
        let request =
            http.get(format!("{}/mpp/any", gallery.sandbox.url())).header("X-Sandbox-Response", row.code);
        let error =
            check_response(&Context::new(gallery.provider), request.send().await.unwrap()).await.unwrap_err();
        let expected = if row.code == "payment-required" { Outcome::NotApplied } else { Outcome::Unknown };
        assert_eq!((error.code(), error.outcome(), error.is_retryable()), (Some(row.code), expected, false));
    }
}

/// A provider without keys that lists what was paid.
const ACME: &str = r#"
payonce = 1
id = "acme"
title = "Acme Pay"
base_url = "https://api.acme.test/v1"
auth = { header = "X-Key", value = "{api_key}" }

[[operation]]
name = "payments.send"
method = "POST"
path = "/payments"
source = "https://docs.acme.test/payments"
safety = { reconcilable = { reference = "/memo", list = "payments.list", found_at = "/memo", time_at = "/created_at", consistent_after = "1s" } }
params = { amount = { type = "amount", required = true }, memo = { type = "string" } }

[[operation]]
name = "payments.list"
method = "GET"
path = "/payments"
source = "https://docs.acme.test/payments"
safety = "read"
params = { page = { type = "integer" }, size = { type = "integer" } }
pages.numbered = { page = "page", size = "size", items = "payments" }
"#;

#[tokio::test]
async fn a_payment_without_a_key_is_found_in_the_list_or_stays_unknown() {
    let gallery = Gallery::play("acme", ACME, Clock::system()).await;
    let payment = json!({"amount": "5.00", "memo": "invoice 7"});
    let lost = json!({"operation": "payments.send", "nth": [1], "fault": {"type": "drop", "when": "after"}});
    for (fault, is_found) in [
        (None, true),
        (Some(json!({"operation": "payments.list", "fault": {"type": "list", "lag_ms": 60_000}})), false),
        (Some(json!({"operation": "payments.list", "fault": {"type": "list", "empty": true}})), false),
        (Some(json!({"operation": "payments.send", "fault": {"type": "memo", "change": "null"}})), false),
        (Some(json!({"operation": "payments.list", "fault": {"type": "status", "status": 503}})), false),
    ] {
        gallery.sandbox.reset();
        let rules: Vec<Value> = std::iter::once(lost.clone()).chain(fault.clone()).collect();
        let plan = json!({ "rules": rules }).to_string();
        gallery.sandbox.set_faults(gallery.sandbox.read_faults(&plan).unwrap());
        let result = gallery.call("payments.send", &payment, None).await;
        let paid = gallery.paid();
        match result {
            Ok(payment) => {
                assert_eq!((paid, payment.value()["amount"].as_str()), (1, Some("5.00")), "{fault:?}");
                assert!(is_found, "{fault:?}");
            }
            Err(error) => {
                assert_eq!((error.outcome(), is_found), (Outcome::Unknown, false), "{fault:?}: {error}");
                assert_eq!(paid, 1, "{fault:?}");
            }
        }
    }
}

/// A provider that knows neither keys nor references, whose lists have cursors.
const BANK: &str = r#"
payonce = 1
id = "bank"
title = "Bank"
base_url = "https://bank.test"

[[operation]]
name = "payments.send"
method = "POST"
path = "/payments"
source = "https://docs.bank.test/payments"
params = { amount = { type = "amount", required = true } }

[[operation]]
name = "payments.recent"
method = "GET"
path = "/payments"
source = "https://docs.bank.test/payments"
safety = "read"
params = { cursor = { type = "string" } }
pages.cursor = { argument = "cursor", items = "payments" }
"#;

#[tokio::test]
async fn a_list_with_cursors_is_read_to_its_end() {
    let gallery = Gallery::play("bank", BANK, Clock::system()).await;
    for number in 1..=5 {
        gallery.call("payments.send", &json!({"amount": format!("{number}.00")}), None).await.unwrap();
    }
    let plan = json!({"rules": [{"fault": {"type": "list", "page_size": 2}}]}).to_string();
    gallery.sandbox.set_faults(gallery.sandbox.read_faults(&plan).unwrap());
    let items = gallery.client.items::<Value>("payments.recent", &Map::new(), CallOptions::new()).unwrap();
    let amounts: Vec<Value> =
        items.collect().await.unwrap().iter().map(|item| item["amount"].clone()).collect();
    assert_eq!(amounts, ["5.00", "4.00", "3.00", "2.00", "1.00"]);
}

#[tokio::test]
async fn pages_go_on_from_the_cursor_that_the_file_names() {
    let gallery = Gallery::start("coinbase_cdp").await;
    let (_, operation, arguments) = cdp();
    for key in ["order-1", "order-2", "order-3", "order-4", "order-5"] {
        gallery.call(operation, &arguments, Some(key)).await.unwrap();
    }
    let two = object(&json!({"page_size": 2}));
    let mut items = gallery.client.items::<Value>("transfers.list", &two, CallOptions::new()).unwrap();
    let mut found = Vec::new();
    while let Some(transfer) = items.next().await.unwrap() {
        found.push(transfer["transferId"].as_str().unwrap().to_owned());
    }
    found.dedup();
    assert_eq!(found.len(), 5);
    let requests = gallery.sandbox.requests();
    let asked: Vec<&str> = requests.iter().skip(5).map(|request| request.query.as_str()).collect();
    assert_eq!(asked, ["pageSize=2", "pageSize=2&pageToken=2", "pageSize=2&pageToken=4"]);
}
