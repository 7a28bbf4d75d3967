//! A client's own rate limit: a request waits here for its turn, so that it does not run into the provider's rate limit.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::classify::retry_after;
use crate::client::options::rate_limit::Limits;
use crate::model::clock::{Now, whole_milliseconds};
use crate::model::headers::Headers;

/// The time in which a provider counts requests, and a second more: requests that go out evenly may arrive closer
/// together.
const WINDOW: Duration = Duration::from_secs(61);
/// How often to poll for a concurrent request, because no clock shows when one of them ends.
pub(crate) const POLL_INTERVAL: Duration = Duration::from_millis(50);

const ALMOST_A_MILLISECOND: Duration = Duration::from_nanos(999_999);

/// The schedule of a client's requests. All calls of a client and of its clones take them here, repetitions, look-ups and
/// searches too.
#[derive(Debug)]
pub(crate) struct RateLimiter {
    limits: Limits,
    schedule: Mutex<Schedule>,
}

#[derive(Debug, Default)]
struct Schedule {
    /// When the requests of the last window went out, the oldest first.
    sent: Vec<Duration>,
    /// When those that wait for the window will go out, the earliest first.
    waiting: Vec<Duration>,
    /// How many are on the way.
    running: u32,
    /// The requests in a minute that the provider told.
    advertised_per_minute: Option<u32>,
    /// What is left until when, as the provider told last.
    quota: Option<(u64, Duration)>,
    /// Nothing goes out before this, since the provider refused a request.
    held_until: Duration,
}

