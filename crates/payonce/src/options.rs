//! Options of one call and of a client.

use std::sync::Arc;
use std::time::Duration;

use payonce_core::{ClientConfig, JournalFile, RetryPolicy};

use crate::journal::JournalStore;

/// The options of one call, which override those of its client.
///
/// ```
/// use std::time::Duration;
/// use payonce::CallOptions;
///
/// let options = CallOptions::new().timeout(Duration::from_secs(5)).max_retries(1);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct CallOptions(payonce_core::CallOptions);

impl CallOptions {
    /// The options of the client.
    pub fn new() -> Self {
        Self::default()
    }

    /// The time for one attempt, until the last byte of its response.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.0.timeout = Some(bounded(timeout));
        self
    }

    /// The most retries after the first request.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.0.max_retries = Some(retries);
        self
    }

    /// The whole retry policy. The budget remains that of the client.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.0.retry = bounded_policy(policy).into();
        self
    }

    /// The key that names this operation: 1 to 255 characters without control characters, for instance an order's id.
    ///
    /// With a [journal](crate::journal), calls with the same key take effect once in every process, and after every crash.
    /// Without one, that holds where the provider recognizes keys; for `payments.send`, the key protects the calls of this
    /// one process, by all its clients of the account, and every other operation refuses it. By default a random key is
    /// generated, unless the operation requires one. Pass the key of an earlier call with an unknown outcome to continue that call.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.0.idempotency_key = Some(key.into());
        self
    }

    /// Also retries a request that may have taken effect and that the provider does not recognize. It can then take effect
    /// twice.
    pub fn allow_duplicate(mut self, retry: bool) -> Self {
        self.0.allow_duplicate = retry;
        self
    }

    /// Whether payonce puts a reference into a field that the provider stores and lists. On by default. Without it, a
    /// payment with a lost response cannot be found.
    pub fn embed_reference(mut self, embed: bool) -> Self {
        self.0.embed_reference = embed;
        self
    }

    /// Whether the call searches for a payment with a lost response before it ends. On by default. Without it, the call ends
    /// at once with an unknown outcome.
    pub fn reconcile(mut self, reconcile: bool) -> Self {
        self.0.reconcile = reconcile;
        self
    }

    /// A header field of this call.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        set_header(&mut self.0.headers, name.into(), value.into());
        self
    }
}

/// The options as the core takes them.
impl From<CallOptions> for payonce_core::CallOptions {
    fn from(options: CallOptions) -> Self {
        options.0
    }
}

/// The options as the core takes them, for instance read from JSON by [`ffi::call_options`](payonce_core::ffi::call_options).
impl From<payonce_core::CallOptions> for CallOptions {
    fn from(options: payonce_core::CallOptions) -> Self {
        Self(options)
    }
}

/// At most a hundred thousand years, which every clock can add to its time.
fn bounded(duration: Duration) -> Duration {
    const LONGEST: Duration = Duration::from_secs(100_000 * 366 * 24 * 3600);
    duration.min(LONGEST)
}

fn bounded_policy(policy: RetryPolicy) -> RetryPolicy {
    RetryPolicy {
        base_delay: bounded(policy.base_delay),
        max_delay: bounded(policy.max_delay),
        deadline: bounded(policy.deadline),
        max_retry_after: bounded(policy.max_retry_after),
        ..policy
    }
}

/// A later header field of the same name replaces the earlier one.
fn set_header(headers: &mut Vec<(String, String)>, name: String, value: String) {
    headers.retain(|(known, _)| *known != name);
    headers.push((name, value));
}

/// How fast a client may send, so that its requests wait instead of being refused with 429.
///
/// All calls of a client and of its clones share one limit. Retries and lookups count like any other request. With any
/// limit, `Retry-After` of a refusal and the rate-limit header fields of every response delay all calls of the client, if
/// they ask for no more than `max_retry_after`. A call that would have to wait past its deadline fails at once:
/// `rate_limited`, nothing sent, `retry_after` set.
///
/// ```
/// use payonce::{RateLimit, agenticpencil, agentwallex};
///
/// let pencil = agenticpencil::Client::builder().api_key("example").rate_limit(RateLimit::plan("pro")).build()?;
/// let wallet = agentwallex::Client::builder().api_key("example").rate_limit(RateLimit::per_minute(90).concurrent(10)).build()?;
/// # Ok::<(), payonce::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct RateLimit(payonce_core::RateLimit);

