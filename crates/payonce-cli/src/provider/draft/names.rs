//! Names of a document as names and strings of a provider file.

use std::collections::BTreeSet;

use payonce_core::spec::options::CALL;

/// The longest part of a name.
const LONGEST: usize = 60;

/// The words of a name in any spelling: `paymentIntent-ID` has three.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let (mut words, mut word) = (Vec::new(), String::new());
    for (at, letter) in letters.iter().enumerate() {
        if !letter.is_ascii_alphanumeric() {
            words.push(std::mem::take(&mut word));
            continue;
        }
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = at.checked_add(1).and_then(|at| letters.get(at));
        // The plural of an abbreviation is one word: `URLs`.
        let is_plural = after == Some(&'s')
            && at.checked_add(2).and_then(|at| letters.get(at)).is_none_or(|next| !next.is_ascii_lowercase());
        let begins = letter.is_ascii_uppercase()
            && (before.is_some_and(|before| before.is_ascii_lowercase() || before.is_ascii_digit())
                || (before.is_some_and(char::is_ascii_uppercase)
                    && after.is_some_and(char::is_ascii_lowercase)
                    && !is_plural));
        if begins {
            words.push(std::mem::take(&mut word));
        }
        word.push(letter.to_ascii_lowercase());
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

/// The name in snake case, as every language spells it; nothing if no letter is left of it.
pub(super) fn snake(name: &str) -> Option<String> {
    let joined = words(name).join("_");
    let from = joined.find(|c: char| c.is_ascii_lowercase())?;
    let name: String = joined.chars().skip(from).take(LONGEST).collect();
    Some(name.trim_end_matches('_').to_owned())
}

/// The name of a class.
pub(super) fn pascal(name: &str) -> Option<String> {
    let capital = |word: String| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    let joined: String = words(name).into_iter().map(capital).collect();
    let from = joined.find(|c: char| c.is_ascii_uppercase())?;
    Some(joined.chars().skip(from).take(LONGEST).collect())
}

/// The name, or the name with the first number from 2 that is not taken.
pub(super) fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut found = name.to_owned();
    let mut number = 2_usize;
    while !taken.insert(found.clone()) {
        found = format!("{name}_{number}");
        number = number.saturating_add(1);
    }
    found
}

/// Whether an argument cannot have this name, because every call has an option of that name.
pub(super) fn is_option(name: &str) -> bool {
    CALL.iter().any(|option| option.is(name))
}

pub(super) fn is_token(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}

/// A string of TOML.
pub(super) fn quoted(text: &str) -> String {
    // JSON escapes everything that TOML wants escaped but for the last control character.
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

/// A key of TOML.
pub(super) fn key(name: &str) -> String {
    let is_bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    if is_bare { name.to_owned() } else { quoted(name) }
}

/// The most characters of a description that a draft takes over.
const LONGEST_ABOUT: usize = 160;

/// The first sentence of a description, without markup.
pub(super) fn sentence(description: &str) -> String {
    let mut plain = String::new();
    let mut in_tag = false;
    let mut letters = description.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '<' if letters.peek().is_some_and(|next| next.is_ascii_alphabetic() || *next == '/') => {
                in_tag = true;
            }
            '>' if in_tag => in_tag = false,
            _ if in_tag => {}
            letter if letter.is_control() => plain.push(' '),
            letter => plain.push(letter),
        }
    }
    let mut sentence = String::new();
    for word in plain.split_whitespace() {
        if sentence.chars().count().saturating_add(word.chars().count()) > LONGEST_ABOUT {
            sentence.push_str(" ...");
            break;
        }
        if !sentence.is_empty() {
            sentence.push(' ');
        }
        sentence.push_str(word);
        if word.ends_with('.') && !word.ends_with("e.g.") && !word.ends_with("i.e.") {
            break;
        }
    }
    sentence
}

/// A name from the path, where the document gives none: `payments.list`.
pub(super) fn by_path(path: &str, method: &str, is_list: bool) -> String {
    let is_version = |part: &str| {
        let digits = part.strip_prefix('v').unwrap_or_default();
        !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())
    };
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && !is_version(part)).collect();
    let mut names: Vec<String> =
        parts.iter().filter(|part| !part.contains('{')).filter_map(|part| snake(part)).collect();
    names.drain(..names.len().saturating_sub(4));
    let is_one = parts.last().is_some_and(|part| part.contains('{'));
    let is_of_one = parts.len() > 1 && parts.iter().rev().nth(1).is_some_and(|part| part.contains('{'));
    let is_plural = names.last().is_some_and(|name| name.ends_with('s'));
    let verb = match method {
        "get" if !is_one && is_list => Some("list"),
        "get" => Some("get"),
        "post" if is_of_one && !is_plural => None,
        "post" => Some("create"),
        "put" => Some("update"),
        _ => Some("delete"),
    };
    names.extend(verb.map(ToOwned::to_owned));
    if names.is_empty() { method.to_owned() } else { names.join(".") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_any_spelling_becomes_words() {
        for (name, snake_case, class) in [
            ("PostPaymentIntents", "post_payment_intents", "PostPaymentIntents"),
            ("paymentID", "payment_id", "PaymentId"),
            ("get-URLs/v2", "get_urls_v2", "GetUrlsV2"),
            ("X-Idempotency-Key", "x_idempotency_key", "XIdempotencyKey"),
            ("2fa.enable", "fa_enable", "Enable"),
        ] {
            assert_eq!(snake(name).as_deref(), Some(snake_case));
            assert_eq!(pascal(name).as_deref(), Some(class));
        }
        assert_eq!(snake("123"), None);
        assert_eq!(snake("日本"), None);
    }

    #[test]
    fn a_string_is_one_of_toml() {
        for text in ["plain", "a \"quote\" and \\", "line\nfeed\u{7f}\u{1b}", "日本"] {
            // Any string can be the title of a provider file.
            let file = format!("payonce = 1\nid = \"quoted\"\ntitle = {}\n", quoted(text));
            let loaded = payonce_core::provider_file::load(&file, payonce_core::FileFormat::Toml, "quoted");
            assert_eq!(loaded.unwrap().provider.title(), text);
        }
        assert_eq!(key("Plain-1"), "Plain-1");
        assert_eq!(key("a.b"), "\"a.b\"");
    }

    #[test]
    fn the_first_sentence_has_no_markup() {
        assert_eq!(sentence("<p>Creates a\n <b>payment</b>. Then more.</p>"), "Creates a payment.");
        assert_eq!(sentence("if a < b"), "if a < b");
        assert!(sentence(&"word ".repeat(100)).ends_with("word ..."));
    }
}
