//! Which page of a list comes next, and when a list is at its end: one rule for every language.
//!
//! A list ends when the provider says so. It ends with an error where going on would go round in a circle or for ever,
//! and where the provider says that there is more and not how to get it: items are never left out in silence.

use serde_json::{Map, Value};

use crate::classify::error_draft::ErrorDraft;
use crate::classify::verdict::Facts;
use crate::client::Client;
use crate::error::Error;
use crate::model::json;
use crate::model::phrase::Phrase;
use crate::model::vocabulary::{Actor, Evidence, Kind, Phase};
use crate::spec::operation::{Operation, Paging};

/// The most empty pages in a row that promise more.
const MAX_EMPTY_PAGES: u32 = 50;

/// What a page means for the list.
#[derive(Debug)]
pub struct Turn {
    /// Whether the items of the page are new. A provider that ignores the number of the page returns the same one again.
    pub fresh: bool,
    /// The arguments of the next request that differ from those of this one; nothing at the end of the list.
    pub next: Result<Option<Map<String, Value>>, Error>,
}

/// Goes through the pages of a list. It does no I/O: it takes each page and says what to ask for next.
#[derive(Debug, Clone)]
pub struct Pager {
    client: Client,
    operation: &'static Operation,
    paging: Paging,
    /// The number of the page that comes next, where pages are numbered.
    number: i64,
    /// How many pages before the first one were left out.
    skipped: u64,
    /// How many items were seen, and are left out at least, so that `total` can be compared with them.
    seen: u64,
    empty: u32,
    /// Fingerprints of the cursors that were asked for, and of the pages that came.
    cursors: Vec<u128>,
    pages: Vec<u128>,
    /// Whether the last page was asked for although nothing said that it exists.
    tried: bool,
}

/// What a page says of the next one.
enum More {
    Yes,
    /// It does not say so, and a further page may exist all the same.
    Perhaps,
    No,
}

impl Pager {
    /// A list of this operation that begins with the page that these arguments name; nothing where the operation has
    /// no pages.
    #[must_use]
    pub fn new(
        client: &Client,
        operation: &'static Operation,
        arguments: &Map<String, Value>,
    ) -> Option<Self> {
        let paging = operation.paging?;
        let given = |name: &str| arguments.get(name);
        let (number, cursor): (i64, _) = match paging {
            Paging::Numbered { page, .. } => (given(page).and_then(whole).unwrap_or(1), None),
            Paging::Cursor { cursor: argument, .. } | Paging::After { argument, .. } => {
                (1, given(argument).and_then(Value::as_str))
            }
        };
        Some(Self {
            client: client.clone(),
            operation,
            paging,
            number,
            skipped: u64::try_from(number.saturating_sub(1)).unwrap_or_default(),
            seen: 0,
            empty: 0,
            cursors: cursor.map(|cursor| fingerprint(cursor.as_bytes())).into_iter().collect(),
            pages: Vec::new(),
            tried: false,
        })
    }

    /// Takes the page that was asked for last, with its HTTP status.
    pub fn take(&mut self, page: &Value, status: u16) -> Turn {
        let tried = std::mem::take(&mut self.tried);
        let ended = |fresh: bool| Turn { fresh, next: Ok(None) };
        let failed = |fresh: bool, error: Error| Turn { fresh, next: Err(error) };
        let items = match self.items(page) {
            Ok(items) => items,
            Err(problem) => return failed(true, self.error(status, problem)),
        };
        if items.is_empty() {
            self.empty = self.empty.saturating_add(1);
            if tried {
                return ended(true);
            }
        } else {
            self.empty = 0;
            let shown = items.len() as u64;
            // The pages that were left out held at least as many each as this one: only the last is shorter.
            let skipped = std::mem::take(&mut self.skipped).saturating_mul(shown);
            self.seen = self.seen.saturating_add(skipped).saturating_add(shown);
            let print = fingerprint(json::write(&Value::Array(items.to_vec())).as_bytes());
            if self.pages.contains(&print) {
                return if tried {
                    ended(false)
                } else {
                    let problem = "the list returned the same page again and says that more follow";
                    failed(false, self.error(status, problem))
                };
            }
            self.pages.push(print);
        }
        if self.empty > MAX_EMPTY_PAGES {
            let problem =
                format!("more than {MAX_EMPTY_PAGES} pages in a row are empty and say that more follow");
            return failed(true, self.error(status, problem));
        }
        let next = match self.paging {
            Paging::Numbered { page: argument, .. } => self.next_number(page, items.is_empty(), argument),
            Paging::Cursor { cursor: argument, next, .. } => self.next_cursor(page, argument, next),
            Paging::After { argument, id, .. } => self.next_after(page, items.last(), argument, id),
        };
        let next = next.map(|next| next.map(|next| [next].into_iter().collect()));
        Turn { fresh: true, next: next.map_err(|problem| self.error(status, problem)) }
    }

