//! The process-wide default provider of rustls belongs to the application.
#![allow(clippy::unwrap_used, reason = "the helpers stand outside of a #[test], yet only serve tests")]

use payonce::agentwallex::Client;
use rustls::crypto::{CryptoProvider, ring};

/// One test in a program of its own: a process has one default provider.
#[tokio::test]
async fn an_application_installs_its_provider_after_clients_were_made() {
    let client = |url: &str| {
        Client::builder().api_key("awx_a_key_of_a_test").base_url(url).max_retries(0).build().unwrap()
    };
    let before = (client("https://127.0.0.1:9"), client("http://127.0.0.1:9"));
    // A handshake needs a provider too; nothing listens there.
    assert!(before.0.payments().get("tx_1").await.is_err());
    assert!(CryptoProvider::get_default().is_none(), "payonce installed a provider");

    // An application that does not ignore the result, as the documentation of rustls shows it.
    ring::default_provider().install_default().unwrap();
    let after = client("https://127.0.0.1:9");
    assert!(after.payments().get("tx_1").await.is_err());
}
