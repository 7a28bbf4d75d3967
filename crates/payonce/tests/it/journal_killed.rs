//! A process is killed at every step between the claim and the last row, for each safety and each store: nothing is charged
//! twice, nothing is lost, and what is unknown is visible.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use payonce::journal::{JournalRow, JournalState, JournalStore, Sqlite, StoreFuture};
use payonce::{CallOptions, Outcome, Provider, UntypedClient};
use payonce_sandbox::{Fault, FaultPlan, ProviderId, Rule, Sandbox, When};
use serde_json::{Map, Value, json};

use crate::own_process;
use crate::scratch::Scratch;
use crate::simulator::{self, WALLET_KEY};

const JOB: &str = "PAYONCE_TEST_KILLED_JOB";

/// One operation of each safety.
const OPERATIONS: [&str; 4] = ["agents.freeze", "consume", "payments.send", "x402.pay"];
/// Where the process stands still: before or after an operation of the store, or while it waits for the provider.
const STEPS: [&str; 8] = [
    "before claim",
    "after claim",
    "before sending",
    "after sending",
    "request lost",
    "response lost",
    "before end",
    "after end",
];

fn object(value: &Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn provider(operation: &str) -> ProviderId {
    if operation == "consume" { ProviderId::AgentPay } else { ProviderId::AgentWallex }
}

/// The store of this name, for this process.
async fn open(store: &str) -> Arc<dyn JournalStore> {
    if store.starts_with("postgresql://") {
        let (client, connection) = tokio_postgres::connect(store, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        let store = payonce::journal::Postgres::new(Arc::new(client));
        let _ = store.create_table().await;
        Arc::new(store)
    } else if store.starts_with("redis://") {
        let client = redis::Client::open(store).unwrap();
        Arc::new(payonce::journal::Redis::new(redis::aio::ConnectionManager::new(client).await.unwrap()))
    } else {
        Arc::new(Sqlite::open(store).unwrap())
    }
}

fn client(url: &str, operation: &str, store: Arc<dyn JournalStore>) -> UntypedClient {
    let (provider, key, value) = match provider(operation) {
        ProviderId::AgentPay => (Provider::AGENTPAY, "service_token", "agentpay_sandbox_service_token"),
        _ => (Provider::AGENTWALLEX, "api_key", WALLET_KEY),
    };
    let options = json!({
        key: value, "base_url": url, "journal": null,
        "retry": {"base_delay": 0.01, "max_delay": 0.05, "deadline": 5},
    });
    UntypedClient::open(provider, &object(&options)).unwrap().with_journal(store)
}

async fn call(client: &UntypedClient, operation: &str, key: &str) -> Result<Value, payonce::Error> {
    let keyed = CallOptions::new().idempotency_key(key);
    let (arguments, options) = match operation {
        "agents.freeze" => (json!({"agent_id": "agent_abc123"}), keyed),
        "consume" => {
            let arguments =
                json!({"api_key": "agentpay_sandbox_user_key", "amount_cents": 5, "usage_event_id": key});
            (arguments, CallOptions::new())
        }
        "payments.send" => {
            let arguments = json!({
                "agent_id": "agent_abc123", "to": "0xRecipientAddress", "amount": "50.00", "token": "USDC",
                "chain": "eip155:8453",
            });
            (arguments, keyed)
        }
        _ => (json!({"agent_id": "agent_abc123", "target_url": "https://example.com/report"}), keyed),
    };
    Ok(client.call::<Value>(operation, &object(&arguments), options).await?.into_inner())
}

/// Stands still for ever at one of its operations, and says so.
struct Stopping {
    inner: Arc<dyn JournalStore>,
    /// The number of the operation, and whether it is carried out first.
    at: Option<(usize, bool)>,
    count: AtomicUsize,
}

impl Stopping {
    fn pass<'a>(&'a self, carry_out: impl FnOnce() -> StoreFuture<'a>) -> StoreFuture<'a> {
        let number = self.count.fetch_add(1, Ordering::SeqCst);
        let Some((_, done)) = self.at.filter(|(at, _)| *at == number) else { return carry_out() };
        let work = done.then(carry_out);
        Box::pin(async move {
            if let Some(work) = work {
                work.await.unwrap();
            }
            println!("\nstopped");
            std::future::pending().await
        })
    }
}

impl JournalStore for Stopping {
    fn claim(&self, row: JournalRow) -> StoreFuture<'_> {
        self.pass(|| self.inner.claim(row))
    }
    fn update(&self, row: JournalRow, if_generation: u64) -> StoreFuture<'_> {
        self.pass(|| self.inner.update(row, if_generation))
    }
    fn get(&self, id: String) -> StoreFuture<'_> {
        self.pass(|| self.inner.get(id))
    }
    fn list(&self, unsettled_only: bool, after: Option<String>, limit: u64) -> StoreFuture<'_> {
        self.pass(|| self.inner.list(unsettled_only, after, limit))
    }
}

/// The process that is killed; as a test of its own it does nothing.
#[tokio::test]
async fn the_process_that_is_killed() {
    let Ok(job) = std::env::var(JOB) else { return };
    let job: Value = serde_json::from_str(&job).unwrap();
    let text = |name: &str| job[name].as_str().unwrap();
    let at = match text("step") {
        "before claim" => Some((0, false)),
        "after claim" => Some((0, true)),
        "before sending" => Some((1, false)),
        "after sending" => Some((1, true)),
        "before end" => Some((2, false)),
        "after end" => Some((2, true)),
        _ => None,
    };
    let store = Stopping { inner: open(text("store")).await, at, count: AtomicUsize::new(0) };
    let client = client(text("url"), text("operation"), Arc::new(store));
    let ended = call(&client, text("operation"), text("key")).await;
    panic!("the process should have been killed: {ended:?}");
}

