//! A payment with AgentWallex, as several modules send it, and what arrives for it.

use std::sync::atomic::{AtomicUsize, Ordering};

use payonce_core::{
    Call, CaseStyle, Client, Error, FailureCause, Input, Phase, Provider, Response, TransportFailure, ffi,
};
use serde_json::{Map, Value, json};

/// The idempotency key of the payment.
pub(crate) const KEY: &str = "order_4711_attempt_1";

pub(crate) fn object(value: &Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

/// An account that no other client has: all clients of a process with one account share its keys.
pub(crate) fn new_account() -> String {
    static ACCOUNTS: AtomicUsize = AtomicUsize::new(0);
    format!("account {}", ACCOUNTS.fetch_add(1, Ordering::Relaxed))
}

/// A client with this option `retry`, of an account of its own.
pub(crate) fn client(retry: &Value) -> Client {
    client_of(&new_account(), retry)
}

/// A client of this account, with this option `retry`.
pub(crate) fn client_of(account: &str, retry: &Value) -> Client {
    let options = json!({"api_key": "key_0123456789abcdef", "retry": retry, "journal_account": account});
    ffi::client_from(Provider::AGENTWALLEX, &object(&options), CaseStyle::Snake, &|_| None).unwrap()
}

/// A client whose waits are short and always the same.
pub(crate) fn prompt_client() -> Client {
    client(&json!({"jitter": false, "base_delay_ms": 1}))
}

pub(crate) fn call(client: &Client, name: &str, arguments: &Value, options: &Value) -> Result<Call, Error> {
    let operation = client.provider().operation(name).unwrap();
    ffi::call_from(client, operation, &object(arguments), &object(options), CaseStyle::Snake, [7; 16])
}

/// `payments.send` of this amount.
pub(crate) fn send(client: &Client, amount: &str, options: &Value) -> Result<Call, Error> {
    let arguments = json!({
        "agent_id": "agent_1", "to": "0xTo", "amount": amount, "token": "USDC", "chain": "eip155:8453",
    });
    call(client, "payments.send", &arguments, options)
}

pub(crate) fn response(status: u16, headers: &[(&str, &str)], body: &Value) -> Input {
    let headers = headers.iter().copied().collect();
    Input::Response(Response { status, headers, body: body.to_string().into_bytes() })
}

/// The connection breaks while the client waits for the response.
pub(crate) fn lost() -> Input {
    let cause = Some(FailureCause::Connection);
    Input::Failed(TransportFailure { phase: Phase::Waiting, cause, message: "lost".to_owned(), head: None })
}
