//! Reads JSON documents, and what servers and other languages send for such.
//!
//! The structure has to be intact. What stands inside its tokens need not be: half of a surrogate pair, raw control
//! characters, an unknown escape, `NaN`, and nesting without an end each cost only what cannot be held, never the
//! document. serde_json refuses all of these, and takes an object of one member with a certain name for a number.

use std::borrow::Cow;

use super::document::{Json, Object};

/// Containers in containers beyond this depth are kept as text, so that no document exhausts a stack, neither here nor
/// where it is read again, as a part of something else. serde_json stops at 127.
pub(crate) const DEPTH: usize = 100;

/// The replacement for half of a surrogate pair.
const REPLACEMENT: char = '\u{FFFD}';

/// Why a document cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the document {problem}")]
pub struct ParseError {
    /// Whether it ends too early.
    pub cut_short: bool,
    /// Where the value stands that is refused, for instance `metadata.names[2]`; empty for the document.
    pub path: String,
    /// What is wrong.
    pub problem: &'static str,
}

impl ParseError {
    #[inline(never)]
    fn new(problem: &'static str) -> Self {
        Self { cut_short: false, path: String::new(), problem }
    }

    #[inline(never)]
    fn cut_short() -> Self {
        Self { cut_short: true, ..Self::new("ends too early") }
    }

    #[inline(never)]
    fn within(mut self, name: &str) -> Self {
        if !self.path.is_empty() && !self.path.starts_with('[') {
            self.path.insert(0, '.');
        }
        self.path.insert_str(0, name);
        self
    }
}

/// A document and how far it is read.
pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// Whether what JSON cannot hold is refused, with its place, rather than replaced.
    strict: bool,
    /// How many further values are kept at the top of the document, and below it.
    left: [usize; 2],
}

impl<'a> Reader<'a> {
    /// Takes what the structure allows, and keeps at most so many values at the top of the document, and as many below.
    pub(crate) fn lenient(text: &'a str, max: usize) -> Self {
        Self { text, at: 0, strict: false, left: [max, max] }
    }

    /// Refuses what would not arrive as it is.
    pub(crate) fn strict(text: &'a str) -> Self {
        Self { text, at: 0, strict: true, left: [usize::MAX; 2] }
    }

