//! What a copied test repeats: the seed, the faults, the requests, and how often each payment must be there.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::fault_text::describe;
use super::related::{Relation, related};
use crate::catalog::ProviderId;
use crate::faults::{Calls, Fault, Rule};
use crate::ledger::Payment;
use crate::state::{Glance, RequestRecord, fingerprint};

/// A longer test is not read any more.
const MAX_REQUESTS: usize = 200;
/// What the transport writes by itself.
const OF_TRANSPORT: [&str; 14] = [
    "accept",
    "accept-language",
    "cache-control",
    "pragma",
    "priority",
    "sec-fetch-mode",
    "host",
    "connection",
    "content-length",
    "transfer-encoding",
    "accept-encoding",
    "user-agent",
    "expect",
    "keep-alive",
];
/// The simulator writes it instead of a credential.
const MASK: &str = "[redacted sha256:";

/// What a test needs to know.
pub(super) struct Script {
    pub(super) seed: u64,
    /// The rules, as JSON.
    pub(super) faults: Vec<Value>,
    pub(super) requests: Vec<Sent>,
    pub(super) expected: Vec<Expected>,
    /// How long effects can come after their responses, in milliseconds.
    pub(super) late_ms: u64,
    pub(super) providers: Vec<String>,
}

pub(super) struct Sent {
    pub(super) method: String,
    pub(super) target: String,
    pub(super) headers: Map<String, Value>,
    pub(super) body: String,
    pub(super) comment: String,
}

pub(super) enum Expected {
    /// Exactly one effect has this reference.
    Once(String),
    /// Requests without a reference: so many effects.
    Count { provider: ProviderId, operation: String, unit: String, count: usize },
}

/// What the test of one payment repeats, or that of everything since the last reset.
///
/// # Errors
///
/// There is nothing to test, or too much.
pub(super) fn script(
    glance: &Glance<'_>,
    provider_paths: &[&str],
    request: Option<u64>,
) -> Result<Script, &'static str> {
    let chosen: BTreeSet<u64> = match request {
        Some(seq) => {
            let found = related(glance, seq).ok_or("request: the log does not have this request")?;
            found
                .requests
                .into_iter()
                .filter(|(_, relation)| *relation == Relation::Payment)
                .map(|(seq, _)| seq)
                .collect()
        }
        None => glance.observed.seen().map(|seen| seen.seq).collect(),
    };
    let records: Vec<&RequestRecord> = chosen
        .iter()
        .filter_map(|seq| glance.requests.get(*seq))
        // No rule can select a request without an operation.
        .filter(|record| record.provider.is_some() && record.operation.is_some())
        .collect();
    if records.is_empty() {
        return Err("there are no requests yet; send one, then copy the test");
    }
    if records.len() > MAX_REQUESTS {
        return Err("there are more than 200 requests; select one payment, or reset the simulator");
    }
    let known: Vec<(String, String)> =
        glance.providers.credentials().into_iter().map(|text| (fingerprint(&text), text)).collect();
    let restored = |text: &str| restored(text, &known);
    let last = records.last().map_or(0, |record| record.seq);
    let mut interventions = glance.observed.interventions.iter().filter(|one| one.after < last).peekable();
    let mut requests = Vec::new();
    for record in &records {
        while let Some(one) = interventions.next_if(|one| one.after < record.seq) {
            requests.push(Sent {
                method: "POST".to_owned(),
                target: format!("/_sandbox/{}", one.name),
                headers: Map::from_iter([("content-type".to_owned(), json!("application/json"))]),
                body: one.body.to_string(),
                comment: "by hand".to_owned(),
            });
        }
        let query = if record.query.is_empty() { String::new() } else { format!("?{}", record.query) };
        let headers = record
            .headers
            .iter()
            .filter(|(name, _)| !OF_TRANSPORT.contains(&name.to_ascii_lowercase().as_str()));
        requests.push(Sent {
            method: record.method.clone(),
            target: restored(&format!("{}{query}", record.path)),
            headers: headers.map(|(name, value)| (name.clone(), restored(value).into())).collect(),
            body: restored(&record.body),
            comment: comment(record),
        });
    }
    let providers: BTreeSet<&str> =
        records.iter().filter_map(|record| record.provider).map(ProviderId::as_str).collect();
    let has_file = providers.iter().any(|id| ProviderId::parse(id).is_none());
    Ok(Script {
        seed: glance.dice.plan().seed,
        faults: faults(glance, &records, request.is_none()),
        requests,
        expected: expected(glance, &records),
        late_ms: records.iter().flat_map(|record| &record.faults).map(late_ms).max().unwrap_or(0),
        providers: if has_file {
            provider_paths.iter().map(|path| (*path).to_owned()).collect()
        } else {
            Vec::new()
        },
    })
}

