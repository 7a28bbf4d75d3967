//! The ledger: every effect, once.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::catalog::ProviderId;
use crate::clock::rfc3339;

/// One effect: a payment, spent credits, a counted event, or a new object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Effect {
    /// The provider at which it happened.
    pub provider: ProviderId,
    /// payonce's name of the operation, such as `payments.send`.
    pub operation: String,
    /// Whose money or quota it was: an agent, a key, a limit's owner.
    pub account: String,
    /// How much, exactly.
    pub amount: Decimal,
    /// Of what: `USDC`, `cents`, `credits`, `event`, or the kind of object that was created.
    pub unit: String,
    /// The idempotency key under which the provider counts it once, where it has such a key.
    pub key: Option<String>,
    /// The caller's own memo, or the provider's id if the caller gave no memo.
    pub reference: Option<String>,
    /// When, in RFC 3339.
    pub at: String,
}

/// How often and how much, for one provider, operation and unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Total {
    /// How many effects.
    pub count: u64,
    /// Their exact sum.
    pub amount: Decimal,
}

/// Sums by provider, then operation, then unit.
pub type Totals = BTreeMap<ProviderId, BTreeMap<String, BTreeMap<String, Total>>>;

/// The response of `GET /_sandbox/ledger`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LedgerReport {
    /// Every effect, oldest first.
    pub effects: Vec<Effect>,
    /// Their sums.
    pub totals: Totals,
}

impl LedgerReport {
    /// The sum for one operation in one unit; zero effects where nothing happened.
    #[must_use]
    pub fn total(&self, provider: ProviderId, operation: &str, unit: &str) -> Total {
        self.totals
            .get(&provider)
            .and_then(|operations| operations.get(operation))
            .and_then(|units| units.get(unit))
            .cloned()
            .unwrap_or(Total { count: 0, amount: Decimal::ZERO })
    }
}

#[derive(Debug, Default)]
pub(crate) struct Ledger {
    effects: Vec<Effect>,
}

/// An effect as its service records it. The ledger adds the provider, the operation and the time.
pub(crate) struct Entry<'a> {
    pub(crate) account: &'a str,
    pub(crate) amount: Decimal,
    pub(crate) unit: &'a str,
    pub(crate) key: Option<&'a str>,
    pub(crate) reference: Option<&'a str>,
}

impl Ledger {
    pub(crate) fn record(&mut self, provider: ProviderId, operation: &str, at: Timestamp, entry: &Entry<'_>) {
        self.effects.push(Effect {
            provider,
            operation: operation.to_owned(),
            account: entry.account.to_owned(),
            amount: entry.amount,
            unit: entry.unit.to_owned(),
            key: entry.key.map(str::to_owned),
            reference: entry.reference.map(str::to_owned),
            at: rfc3339(at),
        });
    }

    pub(crate) fn report(&self) -> LedgerReport {
        let mut totals = Totals::new();
        for effect in &self.effects {
            let total = totals
                .entry(effect.provider)
                .or_default()
                .entry(effect.operation.clone())
                .or_default()
                .entry(effect.unit.clone())
                .or_insert(Total { count: 0, amount: Decimal::ZERO });
            total.count += 1;
            total.amount = total.amount.saturating_add(effect.amount);
        }
        LedgerReport { effects: self.effects.clone(), totals }
    }
}
