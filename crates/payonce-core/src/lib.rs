//! The decisions of payonce, without any I/O.
//!
//! Everything that payonce decides is decided here, once: what an answer means ([`classify`]), whether the same
//! request may be sent again ([`derive`](crate::verdict::derive)), how long to wait ([`RetryPolicy`]), and which bytes an
//! operation sends ([`Operation`]). The Rust, Python, Node and browser packages drive the same [`Call`] state machine
//! and only move bytes.

mod body;
mod bounded;
pub mod bridge;
mod call;
mod client;
#[cfg(feature = "docs")]
pub mod codes;
mod content;
mod draft;
mod error;
mod follow;
mod form;
mod headers;
mod invalid;
pub mod json;
mod marks;
pub mod operation;
pub mod options;
mod pace;
#[cfg(any(target_arch = "wasm32", test))]
mod packed;
mod paging;
pub mod providers;
mod redact;
mod redirect;
pub mod render;
mod request;
mod retry;
mod secret;
mod text;
mod time;
pub mod verdict;
mod vocabulary;
mod wait;
pub mod webhook;

mod classify;

pub use call::{Attempt, Call, CallOptions, Event, Interruption, Notice, NoticeKind, Now, Step, Success};
pub use classify::{Answer, Context, Failure, FailureCause, MAX_BODY, Received, classify};
pub use client::{Client, ClientOption, KeyStyle, OptionAlias};
pub use error::{Error, Payload, Reference};
pub use follow::{DEFAULT_MAX_WAIT, Follow, Following, progress};
pub use form::another_form;
pub use headers::Headers;
pub use operation::{Operation, Safety};
pub use pace::{Plan, RateLimits};
pub use paging::{Pager, Turn};
pub use redact::Redactor;
pub use retry::{Budget, RetryPolicy};
pub use secret::Secret;
pub use text::{Language, Texts};
pub use vocabulary::{Actor, Advice, Evidence, Kind, Outcome, Phase, Provider};
