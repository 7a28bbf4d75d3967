//! Reads a fault plan, and says which field is wrong.

use serde_json::{Map, Value};

use super::{Calls, Fault, FaultPlan, Rule, When};
use crate::providers::{ProviderId, operations};

/// Why a fault plan cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct FaultPlanError {
    /// The path of the field, such as `rules[0].fault.status`.
    pub field: String,
    /// What is wrong with it and what is wanted.
    pub problem: String,
}

fn wrong<T>(field: impl Into<String>, problem: impl Into<String>) -> Result<T, FaultPlanError> {
    Err(FaultPlanError { field: field.into(), problem: problem.into() })
}

pub(super) fn plan(text: &str) -> Result<FaultPlan, FaultPlanError> {
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => return wrong("body", format!("not JSON: {error}")),
    };
    let top = Object::new("", &value)?;
    top.knows(&["seed", "rules"])?;
    let seed = top.whole("seed", 0)?.unwrap_or(0);
    let rules = match top.get("rules") {
        None => Vec::new(),
        Some(Value::Array(rules)) => rules
            .iter()
            .enumerate()
            .map(|(index, rule)| read_rule(&format!("rules[{index}]"), rule))
            .collect::<Result<_, _>>()?,
        Some(_) => return wrong("rules", "expected a list of rules"),
    };
    Ok(FaultPlan::new(seed, rules))
}

fn read_rule(path: &str, value: &Value) -> Result<Rule, FaultPlanError> {
    let rule = Object::new(path, value)?;
    rule.knows(&["provider", "operation", "probability", "nth", "every", "times", "fault"])?;
    let provider = match rule.text("provider")? {
        None => None,
        Some(name) => match ProviderId::parse(name) {
            Some(id) => Some(id),
            None => {
                let known: Vec<&str> = ProviderId::ALL.iter().map(|id| id.as_str()).collect();
                return wrong(
                    rule.path("provider"),
                    format!("unknown provider \"{name}\", expected {}", known.join(", ")),
                );
            }
        },
    };
    let operation = rule.text("operation")?.map(str::to_owned);
    if let Some(name) = &operation {
        // A misspelt name would never strike, and the test that relies on it would pass for nothing.
        let known = ProviderId::ALL
            .iter()
            .filter(|id| provider.is_none_or(|wanted| wanted == **id))
            .any(|id| operations(*id).contains(&name.as_str()));
        if !known {
            let whose = provider.map_or("any provider", ProviderId::as_str);
            return wrong(rule.path("operation"), format!("unknown operation \"{name}\" of {whose}"));
        }
    }
    Ok(Rule {
        provider,
        operation,
        calls: read_calls(&rule)?,
        times: rule.whole("times", 1)?,
        fault: match rule.get("fault") {
            Some(fault) => read_fault(&rule.path("fault"), fault)?,
            None => return wrong(rule.path("fault"), "missing; every rule needs one"),
        },
    })
}

fn read_calls(rule: &Object<'_>) -> Result<Calls, FaultPlanError> {
    let given: Vec<&str> =
        ["probability", "nth", "every"].into_iter().filter(|name| rule.get(name).is_some()).collect();
    if let [_, second, ..] = given.as_slice() {
        return wrong(rule.path(second), "give only one of probability, nth and every");
    }
    if let Some(value) = rule.get("probability") {
        return match value.as_f64() {
            Some(probability) if (0.0..=1.0).contains(&probability) => Ok(Calls::Probability { probability }),
            _ => wrong(rule.path("probability"), "expected a number from 0 to 1"),
        };
    }
    if let Some(value) = rule.get("nth") {
        let numbers: Option<Vec<u64>> = value.as_array().and_then(|list| {
            list.iter().map(|number| number.as_u64().filter(|number| *number > 0)).collect()
        });
        return match numbers {
            Some(nth) => Ok(Calls::Nth { nth }),
            None => wrong(rule.path("nth"), "expected a list of call numbers, counted from 1"),
        };
    }
    Ok(rule.whole("every", 1)?.map_or(Calls::All, |every| Calls::Every { every }))
}

