//! When and how often a request is sent again.

mod backoff;
mod budget;
mod policy;

pub(crate) use backoff::backoff;
pub use budget::Budget;
pub use policy::RetryPolicy;
