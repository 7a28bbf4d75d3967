//! The options of every client and every call, declared once. The core reads them by these names, and the packages of every
//! language and their documentation are generated from them.

use std::time::Duration;

use crate::model::safety::Safety;
use crate::spec::doc::Doc;

/// How long an idle connection is kept unless the caller says otherwise. Node's HTTP server closes an idle connection
/// after 5 s, many load balancers later: a payment must not go out on a connection that the server is about to close,
/// because nothing then proves whether the server read it.
pub const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(4);

/// What an option holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionType {
    /// Seconds under the name itself, milliseconds under the name with `_ms`.
    Duration,
    /// A whole number of zero or more.
    Count,
    /// True or false.
    Flag,
    /// A string.
    Text,
    /// A string that must not be null if it is given, because the caller has then lost it.
    Key,
    /// Strings by header name.
    Headers,
    /// Strings by `doc` or `kind` of an error.
    Messages,
    /// The name of a language.
    Language,
    /// The settings of [`RETRY`].
    Retry,
    /// A rate, or the settings of [`PACE`].
    RateLimit,
}

/// The calls that take an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Calls {
    /// Every call.
    All,
    /// A call that changes something, so that a key can name it.
    Keyed,
    /// A call whose second request takes effect again.
    Unkeyed,
    /// A call that can be searched for.
    Reconcilable,
}

impl Calls {
    /// The calls of this safety. They take their own options and those of the members before.
    #[must_use]
    pub const fn of(safety: Safety) -> Self {
        match safety {
            Safety::Read => Self::All,
            Safety::Idempotent | Safety::Keyed => Self::Keyed,
            Safety::Unkeyed => Self::Unkeyed,
            Safety::Reconcilable => Self::Reconcilable,
        }
    }
}

/// An option of clients or calls, or a setting inside of one.
#[derive(Debug, Clone, Copy)]
pub struct SharedOption {
    /// Its name in Python and Rust; TypeScript spells it in camelCase, and a duration with `Ms`.
    pub name: &'static str,
    /// What it holds.
    pub ty: OptionType,
    /// Which calls take it.
    pub calls: Calls,
    /// What it does.
    pub doc: Doc,
}

impl SharedOption {
    const fn new(name: &'static str, ty: OptionType, doc: &'static str) -> Self {
        Self { name, ty, calls: Calls::All, doc: Doc::new(doc) }
    }

    const fn of(mut self, calls: Calls) -> Self {
        self.calls = calls;
        self
    }

    /// Whether an option in snake_case is this one.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        let plain = match self.ty {
            OptionType::Duration => name.strip_suffix("_ms").unwrap_or(name),
            _ => name,
        };
        plain == self.name
    }
}

/// Whether an option in snake_case is one of these.
pub(crate) fn knows(options: &[SharedOption], name: &str) -> bool {
    options.iter().any(|option| option.is(name))
}

const TIMEOUT: SharedOption = SharedOption::new(
    "timeout",
    OptionType::Duration,
    "The time for one request, until the last byte of its response.",
);
const MAX_RETRIES: SharedOption =
    SharedOption::new("max_retries", OptionType::Count, "The short form of `max_retries` in `retry`.");