impl RateLimiter {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, schedule: Mutex::new(Schedule::default()) }
    }

    /// A caller can set a lower limit than the provider advertises.
    fn per_minute(&self, schedule: &Schedule) -> Option<u32> {
        match (self.limits.per_minute, schedule.advertised_per_minute) {
            (Some(own), Some(told)) => Some(own.min(told)),
            (own, told) => own.or(told),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Schedule> {
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a response into account: what its header fields tell, and a refusal for the rate of requests, which holds
    /// back every call for as long as the refused one waits. What would hold requests back for longer than the policy
    /// lets a provider ask is left to the provider to say again.
    pub(crate) fn learn(
        &self,
        headers: Option<&Headers>,
        refused_for: Option<Duration>,
        now: Now,
        max_retry_after: Duration,
    ) {
        let mut schedule = self.lock();
        if let Some(wait) = refused_for.filter(|wait| *wait <= max_retry_after) {
            schedule.held_until = schedule.held_until.max(now.monotonic.saturating_add(wait));
        }
        let Some(headers) = headers else { return };
        if self.limits.header_is_per_minute {
            schedule.advertised_per_minute =
                retry_after::advertised_limit(headers).or(schedule.advertised_per_minute);
        }
        let quota = retry_after::quota(headers, now.unix_ms);
        if let Some((left, reset)) = quota.filter(|(_, reset)| *reset <= max_retry_after) {
            // The requests on the way may not have been counted yet.
            let left = left.saturating_sub(schedule.running.into());
            let known = schedule.quota.filter(|(_, until)| *until > now.monotonic);
            let left = known.map_or(left, |(known, _)| known.min(left));
            schedule.quota = Some((left, now.monotonic.saturating_add(reset)));
        }
    }
}

impl Schedule {
    /// When a request may go out at the earliest; `own` is the time that it was given before.
    fn earliest(&self, per_minute: Option<u32>, own: Option<Duration>, now: Duration) -> Duration {
        let max = per_minute.map_or(usize::MAX, |number| usize::try_from(number).unwrap_or(usize::MAX));
        // Times in the line are plans. What holds is what really went out.
        let in_window = nth_before(&self.sent, &[], max);
        let in_line = match own {
            Some(own) if own > now => own,
            Some(_) => Duration::ZERO,
            None => nth_before(&self.sent, &self.waiting, max),
        };
        let quota = match self.quota {
            Some((0, until)) => until,
            _ => Duration::ZERO,
        };
        in_window.max(in_line).max(quota).max(self.held_until)
    }

    fn start(&mut self, now: Duration) {
        insert(&mut self.sent, now);
        self.running = self.running.saturating_add(1);
        if let Some((left, _)) = &mut self.quota {
            *left = left.saturating_sub(1);
        }
    }

    fn leave(&mut self, own: Duration) {
        if let Some(place) = self.waiting.iter().position(|time| *time == own) {
            self.waiting.remove(place);
        }
    }

    fn forget_old(&mut self, now: Duration) {
        let over = self.sent.partition_point(|sent| sent.saturating_add(WINDOW) <= now);
        self.sent.drain(..over);
        if self.quota.is_some_and(|(_, until)| until <= now) {
            self.quota = None;
        }
    }
}

/// When the request that is `most` places before the next one is out of the window.
fn nth_before(sent: &[Duration], waiting: &[Duration], max: usize) -> Duration {
    let all = sent.len().saturating_add(waiting.len());
    let time = all
        .checked_sub(max)
        .and_then(|place| sent.get(place).or_else(|| waiting.get(place.saturating_sub(sent.len()))));
    time.map_or(Duration::ZERO, |time| time.saturating_add(WINDOW))
}

/// Keeps the times in order.
fn insert(times: &mut Vec<Duration>, time: Duration) {
    let place = times.partition_point(|earlier| *earlier <= time);
    times.insert(place, time);
}

/// The schedule of one call's requests, of which it has one at a time. It is given back when this is dropped.
pub(crate) struct Permit {
    limiter: Option<Arc<RateLimiter>>,
    state: State,
}

#[derive(Clone, Copy)]
enum State {
    Idle,
    /// It waits until then.
    Waiting(Duration),
    Running,
}

impl Permit {
    pub(crate) fn new(limiter: Option<Arc<RateLimiter>>) -> Self {
        Self { limiter, state: State::Idle }
    }

    /// Whether it waits at the moment.
    pub(crate) fn is_waiting(&self) -> bool {
        matches!(self.state, State::Waiting(_))
    }

    /// Takes the turn, or responses how long to wait before asking again. A wait of `left` or more is of no use to the
    /// call and takes no place in the line.
    pub(crate) fn take(&mut self, now: Duration, left: Duration) -> Option<Duration> {
        self.give_back();
        let limiter = Arc::clone(self.limiter.as_ref()?);
        let own = match self.state {
            State::Waiting(own) => Some(own),
            State::Idle | State::Running => None,
        };
        let mut schedule = limiter.lock();
        schedule.forget_old(now);
        let at = schedule.earliest(limiter.per_minute(&schedule), own, now);
        let busy = limiter.limits.concurrent.is_some_and(|max| schedule.running >= max);
        let wait = at.saturating_sub(now).max(if busy { POLL_INTERVAL } else { Duration::ZERO });
        // Timers and events count whole milliseconds.
        let wait = Duration::from_millis(whole_milliseconds(wait.saturating_add(ALMOST_A_MILLISECOND)));
        self.state = if wait.is_zero() {
            schedule.start(now);
            State::Running
        } else if wait < left {
            let at = at.max(now);
            insert(&mut schedule.waiting, at);
            State::Waiting(at)
        } else {
            State::Idle
        };
        (!wait.is_zero()).then_some(wait)
    }

    /// The request is over, or is not to be sent.
    pub(crate) fn end(&mut self) {
        self.give_back();
        self.state = State::Idle;
    }

    fn give_back(&self) {
        let Some(limiter) = &self.limiter else { return };
        let mut schedule = limiter.lock();
        match self.state {
            State::Idle => {}
            State::Waiting(own) => schedule.leave(own),
            State::Running => schedule.running = schedule.running.saturating_sub(1),
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.give_back();
    }
}
