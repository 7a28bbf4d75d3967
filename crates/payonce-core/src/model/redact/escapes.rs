//! Reads the escapes of URLs, HTML and JSON, so that a secret is found however its characters were written.

use std::ops::Range;

/// The characters that every library escapes in HTML by name.
const ENTITIES: &[(&[u8], u8)] =
    &[(b"amp", b'&'), (b"lt", b'<'), (b"gt", b'>'), (b"quot", b'"'), (b"apos", b'\'')];
/// `#x000041` is longer than any that a library writes.
const LONGEST_ENTITY: usize = 10;

/// A text in lower case without its escapes, each of which is one byte here.
pub(super) struct Unescaped {
    bytes: Vec<u8>,
    /// Where the distance to the source changes: a place here, and the one in the source.
    jumps: Vec<(u32, u32)>,
}

/// What two backslashes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Backslashes {
    /// The escape of one, as in JSON.
    Pairs,
    /// Two characters, of which the second may begin an escape: a text without escapes may have stood before it.
    Single,
}

impl Unescaped {
    /// Nothing where the text has no escapes.
    pub(super) fn read(folded: &[u8], backslashes: Backslashes) -> Option<Self> {
        if u32::try_from(folded.len()).is_err() {
            return None;
        }
        let begins_escape = |byte: &u8| matches!(byte, b'%' | b'&' | b'\\');
        let mut from = folded.iter().position(begins_escape)?;
        let mut read = Self { bytes: Vec::new(), jumps: Vec::new() };
        // All before `copied` is in `bytes` already.
        let mut copied = 0;
        while let Some(rest) = folded.get(from..) {
            let Some(distance) = rest.iter().position(begins_escape) else { break };
            let at = from + distance;
            let Some((byte, length)) = folded.get(at..).and_then(|text| escape(text, backslashes)) else {
                from = at + 1;
                continue;
            };
            if read.jumps.is_empty() {
                read.bytes.reserve(folded.len());
            }
            read.bytes.extend_from_slice(folded.get(copied..at).unwrap_or_default());
            read.jump(at);
            read.bytes.push(byte.to_ascii_lowercase());
            copied = at + length;
            read.jump(copied);
            from = copied;
        }
        if read.jumps.is_empty() {
            return None;
        }
        read.bytes.extend_from_slice(folded.get(copied..).unwrap_or_default());
        Some(read)
    }

    fn jump(&mut self, source: usize) {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let (here, source) = (place(self.bytes.len()), place(source));
        // Behind the last escape, and before the next one that follows at once.
        if self.jumps.last() != Some(&(here, source)) {
            self.jumps.push((here, source));
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The range in the source for a range of these bytes.
    pub(super) fn source(&self, range: &Range<usize>) -> Range<usize> {
        self.source_of(range.start)..self.source_of(range.end)
    }

    fn source_of(&self, at: usize) -> usize {
        let next =
            self.jumps.partition_point(|(here, _)| usize::try_from(*here).is_ok_and(|here| here <= at));
        match next.checked_sub(1).and_then(|last| self.jumps.get(last)) {
            Some((here, source)) => {
                let place = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
                place(*source) + (at - place(*here))
            }
            None => at,
        }
    }
}

/// The byte that the escape at the beginning means, and the length of the escape.
fn escape(text: &[u8], backslashes: Backslashes) -> Option<(u8, usize)> {
    match text {
        [b'\\', b'\\', ..] if backslashes == Backslashes::Single => None,
        [b'%', high, low, ..] => Some((hexadecimal(&[*high, *low])?, 3)),
        [b'\\', b'u', b'{', rest @ ..] => {
            let length = rest.iter().take(LONGEST_ENTITY).position(|byte| *byte == b'}')?;
            Some((hexadecimal(rest.get(..length)?)?, length + 4))
        }
        [b'\\', b'u', rest @ ..] => Some((hexadecimal(rest.get(..4)?)?, 6)),
        [b'\\', b'x', rest @ ..] => Some((hexadecimal(rest.get(..2)?)?, 4)),
        [b'\\', escaped @ (b'"' | b'\\' | b'/' | b'\''), ..] => Some((*escaped, 2)),
        [b'&', rest @ ..] => entity(rest).map(|(byte, length)| (byte, length + 1)),
        _ => None,
    }
}

fn entity(text: &[u8]) -> Option<(u8, usize)> {
    let length = text.iter().take(LONGEST_ENTITY).position(|byte| *byte == b';')?;
    let name = text.get(..length)?;
    let byte = match name {
        [b'#', b'x', digits @ ..] => hexadecimal(digits)?,
        [b'#', digits @ ..] => std::str::from_utf8(digits).ok()?.parse().ok()?,
        _ => ENTITIES.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((byte, length + 1))
}

/// Only what is one byte: keys are ASCII.
fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let value = digits
        .iter()
        .try_fold(0_u32, |value, digit| value.checked_mul(16)?.checked_add(char::from(*digit).to_digit(16)?));
    value.filter(|_| !digits.is_empty()).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        Unescaped::read(text.as_bytes(), Backslashes::Pairs)
            .map(|read| String::from_utf8_lossy(read.bytes()).into_owned())
    }

    #[test]
    fn escapes_of_urls_html_and_json_are_read() {
        assert_eq!(read("%61%2d%2E!").as_deref(), Some("a-.!"));
        assert_eq!(read("&#97;&#x62;&amp;&quot;&#0039;").as_deref(), Some("ab&\"'"));
        assert_eq!(read(r"\u{61}\u{0062}\u{00000063}").as_deref(), Some("abc"));
        assert_eq!(read(r#"\u0061\x62\/\"\\"#).as_deref(), Some(r#"ab/"\"#));
        for without in [
            "",
            "abc",
            "100 %",
            "%zz",
            "a=1&b=2",
            "&nothing;",
            r"\n",
            r"\u00",
            r"\u{}",
            r"\u{61",
            r"\u{161}",
            "&#;",
            "&#x;",
            "&#999;",
        ] {
            assert_eq!(read(without), None, "{without}");
        }
    }

    #[test]
    fn a_range_is_that_of_the_source_with_its_escapes() {
        let text = "ab%63%64ef%67";
        let read = Unescaped::read(text.as_bytes(), Backslashes::Pairs).unwrap();
        let source = |range| text.get(read.source(&range)).unwrap();
        assert_eq!(source(0..7), text);
        assert_eq!(source(1..3), "b%63");
        assert_eq!(source(2..4), "%63%64");
        assert_eq!(source(3..5), "%64e");
        assert_eq!(source(6..7), "%67");
        assert_eq!(source(4..6), "ef");
    }
}
