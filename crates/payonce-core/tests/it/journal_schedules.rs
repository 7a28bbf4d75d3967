//! Several workers with one key and one journal, whatever fails and whenever: nothing is paid twice, and what was paid is
//! in the journal.

use std::time::Duration;

use payonce_core::journal::{Due, Entry, SettledBy, due, prune, settle};
use payonce_core::{
    Call, CaseStyle, Client, Error, HttpRequest, Input, JournalConfig, JournalOp, JournalState, Now, Outcome,
    Provider, Safety, Step, Success, ffi,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::journal_store::{Fault, MemoryStore};
use crate::wallet_payment::{lost, object, response};

/// One operation of each safety, with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Idempotent,
    Keyed,
    Reconcilable,
    Unkeyed,
}

const KEY: &str = "order_4711_attempt_1";
const BEGIN_MS: u64 = 1_800_000_000_000;
/// How long the provider recognizes a key. payonce relies on 22 hours, and each clock here may be wrong by one.
const REMEMBERED_MS: u64 = 24 * 60 * 60 * 1000 + LATEST_MS;
/// The deadline of a call, and ten seconds.
const LEASE_MS: u64 = 40_000;
/// How long a process may stand still between the look at its clock and the send.
const LATEST_MS: u64 = 5 * 60 * 1000;
/// So long after the begin a key may be too old to be sent again, by the clocks of this test.
const MAYBE_OLD_MS: u64 = 19 * 60 * 60 * 1000;

/// How a process differs from the workers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Foreign {
    Arguments,
    Account,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Idempotent => "agents.freeze",
            Self::Keyed => "consume",
            Self::Reconcilable => "payments.send",
            Self::Unkeyed => "x402.pay",
        }
    }

    fn call(self, client: &Client, seed: u8, foreign: Option<Foreign>) -> Call {
        let (name, mut arguments, options) = match self {
            Self::Idempotent => ("agents.freeze", json!({"agent_id": "a"}), json!({"idempotency_key": KEY})),
            Self::Keyed => (
                "consume",
                json!({"api_key": "user-key-0123456789", "amount_cents": 5, "usage_event_id": KEY}),
                json!({}),
            ),
            Self::Reconcilable => (
                "payments.send",
                json!({"agent_id": "a", "to": "0x1", "amount": "1", "token": "USDC", "chain": "eip155:1"}),
                json!({"idempotency_key": KEY}),
            ),
            Self::Unkeyed => (
                "x402.pay",
                json!({"agent_id": "a", "target_url": "https://example.com/"}),
                json!({"idempotency_key": KEY}),
            ),
        };
        if foreign == Some(Foreign::Arguments) {
            let (argument, value) = match self {
                Self::Idempotent => ("agent_id", json!("b")),
                Self::Keyed => ("amount_cents", json!(6)),
                Self::Reconcilable => ("amount", json!("2")),
                Self::Unkeyed => ("target_url", json!("https://example.com/other")),
            };
            arguments[argument] = value;
        }
        assert_eq!(name, self.name());
        let operation = client.provider().operation(name).unwrap();
        let safety = match self {
            Self::Idempotent => Safety::Idempotent,
            Self::Keyed => Safety::Keyed,
            Self::Reconcilable => Safety::Reconcilable,
            Self::Unkeyed => Safety::Unkeyed,
        };
        assert_eq!(operation.safety(), safety);
        ffi::call_from(
            client,
            operation,
            &object(&arguments),
            &object(&options),
            CaseStyle::Snake,
            [seed; 16],
        )
        .unwrap()
    }

    fn client(self, worker: usize, foreign: Option<Foreign>) -> Client {
        let account = if foreign == Some(Foreign::Account) { "of others" } else { "of all workers" };
        let (provider, key) = match self {
            Self::Keyed => (Provider::AGENTPAY, "service_token"),
            _ => (Provider::AGENTWALLEX, "api_key"),
        };
        let options = json!({
            key: "key_0123456789abcdef", "journal_account": account,
            "retry": {"max_retries": 2, "jitter": false, "base_delay": 1, "max_delay": 2, "deadline": 30},
        });
        let options = object(&options);
        let owner = format!("worker {worker}");
        ffi::client_from(provider, &options, CaseStyle::Snake, &|_| None)
            .unwrap()
            .with_journal(JournalConfig { owner })
    }
}

