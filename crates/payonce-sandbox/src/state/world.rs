//! The whole state of the simulator behind one lock, so that a call takes effect completely or not at all.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use serde_json::json;
use tokio::sync::watch;

use super::observed::{Ending, Observed};
use super::redact::{redact, redact_response};
use super::requests::{RecordId, RequestLog, RequestRecord};
use crate::catalog::ProviderId;
use crate::clock::{Clock, rfc3339};
use crate::declared::ProviderFile;
use crate::faults::{Button, Dice, Fault, FaultPlan, Target, fingerprint};
use crate::http::{Request, Response};
use crate::ledger::{Effect, LedgerReport};
use crate::providers::{self, Providers, Route};
use crate::random::mix;
use crate::service::{Books, ServiceFaults, Settings, View};

#[derive(Debug)]
pub(crate) struct World {
    clock: Clock,
    first_plan: FaultPlan,
    files: Vec<Arc<ProviderFile>>,
    state: Mutex<State>,
    /// Signals each change of the state, if it is observed.
    changed: Option<watch::Sender<()>>,
}

#[derive(Debug)]
struct State {
    dice: Dice,
    books: Books,
    requests: RequestLog,
    providers: Providers,
    /// The lists that a fault repeats, by address.
    cached: HashMap<String, Response>,
    /// The number of pending effects.
    late: usize,
    /// The number of requests since the start, whatever the log keeps.
    arrived: u64,
    /// The number of resets. An effect from before a reset must not change the state after it.
    resets: u64,
    /// What the dashboard shows beside, if there is one.
    observed: Option<Observed>,
}

/// The parts of the state that the dashboard shows, at one moment.
pub(crate) struct Glance<'a> {
    pub(crate) now: Timestamp,
    pub(crate) resets: u64,
    pub(crate) requests: &'a RequestLog,
    pub(crate) effects: &'a [Effect],
    pub(crate) observed: &'a Observed,
    pub(crate) dice: &'a Dice,
    pub(crate) providers: &'a Providers,
}

/// A request that has just arrived: its route, its faults and its record.
#[derive(Debug, Clone)]
pub(crate) struct Arrival {
    pub(crate) route: Route,
    pub(crate) faults: Vec<Fault>,
    pub(crate) record: RecordId,
    /// The number of the request since the start.
    number: u64,
    service_faults: ServiceFaults,
    /// The error of the service's clock.
    offset: SignedDuration,
    resets: u64,
}

impl World {
    /// `is_observed` keeps what the dashboard shows.
    pub(crate) fn new(
        clock: Clock,
        plan: FaultPlan,
        files: Vec<Arc<ProviderFile>>,
        is_observed: bool,
    ) -> Self {
        let observed = is_observed.then(Observed::default);
        let state = State { observed, ..State::new(&clock, plan.clone(), &files) };
        let changed = is_observed.then(|| watch::channel(()).0);
        Self { clock, first_plan: plan, files, state: Mutex::new(state), changed }
    }

    /// Receives a signal after each change, if the state is observed.
    pub(crate) fn changes(&self) -> Option<watch::Receiver<()>> {
        self.changed.as_ref().map(watch::Sender::subscribe)
    }

    fn changed(&self) {
        if let Some(changed) = &self.changed {
            changed.send_replace(());
        }
    }

