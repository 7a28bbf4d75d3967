//! Pays by a challenge: a request that is answered with HTTP 402, a signature of the caller, and one submission.
//!
//! payonce holds no wallet key. The caller signs; this decides what is sent, how often, and what became of it:
//!
//! 1. The key of the journal is claimed, before the first request.
//! 2. The request is sent without a payment. Any response but a challenge is the result.
//! 3. The caller signs the challenge, once.
//! 4. The journal records that the payment is being sent. Then the signed request is sent, once. Only where a service
//!    reports `settlement_pending` is it sent once more, with the same signature.
//! 5. Without a success or a code that proves that nothing was used, the outcome stays unknown, and the journal remembers it.

mod credential;
mod ending;
mod entry;
mod machine;
mod offer;
mod payment;
mod proof;

pub use offer::{Challenge, Protocol};
pub use payment::{
    PAID_METHODS, PaidRequest, PaidResponse, Payment, PaymentInput, PaymentOptions, PaymentStep,
};
