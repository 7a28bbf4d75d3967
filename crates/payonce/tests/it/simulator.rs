//! The simulator, and a payment in it.

use payonce::agentwallex::PaymentsSend;
use payonce_sandbox::{Config, ProviderId, Sandbox};

/// The simulator's key of AgentWallex.
pub(crate) const WALLET_KEY: &str = "awx_sandbox_key_that_moves_no_money";

pub(crate) async fn start() -> Sandbox {
    Sandbox::start(Config::default()).await.unwrap()
}

pub(crate) fn fifty() -> PaymentsSend {
    PaymentsSend::new("agent_abc123", "0xRecipientAddress", "50.00", "USDC").chain("eip155:8453")
}

/// How many payments of AgentWallex the ledger has.
pub(crate) fn paid(sandbox: &Sandbox) -> u64 {
    sandbox.ledger().total(ProviderId::AgentWallex, "payments.send", "USDC").count
}
