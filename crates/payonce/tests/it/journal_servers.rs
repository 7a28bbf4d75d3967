//! The journal in PostgreSQL and Redis. `cargo xtask test` starts both and names them in the environment; without them, these
//! tests say so and check nothing.

use std::sync::Arc;

use payonce::journal::{JournalStore, Postgres, Redis, conformance};
use payonce::{CallOptions, Error, Provider, Response, UntypedClient};
use payonce_sandbox::{ProviderId, Sandbox};
use serde_json::{Map, Value, json};

use crate::simulator::{self, WALLET_KEY, paid};

/// The address of a server; nothing where this run has none.
pub(crate) fn server(variable: &str) -> Option<String> {
    let address = std::env::var(variable).ok();
    if address.is_none() {
        println!("skipped: {variable} names no server; `cargo xtask test rust` starts one");
    }
    address
}

async fn postgres_client(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

async fn postgres(url: &str) -> Postgres {
    let store = Postgres::new(Arc::new(postgres_client(url).await));
    // Several tests may create it at the same time, which PostgreSQL answers with an error for all but one.
    let _ = store.create_table().await;
    store
}

async fn redis(url: &str) -> Redis {
    let client = redis::Client::open(url).unwrap();
    Redis::new(redis::aio::ConnectionManager::new(client).await.unwrap())
}

/// The stores of this run.
async fn stores() -> Vec<(&'static str, Arc<dyn JournalStore>)> {
    let mut stores: Vec<(&'static str, Arc<dyn JournalStore>)> = Vec::new();
    if let Some(url) = server("PAYONCE_TEST_POSTGRES") {
        stores.push(("postgres", Arc::new(postgres(&url).await)));
    }
    if let Some(url) = server("PAYONCE_TEST_REDIS") {
        stores.push(("redis", Arc::new(redis(&url).await)));
    }
    stores
}

fn object(value: &Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn client(sandbox: &Sandbox, store: Arc<dyn JournalStore>) -> UntypedClient {
    let options = json!({
        "api_key": WALLET_KEY, "base_url": sandbox.base_url(ProviderId::AgentWallex),
        "retry": {"base_delay": 0.01, "max_delay": 0.05, "deadline": 10},
    });
    UntypedClient::open(Provider::AGENTWALLEX, &object(&options)).unwrap().with_journal(store)
}

async fn send(client: &UntypedClient, key: &str) -> Result<Response<Value>, Error> {
    let payment = json!({
        "agent_id": "agent_abc123", "to": "0xRecipientAddress", "amount": "50.00", "token": "USDC", "chain": "eip155:8453",
    });
    client.call("payments.send", &object(&payment), CallOptions::new().idempotency_key(key)).await
}

/// A key that no other run has.
fn fresh_key(name: &str) -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    format!("{name}_{}_{}", std::process::id(), now.as_nanos())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stores_conform() {
    for (name, store) in stores().await {
        for check in conformance::check(store).await.unwrap() {
            assert_eq!(check.problem, None, "{name}: {}", check.name);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_workers_with_one_key_make_one_payment() {
    for (name, store) in stores().await {
        let (sandbox, key) = (simulator::start().await, fresh_key(name));
        let calls: Vec<_> = (0..50)
            .map(|_| {
                let (worker, key) = (client(&sandbox, Arc::clone(&store)), key.clone());
                tokio::spawn(async move { send(&worker, &key).await })
            })
            .collect();
        let mut results = Vec::new();
        for call in calls {
            results.push(call.await.unwrap().unwrap().into_inner());
        }
        assert_eq!(paid(&sandbox), 1, "{name}");
        assert!(results.iter().all(|result| *result == results[0]), "{name}");
    }
}

#[tokio::test]
async fn a_plan_is_committed_or_rolled_back_with_its_transaction() {
    let Some(url) = server("PAYONCE_TEST_POSTGRES") else { return };
    let sandbox = simulator::start().await;
    let store: Arc<dyn JournalStore> = Arc::new(postgres(&url).await);
    let journal = client(&sandbox, store).journal().unwrap();
    let mut database = postgres_client(&url).await;
    let payment = object(&json!({
        "agent_id": "agent_abc123", "to": "0xRecipientAddress", "amount": "50.00", "token": "USDC", "chain": "eip155:8453",
    }));
    for (commits, count) in [(false, 0), (true, 1)] {
        let key = fresh_key("plan");
        let options = || CallOptions::new().idempotency_key(&key);
        let transaction = database.transaction().await.unwrap();
        transaction.batch_execute("CREATE TEMPORARY TABLE IF NOT EXISTS orders (id text)").await.unwrap();
        transaction.execute("INSERT INTO orders VALUES ($1)", &[&key]).await.unwrap();
        journal.plan_within(&transaction, "payments.send", &payment, options()).await.unwrap();
        // The same order, tried again in the same transaction, is the same plan.
        journal.plan_within(&transaction, "payments.send", &payment, options()).await.unwrap();
        if commits {
            transaction.commit().await.unwrap();
        } else {
            transaction.rollback().await.unwrap();
        }
        journal.run().await.unwrap();
        journal.run().await.unwrap();
        assert_eq!(paid(&sandbox), count, "committed: {commits}");
        assert_eq!(journal.get(&key).await.unwrap().len(), usize::try_from(count).unwrap());
    }
}

#[tokio::test]
async fn a_postgres_that_can_lose_a_commit_is_reported() {
    let Some(url) = server("PAYONCE_TEST_POSTGRES") else { return };
    assert_eq!(postgres(&url).await.warnings().await, Vec::<String>::new());
    let warnings = postgres(&format!("{url}?options=-c%20synchronous_commit%3Doff")).await.warnings().await;
    assert!(warnings.len() == 1 && warnings[0].starts_with("synchronous_commit is off"), "{warnings:?}");
}

#[tokio::test]
async fn a_redis_that_can_evict_keys_is_reported() {
    let Some(url) = server("PAYONCE_TEST_REDIS") else { return };
    let store = redis(&url).await;
    assert_eq!(store.warnings().await, Vec::<String>::new());
    let mut connection = redis::Client::open(url).unwrap().get_multiplexed_async_connection().await.unwrap();
    let mut set = async |value: &str| {
        let mut command = redis::cmd("CONFIG");
        command.arg("SET").arg("maxmemory-policy").arg(value);
        command.query_async::<()>(&mut connection).await.unwrap();
    };
    set("allkeys-lru").await;
    let warnings = store.warnings().await;
    set("noeviction").await;
    assert!(warnings.len() == 1 && warnings[0].contains("allkeys-lru"), "{warnings:?}");
}