    /// The items of a page. A null is how some servers write an empty list; a list that is missing is one only where the
    /// page counts nothing.
    fn items<'a>(&self, page: &'a Value) -> Result<&'a [Value], Phrase> {
        let items = self.paging.items();
        match page.get(items) {
            Some(Value::Array(items)) => Ok(items),
            Some(Value::Null) => Ok(&[]),
            None if page.get("total").and_then(whole) == Some(0) => Ok(&[]),
            _ => Err(Phrase::from("the page has no list \"").then_name(items).then("\"")),
        }
    }

    fn next_number(
        &mut self,
        page: &Value,
        is_empty: bool,
        argument: &str,
    ) -> Result<Option<(String, Value)>, &'static str> {
        let total = page.get("total").and_then(whole).and_then(|total| u64::try_from(total).ok());
        let counts_more = total.is_some_and(|total| total > self.seen);
        let more = match says_more(page) {
            Some(true) => More::Yes,
            // A page may be cut to a size of the provider's own.
            Some(false) if counts_more && !is_empty => More::Perhaps,
            Some(false) => More::No,
            None if is_empty || (total.is_some() && !counts_more) => More::No,
            None => More::Perhaps,
        };
        self.tried = matches!(more, More::Perhaps);
        if matches!(more, More::No) {
            return Ok(None);
        }
        self.number = self.number.saturating_add(1);
        Ok(Some((argument.to_owned(), self.number.into())))
    }

    fn next_cursor(
        &mut self,
        page: &Value,
        argument: &str,
        field: Option<&str>,
    ) -> Result<Option<(String, Value)>, &'static str> {
        let more = says_more(page);
        if more == Some(false) {
            return Ok(None);
        }
        // Where both are there, `cursor` may be the one of this very page.
        let next = match page.get(field.unwrap_or("next_cursor")) {
            next if field.is_some() => next,
            Some(next) if more != Some(true) || !is_nothing(next) => Some(next),
            _ => page.get("cursor"),
        };
        let next = match next {
            Some(Value::String(next)) if !next.is_empty() => next.clone(),
            Some(Value::Number(next)) => next.to_string(),
            None if more.is_none() => return Ok(None),
            Some(next) if more.is_none() && is_nothing(next) => return Ok(None),
            _ => return Err("the page says that more follow but has no usable cursor"),
        };
        self.go_on_from(argument, next)
    }

    /// The page that begins after the last item of this one.
    fn next_after(
        &mut self,
        page: &Value,
        last: Option<&Value>,
        argument: &str,
        id: &str,
    ) -> Result<Option<(String, Value)>, &'static str> {
        if says_more(page) != Some(true) {
            return Ok(None);
        }
        match last.and_then(|item| item.get(id)) {
            Some(Value::String(last)) if !last.is_empty() => self.go_on_from(argument, last.clone()),
            _ => Err("the page says that more follow, and its last item has no id to go on from"),
        }
    }

    fn go_on_from(&mut self, argument: &str, next: String) -> Result<Option<(String, Value)>, &'static str> {
        let print = fingerprint(next.as_bytes());
        if self.cursors.contains(&print) {
            return Err("the page repeats a cursor that was already used");
        }
        self.cursors.push(print);
        Ok(Some((argument.to_owned(), next.into())))
    }

    fn error(&self, status: u16, problem: impl Into<Phrase>) -> Error {
        let facts = Facts::new(
            Kind::Decode,
            Actor::Provider,
            Evidence::None,
            Phase::Reading,
            self.operation.safety(),
        );
        let message = problem.into().then("; the items until here are all that can be read");
        let draft = ErrorDraft {
            operation: Some(self.operation),
            status: Some(status),
            ..ErrorDraft::new(self.client.provider(), facts, message)
        };
        draft.into_error(&self.client.settings().texts, self.client.redactor())
    }
}

fn says_more(page: &Value) -> Option<bool> {
    page.get("has_more").and_then(Value::as_bool)
}

fn is_nothing(cursor: &Value) -> bool {
    matches!(cursor, Value::Null | Value::Bool(false)) || cursor.as_str() == Some("")
}

