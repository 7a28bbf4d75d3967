//! The journal against a provider that keeps a ledger: one key, one payment, in every process and after every crash.

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use payonce::journal::{
    JournalRow, JournalState, JournalStore, SettledBy, Sqlite, StoreFailure, StoreFuture, conformance, once,
};
use payonce::{
    CallOptions, Error, Event, EventKind, Kind, Listener, ListenerError, Outcome, Phase, Provider, Response,
    UntypedClient,
};
use payonce_sandbox::{Fault, FaultPlan, ProviderId, Rule, Sandbox, When};
use serde_json::{Map, Value, json};

use crate::own_process;
use crate::scratch::Scratch;
use crate::simulator::{self, WALLET_KEY, paid};

const URL: &str = "PAYONCE_TEST_JOURNAL_URL";
const FILE: &str = "PAYONCE_TEST_JOURNAL_FILE";
const CALL: &str = "PAYONCE_TEST_JOURNAL_CALL";
const KEY: &str = "order_4711_attempt_1";

fn object(value: &Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn client(url: &str, file: &Path) -> UntypedClient {
    let options = json!({
        "api_key": WALLET_KEY, "base_url": url, "journal": file.to_str().unwrap(),
        "retry": {"base_delay": 0.01, "max_delay": 0.05, "deadline": 10},
    });
    UntypedClient::open(Provider::AGENTWALLEX, &object(&options)).unwrap()
}

fn of(sandbox: &Sandbox, file: &Path) -> UntypedClient {
    client(&sandbox.base_url(ProviderId::AgentWallex), file)
}

fn fifty() -> Map<String, Value> {
    object(&json!({
        "agent_id": "agent_abc123", "to": "0xRecipientAddress", "amount": "50.00", "token": "USDC", "chain": "eip155:8453",
    }))
}

fn keyed(key: &str) -> CallOptions {
    CallOptions::new().idempotency_key(key)
}

async fn send(client: &UntypedClient, key: &str) -> Result<Response<Value>, Error> {
    client.call("payments.send", &fifty(), keyed(key)).await
}

/// How many requests of an operation reached the simulator.
fn requests(sandbox: &Sandbox, operation: &str) -> usize {
    sandbox.requests().iter().filter(|request| request.operation.as_deref() == Some(operation)).count()
}

#[tokio::test]
async fn sqlite_conforms() {
    let scratch = Scratch::new();
    let checks = conformance::check(Arc::new(Sqlite::open(scratch.file()).unwrap())).await.unwrap();
    assert!(checks.len() >= 16);
    for check in checks {
        assert_eq!(check.problem, None, "{}", check.name);
    }
}

#[tokio::test]
async fn two_clients_with_one_key_make_one_payment() {
    let (sandbox, scratch) = (simulator::start().await, Scratch::new());
    let first = send(&of(&sandbox, &scratch.file()), KEY).await.unwrap();
    let second = send(&of(&sandbox, &scratch.file()), KEY).await.unwrap();
    assert_eq!(paid(&sandbox), 1);
    assert_eq!(requests(&sandbox, "payments.send"), 1);
    assert!(!first.call_info().replayed && second.call_info().replayed);
    assert_eq!(first.clone().into_inner(), second.clone().into_inner());
    assert_eq!((second.call_info().attempts, second.call_info().status), (0, first.call_info().status));
    assert_eq!(second.reference(), first.reference());
    // Another key is another payment.
    send(&of(&sandbox, &scratch.file()), "order_4712_attempt_1").await.unwrap();
    assert_eq!(paid(&sandbox), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_workers_with_one_key_make_one_payment() {
    let (sandbox, scratch) = (simulator::start().await, Scratch::new());
    let workers: Vec<UntypedClient> = (0..50).map(|_| of(&sandbox, &scratch.file())).collect();
    let calls = workers.into_iter().map(|worker| tokio::spawn(async move { send(&worker, KEY).await }));
    let mut results = Vec::new();
    for call in calls.collect::<Vec<_>>() {
        results.push(call.await.unwrap().unwrap().into_inner());
    }
    assert_eq!(paid(&sandbox), 1);
    assert_eq!(results.len(), 50);
    assert!(results.iter().all(|result| *result == results[0]));
}

#[tokio::test]
async fn a_key_that_was_used_for_something_else_is_refused() {
    let (sandbox, scratch) = (simulator::start().await, Scratch::new());
    let client = of(&sandbox, &scratch.file());
    send(&client, KEY).await.unwrap();
    let mut other = fifty();
    other.insert("amount".to_owned(), json!("5"));
    let error =
        of(&sandbox, &scratch.file()).call::<Value>("payments.send", &other, keyed(KEY)).await.unwrap_err();
    assert_eq!((error.kind(), error.payload().phase), (Kind::InvalidArgument, Phase::BeforeSend));
    assert_eq!(error.payload().details["field"], "idempotency_key");
    // The same amount, written differently, is the same payment.
    other.insert("amount".to_owned(), json!("50"));
    assert!(client.call::<Value>("payments.send", &other, keyed(KEY)).await.unwrap().call_info().replayed);
    // Another account of the same provider is another payer, and its key is not this one.
    let base_url = sandbox.base_url(ProviderId::AgentWallex);
    let options =
        json!({"api_key": "awx_another_key_0123456789", "base_url": base_url, "journal": scratch.file()});
    let other_account = UntypedClient::open(Provider::AGENTWALLEX, &object(&options)).unwrap();
    let error = send(&other_account, KEY).await.unwrap_err();
    assert_eq!(error.payload().details["field"], "idempotency_key");
    assert!(error.message().contains("acct_"), "{error}");
    assert_eq!(paid(&sandbox), 1);
}

#[tokio::test]
async fn a_key_keeps_operations_that_the_provider_would_repeat() {
    let (sandbox, scratch) = (simulator::start().await, Scratch::new());
    let purchase = object(&json!({"agent_id": "agent_abc123", "target_url": "https://example.com/report"}));
    let pay = async |key: &str| {
        of(&sandbox, &scratch.file()).call::<Value>("x402.pay", &purchase, keyed(key)).await
    };
    let first = pay(KEY).await.unwrap();
    let (mut first, second) = (first.into_inner(), pay(KEY).await.unwrap().into_inner());
    // A signature is a secret, and no store has it.
    assert!(first["payment_signature"].take().is_string());
    assert_eq!(second, first);
    assert_eq!(requests(&sandbox, "x402.pay"), 1);
    // Without a journal, nothing would keep that promise.
    let options = json!({"api_key": WALLET_KEY, "base_url": sandbox.base_url(ProviderId::AgentWallex)});
    let forgetful = UntypedClient::open(Provider::AGENTWALLEX, &object(&options)).unwrap();
    let error = forgetful.call::<Value>("x402.pay", &purchase, keyed(KEY)).await.unwrap_err();
    assert_eq!(error.payload().details["field"], "idempotency_key");
}

#[tokio::test]
async fn a_refused_payment_frees_its_key() {
    let (sandbox, scratch) = (simulator::start().await, Scratch::new());
    let refusal = Fault::status(403);
    sandbox.set_faults(FaultPlan::new(1, [Rule::new(refusal).on(ProviderId::AgentWallex, "payments.send")]));
    let error = send(&of(&sandbox, &scratch.file()), KEY).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotApplied, "{error}");
    sandbox.set_faults(FaultPlan::default());
    assert!(!send(&of(&sandbox, &scratch.file()), KEY).await.unwrap().call_info().replayed);
    assert_eq!(paid(&sandbox), 1);
}

/// A store that fails at chosen operations.
struct Failing {
    inner: Sqlite,
    /// Which operations fail, by their number.
    fails: Vec<usize>,
    count: AtomicUsize,
}

impl Failing {
    fn or<'a>(&'a self, carry_out: impl FnOnce() -> StoreFuture<'a>) -> StoreFuture<'a> {
        if self.fails.contains(&self.count.fetch_add(1, Ordering::SeqCst)) {
            return Box::pin(async { Err(StoreFailure("the disk is full".to_owned())) });
        }
        carry_out()
    }
}

impl JournalStore for Failing {
    fn claim(&self, row: JournalRow) -> StoreFuture<'_> {
        self.or(|| self.inner.claim(row))
    }
    fn update(&self, row: JournalRow, if_generation: u64) -> StoreFuture<'_> {
        self.or(|| self.inner.update(row, if_generation))
    }
    fn get(&self, id: String) -> StoreFuture<'_> {
        self.or(|| self.inner.get(id))
    }
    fn list(&self, unsettled_only: bool, after: Option<String>, limit: u64) -> StoreFuture<'_> {
        self.or(|| self.inner.list(unsettled_only, after, limit))
    }
}

