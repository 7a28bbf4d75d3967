//! The typed clients against a provider that keeps a ledger.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_core::Stream as _;
use payonce::agentwallex::{Client, Transaction, TransactionStatus};
use payonce::{
    Advice, CallOptions, Details, Error, ErrorPayload, Event, EventKind, Kind, Outcome, RetryPolicy,
};
use payonce_sandbox::{Config, Fault, FaultPlan, ProviderId, Rule, Sandbox, When};

use crate::simulator::{self, WALLET_KEY, fifty, paid, payment};

fn client(sandbox: &Sandbox) -> Client {
    Client::builder()
        .api_key(WALLET_KEY)
        .base_url(sandbox.base_url(ProviderId::AgentWallex))
        .retry(RetryPolicy { base_delay: Duration::from_millis(10), ..RetryPolicy::default() })
        .build()
        .unwrap()
}

fn on_send(fault: Fault) -> Rule {
    Rule::new(fault).on(ProviderId::AgentWallex, "payments.send").nth([1])
}

#[tokio::test]
async fn a_payment_is_made_once_and_found_again() {
    let sandbox = simulator::start().await;
    let client = client(&sandbox);
    let payment = client
        .payments()
        .send()
        .agent_id("agent_abc123")
        .to("0xRecipientAddress")
        .amount("50.00")
        .token("USDC")
        .memo("invoice 7")
        .await
        .unwrap();
    assert!(payment.succeeded(), "{payment:?}");
    assert_eq!(payment.value().status, Some(TransactionStatus::Confirmed));
    assert_eq!(payment.value().amount.as_deref(), Some("50.00"));
    let reference = payment.reference().reference.clone().unwrap();
    let memo = payment.value().memo.clone().unwrap_or_default();
    assert!(memo.is_empty() || memo.contains(&reference), "{memo}");
    // The lookup of the chain is not an attempt of the payment.
    assert_eq!(payment.call_info().attempts, 1);
    assert_eq!(paid(&sandbox), 1);
    let read = client.payments().get(&payment.value().id).await.unwrap();
    assert_eq!(read.value().memo.as_deref(), Some(format!("invoice 7 [{reference}]").as_str()));
    let all = client.payments().list().page_size(1).items().collect().await.unwrap();
    assert_eq!(all.iter().filter(|found| found.id == payment.value().id).count(), 1);
}

#[tokio::test]
async fn a_list_requests_one_page_after_another() {
    let sandbox = simulator::start().await;
    let client = client(&sandbox);
    for number in 0..7 {
        let amount = format!("{}.00", number + 1);
        payment(&client, &amount).await.unwrap();
    }
    let mut amounts: Vec<String> = client
        .payments()
        .list()
        .page_size(3)
        .agent_id("agent_abc123")
        .items()
        .collect()
        .await
        .unwrap()
        .into_iter()
        .filter_map(|payment| payment.amount)
        .collect();
    amounts.sort();
    assert_eq!(amounts, ["1.00", "2.00", "3.00", "4.00", "5.00", "6.00", "7.00"]);
}

#[tokio::test]
async fn the_items_of_all_pages_are_a_stream_that_an_error_ends() {
    let sandbox = simulator::start().await;
    let client = client(&sandbox);
    for amount in ["1.00", "2.00", "3.00"] {
        payment(&client, amount).await.unwrap();
    }
    let list = || client.payments().list().page_size(1).agent_id("agent_abc123").max_retries(0);
    let mut stream = list().items().into_stream();
    let mut amounts = Vec::new();
    while let Some(payment) = std::future::poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await {
        amounts.extend(payment.unwrap().amount);
    }
    amounts.sort();
    assert_eq!(amounts, ["1.00", "2.00", "3.00"]);

    let second = Rule::new(Fault::status(503)).on(ProviderId::AgentWallex, "payments.list").nth([2]);
    sandbox.set_faults(FaultPlan::new(1, [second]));
    let mut stream = list().items().into_stream();
    let mut found = Vec::new();
    while let Some(payment) = std::future::poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await {
        found.push(payment.map_err(|error| error.kind()).map(drop));
    }
    assert_eq!(found, [Ok(()), Err(Kind::Unavailable)]);
}

