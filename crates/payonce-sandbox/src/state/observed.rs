//! What the dashboard shows beyond the log of requests: responses, and the payments that requests had an effect on.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use crate::http::Request;
use crate::ledger::{Effect, Origin, Payments};

/// The newest requests whose responses are kept.
const MAX_SEEN: usize = 1000;
/// A longer response is kept in part.
const MAX_RESPONSE: usize = 32 * 1024;

/// How a request ended for the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    Answered,
    CutShort,
    Reset,
    NoResponse,
}

impl Ending {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::CutShort => "cut_short",
            Self::Reset => "reset",
            Self::NoResponse => "no_response",
        }
    }
}

/// One request and its response.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) seq: u64,
    /// Equal for requests with the same method, address and body.
    pub(crate) exact: u64,
    pub(crate) ending: Option<Ending>,
    /// When it ended, in RFC 3339.
    pub(crate) ended_at: Option<String>,
    /// The body of the response, without credentials.
    pub(crate) response: String,
    /// The number of the last change of this request, from 1.
    pub(crate) changed: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Observed {
    seen: VecDeque<Seen>,
    pub(crate) payments: Payments,
    /// The last request with these bytes that took effect, and whether a fault hid its success.
    succeeded: HashMap<u64, (u64, bool)>,
    /// The number of changes of requests.
    pub(crate) changes: u64,
    /// The number of requests since the start or the last reset.
    pub(crate) arrivals: u64,
    /// What a person did to the state between the requests.
    pub(crate) interventions: Vec<Intervention>,
}

/// A top-up, or a move of the clock.
#[derive(Debug, Clone)]
pub(crate) struct Intervention {
    /// The number of requests before it.
    pub(crate) after: u64,
    /// The name of the control address, and the body that repeats it.
    pub(crate) name: &'static str,
    pub(crate) body: Value,
}

impl Observed {
    pub(crate) fn arrived(&mut self, seq: u64, request: &Request) {
        self.changes += 1;
        self.arrivals += 1;
        let exact = exact(request);
        let (changed, response) = (self.changes, String::new());
        self.seen.push_back(Seen { seq, exact, ending: None, ended_at: None, response, changed });
        if self.seen.len() > MAX_SEEN {
            self.seen.pop_front();
        }
    }

    pub(crate) fn ended(&mut self, seq: u64, ending: Ending, at: String, mut response: String) {
        self.changes += 1;
        let changed = self.changes;
        let Some(seen) = self.seen_mut(seq) else { return };
        if response.len() > MAX_RESPONSE {
            let end = (0..=MAX_RESPONSE).rev().find(|end| response.is_char_boundary(*end));
            response.truncate(end.unwrap_or(0));
        }
        seen.ending = Some(ending);
        seen.ended_at = Some(at);
        seen.response = response;
        seen.changed = changed;
    }

    pub(crate) fn intervened(&mut self, name: &'static str, body: Value) {
        self.interventions.push(Intervention { after: self.arrivals, name, body });
    }

    /// Assigns the new effects of a request to payments.
    pub(crate) fn took_effect(
        &mut self,
        effects: &[Effect],
        request: Option<(u64, &Request)>,
        is_hidden: bool,
        is_idempotent: bool,
    ) {
        if effects.len() == self.payments.known() {
            return;
        }
        let exact = request.map_or(0, |(_, request)| exact(request));
        let earlier = request.and_then(|(seq, _)| self.succeeded.insert(exact, (seq, is_hidden)));
        // The effect of a request can come after that of its retry.
        let is_second_try = earlier
            .zip(request)
            .is_some_and(|((other, was_hidden), (seq, _))| was_hidden || (is_hidden && other > seq));
        let texts = request.map_or_else(Vec::new, |(_, request)| texts(request));
        let number = request.map(|(seq, _)| seq);
        let origin = Origin { request: number, exact, is_second_try, is_idempotent, texts: &texts };
        self.payments.assign(effects, origin);
        self.changes += 1;
        let changed = self.changes;
        if let Some(seen) = number.and_then(|seq| self.seen_mut(seq)) {
            seen.changed = changed;
        }
    }

    fn seen_mut(&mut self, seq: u64) -> Option<&mut Seen> {
        let first = self.seen.front()?.seq;
        self.seen.get_mut(usize::try_from(seq.checked_sub(first)?).ok()?)
    }

    /// The newest requests, oldest first.
    pub(crate) fn seen(&self) -> impl DoubleEndedIterator<Item = &Seen> {
        self.seen.iter()
    }
}

fn exact(request: &Request) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&request.method, request.path(), request.query(), &request.body).hash(&mut hasher);
    hasher.finish()
}

/// The texts of a request as the service reads them: its address, and its body as text, as a form and as JSON.
fn texts(request: &Request) -> Vec<String> {
    let decoded = |text: &str| {
        percent_encoding::percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
    };
    let body = request.body_text();
    let mut texts = vec![decoded(request.path()), decoded(request.query()), decoded(&body)];
    if let Ok(json) = serde_json::from_str(&body) {
        strings(&json, &mut texts);
    }
    texts.push(body);
    texts
}

fn strings(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text.clone()),
        Value::Array(list) => list.iter().for_each(|item| strings(item, into)),
        Value::Object(members) => members.values().for_each(|member| strings(member, into)),
        _ => {}
    }
}