#[tokio::test]
async fn a_store_that_fails_before_the_request_prevents_it() {
    for fails in [0, 1] {
        let (sandbox, scratch) = (simulator::start().await, Scratch::new());
        let inner = Sqlite::open(scratch.file()).unwrap();
        let store = Failing { inner, fails: vec![fails], count: AtomicUsize::new(0) };
        let error =
            send(&of(&sandbox, &scratch.file()).with_journal(Arc::new(store)), KEY).await.unwrap_err();
        assert_eq!((error.outcome(), error.payload().phase), (Outcome::NotApplied, Phase::BeforeSend));
        assert!(error.is_retryable() && error.message().contains("the disk is full"), "{error}");
        assert_eq!(requests(&sandbox, "payments.send"), 0, "{fails}");
    }
}

#[tokio::test]
async fn a_store_that_fails_after_the_response_does_not_hide_a_success() {
    let (sandbox, scratch) = (simulator::start().await, Scratch::new());
    let inner = Sqlite::open(scratch.file()).unwrap();
    let store = Failing { inner, fails: vec![2], count: AtomicUsize::new(0) };
    let recorder = Recorder::default();
    let events = Arc::clone(&recorder.0);
    let client =
        of(&sandbox, &scratch.file()).with_journal(Arc::new(store)).with_listener(Arc::new(recorder));
    let first = send(&client, KEY).await.unwrap();
    let names: Vec<&str> = events.lock().unwrap().iter().map(EventKind::name).collect();
    assert_eq!(names, ["about_to_send", "request_finished", "journal_failed", "finished"]);
    let failed = events.lock().unwrap().swap_remove(2);
    assert!(matches!(failed, EventKind::JournalFailed { message } if message == "the disk is full"));
    // The state of an entry that the store did not write is not known.
    assert_eq!(journal_states(&events), [None]);
    // The entry says that the request may be on its way, so the next process looks and finds the payment.
    let journal = of(&sandbox, &scratch.file()).journal().unwrap();
    assert_eq!(journal.entries(true).await.unwrap()[0].state, JournalState::Sending);
    let store = Sqlite::open(scratch.file()).unwrap();
    end_leases(&store).await;
    let second = send(&of(&sandbox, &scratch.file()), KEY).await.unwrap();
    assert_eq!(second.into_inner()["id"], first.into_inner()["id"]);
    assert_eq!(paid(&sandbox), 1);
}

