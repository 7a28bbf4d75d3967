//! `payonce journal`, run as a user runs it.

use std::path::{Path, PathBuf};

use payonce::journal::{JournalRow, JournalState, JournalStore, Sqlite};
use payonce::{CallOptions, Provider, UntypedClient};
use payonce_sandbox::{Config, ProviderId, Sandbox};
use serde_json::{Map, Value, json};

use crate::payonce_command::{Run, command, run};

const WALLET_KEY: &str = "awx_sandbox_key_that_moves_no_money";

/// A folder of its own for each test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("payonce-cli-journal-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn file(&self) -> PathBuf {
        self.0.join("payments.db")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left behind in a temporary folder fails no test.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn object(value: &Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn on(file: &Path, arguments: &[&str]) -> Run {
    run(&[&["journal"], arguments, &["--store", file.to_str().unwrap()]].concat())
}

/// The same, with the keys of the simulator in the environment.
fn with_keys(file: &Path, sandbox: &Sandbox, arguments: &[&str]) -> (bool, String) {
    let output = command()
        .arg("journal")
        .args(arguments)
        .env("PAYONCE_JOURNAL", file)
        .env("AGENTWALLEX_API_KEY", WALLET_KEY)
        .env("AGENTWALLEX_BASE_URL", sandbox.base_url(ProviderId::AgentWallex))
        .output()
        .unwrap();
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.success(), text)
}

fn client(sandbox: &Sandbox, file: &Path) -> UntypedClient {
    let base_url = sandbox.base_url(ProviderId::AgentWallex);
    let options = json!({"api_key": WALLET_KEY, "base_url": base_url, "journal": file});
    UntypedClient::open(Provider::AGENTWALLEX, &object(&options)).unwrap()
}

async fn call(client: &UntypedClient, operation: &str, key: &str) {
    let arguments = match operation {
        "x402.pay" => json!({"agent_id": "agent_abc123", "target_url": "https://example.com/report"}),
        _ => json!({
            "agent_id": "agent_abc123", "to": "0xRecipientAddress", "amount": "50.00", "token": "USDC",
            "chain": "eip155:8453",
        }),
    };
    let options = CallOptions::new().idempotency_key(key);
    client.call::<Value>(operation, &object(&arguments), options).await.unwrap();
}

