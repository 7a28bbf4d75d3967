//! The ledger: every effect, once, and which effects belong to the same payment.

mod effects;
mod payments;

pub use effects::{Effect, LedgerReport, NotPaidOnce, Total, Totals};
pub(crate) use effects::{Entry, Ledger};
pub(crate) use payments::{Origin, Payment, Payments};
