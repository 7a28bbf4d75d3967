//! Faults on demand: what can go wrong, to which calls, and when.
//!
//! A plan is a seed and a list of rules. Calls are counted per rule (every request that the rule's provider and
//! operation fit, whether or not the rule acted), and the dice of `probability` depend on nothing but the seed,
//! the rule's place and the operation's own call number. The same plan therefore hits the same calls again, in
//! whatever order concurrent requests of different operations come in.

mod button;
mod decide;
mod fault;
mod kinds;
mod object;
mod parse;
mod parse_fault;
mod plan;

pub(crate) use button::{Button, Target};
pub(crate) use decide::{Dice, fingerprint};
pub(crate) use fault::Group;
pub use fault::{Fault, When};
pub use kinds::{BodyDamage, Coding, Framing, H2Fault, ListFault, ListOrder, MemoChange};
pub use object::FaultPlanError;
pub use plan::{Calls, FaultPlan, Rule};
