//! Pays once through AgentWallex; README.md shows it.
#![allow(clippy::print_stdout, reason = "an example reports on the terminal")]

use payonce::Outcome;
use payonce::agentwallex::{Client, PaymentsSend};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let wallet = Client::builder().build()?; // reads AGENTWALLEX_API_KEY
    let payment = PaymentsSend::new("agent_abc123", "0xRecipientAddress", "50.00", "USDC").memo("invoice 7");
    match wallet.payments().send(payment).await {
        Ok(paid) if paid.succeeded() => println!("paid, ship it: {}", paid.id),
        Ok(paid) => println!("accepted, not final yet: {}", paid.id),
        Err(error) if error.outcome() == Outcome::Unknown => println!("look for {:?}", error.reference()),
        Err(error) => println!("not paid: {error}; next step: {}", error.advice()),
    }
    Ok(())
}
