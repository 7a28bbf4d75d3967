//! The option `rate_limit`, and what providers document of their rate limits.

use crate::model::invalid_field::InvalidField;
use crate::spec::client::RateLimits;

/// How fast a client may send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RateLimit {
    /// The limit that the provider documents for everyone, and that its responses advertise.
    Auto,
    /// The limit that the provider documents for this plan.
    Plan(String),
    /// At most this many requests in a minute.
    PerMinute(u32),
    /// Limits of the caller's own.
    Custom {
        /// The most requests in a minute.
        per_minute: Option<u32>,
        /// The most requests at the same time.
        concurrent: Option<u32>,
    },
}

/// The limits that a client keeps to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Limits {
    pub(crate) per_minute: Option<u32>,
    pub(crate) concurrent: Option<u32>,
    pub(crate) header_is_per_minute: bool,
}

impl Limits {
    /// The limits that the option means for a provider of these limits.
    pub(crate) fn of(option: &RateLimit, known: &RateLimits) -> Result<Self, InvalidField> {
        let auto = Self { header_is_per_minute: known.header_is_per_minute, ..Self::default() };
        Ok(match option {
            RateLimit::Auto => Self { per_minute: known.per_minute, ..auto },
            RateLimit::Plan(name) => {
                let plan = known.plans.iter().find(|plan| plan.name.eq_ignore_ascii_case(name));
                let plan = plan.ok_or_else(|| not_a_rate_limit(known))?;
                Self { per_minute: Some(plan.per_minute), concurrent: plan.concurrent, ..auto }
            }
            RateLimit::PerMinute(0) => return Err(not_a_rate_limit(known)),
            RateLimit::PerMinute(number) => Self { per_minute: Some(*number), ..auto },
            RateLimit::Custom { per_minute, concurrent } => {
                for (name, number) in [("per_minute", per_minute), ("concurrent", concurrent)] {
                    if *number == Some(0) {
                        return Err(InvalidField::new(name, NOT_A_LIMIT).within("rate_limit"));
                    }
                }
                Self { per_minute: *per_minute, concurrent: *concurrent, ..auto }
            }
        })
    }
}

/// What a single limit must be.
pub(crate) const NOT_A_LIMIT: &str = "must be a whole number of one or more";

/// The refusal of anything that is not a rate limit of this provider.
pub(crate) fn not_a_rate_limit(known: &RateLimits) -> InvalidField {
    let mut problem = String::from("must be a number of requests per minute of one or more, or 'auto'");
    for plan in known.plans {
        problem.push_str(", or '");
        problem.push_str(plan.name);
        problem.push('\'');
    }
    InvalidField::new("rate_limit", problem)
}
