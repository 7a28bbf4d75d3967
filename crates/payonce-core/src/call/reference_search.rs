//! Looking for a payment whose response was lost.

use std::time::Duration;

use serde_json::Value;

use crate::classify::retry_after::clock;
use crate::model::clock::whole_milliseconds;
use crate::model::headers::Headers;
use crate::model::json;
use crate::model::time::unix_ms;
use crate::request::Arguments;
use crate::request::memo::{EmbeddedReference, Fit};
use crate::spec::operation::{ConsistentAfter, ListSearch, Operation, Paging};
use crate::spec::param::Place;
use crate::spec::provider::Provider;
use crate::spec::types::{FieldType, State};

/// Two machines' clocks may differ by this much before an old payment is taken for the one that is looked for.
const CLOCK_SKEW: Duration = Duration::from_secs(600);
/// The largest page that the providers give.
const PAGE_SIZE: u32 = 100;
/// The most pages of one pass: the payment is among the last ones of a list that goes from new to old, and a list that
/// grows as fast as it is read must not hold the provider's rate limit.
const MAX_PAGES: u32 = 50;
/// The most empty pages in a row that promise a further one.
const MAX_EMPTY_PAGES: u32 = 2;
/// How often the list is gone through.
pub(super) const SEARCH_PASSES: u32 = 2;

/// A search through a provider's list.
#[derive(Debug, Clone)]
pub(super) struct ReferenceSearch {
    pub(super) operation: &'static Operation,
    /// What narrows the list. A list that ignores it shows what others did.
    narrowed: Arguments,
    page: u32,
    page_argument: &'static str,
    size_argument: &'static str,
    items: &'static str,
    field: &'static str,
    time: &'static str,
    mark: EmbeddedReference,
    oldest_ms: Option<u64>,
    /// By how much this machine's clock is ahead of the provider's, whose times the list shows; nothing while the
    /// provider has not told its time.
    ahead_ms: Option<u64>,
    /// A payment with the mark that failed: the same mark may stand at one that did not.
    failed: Option<Value>,
    /// What the operation itself says of everything that it does.
    fixed: &'static [(&'static str, &'static str)],
    /// What this call said of its payment, under the names on the wire: one with other words is another one, though it
    /// carries the same key.
    said: Vec<(&'static str, Value)>,
    /// Whether something has the mark that the operation cannot have done: who sees a memo can copy it into a payment of
    /// their own. It is not the one that is looked for, and where nothing else is found, nothing is proven.
    copied: bool,
    state: Option<State>,
    pass: Pass,
    /// After how long the provider says that its list is complete.
    pub(super) consistent_after: Option<ConsistentAfter>,
    /// When the response came that left the outcome open.
    since: Duration,
    /// How often the whole list was gone through.
    pub(super) done: u32,
    /// Whether the last pass, by itself, proves that the payment is not there.
    proves_absence: bool,
}

/// What one pass through the list has shown so far.
#[derive(Debug, Clone, Default)]
struct Pass {
    /// When its first page was asked for.
    began: Option<Duration>,
    items: u64,
    /// The empty pages in a row.
    empty: u32,
    last_page: Option<Value>,
    last_time: Option<u64>,
    /// Whether the times go from new to old.
    descends: bool,
    /// Whether some times go the other way, or cannot be read.
    ascends: bool,
    /// Whether an item may be the payment with its memo cut or left out.
    doubtful: bool,
    /// Whether the list shows another mark that this client sent: its memos come back as we read them.
    control: bool,
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
    Inconclusive,
}

impl ReferenceSearch {
    /// The search for the mark among what `operation` may have done since `sent_at_ms`.
    pub(super) fn new(
        provider: Provider,
        operation: &'static Operation,
        arguments: &Arguments,
        mark: &str,
        has_twin: bool,
        sent_at_ms: Option<u64>,
        since: Duration,
    ) -> Option<Self> {
        let ListSearch { operation: list, by, field, time, consistent_after } = *operation.search()?;
        let state = match operation.returns {
            FieldType::Model(model) => model.state,
            _ => None,
        };
        let fixed = operation.fixed;
        let said = operation
            .params
            .iter()
            .filter(|param| param.place == Place::Body && Some(param.name) != operation.key())
            .filter_map(|param| Some((param.wire, arguments.get(param.name)?.clone())))
            .collect();
        let memo = operation.key().and_then(|key| arguments.get(key)).and_then(Value::as_str);
        let operation = provider.operation(list)?;
        let Some(Paging::Numbered { page, size, items }) = operation.paging else { return None };
        let mut narrowed = Arguments::new();
        for name in by {
            if let Some(value) = arguments.get(*name) {
                narrowed.insert((*name).to_owned(), value.clone());
            }
        }
        let skew = whole_milliseconds(CLOCK_SKEW);
        Some(Self {
            operation,
            narrowed,
            page: 1,
            page_argument: page,
            size_argument: size,
            items,
            field,
            time,
            mark: EmbeddedReference::new(mark, memo, has_twin),
            oldest_ms: sent_at_ms.map(|sent| sent.saturating_sub(skew)),
            ahead_ms: None,
            failed: None,
            fixed,
            said,
            copied: false,
            state,
            pass: Pass::default(),
            consistent_after,
            since,
            done: 0,
            proves_absence: false,
        })
    }

