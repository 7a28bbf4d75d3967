//! The groups of operations of Acme Pay.

// Written by `payonce provider codegen`; change the provider file and run it again.

use super::calls;
use payonce::UntypedClient;

/// Operations under `payments`.
#[derive(Clone, Copy, Debug)]
pub struct PaymentsResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> PaymentsResource<'_, C> {
    /// Pays a wallet. The key makes a repetition safe.
    ///
    /// `POST /payments`; the provider recognizes a second request by its key, so payonce retries it after any
    /// transient failure.
    ///
    /// Required: `to`, `amount`.
    ///
    /// The result may not be final: check `succeeded()` before you ship.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again with the same `idempotency_key`;
    /// it takes effect once.
    ///
    /// Source: <https://docs.acme.test/payments>
    pub fn send(&self) -> calls::PaymentsSend<C> {
        calls::PaymentsSend::new(self.connection.clone())
    }

    /// (not documented by the provider)
    ///
    /// `GET /payments/{payment_id}`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// A failed object is returned like any other, with `failed()`: check `succeeded()` before you ship.
    ///
    /// Source: <https://docs.acme.test/payments>
    pub fn get(&self, payment_id: impl Into<String>) -> calls::PaymentsGet<C> {
        calls::PaymentsGet::new(self.connection.clone()).payment_id(payment_id)
    }

    /// (not documented by the provider)
    ///
    /// `GET /payments`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: <https://docs.acme.test/payments>
    pub fn list(&self) -> calls::PaymentsList<C> {
        calls::PaymentsList::new(self.connection.clone())
    }

    /// (not documented by the provider)
    ///
    /// `DELETE /payments/{payment_id}`; a second request has the effect of one, so payonce retries it after
    /// any transient failure.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: <https://docs.acme.test/payments>
    pub fn cancel(&self, payment_id: impl Into<String>) -> calls::PaymentsCancel<C> {
        calls::PaymentsCancel::new(self.connection.clone()).payment_id(payment_id)
    }
}
