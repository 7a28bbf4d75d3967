//! The items of a list that comes in pages.

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use payonce_core::{Error, Pager, Success, unexpected_response};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::connection::UntypedClient;
use crate::options::CallOptions;

/// The items of all pages, one page after the other, requested when they are needed. An error ends the list.
///
/// With a [blocking](crate::blocking) client it is an iterator. With an async client, `next` returns each item:
///
/// ```no_run
/// # async fn example(client: payonce::agentwallex::Client) -> Result<(), payonce::Error> {
/// let mut payments = client.payments().list().status("confirmed").items();
/// while let Some(payment) = payments.next().await? {
///     println!("{} {:?}", payment.id, payment.status);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use]
pub struct Items<T, C = UntypedClient> {
    connection: C,
    pages: Pages,
    item: PhantomData<fn() -> T>,
}

/// The pages of a list, and the remaining items of the last one.
#[derive(Debug)]
pub(crate) struct Pages {
    name: &'static str,
    arguments: Map<String, Value>,
    options: CallOptions,
    /// Nothing before the first page.
    pager: Option<Pager>,
    /// What follows after the current items.
    after: After,
    ready: VecDeque<Value>,
    /// The page of the items, without the items.
    last: Option<Success>,
}

#[derive(Debug)]
enum After {
    Page,
    Error(Error),
    End,
}

impl<T, C> Items<T, C> {
    pub(crate) fn new(
        connection: C,
        name: &'static str,
        arguments: Map<String, Value>,
        options: CallOptions,
    ) -> Self {
        Self { connection, pages: Pages::new(name, arguments, options), item: PhantomData }
    }
}

impl<T: DeserializeOwned> Items<T> {
    /// The next item, or nothing after the last one. An error ends the list.
    ///
    /// # Errors
    /// The error of a request; `decode` if the pages form a circle or never end.
    pub async fn next(&mut self) -> Result<Option<T>, Error> {
        self.pages.next(&self.connection).await
    }

    /// All remaining items.
    ///
    /// # Errors
    /// The error of a request.
    pub async fn collect(mut self) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await? {
            all.push(item);
        }
        Ok(all)
    }

    /// The same items as a stream, for the combinators of the `futures` crate.
    pub fn into_stream(self) -> ItemsStream<T> {
        ItemsStream { state: State::Between(Box::new(self)) }
    }
}

/// The items of all pages as a [`Stream`]. An error ends it.
#[must_use]
pub struct ItemsStream<T> {
    state: State<T>,
}

enum State<T> {
    Between(Box<Items<T>>),
    Reading(Reading<T>),
    Over,
}

/// The list, and its next item.
type Reading<T> = Pin<Box<dyn Future<Output = (Box<Items<T>>, Result<Option<T>, Error>)> + Send>>;

impl<T: DeserializeOwned + Send + 'static> Stream for ItemsStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut reading: Reading<T> = match std::mem::replace(&mut self.state, State::Over) {
            State::Between(mut items) => Box::pin(async move {
                let item = items.next().await;
                (items, item)
            }),
            State::Reading(reading) => reading,
            State::Over => return Poll::Ready(None),
        };
        match reading.as_mut().poll(context) {
            Poll::Pending => {
                self.state = State::Reading(reading);
                Poll::Pending
            }
            Poll::Ready((items, Ok(Some(item)))) => {
                self.state = State::Between(items);
                Poll::Ready(Some(Ok(item)))
            }
            Poll::Ready((_, end)) => Poll::Ready(end.transpose()),
        }
    }
}

impl<T> fmt::Debug for ItemsStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemsStream").finish_non_exhaustive()
    }
}

#[cfg(feature = "blocking")]
impl<T: DeserializeOwned> Iterator for Items<T, crate::blocking::UntypedClient> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let name = self.pages.name;
        let result = self.connection.block_on(name, self.pages.next(self.connection.inner()));
        if result.is_err() {
            self.pages.end();
        }
        result.transpose()
    }
}

impl Pages {
    pub(crate) fn new(name: &'static str, arguments: Map<String, Value>, options: CallOptions) -> Self {
        Self { name, arguments, options, pager: None, after: After::Page, ready: VecDeque::new(), last: None }
    }

    pub(crate) async fn next<T: DeserializeOwned>(
        &mut self,
        connection: &UntypedClient,
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
                    // Items always have a page.
                    (Err(_), None) => Ok(None),
                };
            }
            // An error ends the list. A page states whether there is another.
            match std::mem::replace(&mut self.after, After::End) {
                After::End => return Ok(None),
                After::Error(error) => return Err(error),
                After::Page => self.read(connection).await?,
            }
        }
    }

    /// Reads the next page.
    async fn read(&mut self, connection: &UntypedClient) -> Result<(), Error> {
        let operation = connection.operation(self.name)?;
        let mut page = connection.success(operation, &self.arguments, self.options.clone()).await?;
        let mut value = page.value.take();
        let started = || Pager::new(connection.client(), operation, &self.arguments);
        let pager = self.pager.take().or_else(started);
        if let (Some(mut pager), Some(paging)) = (pager, operation.paging) {
            let turn = pager.take(&value, page.status);
            if let (true, Some(Value::Array(items))) =
                (turn.fresh, value.get_mut(paging.items()).map(Value::take))
            {
                self.ready.extend(items);
            }
            self.after = match turn.next {
                Ok(Some(changed)) => {
                    self.arguments.extend(changed);
                    After::Page
                }
                Ok(None) => After::End,
                Err(error) => After::Error(error),
            };
            self.pager = Some(pager);
        }
        self.last = Some(page);
        Ok(())
    }

    fn unreadable(&mut self, connection: &UntypedClient, item: Value, page: Success, problem: &str) -> Error {
        self.end();
        let operation = match connection.operation(self.name) {
            Ok(operation) => operation,
            Err(error) => return error,
        };
        let success = Success { value: item, ..page };
        unexpected_response(connection.client(), operation, &success, problem)
    }

    fn end(&mut self) {
        self.after = After::End;
        self.ready.clear();
    }
}
