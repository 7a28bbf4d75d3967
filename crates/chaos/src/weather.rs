//! What goes wrong in a round: every fault of the simulator, before and after the effect, as often as the seed says.

use payonce_sandbox::{Fault, FaultPlan, ProviderId, Rule, When};

use crate::orders::STRUCK;

/// The longest wait that a struck answer asks for: real providers ask for seconds, which would be only waiting here.
const ASKED_WAIT_MS: &str = "3";

/// The faults of the round with this seed.
///
/// What a provider documents is kept: a 429 never comes after the effect, and neither does any status of
/// AgenticPencil's own, which charges for a 2xx only. A client that believes the documentation is right to.
#[must_use]
pub fn of(seed: u64) -> FaultPlan {
    let mut dice = fastrand::Rng::with_seed(seed ^ 0x5707_3a5e);
    // From a few strikes in a hundred requests up to more than every second one.
    let calm = [0.003, 0.015, 0.03, 0.05];
    let mut rules = Vec::new();
    for (provider, operation) in STRUCK {
        let probability = calm.get(dice.usize(..calm.len())).copied().unwrap_or(0.01);
        for fault in faults(*provider, &mut dice) {
            rules.push(Rule::new(fault).on(*provider, *operation).probability(probability));
        }
    }
    // So that the round can be played again although its callers never come in the same order.
    FaultPlan::new(seed, rules).by_request()
}

fn faults(provider: ProviderId, dice: &mut fastrand::Rng) -> Vec<Fault> {
    let mut faults = vec![
        // Nothing at all arrived.
        Fault::Drop { when: When::Before },
        Fault::Hang { when: When::Before },
        status(429, When::Before),
        status(500, When::Before),
        status(502, When::Before),
        status(503, When::Before),
        status(504, When::Before),
        // It happened, and the answer is lost.
        Fault::Drop { when: When::After },
        Fault::Hang { when: When::After },
        Fault::Delay { ms: dice.u64(1..40), when: When::After },
        Fault::Truncate { bytes: dice.usize(0..30) },
        Fault::Garbage,
        Fault::Drip { bytes_per_second: dice.u32(10..400) },
        status(502, When::After),
        status(504, When::After),
    ];
    if provider != ProviderId::AgenticPencil {
        faults.extend([status(500, When::After), status(503, When::After)]);
    }
    dice.shuffle(&mut faults);
    faults
}

/// Another status, as something between the client and the service answers it. The service's own words for a status may
/// be a documented refusal, which after the effect would be a lie that nobody can see through.
fn status(status: u16, when: When) -> Fault {
    let headers = vec![
        ("Content-Type".to_owned(), "text/html".to_owned()),
        ("Retry-After-Ms".to_owned(), ASKED_WAIT_MS.to_owned()),
    ];
    Fault::Status { status, headers: Some(headers), body: Some(format!("<html>{status}</html>")), when }
}
