//! The keys of all accounts of this process, and what a forked process inherits of them.
//!
//! A fork copies the memory of a process and one of its threads. A lock that another thread held at that moment stays
//! locked in the child for ever, and what it protected may be half written. So every process has locks of its own, and
//! the keys exist twice: a change is made to the first copy and then to the second one, and at any moment at most one of
//! them is locked. A child starts from a copy that is not.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError, TryLockError};

use crate::client::key_registry::KeyUse;

/// How many accounts are remembered that no client has and that have no open key.
const MOST_IDLE: usize = 1_000;

/// The keys of one account.
#[derive(Debug, Clone, Default)]
pub(super) struct AccountKeys {
    /// The oldest first.
    pub(super) uses: Vec<KeyUse>,
    /// How many clients of the process have the account.
    clients: usize,
    /// When the last client went, as a number that grows, if the account can be forgotten.
    idle_since: Option<u64>,
}

/// The keys of all accounts.
#[derive(Debug, Clone, Default)]
pub(super) struct Accounts {
    keys: BTreeMap<String, AccountKeys>,
    /// How many accounts have become idle.
    idled: u64,
}

impl Accounts {
    pub(super) fn get(&self, account: &str) -> Option<&AccountKeys> {
        self.keys.get(account)
    }

    pub(super) fn account(&mut self, account: &str) -> &mut AccountKeys {
        self.keys.entry(account.to_owned()).or_default()
    }

    /// A client of the account begins.
    pub(super) fn join(&mut self, account: &str) {
        let keys = self.account(account);
        keys.clients = keys.clients.saturating_add(1);
        keys.idle_since = None;
    }

    /// A client of the account ends. Only an account without clients and without open keys can be forgotten.
    pub(super) fn leave(&mut self, account: &str) {
        let Some(keys) = self.keys.get_mut(account) else { return };
        keys.clients = keys.clients.saturating_sub(1);
        if keys.clients > 0 {
            return;
        }
        if keys.uses.is_empty() {
            self.keys.remove(account);
            return;
        }
        if keys.has_open_key() {
            return;
        }
        self.idled = self.idled.saturating_add(1);
        keys.idle_since = Some(self.idled);
        let idle = || self.keys.iter().filter_map(|(name, keys)| Some((keys.idle_since?, name)));
        if idle().count() > MOST_IDLE
            && let Some((_, longest)) = idle().min()
        {
            let longest = longest.clone();
            self.keys.remove(&longest);
        }
    }

    fn inherited(&self) -> Self {
        let keys = self.keys.iter().map(|(name, keys)| (name.clone(), keys.inherited())).collect();
        Self { keys, idled: self.idled }
    }
}

/// The keys of one process.
pub(super) struct ProcessKeys {
    process: u32,
    /// The thread that has this is the only one that locks a copy.
    turn: Mutex<()>,
    first: Mutex<Accounts>,
    second: Mutex<Accounts>,
    /// What a child that was forked off put here, in its own memory.
    child: OnceLock<Box<Self>>,
}

static FIRST: OnceLock<Box<ProcessKeys>> = OnceLock::new();

impl ProcessKeys {
    /// The keys of the running process.
    pub(super) fn own() -> &'static Self {
        Self::within(&FIRST, process_id())
    }

    fn within(start: &OnceLock<Box<Self>>, process: u32) -> &Self {
        let mut place = start;
        let mut parent: Option<&Self> = None;
        loop {
            match place.get() {
                // The last one is that of the running process, or nothing forked since it was made.
                Some(keys) if keys.process == process && keys.child.get().is_none() => return keys,
                Some(keys) => {
                    parent = Some(keys);
                    place = &keys.child;
                }
                None => {
                    // Another thread may be first; its value counts.
                    let _ = place.set(Box::new(Self::new(process, parent)));
                }
            }
        }
    }

    fn new(process: u32, parent: Option<&Self>) -> Self {
        let inherited = parent.map_or_else(Accounts::default, Self::left_to_child);
        let (first, second) = (Mutex::new(inherited.clone()), Mutex::new(inherited));
        Self { process, turn: Mutex::new(()), first, second, child: OnceLock::new() }
    }

    /// What a child process inherits. No thread of the parent runs in it, so a copy that is locked stays so, unless a
    /// thread of the child reads it.
    fn left_to_child(&self) -> Accounts {
        loop {
            for copy in [&self.first, &self.second] {
                match copy.try_lock() {
                    Ok(accounts) => return accounts.inherited(),
                    Err(TryLockError::Poisoned(poisoned)) => return poisoned.into_inner().inherited(),
                    Err(TryLockError::WouldBlock) => {}
                }
            }
            std::thread::yield_now();
        }
    }

    pub(super) fn process(&self) -> u32 {
        self.process
    }

    /// Makes a change to both copies. It has to come to the same both times.
    pub(super) fn change<R>(&self, change: impl Fn(&mut Accounts) -> R) -> R {
        let _turn = locked(&self.turn);
        let result = change(&mut locked(&self.first));
        change(&mut locked(&self.second));
        result
    }

    pub(super) fn read<R>(&self, read: impl FnOnce(&Accounts) -> R) -> R {
        let _turn = locked(&self.turn);
        read(&locked(&self.first))
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(not(target_family = "wasm"))]
fn process_id() -> u32 {
    std::process::id()
}

