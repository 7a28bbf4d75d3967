//! Provider files, as far as the simulator plays them: operations, keys, states and examples.
//!
//! The simulator reads a file with its own code. payonce checks a file when it loads it; the simulator only needs what it plays.

mod duration;
mod entries;
mod examples;
mod file;
mod names;
mod operation;
mod pointers;

pub(crate) use entries::{After5xx, Example, KeyWord, Keyed, Pages, Reconcilable, Safety, State};
pub(crate) use examples::Responses;
pub use file::{ProviderFile, ProviderFileError};
pub(crate) use operation::{Operation, Place, Role, Segment};
pub(crate) use pointers::place;
