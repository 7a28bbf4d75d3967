//! Idempotency keys, as the file declares them.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::arguments::Arguments;
use crate::declared::{After5xx, KeyWord, Keyed, Operation, Safety};
use crate::http::{Request, Response};

/// The keys that the service remembers.
#[derive(Debug, Default)]
pub(super) struct Keys(BTreeMap<String, Used>);

#[derive(Debug)]
struct Used {
    /// The first request with the key.
    request: String,
    number: u64,
    at: Timestamp,
    /// The number of the first request, as long as it runs.
    runs: Option<u64>,
    /// The response to the first request; nothing if it was refused before it began.
    response: Option<Response>,
}

/// What a service does with a request that has a key.
pub(super) enum Decision {
    Perform,
    Replay(Response),
    Conflict,
    InFlight,
}

/// What the file says of the keys of an operation.
pub(super) fn declared(operation: &Operation) -> Option<&Keyed> {
    match &operation.safety {
        Safety::Keyed(keyed) => Some(keyed),
        _ => None,
    }
}

/// The key of a request.
pub(super) fn key_of(
    operation: &Operation,
    keyed: &Keyed,
    request: &Request,
    arguments: &Arguments,
) -> Option<String> {
    let key = match (&keyed.header, &keyed.argument) {
        (Some(header), _) => request.header(header).map(str::to_owned),
        (None, Some(argument)) => arguments.text(operation, argument),
        (None, None) => None,
    };
    key.filter(|key| !key.is_empty())
}

/// What is wrong with a key.
pub(super) fn problem(keyed: &Keyed, key: &str) -> Option<String> {
    match keyed.max_length {
        _ if keyed.format == KeyWord::Uuid4 && !is_uuid4(key) => {
            Some("the idempotency key must be a UUID of version 4".to_owned())
        }
        Some(most) if key.chars().count() > most => {
            Some(format!("the idempotency key must have at most {most} characters"))
        }
        _ => None,
    }
}

fn is_uuid4(key: &str) -> bool {
    let groups: Vec<&str> = key.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    lengths == [8, 4, 4, 4, 12]
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
        && groups.get(2).is_some_and(|group| group.starts_with('4'))
        && groups.get(3).is_some_and(|group| group.starts_with(['8', '9', 'a', 'b', 'A', 'B']))
}

/// Where a key counts: providers differ in whether another operation may use it again, and a file does not say it. The simulator
/// permits it, which protects a client the least.
fn scoped(request: &Request, key: &str) -> String {
    format!("{} {} {key}", request.method, request.path())
}

/// What makes two requests the same: everything but their headers.
pub(super) fn content(request: &Request) -> String {
    let body = request.json().map_or_else(|_| request.body_text(), |body| body.to_string());
    format!("{} {}?{} {body}", request.method, request.path(), request.query())
}

impl Keys {
    /// What to do with this request, which is the one with this number.
    pub(super) fn decide(
        &mut self,
        keyed: &Keyed,
        key: &str,
        request: &Request,
        number: u64,
        now: Timestamp,
    ) -> Decision {
        let key = &scoped(request, key);
        self.forget_old(keyed, key, now);
        match self.0.get(key) {
            None => Decision::Perform,
            Some(used) if used.runs == Some(number) => Decision::Perform,
            Some(used) if used.request != content(request) => Decision::Conflict,
            Some(used) if used.runs.is_some() => Decision::InFlight,
            Some(Used { response: Some(response), .. }) => {
                Decision::Replay(response.clone().with_header("Idempotent-Replayed", "true"))
            }
            Some(_) => Decision::Perform,
        }
    }

    /// A key is forgotten when its window is over.
    fn forget_old(&mut self, keyed: &Keyed, key: &str, now: Timestamp) {
        let window = keyed.window().and_then(|window| SignedDuration::try_from(window).ok());
        let is_over = |used: &Used| {
            let end = window.and_then(|window| used.at.checked_add(window).ok());
            used.runs.is_none() && end.is_some_and(|end| end <= now)
        };
        if self.0.get(key).is_some_and(is_over) {
            self.0.remove(key);
        }
    }

    /// Marks the key of a request that takes time.
    pub(super) fn begin(&mut self, key: &str, request: &Request, number: u64, at: Timestamp) {
        let key = &scoped(request, key);
        let used = Used { request: content(request), number, at, runs: Some(number), response: None };
        match self.0.get_mut(key) {
            // It took effect already, and its response is late.
            Some(used) if used.number == number => used.runs = Some(number),
            Some(_) => {}
            None => {
                self.0.insert(key.clone(), used);
            }
        }
    }

    /// The request with this number does not run any more.
    pub(super) fn end(&mut self, number: u64) {
        for used in self.0.values_mut().filter(|used| used.runs == Some(number)) {
            used.runs = None;
        }
        self.0.retain(|_, used| used.runs.is_some() || used.response.is_some());
    }

    /// Remembers the response to the first request with a key.
    pub(super) fn remember(
        &mut self,
        key: &str,
        (request, number): (&Request, u64),
        at: Timestamp,
        response: &Response,
    ) {
        let new = Used { request: content(request), number, at, runs: None, response: None };
        self.0.entry(scoped(request, key)).or_insert(new).response = Some(response.clone());
    }

    /// The first request took effect, and the service answers it with this 5xx.
    pub(super) fn failed(&mut self, after: After5xx, key: &str, request: &Request, response: &Response) {
        let key = &scoped(request, key);
        match after {
            // A gateway in front of the service does not know its keys.
            After5xx::Replayed if matches!(response.status, 502 | 504) => {}
            After5xx::Replayed => {
                if let Some(used) = self.0.get_mut(key) {
                    used.response = Some(response.clone());
                }
            }
            // Where the provider does not say, the simulator does what costs most.
            After5xx::Fresh | After5xx::Unknown => {
                self.0.remove(key);
            }
        }
    }
}