/// Keeps what happens in calls.
#[derive(Default)]
struct Recorder(Arc<Mutex<Vec<EventKind>>>);

impl Listener for Recorder {
    fn on_event(&self, event: Event) -> Pin<Box<dyn Future<Output = Result<(), ListenerError>> + Send + '_>> {
        self.0.lock().unwrap().push(event.what);
        Box::pin(async { Ok(()) })
    }
}

/// The state of the entry at the end of each call.
fn journal_states(events: &Mutex<Vec<EventKind>>) -> Vec<Option<JournalState>> {
    let events = events.lock().unwrap();
    let states = events.iter().filter_map(|event| match event {
        EventKind::Finished { journal_state, .. } => Some(*journal_state),
        _ => None,
    });
    states.collect()
}

#[tokio::test]
async fn the_last_event_has_the_state_of_the_entry() {
    let (sandbox, scratch) = (simulator::start().await, Scratch::new());
    let recorder = Recorder::default();
    let events = Arc::clone(&recorder.0);
    let client = of(&sandbox, &scratch.file()).with_listener(Arc::new(recorder));
    send(&client, KEY).await.unwrap();
    send(&client, KEY).await.unwrap();
    // The payment is made and its response lost, and then nothing is known of it.
    let lost = Rule::new(Fault::Drop { when: When::After }).on(ProviderId::AgentWallex, "payments.send");
    let down = Rule::new(Fault::status(503)).on(ProviderId::AgentWallex, "payments.list");
    sandbox.set_faults(FaultPlan::new(1, [lost, down]));
    let unknown = send(&client, "order_4712_attempt_1").await.unwrap_err();
    assert_eq!(unknown.outcome(), Outcome::Unknown);
    client
        .call::<Value>("agents.get", &object(&json!({"agent_id": "agent_abc123"})), CallOptions::new())
        .await
        .unwrap();
    let (settled, open) = (Some(JournalState::Settled), Some(JournalState::Open));
    assert_eq!(journal_states(&events), [settled, settled, open, None]);
    let events = events.lock().unwrap();
    let ended = events.iter().filter_map(|event| match event {
        EventKind::Finished { kind: Some(_), advice, phase, .. } => Some((*advice, *phase)),
        _ => None,
    });
    let payload = unknown.payload();
    assert_eq!(ended.collect::<Vec<_>>(), [(Some(payload.advice), Some(payload.phase))]);
}

