//! HTTP/1.1 for servers of tests: messages, and a connection that also sends what an HTTP library refuses to send.
//!
//! Public for the tools of this repository only; nothing here is covered by the crate's promise of compatibility.

mod connection;
mod cors;
mod message;

pub use connection::{Connection, Incoming, ReadError};
pub(crate) use connection::{MAX_BODY, drip_interval};
pub use cors::{allow_every_origin, preflight_response};
pub use message::{Request, Response, reason};
