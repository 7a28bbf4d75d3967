//! Bounds on what a provider may put into an error: a person reads it, a terminal shows it, and a log keeps it.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::model::redact::Redactor;

/// The longest message, in bytes.
pub(crate) const MESSAGE: usize = 4 * 1024;
/// The longest code, category or id of a request, in bytes.
pub(crate) const WORD: usize = 256;
/// The longest text in the details, in bytes: one is the whole body of a response.
const TEXT: usize = 64 * 1024;
/// The most that the texts of the details hold together, in bytes.
const DETAILS: usize = 1024 * 1024;
/// The most values in the details: a thousand refused events of a batch, twenty values each, are few.
const VALUES: usize = 50_000;

/// The end of a text that was cut.
const CUT: char = '…';

/// A provider's text as one line of at most so many bytes, without secrets, and without characters that would break the
/// line, move the cursor of a terminal, or turn the direction of what follows: those are written as escapes.
pub(crate) fn line(redactor: &Redactor, text: &str, max: usize) -> String {
    // Secrets are longer than their replacement, so more is read than is kept.
    let looked_at = start(text, max * 16);
    let clean = redactor.cleaned(looked_at);
    if clean.is_none() && is_plain_line(text, max) {
        return text.to_owned();
    }
    let mut clean = clean.unwrap_or_else(|| looked_at.to_owned());
    if looked_at.len() < text.len() && clean.len() <= max {
        // The end may be half of a key.
        clean = between_words(&format!("{clean}{CUT}"), clean.len()).into_owned();
    }
    let mut line = String::new();
    let mut fits = 0;
    for character in clean.chars() {
        match character {
            '\n' => line.push_str("\\n"),
            '\r' => line.push_str("\\r"),
            '\t' => line.push_str("\\t"),
            _ if is_hidden(character) => {
                let _ = write!(line, "\\u{:04x}", u32::from(character));
            }
            _ => line.push(character),
        }
        if line.len() <= max - CUT.len_utf8() {
            fits = line.len();
        }
        if line.len() > max {
            line.truncate(fits);
            line.push(CUT);
            break;
        }
    }
    line
}

/// As [`line`], for a text that has no other use: most texts are kept as they are.
pub(crate) fn owned_line(redactor: &Redactor, text: String, max: usize) -> String {
    let is_kept = is_plain_line(&text, max) && redactor.cleaned(&text).is_none();
    if is_kept { text } else { line(redactor, &text, max) }
}

/// Whether a text has nothing to cut or to escape.
fn is_plain_line(text: &str, max: usize) -> bool {
    let is_ascii = || text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    text.len() <= max && (is_ascii() || !text.chars().any(is_hidden))
}

/// Characters that a terminal obeys or does not show: controls, the ends of lines of Unicode, and marks of direction.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}'
        )
}

/// At most so many bytes of a text, cut between words: half of a key would no longer be recognized as one.
pub(crate) fn between_words(text: &str, max: usize) -> Cow<'_, str> {
    if text.len() <= max {
        return Cow::Borrowed(text);
    }
    let start = start(text, max);
    let end = start.rfind(|c: char| c.is_whitespace() || matches!(c, '"' | ',' | ';')).unwrap_or_default();
    Cow::Owned(format!("{}{CUT}", start.get(..end).unwrap_or_default()))
}

/// The longest beginning of so many bytes.
fn start(text: &str, max: usize) -> &str {
    (0..=max).rev().find_map(|end| text.get(..end.min(text.len()))).unwrap_or_default()
}

/// The details, as far as they are within the bounds. What is cut says so in the member `truncated`.
pub(crate) fn details(members: Map<String, Value>) -> Map<String, Value> {
    const ALL: Left = Left { bytes: DETAILS, values: VALUES, cut: false };
    if { ALL }.hold_members(&members) {
        return members;
    }
    let mut left = ALL;
    let mut details = left.members(&members);
    if left.cut {
        details.entry("truncated").or_insert(Value::Bool(true));
    }
    details
}

struct Left {
    bytes: usize,
    values: usize,
    cut: bool,
}

impl Left {
    /// Whether nothing of these members has to be cut.
    fn hold_members(&mut self, members: &Map<String, Value>) -> bool {
        members.iter().all(|(name, value)| self.hold_text(name, WORD) && self.hold(value))
    }

    fn hold(&mut self, value: &Value) -> bool {
        let Some(values) = self.values.checked_sub(1) else { return false };
        self.values = values;
        match value {
            Value::String(text) => self.hold_text(text, TEXT),
            Value::Number(number) => number.as_str().len() <= WORD,
            Value::Array(items) => items.iter().all(|item| self.hold(item)),
            Value::Object(members) => self.hold_members(members),
            Value::Null | Value::Bool(_) => true,
        }
    }

