//! What holds for every schedule of responses, failures and clocks, whatever the policy.

use std::time::Duration;

use payonce_core::{
    Advice, Call, CallOptions, CaseStyle, Event, EventKind, FailureCause, Headers, HttpRequest, Input,
    Interruption, Kind, Now, Outcome, Phase, Provider, Response, Safety, Step, TransportFailure, ffi,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::wallet_payment::new_account;

/// Settings are floats of seconds, which miss a century of milliseconds by some nanoseconds.
const SLACK: Duration = Duration::from_millis(1);

/// What comes back for one request.
#[derive(Debug, Clone)]
enum Reply {
    /// A response of this status, with a wait that it asks for.
    Status { status: u16, asked_ms: Option<u64> },
    /// A success.
    Success,
    /// A success that cannot be read.
    Garbage,
    /// No complete response.
    Failed { phase: Phase, cause: Option<FailureCause>, head: Option<u16> },
}

#[derive(Debug, Clone)]
struct Schedule {
    operation: usize,
    policy: Map<String, Value>,
    allow_duplicate: bool,
    timeout_ms: u64,
    entropy: [u8; 16],
    replies: Vec<(Reply, u64)>,
    /// By how much each timer comes late.
    late_ms: u64,
    /// The request at which the caller leaves, if it does.
    left_at: Option<usize>,
}

fn operations() -> Vec<(Provider, &'static str, Value)> {
    let send = json!({"agent_id": "a", "to": "0x1", "amount": "1", "token": "USDC", "chain": "eip155:1"});
    let looking_up = json!({"agent_id": "a", "to": "0x1", "amount": "1", "token": "USDC"});
    vec![
        (Provider::AGENTWALLEX, "payments.get", json!({"transaction_id": "tx_1"})),
        (Provider::AGENTWALLEX, "agents.freeze", json!({"agent_id": "a"})),
        (Provider::AGENTWALLEX, "payments.send", send),
        (Provider::AGENTWALLEX, "payments.send", looking_up),
        (Provider::AGENTWALLEX, "x402.pay", json!({"agent_id": "a", "target_url": "https://example.com/"})),
    ]
}

fn reply() -> impl Strategy<Value = Reply> {
    let statuses = vec![200, 302, 400, 401, 404, 408, 409, 429, 429, 429, 500, 500, 502, 503, 503, 504, 599];
    let phases = vec![Phase::BeforeSend, Phase::Sending, Phase::Waiting, Phase::Reading];
    let causes =
        vec![None, Some(FailureCause::Connection), Some(FailureCause::Timeout), Some(FailureCause::TooLarge)];
    prop_oneof![
        6 => (proptest::sample::select(statuses.clone()), proptest::option::of(0_u64..200_000))
            .prop_map(|(status, asked_ms)| Reply::Status { status, asked_ms }),
        1 => Just(Reply::Success),
        1 => Just(Reply::Garbage),
        4 => (
            proptest::sample::select(phases),
            proptest::sample::select(causes),
            proptest::option::of(proptest::sample::select(statuses)),
        )
            .prop_map(|(phase, cause, head)| Reply::Failed {
                phase,
                cause,
                head: head.filter(|_| phase == Phase::Reading),
            }),
    ]
}

fn duration() -> impl Strategy<Value = u64> {
    prop_oneof![4 => 0_u64..5_000, 2 => 0_u64..200_000, 1 => Just(0_u64), 1 => 0_u64..1 << 52]
}

fn policy() -> impl Strategy<Value = Map<String, Value>> {
    let numbers = (0_u32..8, 0_u32..600, any::<bool>());
    (duration(), duration(), duration(), duration(), numbers).prop_map(
        |(base, max, deadline, asked, (retries, budget, jitter))| {
            let policy = json!({
                "max_retries": retries, "base_delay_ms": base, "max_delay_ms": max, "jitter": jitter,
                "deadline_ms": deadline, "max_retry_after_ms": asked, "budget": budget,
            });
            policy.as_object().unwrap().clone()
        },
    )
}

fn schedule() -> impl Strategy<Value = Schedule> {
    (
        0..operations().len(),
        policy(),
        any::<bool>(),
        1_u64..100_000,
        any::<[u8; 16]>(),
        proptest::collection::vec((reply(), 0_u64..40_000), 1..12),
        prop_oneof![3 => Just(0_u64), 1 => 0_u64..100_000],
        proptest::option::of(0_usize..6),
    )
        .prop_map(
            |(operation, policy, allow_duplicate, timeout_ms, entropy, replies, late_ms, left_at)| Schedule {
                operation,
                policy,
                allow_duplicate,
                timeout_ms,
                entropy,
                replies,
                late_ms,
                left_at,
            },
        )
}

/// Whether this reply to a request that changes something leaves it open what happened. Written down a second time, on
/// purpose: the core must not be its own witness.
fn leaves_it_open(reply: &Reply) -> bool {
    // Without the provider's own JSON, a conflict may be with an earlier attempt.
    let by_status = |status: u16| !(400..500).contains(&status) || [408, 409].contains(&status);
    match reply {
        Reply::Status { status, .. } => by_status(*status),
        Reply::Success => false,
        Reply::Garbage => true,
        Reply::Failed { phase: Phase::BeforeSend, .. } => false,
        // A proxy may have put its own page, which broke off, in place of the response.
        Reply::Failed { head: Some(status), .. } => by_status(*status) || *status == 404,
        Reply::Failed { .. } => true,
    }
}

fn event(reply: &Reply) -> Input {
    let headers = |asked: Option<u64>| -> Headers {
        asked.into_iter().map(|ms| ("retry-after-ms", ms.to_string())).collect()
    };
    let respond = |status, asked, body: &[u8]| {
        Input::Response(Response { status, headers: headers(asked), body: body.to_vec() })
    };
    match reply {
        Reply::Status { status, asked_ms } => respond(*status, *asked_ms, b""),
        Reply::Success => {
            respond(200, None, br#"{"id": "a", "ledger_id": "l", "wallet": {"chain": "eip155:1"}}"#)
        }
        Reply::Garbage => respond(200, None, b"<html>"),
        Reply::Failed { phase, cause, head } => Input::Failed(TransportFailure {
            phase: *phase,
            cause: *cause,
            message: "broken".into(),
            head: head.map(|status| (status, Headers::new())),
        }),
    }
}

/// One request of the call, and what came back for it.
struct Sent {
    attempt: HttpRequest,
    reply: Reply,
    looking_up: bool,
}

/// Plays a schedule and checks what holds at each step.
fn play(schedule: &Schedule) -> Result<(), TestCaseError> {
    let (provider, name, arguments) = operations().swap_remove(schedule.operation);
    let operation = provider.operation(name).unwrap();
    let options = json!({
        "api_key": "awx_test_00000000000000000000", "retry": schedule.policy, "journal_account": new_account(),
    });
    let client =
        ffi::client_from(provider, options.as_object().unwrap(), CaseStyle::Snake, &|_| None).unwrap();
    // What a search adds is played against a server with a memory, in `paid_once.rs`.
    let call_options = json!({
        "allow_duplicate": schedule.allow_duplicate, "timeout_ms": schedule.timeout_ms, "reconcile": false,
    });
    let arguments = arguments.as_object().unwrap();
    let mut call = ffi::call_from(
        &client,
        operation,
        arguments,
        call_options.as_object().unwrap(),
        CaseStyle::Snake,
        schedule.entropy,
    )
    .unwrap();
    let in_ms = |name: &str| Duration::from_millis(schedule.policy[name].as_u64().unwrap());
    let (deadline, longest_asked) = (in_ms("deadline_ms"), in_ms("max_retry_after_ms"));
    let longest_gap = in_ms("max_delay_ms");
    let capacity = u32::try_from(schedule.policy["budget"].as_u64().unwrap()).unwrap();
    let retries = usize::try_from(schedule.policy["max_retries"].as_u64().unwrap()).unwrap();

    let start = Duration::from_secs(7);
    let mut now = Now { monotonic: start, unix_ms: 1_700_000_000_000 };
    let mut replies = schedule.replies.iter().cycle();
    let mut sent: Vec<Sent> = Vec::new();
    let mut next = Input::Start;
    let mut finished = false;
    let mut arrived = false;
    // Two legs of at most eight requests, each with a wait: more steps than this would be a circle.
    for _ in 0..64 {
        let open = |sent: &[Sent]| sent.iter().any(|sent| !sent.looking_up && leaves_it_open(&sent.reply));
        let step = call.step(now, next);
        let events = call.take_events();
        let elapsed = now.monotonic - start;
        prop_assert!(client.budget().tokens() <= capacity);
        // A request that brought something is over before anything else happens.
        let ends = |event: &Event| matches!(event.what, EventKind::RequestFinished { .. });
        prop_assert_eq!(events.first().is_some_and(ends), arrived);
        prop_assert!(!events.iter().skip(1).any(ends), "{:?}", events);
        arrived = false;
        match step {
            Step::Journal(_) => panic!("the client has no journal"),
            Step::Send(attempt) => {
                let Some(Event { operation: about, what: EventKind::AboutToSend { reference, .. }, .. }) =
                    events.last()
                else {
                    return Err(TestCaseError::fail(format!("no event before a request: {events:?}")));
                };
                let looking_up = *about != name;
                prop_assert!(!looking_up || name == "payments.send");
                if operation.safety() == Safety::Reconcilable {
                    prop_assert!(reference.reference.as_ref().is_some_and(|mark| mark.len() >= 16));
                }
                prop_assert!(
                    !attempt.timeout.is_zero()
                        && attempt.timeout <= (deadline + SLACK).saturating_sub(elapsed)
                );
                let of_leg: Vec<&Sent> = sent.iter().filter(|sent| sent.looking_up == looking_up).collect();
                prop_assert!(of_leg.len() <= retries, "{} requests of one leg", of_leg.len() + 1);
                for earlier in &of_leg {
                    let HttpRequest { method, url, headers, body, .. } = &earlier.attempt;
                    prop_assert_eq!(
                        (method, url, headers, body),
                        (&attempt.method, &attempt.url, &attempt.headers, &attempt.body)
                    );
                }
                let once = matches!(operation.safety(), Safety::Unkeyed | Safety::Reconcilable);
                if once && !schedule.allow_duplicate {
                    prop_assert!(!open(&sent), "sent again after an unknown outcome");
                }
                if schedule.left_at == Some(sent.len()) {
                    let interrupted = call.interrupt(now, Interruption::Cancelled);
                    let may_be_done = operation.safety() != Safety::Read && (!looking_up || open(&sent));
                    let expected = if may_be_done { Outcome::Unknown } else { Outcome::NotApplied };
                    prop_assert_eq!((interrupted.kind(), interrupted.outcome()), (Kind::Cancelled, expected));
                    prop_assert!(!interrupted.is_retryable());
                    let ended = call.take_events();
                    let [Event { what: EventKind::Finished { kind: Some(Kind::Cancelled), .. }, .. }] =
                        ended.as_slice()
                    else {
                        return Err(TestCaseError::fail(format!("the end was reported as {ended:?}")));
                    };
                    // What comes back now changes nothing, and nothing is sent any more.
                    let after = call.step(now, event(&schedule.replies[0].0));
                    prop_assert!(matches!(after, Step::Done(Err(error)) if error.outcome() == expected));
                    prop_assert!(call.take_events().is_empty());
                    return Ok(());
                }
                let (reply, took) = replies.next().unwrap();
                let took = Duration::from_millis(*took).min(attempt.timeout);
                now = later(now, took);
                sent.push(Sent { attempt, reply: reply.clone(), looking_up });
                next = event(reply);
                arrived = true;
            }
            Step::Wait(wait) => {
                let reply = &sent.last().unwrap().reply;
                let asked = match reply {
                    Reply::Status { asked_ms, .. } => asked_ms.map(Duration::from_millis),
                    _ => None,
                };
                prop_assert!(wait >= asked.unwrap_or_default(), "waited {wait:?}, asked for {asked:?}");
                prop_assert!(wait <= longest_gap.max(asked.unwrap_or_default()) + SLACK);
                prop_assert!(asked.is_none_or(|asked| asked <= longest_asked));
                prop_assert!(elapsed.saturating_add(wait) < deadline + SLACK);
                let told = events.iter().any(|event| {
                    matches!(event.what, EventKind::Retrying { wait_ms, .. } if u128::from(wait_ms) >= wait.as_millis())
                });
                prop_assert!(told, "{events:?}");
                now = later(now, wait.saturating_add(Duration::from_millis(schedule.late_ms)));
                next = Input::Waited;
            }
            Step::Done(result) => {
                finished = true;
                let told = matches!(events.last(), Some(Event { what: EventKind::Finished { .. }, .. }));
                prop_assert!(told, "the end was not told");
                match result {
                    Ok(success) => {
                        let own = sent.iter().filter(|sent| !sent.looking_up).count();
                        prop_assert_eq!(usize::try_from(success.attempts).unwrap(), own);
                    }
                    Err(error) => {
                        let may_be_done = operation.safety() != Safety::Read && open(&sent);
                        let expected = if may_be_done { Outcome::Unknown } else { Outcome::NotApplied };
                        prop_assert_eq!(error.outcome(), expected, "{}", error);
                        if may_be_done {
                            prop_assert!([502, 503].contains(&error.payload().respond_status));
                            let repeatable = operation.safety().allows_blind_resend();
                            prop_assert!(repeatable || error.advice() == Advice::Reconcile);
                            prop_assert!(repeatable || !error.is_retryable());
                        }
                        if error.is_retryable() {
                            prop_assert!(error.kind().is_transient());
                        }
                    }
                }
                break;
            }
        }
    }
    prop_assert!(finished, "the call does not end");
    Ok(())
}

fn later(now: Now, time: Duration) -> Now {
    let ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    Now { monotonic: now.monotonic.saturating_add(time), unix_ms: now.unix_ms.saturating_add(ms) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_order_of_responses_and_times_is_safe(schedule in schedule()) {
        play(&schedule)?;
    }
}

#[test]
fn a_timer_that_comes_after_the_deadline_sends_nothing() {
    let schedule = Schedule {
        operation: 0,
        policy: json!({
            "max_retries": 3, "base_delay_ms": 10, "max_delay_ms": 10, "jitter": false, "deadline_ms": 1000,
            "max_retry_after_ms": 60_000, "budget": 500,
        })
        .as_object()
        .unwrap()
        .clone(),
        allow_duplicate: false,
        timeout_ms: 500,
        entropy: [7; 16],
        replies: vec![(Reply::Status { status: 500, asked_ms: None }, 1)],
        late_ms: 2000,
        left_at: None,
    };
    play(&schedule).unwrap();
}

#[test]
fn the_retry_budget_limits_the_load_of_an_outage() {
    let options = json!({
        "api_key": "awx_test_00000000000000000000",
        "retry": {"max_retries": 3, "base_delay_ms": 0, "budget": 50},
    });
    let provider = Provider::AGENTWALLEX;
    let client =
        ffi::client_from(provider, options.as_object().unwrap(), CaseStyle::Snake, &|_| None).unwrap();
    let operation = provider.operation("payments.get").unwrap();
    let arguments = json!({"transaction_id": "tx_1"});
    let now = Now { monotonic: Duration::ZERO, unix_ms: 0 };
    let mut requests = 0;
    for _ in 0..100 {
        let mut call =
            Call::new(&client, operation, arguments.as_object().unwrap(), CallOptions::default(), [1; 16])
                .unwrap();
        let mut next = Input::Start;
        loop {
            next = match call.step(now, next) {
                Step::Journal(_) => panic!("the client has no journal"),
                Step::Send(_) => {
                    requests += 1;
                    Input::Response(Response { status: 503, ..Response::default() })
                }
                Step::Wait(_) => Input::Waited,
                Step::Done(result) => {
                    assert_eq!(result.unwrap_err().kind(), Kind::Unavailable);
                    break;
                }
            };
        }
    }
    // One request for each call, and ten repetitions for all of them together.
    assert_eq!(requests, 110);
}
