//! A service that a provider file describes: its examples, its objects, and its idempotency keys.

mod arguments;
mod effects;
mod keys;
mod lists;
mod objects;
mod state;

pub(crate) use state::Service;
