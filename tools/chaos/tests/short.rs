//! A short run with every test run, so that a change which can charge twice does not wait for the long one.

use chaos::judge::Wrong;
use chaos::{Callers, Plan};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_charged_twice_and_every_report_is_true() {
    let plan = Plan { operations: 1_500, seed: 2026, clients: 32, careless: false };
    let report = chaos::run(plan, &Callers::Rust, |_| {}).await.unwrap();
    assert!(report.offences.is_empty(), "{report}");
    assert!(report.operations() >= 1_500 && report.crowds > 0, "{report}");
    // A run that strikes nothing, or leaves nothing open, would prove nothing.
    for provider in ["agentpay", "agenttech", "agenticpencil", "agentwallex", "payi"] {
        let rows = || report.rows.iter().filter(|((name, _), _)| name == provider).map(|(_, row)| row);
        assert!(rows().any(|row| row.struck > 0) && rows().any(|row| row.done > 0), "{provider}\n{report}");
    }
    let open: u64 = report.rows.values().map(|row| row.open).sum();
    assert!(open > 20, "{report}");
}

/// The judge has to see what it is there for: the same run with callers who allow the repetition of anything.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn blind_retries_are_detected_as_double_payments() {
    let plan = Plan { operations: 800, seed: 2026, clients: 32, careless: true };
    let report = chaos::run(plan, &Callers::Rust, |_| {}).await.unwrap();
    assert!(report.count(Wrong::ChargedTwice) > 0, "{report}");
}
