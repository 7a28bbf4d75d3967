//! Writes a JSON list without making its values first.

use std::fmt::Write as _;

use serde_json::{Map, Value};

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
        self.0.push('"');
        if has_special(text) {
            self.escaped(text);
        } else {
            self.0.push_str(text);
        }
        self.0.push('"');
    }

    fn escaped(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.bytes().position(is_special) {
            let (plain, special) = rest.split_at(at);
            self.0.push_str(plain);
            let (special, behind) = special.split_at(1);
            match special {
                "\"" | "\\" => {
                    self.0.push('\\');
                    self.0.push_str(special);
                }
                _ => special.chars().for_each(|control| {
                    // A String takes all that is written to it.
                    let _ = write!(self.0, "\\u{:04x}", u32::from(control));
                }),
            }
            rest = behind;
        }
        self.0.push_str(rest);
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
        // It cannot fail: the names are texts, and a String takes all of it.
        self.raw(&serde_json::to_string(members).unwrap_or_default());
    }

    /// The list as a document.
    pub(crate) fn write(mut self) -> String {
        self.0.push(']');
        self.0
    }
}

fn is_special(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

/// Looks at every byte: without an early end, the compiler compares many at once.
fn has_special(text: &str) -> bool {
    text.bytes().fold(false, |found, byte| found | is_special(byte))
}