impl RateLimit {
    /// The limit that the provider documents for everyone (AgentTech: 60 requests a minute), and that its responses
    /// advertise.
    pub fn auto() -> Self {
        Self(payonce_core::RateLimit::Auto)
    }

    /// The limit that the provider documents for a plan: AgenticPencil's `free`, `pro`, `scale`, `enterprise`; AgentWallex's
    /// `starter`, `growth`.
    pub fn plan(name: impl Into<String>) -> Self {
        Self(payonce_core::RateLimit::Plan(name.into()))
    }

    /// At most this many requests in a minute, one or more.
    pub fn per_minute(requests: u32) -> Self {
        Self(payonce_core::RateLimit::Custom { per_minute: Some(requests), concurrent: None })
    }

    /// At most this many requests at the same time, one or more. It replaces a plan's own number.
    pub fn concurrent(self, requests: u32) -> Self {
        let per_minute = match self.0 {
            payonce_core::RateLimit::Custom { per_minute, .. } => per_minute,
            payonce_core::RateLimit::PerMinute(requests) => Some(requests),
            payonce_core::RateLimit::Auto | payonce_core::RateLimit::Plan(_) => None,
        };
        Self(payonce_core::RateLimit::Custom { per_minute, concurrent: Some(requests) })
    }
}

/// Requests in a minute.
impl From<u32> for RateLimit {
    fn from(requests: u32) -> Self {
        Self::per_minute(requests)
    }
}

impl From<RateLimit> for payonce_core::RateLimit {
    fn from(rate_limit: RateLimit) -> Self {
        rate_limit.0
    }
}

/// The options in every client's builder.
#[derive(Clone, Default)]
pub struct ClientOptions {
    config: ClientConfig,
    pub(crate) journal_store: Option<Arc<dyn JournalStore>>,
}

impl ClientOptions {
    /// Sets an option that only clients of this provider have.
    pub fn set(&mut self, name: &'static str, value: impl Into<String>) {
        self.config.own.retain(|(known, _)| known != name);
        self.config.own.push((name.to_owned(), value.into()));
    }

    /// The options that every client has.
    pub fn config(&mut self) -> &mut ClientConfig {
        &mut self.config
    }

    /// Sets the time for one attempt.
    pub fn set_timeout(&mut self, timeout: Duration) {
        self.config.timeout = Some(bounded(timeout));
    }

    /// Sets how long an idle connection is kept.
    pub fn set_pool_idle_timeout(&mut self, timeout: Duration) {
        self.config.pool_idle_timeout = Some(bounded(timeout));
    }

    /// Sets the whole retry policy.
    pub fn set_retry(&mut self, policy: RetryPolicy) {
        self.config.retry = bounded_policy(policy).into();
        self.config.retry_budget = Some(policy.budget);
    }

    /// Sets a header field of every request.
    pub fn add_header(&mut self, name: String, value: String) {
        set_header(&mut self.config.default_headers, name, value);
    }

    /// Sets a text for end users.
    pub fn add_user_message(&mut self, of: String, message: String) {
        let overrides = &mut self.config.texts.overrides;
        overrides.retain(|(known, _)| *known != of);
        overrides.push((of, message));
    }

    /// Sets the file of the journal.
    pub fn set_journal(&mut self, path: String) {
        self.config.journal = JournalFile::At(path);
    }

    /// Sets the store of the journal.
    pub fn set_journal_store(&mut self, store: Arc<dyn JournalStore>) {
        // The store replaces the file that the environment may name.
        self.config.journal = JournalFile::None;
        self.journal_store = Some(store);
    }

    /// The options as the core takes them.
    #[must_use]
    pub fn into_config(self) -> ClientConfig {
        self.config
    }
}

