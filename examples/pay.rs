//! Pays once through AgentWallex; the README shows it.
#![allow(clippy::print_stdout, reason = "an example reports on the terminal")]

use payonce::agentwallex::{Client, PaymentsSend};
use payonce::{Advice, Outcome};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The key comes from AGENTWALLEX_API_KEY.
    let wallet = Client::builder().base_url(std::env::var("AGENTWALLEX_BASE_URL")?).build()?;
    let payment = PaymentsSend::new("agent_abc123", "0xRecipientAddress", "50.00", "USDC").memo("invoice 7");
    match wallet.payments().send(payment).await {
        Ok(paid) if paid.succeeded() => println!("paid, ship it: {}", paid.id),
        Ok(paid) => println!("accepted and not final: {}", paid.id),
        Err(error) if error.outcome() == Outcome::Unknown => println!("look for {:?}", error.reference()),
        Err(error) if error.advice() == Advice::AddFunds => println!("top up the wallet: {error}"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