/// What becomes of one request.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Serve,
    Refuse,
    /// It is carried out, and the response is lost.
    LoseAnswer,
    /// It never arrives, and no caller learns of it.
    LoseRequest,
    /// It is carried out, and the response says that the service failed.
    Break,
    /// The provider accepts it and reports at once that it failed, so that it is listed without an effect.
    Fail,
}

/// What happens to one worker at one moment.
#[derive(Debug, Clone, Copy)]
enum Happening {
    /// It takes its next step.
    Step { fate: Fate, fault: Option<Fault> },
    /// It takes its next step although its deadline is over: it stood still between the look at its clock and the send.
    LateSend,
    /// It is killed. A new process begins the same job.
    Kill,
    /// Its request arrives and is carried out, and it is killed before the response.
    KillAfterSend,
    /// All others have this much time, in seconds.
    StandStill(u32),
    /// A worker does what is due for the entry that others left.
    Sweep { fault: Option<Fault> },
    /// Its caller ends the call; the last row is written, or not.
    Cancel { fault: Option<Fault> },
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        4 => Just(Fate::Serve),
        1 => Just(Fate::Refuse),
        2 => Just(Fate::LoseAnswer),
        2 => Just(Fate::LoseRequest),
        1 => Just(Fate::Break),
        1 => Just(Fate::Fail),
    ]
}

fn fault() -> impl Strategy<Value = Option<Fault>> {
    prop_oneof![8 => Just(None), 1 => Just(Some(Fault::Before)), 1 => Just(Some(Fault::After))]
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        12 => (fate(), fault()).prop_map(|(fate, fault)| Happening::Step { fate, fault }),
        1 => Just(Happening::LateSend),
        2 => Just(Happening::Kill),
        1 => Just(Happening::KillAfterSend),
        2 => (0_u32..120).prop_map(Happening::StandStill),
        1 => (0_u32..100_000).prop_map(Happening::StandStill),
        1 => fault().prop_map(|fault| Happening::Sweep { fault }),
        1 => fault().prop_map(|fault| Happening::Cancel { fault }),
    ]
}

/// The provider: what it did for the key.
#[derive(Default)]
struct Ledger {
    /// The memos of payments, in order, and whether they failed.
    payments: Vec<(String, bool)>,
    /// How often anything took effect that the provider does not recognize as a repetition.
    effects: u32,
    /// When the key took effect, of an operation whose repetition the provider recognizes for a time.
    keyed_ms: Option<u64>,
    /// After how many requests a payment is listed.
    lag: usize,
    requests: usize,
}

impl Ledger {
    /// Carries a request out.
    fn carry_out(&mut self, kind: Kind, request: &HttpRequest, fails: bool, now_ms: u64) {
        if request.method == "GET" {
            return;
        }
        match kind {
            // A repetition has the effect of one.
            Kind::Idempotent => self.effects = 1,
            Kind::Keyed => {
                if self.keyed_ms.is_none_or(|keyed_ms| now_ms - keyed_ms > REMEMBERED_MS) {
                    self.keyed_ms = Some(now_ms);
                    self.effects += 1;
                }
            }
            Kind::Reconcilable => {
                let body: Value = serde_json::from_slice(request.body.as_ref().unwrap()).unwrap();
                self.payments.push((body["memo"].as_str().unwrap().to_owned(), fails));
                self.effects += u32::from(!fails);
            }
            Kind::Unkeyed => self.effects += 1,
        }
    }

