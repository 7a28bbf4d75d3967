//! What a subscriber of the `tracing` crate receives from a call.

use std::fmt::Debug;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use payonce::agentwallex::Client;
use payonce_sandbox::{Fault, FaultPlan, ProviderId, Rule, When};
use tracing::field::{Field, Visit};
use tracing::instrument::WithSubscriber as _;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::own_process;
use crate::simulator::{self, WALLET_KEY, fifty};

/// Every span and event as a line.
#[derive(Clone, Default)]
struct Lines {
    lines: Arc<Mutex<Vec<String>>>,
    spans: Arc<AtomicU64>,
}

const TRACED: &str = "PAYONCE_TEST_TRACED";

impl Lines {
    fn add(&self, what: &str, fields: impl FnOnce(&mut Fields)) {
        let mut line = Fields(what.to_owned());
        fields(&mut line);
        self.lines.lock().unwrap().push(line.0);
    }
}

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.push_str(&format!(" {}={value:?}", field.name()));
    }
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("payonce")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.add(span.metadata().name(), |fields| span.record(fields));
        Id::from_u64(self.spans.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.add("recorded", |fields| values.record(fields));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.add("event", |fields| event.record(fields));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// `tracing` remembers for the whole process whether a subscriber wants an event, and forgets one that another thread asks
/// for first at the same moment. So the call has a process of its own.
#[test]
fn a_call_is_a_span_with_its_steps_and_without_secrets() {
    let mut command = own_process::command(module_path!(), "the_process_that_is_traced");
    command.env(TRACED, "1");
    own_process::run(command);
}

/// The process of the test above; as a test of its own it does nothing.
#[tokio::test]
async fn the_process_that_is_traced() {
    if std::env::var_os(TRACED).is_none() {
        return;
    }
    let sandbox = simulator::start().await;
    let limited = Fault::Status {
        status: 429,
        headers: Some(vec![("retry-after-ms".to_owned(), "4".to_owned())]),
        body: None,
        when: When::Before,
    };
    let limited = Rule::new(limited).on(ProviderId::AgentWallex, "payments.send").nth([1]);
    sandbox.set_faults(FaultPlan::new(1, [limited]));
    let url = sandbox.base_url(ProviderId::AgentWallex);
    let client = Client::builder().api_key(WALLET_KEY).base_url(url).build().unwrap();
    let lines = Lines::default();
    let payment = fifty(&client).memo("invoice 7").into_future();
    let payment = payment.with_subscriber(lines.clone()).await.unwrap();

    let lines = lines.lines.lock().unwrap();
    let has = |words: &[&str]| lines.iter().any(|line| words.iter().all(|word| line.contains(word)));
    let reference = payment.reference().reference.clone().unwrap();
    assert!(has(&["payonce.call", "provider=\"agentwallex\"", "operation=\"payments.send\""]), "{lines:#?}");
    assert!(has(&["event", "about_to_send", "attempt=1", &reference]), "{lines:#?}");
    assert!(has(&["about_to_send", "server_address=\"127.0.0.1\"", "url_template=\"/"]), "{lines:#?}");
    assert!(has(&["request_finished", "attempt=1", "kind=\"rate_limited\"", "status=429"]), "{lines:#?}");
    assert!(has(&["request_finished", "attempt=2", "status=20", "duration_ms="]), "{lines:#?}");
    assert!(has(&["event", "retrying", "kind=\"rate_limited\"", "status=429"]), "{lines:#?}");
    assert!(has(&["event", "finished", "outcome=\"applied\"", "attempts=2"]), "{lines:#?}");
    assert!(has(&["recorded", "attempts=2"]) && has(&["recorded", "status=20"]), "{lines:#?}");
    for secret in [WALLET_KEY, "invoice 7", "0xRecipientAddress"] {
        assert!(!has(&[secret]), "{secret}: {lines:#?}");
    }
}
