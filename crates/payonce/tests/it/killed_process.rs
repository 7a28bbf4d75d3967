//! A process that pays is killed between the first byte and the response; another one settles the payment with nothing
//! but what the first had written down.

use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use payonce::agentwallex::{Client, Transaction};
use payonce::{ErrorPayload, EventKind, Kind, Outcome, Provider, Reference};
use payonce_sandbox::{Fault, FaultPlan, ProviderId, Rule, Sandbox, When};
use serde_json::Value;

use crate::own_process;
use crate::scratch::Scratch;
use crate::simulator::{self, WALLET_KEY, fifty, paid};

const URL: &str = "PAYONCE_TEST_KILLED_URL";
const JOURNAL: &str = "PAYONCE_TEST_KILLED_JOURNAL";

fn client(url: &str) -> Client {
    Client::builder().api_key(WALLET_KEY).base_url(url).build().unwrap()
}

/// The process that is killed; as a test of its own it does nothing.
#[tokio::test]
async fn the_process_that_pays() {
    let (Ok(url), Some(journal)) = (std::env::var(URL), std::env::var_os(JOURNAL)) else { return };
    let client = Client::builder()
        .api_key(WALLET_KEY)
        .base_url(url)
        .on_event(move |event| {
            if event.operation == "payments.send" && matches!(event.what, EventKind::AboutToSend { .. }) {
                // A reader of a half-written journal would find nothing that it can use, so it appears at once.
                let draft = Path::new(&journal).with_extension("draft");
                std::fs::write(&draft, serde_json::to_vec(&event).unwrap()).unwrap();
                std::fs::rename(draft, &journal).unwrap();
            }
            std::future::ready(())
        })
        .build()
        .unwrap();
    let answered = fifty(&client).await;
    panic!("the response should never have come: {answered:?}");
}

fn payer(url: &str, journal: &Path) -> Child {
    own_process::command(module_path!(), "the_process_that_pays")
        .env(URL, url)
        .env(JOURNAL, journal)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

async fn until(what: &str, reached: impl Fn() -> bool) {
    let begun = Instant::now();
    while !reached() {
        assert!(begun.elapsed() < Duration::from_secs(30), "{what} did not happen");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Pays in a process that is killed once the simulator has got so far, and returns what that process left behind.
async fn pay_and_die(sandbox: &Sandbox, fault: Fault, name: &str, so_far: impl Fn() -> bool) -> ErrorPayload {
    let scratch = Scratch::new();
    let journal = scratch.path().join("journal.json");
    sandbox.set_faults(FaultPlan::new(1, [Rule::new(fault).on(ProviderId::AgentWallex, "payments.send")]));
    let mut payer = payer(&sandbox.base_url(ProviderId::AgentWallex), &journal);
    until(name, so_far).await;
    // On Unix this is SIGKILL: no destructor, no handler and no last word.
    payer.kill().unwrap();
    assert!(!payer.wait().unwrap().success());
    sandbox.set_faults(FaultPlan::default());
    let written: Value = serde_json::from_slice(&std::fs::read(&journal).unwrap()).unwrap();
    let of_event = |name: &str| written.get(name).cloned().unwrap();
    let reference: Reference = serde_json::from_value(of_event("reference")).unwrap();
    ErrorPayload::from_reference(Provider::AGENTWALLEX, of_event("operation").as_str().unwrap(), reference)
}

#[tokio::test]
async fn another_process_reconciles_the_payment_of_a_killed_process() {
    let sandbox = simulator::start().await;
    for (name, fault) in
        [("hang", Fault::Hang { when: When::After }), ("drip", Fault::Drip { bytes_per_second: 1 })]
    {
        let before = paid(&sandbox);
        let lost = pay_and_die(&sandbox, fault, name, || paid(&sandbox) > before).await;
        assert_eq!((lost.outcome, lost.retryable), (Outcome::Unknown, false));
        let settler = client(&sandbox.base_url(ProviderId::AgentWallex));
        let payment = settler.reconcile::<Transaction>(&lost).await.unwrap();
        assert_eq!(payment.value().memo, lost.reference.reference, "{name}");
        assert_eq!(payment.value().amount.as_deref(), Some("50.00"), "{name}");
        assert_eq!(paid(&sandbox), before + 1, "{name}");
    }
}

#[tokio::test]
async fn an_unpaid_call_of_a_killed_process_stays_unknown_and_unpaid() {
    let sandbox = simulator::start().await;
    let asked =
        || sandbox.requests().iter().any(|request| request.operation.as_deref() == Some("payments.send"));
    let lost = pay_and_die(&sandbox, Fault::Hang { when: When::Before }, "before", asked).await;
    let settler = client(&sandbox.base_url(ProviderId::AgentWallex));
    let error = settler.reconcile::<Transaction>(&lost).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Timeout, Outcome::Unknown));
    assert_eq!(error.reference(), &lost.reference);
    assert_eq!(paid(&sandbox), 0);
}