#[tokio::test]
async fn a_policy_that_refuses_names_its_rule() {
    let sandbox = simulator::start().await;
    let error = fifty(&client(&sandbox)).memo("sandbox:daily_limit").await.unwrap_err();
    assert_eq!(error.kind(), Kind::PolicyViolation);
    assert_eq!(error.outcome(), Outcome::NotApplied);
    assert_eq!(error.payload().class, "PolicyViolationError");
    match Details::of(&error) {
        Details::AgentWallex { rule, .. } => assert_eq!(rule, Some("daily_limit")),
        other => panic!("{other:?}"),
    }
    assert_eq!(paid(&sandbox), 0);
}

#[tokio::test]
async fn a_rate_limit_is_waited_out() {
    let sandbox = simulator::start().await;
    sandbox.set_faults(FaultPlan::new(1, [on_send(Fault::status(429))]));
    let started = Instant::now();
    let payment = fifty(&client(&sandbox)).await.unwrap();
    assert_eq!(payment.call_info().attempts, 2);
    assert!(started.elapsed() >= Duration::from_secs(1), "Retry-After: 1 was not obeyed");
    assert_eq!(paid(&sandbox), 1);
}

fn lost_responses() -> [Fault; 4] {
    [
        Fault::Drop { when: When::After },
        Fault::Truncate { bytes: 10 },
        Fault::Garbage,
        Fault::status_after(502),
    ]
}

#[tokio::test]
async fn a_payment_whose_response_is_lost_is_found() {
    let sandbox = simulator::start().await;
    for fault in lost_responses() {
        let before = paid(&sandbox);
        sandbox.set_faults(FaultPlan::new(1, [on_send(fault.clone())]));
        let payment = fifty(&client(&sandbox)).await.unwrap();
        let reference = payment.reference().reference.clone().unwrap();
        assert_eq!(payment.value().memo.as_deref(), Some(reference.as_str()), "{fault:?}");
        assert_eq!(paid(&sandbox), before + 1, "{fault:?}");
    }
}

#[tokio::test]
async fn a_lost_response_without_a_search_is_unknown_until_reconcile_finds_it() {
    let sandbox = simulator::start().await;
    for fault in lost_responses() {
        let before = paid(&sandbox);
        sandbox.set_faults(FaultPlan::new(1, [on_send(fault.clone())]));
        let error = fifty(&client(&sandbox)).reconcile(false).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{fault:?}: {error}");
        assert_eq!(error.advice(), Advice::Reconcile, "{fault:?}");
        assert!(!error.is_retryable());
        let reference = error.reference().reference.clone().unwrap();
        let ledger = sandbox.ledger();
        let memos = ledger.effects.iter().filter_map(|effect| effect.reference.as_ref());
        assert_eq!(memos.filter(|memo| memo.contains(&reference)).count(), 1, "{fault:?}");
        assert_eq!(paid(&sandbox), before + 1, "{fault:?}");

        // Another process has nothing but the payload, as JSON.
        let text = serde_json::to_string(error.payload()).unwrap();
        let later: ErrorPayload = serde_json::from_str(&text).unwrap();
        let found = client(&sandbox).reconcile::<Transaction>(&later).await.unwrap();
        assert_eq!(found.value().memo.as_deref(), Some(reference.as_str()), "{fault:?}");
        assert_eq!(paid(&sandbox), before + 1, "{fault:?}");
    }
}

#[tokio::test]
async fn a_payment_that_was_never_made_stays_unknown() {
    let sandbox = simulator::start().await;
    sandbox.set_faults(FaultPlan::new(1, [on_send(Fault::Drop { when: When::Before })]));
    let client = client(&sandbox);
    let error = fifty(&client).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    let again = client.reconcile::<Transaction>(error.payload()).await.unwrap_err();
    assert_eq!(again.outcome(), Outcome::Unknown);
    assert_eq!(paid(&sandbox), 0);
}

