//! Writes a JSON list without making its values first.

use serde_json::{Map, Value};

use super::writer::{write_object, write_text};

/// A list in the making, value by value.
#[derive(Debug, Clone)]
pub(crate) struct ListWriter(String);

impl ListWriter {
    pub(crate) fn new() -> Self {
        // Longer than most errors.
        let mut text = String::with_capacity(512);
        text.push('[');
        Self(text)
    }

    /// Adds a value that is JSON already.
    fn raw(&mut self, json: &str) {
        self.next();
        self.0.push_str(json);
    }

    fn next(&mut self) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
    }

    /// Adds a word of payonce, which needs no escapes.
    pub(crate) fn word(&mut self, word: &'static str) {
        self.next();
        self.0.push('"');
        self.0.push_str(word);
        self.0.push('"');
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.next();
        write_text(&mut self.0, text);
    }

    pub(crate) fn maybe_text(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.raw("null"),
        }
    }

    pub(crate) fn maybe_number(&mut self, number: Option<u64>) {
        match number {
            Some(number) => self.raw(&number.to_string()),
            None => self.raw("null"),
        }
    }

    pub(crate) fn flag(&mut self, flag: bool) {
        self.raw(if flag { "true" } else { "false" });
    }

    pub(crate) fn list(&mut self, list: &Self) {
        self.raw(&list.0);
        self.0.push(']');
    }

    pub(crate) fn object(&mut self, members: &Map<String, Value>) {
        self.next();
        write_object(&mut self.0, members);
    }

    /// The list as a document.
    pub(crate) fn write(mut self) -> String {
        self.0.push(']');
        self.0
    }
}
