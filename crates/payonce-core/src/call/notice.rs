//! What a listener hears of a call.

use serde_json::Value;

use crate::error::Reference;
use crate::json::{Members, serialized_as_value};
use crate::vocabulary::{Kind, Outcome};

/// What happens in a call, for logs and for callers who write the reference down before money moves.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// The next step sends a request. A driver waits for the listener before the first byte.
    AboutToSend {
        /// The operation.
        operation: &'static str,
        /// The number of the request, from 1.
        attempt: u32,
        /// Everything the operation can be found by.
        reference: Reference,
    },
    /// A request failed and the call goes on after a wait.
    Retrying {
        /// The operation.
        operation: &'static str,
        /// The number of the failed request, from 1.
        attempt: u32,
        /// What went wrong.
        kind: Kind,
        /// The status, when there was an answer.
        status: Option<u16>,
        /// The wait in milliseconds.
        wait_ms: u64,
    },
    /// Nobody knows whether the operation took effect; after a wait the provider is asked.
    Reconciling {
        /// The operation.
        operation: &'static str,
        /// What is looked for.
        reference: Reference,
        /// The wait in milliseconds.
        wait_ms: u64,
    },
    /// The next request waits for its turn in the pace of the client.
    Pacing {
        /// The operation.
        operation: &'static str,
        /// The wait in milliseconds.
        wait_ms: u64,
    },
    /// The call is over.
    Finished {
        /// The operation.
        operation: &'static str,
        /// How many requests it sent.
        attempts: u32,
        /// The kind of the error, or nothing for a success.
        kind: Option<Kind>,
        /// Whether the call took effect.
        outcome: Outcome,
    },
}

impl Notice {
    /// The notice as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut members = Members::new();
        match self {
            Self::AboutToSend { operation, attempt, reference } => {
                members.text("event", "about_to_send");
                members.text("operation", operation);
                members.number("attempt", (*attempt).into());
                members.value("reference", reference.to_value());
            }
            Self::Retrying { operation, attempt, kind, status, wait_ms } => {
                members.text("event", "retrying");
                members.text("operation", operation);
                members.number("attempt", (*attempt).into());
                members.text("kind", kind.as_str());
                members.maybe_number("status", status.map(u64::from));
                members.number("wait_ms", *wait_ms);
            }
            Self::Reconciling { operation, reference, wait_ms } => {
                members.text("event", "reconciling");
                members.text("operation", operation);
                members.value("reference", reference.to_value());
                members.number("wait_ms", *wait_ms);
            }
            Self::Pacing { operation, wait_ms } => {
                members.text("event", "pacing");
                members.text("operation", operation);
                members.number("wait_ms", *wait_ms);
            }
            Self::Finished { operation, attempts, kind, outcome } => {
                members.text("event", "finished");
                members.text("operation", operation);
                members.number("attempts", (*attempts).into());
                members.maybe_text("kind", kind.map(Kind::as_str));
                members.text("outcome", outcome.as_str());
            }
        }
        members.into_value()
    }
}

serialized_as_value!(Notice);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_is_written_member_by_member() {
        let reference = Reference { reference: Some("po_1".to_owned()), ..Reference::default() };
        let written = concat!(
            r#"{"idempotency_key":null,"reference":"po_1","id":null,"hash":null,"ledger_id":null,"#,
            r#""intent_id":null,"sent_at_ms":null}"#
        );
        let (operation, kind) = ("payments.send", Kind::Server);
        for (notice, members) in [
            (
                Notice::AboutToSend { operation, attempt: 1, reference: reference.clone() },
                format!(r#"{{"event":"about_to_send",OPERATION,"attempt":1,"reference":{written}}}"#),
            ),
            (
                Notice::Retrying { operation, attempt: 1, kind, status: Some(500), wait_ms: 9 },
                r#"{"event":"retrying",OPERATION,"attempt":1,"kind":"server","status":500,"wait_ms":9}"#
                    .into(),
            ),
            (
                Notice::Reconciling { operation, reference, wait_ms: 9 },
                format!(r#"{{"event":"reconciling",OPERATION,"reference":{written},"wait_ms":9}}"#),
            ),
            (Notice::Pacing { operation, wait_ms: 9 }, r#"{"event":"pacing",OPERATION,"wait_ms":9}"#.into()),
            (
                Notice::Finished { operation, attempts: 2, kind: None, outcome: Outcome::Applied },
                r#"{"event":"finished",OPERATION,"attempts":2,"kind":null,"outcome":"applied"}"#.into(),
            ),
        ] {
            let text = members.replace("OPERATION", r#""operation":"payments.send""#);
            assert_eq!(serde_json::to_string(&notice).unwrap(), text);
        }
    }
}
