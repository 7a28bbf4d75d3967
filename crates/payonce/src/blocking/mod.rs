//! The same clients for programs without async: each call blocks until it is over.
//!
//! Connections and timers run on a thread that all blocking clients share. Inside an async runtime a blocking call would
//! stop everything else on its thread, so it returns an error there.
//!
//! ```no_run
//! use payonce::agentwallex::Client;
//!
//! # fn main() -> Result<(), payonce::Error> {
//! let client = Client::builder().build_blocking()?;
//! println!("{:?}", client.agents().get("agent_abc123").call()?.value().status);
//! for payment in client.payments().list().items() {
//!     println!("{}", payment?.id);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The modules here name the types of these clients:
//!
//! ```no_run
//! use payonce::blocking::agentwallex::Client;
//!
//! struct Shop {
//!     wallet: Client,
//! }
//!
//! impl Shop {
//!     fn pay(&self, to: &str, amount: &str) -> Result<bool, payonce::Error> {
//!         let payment = self.wallet.payments().send().agent_id("agent_abc123").to(to).amount(amount).token("USDC");
//!         Ok(payment.call()?.succeeded())
//!     }
//! }
//! ```

mod connection;
mod journal;

pub use crate::generated::blocking::*;
pub use connection::UntypedClient;
pub use journal::Journal;

/// The items of a list that comes in pages, as an iterator.
pub type Items<T> = crate::Items<T, UntypedClient>;

/// The result of a blocking call.
pub type Response<T> = crate::Response<T, UntypedClient>;
