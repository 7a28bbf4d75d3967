//! What is wrong with a provider file, and where.

use std::fmt;

use serde_json::{Map, Value};

/// One problem of a provider file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileProblem {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong, and what to write instead.
    pub message: String,
}

/// Why a provider file was refused. Nothing of it was loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderFileError {
    /// The name of the file, as it was given.
    pub file: String,
    /// What is wrong; never empty.
    pub problems: Vec<FileProblem>,
}

impl fmt::Display for ProviderFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, FileProblem { line, column, message }) in self.problems.iter().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{}:{line}:{column}: {message}", self.file)?;
        }
        Ok(())
    }
}

impl std::error::Error for ProviderFileError {}

/// Problems, each with the byte of the text that it is about.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<(usize, String)>);

impl Problems {
    pub(crate) fn one(at: usize, message: String) -> Self {
        Self(vec![(at, message)])
    }

    #[inline(never)]
    pub(crate) fn add(&mut self, at: usize, message: &str) {
        self.0.push((at, message.to_owned()));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The problems with their lines and columns.
    pub(crate) fn of(self, file: &str, text: &str) -> ProviderFileError {
        let placed = |(at, message): (usize, String)| {
            let (line, column) = position(text, at);
            FileProblem { line, column, message }
        };
        ProviderFileError { file: file.to_owned(), problems: self.0.into_iter().map(placed).collect() }
    }
}

/// The line and the column of a byte, both from 1; a column counts characters.
fn position(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let begin = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
    let line = before.bytes().filter(|byte| *byte == b'\n').count().saturating_add(1);
    let column = before.get(begin..).unwrap_or_default().chars().count().saturating_add(1);
    (line, column)
}

/// `; did you mean "..."?` with the nearest of the known words, or else the known words.
pub(crate) fn hint(wrong: &str, known: &[&str], otherwise: &str) -> String {
    match nearest(wrong, known) {
        Some(word) => format!("; did you mean \"{word}\"?"),
        None if known.is_empty() => String::new(),
        None => format!("; {otherwise} {}", known.join(", ")),
    }
}

/// The word that was probably meant. A long text is not a misspelled word, and comparing two would take their product.
fn nearest<'a>(wrong: &str, known: &[&'a str]) -> Option<&'a str> {
    const LONGEST: usize = 100;
    if wrong.len() > LONGEST {
        return None;
    }
    let mut nearest = (wrong.len().div_ceil(3).max(1), None);
    for word in known.iter().filter(|word| word.len() <= LONGEST) {
        let distance = distance(wrong.as_bytes(), word.as_bytes());
        if distance < nearest.0 || distance == nearest.0 && nearest.1.is_none() {
            nearest = (distance, Some(*word));
        }
    }
    nearest.1
}

/// How many letters have to be added, removed, replaced or swapped with their neighbour.
fn distance(one: &[u8], other: &[u8]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX / 2);
    let letter = |word: &[u8], index: usize| word.get(index).map(u8::to_ascii_lowercase);
    for i in 0..one.len() {
        let mut next = vec![i + 1];
        for j in 0..other.len() {
            let is_same = letter(one, i) == letter(other, j);
            let mut least =
                (at(&row, j) + usize::from(!is_same)).min(at(&row, j + 1) + 1).min(at(&next, j) + 1);
            let is_swapped = i > 0
                && j > 0
                && letter(one, i) == letter(other, j - 1)
                && letter(one, i - 1) == letter(other, j);
            if is_swapped {
                least = least.min(at(&before, j - 1) + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    at(&row, other.len())
}

/// Names that were there already.
#[derive(Default)]
pub(crate) struct Seen(Map<String, Value>);

impl Seen {
    /// Whether the name was not there before.
    #[inline(never)]
    pub(crate) fn insert(&mut self, name: String) -> bool {
        self.0.insert(name, Value::Null).is_none()
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}
