//! Pays by a challenge: HTTP 402 over x402 or the Payment scheme (MPP), signed by the caller.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

pub use payonce_core::challenge::{Challenge, PaidRequest, PaidResponse, PaymentOptions, Protocol};
use payonce_core::challenge::{PAID_METHODS, Payment, PaymentInput, PaymentStep};
use payonce_core::{Error, StoreFailure};

use crate::engine::Driver;
use crate::journal::carry_out;

/// The longest time for one operation of the store.
const STORE: Duration = Duration::from_secs(10);

/// The header fields with the signature, or why the caller does not sign.
pub type Signed = Result<Vec<(String, String)>, String>;

/// The method of this name, whose letters have any case; empty, which is refused later, if a payment cannot use it.
#[doc(hidden)]
#[must_use]
pub fn method(name: &str) -> &'static str {
    PAID_METHODS.iter().copied().find(|known| known.eq_ignore_ascii_case(name)).unwrap_or_default()
}

/// Signs challenges. payonce holds no wallet key.
pub trait Signer: Send + Sync {
    /// Signs the challenge, or refuses to, for instance because the price is too high. It is called at most once for each
    /// payment. The result is one header field: `PAYMENT-SIGNATURE` for x402 version 2, `X-PAYMENT` for version 1, and
    /// `Authorization` for MPP.
    fn sign<'a>(&'a self, challenge: &'a Challenge) -> Pin<Box<dyn Future<Output = Signed> + Send + 'a>>;
}

impl Driver {
    /// Sends the request, and pays once if the service asks for it.
    ///
    /// # Errors
    /// Every kind of the [error model](Error). After the signed request left, the outcome is `not_applied` only if the
    /// protocol carries a reason that proves it.
    pub async fn pay(
        &self,
        request: PaidRequest,
        options: &PaymentOptions,
        signer: &dyn Signer,
    ) -> Result<PaidResponse, Error> {
        let mut payment = Payment::new(self.client(), request, options)?;
        let mut input = PaymentInput::Start;
        loop {
            input = match payment.step(input, self.now()) {
                PaymentStep::Send(request) => PaymentInput::Received(self.exchange(request).await),
                PaymentStep::Wait(wait) => {
                    tokio::time::sleep(wait).await;
                    PaymentInput::Waited
                }
                PaymentStep::Sign(challenge) => PaymentInput::Signed(signer.sign(&challenge).await),
                PaymentStep::Journal(op) => PaymentInput::Journal(match self.store() {
                    Some(store) => tokio::time::timeout(STORE, carry_out(&**store, op))
                        .await
                        .unwrap_or_else(|_| Err(StoreFailure("it did not respond in time".to_owned()))),
                    None => Err(StoreFailure("the driver has no store".to_owned())),
                }),
                PaymentStep::Done(result) => return result,
            };
        }
    }
}
