//! The items of a list that comes in pages.

use std::marker::PhantomData;

use payonce_core::Error;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::UntypedClient;
use crate::items::Pages;
use crate::options::CallOptions;

/// The items of all pages, one page after the other, requested when they are needed. An error ends the list.
#[derive(Debug)]
#[must_use]
pub struct Items<T> {
    connection: UntypedClient,
    name: &'static str,
    pages: Pages,
    failed: bool,
    item: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Items<T> {
    pub(crate) fn new(
        connection: UntypedClient,
        name: &'static str,
        arguments: Map<String, Value>,
        options: CallOptions,
    ) -> Self {
        let pages = Pages::new(name, arguments, options);
        Self { connection, name, pages, failed: false, item: PhantomData }
    }
}

impl<T: DeserializeOwned> Iterator for Items<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let result = self.connection.block_on(self.name, self.pages.next(self.connection.inner()));
        self.failed = result.is_err();
        result.transpose()
    }
}
