//! A stateful simulator of the five APIs that payonce speaks, and of those that provider files describe, with fault injection
//! and a ledger.
//!
//! It shares no code with payonce itself, so that it can judge what payonce sends: the ledger says what really
//! happened, once per effect, whatever the client believes.
//!
//! ```
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use payonce_sandbox::{Config, Fault, FaultPlan, ProviderId, Rule, Sandbox, When};
//!
//! let sandbox = Sandbox::start(Config::default()).await?;
//! println!("{}", sandbox.providers());
//!
//! // The first payment is made, but its response is lost.
//! let lost = Rule::new(Fault::Drop { when: When::After }).on(ProviderId::AgentWallex, "payments.send").nth([1]);
//! sandbox.set_faults(FaultPlan::new(7, [lost]));
//!
//! // ... let a client pay ...
//!
//! let paid = sandbox.ledger().total(ProviderId::AgentWallex, "payments.send", "USDC");
//! println!("{} payments, {} USDC", paid.count, paid.amount);
//! sandbox.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! The README of this crate lists the accounts that exist at the start, the credentials, and the texts that bring
//! out each error.

mod catalog;
mod clock;
mod dashboard;
mod declared;
mod faults;
#[doc(hidden)]
pub mod http;
mod ledger;
mod providers;
mod random;
mod server;
mod service;
mod state;

pub use catalog::{ProviderId, operations};
pub use clock::Clock;
pub use dashboard::{Dashboard, OpenEntries};
pub use declared::{ProviderFile, ProviderFileError};
pub use faults::{
    BodyDamage, Calls, Coding, Fault, FaultPlan, FaultPlanError, Framing, H2Fault, ListFault, ListOrder,
    MemoChange, Rule, When,
};
pub use ledger::{Effect, LedgerReport, NotPaidOnce, Total, Totals};
pub use server::{Config, Sandbox, StartError};
pub use service::Envelope;
pub use state::RequestRecord;
