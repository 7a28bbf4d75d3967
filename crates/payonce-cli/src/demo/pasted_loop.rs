//! A typical hand-written retry loop.
//!
//! It is the loop of forum posts and of several vendors' own pages: post, and after anything but a success sleep 2^attempt
//! and post again. It is not made worse than that: it has a timeout, it gives up, and it does not retry a 4xx other than
//! 429.

use std::time::Duration;

use payonce_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::failure::Failure;

const MAX_RETRIES: u32 = 3;

/// A program with such a loop.
pub(super) struct Program {
    http: reqwest::Client,
    url: String,
    key: String,
    second: Duration,
}

impl Program {
    /// `second` is the length of a second in this run.
    pub(super) fn new(sandbox: &Sandbox, timeout: Duration, second: Duration) -> Result<Self, Failure> {
        let text =
            |pointer: &str| sandbox.providers().pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        let (url, key) = (text("/providers/agentwallex/base_url"), text("/providers/agentwallex/api_key"));
        Self::at(url, key, timeout, second)
    }

    /// As [`new`](Self::new), for the AgentWallex at this address.
    pub(super) fn at(
        base_url: &str,
        key: &str,
        timeout: Duration,
        second: Duration,
    ) -> Result<Self, Failure> {
        let http = reqwest::Client::builder()
            .timeout(timeout)
            .build()
            .map_err(|error| Failure::Run(format!("the http client could not be set up: {error}")))?;
        Ok(Self { http, url: format!("{base_url}/transactions"), key: key.to_owned(), second })
    }

    /// Pays, and returns whether it believes that it did.
    pub(super) async fn pay(&self, amount: &str, memo: &str) -> bool {
        let body = json!({
            "agent_id": "agent_abc123", "direction": "outbound", "type": "transfer",
            "to_address": "0xRecipientAddress", "amount": amount, "token": "USDC", "chain": "eip155:8453",
            "memo": memo,
        });
        for attempt in 0..=MAX_RETRIES {
            let request = self
                .http
                .post(&self.url)
                .header("X-API-Key", &self.key)
                .header("Content-Type", "application/json")
                .body(body.to_string());
            match request.send().await {
                Ok(response) if response.status().is_success() => {
                    let text = response.text().await.unwrap_or_default();
                    if serde_json::from_str::<Value>(&text).is_ok() {
                        return true;
                    }
                }
                Ok(response) if response.status().is_client_error() && response.status() != 429 => {
                    return false;
                }
                _ => {}
            }
            if attempt < MAX_RETRIES {
                tokio::time::sleep(self.second * 2_u32.pow(attempt)).await;
            }
        }
        false
    }
}
