//! One round: the faults come, callers ask for things, the faults go, what is open is settled, the ledger is read.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use payonce::{Driver, Error, ErrorPayload, Interruption, Provider, Reference, Success};
use payonce_core::{CallOptions, CaseStyle, Client, ffi};
use payonce_sandbox::{FaultPlan, RequestRecord, Sandbox};
use serde_json::{Map, Value, json};
use tokio::task::JoinSet;

use crate::judge::{CallResult, Claim, Intent, Reported, effects, judge, note_disfigured};
use crate::orders::{self, MAX_INTENTS, Order, UNREACHABLE};
use crate::report::Report;
use crate::{Plan, faults};

/// A provider that responds at all does so in a few milliseconds here, unless the machine is busy with other things.
const TIMEOUT_MS: u64 = 250;
/// Some clients give up early because their budget is spent, some never do.
pub const BUDGETS: [u32; 2] = [500, 1_000_000];
const USER_AGENT: &str = "payonce-chaos";
/// When the faults have stopped, time does not matter any more.
pub const SETTLING_TIMEOUT_MS: u64 = 30_000;

/// The clients of all providers, of as many callers as work at the same time.
#[derive(Debug)]
pub struct Clients {
    sets: Vec<Vec<(Provider, Driver)>>,
    refused: Vec<(Provider, Driver)>,
}

impl Clients {
    /// Clients of this simulator.
    ///
    /// # Errors
    /// When a transport cannot be set up.
    pub fn new(sandbox: &Sandbox, count: usize) -> anyhow::Result<Self> {
        let set = |number: usize| {
            Provider::BUILT_IN
                .iter()
                .map(|provider| {
                    let budget = BUDGETS.get(number % BUDGETS.len()).copied().unwrap_or_default();
                    let client = client(sandbox, *provider, &json!({}), budget)?;
                    let opened = if number % 4 < 2 {
                        Driver::new(client, USER_AGENT)
                    } else {
                        Driver::with_http2_prior_knowledge(client, USER_AGENT)
                    };
                    Ok((*provider, opened.map_err(anyhow::Error::msg)?))
                })
                .collect::<anyhow::Result<Vec<_>>>()
        };
        let refused = |provider: &Provider| {
            Ok((*provider, engine(sandbox, *provider, &json!({"base_url": UNREACHABLE}), 1_000_000)?))
        };
        Ok(Self {
            sets: (0..count.max(1)).map(set).collect::<anyhow::Result<_>>()?,
            refused: Provider::BUILT_IN.iter().map(refused).collect::<anyhow::Result<_>>()?,
        })
    }

    fn refused(&self, provider: Provider) -> Option<&Driver> {
        self.refused.iter().find(|(known, _)| *known == provider).map(|(_, engine)| engine)
    }

    fn of(&self, provider: Provider, number: usize) -> Option<&Driver> {
        let set = self.sets.get(number % self.sets.len())?;
        set.iter().find(|(known, _)| *known == provider).map(|(_, engine)| engine)
    }
}

/// The waits of life, a thousandth of them.
#[must_use]
pub fn retry_policy() -> Map<String, Value> {
    members(json!({"base_delay_ms": 1, "max_delay_ms": 30, "deadline_ms": 5_000}))
}

/// A client of the simulator whose waits are a thousandth of what they are in life.
///
/// # Errors
/// When a transport cannot be set up.
pub fn engine(sandbox: &Sandbox, provider: Provider, more: &Value, budget: u32) -> anyhow::Result<Driver> {
    Driver::new(client(sandbox, provider, more, budget)?, USER_AGENT).map_err(anyhow::Error::msg)
}

fn client(sandbox: &Sandbox, provider: Provider, more: &Value, budget: u32) -> anyhow::Result<Client> {
    let options = sandbox.providers().pointer(&format!("/providers/{provider}"));
    let mut options = options.and_then(Value::as_object).cloned().context("find the provider's address")?;
    // The key of an end user is an argument.
    options.shift_remove("user_api_key");
    options.insert("timeout_ms".to_owned(), json!(TIMEOUT_MS));
    let mut retry = retry_policy();
    retry.insert("budget".to_owned(), json!(budget));
    options.insert("retry".to_owned(), Value::Object(retry));
    options.extend(more.as_object().cloned().unwrap_or_default());
    Ok(ffi::client_from(provider, &options, CaseStyle::Snake, &|_| None)?)
}

/// A round that can begin: the simulator is as new, the orders are complete, and the accounts are open that they need.
#[derive(Debug)]
pub struct Round {
    /// Decides everything.
    pub seed: u64,
    /// How many operations were wanted.
    pub operations: usize,
    /// What callers ask for.
    pub orders: Vec<Order>,
    /// The keys of the accounts of AgenticPencil, by number.
    pub keys: Vec<String>,
    /// The number of the last request that was sent before.
    pub before: u64,
}

