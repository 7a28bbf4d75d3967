//! The events of a call.

use serde_json::Value;

use crate::call::attempts::{Next, RetryableRequest};
use crate::call::machine::Call;
use crate::error::{Error, Reference};
use crate::journal::{JournalOp, JournalState};
use crate::model::clock::{Now, whole_milliseconds};
use crate::model::http::Received;
use crate::model::json::{Members, serialized_as_value};
use crate::model::url::host_and_path;
use crate::model::vocabulary::{Advice, Kind, Outcome, Phase};
use crate::spec::provider::Provider;

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
        /// The host of the request, without its port.
        server_address: String,
        /// The path of the request with the names of its arguments, for instance `/v1/agents/{agent_id}`.
        url_template: String,
    },
    /// A request is over: a response arrived, or no response will. Each [`AboutToSend`](Self::AboutToSend) is followed by one,
    /// unless its listener refused the request, or the caller ended the call while it was on its way.
    RequestFinished {
        /// The number of the request among those of this operation, from 1.
        attempt: u32,
        /// What went wrong, or nothing for a success.
        kind: Option<Kind>,
        /// The HTTP status, if the provider responded.
        status: Option<u16>,
        /// The time since the request was handed out, in milliseconds.
        duration_ms: u64,
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
        /// The next step; nothing for a success.
        advice: Option<Advice>,
        /// How far the call got before it failed; nothing for a success.
        phase: Option<Phase>,
        /// The HTTP status of the result, if the provider responded.
        status: Option<u16>,
        /// Everything the operation can be found by.
        reference: Reference,
        /// The time since the call was started, in milliseconds.
        duration_ms: u64,
        /// The state of the call's entry in the journal; nothing without a journal, or where the call does not know it.
        journal_state: Option<JournalState>,
    },
}

impl EventKind {
    /// The name of the event.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::AboutToSend { .. } => "about_to_send",
            Self::RequestFinished { .. } => "request_finished",
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
            EventKind::AboutToSend { attempt, reference, server_address, url_template } => {
                members.number("attempt", (*attempt).into());
                members.value("reference", reference.to_value());
                members.text("server_address", server_address);
                members.text("url_template", url_template);
            }
            EventKind::RequestFinished { attempt, kind, status, duration_ms } => {
                members.number("attempt", (*attempt).into());
                members.maybe_text("kind", kind.map(Kind::as_str));
                members.maybe_number("status", status.map(u64::from));
                members.number("duration_ms", *duration_ms);
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
            EventKind::Finished {
                attempts,
                kind,
                outcome,
                advice,
                phase,
                status,
                reference,
                duration_ms,
                journal_state,
            } => {
                members.number("attempts", (*attempts).into());
                members.maybe_text("kind", kind.map(Kind::as_str));
                members.text("outcome", outcome.as_str());
                members.maybe_text("advice", advice.map(Advice::as_str));
                members.maybe_text("phase", phase.map(Phase::as_str));
                members.maybe_number("status", status.map(u64::from));
                members.value("reference", reference.to_value());
                members.number("duration_ms", *duration_ms);
                members.maybe_text("journal_state", journal_state.map(JournalState::as_str));
            }
        }
        members.into_value()
    }
}

serialized_as_value!(Event);

impl Call {
    /// A request is handed out.
    pub(super) fn note_request(&mut self, retryable: &RetryableRequest) {
        if !self.is_listened_to {
            return;
        }
        let (server_address, path) = host_and_path(self.client.base_url());
        let about_to_send = EventKind::AboutToSend {
            attempt: retryable.attempts,
            reference: self.reference.clone(),
            server_address,
            url_template: path + retryable.operation.path,
        };
        self.note(retryable.operation, about_to_send);
    }

    /// A request is over.
    pub(super) fn note_response(
        &mut self,
        retryable: &RetryableRequest,
        received: &Received,
        next: &Next,
        now: Now,
    ) {
        let (kind, status) = match (next, received) {
            (Next::Wait { error, .. } | Next::Fail(error), _) => (Some(error.kind()), error.status()),
            (Next::Success, Received::Response(response)) => (None, Some(response.status)),
            // A failure is never a success.
            (Next::Success, Received::Failure(_)) => return,
        };
        let duration_ms = whole_milliseconds(now.monotonic.saturating_sub(retryable.sent_at));
        let attempt = retryable.attempts;
        self.note(retryable.operation, EventKind::RequestFinished { attempt, kind, status, duration_ms });
    }

