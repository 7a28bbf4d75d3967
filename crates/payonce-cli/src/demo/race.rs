//! The same payments under the same faults, by a pasted loop and by payonce, counted by the ledger.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use comfy_table::{CellAlignment, Table, presets};
use payonce::Outcome;
use payonce_sandbox::{Fault, FaultPlan, ProviderId, Rule, Sandbox, When};
use serde_json::json;

use super::pasted_loop::Program;
use super::payer::Payer;
use super::start;
use crate::failure::Failure;
use crate::output::{heading, trimmed};

/// The length of a second of waiting in this run.
const SECOND: Duration = Duration::from_millis(2);
/// Long for a simulator in the same process, short for a person who watches.
const TIMEOUT: Duration = Duration::from_millis(300);
const PAYONCE_SEND: &str = "payments.send";

/// About every seventh payment has a fault; about half of the faults act after the money has moved.
fn faults(seed: u64) -> FaultPlan {
    let limited = Fault::Status {
        status: 429,
        headers: Some(vec![("retry-after-ms".to_owned(), "4".to_owned())]),
        body: None,
        when: When::Before,
    };
    let rule = |probability: f64, fault: Fault| {
        Rule::new(fault).on(ProviderId::AgentWallex, PAYONCE_SEND).probability(probability)
    };
    FaultPlan::new(
        seed,
        [
            rule(0.04, Fault::Drop { when: When::After }),
            rule(0.02, Fault::Drop { when: When::Before }),
            rule(0.03, Fault::status_after(500)),
            rule(0.02, Fault::status(500)),
            rule(0.02, Fault::status_after(504)),
            rule(0.02, Fault::status(503)),
            rule(0.02, Fault::Garbage),
            rule(0.01, Fault::Hang { when: When::After }),
            rule(0.04, limited),
        ],
    )
}

/// The reports of one side, compared with the ledger.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Tally {
    intended: u32,
    charges: usize,
    double: usize,
    said_paid: u32,
    said_unpaid: u32,
    /// Reported as failed, but charged: lost money.
    lost: usize,
    /// Reported as paid, but not charged.
    imagined: usize,
    /// Order and reference of each payment that was reported as unknown.
    unknown: Vec<(String, Option<String>)>,
    /// How many of the unknown payments a later search by reference found.
    found: usize,
    seconds: f64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Claim {
    Paid,
    Unpaid,
    Unknown,
}

pub(super) async fn pasted_loop(payments: u32, seed: u64) -> Result<Tally, Failure> {
    let sandbox = start().await?;
    // The simulator has one wallet with enough balance. The first client also sets up TLS for both sides.
    Payer::new(&sandbox, &json!({}))?;
    let program = Program::new(&sandbox, TIMEOUT, SECOND)?;
    sandbox.set_faults(faults(seed));
    let began = Instant::now();
    let mut claims = BTreeMap::new();
    for number in 1..=payments {
        let order = order(number);
        let paid = program.pay("1.00", &order).await;
        claims.insert(order, if paid { Claim::Paid } else { Claim::Unpaid });
    }
    let tally = Tally { seconds: began.elapsed().as_secs_f64(), ..counted(&sandbox, &claims) };
    sandbox.shutdown().await;
    Ok(tally)
}

pub(super) async fn payonce(payments: u32, seed: u64) -> Result<Tally, Failure> {
    let sandbox = start().await?;
    let milliseconds = |duration: Duration| u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    let payer = Payer::new(
        &sandbox,
        &json!({
            "timeout_ms": milliseconds(TIMEOUT),
            "retry": { "max_retries": 3, "base_delay_ms": milliseconds(SECOND) },
        }),
    )?;
    sandbox.set_faults(faults(seed));
    let began = Instant::now();
    let mut claims = BTreeMap::new();
    let mut unknown = Vec::new();
    for number in 1..=payments {
        let order = order(number);
        let payment = json!({
            "agent_id": "agent_abc123", "to": "0xRecipientAddress", "amount": "1.00", "token": "USDC",
            "memo": order,
        });
        let claim = match payer.call(PAYONCE_SEND, &payment).await {
            Ok(_) => Claim::Paid,
            Err(error) if matches!(error.outcome(), Outcome::Unknown | Outcome::Pending) => {
                unknown.push((order.clone(), error.reference().reference.clone()));
                Claim::Unknown
            }
            Err(error) if error.outcome() == Outcome::Applied => Claim::Paid,
            Err(_) => Claim::Unpaid,
        };
        claims.insert(order, claim);
    }
    let seconds = began.elapsed().as_secs_f64();
    let mut found = 0;
    for reference in unknown.iter().filter_map(|(_, reference)| reference.as_deref()) {
        let paid = payer.was_paid(reference).await;
        found += usize::from(paid.map_err(|error| Failure::Run(error.to_string()))?);
    }
    let tally = Tally { seconds, unknown, found, ..counted(&sandbox, &claims) };
    sandbox.shutdown().await;
    Ok(tally)
}

/// Fixed width, so that no order's text is a prefix of another's.
fn order(number: u32) -> String {
    format!("order {number:04}")
}

