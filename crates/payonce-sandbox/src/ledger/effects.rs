//! Every effect, once.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

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

    /// The only effect with this reference; see [`Effect::has_reference`].
    ///
    /// # Errors
    ///
    /// No effect has the reference, or more than one has it.
    pub fn paid_once(&self, reference: &str) -> Result<&Effect, NotPaidOnce> {
        let effects: Vec<&Effect> =
            self.effects.iter().filter(|effect| effect.has_reference(reference)).collect();
        let reference = reference.to_owned();
        match effects.as_slice() {
            [effect] => Ok(effect),
            [] => {
                let texts = |effect: &Effect| [effect.key.clone(), effect.reference.clone()];
                let paid = self.effects.iter().flat_map(texts).flatten();
                Err(NotPaidOnce::NotPaid { reference, paid: paid.map(|text| format!("{text:?}")).collect() })
            }
            several => {
                let effects = several.iter().copied().cloned().collect();
                Err(NotPaidOnce::PaidAgain { reference, effects })
            }
        }
    }

    /// Asserts that exactly one effect has this reference, and returns it; see [`Effect::has_reference`].
    ///
    /// # Panics
    ///
    /// No effect has the reference, or more than one has it.
    #[track_caller]
    #[allow(clippy::panic, reason = "a failed assertion of a test panics")]
    pub fn assert_paid_once(&self, reference: &str) -> &Effect {
        self.paid_once(reference).unwrap_or_else(|error| panic!("{error}"))
    }
}

/// Why a ledger does not show exactly one effect with a reference.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotPaidOnce {
    /// No effect has the reference.
    #[error("{reference:?} was not paid; {}", known(.paid))]
    NotPaid {
        /// The expected reference.
        reference: String,
        /// The references and keys that the ledger contains.
        paid: Vec<String>,
    },
    /// More than one effect has the reference.
    #[error("{reference:?} was paid {} times: {}", .effects.len(), listed(.effects))]
    PaidAgain {
        /// The expected reference.
        reference: String,
        /// The effects that have it, oldest first.
        effects: Vec<Effect>,
    },
}

fn known(paid: &[String]) -> String {
    if paid.is_empty() {
        "the ledger is empty".to_owned()
    } else {
        format!("the ledger contains {}", paid.join(", "))
    }
}

fn listed(effects: &[Effect]) -> String {
    let shown = |effect: &Effect| {
        let Effect { provider, operation, amount, unit, at, .. } = effect;
        format!("{amount} {unit} with {operation} of {provider} at {at}")
    };
    effects.iter().map(shown).collect::<Vec<_>>().join("; ")
}

fn hex(bytes: impl Iterator<Item = u8>) -> String {
    bytes.map(|byte| format!("{byte:02x}")).collect()
}

/// How payonce sends a key that does not fit its place, such as a short one in a memo: as a part of its SHA-256.
fn sent_as(key: &str) -> String {
    format!("pok_{}", hex(Sha256::digest(key).into_iter().take(16)))
}

/// How payonce sends a key to a provider that takes only UUIDs of version 4: as a part of its SHA-256, with the bits of the
/// version.
fn sent_as_uuid4(key: &str) -> String {
    let bytes = Sha256::digest(key).into_iter().take(16).enumerate().map(|(place, byte)| match place {
        6 => (byte & 0x0f) | 0x40,
        8 => (byte & 0x3f) | 0x80,
        _ => byte,
    });
    let mut uuid = hex(bytes);
    for place in [20, 16, 12, 8] {
        uuid.insert(place, '-');
    }
    uuid
}

impl Effect {
    /// Whether this effect has the reference. It can be the idempotency key of the call, the memo, or the reference of
    /// payonce, which is in the memo alone or in brackets after the text of the caller.
    #[must_use]
    pub fn has_reference(&self, reference: &str) -> bool {
        if reference.is_empty() {
            return false;
        }
        let memo = self.reference.as_deref().unwrap_or_default();
        let (own, added) = parts_of(memo);
        let key = self.key.as_deref().unwrap_or_default();
        [reference, &sent_as(reference), &sent_as_uuid4(reference)].contains(&key)
            || [memo, own, added].contains(&reference)
            || added == sent_as(reference)
    }
}

/// The caller's part of a memo, and the reference that payonce added in brackets. Both are the whole memo if it has no brackets.
pub(super) fn parts_of(memo: &str) -> (&str, &str) {
    memo.strip_suffix(']')
        .and_then(|memo| memo.rsplit_once('['))
        .map_or((memo, memo), |(own, added)| (own.trim_end(), added))
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

    pub(crate) fn effects(&self) -> &[Effect] {
        &self.effects
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

#[cfg(test)]
mod tests {
    use super::*;

    fn effect(key: Option<&str>, reference: Option<&str>) -> Effect {
        Effect {
            provider: ProviderId::AgentWallex,
            operation: "payments.send".to_owned(),
            account: "agent_abc123".to_owned(),
            amount: Decimal::new(500, 2),
            unit: "USDC".to_owned(),
            key: key.map(str::to_owned),
            reference: reference.map(str::to_owned),
            at: "2026-01-01T00:00:00Z".to_owned(),
        }
    }

    fn report(effects: &[Effect]) -> LedgerReport {
        LedgerReport { effects: effects.to_vec(), totals: Totals::new() }
    }

    #[test]
    fn an_effect_is_found_by_its_key_its_memo_and_the_reference_that_payonce_added() {
        let by_key = effect(Some("order-7"), Some("tx_1"));
        let by_memo = effect(None, Some("order-7"));
        let by_both = effect(None, Some("order-7 [po_1]"));
        let added = effect(None, Some("[order-7]"));
        // printf %s order-7 | sha256sum
        let short = effect(None, Some("pok_df8cf80227ec3237922df0ecd88385c5"));
        let short_with_memo = effect(None, Some("invoice 7 [pok_df8cf80227ec3237922df0ecd88385c5]"));
        let by_uuid = effect(Some("df8cf802-27ec-4237-922d-f0ecd88385c5"), None);
        for found in [by_key, by_memo, by_both.clone(), added, short, short_with_memo, by_uuid] {
            let report = report(&[effect(None, Some("order-70")), effect(None, None), found.clone()]);
            assert_eq!(report.assert_paid_once("order-7"), &found);
        }
        assert!(by_both.has_reference("po_1"));
        assert!(!effect(None, None).has_reference(""));
        for other in ["order", "po", "order-7 [po_1", "po_1]", ""] {
            assert!(!by_both.has_reference(other), "{other}");
        }
    }

    #[test]
    fn no_payment_and_a_second_payment_are_described() {
        let problem = |effects: &[Effect]| report(effects).paid_once("order-7").unwrap_err().to_string();
        assert_eq!(problem(&[]), "\"order-7\" was not paid; the ledger is empty");
        assert_eq!(
            problem(&[effect(Some("order-8"), Some("m"))]),
            "\"order-7\" was not paid; the ledger contains \"order-8\", \"m\""
        );
        let twice = [effect(None, Some("order-7")), effect(Some("order-7"), None)];
        let one = "5.00 USDC with payments.send of agentwallex at 2026-01-01T00:00:00Z";
        assert_eq!(problem(&twice), format!("\"order-7\" was paid 2 times: {one}; {one}"));
    }

    #[test]
    #[should_panic(expected = "was paid 2 times")]
    fn the_assertion_panics_after_a_second_payment() {
        let twice = [effect(None, Some("order-7")), effect(Some("order-7"), None)];
        report(&twice).assert_paid_once("order-7");
    }
}
