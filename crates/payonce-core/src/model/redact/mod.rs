//! Takes secrets out of texts that providers send back.

mod escapes;
mod header;

use std::ops::Range;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use escapes::{Backslashes, Unescaped};
use serde_json::{Map, Value};

use crate::model::secret::Secret;

/// The replacement for a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// How the keys of the five providers begin, and of the model providers behind Pay-i; a word that begins so and goes
/// on for at least [`TAIL`] characters is taken for a key even where the client's own keys are not known.
const PREFIXES: &[&str] = &["awx_", "awk_", "ap_", "whsec_", "sk-", "sk_", "pk_live_", "payi_"];
const TAIL: usize = 16;
/// Shorter secrets would take ordinary words out of every message. The search compares this many bytes at once.
const SHORTEST: usize = 4;
/// A part of an encoded secret that is shorter than this may be a part of something else.
const SHORTEST_PART: usize = 8;
/// Replaces each byte of a secret that was found: none of them ends a token, and each ends a word.
const FOUND: u8 = 0;
/// A text may be escaped on its way to the provider, and again on its way back.
const ESCAPED_TIMES: usize = 2;

/// Removes known secrets, and what looks like a key, from texts and JSON.
///
/// A secret is found whatever its case, as base64 (also inside of a longer value, such as `user:key`, and encoded twice), as
/// hexadecimal digits with colons or without, and with any of its characters escaped as URLs, HTML or JSON do it.
///
/// A clone is cheap: it shares what is known.
#[derive(Debug, Clone, Default)]
pub struct Redactor(Option<Arc<Known>>);

/// The secrets of a client.
#[derive(Debug, Clone, Default)]
struct Known {
    needles: Vec<Needle>,
    starts: Starts,
}

/// One form of a secret, in lower case.
#[derive(Debug, Clone)]
struct Needle {
    form: Secret,
    /// As many characters before it hold the rest of its first byte, and as many behind it that of its last one.
    before: usize,
    after: usize,
}

