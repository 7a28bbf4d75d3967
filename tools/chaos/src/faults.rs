//! What goes wrong in a round: every fault of the simulator, before and after the effect, as often as the seed says.

use payonce_sandbox::{
    BodyDamage, Coding, Fault, FaultPlan, Framing, H2Fault, ListFault, ListOrder, MemoChange, ProviderId,
    Rule, When,
};
use serde_json::{Value, json};

use crate::orders::STRUCK;

/// The longest wait that a struck response asks for: real providers ask for seconds, which would be only waiting here.
const ASKED_WAIT_MS: &str = "3";
/// Of a hundred requests, how many are struck by a fault of the response: from a few up to more than every second one.
const SHARES: [f64; 4] = [5.0, 25.0, 45.0, 65.0];
/// Of a hundred requests, how many have a body that is compressed, and how many one that is damaged.
const BODIES: f64 = 12.0;
/// Of a hundred payments, how many are kept with another memo or at another time than they were sent with.
const MEMOS: f64 = 16.0;
/// Of a hundred looks at a list, how many do not see all of it.
const LISTS: f64 = 40.0;
/// Of a hundred responses, how many come on a connection that dies at the next request.
const CLOSING: f64 = 3.0;
/// Of a hundred requests over HTTP/2, how many are refused, or break off after their effect, in that protocol's own way.
const H2: f64 = 12.0;

/// What the callers of a round speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// HTTP/1.1 only.
    Http1,
    /// Every second client speaks HTTP/2.
    Http1And2,
}

/// The faults of the round with this seed.
///
/// What a provider documents is kept: a 429 never comes after the effect, and neither does any status of
/// AgenticPencil's own, which charges for a 2xx only. A client that believes the documentation is right to.
#[must_use]
pub fn of(seed: u64, protocol: Protocol) -> FaultPlan {
    let mut dice = fastrand::Rng::with_seed(seed ^ 0x5707_3a5e);
    let mut rules = Vec::new();
    for (provider, operation) in STRUCK {
        let often = SHARES.get(dice.usize(..SHARES.len())).copied().unwrap_or(5.0);
        let groups = [
            (often, response_faults(*provider, operation, &mut dice)),
            (CLOSING, vec![Fault::CloseNext]),
            (H2, if protocol == Protocol::Http1And2 { h2() } else { Vec::new() }),
            (BODIES, Coding::ALL.iter().map(|coding| Fault::Coding { coding: *coding }).collect()),
            (BODIES, BodyDamage::ALL.iter().map(|damage| Fault::Body { damage: *damage }).collect()),
            (MEMOS, if *operation == "payments.send" { memos(&mut dice) } else { Vec::new() }),
            (MEMOS, if operation.starts_with("payments") { clocks(&mut dice) } else { Vec::new() }),
            (LISTS, if *operation == "payments.list" { lists(&mut dice) } else { Vec::new() }),
        ];
        for (percent, faults) in groups {
            // Of one group the first that strikes acts, which makes the later ones a little rarer.
            let probability = percent / 100.0 / faults.len().max(1) as f64;
            let rule = |fault| Rule::new(fault).on(*provider, *operation).probability(probability);
            rules.extend(faults.into_iter().map(rule));
        }
    }
    // So that the round can be played again although its callers never come in the same order.
    FaultPlan::new(seed, rules).by_request()
}

fn response_faults(provider: ProviderId, operation: &str, dice: &mut fastrand::Rng) -> Vec<Fault> {
    let mut faults = vec![
        // Nothing at all arrived.
        Fault::Drop { when: When::Before },
        Fault::Hang { when: When::Before },
        status(429, When::Before),
        status(500, When::Before),
        status(502, When::Before),
        status(503, When::Before),
        status(504, When::Before),
        // It was refused, in a form that few expect.
        error(400, &json!(4002), When::Before),
        // It happened, and the response is lost.
        Fault::Drop { when: When::After },
        Fault::Hang { when: When::After },
        Fault::Delay { ms: dice.u64(1..40), when: When::After },
        Fault::Truncate { bytes: dice.usize(0..30) },
        Fault::Garbage,
        Fault::Drip { bytes_per_second: dice.u32(10..400) },
        Fault::Unfinished { framing: Framing::Chunked },
        Fault::Unfinished { framing: Framing::Length },
        status(502, When::After),
        status(504, When::After),
    ];
    if provider != ProviderId::AgenticPencil {
        faults.extend([status(500, When::After), status(503, When::After)]);
        for status in [500, 502, 503, 504] {
            let code = refusing(provider, dice);
            faults.push(error(status, &code, When::After));
            faults.push(error(status, &code, When::Before));
        }
        faults.push(error(500, &json!(5001), When::After));
        if !matches!(operation, "payments.list" | "agents.get") {
            faults.extend([0..60, 60..250, 250..900].map(|wait| Fault::LateEffect {
                ms: dice.u64(wait),
                status: if dice.bool() { 500 } else { 503 },
                code: Some(own_failure(provider)),
            }));
        }
    }
    if operation == "x402.pay" {
        faults.extend([When::Before, When::After].map(|when| Fault::Challenge { when }));
    }
    dice.shuffle(&mut faults);
    faults
}

