//! The requests that belong to one payment.

use std::collections::BTreeMap;

use crate::state::{Glance, RequestRecord, Seen};

/// A shorter name would occur by chance.
const MIN_NAME: usize = 3;
/// Requests that look for a payment come soon after it.
const MAX_REQUESTS: usize = 200;

/// How a request belongs to a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// It has the bytes or the name of the payment.
    Payment,
    /// It read, and its response shows the payment.
    Shows,
    /// It read a list, and its response does not show the payment.
    DoesNotShow,
}

impl Relation {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::Shows => "shows",
            Self::DoesNotShow => "does_not_show",
        }
    }
}

/// The payment of a request, and the requests that belong to it.
#[derive(Debug, Default)]
pub(super) struct Related {
    pub(super) payment: Option<usize>,
    pub(super) requests: BTreeMap<u64, Relation>,
}

/// What belongs to the payment of the request with this number; `None` if the log does not have it.
pub(super) fn related(glance: &Glance<'_>, seq: u64) -> Option<Related> {
    let record = glance.requests.get(seq)?;
    let payments = &glance.observed.payments;
    let seen: Vec<(&Seen, &RequestRecord)> =
        glance.observed.seen().filter_map(|seen| Some((seen, glance.requests.get(seen.seq)?))).collect();
    let own = seen.iter().find(|(seen, _)| seen.seq == seq).map(|(seen, _)| seen.exact);
    let has_effect = |seq: u64| {
        let place = payments.effects_of(seq).first()?;
        payments.of_effect(*place).map(|(payment, _)| payment)
    };
    let of_same_bytes = || {
        let same = seen.iter().filter(|(seen, _)| Some(seen.exact) == own);
        same.filter_map(|(seen, _)| has_effect(seen.seq)).next_back()
    };
    let of_name = || {
        payments.all().iter().rposition(|payment| {
            payment.provider == record.provider.unwrap_or(payment.provider)
                && payment.name.as_deref().is_some_and(|name| mentions(record, name))
        })
    };
    let payment = has_effect(seq).or_else(of_same_bytes).or_else(of_name);

    let mut requests = BTreeMap::from([(seq, Relation::Payment)]);
    let known = payment.and_then(|payment| payments.get(payment));
    let name = known.and_then(|payment| payment.name.as_deref());
    let with_effect: Vec<u64> =
        known.into_iter().flat_map(|payment| payment.requests.iter().flatten().copied()).collect();
    let bytes: Vec<u64> = seen
        .iter()
        .filter(|(seen, _)| with_effect.contains(&seen.seq))
        .map(|(seen, _)| seen.exact)
        .chain(own)
        .collect();
    for (seen, other) in &seen {
        let has_name = name.is_some_and(|name| mentions(other, name));
        let is_bytes = bytes.contains(&seen.exact)
            && (known.is_none_or(|payment| payment.name.is_some()) || {
                // Equal requests without a name can be different payments.
                with_effect.contains(&seen.seq) || payments.effects_of(seen.seq).is_empty()
            });
        if (has_name || is_bytes) && other.provider == record.provider {
            requests.insert(seen.seq, Relation::Payment);
        }
    }
    let first = requests.keys().next().copied().unwrap_or(seq);
    let shown: Vec<&str> = known
        .into_iter()
        .flat_map(|payment| &payment.effects)
        .filter_map(|place| glance.effects.get(*place)?.reference.as_deref())
        .chain(name)
        .filter(|text| text.len() >= MIN_NAME)
        .collect();
    let reads = seen.iter().filter(|(seen, other)| {
        seen.seq > first && other.method == "GET" && other.provider == record.provider
    });
    for (seen, other) in reads {
        if requests.len() >= MAX_REQUESTS || requests.contains_key(&seen.seq) {
            continue;
        }
        let shows =
            shown.iter().any(|text| seen.response.contains(text) || seen.response.contains(&escaped(text)));
        let is_list = other.operation.as_deref().is_some_and(|operation| operation.contains("list"));
        if shows {
            requests.insert(seen.seq, Relation::Shows);
        } else if is_list {
            requests.insert(seen.seq, Relation::DoesNotShow);
        }
    }
    Some(Related { payment, requests })
}

/// Whether a request has this text in its address, its body or a header field.
fn mentions(record: &RequestRecord, name: &str) -> bool {
    if name.len() < MIN_NAME {
        return false;
    }
    let encoded = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC).to_string();
    let escaped = escaped(name);
    let has = |text: &str| text.contains(name) || text.contains(&encoded) || text.contains(&escaped);
    has(&record.path)
        || has(&record.query)
        || has(&record.body)
        || record.headers.iter().any(|(_, value)| has(value))
}

/// The text as a JSON string has it.
fn escaped(text: &str) -> String {
    serde_json::Value::from(text).to_string().trim_matches('"').to_owned()
}