/// The options of every client's builder.
#[doc(hidden)]
#[macro_export]
macro_rules! typed_shared_options {
    ($from_environment:literal) => {
        /// Where requests are sent: https, or http to this machine. The provider's own by default. Plain http
        /// never goes through a proxy; https uses the proxy in `HTTPS_PROXY` or `ALL_PROXY`.
        #[doc = $from_environment]
        pub fn base_url(mut self, url: impl Into<String>) -> Self {
            self.options.config().base_url = Some(url.into());
            self
        }

        /// Accepts a `base_url` with plain http to any host, such as `http://sandbox:4010` in a private test network.
        /// The key and every payment then cross the network unencrypted: anyone on the way can read the key and change
        /// the payment. Off by default, which accepts plain http to this machine only.
        pub fn allow_insecure_http(mut self, allow: bool) -> Self {
            self.options.config().allow_insecure_http = allow;
            self
        }

        /// How long an idle connection is kept for the next request; 4 seconds by default, zero for never. Keep it
        /// below the idle timeout of the server (5 seconds for Node). If the server closes the connection while a
        /// payment is being sent, the outcome of the payment is unknown.
        pub fn pool_idle_timeout(mut self, timeout: std::time::Duration) -> Self {
            self.options.set_pool_idle_timeout(timeout);
            self
        }

        /// The path of a PEM file with certificates of CAs that the client trusts besides those of the machine, such as the CA
        /// of a proxy that inspects TLS. The files in the environment variables `NODE_EXTRA_CA_CERTS` and
        /// `REQUESTS_CA_BUNDLE` are trusted too; `SSL_CERT_FILE` and `SSL_CERT_DIR` replace the certificates of the machine.
        pub fn ca(mut self, path: impl AsRef<std::path::Path>) -> Self {
            self.options.config().ca = Some(path.as_ref().to_string_lossy().into_owned());
            self
        }

        /// The proxy for https, such as `http://proxy.example.com:3128`, with `user:password@` before the host if the proxy
        /// asks for them. Every request goes through it, whatever `NO_PROXY` says. By default the proxy in `HTTPS_PROXY` or
        /// `ALL_PROXY`, except for hosts in `NO_PROXY`. A `base_url` with plain http refuses the option.
        pub fn proxy(mut self, url: impl Into<String>) -> Self {
            self.options.config().proxy = Some(url.into());
            self
        }

        /// The time for one attempt, until the last byte of its response.
        pub fn timeout(mut self, timeout: std::time::Duration) -> Self {
            self.options.set_timeout(timeout);
            self
        }

        /// The most retries after the first request; 3 by default.
        pub fn max_retries(mut self, retries: u32) -> Self {
            self.options.config().max_retries = Some(retries);
            self
        }

        /// The whole retry policy.
        pub fn retry(mut self, policy: $crate::RetryPolicy) -> Self {
            self.options.set_retry(policy);
            self
        }

        /// How fast the client may send. By default it sends requests immediately.
        pub fn rate_limit(mut self, rate_limit: impl Into<$crate::RateLimit>) -> Self {
            self.options.config().rate_limit = Some(rate_limit.into().into());
            self
        }

        /// The file of the journal, on a local disk; it is created if it is missing. By default the environment variable
        /// `PAYONCE_JOURNAL`. With a [journal](payonce::journal), a key takes effect once in every process that opens the same
        /// file, and after every crash.
        pub fn journal(mut self, path: impl AsRef<std::path::Path>) -> Self {
            self.options.set_journal(path.as_ref().to_string_lossy().into_owned());
            self
        }

        /// The store of the journal, instead of a file.
        pub fn journal_store(mut self, store: std::sync::Arc<dyn $crate::journal::JournalStore>) -> Self {
            self.options.set_journal_store(store);
            self
        }

        /// The name of the account whose keys the client shares, in the journal and in the memory of the process. By default
        /// payonce derives it from the API key and the base URL. Give the name that the entries have if you rotate the key,
        /// and a name for each tenant if several pay with one API key.
        pub fn journal_account(mut self, name: impl Into<String>) -> Self {
            self.options.config().journal_account = Some(name.into());
            self
        }

        /// A header field of every request.
        pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            self.options.add_header(name.into(), value.into());
            self
        }

        /// The largest response that is read, in bytes; 10 MiB by default.
        pub fn max_body_bytes(mut self, bytes: u64) -> Self {
            self.options.config().max_body_bytes = Some(bytes);
            self
        }

        /// The language of `user_message`; English by default.
        pub fn language(mut self, language: $crate::Language) -> Self {
            self.options.config().texts.language = language;
            self
        }

        /// Your own text for end users, for the `doc` id of an error (`agentwallex/policy_violation`) or for a kind.
        pub fn user_message(mut self, of: impl Into<String>, message: impl Into<String>) -> Self {
            self.options.add_user_message(of.into(), message.into());
            self
        }
    };
}
