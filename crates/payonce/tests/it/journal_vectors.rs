//! Plays `tests/journal/vectors.json`: the ten rules of the journal as data, which Python plays as well.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use payonce::journal::{
    Journal, JournalAnswer, JournalRow, JournalStore, SettledBy, StoreFailure, StoreFuture,
};
use payonce::{CallOptions, Error, Event, Listener, ListenerError, UntypedClient};
use payonce_sandbox::{FaultPlan, ProviderId, Sandbox};
use serde_json::{Map, Value, json};

use crate::simulator::{self, WALLET_KEY};

type Members = Map<String, Value>;

fn object(value: &Value) -> Members {
    value.as_object().unwrap().clone()
}

/// The rows, and what goes wrong with them.
#[derive(Default)]
struct Rows {
    rows: BTreeMap<String, JournalRow>,
    clock_ms: u64,
    count: u64,
    fails: Vec<u64>,
    interferes: Option<(u64, Members)>,
}

/// A store with the clock of the vectors.
#[derive(Default)]
struct Memory(Mutex<Rows>);

impl Rows {
    /// Changes the only row as another writer would: columns, and members of its entry.
    fn change(&mut self, changes: &Members) {
        let row = self.rows.values_mut().next().unwrap();
        let mut members = object(&row.to_value());
        members.insert("generation".to_owned(), json!(row.generation + 1));
        merge(&mut members, changes);
        *row = JournalRow::read(&members).unwrap();
    }

    fn answer(&self, written: bool, id: &str) -> JournalAnswer {
        JournalAnswer { written, row: self.rows.get(id).cloned(), rows: Vec::new(), now_ms: self.clock_ms }
    }

    fn write(&mut self, mut row: JournalRow, created_ms: u64) -> JournalAnswer {
        let id = row.id.clone();
        (row.created_ms, row.updated_ms) = (created_ms, self.clock_ms);
        self.rows.insert(id.clone(), row);
        self.answer(true, &id)
    }
}

/// Replaces columns of a row, and single members of its entry.
fn merge(row: &mut Members, changes: &Members) {
    for (name, value) in changes {
        let value = if name == "entry" {
            let written = row.get("entry").and_then(Value::as_str).unwrap_or("{}");
            let mut entry: Members = serde_json::from_str(written).unwrap();
            entry.extend(object(value));
            Value::String(Value::Object(entry).to_string())
        } else {
            value.clone()
        };
        row.insert(name.clone(), value);
    }
}

impl Memory {
    fn act(&self, act: impl FnOnce(&mut Rows) -> JournalAnswer) -> StoreFuture<'_> {
        let mut rows = self.0.lock().unwrap();
        let number = rows.count;
        rows.count += 1;
        if let Some((_, changes)) = rows.interferes.clone().filter(|(before, _)| *before == number) {
            rows.change(&changes);
        }
        let answer = if rows.fails.contains(&number) {
            Err(StoreFailure("the disk is full".to_owned()))
        } else {
            Ok(act(&mut rows))
        };
        Box::pin(std::future::ready(answer))
    }
}

impl JournalStore for Memory {
    fn claim(&self, row: JournalRow) -> StoreFuture<'_> {
        self.act(|rows| {
            if rows.rows.contains_key(&row.id) {
                return rows.answer(false, &row.id);
            }
            let clock_ms = rows.clock_ms;
            rows.write(row, clock_ms)
        })
    }
    fn update(&self, row: JournalRow, if_generation: u64) -> StoreFuture<'_> {
        self.act(|rows| match rows.rows.get(&row.id).map(|stored| (stored.generation, stored.created_ms)) {
            Some((generation, created_ms)) if generation == if_generation => rows.write(row, created_ms),
            _ => rows.answer(false, &row.id),
        })
    }
    fn get(&self, id: String) -> StoreFuture<'_> {
        self.act(|rows| rows.answer(false, &id))
    }
    fn list(&self, unsettled_only: bool, after: Option<String>, limit: u64) -> StoreFuture<'_> {
        self.act(|rows| {
            let after = after.unwrap_or_default();
            let wanted = |row: &&JournalRow| {
                row.id > after && !(unsettled_only && row.state == payonce::journal::JournalState::Settled)
            };
            let limit = usize::try_from(limit).unwrap();
            let found = rows.rows.values().filter(wanted).take(limit).cloned().collect();
            JournalAnswer { rows: found, ..rows.answer(false, "") }
        })
    }
}

