//! From bytes to text.

use std::borrow::Cow;

/// The text of a body, in whatever encoding it comes.
///
/// JSON is UTF-8 (RFC 8259 §8.1), so that valid UTF-8 is that, whatever its label says. A byte order mark, or zeros
/// among the first four bytes, shows UTF-16 and UTF-32 (RFC 4627 §3, as Python's `json.detect_encoding` reads them). What
/// is left and labelled as a Latin charset is read as such; anything else is UTF-8 with some bytes wrong.
pub(crate) fn text<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Cow<'a, str> {
    let first = |at: usize| bytes.get(at).copied().unwrap_or_default();
    let long = bytes.len() >= 4;
    match (first(0), first(1), first(2), first(3)) {
        (0xEF, 0xBB, 0xBF, _) => String::from_utf8_lossy(bytes.get(3..).unwrap_or_default()),
        (0xFF, 0xFE, 0, 0) if long => of_units(bytes, 4, false),
        (0, 0, 0xFE, 0xFF) => of_units(bytes, 4, true),
        (0xFF, 0xFE, ..) => of_units(bytes, 2, false),
        (0xFE, 0xFF, ..) => of_units(bytes, 2, true),
        (0, 0, ..) if long => of_units(bytes, 4, true),
        (0, ..) if long || bytes.len() == 2 => of_units(bytes, 2, true),
        (_, 0, 0, 0) if long => of_units(bytes, 4, false),
        (_, 0, ..) if long || bytes.len() == 2 => of_units(bytes, 2, false),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) if is_latin(content_type) => Cow::Owned(bytes.iter().map(|byte| latin(*byte)).collect()),
            Err(_) => String::from_utf8_lossy(bytes),
        },
    }
}

/// UTF-16 or UTF-32. A byte order mark is not part of the text.
fn of_units(bytes: &[u8], width: usize, big_endian: bool) -> Cow<'static, str> {
    let units = bytes.chunks(width).map(|unit| {
        let add = |unit: u32, byte: &u8| (unit << 8) | u32::from(*byte);
        if big_endian { unit.iter().fold(0, add) } else { unit.iter().rev().fold(0, add) }
    });
    let mut text: String = if width == 4 {
        units.map(|unit| char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    } else {
        let units = units.map(|unit| u16::try_from(unit).unwrap_or_default());
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    if text.starts_with('\u{FEFF}') {
        text.remove(0);
    }
    Cow::Owned(text)
}

fn is_latin(content_type: Option<&str>) -> bool {
    let content_type = content_type.unwrap_or_default().to_ascii_lowercase();
    let charset = content_type.split(';').filter_map(|part| part.trim().strip_prefix("charset=")).next();
    let charset = charset.unwrap_or_default().trim().trim_matches(['"', '\'']);
    [
        "iso-8859-1",
        "iso8859-1",
        "iso_8859-1",
        "latin1",
        "latin-1",
        "l1",
        "windows-1252",
        "cp1252",
        "us-ascii",
        "ascii",
    ]
    .contains(&charset)
}

/// As WHATWG's Encoding standard reads all of these charsets: windows-1252.
fn latin(byte: u8) -> char {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
    ];
    let at = usize::from(byte).checked_sub(0x80);
    at.and_then(|at| FROM_80.get(at)).copied().unwrap_or(char::from(byte))
}
