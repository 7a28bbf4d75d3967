//! From the text of a provider file to its members, and from a member back to its place in the text.

use std::collections::BTreeSet;

use serde::Deserialize as _;
use serde_json::Value;

use crate::provider_file::file::ProviderFile;
use crate::provider_file::node::{Node, Way};
use crate::provider_file::problem::{FileProblem, Step};

/// How a provider file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// TOML, for people.
    #[cfg(feature = "toml")]
    Toml,
    /// JSON, for programs and browsers.
    Json,
}

impl FileFormat {
    /// The format of a file of this name: JSON where the name ends so, else TOML where this build reads it.
    #[must_use]
    pub fn of(name: &str) -> Self {
        #[cfg(feature = "toml")]
        if !name.to_ascii_lowercase().ends_with(".json") {
            return Self::Toml;
        }
        let _ = name;
        Self::Json
    }
}

/// Reads the members.
pub(crate) fn read(text: &str, format: FileFormat) -> Result<ProviderFile, FileProblem> {
    let whole = value(text, format)?;
    let way = Way::default();
    ProviderFile::deserialize(Node { value: &whole, way: &way }).map_err(|wrong| {
        let message = wrong.to_string();
        let part = if message.starts_with("unknown field") { Part::Name } else { Part::Value };
        let (line, column) = locate(text, format, &way.borrow(), part);
        FileProblem { line, column, message: in_our_words(&message) }
    })
}

fn value(text: &str, format: FileFormat) -> Result<Value, FileProblem> {
    match format {
        #[cfg(feature = "toml")]
        FileFormat::Toml => toml::from_str(text).map_err(|wrong| {
            let (line, column) = wrong.span().map_or((1, 1), |span| position(text, span.start));
            FileProblem { line, column, message: in_our_words(wrong.message()) }
        }),
        FileFormat::Json => {
            let value = serde_json::from_str(text).map_err(|wrong| {
                let message = wrong.to_string();
                let message =
                    message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
                FileProblem {
                    line: wrong.line(),
                    column: wrong.column().max(1),
                    message: in_our_words(message),
                }
            })?;
            // The reader would keep the last of two members and say nothing.
            match (JsonScanner { bytes: text.as_bytes(), at: 0 }).second_of_a_name() {
                None => Ok(value),
                Some((at, name)) => {
                    let (line, column) = position(text, at);
                    Err(FileProblem { line, column, message: format!("\"{name}\" is there twice") })
                }
            }
        }
    }
}

/// Whether a problem is about the name of a member or about its value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Name,
    Value,
}

/// The line and the column of a byte, both from 1; a column counts characters.
fn position(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.bytes().filter(|byte| *byte == b'\n').count().saturating_add(1);
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count().saturating_add(1);
    (line, column)
}

/// The reader's message, with the nearest of the words that it lists.
fn in_our_words(message: &str) -> String {
    let message = message.trim().replace('\n', "; ");
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    match quoted.split_first() {
        Some((wrong, known)) if message.starts_with("unknown ") => {
            let what = if message.starts_with("unknown field") { "member" } else { "word" };
            let nearest = nearest(wrong, known.iter().copied());
            let hint = match nearest {
                Some(word) => format!("; did you mean \"{word}\"?"),
                None if known.is_empty() => String::new(),
                None => format!("; the words here are {}", known.join(", ")),
            };
            format!("\"{wrong}\" is not a {what} that a provider file knows here{hint}")
        }
        Some((name, _)) if message.starts_with("missing field") => format!("\"{name}\" is missing"),
        _ => other_words(&message),
    }
}

/// The messages that only one of the readers has, and the names of types, which a file does not contain.
fn other_words(message: &str) -> String {
    match message.split_once("expected struct ") {
        Some((before, _)) => {
            let before =
                if before.starts_with("invalid length") { "invalid type: sequence, " } else { before };
            format!("{before}expected a table")
        }
        None => message.to_owned(),
    }
}

/// The word that was probably meant.
pub(crate) fn nearest<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wrong = wrong.to_ascii_lowercase();
    let scored = known.map(|word| (strsim::damerau_levenshtein(&wrong, &word.to_ascii_lowercase()), word));
    let (distance, word) = scored.min_by_key(|(distance, _)| *distance)?;
    (distance <= wrong.len().div_ceil(3).max(1)).then_some(word)
}

/// The place of a member in the text: of the deepest part of the path that is there.
pub(crate) fn locate(text: &str, format: FileFormat, path: &[Step], part: Part) -> (usize, usize) {
    let byte = match format {
        #[cfg(feature = "toml")]
        FileFormat::Toml => in_toml(text, path, part),
        FileFormat::Json => in_json(text, path, part),
    };
    position(text, byte.unwrap_or_default())
}

