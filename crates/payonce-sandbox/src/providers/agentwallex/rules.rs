//! The policy engine: what the six kinds of policy forbid.

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use serde_json::Value;

use super::errors::Refusal;
use super::state::{Rules, Service, Spending};
use crate::service::{FieldError, Fields};

pub(super) const KINDS: [&str; 6] =
    ["spending_limit", "address_control", "token_control", "velocity_control", "schedule", "human_approval"];

/// The window of a velocity policy that names none.
const USUAL_WINDOW: i64 = 3600;

/// A spending that is about to happen.
pub(super) struct Attempt<'a> {
    pub(super) agent_id: &'a str,
    pub(super) to: &'a str,
    pub(super) amount: Decimal,
    pub(super) token: &'a str,
    pub(super) now: Timestamp,
    /// A human has said yes.
    pub(super) approved: bool,
}

impl Spending {
    pub(super) fn new(attempt: &Attempt<'_>) -> Self {
        Self {
            agent_id: attempt.agent_id.to_owned(),
            amount: attempt.amount,
            token: attempt.token.to_owned(),
            at: attempt.now,
        }
    }
}

impl Rules {
    pub(super) fn read(rules: &Value) -> Result<Self, FieldError> {
        Self::read_bare(rules)
            .map_err(|error| FieldError { field: format!("rules.{}", error.field), ..error })
    }

    fn read_bare(rules: &Value) -> Result<Self, FieldError> {
        let fields = Fields::of(rules);
        let timezone = match fields.text("timezone")? {
            None => None,
            Some(name) => Some(TimeZone::get(name).map_err(|_| {
                FieldError::new("timezone", "must be an IANA time zone such as \"Europe/Madrid\"")
            })?),
        };
        Ok(Self {
            max_transaction_amount: fields.amount("max_transaction_amount")?,
            daily_limit: fields.amount("daily_limit")?,
            monthly_limit: fields.amount("monthly_limit")?,
            allowed_addresses: fields.texts("allowed_addresses")?,
            blocked_addresses: fields.texts("blocked_addresses")?,
            allowed_tokens: fields.texts("allowed_tokens")?,
            max_count: positive("max_count", fields.whole("max_count")?)?,
            window_seconds: positive("window_seconds", fields.whole("window_seconds")?)?,
            timezone,
            allowed_hours: fields.get("allowed_hours").map(read_hours).transpose()?,
            allowed_days: fields.get("allowed_days").map(read_days).transpose()?,
            threshold: fields.amount("threshold")?,
        })
    }
}

fn positive(name: &str, number: Option<i64>) -> Result<Option<i64>, FieldError> {
    match number {
        Some(number) if number < 1 => Err(FieldError::new(name, "must be at least 1")),
        other => Ok(other),
    }
}

fn read_hours(value: &Value) -> Result<(i64, i64), FieldError> {
    let wrong = || FieldError::new("allowed_hours", "must be {\"start\": 9, \"end\": 17} or \"HH:MM\" times");
    let minute = |name: &str| match value.get(name) {
        Some(Value::Number(hour)) => hour.as_i64().map(|hour| hour * 60),
        Some(Value::String(time)) => {
            let (hour, minute) = time.split_once(':').unwrap_or((time, "0"));
            Some(hour.parse::<i64>().ok()? * 60 + minute.parse::<i64>().ok()?)
        }
        _ => None,
    };
    let read = |name| minute(name).filter(|minute| (0..=24 * 60).contains(minute)).ok_or_else(wrong);
    Ok((read("start")?, read("end")?))
}

fn read_days(value: &Value) -> Result<Vec<i64>, FieldError> {
    value
        .as_array()
        .and_then(|days| days.iter().map(|day| day.as_i64().filter(|day| (0..=7).contains(day))).collect())
        .ok_or_else(|| {
            FieldError::new("allowed_days", "must be a list of days from 0 to 7, Sunday is 0 or 7")
        })
}

impl Service {
    /// Checks every policy of the agent. The first violated policy decides.
    pub(super) fn check_policies(&self, attempt: &Attempt<'_>) -> Result<(), Refusal> {
        let own = self.policies.iter().filter(|policy| policy.agent_id == attempt.agent_id);
        for policy in own {
            let rules = &policy.rules;
            match policy.kind {
                "spending_limit" => self.check_spending(rules, attempt)?,
                "address_control" => check_address(rules, attempt)?,
                "token_control" => check_token(rules, attempt)?,
                "velocity_control" => self.check_velocity(rules, attempt)?,
                "schedule" => check_schedule(rules, attempt)?,
                _ => check_approval(rules, attempt)?,
            }
        }
        Ok(())
    }

