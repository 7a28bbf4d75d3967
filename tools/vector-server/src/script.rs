//! The position of each runner in each script, and how its requests differ from the script.

use std::collections::BTreeMap;

use base64::Engine as _;
use serde_json::Value;

use crate::cases::{Case, Exchange, ExpectedRequest};
use crate::report::{Requests, Sent};

/// The state of one runner.
#[derive(Debug, Default)]
pub(crate) struct Play {
    /// What it sent, by case number.
    sent: BTreeMap<usize, Vec<Sent>>,
    problems: BTreeMap<usize, Vec<String>>,
}

impl Play {
    /// Takes a request and returns its exchange, or the problem with it.
    pub(crate) fn take<'a>(&mut self, case: &'a Case, request: &Sent) -> Result<&'a Exchange, String> {
        let sent = self.sent.entry(case.number).or_default();
        let place = sent.len();
        sent.push(request.clone());
        let response = match case.exchanges.get(place) {
            None => Err(format!(
                "{}: request {} ({} {}) is one too many",
                case.name,
                place + 1,
                request.method,
                request.target
            )),
            Some(exchange) => {
                let problems = deviations(&exchange.request, request);
                if problems.is_empty() {
                    Ok(exchange)
                } else {
                    Err(format!("{}: request {}: {}", case.name, place + 1, problems.join("; ")))
                }
            }
        };
        if let Err(problem) = &response {
            self.problems.entry(case.number).or_default().push(problem.clone());
        }
        response
    }

    /// The problems so far, including a script that a runner started and did not finish.
    pub(crate) fn problems(&self, cases: &[Case], only: Option<usize>) -> Vec<String> {
        let mut all = Vec::new();
        for case in cases.iter().filter(|case| only.is_none_or(|only| only == case.number)) {
            all.extend(self.problems.get(&case.number).into_iter().flatten().cloned());
            let sent = self.sent.get(&case.number).map_or(0, Vec::len);
            if sent < case.exchanges.len() && (sent > 0 || only.is_some()) {
                all.push(format!("{}: only {sent} of {} requests arrived", case.name, case.exchanges.len()));
            }
        }
        all
    }

    pub(crate) fn requests(&self, cases: &[Case]) -> Requests {
        let name = |number: &usize| cases.get(*number).map(|case| case.name.clone());
        self.sent.iter().filter_map(|(number, sent)| Some((name(number)?, sent.clone()))).collect()
    }
}

/// What is wrong with a request.
#[must_use]
pub fn deviations(expected: &ExpectedRequest, sent: &Sent) -> Vec<String> {
    let mut problems = Vec::new();
    if expected.method != sent.method {
        problems.push(format!("method is {}, not {}", sent.method, expected.method));
    }
    if expected.target != sent.target {
        problems.push(format!("target is {}, not {}", sent.target, expected.target));
    }
    for (name, value) in &expected.headers {
        let found = sent.headers.get(&name.to_ascii_lowercase());
        if found.map(String::as_str) != value.as_str() {
            problems.push(format!("header {name} is {found:?}, not {value}"));
        }
    }
    let body = base64::engine::general_purpose::STANDARD.decode(&sent.body_base64).unwrap_or_default();
    match &expected.body {
        None if body.is_empty() => {}
        None => problems.push(format!("there is a body: {}", String::from_utf8_lossy(&body))),
        Some(expected) => match serde_json::from_slice::<Value>(&body) {
            Ok(found) if found == *expected => {}
            _ => problems.push(format!("body is {}, not {expected}", String::from_utf8_lossy(&body))),
        },
    }
    problems
}

/// Where `found` is not what `expected` says. Every member of an expected object is looked at, further members of
/// the found one are not; everything else has to be equal.
#[must_use]
pub fn differences(expected: &Value, found: &Value) -> Vec<String> {
    let mut all = Vec::new();
    differ("", expected, found, &mut all);
    all
}

fn differ(place: &str, expected: &Value, found: &Value, all: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (name, value) in expected {
                let place = format!("{place}/{name}");
                match found.get(name) {
                    Some(found) => differ(&place, value, found, all),
                    None => all.push(format!("{place} is missing, expected {value}")),
                }
            }
        }
        _ if expected == found => {}
        _ => all
            .push(format!("{} is {found}, expected {expected}", if place.is_empty() { "/" } else { place })),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_expected_object_names_a_part_and_everything_else_is_equal() {
        let found = json!({"kind": "server", "details": {"rule": "daily", "list": [1, 2]}, "code": null});
        assert!(differences(&json!({"details": {"rule": "daily"}, "code": null}), &found).is_empty());
        assert_eq!(
            differences(&json!({"details": {"rule": "monthly", "list": [1]}, "status": 500}), &found),
            [
                "/details/rule is \"daily\", expected \"monthly\"",
                "/details/list is [1,2], expected [1]",
                "/status is missing, expected 500",
            ]
        );
    }
}
