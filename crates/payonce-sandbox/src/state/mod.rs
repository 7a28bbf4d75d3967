//! Everything that the simulator remembers: the state of the services, and the requests that arrived.

mod observed;
mod redact;
mod requests;
mod world;

pub(crate) use observed::{Ending, Seen};
pub(crate) use redact::fingerprint;
pub use requests::RequestRecord;
pub(crate) use world::{Arrival, Glance, World};
