//! What the journal costs: the writes of one call beside bare durable transactions of the same store, with rows of the same
//! size. Prints one line of JSON for each figure; `cargo xtask bench --journal` starts the servers and shows the table.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that reports on its terminal")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use payonce::journal::{JournalRow, JournalState, JournalStore, StoreFailure, StoreFuture};
use payonce::journal::{Postgres, Redis, Sqlite};
use payonce::{CallOptions, Provider, UntypedClient};
use payonce_sandbox::{Config, ProviderId, Sandbox};
use serde_json::{Map, Value, json};
use tokio::runtime::Runtime;

/// Each round measures every form; they alternate, so that a slow minute of the disk hits all of them.
const ROUNDS: usize = 15;
const IN_A_ROUND: usize = 20;

type Failure = Box<dyn Error>;

/// The three rows of one payment, as a client writes them.
#[derive(Clone)]
struct Written {
    claimed: JournalRow,
    sending: JournalRow,
    settled: JournalRow,
}

impl Written {
    /// The same rows under another id.
    fn renamed(&self, id: &str) -> Self {
        let named =
            |row: &JournalRow| JournalRow { id: id.to_owned(), key: Some(id.to_owned()), ..row.clone() };
        Self { claimed: named(&self.claimed), sending: named(&self.sending), settled: named(&self.settled) }
    }
}

/// Transactions of one store without payonce: an insert, and an update of the same row.
trait Bare {
    fn insert(&mut self, row: &JournalRow) -> Result<(), Failure>;
    fn update(&mut self, row: &JournalRow) -> Result<(), Failure>;
}

fn main() -> Result<(), Failure> {
    // Cargo hands its own arguments on to every bench.
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let folder = PathBuf::from(folder.ok_or("takes a folder on a disk; run `cargo xtask bench --journal`")?);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    // A store may start its work before it is waited for.
    let _entered = runtime.enter();
    let (rows, calls) = runtime.block_on(recorded(&folder))?;
    let sizes = [&rows.claimed, &rows.sending, &rows.settled].map(|row| row.entry.len());
    eprintln!("bytes of the entry when claimed, sending and settled: {sizes:?}");

    let sqlite: Arc<dyn JournalStore> = Arc::new(Sqlite::open(folder.join("journal.db")).map_err(said)?);
    compare(&runtime, "SQLite", &rows, &*sqlite, &mut BareSqlite::open(&folder.join("bare.db"))?)?;
    if let Ok(url) = std::env::var("PAYONCE_TEST_POSTGRES") {
        let store = Postgres::new(Arc::new(runtime.block_on(postgres(&url))?));
        runtime.block_on(store.create_table()).map_err(said)?;
        compare(&runtime, "PostgreSQL", &rows, &store, &mut BarePostgres::connect(&runtime, &url)?)?;
    }
    if let Ok(url) = std::env::var("PAYONCE_TEST_REDIS") {
        let mut connection = runtime.block_on(redis(&url))?;
        let mut always = ::redis::cmd("CONFIG");
        let always = always.arg("SET").arg("appendfsync").arg("always");
        runtime.block_on(always.query_async::<()>(&mut connection))?;
        let store = Redis::new(runtime.block_on(redis(&url))?);
        compare(&runtime, "Redis", &rows, &store, &mut BareRedis { runtime: &runtime, connection })?;
    }
    for (what, times) in calls {
        tell("a payment in the simulator, SQLite", what, &times, None);
    }
    Ok(())
}

fn said(failure: StoreFailure) -> Failure {
    failure.0.into()
}

