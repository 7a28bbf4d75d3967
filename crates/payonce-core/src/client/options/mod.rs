//! The options of a client and of a call that need more than their type.

pub(crate) mod headers;
pub(crate) mod rate_limit;
pub(crate) mod retry;
