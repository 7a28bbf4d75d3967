//! Pays once through AgentWallex; README.md shows it.
#![allow(clippy::print_stdout, reason = "an example reports on the terminal")]

use payonce::Outcome;
use payonce::agentwallex::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let wallet = Client::builder().build()?; // reads AGENTWALLEX_API_KEY
    let payment = wallet.payments().send().agent_id("agent_abc123").to("0xRecipientAddress");
    match payment.amount("50.00").token("USDC").memo("invoice 7").await {
        Ok(paid) if paid.succeeded() => println!("paid, ship it: {}", paid.value().id),
        Ok(paid) => println!("accepted, not final yet: {}", paid.value().id),
        Err(error) if error.outcome() == Outcome::Unknown => println!("look for {:?}", error.reference()),
        Err(error) => println!("not paid: {error}; next step: {}", error.advice()),
    }
    Ok(())
}