    fn respond(&self, kind: Kind, request: &HttpRequest) -> Input {
        let payment = |(memo, fails): &(String, bool)| {
            let status = if *fails { "failed" } else { "confirmed" };
            json!({"id": "tx_1", "status": status, "memo": memo, "created_at": "2026-01-01T00:00:00Z"})
        };
        if request.method == "GET" {
            let shown = self.payments.len().saturating_sub(usize::from(self.requests < self.lag));
            let items: Vec<Value> = self.payments.iter().take(shown).map(payment).collect();
            return response(200, &[], &json!({"data": items, "has_more": false}));
        }
        match kind {
            Kind::Idempotent => response(200, &[], &json!({"id": "a", "status": "frozen"})),
            Kind::Keyed => response(200, &[], &json!({"success": true, "remaining_balance_cents": 5})),
            Kind::Reconcilable => response(201, &[], &payment(self.payments.last().unwrap())),
            Kind::Unkeyed => response(200, &[], &json!({"id": "x_1", "status": "paid", "success": true})),
        }
    }
}

/// A worker with the job.
struct Worker {
    call: Call,
    step: Option<Step>,
    /// When it began the step.
    step_ms: u64,
    /// When it last wrote its row.
    written_ms: Option<u64>,
    /// By how much its clock differs.
    skew_ms: i64,
    result: Option<Result<Success, Error>>,
}

struct World {
    kind: Kind,
    store: MemoryStore,
    ledger: Ledger,
    now_ms: u64,
    seeds: u8,
    /// Whether the time of the store is that of the worker, as with a file, rather than its own.
    is_local: bool,
    /// Whether a person has settled the entry, rightly or wrongly.
    is_judged: bool,
}

impl World {
    fn now(&self, worker: &Worker) -> Now {
        let unix_ms = self.now_ms.saturating_add_signed(worker.skew_ms);
        Now { monotonic: Duration::from_millis(self.now_ms), unix_ms }
    }

    fn process(&mut self, worker: usize, skew_ms: i64) -> Worker {
        self.process_of(worker, skew_ms, None)
    }

    fn process_of(&mut self, worker: usize, skew_ms: i64, foreign: Option<Foreign>) -> Worker {
        self.seeds = self.seeds.wrapping_add(1);
        let client = self.kind.client(worker, foreign);
        let call = self.kind.call(&client, self.seeds, foreign);
        let mut worker =
            Worker { call, step: None, step_ms: self.now_ms, written_ms: None, skew_ms, result: None };
        worker.step = Some(worker.call.step(self.now(&worker), Input::Start));
        worker
    }

    fn write(&mut self, worker: &Worker, op: &JournalOp, fault: Option<Fault>) -> Input {
        let time = if self.is_local { self.now(worker).unix_ms } else { self.now_ms };
        Input::Journal(self.store.carry_out(op, time, fault))
    }

    fn send(&mut self, request: &HttpRequest, fate: Fate) -> Input {
        self.ledger.requests += 1;
        match fate {
            Fate::Refuse => {
                return response(403, &[], &json!({"error": {"code": "policy_violation", "message": "no"}}));
            }
            Fate::LoseRequest => return lost(),
            Fate::Serve | Fate::LoseAnswer | Fate::Break | Fate::Fail => {}
        }
        let fails = matches!(fate, Fate::Fail) && self.kind == Kind::Reconcilable;
        self.ledger.carry_out(self.kind, request, fails, self.now_ms);
        match fate {
            Fate::Serve | Fate::Fail => self.ledger.respond(self.kind, request),
            Fate::Break => {
                response(500, &[], &json!({"error": {"code": "internal_error", "message": "failed"}}))
            }
            _ => lost(),
        }
    }

