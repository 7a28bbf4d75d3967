//! Lists of pages and objects on their way to a final state, as JSON.

use std::time::Duration;

use serde_json::Value;

use crate::call::paginate::Pager;
use crate::call::waiter::{Waiter, WaiterStep};
use crate::client::Client;
use crate::error::{Error, ErrorPayload};
use crate::ffi::naming::{
    arguments_of, for_caller, from_caller, names_for_caller, rename_field, snake_case_names,
};
use crate::ffi::{CaseStyle, object, operation, payload, refuse};
use crate::model::clock::whole_milliseconds;
use crate::model::invalid_field::InvalidField;
use crate::model::json::{self, Members};

/// A waiter for the final state of what an operation returned, for so many seconds; nothing for an operation that does
/// not exist. See [`Waiter::for_seconds`].
#[must_use]
pub fn waiter(
    client: &Client,
    operation: &str,
    value: Value,
    seconds: Option<f64>,
    style: CaseStyle,
) -> Option<Waiter> {
    let operation = client.provider().operation(operation)?;
    let value = from_caller(&operation.returns, value, style);
    Some(Waiter::for_seconds(client, operation, value, seconds))
}

/// The next step of a waiter: `{"step": "poll", "after_ms", "operation", "arguments"}`,
/// or `{"step": "done", "envelope"}` whose `ok` envelope has no `call_info`.
#[must_use]
pub fn waiter_step(waiter: &mut Waiter, elapsed: Duration, polled: Option<Value>, style: CaseStyle) -> Value {
    let mut step = Members::new();
    let mut envelope = Members::new();
    let (returns, read) = waiter.types();
    let polled = polled.map(|value| from_caller(&read, value, style));
    match waiter.next(elapsed, polled) {
        WaiterStep::Poll { after, operation, arguments } => {
            step.text("step", "poll");
            step.number("after_ms", whole_milliseconds(after));
            step.text("operation", operation.name);
            step.value("arguments", Value::Object(names_for_caller(arguments, style)));
            return step.into_value();
        }
        WaiterStep::Done(Ok(value)) => {
            envelope.flag("ok", true);
            // The object has members of both types.
            envelope.value("value", for_caller(&read, for_caller(&returns, value, style), style));
        }
        WaiterStep::Done(Err(mut error)) => {
            if style == CaseStyle::Camel {
                rename_field(&mut error, "timeout", "timeout_ms");
            }
            envelope.flag("ok", false);
            envelope.value("error", payload(&error, style));
        }
    }
    step.text("step", "done");
    step.object("envelope", envelope);
    step.into_value()
}

/// The payload of [`Waiter::poll_failed`], from that of the read, or from another text if its caller stopped waiting.
#[must_use]
pub fn waiter_poll_failed(waiter: &Waiter, poll: &str, style: CaseStyle) -> Value {
    let poll = json::read_object(poll).and_then(|poll| ErrorPayload::read(&poll).ok());
    payload(&waiter.poll_failed(poll.as_ref()), style)
}

/// Goes through the pages of an operation, from its name and arguments as JSON text.
///
/// # Errors
/// `invalid_argument` when the operation does not exist or has no pages.
pub fn pager(client: &Client, name: &str, arguments: &str, style: CaseStyle) -> Result<Pager, Error> {
    let provider = client.provider();
    let operation = operation(provider, name)?;
    let arguments = object(provider, "arguments", arguments)?;
    let arguments = arguments_of(operation, &arguments, style).map_err(|field| refuse(provider, field))?;
    Pager::new(client, operation, &arguments)
        .ok_or_else(|| refuse(provider, InvalidField::new("operation", "has no pages")))
}

/// [`Pager::take`] as JSON: `{"fresh", "next", "error"}`, with the changed arguments in `next`, or null at the end, and the
/// payload in `error`, or null.
#[must_use]
pub fn page_turn(pager: &mut Pager, page: Value, status: u16, style: CaseStyle) -> Value {
    let page = match (style, page) {
        // Only the members of the page itself are read.
        (CaseStyle::Camel, Value::Object(members)) => Value::Object(snake_case_names(&members)),
        (_, page) => page,
    };
    let turn = pager.take(&page, status);
    let mut members = Members::new();
    members.flag("fresh", turn.fresh);
    let (next, error) = match turn.next {
        Ok(next) => {
            (next.map_or(Value::Null, |next| Value::Object(names_for_caller(next, style))), Value::Null)
        }
        Err(error) => (Value::Null, payload(&error, style)),
    };
    members.value("next", next);
    members.value("error", error);
    members.into_value()
}
