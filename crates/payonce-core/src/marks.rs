//! What the keys of a client were used for.
//!
//! A provider that cannot tell a repetition from a second payment leaves it to its caller to use a key for one thing
//! only. The client remembers the last ones, so that a mistake in a program, or two threads with one key, cannot charge
//! twice. Where the provider itself recognises a key, the key goes to the provider.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::client::Client;
use crate::error::Reference;
use crate::invalid::InvalidField;
use crate::json;
use crate::operation::{Operation, Safety};
use crate::request::Arguments;

/// How many keys a client remembers; those that a call is using come on top.
const REMEMBERED: usize = 1_000;

/// The keys of a client, the oldest first.
#[derive(Default)]
pub(crate) struct Marks(Mutex<Vec<Use>>);

struct Use {
    key: String,
    /// A hash of the operation and its arguments, which may hold keys of end users.
    arguments: [u8; 32],
    /// Whether a call has the key at the moment.
    running: bool,
    /// When it was first sent, in milliseconds since 1970, if that may have taken effect.
    open_since_ms: Option<u64>,
}

impl Marks {
    fn lock(&self) -> MutexGuard<'_, Vec<Use>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A key while a call has it. It is given back when this is dropped.
pub(crate) struct Claim {
    client: Client,
    key: String,
    /// When the key was first sent by an earlier call, if that may have taken effect.
    pub(crate) open_since_ms: Option<u64>,
    /// When the call that has the key first sent it, unless that certainly had no effect.
    pub(crate) sent_at_ms: Option<u64>,
}

impl Claim {
    /// Takes the key of a call whose provider would not notice a wrong use of it.
    ///
    /// # Errors
    /// The key is in use, or was used for something else.
    pub(crate) fn take(
        client: &Client,
        operation: &Operation,
        arguments: &Arguments,
        reference: &Reference,
    ) -> Result<Option<Self>, InvalidField> {
        let key = reference.reference.as_ref().filter(|_| operation.safety == Safety::Reconcilable);
        let Some(key) = key else { return Ok(None) };
        let refuse = |problem: &'static str| Err(InvalidField::new("idempotency_key", problem));
        let arguments = fingerprint(operation, arguments);
        let mut uses = client.marks().lock();
        let open_since_ms = match uses.iter_mut().find(|used| used.key == *key) {
            Some(used) if used.arguments != arguments => {
                return refuse("was used for other arguments before; use a new one for what is new");
            }
            Some(used) if used.running => {
                return refuse("is in use by a call that is still running; wait for what that call brings");
            }
            Some(used) => {
                used.running = true;
                used.open_since_ms
            }
            None => {
                if uses.len() >= REMEMBERED
                    && let Some(oldest) = uses.iter().position(|used| !used.running)
                {
                    uses.remove(oldest);
                }
                uses.push(Use { key: key.clone(), arguments, running: true, open_since_ms: None });
                None
            }
        };
        drop(uses);
        Ok(Some(Self { client: client.clone(), key: key.clone(), open_since_ms, sent_at_ms: None }))
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        let mut uses = self.client.marks().lock();
        let Some(place) = uses.iter().position(|used| used.key == self.key) else { return };
        let Some(used) = uses.get_mut(place) else { return };
        used.running = false;
        used.open_since_ms = used.open_since_ms.or(self.sent_at_ms);
        // What had no effect binds nobody: the arguments may be mended under the same key.
        if used.open_since_ms.is_none() {
            uses.remove(place);
        }
    }
}

fn fingerprint(operation: &Operation, arguments: &Arguments) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(operation.name);
    members(&mut hash, arguments);
    hash.finalize().into()
}

/// The order in which a caller names members says nothing.
fn members(hash: &mut Sha256, members: &Arguments) {
    let mut sorted: Vec<_> = members.iter().collect();
    sorted.sort_unstable_by_key(|(name, _)| *name);
    hash.update("{");
    for (name, member) in sorted {
        hash.update(json::write(&Value::String(name.clone())));
        value(hash, member);
    }
    hash.update("}");
}

fn value(hash: &mut Sha256, given: &Value) {
    match given {
        Value::Object(inner) => members(hash, inner),
        Value::Array(items) => {
            hash.update("[");
            for item in items {
                value(hash, item);
            }
            hash.update("]");
        }
        plain => {
            hash.update(json::write(plain));
            hash.update(",");
        }
    }
}