    pub(super) fn mark(&self) -> &str {
        self.mark.text()
    }

    /// The arguments of the next page, which is asked for now.
    pub(super) fn arguments(&mut self, now: Duration) -> Arguments {
        self.pass.began.get_or_insert(now);
        let mut arguments = self.narrowed.clone();
        arguments.insert(self.size_argument.to_owned(), PAGE_SIZE.into());
        arguments.insert(self.page_argument.to_owned(), self.page.into());
        arguments
    }

    /// Reads one page. `of_client` says whether a memo carries another mark that this client sent.
    pub(super) fn examine(&mut self, page: &Value, of_client: impl Fn(&str) -> bool) -> Found {
        let Some(items) = page.get(self.items).and_then(Value::as_array) else {
            return Found::Inconclusive;
        };
        let mut changed = None;
        for item in items {
            match self.fit(item) {
                Fit::Exact | Fit::Changed if self.is_of_others(item) => self.copied = true,
                Fit::Exact | Fit::Changed if self.has_failed(item) => self.failed = Some(item.clone()),
                Fit::Exact => return Found::Item(item.clone()),
                Fit::Changed => changed = changed.or(Some(item)),
                // A provider that cuts memos may change amounts too, so that only the list itself speaks here.
                Fit::Doubtful => self.pass.doubtful |= !self.is_elsewhere(item),
                Fit::Other => {}
            }
            if self.consistent_after.is_some() {
                let memo = item.get(self.field).and_then(Value::as_str);
                self.pass.control |= memo.is_some_and(&of_client);
            }
            self.note_time(item);
        }
        if let Some(item) = changed {
            return Found::Item(item.clone());
        }
        self.pass.items = self.pass.items.saturating_add(items.len() as u64);
        self.pass.empty = if items.is_empty() { self.pass.empty + 1 } else { 0 };
        let listed = page.get(self.items).cloned();
        // A list that knows no pages shows the same one for ever.
        let repeated = !items.is_empty() && self.pass.last_page == listed;
        self.pass.last_page = listed;
        let total = page.get("total").and_then(Value::as_u64);
        let total_says_more = total.map(|total| self.pass.items < total);
        let more = match page.get("has_more").and_then(Value::as_bool) {
            Some(true) => true,
            Some(false) => total_says_more == Some(true) && !items.is_empty(),
            // Without the provider's word only an empty page is the last one: a page may be smaller than asked.
            None => total_says_more != Some(false) && !items.is_empty(),
        };
        let old = self.is_older();
        if !more || repeated || old {
            let whole = !repeated && !old && total_says_more != Some(true);
            let pass = std::mem::take(&mut self.pass);
            self.proves_absence = whole && pass.control && !pass.doubtful && self.is_late(pass.began);
            self.page = 1;
            self.done += 1;
            let nothing = if self.copied { Found::Inconclusive } else { Found::Nothing };
            return self.failed.take().map_or(nothing, Found::Item);
        }
        if self.page >= MAX_PAGES || self.pass.empty > MAX_EMPTY_PAGES {
            return Found::Inconclusive;
        }
        self.page += 1;
        Found::NextPage
    }