/// Measures what one store takes for a call, with payonce and without.
fn compare(
    runtime: &Runtime,
    name: &str,
    rows: &Written,
    store: &dyn JournalStore,
    bare: &mut dyn Bare,
) -> Result<(), Failure> {
    let mut number = 0_u64;
    let mut fresh = || {
        number += 1;
        rows.renamed(&format!("pj_{number:032x}"))
    };
    let written = |op: StoreFuture<'_>| -> Result<(), Failure> {
        let answer = runtime.block_on(op).map_err(said)?;
        if answer.written { Ok(()) } else { Err("the row was not written".into()) }
    };
    let mut times: [Vec<Duration>; 4] = std::array::from_fn(|_| Vec::new());
    // The first round warms up.
    for round in 0..=ROUNDS {
        for form in 0..times.len() {
            for _ in 0..IN_A_ROUND {
                let rows = fresh();
                // What a store is given is its own, and copying it is not what is measured.
                let (claimed, sending, settled) =
                    (rows.claimed.clone(), rows.sending.clone(), rows.settled.clone());
                let begun = Instant::now();
                match form {
                    0 | 1 => {
                        bare.insert(&rows.claimed)?;
                        if form == 1 {
                            bare.update(&rows.sending)?;
                        }
                        bare.update(&rows.settled)?;
                    }
                    2 => {
                        written(store.claim(claimed))?;
                        let generation = rows.claimed.generation;
                        written(store.update(settled, generation))?;
                    }
                    _ => {
                        written(store.claim(claimed))?;
                        written(store.update(sending, rows.claimed.generation))?;
                        written(store.update(settled, rows.sending.generation))?;
                    }
                }
                if let Some(times) = times.get_mut(form).filter(|_| round > 0) {
                    times.push(begun.elapsed());
                }
            }
        }
    }
    let [two, three, settled, sent] = &mut times;
    tell(name, "two bare transactions", two, None);
    tell(name, "claim and settle", settled, Some(two));
    tell(name, "three bare transactions", three, None);
    tell(name, "claim, mark as sending, settle", sent, Some(three));
    Ok(())
}

fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

fn tell(store: &str, what: &str, times: &[Duration], beside: Option<&[Duration]>) {
    let nanoseconds = |time: Duration| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
    let fastest = times.iter().min().copied().unwrap_or_default();
    let ratio = beside.map(|bare| median(times).as_secs_f64() / median(bare).as_secs_f64());
    let median = nanoseconds(median(times));
    println!(
        "{}",
        json!({"store": store, "what": what, "median_ns": median, "min_ns": nanoseconds(fastest), "ratio": ratio})
    );
}

/// A store that remembers the rows that a client writes.
struct Recorder {
    store: Sqlite,
    rows: Mutex<Vec<JournalRow>>,
}

impl Recorder {
    fn note(&self, row: &JournalRow) {
        if let Ok(mut rows) = self.rows.lock() {
            rows.push(row.clone());
        }
    }
}

impl JournalStore for Recorder {
    fn claim(&self, row: JournalRow) -> StoreFuture<'_> {
        self.note(&row);
        self.store.claim(row)
    }

    fn update(&self, row: JournalRow, if_generation: u64) -> StoreFuture<'_> {
        self.note(&row);
        self.store.update(row, if_generation)
    }

    fn get(&self, id: String) -> StoreFuture<'_> {
        self.store.get(id)
    }

    fn list(&self, unsettled_only: bool, after: Option<String>, limit: u64) -> StoreFuture<'_> {
        self.store.list(unsettled_only, after, limit)
    }
}

