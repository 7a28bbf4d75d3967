//! `payonce codes`, run as a user runs it.

use std::process::Stdio;

use serde_json::Value;

use crate::payonce_command::{command, run};

const PROVIDERS: [&str; 5] = ["agentpay", "agenttech", "payi", "agenticpencil", "agentwallex"];

#[test]
fn every_provider_has_rows_with_every_field() {
    let run = run(&["codes", "--format", "json"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let rows: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
    for provider in PROVIDERS {
        assert!(rows.iter().any(|row| row["provider"] == provider), "{provider}");
    }
    for row in &rows {
        for member in ["by", "code", "kind", "class", "actor", "evidence", "outcome", "advice", "meaning"] {
            assert!(row[member].as_str().is_some_and(|text| !text.is_empty()), "{member} of {row}");
        }
    }
    let policy = rows.iter().find(|row| row["code"] == "policy_violation").unwrap();
    assert_eq!((&policy["status"], &policy["retryable"]), (&Value::from(400), &Value::from(false)));
}

#[test]
fn a_pipe_receives_one_line_for_each_row_without_color() {
    let run = run(&["codes", "--provider", "agentwallex"]);
    assert_eq!(run.code, Some(0));
    let row = run.stdout.lines().find(|line| line.contains(" policy_violation ")).unwrap();
    assert!(row.contains("PolicyViolationError") && row.contains("ask_human"), "{row}");
    assert!(!run.stdout.contains('\u{1b}'));
    assert!(!run.stdout.contains("INSUFFICIENT_CREDITS"), "only the chosen provider");
}

#[test]
fn the_pages_of_the_error_reference_are_printed_as_markdown() {
    let run = run(&["codes", "--provider", "agentwallex", "--format", "markdown"]);
    assert!(run.stdout.starts_with("# Errors of AgentWallex\n"), "{}", run.stdout);
    assert!(run.stdout.contains("\n### policy_violation\n"));
}

#[test]
fn a_closed_pipe_is_not_a_failure() {
    let mut child = command().arg("codes").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn an_unknown_provider_exits_with_2() {
    let run = run(&["codes", "--provider", "paypal"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("possible values: agentpay"), "{}", run.stderr);
}

#[test]
fn a_call_without_a_command_prints_the_help_and_version_prints_the_version() {
    let bare = run(&[]);
    assert_eq!(bare.code, Some(2));
    assert!(bare.stderr.contains("Usage: payonce"), "{}", bare.stderr);
    let version = run(&["--version"]);
    assert_eq!(version.stdout, format!("payonce {}\n", env!("CARGO_PKG_VERSION")));
}
