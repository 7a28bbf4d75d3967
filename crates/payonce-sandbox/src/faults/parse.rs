//! Reads a fault plan, and names the field that is wrong.

use serde_json::Value;

use super::object::{FaultPlanError, Object, wrong};
use super::parse_fault::read_fault;
use super::plan::{Calls, FaultPlan, Rule};
use crate::catalog::{ProviderId, operations};
use crate::declared::ProviderFile;

impl FaultPlan {
    /// Reads a plan from the JSON of a fault file.
    ///
    /// # Errors
    ///
    /// The text is not JSON, or a field is missing, unknown or out of range; the message names the field.
    pub fn from_json(text: &str) -> Result<Self, FaultPlanError> {
        plan(text, &[])
    }

    /// Reads a plan whose rules can also name these providers and their operations.
    ///
    /// # Errors
    ///
    /// The text is not JSON, or a field is missing, unknown or out of range; the message names the field.
    pub fn read<'a>(
        text: &str,
        providers: impl IntoIterator<Item = &'a ProviderFile>,
    ) -> Result<Self, FaultPlanError> {
        let files = providers.into_iter().map(|file| (file.id(), file.operations().collect()));
        plan(text, &files.collect::<Vec<_>>())
    }
}

/// A provider of a file, and its operations.
type Known = (ProviderId, Vec<&'static str>);

fn plan(text: &str, files: &[Known]) -> Result<FaultPlan, FaultPlanError> {
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
            .map(|(index, rule)| read_rule(&format!("rules[{index}]"), rule, files))
            .collect::<Result<_, _>>()?,
        Some(_) => return wrong("rules", "expected a list of rules"),
    };
    Ok(FaultPlan::new(seed, rules))
}

fn read_rule(path: &str, value: &Value, files: &[Known]) -> Result<Rule, FaultPlanError> {
    let rule = Object::new(path, value)?;
    rule.knows(&["provider", "operation", "probability", "nth", "every", "times", "fault"])?;
    let provider = match rule.text("provider")? {
        None => None,
        Some(name) => match ids(files).find(|id| id.as_str() == name) {
            Some(id) => Some(id),
            None => {
                let known: Vec<&str> = ids(files).map(ProviderId::as_str).collect();
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
        let declared =
            |id: ProviderId| files.iter().filter(move |(file, _)| *file == id).flat_map(|(_, names)| names);
        let known = ids(files)
            .filter(|id| provider.is_none_or(|wanted| wanted == *id))
            .any(|id| operations(id).iter().chain(declared(id)).any(|known| known == name));
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

/// The five services, and the others that files describe.
fn ids(files: &[Known]) -> impl Iterator<Item = ProviderId> {
    let others = files.iter().map(|(id, _)| *id).filter(|id| !ProviderId::ALL.contains(id));
    ProviderId::ALL.into_iter().chain(others)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn field(text: &str) -> String {
        plan(text, &[]).unwrap_err().field
    }

    #[test]
    fn an_invalid_field_is_named() {
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
    fn a_plan_is_read_as_it_was_written() {
        let text = r#"{"seed":7,"rules":[{"provider":"agentwallex","operation":"payments.send","probability":0.3,"times":2,"fault":{"type":"status","status":503,"headers":{"Retry-After":"1"},"body":"{}","when":"after"}},{"every":2,"fault":{"type":"drip","bytes_per_second":1}}]}"#;
        assert_eq!(serde_json::to_string(&plan(text, &[]).unwrap()).unwrap(), text);
    }
}