    fn recent<'a>(
        &'a self,
        attempt: &'a Attempt<'_>,
        seconds: i64,
    ) -> impl Iterator<Item = &'a Spending> + 'a {
        let since = attempt.now.checked_sub(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MIN);
        self.spendings
            .iter()
            .filter(move |spending| spending.agent_id == attempt.agent_id && spending.at > since)
    }

    fn check_spending(&self, rules: &Rules, attempt: &Attempt<'_>) -> Result<(), Refusal> {
        let Attempt { amount, token, .. } = attempt;
        if let Some(max) = rules.max_transaction_amount
            && *amount > max
        {
            let message = format!("amount {amount} {token} exceeds the limit of {max} per transaction");
            return Err(Refusal::policy("max_transaction_amount", message));
        }
        // Windows that slide: a calendar's midnight would let a test pass or fail by the time of day.
        let windows = [
            ("daily_limit", rules.daily_limit, 24 * 3600, "24 hours"),
            ("monthly_limit", rules.monthly_limit, 30 * 24 * 3600, "30 days"),
        ];
        for (rule, limit, seconds, words) in windows {
            let Some(limit) = limit else { continue };
            let spent: Decimal = self
                .recent(attempt, seconds)
                .filter(|spending| spending.token == *token)
                .map(|spending| spending.amount)
                .sum();
            if spent + amount > limit {
                let message =
                    format!("{amount} {token} on top of {spent} exceeds the limit of {limit} in {words}");
                return Err(Refusal::policy(rule, message));
            }
        }
        Ok(())
    }

    fn check_velocity(&self, rules: &Rules, attempt: &Attempt<'_>) -> Result<(), Refusal> {
        let Some(max) = rules.max_count else { return Ok(()) };
        let window = rules.window_seconds.unwrap_or(USUAL_WINDOW);
        let count = self.recent(attempt, window).count() as i64;
        if count < max {
            return Ok(());
        }
        let message = format!("{count} transactions in {window} seconds, {max} are allowed");
        Err(Refusal::policy("max_count", message))
    }
}

fn check_address(rules: &Rules, attempt: &Attempt<'_>) -> Result<(), Refusal> {
    let lists = |list: &[String]| list.iter().any(|address| address.eq_ignore_ascii_case(attempt.to));
    let to = attempt.to;
    if rules.blocked_addresses.as_deref().is_some_and(lists) {
        return Err(Refusal::policy("blocked_addresses", format!("address {to} is blocked")));
    }
    if rules.allowed_addresses.as_deref().is_some_and(|list| !lists(list)) {
        let message = format!("address {to} is not among the allowed ones");
        return Err(Refusal::policy("allowed_addresses", message));
    }
    Ok(())
}

fn check_token(rules: &Rules, attempt: &Attempt<'_>) -> Result<(), Refusal> {
    let token = attempt.token;
    match &rules.allowed_tokens {
        Some(list) if !list.iter().any(|allowed| allowed == token) => {
            Err(Refusal::policy("allowed_tokens", format!("token {token} is not among the allowed ones")))
        }
        _ => Ok(()),
    }
}

fn check_schedule(rules: &Rules, attempt: &Attempt<'_>) -> Result<(), Refusal> {
    let local = attempt.now.to_zoned(rules.timezone.clone().unwrap_or(TimeZone::UTC));
    if let Some(days) = &rules.allowed_days {
        let today = i64::from(local.weekday().to_sunday_zero_offset());
        let allowed = days.contains(&today) || (local.weekday() == Weekday::Sunday && days.contains(&7));
        if !allowed {
            let message = "transactions are not allowed on this day of the week".to_owned();
            return Err(Refusal::policy("allowed_days", message));
        }
    }
    if let Some((start, end)) = rules.allowed_hours {
        let minute = i64::from(local.hour()) * 60 + i64::from(local.minute());
        // A window such as 22 to 6 goes over midnight.
        let allowed =
            if start <= end { (start..end).contains(&minute) } else { minute >= start || minute < end };
        if !allowed {
            let message = "transactions are not allowed at this hour".to_owned();
            return Err(Refusal::policy("allowed_hours", message));
        }
    }
    Ok(())
}

/// No human sits here: the waiting is over at once, unless the request carries `sandbox:approved`.
fn check_approval(rules: &Rules, attempt: &Attempt<'_>) -> Result<(), Refusal> {
    match rules.threshold {
        Some(threshold) if attempt.amount > threshold && !attempt.approved => {
            Err(Refusal::approval_timeout())
        }
        _ => Ok(()),
    }
}
