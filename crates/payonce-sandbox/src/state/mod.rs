//! Everything that the simulator remembers: the state of the services, and the requests that arrived.

mod redact;
mod requests;
mod world;

pub use requests::RequestRecord;
pub(crate) use world::{Arrival, World};
