//! The words that describe faults in a plan.

use serde::{Serialize, Serializer};

/// An enum whose members have one word each, for a plan and for the message that lists them.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$about:meta])* $member:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$about])* $member,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$member,)+];

            /// The word in a plan.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$member => $word,)+
                }
            }

            pub(crate) fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|member| member.as_str() == text)
            }

            pub(crate) fn words() -> String {
                let words: Vec<&str> = Self::ALL.iter().map(|member| member.as_str()).collect();
                words.join(", ")
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }
    };
}

words! {
    /// How a body announces an end that does not come.
    Framing {
        /// Chunks, without the last, empty one.
        Chunked = "chunked",
        /// A `Content-Length` that is larger than the body.
        Length = "length",
    }
}

words! {
    /// How a body is compressed.
    Coding {
        /// RFC 1952.
        Gzip = "gzip",
        /// zlib, as RFC 9110 means by `deflate`.
        Deflate = "deflate",
        /// Bare deflate, as some servers mean by `deflate`.
        RawDeflate = "raw_deflate",
        /// Brotli.
        Br = "br",
    }
}

words! {
    /// What is wrong with a body whose structure is intact.
    BodyDamage {
        /// `"caf\ud83d"`: half of a surrogate pair, as JavaScript and Python write it.
        LoneSurrogate = "lone_surrogate",
        /// A raw line feed and an escape character inside a string.
        ControlCharacters = "control_characters",
        /// A byte that belongs to no character of UTF-8.
        InvalidUtf8 = "invalid_utf8",
        /// `NaN` in place of a number, as Python writes it.
        NotANumber = "nan",
        /// The whole body in ISO-8859-1, as its content type declares.
        Latin1 = "latin1",
        /// The whole body in UTF-16 with a byte order mark.
        Utf16 = "utf16",
        /// A byte order mark in front of it.
        ByteOrderMark = "bom",
    }
}

words! {
    /// How the service changes a memo.
    MemoChange {
        /// Only its first characters stay.
        Cut = "cut",
        /// Removes blanks at both ends, and the brackets at its end with their content.
        Trim = "trim",
        /// Small letters.
        Lower = "lower",
        /// Capital letters.
        Upper = "upper",
        /// Brackets go, their content stays.
        StripBrackets = "strip_brackets",
        /// `&`, `<`, `>`, quotes and brackets become entities.
        HtmlEscape = "html_escape",
        /// It comes back as null.
        Null = "null",
        /// It comes back under another name, `note`.
        Rename = "rename",
    }
}

words! {
    /// The order of a list.
    ListOrder {
        /// The other way round.
        Reversed = "reversed",
        /// Without any order, another one with each request.
        Shuffled = "shuffled",
    }
}

words! {
    /// What a server does over HTTP/2 instead of processing a request.
    H2Fault {
        /// `RST_STREAM` with `REFUSED_STREAM`: the request was not processed.
        RefusedStream = "refused_stream",
        /// `GOAWAY` that names a smaller stream than the request's: the request was not processed.
        Goaway = "goaway",
        /// `RST_STREAM` with `INTERNAL_ERROR`, after the effect: the outcome is unknown.
        ResetAfter = "reset_after",
    }
}

/// In how far a list is wrong; each part acts on its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ListFault {
    /// Shows nothing that is younger than so many milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lag_ms: Option<u64>,
    /// Another order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<ListOrder>,
    /// No more entries than this on a page, whatever was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_size: Option<usize>,
    /// Every page reports that it is the last one.
    #[serde(skip_serializing_if = "is_false")]
    pub hides_more: bool,
    /// Only the parameters that choose the page count, not those that choose the entries.
    #[serde(skip_serializing_if = "is_false")]
    pub ignores_filters: bool,
    /// The list is empty.
    #[serde(skip_serializing_if = "is_false")]
    pub empty: bool,
    /// The first response to the same address since the plan was set, again and again.
    #[serde(skip_serializing_if = "is_false")]
    pub cached: bool,
}

fn is_false(flag: &bool) -> bool {
    !flag
}
