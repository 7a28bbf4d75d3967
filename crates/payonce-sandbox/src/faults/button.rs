//! Faults that a person sets with one press, beside the plan. They act before the rules of the plan, and do not change which calls
//! those select.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::fault::{Fault, When};
use super::kinds::ListFault;
use crate::catalog::ProviderId;

/// What a press does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Button {
    /// The next call takes effect, and its response is lost.
    LoseResponse,
    /// The next request is lost before it takes effect.
    LoseRequest,
    /// The next call takes effect, and its response is a 500.
    FailAfter,
    /// Lists do not show entries that are younger than five seconds.
    ListLags,
    /// Every call is refused with 429 for thirty seconds.
    RateLimit,
}

const LAG_MS: u64 = 5_000;
const LIMITED: SignedDuration = SignedDuration::from_secs(30);

impl Button {
    pub(crate) const ALL: [Self; 5] =
        [Self::LoseResponse, Self::LoseRequest, Self::FailAfter, Self::ListLags, Self::RateLimit];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::LoseResponse => "lose_response",
            Self::LoseRequest => "lose_request",
            Self::FailAfter => "fail_after",
            Self::ListLags => "list_lags",
            Self::RateLimit => "rate_limit",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|button| button.as_str() == text)
    }

    /// Whether it acts once, on a call that changes something.
    const fn is_for_one_call(self) -> bool {
        matches!(self, Self::LoseResponse | Self::LoseRequest | Self::FailAfter)
    }
}

/// A pressed button that has not ended.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Pressed {
    pub(crate) id: u64,
    pub(crate) button: Button,
    /// Only this operation of this provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) only: Option<(ProviderId, String)>,
    /// The end, if it ends by itself.
    #[serde(skip)]
    pub(crate) until: Option<Timestamp>,
}

/// A call that a button may act on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target<'a> {
    pub(crate) provider: Option<ProviderId>,
    pub(crate) operation: Option<&'a str>,
    pub(crate) changes_something: bool,
    pub(crate) now: Timestamp,
}

impl Pressed {
    pub(crate) fn new(id: u64, button: Button, only: Option<(ProviderId, String)>, now: Timestamp) -> Self {
        let until = (button == Button::RateLimit).then(|| now.checked_add(LIMITED).unwrap_or(now));
        Self { id, button, only, until }
    }

    pub(crate) fn has_ended(&self, now: Timestamp) -> bool {
        self.until.is_some_and(|until| until <= now)
    }

    fn fits(&self, target: Target<'_>) -> bool {
        match &self.only {
            Some((provider, operation)) => {
                target.provider == Some(*provider) && target.operation == Some(operation)
            }
            None => match self.button {
                Button::RateLimit => true,
                Button::ListLags => target.operation.is_some_and(|operation| operation.contains("list")),
                _ => target.changes_something,
            },
        }
    }

    fn fault(&self, now: Timestamp) -> Fault {
        match self.button {
            Button::LoseResponse => Fault::Drop { when: When::After },
            Button::LoseRequest => Fault::Drop { when: When::Before },
            Button::FailAfter => Fault::status_after(500),
            Button::ListLags => Fault::List(ListFault { lag_ms: Some(LAG_MS), ..ListFault::default() }),
            Button::RateLimit => {
                let left = self.until.map_or(1, |until| until.duration_since(now).as_secs().max(0) + 1);
                let headers = Some(vec![("Retry-After".to_owned(), left.to_string())]);
                Fault::Status { status: 429, headers, body: None, when: When::Before }
            }
        }
    }
}

/// The faults of the pressed buttons for this call, one of each group at most. A button for one call ends with it.
pub(crate) fn act(pressed: &mut Vec<Pressed>, target: Target<'_>) -> Vec<Fault> {
    pressed.retain(|pressed| !pressed.has_ended(target.now));
    let mut faults: Vec<Fault> = Vec::new();
    pressed.retain(|pressed| {
        let fault = pressed.fault(target.now);
        let acts = pressed.fits(target) && !faults.iter().any(|earlier| earlier.group() == fault.group());
        if acts {
            faults.push(fault);
        }
        !(acts && pressed.button.is_for_one_call())
    });
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(operation: &str, changes_something: bool, second: i64) -> Target<'_> {
        let now = Timestamp::from_second(second).unwrap();
        let provider = Some(ProviderId::AgentWallex);
        Target { provider, operation: Some(operation), changes_something, now }
    }

    fn pressed(button: Button, only: Option<&str>) -> Vec<Pressed> {
        let only = only.map(|operation| (ProviderId::AgentWallex, operation.to_owned()));
        vec![Pressed::new(1, button, only, Timestamp::from_second(100).unwrap())]
    }

    #[test]
    fn a_button_for_one_call_acts_on_the_next_call_that_changes_something() {
        let mut all = pressed(Button::LoseResponse, None);
        assert_eq!(act(&mut all, target("payments.list", false, 100)), []);
        let lost = [Fault::Drop { when: When::After }];
        assert_eq!(act(&mut all, target("payments.send", true, 100)), lost);
        assert_eq!(act(&mut all, target("payments.send", true, 100)), []);
    }

    #[test]
    fn a_button_for_one_operation_waits_for_it() {
        let mut all = pressed(Button::FailAfter, Some("payments.get"));
        assert_eq!(act(&mut all, target("payments.send", true, 100)), []);
        assert_eq!(act(&mut all, target("payments.get", false, 100)), [Fault::status_after(500)]);
    }

    #[test]
    fn the_rate_limit_ends_by_itself_and_says_when() {
        let mut all = pressed(Button::RateLimit, None);
        let wait = |faults: Vec<Fault>| match faults.as_slice() {
            [Fault::Status { status: 429, headers: Some(headers), .. }] => headers[0].1.clone(),
            other => format!("{other:?}"),
        };
        assert_eq!(wait(act(&mut all, target("payments.list", false, 105))), "26");
        assert_eq!(wait(act(&mut all, target("payments.send", true, 129))), "2");
        assert_eq!(act(&mut all, target("payments.send", true, 130)), []);
    }

    #[test]
    fn the_list_lags_until_it_is_released_and_beside_another_button() {
        let mut all = pressed(Button::ListLags, None);
        all.extend(pressed(Button::LoseResponse, Some("payments.list")));
        assert_eq!(act(&mut all, target("payments.send", true, 100)), []);
        assert_eq!(act(&mut all, target("payments.list", false, 100)).len(), 2);
        assert_eq!(act(&mut all, target("payments.list", false, 900)).len(), 1);
    }
}
