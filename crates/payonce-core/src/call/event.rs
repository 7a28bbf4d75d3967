//! The events of a call.

use serde_json::Value;

use crate::model::error::Reference;
use crate::model::json::{Members, serialized_as_value};
use crate::model::vocabulary::{Kind, Outcome, Provider};

/// An event of a call, for logs and for callers who write the reference down before money moves.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Event {
    /// The same for all events of one call, and for no other call of the process.
    pub call_id: String,
    /// The provider.
    pub provider: Provider,
    /// The operation. A request that looks something up for the call has its own, such as `agents.get`.
    pub operation: &'static str,
    /// What happened.
    pub what: EventKind,
}

/// What happened in a call.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum EventKind {
    /// The next step sends a request. A driver waits for the listener before the first byte, and sends nothing when the
    /// listener refuses.
    AboutToSend {
        /// The number of the request among those of this operation, from 1.
        attempt: u32,
        /// Everything the operation can be found by.
        reference: Reference,
    },
    /// A request failed and the call goes on after a wait.
    Retrying {
        /// The number of the failed request among those of this operation, from 1.
        attempt: u32,
        /// What went wrong.
        kind: Kind,
        /// The status, when there was a response.
        status: Option<u16>,
        /// The wait in milliseconds.
        wait_ms: u64,
    },
    /// The outcome of the operation is unknown; after a wait the provider is asked.
    Reconciling {
        /// What is looked for.
        reference: Reference,
        /// The wait in milliseconds.
        wait_ms: u64,
    },
    /// The next request waits for its turn in the rate limit of the client.
    RateLimitWait {
        /// The wait in milliseconds.
        wait_ms: u64,
    },
    /// Another call with the same key is at work, and the journal is asked again after a wait.
    JournalWait {
        /// The wait in milliseconds.
        wait_ms: u64,
    },
    /// The journal could not record the result of the call, which is returned all the same. The next call with this key looks
    /// for it.
    JournalFailed {
        /// What the store said.
        message: String,
    },
    /// The call is over. This comes exactly once, also when its caller ends the call.
    Finished {
        /// How often the operation itself was sent.
        attempts: u32,
        /// The kind of the error, or nothing for a success.
        kind: Option<Kind>,
        /// Whether the call took effect.
        outcome: Outcome,
        /// The HTTP status of the result, if the provider responded.
        status: Option<u16>,
        /// Everything the operation can be found by.
        reference: Reference,
        /// The time since the call was started, in milliseconds.
        duration_ms: u64,
    },
}

impl EventKind {
    /// The name of the event.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::AboutToSend { .. } => "about_to_send",
            Self::Retrying { .. } => "retrying",
            Self::Reconciling { .. } => "reconciling",
            Self::RateLimitWait { .. } => "rate_limit_wait",
            Self::JournalWait { .. } => "journal_wait",
            Self::JournalFailed { .. } => "journal_failed",
            Self::Finished { .. } => "finished",
        }
    }
}

impl Event {
    /// The event as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut members = Members::new();
        members.text("event", self.what.name());
        members.text("call_id", &self.call_id);
        members.text("provider", self.provider.as_str());
        members.text("operation", self.operation);
        match &self.what {
            EventKind::AboutToSend { attempt, reference } => {
                members.number("attempt", (*attempt).into());
                members.value("reference", reference.to_value());
            }
            EventKind::Retrying { attempt, kind, status, wait_ms } => {
                members.number("attempt", (*attempt).into());
                members.text("kind", kind.as_str());
                members.maybe_number("status", status.map(u64::from));
                members.number("wait_ms", *wait_ms);
            }
            EventKind::Reconciling { reference, wait_ms } => {
                members.value("reference", reference.to_value());
                members.number("wait_ms", *wait_ms);
            }
            EventKind::RateLimitWait { wait_ms } | EventKind::JournalWait { wait_ms } => {
                members.number("wait_ms", *wait_ms);
            }
            EventKind::JournalFailed { message } => members.text("message", message),
            EventKind::Finished { attempts, kind, outcome, status, reference, duration_ms } => {
                members.number("attempts", (*attempts).into());
                members.maybe_text("kind", kind.map(Kind::as_str));
                members.text("outcome", outcome.as_str());
                members.maybe_number("status", status.map(u64::from));
                members.value("reference", reference.to_value());
                members.number("duration_ms", *duration_ms);
            }
        }
        members.into_value()
    }
}

serialized_as_value!(Event);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_serialized_field_by_field() {
        let reference = Reference { reference: Some("po_1".to_owned()), ..Reference::default() };
        let written = concat!(
            r#"{"idempotency_key":null,"reference":"po_1","id":null,"hash":null,"ledger_id":null,"#,
            r#""intent_id":null,"sent_at_ms":null}"#
        );
        for (what, members) in [
            (
                EventKind::AboutToSend { attempt: 1, reference: reference.clone() },
                format!(r#"{{"event":"about_to_send",CALL,"attempt":1,"reference":{written}}}"#),
            ),
            (
                EventKind::Retrying { attempt: 1, kind: Kind::Server, status: Some(500), wait_ms: 9 },
                r#"{"event":"retrying",CALL,"attempt":1,"kind":"server","status":500,"wait_ms":9}"#.into(),
            ),
            (
                EventKind::Reconciling { reference: reference.clone(), wait_ms: 9 },
                format!(r#"{{"event":"reconciling",CALL,"reference":{written},"wait_ms":9}}"#),
            ),
            (
                EventKind::RateLimitWait { wait_ms: 9 },
                r#"{"event":"rate_limit_wait",CALL,"wait_ms":9}"#.into(),
            ),
            (
                EventKind::Finished {
                    attempts: 2,
                    kind: None,
                    outcome: Outcome::Applied,
                    status: Some(201),
                    reference,
                    duration_ms: 7,
                },
                format!(
                    concat!(
                        r#"{{"event":"finished",CALL,"attempts":2,"kind":null,"outcome":"applied","#,
                        r#""status":201,"reference":{},"duration_ms":7}}"#
                    ),
                    written
                ),
            ),
        ] {
            let event = Event {
                call_id: "call_1".to_owned(),
                provider: Provider::AgentWallex,
                operation: "payments.send",
                what,
            };
            let call = r#""call_id":"call_1","provider":"agentwallex","operation":"payments.send""#;
            assert_eq!(serde_json::to_string(&event).unwrap(), members.replace("CALL", call));
        }
    }
}
