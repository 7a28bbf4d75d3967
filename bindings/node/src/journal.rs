//! A journal in a store that is a JavaScript object.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use napi::Status;
use napi::bindgen_prelude::Promise;
use napi::threadsafe_function::ThreadsafeFunction;
use napi_derive::napi;
use payonce::journal::{Journal, JournalOp, JournalRow, JournalStore, StoreFailure, StoreFuture};
use payonce::{Driver, Event, Listener, ListenerError};
use payonce_core::journal::conformance::Conformance;
use payonce_core::{ffi, json};

use crate::STYLE;
use crate::call::OnEvent;
use crate::client::payload;

/// Takes an operation as JSON text and answers the report of the store as JSON text. It does not keep the process alive: a
/// call that waits for it does.
pub(crate) type CarryOut = ThreadsafeFunction<String, Promise<String>, String, Status, false, true>;

/// A store that is a JavaScript object.
pub(crate) struct JavaScriptStore {
    carry_out: CarryOut,
}

impl JavaScriptStore {
    pub(crate) fn new(carry_out: CarryOut) -> Self {
        Self { carry_out }
    }

    fn carry_out(&self, op: JournalOp) -> StoreFuture<'_> {
        let failure = |error: napi::Error| StoreFailure(error.reason.clone());
        Box::pin(async move {
            let report = self.carry_out.call_async(op.to_value().to_string()).await.map_err(failure)?;
            ffi::store_report_json(&report.await.map_err(failure)?)
        })
    }
}

impl JournalStore for JavaScriptStore {
    fn claim(&self, row: JournalRow) -> StoreFuture<'_> {
        self.carry_out(JournalOp::Claim(Box::new(row)))
    }

    fn update(&self, row: JournalRow, if_generation: u64) -> StoreFuture<'_> {
        self.carry_out(JournalOp::Update { row: Box::new(row), if_generation })
    }

    fn get(&self, id: String) -> StoreFuture<'_> {
        self.carry_out(JournalOp::Get { id })
    }

    fn list(&self, unsettled_only: bool, after: Option<String>, limit: u64) -> StoreFuture<'_> {
        self.carry_out(JournalOp::List { unsettled_only, after, limit })
    }
}

/// The listener of calls that the journal makes: if it fails before a request, nothing is sent.
struct Observer {
    on_event: OnEvent,
}

impl Listener for Observer {
    fn on_event(&self, event: Event) -> Pin<Box<dyn Future<Output = Result<(), ListenerError>> + Send + '_>> {
        Box::pin(async move {
            let failure = |error: napi::Error| ListenerError::from(error.reason.clone());
            let heard = self.on_event.call_async(event.to_value().to_string()).await.map_err(failure)?;
            heard.await.map_err(failure)
        })
    }
}

/// Calls a method of the journal of a client, and answers its envelope. `within` stores a plan in a transaction of the
/// caller.
pub(crate) async fn act(
    driver: &Driver,
    action: String,
    arguments: String,
    on_event: Option<OnEvent>,
    within: Option<CarryOut>,
) -> String {
    let driver = match within {
        Some(carry_out) => driver.clone().with_journal(Arc::new(JavaScriptStore::new(carry_out))),
        None => driver.clone(),
    };
    let client = driver.client().clone();
    // A task of its own: a panic in it ends the task and not the process.
    let task = tokio::spawn(async move {
        let listener = on_event.map(|on_event| Arc::new(Observer { on_event }) as Arc<dyn Listener>);
        let arguments = json::read_object(&arguments).unwrap_or_default();
        Journal::of(&driver, listener)?.act(&action, &arguments, STYLE).await
    });
    let failed = |_| Err(ffi::journal_unavailable(&client, "the work on the journal was interrupted"));
    match task.await.unwrap_or_else(failed) {
        Ok(value) => serde_json::json!({"ok": true, "value": value}).to_string(),
        Err(error) => format!("{{\"ok\":false,\"error\":{}}}", payload(&error)),
    }
}

/// A run of the conformance suite; TypeScript has the store carry out its operations.
#[napi]
pub struct NativeConformance {
    suite: Conformance,
}

#[napi]
impl NativeConformance {
    /// A new run. `entropy` is sixteen random bytes.
    #[napi(constructor, catch_unwind)]
    pub fn new(entropy: napi::bindgen_prelude::Uint8Array) -> Self {
        let entropy = <[u8; 16]>::try_from(&entropy[..]).unwrap_or_default();
        Self { suite: Conformance::new(entropy) }
    }

    /// Takes the reports on the operations of the last step, a JSON array, and answers the next step as JSON.
    #[napi(catch_unwind)]
    pub fn step(&mut self, reports: String) -> String {
        ffi::conformance_step(&mut self.suite, &reports).to_string()
    }
}
