//! A client's settings, checked once.

mod aliases;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use fluent_uri::UriRef;
use fluent_uri::component::Host;
use serde_json::{Map, Value};

use crate::classify::MAX_BODY;
use crate::error::Error;
use crate::invalid::InvalidField;
use crate::marks::Marks;
use crate::operation::Operation;
use crate::pace::{Limits, Pace};
use crate::providers::Profile;
use crate::redact::Redactor;
use crate::request::{snake_case, styled};
use crate::retry::{Budget, RetryPolicy};
use crate::secret::Secret;
use crate::text::{Language, Texts};
use crate::vocabulary::Provider;

pub use aliases::OptionAlias;

/// An option of one provider's client, besides those that all clients share.
#[derive(Debug, Clone, Copy)]
pub struct ClientOption {
    /// Its name in Python and Rust; TypeScript spells it in camelCase.
    pub name: &'static str,
    /// The environment variables that it is read from when it is not given, the first one that is set.
    pub env: &'static [&'static str],
    /// Whether it is a key.
    pub secret: bool,
    /// Whether the client is refused without it.
    pub required: bool,
    /// The values it may have; any where there is none.
    pub choices: &'static [&'static str],
    /// What it means.
    pub doc: &'static str,
}

/// How a language spells the names of arguments and fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeyStyle {
    /// `agent_id`, as on the wire.
    #[default]
    Snake,
    /// `agentId`.
    Camel,
}

/// A few values by name, in the order of the names. A tree would cost the browser build more than all of its values.
#[derive(Clone)]
pub(crate) struct Named<T>(Vec<(&'static str, T)>);

impl<T> Named<T> {
    fn insert(&mut self, name: &'static str, value: T) {
        let place = self.0.partition_point(|(known, _)| *known < name);
        self.0.insert(place, (name, value));
    }

    pub(crate) fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|(_, value)| value)
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for Named<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(name, value)| (name, value))).finish()
    }
}

/// A client's options after checking.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) values: Named<String>,
    pub(crate) secrets: Named<Secret>,
    pub(crate) base_url: String,
    pub(crate) timeout: Duration,
    pub(crate) retry: RetryPolicy,
    pub(crate) pace: Option<Limits>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) max_body: usize,
    pub(crate) style: KeyStyle,
    pub(crate) texts: Texts,
}

/// What all calls of one client share: settings, retry budget, pace, what was looked up once, and the keys that were
/// used.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

struct Shared {
    provider: Provider,
    settings: Settings,
    redactor: Redactor,
    budget: Budget,
    pace: Option<Pace>,
    looked_up: Mutex<Map<String, Value>>,
    marks: Marks,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("provider", &self.shared.provider)
            .field("base_url", &self.shared.settings.base_url)
            .field("secrets", &self.shared.settings.secrets)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Checks the options. `environment` answers the value of an environment variable.
    ///
    /// Durations are `timeout` in seconds or `timeout_ms` in milliseconds, and so for every other duration; names may
    /// be in snake_case or camelCase.
    ///
    /// # Errors
    /// `invalid_argument`, naming the option.
    pub fn new(
        provider: Provider,
        options: &Map<String, Value>,
        style: KeyStyle,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        let settings = Settings::read(provider, options, style, environment).map_err(|field| {
            field.into_error(provider, None, style, &Texts::default(), &every_text(options))
        })?;
        let carried: Vec<Secret> =
            (provider.profile().authorize)(&settings).into_iter().map(|(_, secret)| secret).collect();
        let mut redactor = Redactor::new(&carried);
        settings.secrets.values().for_each(|secret| redactor.add(secret.expose()));
        Ok(Self::fresh(provider, settings, redactor))
    }

    /// A client of the same settings that shares nothing with this one and has a full retry budget. A forked process
    /// needs one: a lock of this client that another thread held at the fork stays locked there for ever.
    #[must_use]
    pub fn unshared(&self) -> Self {
        let Shared { provider, settings, redactor, .. } = &*self.shared;
        Self::fresh(*provider, settings.clone(), redactor.clone())
    }