#[tokio::test]
async fn the_reference_is_reported_before_the_request_is_sent() {
    let sandbox = simulator::start().await;
    sandbox.set_faults(FaultPlan::new(1, [on_send(Fault::Drop { when: When::Before })]));
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hearing = Arc::clone(&heard);
    let client = Client::builder()
        .api_key(WALLET_KEY)
        .base_url(sandbox.base_url(ProviderId::AgentWallex))
        .on_event(move |event| {
            hearing.lock().unwrap().push(event);
            std::future::ready(())
        })
        .build()
        .unwrap();
    let error = fifty(&client).await.unwrap_err();
    let heard = heard.lock().unwrap();
    match heard.first() {
        Some(Event {
            operation: "payments.send",
            what: EventKind::AboutToSend { attempt: 1, reference, .. },
            ..
        }) => {
            assert_eq!(reference.reference, error.reference().reference);
            assert!(reference.reference.is_some());
        }
        other => panic!("{other:?}"),
    }
    let finished = heard.last().map(|event| &event.what);
    assert!(matches!(finished, Some(EventKind::Finished { outcome: Outcome::Unknown, .. })), "{heard:?}");
}

#[tokio::test]
async fn a_pending_payment_is_polled_until_it_is_final() {
    let sandbox = simulator::start().await;
    let client = client(&sandbox);
    let pending = fifty(&client).memo("sandbox:pending").await.unwrap();
    assert!(!pending.succeeded());
    let done = pending.wait_until_final().await.unwrap();
    assert!(done.succeeded());
    assert_eq!(done.value().status, Some(TransactionStatus::Confirmed));

    let failing = fifty(&client).memo("sandbox:pending_failed").await.unwrap();
    assert_eq!((failing.is_final(), failing.succeeded(), failing.failed()), (false, false, false));
    let id = failing.value().id.clone();
    let error = failing.wait_until_final().await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Failed, Outcome::NotApplied));

    // A read returns the failed payment, and every way to look at it says that it failed.
    let read = client.payments().get(id.as_str()).await.unwrap();
    assert_eq!((read.is_final(), read.succeeded(), read.failed()), (true, false, true));
    let plain = read.clone().into_inner();
    assert_eq!((plain.is_final(), plain.succeeded(), plain.failed()), (true, false, true));
    assert_eq!(read.wait_until_final().await.unwrap_err().kind(), Kind::Failed);
    let mut listed = client.payments().list().items();
    let mut states = Vec::new();
    while let Some(payment) = listed.next().await.unwrap() {
        states.push((payment.succeeded(), payment.failed()));
    }
    assert!(states.contains(&(true, false)) && states.contains(&(false, true)), "{states:?}");

    let endless = fifty(&client).memo("sandbox:pending_forever").await.unwrap();
    let error = endless.wait_until_final_for(Duration::from_millis(1500)).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Timeout, Outcome::Pending));
    assert_eq!(error.advice(), Advice::Wait);
}

#[tokio::test]
async fn a_failed_poll_leaves_the_payment_pending() {
    let sandbox = simulator::start().await;
    let client = Client::builder()
        .api_key(WALLET_KEY)
        .base_url(sandbox.base_url(ProviderId::AgentWallex))
        .max_retries(0);
    let client = client.build().unwrap();
    let pending = fifty(&client).memo("sandbox:pending_forever").await.unwrap();
    let id = pending.value().id.clone();
    sandbox.set_faults(FaultPlan::new(
        1,
        [Rule::new(Fault::status(401)).on(ProviderId::AgentWallex, "payments.get")],
    ));
    let error = pending.wait_until_final().await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Authentication, Outcome::Pending), "{error}");
    assert_eq!((error.advice(), error.is_retryable()), (Advice::Wait, false));
    assert_eq!(error.reference().id.as_deref(), Some(id.as_str()));
    assert_eq!(error.payload().operation.as_deref(), Some("payments.send"));
    assert_eq!(paid(&sandbox), 1);
}