impl Round {
    /// Prepares the round while all is well.
    ///
    /// # Errors
    /// When the accounts cannot be opened.
    pub async fn prepare(
        sandbox: &Sandbox,
        seed: u64,
        plan: &Plan,
        operations: usize,
    ) -> anyhow::Result<Self> {
        sandbox.reset();
        let mut orders = orders::of(seed, operations);
        orders.iter_mut().for_each(|order| order.careless = plan.careless);
        let keys = open_accounts(sandbox, &mut orders).await?;
        let before = sandbox.requests().last().map_or(0, |request| request.seq);
        Ok(Self { seed, operations, orders, keys, before })
    }

    /// The end of the round, when everything that was open is settled: compares what was said with the ledger.
    /// `requests` are those of the time of the faults.
    #[must_use]
    pub fn conclude(&self, sandbox: &Sandbox, mut claims: Vec<Claim>, requests: &[RequestRecord]) -> Report {
        claims.iter_mut().for_each(Claim::learn_names);
        note_disfigured(&mut claims, requests);
        let effects = effects(&sandbox.ledger());
        let requests = requests.iter().filter(|request| request.seq > self.before);
        let mut report = Report::of_round(&claims, &effects, requests);
        report.offences = judge(self.seed, self.operations, &claims, effects);
        report
    }
}

/// Plays the round with callers in Rust.
///
/// # Errors
/// When a client of one of its accounts cannot be set up.
pub async fn play(sandbox: &Sandbox, clients: &Arc<Clients>, mut round: Round) -> anyhow::Result<Report> {
    let account = |key| engine(sandbox, Provider::AGENTICPENCIL, &json!({"api_key": key}), 500);
    let accounts = Arc::new(round.keys.iter().map(account).collect::<anyhow::Result<Vec<_>>>()?);
    let orders = Arc::new(std::mem::take(&mut round.orders));

    sandbox.set_faults(faults::of(round.seed, faults::Protocol::Http1And2));
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
    let mut claims: Vec<Claim> = callers.join_all().await.into_iter().flatten().collect();

    sandbox.set_faults(FaultPlan::none());
    let requests = quiet(sandbox).await;
    settle_all(clients, &mut claims, |_, _| true).await;
    Ok(round.conclude(sandbox, claims, &requests))
}

/// Opens the accounts that the orders need, while all is well, and writes their names into the orders.
async fn open_accounts(sandbox: &Sandbox, orders: &mut [Order]) -> anyhow::Result<Vec<String>> {
    let needed = orders.iter().filter_map(|order| order.account).max().map_or(0, |max| max + 1);
    let register = Provider::AGENTICPENCIL.operation("auth.register").context("find auth.register")?;
    let opener = engine(sandbox, Provider::AGENTICPENCIL, &json!({}), 500)?;
    let mut keys = Vec::new();
    for number in 0..needed {
        let arguments = members(json!({"email": format!("caller{number}@example.com")}));
        // A busy machine must not end a long run here: nothing is measured yet.
        let opened = opener.call(register, &arguments, patient(), None).await?;
        let key = opened.value.get("api_key").and_then(Value::as_str).context("read the new key")?;
        keys.push(key.to_owned());
    }
    for order in orders {
        order.names.extend(order.account.and_then(|number| keys.get(number)).cloned());
    }
    Ok(keys)
}

async fn carry_out(clients: &Arc<Clients>, accounts: &[Driver], number: usize, mut order: Order) -> Claim {
    let mut intent = None;
    if let (Some(create), Some(engine)) = (order.intent.take(), clients.of(order.provider, number)) {
        let made = create_intent(engine, &create).await;
        let id = made.id.clone();
        intent = Some(made);
        match id {
            Some(id) => order.complete_with(id),
            None => return Claim { order, intent, call_results: Vec::new(), disfigured: false },
        }
    }
    let account = order.account.and_then(|account| accounts.get(account));
    let mut asking = JoinSet::new();
    for caller in 0..order.callers {
        let own = if order.one_client { number } else { number + caller };
        let engine =
            if order.refused { clients.refused(order.provider) } else { clients.of(order.provider, own) };
        let Some(engine) = account.or(engine) else { continue };
        asking.spawn(ask(engine.clone(), order.clone()));
    }
    let call_results = asking.join_all().await;
    Claim { order, intent, call_results, disfigured: false }
}

/// Makes an intent. A second one does no harm, so that one is asked for until one is there.
async fn create_intent(engine: &Driver, arguments: &Value) -> Intent {
    let mut intent = Intent::default();
    while intent.reported.len() < MAX_INTENTS && intent.id.is_none() {
        let Some(operation) = Provider::AGENTTECH.operation("create_intent") else { break };
        let created = engine.call(operation, &members(arguments.clone()), CallOptions::default(), None).await;
        intent.id = created.as_ref().ok().and_then(|success| {
            success.value.get("intent_id").and_then(Value::as_str).map(ToOwned::to_owned)
        });
        intent.reported.push(call_result(created).reported);
    }
    intent
}

