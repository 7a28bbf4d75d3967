//! Recognizes the reference in the memo that a provider stored.
//!
//! A provider stores the memo and shows it later, and may change it on the way: trim it, change its case, drop brackets,
//! escape it for HTML. A memo that still shows the whole mark, and can be no other, is found. A memo that was cut or left
//! out is never taken for the payment, and never for a proof that there is none.

use crate::error::Reference;

/// What a search looks for.
#[derive(Debug, Clone)]
pub(crate) struct EmbeddedReference {
    text: String,
    /// The whole memo that was sent, as [`squashed`] writes it, where this call sent it.
    memo: Option<String>,
    /// Whether the client uses a mark that differs from this one by its case only.
    has_twin: bool,
}

/// How well a memo fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// It is the memo that was sent, or ends in it as it was sent.
    Exact,
    /// It was changed on the way and can be no other.
    Changed,
    /// It may be what is left of our memo, and proves nothing.
    Doubtful,
    /// It is another payment's.
    Other,
}

impl EmbeddedReference {
    pub(crate) fn new(text: &str, memo: Option<&str>, has_twin: bool) -> Self {
        Self { text: text.to_owned(), memo: memo.map(squashed), has_twin }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn fit(&self, memo: &str) -> Fit {
        if carries(memo, &self.text) {
            return Fit::Exact;
        }
        let memo = unescaped(&unescaped(memo));
        let memo = memo.trim();
        let one_case =
            !memo.bytes().any(|b| b.is_ascii_uppercase()) || !memo.bytes().any(|b| b.is_ascii_lowercase());
        let may_fold = one_case && !self.has_twin;
        let folded = |text: &str| if may_fold { text.to_ascii_lowercase() } else { text.to_owned() };
        let (mark, plain) = (folded(&self.text), squashed(&folded(memo)));
        let sent = self.memo.as_deref().map(folded);
        if carries(&folded(memo), &mark) || plain == mark || sent.as_ref() == Some(&plain) {
            return Fit::Changed;
        }
        let whole = sent.unwrap_or(mark);
        if whole.starts_with(&plain) { Fit::Doubtful } else { Fit::Other }
    }
}

/// Whether the memo is the mark, or ends in it: a caller's own memo is before it, so only the end is the reference.
pub(crate) fn carries(memo: &str, mark: &str) -> bool {
    memo == mark
        || memo
            .strip_suffix(']')
            .and_then(|memo| memo.strip_suffix(mark))
            .is_some_and(|own| own.ends_with('['))
}

/// The text without blanks and brackets.
fn squashed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '[' | ']')).collect()
}

/// The text with its HTML entities replaced, as far as a memo of payonce can bring them.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        match after.split_once(';').and_then(|(name, after)| Some((entity(name)?, after))) {
            Some((c, after)) => {
                plain.push(c);
                rest = after;
            }
            None => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

fn entity(name: &str) -> Option<char> {
    let name = name.to_ascii_lowercase();
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix('x') {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?);
    }
    Some(match name.as_str() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "lsqb" | "lbrack" => '[',
        "rsqb" | "rbrack" => ']',
        "lowbar" => '_',
        "nbsp" => ' ',
        _ => return None,
    })
}

/// The mark that a search looks for: the one on the wire, or the one that the caller's key is sent as.
pub(crate) fn reference_of(reference: &Reference) -> Option<String> {
    let given = reference.reference.clone().filter(|mark| is_reference(mark));
    given.or_else(|| reference.idempotency_key.as_deref().map(on_the_wire))
}

