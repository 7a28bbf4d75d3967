//! Everything the simulator remembers, behind one lock: a call either happened or it did not.

use std::sync::{Mutex, MutexGuard, PoisonError};

use rust_decimal::Decimal;

use crate::clock::{Clock, rfc3339};
use crate::faults::{Dice, Fault, FaultPlan, fingerprint};
use crate::ledger::LedgerReport;
use crate::message::{Request, Response};
use crate::providers::{Books, ProviderId, Providers, Route, Settings};
use crate::requests::{RecordId, RequestLog, RequestRecord};

#[derive(Debug)]
pub(crate) struct World {
    clock: Clock,
    first_plan: FaultPlan,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    dice: Dice,
    books: Books,
    requests: RequestLog,
    providers: Providers,
}

/// What is to become of a request that has just arrived.
pub(crate) struct Arrival {
    pub(crate) route: Route,
    pub(crate) fault: Option<Fault>,
    pub(crate) record: RecordId,
}

impl World {
    pub(crate) fn new(clock: Clock, plan: FaultPlan) -> Self {
        let state = Mutex::new(State::new(&clock, plan.clone()));
        Self { clock, first_plan: plan, state }
    }

    /// A panic while the lock was held cannot have left half an effect that matters more than going on.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the request down and chooses its fault.
    pub(crate) fn arrive(&self, request: &Request) -> Arrival {
        let route = Route::of(request);
        let mut state = self.state();
        let same = fingerprint(&request.method, &request.path, &request.body);
        let fault = state.dice.next(route.provider, route.operation, same);
        let record = RequestRecord {
            seq: state.requests.next_seq(),
            at: rfc3339(self.clock.now()),
            provider: route.provider,
            operation: route.operation.map(str::to_owned),
            method: request.method.clone(),
            path: request.path.clone(),
            query: request.query.clone(),
            headers: request.headers.clone(),
            body: request.body_text(),
            fault: fault.clone(),
            status: None,
        };
        let record = state.requests.push(record);
        Arrival { route, fault, record }
    }

    /// Lets the operation take effect.
    pub(crate) fn act(&self, route: &Route, request: &Request) -> Response {
        let mut state = self.state();
        let State { providers, books, .. } = &mut *state;
        providers.answer(route, request, self.clock.now(), books)
    }

    pub(crate) fn answered(&self, record: RecordId, status: u16) {
        self.state().requests.answered(record, status);
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    pub(crate) fn set_faults(&self, plan: FaultPlan) {
        self.state().dice = Dice::new(plan);
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
    }

    pub(crate) fn top_up(&self, provider: ProviderId, account: &str, amount: Decimal) -> bool {
        let mut state = self.state();
        let State { providers, books, .. } = &mut *state;
        providers.top_up(provider, account, amount, self.clock.now(), books)
    }

    pub(crate) fn requests(&self) -> Vec<RequestRecord> {
        self.state().requests.records()
    }

    /// Back to how it started: balances, settings, ledger, requests, and the faults given at the start.
    pub(crate) fn reset(&self) {
        let mut state = self.state();
        let fresh = State::new(&self.clock, self.first_plan.clone());
        let mut requests = std::mem::take(&mut state.requests);
        requests.clear();
        *state = State { requests, ..fresh };
    }
}

impl State {
    fn new(clock: &Clock, plan: FaultPlan) -> Self {
        Self {
            dice: Dice::new(plan),
            books: Books::default(),
            requests: RequestLog::default(),
            providers: Providers::new(clock.now()),
        }
    }
}
