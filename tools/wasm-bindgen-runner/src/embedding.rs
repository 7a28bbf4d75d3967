//! The wasm module as text in a JavaScript module: it needs no file, no `fetch` and no bundler that knows WebAssembly.
//!
//! Base64 would add a quarter to what a browser loads, because it shifts the bytes that repeat against each other. Here
//! each byte has one character of its own, or a prefix and a character, and a printable byte stays itself. The text is
//! printable ASCII, so that no encoding of a page damages it, and it has no character that a bundler escapes.

/// Each begins a pair of characters.
const PREFIXES: &[u8] = b"{|}";
/// What would end a string literal or a script element, or is escaped in one of the forms of a literal.
const UNSAFE: &[u8] = b"\"'`\\$<~";

/// A JavaScript module with the text, and with the bytes that its characters mean in order: those of the characters, then
/// those of the pairs.
pub(crate) fn javascript(module: &[u8]) -> String {
    let code = Code::of(module);
    let mut text = String::with_capacity(module.len() + module.len() / 8);
    for byte in module {
        text.extend(code.characters(*byte));
    }
    let meanings: Vec<String> = code.meanings().map(|byte| byte.to_string()).collect();
    format!(
        "export const alphabet = \"{}\";\nexport const prefixes = \"{}\";\nexport const meanings = [{}];\n\
         export const length = {};\nexport const text = \"{text}\";\n",
        alphabet().map(char::from).collect::<String>(),
        String::from_utf8_lossy(PREFIXES),
        meanings.join(","),
        module.len(),
    )
}

/// The declarations of the same module.
pub(crate) const TYPES: &str = "\
/** The single characters, in the order of `meanings`. */
export const alphabet: string;
/** Each begins a pair of characters. */
export const prefixes: string;
/** The bytes of the single characters, then those of the pairs of each prefix. */
export const meanings: readonly number[];
/** How many bytes the module has. */
export const length: number;
/** The module. */
export const text: string;
";

fn alphabet() -> impl Iterator<Item = u8> {
    (b' '..=b'~').filter(|character| !UNSAFE.contains(character) && !PREFIXES.contains(character))
}

/// Which bytes have a character of their own.
struct Code {
    single: Vec<u8>,
    paired: Vec<u8>,
}

impl Code {
    fn of(module: &[u8]) -> Self {
        let mut counts = vec![0_usize; 256];
        for byte in module {
            if let Some(count) = counts.get_mut(usize::from(*byte)) {
                *count += 1;
            }
        }
        let mut bytes: Vec<u8> = (0..=u8::MAX).collect();
        bytes.sort_by_key(|byte| (std::cmp::Reverse(counts.get(usize::from(*byte)).copied()), *byte));
        let letters: Vec<u8> = alphabet().collect();
        let mut paired = bytes.split_off(letters.len());
        paired.sort_unstable();
        // A frequent byte that is a character of the alphabet stays itself; the others fill what is left, in order.
        let (same, mut others): (Vec<u8>, Vec<u8>) =
            bytes.into_iter().partition(|byte| letters.contains(byte));
        others.sort_unstable();
        let mut others = others.into_iter();
        let single = letters
            .into_iter()
            .filter_map(|letter| if same.contains(&letter) { Some(letter) } else { others.next() })
            .collect();
        Self { single, paired }
    }

    fn meanings(&self) -> impl Iterator<Item = u8> {
        self.single.iter().chain(&self.paired).copied()
    }

    fn characters(&self, byte: u8) -> impl Iterator<Item = char> {
        let nth = |index: usize| alphabet().nth(index).map(char::from);
        let single = self.single.iter().position(|known| *known == byte);
        let pair = self.paired.iter().position(|known| *known == byte);
        let size = self.single.len();
        let (first, second) = match (single, pair) {
            (Some(index), _) => (nth(index), None),
            (None, Some(index)) => (PREFIXES.get(index / size).copied().map(char::from), nth(index % size)),
            (None, None) => (None, None),
        };
        first.into_iter().chain(second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_characters_of_its_own() {
        let module: Vec<u8> = (0..=u8::MAX).chain(*b"often often often").collect();
        let code = Code::of(&module);
        let mut written: Vec<String> = (0..=u8::MAX).map(|byte| code.characters(byte).collect()).collect();
        assert!(written.iter().all(|text| matches!(text.len(), 1 | 2)));
        assert_eq!(written.get(usize::from(b'o')).map(String::as_str), Some("o"));
        written.sort();
        written.dedup();
        assert_eq!(written.len(), 256);
    }

    #[test]
    fn no_character_of_the_text_needs_an_escape() {
        let written = javascript(&(0..=u8::MAX).collect::<Vec<u8>>());
        let text = written.split("text = \"").nth(1).unwrap_or_default().trim_end_matches("\";\n");
        assert!(text.len() > 256);
        assert!(text.bytes().all(|byte| (b' '..=b'}').contains(&byte) && !UNSAFE.contains(&byte)), "{text}");
    }
}