type Calls = Vec<(&'static str, Vec<Duration>)>;

/// The rows of a payment, and how long one takes with a journal and without.
async fn recorded(folder: &Path) -> Result<(Written, Calls), Failure> {
    let sandbox = Sandbox::start(Config::default()).await?;
    let recorder = Arc::new(Recorder {
        store: Sqlite::open(folder.join("recorded.db")).map_err(said)?,
        rows: Mutex::default(),
    });
    pay(&client(&sandbox)?.with_journal(Arc::clone(&recorder) as _), "invoice-7041").await?;
    let rows = recorder.rows.lock().map_err(|_| "the recorder broke")?.clone();
    let [claimed, sending, settled] =
        <[JournalRow; 3]>::try_from(rows).map_err(|rows| format!("a payment wrote {rows:?}"))?;
    let states = [claimed.state, sending.state, settled.state];
    if states != [JournalState::Claimed, JournalState::Sending, JournalState::Settled] {
        return Err(format!("a payment wrote {states:?}").into());
    }

    let store: Arc<dyn JournalStore> = Arc::new(Sqlite::open(folder.join("calls.db")).map_err(said)?);
    let (plain, journaled) = (client(&sandbox)?, client(&sandbox)?.with_journal(store));
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for number in 0..ROUNDS * IN_A_ROUND {
        let begun = Instant::now();
        pay(&plain, &format!("plain-{number}")).await?;
        without.push(begun.elapsed());
        let begun = Instant::now();
        pay(&journaled, &format!("journaled-{number}")).await?;
        with.push(begun.elapsed());
    }
    Ok((
        Written { claimed, sending, settled },
        vec![("without a journal", without), ("with a journal", with)],
    ))
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn client(sandbox: &Sandbox) -> Result<UntypedClient, Failure> {
    let options = json!({
        "api_key": "awx_sandbox_key_that_moves_no_money", "base_url": sandbox.base_url(ProviderId::AgentWallex),
    });
    UntypedClient::open(Provider::AGENTWALLEX, &object(options)).map_err(|error| error.to_string().into())
}

async fn pay(client: &UntypedClient, key: &str) -> Result<(), Failure> {
    let payment = json!({
        "agent_id": "agent_abc123", "to": "0xRecipientAddress", "amount": "0.01", "token": "USDC", "chain": "eip155:8453",
    });
    let options = CallOptions::new().idempotency_key(key);
    let paid = client.call::<Value>("payments.send", &object(payment), options).await;
    paid.map(drop).map_err(|error| error.to_string().into())
}

struct BareSqlite(rusqlite::Connection);

impl BareSqlite {
    fn open(path: &Path) -> Result<Self, Failure> {
        let connection = rusqlite::Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.execute_batch(
            "CREATE TABLE bare (id TEXT PRIMARY KEY NOT NULL, generation INTEGER NOT NULL, state TEXT NOT NULL, outcome TEXT, \
             provider TEXT NOT NULL, account TEXT NOT NULL, operation TEXT NOT NULL, key TEXT, created_ms INTEGER NOT NULL, \
             updated_ms INTEGER NOT NULL, schema INTEGER NOT NULL, entry TEXT NOT NULL) WITHOUT ROWID",
        )?;
        Ok(Self(connection))
    }
}

impl Bare for BareSqlite {
    fn insert(&mut self, row: &JournalRow) -> Result<(), Failure> {
        let transaction = self.0.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        transaction
            .prepare_cached("INSERT INTO bare VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1, 1, 1, ?9)")?
            .execute(rusqlite::params![
                row.id,
                i64::try_from(row.generation)?,
                row.state.as_str(),
                row.outcome.map(payonce::Outcome::as_str),
                row.provider.as_str(),
                row.account,
                row.operation,
                row.key,
                row.entry,
            ])?;
        Ok(transaction.commit()?)
    }

    fn update(&mut self, row: &JournalRow) -> Result<(), Failure> {
        let transaction = self.0.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        transaction
            .prepare_cached(
                "UPDATE bare SET generation = ?2, state = ?3, outcome = ?4, updated_ms = 2, entry = ?5 WHERE id = ?1",
            )?
            .execute(rusqlite::params![
                row.id,
                i64::try_from(row.generation)?,
                row.state.as_str(),
                row.outcome.map(payonce::Outcome::as_str),
                row.entry,
            ])?;
        Ok(transaction.commit()?)
    }
}

async fn postgres(url: &str) -> Result<tokio_postgres::Client, Failure> {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

struct BarePostgres<'a> {
    runtime: &'a Runtime,
    client: tokio_postgres::Client,
    insert: tokio_postgres::Statement,
    update: tokio_postgres::Statement,
}

impl<'a> BarePostgres<'a> {
    fn connect(runtime: &'a Runtime, url: &str) -> Result<Self, Failure> {
        runtime.block_on(async {
            let client = postgres(url).await?;
            client
                .batch_execute(
                    "CREATE TABLE bare (id text COLLATE \"C\" PRIMARY KEY, generation bigint NOT NULL, state text NOT NULL, \
                     outcome text, provider text NOT NULL, account text NOT NULL, operation text NOT NULL, key text, \
                     created_ms bigint NOT NULL, updated_ms bigint NOT NULL, schema integer NOT NULL, entry text NOT NULL)",
                )
                .await?;
            // Prepared once, which is the fastest that the driver has.
            let insert =
                client.prepare("INSERT INTO bare VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, 1, 1, $9)").await?;
            let update = client
                .prepare(
                    "UPDATE bare SET generation = $2, state = $3, outcome = $4, updated_ms = 2, entry = $5 WHERE id = $1",
                )
                .await?;
            Ok(Self { runtime, client, insert, update })
        })
    }
}

impl Bare for BarePostgres<'_> {
    fn insert(&mut self, row: &JournalRow) -> Result<(), Failure> {
        let (generation, state) = (i64::try_from(row.generation)?, row.state.as_str());
        let (outcome, provider) = (row.outcome.map(payonce::Outcome::as_str), row.provider.as_str());
        self.runtime.block_on(self.client.execute(
            &self.insert,
            &[
                &row.id,
                &generation,
                &state,
                &outcome,
                &provider,
                &row.account,
                &row.operation,
                &row.key,
                &row.entry,
            ],
        ))?;
        Ok(())
    }

    fn update(&mut self, row: &JournalRow) -> Result<(), Failure> {
        let (generation, state) = (i64::try_from(row.generation)?, row.state.as_str());
        let outcome = row.outcome.map(payonce::Outcome::as_str);
        self.runtime.block_on(
            self.client.execute(&self.update, &[&row.id, &generation, &state, &outcome, &row.entry]),
        )?;
        Ok(())
    }
}

async fn redis(url: &str) -> Result<::redis::aio::ConnectionManager, Failure> {
    // The disk may take longer for a durable write than the half second that the client waits by default.
    let config = ::redis::aio::ConnectionManagerConfig::new()
        .set_response_timeout(Some(Duration::from_secs(30)))
        .set_connection_timeout(Some(Duration::from_secs(30)));
    Ok(::redis::aio::ConnectionManager::new_with_config(::redis::Client::open(url)?, config).await?)
}

struct BareRedis<'a> {
    runtime: &'a Runtime,
    connection: ::redis::aio::ConnectionManager,
}

