//! The operations.

use crate::operation::Operation;

/// Every operation.
pub static OPERATIONS: &[Operation] = &[];