fn read_fault(path: &str, value: &Value) -> Result<Fault, FaultPlanError> {
    let fault = Object::new(path, value)?;
    let Some(kind) = fault.text("type")? else {
        return wrong(fault.path("type"), format!("missing, expected one of {TYPES}"));
    };
    match kind {
        "status" => {
            fault.knows(&["type", "status", "headers", "body", "when"])?;
            let status = match fault.whole("status", 200)? {
                Some(status) if status <= 599 => u16::try_from(status).unwrap_or(599),
                Some(_) => return wrong(fault.path("status"), "expected a status from 200 to 599"),
                None => return wrong(fault.path("status"), "missing, expected a status from 200 to 599"),
            };
            let body = fault.get("body").map(|body| match body {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            });
            Ok(Fault::Status {
                status,
                headers: read_headers(&fault)?,
                body,
                when: fault.when(When::Before)?,
            })
        }
        "drop" => {
            fault.knows(&["type", "when"])?;
            Ok(Fault::Drop { when: fault.when(When::Before)? })
        }
        "hang" => {
            fault.knows(&["type", "when"])?;
            Ok(Fault::Hang { when: fault.when(When::Before)? })
        }
        "delay" => {
            fault.knows(&["type", "ms", "when"])?;
            Ok(Fault::Delay { ms: fault.needed("ms", 0)?, when: fault.when(When::After)? })
        }
        "truncate" => {
            fault.knows(&["type", "bytes"])?;
            let bytes = usize::try_from(fault.needed("bytes", 0)?).unwrap_or(usize::MAX);
            Ok(Fault::Truncate { bytes })
        }
        "garbage" => {
            fault.knows(&["type"])?;
            Ok(Fault::Garbage)
        }
        "drip" => {
            fault.knows(&["type", "bytes_per_second"])?;
            let speed = fault.needed("bytes_per_second", 1)?;
            Ok(Fault::Drip { bytes_per_second: u32::try_from(speed).unwrap_or(u32::MAX) })
        }
        other => wrong(fault.path("type"), format!("unknown fault \"{other}\", expected one of {TYPES}")),
    }
}

const TYPES: &str = "status, drop, hang, delay, truncate, garbage, drip";

fn read_headers(fault: &Object<'_>) -> Result<Option<Vec<(String, String)>>, FaultPlanError> {
    let Some(value) = fault.get("headers") else { return Ok(None) };
    let Some(headers) = value.as_object() else {
        return wrong(fault.path("headers"), "expected an object of names and values");
    };
    let mut read = Vec::new();
    for (name, value) in headers {
        let field = format!("{}.{name}", fault.path("headers"));
        let value = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return wrong(field, "expected a string"),
        };
        let printable = |text: &str| text.bytes().all(|byte| byte == b'\t' || (byte >= 32 && byte != 127));
        // A line break here would let the plan write headers that nobody asked for.
        if name.is_empty() || name.contains([' ', ':']) || !printable(name) || !printable(&value) {
            return wrong(field, "not a header that can be sent");
        }
        read.push((name.clone(), value));
    }
    Ok(Some(read))
}

/// An object and where in the plan it stands.
struct Object<'a> {
    path: String,
    fields: &'a Map<String, Value>,
}

impl<'a> Object<'a> {
    fn new(path: &str, value: &'a Value) -> Result<Self, FaultPlanError> {
        match value {
            Value::Object(fields) => Ok(Self { path: path.to_owned(), fields }),
            _ => wrong(if path.is_empty() { "body" } else { path }, "expected an object"),
        }
    }

