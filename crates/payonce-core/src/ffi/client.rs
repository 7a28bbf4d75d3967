//! A client from options as JSON.

use serde_json::{Map, Value};

use crate::client::Client;
use crate::client::config::{ClientConfig, JournalFile, NOT_AN_OPTION};
use crate::client::options::rate_limit::{NOT_A_LIMIT, RateLimit, not_a_rate_limit};
use crate::client::options::retry::RetryOptions;
use crate::error::Error;
use crate::ffi::fields::{
    clamped, duration, duration_name, flag, given, string_map, text, whole_number, whole_number_u32,
};
use crate::ffi::naming::{rename_field, snake_case, snake_case_names};
use crate::ffi::{CaseStyle, aliases, as_written, object, refuse};
use crate::model::invalid_field::InvalidField;
use crate::model::phrase::Phrase;
use crate::model::redact::Redactor;
use crate::model::user_message::{Language, Texts};
use crate::spec::client::{OptionAlias, RateLimits};
use crate::spec::options::{CLIENT, OptionType, PACE, RETRY, knows};
use crate::spec::provider::Provider;
use crate::spec::provider::ProviderSpec;

/// The class that the caller made, which the generated clients pass: one without keys takes none, not even from the
/// environment.
const CLIENT_CLASS: &str = "client_class";

/// Whether refusals are errors, of a client whose vendor returns them as results. The packages that have such results
/// read it themselves; it is checked here.
const RAISE_ON_FAILURE: &str = "raise_on_failure";

/// A client from its options as JSON text.
///
/// # Errors
/// `invalid_argument`, naming the option.
pub fn client(
    provider: Provider,
    options: &str,
    style: CaseStyle,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Client, Error> {
    client_from(provider, &object(provider, "options", options)?, style, environment)
}

/// A client from its options as JSON.
///
/// Durations are `timeout` in seconds or `timeout_ms` in milliseconds, and so for every other duration; names may
/// be in snake_case or camelCase.
///
/// # Errors
/// `invalid_argument`, naming the option.
pub fn client_from(
    provider: Provider,
    options: &Map<String, Value>,
    style: CaseStyle,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Client, Error> {
    let profile = provider.spec();
    let mut placed = snake_case_names(options);
    // A refusal has the texts of the client, if the options about texts are valid.
    let own = texts(&placed).unwrap_or_default();
    let refuse = |field: InvalidField| field.into_error(provider, None, &own, &every_text(options));
    let config = named_class(profile, &placed).map_err(refuse)?;
    check_names(profile, &config, options).map_err(refuse)?;
    let used = aliases::resolve(profile.aliases, &mut placed).map_err(refuse)?;
    let config = read(profile, config, &placed, style).map_err(refuse);
    config.and_then(|config| Client::new(provider, config, environment)).map_err(|mut error| {
        // The error has the names that the caller wrote.
        for alias in used {
            rename_field(&mut error, alias.option, &alias.path());
        }
        rename_field(&mut error, "timeout", &duration_name(&placed, "timeout"));
        error
    })
}

fn named_class(
    profile: &'static ProviderSpec,
    options: &Map<String, Value>,
) -> Result<ClientConfig, InvalidField> {
    let class = text(options, CLIENT_CLASS)?.and_then(|name| profile.client_class(name));
    Ok(ClientConfig { class, ..ClientConfig::default() })
}

fn check_names(
    profile: &'static ProviderSpec,
    config: &ClientConfig,
    options: &Map<String, Value>,
) -> Result<(), InvalidField> {
    let is_option = |name: &str| {
        knows(CLIENT, name)
            || name == CLIENT_CLASS
            || (name == RAISE_ON_FAILURE && profile.refusals_are_results)
            || config.takes(profile).any(|option| option.name == name)
    };
    for name in options.keys() {
        let ours = snake_case(name);
        let stands_for_one = |alias: &OptionAlias| alias.top() == ours && is_option(alias.option);
        if !is_option(&ours) && !profile.aliases.iter().any(stands_for_one) {
            return Err(InvalidField::verbatim(name, NOT_AN_OPTION));
        }
    }
    Ok(())
}

fn read(
    profile: &'static ProviderSpec,
    mut config: ClientConfig,
    options: &Map<String, Value>,
    style: CaseStyle,
) -> Result<ClientConfig, InvalidField> {
    let own = config.takes(profile).map(|option| Ok((option.name, text(options, option.name)?)));
    let own = own.collect::<Result<Vec<_>, InvalidField>>()?;
    let own = own.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())));
    config.own = own.collect();
    config.base_url = text(options, "base_url")?.map(ToOwned::to_owned);
    config.allow_insecure_http = flag(options, "allow_insecure_http")?.unwrap_or_default();
    config.timeout = duration(options, "timeout")?;
    config.pool_idle_timeout = duration(options, "pool_idle_timeout")?;
    config.ca = text(options, "ca")?.map(ToOwned::to_owned);
    config.proxy = text(options, "proxy")?.map(ToOwned::to_owned);
    config.max_retries = whole_number_u32(options, "max_retries")?;
    (config.retry, config.retry_budget) = retry_options(options, style)?;
    config.rate_limit = rate_limit(options, &profile.rate_limits)?;
    config.default_headers = string_map(options, "default_headers", "must map header names to strings")?;
    config.max_body_bytes = whole_number(options, "max_body_bytes")?;
    config.texts = texts(options)?;
    // An option that is null asks for no journal.
    config.journal = match options.get("journal") {
        None => JournalFile::FromEnvironment,
        Some(Value::Null) => JournalFile::None,
        Some(_) => {
            text(options, "journal")?.map_or(JournalFile::None, |path| JournalFile::At(path.to_owned()))
        }
    };
    config.journal_account = text(options, "journal_account")?.map(ToOwned::to_owned);
    flag(options, RAISE_ON_FAILURE)?;
    Ok(config)
}

