//! Keys, plans, credits and the rate window.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::errors::Failure;
use crate::clock::rfc3339;
use crate::http::Response;

pub(super) const DEFAULT_KEY: &str = "ap_sandboxscale00000000000000000000";
const WINDOW_SECONDS: i64 = 60;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plan {
    Free,
    Pro,
    Scale,
    Enterprise,
}

impl Plan {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Pro => "pro",
            Self::Scale => "scale",
            Self::Enterprise => "enterprise",
        }
    }

    pub(super) const fn credits(self) -> Option<u64> {
        match self {
            Self::Free => Some(50),
            Self::Pro => Some(1000),
            Self::Scale => Some(5000),
            Self::Enterprise => None,
        }
    }

    pub(super) const fn per_minute(self) -> u64 {
        match self {
            Self::Free => 10,
            Self::Pro => 60,
            Self::Scale => 120,
            Self::Enterprise => 300,
        }
    }

    /// How many keywords one request may ask for.
    pub(super) const fn keywords(self) -> u64 {
        match self {
            Self::Free => 10,
            Self::Pro => 100,
            Self::Scale | Self::Enterprise => 500,
        }
    }
}

#[derive(Debug)]
pub(super) struct Account {
    pub(super) key: String,
    pub(super) plan: Plan,
    pub(super) expired: bool,
    /// None is without limit.
    pub(super) limit: Option<u64>,
    pub(super) email: Option<String>,
    used: u64,
    calls: Vec<Value>,
    window: i64,
    calls_in_window: u64,
}

impl Account {
    pub(super) fn new(key: &str, plan: Plan) -> Self {
        Self {
            key: key.to_owned(),
            plan,
            expired: false,
            limit: plan.credits(),
            email: None,
            used: 0,
            calls: Vec::new(),
            window: 0,
            calls_in_window: 0,
        }
    }

    /// Its name without the key.
    pub(super) fn label(&self) -> String {
        let own = self.key.strip_prefix("ap_sandbox").map(|rest| rest.trim_end_matches('0').to_owned());
        own.or_else(|| self.email.clone()).unwrap_or_else(|| format!("{} key", self.plan.name()))
    }

    pub(super) fn credits_left(&self) -> Option<u64> {
        self.limit.map(|limit| limit.saturating_sub(self.used))
    }

    pub(super) fn charge(&mut self, path: &str, credits: u64, now: Timestamp) {
        self.used += credits;
        let endpoint = path.find("/v1/").and_then(|start| path.get(start..)).unwrap_or(path);
        self.calls
            .insert(0, json!({"endpoint": endpoint, "credits_used": credits, "created_at": rfc3339(now)}));
        self.calls.truncate(20);
    }

    pub(super) fn usage(&self) -> Value {
        json!({
            "plan": self.plan.name(),
            "credits_used": self.used,
            "credits_limit": self.limit,
            "credits_remaining": self.credits_left(),
            "rate_limit": format!("{} requests/minute", self.plan.per_minute()),
            "recent_calls": self.calls,
            "upgrade_url": "https://platform.agenticpencil.com/billing",
        })
    }

    pub(super) fn count_call(&mut self, now: Timestamp) {
        let window = now.as_second().div_euclid(WINDOW_SECONDS);
        if self.window != window {
            self.window = window;
            self.calls_in_window = 0;
        }
        self.calls_in_window += 1;
    }

    pub(super) fn check_rate(&self, now: Timestamp) -> Result<(), Failure> {
        let max = self.plan.per_minute();
        if self.calls_in_window <= max {
            return Ok(());
        }
        Err(Failure::rate_limited(max, window_end(now) - now.as_second()))
    }
}

fn window_end(now: Timestamp) -> i64 {
    (now.as_second().div_euclid(WINDOW_SECONDS) + 1) * WINDOW_SECONDS
}

pub(super) fn at_the_start() -> Vec<Account> {
    let mut poor = Account::new("ap_sandboxpoor000000000000000000000", Plan::Pro);
    poor.limit = Some(8);
    let mut expired = Account::new("ap_sandboxexpired000000000000000000", Plan::Pro);
    expired.expired = true;
    vec![
        Account::new(DEFAULT_KEY, Plan::Scale),
        Account::new("ap_sandboxfree000000000000000000000", Plan::Free),
        Account::new("ap_sandboxpro0000000000000000000000", Plan::Pro),
        Account::new("ap_sandboxenterprise000000000000000", Plan::Enterprise),
        poor,
        expired,
    ]
}

/// Every response reports how much of the minute is left. While the limit is not enforced, one call always is:
/// a client that reads "none left" would rightly stop, although nothing stops it.
pub(super) fn with_rate_headers(
    response: Response,
    account: Option<&Account>,
    enforced: bool,
    now: Timestamp,
) -> Response {
    let max = account.map_or(Plan::Free, |account| account.plan).per_minute();
    let used = account.map_or(0, |account| account.calls_in_window).min(if enforced { max } else { max - 1 });
    let (left, used) = if response.status == 429 { (0, max) } else { (max - used, used) };
    response
        .with_header("X-RateLimit-Limit", max.to_string())
        .with_header("X-RateLimit-Remaining", left.to_string())
        .with_header("X-RateLimit-Reset", window_end(now).to_string())
        .with_header("X-RateLimit-Used", used.to_string())
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_key_has_the_vendors_format() {
        for account in super::at_the_start() {
            let rest = account.key.strip_prefix("ap_").unwrap();
            assert_eq!(rest.len(), 32, "{}", account.key);
            assert!(rest.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        }
    }
}
