//! What can go wrong with one call.

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::kinds::{BodyDamage, Coding, Framing, H2Fault, ListFault, MemoChange};

/// Whether the operation takes effect before the fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum When {
    /// The fault strikes first; nothing happens at the provider.
    Before,
    /// The operation takes effect, then the fault spoils the response.
    After,
}

/// One way in which a call goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Fault {
    /// Another response than the real one.
    Status {
        /// The status to respond with, 200 to 599.
        status: u16,
        /// Headers to send; without them the provider's usual ones, such as `Retry-After` with a 429.
        #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_object")]
        headers: Option<Vec<(String, String)>>,
        /// The body to send; without it the provider's own error body for that status.
        #[serde(skip_serializing_if = "Option::is_none")]
        body: Option<String>,
        /// Before or after the operation takes effect.
        when: When,
    },
    /// The connection is reset without a response.
    Drop {
        /// Before or after the operation takes effect.
        when: When,
    },
    /// No response comes until the client closes the connection or ten minutes have passed.
    Hang {
        /// Before or after the operation takes effect.
        when: When,
    },
    /// The real response comes late.
    Delay {
        /// How late, in milliseconds.
        ms: u64,
        /// Whether the operation takes effect before the wait or after it.
        when: When,
    },
    /// The real response promises its full length and ends after some bytes of the body.
    Truncate {
        /// How many bytes of the body are sent.
        bytes: usize,
    },
    /// The operation takes effect; the response is a 200 that is not JSON.
    Garbage,
    /// The real response, its body in a trickle.
    Drip {
        /// How fast.
        bytes_per_second: u32,
    },
    /// The provider's own error body with a code and a message of the plan's, under a status that need not fit them.
    Error {
        /// The status to respond with, 400 to 599.
        status: u16,
        /// The code: a string or a number. Without it the provider's usual one for that status.
        #[serde(skip_serializing_if = "Option::is_none")]
        code: Option<Value>,
        /// The message: a string, or a list of strings as some frameworks send.
        #[serde(skip_serializing_if = "Option::is_none")]
        message: Option<Value>,
        /// Before or after the operation takes effect.
        when: When,
    },
    /// The provider's own error at once; the operation takes effect later, when the client has stopped listening.
    LateEffect {
        /// How long after the response, in milliseconds.
        ms: u64,
        /// The status to respond with, 400 to 599.
        status: u16,
        /// The code: a string or a number. Without it the provider's usual one for that status.
        #[serde(skip_serializing_if = "Option::is_none")]
        code: Option<Value>,
    },
    /// A payment challenge: 402 with an x402 offer, as if no credential had come with the request.
    Challenge {
        /// Before or after the operation takes effect.
        when: When,
    },
    /// The real response with its complete body, whose framing announces more bytes; then the connection ends.
    Unfinished {
        /// How the end of the body is announced.
        framing: Framing,
    },
    /// The real response, on a connection that dies as soon as the next request arrives on it.
    CloseNext,
    /// Over HTTP/2, the server resets the stream or sends `GOAWAY` instead of the real response.
    H2 {
        /// What the server does instead.
        does: H2Fault,
    },
    /// The response's body is compressed, whatever the client accepts.
    Coding {
        /// How.
        coding: Coding,
    },
    /// The response's JSON carries a member that strict readers refuse; the rest is intact.
    Body {
        /// What is wrong with it.
        damage: BodyDamage,
    },
    /// The service's clock is wrong, in its `Date` header and in every time that it records.
    Clock {
        /// How wrong, in seconds; negative is slow.
        offset_s: i64,
        /// Whether a `Date` header is sent at all.
        date: bool,
    },
    /// AgentWallex keeps another memo than the one it was sent. The ledger keeps the one that was sent.
    Memo {
        /// How the service changes it.
        change: MemoChange,
        /// How many characters of it stay, with [`MemoChange::Cut`].
        #[serde(skip_serializing_if = "Option::is_none")]
        characters: Option<usize>,
    },
    /// A list does not show everything that is there.
    List(ListFault),
}

/// What a fault acts on. Of the rules that fit a request, the first of each group acts, so that a memo can be cut in the
/// same request whose response is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Group {
    Response,
    Connection,
    Coding,
    Body,
    Clock,
    Memo,
    List,
}

impl Fault {
    /// Another status, before anything happens, with the provider's usual headers and body.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self::Status { status, headers: None, body: None, when: When::Before }
    }

    /// Another status after the operation has taken effect.
    #[must_use]
    pub fn status_after(status: u16) -> Self {
        Self::Status { status, headers: None, body: None, when: When::After }
    }

    pub(crate) fn when(&self) -> When {
        match self {
            Self::Status { when, .. }
            | Self::Drop { when }
            | Self::Hang { when }
            | Self::Error { when, .. }
            | Self::Challenge { when }
            | Self::Delay { when, .. } => *when,
            Self::LateEffect { .. } | Self::H2 { .. } => When::Before,
            _ => When::After,
        }
    }

    /// Whether a client of a call that took effect may not learn it: the response is lost, late or not readable.
    pub(crate) fn hides_success(&self) -> bool {
        match self {
            Self::Drip { .. } => false,
            // Many clients wait for a second at least.
            Self::Delay { ms, .. } => *ms >= 1000,
            fault => matches!(fault.group(), Group::Response | Group::Body),
        }
    }

    pub(crate) fn group(&self) -> Group {
        match self {
            Self::CloseNext => Group::Connection,
            Self::Coding { .. } => Group::Coding,
            Self::Body { .. } => Group::Body,
            Self::Clock { .. } => Group::Clock,
            Self::Memo { .. } => Group::Memo,
            Self::List(_) => Group::List,
            _ => Group::Response,
        }
    }
}

fn as_object<S: Serializer>(headers: &Option<Vec<(String, String)>>, to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(headers.iter().flatten().map(|(name, value)| (name, value)))
}
