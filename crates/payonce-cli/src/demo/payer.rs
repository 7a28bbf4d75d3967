//! payonce as a program uses it: one client, and a method for each operation.

use payonce::{Driver, Error, Provider, Success};
use payonce_core::{CallOptions, CaseStyle, Operation, ffi};
use payonce_sandbox::Sandbox;
use serde_json::{Map, Value, json};

use crate::failure::Failure;

/// A client of the simulated AgentWallex.
pub(super) struct Payer {
    engine: Driver,
}

impl Payer {
    /// A client for this simulator; `options` are client options.
    pub(super) fn new(sandbox: &Sandbox, options: &Value) -> Result<Self, Failure> {
        let announced = sandbox.providers().pointer("/providers/agentwallex").and_then(Value::as_object);
        let mut all = announced.cloned().unwrap_or_default();
        all.extend(members(options));
        let client = ffi::client_from(Provider::AGENTWALLEX, &all, CaseStyle::Snake, &|_| None)
            .map_err(|error| Failure::Run(error.to_string()))?;
        let user_agent = concat!("payonce-demo/", env!("CARGO_PKG_VERSION"));
        let engine = Driver::new(client, user_agent).map_err(|error| Failure::Run(error.to_string()))?;
        Ok(Self { engine })
    }

    /// Calls one operation.
    pub(super) async fn call(&self, operation: &str, arguments: &Value) -> Result<Success, Error> {
        let operation: &'static Operation = self.operation(operation)?;
        self.engine.call(operation, &members(arguments), CallOptions::default(), None).await
    }

    fn operation(&self, name: &str) -> Result<&'static Operation, Error> {
        ffi::operation(self.engine.client().provider(), name)
    }

    /// Whether a payment with this reference exists, on any page.
    pub(super) async fn was_paid(&self, reference: &str) -> Result<bool, Error> {
        for page in 1_u32.. {
            let listed =
                self.call("payments.list", &json!({ "page_num": page, "page_size": 100 })).await?.value;
            let payments = listed.get("data").and_then(Value::as_array);
            let memos = payments.into_iter().flatten().filter_map(|payment| payment.get("memo")?.as_str());
            if memos.into_iter().any(|memo| memo.contains(reference)) {
                return Ok(true);
            }
            if listed.get("has_more") != Some(&Value::Bool(true)) {
                break;
            }
        }
        Ok(false)
    }
}

fn members(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}
