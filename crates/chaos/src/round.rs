//! One round: the faults come, callers ask for things, the faults go, what is open is settled, the ledger is read.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use payonce::core::{Client, KeyStyle};
use payonce::{Advice, Engine, Error, Interruption, Outcome, Payload, Provider, Success};
use payonce_sandbox::{FaultPlan, Sandbox};
use serde_json::{Map, Value, json};
use tokio::task::JoinSet;

use crate::judge::{Claim, Told, effects, judge};
use crate::orders::{self, Order};
use crate::report::Report;
use crate::weather;

/// A provider that answers at all does so in a few milliseconds here.
const TIMEOUT_MS: u64 = 120;

/// The clients of all providers, of as many callers as work at the same time.
#[derive(Debug)]
pub struct Clients {
    sets: Vec<Vec<(Provider, Engine)>>,
}

impl Clients {
    /// Clients of this simulator.
    ///
    /// # Errors
    /// When a transport cannot be set up.
    pub fn new(sandbox: &Sandbox, count: usize) -> anyhow::Result<Self> {
        let set = |number: usize| {
            Provider::ALL
                .iter()
                .map(|provider| {
                    // Some give up early because their budget is spent, some never do.
                    let budget = if number.is_multiple_of(2) { 500 } else { 1_000_000 };
                    Ok((*provider, engine(sandbox, *provider, &json!({}), budget)?))
                })
                .collect::<anyhow::Result<Vec<_>>>()
        };
        Ok(Self { sets: (0..count.max(1)).map(set).collect::<anyhow::Result<_>>()? })
    }

    fn of(&self, provider: Provider, number: usize) -> Option<&Engine> {
        let set = self.sets.get(number % self.sets.len())?;
        set.iter().find(|(known, _)| *known == provider).map(|(_, engine)| engine)
    }
}

/// A client of the simulator whose waits are a thousandth of what they are in life.
///
/// # Errors
/// When a transport cannot be set up.
pub fn engine(sandbox: &Sandbox, provider: Provider, more: &Value, budget: u32) -> anyhow::Result<Engine> {
    let options = sandbox.providers().pointer(&format!("/providers/{provider}"));
    let mut options = options.and_then(Value::as_object).cloned().context("find the provider's address")?;
    // The key of an end user is an argument.
    options.shift_remove("user_api_key");
    options.insert("timeout_ms".to_owned(), json!(TIMEOUT_MS));
    let retry = json!({"base_delay_ms": 1, "max_delay_ms": 30, "deadline_ms": 5_000, "budget": budget});
    options.insert("retry".to_owned(), retry);
    options.extend(more.as_object().cloned().unwrap_or_default());
    let client = Client::new(provider, &options, KeyStyle::Snake, &|_| None)?;
    Engine::new(client, "payonce-chaos").map_err(anyhow::Error::msg)
}

/// Plays the round of this seed with so many operations.
///
/// # Errors
/// When the accounts cannot be opened that the round needs.
pub async fn play(
    sandbox: &Sandbox,
    clients: &Arc<Clients>,
    seed: u64,
    operations: usize,
    careless: bool,
) -> anyhow::Result<Report> {
    sandbox.reset();
    let mut orders = orders::of(seed, operations);
    orders.iter_mut().for_each(|order| order.careless = careless);
    let accounts = Arc::new(open_accounts(sandbox, &mut orders).await?);
    let before = sandbox.requests().len();

    sandbox.set_faults(weather::of(seed));
    let orders: Arc<Vec<Order>> = Arc::new(orders);
    let next = Arc::new(AtomicUsize::new(0));
    let mut callers = JoinSet::new();
    for number in 0..clients.sets.len() {
        let (clients, accounts) = (Arc::clone(clients), Arc::clone(&accounts));
        let (orders, next) = (Arc::clone(&orders), Arc::clone(&next));
        callers.spawn(async move {
            let mut claims = Vec::new();
            while let Some(order) = orders.get(next.fetch_add(1, Ordering::Relaxed)) {
                claims.push(carry_out(&clients, &accounts, number, order.clone()).await);
            }
            claims
        });
    }
    let claims: Vec<Claim> = callers.join_all().await.into_iter().flatten().collect();

    sandbox.set_faults(FaultPlan::none());
    Ok(conclude(sandbox, clients, seed, claims, before).await)
}

/// The end of a round, when the faults have stopped: settles what is open, and compares everything with the ledger.
/// `before` is how many requests had been sent when the round began.
pub async fn conclude(
    sandbox: &Sandbox,
    clients: &Arc<Clients>,
    seed: u64,
    mut claims: Vec<Claim>,
    before: usize,
) -> Report {
    quiet(sandbox).await;
    let requests = sandbox.requests();
    settle_all(clients, &mut claims).await;
    let effects = effects(&sandbox.ledger());
    let mut report = Report::of_round(&claims, &effects, requests.get(before..).unwrap_or_default());
    report.offences = judge(seed, &claims, effects);
    report
}

/// Opens the accounts that the orders need, while all is well, and writes their names into the orders.
async fn open_accounts(sandbox: &Sandbox, orders: &mut [Order]) -> anyhow::Result<Vec<Engine>> {
    let needed = orders.iter().filter_map(|order| order.account).max().map_or(0, |most| most + 1);
    let register = Provider::AgenticPencil.operation("auth.register").context("find auth.register")?;
    let opener = engine(sandbox, Provider::AgenticPencil, &json!({}), 500)?;
    let mut keys = Vec::new();
    let mut accounts = Vec::new();
    for number in 0..needed {
        let arguments = members(json!({"email": format!("caller{number}@example.com")}));
        let opened = opener.call(register, &arguments, &members(json!({"timeout_ms": 5_000})), None).await?;
        let key = opened.value.get("api_key").and_then(Value::as_str).context("read the new key")?.to_owned();
        accounts.push(engine(sandbox, Provider::AgenticPencil, &json!({"api_key": key}), 500)?);
        keys.push(key);
    }
    for order in orders {
        order.names.extend(order.account.and_then(|number| keys.get(number)).cloned());
    }
    Ok(accounts)
}

