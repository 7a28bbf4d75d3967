//! Texts for documentation.

/// A text that only documentation needs; empty unless the feature `docs` is on, so that the browser build is small.
#[derive(Debug, Clone, Copy, Default)]
pub struct Doc {
    #[cfg(feature = "docs")]
    text: &'static str,
}

impl Doc {
    /// Keeps the text where documentation is built, and drops it elsewhere.
    #[must_use]
    #[cfg_attr(
        not(feature = "docs"),
        expect(unused_variables, reason = "the browser build carries no texts")
    )]
    pub const fn new(text: &'static str) -> Self {
        #[cfg(feature = "docs")]
        {
            Self { text }
        }
        #[cfg(not(feature = "docs"))]
        {
            Self {}
        }
    }

    /// The text, or nothing where the feature `docs` is off.
    #[must_use]
    pub const fn text(self) -> &'static str {
        #[cfg(feature = "docs")]
        {
            self.text
        }
        #[cfg(not(feature = "docs"))]
        {
            ""
        }
    }
}

impl PartialEq for Doc {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}
