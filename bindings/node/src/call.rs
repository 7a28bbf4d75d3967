//! One call, from its arguments to its envelope.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use napi::Status;
use napi::bindgen_prelude::Promise;
use napi::threadsafe_function::ThreadsafeFunction;
use napi_derive::napi;
use payonce::core::{Interruption, bridge};
use payonce::{InFlight, Listener, Notice};
use tokio::sync::Notify;

/// Takes a notice as JSON text and answers when the call may go on.
type OnEvent = ThreadsafeFunction<String, Promise<()>, String, Status, false>;

struct Reporter(OnEvent);

impl Listener for Reporter {
    fn on_event(&self, notice: Notice) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            let notice = serde_json::json!(notice).to_string();
            // A listener that fails is dealt with in TypeScript, where its own exception can be thrown.
            if let Ok(answer) = self.0.call_async(notice).await {
                let _ = answer.await;
            }
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
    /// Does the call and answers its envelope, also when it fails, is cancelled or hits a bug of payonce.
    ///
    /// # Errors
    /// None; the signature is napi's.
    #[napi]
    pub async fn run(&self, on_event: Option<OnEvent>) -> napi::Result<String> {
        let call = match &self.prepared {
            Ok(call) => call.clone(),
            Err(payload) => return Ok(format!("{{\"ok\":false,\"error\":{payload}}}")),
        };
        let running = call.clone();
        // A task of its own: a panic in it ends the task and not the process.
        let task = tokio::spawn(async move {
            let reporter = on_event.map(Reporter);
            let listener = reporter.as_ref().map(|reporter| -> &dyn Listener { reporter });
            bridge::envelope(&running.run(listener).await).to_string()
        });
        let stop = task.abort_handle();
        tokio::select! {
            envelope = task => Ok(envelope.unwrap_or_else(|_| interrupted(&call))),
            () = self.cancelled.notified() => {
                stop.abort();
                Ok(interrupted(&call))
            }
        }
    }

    /// Ends the call: `run` answers with what is known of its outcome.
    #[napi(catch_unwind)]
    pub fn cancel(&self) {
        // `notify_one` keeps the word for a call that is not being waited for yet.
        self.cancelled.notify_one();
    }
}

fn interrupted(call: &InFlight) -> String {
    bridge::envelope(&Err(call.interrupt(Interruption::Cancelled))).to_string()
}
