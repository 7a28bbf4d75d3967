//! The same clients for programs without async: each call blocks until it is over.
//!
//! Connections and timers run on a thread that all blocking clients share. Inside an async runtime a blocking call would
//! stop everything else on its thread, so it returns an error there.
//!
//! ```no_run
//! use payonce::agentwallex::PaymentsList;
//! use payonce::blocking::agentwallex::Client;
//!
//! # fn main() -> Result<(), payonce::Error> {
//! let client = Client::builder().build()?;
//! for payment in client.payments().list_all(PaymentsList::new()) {
//!     println!("{}", payment?.id);
//! }
//! # Ok(())
//! # }
//! ```

mod connection;
mod items;

pub use crate::generated::blocking::*;
pub use connection::UntypedClient;
pub use items::Items;

/// The result of a blocking call. It derefs to the value.
pub type Response<T> = crate::Response<T, UntypedClient>;
