//! Bytes as hexadecimal digits.

pub(crate) fn hex(prefix: String, bytes: impl Iterator<Item = u8>) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.fold(prefix, |mut text, byte| {
        for digit in [byte >> 4, byte & 15] {
            text.push(DIGITS.get(usize::from(digit)).map_or('0', |digit| char::from(*digit)));
        }
        text
    })
}
