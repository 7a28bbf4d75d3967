//! Explains one error to a person: for the command `payonce explain` and for the playground, which lay it out.

mod form;
mod handling;
pub mod lookup;
pub mod page;
pub mod pasted;
mod reasons;
pub mod suggest;
mod words;

pub use crate::model::addresses::PLAYGROUND;
pub use form::{Form, operation_of};
pub use handling::{Handling, handling};
pub use reasons::{Reasons, reasons};

/// Why there is nothing to explain, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);
