//! What the keys of an account were used for.
//!
//! A provider that cannot tell a repetition from a second payment leaves it to its caller to use a key for one thing
//! only. The process remembers what the keys of each account were used for, so that a mistake in a program, or two
//! clients with one key, cannot charge twice: the last ones whose outcome is known, and every one whose outcome is not.
//! Where the provider itself recognizes a key, the key goes to the provider.

use std::sync::Arc;

use crate::client::process_keys::{AccountKeys, ProcessKeys};
use crate::error::Reference;
use crate::journal::fingerprint::fingerprint;
use crate::model::hex::hex;
use crate::model::invalid_field::InvalidField;
use crate::model::safety::Safety;
use crate::request::Arguments;
use crate::request::memo::carries;
use crate::spec::operation::Operation;
use crate::spec::provider::Provider;

/// How many keys with a known outcome are remembered for an account.
const REMEMBERED: usize = 1_000;
/// How many keys of an account may have an unknown outcome before no new one is taken. None of them is forgotten: it
/// would pay again.
const MOST_OPEN: usize = 10_000;

/// What a key was used for.
#[derive(Debug, Clone)]
pub(super) struct KeyUse {
    key: String,
    /// A hash of the operation and its arguments, which may hold keys of end users.
    arguments: String,
    /// Whether a call has the key at the moment.
    running: bool,
    /// When it was first sent, if that may have taken effect.
    sent: Option<SentAt>,
    /// Whether the outcome is known.
    settled: bool,
    /// Whether a journal keeps the key.
    journaled: bool,
}

/// When a key was first sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SentAt {
    /// At this time, in milliseconds since 1970.
    Unix(u64),
    /// At a time that this process does not know: the process that forked it had the key.
    Unrecorded,
}

impl SentAt {
    /// In milliseconds since 1970, where it is known.
    pub(crate) fn unix_ms(self) -> Option<u64> {
        match self {
            Self::Unix(ms) => Some(ms),
            Self::Unrecorded => None,
        }
    }
}

impl KeyUse {
    fn can_be_forgotten(&self) -> bool {
        self.settled && !self.running
    }
}

impl AccountKeys {
    fn find(&mut self, key: &str) -> Option<&mut KeyUse> {
        self.uses.iter_mut().find(|used| used.key == key)
    }

    /// Makes room for a key that will be remembered.
    fn forget_oldest(&mut self) {
        if self.uses.iter().filter(|used| used.can_be_forgotten()).count() >= REMEMBERED
            && let Some(oldest) = self.uses.iter().position(KeyUse::can_be_forgotten)
        {
            self.uses.remove(oldest);
        }
    }

    /// Whether a key may have paid and nothing else remembers it.
    pub(super) fn has_open_key(&self) -> bool {
        !self.uses.iter().all(KeyUse::can_be_forgotten)
    }

    /// The keys as a forked process inherits them. What was running goes on in the process that forked it, and may pay.
    pub(super) fn inherited(&self) -> Self {
        let mut child = self.clone();
        for used in child.uses.iter_mut().filter(|used| used.running) {
            used.running = false;
            used.settled = false;
            used.sent = used.sent.or(Some(SentAt::Unrecorded));
        }
        child
    }

    pub(super) fn take(&mut self, key: &str, arguments: &str) -> Result<Option<SentAt>, &'static str> {
        match self.find(key) {
            Some(used) if used.arguments != arguments => Err(
                "was used for other arguments before, which may have been paid; a new key makes a further payment",
            ),
            Some(used) if used.running => {
                Err("is in use by a call that is still running; wait for its result")
            }
            Some(used) => {
                used.running = true;
                Ok(used.sent)
            }
            None => {
                if self.uses.iter().filter(|used| !used.settled && !used.running).count() >= MOST_OPEN {
                    return Err(
                        "is one too many: 10000 calls of this account have an unknown outcome in this process, and none of \
                         them may be forgotten; settle them with `reconcile`, or find out why they fail, and give the \
                         client a journal",
                    );
                }
                self.forget_oldest();
                self.uses.push(KeyUse {
                    key: key.to_owned(),
                    arguments: arguments.to_owned(),
                    running: true,
                    sent: None,
                    settled: false,
                    journaled: false,
                });
                Ok(None)
            }
        }
    }

    pub(super) fn give_back(&mut self, key: &str, sent: Option<SentAt>, settled: bool) {
        let Some(place) = self.uses.iter().position(|used| used.key == key) else { return };
        let Some(used) = self.uses.get_mut(place) else { return };
        used.running = false;
        used.sent = used.sent.or(sent);
        used.settled |= settled;
        // A call without an effect frees its key: the arguments may be fixed under the same key.
        if used.sent.is_none() {
            self.uses.remove(place);
        }
    }

    fn note_sent(&mut self, key: &str, arguments: &str, sent_at_ms: u64) -> Result<(), &'static str> {
        match self.find(key) {
            Some(used) if !used.journaled => Err(
                "was used by a client without a journal in this process, which may have paid; use one journal for all \
                 clients of the account, and a new key for a further payment",
            ),
            Some(used) => {
                // The journal frees a key that certainly paid nothing.
                arguments.clone_into(&mut used.arguments);
                Ok(())
            }
            None => {
                self.forget_oldest();
                self.uses.push(KeyUse {
                    key: key.to_owned(),
                    arguments: arguments.to_owned(),
                    running: false,
                    sent: Some(SentAt::Unix(sent_at_ms)),
                    settled: true,
                    journaled: true,
                });
                Ok(())
            }
        }
    }
}

