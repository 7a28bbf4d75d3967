//! A client with its connections.

use std::sync::Arc;

use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;
use payonce::{Driver, Error};
use payonce_core::{Redactor, ffi};
use serde_json::{Map, Value, json};

use crate::STYLE;
use crate::call::{NativeCall, OnEvent};
use crate::journal::{CarryOut, JavaScriptStore, act};
use crate::paging::NativePager;
use crate::payment::NativePayment;
use crate::waiter::NativeWaiter;

/// A client, or the reason why its options cannot be used.
#[napi]
pub struct NativeClient {
    engine: Result<Driver, String>,
}

#[napi]
impl NativeClient {
    /// Checks the options, which are JSON. `refusal` contains the error of invalid options. `store` keeps the journal, where
    /// the options name no file.
    ///
    /// # Errors
    /// Only for a provider that does not exist, or when TLS cannot be set up.
    #[napi(constructor, catch_unwind)]
    pub fn new(provider: String, options: String, store: Option<CarryOut>) -> napi::Result<Self> {
        let provider = ffi::provider(&provider).map_err(napi::Error::from_reason)?;
        let environment = |name: &str| std::env::var(name).ok();
        let client = match ffi::client(provider, &options, STYLE, &environment) {
            Ok(client) => client,
            Err(error) => return Ok(Self { engine: Err(payload(&error)) }),
        };
        let user_agent = concat!("payonce-node/", env!("CARGO_PKG_VERSION"));
        let engine = Driver::new(client, user_agent).map(|driver| match store {
            Some(carry_out) => driver.with_journal(Arc::new(JavaScriptStore::new(carry_out))),
            None => driver,
        });
        Ok(Self { engine: engine.map_err(|error| payload(&error)) })
    }

    /// The payload of the error that refuses the options.
    #[napi(catch_unwind)]
    pub fn refusal(&self) -> Option<String> {
        self.engine.as_ref().err().cloned()
    }

    /// What may be printed of the client, as JSON: its base URL and the fingerprints of its keys.
    #[napi(catch_unwind)]
    pub fn describe(&self) -> String {
        let Ok(engine) = &self.engine else { return "{}".to_owned() };
        let client = engine.client();
        let keys: Map<String, Value> =
            client.fingerprints().into_iter().map(|(name, print)| (name.to_owned(), json!(print))).collect();
        json!({ "base_url": client.base_url(), "keys": keys }).to_string()
    }

    /// A text without the keys of this client, without these further secrets, a JSON list, and without what looks like
    /// a key.
    #[napi(catch_unwind)]
    pub fn redact(&self, text: String, secrets: String) -> String {
        match &self.engine {
            Ok(engine) => ffi::redact(engine.client().redactor(), &text, &secrets),
            Err(_) => ffi::redact(&Redactor::default(), &text, &secrets),
        }
    }

    /// The payload of the error of an argument that JSON cannot hold.
    #[napi(catch_unwind)]
    pub fn refuse(&self, operation: String, field: String, problem: String) -> String {
        match &self.engine {
            Ok(engine) => {
                payload(&ffi::invalid_argument(engine.client(), Some(&operation), &field, &problem))
            }
            Err(refusal) => refusal.clone(),
        }
    }

    /// Prepares a call. Running it returns the error of invalid arguments.
    #[napi(catch_unwind)]
    pub fn prepare(&self, operation: String, arguments: String, options: String) -> NativeCall {
        let engine = match &self.engine {
            Ok(engine) => engine,
            Err(refusal) => return NativeCall::refused(refusal),
        };
        match engine.prepare_json(&operation, &arguments, &options, STYLE) {
            Ok(call) => NativeCall::prepared(call),
            Err(error) => NativeCall::refused(&payload(&error)),
        }
    }

    /// Prepares a payment by challenge, from the JSON of its request and its options. Running it returns the error of invalid
    /// arguments.
    #[napi(catch_unwind)]
    pub fn prepare_payment(
        &self,
        request: String,
        body: Option<Uint8Array>,
        options: String,
    ) -> NativePayment {
        let engine = match &self.engine {
            Ok(engine) => engine,
            Err(refusal) => return NativePayment::refused(refusal),
        };
        match engine.prepare_payment_json(&request, body.map(|body| body.to_vec()), &options) {
            Ok(payment) => NativePayment::prepared(payment),
            Err(error) => NativePayment::refused(&payload(&error)),
        }
    }

    /// Calls a method of the journal, with its arguments as JSON, and answers its envelope. `within` stores a plan in a
    /// transaction of the caller.
    ///
    /// # Errors
    /// None; the signature is napi's.
    #[napi]
    pub async fn journal(
        &self,
        action: String,
        arguments: String,
        on_event: Option<OnEvent>,
        within: Option<CarryOut>,
    ) -> napi::Result<String> {
        match &self.engine {
            Ok(driver) => Ok(act(driver, action, arguments, on_event, within).await),
            Err(refusal) => Ok(format!("{{\"ok\":false,\"error\":{refusal}}}")),
        }
    }

    /// A waiter for the final state of what an operation returned, for at most this long (by default as long as
    /// the core has it); nothing for an operation that
    /// does not exist.
    #[napi(catch_unwind)]
    pub fn waiter(&self, operation: String, value: String, max_wait_ms: Option<f64>) -> Option<NativeWaiter> {
        let client = self.engine.as_ref().ok()?.client();
        let value = serde_json::from_str(&value).unwrap_or_default();
        ffi::waiter(client, &operation, value, max_wait_ms.map(|time| time / 1000.0), STYLE)
            .map(NativeWaiter::new)
    }

    /// Iterates over the pages of an operation; nothing for an operation without pages.
    #[napi(catch_unwind)]
    pub fn pager(&self, operation: String, arguments: String) -> Option<NativePager> {
        let client = self.engine.as_ref().ok()?.client();
        ffi::pager(client, &operation, &arguments, STYLE).ok().map(NativePager::new)
    }
}

/// An error as JSON text.
pub(crate) fn payload(error: &Error) -> String {
    ffi::payload(error, STYLE).to_string()
}
