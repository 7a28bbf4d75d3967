//! Looking for a payment whose answer was lost.

use std::time::Duration;

use serde_json::Value;

use crate::headers::Headers;
use crate::operation::{Operation, Paging, Reconcile, State, Ty};
use crate::request::Arguments;
use crate::time::unix_ms;
use crate::vocabulary::Provider;
use crate::wait::{clock, whole_milliseconds};

/// Two machines' clocks may differ by this much before an old payment is taken for the one that is looked for.
const CLOCK_SKEW: Duration = Duration::from_secs(600);
/// The largest page that the providers give.
const PAGE_SIZE: u32 = 100;
/// A list that does not end is no answer.
const MOST_PAGES: u32 = 1_000;
/// How often the whole list is gone through before "not found" is believed.
pub(super) const LOOKS: u32 = 2;

/// A search through a provider's list.
#[derive(Debug, Clone)]
pub(super) struct Look {
    pub(super) operation: &'static Operation,
    arguments: Arguments,
    page: u32,
    page_argument: &'static str,
    items: &'static str,
    field: &'static str,
    time: &'static str,
    mark: String,
    oldest_ms: Option<u64>,
    /// By how much this machine's clock is ahead of the provider's, whose times the list shows.
    ahead_ms: u64,
    /// How many items this time through the list has shown.
    seen: u64,
    /// A payment with the mark that failed: the same mark may stand at one that did not.
    failed: Option<Value>,
    /// What the operation itself says of everything that it does.
    fixed: &'static [(&'static str, &'static str)],
    /// Whether something has the mark that the operation cannot have done: who sees a memo can copy it into a payment of
    /// their own. It is not the one that is looked for, and where nothing else is found, nothing is proven.
    copied: bool,
    state: Option<State>,
    /// How often the whole list was gone through.
    pub(super) done: u32,
}

/// What a page showed.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    /// The payment.
    Item(Value),
    /// Nothing; there is another page.
    NextPage,
    /// Nothing, and the list is through.
    Nothing,
    /// A page that cannot be read, a list without an end, or only a copy of the mark: the search proves nothing.
    Broken,
}

impl Look {
    /// The search for `mark` among what `operation` may have done since `sent_at_ms`.
    pub(super) fn new(
        provider: Provider,
        operation: &'static Operation,
        arguments: &Arguments,
        mark: &str,
        sent_at_ms: Option<u64>,
    ) -> Option<Self> {
        let Reconcile::List { operation: list, by, field, time } = operation.reconcile?;
        let state = match operation.returns {
            Ty::Model(model) => model.state,
            _ => None,
        };
        let fixed = operation.fixed;
        let operation = provider.operation(list)?;
        let Some(Paging::Numbered { page, size, items }) = operation.paging else { return None };
        let mut narrowed = Arguments::new();
        for name in by {
            if let Some(value) = arguments.get(*name) {
                narrowed.insert((*name).to_owned(), value.clone());
            }
        }
        narrowed.insert(size.to_owned(), PAGE_SIZE.into());
        let skew = whole_milliseconds(CLOCK_SKEW);
        Some(Self {
            operation,
            arguments: narrowed,
            page: 1,
            page_argument: page,
            items,
            field,
            time,
            mark: mark.to_owned(),
            oldest_ms: sent_at_ms.map(|sent| sent.saturating_sub(skew)),
            ahead_ms: 0,
            seen: 0,
            failed: None,
            fixed,
            copied: false,
            state,
            done: 0,
        })
    }

    /// The arguments of the next page.
    pub(super) fn arguments(&self) -> Arguments {
        let mut arguments = self.arguments.clone();
        arguments.insert(self.page_argument.to_owned(), self.page.into());
        arguments
    }

    /// Reads one page.
    pub(super) fn examine(&mut self, answer: &Value) -> Found {
        let Some(items) = answer.get(self.items).and_then(Value::as_array) else { return Found::Broken };
        let marked = || items.iter().filter(|item| self.carries_mark(item) && !self.is_of_others(item));
        if let Some(item) = marked().find(|item| !self.has_failed(item)) {
            return Found::Item(item.clone());
        }
        if let Some(failed) = marked().next() {
            self.failed = Some(failed.clone());
        }
        self.copied |= items.iter().any(|item| self.carries_mark(item) && self.is_of_others(item));
        self.seen = self.seen.saturating_add(items.len() as u64);
        let more = match answer.get("has_more") {
            Some(Value::Bool(more)) => *more,
            // Without the word of the provider, a page that is full may not be the last one, nor one that it cut to a
            // size of its own.
            _ => {
                let total = answer.get("total").and_then(Value::as_u64);
                items.len() >= PAGE_SIZE as usize || total.is_some_and(|total| self.seen < total)
            }
        };
        if !more || self.is_older(items) {
            self.page = 1;
            self.seen = 0;
            self.done += 1;
            let nothing = if self.copied { Found::Broken } else { Found::Nothing };
            return self.failed.take().map_or(nothing, Found::Item);
        }
        if items.is_empty() || self.page >= MOST_PAGES {
            return Found::Broken;
        }
        self.page += 1;
        Found::NextPage
    }