    /// Compares the clocks: what the list dates is dated by the provider's.
    pub(super) fn note_clock(&mut self, headers: &Headers, unix_ms: u64) {
        if headers.get("date").is_some() {
            let ahead = unix_ms.saturating_sub(clock(headers, unix_ms));
            self.ahead_ms = Some(self.ahead_ms.unwrap_or_default().max(ahead));
        }
    }

    /// Whether the last pass proves that the provider did not do it: the provider documents when its list is complete,
    /// the pass began after that and went through the whole list, the list shows other marks of this client, and no item
    /// could be the payment with another memo.
    pub(super) fn proves_absence(&self) -> bool {
        self.proves_absence
    }

    fn is_late(&self, began: Option<Duration>) -> bool {
        self.consistent_after.is_some_and(|consistent| {
            began.is_some_and(|began| began >= self.since.saturating_add(consistent.after))
        })
    }

    fn fit(&self, item: &Value) -> Fit {
        item.get(self.field).and_then(Value::as_str).map_or(Fit::Doubtful, |memo| self.mark.fit(memo))
    }

    fn has_failed(&self, item: &Value) -> bool {
        self.state.is_some_and(|state| {
            let reported = item.get(state.field).and_then(Value::as_str);
            reported.is_some_and(|reported| state.failure(reported).is_some())
        })
    }

    /// Whether the item stands outside of what was searched, in a list that ignores its filter.
    fn is_elsewhere(&self, item: &Value) -> bool {
        let narrowed = self.narrowed.iter().filter_map(|(name, ours)| Some((name.as_str(), ours.as_str()?)));
        self.fixed.iter().copied().chain(narrowed).any(|(name, ours)| {
            item.get(name).and_then(Value::as_str).is_some_and(|found| !found.eq_ignore_ascii_case(ours))
        })
    }

    fn is_of_others(&self, item: &Value) -> bool {
        let differs_from =
            |(name, ours): &(&str, Value)| item.get(*name).is_some_and(|found| differs(ours, found));
        self.is_elsewhere(item) || self.said.iter().any(differs_from)
    }

    fn note_time(&mut self, item: &Value) {
        let time = item.get(self.time).and_then(Value::as_str).and_then(unix_ms);
        let before = std::mem::replace(&mut self.pass.last_time, time);
        match (before, time) {
            (_, None) => self.pass.ascends = true,
            (Some(before), Some(time)) => {
                self.pass.descends |= time < before;
                self.pass.ascends |= time > before;
            }
            (None, Some(_)) => {}
        }
    }

    /// Whether all further pages are older than the first sending: the list goes from new to old and is past it by the
    /// provider's own clock. A list whose times cannot be read, or that is in another order, shows nothing. Where an
    /// empty search could let something be sent again, the whole list is read.
    fn is_older(&self) -> bool {
        let (Some(oldest), Some(ahead), None) = (self.oldest_ms, self.ahead_ms, self.consistent_after) else {
            return false;
        };
        self.pass.descends
            && !self.pass.ascends
            && self.pass.last_time.is_some_and(|last| last < oldest.saturating_sub(ahead))
    }
}

/// Whether two plain values cannot be the same one, written by two programs: letters in another case and zeros at the end of
/// a fraction say nothing, and neither does a value of another type or none.
fn differs(ours: &Value, found: &Value) -> bool {
    let plain = |value: &Value| match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(json::plain_digits(number)),
        _ => None,
    };
    if let (Some(ours), Some(found)) = (json::shortest(ours), json::shortest(found)) {
        return ours != found;
    }
    let (Some(ours), Some(found)) = (plain(ours), plain(found)) else { return false };
    !ours.eq_ignore_ascii_case(&found)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SENT: u64 = 1_700_000_000_000;

