//! Passes events to a listener, for calls and for payments by challenge alike.

use std::time::Duration;

use payonce_core::{Error, Event, EventKind, Interruption};

use crate::engine::{Listener, ListenerError};

/// The minimum time for the listener of the last event, so that a call that ended at its deadline is reported too.
const LAST_EVENT: Duration = Duration::from_secs(1);

/// Why a request is not sent.
pub(crate) enum Refused {
    /// The deadline passed during the listener.
    TooLate,
    /// The listener refused.
    ByListener(ListenerError),
}

impl Refused {
    pub(crate) const fn interruption(&self) -> Interruption {
        match self {
            Self::TooLate => Interruption::Deadline,
            Self::ByListener(_) => Interruption::Cancelled,
        }
    }

    /// The error of the call that ends for this reason.
    pub(crate) fn caused(self, error: Error) -> Error {
        match self {
            Self::TooLate => error,
            Self::ByListener(source) => error.caused_by(source),
        }
    }
}

/// Passes the events to the listener, one after the other. Only the event before a request can be refused.
pub(crate) async fn report(
    listener: Option<&dyn Listener>,
    events: Vec<Event>,
    time_left: impl Fn() -> Duration,
) -> Result<(), Refused> {
    #[cfg(feature = "tracing")]
    events.iter().for_each(crate::spans::event);
    match listener {
        // In a box, because most calls have no listener, and thousands can be in flight.
        Some(listener) => Box::pin(pass_on(listener, events, time_left)).await,
        None => Ok(()),
    }
}

async fn pass_on(
    listener: &dyn Listener,
    events: Vec<Event>,
    time_left: impl Fn() -> Duration,
) -> Result<(), Refused> {
    for event in events {
        let (about_to_send, left) = match event.what {
            EventKind::AboutToSend { .. } => (true, time_left()),
            EventKind::Finished { .. } => (false, time_left().max(LAST_EVENT)),
            _ => (false, time_left()),
        };
        match tokio::time::timeout(left, listener.on_event(event)).await {
            Err(_elapsed) if about_to_send => return Err(Refused::TooLate),
            Ok(Err(error)) if about_to_send => return Err(Refused::ByListener(error)),
            _ => {}
        }
    }
    Ok(())
}
