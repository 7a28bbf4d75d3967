//! Pays by a challenge: HTTP 402 over x402 or the Payment scheme (MPP), signed by the caller.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use payonce_core::challenge::{Challenge, PaidRequest, PaidResponse, PaymentOptions, Protocol};
use payonce_core::challenge::{PAID_METHODS, Payment, PaymentInput, PaymentStep};
use payonce_core::{Error, Event, Interruption, JournalAnswer, JournalOp, StoreFailure, ffi};

use crate::engine::{Driver, LAST_ROW, Listener, entropy};
use crate::journal::carry_out;
use crate::reporting::{self, Refused};

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
    /// payment, and has until the deadline. The result is one header field: `PAYMENT-SIGNATURE` for x402 version 2,
    /// `X-PAYMENT` for version 1, and `Authorization` for MPP.
    fn sign<'a>(&'a self, challenge: &'a Challenge) -> Pin<Box<dyn Future<Output = Signed> + Send + 'a>>;
}

impl Driver {
    /// Sends the request, and pays once if the service asks for it. If you drop the future, the journal records what is known
    /// of the payment.
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
        let leaving = Leaving { payment: self.prepare_payment(request, options)?, is_over: false };
        leaving.run(signer).await
    }

    /// Checks the request and prepares its payment; nothing is sent before [`PaymentInFlight::run`].
    ///
    /// # Errors
    /// `invalid_argument`, which names the argument.
    pub fn prepare_payment(
        &self,
        request: PaidRequest,
        options: &PaymentOptions,
    ) -> Result<PaymentInFlight, Error> {
        Ok(self.payment(Payment::new(self.client(), request, options, entropy())?))
    }

    /// Like [`prepare_payment`](Self::prepare_payment), by JSON text, for a binding; see [`ffi::payment`].
    ///
    /// # Errors
    /// `invalid_argument`, which names the argument.
    pub fn prepare_payment_json(
        &self,
        request: &str,
        body: Option<Vec<u8>>,
        options: &str,
    ) -> Result<PaymentInFlight, Error> {
        Ok(self.payment(ffi::payment(self.client(), request, body, options, entropy())?))
    }

    fn payment(&self, payment: Payment) -> PaymentInFlight {
        PaymentInFlight {
            driver: self.clone(),
            payment: Arc::new(Mutex::new(payment)),
            is_exchanging: Arc::new(AtomicBool::new(false)),
        }
    }
}

/// A prepared or running payment. If you drop the future of [`PaymentInFlight::run`], a clone of this still returns what is
/// known of it.
#[derive(Clone, Debug)]
pub struct PaymentInFlight {
    driver: Driver,
    payment: Arc<Mutex<Payment>>,
    /// Whether the listeners have returned and the transport has the request.
    is_exchanging: Arc<AtomicBool>,
}

impl PaymentInFlight {
    /// Runs the payment to its end.
    ///
    /// # Errors
    /// Every kind of the [error model](Error).
    pub async fn run(
        &self,
        signer: &dyn Signer,
        listener: Option<&dyn Listener>,
    ) -> Result<PaidResponse, Error> {
        let mut input = PaymentInput::Start;
        let mut cause: Option<reqwest::Error> = None;
        loop {
            let (step, events) = {
                let mut payment = self.lock();
                let step = payment.step(input, self.driver.now());
                (step, payment.take_events())
            };
            if let Err(refused) = self.report(listener, events).await {
                return Err(self.hold_back(listener, refused).await);
            }
            input = match step {
                PaymentStep::Send(mut request) => {
                    // The time of the listener counts for the payment.
                    let left = self.time_left();
                    if left.is_zero() {
                        return Err(self.hold_back(listener, Refused::TooLate).await);
                    }
                    request.timeout = request.timeout.min(left);
                    self.is_exchanging.store(true, Ordering::Release);
                    let (received, error) = self.driver.exchange(request).await;
                    self.is_exchanging.store(false, Ordering::Release);
                    cause = error;
                    PaymentInput::Received(received)
                }
                PaymentStep::Wait(wait) => {
                    tokio::time::sleep(wait).await;
                    PaymentInput::Waited
                }
                PaymentStep::Sign(challenge) => {
                    let signed = tokio::time::timeout(self.time_left(), signer.sign(&challenge)).await;
                    let late = |_| Err("the signer did not return before the deadline".to_owned());
                    PaymentInput::Signed(signed.unwrap_or_else(late))
                }
                PaymentStep::Journal(op) => PaymentInput::Journal(self.record(op).await),
                PaymentStep::Done(result) => {
                    return result.map_err(|error| match cause {
                        // The transport's own error contains the whole URL. It becomes the source without the URL.
                        Some(cause) => error.caused_by(cause.without_url()),
                        None => error,
                    });
                }
            };
        }
    }

