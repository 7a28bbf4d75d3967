//! The entry of a call in the journal, as the call wants it.

use std::time::Duration;

use serde_json::Value;

use crate::call::options::CallOptions;
use crate::client::Client;
use crate::client::retry::RetryPolicy;
use crate::error::Reference;
use crate::journal::JournalOp;
use crate::journal::decision::Take;
use crate::journal::entry::Entry;
use crate::journal::fingerprint::fingerprint;
use crate::journal::row::{JournalRow, JournalState, SCHEMA, row_id};
use crate::journal::settlement::taken_over;
use crate::model::clock::{Now, whole_milliseconds};
use crate::model::hex::hex;
use crate::model::invalid_field::InvalidField;
use crate::model::safety::Safety;
use crate::model::vocabulary::Outcome;
use crate::request::Arguments;
use crate::spec::operation::{Operation, SafetySpec};
use crate::spec::types::FieldType;

/// How long after the deadline of a call its lease ends: a driver sends nothing after the deadline, and this covers what
/// two clocks differ by in so short a time.
const LEASE_MARGIN: Duration = Duration::from_secs(10);

/// The longest lease, whatever the deadline: a key must not stay locked for years because a process died.
const MAX_LEASE: Duration = Duration::from_secs(60 * 60);

/// How often a call that waits for another one asks, at first and later.
const FIRST_POLL: Duration = Duration::from_millis(50);

pub(super) const MAX_POLL: Duration = Duration::from_secs(1);

/// The entry of a call.
pub(super) struct Journaled {
    /// The row as this call wants it, or as it last knew it.
    pub(super) row: JournalRow,
    pub(super) entry: Entry,
    /// The row of a call that found none. What the call takes over from others does not change it, since the store may refuse
    /// what the call wants, and it then decides anew.
    own: (JournalRow, Entry),
    /// Whether the row in the store is the one of this call.
    pub(super) held: bool,
    /// Whether the call only asks what became of an earlier one: it records what it finds, and nothing else.
    pub(super) observes: bool,
    /// Whether an earlier call with this key may have taken effect, although this one sends.
    pub(super) resends: bool,
    /// When this call last wrote its row, by its own clock, in milliseconds since 1970.
    pub(super) written_ms: u64,
    /// The time of the store when this call took the row, in milliseconds since 1970.
    pub(super) taken_ms: u64,
    pub(super) poll: Duration,
    /// The state in which this call last saw the row, where another call or a person left it.
    pub(super) seen: Option<JournalState>,
}

/// What a call waits for from the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The key, or who has it.
    Key,
    /// The next generation.
    Generation(Take),
    /// The entry of the call that is looked for.
    Entry,
}

impl Journaled {
    /// The entry of a new call; nothing where the client has no journal or the operation changes nothing.
    pub(super) fn new(
        client: &Client,
        operation: &'static Operation,
        arguments: &Arguments,
        options: &CallOptions,
        policy: &RetryPolicy,
        reference: &mut Reference,
        entropy: Option<[u8; 16]>,
    ) -> Result<Option<Box<Self>>, InvalidField> {
        let Some(journal) = client.journal().filter(|_| operation.safety() != Safety::Read) else {
            return Ok(None);
        };
        let at_provider = match operation.repeated {
            SafetySpec::Reconcilable { .. } => reference.reference.clone(),
            SafetySpec::Keyed { field, .. } => {
                let key = field.and_then(|field| arguments.get(field));
                key.and_then(Value::as_str).map(ToOwned::to_owned)
            }
            SafetySpec::Read | SafetySpec::Idempotent | SafetySpec::Unkeyed => None,
        };
        let key = match at_provider.or_else(|| options.idempotency_key.clone()) {
            Some(key) => key,
            None => drawn_key(entropy)?,
        };
        // What a person finds the entry by.
        if reference.idempotency_key.is_none() && reference.reference.is_none() {
            reference.idempotency_key = Some(key.clone());
        }
        let entry = Entry {
            fingerprint: hex(String::new(), fingerprint(operation, arguments).into_iter()),
            owner: journal.owner.clone(),
            lease_ms: whole_milliseconds(policy.deadline.min(MAX_LEASE).saturating_add(LEASE_MARGIN)),
            reference: reference.clone(),
            ..Entry::default()
        };
        let provider = client.provider();
        let row = JournalRow {
            // The form on the wire names the entry, so that the reference of an error finds it, too.
            id: row_id(provider, operation.name, &key),
            generation: 1,
            state: JournalState::Claimed,
            outcome: None,
            provider,
            account: client.account(),
            operation: operation.name.to_owned(),
            // People look for the key that they know.
            key: Some(reference.idempotency_key.clone().unwrap_or(key)),
            created_ms: 0,
            updated_ms: 0,
            schema: SCHEMA,
            entry: String::new(),
        };
        Ok(Some(Box::new(Self {
            own: (row.clone(), entry.clone()),
            row,
            entry,
            held: false,
            observes: false,
            resends: false,
            written_ms: 0,
            taken_ms: 0,
            poll: FIRST_POLL,
            seen: None,
        })))
    }

