//! The option `rate_limit`, and what providers document of their rate limits.

use serde_json::{Map, Value};

use crate::client::options::fields::snake_case_names;
use crate::model::invalid_field::InvalidField;
use crate::spec::client::RateLimits;
use crate::spec::options::{PACE, knows};

/// The limits that a client keeps to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Limits {
    pub(crate) per_minute: Option<u32>,
    pub(crate) concurrent: Option<u32>,
    pub(crate) header_is_per_minute: bool,
}

impl Limits {
    /// Reads `rate_limit`: requests in a minute, `auto`, the name of a plan, or an object of `per_minute` and `concurrent`.
    /// Without it a client does not hold back.
    pub(crate) fn read(
        options: &Map<String, Value>,
        known: &RateLimits,
    ) -> Result<Option<Self>, InvalidField> {
        let auto = Self { header_is_per_minute: known.header_is_per_minute, ..Self::default() };
        let limits = match options.get("rate_limit") {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::String(name)) if name == "auto" => Self { per_minute: known.per_minute, ..auto },
            Some(Value::String(name)) => {
                let plan = known.plans.iter().find(|plan| plan.name.eq_ignore_ascii_case(name));
                let Some(plan) = plan else { return Err(refused(known)) };
                Self { per_minute: Some(plan.per_minute), concurrent: plan.concurrent, ..auto }
            }
            Some(Value::Object(members)) => {
                let members = snake_case_names(members);
                if let Some(name) = members.keys().find(|name| !knows(PACE, name)) {
                    let problem = "is unknown; use per_minute, concurrent";
                    return Err(InvalidField::new(format!("rate_limit.{name}"), problem));
                }
                let member = |name: &str| match members.get(name) {
                    None | Some(Value::Null) => Ok(None),
                    Some(value) => positive(value).map(Some).ok_or_else(|| {
                        InvalidField::new(
                            format!("rate_limit.{name}"),
                            "must be a whole number of one or more",
                        )
                    }),
                };
                Self { per_minute: member("per_minute")?, concurrent: member("concurrent")?, ..auto }
            }
            Some(value) => {
                let per_minute = positive(value).ok_or_else(|| refused(known))?;
                Self { per_minute: Some(per_minute), ..auto }
            }
        };
        Ok(Some(limits))
    }
}

fn positive(value: &Value) -> Option<u32> {
    value.as_u64().filter(|number| *number > 0).map(|number| u32::try_from(number).unwrap_or(u32::MAX))
}

fn refused(known: &RateLimits) -> InvalidField {
    let mut problem = String::from("must be a number of requests per minute of one or more, or 'auto'");
    for plan in known.plans {
        problem.push_str(", or '");
        problem.push_str(plan.name);
        problem.push('\'');
    }
    InvalidField::new("rate_limit", problem)
}