    /// Ends the payment for its caller, and reports its last event. Drop the future of [`run`](Self::run) first.
    pub async fn cancel(&self, listener: Option<&dyn Listener>) -> Error {
        let error = self.interrupt(Interruption::Cancelled);
        let events = self.lock().take_events();
        self.record_end().await;
        let _ = self.report(listener, events).await;
        error
    }

    /// Whether the payment has its result, and only records or reports it: do not cancel it any more.
    #[must_use]
    pub fn has_result(&self) -> bool {
        self.lock().has_result()
    }

    /// The error of this payment if its caller ends it now, with its reference and outcome.
    #[must_use]
    pub fn interrupt(&self, why: Interruption) -> Error {
        let mut payment = self.lock();
        if !self.is_exchanging.load(Ordering::Acquire) {
            payment.hold_back();
        }
        payment.interrupt(self.driver.now(), why)
    }

    /// Has the store carry the operation out. What was sent is recorded after the deadline, too.
    async fn record(&self, op: JournalOp) -> Result<JournalAnswer, StoreFailure> {
        let Some(store) = self.driver.store() else {
            return Err(StoreFailure("the driver has no store".to_owned()));
        };
        let answered = tokio::time::timeout(self.time_left().max(LAST_ROW), carry_out(&**store, op)).await;
        answered.unwrap_or_else(|_| Err(StoreFailure("it did not respond in time".to_owned())))
    }

    async fn record_end(&self) {
        let row = self.lock().take_last_row();
        if let Some(row) = row {
            // If it cannot be recorded, the entry stays as it is, and the next call with its key finds it.
            let _ = self.record(row).await;
        }
    }

    async fn report(&self, listener: Option<&dyn Listener>, events: Vec<Event>) -> Result<(), Refused> {
        reporting::report(listener, events, || self.time_left()).await
    }

    /// Ends the payment before the first byte of the next request.
    async fn hold_back(&self, listener: Option<&dyn Listener>, refused: Refused) -> Error {
        let (error, events) = {
            let mut payment = self.lock();
            payment.hold_back();
            let error = payment.interrupt(self.driver.now(), refused.interruption());
            (error, payment.take_events())
        };
        self.record_end().await;
        let _ = self.report(listener, events).await;
        refused.caused(error)
    }

    /// How long the payment may still take, with its signature.
    #[must_use]
    pub fn time_left(&self) -> Duration {
        self.lock().time_left(self.driver.now())
    }

    fn lock(&self) -> MutexGuard<'_, Payment> {
        self.payment.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Records the end of a payment whose future is dropped: a cancelled task, or a losing branch of `select!`.
struct Leaving {
    payment: PaymentInFlight,
    is_over: bool,
}

impl Leaving {
    async fn run(mut self, signer: &dyn Signer) -> Result<PaidResponse, Error> {
        let result = self.payment.run(signer, None).await;
        self.is_over = true;
        result
    }
}

impl Drop for Leaving {
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        // The payment itself ends here, with or without a runtime. A store is async, so a task of its own records it.
        let _ = self.payment.interrupt(Interruption::Cancelled);
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let payment = self.payment.clone();
            runtime.spawn(async move { payment.record_end().await });
        }
    }
}
