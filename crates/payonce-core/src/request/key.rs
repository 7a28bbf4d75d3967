//! The form of a caller's key.

/// What is wrong with a caller's key, if anything is.
pub(crate) fn wrong_key(key: &str) -> Option<&'static str> {
    if key.trim().is_empty() {
        Some("must not be empty: it keeps the call from taking effect twice")
    } else if key.chars().count() > 255 || key.chars().any(char::is_control) {
        Some("must be 1 to 255 characters without line breaks and other control characters")
    } else {
        None
    }
}
