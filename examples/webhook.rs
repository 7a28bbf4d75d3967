//! Receives a webhook of AgentWallex; docs/webhooks.md shows it.
#![allow(clippy::print_stdout, reason = "an example reports on the terminal")]
#![allow(clippy::indexing_slicing, reason = "a missing JSON member is null, so indexing does not panic")]

use std::collections::HashSet;
use std::time::SystemTime;

use payonce::Secret;
use payonce::webhook::{TOLERANCE, WebhookEvent};

/// The status to respond with; `signature` is the header X-AgentWallex-Signature, empty if it is missing.
fn receive(body: &[u8], signature: &str, secret: &Secret, handled: &mut HashSet<String>) -> u16 {
    let event = match WebhookEvent::verify(secret, signature, body, SystemTime::now(), TOLERANCE) {
        Ok(event) => event,
        Err(refused) => {
            println!("refused: {refused} [{}]", refused.as_str());
            return refused.respond_status();
        }
    };
    // The same delivery can come again.
    let new = event.id.is_none_or(|id| handled.insert(id));
    if new && event.event_type == "payment.completed" {
        println!("paid: {}", event.data["transaction_id"]);
    }
    200
}

fn main() {
    let secret = Secret::new("whsec_of_an_example"); // in a server: from its environment
    let body = br#"{"id": "evt_1", "type": "payment.completed", "data": {"transaction_id": "tx_1"}}"#;
    let signature = "8766defbec2c296931eca28bd2204985c0b646369b0f67e1d4efd7d3e3db732d";
    let mut handled = HashSet::new();
    assert_eq!(receive(body, signature, &secret, &mut handled), 200);
    assert_eq!(receive(b"{}", signature, &secret, &mut handled), 401);
}