impl Redactor {
    /// Knows these secrets, in all forms.
    #[must_use]
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a Secret>) -> Self {
        let mut redactor = Self::default();
        secrets.into_iter().for_each(|secret| redactor.add(secret.expose()));
        redactor
    }

    /// Knows this secret too.
    pub(crate) fn add(&mut self, text: &str) {
        // A header's value may come back with or without the scheme before it.
        let text = text.strip_prefix("Bearer ").unwrap_or(text);
        // The replacement is not a secret: its base64 would be looked for.
        if text.chars().count() < SHORTEST || text == REDACTED {
            return;
        }
        self.know(text, 0, 0);
        // Base64 comes back without its padding too.
        self.know(text.trim_end_matches('='), 0, 0);
        self.know(&hexadecimal(text, ""), 0, 0);
        self.know(&hexadecimal(text, ":"), 0, 0);
        let encoded = STANDARD_NO_PAD.encode(text);
        for shift in 0..3 {
            self.know_base64(text, shift);
            self.know_base64(&encoded, shift);
        }
    }

    /// Knows the base64 of the secret where `shift` bytes, modulo 3, stand before it.
    fn know_base64(&mut self, text: &str, shift: usize) {
        let mut bytes = vec![0; shift];
        bytes.extend_from_slice(text.as_bytes());
        let encoded = STANDARD_NO_PAD.encode(&bytes);
        // The characters at both ends that hold bits of other bytes too.
        let before = if shift == 0 { 0 } else { shift + 1 };
        let after = usize::from(!bytes.len().is_multiple_of(3));
        let Some(part) = encoded.get(before..encoded.len() - after) else { return };
        if part.len() < if shift == 0 { SHORTEST } else { SHORTEST_PART } {
            return;
        }
        self.know(part, before, after);
        if part.contains(['+', '/']) {
            self.know(&part.replace('+', "-").replace('/', "_"), before, after);
        }
    }

    fn know(&mut self, form: &str, before: usize, after: usize) {
        let form = form.to_ascii_lowercase();
        if form.len() < SHORTEST {
            return;
        }
        let known = Arc::make_mut(self.0.get_or_insert_default());
        if !known.needles.iter().any(|needle| needle.form.expose() == form) {
            known.starts.insert(form.as_bytes());
            known.needles.push(Needle { form: Secret::new(&form), before, after });
        }
    }

    /// The text without secrets.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        self.cleaned(text).unwrap_or_else(|| text.to_owned())
    }

    /// The text without secrets; nothing if it has none.
    pub(crate) fn cleaned(&self, text: &str) -> Option<String> {
        if text.len() < SHORTEST {
            return None;
        }
        let secrets = self.secrets_in(text.as_bytes(), ESCAPED_TIMES);
        (!secrets.is_empty()).then(|| without(text, &secrets))
    }

    /// Where secrets stand in these bytes.
    fn secrets_in(&self, bytes: &[u8], escaped_times: usize) -> Vec<Range<usize>> {
        let may_hold_unknown = may_hold_unknown(bytes);
        if self.0.is_none() && !may_hold_unknown {
            return Vec::new();
        }
        let mut folded = bytes.to_ascii_lowercase();
        let mut found = Vec::new();
        if let Some(known) = &self.0 {
            known.find_in(&folded, &mut found);
        }
        // A short word is a credential too if it contains a secret.
        if !may_hold_unknown && found.is_empty() {
            return found;
        }
        prefixed_in(&folded, &mut found);
        if escaped_times > 0 {
            self.escaped_in(&folded, Backslashes::Pairs, escaped_times, &mut found);
            if folded.windows(2).any(|pair| pair == br"\\") {
                self.escaped_in(&folded, Backslashes::Single, escaped_times, &mut found);
            }
        }
        if !found.is_empty() {
            for secret in &found {
                if let Some(bytes) = folded.get_mut(secret.clone()) {
                    bytes.fill(FOUND);
                }
            }
            // A key may begin directly behind a secret.
            prefixed_in(&folded, &mut found);
        }
        bearers_in(&folded, &mut found);
        found
    }

    /// Where secrets stand in a text in lower case once its escapes are read.
    fn escaped_in(
        &self,
        folded: &[u8],
        backslashes: Backslashes,
        escaped_times: usize,
        found: &mut Vec<Range<usize>>,
    ) {
        let Some(unescaped) = Unescaped::read(folded, backslashes) else { return };
        let inner = self.secrets_in(unescaped.bytes(), escaped_times - 1);
        found.extend(inner.into_iter().map(|range| unescaped.source(&range)));
    }

    /// The JSON without secrets, in values and in member names.
    #[must_use]
    pub fn json(&self, value: &Value) -> Value {
        let mut clean = value.clone();
        self.clean(&mut clean);
        clean
    }

    /// An object without secrets, in values and in member names.
    pub(crate) fn members(&self, mut members: Map<String, Value>) -> Map<String, Value> {
        self.clean_members(&mut members);
        members
    }

    fn clean(&self, value: &mut Value) {
        let clean = match value {
            Value::String(text) => self.cleaned(text),
            Value::Number(number) => self.cleaned(number.as_str()),
            Value::Array(items) => return items.iter_mut().for_each(|item| self.clean(item)),
            Value::Object(members) => return self.clean_members(members),
            Value::Null | Value::Bool(_) => None,
        };
        if let Some(clean) = clean {
            *value = Value::String(clean);
        }
    }

    fn clean_members(&self, members: &mut Map<String, Value>) {
        members.values_mut().for_each(|value| self.clean(value));
        if members.keys().any(|name| self.cleaned(name).is_some()) {
            *members =
                std::mem::take(members).into_iter().map(|(name, value)| (self.text(&name), value)).collect();
        }
    }
}

impl Known {
    /// Where the secrets stand in a text in lower case.
    fn find_in(&self, folded: &[u8], found: &mut Vec<Range<usize>>) {
        for (at, start) in folded.windows(SHORTEST).enumerate() {
            if !self.starts.contains(start) {
                continue;
            }
            let (before, rest) = folded.split_at(at);
            for needle in &self.needles {
                if let Some(behind) = rest.strip_prefix(needle.form.expose().as_bytes()) {
                    let is_base64 =
                        |byte: &&u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' | b'-' | b'_');
                    let more_before = before.iter().rev().take(needle.before).take_while(is_base64).count();
                    let more_after = behind.iter().take(needle.after).take_while(is_base64).count();
                    let end = folded.len() - behind.len() + more_after;
                    let padding =
                        folded.get(end..).unwrap_or_default().iter().take_while(|byte| **byte == b'=');
                    let padding = if needle.after > 0 { padding.count() } else { 0 };
                    found.push(at - more_before..end + padding);
                }
            }
        }
    }
}

