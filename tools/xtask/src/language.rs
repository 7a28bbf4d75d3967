//! Words that texts avoid, with what to write instead: `language/words.txt`. STYLE.md has the rules.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::checkout::Checkout;

mod names;

const WORDS: &str = include_str!("language/words.txt");

/// Where texts are checked: a file or folder, and the extensions of its files. The list grows until it covers everything.
const PLACES: &[(&str, &[&str])] = &[
    ("", &["md"]),
    ("bindings", &["rs"]),
    ("crates/payonce", &["rs"]),
    ("crates/payonce-cli/src", &["rs"]),
    ("crates/payonce-codegen/src", &["rs"]),
    ("crates/payonce-core/src", &["rs"]),
    ("crates/payonce-core/tests", &["rs"]),
    ("crates/payonce-sandbox/src", &["rs"]),
    ("examples", &["mjs", "py", "rs"]),
    ("js/src", &["ts"]),
    ("providers", &["toml"]),
    ("python/payonce", &["py", "pyi"]),
    ("site/dashboard", &["html", "ts"]),
    ("site/playground", &["html", "ts"]),
    ("site/theme", &["njk", "ts"]),
    ("tools", &["rs"]),
];

/// Files in those places that are not checked. They quote the words.
const EXEMPT: &[&str] = &["tools/xtask/src/language", "tools/xtask/src/language.rs"];

const NOT_OURS: &[&str] = &["build", "dist", "native", "node_modules", "target"];

/// Fails if a text or the name of a test contains a word of the list.
pub(crate) fn check(checkout: &Checkout) -> anyhow::Result<()> {
    let entries = entries(WORDS);
    let mut found = Vec::new();
    for (place, extensions) in PLACES {
        for (file, text) in texts(checkout, place, extensions)? {
            for (line, entry) in matches(&text, has_template_literals(&file), &entries) {
                found.push(entry.report(&file, line));
            }
        }
    }
    for (place, extension) in names::PLACES {
        for (file, text) in texts(checkout, place, &[extension])? {
            for (line, name) in names::of(&file, &text) {
                found.extend(
                    matches(&name, true, &entries).iter().map(|(_, entry)| entry.report(&file, line)),
                );
            }
        }
    }
    if !found.is_empty() {
        bail!("{}\n{} words to replace; STYLE.md has the rules", found.join("\n"), found.len());
    }
    Ok(())
}

/// The files of a place that are checked, with their texts.
fn texts(checkout: &Checkout, place: &str, extensions: &[&str]) -> anyhow::Result<Vec<(PathBuf, String)>> {
    let mut files = Vec::new();
    collect(&checkout.path(place), extensions, &mut files)?;
    files.sort();
    let mut texts = Vec::new();
    for file in files {
        let name = checkout.relative(&file);
        if !EXEMPT.iter().any(|exempt| name.starts_with(exempt)) {
            let text = fs::read_to_string(&file).with_context(|| format!("read {}", file.display()))?;
            texts.push((name.to_owned(), text));
        }
    }
    Ok(texts)
}

fn collect(path: &Path, extensions: &[&str], files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if path.is_dir() {
        for entry in fs::read_dir(path).with_context(|| format!("read {}", path.display()))? {
            let entry = entry?.path();
            let name = entry.file_name().unwrap_or_default().to_string_lossy();
            if !name.starts_with('.') && !NOT_OURS.contains(&name.as_ref()) {
                collect(&entry, extensions, files)?;
            }
        }
    } else if extensions.iter().any(|extension| name.ends_with(&format!(".{extension}"))) {
        files.push(path.to_owned());
    }
    Ok(())
}

fn has_template_literals(file: &Path) -> bool {
    file.extension().is_some_and(|extension| ["ts", "mjs"].iter().any(|known| extension == *known))
}

/// A phrase to avoid.
struct Entry {
    phrase: Vec<String>,
    /// Longer phrases around it that are correct.
    exceptions: Vec<Vec<String>>,
    instead: String,
}

impl Entry {
    fn report(&self, file: &Path, line: usize) -> String {
        format!("{}:{line}: {}: {}", file.display(), self.phrase.join(" "), self.instead)
    }
}

fn entries(list: &str) -> Vec<Entry> {
    let lines = list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let split = |phrase: &str| phrase.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    lines
        .filter_map(|line| line.split_once(": "))
        .map(|(phrases, instead)| {
            let (phrase, exceptions) = phrases.split_once(", except ").unwrap_or((phrases, ""));
            Entry {
                phrase: split(phrase),
                exceptions: exceptions.split(", ").filter(|other| !other.is_empty()).map(split).collect(),
                instead: instead.to_owned(),
            }
        })
        .collect()
}

/// A word of a text.
struct Word {
    line: usize,
    text: String,
    /// Whether only blanks and marks of comments separate it from the word before.
    continues: bool,
}