    fn happen(&mut self, worker: &mut Worker, number: usize, what: Happening) {
        if worker.result.is_some() {
            // The queue delivers the job again.
            *worker = self.process(number, worker.skew_ms);
            return;
        }
        match what {
            Happening::Step { fate, fault } => self.step(worker, fate, fault, false),
            Happening::LateSend => {
                let late = self.now_ms - worker.step_ms < LATEST_MS;
                self.step(worker, Fate::Serve, None, late);
            }
            Happening::Kill => *worker = self.process(number, worker.skew_ms),
            Happening::KillAfterSend => {
                if self.now_ms - worker.step_ms < LATEST_MS
                    && let Some(Step::Send(request)) = worker.step.take()
                {
                    self.send(&request, Fate::LoseAnswer);
                }
                *worker = self.process(number, worker.skew_ms);
            }
            Happening::StandStill(seconds) => self.now_ms += u64::from(seconds) * 1000,
            Happening::Sweep { fault } => {
                let time = if self.is_local { self.now(worker).unix_ms } else { self.now_ms };
                let operation = self.kind.client(number, None).provider().operation(self.kind.name());
                // A search is what the calls of the workers do, too.
                if let Some(Due::Write(op)) = self.store.only_row().map(|row| due(operation, row, time)) {
                    let _ = self.store.carry_out(&op, time, fault);
                }
            }
            Happening::Cancel { fault } => {
                if matches!(worker.step, Some(Step::Send(_))) {
                    worker.call.hold_back();
                }
                let error = worker.call.interrupt(self.now(worker), payonce_core::Interruption::Cancelled);
                if let Some(op) = worker.call.take_last_row() {
                    self.write(worker, &op, fault);
                }
                worker.result = Some(Err(error));
            }
        }
    }

    fn step(&mut self, worker: &mut Worker, fate: Fate, fault: Option<Fault>, late: bool) {
        let input = match worker.step.take() {
            Some(Step::Send(request)) => {
                if worker.call.time_left(self.now(worker)).is_zero() && !late {
                    worker.call.hold_back();
                    let error = worker.call.interrupt(self.now(worker), payonce_core::Interruption::Deadline);
                    if let Some(op) = worker.call.take_last_row() {
                        self.write(worker, &op, fault);
                    }
                    worker.result = Some(Err(error));
                    return;
                }
                self.send(&request, fate)
            }
            Some(Step::Wait(wait)) => {
                self.now_ms += u64::try_from(wait.as_millis()).unwrap();
                Input::Waited
            }
            Some(Step::Journal(op)) => {
                let input = self.write(worker, &op, fault);
                if !matches!(op, JournalOp::Get { .. })
                    && let Input::Journal(response) = &input
                {
                    self.note_write(worker, response.as_ref().ok().map(|answer| answer.written));
                }
                input
            }
            Some(Step::Done(_)) | None => unreachable!(),
        };
        self.now_ms += 7;
        worker.step_ms = self.now_ms;
        match worker.call.step(self.now(worker), input) {
            Step::Done(result) => worker.result = Some(result),
            step => worker.step = Some(step),
        }
    }

    /// A call keeps its row for as long as its lease. Where each process has a clock of its own, or the store failed, the call
    /// may be wrong about its row.
    fn note_write(&self, worker: &mut Worker, written: Option<bool>) {
        if let Some(written_ms) = worker.written_ms.filter(|_| written == Some(false) && !self.is_local) {
            let held_ms = self.now_ms - written_ms;
            assert!(held_ms >= LEASE_MS, "another process took the row after {held_ms} ms");
        }
        worker.written_ms = (written == Some(true)).then_some(self.now_ms);
    }

    /// What is true at every moment.
    fn check(&self, worker: &Worker) {
        assert!(self.ledger.effects <= 1, "charged {} times", self.ledger.effects);
        if let Some(Ok(success)) = &worker.result {
            assert_eq!(self.ledger.effects, 1, "a success without an effect: {success:?}");
        }
        let row = self.store.only_row();
        if self.ledger.effects == 1 && !self.is_judged {
            let row = row.expect("an effect without an entry");
            // A key that was freed pays again.
            assert!(
                matches!(row.state, JournalState::Sending | JournalState::Open)
                    || (row.state == JournalState::Settled && row.outcome == Some(Outcome::Applied)),
                "an effect, and the entry says {row:?}"
            );
        }
    }

    fn run_to_end(&mut self, worker: &mut Worker) {
        for _ in 0..400 {
            if worker.result.is_some() {
                return;
            }
            self.step(worker, Fate::Serve, None, false);
            self.check(worker);
        }
        panic!("the call does not end: {:?}", worker.step);
    }
}