/// The options of every client.
pub const CLIENT: &[SharedOption] = &[
    SharedOption::new(
        "base_url",
        OptionType::Text,
        "Where requests go: https, or http to this machine. By default the environment variable `<PROVIDER>_BASE_URL`, such \
         as `AGENTWALLEX_BASE_URL`, else the provider's own address. The native transport never sends plain http through a \
         proxy. For https it uses the proxy in `HTTPS_PROXY` or `ALL_PROXY`. With the runtime's `fetch`, the runtime decides \
         about https, and plain http is refused if it could go through a proxy.",
    ),
    SharedOption::new(
        "allow_insecure_http",
        OptionType::Flag,
        "True accepts a `base_url` with plain http to any host, such as `http://sandbox:4010` in a private test network. The \
         key and every payment then cross the network unencrypted: anyone on the way can read the key and change the \
         payment. By default plain http is accepted for this machine only.",
    ),
    TIMEOUT,
    SharedOption::new(
        "pool_idle_timeout",
        OptionType::Duration,
        "How long an idle connection is kept for the next request; 0 for never. Keep it below the idle timeout of the server \
         (5 seconds for Node): if the server closes the connection while a payment is being sent, the outcome of the payment \
         is unknown. With the runtime's `fetch`, the option has no effect.",
    ),
    SharedOption::new(
        "ca",
        OptionType::Text,
        "The path of a PEM file with certificates of CAs that the client trusts besides those of the machine, such as the CA of \
         a proxy that inspects TLS. The files in the environment variables `NODE_EXTRA_CA_CERTS` and `REQUESTS_CA_BUNDLE` are \
         trusted too. `SSL_CERT_FILE` and `SSL_CERT_DIR` replace the certificates of the machine. The runtime's `fetch` decides \
         for itself: a client that uses it refuses the option.",
    ),
    SharedOption::new(
        "proxy",
        OptionType::Text,
        "The proxy for https, such as `http://proxy.example.com:3128`, with `user:password@` before the host if the proxy asks \
         for them. Every request goes through it, whatever `NO_PROXY` says. By default the proxy in `HTTPS_PROXY` or \
         `ALL_PROXY`, except for hosts in `NO_PROXY`. A `base_url` with plain http refuses the option, because the proxy could \
         read the key. A client that uses the runtime's `fetch` refuses it too.",
    ),
    MAX_RETRIES,
    SharedOption::new("retry", OptionType::Retry, "When and how often a failed request is retried."),
    SharedOption::new(
        "rate_limit",
        OptionType::RateLimit,
        "How fast the client may send; by default it sends requests immediately. Either requests per minute, or the name of \
         your plan (AgenticPencil `free`, `pro`, `scale`, `enterprise`; AgentWallex `starter`, `growth`), or `auto`: what the \
         provider documents for everyone (AgentTech: 60 a minute) and what its responses advertise. All calls of the client \
         share the limit. With any limit, `Retry-After` of a refusal and the rate-limit header fields of every response (in a \
         browser only those that CORS exposes) delay all of them. A call that would have to wait past its deadline fails at \
         once with a `RateLimitedError`, and nothing is sent.",
    ),
    SharedOption::new(
        "journal",
        OptionType::Text,
        "The path of the journal, an SQLite file on a local disk that is created if it is missing. By default the environment \
         variable `PAYONCE_JOURNAL`. With a journal, a key takes effect once in every process that opens the same file, and \
         after every crash.",
    ),
    SharedOption::new(
        "journal_account",
        OptionType::Text,
        "The name of the account whose keys the client shares, in the journal and in the memory of the process. By default \
         payonce derives it from the API key and the base URL. Give the name that the entries have if you rotate the key, \
         and a name for each tenant if several pay with one API key.",
    ),
    SharedOption::new("default_headers", OptionType::Headers, "Header fields of every request."),
    SharedOption::new("max_body_bytes", OptionType::Count, "The largest response that is read, in bytes."),
    SharedOption::new(
        "language",
        OptionType::Language,
        "The language of the texts for end users: `en` or `es`, or a tag such as `es-MX`.",
    ),
    SharedOption::new(
        "user_messages",
        OptionType::Messages,
        "Your own texts for end users, by the `doc` or the `kind` of an error.",
    ),
];

/// The options of every call; an omitted option is that of the client.
pub const CALL: &[SharedOption] = &[
    TIMEOUT,
    MAX_RETRIES,
    SharedOption::new("retry", OptionType::Retry, "The retry policy of this call."),
    SharedOption::new("headers", OptionType::Headers, "Header fields of this call."),
    SharedOption::new(
        "idempotency_key",
        OptionType::Key,
        "The key that names this operation: 1 to 255 characters without control characters, for instance an order's id. \
         With a `journal`, calls with the same key take effect once in every process, and after every crash. Without one, \
         that holds where the provider recognizes keys; for `payments.send`, the key protects the calls of this one process, \
         by all its clients of the account, and every other operation refuses it. By default a random key is generated, \
         unless the operation requires one.",
    )
    .of(Calls::Keyed),
    SharedOption::new(
        "allow_duplicate",
        OptionType::Flag,
        "True retries the request even if it may have taken effect. It can then take effect twice.",
    )
    .of(Calls::Unkeyed),
    SharedOption::new(
        "embed_reference",
        OptionType::Flag,
        "False omits the reference from the request. A payment with a lost response then cannot be found.",
    )
    .of(Calls::Reconcilable),
    SharedOption::new(
        "reconcile",
        OptionType::Flag,
        "False ends the call at once if its response was lost, instead of searching for the payment.",
    )
    .of(Calls::Reconcilable),
];

/// The settings of a retry policy.
pub const RETRY: &[SharedOption] = &[
    SharedOption::new("max_retries", OptionType::Count, "The most retries after the first request."),
    SharedOption::new(
        "base_delay",
        OptionType::Duration,
        "The wait before the first retry. Each further wait is twice as long.",
    ),
    SharedOption::new(
        "max_delay",
        OptionType::Duration,
        "The longest wait between two requests, unless the provider asks for more.",
    ),
    SharedOption::new(
        "jitter",
        OptionType::Flag,
        "Whether each wait is shortened at random, so that callers that failed together do not retry together.",
    ),
    SharedOption::new(
        "deadline",
        OptionType::Duration,
        "The time for the whole call, with all its requests and waits.",
    ),
    SharedOption::new(
        "max_retry_after",
        OptionType::Duration,
        "The longest wait that a provider may ask for. If it asks for more, the call fails at once.",
    ),
    SharedOption::new(
        "budget",
        OptionType::Count,
        "The tokens of the retry budget, which all calls of a client share, so that an outage is not multiplied by every call. \
         Only for clients.",
    ),
];

/// The settings of a rate limit.
pub const PACE: &[SharedOption] = &[
    SharedOption::new("per_minute", OptionType::Count, "The most requests in a minute, one or more."),
    SharedOption::new("concurrent", OptionType::Count, "The most requests at the same time, one or more."),
];
