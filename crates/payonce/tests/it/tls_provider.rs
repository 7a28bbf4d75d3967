//! The process-wide default provider of rustls belongs to the application.

use payonce::agentwallex::Client;
use rustls::crypto::{CryptoProvider, ring};

use crate::own_process;

const ALONE: &str = "PAYONCE_TEST_TLS_PROVIDER";

/// A process has one default provider, which other tests install too.
#[tokio::test]
async fn an_application_can_install_its_provider_after_clients_were_created() {
    if std::env::var_os(ALONE).is_none() {
        let name = "an_application_can_install_its_provider_after_clients_were_created";
        let mut alone = own_process::command(module_path!(), name);
        alone.env(ALONE, "1");
        return own_process::run(alone);
    }
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
