//! Provider files in JSON.
//!
//! The file is read as RFC 8259 has it, and without a second member of a name: what would be replaced in a response is
//! reported in a file.

use serde_json::Value;

use crate::model::json;
use crate::provider_file::problem::{Problems, Seen};
use crate::provider_file::tree::{Content, Entry, MAX_DEPTH, Tree};

pub(crate) fn read(text: &str) -> Result<Tree, Problems> {
    let mut reader = Reader { text, at: 0 };
    let tree = reader.value(0).and_then(|tree| match reader.peek() {
        0 if reader.at >= text.len() => Ok(tree),
        _ => Err("the file goes on after its end".to_owned()),
    });
    tree.map_err(|message| Problems::one(reader.at, message))
}

/// The text and how far it is read; after an error, where the problem is.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    /// The next byte that is not blank; 0 at the end.
    fn peek(&mut self) -> u8 {
        loop {
            match self.byte() {
                b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
                byte => return byte,
            }
        }
    }

    fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or_default()
    }

    fn expected(&self, what: &str) -> String {
        if self.at >= self.text.len() {
            format!("the file ends where {what} is expected")
        } else {
            format!("{what} is expected here")
        }
    }

    fn value(&mut self, depth: usize) -> Result<Tree, String> {
        if depth > MAX_DEPTH {
            return Err("is nested too deeply".to_owned());
        }
        let first = self.peek();
        let at = self.at;
        let content = match first {
            b'[' => Content::List(self.list(depth)?),
            b'{' => Content::Table(self.table(depth)?),
            b'"' => Content::Text(self.string()?),
            _ => self.word()?,
        };
        Ok(Tree { at, content })
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Tree>, String> {
        let mut items = Vec::new();
        self.at += 1;
        if self.peek() == b']' {
            self.at += 1;
            return Ok(items);
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.is_over(b']')? {
                return Ok(items);
            }
        }
    }

    fn table(&mut self, depth: usize) -> Result<Vec<Entry>, String> {
        let mut entries = Vec::new();
        let mut names = Seen::default();
        self.at += 1;
        if self.peek() == b'}' {
            self.at += 1;
            return Ok(entries);
        }
        loop {
            let first = self.peek();
            let name_at = self.at;
            if first != b'"' {
                return Err(self.expected("a name in quotes"));
            }
            let name = self.string()?;
            if !names.insert(name.clone()) {
                self.at = name_at;
                return Err(format!("\"{name}\" is there twice"));
            }
            if self.peek() != b':' {
                return Err(self.expected("`:`"));
            }
            self.at += 1;
            let mut value = self.value(depth + 1)?;
            if value.content.is_container() {
                value.at = name_at;
            }
            entries.push(Entry { name, name_at, value });
            if self.is_over(b'}')? {
                return Ok(entries);
            }
        }
    }

    /// Whether a list or a table ends here; else a comma is passed.
    fn is_over(&mut self, end: u8) -> Result<bool, String> {
        let next = self.peek();
        if next != b',' && next != end {
            return Err(self.expected(if end == b']' { "`,` or `]`" } else { "`,` or `}`" }));
        }
        let at = self.at;
        self.at += 1;
        if next == b',' && self.peek() == end {
            self.at = at;
            return Err("is a comma with nothing after it; remove it".to_owned());
        }
        Ok(next == end)
    }

    fn string(&mut self) -> Result<String, String> {
        let begin = self.at;
        self.at += 1;
        loop {
            match self.byte() {
                b'"' => break,
                b'\\' => {
                    self.at += 1;
                    if !b"\"\\/bfnrtu".contains(&self.byte()) {
                        return Err("is not an escape of JSON; write `\\\\` for a backslash".to_owned());
                    }
                    self.at += 1;
                }
                // The end too.
                0..=0x1F => return Err(self.expected("the end of the string, a quote,")),
                _ => self.at += 1,
            }
        }
        self.at += 1;
        match json::read_strict(self.text.get(begin..self.at).unwrap_or_default()) {
            Ok(Value::String(text)) => Ok(text),
            _ => {
                self.at = begin;
                Err("holds an escape that is not a character".to_owned())
            }
        }
    }

    fn word(&mut self) -> Result<Content, String> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-._".contains(byte);
        let length = rest.bytes().take_while(is_part).count();
        let word = rest.get(..length).unwrap_or_default();
        let content = match word {
            "null" => Content::Null,
            "true" => Content::Flag(true),
            "false" => Content::Flag(false),
            _ => match word.parse() {
                Ok(number) => Content::Number(number),
                Err(_) => return Err(self.expected("a value")),
            },
        };
        self.at += length;
        Ok(content)
    }
}
