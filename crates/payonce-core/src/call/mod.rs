//! A call as a state machine that does no I/O.
//!
//! A driver starts the call, does what each [`Step`] says, and reports what came back. The machine receives the
//! time; it has no clock, no timer and no socket, so that every language makes the same decisions.
//!
//! The progress of a call is one value of `State`. A report that does not fit it never starts anything: the call ends with
//! what is known, and with `unknown` if its request may have taken effect.

mod attempts;
pub mod attributes;
mod ending;
mod event;
mod idempotency;
mod journal_entry;
mod journaled;
mod machine;
mod options;
pub(crate) mod paginate;
mod reconcile;
mod reference_search;
mod start;
mod step;
pub(crate) mod success;
pub(crate) mod waiter;

pub use event::{Event, EventKind};
pub use machine::Call;
pub use options::CallOptions;
pub(crate) use start::call_redactor;
pub use step::{HttpRequest, Input, Interruption, Step, Success};