#[cfg(feature = "toml")]
fn in_toml(text: &str, path: &[Step], part: Part) -> Option<usize> {
    use toml::de::{DeTable, DeValue};
    let document = DeTable::parse(text).ok()?;
    let mut at = document.span().start;
    let mut value: Option<&DeValue<'_>> = None;
    for step in path {
        let table = match value {
            None => Some(document.get_ref()),
            Some(DeValue::Table(table)) => Some(table),
            Some(_) => None,
        };
        let next = match (step, value) {
            (Step::Member(name), _) => {
                let (key, next) = table?.iter().find(|(key, _)| key.get_ref() == name)?;
                at = key.span().start;
                next
            }
            (Step::Item(index), Some(DeValue::Array(items))) => {
                let next = items.get(*index)?;
                at = next.span().start;
                next
            }
            (Step::Item(_), _) => break,
        };
        value = Some(next.get_ref());
        if part == Part::Value
            && step == path.last()?
            && !matches!(value, Some(DeValue::Table(_) | DeValue::Array(_)))
        {
            at = next.span().start;
        }
    }
    Some(at)
}

/// The text is JSON: the reader has been through it.
fn in_json(text: &str, path: &[Step], part: Part) -> Option<usize> {
    let mut scanner = JsonScanner { bytes: text.as_bytes(), at: 0 };
    let mut found = 0;
    for (done, step) in path.iter().enumerate() {
        scanner.blanks();
        let Some(place) = scanner.enter(step) else { break };
        let is_last = done.saturating_add(1) == path.len();
        let is_scalar = !matches!(scanner.peek(), b'{' | b'[');
        found = if part == Part::Value && is_last && is_scalar { scanner.at } else { place };
    }
    Some(found)
}

/// Walks over JSON without reading it.
struct JsonScanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl JsonScanner<'_> {
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or_default()
    }

    fn blanks(&mut self) {
        while self.peek().is_ascii_whitespace() {
            self.at += 1;
        }
    }

    /// Goes to the value of this step, and returns where its name or its item begins.
    fn enter(&mut self, step: &Step) -> Option<usize> {
        let is_object = match (self.peek(), step) {
            (b'{', Step::Member(_)) => true,
            (b'[', Step::Item(_)) => false,
            _ => return None,
        };
        self.at += 1;
        let mut index = 0;
        loop {
            self.blanks();
            let begin = self.at;
            if matches!(self.peek(), b'}' | b']' | 0) {
                return None;
            }
            let is_it = if is_object {
                let name = self.string()?;
                self.blanks();
                self.at += 1;
                self.blanks();
                matches!(step, Step::Member(wanted) if *wanted == name)
            } else {
                matches!(step, Step::Item(wanted) if *wanted == index)
            };
            if is_it {
                return Some(begin);
            }
            self.skip_value();
            self.blanks();
            if self.peek() != b',' {
                return None;
            }
            self.at += 1;
            index += 1;
        }
    }

    /// The place of a member whose name an object has twice, in a text that was read.
    fn second_of_a_name(&mut self) -> Option<(usize, String)> {
        self.blanks();
        let is_object = match self.peek() {
            b'{' => true,
            b'[' => false,
            _ => {
                self.skip_value();
                return None;
            }
        };
        self.at += 1;
        let mut names = BTreeSet::new();
        loop {
            self.blanks();
            let begin = self.at;
            match self.peek() {
                b',' => {
                    self.at += 1;
                    continue;
                }
                b'}' | b']' | 0 => {
                    self.at += 1;
                    return None;
                }
                _ => {}
            }
            if is_object {
                let name = self.string()?;
                if names.contains(&name) {
                    return Some((begin, name));
                }
                names.insert(name);
                self.blanks();
                self.at += 1;
            }
            if let Some(found) = self.second_of_a_name() {
                return Some(found);
            }
        }
    }

    fn string(&mut self) -> Option<String> {
        let begin = self.at;
        self.skip_value();
        serde_json::from_slice(self.bytes.get(begin..self.at)?).ok()
    }

    fn skip_value(&mut self) {
        let mut depth = 0_usize;
        loop {
            match self.peek() {
                0 => return,
                b'"' => {
                    self.at += 1;
                    while !matches!(self.peek(), b'"' | 0) {
                        self.at += if self.peek() == b'\\' { 2 } else { 1 };
                    }
                    self.at += 1;
                }
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' if depth == 0 => return,
                b'}' | b']' => {
                    depth -= 1;
                    self.at += 1;
                }
                b',' if depth == 0 => return,
                _ => self.at += 1,
            }
            if depth == 0 && matches!(self.peek(), b',' | b'}' | b']' | b':' | 0) {
                return;
            }
            if depth == 0 && self.peek().is_ascii_whitespace() {
                return;
            }
        }
    }
}