/// The keys of an account, for a client of it. All clients of a process with the same account have the same keys.
#[derive(Debug)]
pub(crate) struct KeyRegistry {
    /// The provider and the account, which is a hash or a name that the caller gave: never an API key.
    account: String,
}

impl KeyRegistry {
    /// The keys of this account in this process.
    pub(crate) fn of_account(provider: Provider, account: &str) -> Self {
        let account = format!("{provider} {account}");
        ProcessKeys::own().change(|accounts| accounts.join(&account));
        Self { account }
    }

    fn change<R>(&self, change: impl Fn(&mut AccountKeys) -> R) -> R {
        ProcessKeys::own().change(|accounts| change(accounts.account(&self.account)))
    }

    fn any(&self, is_wanted: impl Fn(&KeyUse) -> bool) -> bool {
        ProcessKeys::own()
            .read(|accounts| accounts.get(&self.account).is_some_and(|keys| keys.uses.iter().any(is_wanted)))
    }

    /// The outcome of the call that had this key is known by now.
    pub(crate) fn settle(&self, key: &str) {
        self.change(|keys| {
            if let Some(used) = keys.find(key) {
                used.settled = true;
            }
        });
    }

    /// A call whose key the journal keeps is about to send it.
    ///
    /// # Errors
    /// A client without a journal has the key, or had it.
    pub(crate) fn note_sent(&self, key: &str, arguments: &str, sent_at_ms: u64) -> Result<(), InvalidField> {
        let noted = self.change(|keys| keys.note_sent(key, arguments, sent_at_ms));
        noted.map_err(|problem| InvalidField::new("idempotency_key", problem))
    }

    /// Whether a key differs from this one by its case only.
    pub(crate) fn has_twin(&self, key: &str) -> bool {
        self.any(|used| used.key != key && used.key.eq_ignore_ascii_case(key))
    }

    /// Whether a memo carries a key of this account that this process sent, other than this one.
    pub(crate) fn shows(&self, memo: &str, other_than: &str) -> bool {
        self.any(|used| used.key != other_than && used.sent.is_some() && carries(memo, &used.key))
    }
}

impl Drop for KeyRegistry {
    fn drop(&mut self) {
        ProcessKeys::own().change(|accounts| accounts.leave(&self.account));
    }
}

/// A key while a call has it. It is given back when this is dropped.
pub(crate) struct KeyClaim {
    keys: Arc<KeyRegistry>,
    /// The process that has the key.
    process: u32,
    key: String,
    /// When the key was first sent by an earlier call, if that may have taken effect.
    pub(crate) sent_before: Option<SentAt>,
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
        let arguments = hex(String::new(), fingerprint(operation, arguments).into_iter());
        let sent_before = keys
            .change(|keys| keys.take(key, &arguments))
            .map_err(|problem| InvalidField::new("idempotency_key", problem))?;
        Ok(Some(Self {
            keys: Arc::clone(keys),
            process: ProcessKeys::own().process(),
            key: key.clone(),
            sent_before,
            sent_at_ms: None,
            settled: false,
        }))
    }
}

impl Drop for KeyClaim {
    fn drop(&mut self) {
        // A forked process has a copy of this; the call goes on in the process that forked it.
        if self.process != ProcessKeys::own().process() {
            return;
        }
        let sent = self.sent_at_ms.map(SentAt::Unix);
        self.keys.change(|keys| keys.give_back(&self.key, sent, self.settled));
    }
}