#[tokio::test]
async fn no_printed_form_contains_a_key() {
    let sandbox = simulator::start().await;
    let builder = Client::builder().api_key(WALLET_KEY).default_header("x-team", WALLET_KEY);
    let shown_builder = format!("{builder:?}");
    let client = builder.base_url(sandbox.base_url(ProviderId::AgentWallex)).build().unwrap();
    sandbox.set_faults(FaultPlan::new(
        1,
        [on_send(Fault::Status {
            status: 401,
            headers: None,
            body: Some(format!(
                r#"{{"code": "x", "type": "authentication_error", "message": "bad {WALLET_KEY}", "echo": "{WALLET_KEY}"}}"#
            )),
            when: When::Before,
        })],
    ));
    let error = fifty(&client).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Authentication);
    let shown = [
        shown_builder,
        format!("{client:?} {client:#?}"),
        format!("{:?}", client.payments()),
        format!("{error} {error:?}"),
        serde_json::to_string(error.payload()).unwrap(),
        format!("{:?}", CallOptions::new().header("x-key", WALLET_KEY)),
        format!(
            "{:?}",
            client.webhooks().create().url("https://example.com").events(["a"]).secret(WALLET_KEY)
        ),
        format!("{:?}", fifty(&client).header("x-key", WALLET_KEY)),
    ];
    for text in shown {
        assert!(!text.contains(WALLET_KEY), "{text}");
    }
}

#[test]
fn a_secret_in_a_result_can_be_read_and_is_not_printed() {
    let paid = r#"{"ledger_id": "ldg_1", "payment_signature": "0xplanted"}"#;
    let paid: payonce::agentwallex::PayResult = serde_json::from_str(paid).unwrap();
    let registered = r#"{"api_key": "ap_planted", "key_prefix": "ap_"}"#;
    let registered: payonce::agenticpencil::Registration = serde_json::from_str(registered).unwrap();
    assert_eq!(paid.payment_signature.as_ref().map(payonce::Secret::expose), Some("0xplanted"));
    assert_eq!(registered.api_key.expose(), "ap_planted");
    let shown = format!("{paid:?} {registered:?}");
    assert!(!shown.contains("planted"), "{shown}");
}

#[test]
fn an_object_is_serialized_as_it_was_read_without_its_secrets() {
    let text = r#"{"address":"0xabc","chain":"eip155:8453","later":{"a":[1]}}"#;
    let wallet: payonce::agentwallex::Wallet = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&wallet).unwrap(), text);

    let paid = r#"{"ledger_id": "ldg_1", "payment_signature": "0xplanted"}"#;
    let paid: payonce::agentwallex::PayResult = serde_json::from_str(paid).unwrap();
    assert_eq!(serde_json::to_string(&paid).unwrap(), r#"{"ledger_id":"ldg_1"}"#);
    let registered = r#"{"api_key": "ap_planted", "key_prefix": "ap_"}"#;
    let registered: payonce::agenticpencil::Registration = serde_json::from_str(registered).unwrap();
    let written = serde_json::to_string(&registered).unwrap();
    assert!(written.contains(&registered.api_key.fingerprint()) && !written.contains("planted"), "{written}");

    let without_id = r#"{"address": "0xabc"}"#;
    let error = serde_json::from_str::<payonce::agentwallex::Wallet>(without_id).unwrap_err();
    assert_eq!(error.to_string(), "chain is missing or has another type");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let sandbox = simulator::start().await;
    let elsewhere = Sandbox::start(Config::default()).await.unwrap();
    let location = format!("{}/transactions", elsewhere.base_url(ProviderId::AgentWallex));
    sandbox.set_faults(FaultPlan::new(
        1,
        [on_send(Fault::Status {
            status: 307,
            headers: Some(vec![("Location".to_owned(), location)]),
            body: None,
            when: When::Before,
        })],
    ));
    let error = fifty(&client(&sandbox)).await.unwrap_err();
    assert_eq!((error.status(), error.outcome()), (Some(307), Outcome::Unknown));
    assert!(elsewhere.requests().is_empty());
    assert_eq!(paid(&elsewhere), 0);
}

#[tokio::test]
async fn a_key_is_sent_only_over_an_encrypted_connection() {
    let error =
        Client::builder().api_key(WALLET_KEY).base_url("http://api.agentwallex.com").build().unwrap_err();
    assert_eq!(error.kind(), Kind::InvalidArgument);
    assert_eq!(error.payload().details["field"], "base_url");
}

