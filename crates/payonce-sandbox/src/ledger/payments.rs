//! Which effects belong to the same payment. A payment is charged again if another request has an effect on it.
//!
//! The key or the reference of the caller names a payment. A request without both is recognized by its bytes, but only after a
//! fault kept the response to the same bytes from the client: two equal purchases are otherwise two purchases.

use std::collections::HashMap;

use super::effects::{Effect, parts_of};
use crate::catalog::ProviderId;

/// The request that had an effect.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Origin<'a> {
    /// Its number in the log. A top-up, which can settle a debt, has none.
    pub(crate) request: Option<u64>,
    /// Equal for requests with the same method, address and body.
    pub(crate) exact: u64,
    /// A fault kept the response to the same request from the client before.
    pub(crate) is_second_try: bool,
    /// Each such request makes a change of its own.
    pub(crate) is_idempotent: bool,
    /// The texts of the request, to distinguish a reference of the caller from an id of the provider.
    pub(crate) texts: &'a [String],
}

/// A payment, and what happened to it.
#[derive(Debug, Clone)]
pub(crate) struct Payment {
    pub(crate) provider: ProviderId,
    pub(crate) operation: String,
    pub(crate) unit: String,
    /// The key or the reference of the caller.
    pub(crate) name: Option<String>,
    /// The places of its effects in the ledger.
    pub(crate) effects: Vec<usize>,
    /// The requests that had an effect.
    pub(crate) requests: Vec<Option<u64>>,
}

impl Payment {
    /// Whether more than one request had an effect on it.
    pub(crate) fn is_paid_again(&self) -> bool {
        self.requests.len() > 1
    }
}

type Kind = (ProviderId, String, String);

/// All payments of the ledger.
#[derive(Debug, Default)]
pub(crate) struct Payments {
    all: Vec<Payment>,
    /// For each effect its payment, and whether an earlier request had an effect on the same payment.
    of_effect: Vec<(usize, bool)>,
    /// For each effect the number of its request.
    requests: Vec<Option<u64>>,
    /// The effects of each request.
    of_request: HashMap<u64, Vec<usize>>,
    named: HashMap<(Kind, String), usize>,
    /// The last payments of requests without a name, in the order of the effects.
    unnamed: HashMap<(Kind, u64), Vec<usize>>,
}

impl Payments {
    pub(crate) fn all(&self) -> &[Payment] {
        &self.all
    }

    pub(crate) fn get(&self, place: usize) -> Option<&Payment> {
        self.all.get(place)
    }

    /// The payment of an effect, and whether the effect is a repetition.
    pub(crate) fn of_effect(&self, effect: usize) -> Option<(usize, bool)> {
        self.of_effect.get(effect).copied()
    }

    /// The effects of the request with this number.
    pub(crate) fn effects_of(&self, request: u64) -> &[usize] {
        self.of_request.get(&request).map_or(&[], Vec::as_slice)
    }

    /// The number of the request that had this effect.
    pub(crate) fn request_of(&self, effect: usize) -> Option<u64> {
        self.requests.get(effect).copied().flatten()
    }

    /// How many effects it knows.
    pub(crate) fn known(&self) -> usize {
        self.of_effect.len()
    }

    /// Assigns the new effects of a request, which are those that it does not know yet.
    pub(crate) fn assign(&mut self, effects: &[Effect], origin: Origin<'_>) {
        let mut places: HashMap<Kind, Vec<usize>> = HashMap::new();
        for (place, effect) in effects.iter().enumerate().skip(self.known()) {
            let kind = (effect.provider, effect.operation.clone(), effect.unit.clone());
            let name = if origin.is_idempotent { None } else { name_of(effect, origin.texts) };
            let before = match &name {
                Some(name) => self.named.get(&(kind.clone(), name.clone())).copied(),
                None if origin.is_second_try && !origin.is_idempotent => {
                    let nth = places.get(&kind).map_or(0, Vec::len);
                    let earlier = self.unnamed.get(&(kind.clone(), origin.exact));
                    earlier.and_then(|earlier| earlier.get(nth)).copied()
                }
                None => None,
            };
            let payment = before.unwrap_or(self.all.len());
            if before.is_none() {
                let (provider, operation, unit) = kind.clone();
                let (effects, requests) = (Vec::new(), Vec::new());
                self.all.push(Payment { provider, operation, unit, name: name.clone(), effects, requests });
            }
            match name {
                Some(name) => _ = self.named.insert((kind, name), payment),
                None => places.entry(kind).or_default().push(payment),
            }
            let Some(known) = self.all.get_mut(payment) else { continue };
            known.effects.push(place);
            if !known.requests.contains(&origin.request) {
                known.requests.push(origin.request);
            }
            let is_again = known.requests.first() != Some(&origin.request);
            self.of_effect.push((payment, is_again));
            self.requests.push(origin.request);
            if let Some(request) = origin.request {
                self.of_request.entry(request).or_default().push(place);
            }
        }
        let unnamed = places.into_iter().map(|(kind, payments)| ((kind, origin.exact), payments));
        self.unnamed.extend(unnamed);
    }
}

