//! What the service remembers.

use jiff::Timestamp;
use rust_decimal::Decimal;

use super::errors::Refusal;

#[derive(Debug)]
pub(crate) struct Service {
    pub(super) agents: [Agent; 2],
    pub(super) intents: Vec<Intent>,
    pub(super) transfers: Vec<Transfer>,
}

#[derive(Debug)]
pub(super) struct Agent {
    pub(super) id: &'static str,
    pub(super) number: u32,
    pub(super) name: &'static str,
    pub(super) key: &'static str,
    pub(super) secret: &'static str,
    pub(super) wallet: &'static str,
    pub(super) usdc: Decimal,
}

#[derive(Debug, Clone)]
pub(super) struct Intent {
    pub(super) id: String,
    /// None when it was made without credentials.
    pub(super) owner: Option<usize>,
    pub(super) email: Option<String>,
    pub(super) recipient: String,
    pub(super) sending: Decimal,
    pub(super) receiving: Decimal,
    pub(super) fees: Fees,
    pub(super) payer_chain: String,
    pub(super) target_chain: String,
    pub(super) payer_asset: String,
    pub(super) target_asset: String,
    pub(super) status: &'static str,
    /// What comes next, one with every look, once it has been paid.
    pub(super) ahead: Vec<&'static str>,
    /// Where it is to end instead of TARGET_SETTLED.
    pub(super) wished_end: Option<&'static str>,
    /// The status with which its execution is to be refused.
    pub(super) wished_refusal: Option<u16>,
    pub(super) hash: Option<String>,
    pub(super) created: Timestamp,
    pub(super) completed: Option<Timestamp>,
}

#[derive(Debug, Clone)]
pub(super) struct Fees {
    pub(super) source: Decimal,
    pub(super) target: Decimal,
    pub(super) platform: Decimal,
}

/// A swap that the service knows; it is done after it was read once.
#[derive(Debug, Clone)]
pub(super) struct Transfer {
    pub(super) tx_hash: String,
    pub(super) amount: String,
    pub(super) looks: u32,
}

impl Service {
    pub(super) fn agent(&self, caller: Option<usize>) -> Result<&Agent, Refusal> {
        caller
            .and_then(|index| self.agents.get(index))
            .ok_or_else(|| Refusal(401, "api key required".to_owned()))
    }
}