    /// The whole document. What some servers write before and behind it, so that no script can load it and as the end of
    /// a string in C, is passed.
    pub(crate) fn document(mut self) -> Result<Json<'a>, ParseError> {
        const GUARD: &str = ")]}'";
        if !self.strict
            && self.peek()? == b')'
            && self.text.get(self.at..).is_some_and(|text| text.starts_with(GUARD))
        {
            self.at += GUARD.len();
            if self.peek()? == b',' {
                self.at += 1;
            }
        }
        let value = self.value(0)?;
        if !self.strict {
            self.text = self.text.trim_end_matches('\0');
        }
        match self.peek() {
            Err(_) => Ok(value),
            Ok(_) => Err(ParseError::new("goes on after its end")),
        }
    }

    /// The next byte that is not blank.
    fn peek(&mut self) -> Result<u8, ParseError> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count();
        self.at += blanks;
        rest.get(blanks).copied().ok_or_else(ParseError::cut_short)
    }

    fn skip(&mut self, wanted: u8) -> Result<(), ParseError> {
        if self.peek()? != wanted {
            return Err(ParseError::new("is not json"));
        }
        self.at += 1;
        Ok(())
    }

    fn value(&mut self, depth: usize) -> Result<Json<'a>, ParseError> {
        match self.peek()? {
            b'[' | b'{' if depth >= DEPTH && self.strict => Err(ParseError::new("is nested too deeply")),
            b'[' | b'{' if depth >= DEPTH => self.as_text(),
            b'[' => self.array(depth),
            b'{' => self.object(depth),
            _ => self.scalar(),
        }
    }

    fn array(&mut self, depth: usize) -> Result<Json<'a>, ParseError> {
        let mut items = Vec::new();
        self.at += 1;
        if self.peek()? == b']' {
            self.at += 1;
            return Ok(Json::Array(items));
        }
        loop {
            if self.keeps(depth) {
                let item = self.value(depth + 1);
                items.push(item.map_err(|wrong| wrong.within(&format!("[{}]", items.len())))?);
            } else {
                self.walk(None)?;
            }
            match self.peek()? {
                b',' => self.at += 1,
                _ => return self.skip(b']').map(|()| Json::Array(items)),
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json<'a>, ParseError> {
        let mut members = Vec::new();
        self.at += 1;
        if self.peek()? == b'}' {
            self.at += 1;
            return Ok(Json::Object(Object::default()));
        }
        loop {
            if self.keeps(depth) {
                let name = self.name()?;
                let value = self.value(depth + 1).map_err(|wrong| wrong.within(&name))?;
                members.push((name, value));
            } else {
                self.pass_name()?;
                self.walk(None)?;
            }
            match self.peek()? {
                b',' => self.at += 1,
                _ => return self.skip(b'}').map(|()| Json::Object(Object::of(members))),
            }
        }
    }

    /// Whether a value in a container of this depth is kept. The top counts for itself: the code of a refusal may stand
    /// behind a list without an end.
    fn keeps(&mut self, depth: usize) -> bool {
        let [top, below] = &mut self.left;
        let left = if depth == 0 { top } else { below };
        let keeps = *left > 0;
        *left = left.saturating_sub(1);
        keeps
    }

    fn name(&mut self) -> Result<Cow<'a, str>, ParseError> {
        self.skip(b'"')?;
        let mut name = self.string()?;
        self.skip(b':')?;
        // serde_json, and so every program that reads the value into its own types, treats an object with such a member as
        // a number.
        if name.starts_with("$serde_json::private::") {
            name.to_mut().remove(0);
        }
        Ok(name)
    }

    /// Anything but a container.
    fn scalar(&mut self) -> Result<Json<'a>, ParseError> {
        if self.peek()? == b'"' {
            self.at += 1;
            return self.string().map(Json::String);
        }
        let text: &'a str = self.text;
        let rest = text.get(self.at..).unwrap_or_default();
        let is_end = |byte: u8| !byte.is_ascii_alphanumeric() && !matches!(byte, b'+' | b'-' | b'.');
        let end = rest.bytes().position(is_end);
        let word = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        self.at += word.len();
        match word {
            "null" => Ok(Json::Null),
            "true" => Ok(Json::Bool(true)),
            "false" => Ok(Json::Bool(false)),
            // Python writes and reads them.
            "NaN" | "Infinity" | "-Infinity" if self.strict => {
                Err(ParseError::new("must be a finite number"))
            }
            "NaN" | "Infinity" | "-Infinity" => Ok(Json::String(Cow::Borrowed(word))),
            _ => match word.parse() {
                Ok(number) => Ok(Json::Number(number)),
                Err(_) if end.is_none() => Err(ParseError::cut_short()),
                Err(_) => Err(ParseError::new("is not json")),
            },
        }
    }

    /// The rest of a string behind its first quote.
    fn string(&mut self) -> Result<Cow<'a, str>, ParseError> {
        let mut text = String::new();
        let whole: &'a str = self.text;
        loop {
            let rest = whole.get(self.at..).unwrap_or_default();
            let end = rest
                .bytes()
                .position(|byte| matches!(byte, b'"' | b'\\'))
                .ok_or_else(ParseError::cut_short)?;
            let (plain, rest) = rest.split_at(end);
            self.at += end + 1;
            let is_last = rest.starts_with('"');
            if is_last && text.is_empty() {
                return Ok(Cow::Borrowed(plain));
            }
            text.push_str(plain);
            if is_last {
                return Ok(Cow::Owned(text));
            }
            let escaped = rest.as_bytes().get(1).copied().ok_or_else(ParseError::cut_short)?;
            self.at += 1;
            text.push(match escaped {
                b'"' | b'\\' | b'/' => char::from(escaped),
                b'b' => '\u{8}',
                b'f' => '\u{c}',
                b'n' => '\n',
                b'r' => '\r',
                b't' => '\t',
                b'u' if self.hexadecimal().is_some() => self.unicode()?,
                // No escape at all: a path of Windows, or a pattern.
                _ => {
                    self.at -= 1;
                    '\\'
                }
            });
        }
    }

    /// The character of an escape whose digits come next.
    fn unicode(&mut self) -> Result<char, ParseError> {
        let unit = self.hexadecimal().unwrap_or_default();
        self.at += 4;
        if let Some(character) = char::from_u32(unit) {
            return Ok(character);
        }
        if unit < 0xDC00 && self.text.get(self.at..).is_some_and(|rest| rest.starts_with("\\u")) {
            self.at += 2;
            if let Some(low @ 0xDC00..0xE000) = self.hexadecimal() {
                self.at += 4;
                let pair = 0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                return Ok(char::from_u32(pair).unwrap_or(REPLACEMENT));
            }
            self.at -= 2;
        }
        if self.strict {
            return Err(ParseError::new("holds half of a surrogate pair, which is not valid text"));
        }
        Ok(REPLACEMENT)
    }

    fn hexadecimal(&self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        digits.chars().try_fold(0, |unit, digit| Some(unit * 16 + digit.to_digit(16)?))
    }

    /// A value of any depth, written anew without blanks: as it came, escapes could hide a key in it.
    fn as_text(&mut self) -> Result<Json<'a>, ParseError> {
        let mut text = String::new();
        self.walk(Some(&mut text))?;
        Ok(Json::String(Cow::Owned(text)))
    }

    /// Goes through a value of any depth without a stack, and writes it where that is asked for.
    fn walk(&mut self, mut text: Option<&mut String>) -> Result<(), ParseError> {
        let mut open: Vec<u8> = Vec::new();
        loop {
            let first = self.peek()?;
            if let b'[' | b'{' = first {
                let end = if first == b'[' { b']' } else { b'}' };
                self.at += 1;
                push(&mut text, first);
                open.push(end);
                if self.peek()? != end {
                    self.walk_name(end, &mut text)?;
                    continue;
                }
            } else if let Some(text) = &mut text {
                text.push_str(&super::write(&self.scalar()?.into_value()));
            } else {
                self.pass_scalar(first)?;
            }
            loop {
                let Some(end) = open.last().copied() else { return Ok(()) };
                if self.peek()? == b',' {
                    self.at += 1;
                    push(&mut text, b',');
                    self.walk_name(end, &mut text)?;
                    break;
                }
                self.skip(end)?;
                push(&mut text, end);
                open.pop();
            }
        }
    }

    fn walk_name(&mut self, end: u8, text: &mut Option<&mut String>) -> Result<(), ParseError> {
        if end != b'}' {
            return Ok(());
        }
        let Some(text) = text else { return self.pass_name() };
        text.push_str(&super::write(&self.name()?.into_owned().into()));
        text.push(':');
        Ok(())
    }

    fn pass_name(&mut self) -> Result<(), ParseError> {
        self.skip(b'"')?;
        self.pass_string()?;
        self.skip(b':')
    }

    /// Passes over what is not kept, without making anything of it.
    fn pass_scalar(&mut self, first: u8) -> Result<(), ParseError> {
        match first {
            b'"' => {
                self.at += 1;
                self.pass_string()
            }
            b'0'..=b'9' | b'-' => {
                let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
                let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
                self.at += rest.iter().take_while(is_part).count();
                Ok(())
            }
            _ => self.scalar().map(drop),
        }
    }

    fn pass_string(&mut self) -> Result<(), ParseError> {
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let end = rest
                .iter()
                .position(|byte| matches!(byte, b'"' | b'\\'))
                .ok_or_else(ParseError::cut_short)?;
            self.at += end + 1;
            if rest.get(end) == Some(&b'"') {
                return Ok(());
            }
            self.at += 1;
        }
    }
}

fn push(text: &mut Option<&mut String>, byte: u8) {
    if let Some(text) = text {
        text.push(char::from(byte));
    }
}