#[derive(Default)]
struct Hearing(Mutex<Vec<&'static str>>);

impl Listener for Hearing {
    fn on_event(&self, event: Event) -> Pin<Box<dyn Future<Output = Result<(), ListenerError>> + Send + '_>> {
        self.0.lock().unwrap().push(event.what.name());
        Box::pin(std::future::ready(Ok(())))
    }
}

/// One case on its way.
struct Play<'a> {
    case: &'a Members,
    purchase: &'a Value,
    /// The account of the entries, and their key.
    account: &'a str,
    key: Option<&'a str>,
    sandbox: &'a Sandbox,
    store: Arc<Memory>,
    hearing: Arc<Hearing>,
}

impl Play<'_> {
    /// A client of its own for each step, as in another process.
    fn client(&self) -> UntypedClient {
        let (provider, id, name, secret) = match self.purchase["provider"].as_str() {
            Some("agentpay") => (
                payonce::Provider::AGENTPAY,
                ProviderId::AgentPay,
                "service_token",
                "agentpay_sandbox_service_token",
            ),
            _ => (payonce::Provider::AGENTWALLEX, ProviderId::AgentWallex, "api_key", WALLET_KEY),
        };
        let options = json!({
            name: secret, "base_url": self.sandbox.base_url(id), "journal": null, "journal_account": self.account,
            "retry": {"base_delay": 0.01, "max_delay": 0.05, "deadline": 1},
        });
        let client = UntypedClient::open(provider, &object(&options)).unwrap();
        let listener: Arc<dyn Listener> = Arc::clone(&self.hearing) as _;
        client.with_journal(Arc::clone(&self.store) as _).with_listener(listener)
    }

    fn journal(&self) -> Journal {
        self.client().journal().unwrap()
    }

    async fn step(&self, step: &Members) -> Value {
        let text = |name: &str| step[name].as_str().unwrap().to_owned();
        match text("do").as_str() {
            "call" => {
                let mut arguments = object(&self.purchase["arguments"]);
                arguments.extend(step.get("arguments").map(object).unwrap_or_default());
                let mut options = CallOptions::new();
                // The key of `consume` is among its arguments.
                if let Some(key) = self.key.filter(|_| self.purchase["operation"] != "consume") {
                    options = options.idempotency_key(key);
                }
                let operation = self.purchase["operation"].as_str().unwrap();
                match self.client().call::<Value>(operation, &arguments, options).await {
                    Ok(answer) => json!({"ok": true, "replayed": answer.call_info().replayed}),
                    Err(error) => failed(&error),
                }
            }
            "run" => {
                let sweep = self.journal().run().await.unwrap();
                json!({"settled": sweep.settled.len(), "open": sweep.open.len()})
            }
            "prune" => json!({"pruned": self.journal().prune(Some(Duration::ZERO)).await.unwrap()}),
            "settle" => {
                let verdict = SettledBy {
                    by: text("by"),
                    note: text("note"),
                    frees_key: step["frees_key"].as_bool().unwrap(),
                };
                let outcome = text("outcome").parse().unwrap();
                match self.journal().settle(self.key.unwrap(), outcome, verdict).await {
                    Ok(_) => json!({"ok": true}),
                    Err(error) => failed(&error),
                }
            }
            "edit" => {
                self.store.0.lock().unwrap().change(&object(&step["row"]));
                json!({})
            }
            "faults" => {
                self.set_faults(&step["rules"]);
                json!({})
            }
            unknown => panic!("no step is called {unknown}"),
        }
    }

    fn set_faults(&self, rules: &Value) {
        let plan = json!({"seed": 1, "rules": rules}).to_string();
        self.sandbox.set_faults(FaultPlan::from_json(&plan).unwrap());
    }

    /// What happened in the end, in the form of the expectation.
    fn end(&self) -> Value {
        let operation = self.purchase["operation"].as_str().unwrap();
        let requests = self.sandbox.requests();
        let sent = requests.iter().filter(|request| request.operation.as_deref() == Some(operation)).count();
        let effects =
            self.sandbox.ledger().effects.iter().filter(|effect| effect.operation == operation).count();
        let rows: Vec<JournalRow> = self.store.0.lock().unwrap().rows.values().cloned().collect();
        assert!(rows.len() <= 1, "{rows:?}");
        let row = rows.first().map(|row| {
            let mut members = object(&row.to_value());
            members.insert("has_key".to_owned(), json!(row.key.is_some()));
            Value::Object(members)
        });
        json!({"sent": sent, "effects": effects, "row": row, "events": *self.hearing.0.lock().unwrap()})
    }
}