fn kind() -> impl Strategy<Value = Kind> {
    prop::sample::select(&[Kind::Idempotent, Kind::Keyed, Kind::Reconcilable, Kind::Unkeyed][..])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, ..ProptestConfig::default() })]

    #[test]
    fn workers_with_one_key_pay_once(
        kind in kind(),
        skews in prop::collection::vec(-3_600_000_i64..3_600_000, 3),
        is_local in any::<bool>(),
        lag in 0_usize..12,
        happenings in prop::collection::vec((0_usize..3, happening()), 1..80),
    ) {
        let mut world = World {
            kind,
            store: MemoryStore::default(),
            ledger: Ledger { lag, ..Ledger::default() },
            now_ms: BEGIN_MS,
            seeds: 0,
            is_local,
            is_judged: false,
        };
        let mut workers: Vec<Worker> =
            skews.iter().enumerate().map(|(number, skew_ms)| world.process(number, *skew_ms)).collect();
        for (number, what) in happenings {
            let worker = &mut workers[number];
            world.happen(worker, number, what);
            world.check(worker);
        }
        // Every process is gone, every lease is over, and the provider lists everything: the job comes once more.
        world.now_ms += 10_000_000;
        world.ledger.lag = 0;
        let mut last = world.process(0, 0);
        world.run_to_end(&mut last);
        let result = last.result.unwrap();
        let effects = world.ledger.effects;
        match kind {
            // The provider recognizes the repetition, so that the job always ends well.
            Kind::Idempotent => prop_assert!(result.is_ok(), "{result:?}"),
            // It does for a time.
            Kind::Keyed => match result {
                Ok(_) => prop_assert_eq!(effects, 1),
                Err(error) => {
                    let age_ms = world.now_ms - BEGIN_MS;
                    prop_assert!(error.outcome() == Outcome::Unknown && age_ms > MAYBE_OLD_MS, "{error:?}");
                }
            },
            // What was paid is found.
            Kind::Reconcilable if effects == 1 => prop_assert!(result.is_ok(), "{result:?}"),
            Kind::Reconcilable | Kind::Unkeyed => match result {
                Ok(_) => prop_assert_eq!(effects, 1),
                // What failed at the provider is found too, and its key pays nothing more.
                Err(error) if error.kind() == payonce_core::Kind::Failed => prop_assert_eq!(effects, 0),
                Err(error) => prop_assert_eq!(error.outcome(), Outcome::Unknown, "{:?}", error),
            },
        }
        // The same key once more: nothing changes.
        let before = world.ledger.requests;
        let applied = world.store.only_row().is_some_and(|row| row.outcome == Some(Outcome::Applied));
        let mut again = world.process(1, 0);
        world.run_to_end(&mut again);
        prop_assert_eq!(world.ledger.effects, effects);
        if applied {
            let success = again.result.unwrap().unwrap();
            prop_assert!(success.replayed);
            prop_assert_eq!(world.ledger.requests, before);
        }
        world.foreign_calls_are_refused();
        world.an_old_entry_keeps_its_key();
        world.a_person_settles_what_is_open();
    }
}

impl World {
    /// The state and the outcome of the entry.
    fn entry(&self) -> (JournalState, Option<Outcome>) {
        let row = self.store.only_row().unwrap();
        (row.state, row.outcome)
    }

    /// A process with the same job runs to its end and sends nothing.
    fn sends_nothing(&mut self, foreign: Option<Foreign>) -> Result<Success, Error> {
        let before = self.ledger.requests;
        let mut worker = self.process_of(2, 0, foreign);
        self.run_to_end(&mut worker);
        assert_eq!(self.ledger.requests, before, "{:?}", self.store.only_row());
        worker.result.unwrap()
    }

    /// What was paid, or may have been, belongs to one account and to one set of arguments.
    fn foreign_calls_are_refused(&mut self) {
        if self.entry() == (JournalState::Settled, Some(Outcome::NotApplied)) {
            return;
        }
        for foreign in [Foreign::Arguments, Foreign::Account] {
            let error = self.sends_nothing(Some(foreign)).unwrap_err();
            assert_eq!(error.kind(), payonce_core::Kind::InvalidArgument, "{foreign:?}: {error:?}");
        }
    }