    fn hold_text(&mut self, text: &str, max: usize) -> bool {
        self.bytes.checked_sub(text.len()).is_some_and(|left| {
            self.bytes = left;
            text.len() <= max
        })
    }

    fn members(&mut self, members: &Map<String, Value>) -> Map<String, Value> {
        let mut kept = Map::new();
        for (name, value) in members {
            let Some(name) = self.text(name, WORD) else { break };
            let Some(value) = self.value(value) else { break };
            kept.insert(name, value);
        }
        kept
    }

    fn value(&mut self, value: &Value) -> Option<Value> {
        let Some(values) = self.values.checked_sub(1) else {
            self.cut = true;
            return None;
        };
        self.values = values;
        match value {
            Value::String(text) => self.text(text, TEXT).map(Value::String),
            Value::Number(number) if number.as_str().len() > WORD => {
                self.text(number.as_str(), TEXT).map(Value::String)
            }
            Value::Array(items) => {
                Some(Value::Array(items.iter().map_while(|item| self.value(item)).collect()))
            }
            Value::Object(members) => Some(Value::Object(self.members(members))),
            Value::Null | Value::Bool(_) | Value::Number(_) => Some(value.clone()),
        }
    }

    fn text(&mut self, text: &str, max: usize) -> Option<String> {
        let kept = between_words(text, max);
        self.cut |= kept.len() != text.len();
        let Some(bytes) = self.bytes.checked_sub(kept.len()) else {
            self.cut = true;
            return None;
        };
        self.bytes = bytes;
        Some(kept.into_owned())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::model::secret::Secret;

    #[test]
    fn a_terminal_control_is_written_as_an_escape() {
        let shown =
            line(&Redactor::default(), "no\r\n\u{1b}[31mERROR\u{7}\u{9b}\u{202e}txt\u{2028}é😀\t!", MESSAGE);
        assert_eq!(shown, r"no\r\n\u001b[31mERROR\u0007\u009b\u202etxt\u2028é😀\t!");
    }

    #[test]
    fn a_cut_text_is_marked() {
        let redactor = Redactor::default();
        assert_eq!(line(&redactor, &"a".repeat(256), WORD).len(), 256);
        for text in [
            "a".repeat(300),
            "a".repeat(9_000_000),
            "é ".repeat(9_000_000),
            "\u{1b} ".repeat(5_000),
            format!("{} x", "\n".repeat(255)),
        ] {
            let cut = line(&redactor, &text, WORD);
            assert!(cut.len() <= WORD && cut.ends_with('…') && cut.len() > WORD - 8, "{}: {cut}", cut.len());
        }
    }

    #[test]
    fn no_half_of_a_key_is_shown_at_a_cut() {
        let redactor = Redactor::new([&Secret::new("key_0123456789_abcdefghijklmnopqrstuvwxyz")]);
        for at in 0..200 {
            let text = format!("{} key_0123456789_abcdefghijklmnopqrstuvwxyz", "x".repeat(WORD * 16 - at));
            let shown = line(&redactor, &text, WORD);
            assert!(!shown.contains("key_"), "{shown}");
        }
        let many = "key_0123456789_abcdefghijklmnopqrstuvwxyz ".repeat(10_000);
        assert!(!line(&redactor, &many, WORD).contains("key_"));
    }

    #[test]
    fn details_keep_the_fields_of_a_batch_and_are_bounded() {
        let batch = json!({"errors": vec![json!({"event_id": "x".repeat(200), "a": [1, 2, 3], "b": {"c": null}}); 1_000]});
        assert_eq!(&Value::Object(details(batch.as_object().unwrap().clone())), &batch);
        let long =
            json!({"code": "a", "body": "x y".repeat(1_000_000), "list": vec![1; 100_000], "after": 1});
        let kept = details(long.as_object().unwrap().clone());
        assert_eq!((kept.get("code"), kept.get("truncated")), (Some(&json!("a")), Some(&json!(true))));
        assert!(crate::model::json::write(&Value::Object(kept)).len() < 2 * DETAILS);
    }

    proptest! {
        #[test]
        fn a_line_is_short_and_has_no_control_characters(text in "\\PC{0,40}|.{0,400}|[\u{0}-\u{1f}\u{7f}-\u{9f}a ]{0,2000}") {
            let shown = line(&Redactor::default(), &text, WORD);
            prop_assert!(shown.len() <= WORD);
            prop_assert!(!shown.chars().any(is_hidden), "{shown:?}");
        }
    }
}
