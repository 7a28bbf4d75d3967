//! What a listener can do to a call: refuse it before the first byte, and nothing else.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use payonce::agentwallex::{Client, ClientBuilder};
use payonce::{Event, EventKind, Kind, Outcome, Phase, RetryPolicy};
use payonce_sandbox::{Fault, FaultPlan, ProviderId, Rule};

use crate::simulator::{self, WALLET_KEY, fifty};

type Heard = Arc<Mutex<Vec<Event>>>;

fn patience(deadline_ms: u64) -> RetryPolicy {
    RetryPolicy { deadline: Duration::from_millis(deadline_ms), ..RetryPolicy::default() }
}

fn names(heard: &Heard) -> Vec<&'static str> {
    heard.lock().unwrap().iter().map(|event| event.what.name()).collect()
}

/// The members of the last event, which every call has once.
fn finished(heard: &Heard) -> (u32, Option<Kind>, Outcome, Option<u16>) {
    let heard = heard.lock().unwrap();
    let mut ends = heard.iter().filter_map(|event| match &event.what {
        EventKind::Finished { attempts, kind, outcome, status, .. } => {
            Some((*attempts, *kind, *outcome, *status))
        }
        _ => None,
    });
    let end = ends.next().unwrap();
    assert!(ends.next().is_none(), "{heard:?}");
    end
}

fn is_about_to_send(event: &Event) -> bool {
    matches!(event.what, EventKind::AboutToSend { .. })
}

fn is_finished(event: &Event) -> bool {
    matches!(event.what, EventKind::Finished { .. })
}

/// A listener that never returns from `about_to_send`.
fn stuck_before_sending(
    heard: &Heard,
) -> impl Fn(Event) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync + 'static {
    let heard = Arc::clone(heard);
    move |event| {
        let stuck = is_about_to_send(&event);
        heard.lock().unwrap().push(event);
        if stuck { Box::pin(std::future::pending()) } else { Box::pin(std::future::ready(())) }
    }
}

#[tokio::test]
async fn a_listener_that_refuses_prevents_the_request() {
    let sandbox = simulator::start().await;
    let heard = Heard::default();
    let hearing = Arc::clone(&heard);
    let client = Client::builder()
        .api_key(WALLET_KEY)
        .base_url(sandbox.base_url(ProviderId::AgentWallex))
        .on_event(move |event| {
            let refused = is_about_to_send(&event);
            hearing.lock().unwrap().push(event);
            async move { if refused { Err("the journal is full") } else { Ok(()) } }
        })
        .build()
        .unwrap();
    let error = fifty(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Cancelled, Outcome::NotApplied));
    assert_eq!((error.payload().phase, error.payload().attempts), (Phase::BeforeSend, Some(0)));
    assert!(!error.is_retryable());
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the journal is full");
    assert_eq!(names(&heard), ["about_to_send", "finished"]);
    assert_eq!(finished(&heard), (0, Some(Kind::Cancelled), Outcome::NotApplied, None));
    assert!(sandbox.requests().is_empty());
    assert!(sandbox.ledger().effects.is_empty());
}

#[tokio::test]
async fn the_deadline_ends_a_wait_for_a_listener_that_never_returns() {
    let sandbox = simulator::start().await;
    let heard = Heard::default();
    let client = Client::builder()
        .api_key(WALLET_KEY)
        .base_url(sandbox.base_url(ProviderId::AgentWallex))
        .retry(patience(300))
        .on_event(stuck_before_sending(&heard))
        .build()
        .unwrap();
    let started = Instant::now();
    let error = fifty(&client).await.unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    assert_eq!((error.kind(), error.outcome()), (Kind::Timeout, Outcome::NotApplied));
    assert_eq!(finished(&heard), (0, Some(Kind::Timeout), Outcome::NotApplied, None));
    assert!(sandbox.requests().is_empty());
}

/// The time of a listener is the call's: what is left for the request is what it leaves.
#[tokio::test]
async fn nothing_is_sent_after_the_deadline() {
    let sandbox = simulator::start().await;
    let client = Client::builder()
        .api_key(WALLET_KEY)
        .base_url(sandbox.base_url(ProviderId::AgentWallex))
        .retry(patience(200))
        .on_event(move |event| async move {
            if is_about_to_send(&event) {
                // Without a chance for the timer to end it.
                std::thread::sleep(Duration::from_millis(400));
            }
        })
        .build()
        .unwrap();
    let error = fifty(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Timeout, Outcome::NotApplied));
    assert!(sandbox.requests().is_empty());
}