/// Makes the entry of a payment look as if its process had died while it waited for the response.
async fn die(file: &Path, key: &str) {
    let store = Sqlite::open(file).unwrap();
    let rows = store.list(false, None, 100).await.unwrap().rows;
    let mut row = rows.into_iter().find(|row| row.key.as_deref() == Some(key)).unwrap();
    let mut entry: Map<String, Value> = serde_json::from_str(&row.entry).unwrap();
    entry.insert("result".to_owned(), Value::Null);
    row.entry = Value::Object(entry).to_string();
    (row.state, row.outcome) = (payonce::journal::JournalState::Sending, None);
    let generation = row.generation;
    row.generation += 1;
    assert!(store.update(row, generation).await.unwrap().written);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_lists_open_entries_and_settles_one() {
    let (sandbox, scratch) = (Sandbox::start(Config::default()).await.unwrap(), Scratch::new("settles"));
    let file = scratch.file();
    let wallet = client(&sandbox, &file);
    call(&wallet, "payments.send", "invoice-7").await;
    call(&wallet, "x402.pay", "report-7").await;
    assert_eq!(on(&file, &["list"]).stdout, "Nothing is open.\n");
    let all = on(&file, &["list", "--all"]).stdout;
    assert_eq!(all.lines().filter(|line| line.contains("applied")).count(), 2, "{all}");
    die(&file, "invoice-7").await;
    die(&file, "report-7").await;

    let list = on(&file, &["list"]).stdout;
    assert!(list.contains("report-7") && list.contains("2 of 2 may have been paid"), "{list}");
    let entries: Vec<Value> = serde_json::from_str(&on(&file, &["list", "--format", "json"]).stdout).unwrap();
    assert_eq!(entries.len(), 2);
    let page = on(&file, &["show", "invoice-7"]).stdout;
    assert!(page.contains("payonce journal reconcile invoice-7"), "{page}");
    let page = on(&file, &["show", "report-7"]).stdout;
    assert!(page.contains("payonce journal settle report-7 applied"), "{page}");

    // The provider lists payments, so that it can be asked.
    let (success, text) = with_keys(&file, &sandbox, &["reconcile", "invoice-7"]);
    assert!(success && text.contains("applied") && text.contains("tx_"), "{text}");
    let paid = sandbox.ledger().total(ProviderId::AgentWallex, "payments.send", "USDC").count;
    assert_eq!(paid, 1);
    // It does not list x402 payments: a person has to look.
    let (success, text) = with_keys(&file, &sandbox, &["run"]);
    assert!(success && text.contains("1 still open") && text.contains("open: report-7"), "{text}");
    let missing = on(&file, &["settle", "report-7", "applied", "--by", "ana", "--note", ""]);
    assert!(
        missing.code == Some(1) && missing.stderr.contains("--note must not be empty"),
        "{}",
        missing.stderr
    );
    let settled = on(&file, &["settle", "report-7", "applied", "--by", "ana", "--note", "on the explorer"]);
    assert!(settled.code == Some(0) && settled.stdout.contains("ana: on the explorer"), "{}", settled.stdout);
    let again = on(&file, &["settle", "report-7", "not_applied", "--by", "bo", "--note", "no"]);
    assert!(again.code == Some(1) && again.stderr.contains("settled already"), "{}", again.stderr);
    assert_eq!(on(&file, &["list"]).stdout, "Nothing is open.\n");
    assert_eq!(on(&file, &["prune"]).stdout, "0 of 2 entries pruned.\n");
    assert_eq!(on(&file, &["prune", "--days", "0"]).stdout, "2 of 2 entries pruned.\n");
}

/// An entry of a payment by challenge that a dead process left.
async fn left_by_challenge(store: &Sqlite, account: &str, key: &str, state: JournalState, entry: Value) {
    let row = JournalRow {
        id: format!("pj_{account}_{key}"),
        generation: 1,
        state,
        outcome: (state == JournalState::Open).then_some(payonce::Outcome::Unknown),
        provider: Provider::CHALLENGE,
        account: account.to_owned(),
        operation: "fetch".to_owned(),
        key: Some(key.to_owned()),
        created_ms: 0,
        updated_ms: 0,
        schema: 1,
        entry: entry.to_string(),
    };
    assert!(store.claim(row).await.unwrap().written);
}

#[tokio::test(flavor = "multi_thread")]
async fn payments_by_challenge_stay_open_until_a_person_settles_them() {
    let scratch = Scratch::new("challenge");
    let file = scratch.file();
    let store = Sqlite::open(&file).unwrap();
    let sent = json!({"fingerprint": "f", "owner": "a", "lease_ms": 0, "attempts": 1, "first_sent_ms": 1,
        "reference": {"reference": "0xabc"}});
    let unsent = json!({"fingerprint": "f", "owner": "a", "lease_ms": 0, "reference": {}});
    left_by_challenge(&store, "acct_1", "report-1", JournalState::Sending, sent.clone()).await;
    left_by_challenge(&store, "acct_2", "report-2", JournalState::Open, sent).await;
    left_by_challenge(&store, "acct_2", "report-3", JournalState::Claimed, unsent).await;

    // Another account in the environment is that of another provider.
    let run = command()
        .args(["journal", "run", "--store"])
        .arg(&file)
        .env("PAYONCE_JOURNAL_ACCOUNT", "acct_9")
        .output()
        .unwrap();
    let text = String::from_utf8(run.stdout).unwrap();
    assert!(text.contains("challenge: 1 settled (0 applied), 2 still open, 0 untouched"), "{text}");
    assert!(text.contains("open: report-1") && text.contains("open: report-2"), "{text}");
    let shown = on(&file, &["reconcile", "report-1"]);
    assert!(shown.code == Some(0) && shown.stdout.contains("open"), "{} {}", shown.stdout, shown.stderr);
    let page = on(&file, &["show", "report-1"]).stdout;
    assert!(page.contains("0xabc") && page.contains("payonce journal settle report-1 applied"), "{page}");
    for key in ["report-1", "report-2"] {
        let settled = on(&file, &["settle", key, "applied", "--by", "ana", "--note", "on the explorer"]);
        assert_eq!(settled.code, Some(0), "{}", settled.stderr);
    }
    assert_eq!(on(&file, &["run"]).stdout, "Nothing is open.\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_of_another_account_sends_no_request() {
    let (sandbox, scratch) = (Sandbox::start(Config::default()).await.unwrap(), Scratch::new("account"));
    let file = scratch.file();
    call(&client(&sandbox, &file), "payments.send", "invoice-7").await;
    die(&file, "invoice-7").await;
    let output = command()
        .args(["journal", "reconcile", "invoice-7"])
        .env("PAYONCE_JOURNAL", &file)
        .env("AGENTWALLEX_API_KEY", "awx_another_key_0123456789")
        .env("AGENTWALLEX_BASE_URL", sandbox.base_url(ProviderId::AgentWallex))
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && text.contains("PAYONCE_JOURNAL_ACCOUNT=acct_"), "{text}");
    assert!(!text.contains("another_key"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_is_checked_and_its_table_is_printed() {
    let scratch = Scratch::new("check");
    let checked = on(&scratch.file(), &["check"]);
    assert!(checked.code == Some(0) && checked.stdout.contains("16 checks passed"), "{}", checked.stdout);
    for dialect in ["sqlite", "postgres"] {
        let printed = run(&["journal", "schema", "--dialect", dialect]).stdout;
        assert!(printed.starts_with("CREATE TABLE IF NOT EXISTS payonce_journal ("), "{printed}");
    }
}

#[test]
fn a_missing_store_is_an_error() {
    let scratch = Scratch::new("missing");
    let missing = on(&scratch.file(), &["list"]);
    assert!(missing.code == Some(2) && missing.stderr.contains("no such file"), "{}", missing.stderr);
    assert!(!scratch.file().exists());
    let unnamed = command().args(["journal", "list"]).env_remove("PAYONCE_JOURNAL").output().unwrap();
    assert_eq!(unnamed.status.code(), Some(2));
    // `provider try` calls the same option `--journal`.
    for option in ["--store", "--journal"] {
        let other = run(&["journal", "list", option, "mysql://localhost/payments"]);
        assert!(other.code == Some(2) && other.stderr.contains("postgres://"), "{}", other.stderr);
    }
    let other = run(&["journal", "list", "--store", "mysql://localhost/payments"]);
    assert!(other.code == Some(2) && other.stderr.contains("postgres://"), "{}", other.stderr);
    let unknown = {
        on(&scratch.file(), &["check"]);
        on(&scratch.file(), &["show", "no-such-key"])
    };
    assert!(unknown.code == Some(1) && unknown.stderr.contains("list --all"), "{}", unknown.stderr);
}

#[test]
fn a_postgres_that_can_lose_a_commit_is_reported() {
    let Ok(url) = std::env::var("PAYONCE_TEST_POSTGRES") else { return };
    let reported = |url: &str| run(&["journal", "list", "--store", url]).stderr;
    assert!(!reported(&url).contains("warning"));
    let forgets = reported(&format!("{url}?options=-c%20synchronous_commit%3Doff"));
    assert!(forgets.starts_with("warning: synchronous_commit is off in this PostgreSQL"), "{forgets}");
}