    /// Reads the state of the dashboard; `None` if it is not observed.
    pub(crate) fn glance<T>(&self, read: impl FnOnce(&Glance<'_>) -> T) -> Option<T> {
        let state = self.state();
        let State { dice, books, requests, providers, observed, resets, .. } = &*state;
        let observed = observed.as_ref()?;
        Some(read(&Glance {
            now: self.clock.now(),
            resets: *resets,
            requests,
            effects: books.ledger.effects(),
            observed,
            dice,
            providers,
        }))
    }

    /// Presses a button of the dashboard.
    pub(crate) fn press(&self, button: Button, only: Option<(ProviderId, String)>) {
        self.state().dice.press(button, only, self.clock.now());
        self.changed();
    }

    /// Ends a pressed button; false if it has ended before.
    pub(crate) fn release(&self, id: u64) -> bool {
        let released = self.state().dice.release(id);
        self.changed();
        released
    }

    pub(crate) fn files(&self) -> &[Arc<ProviderFile>] {
        &self.files
    }

    /// Ignores a poisoned lock: a test that continues is worth more than an effect that a panic interrupted.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records the request and chooses its faults.
    pub(crate) fn arrive(&self, request: &Request) -> Arrival {
        let route = Route::of(request, &self.files);
        let mut state = self.state();
        let same = fingerprint(&request.method, request.path(), &request.body);
        let target = Target {
            provider: route.provider,
            operation: route.operation,
            changes_something: route.changes_something(request),
            now: self.clock.now(),
        };
        let faults = state.dice.strike(target, same);
        let seq = state.requests.next_seq();
        let mut record = RequestRecord {
            seq,
            at: rfc3339(self.clock.now()),
            provider: route.provider,
            operation: route.operation.map(str::to_owned),
            method: request.method.clone(),
            path: request.path().to_owned(),
            query: request.query().to_owned(),
            headers: request.headers.clone(),
            body: request.body_text(),
            faults: faults.clone(),
            status: None,
        };
        redact(&mut record);
        let record = state.requests.push(record);
        if let Some(observed) = &mut state.observed {
            observed.arrived(seq, request);
        }
        state.arrived += 1;
        let number = state.arrived;
        let offset = faults.iter().find_map(|fault| match fault {
            Fault::Clock { offset_s, .. } => Some(SignedDuration::from_secs(*offset_s)),
            _ => None,
        });
        let offset = offset.unwrap_or_default();
        let service_faults = service_faults(&faults, self.time(offset), mix(same ^ seq));
        let resets = state.resets;
        drop(state);
        self.changed();
        Arrival { route, faults, record, number, service_faults, offset, resets }
    }

    /// The time of a service whose clock has this error.
    fn time(&self, offset: SignedDuration) -> Timestamp {
        let now = self.clock.now();
        now.checked_add(offset).unwrap_or(now)
    }

    /// The time of the service that handles this request.
    pub(crate) fn time_of(&self, arrival: &Arrival) -> Timestamp {
        self.time(arrival.offset)
    }

    /// Runs the operation.
    pub(crate) fn act(&self, arrival: &Arrival, request: &Request) -> Response {
        let now = self.time(arrival.offset);
        let mut state = self.state();
        let State { providers, books, cached, observed, .. } = &mut *state;
        let faults = &arrival.service_faults;
        let mut respond = |request: &Request| {
            providers.respond(&arrival.route, (request, arrival.number), faults, now, books)
        };
        let response = if faults.view.is_cached() {
            let address = format!("{}?{}", request.path(), request.query());
            cached.entry(address).or_insert_with(|| respond(request)).clone()
        } else {
            respond(&request.with_query(&faults.view.query(request.query(), &arrival.route.paging())))
        };
        if let Some(observed) = observed {
            let is_hidden = arrival.faults.iter().any(Fault::hides_success);
            let origin = Some((arrival.record.seq(), request));
            observed.took_effect(books.ledger.effects(), origin, is_hidden, arrival.route.is_idempotent());
        }
        drop(state);
        self.changed();
        response
    }

    /// The request takes time: until [`World::end`], it runs.
    pub(crate) fn begin(&self, arrival: &Arrival, request: &Request) {
        let now = self.time(arrival.offset);
        self.state().providers.begin(&arrival.route, request, arrival.number, now);
    }

    pub(crate) fn end(&self, arrival: &Arrival) {
        self.state().providers.end(&arrival.route, arrival.number);
    }

    /// The service responds with this error to a request that took effect.
    pub(crate) fn failed(&self, arrival: &Arrival, request: &Request, response: &Response) {
        if response.status >= 500 {
            self.state().providers.failed(&arrival.route, request, response);
        }
    }

    /// The service's own error with this status.
    pub(crate) fn refusal(&self, arrival: &Arrival, status: u16) -> Response {
        providers::refusal(&arrival.route, status, self.settings())
    }

    /// Counts an effect that comes after its response, and whose request runs until then.
    pub(crate) fn announce_late(&self, arrival: &Arrival, request: &Request) {
        self.begin(arrival, request);
        self.state().late += 1;
    }

    /// Runs the operation after its response was sent, unless a reset came between.
    pub(crate) fn act_late(&self, arrival: &Arrival, request: &Request) {
        if self.state().resets == arrival.resets {
            self.act(arrival, request);
            self.end(arrival);
        }
        let mut state = self.state();
        if state.resets == arrival.resets {
            state.late = state.late.saturating_sub(1);
        }
    }

    /// The number of pending effects.
    pub(crate) fn late(&self) -> usize {
        self.state().late
    }

    pub(crate) fn answered(&self, record: RecordId, status: u16) {
        self.state().requests.answered(record, status);
    }

    /// Keeps how the request of a client ended, for the dashboard.
    pub(crate) fn ended(
        &self,
        arrival: &Arrival,
        request: &Request,
        ending: Ending,
        response: Option<&Response>,
    ) {
        let mut state = self.state();
        let is_current = state.resets == arrival.resets;
        if let Some(observed) = state.observed.as_mut().filter(|_| is_current) {
            let text = response.map(|response| redact_response(request, &response.body));
            let at = rfc3339(self.clock.now());
            observed.ended(arrival.record.seq(), ending, at, text.unwrap_or_default());
        }
        drop(state);
        self.changed();
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.clock.advance(by);
        if let Some(observed) = &mut self.state().observed {
            observed.intervened("advance", json!({"seconds": by.as_secs_f64()}));
        }
        self.changed();
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    pub(crate) fn set_faults(&self, plan: FaultPlan) {
        let mut state = self.state();
        state.dice = Dice::new(plan);
        state.cached.clear();
        drop(state);
        self.changed();
    }

    pub(crate) fn faults(&self) -> FaultPlan {
        self.state().dice.plan().clone()
    }

    pub(crate) fn ledger(&self) -> LedgerReport {
        self.state().books.ledger.report()
    }

    pub(crate) fn settings(&self) -> Settings {
        self.state().books.settings
    }

    pub(crate) fn change(&self, settings: Settings) {
        self.state().books.settings = settings;
        self.changed();
    }

    pub(crate) fn top_up(&self, provider: ProviderId, account: &str, amount: Decimal) -> bool {
        let mut state = self.state();
        let State { providers, books, observed, .. } = &mut *state;
        let done = providers.top_up(provider, account, amount, self.clock.now(), books);
        if let Some(observed) = observed {
            // It can settle a debt, which is the effect of a call.
            observed.took_effect(books.ledger.effects(), None, false, false);
            let body = json!({"provider": provider, "account": account, "amount": amount.to_string()});
            if done {
                observed.intervened("top_up", body);
            }
        }
        drop(state);
        self.changed();
        done
    }

    pub(crate) fn requests(&self) -> Vec<RequestRecord> {
        self.state().requests.records()
    }

    pub(crate) fn dropped_requests(&self) -> u64 {
        self.state().requests.dropped()
    }

    /// Restores the start: balances, settings, ledger, requests, and the faults given at the start.
    pub(crate) fn reset(&self) {
        let mut state = self.state();
        let fresh = State::new(&self.clock, self.first_plan.clone(), &self.files);
        let mut requests = std::mem::take(&mut state.requests);
        requests.clear();
        let (resets, arrived) = (state.resets + 1, state.arrived);
        let observed = state.observed.as_ref().map(|_| Observed::default());
        *state = State { requests, resets, arrived, observed, ..fresh };
        drop(state);
        self.changed();
    }
}

impl State {
    fn new(clock: &Clock, plan: FaultPlan, files: &[Arc<ProviderFile>]) -> Self {
        Self {
            dice: Dice::new(plan),
            books: Books::default(),
            requests: RequestLog::default(),
            providers: Providers::new(clock.now(), files),
            cached: HashMap::new(),
            late: 0,
            arrived: 0,
            resets: 0,
            observed: None,
        }
    }
}

/// The faults among these that the service itself applies.
fn service_faults(faults: &[Fault], now: Timestamp, seed: u64) -> ServiceFaults {
    let mut service_faults = ServiceFaults::default();
    for fault in faults {
        match fault {
            Fault::Memo { change, characters } => service_faults.memo = Some((*change, *characters)),
            Fault::List(list) => service_faults.view = View::new(list, now, seed),
            _ => {}
        }
    }
    service_faults
}
