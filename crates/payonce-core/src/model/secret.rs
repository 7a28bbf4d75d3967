//! Keys that no output shows.

use std::fmt;
use std::sync::Arc;

use sha2::{Digest, Sha256};

/// A key, a token or a signing secret. Every way of printing it shows its [fingerprint](Self::fingerprint).
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Arc<str>);

impl Secret {
    /// Takes the text as a secret.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(Arc::from(text))
    }

    /// The text itself, for the header that carries it and for signing.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Enough to tell two keys apart in a log: the last four characters and the first eight hexadecimal digits of
    /// the SHA-256. Of a secret shorter than sixteen characters only the hash, since four would be too much of it.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let hash: String =
            Sha256::digest(self.0.as_bytes()).iter().take(4).map(|b| format!("{b:02x}")).collect();
        let length = self.0.chars().count();
        if length < 16 {
            return format!("…#{hash}");
        }
        let tail: String = self.0.chars().skip(length - 4).collect();
        format!("…{tail}#{hash}")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({})", self.fingerprint())
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fingerprint())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_printed_form_contains_the_secret() {
        let secret = Secret::new("awx_planted_0123456789abcdef");
        for shown in [format!("{secret}"), format!("{secret:?}"), format!("{:#?}", Some(&secret))] {
            assert!(!shown.contains("planted"), "{shown}");
            assert!(shown.contains("cdef#"), "{shown}");
        }
        assert!(!Secret::new("short_key").fingerprint().contains("_key"));
    }
}
