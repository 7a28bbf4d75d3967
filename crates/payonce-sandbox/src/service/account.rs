//! What a person sees of an account.

use rust_decimal::Decimal;

/// An account of a service and its balance.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    /// As the ledger names it and a top-up needs it. It can be a key.
    pub(crate) id: String,
    /// Its name without a key.
    pub(crate) label: String,
    /// None is without limit.
    pub(crate) balance: Option<Decimal>,
    pub(crate) unit: String,
    /// What is unusual about it, such as `frozen`.
    pub(crate) note: Option<String>,
    /// Whether a top-up adds to this balance.
    pub(crate) can_top_up: bool,
}
