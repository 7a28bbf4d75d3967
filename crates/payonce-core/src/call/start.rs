//! How a call begins: its arguments are checked, its key is assigned, its plan is written.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::call::idempotency;
use crate::call::journal_entry::Journaled;
use crate::call::options::CallOptions;
use crate::client::Client;
use crate::client::key_registry::KeyClaim;
use crate::client::rate_limiter::Permit;
use crate::error::{Error, Reference};
use crate::journal::JournalOp;
use crate::model::invalid_field::InvalidField;
use crate::model::redact::Redactor;
use crate::request::validate;
use crate::spec::operation::Operation;
use crate::spec::types::FieldType;

use crate::call::machine::{Call, State};

impl Call {
    /// Checks the arguments and prepares the first request.
    ///
    /// `entropy` is sixteen random bytes, or nothing on a machine that has none: the reference of the call and the
    /// jitter are drawn from them.
    ///
    /// # Errors
    /// `invalid_argument`, naming the argument; `idempotency_key` when a reference has to be drawn and cannot be.
    pub fn new(
        client: &Client,
        operation: &'static Operation,
        arguments: &Map<String, Value>,
        options: CallOptions,
        entropy: impl Into<Option<[u8; 16]>>,
    ) -> Result<Self, Error> {
        let entropy = entropy.into();
        let settings = client.settings();
        let redactor = call_redactor(client, operation, arguments, &options.headers);
        let refuse = |field: InvalidField| {
            field.into_error(client.provider(), Some(operation), &settings.texts, &redactor)
        };
        let operation = client.operation_of_class(operation).map_err(refuse)?;
        options.check().map_err(refuse)?;
        let policy = options.policy(settings);
        let mut arguments = validate::check_arguments(operation, arguments).map_err(refuse)?;
        let mut reference = Reference::default();
        let has_journal = client.journal().is_some();
        idempotency::assign_key(operation, &mut arguments, &options, entropy, &mut reference, has_journal)
            .map_err(refuse)?;
        let journaled =
            Journaled::new(client, operation, &arguments, &options, &policy, &mut reference, entropy)
                .map_err(refuse)?;
        let claim = match &journaled {
            Some(_) => None,
            None => KeyClaim::take(client.keys(), operation, &arguments, &reference).map_err(refuse)?,
        };
        let sent_before = claim.as_ref().and_then(|claim| claim.sent_before);
        let mut call = Self {
            client: client.clone(),
            operation,
            arguments,
            policy,
            options,
            redactor: redactor.clone(),
            reference,
            id: None,
            entropy,
            is_listened_to: true,
            started: Duration::ZERO,
            rng: jitter(entropy),
            state: State::Prepared(None),
            journaled,
            last_row: None,
            unreported: None,
            earlier_call: None,
            claim,
            permit: Permit::new(client.rate_limiter().cloned()),
            sent: 0,
            events: Vec::new(),
        };
        if let Some(sent) = sent_before {
            call.look_first(sent.unix_ms());
        }
        Ok(call)
    }

    /// The plan of a call: the row that records the intention to make it, for the caller's own transaction. Another process,
    /// or this one, sends it once the transaction is committed.
    ///
    /// # Errors
    /// `invalid_argument`: as for [`new`](Self::new), and where the call has no key of its own, an argument that must not be
    /// stored, or no journal.
    pub fn plan(
        client: &Client,
        operation: &'static Operation,
        arguments: &Map<String, Value>,
        options: CallOptions,
    ) -> Result<JournalOp, Error> {
        let settings = client.settings();
        let redactor = call_redactor(client, operation, arguments, &options.headers);
        let refuse = |field: InvalidField| {
            field.into_error(client.provider(), Some(operation), &settings.texts, &redactor)
        };
        // Entropy that is all zero is never used: a plan has a key of its caller.
        let call = Self::new(client, operation, arguments, options, [0; 16])?;
        let given = validate::check_arguments(call.operation, arguments).map_err(refuse)?;
        if let Some(secret) = call.operation.params.iter().find(|param| param.ty == FieldType::Secret) {
            let problem = "is secret, and a plan would store it; call the operation itself";
            return Err(refuse(InvalidField::new(secret.name, problem)));
        }
        let is_argument = call.operation.key().is_some_and(|key| call.operation.has_key_argument(key));
        let has_key = is_argument || call.options.idempotency_key.is_some();
        if !has_key {
            let problem = "is required for a plan: a transaction that runs again would plan a second payment without it";
            return Err(refuse(InvalidField::new("idempotency_key", problem)));
        }
        match call.journaled {
            Some(journaled) => Ok(journaled.into_plan(&given)),
            None => Err(refuse(InvalidField::new("journal", "is required for a plan; give the client one"))),
        }
    }
}

/// Without entropy every call waits alike, which is the worst that it does.
pub(super) fn jitter(entropy: Option<[u8; 16]>) -> fastrand::Rng {
    let mut half = [0; 8];
    half.iter_mut().zip(entropy.unwrap_or_default()).for_each(|(to, from)| *to = from);
    fastrand::Rng::with_seed(u64::from_le_bytes(half))
}

/// An end user's key among the arguments is as secret as the client's own, and so is what a header carries: one of this
/// call, or one of another provider's request that is reported to Pay-i.
pub(crate) fn call_redactor(
    client: &Client,
    operation: &Operation,
    arguments: &Map<String, Value>,
    headers: &[(String, String)],
) -> Redactor {
    let mut redactor = client.redactor().clone();
    headers.iter().for_each(|(name, value)| redactor.add_header(name, value));
    redactor.add_headers_within(arguments);
    for (name, value) in arguments {
        if let Some(text) = value.as_str()
            && operation.params.iter().any(|param| param.ty == FieldType::Secret && param.name == name)
        {
            redactor.add(text);
        }
    }
    redactor
}