    fn fresh(provider: Provider, settings: Settings, redactor: Redactor) -> Self {
        let budget = Budget::new(settings.retry.budget);
        let pace = settings.pace.map(Pace::new);
        let looked_up = Mutex::new(Map::new());
        let marks = Marks::default();
        Self { shared: Arc::new(Shared { provider, settings, redactor, budget, pace, looked_up, marks }) }
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

    /// The time for one attempt.
    #[must_use]
    pub fn timeout(&self) -> Duration {
        self.shared.settings.timeout
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
        self.shared.settings.secrets.0.iter().map(|(name, secret)| (*name, secret.fingerprint())).collect()
    }

    pub(crate) fn pace(&self) -> Option<&Pace> {
        self.shared.pace.as_ref()
    }

    pub(crate) fn marks(&self) -> &Marks {
        &self.shared.marks
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    /// The operation itself, or the one that does the same for a client without keys.
    pub(crate) fn fitting(&self, operation: &'static Operation) -> Result<&'static Operation, InvalidField> {
        let profile = self.provider().profile();
        let has_keys = !(profile.authorize)(self.settings()).is_empty();
        match operation.keyless {
            Some(refusal) if has_keys => {
                let field = InvalidField::new(operation.name, refusal.problem);
                return Err(field.reported_as(refusal.sentinel));
            }
            _ if has_keys || !operation.authenticated => return Ok(operation),
            _ => {}
        }
        profile.twin_without_keys(operation).ok_or_else(|| {
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

/// No name of an argument holds a blank.
fn looked_up_name(param: &str, by: &str) -> String {
    format!("{param} {by}")
}

/// A malformed key must not show up in the error that refuses it, so every text among the options is kept out.
fn every_text(options: &Map<String, Value>) -> Redactor {
    let mut redactor = Redactor::default();
    for members in [options].into_iter().chain(options.values().filter_map(Value::as_object)) {
        for (name, value) in members {
            let name = name.to_ascii_lowercase();
            if let Some(text) = value.as_str()
                && ["key", "token", "secret"].iter().any(|part| name.contains(part))
            {
                redactor.add(text);
            }
        }
    }
    redactor
}

/// The options that every client takes.
const SHARED_OPTIONS: &[&str] = &[
    "base_url",
    "timeout",
    "timeout_ms",
    "max_retries",
    "retry",
    "pace",
    "default_headers",
    "max_body_bytes",
    "language",
    "user_messages",
    // The class that the caller made, which the generated clients pass: one without keys takes none, not even from
    // the environment.
    "client_class",
];

impl Settings {
    fn read(
        provider: Provider,
        options: &Map<String, Value>,
        style: KeyStyle,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, InvalidField> {
        let profile = provider.profile();
        let mut placed = snake_case_names(options);
        let class = text(&placed, "client_class")?.and_then(|name| profile.client_class(name));
        let without_keys = class.is_some_and(|class| class.namespace.is_some());
        let is_option = |name: &str| {
            SHARED_OPTIONS.contains(&name)
                || profile
                    .options
                    .iter()
                    .any(|option| option.name == name && !(without_keys && option.secret))
        };
        for name in options.keys() {
            let ours = snake_case(name);
            let stands_for_one = |alias: &OptionAlias| alias.top() == ours && is_option(alias.option);
            if !is_option(&ours) && !profile.aliases.iter().any(stands_for_one) {
                let problem = "is no option of this client; check the spelling";
                return Err(InvalidField::new(name, problem).verbatim());
            }
        }
        let used = aliases::resolve(profile.aliases, &mut placed)?;
        Self::of(profile, without_keys, &placed, style, environment).map_err(|refused| {
            match used.iter().find(|alias| refused.is_of(alias.option)) {
                Some(alias) => alias.blamed(refused),
                None => refused,
            }
        })
    }

    fn of(
        profile: &Profile,
        without_keys: bool,
        options: &Map<String, Value>,
        style: KeyStyle,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, InvalidField> {
        let mut values = Named(Vec::new());
        let mut secrets = Named(Vec::new());
        for option in profile.options.iter().filter(|option| !(without_keys && option.secret)) {
            let Some(value) = option_value(option, options, environment)? else { continue };
            if option.secret {
                secrets.insert(option.name, Secret::new(&value));
            } else {
                values.insert(option.name, value);
            }
        }
        let timeout = duration(options, "timeout")?.unwrap_or(Duration::from_millis(profile.timeout_ms));
        if timeout.is_zero() {
            return Err(InvalidField::new(duration_name(options, "timeout"), "must be more than zero"));
        }
        let mut settings = Self {
            values,
            secrets,
            base_url: String::new(),
            timeout,
            retry: retry_policy(options, RetryPolicy::default(), style)?,
            pace: Limits::read(options, &profile.rate_limits)?,
            headers: default_headers(profile, options, environment)?,
            max_body: whole_number(options, "max_body_bytes")?
                .map_or(MAX_BODY, |bytes| usize::try_from(bytes).unwrap_or(usize::MAX)),
            style,
            texts: texts(options)?,
        };
        let from_environment =
            || profile.base_url_env.iter().find_map(|name| environment(name)).filter(|url| !url.is_empty());
        let base_url = text(options, "base_url")?
            .map(ToOwned::to_owned)
            .or_else(from_environment)
            .unwrap_or_else(|| (profile.base_url)(&settings).to_owned());
        (profile.check)(&settings)?;
        settings.base_url = checked_base_url(&base_url)?;
        Ok(settings)
    }
}

fn where_to_get(option: &ClientOption) -> String {
    match option.env {
        [] => "pass it to the client".to_owned(),
        names => format!("pass it to the client or set {}", names.join(" or ")),
    }
}

fn option_value(
    option: &ClientOption,
    options: &Map<String, Value>,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<String>, InvalidField> {
    let given = text(options, option.name)?.map(ToOwned::to_owned);
    let from_environment = || option.env.iter().find_map(|name| environment(name)).filter(|v| !v.is_empty());
    let Some(value) = given.or_else(from_environment) else {
        if option.required {
            return Err(InvalidField::new(option.name, format!("is missing; {}", where_to_get(option))));
        }
        return Ok(None);
    };
    if value.is_empty() {
        return Err(InvalidField::new(option.name, "must not be empty"));
    }
    if option.secret && !value.chars().all(|c| c.is_ascii_graphic()) {
        let problem =
            "must be printable ascii without blanks; check that it was copied whole and on one line";
        return Err(InvalidField::new(option.name, problem));
    }
    if !option.choices.is_empty() && !option.choices.contains(&value.as_str()) {
        return Err(InvalidField::new(option.name, format!("must be one of {}", option.choices.join(", "))));
    }
    Ok(Some(value))
}

const RETRY_SETTINGS: &[&str] =
    &["max_retries", "base_delay", "max_delay", "jitter", "deadline", "max_retry_after", "budget"];
/// Those that TypeScript gives in milliseconds, which the end of the name says.
const RETRY_DURATIONS: &[&str] = &["base_delay", "max_delay", "deadline", "max_retry_after"];

fn unknown_retry_setting(style: KeyStyle) -> String {
    let mut problem = String::from("is unknown; use ");
    for (at, name) in RETRY_SETTINGS.iter().enumerate() {
        if at > 0 {
            problem.push_str(", ");
        }
        problem.push_str(&styled(name, style));
        if style == KeyStyle::Camel && RETRY_DURATIONS.contains(name) {
            problem.push_str("Ms");
        }
    }
    problem
}

/// Reads a retry policy: `max_retries` beside it is the short form of the one inside.
pub(crate) fn retry_policy(
    options: &Map<String, Value>,
    base: RetryPolicy,
    style: KeyStyle,
) -> Result<RetryPolicy, InvalidField> {
    let mut policy = base;
    if let Some(retries) = whole_number(options, "max_retries")? {
        policy.max_retries = u32::try_from(retries).unwrap_or(u32::MAX);
    }
    let given = match options.get("retry") {
        None | Some(Value::Null) => return Ok(policy),
        Some(Value::Object(given)) => given,
        Some(_) => return Err(InvalidField::new("retry", "must be an object of retry settings")),
    };
    for name in given.keys() {
        let ours = snake_case(name);
        if !RETRY_SETTINGS.contains(&ours.as_str())
            && !ours.strip_suffix("_ms").is_some_and(|name| RETRY_DURATIONS.contains(&name))
        {
            return Err(InvalidField::member("retry", name, unknown_retry_setting(style)));
        }
    }
    let retry = snake_case_names(given);
    let within = |field: InvalidField| field.within("retry");
    if let Some(retries) = whole_number(&retry, "max_retries").map_err(within)? {
        policy.max_retries = u32::try_from(retries).unwrap_or(u32::MAX);
    }
    if let Some(budget) = whole_number(&retry, "budget").map_err(within)? {
        policy.budget = u32::try_from(budget).unwrap_or(u32::MAX);
    }
    for (name, place) in [
        ("base_delay", &mut policy.base_delay),
        ("max_delay", &mut policy.max_delay),
        ("deadline", &mut policy.deadline),
        ("max_retry_after", &mut policy.max_retry_after),
    ] {
        if let Some(given) = duration(&retry, name).map_err(within)? {
            *place = given;
        }
    }
    match retry.get("jitter") {
        None | Some(Value::Null) => {}
        Some(Value::Bool(jitter)) => policy.jitter = *jitter,
        Some(_) => return Err(InvalidField::new("retry.jitter", "must be true or false")),
    }
    Ok(policy)
}

fn texts(options: &Map<String, Value>) -> Result<Texts, InvalidField> {
    let language = text(options, "language")?.map_or(Language::English, Language::from_tag);
    let mut overrides = Vec::new();
    match options.get("user_messages") {
        None | Some(Value::Null) => {}
        Some(Value::Object(messages)) => {
            for (name, message) in messages {
                let message = message.as_str().ok_or_else(|| {
                    InvalidField::member("user_messages", name, "must be a text for end users")
                })?;
                overrides.push((name.clone(), message.to_owned()));
            }
        }
        Some(_) => return Err(InvalidField::new("user_messages", "must map a doc id or a kind to a text")),
    }
    Ok(Texts { language, overrides })
}

/// Header fields of a caller: no line breaks that would smuggle in another field, and none that payonce sets itself.
pub(crate) fn header_fields(
    options: &Map<String, Value>,
    name: &str,
) -> Result<Vec<(String, String)>, InvalidField> {
    let fields = match options.get(name) {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Object(fields)) => fields,
        Some(_) => return Err(InvalidField::new(name, "must map header names to texts")),
    };
    let mut headers = Vec::with_capacity(fields.len());
    for (header, value) in fields {
        let wrong = |problem: &'static str| InvalidField::member(name, header, problem);
        let value = value.as_str().ok_or_else(|| wrong("must be a text"))?;
        check_header(header, value).map_err(wrong)?;
        headers.push((header.clone(), value.to_owned()));
    }
    Ok(headers)
}

fn check_header(name: &str, value: &str) -> Result<(), &'static str> {
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if name.is_empty() || !name.chars().all(token) {
        return Err("is no header name");
    }
    if ["host", "content-length", "transfer-encoding", "connection"]
        .contains(&name.to_ascii_lowercase().as_str())
    {
        return Err("is set by the transport and cannot be given");
    }
    if value.chars().any(|c| c.is_control() && c != '\t') {
        return Err("must not contain line breaks or other control characters");
    }
    Ok(())
}

/// The header fields of every request. Those of the environment come first, so that the caller's own replace them.
fn default_headers(
    profile: &Profile,
    options: &Map<String, Value>,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Vec<(String, String)>, InvalidField> {
    let mut headers = Vec::new();
    for variable in profile.headers_env {
        // As the vendor's own SDK reads it: a line of another form is none.
        for line in environment(variable).unwrap_or_default().split('\n') {
            let Some((name, value)) = line.split_once(':') else { continue };
            let (name, value) = (name.trim(), value.trim());
            check_header(name, value)
                .map_err(|problem| InvalidField::member(variable, name, problem).verbatim())?;
            headers.push((name.to_owned(), value.to_owned()));
        }
    }
    headers.extend(header_fields(options, "default_headers")?);
    Ok(headers)
}

/// Only https, or http to this very machine, carries a key.
pub(crate) fn checked_base_url(base_url: &str) -> Result<String, InvalidField> {
    let wrong = |problem: &'static str| InvalidField::new("base_url", problem);
    if base_url.is_empty() {
        return Err(wrong("must not be empty"));
    }
    let url = UriRef::parse(base_url)
        .map_err(|_| wrong("must be an absolute url such as https://api.example.com"))?;
    let authority =
        url.authority().ok_or_else(|| wrong("must be an absolute url such as https://api.example.com"))?;
    if authority.userinfo().is_some() {
        return Err(wrong("must not contain a user name or password"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(wrong("must not contain a query or a fragment"));
    }
    if authority.host().is_empty() {
        return Err(wrong("must name a host"));
    }
    let loopback = match authority.host_parsed() {
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
        Host::RegName(name) => name.as_str().eq_ignore_ascii_case("localhost"),
        _ => false,
    };
    let is = |name: &str| url.scheme().is_some_and(|scheme| scheme.as_str().eq_ignore_ascii_case(name));
    if !(is("https") || (loopback && is("http"))) {
        return Err(wrong("must be https; plain http is only taken for this machine (127.0.0.1, localhost)"));
    }
    Ok(base_url.trim_end_matches('/').to_owned())
}

pub(crate) fn text<'a>(options: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, InvalidField> {
    match options.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(InvalidField::new(name, "must be a text")),
    }
}

fn whole_number(options: &Map<String, Value>, name: &str) -> Result<Option<u64>, InvalidField> {
    match options.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value
            .as_u64()
            .map(Some)
            .ok_or_else(|| InvalidField::new(name, "must be a whole number of zero or more")),
    }
}

/// Seconds under the plain name, milliseconds under the name with `_ms`.
pub(crate) fn duration(options: &Map<String, Value>, name: &str) -> Result<Option<Duration>, InvalidField> {
    let in_milliseconds = format!("{name}_ms");
    let (value, unit) = match (options.get(name), options.get(&in_milliseconds)) {
        (Some(value), _) if !value.is_null() => (value, 1000.0),
        (_, Some(value)) if !value.is_null() => (value, 1.0),
        _ => return Ok(None),
    };
    let milliseconds =
        value.as_f64().map(|number| number * unit).filter(|number| number.is_finite() && *number >= 0.0);
    milliseconds.and_then(|ms| Duration::try_from_secs_f64(ms / 1000.0).ok()).map(Some).ok_or_else(|| {
        InvalidField::new(duration_name(options, name), "must be a finite duration of zero or more")
    })
}

/// The name under which a duration is given.
pub(crate) fn duration_name(options: &Map<String, Value>, name: &str) -> String {
    let plain = options.get(name).is_some_and(|value| !value.is_null());
    if plain { name.to_owned() } else { format!("{name}_ms") }
}

/// Option names are few and fixed, so that TypeScript's spelling of them is taken as it comes.
pub(crate) fn snake_case_names(options: &Map<String, Value>) -> Map<String, Value> {
    options.iter().map(|(name, value)| (snake_case(name), value.clone())).collect()
}