fn failed(error: &Error) -> Value {
    let payload = error.payload();
    json!({
        "ok": false, "kind": payload.kind.as_str(), "outcome": payload.outcome.as_str(), "retryable": payload.retryable,
        "phase": payload.phase.as_str(), "field": payload.details.get("field"),
        "has_retry_after": payload.retry_after_ms.is_some(),
    })
}

/// Whether what was expected is so. An object is compared member by member, and a list names what must be among others.
fn holds(expected: &Value, got: &Value) -> bool {
    match (expected, got) {
        (Value::Object(expected), Value::Object(got)) => {
            expected.iter().all(|(name, value)| holds(value, got.get(name).unwrap_or(&Value::Null)))
        }
        (Value::Array(expected), Value::Array(got)) => expected.iter().all(|value| got.contains(value)),
        _ => expected == got,
    }
}

async fn play(document: &Value, case: &Members) -> Vec<String> {
    let purchase = &document["purchases"][case["purchase"].as_str().unwrap()];
    let (account, clock_ms) = (document["account"].as_str().unwrap(), document["clock_ms"].as_u64().unwrap());
    let sandbox = simulator::start().await;
    let key = case.get("key").unwrap_or(&document["key"]).as_str();
    let play = Play {
        case,
        purchase,
        account,
        key,
        sandbox: &sandbox,
        store: Arc::default(),
        hearing: Arc::default(),
    };
    {
        let mut rows = play.store.0.lock().unwrap();
        rows.clock_ms = clock_ms;
        let fails = case.get("store_fails").and_then(Value::as_array);
        rows.fails = fails.into_iter().flatten().filter_map(Value::as_u64).collect();
        let interferes = case.get("interferes");
        rows.interferes = interferes.map(|given| (given["before"].as_u64().unwrap(), object(&given["row"])));
        if let Some(given) = case.get("row") {
            let entry = json!({"fingerprint": purchase["fingerprint"]}).to_string();
            let mut row = object(&json!({
                "id": purchase["id"], "provider": purchase["provider"], "operation": purchase["operation"],
                "account": account, "key": key, "schema": 1, "entry": entry,
            }));
            merge(&mut row, &object(given));
            let row = JournalRow::read(&row).unwrap();
            rows.rows.insert(row.id.clone(), row);
        }
    }
    play.set_faults(case.get("faults").unwrap_or(&json!([])));
    let mut problems = Vec::new();
    let mut check = |at: &str, expected: &Value, got: &Value| {
        if !holds(expected, got) {
            let name = &play.case["name"];
            problems
                .push(format!("rule {}: {name}: {at}: expected {expected}, got {got}", play.case["rule"]));
        }
    };
    for (number, step) in case["steps"].as_array().unwrap().iter().map(object).enumerate() {
        let got = play.step(&step).await;
        check(&format!("step {number}"), step.get("expect").unwrap_or(&json!({})), &got);
    }
    check("end", &case["expect"], &play.end());
    problems
}