fn counted(sandbox: &Sandbox, claims: &BTreeMap<String, Claim>) -> Tally {
    let mut charges: BTreeMap<&str, usize> = BTreeMap::new();
    let ledger = sandbox.ledger();
    for effect in ledger.effects.iter().filter(|effect| effect.operation == PAYONCE_SEND) {
        let memo = effect.reference.as_deref().unwrap_or_default();
        // payonce appends its reference to the caller's memo.
        let order = memo.split_once(" [").map_or(memo, |(order, _)| order);
        *charges.entry(order).or_default() += 1;
    }
    let claimed = |wanted: Claim| claims.iter().filter(move |(_, claim)| **claim == wanted);
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Tally {
        intended: number(claims.len()),
        charges: charges.values().sum(),
        double: charges.values().map(|count| count - 1).sum(),
        said_paid: number(claimed(Claim::Paid).count()),
        said_unpaid: number(claimed(Claim::Unpaid).count()),
        lost: claimed(Claim::Unpaid).filter(|(order, _)| charges.contains_key(order.as_str())).count(),
        imagined: claimed(Claim::Paid).filter(|(order, _)| !charges.contains_key(order.as_str())).count(),
        ..Tally::default()
    }
}

pub(super) fn intro(payments: u32, seed: u64) -> String {
    format!(
        "{}\n\
         Left: post, and on any failure sleep 2^attempt and post again, up to 3 times. Right: payonce.\n\
         Each meets the same plan: connections that break, responses that never come, 429, 500, 503 and 504, before or\n\
         after the money has moved. A second of waiting takes {} ms here.\n",
        heading(&format!(
            "5. {payments} payments of 1.00 USDC each, twice, under seeded faults (seed {seed})"
        )),
        SECOND.as_millis()
    )
}

pub(super) fn report(by_loop: &Tally, by_payonce: &Tally) -> String {
    let mut table = Table::new();
    table.load_style(presets::ASCII_MARKDOWN).set_header(["counted by the ledger", "pasted loop", "payonce"]);
    let mut row = |label: &str, of: &dyn Fn(&Tally) -> String| {
        table.add_row([label.to_owned(), of(by_loop), of(by_payonce)]);
    };
    row("payments intended", &|tally| tally.intended.to_string());
    row("charges in the ledger", &|tally| tally.charges.to_string());
    row("double charges", &|tally| tally.double.to_string());
    row("charged, but reported as failed (lost)", &|tally| tally.lost.to_string());
    row("reported as paid, but never charged", &|tally| tally.imagined.to_string());
    row("reported as paid", &|tally| tally.said_paid.to_string());
    row("reported as failed", &|tally| tally.said_unpaid.to_string());
    row("reported as unknown, with a reference", &|tally| tally.unknown.len().to_string());
    row("seconds", &|tally| format!("{:.1}", tally.seconds));
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let mut text = trimmed(&table);
    text.push_str(&named(by_payonce));
    text
}

/// The unknown payments by name, and the result of a later search.
fn named(tally: &Tally) -> String {
    let unknown = tally.unknown.len();
    if unknown == 0 {
        return "\npayonce left no payment unknown.\n".to_owned();
    }
    let mut text = String::from("\nUnknown at the time, by reference:\n");
    const SHOWN: usize = 4;
    for (order, reference) in tally.unknown.iter().take(SHOWN) {
        let _ = writeln!(text, "  {order}  {}", reference.as_deref().unwrap_or("no reference"));
    }
    if unknown > SHOWN {
        let _ = writeln!(text, "  and {} more", unknown - SHOWN);
    }
    let missing = unknown - tally.found;
    let _ = writeln!(
        text,
        "A later search by reference finds {} in the list, each paid once. {missing} are not in the list, which proves\n\
         nothing to the caller. payonce does not send those again: a person compares with the wallet first\n\
         (docs/unknown-payments.md). The ledger, which only the simulator has, shows that {missing} were not paid.",
        tally.found
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn the_loop_pays_twice_and_payonce_does_not() {
        // As in main: the pasted loop uses the process-wide provider.
        let _ = rustls::crypto::ring::default_provider().install_default();
        for seed in [7, 8] {
            let by_loop = pasted_loop(120, seed).await.unwrap();
            let by_payonce = payonce(120, seed).await.unwrap();
            assert!(by_loop.double > 0, "{by_loop:?}");
            assert_eq!(
                (by_payonce.double, by_payonce.lost, by_payonce.imagined),
                (0, 0, 0),
                "{by_payonce:?}"
            );
            assert!(by_payonce.unknown.iter().all(|(_, reference)| reference.is_some()), "{by_payonce:?}");
            let claimed = by_payonce.said_paid + by_payonce.said_unpaid;
            assert_eq!(claimed as usize + by_payonce.unknown.len(), 120, "{by_payonce:?}");
            assert_eq!(
                by_payonce.charges,
                by_payonce.said_paid as usize + by_payonce.found,
                "{by_payonce:?}"
            );
        }
    }
}
