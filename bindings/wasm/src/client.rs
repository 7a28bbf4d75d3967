//! A client without connections: the platform has them.

use payonce_core::model::json::{self, Members};
use payonce_core::{Client, JournalConfig, Redactor, ffi};
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

use crate::call::WasmCall;
use crate::journal;
use crate::paging::WasmPager;
use crate::payment::WasmPayment;
use crate::waiter::WasmWaiter;
use crate::{STYLE, payload};

/// A client, or the reason why its options cannot be used.
#[wasm_bindgen]
#[derive(Debug)]
pub struct WasmClient {
    client: Result<Client, String>,
}

const NO_FILE: &str = "must be a store here: an object with claim, update, get and list; a file needs the native addon for Node";

#[wasm_bindgen]
impl WasmClient {
    /// Checks the options, which are JSON; `environment` is a JSON object of environment variables. What is wrong
    /// with the options is in `refusal`. `journal_owner` says who writes the journal, if there is a store for it.
    ///
    /// # Errors
    /// Only for a provider that does not exist.
    #[wasm_bindgen(constructor)]
    pub fn new(
        provider: &str,
        options: &str,
        environment: &str,
        journal_owner: Option<String>,
    ) -> Result<Self, JsError> {
        let provider = ffi::provider(provider).map_err(|problem| JsError::new(&problem))?;
        let variables = json::read_object(environment).unwrap_or_default();
        let environment = |name: &str| variables.get(name)?.as_str().map(ToOwned::to_owned);
        let client = ffi::client(provider, options, STYLE, &environment).and_then(|client| {
            // A journal that nothing writes would promise what it does not keep.
            match client.journal_path() {
                Some(_) => Err(ffi::invalid_argument(&client, None, "journal", NO_FILE)),
                None => Ok(match journal_owner {
                    Some(owner) => client.with_journal(JournalConfig { owner }),
                    None => client,
                }),
            }
        });
        Ok(Self { client: client.map_err(|error| payload(&error)) })
    }

    /// The payload of the error that refuses the options.
    #[must_use]
    pub fn refusal(&self) -> Option<String> {
        self.client.as_ref().err().cloned()
    }

    /// What may be printed of the client, as JSON: its base URL and the fingerprints of its keys.
    #[must_use]
    pub fn describe(&self) -> String {
        let Ok(client) = &self.client else { return "{}".to_owned() };
        let mut keys = Members::new();
        client.fingerprints().iter().for_each(|(name, print)| keys.text(name, print));
        let mut description = Members::new();
        description.text("base_url", client.base_url());
        description.object("keys", keys);
        description.write()
    }

    /// A text without the keys of this client, without these further secrets, a JSON list, and without what looks like
    /// a key.
    #[must_use]
    pub fn redact(&self, text: &str, secrets: &str) -> String {
        match &self.client {
            Ok(client) => ffi::redact(client.redactor(), text, secrets),
            Err(_) => ffi::redact(&Redactor::default(), text, secrets),
        }
    }

    /// The payload of the error of an argument that JSON cannot hold.
    #[must_use]
    pub fn refuse(&self, operation: &str, field: &str, problem: &str) -> String {
        match &self.client {
            Ok(client) => payload(&ffi::invalid_argument(client, Some(operation), field, problem)),
            Err(refusal) => refusal.clone(),
        }
    }

    /// Prepares a call. Its first step returns the error of invalid arguments. `entropy` is sixteen
    /// random bytes, or none where the platform has no random source: what has to be random is refused then.
    #[must_use]
    pub fn prepare(&self, operation: &str, arguments: &str, options: &str, entropy: &[u8]) -> WasmCall {
        let client = match &self.client {
            Ok(client) => client,
            Err(refusal) => return WasmCall::refused(refusal.clone()),
        };
        let entropy = <[u8; 16]>::try_from(entropy).ok();
        match ffi::call(client, operation, arguments, options, STYLE, entropy) {
            Ok(call) => WasmCall::prepared(call),
            Err(error) => WasmCall::refused(payload(&error)),
        }
    }

    /// Prepares a payment by challenge, from the JSON of its request and its options. Its first step returns the error of
    /// invalid arguments.
    #[must_use]
    #[wasm_bindgen(js_name = preparePayment)]
    pub fn prepare_payment(
        &self,
        request: &str,
        body: Option<Vec<u8>>,
        options: &str,
        entropy: &[u8],
    ) -> WasmPayment {
        let entropy = <[u8; 16]>::try_from(entropy).ok();
        WasmPayment::new(self.client.as_ref().map_err(Clone::clone).and_then(|client| {
            ffi::payment(client, request, body, options, entropy).map_err(|error| payload(&error))
        }))
    }

    /// Answers a question about rows of the journal, as an envelope; see [`journal::answer`].
    #[must_use]
    pub fn journal(&self, question: &str, arguments: &str) -> String {
        match &self.client {
            Ok(client) => journal::answer(client, question, arguments),
            Err(refusal) => format!("{{\"ok\":false,\"error\":{refusal}}}"),
        }
    }

    /// A waiter for the final state of what an operation returned, for at most this long (by default as long as
    /// the core has it); nothing for an operation that
    /// does not exist.
    #[must_use]
    pub fn waiter(&self, operation: &str, value: &str, max_wait_ms: Option<f64>) -> Option<WasmWaiter> {
        let client = self.client.as_ref().ok()?;
        let value = json::read(value.as_bytes()).unwrap_or_default();
        ffi::waiter(client, operation, value, max_wait_ms.map(|time| time / 1000.0), STYLE)
            .map(WasmWaiter::new)
    }

    /// Iterates over the pages of an operation; nothing for an operation without pages.
    #[must_use]
    pub fn pager(&self, operation: &str, arguments: &str) -> Option<WasmPager> {
        let client = self.client.as_ref().ok()?;
        ffi::pager(client, operation, arguments, STYLE).ok().map(WasmPager::new)
    }
}