#[tokio::test]
async fn a_refused_connection_is_reported_as_not_sent() {
    // A port that was just free: nothing listens.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = Client::builder().api_key(WALLET_KEY).base_url(url).max_retries(0).build().unwrap();
    let error = fifty(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Connection, Outcome::NotApplied));
    assert!(error.is_retryable());
    assert!(std::error::Error::source(&error).is_some(), "the transport's own error is kept");
}

#[tokio::test]
async fn a_cancelled_call_sends_no_further_request() {
    let sandbox = simulator::start().await;
    sandbox.set_faults(FaultPlan::new(1, [on_send(Fault::Hang { when: When::Before })]));
    let client = client(&sandbox);
    let cancelled = tokio::time::timeout(Duration::from_millis(300), fifty(&client)).await;
    assert!(cancelled.is_err());
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(sandbox.requests().len(), 1);
    assert_eq!(paid(&sandbox), 0);
}

#[tokio::test]
async fn every_other_provider_has_typed_errors() {
    let sandbox = simulator::start().await;
    let agentpay = payonce::agentpay::Client::builder()
        .service_token("agentpay_sandbox_service_token")
        .base_url(sandbox.base_url(ProviderId::AgentPay))
        .build()
        .unwrap();
    let charged = agentpay
        .consume()
        .api_key("agentpay_sandbox_user_key")
        .amount_cents(25)
        .usage_event_id("evt_1")
        .await
        .unwrap();
    assert!(charged.value().success);
    let refused = agentpay
        .consume()
        .api_key("agentpay_sandbox_empty_user_key")
        .amount_cents(2500)
        .usage_event_id("evt_2")
        .await
        .unwrap_err();
    assert_eq!((refused.kind(), refused.outcome()), (Kind::InsufficientFunds, Outcome::NotApplied));

    let agenttech = payonce::agenttech::Client::builder()
        .api_key("agenttech_sandbox_key")
        .secret_key("agenttech_sandbox_secret")
        .base_url(sandbox.base_url(ProviderId::AgentTech))
        .build()
        .unwrap();
    let public = payonce::agenttech::PublicClient::builder()
        .base_url(sandbox.base_url(ProviderId::AgentTech))
        .build()
        .unwrap();
    let created =
        public.create_intent().payer_chain("base").amount("1.00").email("someone@example.com").await.unwrap();
    assert!(!created.succeeded());
    assert_eq!(
        public.get_intent(&created.value().intent_id).await.unwrap().value().intent_id,
        created.value().intent_id
    );
    assert_eq!(agenttech.get_intent("pi_that_never_was").await.unwrap_err().kind(), Kind::NotFound);
}