/// Lets the leases of all entries end, as time would.
async fn end_leases(store: &Sqlite) {
    for mut row in store.list(true, None, 100).await.unwrap().rows {
        let mut entry: Map<String, Value> = serde_json::from_str(&row.entry).unwrap();
        entry.insert("lease_ms".to_owned(), json!(0));
        row.entry = Value::Object(entry).to_string();
        let generation = row.generation;
        assert!(store.update(row, generation).await.unwrap().written);
    }
}

/// The process that is killed; as a test of its own it does nothing.
#[tokio::test]
async fn the_process_that_pays() {
    let (Ok(url), Ok(file), Ok(call)) = (std::env::var(URL), std::env::var(FILE), std::env::var(CALL)) else {
        return;
    };
    let (operation, arguments) = call.split_once(' ').unwrap();
    let arguments: Map<String, Value> = serde_json::from_str(arguments).unwrap();
    let answered = client(&url, Path::new(&file)).call::<Value>(operation, &arguments, keyed(KEY)).await;
    panic!("the response should never have come: {answered:?}");
}

async fn until(what: &str, reached: impl AsyncFn() -> bool) {
    let begun = Instant::now();
    while !reached().await {
        assert!(begun.elapsed() < Duration::from_secs(30), "{what} did not happen");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Calls in a process of its own, which is killed while it waits for the response.
async fn call_and_die(
    sandbox: &Sandbox,
    file: &Path,
    when: When,
    operation: &str,
    arguments: &Map<String, Value>,
) {
    let hang = Rule::new(Fault::Hang { when }).on(ProviderId::AgentWallex, operation);
    sandbox.set_faults(FaultPlan::new(1, [hang]));
    let before = requests(sandbox, operation);
    let mut payer: Child = own_process::command(module_path!(), "the_process_that_pays")
        .env(URL, sandbox.base_url(ProviderId::AgentWallex))
        .env(FILE, file)
        .env(CALL, format!("{operation} {}", Value::Object(arguments.clone())))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    until(operation, async || requests(sandbox, operation) > before).await;
    if when == When::After {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // On Unix this is SIGKILL: no destructor, no handler and no last word.
    payer.kill().unwrap();
    assert!(!payer.wait().unwrap().success());
    sandbox.set_faults(FaultPlan::default());
}

#[tokio::test]
async fn a_worker_finds_the_payment_of_a_killed_worker() {
    let (sandbox, scratch) = (simulator::start().await, Scratch::new());
    call_and_die(&sandbox, &scratch.file(), When::After, "payments.send", &fifty()).await;
    assert_eq!(paid(&sandbox), 1);
    let worker = of(&sandbox, &scratch.file());
    let journal = worker.journal().unwrap();
    // As long as the dead process may be alive, no process touches its entry.
    assert!(journal.run().await.unwrap().settled.is_empty());
    assert_eq!(journal.open().await.unwrap(), []);
    end_leases(&Sqlite::open(scratch.file()).unwrap()).await;
    assert_eq!(journal.open().await.unwrap().len(), 1);
    let sweep = journal.run().await.unwrap();
    assert_eq!((sweep.settled.len(), sweep.open.len()), (1, 0), "{sweep:?}");
    assert_eq!(sweep.settled[0].outcome, Some(Outcome::Applied));
    // The job comes again, and gets the result of the dead process.
    let again = send(&worker, KEY).await.unwrap();
    assert!(again.call_info().replayed);
    assert_eq!(again.into_inner()["amount"], "50.00");
    assert_eq!((paid(&sandbox), requests(&sandbox, "payments.send")), (1, 1));
}

#[tokio::test]
async fn the_payment_of_a_killed_process_that_no_list_has_stays_open() {
    let (sandbox, scratch) = (simulator::start().await, Scratch::new());
    let purchase = object(&json!({"agent_id": "agent_abc123", "target_url": "https://example.com/report"}));
    call_and_die(&sandbox, &scratch.file(), When::After, "x402.pay", &purchase).await;
    end_leases(&Sqlite::open(scratch.file()).unwrap()).await;
    let worker = of(&sandbox, &scratch.file());
    let journal = worker.journal().unwrap();
    let sweep = journal.run().await.unwrap();
    assert_eq!((sweep.settled.len(), sweep.open.len()), (0, 1), "{sweep:?}");
    let pay = async || worker.call::<Value>("x402.pay", &purchase, keyed(KEY)).await;
    let error = pay().await.unwrap_err();
    assert_eq!((error.outcome(), error.is_retryable()), (Outcome::Unknown, false), "{error}");
    assert_eq!(requests(&sandbox, "x402.pay"), 1);
    let verdict =
        |frees_key| SettledBy { by: "ana".to_owned(), note: "not on the explorer".to_owned(), frees_key };
    let settled = journal.settle(KEY, Outcome::NotApplied, verdict(false)).await.unwrap();
    assert_eq!((settled.state, settled.settled_by), (JournalState::Settled, Some(verdict(false))));
    let error = pay().await.unwrap_err();
    assert!(error.kind() == Kind::InvalidArgument && error.message().contains("ana"), "{error}");
    assert_eq!(requests(&sandbox, "x402.pay"), 1);
    let refused = journal.settle(KEY, Outcome::Applied, verdict(false)).await.unwrap_err();
    assert!(refused.message().contains("settled already"), "{refused}");
}

#[tokio::test]
async fn a_call_pays_again_after_a_verdict_that_frees_its_key() {
    let (sandbox, scratch) = (simulator::start().await, Scratch::new());
    let purchase = object(&json!({"agent_id": "agent_abc123", "target_url": "https://example.com/report"}));
    call_and_die(&sandbox, &scratch.file(), When::Before, "x402.pay", &purchase).await;
    end_leases(&Sqlite::open(scratch.file()).unwrap()).await;
    let worker = of(&sandbox, &scratch.file());
    let journal = worker.journal().unwrap();
    let verdict =
        SettledBy { by: "ana".to_owned(), note: "the provider has no trace".to_owned(), frees_key: true };
    journal.settle(KEY, Outcome::NotApplied, verdict).await.unwrap();
    let paid = worker.call::<Value>("x402.pay", &purchase, keyed(KEY)).await.unwrap();
    assert!(!paid.call_info().replayed);
    assert_eq!(requests(&sandbox, "x402.pay"), 2);
}

#[tokio::test]
async fn a_plan_is_sent_once_by_any_worker_that_runs_the_journal() {
    let (sandbox, scratch) = (simulator::start().await, Scratch::new());
    let planner = of(&sandbox, &scratch.file()).journal().unwrap();
    planner.plan("payments.send", &fifty(), keyed(KEY)).await.unwrap();
    planner.plan("payments.send", &fifty(), keyed(KEY)).await.unwrap();
    assert_eq!(requests(&sandbox, "payments.send"), 0);
    let refused = planner.plan("payments.send", &fifty(), CallOptions::new()).await.unwrap_err();
    assert_eq!(refused.payload().details["field"], "idempotency_key");
    let mut other = fifty();
    other.insert("amount".to_owned(), json!("5"));
    let refused = planner.plan("payments.send", &other, keyed(KEY)).await.unwrap_err();
    assert_eq!(refused.payload().details["field"], "idempotency_key");
    let workers = (0..4).map(|_| of(&sandbox, &scratch.file()).journal().unwrap());
    let runs: Vec<_> = workers.map(|journal| tokio::spawn(async move { journal.run().await })).collect();
    let mut settled = 0;
    for run in runs {
        settled += run.await.unwrap().unwrap().settled.len();
    }
    assert!(settled >= 1);
    assert_eq!((paid(&sandbox), requests(&sandbox, "payments.send")), (1, 1));
    assert!(send(&of(&sandbox, &scratch.file()), KEY).await.unwrap().call_info().replayed);
    // Arguments are kept for plans only.
    let entries = Sqlite::open(scratch.file()).unwrap().list(false, None, 10).await.unwrap().rows;
    assert!(entries[0].entry.contains("\"arguments\":null"), "{}", entries[0].entry);
}

#[tokio::test]
async fn the_key_of_a_pruned_entry_stays_used() {
    let (sandbox, scratch) = (simulator::start().await, Scratch::new());
    let client = of(&sandbox, &scratch.file());
    send(&client, KEY).await.unwrap();
    let journal = client.journal().unwrap();
    assert_eq!(journal.prune(None).await.unwrap(), 0);
    assert_eq!(journal.prune(Some(Duration::ZERO)).await.unwrap(), 1);
    assert_eq!(journal.prune(Some(Duration::ZERO)).await.unwrap(), 0);
    let rows = Sqlite::open(scratch.file()).unwrap().list(false, None, 10).await.unwrap().rows;
    assert_eq!((rows[0].key.as_deref(), rows[0].state), (None, JournalState::Settled));
    assert!(!rows[0].entry.contains("50.00"), "{}", rows[0].entry);
    let error = send(&client, KEY).await.unwrap_err();
    assert_eq!((error.outcome(), error.payload().phase), (Outcome::Applied, Phase::BeforeSend), "{error}");
    assert_eq!(paid(&sandbox), 1);
}

#[tokio::test]
async fn no_row_contains_a_secret() {
    let (sandbox, scratch) = (simulator::start().await, Scratch::new());
    let client = of(&sandbox, &scratch.file());
    send(&client, KEY).await.unwrap();
    let hook = object(
        &json!({"url": "https://example.com/hook", "events": ["payment.completed"], "secret": "whsec_planted_0123456789"}),
    );
    let _ = client.call::<Value>("webhooks.create", &hook, CallOptions::new()).await;
    let rows = Sqlite::open(scratch.file()).unwrap().list(false, None, 10).await.unwrap().rows;
    assert_eq!(rows.len(), 2);
    for row in rows {
        let text = format!("{row:?}");
        assert!(!text.contains(WALLET_KEY) && !text.contains("planted"), "{text}");
    }
}

#[test]
fn a_client_with_an_invalid_journal_is_refused() {
    let scratch = Scratch::new();
    let garbage = scratch.path().join("garbage.db");
    std::fs::write(&garbage, "this is text, and has more than a page of text. ".repeat(200)).unwrap();
    let missing = scratch.path().join("no/such/folder/payments.db");
    for (path, word) in [
        (scratch.path().to_owned(), "unable to open"),
        (garbage, "not a database"),
        (missing, "unable to open"),
        (PathBuf::from(":memory:"), "must be the path of a file"),
    ] {
        let options = json!({"api_key": WALLET_KEY, "journal": path});
        let error = UntypedClient::open(Provider::AGENTWALLEX, &object(&options)).unwrap_err();
        assert_eq!(error.kind(), Kind::InvalidArgument);
        assert_eq!(error.payload().details["field"], "journal");
        assert!(error.message().contains(word), "{error}");
    }
}

#[test]
fn rows_of_a_later_release_are_not_changed() {
    let scratch = Scratch::new();
    Sqlite::open(scratch.file()).unwrap();
    let connection = rusqlite::Connection::open(scratch.file()).unwrap();
    let insert = "INSERT INTO payonce_journal VALUES ('pj_1', 1, 'a_new_state', NULL, 'agentwallex', 'a', 'o', 'k', 1, 1, 99, '{}')";
    connection.execute(insert, []).unwrap();
    let failure = Sqlite::open(scratch.file()).unwrap_err();
    assert!(failure.0.contains("upgrade payonce"), "{failure:?}");
}

#[test]
fn once_derives_a_key_from_the_purchase() {
    let fields = |value: &Value| value.as_object().unwrap().clone();
    let key = once("invoice", &fields(&json!({"id": "7", "run": "a"}))).unwrap();
    assert!(key.starts_with("invoice-") && key.len() == "invoice-".len() + 32, "{key}");
    assert_eq!(key, once("invoice", &fields(&json!({"run": "a", "id": "7"}))).unwrap());
    assert_ne!(key, once("invoice", &fields(&json!({"id": "7", "run": "b"}))).unwrap());
    assert_ne!(key, once("order", &fields(&json!({"id": "7", "run": "a"}))).unwrap());
    for (scope, fields_of, word) in [
        ("", json!({"id": 1}), "scope"),
        ("two words", json!({"id": 1}), "scope"),
        ("invoice", json!({}), "fields"),
        ("invoice", json!({"id": null}), "id"),
    ] {
        let refused = once(scope, &fields(&fields_of)).unwrap_err();
        assert!(refused.starts_with(word), "{refused}");
    }
}