impl Bare for BareRedis<'_> {
    fn insert(&mut self, row: &JournalRow) -> Result<(), Failure> {
        let columns = [
            ("id", row.id.as_str()),
            ("generation", &row.generation.to_string()),
            ("state", row.state.as_str()),
            ("provider", row.provider.as_str()),
            ("account", &row.account),
            ("operation", &row.operation),
            ("key", row.key.as_deref().unwrap_or_default()),
            ("created_ms", "1800000000000"),
            ("updated_ms", "1800000000000"),
            ("schema", "1"),
            ("entry", &row.entry),
        ];
        let mut transaction = ::redis::pipe();
        let transaction = transaction.atomic().hset_multiple(format!("bare:{}", row.id), &columns);
        Ok(self.runtime.block_on(transaction.query_async::<()>(&mut self.connection))?)
    }

    fn update(&mut self, row: &JournalRow) -> Result<(), Failure> {
        let generation = row.generation.to_string();
        let columns = [
            ("generation", generation.as_str()),
            ("state", row.state.as_str()),
            ("outcome", row.outcome.map_or("", payonce::Outcome::as_str)),
            ("updated_ms", "1800000000001"),
            ("entry", &row.entry),
        ];
        let mut transaction = ::redis::pipe();
        let transaction = transaction.atomic().hset_multiple(format!("bare:{}", row.id), &columns);
        Ok(self.runtime.block_on(transaction.query_async::<()>(&mut self.connection))?)
    }
}