    fn look() -> ReferenceSearch {
        let send = Provider::AGENTWALLEX.operation("payments.send").unwrap();
        let arguments: Arguments = [("agent_id".to_owned(), json!("agent_1"))].into_iter().collect();
        let mark = "po_mark_0123456789";
        let mut look = ReferenceSearch::new(
            Provider::AGENTWALLEX,
            send,
            &arguments,
            mark,
            false,
            Some(SENT),
            Duration::ZERO,
        )
        .unwrap();
        look.ahead_ms = Some(0);
        look
    }

    fn examine(look: &mut ReferenceSearch, page: &Value) -> Found {
        look.examine(page, |_| false)
    }

    #[test]
    fn a_payment_with_other_arguments_is_not_the_payment_even_with_the_key() {
        assert!(!differs(&json!("50.00"), &json!("50")));
        assert!(!differs(&json!("50.00"), &json!(50.0)));
        assert!(!differs(&json!("0xABc"), &json!("0xabC")));
        assert!(!differs(&json!("USDC"), &Value::Null));
        for (ours, found) in [("50.00", "5"), ("50.00", "50.01"), ("0x1", "0x2"), ("USDC", "USDT")] {
            assert!(differs(&json!(ours), &json!(found)), "{ours} {found}");
        }
        let send = Provider::AGENTWALLEX.operation("payments.send").unwrap();
        let arguments = json!({"agent_id": "agent_1", "to": "0x222", "amount": "9.50", "token": "USDC"});
        let mark = "po_mark_0123456789";
        let look = ReferenceSearch::new(
            Provider::AGENTWALLEX,
            send,
            arguments.as_object().unwrap(),
            mark,
            false,
            Some(SENT),
            Duration::ZERO,
        )
        .unwrap();
        assert!(
            !look.is_of_others(
                &json!({"memo": mark, "to_address": "0x222", "amount": "9.5", "token": "usdc"})
            )
        );
        assert!(look.is_of_others(&json!({"memo": mark, "to_address": "0x111", "amount": "9.5"})));
        assert!(look.is_of_others(&json!({"memo": mark, "to_address": "0x222", "amount": "1"})));
        assert!(!look.is_elsewhere(&json!({"memo": null, "to_address": "0x222", "amount": "1"})));
    }

    #[test]
    fn the_search_stops_only_at_an_item_older_than_the_first_request() {
        let mut search = look();
        let newer = json!({"data": [{"memo": "a", "created_at": "2023-11-14T22:13:25Z"}], "has_more": true});
        assert_eq!(examine(&mut search, &newer), Found::NextPage);
        assert_eq!(search.arguments(Duration::ZERO).get("page_num"), Some(&json!(2)));
        let older = json!({"data": [{"created_at": "2023-11-14T22:13:25Z"}, {"created_at": "2023-11-14T20:00:00Z"}], "has_more": true});
        assert_eq!(examine(&mut search, &older), Found::Nothing);
        assert_eq!(search.done, 1);
        let unordered = json!({"data": [{"created_at": "2023-11-14T20:00:00Z"}, {"created_at": "2023-11-14T22:13:25Z"}], "has_more": true});
        assert_eq!(examine(&mut search, &unordered), Found::NextPage);
    }

