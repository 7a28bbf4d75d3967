//! What holds for everything that is read as JSON: what other parsers read is read, alike, and nothing panics.
//!
//! The suites of Python and of the npm package compare with their own parsers in the same way.

use payonce_core::model::json;
use proptest::prelude::*;
use serde_json::Value;

/// A JSON string with everything that may stand in one.
fn any_string() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => "[ -!#-\\[\\]-~é漢😀\u{2028}\u{feff}]{0,6}",
        2 => proptest::sample::select(&[
            r"\n", r"\t", r"\b", r"\f", r"\r", r#"\""#, r"\\", r"\/", r"\u0000", r"\u001b", r"\uD83D\uDE00", r"\uffff",
            "$serde_json::private::Number", "$serde_json::private::RawValue",
        ][..]).prop_map(str::to_owned),
    ];
    proptest::collection::vec(part, 0..5).prop_map(|parts| format!("\"{}\"", parts.concat()))
}

fn any_number() -> impl Strategy<Value = String> {
    "-?(0|[1-9][0-9]{0,24})(\\.[0-9]{1,24})?([eE][+-]?[0-9]{1,4})?"
}

/// A document as standards allow it, with blanks where they may be.
fn any_document() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        any_string(),
        any_number(),
        proptest::sample::select(&["null", "true", "false", "[]", "{ }"][..]).prop_map(str::to_owned),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        let blank = proptest::sample::select(&["", " ", "\n", "\r\n\t"][..]);
        prop_oneof![
            (proptest::collection::vec(inner.clone(), 1..6), blank.clone())
                .prop_map(|(items, blank)| format!("[{blank}{}{blank}]", items.join(&format!("{blank},")))),
            (proptest::collection::vec((any_string(), inner), 1..6), blank).prop_map(|(members, blank)| {
                let members: Vec<String> =
                    members.iter().map(|(name, value)| format!("{name}{blank}:{blank}{value}")).collect();
                format!("{{{blank}{}{blank}}}", members.join(&format!("{blank},")))
            }),
        ]
    })
}

/// Small damage: bytes that are lost, doubled, replaced, and an end that comes early.
fn damaged(text: String) -> impl Strategy<Value = Vec<u8>> {
    let bytes = text.into_bytes();
    let place = any::<proptest::sample::Index>();
    let byte =
        prop_oneof![proptest::sample::select(&b"{}[],:\"\\ -+.eEuNI0\0\x1b\xed\xff\xc3\n"[..]), any::<u8>(),];
    proptest::collection::vec((place, byte, 0..4_u8), 0..4).prop_map(move |changes| {
        let mut bytes = bytes.clone();
        for (place, byte, how) in changes {
            let at = place.index(bytes.len() + 1);
            match how {
                0 => bytes.insert(at, byte),
                1 => bytes.truncate(at),
                2 if at < bytes.len() => drop(bytes.remove(at)),
                _ => bytes.get_mut(at).into_iter().for_each(|old| *old = byte),
            }
        }
        bytes
    })
}

/// A name that serde_json, with exact numbers, takes for one of its own.
fn has_private_name(text: &str) -> bool {
    text.contains("\"$serde_json")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_document_is_read_as_serde_json_reads_it(text in any_document()) {
        prop_assume!(!has_private_name(&text));
        let theirs: Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(json::read(text.as_bytes()).unwrap(), theirs, "{}", text);
    }

    #[test]
    fn a_damaged_document_is_read_wherever_serde_json_reads_it(bytes in any_document().prop_flat_map(damaged)) {
        let ours = json::read(&bytes);
        if let Ok(text) = std::str::from_utf8(&bytes)
            && !has_private_name(text)
            && !bytes.contains(&0)
            && let Ok(theirs) = serde_json::from_str::<Value>(text)
        {
            prop_assert_eq!(ours.unwrap(), theirs, "{}", text);
        }
    }

    #[test]
    fn a_written_document_is_read_as_the_same_value(bytes in any_document().prop_flat_map(damaged)) {
        if let Ok(value) = json::read(&bytes) {
            prop_assert_eq!(json::read(json::write(&value).as_bytes()).unwrap(), value);
        }
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = json::read(&bytes);
    }

    #[test]
    fn a_document_reads_alike_in_every_encoding(text in any_document()) {
        let value = json::read(text.as_bytes()).unwrap();
        let mark = |bytes: &[u8], text: &[u8]| [bytes, text].concat();
        let utf16 = |order: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(order).collect() };
        let utf32 = |order: fn(u32) -> [u8; 4]| -> Vec<u8> { text.chars().map(u32::from).flat_map(order).collect() };
        // Without a mark, only a document of two characters and more shows its encoding.
        let long = text.encode_utf16().count() > 1;
        for (bytes, shown) in [
            (mark(b"\xEF\xBB\xBF", text.as_bytes()), true),
            (mark(b"\xFF\xFE", &utf16(u16::to_le_bytes)), true),
            (mark(b"\xFE\xFF", &utf16(u16::to_be_bytes)), true),
            (mark(b"\xFF\xFE\0\0", &utf32(u32::to_le_bytes)), true),
            (mark(b"\0\0\xFE\xFF", &utf32(u32::to_be_bytes)), true),
            (utf16(u16::to_le_bytes), long),
            (utf16(u16::to_be_bytes), long),
            (utf32(u32::to_le_bytes), true),
            (utf32(u32::to_be_bytes), true),
        ] {
            if shown {
                prop_assert_eq!(json::read(&bytes).unwrap(), value.clone(), "{:?}", bytes);
            }
        }
    }
}