/// The plan itself where it alone decided on all requests, so that the seed selects the calls. Otherwise each strike, by the number of
/// its call.
fn faults(glance: &Glance<'_>, records: &[&RequestRecord], is_everything: bool) -> Vec<Value> {
    let plan = glance.dice.plan();
    let is_alone = glance.dice.presses() == 0 && glance.dice.calls() == glance.observed.arrivals;
    // A call without an operation counts for some rules, and cannot be repeated.
    let is_complete = is_everything && records.len() as u64 == glance.observed.arrivals;
    if is_alone && is_complete && !plan.rules.is_empty() {
        return plan.rules.iter().map(|rule| json!(rule)).collect();
    }
    let mut calls: BTreeMap<(ProviderId, &str), u64> = BTreeMap::new();
    let mut strikes: Vec<(ProviderId, &str, &Fault, Vec<u64>)> = Vec::new();
    for record in records {
        let (Some(provider), Some(operation)) = (record.provider, record.operation.as_deref()) else {
            continue;
        };
        let call = calls.entry((provider, operation)).or_insert(0);
        *call += 1;
        for fault in &record.faults {
            let same = strikes
                .iter_mut()
                .find(|(of, name, other, _)| *of == provider && *name == operation && *other == fault);
            match same {
                Some((.., numbers)) => numbers.push(*call),
                None => strikes.push((provider, operation, fault, vec![*call])),
            }
        }
    }
    let rule = |(provider, operation, fault, numbers): (ProviderId, &str, &Fault, Vec<u64>)| {
        let mut rule = Rule::new(fault.clone()).on(provider, operation);
        rule.calls = Calls::Nth { nth: numbers };
        json!(rule)
    };
    strikes.into_iter().map(rule).collect()
}

fn late_ms(fault: &Fault) -> u64 {
    match fault {
        Fault::LateEffect { ms, .. } => *ms,
        _ => 0,
    }
}

/// Each payment once.
fn expected(glance: &Glance<'_>, records: &[&RequestRecord]) -> Vec<Expected> {
    let payments = &glance.observed.payments;
    let places = records.iter().flat_map(|record| payments.effects_of(record.seq));
    let own: BTreeSet<usize> =
        places.filter_map(|place| payments.of_effect(*place)).map(|(payment, _)| payment).collect();
    let own: Vec<&Payment> = own.into_iter().filter_map(|payment| payments.get(payment)).collect();
    let mut all: Vec<Expected> = Vec::new();
    // Those without a name of their own are counted with all others of their kind.
    let mut counted: BTreeSet<(ProviderId, &str, &str)> = BTreeSet::new();
    for payment in &own {
        // A reference finds the effects of every operation; another one may have it too.
        let alone = payment.name.as_deref().filter(|name| {
            let found = glance.effects.iter().enumerate().filter(|(_, effect)| effect.has_reference(name));
            found.map(|(place, _)| place).eq(payment.effects.iter().copied())
        });
        match alone {
            Some(name) => all.push(Expected::Once(name.to_owned())),
            None => _ = counted.insert(kind_of(payment)),
        }
    }
    for kind in counted {
        // The effects of one request on one payment are not a repetition.
        let same = own.iter().filter(|payment| kind_of(payment) == kind);
        let count = same.map(|payment| payment.effects.len() / payment.requests.len().max(1)).sum();
        let (provider, operation, unit) = kind;
        all.push(Expected::Count { provider, operation: operation.to_owned(), unit: unit.to_owned(), count });
    }
    all
}

fn kind_of(payment: &Payment) -> (ProviderId, &str, &str) {
    (payment.provider, &payment.operation, &payment.unit)
}

/// The text with the simulator's own credentials. Others stay unknown, and the simulator refuses them again.
fn restored(text: &str, known: &[(String, String)]) -> String {
    let mut text = text.to_owned();
    if text.contains(MASK) {
        for (mark, credential) in known {
            text = text.replace(mark, credential);
        }
    }
    text
}

fn comment(record: &RequestRecord) -> String {
    let operation = record.operation.as_deref().unwrap_or_default();
    let faults: Vec<String> = record.faults.iter().map(describe).collect();
    let end = match (faults.as_slice(), record.status) {
        ([], Some(status)) => format!(": {status}"),
        ([], None) => String::new(),
        (faults, _) => format!(": {}", faults.join(", ")),
    };
    // A code of a fault plan could otherwise end the comment.
    format!("{operation}{end}").chars().filter(|letter| !letter.is_control()).collect()
}