async fn carry_out(clients: &Arc<Clients>, accounts: &[Engine], number: usize, mut order: Order) -> Claim {
    let told = |order: Order, told, words: String| Claim { order, told, settled: None, words };
    if let Some(create) = order.intent.take() {
        let Some(engine) = clients.of(order.provider, number) else {
            return told(order, Told::NotApplied, "no client".to_owned());
        };
        match create_intent(engine, &create).await {
            Ok(id) => {
                order.arguments = json!({"intent_id": id});
                order.names = vec![id];
            }
            Err(words) => return told(order, Told::NotApplied, words),
        }
    }
    let account = order.account.and_then(|account| accounts.get(account));
    let mut asking = JoinSet::new();
    for caller in 0..order.callers {
        let Some(engine) = account.or_else(|| clients.of(order.provider, number + caller)) else { continue };
        asking.spawn(ask(engine.clone(), order.clone()));
    }
    let mut together = Told::NotApplied;
    let mut words = Vec::new();
    for (one, said) in asking.join_all().await {
        together = together.and(one);
        words.push(said);
    }
    told(order, together, words.join(" | "))
}

/// Makes an intent. A second one does no harm, so that one is asked for until one is there.
///
/// # Errors
/// What the last attempt failed with, in words.
pub async fn create_intent(engine: &Engine, arguments: &Value) -> Result<String, String> {
    let mut words = "create_intent is not declared".to_owned();
    for _ in 0..5 {
        let Some(operation) = Provider::AgentTech.operation("create_intent") else { break };
        match engine.call(operation, &members(arguments.clone()), &Map::new(), None).await {
            Ok(success) => match success.value.get("intent_id").and_then(Value::as_str) {
                Some(id) => return Ok(id.to_owned()),
                None => words = format!("an intent without id: {}", success.value),
            },
            Err(error) => words = said(&error),
        }
    }
    Err(words)
}

async fn ask(engine: Engine, order: Order) -> (Told, String) {
    let Some(operation) = order.provider.operation(order.operation) else {
        return (Told::NotApplied, "not declared".to_owned());
    };
    let options = members(json!({"retry_unknown": order.careless}));
    let flight = match engine.prepare(operation, &members(order.arguments), &options) {
        Ok(flight) => flight,
        Err(error) => return (Told::of(&error), said(&error)),
    };
    let result = match order.patience {
        None => flight.run(None).await,
        Some(patience) => match tokio::time::timeout(patience, flight.run(None)).await {
            Ok(result) => result,
            Err(_) => Err(flight.interrupt(Interruption::Cancelled)),
        },
    };
    outcome(&result)
}

fn outcome(result: &Result<Success, Error>) -> (Told, String) {
    match result {
        Ok(success) => (Told::Done, format!("{} after {} requests", success.status, success.attempts)),
        Err(error) => (Told::of(error), said(error)),
    }
}

fn said(error: &Error) -> String {
    format!("{} at {}: {}", error.kind(), error.payload().phase, error.message())
}

/// Waits until the simulator has nothing more to do: a request that a caller gave up on may still lie in a buffer.
async fn quiet(sandbox: &Sandbox) {
    let mut seen = usize::MAX;
    loop {
        let now = sandbox.requests().len();
        if now == seen {
            return;
        }
        seen = now;
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
}

/// Finds out what became of everything that is open and can be found out.
async fn settle_all(clients: &Arc<Clients>, claims: &mut [Claim]) {
    let mut settling = JoinSet::new();
    let mut settled = Vec::new();
    for (place, claim) in claims.iter().enumerate() {
        let Told::Open(payload) = &claim.told else { continue };
        let Some(engine) = clients.of(claim.order.provider, place) else { continue };
        if !claim.order.can_be_settled() {
            continue;
        }
        let (engine, order, payload) = (engine.clone(), claim.order.clone(), payload.clone());
        settling.spawn(async move { (place, settle(engine, order, &payload).await) });
        // As many at the same time as there are callers.
        if settling.len() >= clients.sets.len() {
            settled.extend(settling.join_next().await.and_then(Result::ok));
        }
    }
    settled.extend(settling.join_all().await);
    for (place, (told, words)) in settled {
        if let Some(claim) = claims.get_mut(place) {
            claim.settled = Some(told);
            claim.words = format!("{}; later {words}", claim.words);
        }
    }
}

/// Asks the provider where it can be asked, and repeats under the same key where that is safe.
async fn settle(engine: Engine, order: Order, payload: &Payload) -> (Told, String) {
    let patient = members(json!({"timeout_ms": 10_000, "retry": {"deadline_ms": 30_000}}));
    if order.operation != "payments.send" {
        let Some(operation) = order.provider.operation(order.operation) else {
            return (Told::NotApplied, "not declared".to_owned());
        };
        return outcome(&engine.call(operation, &members(order.arguments), &patient, None).await);
    }
    let looked = match engine.prepare_reconciling(payload, &patient) {
        Ok(flight) => flight.run(None).await,
        Err(error) => Err(error),
    };
    match looked {
        // The list of the simulator is complete, and nothing is on its way any more: what it does not show never was.
        // A real provider gives no such promise, so that payonce itself leaves it open.
        Err(error) if error.outcome() == Outcome::Unknown && error.advice() == Advice::Reconcile => {
            (Told::NotApplied, "not found".to_owned())
        }
        result => outcome(&result),
    }
}

fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