/// The key, or the reference if the request contained it. Of a memo with a reference of payonce, only that counts.
fn name_of(effect: &Effect, texts: &[String]) -> Option<String> {
    if let Some(key) = &effect.key {
        return Some(key.clone());
    }
    let memo = effect.reference.as_deref().filter(|memo| !memo.is_empty())?;
    texts.iter().any(|text| text.contains(memo)).then(|| parts_of(memo).1.to_owned())
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    fn effect(key: Option<&str>, reference: &str) -> Effect {
        Effect {
            provider: ProviderId::AgentWallex,
            operation: "payments.send".to_owned(),
            account: "agent_abc123".to_owned(),
            amount: Decimal::ONE,
            unit: "USDC".to_owned(),
            key: key.map(str::to_owned),
            reference: Some(reference.to_owned()),
            at: String::new(),
        }
    }

    /// Requests, each with its bytes, whether it is a second try, its texts and its effects. Returns which effects repeat.
    fn repeated(requests: &[(u64, bool, &str, &[Effect])]) -> Vec<bool> {
        let (mut payments, mut effects) = (Payments::default(), Vec::new());
        for (number, (exact, is_second_try, text, new)) in requests.iter().enumerate() {
            effects.extend(new.iter().cloned());
            let origin = Origin {
                request: Some(number as u64),
                exact: *exact,
                is_second_try: *is_second_try,
                is_idempotent: false,
                texts: &[(*text).to_owned()],
            };
            payments.assign(&effects, origin);
        }
        (0..effects.len()).map(|place| payments.of_effect(place).unwrap().1).collect()
    }

    #[test]
    fn a_second_request_with_the_key_or_the_memo_of_a_payment_charges_it_again() {
        let (key, memo) = ([effect(Some("k"), "tx_1")], [effect(None, "invoice 7")]);
        assert_eq!(repeated(&[(1, false, "", &key), (2, false, "", &key)]), [false, true]);
        let text = "memo: invoice 7";
        assert_eq!(repeated(&[(1, false, text, &memo), (2, false, text, &memo)]), [false, true]);
    }

    #[test]
    fn the_reference_in_brackets_decides_and_not_the_memo_before_it() {
        let (one, two) = (effect(None, "coffee [po_1]"), effect(None, "coffee [po_2]"));
        let pay = |effect: &Effect| effect.reference.clone().unwrap();
        let (first, second) = (pay(&one), pay(&two));
        let (one, two): (&[Effect], &[Effect]) = (&[one], &[two]);
        assert_eq!(
            repeated(&[(1, true, &first, one), (2, true, &second, two), (1, true, &first, one)]),
            [false, false, true]
        );
    }

    #[test]
    fn a_request_without_a_name_charges_again_only_after_a_lost_response() {
        let paid = |id: &str| [effect(None, id)];
        let (one, two) = (paid("tx_1"), paid("tx_2"));
        assert_eq!(repeated(&[(1, false, "", &one), (1, false, "", &two)]), [false, false]);
        assert_eq!(repeated(&[(1, false, "", &one), (1, true, "", &two)]), [false, true]);
        assert_eq!(repeated(&[(1, false, "", &one), (2, true, "", &two)]), [false, false], "other bytes");
    }

    #[test]
    fn the_events_of_one_request_do_not_repeat_each_other() {
        let events = [effect(None, "ev_1"), effect(None, "ev_2")];
        let again = [effect(None, "ev_3"), effect(None, "ev_4")];
        assert_eq!(repeated(&[(1, false, "", &events), (1, true, "", &again)]), [false, false, true, true]);
        let twice = [effect(Some("k"), "k"), effect(Some("k"), "k")];
        assert_eq!(repeated(&[(1, false, "", &twice)]), [false, false]);
    }
}
