//! What the keys of a client were used for.
//!
//! A provider that cannot tell a repetition from a second payment leaves it to its caller to use a key for one thing
//! only. The client remembers what its keys were used for, so that a mistake in a program, or two threads with one key,
//! cannot charge twice: the last ones whose outcome is known, and every one whose outcome is not. Where the provider
//! itself recognizes a key, the key goes to the provider.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::journal::fingerprint::fingerprint;
use crate::model::error::Reference;
use crate::model::invalid_field::InvalidField;
use crate::model::safety::Safety;
use crate::request::Arguments;
use crate::request::memo::carries;
use crate::spec::operation::Operation;

/// How many keys with a known outcome a client remembers.
const REMEMBERED: usize = 1_000;
/// How many keys may have an unknown outcome before no new one is taken. None of them is forgotten: it would pay again.
const MOST_OPEN: usize = 10_000;

/// The keys of a client, the oldest first.
#[derive(Default)]
pub(crate) struct KeyRegistry(Mutex<Vec<KeyUse>>);

struct KeyUse {
    key: String,
    /// A hash of the operation and its arguments, which may hold keys of end users.
    arguments: [u8; 32],
    /// Whether a call has the key at the moment.
    running: bool,
    /// When it was first sent, in milliseconds since 1970, if that may have taken effect.
    open_since_ms: Option<u64>,
    /// Whether the outcome is known.
    settled: bool,
}

impl KeyRegistry {
    fn lock(&self) -> MutexGuard<'_, Vec<KeyUse>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The outcome of the call that had this key is known by now.
    pub(crate) fn settle(&self, key: &str) {
        if let Some(used) = self.lock().iter_mut().find(|used| used.key == key) {
            used.settled = true;
        }
    }

    /// A call whose key the journal keeps sent it.
    pub(crate) fn note_sent(&self, key: &str, sent_at_ms: u64) {
        let mut uses = self.lock();
        if uses.iter().any(|used| used.key == key) {
            return;
        }
        if uses.len() >= REMEMBERED {
            uses.remove(0);
        }
        let open_since_ms = Some(sent_at_ms);
        let (key, arguments) = (key.to_owned(), [0; 32]);
        uses.push(KeyUse { key, arguments, running: false, open_since_ms, settled: true });
    }

    /// Whether a key differs from this one by its case only.
    pub(crate) fn has_twin(&self, key: &str) -> bool {
        self.lock().iter().any(|used| used.key != key && used.key.eq_ignore_ascii_case(key))
    }

    /// Whether a memo carries a key of this client that was sent, other than this one.
    pub(crate) fn shows(&self, memo: &str, other_than: &str) -> bool {
        self.lock()
            .iter()
            .any(|used| used.key != other_than && used.open_since_ms.is_some() && carries(memo, &used.key))
    }
}

/// A key while a call has it. It is given back when this is dropped.
pub(crate) struct KeyClaim {
    keys: Arc<KeyRegistry>,
    key: String,
    /// When the key was first sent by an earlier call, if that may have taken effect.
    pub(crate) open_since_ms: Option<u64>,
    /// When the call that has the key first sent it, unless that certainly had no effect.
    pub(crate) sent_at_ms: Option<u64>,
    /// Whether the call knows its outcome. One that is dropped on the way does not.
    pub(crate) settled: bool,
}

impl KeyClaim {
    /// Takes the key of a call whose provider would not notice a wrong use of it.
    ///
    /// # Errors
    /// The key is in use, or was used for something else, or too many others have an unknown outcome.
    pub(crate) fn take(
        keys: &Arc<KeyRegistry>,
        operation: &Operation,
        arguments: &Arguments,
        reference: &Reference,
    ) -> Result<Option<Self>, InvalidField> {
        let key = reference.reference.as_ref().filter(|_| operation.safety() == Safety::Reconcilable);
        let Some(key) = key else { return Ok(None) };
        let refuse = |problem: &'static str| Err(InvalidField::new("idempotency_key", problem));
        let arguments = fingerprint(operation, arguments);
        let mut uses = keys.lock();
        let open_since_ms = match uses.iter_mut().find(|used| used.key == *key) {
            Some(used) if used.arguments != arguments => {
                return refuse(
                    "was used for other arguments before, which may have been paid; a new key makes a further payment",
                );
            }
            Some(used) if used.running => {
                return refuse("is in use by a call that is still running; wait for its result");
            }
            Some(used) => {
                used.running = true;
                used.open_since_ms
            }
            None => {
                let known = |used: &KeyUse| used.settled && !used.running;
                if uses.iter().filter(|used| !used.settled && !used.running).count() >= MOST_OPEN {
                    return refuse(
                        "is one too many: 10000 calls of this client have an unknown outcome, and none of them may be \
                         forgotten; settle them with `reconcile`, or find out why they fail, and use a new client",
                    );
                }
                if uses.iter().filter(|used| known(used)).count() >= REMEMBERED
                    && let Some(oldest) = uses.iter().position(known)
                {
                    uses.remove(oldest);
                }
                let key = key.clone();
                uses.push(KeyUse { key, arguments, running: true, open_since_ms: None, settled: false });
                None
            }
        };
        drop(uses);
        Ok(Some(Self {
            keys: Arc::clone(keys),
            key: key.clone(),
            open_since_ms,
            sent_at_ms: None,
            settled: false,
        }))
    }
}

impl Drop for KeyClaim {
    fn drop(&mut self) {
        let mut uses = self.keys.lock();
        let Some(place) = uses.iter().position(|used| used.key == self.key) else { return };
        let Some(used) = uses.get_mut(place) else { return };
        used.running = false;
        used.open_since_ms = used.open_since_ms.or(self.sent_at_ms);
        used.settled |= self.settled;
        // A call without an effect frees its key: the arguments may be fixed under the same key.
        if used.open_since_ms.is_none() {
            uses.remove(place);
        }
    }
}