/// The same client without async; its calls run on a thread that is not the runtime's.
#[tokio::test]
async fn the_blocking_client_makes_a_payment() {
    let sandbox = simulator::start().await;
    let url = sandbox.base_url(ProviderId::AgentWallex);
    let blocking = Client::builder().api_key(WALLET_KEY).base_url(&url).build_blocking().unwrap();
    let here = fifty(&blocking).call().unwrap_err();
    assert_eq!(here.kind(), Kind::InvalidArgument, "{here}");
    assert!(here.message().contains("async"), "{here}");
    assert_eq!(paid(&sandbox), 0);

    let done = tokio::task::spawn_blocking(move || -> Result<_, Error> {
        let payment = fifty(&blocking).memo("sandbox:pending").call()?;
        assert!(!payment.succeeded());
        let payment = payment.wait_until_final()?;
        let listed: Vec<_> = blocking.payments().list().page_size(1).items().collect::<Result<_, _>>()?;
        assert!(listed.iter().any(|found| found.id == payment.value().id));
        Ok(payment.succeeded())
    });
    assert!(done.await.unwrap().unwrap());
    let plain = Client::builder().api_key(WALLET_KEY).base_url(url).build_blocking().unwrap();
    let without_runtime =
        std::thread::spawn(move || plain.agents().get("agent_abc123").call().unwrap().into_inner().id);
    assert_eq!(
        tokio::task::spawn_blocking(|| without_runtime.join().unwrap()).await.unwrap(),
        "agent_abc123"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thirty_calls_at_once_with_one_key_pay_once() {
    let sandbox = simulator::start().await;
    let slow = Fault::Delay { ms: 20, when: When::After };
    sandbox.set_faults(FaultPlan::new(1, [Rule::new(slow).on(ProviderId::AgentWallex, "payments.send")]));
    let client = client(&sandbox);
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..30 {
        let client = client.clone();
        calls.spawn(async move { fifty(&client).idempotency_key("order_4711_payment").await });
    }
    let ended = calls.join_all().await;
    assert_eq!(paid(&sandbox), 1);
    assert!(ended.iter().any(Result::is_ok));
    for error in ended.iter().filter_map(|ended| ended.as_ref().err()) {
        assert_eq!((error.kind(), error.outcome()), (Kind::InvalidArgument, Outcome::NotApplied), "{error}");
    }
    // Afterwards the same call brings the same payment, and another one under this key is refused.
    let again = fifty(&client).idempotency_key("order_4711_payment").await.unwrap();
    let first = ended.iter().find_map(|ended| ended.as_ref().ok()).unwrap();
    assert_eq!(again.value().id, first.value().id);
    let refused = payment(&client, "51.00").idempotency_key("order_4711_payment").await.unwrap_err();
    assert_eq!(refused.kind(), Kind::InvalidArgument);
    assert_eq!(paid(&sandbox), 1);
}

/// Sync and async ones, and one after another.
#[tokio::test]
async fn clients_of_one_account_pay_once_with_one_key() {
    const KEY: &str = "order_4711_payment";
    let sandbox = simulator::start().await;
    let first = fifty(&client(&sandbox)).idempotency_key(KEY).await.unwrap();
    let second = fifty(&client(&sandbox)).idempotency_key(KEY).await.unwrap();
    assert_eq!(second.value().id, first.value().id);
    let url = sandbox.base_url(ProviderId::AgentWallex);
    let blocking = Client::builder().api_key(WALLET_KEY).base_url(&url).build_blocking().unwrap();
    let pay = move || fifty(&blocking).idempotency_key(KEY).call();
    let third = tokio::task::spawn_blocking(pay).await.unwrap().unwrap();
    assert_eq!(third.value().id, first.value().id);
    assert_eq!(paid(&sandbox), 1);
    let tenant = Client::builder().api_key(WALLET_KEY).base_url(url).journal_account("tenant 2").build();
    let other = fifty(&tenant.unwrap()).idempotency_key(KEY).await.unwrap();
    assert_ne!(other.value().id, first.value().id);
    assert_eq!(paid(&sandbox), 2);
}

#[tokio::test]
async fn a_call_without_a_required_argument_names_it_and_sends_nothing() {
    let sandbox = simulator::start().await;
    let client = client(&sandbox);
    let error =
        client.payments().send().agent_id("agent_abc123").amount("50.00").token("USDC").await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::InvalidArgument, Outcome::NotApplied));
    assert_eq!(error.payload().details["field"], "to");
    assert!(sandbox.requests().is_empty());
}

#[tokio::test]
async fn the_options_of_one_call_override_those_of_its_client() {
    let sandbox = simulator::start().await;
    sandbox.set_faults(FaultPlan::new(1, [Rule::new(Fault::status(503))]));
    let error = client(&sandbox).agents().get("agent_abc123").max_retries(0).await.unwrap_err();
    assert_eq!((error.kind(), error.payload().attempts), (Kind::Unavailable, Some(1)));
    sandbox.set_faults(FaultPlan::new(1, [Rule::new(Fault::Hang { when: When::Before })]));
    let call =
        client(&sandbox).agents().get("agent_abc123").timeout(Duration::from_millis(50)).max_retries(0);
    assert_eq!(call.await.unwrap_err().kind(), Kind::Timeout);
}

/// A prepared call borrows nothing, so another task can send it.
#[tokio::test]
async fn a_prepared_call_can_be_sent_by_another_task() {
    let sandbox = simulator::start().await;
    let call = fifty(&client(&sandbox)).into_future();
    assert!(tokio::spawn(call).await.unwrap().unwrap().succeeded());
    assert_eq!(paid(&sandbox), 1);
}
