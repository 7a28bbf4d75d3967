//! A list on its way through its pages; TypeScript asks for them.

use payonce_core::model::json;
use payonce_core::{Pager, ffi};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::STYLE;

/// Says which page comes next, and when a list is at its end.
#[wasm_bindgen]
#[derive(Debug)]
pub struct WasmPager {
    pager: Pager,
}

impl WasmPager {
    pub(crate) fn new(pager: Pager) -> Self {
        Self { pager }
    }
}

#[wasm_bindgen]
impl WasmPager {
    /// What a page, as JSON and with its HTTP status, means for the list.
    pub fn take(&mut self, page: &str, status: u16) -> String {
        let page = json::read(page.as_bytes()).unwrap_or_default();
        json::write(&ffi::page_turn(&mut self.pager, page, status, STYLE))
    }
}
