//! A list on its way through its pages; TypeScript asks for them.

use napi_derive::napi;
use payonce_core::model::json;
use payonce_core::{Pager, ffi};

use crate::STYLE;

/// Says which page comes next, and when a list is at its end.
#[napi]
pub struct NativePager {
    pager: Pager,
}

impl NativePager {
    pub(crate) fn new(pager: Pager) -> Self {
        Self { pager }
    }
}

#[napi]
impl NativePager {
    /// What a page, as JSON and with its HTTP status, means for the list.
    #[napi(catch_unwind)]
    pub fn take(&mut self, page: String, status: u16) -> String {
        let page = json::read(page.as_bytes()).unwrap_or_default();
        json::write(&ffi::page_turn(&mut self.pager, page, status, STYLE))
    }
}