/// Runs the job in a process of its own, and kills it at the step.
async fn call_and_die(sandbox: &Sandbox, store: &str, operation: &str, step: &str, key: &str) {
    let when = match step {
        "request lost" => Some(When::Before),
        "response lost" => Some(When::After),
        _ => None,
    };
    let hang = |when| Rule::new(Fault::Hang { when }).on(provider(operation), operation);
    let rules: Vec<Rule> = when.map(hang).into_iter().collect();
    sandbox.set_faults(FaultPlan::new(1, rules));
    let job = json!({
        "url": sandbox.base_url(provider(operation)), "store": store, "operation": operation, "step": step, "key": key,
    });
    let mut command = own_process::command(module_path!(), "the_process_that_is_killed");
    command.arg("--nocapture").env(JOB, job.to_string()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child: Child = command.spawn().unwrap();
    if when.is_some() {
        let asked = || {
            let requests = sandbox.requests();
            requests.iter().any(|request| request.operation.as_deref() == Some(operation))
        };
        for _ in 0..6_000 {
            if asked() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert!(asked(), "{operation}: the request did not arrive");
        tokio::time::sleep(Duration::from_millis(30)).await;
    } else {
        let stdout = child.stdout.take().unwrap();
        let stopped = tokio::task::spawn_blocking(move || {
            BufReader::new(stdout).lines().any(|line| line.unwrap() == "stopped")
        });
        assert!(stopped.await.unwrap(), "{operation}: the process did not come to \"{step}\"");
    }
    // On Unix this is SIGKILL: no destructor, no handler and no last word.
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success());
    sandbox.set_faults(FaultPlan::default());
}

/// Lets the lease of the entry end, as time would.
async fn end_lease(store: &dyn JournalStore, id: String) {
    let mut row = store.get(id).await.unwrap().row.unwrap();
    let mut entry: Map<String, Value> = serde_json::from_str(&row.entry).unwrap();
    entry.insert("lease_ms".to_owned(), json!(0));
    row.entry = Value::Object(entry).to_string();
    let generation = row.generation;
    row.generation += 1;
    assert!(store.update(row, generation).await.unwrap().written);
}

/// How often the operation took effect.
fn effects(sandbox: &Sandbox, operation: &str) -> usize {
    let ledger = sandbox.ledger();
    ledger.effects.iter().filter(|effect| effect.operation == operation).count()
}

async fn die_at_every_step(store_name: &str) {
    let store = open(store_name).await;
    for operation in OPERATIONS {
        for (number, step) in STEPS.into_iter().enumerate() {
            let case = format!("{operation}, {step}");
            let sandbox = simulator::start().await;
            let key = format!("killed_{operation}_{number}_{}", std::process::id()).replace('.', "_");
            call_and_die(&sandbox, store_name, operation, step, &key).await;
            let before = effects(&sandbox, operation);
            let worker = client(&sandbox.base_url(provider(operation)), operation, Arc::clone(&store));
            let journal = worker.journal().unwrap();
            let entries = journal.get(&key).await.unwrap();
            assert_eq!(entries.len(), usize::from(step != "before claim"), "{case}");
            if let Some(entry) = entries.first() {
                // Whatever took effect is in the journal, before any process looks.
                assert!(entry.state != JournalState::Claimed || before == 0, "{case}: {entry:?}");
                if entry.lease_left_ms > 0 {
                    end_lease(&*store, entry.id.clone()).await;
                }
            }
            journal.reconcile(&key).await.unwrap();
            assert_eq!(effects(&sandbox, operation), before, "{case}: looking changed something");
            // The queue delivers the job again.
            let again = call(&worker, operation, &key).await;
            let after = effects(&sandbox, operation);
            assert!(after <= 1, "{case}: {after} effects");
            match (&again, operation) {
                (Ok(_), "agents.freeze") => {}
                (Ok(_), _) => assert_eq!(after, 1, "{case}"),
                // It is unknown whether the request arrived, and the entry says so.
                (Err(error), "payments.send" | "x402.pay") => {
                    assert_eq!(error.outcome(), Outcome::Unknown, "{case}: {error}");
                    assert_eq!(journal.get(&key).await.unwrap()[0].state, JournalState::Open, "{case}");
                    assert!(
                        ["after sending", "request lost", "response lost", "before end"].contains(&step),
                        "{case}"
                    );
                    assert!(
                        before == 0 || operation == "x402.pay",
                        "{case}: a payment that is listed was not found"
                    );
                }
                (Err(error), _) => panic!("{case}: the provider recognizes the repetition: {error}"),
            }
            // Once more: the same answer.
            let once_more = call(&worker, operation, &key).await;
            assert_eq!(once_more.is_ok(), again.is_ok(), "{case}");
            assert_eq!(effects(&sandbox, operation), after, "{case}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_process_loses_no_payment_in_sqlite() {
    let scratch = Scratch::new();
    die_at_every_step(scratch.file().to_str().unwrap()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_process_loses_no_payment_in_postgres() {
    let Some(url) = crate::journal_servers::server("PAYONCE_TEST_POSTGRES") else { return };
    die_at_every_step(&url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_process_loses_no_payment_in_redis() {
    let Some(url) = crate::journal_servers::server("PAYONCE_TEST_REDIS") else { return };
    die_at_every_step(&url).await;
}
