//! Provider files in TOML.

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};
use serde_json::Number;

use crate::provider_file::problem::Problems;
use crate::provider_file::tree::{Content, Entry, MAX_DEPTH, Tree};

/// The most parts of a dotted name. Each part is a table in the one before, and the parser counts none of them.
const MAX_PARTS: usize = 30;

pub(crate) fn read(text: &str) -> Result<Tree, Problems> {
    if let Some(at) = endless_name(text) {
        return Err(Problems::one(at, "has too many parts with dots between them".to_owned()));
    }
    let document = DeTable::parse(text).map_err(|wrong| {
        Problems::one(wrong.span().map_or(0, |span| span.start), wrong.message().trim().replace('\n', "; "))
    })?;
    let at = document.span().start;
    Ok(Tree { at, content: table(document.get_ref(), 0)? })
}

/// The end of the first name that has too many parts.
fn endless_name(text: &str) -> Option<usize> {
    let mut parts = 0;
    text.bytes().position(|byte| {
        match byte {
            b'.' => parts += 1,
            b'_' | b'-' | b'"' | b'\'' | b' ' | b'\t' => {}
            _ if byte.is_ascii_alphanumeric() => {}
            _ => parts = 0,
        }
        parts > MAX_PARTS
    })
}

fn table(entries: &DeTable<'_>, depth: usize) -> Result<Content, Problems> {
    let entry = |(name, value): (&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
        let name_at = name.span().start;
        let mut value = tree(value, depth + 1)?;
        if value.content.is_container() {
            value.at = name_at;
        }
        Ok(Entry { name: name.get_ref().clone().into_owned(), name_at, value })
    };
    entries.iter().map(entry).collect::<Result<_, _>>().map(Content::Table)
}

fn tree(value: &Spanned<DeValue<'_>>, depth: usize) -> Result<Tree, Problems> {
    let at = value.span().start;
    let refused = |message: &str| Problems::one(at, message.to_owned());
    if depth > MAX_DEPTH {
        return Err(refused("is nested too deeply"));
    }
    let content = match value.get_ref() {
        DeValue::String(text) => Content::Text(text.clone().into_owned()),
        // In JSON, the same time is a string.
        DeValue::Datetime(time) => Content::Text(time.to_string()),
        DeValue::Boolean(flag) => Content::Flag(*flag),
        DeValue::Integer(digits) => {
            let number = i64::from_str_radix(digits.as_str(), digits.radix());
            Content::Number(Number::from(number.map_err(|_| refused("is not a number of 64 bits"))?))
        }
        DeValue::Float(digits) => {
            let number: Option<f64> = digits.as_str().parse().ok();
            let number = number.and_then(Number::from_f64);
            Content::Number(number.ok_or_else(|| refused("must be a finite number"))?)
        }
        DeValue::Array(items) => {
            let items = items.iter().map(|item| tree(item, depth + 1)).collect::<Result<_, _>>();
            Content::List(items?)
        }
        DeValue::Table(entries) => table(entries, depth)?,
    };
    Ok(Tree { at, content })
}
