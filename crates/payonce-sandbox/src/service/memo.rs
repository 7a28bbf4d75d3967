//! Changes a memo as a fault demands.

use crate::faults::MemoChange;

/// What of a memo is kept.
pub(crate) fn kept_memo(memo: &str, change: Option<(MemoChange, Option<usize>)>) -> Option<String> {
    let Some((change, characters)) = change else { return Some(memo.to_owned()) };
    let without = |unwanted: &[char]| memo.chars().filter(|letter| !unwanted.contains(letter)).collect();
    match change {
        MemoChange::Cut => Some(memo.chars().take(characters.unwrap_or(usize::MAX)).collect()),
        MemoChange::Trim => Some(memo.split('[').next().unwrap_or(memo).trim().to_owned()),
        MemoChange::Lower => Some(memo.to_lowercase()),
        MemoChange::Upper => Some(memo.to_uppercase()),
        MemoChange::StripBrackets => Some(without(&['[', ']', '(', ')', '{', '}', '<', '>'])),
        MemoChange::HtmlEscape => Some(html_escaped(memo)),
        MemoChange::Null => None,
        MemoChange::Rename => Some(memo.to_owned()),
    }
}

fn html_escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' | '<' | '>' | '"' | '\'' | '[' | ']' | '_' => {
                escaped.push_str(&format!("&#{};", u32::from(letter)));
            }
            _ => escaped.push(letter),
        }
    }
    escaped
}