    /// The last event of the call.
    pub(super) fn note_finished(
        &mut self,
        error: Option<&Error>,
        outcome: Outcome,
        status: Option<u16>,
        reference: Reference,
        now: Now,
    ) {
        let finished = EventKind::Finished {
            attempts: self.sent,
            kind: error.map(Error::kind),
            outcome,
            advice: error.map(Error::advice),
            phase: error.map(|error| error.payload().phase),
            status,
            reference,
            duration_ms: whole_milliseconds(now.monotonic.saturating_sub(self.started)),
            journal_state: self.journal_state(),
        };
        self.note(self.operation, finished);
    }

    fn journal_state(&self) -> Option<JournalState> {
        let last = self.last_row.as_ref().and_then(JournalOp::state);
        last.or_else(|| self.journaled.as_ref().and_then(|journaled| journaled.seen))
    }
}

impl Event {
    /// The store did not record the result.
    pub(super) fn forget_journal_state(&mut self) {
        if let EventKind::Finished { journal_state, .. } = &mut self.what {
            *journal_state = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::attributes::ATTRIBUTES;

    #[test]
    fn the_attributes_of_telemetry_are_read_from_members_of_the_events() {
        let reference = Reference::default();
        let sent = EventKind::AboutToSend {
            attempt: 1,
            reference: reference.clone(),
            server_address: String::new(),
            url_template: String::new(),
        };
        let responded = EventKind::RequestFinished { attempt: 1, kind: None, status: None, duration_ms: 0 };
        let finished = EventKind::Finished {
            attempts: 1,
            kind: None,
            outcome: Outcome::Applied,
            advice: None,
            phase: None,
            status: None,
            reference: reference.clone(),
            duration_ms: 0,
            journal_state: None,
        };
        let of = |what: &EventKind| {
            Event {
                call_id: String::new(),
                provider: Provider::AGENTWALLEX,
                operation: "",
                what: what.clone(),
            }
            .to_value()
        };
        let sources = |set: &str| match set {
            "call_attributes" => vec![of(&sent), of(&responded), of(&finished)],
            "request_attributes" => vec![of(&sent)],
            "reference_attributes" => vec![reference.to_value()],
            "response_attributes" => vec![of(&responded), of(&finished)],
            "result_attributes" | "duration_attributes" => vec![of(&finished)],
            _ => vec![],
        };
        for set in ATTRIBUTES {
            let sources = sources(set.name);
            assert!(!sources.is_empty(), "the test does not know the event of {}", set.name);
            for (source, (attribute, member)) in
                sources.iter().flat_map(|source| set.attributes.iter().map(move |pair| (source, pair)))
            {
                assert!(
                    source.get(member).is_some(),
                    "{attribute}: no event has the member {member}: {source}"
                );
            }
        }
    }

    #[test]
    fn an_event_is_serialized_field_by_field() {
        let reference = Reference { reference: Some("po_1".to_owned()), ..Reference::default() };
        let written = concat!(
            r#"{"idempotency_key":null,"reference":"po_1","id":null,"hash":null,"ledger_id":null,"#,
            r#""intent_id":null,"sent_at_ms":null}"#
        );
        for (what, members) in [
            (
                EventKind::AboutToSend {
                    attempt: 1,
                    reference: reference.clone(),
                    server_address: "127.0.0.1".to_owned(),
                    url_template: "/api/v1/transactions".to_owned(),
                },
                format!(
                    concat!(
                        r#"{{"event":"about_to_send",CALL,"attempt":1,"reference":{},"#,
                        r#""server_address":"127.0.0.1","url_template":"/api/v1/transactions"}}"#
                    ),
                    written
                ),
            ),
            (
                EventKind::RequestFinished {
                    attempt: 2,
                    kind: Some(Kind::Server),
                    status: Some(500),
                    duration_ms: 7,
                },
                r#"{"event":"request_finished",CALL,"attempt":2,"kind":"server","status":500,"duration_ms":7}"#
                    .into(),
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
                    advice: None,
                    phase: None,
                    status: Some(201),
                    reference,
                    duration_ms: 7,
                    journal_state: Some(JournalState::Settled),
                },
                format!(
                    concat!(
                        r#"{{"event":"finished",CALL,"attempts":2,"kind":null,"outcome":"applied","#,
                        r#""advice":null,"phase":null,"status":201,"reference":{},"duration_ms":7,"#,
                        r#""journal_state":"settled"}}"#
                    ),
                    written
                ),
            ),
        ] {
            let event = Event {
                call_id: "call_1".to_owned(),
                provider: Provider::AGENTWALLEX,
                operation: "payments.send",
                what,
            };
            let call = r#""call_id":"call_1","provider":"agentwallex","operation":"payments.send""#;
            assert_eq!(serde_json::to_string(&event).unwrap(), members.replace("CALL", call));
        }
    }
}
