//! `payonce demo`, run as a user runs it.

use crate::payonce_command::run;

/// The two numbers of a row of the comparison: the pasted loop's and payonce's.
fn row(shown: &str, label: &str) -> (u32, u32) {
    let line = shown.lines().find(|line| line.contains(label)).expect("the row is there");
    let cells: Vec<&str> = line.split('|').map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let [_, by_loop, by_payonce] = cells.as_slice() else { panic!("three cells in {line}") };
    (by_loop.parse().expect("a number"), by_payonce.parse().expect("a number"))
}

#[test]
fn the_loop_charges_twice_and_payonce_never() {
    let run = run(&["demo", "--payments", "150"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{}", run.stdout);
    let shown = &run.stdout;
    for scene in [
        "paid       12.50 USDC",
        "PolicyViolationError",
        "rule       max_transaction_amount",
        "outcome      unknown",
        "found: it was paid, once",
    ] {
        assert!(shown.contains(scene), "{scene}: {shown}");
    }
    assert_eq!(row(shown, "payments intended"), (150, 150));
    let (by_loop, by_payonce) = row(shown, "double charges");
    assert!(by_loop > 0, "{shown}");
    assert_eq!(by_payonce, 0, "{shown}");
    assert_eq!(row(shown, "charged, but reported as failed").1, 0, "{shown}");
    assert_eq!(row(shown, "never charged").1, 0, "{shown}");
    let settled = row(shown, "reported as paid  ").1 + row(shown, "reported as failed  ").1;
    assert_eq!(settled + row(shown, "reported as unknown").1, 150, "{shown}");
}

#[test]
fn workers_with_a_journal_charge_each_invoice_once() {
    let run = run(&["demo", "--only", "workers"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{}", run.stdout);
    let shown = &run.stdout;
    assert_eq!(row(shown, "workers killed"), (1, 1), "{shown}");
    let (by_loop, by_payonce) = row(shown, "| charges ");
    assert!(by_loop > 12, "{shown}");
    assert_eq!(by_payonce, 12, "{shown}");
    assert_eq!(row(shown, "charged twice or more").1, 0, "{shown}");
    assert_eq!(row(shown, "never charged"), (0, 0), "{shown}");
    assert!(shown.contains("as: sending") && shown.contains("a payment: settled, applied."), "{shown}");
}

#[test]
fn more_payments_than_the_wallet_can_make_exit_with_2() {
    assert_eq!(run(&["demo", "--payments", "100000"]).code, Some(2));
}
