//! One call, from its arguments to its envelope.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use napi::Status;
use napi::bindgen_prelude::Promise;
use napi::threadsafe_function::ThreadsafeFunction;
use napi_derive::napi;
use payonce::{Event, InFlight, Listener, ListenerError};
use payonce_core::{Interruption, ffi};
use tokio::sync::Notify;

use crate::STYLE;

/// Takes an event as JSON text and returns when the call may go on.
pub(crate) type OnEvent = ThreadsafeFunction<String, Promise<()>, String, Status, false>;

pub(crate) struct Reporter(pub(crate) OnEvent);

impl Listener for Reporter {
    fn on_event(&self, event: Event) -> Pin<Box<dyn Future<Output = Result<(), ListenerError>> + Send + '_>> {
        Box::pin(async move {
            let event = event.to_value().to_string();
            // A listener that fails is dealt with in TypeScript, where its own exception can be thrown. A failure here means
            // that the thread of the listener is ending: it did not hear of the request, which must not be sent then.
            let failure = |error: napi::Error| ListenerError::from(error.reason.clone());
            let heard = self.0.call_async(event).await.map_err(failure)?;
            heard.await.map_err(failure)
        })
    }
}

/// A call that is prepared, under way or over.
#[napi]
pub struct NativeCall {
    prepared: Result<InFlight, String>,
    cancelled: Arc<Notify>,
}

impl NativeCall {
    pub(crate) fn prepared(call: InFlight) -> Self {
        Self { prepared: Ok(call), cancelled: Arc::default() }
    }

    pub(crate) fn refused(payload: &str) -> Self {
        Self { prepared: Err(payload.to_owned()), cancelled: Arc::default() }
    }
}

#[napi]
impl NativeCall {
    /// Does the call and returns its envelope, also when it fails, is cancelled or hits a bug of payonce.
    ///
    /// # Errors
    /// None; the signature is napi's.
    #[napi]
    pub async fn run(&self, on_event: Option<OnEvent>) -> napi::Result<String> {
        let call = match &self.prepared {
            Ok(call) => call.clone(),
            Err(payload) => return Ok(format!("{{\"ok\":false,\"error\":{payload}}}")),
        };
        let (running, cancelled) = (call.clone(), Arc::clone(&self.cancelled));
        // A task of its own: a panic in it ends the task and not the process. Only it ever ends the call, so that what
        // it says about a cancelled one is true at that moment.
        let task = tokio::spawn(async move {
            let reporter = on_event.map(Reporter);
            let listener = reporter.as_ref().map(|reporter| -> &dyn Listener { reporter });
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
                result = running.run(listener) => Some(result),
            };
            // The future of the call is dropped here, so nothing can be sent after the verdict.
            let result = match result {
                Some(result) => result,
                None => Err(running.cancel(listener).await),
            };
            ffi::envelope(&result, STYLE)
        });
        Ok(task.await.unwrap_or_else(|_| interrupted(&call)))
    }

    /// Ends the call: `run` returns what is known of its outcome.
    #[napi(catch_unwind)]
    pub fn cancel(&self) {
        // `notify_one` keeps the word for a call that is not being waited for yet.
        self.cancelled.notify_one();
    }
}

fn interrupted(call: &InFlight) -> String {
    ffi::envelope(&Err(call.interrupt(Interruption::Cancelled)), STYLE)
}