/// Another status, as something between the client and the service sends it. The service's own words for a status may
/// be a documented refusal, which after the effect would be a lie that no caller could detect.
fn status(status: u16, when: When) -> Fault {
    let headers = vec![
        ("Content-Type".to_owned(), "text/html".to_owned()),
        ("Retry-After-Ms".to_owned(), ASKED_WAIT_MS.to_owned()),
    ];
    Fault::Status { status, headers: Some(headers), body: Some(format!("<html>{status}</html>")), when }
}

/// The service's own error with this code, its message in a list as some frameworks write it.
fn error(status: u16, code: &Value, when: When) -> Fault {
    let message = json!(["amount must be a decimal", "amount must not be less than 0.02"]);
    Fault::Error { status, code: Some(code.clone()), message: Some(message), when }
}

/// A code that refuses. Under a 5xx it proves nothing: what failed may be whatever came after the effect.
fn refusing(provider: ProviderId, dice: &mut fastrand::Rng) -> Value {
    let codes = match provider {
        ProviderId::AgentPay => ["INSUFFICIENT_FUNDS", "SERVER_RATE_LIMITED", "INVALID_API_KEY"],
        ProviderId::Payi => ["limit_reached", "invalid_json", "required_field_missing"],
        ProviderId::AgentWallex => ["policy_violation", "rate_limit_exceeded", "insufficient_funds"],
        _ => ["INVALID_REQUEST", "RATE_LIMITED", "INSUFFICIENT_FUNDS"],
    };
    json!(dice.choice(codes))
}

/// The code with which the service itself says that something of its own failed.
fn own_failure(provider: ProviderId) -> Value {
    match provider {
        ProviderId::AgentWallex => json!("internal_error"),
        ProviderId::Payi => json!("unexpected_error"),
        _ => json!("INTERNAL_ERROR"),
    }
}

fn h2() -> Vec<Fault> {
    H2Fault::ALL.iter().map(|does| Fault::H2 { does: *does }).collect()
}

fn memos(dice: &mut fastrand::Rng) -> Vec<Fault> {
    let change = |change: &MemoChange| Fault::Memo {
        change: *change,
        characters: (*change == MemoChange::Cut).then(|| dice.usize(0..40)),
    };
    MemoChange::ALL.iter().map(change).collect()
}

/// Clocks that are wrong by hours, and no date to find out by.
fn clocks(dice: &mut fastrand::Rng) -> Vec<Fault> {
    let hours = dice.i64(1..24) * 3600;
    let clock = |offset_s, date| Fault::Clock { offset_s, date };
    vec![clock(-hours, true), clock(hours, true), clock(-hours, false), clock(hours, false), clock(0, false)]
}

fn lists(dice: &mut fastrand::Rng) -> Vec<Fault> {
    let list = |change: fn(&mut ListFault)| {
        let mut list = ListFault::default();
        change(&mut list);
        list
    };
    let mut lists = vec![
        list(|list| list.order = Some(ListOrder::Reversed)),
        list(|list| list.order = Some(ListOrder::Shuffled)),
        list(|list| list.page_size = Some(20)),
        list(|list| (list.page_size, list.hides_more) = (Some(20), true)),
        list(|list| list.ignores_filters = true),
        list(|list| list.empty = true),
        list(|list| list.cached = true),
    ];
    lists.extend(
        [1..50, 50..500, 500..5_000]
            .map(|lag| ListFault { lag_ms: Some(dice.u64(lag)), ..ListFault::default() }),
    );
    lists.into_iter().map(Fault::List).collect()
}
