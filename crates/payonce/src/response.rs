//! A success and what is known about it.

use std::fmt;

use payonce_core::spec::types::Progress;
use payonce_core::{Client, Error, Headers, Operation, Reference, Success, progress, unexpected_response};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::connection::UntypedClient;

/// The result of a call: its value, and what is known about the call.
///
/// `C` polls a state that is not final: asynchronously, or [blocking](crate::blocking).
#[derive(Clone)]
pub struct Response<T, C = UntypedClient> {
    value: T,
    call_info: CallInfo,
    progress: Progress,
    pub(crate) raw_value: Value,
    pub(crate) operation: &'static Operation,
    pub(crate) connection: C,
}

/// The call behind a result.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CallInfo {
    /// The HTTP status.
    pub status: u16,
    /// The header fields in order.
    pub headers: Headers,
    /// The provider's id of the request.
    pub request_id: Option<String>,
    /// How many requests the call sent.
    pub attempts: u32,
    /// Everything the operation can be found by.
    pub reference: Reference,
    /// Whether the journal returned the result of an earlier call with the same key. Nothing was sent then.
    pub replayed: bool,
    /// The members around the value, for a provider that wraps its responses.
    pub envelope: Map<String, Value>,
}

impl<T: DeserializeOwned, C> Response<T, C> {
    pub(crate) fn new(
        client: &Client,
        operation: &'static Operation,
        success: Success,
        connection: C,
    ) -> Result<Self, Error> {
        let value = T::deserialize(&success.value)
            .map_err(|problem| unexpected_response(client, operation, &success, &problem.to_string()))?;
        let Success {
            value: raw_value,
            returns: _,
            status,
            headers,
            request_id,
            attempts,
            reference,
            envelope,
            replayed,
        } = success;
        let progress = progress(operation, &raw_value);
        let call_info = CallInfo { status, headers, request_id, attempts, reference, replayed, envelope };
        Ok(Self { value, call_info, progress, raw_value, operation, connection })
    }

    /// The same response with the object in its final state.
    pub(crate) fn finally(self, client: &Client, raw_value: Value) -> Result<Self, Error> {
        let CallInfo { status, headers, request_id, attempts, reference, replayed, envelope } =
            self.call_info;
        let returns = self.operation.returns;
        let success = Success {
            value: raw_value,
            returns,
            status,
            headers,
            request_id,
            attempts,
            reference,
            envelope,
            replayed,
        };
        Self::new(client, self.operation, success, self.connection)
    }
}

impl<T, C> Response<T, C> {
    /// The value.
    #[must_use]
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The value alone.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The call behind the result.
    #[must_use]
    pub fn call_info(&self) -> &CallInfo {
        &self.call_info
    }

    /// Everything the operation can be found by.
    #[must_use]
    pub fn reference(&self) -> &Reference {
        &self.call_info.reference
    }

    /// Whether the state of the object cannot change any more, after a success or a failure. A result without a state is
    /// final.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.progress.is_final()
    }

    /// Whether the state is final and a success: check this before you ship. An accepted payment may still fail. A
    /// result without a state succeeded.
    #[must_use]
    pub fn succeeded(&self) -> bool {
        self.progress == Progress::Succeeded
    }

    /// Whether the state is final and a failure, in whole or in part. A call that reads an object returns it in this
    /// state too; a call that pays is an error instead. A state that this version does not know is neither a success nor
    /// a failure.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.progress == Progress::Failed
    }
}

impl<T: fmt::Debug, C> fmt::Debug for Response<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("progress", &self.progress)
            .field("reference", &self.call_info.reference)
            .field("attempts", &self.call_info.attempts)
            .finish_non_exhaustive()
    }
}
