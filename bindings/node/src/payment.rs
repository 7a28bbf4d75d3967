//! One payment by challenge, from its request to its envelope.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use napi::Status;
use napi::bindgen_prelude::{Buffer, Promise};
use napi::threadsafe_function::ThreadsafeFunction;
use napi_derive::napi;
use payonce::challenge::{Challenge, PaymentInFlight, Signed, Signer};
use payonce::{Listener, challenge::PaidResponse};
use payonce_core::{Error, Interruption, ffi, json};
use tokio::sync::Notify;

use crate::STYLE;
use crate::call::{OnEvent, Reporter};

/// Takes a challenge as JSON text, and returns the header field of its signature as JSON text, or why there is none.
pub(crate) type Sign = ThreadsafeFunction<String, Promise<String>, String, Status, false>;

struct JavaScriptSigner(Sign);

impl Signer for JavaScriptSigner {
    fn sign<'a>(&'a self, challenge: &'a Challenge) -> Pin<Box<dyn Future<Output = Signed> + Send + 'a>> {
        Box::pin(async move {
            let failure = |error: napi::Error| error.reason.clone();
            let signing = self.0.call_async(json::write(&challenge.to_value())).await.map_err(failure)?;
            ffi::signed_report(&signing.await.map_err(failure)?)
        })
    }
}

/// The envelope of a payment, and the body of its response.
#[napi(object)]
pub struct NativePaid {
    /// As JSON.
    pub envelope: String,
    /// Empty for a failure.
    pub body: Buffer,
}

/// A payment that is prepared, under way or over.
#[napi]
pub struct NativePayment {
    prepared: Result<PaymentInFlight, String>,
    cancelled: Arc<Notify>,
}

impl NativePayment {
    pub(crate) fn prepared(payment: PaymentInFlight) -> Self {
        Self { prepared: Ok(payment), cancelled: Arc::default() }
    }

    pub(crate) fn refused(payload: &str) -> Self {
        Self { prepared: Err(payload.to_owned()), cancelled: Arc::default() }
    }
}

#[napi]
impl NativePayment {
    /// Pays and returns the envelope, also when it fails, is cancelled or hits a bug of payonce.
    ///
    /// # Errors
    /// None; the signature is napi's.
    #[napi]
    pub async fn run(&self, sign: Sign, on_event: Option<OnEvent>) -> napi::Result<NativePaid> {
        let payment = match &self.prepared {
            Ok(payment) => payment.clone(),
            Err(payload) => {
                let envelope = format!("{{\"ok\":false,\"error\":{payload}}}");
                return Ok(NativePaid { envelope, body: Buffer::from(Vec::new()) });
            }
        };
        let (running, cancelled) = (payment.clone(), Arc::clone(&self.cancelled));
        // A task of its own, as for any other call: a panic in it ends the task and not the process.
        let task = tokio::spawn(async move {
            let reporter = on_event.map(Reporter);
            let listener = reporter.as_ref().map(|reporter| -> &dyn Listener { reporter });
            let signer = JavaScriptSigner(sign);
            let stop = async {
                cancelled.notified().await;
                if running.has_result() {
                    // The result stands, whatever the listener or the journal is still doing with it.
                    std::future::pending::<()>().await;
                }
            };
            let result = tokio::select! {
                biased;
                () = stop => None,
                result = running.run(&signer, listener) => Some(result),
            };
            // The future of the payment is dropped here, so nothing can be sent after the verdict.
            match result {
                Some(result) => result,
                None => Err(running.cancel(listener).await),
            }
        });
        Ok(paid(task.await.unwrap_or_else(|_| Err(payment.interrupt(Interruption::Cancelled)))))
    }

    /// Ends the payment: `run` returns what is known of its outcome.
    #[napi(catch_unwind)]
    pub fn cancel(&self) {
        // `notify_one` keeps the word for a payment that is not being waited for yet.
        self.cancelled.notify_one();
    }
}

fn paid(result: Result<PaidResponse, Error>) -> NativePaid {
    let envelope = json::write(&ffi::paid_envelope(&result, STYLE));
    let body = result.map(|paid| paid.response.body).unwrap_or_default();
    NativePaid { envelope, body: Buffer::from(body) }
}