fn texts(options: &Map<String, Value>) -> Result<Texts, InvalidField> {
    let language = text(options, "language")?.map_or(Language::English, Language::from_tag);
    let overrides = string_map(options, "user_messages", "must map doc ids or kinds to strings")?;
    Ok(Texts { language, overrides })
}

/// Reads `retry`, and the budget in it.
pub(super) fn retry_options(
    options: &Map<String, Value>,
    style: CaseStyle,
) -> Result<(RetryOptions, Option<u32>), InvalidField> {
    let mut retry = RetryOptions::default();
    let members = match given(options, "retry") {
        None => return Ok((retry, None)),
        Some(Value::Object(members)) => members,
        Some(_) => return Err(InvalidField::new("retry", "must be an object of retry settings")),
    };
    if let Some(name) = members.keys().find(|name| !knows(RETRY, &snake_case(name))) {
        return Err(InvalidField::member("retry", name, unknown_retry_setting(style)));
    }
    let members = snake_case_names(members);
    let mut read = || {
        retry.max_retries = whole_number_u32(&members, "max_retries")?;
        retry.base_delay = duration(&members, "base_delay")?;
        retry.max_delay = duration(&members, "max_delay")?;
        retry.jitter = flag(&members, "jitter")?;
        retry.deadline = duration(&members, "deadline")?;
        retry.max_retry_after = duration(&members, "max_retry_after")?;
        whole_number_u32(&members, "budget")
    };
    let budget = read().map_err(|refused: InvalidField| refused.within("retry"))?;
    Ok((retry, budget))
}

fn unknown_retry_setting(style: CaseStyle) -> Phrase {
    let mut problem = Phrase::from("is unknown; use ");
    for (at, setting) in RETRY.iter().enumerate() {
        if at > 0 {
            problem = problem.then(", ");
        }
        let in_milliseconds = style == CaseStyle::Camel && setting.ty == OptionType::Duration;
        problem = problem.then_name(setting.name);
        if in_milliseconds {
            problem = problem.then("Ms");
        }
    }
    problem
}

fn rate_limit(options: &Map<String, Value>, known: &RateLimits) -> Result<Option<RateLimit>, InvalidField> {
    let members = match given(options, "rate_limit") {
        None => return Ok(None),
        Some(Value::String(name)) if name == "auto" => return Ok(Some(RateLimit::Auto)),
        Some(Value::String(name)) => return Ok(Some(RateLimit::Plan(name.clone()))),
        Some(Value::Object(members)) => snake_case_names(members),
        Some(value) => {
            let number = value.as_u64().ok_or_else(|| not_a_rate_limit(known))?;
            return Ok(Some(RateLimit::PerMinute(clamped(number))));
        }
    };
    if let Some(name) = members.keys().find(|name| !knows(PACE, name)) {
        let known = Phrase::names(PACE.iter().map(|setting| setting.name));
        let problem = Phrase::from("is unknown; use ").join(known);
        return Err(InvalidField::new(name, problem).within("rate_limit"));
    }
    let limit = |name: &str| match given(&members, name) {
        None => Ok(None),
        Some(value) => value
            .as_u64()
            .map(|number| Some(clamped(number)))
            .ok_or_else(|| InvalidField::new(name, NOT_A_LIMIT).within("rate_limit")),
    };
    Ok(Some(RateLimit::Custom { per_minute: limit("per_minute")?, concurrent: limit("concurrent")? }))
}

/// A malformed key must not show up in the error that refuses it, so every text among the options is kept out.
fn every_text(options: &Map<String, Value>) -> Redactor {
    let mut redactor = Redactor::default();
    redactor.add_headers_within(options);
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

/// The error of an option that a binding cannot hand over as JSON, before there is a client. Its name is the caller's.
#[must_use]
pub fn invalid_option(provider: Provider, field: &str, problem: &str) -> Error {
    refuse(provider, as_written(provider, None, field, problem.to_owned()))
}
