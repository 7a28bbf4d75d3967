//! The objects.

use crate::operation::Model;

/// Every object type.
pub static MODELS: &[&Model] = &[];
