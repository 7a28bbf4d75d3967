//! The simulator, and a payment in it.

use payonce::agentwallex::Client;
use payonce::agentwallex::calls::PaymentsSend;
use payonce_sandbox::{Config, ProviderId, Sandbox};

/// The simulator's key of AgentWallex.
pub(crate) const WALLET_KEY: &str = "awx_sandbox_key_that_moves_no_money";

pub(crate) async fn start() -> Sandbox {
    Sandbox::start(Config::default()).await.unwrap()
}

/// A payment that is not sent yet.
pub(crate) fn payment<C: Clone>(client: &Client<C>, amount: &str) -> PaymentsSend<C> {
    let payment = client.payments().send().agent_id("agent_abc123").to("0xRecipientAddress");
    payment.amount(amount).token("USDC").chain("eip155:8453")
}

/// A payment of 50 that is not sent yet.
pub(crate) fn fifty<C: Clone>(client: &Client<C>) -> PaymentsSend<C> {
    payment(client, "50.00")
}

/// How many payments of AgentWallex the ledger has.
pub(crate) fn paid(sandbox: &Sandbox) -> u64 {
    sandbox.ledger().total(ProviderId::AgentWallex, "payments.send", "USDC").count
}