#[test]
fn an_unrepresentable_value_is_replaced_in_place() {
    let deep = "[".repeat(200_000) + &"]".repeat(200_000);
    for (text, read) in [
        (r#"{"a":"x\ud83dy","code":1}"#, r#"{"a":"x�y","code":1}"#),
        (r#"{"\udc00":"\ud83d\ud83d\ude00\ud83dA"}"#, r#"{"�":"�😀�A"}"#),
        ("[\"a\n\u{1b}b\"]", r#"["a\n\u001bb"]"#),
        ("[NaN, Infinity, -Infinity]", r#"["NaN","Infinity","-Infinity"]"#),
        (r#"["C:\Users\x\u12"]"#, r#"["C:\\Users\\x\\u12"]"#),
        (r#"{"$serde_json::private::Number":"1"}"#, r#"{"serde_json::private::Number":"1"}"#),
        (r#"{"$serde_json::private::RawValue":"no json"}"#, r#"{"serde_json::private::RawValue":"no json"}"#),
        ("[1e400,-0,1.10,18446744073709551617]", "[1e+400,-0,1.10,18446744073709551617]"),
    ] {
        assert_eq!(json::write(&json::read(text.as_bytes()).unwrap()), read, "{text}");
    }
    let read = json::read(format!("{{\"deep\":{deep},\"code\":\"x\"}}").as_bytes()).unwrap();
    assert_eq!(read.get("code"), Some(&"x".into()));
    let hidden = format!("{}\"\\u0061wx_1\", {{\"\\ud83d\": NaN}}{}", "[".repeat(120), "]".repeat(120));
    let read = json::write(&json::read(hidden.as_bytes()).unwrap());
    assert!(read.contains(r#"[\"awx_1\",{\"�\":\"NaN\"}]"#), "{read}");
}

#[test]
fn a_damaged_document_is_not_read() {
    for text in [
        "",
        " ",
        "[1,]",
        "{\"a\":1,}",
        "[1 2]",
        "{\"a\" 1}",
        "{a:1}",
        "{'a':1}",
        "[1",
        "{\"a\":",
        "\"x",
        "\"x\\",
        "01",
        "1.",
        ".5",
        "+1",
        "-",
        "1e",
        "tru",
        "nul",
        "nan",
        "[]]",
        "{} {}",
        "[,]",
        "{,}",
        "--1",
        "0x1",
        "1_0",
        "True",
    ] {
        assert!(json::read(text.as_bytes()).is_err(), "{text}");
        let deep = format!("{}{text}{}", "[".repeat(110), "]".repeat(110));
        let empty = text.trim().is_empty();
        assert_eq!(json::read(deep.as_bytes()).is_ok(), empty, "{text}");
    }
    for text in ["", "[1", "{\"a\":", "{\"a\"", "\"x", "\"x\\", "tru", "[\"\\ud83d"] {
        assert!(json::read(text.as_bytes()).unwrap_err().cut_short, "{text}");
    }
}

#[test]
fn labelled_latin_text_is_read_and_other_text_loses_only_invalid_letters() {
    let read = |bytes: &[u8]| json::read(bytes).unwrap();
    assert_eq!(
        read(b"[\"caf\xE9\", \"\xED\xA0\xBD\"]"),
        serde_json::json!(["caf\u{FFFD}", "\u{FFFD}\u{FFFD}\u{FFFD}"])
    );
}
