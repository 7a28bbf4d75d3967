//! The decisions of payonce, without any I/O.
//!
//! This crate makes every decision of payonce, once: what a response means ([`classify()`]), whether the same
//! request may be sent again ([`derive`](crate::classify::verdict::derive)), how long to wait ([`RetryPolicy`]), and
//! which bytes an operation sends ([`Operation`]). The Rust, Python, Node and browser packages drive the same [`Call`]
//! state machine and only move bytes.
//!
//! The folders are the layers, and each imports only what stands above it here:
//!
//! ```text
//! model/                   values: requests and responses, secrets, numbers, names, time
//! spec/                    the types that declare a provider
//! error/                   the one error value
//! render/  webhook         an error as an HTTP response, a log record, an MCP result; events of a provider
//! providers/               the providers, as data in the types of spec/
//! classify/  request/      a response to an error; arguments to a request
//! journal/                 the rows of the journal, and what follows from them
//! provider_file/           a provider from a file: read, checked, declared
//! client/                  what all calls of one client share
//! call/                    the state machine of one call
//! ffi/  reference_docs     JSON and text at the border of Python, Node and wasm; the error reference
//! explain/                 one error, explained to a person
//! ```

pub mod call;
pub mod challenge;
pub mod classify;
pub mod client;
pub mod error;
#[cfg(feature = "docs")]
pub mod explain;
pub mod ffi;
pub mod journal;
pub mod model;
pub mod provider_file;
pub mod providers;
#[cfg(feature = "docs")]
pub mod reference_docs;
pub mod render;
pub(crate) mod request;
pub mod spec;
pub mod webhook;

pub use call::paginate::{Pager, Turn};
pub use call::success::unexpected_response;
pub use call::waiter::{DEFAULT_MAX_WAIT, Waiter, WaiterStep, progress};
pub use call::{Call, CallOptions, Event, EventKind, HttpRequest, Input, Interruption, Step, Success};
pub use classify::{Context, NotAMessage, classify, classify_message};
pub use client::Client;
pub use client::config::{ClientConfig, JournalFile};
pub use client::https::CaFile;
pub use client::options::rate_limit::RateLimit;
pub use client::options::retry::RetryOptions;
pub use client::retry::{Budget, RetryPolicy};
pub use error::{Error, ErrorPayload, Reference};
pub use ffi::CaseStyle;
pub use journal::{JournalAnswer, JournalConfig, JournalOp, JournalRow, JournalState, StoreFailure};
pub use model::clock::Now;
pub use model::headers::Headers;
pub use model::http::{FailureCause, MAX_BODY, Received, Response, TransportFailure};
pub use model::json;
pub use model::redact::Redactor;
pub use model::safety::Safety;
pub use model::secret::Secret;
pub use model::user_message::{Language, Texts};
pub use model::vocabulary::{Actor, Advice, Evidence, Kind, Outcome, Phase, UnknownName};
pub use provider_file::{FileFormat, FileProblem, LoadedProvider, ProviderFileError};
pub use spec::client::{ClientOption, OptionAlias, Plan, RateLimits};
pub use spec::operation::Operation;
pub use spec::provider::{Provider, ProviderName};
