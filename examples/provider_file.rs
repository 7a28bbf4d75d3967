//! Pays through an API that a provider file describes; docs/provider-files.md shows it.
#![allow(clippy::print_stdout, reason = "an example reports on the terminal")]

use payonce::{CallOptions, FileFormat, Outcome, UntypedClient, provider_file};
use serde_json::{Map, Value, json};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string("acme.toml")?;
    let acme = provider_file::load(&text, FileFormat::Toml, "acme.toml")?.provider;
    let client = UntypedClient::open(acme, &Map::new())?; // reads ACME_API_KEY
    let arguments = Map::from_iter([("to".into(), json!("shop")), ("amount".into(), json!("12.50"))]);
    let options = CallOptions::new().idempotency_key("order-17");
    match client.call::<Value>("payments.send", &arguments, options).await {
        Ok(paid) => println!("paid: {}", paid.value()),
        Err(error) if error.outcome() == Outcome::Unknown => println!("look for {:?}", error.reference()),
        Err(error) => println!("not paid: {error}; next step: {}", error.advice()),
    }
    Ok(())
}
