//! What came back from an HTTP request that another HTTP client sent, for [`classify`](crate::classify()).

pub use payonce_core::{FailureCause, Headers, Received, Response, TransportFailure};