fn whole(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// FNV-1a with 128 bits, which is enough to distinguish pages; cryptography is not needed.
fn fingerprint(bytes: &[u8]) -> u128 {
    bytes.iter().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, |hash: u128, byte| {
        (hash ^ u128::from(*byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013b)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::client::config::ClientConfig;
    use crate::model::vocabulary::Outcome;
    use crate::spec::provider::Provider;

    /// How a list went: the items, what was asked for, and the problem at its end.
    fn read(
        provider: Provider,
        operation: &str,
        arguments: &Value,
        respond: impl Fn(&Map<String, Value>) -> Value,
    ) -> (Vec<Value>, usize, Option<String>) {
        let own = vec![("api_key".to_owned(), "key_test_00000000000000000000".to_owned())];
        let config = ClientConfig { own, ..ClientConfig::default() };
        let client = Client::new(provider, config, &|_| None).unwrap();
        let operation = provider.operation(operation).unwrap();
        let mut arguments = arguments.as_object().unwrap().clone();
        let mut pager = Pager::new(&client, operation, &arguments).unwrap();
        let mut items = Vec::new();
        for asked in 1..1000 {
            let page = respond(&arguments);
            let turn = pager.take(&page, 200);
            if turn.fresh {
                let name = pager.paging.items();
                items.extend(page.get(name).and_then(Value::as_array).cloned().unwrap_or_default());
            }
            match turn.next {
                Ok(Some(next)) => arguments.extend(next),
                Ok(None) => return (items, asked, None),
                Err(error) => {
                    assert_eq!((error.kind(), error.outcome()), (Kind::Decode, Outcome::NotApplied));
                    assert_eq!(error.status(), Some(200));
                    return (items, asked, Some(error.message().to_owned()));
                }
            }
        }
        panic!("a list without an end");
    }

    fn numbered(respond: impl Fn(i64) -> Value) -> (Vec<Value>, usize, Option<String>) {
        read(Provider::AGENTWALLEX, "payments.list", &json!({}), |arguments| {
            respond(arguments.get("page_num").and_then(Value::as_i64).unwrap_or(1))
        })
    }

    fn by_cursor(respond: impl Fn(&str) -> Value) -> (Vec<Value>, usize, Option<String>) {
        read(Provider::PAYI, "limits.list", &json!({}), |arguments| {
            respond(arguments.get("cursor").and_then(Value::as_str).unwrap_or_default())
        })
    }

    fn ids(items: &[Value]) -> Vec<i64> {
        items.iter().filter_map(|item| item.get("id").and_then(Value::as_i64)).collect()
    }

    #[test]
    fn pages_are_numbered_until_the_provider_reports_the_last_one() {
        let (items, asked, problem) =
            numbered(|page| json!({"data": [{"id": page}], "total": 3, "has_more": page < 3}));
        assert_eq!((ids(&items), asked, problem), (vec![1, 2, 3], 3, None));
        let second = read(Provider::AGENTWALLEX, "payments.list", &json!({"page_num": 2}), |arguments| {
            let page = arguments.get("page_num").and_then(Value::as_i64).unwrap_or(1);
            json!({"data": [{"id": page}], "has_more": page < 4})
        });
        assert_eq!((ids(&second.0), second.1, second.2), (vec![2, 3, 4], 3, None));
    }

    #[test]
    fn an_empty_page_is_skipped_and_endless_empty_pages_are_an_error() {
        let (items, asked, problem) = numbered(|page| match page {
            2 | 3 => json!({"data": [], "has_more": true}),
            _ => json!({"data": [{"id": page}], "has_more": page < 5}),
        });
        assert_eq!((ids(&items), asked, problem), (vec![1, 4, 5], 5, None));
        let (items, asked, problem) = numbered(|_| json!({"data": [], "has_more": true}));
        assert_eq!((items.len(), asked), (0, 51));
        assert!(problem.unwrap().contains("empty"));
        let (items, asked, problem) = by_cursor(|cursor| match cursor {
            "" => json!({"items": [{"id": 1}], "cursor": "a"}),
            "a" => json!({"items": [], "cursor": "b"}),
            _ => json!({"items": [{"id": 2}]}),
        });
        assert_eq!((ids(&items), asked, problem), (vec![1, 2], 3, None));
        let (_, asked, problem) = by_cursor(|cursor| json!({"items": null, "cursor": format!("{cursor}x")}));
        assert_eq!(asked, 51);
        assert!(problem.unwrap().contains("empty"));
    }

    #[test]
    fn a_provider_that_ignores_the_number_ends_the_list() {
        // It says that more follow, so items may be missing.
        let (items, asked, problem) = numbered(|_| json!({"data": [{"id": 1}, {"id": 2}], "has_more": true}));
        assert_eq!((ids(&items), asked), (vec![1, 2], 2));
        assert!(problem.unwrap().contains("same page again"));
        // It says nothing, so this is the whole list.
        let (items, asked, problem) = numbered(|_| json!({"data": [{"id": 1}, {"id": 2}]}));
        assert_eq!((ids(&items), asked, problem), (vec![1, 2], 2, None));
        // Pages in a circle.
        let (items, asked, problem) = numbered(|page| json!({"data": [{"id": page % 2}], "has_more": true}));
        assert_eq!((ids(&items), asked), (vec![1, 0], 3));
        assert!(problem.is_some());
    }

    #[test]
    fn a_page_that_was_cut_by_the_provider_loses_no_items() {
        // `has_more` worked out from the asked size says that there is no more; the total says that there is.
        let (items, asked, problem) = numbered(|page| {
            let data: Vec<Value> = match page {
                1 => vec![json!({"id": 1}), json!({"id": 2})],
                2 => vec![json!({"id": 3})],
                _ => Vec::new(),
            };
            json!({"data": data, "total": 3, "has_more": false})
        });
        assert_eq!((ids(&items), asked, problem), (vec![1, 2, 3], 2, None));
        let (items, asked, problem) = numbered(|page| {
            let data = if page == 1 { vec![json!({"id": 1})] } else { Vec::new() };
            json!({"data": data, "total": 3, "has_more": false})
        });
        assert_eq!((ids(&items), asked, problem), (vec![1], 2, None));
        // Without any word of the provider, an empty page is the end.
        let (items, asked, problem) = numbered(|page| {
            let data = if page < 3 { vec![json!({"id": page})] } else { Vec::new() };
            json!({"data": data, "has_more": "maybe"})
        });
        assert_eq!((ids(&items), asked, problem), (vec![1, 2], 3, None));
    }

    #[test]
    fn a_repeated_cursor_is_an_error_after_its_items() {
        for circle in [vec!["a", "a"], vec!["a", "b", "a"], vec!["a", "b", "c", "b"]] {
            let (items, asked, problem) = by_cursor(|cursor| {
                let place = circle.iter().position(|known| *known == cursor).map_or(0, |place| place + 1);
                json!({"items": [{"id": place}], "cursor": circle.get(place)})
            });
            assert_eq!(items.len(), circle.len(), "{circle:?}");
            assert_eq!(asked, circle.len(), "{circle:?}");
            assert!(problem.unwrap().contains("cursor"), "{circle:?}");
        }
        let given = read(
            Provider::PAYI,
            "limits.list",
            &json!({"cursor": "mine"}),
            |_| json!({"items": [{"id": 1}], "cursor": "mine"}),
        );
        assert_eq!((given.1, given.2.is_some()), (1, true));
        // A provider that ignores the cursor, and names a new one each time.
        let (items, asked, problem) =
            by_cursor(|cursor| json!({"items": [{"id": 1}], "cursor": format!("{cursor}x")}));
        assert_eq!((items.len(), asked, problem.is_some()), (1, 2, true));
    }

    #[test]
    fn both_names_of_a_cursor_are_read() {
        for (first, asked) in [
            (json!({"items": [{"id": 1}], "next_cursor": "a"}), 2),
            (json!({"items": [{"id": 1}], "next_cursor": "a", "cursor": "here"}), 2),
            (json!({"items": [{"id": 1}], "next_cursor": null, "cursor": "here"}), 1),
            (json!({"items": [{"id": 1}], "next_cursor": null, "cursor": "a", "has_more": true}), 2),
            (json!({"items": [{"id": 1}], "cursor": 7}), 2),
            (json!({"items": [{"id": 1}], "cursor": "a", "has_more": false}), 1),
            (json!({"items": [{"id": 1}], "cursor": ""}), 1),
            (json!({"items": [{"id": 1}], "cursor": false}), 1),
        ] {
            let (items, found, problem) = by_cursor(|cursor| match cursor {
                "" => first.clone(),
                _ => json!({"items": [{"id": 2}]}),
            });
            assert_eq!((items.len(), found, problem), (asked, asked, None), "{first}");
        }
    }

    #[test]
    fn a_next_page_without_a_cursor_and_a_page_without_a_list_are_errors() {
        for page in [
            json!({"items": [{"id": 1}], "has_more": true}),
            json!({"items": [{"id": 1}], "cursor": "", "has_more": true}),
            json!({"items": [{"id": 1}], "cursor": {"at": 1}}),
            json!({"items": {"id": 1}}),
            json!({"data": [{"id": 1}]}),
            json!({}),
        ] {
            let (_, asked, problem) = by_cursor(|_| page.clone());
            assert_eq!((asked, problem.is_some()), (1, true), "{page}");
        }
        let (items, asked, problem) = by_cursor(|_| json!({"total": 0}));
        assert_eq!((items.len(), asked, problem), (0, 1, None));
    }
}
