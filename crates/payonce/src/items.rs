//! The items of a list that comes in pages.

use std::collections::VecDeque;
use std::marker::PhantomData;

use payonce_core::operation::Paging;
use payonce_core::{Error, Success, another_form};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::connection::Connection;
use crate::options::CallOptions;

/// The items of all pages, one page after the other, asked for as they are needed.
///
/// ```no_run
/// # async fn example(client: payonce::agentwallex::Client) -> Result<(), payonce::Error> {
/// use payonce::agentwallex::PaymentsList;
///
/// let mut payments = client.payments().list_all(PaymentsList::new());
/// while let Some(payment) = payments.next().await? {
///     println!("{} {:?}", payment.id, payment.status);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use]
pub struct Items<T> {
    connection: Connection,
    pages: Pages,
    item: PhantomData<fn() -> T>,
}

/// Which page comes next, and what is left of the last one.
#[derive(Debug)]
pub(crate) struct Pages {
    name: &'static str,
    arguments: Map<String, Value>,
    options: Map<String, Value>,
    page: i64,
    ended: bool,
    ready: VecDeque<Value>,
    /// The page that the items are of, without them.
    last: Option<Success>,
}

impl<T: DeserializeOwned> Items<T> {
    pub(crate) fn new(
        connection: Connection,
        name: &'static str,
        arguments: Map<String, Value>,
        options: CallOptions,
    ) -> Self {
        Self { connection, pages: Pages::new(name, arguments, options), item: PhantomData }
    }

    /// The next item, or nothing after the last one. An error ends the list.
    ///
    /// # Errors
    /// What asking for a page fails with.
    pub async fn next(&mut self) -> Result<Option<T>, Error> {
        self.pages.next(&self.connection).await
    }

    /// All items that are left.
    ///
    /// # Errors
    /// What asking for a page fails with.
    pub async fn collect(mut self) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await? {
            all.push(item);
        }
        Ok(all)
    }
}

impl Pages {
    pub(crate) fn new(name: &'static str, arguments: Map<String, Value>, options: CallOptions) -> Self {
        let options = options.into_values();
        Self { name, arguments, options, page: 1, ended: false, ready: VecDeque::new(), last: None }
    }

    pub(crate) async fn next<T: DeserializeOwned>(
        &mut self,
        connection: &Connection,
    ) -> Result<Option<T>, Error> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return match (serde_json::from_value(item.clone()), self.last.take()) {
                    (Ok(read), last) => {
                        self.last = last;
                        Ok(Some(read))
                    }
                    (Err(problem), Some(page)) => {
                        Err(self.unreadable(connection, item, page, &problem.to_string()))
                    }
                    // There are no items without a page.
                    (Err(_), None) => Ok(None),
                };
            }
            if self.ended {
                return Ok(None);
            }
            // An error ends the list; a page that arrives says whether there is another.
            self.ended = true;
            let operation = connection.operation(self.name)?;
            let mut page = connection.success(operation, &self.arguments, &self.options).await?;
            if let Some(paging) = operation.paging {
                self.turn(paging, page.value.take());
            }
            self.last = Some(page);
        }
    }

    fn turn(&mut self, paging: Paging, mut page: Value) {
        let items = match paging {
            Paging::Numbered { items, .. } | Paging::Cursor { items, .. } => items,
        };
        let found = match page.get_mut(items).map(Value::take) {
            Some(Value::Array(found)) => found,
            _ => Vec::new(),
        };
        match paging {
            Paging::Numbered { page: number, .. } => {
                let asked = self.arguments.get(number).and_then(Value::as_i64).unwrap_or(self.page);
                self.page = asked.saturating_add(1);
                self.arguments.insert(number.to_owned(), self.page.into());
                // An empty page that promises more would be asked for for ever.
                let more = page.get("has_more").and_then(Value::as_bool).unwrap_or(false);
                self.ended = found.is_empty() || !more;
            }
            Paging::Cursor { cursor, .. } => {
                let next = page.get("cursor").or_else(|| page.get("next_cursor")).and_then(Value::as_str);
                let asked = self.arguments.get(cursor).and_then(Value::as_str);
                // The same cursor again would lead round in a circle.
                let next =
                    next.filter(|next| !next.is_empty() && Some(*next) != asked).map(ToOwned::to_owned);
                self.ended = next.is_none();
                if let Some(next) = next {
                    self.arguments.insert(cursor.to_owned(), next.into());
                }
            }
        }
        self.ready.extend(found);
    }

    fn unreadable(&mut self, connection: &Connection, item: Value, page: Success, problem: &str) -> Error {
        self.ended = true;
        self.ready.clear();
        let operation = match connection.operation(self.name) {
            Ok(operation) => operation,
            Err(error) => return error,
        };
        let success = Success { value: item, ..page };
        another_form(connection.client(), operation, &success, problem)
    }
}