/// Which first bytes the needles have. It may say yes to others too, and never no to one of them: most places of a text
/// are then passed with one look, however many needles there are.
#[derive(Debug, Clone, Default)]
struct Starts(Vec<u64>);

impl Starts {
    const BITS: u32 = 12;

    fn insert(&mut self, needle: &[u8]) {
        let (word, bit) = Self::place(needle);
        self.0.resize(1 << (Self::BITS - 6), 0);
        if let Some(word) = self.0.get_mut(word) {
            *word |= bit;
        }
    }

    fn contains(&self, start: &[u8]) -> bool {
        let (word, bit) = Self::place(start);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    fn place(start: &[u8]) -> (usize, u64) {
        let bytes = start.iter().take(SHORTEST).fold(0_u32, |bytes, byte| bytes << 8 | u32::from(*byte));
        // Knuth's multiplicative hashing.
        let hash = bytes.wrapping_mul(0x9E37_79B1) >> (32 - Self::BITS);
        (usize::try_from(hash >> 6).unwrap_or_default(), 1 << (hash & 63))
    }
}

/// The text with each range replaced, whatever their order. A mark for each byte costs a browser less to load than
/// sorting does.
fn without(text: &str, ranges: &[Range<usize>]) -> String {
    if ranges.is_empty() {
        return text.to_owned();
    }
    let mut secret = vec![false; text.len()];
    for range in ranges {
        if let Some(marks) = secret.get_mut(range.clone()) {
            marks.fill(true);
        }
    }
    let mut clean = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(rest) = secret.get(at..)
        && let Some(first) = rest.first()
    {
        let end = at + rest.iter().take_while(|mark| *mark == first).count();
        clean.push_str(if *first { REDACTED } else { text.get(at..end).unwrap_or_default() });
        at = end;
    }
    clean
}

fn hexadecimal(text: &str, between: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| DIGITS.get(usize::from(value)).map_or('0', |digit| char::from(*digit));
    let pairs: Vec<String> =
        text.bytes().map(|byte| [digit(byte >> 4), digit(byte & 15)].iter().collect()).collect();
    pairs.join(between)
}

/// Whether a text may hold a key that is not known, or escapes that can hide one. Both end with a run of [`TAIL`] characters, behind
/// a prefix with a digit among them or behind a blank. Most texts are prose or a word, and are passed with one look.
fn may_hold_unknown(text: &[u8]) -> bool {
    let found =
        text.iter().fold(0, |found, byte| found | FLAGS.get(usize::from(*byte)).copied().unwrap_or(0));
    found & ESCAPE != 0 || (found != 0 && has_run(text, TAIL))
}

const ESCAPE: u8 = 1;
const DIGIT_OR_BLANK: u8 = 2;
/// What each byte of a text means to [`may_hold_unknown`]: a look into a table costs a fourth of comparing.
static FLAGS: [u8; 256] = flags();

#[expect(clippy::indexing_slicing, reason = "the compiler runs it")]
const fn flags() -> [u8; 256] {
    let mut flags = [0; 256];
    let mut byte = b'0';
    while byte <= b'9' {
        flags[byte as usize] = DIGIT_OR_BLANK;
        byte += 1;
    }
    flags[b' ' as usize] = DIGIT_OR_BLANK;
    flags[b'%' as usize] = ESCAPE;
    flags[b'&' as usize] = ESCAPE;
    flags[b'\\' as usize] = ESCAPE;
    flags
}

/// Whether so many bytes without a blank stand behind each other. A blank that is found from behind is as far as it can be.
fn has_run(text: &[u8], length: usize) -> bool {
    let mut rest = text;
    while let Some(window) = rest.get(..length) {
        let Some(blank) = window.iter().rposition(|byte| *byte == b' ') else { return true };
        rest = rest.get(blank + 1..).unwrap_or_default();
    }
    false
}

/// The words that begin as a key does.
fn prefixed_in(folded: &[u8], found: &mut Vec<Range<usize>>) {
    let mut at = 0;
    for word in folded.split(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))) {
        let is_key = PREFIXES.iter().any(|prefix| {
            word.strip_prefix(prefix.as_bytes())
                .is_some_and(|tail| tail.len() >= TAIL && tail.iter().any(u8::is_ascii_digit))
        });
        if is_key {
            found.push(at..at + word.len());
        }
        at += word.len() + 1;
    }
}