    /// Time removes nothing that is open, and no key that was used.
    fn an_old_entry_keeps_its_key(&mut self) {
        self.now_ms += 100 * 24 * 60 * 60 * 1000;
        let row = self.store.only_row().unwrap().clone();
        let pruned = prune(&row, self.now_ms, 0);
        match self.entry() {
            (JournalState::Settled, Some(Outcome::Applied)) => {
                self.store.carry_out(&pruned.unwrap(), self.now_ms, None).unwrap();
                let error = self.sends_nothing(None).unwrap_err();
                assert_eq!(error.outcome(), Outcome::Applied, "{error:?}");
            }
            // It may be freed, which changes nothing.
            (JournalState::Settled, _) => {}
            _ => assert_eq!(pruned, None),
        }
    }

    /// After the verdict `not_applied` a key stays used, even if it is wrong; with the risk accepted, it pays anew.
    fn a_person_settles_what_is_open(&mut self) {
        if !matches!(self.entry().0, JournalState::Open) {
            return;
        }
        let open = self.store.clone();
        self.is_judged = true;
        for frees_key in [false, true] {
            self.store = open.clone();
            let by = SettledBy { by: "ana".to_owned(), note: "no trace of it".to_owned(), frees_key };
            let row = self.store.only_row().unwrap();
            let op = settle(row, Outcome::NotApplied, by, self.now_ms).unwrap();
            assert!(self.store.carry_out(&op, self.now_ms, None).unwrap().written);
            if frees_key {
                let before = self.ledger.requests;
                let mut worker = self.process(2, 0);
                self.step(&mut worker, Fate::Serve, None, false);
                self.step(&mut worker, Fate::Serve, None, false);
                self.step(&mut worker, Fate::Serve, None, false);
                assert!(matches!(worker.step, Some(Step::Send(_))), "{:?}", worker.step);
                assert_eq!(self.ledger.requests, before);
            } else {
                let error = self.sends_nothing(None).unwrap_err();
                assert_eq!(error.kind(), payonce_core::Kind::InvalidArgument, "{error:?}");
            }
        }
    }
}

/// The steps of a payment up to the wait after a refusal for a rate limit.
fn limited(world: &mut World) -> Worker {
    let mut worker = world.process(0, 0);
    for fate in [Fate::Serve, Fate::Serve] {
        // The claim, and the record of the request.
        world.step(&mut worker, fate, None, false);
    }
    let Some(Step::Send(_)) = worker.step.take() else { panic!("the request goes out") };
    let limited = response(429, &[], &json!({"code": "rate_limit_exceeded", "message": "slow down"}));
    worker.step = Some(worker.call.step(world.now(&worker), limited));
    assert!(matches!(worker.step, Some(Step::Wait(_))), "{:?}", worker.step);
    worker
}

fn world() -> World {
    World {
        kind: Kind::Reconcilable,
        store: MemoryStore::default(),
        ledger: Ledger::default(),
        now_ms: BEGIN_MS,
        seeds: 0,
        is_local: false,
        is_judged: false,
    }
}

#[test]
fn a_call_whose_row_was_settled_before_it_took_it_claims_with_a_lease_of_its_own() {
    let mut world = World { kind: Kind::Unkeyed, ..world() };
    let mut first = world.process(0, 0);
    for _ in 0..2 {
        world.step(&mut first, Fate::Serve, None, false);
    }
    assert!(matches!(first.step, Some(Step::Send(_))), "{:?}", first.step);
    // Its lease is over, and the second call is about to record it as unknown.
    world.now_ms += LEASE_MS;
    let mut second = world.process(1, 0);
    world.step(&mut second, Fate::Serve, None, false);
    assert!(matches!(second.step, Some(Step::Journal(JournalOp::Update { .. }))), "{:?}", second.step);
    // But it has sent nothing, and says so first.
    world.step(&mut first, Fate::Serve, None, false);
    assert_eq!(world.entry(), (JournalState::Settled, Some(Outcome::NotApplied)));
    world.step(&mut second, Fate::Serve, None, false);
    world.step(&mut second, Fate::Serve, None, false);
    let row = world.store.only_row().unwrap();
    let entry = Entry::read(&row.entry).unwrap();
    assert_eq!((row.state, row.outcome), (JournalState::Claimed, None));
    assert_eq!((entry.lease_ms, entry.owner.as_str()), (LEASE_MS, "worker 1"));
    assert_eq!((entry.first_sent_ms, entry.resend_is_over, entry.error), (None, false, None));
}

