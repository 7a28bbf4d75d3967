//! The server: it accepts connections, lets faults act on requests, and sends the responses.

mod control;
mod damage;
mod exchange;
mod h1;
mod h2;
mod sandbox;

pub use sandbox::{Config, Sandbox, StartError};