    #[test]
    fn the_order_is_read_from_the_whole_list() {
        // One item a page, from old to new.
        let mut search = look();
        for minute in 10..20 {
            let page =
                json!({"data": [{"created_at": format!("2023-11-13T22:{minute}:25Z")}], "has_more": true});
            assert_eq!(examine(&mut search, &page), Found::NextPage);
        }
        // From new to old, it ends with the first one that is too old.
        let mut search = look();
        for (time, found) in
            [("2023-11-14T22:13:25Z", Found::NextPage), ("2023-11-14T20:00:00Z", Found::Nothing)]
        {
            assert_eq!(
                examine(&mut search, &json!({"data": [{"created_at": time}], "has_more": true})),
                found
            );
        }
    }

    #[test]
    fn no_payment_is_too_old_without_the_clock_of_the_provider() {
        let mut search = look();
        search.ahead_ms = None;
        let older = json!({"data": [{"created_at": "2023-11-14T22:13:25Z"}, {"created_at": "2023-11-14T20:00:00Z"}], "has_more": true});
        assert_eq!(examine(&mut search, &older), Found::NextPage);
    }

    #[test]
    fn times_with_an_offset_end_the_search_at_the_same_moment() {
        // Sent at 22:13:20 UTC.
        for (last, found) in [
            ("2023-11-14T22:00:00+02:00", Found::Nothing),
            ("2023-11-14T20:10:00-02:00", Found::NextPage),
            ("2023-11-14T20:00:00", Found::NextPage),
        ] {
            let page = json!({"data": [{"created_at": "2023-11-15T00:13:25+02:00"}, {"created_at": last}], "has_more": true});
            assert_eq!(examine(&mut look(), &page), found, "{last}");
        }
    }

    #[test]
    fn a_page_that_cannot_be_read_proves_nothing() {
        assert_eq!(examine(&mut look(), &json!({"items": []})), Found::Inconclusive);
        assert_eq!(examine(&mut look(), &json!([])), Found::Inconclusive);
    }

    #[test]
    fn a_list_ends_with_the_last_page_or_an_empty_page() {
        let item = json!({"memo": "a"});
        for (page, found) in [
            (json!({"data": [item]}), Found::NextPage),
            (json!({"data": []}), Found::Nothing),
            (json!({"data": [item], "has_more": false}), Found::Nothing),
            (json!({"data": [item], "has_more": true}), Found::NextPage),
            (json!({"data": [item], "has_more": false, "total": 2}), Found::NextPage),
            (json!({"data": [item], "total": 2}), Found::NextPage),
            (json!({"data": [item], "total": 1}), Found::Nothing),
            (json!({"data": [], "total": 7}), Found::Nothing),
            (json!({"data": [], "has_more": true}), Found::NextPage),
        ] {
            assert_eq!(examine(&mut look(), &page), found, "{page}");
        }
    }

    #[test]
    fn a_list_that_does_not_move_ends() {
        let page = json!({"data": [{"memo": "a"}], "has_more": true});
        let mut search = look();
        assert_eq!(examine(&mut search, &page), Found::NextPage);
        assert_eq!(examine(&mut search, &page), Found::Nothing);
        let empty = json!({"data": [], "has_more": true});
        let mut search = look();
        let ended = (0..5).map(|_| examine(&mut search, &empty)).find(|found| *found != Found::NextPage);
        assert_eq!(ended, Some(Found::Inconclusive));
    }

    #[test]
    fn a_payment_of_another_agent_is_not_the_payment() {
        let page =
            json!({"data": [{"memo": "po_mark_0123456789", "agent_id": "agent_2"}], "has_more": false});
        assert_eq!(examine(&mut look(), &page), Found::Inconclusive);
        let ours = json!({"id": "tx_1", "memo": "PO_MARK_0123456789", "agent_id": "AGENT_1"});
        let page = json!({"data": [page["data"][0], ours], "has_more": false});
        assert_eq!(examine(&mut look(), &page), Found::Item(ours));
    }
}