/// The credentials behind the word `bearer`.
fn bearers_in(folded: &[u8], found: &mut Vec<Range<usize>>) {
    const SCHEME: &[u8] = b"bearer ";
    let mut at = 0;
    while let Some(rest) = folded.get(at..)
        && rest.len() > SCHEME.len()
    {
        let Some(token) = rest.strip_prefix(SCHEME) else {
            // The next place where the word may begin.
            at += 1 + rest.iter().skip(1).take_while(|byte| **byte != b'b').count();
            continue;
        };
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b',' | b';');
        let length = token.iter().position(ends).unwrap_or(token.len());
        at += SCHEME.len();
        // "bearer token" is prose; a credential is longer than a word of it, or has a secret in it.
        if length >= TAIL || token.get(..length).is_some_and(|token| token.contains(&FOUND)) {
            found.push(at..at + length);
        }
        at += length;
    }
}

#[cfg(test)]
mod tests {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

    use super::*;

    #[test]
    fn a_known_secret_is_redacted_in_every_form_of_a_request() {
        let redactor = Redactor::new([&Secret::new("key:with/odd+characters")]);
        let base64 = base64::engine::general_purpose::STANDARD.encode("key:with/odd+characters");
        let seen = format!("got key:with/odd+characters as {base64} in ?k=key%3Awith%2Fodd%2Bcharacters");
        assert_eq!(redactor.text(&seen), "got [redacted] as [redacted] in ?k=[redacted]");
    }

    #[test]
    fn a_run_is_found_wherever_it_stands() {
        for (text, expected) in [
            ("", false),
            ("abcd", true),
            ("abc", false),
            ("abc abc abc", false),
            ("a abc abcde", true),
            ("  abcd ", true),
        ] {
            assert_eq!(has_run(text.as_bytes(), 4), expected, "{text}");
        }
    }

    #[test]
    fn an_unknown_key_is_redacted_by_its_form_and_prose_is_not() {
        let redactor = Redactor::default();
        assert_eq!(redactor.text("bad key 'awx_0123456789abcdef0'."), "bad key '[redacted]'.");
        assert_eq!(
            redactor.text("Authorization: Bearer abcdefghijklmnop0123"),
            "Authorization: Bearer [redacted]"
        );
        let prose = "API key must start with ap_ and be sent as Bearer token";
        assert_eq!(redactor.text(prose), prose);
    }

    #[test]
    fn a_token_with_a_known_secret_is_redacted_whole_and_a_second_time_changes_nothing() {
        for (secret, text) in [
            ("Zq7/+v=e9\"Kx0", "bearer [Zq7/+v=e9\"Kx0]9 is bad"),
            ("Zq7/+v=e9\"Kx0", "bearer [Zq7/+v=e9%22Kx0]9 is bad"),
            ("a1b2", "bearer xa1b2y is bad"),
        ] {
            assert_eq!(knows(secret).text(text), "bearer [redacted] is bad", "{text}");
            assert_eq!(knows(secret).text("bearer [redacted] is bad"), "bearer [redacted] is bad");
        }
    }

    #[test]
    fn a_key_directly_behind_a_known_secret_is_redacted_too() {
        for key in ["awx_0123456789abcdef0", r"awx_abcdefghijklmnop\u0030"] {
            let shown = knows("Zq7xv").text(&format!("Zq7xv{key} is bad"));
            assert!(!shown.contains("awx_"), "{shown}");
            assert_eq!(knows("Zq7xv").text(&shown), shown);
        }
    }

    const KEY: &str = "awx_Planted:0123/45+67-89";

    fn knows(secret: &str) -> Redactor {
        Redactor::new([&Secret::new(secret)])
    }

    /// A few texts around a form of the secret: no four characters of the form are left.
    fn hides(redactor: &Redactor, form: &str) {
        for seen in [form.to_owned(), format!("<a>{form}</a>"), format!("%20{form}%20"), format!("é{form}é")]
        {
            let shown = redactor.text(&seen);
            assert!(shown.contains(REDACTED), "{seen}: {shown}");
            let left = form.as_bytes().windows(4).any(|part| shown.as_bytes().windows(4).any(|w| w == part));
            assert!(!left, "{seen}: {shown}");
        }
    }

