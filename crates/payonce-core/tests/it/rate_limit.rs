//! The rate limit of a client against models of servers that count requests, in virtual time.

use std::path::Path;
use std::time::Duration;

use payonce_core::{
    Call, CallOptions, CaseStyle, Client, Error, Event, EventKind, Headers, Input, Interruption, Kind, Now,
    Outcome, Phase, Provider, Response, Step, ffi,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const MINUTE: Duration = Duration::from_secs(60);

fn client(provider: Provider, rate_limit: &Value) -> Client {
    try_client(provider, rate_limit).unwrap()
}

fn try_client(provider: Provider, rate_limit: &Value) -> Result<Client, Error> {
    let options = json!({
        "api_key": "test_00000000000000000000", "secret_key": "test_11111111111111111111", "base_url": "http://127.0.0.1:9",
        "rate_limit": rate_limit, "retry": {"jitter": false, "deadline": 100_000, "budget": 100_000},
    });
    let mut options = options.as_object().unwrap().clone();
    if provider != Provider::AGENTTECH {
        options.shift_remove("secret_key");
    }
    ffi::client_from(provider, &options, CaseStyle::Snake, &|_| None)
}

fn read(client: &Client, options: &Value) -> Call {
    let (operation, arguments) = match client.provider().as_str() {
        "agenticpencil" => ("usage.get", json!({})),
        _ => ("payments.get", json!({"transaction_id": "tx_1"})),
    };
    let operation = client.provider().operation(operation).unwrap();
    ffi::call_from(
        client,
        operation,
        arguments.as_object().unwrap(),
        options.as_object().unwrap(),
        CaseStyle::Snake,
        [3; 16],
    )
    .unwrap()
}

const fn at(monotonic: Duration) -> Now {
    Now { monotonic, unix_ms: 1_700_000_000_000 }
}

fn respond(status: u16, headers: &[(&str, &str)]) -> Input {
    let body = json!({"id": "tx_1", "status": "confirmed"}).to_string().into_bytes();
    Input::Response(Response { status, headers: headers.iter().copied().collect::<Headers>(), body })
}

/// How a server counts.
#[derive(Debug, Clone, Copy)]
enum Counting {
    /// In minutes that begin at fixed times.
    FixedWindow { offset: Duration },
    /// In the sixty seconds before each request.
    SlidingWindow,
    /// A bucket that a minute fills.
    Bucket,
}

impl Counting {
    fn exceeded(self, arrivals: &[Duration], limit: usize) -> bool {
        match self {
            Self::FixedWindow { offset } => arrivals.iter().any(|first| {
                let window = |time: Duration| (time + offset).as_secs() / 60;
                arrivals.iter().filter(|other| window(**other) == window(*first)).count() > limit
            }),
            Self::SlidingWindow => arrivals.iter().any(|first| {
                arrivals.iter().filter(|other| **other >= *first && **other < *first + MINUTE).count() > limit
            }),
            Self::Bucket => {
                let rate = f64::from(u32::try_from(limit).unwrap()) / 60.0;
                let (mut tokens, mut last) = (f64::from(u32::try_from(limit).unwrap()), Duration::ZERO);
                arrivals.iter().any(|arrival| {
                    let passed = arrival.saturating_sub(last).as_secs_f64();
                    tokens = f64::min(tokens + passed * rate, f64::from(u32::try_from(limit).unwrap()));
                    last = *arrival;
                    tokens -= 1.0;
                    tokens < -1e-6
                })
            }
        }
    }
}

/// One call and when it reports next.
struct Actor {
    call: Call,
    due: Duration,
    event: Option<Input>,
    /// Whether its request is on the way.
    on_the_way: bool,
}

/// What came of a simulation.
struct Traffic {
    /// When requests left, in order.
    sent: Vec<Duration>,
    /// When they arrived, in order.
    arrived: Vec<Duration>,
    max_at_once: usize,
}

/// Plays calls that begin at `begins`, each with a response after its `takes`; timers come `late`.
fn play(client: &Client, begins: &[(Duration, Duration)], late: Duration, cancelled: &[usize]) -> Traffic {
    let mut actors: Vec<Actor> = begins
        .iter()
        .map(|(begin, _)| Actor {
            call: read(client, &json!({})),
            due: *begin,
            event: Some(Input::Start),
            on_the_way: false,
        })
        .collect();
    let mut traffic = Traffic { sent: Vec::new(), arrived: Vec::new(), max_at_once: 0 };
    for _ in 0..1_000_000 {
        let next = (0..actors.len()).filter(|place| actors.get(*place).unwrap().event.is_some());
        let Some(place) = next.min_by_key(|place| (actors.get(*place).unwrap().due, *place)) else {
            traffic.arrived.sort_unstable();
            return traffic;
        };
        let takes = begins.get(place).unwrap().1;
        let actor = actors.get_mut(place).unwrap();
        let now = actor.due;
        actor.on_the_way = false;
        let event = actor.event.take().unwrap();
        match actor.call.step(at(now), event) {
            Step::Journal(_) => panic!("the client has no journal"),
            Step::Send(_) => {
                traffic.sent.push(now);
                // A request takes up to a second to arrive, as long as the second that the window has in reserve.
                traffic.arrived.push(now + (takes / 2).min(Duration::from_secs(1)));
                (actor.due, actor.event, actor.on_the_way) = (now + takes, Some(respond(200, &[])), true);
                let at_once = actors.iter().filter(|actor| actor.on_the_way).count();
                traffic.max_at_once = traffic.max_at_once.max(at_once);
            }
            Step::Wait(_) if cancelled.contains(&place) => {
                let error = actor.call.interrupt(at(now), Interruption::Cancelled);
                assert_eq!((error.outcome(), error.payload().attempts), (Outcome::NotApplied, Some(0)));
            }
            Step::Wait(wait) => (actor.due, actor.event) = (now + wait + late, Some(Input::Waited)),
            Step::Done(result) => assert_eq!(result.unwrap().status, 200),
        }
    }
    panic!("the calls do not come to an end");
}

fn counting() -> impl Strategy<Value = Counting> {
    prop_oneof![
        (0_u64..60_000).prop_map(|offset| Counting::FixedWindow { offset: Duration::from_millis(offset) }),
        Just(Counting::SlidingWindow),
        Just(Counting::Bucket),
    ]
}

proptest! {
    #[test]
    fn no_server_that_counts_by_the_minute_has_to_refuse(
        limit in 1_u32..12,
        concurrent in proptest::option::of(1_u32..4),
        begins in proptest::collection::vec((0_u64..200_000, 1_u64..9_000), 1..50),
        late in 0_u64..3_000,
        cancelled in proptest::collection::vec(0_usize..50, 0..10),
        counting in counting(),
    ) {
        let client = client(Provider::AGENTWALLEX, &json!({"per_minute": limit, "concurrent": concurrent}));
        let begins: Vec<_> = begins
            .into_iter()
            .map(|(begin, takes)| (Duration::from_millis(begin), Duration::from_millis(takes)))
            .collect();
        let traffic = play(&client, &begins, Duration::from_millis(late), &cancelled);
        let limit = usize::try_from(limit).unwrap();
        prop_assert!(!counting.exceeded(&traffic.arrived, limit), "{:?}", traffic.arrived);
        if let Some(concurrent) = concurrent {
            prop_assert!(traffic.max_at_once <= usize::try_from(concurrent).unwrap());
        }
        let uncancelled = (0..begins.len()).filter(|place| !cancelled.contains(place)).count();
        prop_assert!(traffic.sent.len() >= uncancelled);
    }
}

#[test]
fn the_model_servers_detect_a_client_without_a_rate_limit() {
    let client = client(Provider::AGENTWALLEX, &Value::Null);
    let begins: Vec<_> = (0..20).map(|n| (Duration::from_millis(n * 10), Duration::from_millis(5))).collect();
    let traffic = play(&client, &begins, Duration::ZERO, &[]);
    let fixed = Counting::FixedWindow { offset: Duration::ZERO };
    for counting in [fixed, Counting::SlidingWindow, Counting::Bucket] {
        assert!(counting.exceeded(&traffic.arrived, 10), "{counting:?}");
        assert!(!counting.exceeded(&traffic.arrived, 20), "{counting:?}");
    }
}

#[test]
fn a_burst_is_sent_at_once_and_later_calls_wait_in_order() {
    let client = client(Provider::AGENTWALLEX, &json!(3));
    let begins: Vec<_> = (0..7).map(|n| (Duration::from_secs(n), Duration::from_millis(100))).collect();
    let sent: Vec<u64> =
        play(&client, &begins, Duration::ZERO, &[]).sent.iter().map(Duration::as_secs).collect();
    assert_eq!(sent, [0, 1, 2, 61, 62, 63, 122]);
}

#[test]
fn a_cancelled_waiting_call_frees_its_place_in_the_queue() {
    let client = client(Provider::AGENTWALLEX, &json!(1));
    let begins: Vec<_> = (0..3).map(|n| (Duration::from_secs(n), Duration::from_millis(100))).collect();
    let sent: Vec<u64> =
        play(&client, &begins, Duration::ZERO, &[1]).sent.iter().map(Duration::as_secs).collect();
    assert_eq!(sent, [0, 61]);
}

/// Lets one call begin, and returns the step and the events.
fn first_step(call: &mut Call, now: Duration) -> (Step, Vec<Event>) {
    let step = call.step(at(now), Input::Start);
    (step, call.take_events())
}

fn wait_of(step: &Step) -> Option<Duration> {
    match step {
        Step::Wait(wait) => Some(*wait),
        _ => None,
    }
}

#[test]
fn a_wait_past_the_deadline_fails_at_once_as_not_sent() {
    let client = client(Provider::AGENTWALLEX, &json!(1));
    let mut first = read(&client, &json!({}));
    assert!(matches!(first_step(&mut first, Duration::ZERO).0, Step::Send(_)));
    let mut second = read(&client, &json!({"retry": {"deadline": 60}}));
    let (step, _) = first_step(&mut second, Duration::from_millis(500));
    let Step::Done(Err(error)) = step else { panic!("{step:?}") };
    let payload = error.payload();
    assert_eq!(
        (payload.kind, payload.phase, payload.outcome),
        (Kind::RateLimited, Phase::BeforeSend, Outcome::NotApplied)
    );
    assert_eq!((payload.retryable, payload.retry_after_ms), (true, Some(60_500)));
    assert_eq!((payload.status, payload.attempts, payload.respond_status), (None, Some(0), 429));
    // It took no place in the line.
    let (step, events) = first_step(&mut read(&client, &json!({})), Duration::from_secs(1));
    assert_eq!(wait_of(&step), Some(Duration::from_secs(60)));
    let [Event { operation: "payments.get", what: EventKind::RateLimitWait { wait_ms: 60_000 }, .. }] =
        events.as_slice()
    else {
        panic!("{events:?}")
    };
}

#[test]
fn a_refusal_holds_back_every_call_for_as_long_as_the_refused_one_waits() {
    for (options, asked, held) in [
        (json!({}), Some("7"), Some(6)),
        (json!({"max_retries": 0}), Some("7"), Some(6)),
        // The first gap of the policy, where the provider does not say how long.
        (json!({"retry": {"base_delay": 3}}), None, Some(2)),
        // Longer than a provider may ask: the provider refuses the next call.
        (json!({}), Some("3600"), None),
    ] {
        let client = client(Provider::AGENTWALLEX, &json!("auto"));
        let mut refused = read(&client, &options);
        assert!(matches!(first_step(&mut refused, Duration::ZERO).0, Step::Send(_)));
        let fields: Vec<(&str, &str)> = asked.map(|asked| ("Retry-After", asked)).into_iter().collect();
        refused.step(at(Duration::ZERO), respond(429, &fields));
        let (step, _) = first_step(&mut read(&client, &json!({})), Duration::from_secs(1));
        assert_eq!(wait_of(&step), held.map(Duration::from_secs), "{options} {asked:?}");
    }
}

#[test]
fn a_client_without_a_rate_limit_sends_immediately() {
    let client = client(Provider::AGENTWALLEX, &Value::Null);
    let mut refused = read(&client, &json!({}));
    first_step(&mut refused, Duration::ZERO);
    refused.step(at(Duration::ZERO), respond(429, &[("Retry-After", "7")]));
    assert!(matches!(first_step(&mut read(&client, &json!({})), Duration::ZERO).0, Step::Send(_)));
}

#[test]
fn an_unshared_client_has_its_own_rate_limit() {
    let client = client(Provider::AGENTWALLEX, &json!(1));
    first_step(&mut read(&client, &json!({})), Duration::ZERO);
    assert!(wait_of(&first_step(&mut read(&client.clone(), &json!({})), Duration::ZERO).0).is_some());
    assert!(matches!(first_step(&mut read(&client.unshared(), &json!({})), Duration::ZERO).0, Step::Send(_)));
}

#[test]
fn an_advertised_quota_is_enforced() {
    let client = client(Provider::AGENTICPENCIL, &json!("auto"));
    let window =
        [("X-RateLimit-Limit", "60"), ("X-RateLimit-Remaining", "2"), ("X-RateLimit-Reset", "1700000030")];
    let mut calls: Vec<Call> = (0..4).map(|_| read(&client, &json!({}))).collect();
    let mut calls = calls.iter_mut();
    let first = calls.next().unwrap();
    assert!(matches!(first_step(first, Duration::ZERO).0, Step::Send(_)));
    first.step(at(Duration::from_secs(1)), respond(200, &window));
    for call in [calls.next().unwrap(), calls.next().unwrap()] {
        assert!(matches!(first_step(call, Duration::from_secs(2)).0, Step::Send(_)));
    }
    let last = calls.next().unwrap();
    assert_eq!(wait_of(&first_step(last, Duration::from_secs(3)).0), Some(Duration::from_secs(28)));
    assert!(matches!(last.step(at(Duration::from_secs(31)), Input::Waited), Step::Send(_)));
}

#[test]
fn an_older_response_does_not_override_a_newer_quota() {
    let client = client(Provider::AGENTICPENCIL, &json!("auto"));
    let left = |left: &'static str| [("X-RateLimit-Remaining", left), ("X-RateLimit-Reset", "30")];
    let begin = || {
        let mut call = read(&client, &json!({}));
        let sent = matches!(first_step(&mut call, Duration::from_secs(1)).0, Step::Send(_));
        (call, sent)
    };
    let ((mut older, _), (mut newer, _)) = (begin(), begin());
    // The provider may not have counted the older request yet: of the four, one is its.
    newer.step(at(Duration::from_secs(1)), respond(200, &left("4")));
    let (_third, sent) = begin();
    assert!(sent);
    // The older response describes an earlier moment.
    older.step(at(Duration::from_secs(1)), respond(200, &left("9")));
    let ((_fourth, fourth), (_fifth, fifth), (_sixth, sixth)) = (begin(), begin(), begin());
    assert_eq!((fourth, fifth, sixth), (true, true, false));
}

#[test]
fn the_advertised_limit_holds_unless_the_caller_sets_a_lower_one() {
    for (rate_limit, told, sent) in
        [(json!("auto"), "2", 2), (json!(1), "2", 1), (json!("scale"), "2", 2), (json!(1), "9", 1)]
    {
        let client = client(Provider::AGENTICPENCIL, &rate_limit);
        let mut first = read(&client, &json!({}));
        first_step(&mut first, Duration::ZERO);
        first.step(at(Duration::ZERO), respond(200, &[("X-RateLimit-Limit", told)]));
        let mut passed = 1;
        while matches!(first_step(&mut read(&client, &json!({})), Duration::from_secs(1)).0, Step::Send(_)) {
            passed += 1;
            assert!(passed < 9);
        }
        assert_eq!(passed, sent, "{rate_limit} {told}");
    }
}

#[test]
fn plan_names_and_documented_limits_are_enforced() {
    for (provider, rate_limit, passes) in [
        (Provider::AGENTTECH, "auto", Some(60)),
        (Provider::AGENTICPENCIL, "free", Some(10)),
        (Provider::AGENTICPENCIL, "Enterprise", Some(300)),
        // Five at the same time, although sixty fit into the minute.
        (Provider::AGENTWALLEX, "starter", Some(5)),
        (Provider::AGENTWALLEX, "auto", None),
    ] {
        let client = client(provider, &json!(rate_limit));
        let operation = match provider.as_str() {
            "agenticpencil" => "usage.get",
            "agenttech" => "get_intent",
            _ => "payments.get",
        };
        let arguments = json!({"transaction_id": "tx_1", "intent_id": "in_1"});
        let operation = client.provider().operation(operation).unwrap();
        let arguments = arguments
            .as_object()
            .unwrap()
            .clone()
            .into_iter()
            .filter(|(name, _)| operation.params.iter().any(|param| param.name == name))
            .collect();
        let mut passed = 0_u32;
        // The calls stay on the way.
        let mut calls = Vec::new();
        while passed < 400 {
            let mut call =
                Call::new(&client, operation, &arguments, CallOptions::default(), [1; 16]).unwrap();
            if !matches!(first_step(&mut call, Duration::from_secs(1)).0, Step::Send(_)) {
                break;
            }
            calls.push(call);
            passed += 1;
        }
        assert_eq!(Some(passed).filter(|passed| *passed < 400), passes, "{provider} {rate_limit}");
    }
}

#[test]
fn an_invalid_rate_limit_is_refused_with_the_valid_values() {
    let plans =
        "must be a number of requests per minute of one or more, or 'auto', or 'starter', or 'growth'";
    for (rate_limit, field, problem) in [
        (json!(0), "rate_limit", plans),
        (json!(-1), "rate_limit", plans),
        (json!(1.5), "rate_limit", plans),
        (json!(true), "rate_limit", plans),
        (json!("60"), "rate_limit", plans),
        (json!("free"), "rate_limit", plans),
        (json!({"per_minute": 0}), "rate_limit.per_minute", "must be a whole number of one or more"),
        (json!({"concurrent": "5"}), "rate_limit.concurrent", "must be a whole number of one or more"),
        (json!({"per_hour": 60}), "rate_limit.per_hour", "is unknown; use per_minute, concurrent"),
    ] {
        let error = try_client(Provider::AGENTWALLEX, &rate_limit).unwrap_err();
        assert_eq!(error.kind(), Kind::InvalidArgument);
        assert_eq!(error.payload().details.get("field"), Some(&json!(field)), "{rate_limit}");
        assert!(error.payload().message.contains(problem), "{}", error.payload().message);
    }
}

#[test]
fn every_page_that_names_plans_names_all_of_them() {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = |path: &str| std::fs::read_to_string(checkout.join(path)).unwrap();
    let guide = page("docs/rate-limits.md");
    let options =
        ["crates/payonce/src/options.rs", "python/payonce/_options.py", "js/src/generated/options.ts"]
            .map(page);
    for provider in Provider::BUILT_IN {
        let limits = provider.spec().rate_limits;
        let row = guide.lines().find(|line| line.starts_with(&format!("| {} |", provider.title()))).unwrap();
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let documented = limits.per_minute.map_or_else(|| "–".to_owned(), |number| number.to_string());
        assert_eq!(cells.get(2), Some(&documented.as_str()), "{row}");
        let plans: Vec<String> = limits
            .plans
            .iter()
            .map(|plan| {
                let at_once = plan.concurrent.map_or_else(String::new, |number| format!(" and {number}"));
                format!("`{}` {}{at_once}", plan.name, plan.per_minute)
            })
            .collect();
        let plans = if plans.is_empty() { "–".to_owned() } else { plans.join(", ") };
        assert_eq!(cells.get(3), Some(&plans.as_str()), "{row}");
        for plan in limits.plans {
            let name = format!("`{}`", plan.name);
            assert!(
                options.iter().all(|page| page.contains(&name)),
                "{name} is missing in the options of a language"
            );
        }
        if let Some(number) = limits.per_minute {
            let said = format!("{}: {number}", provider.title().trim_end_matches(" Pay"));
            assert!(options.iter().all(|page| page.contains(&said)), "{said}");
        }
    }
}
