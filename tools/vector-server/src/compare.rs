//! Compares the runners: the cases that they played and the bytes that they sent.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::cases::Cases;
use crate::report::{Report, Requests, Sent, read_requests};

/// All runners.
pub const RUNNERS: &[&str] =
    &["core", "rust-async", "rust-blocking", "python-sync", "python-async", "node", "node-wasm", "browser"];

/// Compares the reports of these runners with the cases and with each other, and returns the problems.
#[must_use]
pub fn compare(cases: &Cases, reports: &Path, runners: &[&str]) -> Vec<String> {
    let mut problems = Vec::new();
    let mut received: BTreeMap<&str, (Report, Requests)> = BTreeMap::new();
    for runner in runners {
        match (Report::read(reports, runner), read_requests(reports, runner)) {
            (Ok(report), Ok(requests)) => {
                problems.extend(played(cases, runner, &report));
                received.insert(runner, (report, requests));
            }
            (Err(error), _) => problems.push(format!("{runner}: no report: {error:#}")),
            (_, Err(error)) => problems.push(format!("{runner}: no requests: {error:#}")),
        }
    }
    problems.extend(bytes(cases, &received));
    problems
}

fn played(cases: &Cases, runner: &str, report: &Report) -> Vec<String> {
    let all: BTreeSet<&str> = cases.names().collect();
    let played: BTreeSet<&str> = report.played.iter().map(String::as_str).collect();
    let skipped: BTreeSet<&str> = report.skipped.keys().map(String::as_str).collect();
    let mut problems = Vec::new();
    if report.runner != runner {
        problems.push(format!("{runner}: the report calls itself {}", report.runner));
    }
    if report.played.len() != played.len() {
        problems.push(format!("{runner}: a case is listed as played twice"));
    }
    let missing: Vec<&&str> =
        all.iter().filter(|name| !played.contains(*name) && !skipped.contains(*name)).collect();
    if let Some(first) = missing.first() {
        let more =
            if missing.len() == 1 { String::new() } else { format!(" and {} others", missing.len() - 1) };
        problems.push(format!("{runner}: did not play {first:?}{more}"));
    }
    for name in played.union(&skipped).filter(|name| !all.contains(*name)) {
        problems.push(format!("{runner}: played {name:?}, which no file has"));
    }
    for name in played.intersection(&skipped) {
        problems.push(format!("{runner}: both played and skipped {name:?}"));
    }
    if report.skipped != cases.skipped_by(runner) {
        problems.push(format!(
            "{runner}: skipped {:?}, but the cases let it skip {:?}",
            report.skipped,
            cases.skipped_by(runner)
        ));
    }
    problems
}

/// Compares the others with the first runner that played a case.
fn bytes(cases: &Cases, received: &BTreeMap<&str, (Report, Requests)>) -> Vec<String> {
    let mut problems = Vec::new();
    let nothing: Vec<Sent> = Vec::new();
    for case in &cases.calls {
        let mut players = received
            .iter()
            .filter(|(_, (report, _))| report.played.contains(&case.name))
            .map(|(runner, (_, requests))| (*runner, requests.get(&case.name).unwrap_or(&nothing)));
        let Some((first, measure)) = players.next() else { continue };
        for (runner, requests) in players {
            if requests.len() != measure.len() {
                problems.push(format!(
                    "{}: {first} sent {} requests, {runner} sent {}",
                    case.name,
                    measure.len(),
                    requests.len()
                ));
            }
            let pairs = measure.iter().zip(requests).enumerate();
            for (place, (one, other)) in pairs.filter(|(_, (one, other))| one != other) {
                problems.push(format!(
                    "{}: request {}: {first} sent {}, {runner} sent {}",
                    case.name,
                    place + 1,
                    shown(one),
                    shown(other)
                ));
            }
        }
    }
    problems
}

fn shown(sent: &Sent) -> String {
    serde_json::to_string(sent).unwrap_or_else(|_| format!("{sent:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cases() -> Cases {
        let case = r#"{"name": "a", "provider": "payi", "options": {}, "operation": "x", "exchanges": [],
                       "expect": {"value": null}, "skip": {"browser": "no reason"}}"#;
        Cases { calls: vec![serde_json::from_str(case).expect("a case")], ..Cases::default() }
    }

    #[test]
    fn a_case_without_permission_to_skip_must_be_played() {
        let skipped: BTreeMap<String, String> = [("a".to_owned(), "no reason".to_owned())].into();
        let report = |runner: &str, played: &[&str], skipped: &BTreeMap<String, String>| Report {
            runner: runner.to_owned(),
            played: played.iter().map(|name| (*name).to_owned()).collect(),
            skipped: skipped.clone(),
        };
        assert!(played(&cases(), "node", &report("node", &["a"], &BTreeMap::new())).is_empty());
        assert!(played(&cases(), "browser", &report("browser", &[], &skipped)).is_empty());
        assert!(!played(&cases(), "node", &report("node", &[], &skipped)).is_empty());
        assert!(!played(&cases(), "node", &report("node", &[], &BTreeMap::new())).is_empty());
        assert!(!played(&cases(), "node", &report("node", &["a", "b"], &BTreeMap::new())).is_empty());
    }

    #[test]
    fn one_different_byte_is_a_difference() {
        let sent = |body: &[u8]| vec![Sent::new("POST", "/x", &[], body)];
        let played = Report { played: vec!["a".to_owned()], ..Report::default() };
        let of = |body: &[u8]| (played.clone(), [("a".to_owned(), sent(body))].into());
        let nothing = (played.clone(), Requests::new());
        assert!(bytes(&cases(), &[("core", of(b"{}")), ("node", of(b"{}"))].into()).is_empty());
        assert_eq!(bytes(&cases(), &[("core", of(b"{}")), ("node", of(b"{ }"))].into()).len(), 1);
        assert_eq!(bytes(&cases(), &[("core", of(b"{}")), ("node", nothing)].into()).len(), 1);
    }
}