    /// Compares the clocks: what the list dates is dated by the provider's.
    pub(super) fn note_clock(&mut self, headers: &Headers, unix_ms: u64) {
        self.ahead_ms = self.ahead_ms.max(unix_ms.saturating_sub(clock(headers, unix_ms)));
    }

    fn has_failed(&self, item: &Value) -> bool {
        self.state.is_some_and(|state| {
            let reported = item.get(state.field).and_then(Value::as_str);
            state.failed.iter().any(|(failed, _)| reported == Some(*failed))
        })
    }

    fn is_of_others(&self, item: &Value) -> bool {
        self.fixed.iter().any(|(name, ours)| {
            item.get(*name).and_then(Value::as_str).is_some_and(|found| !found.eq_ignore_ascii_case(ours))
        })
    }

    /// The caller's memo stands before the mark, so that only the end is ours.
    fn carries_mark(&self, item: &Value) -> bool {
        let Some(text) = item.get(self.field).and_then(Value::as_str) else { return false };
        text == self.mark
            || text
                .strip_suffix(']')
                .and_then(|text| text.strip_suffix(&self.mark))
                .is_some_and(|own| own.ends_with('['))
    }

    /// Whether the page shows that all further ones are older than the first sending: it goes from new to old and
    /// ends before it. A page whose times cannot be read, or that is in another order, shows nothing.
    fn is_older(&self, items: &[Value]) -> bool {
        let Some(oldest) = self.oldest_ms else { return false };
        let oldest = oldest.saturating_sub(self.ahead_ms);
        let mut times = Vec::new();
        for item in items {
            let Some(time) = item.get(self.time).and_then(Value::as_str).and_then(unix_ms) else {
                return false;
            };
            times.push(time);
        }
        times.is_sorted_by(|newer, older| newer >= older) && times.last().is_some_and(|last| *last < oldest)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SENT: u64 = 1_700_000_000_000;

    fn look() -> Look {
        let send = Provider::AgentWallex.operation("payments.send").unwrap();
        let arguments: Arguments = [("agent_id".to_owned(), json!("agent_1"))].into_iter().collect();
        Look::new(Provider::AgentWallex, send, &arguments, "po_mark_0123456789", Some(SENT)).unwrap()
    }

    #[test]
    fn the_mark_is_found_alone_or_behind_the_callers_memo_and_nowhere_else() {
        for (memo, found) in [
            ("po_mark_0123456789", true),
            ("rent [po_mark_0123456789]", true),
            ("[po_mark_0123456789] rent", false),
            ("po_mark_01234567890", false),
            ("about po_mark_0123456789", false),
        ] {
            let page = json!({"data": [{"memo": memo}], "has_more": false});
            assert_eq!(matches!(look().examine(&page), Found::Item(_)), found, "{memo}");
        }
    }

    #[test]
    fn it_stops_at_what_is_older_than_the_first_sending_and_only_there() {
        let mut search = look();
        let newer = json!({"data": [{"memo": "a", "created_at": "2023-11-14T22:13:25Z"}], "has_more": true});
        assert_eq!(search.examine(&newer), Found::NextPage);
        assert_eq!(search.arguments().get("page_num"), Some(&json!(2)));
        let older = json!({"data": [{"created_at": "2023-11-14T22:13:25Z"}, {"created_at": "2023-11-14T20:00:00Z"}], "has_more": true});
        assert_eq!(search.examine(&older), Found::Nothing);
        assert_eq!(search.done, 1);
        let unordered = json!({"data": [{"created_at": "2023-11-14T20:00:00Z"}, {"created_at": "2023-11-14T22:13:25Z"}], "has_more": true});
        assert_eq!(search.examine(&unordered), Found::NextPage);
    }

    #[test]
    fn the_offset_of_a_time_counts() {
        // Sent at 22:13:20 UTC.
        for (last, found) in [
            ("2023-11-14T22:00:00+02:00", Found::Nothing),
            ("2023-11-14T20:13:00-02:00", Found::NextPage),
            ("2023-11-14T20:00:00", Found::NextPage),
        ] {
            let page = json!({"data": [{"created_at": "2023-11-15T00:13:25+02:00"}, {"created_at": last}], "has_more": true});
            assert_eq!(look().examine(&page), found, "{last}");
        }
    }

    #[test]
    fn a_page_that_cannot_be_read_proves_nothing() {
        assert_eq!(look().examine(&json!({"items": []})), Found::Broken);
        assert_eq!(look().examine(&json!([])), Found::Broken);
    }
}
