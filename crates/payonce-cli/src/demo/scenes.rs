//! A payment and three failures.

use std::time::Instant;

use payonce::{Error, Success};
use payonce_sandbox::{Fault, FaultPlan, ProviderId, Rule, Sandbox, When};
use serde_json::{Value, json};

use super::payer::Payer;
use super::say;
use crate::failure::Failure;
use crate::output::{heading, page};

pub(super) async fn play(sandbox: &Sandbox) -> Result<(), Failure> {
    let payer = Payer::new(sandbox, &json!({ "retry": { "base_delay_ms": 50 } }))?;
    paid(&payer).await?;
    forbidden(&payer).await?;
    limited(sandbox, &payer).await?;
    lost(sandbox, &payer).await
}

fn payment(amount: &str, memo: &str) -> Value {
    json!({
        "agent_id": "agent_abc123", "to": "0xRecipientAddress", "amount": amount, "token": "USDC", "memo": memo,
    })
}

async fn paid(payer: &Payer) -> Result<(), Failure> {
    say(&heading("1. A payment"))?;
    match payer.call("payments.send", &payment("12.50", "invoice 1")).await {
        Ok(success) => {
            let mut rows = receipt(&success);
            rows.push(("", "The first request read the chain of the agent's wallet, once.".to_owned()));
            say(&page(&rows))
        }
        Err(error) => Err(unexpected(&error)),
    }
}

async fn forbidden(payer: &Payer) -> Result<(), Failure> {
    say(&heading("2. A policy refuses the payment"))?;
    let policy = json!({
        "agent_id": "agent_abc123", "type": "spending_limit", "rules": { "max_transaction_amount": "100" },
    });
    let policy = payer.call("policies.create", &policy).await.map_err(|error| unexpected(&error))?;
    let refused = payer.call("payments.send", &payment("5000", "invoice 2")).await;
    let id = policy.value.get("id").cloned().unwrap_or_default();
    payer.call("policies.delete", &json!({ "policy_id": id })).await.map_err(|error| unexpected(&error))?;
    match refused {
        Err(error) => say(&page(&verdict(&error))),
        Ok(success) => Err(should_have_failed(&success)),
    }
}

async fn limited(sandbox: &Sandbox, payer: &Payer) -> Result<(), Failure> {
    say(&heading("3. Too many requests: AgentWallex asks for one second, and payonce waits"))?;
    sandbox.set_faults(FaultPlan::new(0, [on_send(Fault::status(429))]));
    let began = Instant::now();
    match payer.call("payments.send", &payment("1.00", "invoice 3")).await {
        Ok(success) => {
            let mut rows = receipt(&success);
            rows.push(("after", format!("{:.1} s", began.elapsed().as_secs_f64())));
            say(&page(&rows))
        }
        Err(error) => Err(unexpected(&error)),
    }
}

/// The response of the payment is lost after the money has moved, and so is every response about it. Only the reference is
/// left.
async fn lost(sandbox: &Sandbox, payer: &Payer) -> Result<(), Failure> {
    say(&heading("4. The response is lost after the money moved, and the provider cannot be asked"))?;
    let silent = Rule::new(Fault::status(503)).on(ProviderId::AgentWallex, "payments.list");
    sandbox.set_faults(FaultPlan::new(0, [on_send(Fault::Drop { when: When::After }), silent]));
    let error = match payer.call("payments.send", &payment("20.00", "invoice 4")).await {
        Err(error) => error,
        Ok(success) => return Err(should_have_failed(&success)),
    };
    sandbox.set_faults(FaultPlan::none());
    let mut rows = verdict(&error);
    if let Some(reference) = error.reference().reference.as_deref() {
        let found = payer.was_paid(reference).await.map_err(|error| unexpected(&error))?;
        let found = if found {
            "found: it was paid, once"
        } else {
            "not in the list, which proves nothing: ask again before paying"
        };
        rows.push(("asked later", found.to_owned()));
    }
    say(&page(&rows))
}

/// The fault for the next request of a payment.
fn on_send(fault: Fault) -> Rule {
    Rule::new(fault).on(ProviderId::AgentWallex, "payments.send").nth([1])
}

fn receipt(success: &Success) -> Vec<(&'static str, String)> {
    let text = |name: &str| success.value.get(name).and_then(Value::as_str).unwrap_or_default();
    let mut rows = vec![
        ("paid", format!("{} {}, {}, {}", text("amount"), text("token"), text("id"), text("status"))),
        ("requests", success.attempts.to_string()),
    ];
    if let Some(reference) = &success.reference.reference {
        rows.push(("reference", reference.clone()));
    }
    rows
}

fn verdict(error: &Error) -> Vec<(&'static str, String)> {
    let payload = error.payload();
    let mut rows = vec![
        ("error", payload.class.clone()),
        ("message", payload.message.clone()),
        ("outcome", payload.outcome.to_string()),
        ("retryable", payload.retryable.to_string()),
        ("advice", payload.advice.to_string()),
    ];
    if let Some(rule) = payload.details.get("rule").and_then(Value::as_str) {
        rows.push(("rule", rule.to_owned()));
    }
    if let Some(reference) = &payload.reference.reference {
        rows.push(("reference", reference.clone()));
    }
    rows
}

fn unexpected(error: &Error) -> Failure {
    Failure::Run(format!("the demo failed: {error}"))
}

fn should_have_failed(success: &Success) -> Failure {
    Failure::Run(format!("the demo failed: a payment succeeded, {}", success.value))
}