    #[test]
    fn a_known_secret_is_redacted_in_every_case_and_coding() {
        let redactor = knows(KEY);
        let each = |one: &dyn Fn(u8) -> String| KEY.bytes().map(one).collect::<String>();
        let in_hexadecimal = each(&|byte| format!("{byte:02x}"));
        for form in [
            KEY.to_owned(),
            KEY.to_uppercase(),
            KEY.to_lowercase(),
            in_hexadecimal.clone(),
            in_hexadecimal.to_uppercase(),
            each(&|byte| format!("{byte:02X}:")).trim_end_matches(':').to_owned(),
            each(&|byte| format!("%{byte:02x}")),
            each(&|byte| format!("%{byte:02X}")),
            each(&|byte| format!("%25{byte:02X}")),
            each(&|byte| format!("&#{byte};")),
            each(&|byte| format!("&#x{byte:X};")),
            each(&|byte| format!("&amp;#{byte};")),
            each(&|byte| format!("\\u{byte:04x}")),
            each(&|byte| format!("\\\\u{byte:04X}")),
            each(&|byte| format!("\\x{byte:02x}")),
            each(&|byte| format!("\\u{{{byte:x}}}")),
            each(&|byte| format!("\\u{{{byte:06X}}}")),
            each(&|byte| if byte % 2 == 0 { format!("%{byte:02x}") } else { char::from(byte).to_string() }),
            utf8_percent_encode(KEY, NON_ALPHANUMERIC).to_string(),
            KEY.replace('/', "\\/"),
            KEY.replace('+', "&#43;"),
        ] {
            hides(&redactor, &form);
        }
        let quoted = knows("a \"quoted\" <secret> & 'more'");
        hides(&quoted, "a \\\"quoted\\\" <secret> & 'more'");
        hides(&quoted, "a &quot;quoted&quot; &lt;secret&gt; &amp; &#39;more&#x27;");
    }

    #[test]
    fn a_known_secret_is_redacted_behind_any_number_of_backslashes() {
        let redactor = knows(KEY);
        let once: String = KEY.bytes().map(|byte| format!("\\u{byte:04x}")).collect();
        for form in [once.clone(), once.replace('\\', r"\\")] {
            for backslashes in 0..8 {
                let seen = format!("c:{}{form} is wrong", "\\".repeat(backslashes));
                let shown = redactor.text(&seen);
                assert!(shown.starts_with("c:") && shown.ends_with("[redacted] is wrong"), "{seen}: {shown}");
                assert_eq!(redactor.text(&shown), shown, "{seen}");
            }
        }
    }

    #[test]
    fn the_replacement_is_not_a_secret() {
        let mut redactor = Redactor::default();
        redactor.add_header("authorization", "Basic [redacted]");
        redactor.add_header("cookie", "[redacted]");
        for text in [STANDARD_NO_PAD.encode(REDACTED), STANDARD_NO_PAD.encode(format!("xx{REDACTED}"))] {
            assert_eq!(redactor.text(&text), text);
        }
    }

    #[test]
    fn a_known_secret_is_redacted_in_base64_of_its_base64() {
        use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
        for key in [KEY, "awx_Planted:0123/45+67-8", "awx_Planted:0123/45+67-"] {
            let redactor = knows(key);
            for before in ["", "Basic ", "x", "xy"] {
                let once = format!("{before}{}", STANDARD.encode(key));
                for twice in [STANDARD.encode(&once), URL_SAFE_NO_PAD.encode(&once)] {
                    let shown = redactor.text(&twice);
                    assert!(shown.contains(REDACTED), "{twice}: {shown}");
                    assert!(shown.len() < before.len() * 2 + 22, "{twice}: {shown}");
                }
            }
        }
    }