fn document(name: &str) -> Value {
    let path = format!("{}/../../tests/journal/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// What a value has that the schema does not permit. It knows the words that `tests/journal/schema.json` uses, apart from
/// lengths and patterns.
fn violations(root: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut problems = Vec::new();
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        let place = target.strip_prefix('#').unwrap();
        problems.extend(violations(root, root.pointer(place).unwrap(), value, at));
    }
    let is_a = |name: &Value| match name.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        unknown => panic!("the schema names the type {unknown}"),
    };
    let is_typed = match schema.get("type") {
        Some(Value::Array(names)) => names.iter().any(is_a),
        Some(name) => is_a(name),
        None => true,
    };
    let is_listed = schema.get("enum").is_none_or(|listed| listed.as_array().unwrap().contains(value));
    let is_equal = schema.get("const").is_none_or(|constant| constant == value);
    for form in ["anyOf", "oneOf"] {
        let Some(forms) = schema.get(form).and_then(Value::as_array) else { continue };
        let fitting = forms.iter().filter(|form| violations(root, form, value, at).is_empty()).count();
        if fitting == 0 || (form == "oneOf" && fitting > 1) {
            problems.push(format!("{at}: fits {fitting} of {form}: {value}"));
        }
    }
    let number = |name: &str| schema.get(name).and_then(Value::as_u64);
    let is_in_range = value.as_u64().is_none_or(|given| {
        number("minimum").is_none_or(|least| given >= least)
            && number("maximum").is_none_or(|most| given <= most)
    });
    if !(is_typed && is_listed && is_equal && is_in_range) {
        problems.push(format!("{at}: is not what the schema says: {value}"));
    }
    for (place, item) in value.as_array().into_iter().flatten().enumerate() {
        if let Some(items) = schema.get("items") {
            problems.extend(violations(root, items, item, &format!("{at}/{place}")));
        }
    }
    let Some(members) = value.as_object() else { return problems };
    for name in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
        if !members.contains_key(name.as_str().unwrap()) {
            problems.push(format!("{at}: {name} is missing"));
        }
    }
    for (name, member) in members {
        let declared = schema.get("properties").and_then(|properties| properties.get(name));
        match declared.or_else(|| schema.get("additionalProperties")) {
            Some(Value::Bool(false)) => problems.push(format!("{at}: {name} is unknown")),
            Some(schema) => problems.extend(violations(root, schema, member, &format!("{at}/{name}"))),
            None => {}
        }
    }
    problems
}

#[test]
fn the_vectors_follow_their_schema() {
    let (schema, mut vectors) = (document("schema.json"), document("vectors.json"));
    assert_eq!(violations(&schema, &schema, &vectors, ""), Vec::<String>::new());
    let listed = |pointer: &str| schema.pointer(pointer).unwrap().clone();
    let names = |all: Vec<&str>| json!(all);
    let states = payonce::journal::JournalState::ALL.iter().map(|state| state.as_str()).collect();
    assert_eq!(listed("/$defs/state/enum"), names(states));
    let providers = payonce::Provider::BUILT_IN.iter().map(|provider| provider.as_str()).collect();
    assert_eq!(listed("/$defs/purchase/properties/provider/enum"), names(providers));
    let phases = payonce::Phase::ALL.iter().map(|phase| phase.as_str()).collect();
    assert_eq!(listed("/$defs/step/oneOf/0/properties/expect/properties/phase/enum"), names(phases));
    let outcomes = payonce::Outcome::ALL.iter().map(|outcome| json!(outcome.as_str()));
    let outcomes: Vec<Value> = outcomes.chain([Value::Null]).collect();
    assert_eq!(listed("/$defs/outcome/enum"), json!(outcomes));
    // A misspelled member would otherwise expect nothing.
    vectors["cases"][0]["steps"][0]["expect"]["retriable"] = json!(true);
    assert_eq!(violations(&schema, &schema, &vectors, "").len(), 1);
}

#[test]
fn every_case_has_a_name_of_its_own() {
    let vectors = document("vectors.json");
    let names: Vec<&str> =
        vectors["cases"].as_array().unwrap().iter().map(|case| case["name"].as_str().unwrap()).collect();
    let distinct: std::collections::BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(distinct.len(), names.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_rule_holds() {
    let document = document("vectors.json");
    let cases: Vec<Members> = document["cases"].as_array().unwrap().iter().map(object).collect();
    for rule in 1..=10 {
        assert!(
            cases.iter().filter(|case| case["rule"] == rule).count() >= 2,
            "rule {rule} has too few cases"
        );
    }
    let mut problems = Vec::new();
    for case in &cases {
        problems.extend(play(&document, case).await);
    }
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}
