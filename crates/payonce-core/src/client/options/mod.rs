//! Reads the options of a client and of a call.

pub(crate) mod aliases;
pub(crate) mod fields;
pub(crate) mod rate_limit;
pub(crate) mod retry;
