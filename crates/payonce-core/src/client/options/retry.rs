//! The retry policy among the options of a client or of a call.

use serde_json::{Map, Value};

use crate::client::options::fields::{duration, snake_case_names, whole_number};
use crate::client::retry::RetryPolicy;
use crate::model::invalid_field::InvalidField;
use crate::model::naming::{CaseStyle, snake_case, to_case};
use crate::spec::options::{OptionType, RETRY, knows};

fn unknown_retry_setting(style: CaseStyle) -> String {
    let mut problem = String::from("is unknown; use ");
    for (at, setting) in RETRY.iter().enumerate() {
        if at > 0 {
            problem.push_str(", ");
        }
        problem.push_str(&to_case(setting.name, style));
        if style == CaseStyle::Camel && setting.ty == OptionType::Duration {
            problem.push_str("Ms");
        }
    }
    problem
}

/// Reads a retry policy: `max_retries` beside it is the short form of the one inside.
pub(crate) fn retry_policy(
    options: &Map<String, Value>,
    base: RetryPolicy,
    style: CaseStyle,
) -> Result<RetryPolicy, InvalidField> {
    let mut policy = base;
    if let Some(retries) = whole_number(options, "max_retries")? {
        policy.max_retries = u32::try_from(retries).unwrap_or(u32::MAX);
    }
    let given = match options.get("retry") {
        None | Some(Value::Null) => return Ok(policy),
        Some(Value::Object(given)) => given,
        Some(_) => return Err(InvalidField::new("retry", "must be an object of retry settings")),
    };
    for name in given.keys() {
        if !knows(RETRY, &snake_case(name)) {
            return Err(InvalidField::member("retry", name, unknown_retry_setting(style)));
        }
    }
    let retry = snake_case_names(given);
    let within = |field: InvalidField| field.within("retry");
    if let Some(retries) = whole_number(&retry, "max_retries").map_err(within)? {
        policy.max_retries = u32::try_from(retries).unwrap_or(u32::MAX);
    }
    if let Some(budget) = whole_number(&retry, "budget").map_err(within)? {
        policy.budget = u32::try_from(budget).unwrap_or(u32::MAX);
    }
    for (name, place) in [
        ("base_delay", &mut policy.base_delay),
        ("max_delay", &mut policy.max_delay),
        ("deadline", &mut policy.deadline),
        ("max_retry_after", &mut policy.max_retry_after),
    ] {
        if let Some(given) = duration(&retry, name).map_err(within)? {
            *place = given;
        }
    }
    match retry.get("jitter") {
        None | Some(Value::Null) => {}
        Some(Value::Bool(jitter)) => policy.jitter = *jitter,
        Some(_) => return Err(InvalidField::new("retry.jitter", "must be true or false")),
    }
    Ok(policy)
}
