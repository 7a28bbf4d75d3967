//! What all calls of one client share.

pub(crate) mod config;
pub(crate) mod https;
pub(crate) mod key_registry;
pub(crate) mod options;
mod process_keys;
pub(crate) mod rate_limiter;
pub(crate) mod retry;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use config::{ClientConfig, Settings, where_to_get};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::client::https::CaFile;
use crate::client::key_registry::KeyRegistry;
use crate::client::rate_limiter::RateLimiter;
use crate::client::retry::Budget;
use crate::error::Error;
use crate::journal::JournalConfig;
use crate::model::hex::hex;
use crate::model::invalid_field::InvalidField;
use crate::model::redact::Redactor;
use crate::model::secret::Secret;
use crate::model::url::is_plain_http;
use crate::request::Endpoint;
use crate::spec::operation::Operation;
use crate::spec::provider::Provider;

/// What all calls of one client share: settings, retry budget, rate limit and what was looked up once. The keys that were
/// used are shared with every client of the process that has the same account.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

struct Shared {
    provider: Provider,
    settings: Settings,
    redactor: Redactor,
    budget: Budget,
    rate_limiter: Option<Arc<RateLimiter>>,
    looked_up: Mutex<Map<String, Value>>,
    /// Those of every client of the process with this account.
    keys: Arc<KeyRegistry>,
    journal: Option<JournalConfig>,
}