    /// The entry of the earlier call that a new one looks for.
    pub(super) fn of_earlier(
        client: &Client,
        operation: &'static Operation,
        reference: &Reference,
    ) -> Option<Box<Self>> {
        client.journal()?;
        let key = reference.reference.as_deref()?;
        let row = JournalRow {
            id: row_id(client.provider(), operation.name, key),
            generation: 0,
            state: JournalState::Open,
            outcome: None,
            provider: client.provider(),
            account: client.account(),
            operation: operation.name.to_owned(),
            key: Some(key.to_owned()),
            created_ms: 0,
            updated_ms: 0,
            schema: SCHEMA,
            entry: String::new(),
        };
        Some(Box::new(Self {
            own: (row.clone(), Entry::default()),
            row,
            entry: Entry::default(),
            held: false,
            observes: true,
            resends: false,
            written_ms: 0,
            taken_ms: 0,
            poll: FIRST_POLL,
            seen: None,
        }))
    }

    /// The row of a plan, with its arguments.
    pub(super) fn into_plan(mut self, arguments: &Arguments) -> JournalOp {
        self.entry.arguments = Some(arguments.clone());
        self.entry.lease_ms = 0;
        self.row.state = JournalState::Planned;
        self.row.entry = self.entry.write();
        JournalOp::Claim(Box::new(self.row))
    }

    /// Whether the row may belong to another call by now: this one stood still for as long as its lease, as on a machine that
    /// slept, or its clock was set. A monotonic clock does not count the sleep.
    pub(super) fn may_be_lost(&self, now: Now) -> bool {
        let lease_ms = self.entry.lease_ms.saturating_sub(whole_milliseconds(LEASE_MARGIN));
        now.unix_ms.checked_sub(self.written_ms).is_none_or(|elapsed| elapsed >= lease_ms)
    }

    pub(super) fn claim(&mut self) -> JournalOp {
        (self.row, self.entry) = self.own.clone();
        JournalOp::Claim(Box::new(JournalRow { entry: self.entry.write(), ..self.row.clone() }))
    }

    /// The row that takes over what another call left.
    pub(super) fn take(&mut self, found: &JournalRow, left: Entry, take: Take) -> JournalOp {
        let own = self.own.1.clone();
        let (state, outcome, lease_ms) = match take {
            Take::Send => (JournalState::Claimed, None, own.lease_ms),
            Take::Resend | Take::Search => (JournalState::Sending, Some(Outcome::Unknown), own.lease_ms),
            Take::MarkOpen => (JournalState::Open, Some(Outcome::Unknown), 0),
        };
        self.entry = match take {
            // A plan keeps its arguments until it is settled, for the case that this process ends.
            Take::Send => Entry { arguments: left.arguments, attempts: left.attempts, ..own },
            Take::Resend | Take::Search => Entry { owner: own.owner, lease_ms, ..left },
            Take::MarkOpen => Entry { owner: own.owner, lease_ms, resend_is_over: true, ..left },
        };
        let found =
            JournalRow { account: self.row.account.clone(), key: self.row.key.clone(), ..found.clone() };
        let op = taken_over(&found, state, outcome, &self.entry);
        self.wants(&op);
        op
    }

    /// The row becomes what was asked of the store, if the store writes it.
    pub(super) fn wants(&mut self, op: &JournalOp) {
        if let JournalOp::Update { row, .. } = op {
            self.row = (**row).clone();
        }
    }
}

/// A key that no other call has, so that a call without a key of its own is found when its process ends.
fn drawn_key(entropy: Option<[u8; 16]>) -> Result<String, InvalidField> {
    let problem = "must be given here, since the system has no random source to draw it from";
    let entropy = entropy.ok_or_else(|| InvalidField::new("idempotency_key", problem))?;
    Ok(hex(String::from("po_"), entropy.into_iter()))
}

/// The value without what is declared secret, such as a key that is shown once.
pub(super) fn without_secrets(ty: &FieldType, value: &Value) -> Value {
    match (ty, value) {
        (FieldType::Secret, _) => Value::Null,
        (FieldType::List(item), Value::Array(items)) => {
            items.iter().map(|value| without_secrets(item, value)).collect()
        }
        (FieldType::Map(item), Value::Object(members)) => Value::Object(
            members.iter().map(|(name, value)| (name.clone(), without_secrets(item, value))).collect(),
        ),
        (FieldType::Model(model), Value::Object(members)) => Value::Object(
            members
                .iter()
                .map(|(name, value)| {
                    let field = model.fields.iter().find(|field| field.name == name);
                    let ty = field.map_or(&FieldType::Json, |field| &field.ty);
                    (name.clone(), without_secrets(ty, value))
                })
                .collect(),
        ),
        (_, value) => value.clone(),
    }
}