    #[test]
    fn a_known_secret_is_redacted_at_every_offset_in_base64() {
        use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};
        for length in [16, 17, 18, 40] {
            let key: String = "x?_Planted~Key-0123456789ABCDEF>>???~~abc".chars().take(length).collect();
            let redactor = knows(&key);
            for user in ["", "u", "us", "use", "user"] {
                for behind in ["", ":", ":x", ":xy"] {
                    let text = format!("{user}:{key}{behind}");
                    for text in [text.as_str(), text.strip_prefix(':').unwrap_or(&text)] {
                        for form in [
                            STANDARD.encode(text),
                            STANDARD_NO_PAD.encode(text),
                            URL_SAFE.encode(text),
                            URL_SAFE_NO_PAD.encode(text),
                        ] {
                            let shown = redactor.text(&format!("Basic {form} is wrong"));
                            let key_part = STANDARD_NO_PAD.encode(&key);
                            assert!(
                                shown.contains(REDACTED) && shown.ends_with(" is wrong"),
                                "{text}: {shown}"
                            );
                            assert!(!shown.contains(key_part.get(4..12).unwrap()), "{text}: {shown}");
                            let decoded: Vec<u8> = shown
                                .split(|c: char| !(c.is_ascii_alphanumeric() || "+/-_".contains(c)))
                                .filter_map(|word| URL_SAFE_NO_PAD.decode(word).ok())
                                .flatten()
                                .collect();
                            let decoded = String::from_utf8_lossy(&decoded).into_owned();
                            assert!(!decoded.contains(key.get(..4).unwrap()), "{text}: {shown}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn values_of_headers_are_known_unless_they_are_ordinary() {
        let mut redactor = Redactor::default();
        for (name, value) in [
            ("X-Internal-Token", "plantedA1"),
            ("X-Custom", "planted-b-header-value"),
            ("authorization", "Basic dXNlcjpwbGFudGVkLWNjYw=="),
            ("Cookie", "session=plantedD0123; theme=dark"),
            ("Proxy-Authorization", "Digest username=me, response=\"plantedE0123\""),
            ("X-Tenant", "plantedF12"),
            ("content-type", "application/json"),
            ("X-Format", "application/json; charset=utf-8"),
            ("Accept-Language", "es-MX,es;q=0.9,en;q=0.8"),
            ("X-Stage", "production"),
            ("X-Region", "eu-west-1"),
            ("X-Auth", "none"),
            ("X-Request-ID", "0123456789abcdef0123456789abcdef"),
            ("Idempotency-Key", "order-0123456789abcdef"),
            ("User-Agent", "my-application/1.0 (by the team)"),
            ("xProxy-UseCase-Name", "monthly-report-of-sales"),
        ] {
            redactor.add_header(name, value);
        }
        for planted in [
            "plantedA1",
            "planted-b-header-value",
            "planted-ccc",
            "dXNlcjpwbGFudGVkLWNjYw",
            "plantedD0123",
            "plantedE0123",
            "plantedF12",
        ] {
            let shown = redactor.text(&format!("got {planted}."));
            assert!(shown.starts_with("got [redacted]"), "{planted}: {shown}");
        }
        let prose = "the theme dark of application/json; charset=utf-8 in production of eu-west-1, none of \
                     0123456789abcdef0123456789abcdef or order-0123456789abcdef by my-application/1.0 in \
                     es-MX,es;q=0.9,en;q=0.8 for monthly-report-of-sales";
        assert_eq!(redactor.text(prose), prose);
    }

    #[test]
    fn short_secrets_and_other_texts_are_not_redacted() {
        let redactor = Redactor::new([&Secret::new("abc"), &Secret::new("awx_0123456789abcdef")]);
        let prose = "abc: 100 % of a=1&b=2 \\n &amp; c:\\x %20 – naïve ünïcödé 😀";
        assert_eq!(redactor.text(prose), prose);
        assert_eq!(redactor.text(""), "");
    }

    /// The time grows with the text, not with its square, whatever the text is.
    #[test]
    fn a_mebibyte_is_read_at_once() {
        let redactor =
            Redactor::new(&(0..20).map(|n| Secret::new(&format!("{n}{KEY}{n}"))).collect::<Vec<_>>());
        let size = 1024 * 1024;
        for part in [
            "a",
            "bearer ",
            "%41",
            "&#65;",
            "\\u0041",
            "\\",
            "\\\\u0041",
            "%2541",
            "1awx_Planted:0123/45+67-",
            "sk-",
            "b",
        ] {
            let text = part.repeat(size / part.len());
            let begun = std::time::Instant::now();
            assert!(redactor.text(&text).len() <= size);
            // Quadratic, it would be many minutes; a busy machine and a build without optimisation are allowed for.
            assert!(begun.elapsed() < std::time::Duration::from_secs(60), "{part}: {:?}", begun.elapsed());
        }
    }
}