#[tokio::test]
async fn a_listener_that_fails_at_another_event_does_not_change_the_result() {
    let sandbox = simulator::start().await;
    let heard = Heard::default();
    let hearing = Arc::clone(&heard);
    let client = Client::builder()
        .api_key(WALLET_KEY)
        .base_url(sandbox.base_url(ProviderId::AgentWallex))
        .on_event(move |event| {
            let last = is_finished(&event);
            hearing.lock().unwrap().push(event);
            async move { if last { Err("the log is full") } else { Ok(()) } }
        })
        .build()
        .unwrap();
    let paid = fifty(&client).await.unwrap();
    assert_eq!(paid.value().amount.as_deref(), Some("50.00"));
    let (attempts, kind, outcome, status) = finished(&heard);
    assert_eq!((attempts, kind, outcome), (1, None, Outcome::Applied));
    assert!(status.is_some_and(|status| (200..300).contains(&status)), "{status:?}");
    let heard = heard.lock().unwrap();
    let Some(EventKind::Finished { reference, .. }) = heard.last().map(|event| &event.what) else {
        panic!("{heard:?}")
    };
    assert_eq!(reference.id.as_deref(), Some(paid.value().id.as_str()));
    assert_eq!(reference.reference, paid.reference().reference);
    // All events of a call have its id, and another call has another one.
    let ids: Vec<&str> = heard.iter().map(|event| event.call_id.as_str()).collect();
    assert!(ids.iter().all(|id| *id == ids[0] && id.starts_with("call_")), "{ids:?}");
}

#[tokio::test]
async fn each_request_has_its_address_and_its_own_end() {
    let sandbox = simulator::start().await;
    let limited = Rule::new(Fault::status(429)).on(ProviderId::AgentWallex, "payments.send").nth([1]);
    sandbox.set_faults(FaultPlan::new(1, [limited]));
    let url = sandbox.base_url(ProviderId::AgentWallex);
    let path = url.splitn(4, '/').nth(3).map_or(String::new(), |path| format!("/{path}"));
    let heard = Heard::default();
    let hearing = Arc::clone(&heard);
    let client = Client::builder()
        .api_key(WALLET_KEY)
        .base_url(url)
        .retry(RetryPolicy { base_delay: Duration::from_millis(1), ..RetryPolicy::default() })
        .on_event(move |event| {
            hearing.lock().unwrap().push(event);
            async {}
        })
        .build()
        .unwrap();
    fifty(&client).await.unwrap();
    let expected =
        ["about_to_send", "request_finished", "retrying", "about_to_send", "request_finished", "finished"];
    assert_eq!(names(&heard), expected);
    let heard = heard.lock().unwrap();
    let mut ends = Vec::new();
    for event in heard.iter() {
        match &event.what {
            EventKind::AboutToSend { server_address, url_template, .. } => {
                assert_eq!(server_address, "127.0.0.1");
                assert_eq!(*url_template, format!("{path}/transactions"));
            }
            EventKind::RequestFinished { attempt, kind, status, .. } => {
                ends.push((*attempt, *kind, status.unwrap()));
            }
            _ => {}
        }
    }
    assert_eq!(ends[0], (1, Some(Kind::RateLimited), 429));
    assert_eq!((ends[1].0, ends[1].1, ends[1].2 / 100), (2, None, 2));
}

#[tokio::test]
async fn a_call_whose_future_is_dropped_reports_its_end() {
    let sandbox = simulator::start().await;
    let heard = Heard::default();
    let client = Client::builder()
        .api_key(WALLET_KEY)
        .base_url(sandbox.base_url(ProviderId::AgentWallex))
        .on_event(stuck_before_sending(&heard))
        .build()
        .unwrap();
    assert!(tokio::time::timeout(Duration::from_millis(200), fifty(&client)).await.is_err());
    for _ in 0..100 {
        if names(&heard).contains(&"finished") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(finished(&heard), (0, Some(Kind::Cancelled), Outcome::NotApplied, None));
    assert!(sandbox.requests().is_empty());
}

#[tokio::test]
async fn a_blocking_listener_can_refuse_fail_or_outlive_the_deadline() {
    let sandbox = simulator::start().await;
    let url = sandbox.base_url(ProviderId::AgentWallex);
    let ended = tokio::task::spawn_blocking(move || {
        let client = |deadline_ms: u64| {
            Client::builder().api_key(WALLET_KEY).base_url(url.clone()).retry(patience(deadline_ms))
        };
        let error = |client: ClientBuilder| fifty(&client.build_blocking().unwrap()).call().unwrap_err();
        let refuses = |event: Event| if is_about_to_send(&event) { Err("no") } else { Ok(()) };
        let refused = error(client(5_000).on_event_blocking(refuses));
        let panics = |event: Event| assert!(!is_about_to_send(&event), "a bug of the listener");
        let panicked = error(client(5_000).on_event_blocking(panics));
        let slow = |event: Event| {
            if is_about_to_send(&event) {
                std::thread::sleep(Duration::from_secs(2));
            }
        };
        let started = Instant::now();
        let late = error(client(300).on_event_blocking(slow));
        assert!(started.elapsed() < Duration::from_millis(1_800), "{:?}", started.elapsed());
        [refused, panicked, late].map(|error| (error.kind(), error.outcome()))
    });
    let expected = [Kind::Cancelled, Kind::Cancelled, Kind::Timeout].map(|kind| (kind, Outcome::NotApplied));
    assert_eq!(ended.await.unwrap(), expected);
    assert!(sandbox.requests().is_empty());
}
