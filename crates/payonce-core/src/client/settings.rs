//! The options of a client, read and checked once.

use std::time::Duration;

use serde_json::{Map, Value};

use super::KeyStyle;
use super::aliases::{self, OptionAlias};
use super::base_url::{Cleartext, checked_base_url, refuse_other_machines};
use super::fields::{default_headers, duration, duration_name, flag, snake_case_names, text, whole_number};
use super::retry::retry_policy;
use crate::classify::MAX_BODY;
use crate::invalid::InvalidField;
use crate::pace::Limits;
use crate::providers::Profile;
use crate::request::{snake_case, styled};
use crate::retry::RetryPolicy;
use crate::secret::Secret;
use crate::text::{Language, Texts};
use crate::vocabulary::Provider;

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

/// A few values by name, in the order of the names. A tree would cost the browser build more than all of its values.
#[derive(Clone)]
pub(crate) struct Named<T>(pub(super) Vec<(&'static str, T)>);

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
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) values: Named<String>,
    pub(crate) secrets: Named<Secret>,
    pub(crate) base_url: String,
    pub(crate) timeout: Duration,
    pub(crate) pool_idle_timeout: Duration,
    pub(crate) retry: RetryPolicy,
    pub(crate) pace: Option<Limits>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) max_body: usize,
    pub(crate) style: KeyStyle,
    pub(crate) texts: Texts,
}

/// The class that the caller made, which the generated clients pass: one without keys takes none, not even from the
/// environment.
const CLIENT_CLASS: &str = "client_class";

/// Whether refusals are errors, of a client whose vendor answers them as results. The packages that have such results
/// read it themselves; it is checked here.
const RAISE_ON_FAILURE: &str = "raise_on_failure";

impl Settings {
    pub(super) fn read(
        provider: Provider,
        options: &Map<String, Value>,
        style: KeyStyle,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, InvalidField> {
        let profile = provider.profile();
        let mut placed = snake_case_names(options);
        let class = text(&placed, CLIENT_CLASS)?.and_then(|name| profile.client_class(name));
        let without_keys = class.is_some_and(|class| class.namespace.is_some());
        let is_option = |name: &str| {
            crate::options::knows(crate::options::CLIENT, name)
                || name == CLIENT_CLASS
                || (name == RAISE_ON_FAILURE && profile.refusals_are_results)
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
        if !matches!(options.get(RAISE_ON_FAILURE), None | Some(Value::Null | Value::Bool(_))) {
            return Err(InvalidField::new(RAISE_ON_FAILURE, "must be true or false"));
        }
        let mut settings = Self {
            values,
            secrets,
            base_url: String::new(),
            timeout,
            pool_idle_timeout: duration(options, "pool_idle_timeout")?
                .unwrap_or(crate::options::POOL_IDLE_TIMEOUT),
            retry: retry_policy(options, RetryPolicy::default(), style)?,
            pace: Limits::read(options, &profile.rate_limits)?,
            headers: default_headers(profile, options, environment)?,
            max_body: whole_number(options, "max_body_bytes")?
                .map_or(MAX_BODY, |bytes| usize::try_from(bytes).unwrap_or(usize::MAX)),
            style,
            texts: texts(options)?,
        };
        let option = styled("allow_insecure_http", style);
        let cleartext = match flag(options, "allow_insecure_http")? {
            Some(true) => Cleartext::AnyHost,
            _ => Cleartext::ThisMachine { unless: Some(&option) },
        };
        let checked = |url: &str| checked_base_url(url, cleartext);
        let from_environment = || {
            profile.base_url_env.iter().find_map(|name| {
                let url = environment(name).filter(|url| !url.is_empty())?;
                // Who set the variable has to hear of it, and no option of that name was given.
                Some(checked(&url).map_err(|refused| refused.of_field(name).verbatim()))
            })
        };
        settings.base_url = match text(options, "base_url")? {
            Some(given) => checked(given)?,
            None => from_environment().unwrap_or_else(|| checked((profile.base_url)(&settings)))?,
        };
        (profile.check)(&settings)?;
        refuse_other_machines(&settings.base_url, environment)?;
        Ok(settings)
    }
}

pub(super) fn where_to_get(option: &ClientOption) -> String {
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