/// The entries that a text contains, with their lines.
fn matches<'a>(text: &str, template_literals: bool, entries: &'a [Entry]) -> Vec<(usize, &'a Entry)> {
    let words = words(text, template_literals);
    let is_at = |phrase: &[String], place: usize| {
        words.get(place..place + phrase.len()).is_some_and(|found| {
            let same = found.iter().zip(phrase).all(|(word, expected)| word.text == *expected);
            same && found.iter().skip(1).all(|word| word.continues)
        })
    };
    let mut found = Vec::new();
    for (place, word) in words.iter().enumerate() {
        for entry in entries.iter().filter(|entry| is_at(&entry.phrase, place)) {
            let is_correct = entry.exceptions.iter().any(|exception| {
                (0..=place).rev().take(exception.len()).any(|start| is_at(exception, start))
            });
            if !is_correct {
                found.push((word.line, entry));
            }
        }
    }
    found
}

/// The words outside of backticks. A template literal of TypeScript is a text; only the backticks in its comments are marks.
fn words(text: &str, template_literals: bool) -> Vec<Word> {
    let mut words = Vec::new();
    let mut continues = true;
    for (number, line) in text.lines().enumerate() {
        let start = line.trim_start();
        let quotes = !template_literals || start.starts_with('*') || start.starts_with('/');
        let mut parts = line.replace("```", " ");
        if quotes {
            parts = without_code(&parts);
        }
        let mut word = String::new();
        for letter in parts.chars().chain(Some('\n')) {
            if letter.is_alphanumeric() || letter == '_' || letter == '\'' {
                word.extend(letter.to_lowercase());
                continue;
            }
            if !word.is_empty() {
                let text = word.strip_suffix("'s").unwrap_or(&word).to_owned();
                words.push(Word { line: number + 1, text, continues });
                word.clear();
                continues = true;
            }
            continues &= letter.is_whitespace() || "/!*#>".contains(letter);
        }
    }
    words
}

/// The line with a full stop in place of what is in backticks.
fn without_code(line: &str) -> String {
    let parts: Vec<&str> = line.split('`').collect();
    let closed = parts.len() % 2 == 1;
    let is_code = |place: usize| place % 2 == 1 && (closed || place + 1 < parts.len());
    let shown = parts.iter().enumerate().map(|(place, part)| if is_code(place) { "." } else { part });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, list: &str) -> Vec<(usize, String)> {
        let entries = entries(list);
        matches(text, false, &entries).iter().map(|(line, entry)| (*line, entry.phrase.join(" "))).collect()
    }

    #[test]
    fn a_phrase_is_found_in_any_case_and_across_lines() {
        let text = "/// Whoever calls\n/// it is\n/// told. Not retold.";
        let expected = vec![(1, "whoever".to_owned()), (2, "is told".to_owned())];
        assert_eq!(lines(text, "whoever: name the actor\nis told: receives"), expected);
    }

    #[test]
    fn punctuation_ends_a_phrase() {
        assert_eq!(lines("What it is. Told you.", "is told: receives"), vec![]);
    }

    #[test]
    fn an_exception_is_correct() {
        let list = "is no, except there is no, is no longer: is not a";
        assert_eq!(lines("There is no key. It is no longer here.", list), vec![]);
        assert_eq!(lines("There is a key; it is no text.", list).len(), 1);
    }

    #[test]
    fn text_in_backticks_is_a_quotation() {
        assert_eq!(lines("Never write `whoever` here.", "whoever: name the actor"), vec![]);
        assert_eq!(lines("`a` whoever `b`", "whoever: name the actor").len(), 1);
    }

    #[test]
    fn a_template_literal_is_a_text() {
        let entries = entries("whoever: name the actor");
        assert_eq!(matches("const a = `whoever`;", true, &entries).len(), 1);
        assert_eq!(matches("/** Quotes `whoever`. */", true, &entries).len(), 0);
    }

    #[test]
    fn the_words_of_a_name_are_read() {
        let entries = entries("is no: is not a\nnobody: name the actor");
        for (file, text) in [
            ("python/tests/test_a.py", "def test_what_is_no_duration_is_refused() -> None:"),
            ("crates/a/tests/it/a.rs", "async fn a_call_that_nobody_waits_for() {"),
            ("js/test/a.test.ts", "test(`${name}: what is no duration`, () => {});"),
        ] {
            let names = names::of(Path::new(file), text);
            let found: Vec<_> = names.iter().flat_map(|(_, name)| matches(name, true, &entries)).collect();
            assert_eq!(found.len(), 1, "{file}");
        }
    }

    #[test]
    fn every_line_of_the_list_is_an_entry_with_a_reason() {
        let lines = WORDS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).count();
        let entries = entries(WORDS);
        assert_eq!(entries.len(), lines);
        assert!(entries.iter().all(|entry| !entry.phrase.is_empty() && !entry.instead.is_empty()));
    }
}
