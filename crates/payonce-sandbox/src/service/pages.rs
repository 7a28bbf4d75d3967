//! Cuts lists into pages. A fault can hide, reorder or repeat entries.

use jiff::Timestamp;
use serde_json::Value;

use super::fields::FieldError;
use crate::faults::{ListFault, ListOrder};
use crate::http::Request;
use crate::random::mix;

/// The members with the creation time of an entry, in the spellings of the five services.
const BORN: [&str; 4] = ["created_at", "created_timestamp", "limit_creation_timestamp", "create_timestamp"];
/// The parameters that choose the page and not the entries.
const PAGING: [&str; 7] =
    ["page_num", "page_size", "page", "limit", "cursor", "sort_ascending", "include_total"];

/// How a fault changes a list.
#[derive(Debug, Clone, Default)]
pub(crate) struct View {
    fault: ListFault,
    /// Entries that are younger than this are hidden.
    as_of: Option<Timestamp>,
    /// The seed of a shuffled list.
    seed: u64,
}

impl View {
    pub(crate) fn new(fault: &ListFault, now: Timestamp, seed: u64) -> Self {
        let lag =
            fault.lag_ms.map(|ms| jiff::SignedDuration::from_millis(i64::try_from(ms).unwrap_or(i64::MAX)));
        let as_of = lag.map(|lag| now.checked_sub(lag).unwrap_or(Timestamp::MIN));
        Self { fault: fault.clone(), as_of, seed }
    }

    /// The visible entries in their order.
    pub(crate) fn shown(&self, items: Vec<Value>) -> Vec<Value> {
        self.shown_by_age(
            items.into_iter().map(|item| (born(&item).unwrap_or(Timestamp::MIN), item)).collect(),
        )
    }

    /// The visible entries in their order, each given with the time when it was made.
    pub(crate) fn shown_by_age(&self, mut items: Vec<(Timestamp, Value)>) -> Vec<Value> {
        if self.fault.empty {
            return Vec::new();
        }
        if let Some(as_of) = self.as_of {
            items.retain(|(born, _)| *born <= as_of);
        }
        let mut items: Vec<Value> = items.into_iter().map(|(_, item)| item).collect();
        match self.fault.order {
            None => {}
            Some(ListOrder::Reversed) => items.reverse(),
            Some(ListOrder::Shuffled) => shuffle(&mut items, self.seed),
        }
        items
    }

    /// The number of entries on a page when the client asked for `asked`.
    pub(crate) fn page_size(&self, asked: usize) -> usize {
        self.fault.page_size.map_or(asked, |max| asked.min(max))
    }

    /// Whether a page reports that more entries follow.
    pub(crate) fn says_more(&self, more: bool) -> bool {
        more && !self.fault.hides_more
    }

    /// The total that a page with `shown` entries reports.
    pub(crate) fn says_total(&self, total: usize, shown: usize) -> usize {
        if self.fault.hides_more { shown } else { total }
    }

    /// Whether the first response to an address is repeated.
    pub(crate) fn is_cached(&self) -> bool {
        self.fault.cached
    }

    /// The query that the service receives. `paging` are parameters that choose the page, besides the usual ones.
    pub(crate) fn query(&self, query: &str, paging: &[&str]) -> String {
        if !self.fault.ignores_filters {
            return query.to_owned();
        }
        let kept: Vec<&str> = query
            .split('&')
            .filter(|pair| {
                let name = pair.split('=').next().unwrap_or_default();
                PAGING.contains(&name) || paging.contains(&name)
            })
            .collect();
        kept.join("&")
    }
}

fn born(item: &Value) -> Option<Timestamp> {
    BORN.iter().find_map(|name| item.get(name)?.as_str()?.parse().ok())
}

fn shuffle(items: &mut [Value], seed: u64) {
    let mut state = seed;
    for place in (1..items.len()).rev() {
        state = mix(state);
        items.swap(place, usize::try_from(state % (place as u64 + 1)).unwrap_or(0));
    }
}

/// A whole number in the query, within bounds.
pub(crate) fn query_number(
    request: &Request,
    name: &'static str,
    usual: usize,
    min: usize,
    max: usize,
    problem: &'static str,
) -> Result<usize, FieldError> {
    match request.query_value(name) {
        None => Ok(usual),
        Some(text) => match text.parse::<usize>() {
            Ok(number) if (min..=max).contains(&number) => Ok(number),
            _ => Err(FieldError::new(name, problem)),
        },
    }
}

/// The page with this number, counted from 1, and whether more entries follow.
pub(crate) fn page<T>(items: Vec<T>, number: usize, size: usize) -> (Vec<T>, bool) {
    let start = (number.saturating_sub(1)).saturating_mul(size);
    let more = items.len() > start.saturating_add(size);
    (items.into_iter().skip(start).take(size).collect(), more)
}
