//! One payment from its first request to the last look for it.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::fault_text::describe;
use super::feed::{account_label, labels};
use super::related::related;
use crate::state::{Glance, RequestRecord, Seen};

/// The timeline of the payment that this request belongs to; `None` if the log does not have the request.
pub(super) fn timeline(glance: &Glance<'_>, seq: u64) -> Option<Value> {
    let found = related(glance, seq)?;
    let payments = &glance.observed.payments;
    let first: Option<Timestamp> = found
        .requests
        .keys()
        .next()
        .and_then(|first| glance.requests.get(*first))
        .and_then(|record| record.at.parse().ok());
    let labels = labels(glance);
    let steps: Vec<Value> = found
        .requests
        .iter()
        .filter_map(|(seq, relation)| {
            let record = glance.requests.get(*seq)?;
            let seen = glance.observed.seen().find(|seen| seen.seq == *seq);
            let places = payments.effects_of(*seq);
            let effects = places.iter().filter_map(|place| {
                let effect = glance.effects.get(*place)?;
                let (payment, is_again) = payments.of_effect(*place)?;
                (found.payment.is_none_or(|own| own == payment)).then(|| {
                    json!({
                        "amount": effect.amount.to_string(),
                        "unit": effect.unit,
                        "account": account_label(&labels, effect),
                        "again": is_again,
                    })
                })
            });
            Some(step(record, seen, relation.as_str(), first, &effects.collect::<Vec<_>>()))
        })
        .collect();
    let known = found.payment.and_then(|payment| payments.get(payment));
    Some(json!({
        "payment": found.payment,
        "name": known.and_then(|payment| payment.name.as_deref()),
        "provider": known.map(|payment| payment.provider),
        "operation": known.map(|payment| payment.operation.as_str()),
        "charges": known.map_or(0, |payment| payment.requests.len()),
        "paid_once": match known {
            None => "nothing",
            Some(payment) if payment.is_paid_again() => "no",
            Some(_) => "yes",
        },
        "steps": steps,
    }))
}

fn step(
    record: &RequestRecord,
    seen: Option<&Seen>,
    relation: &str,
    first: Option<Timestamp>,
    effects: &[Value],
) -> Value {
    let since = |at: &str| {
        let at: Timestamp = at.parse().ok()?;
        Some(at.duration_since(first?).as_millis())
    };
    let header = |name: &str| {
        let found = record.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    };
    json!({
        "seq": record.seq,
        "at": record.at,
        "after_ms": since(&record.at).map(|ms| i64::try_from(ms).unwrap_or(i64::MAX)),
        "ended_ms": seen
            .and_then(|seen| since(seen.ended_at.as_deref()?))
            .map(|ms| i64::try_from(ms).unwrap_or(i64::MAX)),
        "relation": relation,
        "provider": record.provider,
        "operation": record.operation,
        "method": record.method,
        "path": record.path,
        "query": record.query,
        "idempotency_key": header("idempotency-key").or_else(|| header("x-idempotency-key")),
        "body": record.body,
        "status": record.status,
        "ending": seen.and_then(|seen| seen.ending).map(|ending| ending.as_str()),
        "response": seen.map(|seen| seen.response.as_str()),
        "faults": record.faults.iter().map(describe).collect::<Vec<_>>(),
        "effects": effects,
    })
}