async fn ask(engine: Driver, order: Order) -> CallResult {
    let Some(operation) = order.provider.operation(order.operation) else {
        return CallResult::not_applied("not declared");
    };
    let in_flight = match engine.prepare(operation, &members(order.arguments.clone()), order.typed_options())
    {
        Ok(in_flight) => in_flight,
        Err(error) => return call_result(Err(error)),
    };
    let Some(patience) = order.patience else { return call_result(in_flight.run(None).await) };
    match tokio::time::timeout(patience, in_flight.run(None)).await {
        Ok(result) => call_result(result),
        Err(_) => {
            let interrupted = in_flight.interrupt(Interruption::Cancelled);
            CallResult { cancelled: true, ..call_result(Err(interrupted)) }
        }
    }
}

fn call_result(result: Result<Success, Error>) -> CallResult {
    match result {
        Ok(success) => CallResult {
            reported: Reported::Done,
            key: key_of(&success.reference),
            words: format!("{} after {} requests", success.status, success.attempts),
            ..CallResult::not_applied("")
        },
        Err(error) => call_result_of(error.payload()),
    }
}

/// The report of an error to its caller.
#[must_use]
pub fn call_result_of(payload: &ErrorPayload) -> CallResult {
    let words = format!("{} at {}: {}", payload.kind, payload.phase, payload.message);
    CallResult {
        reported: Reported::of(payload),
        key: key_of(&payload.reference),
        ..CallResult::not_applied(words)
    }
}

/// What an operation can be found or repeated by.
#[must_use]
pub fn key_of(reference: &Reference) -> Option<String> {
    let Reference { idempotency_key, reference, intent_id, .. } = reference;
    idempotency_key.clone().or_else(|| reference.clone()).or_else(|| intent_id.clone())
}

/// Waits until the simulator has nothing more to do: a request that a caller gave up on may still lie in a buffer.
/// Returns all requests since its last reset.
pub async fn quiet(sandbox: &Sandbox) -> Vec<RequestRecord> {
    let mut seen = u64::MAX;
    loop {
        let requests = sandbox.requests();
        let last = requests.last().map_or(0, |request| request.seq);
        if last == seen && sandbox.late_effects() == 0 {
            return requests;
        }
        seen = last;
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
}

/// Finds out what became of the open results that are `wanted`, by the number of their claim, and can be found out.
pub async fn settle_all(
    clients: &Arc<Clients>,
    claims: &mut [Claim],
    wanted: impl Fn(usize, &Order) -> bool,
) {
    let mut settling = JoinSet::new();
    let mut settled = Vec::new();
    for (place, claim) in claims.iter().enumerate() {
        let Some(engine) = clients.of(claim.order.provider, place) else { continue };
        if !claim.order.can_be_settled() || !wanted(place, &claim.order) {
            continue;
        }
        for (caller, call_result) in claim.call_results.iter().enumerate() {
            let Reported::Open(payload) = &call_result.reported else { continue };
            let (engine, order, payload) = (engine.clone(), claim.order.clone(), payload.clone());
            settling.spawn(async move { (place, caller, settle(engine, order, &payload).await) });
            // As many at the same time as there are callers.
            if settling.len() >= clients.sets.len() {
                settled.extend(settling.join_next().await.and_then(Result::ok));
            }
        }
    }
    settled.extend(settling.join_all().await);
    for (place, caller, later) in settled {
        if let Some(call_result) = claims.get_mut(place).and_then(|claim| claim.call_results.get_mut(caller))
        {
            call_result.learn(later);
        }
    }
}

/// The options of a call that has to come to an end, whatever the network does.
fn patient() -> CallOptions {
    let mut options = CallOptions::default();
    options.timeout = Some(Duration::from_millis(SETTLING_TIMEOUT_MS));
    options.retry.deadline = Some(Duration::from_secs(120));
    options
}

/// Asks the provider where it can be asked, and repeats under the same key where that is safe.
async fn settle(engine: Driver, order: Order, payload: &ErrorPayload) -> CallResult {
    let mut options = patient();
    if order.operation == "payments.send" {
        return match engine.prepare_reconciling(payload, options) {
            Ok(in_flight) => call_result(in_flight.run(None).await),
            Err(error) => call_result(Err(error)),
        };
    }
    let Some(operation) = order.provider.operation(order.operation) else {
        return CallResult::not_applied("not declared");
    };
    if order.names.is_empty() {
        // The caller had no key of his own: the one that payonce drew came with the error.
        options.idempotency_key.clone_from(&payload.reference.idempotency_key);
    }
    call_result(engine.call(operation, &members(order.arguments), options, None).await)
}

fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
