//! Secrets in foreign texts.

use payonce_core::{Redactor, Secret};

/// ASCII as every key, with characters that URLs, JSON and base64 write in another way.
const SECRET: &str = "Zq7/+v=e9\"Kx0";

/// A known secret leaves every text around it, as it is, in any case, and escaped. `\u{1}` represents the secret, `\u{2}` for
/// it in capitals, `\u{3}` for it as a URL writes it, `\u{4}` for it as JSON does.
pub(crate) fn redaction(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let forms = [
        ('\u{1}', SECRET.to_owned()),
        ('\u{2}', SECRET.to_ascii_uppercase()),
        ('\u{3}', SECRET.bytes().map(|byte| format!("%{byte:02X}")).collect()),
        ('\u{4}', SECRET.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect()),
    ];
    let mut planted = text.clone().into_owned();
    for (mark, form) in &forms {
        planted = planted.replace(*mark, form);
    }
    let secret = Secret::new(SECRET);
    let redactor = Redactor::new([&secret]);
    let cleaned = redactor.text(&planted);
    let folded = cleaned.to_ascii_lowercase();
    for (_, form) in &forms {
        assert!(!folded.contains(&form.to_ascii_lowercase()), "{planted:?} became {cleaned:?}");
    }
    // A line of a log is cleaned where it is made and where it is written.
    assert_eq!(redactor.text(&cleaned), cleaned, "{planted:?}");
}