/// WebAssembly has no processes: every instance of the module has its own memory.
#[cfg(target_family = "wasm")]
fn process_id() -> u32 {
    0
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use super::{Accounts, MOST_IDLE, ProcessKeys};
    use crate::client::key_registry::SentAt;

    const SAME: &str = "a hash of the arguments";

    fn pay(keys: &ProcessKeys, account: &str, key: &str) -> Result<Option<SentAt>, &'static str> {
        keys.change(|accounts| accounts.account(account).take(key, SAME))
    }

    fn end(keys: &ProcessKeys, account: &str, key: &str, sent: Option<u64>, settled: bool) {
        keys.change(|accounts| accounts.account(account).give_back(key, sent.map(SentAt::Unix), settled));
    }

    #[test]
    fn a_child_looks_for_every_key_that_its_parent_had_at_the_fork() {
        let start = OnceLock::new();
        let parent = ProcessKeys::within(&start, 100);
        for key in ["paid", "unknown", "running", "free"] {
            assert_eq!(pay(parent, "a", key), Ok(None));
        }
        end(parent, "a", "paid", Some(7), true);
        end(parent, "a", "unknown", Some(8), false);
        end(parent, "a", "free", None, true);
        let child = ProcessKeys::within(&start, 200);
        assert_eq!(pay(child, "a", "paid"), Ok(Some(SentAt::Unix(7))));
        assert_eq!(pay(child, "a", "unknown"), Ok(Some(SentAt::Unix(8))));
        assert_eq!(pay(child, "a", "running"), Ok(Some(SentAt::Unrecorded)));
        assert_eq!(pay(child, "a", "free"), Ok(None));
        // It stays so when the look found nothing, and a grandchild knows it, too.
        end(child, "a", "running", None, false);
        assert_eq!(pay(child, "a", "running"), Ok(Some(SentAt::Unrecorded)));
        let grandchild = ProcessKeys::within(&start, 300);
        assert_eq!(pay(grandchild, "a", "running"), Ok(Some(SentAt::Unrecorded)));
        assert_eq!(pay(grandchild, "a", "free"), Ok(Some(SentAt::Unrecorded)));
    }

    #[test]
    fn a_child_starts_although_its_parent_was_changing_the_keys() {
        for locks_first in [true, false] {
            let start = OnceLock::new();
            let parent = ProcessKeys::within(&start, 100);
            assert_eq!(pay(parent, "a", "key"), Ok(None));
            end(parent, "a", "key", Some(7), true);
            // A fork leaves these locked in the child.
            let _turn = parent.turn.lock().unwrap();
            let _copy = if locks_first { parent.first.lock() } else { parent.second.lock() }.unwrap();
            let child = ProcessKeys::within(&start, 200);
            assert_eq!(pay(child, "a", "key"), Ok(Some(SentAt::Unix(7))));
        }
    }

    #[test]
    fn both_copies_are_the_same_after_every_change() {
        let start = OnceLock::new();
        let keys = ProcessKeys::within(&start, 100);
        std::thread::scope(|scope| {
            for thread in 0..4 {
                scope.spawn(move || {
                    for number in 0..200 {
                        let (account, key) = (format!("{}", number % 3), format!("{thread} {}", number % 50));
                        keys.change(|accounts| accounts.join(&account));
                        if pay(keys, &account, &key).is_ok() {
                            end(keys, &account, &key, (number % 2 == 0).then_some(number), number % 5 == 0);
                        }
                        keys.change(|accounts| accounts.leave(&account));
                    }
                });
            }
        });
        let (first, second) = (keys.first.lock().unwrap(), keys.second.lock().unwrap());
        assert!(!first.keys.is_empty());
        assert_eq!(format!("{first:?}"), format!("{second:?}"));
    }

    fn used(accounts: &mut Accounts, account: &str, settled: bool) {
        accounts.join(account);
        assert!(accounts.account(account).take("key", SAME).is_ok());
        accounts.account(account).give_back("key", Some(SentAt::Unix(7)), settled);
        accounts.leave(account);
    }

    #[test]
    fn a_thousand_idle_accounts_are_remembered_and_every_one_with_an_open_key() {
        let mut accounts = Accounts::default();
        used(&mut accounts, "open", false);
        accounts.join("in use");
        used(&mut accounts, "in use", true);
        for number in 0..=MOST_IDLE {
            used(&mut accounts, &format!("idle {number}"), true);
        }
        assert_eq!(accounts.keys.len(), MOST_IDLE + 2);
        assert!(accounts.get("idle 0").is_none() && accounts.get("idle 1").is_some());
        assert!(accounts.get("open").is_some() && accounts.get("in use").is_some());
        // What is used again counts from then on.
        used(&mut accounts, "idle 1", true);
        assert!(accounts.get("idle 1").is_some());
        used(&mut accounts, "another", true);
        assert!(accounts.get("idle 1").is_some() && accounts.get("idle 2").is_none());
    }

    #[test]
    fn an_account_without_keys_is_not_kept() {
        let mut accounts = Accounts::default();
        accounts.join("a");
        accounts.join("a");
        accounts.leave("a");
        assert!(accounts.get("a").is_some());
        accounts.leave("a");
        assert!(accounts.keys.is_empty());
    }
}
