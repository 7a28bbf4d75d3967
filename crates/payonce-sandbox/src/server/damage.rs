//! Damages the bytes of a correct response.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use serde_json::Value;

use crate::faults::{BodyDamage, Coding, Fault};
use crate::http::Response;

/// The member that carries the damage, and the text that marks its place.
const MEMBER: &str = "note";
const PLACE: &str = "a-note-that-is-damaged";

/// Applies the faults that act on the body of a response: first on its text, then on its coding.
pub(crate) fn damage(response: &mut Response, faults: &[Fault]) {
    for fault in faults {
        if let Fault::Body { damage } = fault {
            damage_body(response, *damage);
        }
    }
    for fault in faults {
        if let Fault::Coding { coding } = fault {
            encode(response, *coding);
        }
    }
}

fn damage_body(response: &mut Response, damage: BodyDamage) {
    let Ok(mut value) = serde_json::from_slice::<Value>(&response.body) else { return };
    // A reader has to get at everything else in the document, so nothing of it is replaced: a member is added, to the
    // whole and to the entries of its lists.
    if !add_note(&mut value) {
        return;
    }
    let text = value.to_string();
    let quoted = format!("\"{PLACE}\"");
    response.body = match damage {
        BodyDamage::LoneSurrogate => text.replace(&quoted, r#""caf\ud83d""#).into_bytes(),
        BodyDamage::ControlCharacters => text.replace(PLACE, "two\nlines \u{1b}[31mred").into_bytes(),
        BodyDamage::NotANumber => text.replace(&quoted, "NaN").into_bytes(),
        BodyDamage::InvalidUtf8 => replaced(&text, b"caf\xe9 \xff"),
        BodyDamage::Latin1 => {
            set_type(response, "application/json; charset=ISO-8859-1");
            let text = text.replace(PLACE, "caf\u{e9}");
            text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?')).collect()
        }
        BodyDamage::Utf16 => {
            set_type(response, "application/json; charset=utf-16");
            let text = text.replace(PLACE, "caf\u{e9}");
            [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
        }
        BodyDamage::ByteOrderMark => {
            let text = text.replace(PLACE, "caf\u{e9}");
            [b"\xef\xbb\xbf", text.as_bytes()].concat()
        }
    };
}

fn add_note(value: &mut Value) -> bool {
    match value {
        Value::Object(members) => {
            for list in members.values_mut().filter_map(Value::as_array_mut) {
                for entry in list.iter_mut().filter_map(Value::as_object_mut) {
                    entry.insert(MEMBER.to_owned(), PLACE.into());
                }
            }
            members.insert(MEMBER.to_owned(), PLACE.into());
            true
        }
        Value::Array(list) => {
            let mut added = false;
            for entry in list.iter_mut().filter_map(Value::as_object_mut) {
                entry.insert(MEMBER.to_owned(), PLACE.into());
                added = true;
            }
            added
        }
        _ => false,
    }
}

/// The text with these bytes at the damaged places. They may be invalid UTF-8.
fn replaced(text: &str, bytes: &[u8]) -> Vec<u8> {
    let parts: Vec<&[u8]> = text.split(PLACE).map(str::as_bytes).collect();
    parts.join(bytes)
}

fn set_type(response: &mut Response, content_type: &str) {
    response.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
    response.headers.insert(0, ("Content-Type".to_owned(), content_type.to_owned()));
}

fn encode(response: &mut Response, coding: Coding) {
    let body = &response.body;
    // Writing into memory cannot fail. If it did, the response would keep its plain body and no `Content-Encoding`.
    let (name, coded) = match coding {
        Coding::Gzip => {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
            ("gzip", encoder.write_all(body).and_then(|()| encoder.finish()))
        }
        Coding::Deflate => {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
            ("deflate", encoder.write_all(body).and_then(|()| encoder.finish()))
        }
        Coding::RawDeflate => {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
            ("deflate", encoder.write_all(body).and_then(|()| encoder.finish()))
        }
        Coding::Br => {
            let mut coded = Vec::new();
            let parameters = brotli::enc::BrotliEncoderParams { quality: 1, lgwin: 16, ..Default::default() };
            let done = brotli::BrotliCompress(&mut body.as_slice(), &mut coded, &parameters);
            ("br", done.map(|_| coded))
        }
    };
    if let Ok(coded) = coded {
        response.body = coded;
        response.headers.push(("Content-Encoding".to_owned(), name.to_owned()));
    }
}