/// How many calls the process has prepared.
static CALLS: AtomicUsize = AtomicUsize::new(0);

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("provider", &self.shared.provider)
            .field("base_url", &self.shared.settings.base_url)
            .field("secrets", &self.shared.settings.own.secrets)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Checks the options. `environment` returns the value of an environment variable.
    ///
    /// # Errors
    /// `invalid_argument`, naming the option.
    pub fn new(
        provider: Provider,
        config: ClientConfig,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        let (secret, texts) = (config.redactor(provider), config.texts.clone());
        let settings = Settings::checked(provider, config, environment)
            .map_err(|field| field.into_error(provider, None, &texts, &secret))?;
        let carried: Vec<Secret> =
            provider.spec().authorize(&settings.own).into_iter().map(|(_, secret)| secret).collect();
        let mut redactor = Redactor::new(&carried);
        settings.own.secrets.values().for_each(|secret| redactor.add(secret.expose()));
        settings.headers.iter().for_each(|(name, value)| redactor.add_header(name, value));
        settings.https.proxy.iter().for_each(|proxy| https::keep_out(&mut redactor, proxy.expose()));
        Ok(Self::fresh(provider, settings, redactor, None))
    }

    /// A client of the same settings that has a full retry budget and shares only the keys of the account with this one. A
    /// forked process needs one: a lock of this client that another thread held at the fork stays locked there for ever.
    #[must_use]
    pub fn unshared(&self) -> Self {
        let Shared { provider, settings, redactor, journal, .. } = &*self.shared;
        Self::fresh(*provider, settings.clone(), redactor.clone(), journal.clone())
    }

    /// A client of the same settings whose calls keep entries in a journal: its driver has a store. It shares only the keys
    /// of the account with this one.
    #[must_use]
    pub fn with_journal(&self, journal: JournalConfig) -> Self {
        let Shared { provider, settings, redactor, .. } = &*self.shared;
        Self::fresh(*provider, settings.clone(), redactor.clone(), Some(journal))
    }

    fn fresh(
        provider: Provider,
        settings: Settings,
        redactor: Redactor,
        journal: Option<JournalConfig>,
    ) -> Self {
        let budget = Budget::new(settings.retry.budget);
        let rate_limiter = settings.rate_limit.map(|limits| Arc::new(RateLimiter::new(limits)));
        let looked_up = Mutex::new(Map::new());
        let keys = Arc::new(KeyRegistry::of_account(provider, &account(&settings)));
        Self {
            shared: Arc::new(Shared {
                provider,
                settings,
                redactor,
                budget,
                rate_limiter,
                looked_up,
                keys,
                journal,
            }),
        }
    }

    /// The provider.
    #[must_use]
    pub fn provider(&self) -> Provider {
        self.shared.provider
    }

    /// The base URL that requests go to.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.shared.settings.base_url
    }

    /// Whether requests are not encrypted: the base URL has the scheme `http`.
    #[must_use]
    pub fn is_plain_http(&self) -> bool {
        is_plain_http(self.base_url())
    }

    /// The file of the journal that the options or the environment name. A driver opens it, or refuses the client.
    #[must_use]
    pub fn journal_path(&self) -> Option<&str> {
        self.settings().journal.as_deref()
    }

    /// The time for one attempt.
    #[must_use]
    pub fn timeout(&self) -> Duration {
        self.shared.settings.timeout
    }

    /// How long a connection without a request in progress is kept for the next one.
    #[must_use]
    pub fn pool_idle_timeout(&self) -> Duration {
        self.shared.settings.pool_idle_timeout
    }

    /// The files of certificates that are trusted besides those of the machine. The driver reads them, or refuses the
    /// client.
    #[must_use]
    pub fn ca_files(&self) -> &[CaFile] {
        &self.settings().https.ca_files
    }

    /// The proxy for https that the caller named, perhaps with a name and a password.
    #[must_use]
    pub fn proxy(&self) -> Option<&Secret> {
        self.settings().https.proxy.as_ref()
    }

    /// Keeps this client's keys out of texts.
    #[must_use]
    pub fn redactor(&self) -> &Redactor {
        &self.shared.redactor
    }

    /// The retry budget, shared with every clone.
    #[must_use]
    pub fn budget(&self) -> &Budget {
        &self.shared.budget
    }

    /// The fingerprints of the keys, by option, for logs and for printing the client.
    #[must_use]
    pub fn fingerprints(&self) -> Vec<(&'static str, String)> {
        self.shared.settings.own.secrets.iter().map(|(name, secret)| (name, secret.fingerprint())).collect()
    }

    /// A name for the next call, which no other call of the process has.
    pub(crate) fn next_call_id(&self, entropy: Option<[u8; 16]>) -> String {
        // Without random bytes, only the number distinguishes the calls of a process.
        let mut hash = Sha256::new();
        hash.update(entropy.unwrap_or_default());
        hash.update(CALLS.fetch_add(1, Ordering::Relaxed).to_le_bytes());
        hex(String::from("call_"), hash.finalize().iter().copied().take(8))
    }

    pub(crate) fn rate_limiter(&self) -> Option<&Arc<RateLimiter>> {
        self.shared.rate_limiter.as_ref()
    }

    pub(crate) fn journal(&self) -> Option<&JournalConfig> {
        self.shared.journal.as_ref()
    }

    /// The name of the account in the journal: the caller's, else one that no other key and no other base URL has.
    #[must_use]
    pub fn account(&self) -> String {
        account(self.settings())
    }

    pub(crate) fn keys(&self) -> &Arc<KeyRegistry> {
        &self.shared.keys
    }

    /// Where requests go, and what they all carry.
    pub(crate) fn endpoint(&self) -> Endpoint<'_> {
        let settings = self.settings();
        let credentials = self.provider().spec().authorize(&settings.own);
        Endpoint { base_url: &settings.base_url, credentials, headers: &settings.headers }
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    /// The operation that this client's class has under the method of `operation`.
    pub(crate) fn operation_of_class(
        &self,
        operation: &'static Operation,
    ) -> Result<&'static Operation, InvalidField> {
        let profile = self.provider().spec();
        let has_keys = !profile.authorize(&self.settings().own).is_empty();
        match operation.keyless {
            Some(refusal) if has_keys => {
                let field = InvalidField::new(operation.name, refusal.problem);
                return Err(field.reported_as(refusal.sentinel));
            }
            _ if has_keys || !operation.authenticated => return Ok(operation),
            // A file without `auth` describes a provider that takes no keys.
            _ if profile.credentials.is_empty() => return Ok(operation),
            _ => {}
        }
        // A program that names no class and gives no keys uses the class without keys, if there is one.
        let class =
            self.settings().class.or_else(|| profile.clients.iter().find(|class| !class.takes_keys()));
        let found = class.and_then(|class| profile.operation_of(class, operation));
        found.filter(|found| !found.authenticated).ok_or_else(|| {
            let key = profile.options.iter().find(|option| option.secret);
            let problem = format!("is missing; {}", key.map_or_else(String::new, where_to_get));
            InvalidField::new(key.map_or("api_key", |key| key.name), problem)
        })
    }

    pub(crate) fn looked_up(&self, param: &'static str, by: &str) -> Option<Value> {
        let known = self.shared.looked_up.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&looked_up_name(param, by)).cloned()
    }

    pub(crate) fn remember(&self, param: &'static str, by: &str, value: Value) {
        let mut known = self.shared.looked_up.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(looked_up_name(param, by), value);
    }
}

/// The name of the account of a client with these settings.
fn account(settings: &Settings) -> String {
    if let Some(name) = &settings.journal_account {
        return name.clone();
    }
    let mut hash = Sha256::new();
    hash.update("payonce account 1\n");
    hash.update(&settings.base_url);
    for (name, secret) in settings.own.secrets.iter() {
        hash.update("\n");
        hash.update(name);
        hash.update("\n");
        hash.update(secret.expose());
    }
    hex(String::from("acct_"), hash.finalize().iter().copied().take(6))
}

/// No name of an argument holds a blank.
fn looked_up_name(param: &str, by: &str) -> String {
    format!("{param} {by}")
}