    fn path(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// A field that is null counts as left out.
    fn get(&self, name: &str) -> Option<&'a Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    fn knows(&self, names: &[&str]) -> Result<(), FaultPlanError> {
        match self.fields.keys().find(|name| !names.contains(&name.as_str())) {
            None => Ok(()),
            Some(name) => wrong(self.path(name), format!("unknown field, expected {}", names.join(", "))),
        }
    }

    fn text(&self, name: &str) -> Result<Option<&'a str>, FaultPlanError> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => wrong(self.path(name), "expected a string"),
        }
    }

    fn whole(&self, name: &str, least: u64) -> Result<Option<u64>, FaultPlanError> {
        match self.get(name) {
            None => Ok(None),
            Some(value) => match value.as_u64() {
                Some(number) if number >= least => Ok(Some(number)),
                _ => wrong(self.path(name), format!("expected a whole number of at least {least}")),
            },
        }
    }

    fn needed(&self, name: &str, least: u64) -> Result<u64, FaultPlanError> {
        match self.whole(name, least)? {
            Some(number) => Ok(number),
            None => wrong(self.path(name), format!("missing, expected a whole number of at least {least}")),
        }
    }

    fn when(&self, usual: When) -> Result<When, FaultPlanError> {
        match self.text("when")? {
            None => Ok(usual),
            Some("before") => Ok(When::Before),
            Some("after") => Ok(When::After),
            Some(_) => wrong(self.path("when"), "expected \"before\" or \"after\""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(text: &str) -> String {
        plan(text).unwrap_err().field
    }

    #[test]
    fn the_wrong_field_is_named() {
        assert_eq!(field("{"), "body");
        assert_eq!(field("[]"), "body");
        assert_eq!(field(r#"{"rule": []}"#), "rule");
        assert_eq!(field(r#"{"seed": -1}"#), "seed");
        assert_eq!(field(r#"{"rules": [{}]}"#), "rules[0].fault");
        assert_eq!(field(r#"{"rules": [{"fault": {"type": "explode"}}]}"#), "rules[0].fault.type");
        assert_eq!(field(r#"{"rules": [{"fault": {"type": "status"}}]}"#), "rules[0].fault.status");
        assert_eq!(
            field(r#"{"rules": [{"fault": {"type": "status", "status": 99}}]}"#),
            "rules[0].fault.status"
        );
        assert_eq!(
            field(r#"{"rules": [{"fault": {"type": "drop", "when": "later"}}]}"#),
            "rules[0].fault.when"
        );
        let fault = r#""fault": {"type": "garbage"}"#;
        assert_eq!(
            field(&format!(r#"{{"rules": [{{"provider": "stripe", {fault}}}]}}"#)),
            "rules[0].provider"
        );
        assert_eq!(
            field(&format!(r#"{{"rules": [{{"operation": "pay", {fault}}}]}}"#)),
            "rules[0].operation"
        );
        assert_eq!(
            field(&format!(r#"{{"rules": [{{"probability": 2, {fault}}}]}}"#)),
            "rules[0].probability"
        );
        assert_eq!(field(&format!(r#"{{"rules": [{{"nth": [0], {fault}}}]}}"#)), "rules[0].nth");
        assert_eq!(
            field(&format!(r#"{{"rules": [{{"nth": [1], "every": 2, {fault}}}]}}"#)),
            "rules[0].every"
        );
        assert_eq!(
            field(
                r#"{"rules": [{"fault": {"type": "status", "status": 500, "headers": {"A": "b\r\nC: d"}}}]}"#
            ),
            "rules[0].fault.headers.A"
        );
    }

    #[test]
    fn a_plan_reads_back_as_it_was_written() {
        let text = r#"{"seed":7,"rules":[{"provider":"agentwallex","operation":"payments.send","probability":0.3,"times":2,"fault":{"type":"status","status":503,"headers":{"Retry-After":"1"},"body":"{}","when":"after"}},{"every":2,"fault":{"type":"drip","bytes_per_second":1}}]}"#;
        assert_eq!(serde_json::to_string(&plan(text).unwrap()).unwrap(), text);
    }
}