/// The form that x402's payment identifier asks for, and that every provider here stores unchanged.
pub(crate) fn is_reference(text: &str) -> bool {
    (16..=128).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

/// A caller's key as a provider stores it: unchanged where it is a mark, else its SHA-256 under a prefix of ours. Half of
/// the digest is as unlikely to repeat as a drawn mark, and a short memo is cut less often.
pub(crate) fn on_the_wire(key: &str) -> String {
    if is_reference(key) { key.to_owned() } else { on_the_wire_digest(key) }
}

fn on_the_wire_digest(key: &str) -> String {
    use sha2::Digest as _;
    let digest = sha2::Sha256::digest(key);
    crate::model::hex::hex(String::from("pok_"), digest.iter().copied().take(16))
}

/// A caller's key for a provider that takes any text of at most so many characters: unchanged where it fits and the place can
/// hold it, else as its digest.
pub(crate) fn as_text(key: &str, most: usize, is_in_body: bool) -> String {
    // Transports disagree about anything but ASCII in a header.
    let fits = key.chars().count() <= most && (is_in_body || key.bytes().all(|byte| byte.is_ascii_graphic()));
    if fits { key.to_owned() } else { on_the_wire_digest(key) }
}

/// A caller's key for a provider that takes only UUIDs of version 4: unchanged where it is one, else one that is made from its
/// digest. The same key makes the same UUID in every process.
pub(crate) fn as_uuid4(key: &str) -> String {
    use sha2::Digest as _;
    if is_uuid4(key) {
        return key.to_owned();
    }
    let digest = sha2::Sha256::digest(key);
    // RFC 9562 §5.4: the version in the high bits of the seventh byte, the variant in those of the ninth.
    let bytes = digest.iter().take(16).enumerate().map(|(at, byte)| match at {
        6 => (byte & 0x0f) | 0x40,
        8 => (byte & 0x3f) | 0x80,
        _ => *byte,
    });
    let digits = crate::model::hex::hex(String::new(), bytes);
    let mut uuid = String::with_capacity(36);
    for (at, digit) in digits.chars().enumerate() {
        if matches!(at, 8 | 12 | 16 | 20) {
            uuid.push('-');
        }
        uuid.push(digit);
    }
    uuid
}

fn is_uuid4(text: &str) -> bool {
    let bytes = text.as_bytes();
    let at = |place: usize| bytes.get(place).copied().unwrap_or_default();
    bytes.len() == 36
        && bytes.iter().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
        && at(14) == b'4'
        && matches!(at(19).to_ascii_lowercase(), b'8' | b'9' | b'a' | b'b')
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARK: &str = "order_4711_attempt_1";

    #[test]
    fn the_reference_is_found_alone_or_after_the_memo_and_nowhere_else() {
        for (memo, fit) in [
            ("po_mark_0123456789", Fit::Exact),
            ("rent [po_mark_0123456789]", Fit::Exact),
            ("[po_mark_0123456789] rent", Fit::Other),
            ("po_mark_01234567890", Fit::Other),
            ("about po_mark_0123456789", Fit::Other),
            ("refund of [po_mark_0123456789] [po_another_0123456789]", Fit::Other),
        ] {
            assert_eq!(EmbeddedReference::new("po_mark_0123456789", None, false).fit(memo), fit, "{memo}");
        }
    }

    #[test]
    fn a_changed_memo_is_found_if_it_is_unambiguous() {
        let mark = EmbeddedReference::new(MARK, Some("Rent & food [order_4711_attempt_1]"), false);
        for memo in [
            "  Rent & food [order_4711_attempt_1]\n",
            "RENT & FOOD [ORDER_4711_ATTEMPT_1]",
            "rent & food [order_4711_attempt_1]",
            "Rent & food order_4711_attempt_1",
            "Rent &amp; food &#91;order_4711_attempt_1&#93;",
            "Rent &amp;amp; food &amp;#x5B;order&lowbar;4711_attempt_1&amp;#x5D;",
            "RENT &AMP; FOOD &LSQB;ORDER_4711_ATTEMPT_1&RSQB;",
            "order_4711_attempt_1",
            "[ORDER_4711_ATTEMPT_1]",
        ] {
            assert!(matches!(mark.fit(memo), Fit::Exact | Fit::Changed), "{memo}");
        }
        for memo in [
            // Another payment says whose it is.
            "about order_4711_attempt_1",
            "Rent & food [order_4711_attempt_10]",
            "Rent & food [order_4711_attempt_1] [po_another_0123456789]",
            // No change of case makes this of ours.
            "Order_4711_Attempt_1",
            "Rent &unknown; food [order",
        ] {
            assert_eq!(mark.fit(memo), Fit::Other, "{memo}");
        }
    }

    #[test]
    fn a_memo_that_was_cut_proves_nothing() {
        let mark = EmbeddedReference::new(MARK, Some("rent [order_4711_attempt_1]"), false);
        for memo in ["", " ", "rent", "rent [order_4711", "RENT [ORDER_4711_ATTEMPT_"] {
            assert_eq!(mark.fit(memo), Fit::Doubtful, "{memo}");
        }
        assert_eq!(EmbeddedReference::new(MARK, None, false).fit("order_4711"), Fit::Doubtful);
    }

    #[test]
    fn a_reference_with_a_twin_in_another_case_is_not_found_by_its_case() {
        let mark = EmbeddedReference::new(MARK, Some(MARK), true);
        assert_eq!(mark.fit("ORDER_4711_ATTEMPT_1"), Fit::Other);
        assert_eq!(mark.fit(" order_4711_attempt_1 "), Fit::Changed);
    }

    #[test]
    fn a_key_that_fits_is_sent_unchanged_and_another_one_as_its_digest() {
        assert_eq!(on_the_wire(MARK), MARK);
        // printf 'INV-7' | sha256sum
        for key in ["INV-7", "order/2026:1", "Rechnung Nr. 7 über 5 €", "x", &"y".repeat(255)] {
            let mark = on_the_wire(key);
            assert!(is_reference(&mark) && mark.starts_with("pok_") && mark.len() == 36, "{mark}");
            assert_eq!(on_the_wire(key), mark);
        }
        assert_ne!(on_the_wire("INV-7"), on_the_wire("INV-8"));
    }

    #[test]
    fn a_key_becomes_the_same_uuid_of_version_4_wherever_it_is_used() {
        for key in ["INV-7", "order/2026:1", "Rechnung Nr. 7 über 5 €", &"y".repeat(255)] {
            let uuid = as_uuid4(key);
            assert!(is_uuid4(&uuid), "{uuid}");
            assert_eq!(as_uuid4(key), uuid);
            assert_eq!(as_uuid4(&uuid), uuid);
        }
        assert_ne!(as_uuid4("INV-7"), as_uuid4("INV-8"));
        for other in ["", "0b7dd2f0-6cd1-1f4e-9c42-8fb2c2e8f4a1", "0b7dd2f0-6cd1-4f4e-1c42-8fb2c2e8f4a1"] {
            assert!(!is_uuid4(other), "{other}");
        }
    }

    #[test]
    fn a_text_key_is_sent_unchanged_where_its_place_can_hold_it() {
        assert_eq!(as_text("INV-7", 255, false), "INV-7");
        assert_eq!(as_text("Rechnung Nr. 7", 255, true), "Rechnung Nr. 7");
        for (key, most, is_in_body) in
            [("Rechnung Nr. 7", 255, false), ("über-5", 255, false), ("INV-7", 4, true)]
        {
            assert!(as_text(key, most, is_in_body).starts_with("pok_"), "{key}");
        }
    }
}