#[test]
fn a_call_whose_write_had_no_answer_leaves_the_row_of_another_call_alone() {
    for reached in [false, true] {
        let mut world = World { kind: Kind::Keyed, ..world() };
        let mut first = world.process(0, 0);
        world.step(&mut first, Fate::Serve, None, false);
        // It is about to record its request, and stands still. Another call takes the key over and pays.
        world.now_ms += LEASE_MS;
        let mut second = world.process(1, 0);
        world.step(&mut second, Fate::Serve, None, false);
        world.step(&mut second, Fate::Serve, None, false);
        let taken = world.store.only_row().unwrap().clone();
        if reached {
            world.step(&mut first, Fate::Serve, Some(Fault::Before), false);
            world.step(&mut first, Fate::Serve, None, false);
        } else {
            world.happen(&mut first, 0, Happening::Cancel { fault: None });
        }
        assert!(first.result.is_some(), "{:?}", first.step);
        assert_eq!(world.store.only_row(), Some(&taken));
        world.run_to_end(&mut second);
        assert!(second.result.unwrap().is_ok());
    }
}

#[test]
fn a_machine_that_slept_past_its_lease_asks_the_journal_before_it_sends_again() {
    // The clock that does not count the sleep says that there is time left.
    let slept = |worker: &mut Worker, now_ms: u64| {
        let now = Now { monotonic: Duration::from_millis(now_ms + 1_000), unix_ms: now_ms + 60_000 };
        worker.call.step(now, Input::Waited)
    };
    for taken_over in [false, true] {
        let mut world = world();
        let mut worker = limited(&mut world);
        if taken_over {
            let mut row = world.store.only_row().unwrap().clone();
            let if_generation = row.generation;
            row.generation += 2;
            let op = JournalOp::Update { row: Box::new(row), if_generation };
            assert!(world.store.carry_out(&op, world.now_ms, None).unwrap().written);
        }
        let Step::Journal(op) = slept(&mut worker, world.now_ms) else { panic!("it asks the journal") };
        let reported = world.store.carry_out(&op, world.now_ms + 60_000, None);
        let now =
            Now { monotonic: Duration::from_millis(world.now_ms + 1_000), unix_ms: world.now_ms + 60_000 };
        match worker.call.step(now, Input::Journal(reported)) {
            Step::Send(_) => assert!(!taken_over),
            Step::Done(Err(error)) => {
                assert!(taken_over);
                assert_eq!(error.outcome(), Outcome::NotApplied, "the first request was refused");
            }
            step => panic!("{step:?}"),
        }
    }
    // Without the sleep, the second request costs no further write.
    let mut world = world();
    let mut worker = limited(&mut world);
    let now = Now { monotonic: Duration::from_millis(world.now_ms + 1_000), unix_ms: world.now_ms + 1_000 };
    assert!(matches!(worker.call.step(now, Input::Waited), Step::Send(_)));
}

#[test]
fn a_clock_that_is_ahead_does_not_make_a_request_look_recent() {
    let month_ms = 30 * 24 * 60 * 60 * 1000;
    let mut world = World { kind: Kind::Keyed, ..world() };
    let mut ahead = world.process(0, month_ms);
    for fate in [Fate::Serve, Fate::Serve] {
        world.step(&mut ahead, fate, None, false);
    }
    assert!(matches!(ahead.step, Some(Step::Send(_))), "the process ends here");
    world.now_ms += 2 * 24 * 60 * 60 * 1000;
    let mut next = world.process(1, 0);
    world.run_to_end(&mut next);
    let error = next.result.unwrap().unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert_eq!(world.ledger.requests, 0, "after two days the provider may have forgotten the key");
}
