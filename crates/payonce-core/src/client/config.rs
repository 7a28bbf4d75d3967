//! The options of a client, checked once.

use std::time::Duration;

use crate::client::https::{self, HttpsOptions};
use crate::client::options::headers::default_headers;
use crate::client::options::rate_limit::{Limits, RateLimit};
use crate::client::options::retry::RetryOptions;
use crate::client::retry::RetryPolicy;
use crate::model::http::MAX_BODY;
use crate::model::invalid_field::InvalidField;
use crate::model::redact::Redactor;
use crate::model::secret::Secret;
use crate::model::url::{Cleartext, checked_base_url, refuse_other_machines};
use crate::model::user_message::Texts;
use crate::spec::client::{ClientClass, ClientOption, ProviderOptions};
use crate::spec::provider::Provider;
use crate::spec::provider::{JOURNAL_FILE, ProviderSpec};

/// The options of a client. Whatever is left out has its default.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ClientConfig {
    /// The options that only clients of this provider have, such as `api_key`, by their names in snake_case.
    pub own: Vec<(String, String)>,
    /// The class that the caller made. One without keys takes none, not even from the environment.
    pub class: Option<&'static ClientClass>,
    /// Where requests go.
    pub base_url: Option<String>,
    /// Whether plain http to another machine is accepted.
    pub allow_insecure_http: bool,
    /// The time for one request, until the last byte of its response.
    pub timeout: Option<Duration>,
    /// How long an idle connection is kept.
    pub pool_idle_timeout: Option<Duration>,
    /// The path of a PEM file with certificates that are trusted besides those of the machine.
    pub ca: Option<String>,
    /// The proxy for https, perhaps with a name and a password.
    pub proxy: Option<String>,
    /// The short form of `max_retries` in `retry`, which wins.
    pub max_retries: Option<u32>,
    /// When and how often a failed request is retried.
    pub retry: RetryOptions,
    /// The tokens of the retry budget.
    pub retry_budget: Option<u32>,
    /// How fast the client may send; by default it sends at once.
    pub rate_limit: Option<RateLimit>,
    /// Header fields of every request.
    pub default_headers: Vec<(String, String)>,
    /// The largest response that is read, in bytes.
    pub max_body_bytes: Option<u64>,
    /// The language and the wording for end users.
    pub texts: Texts,
    /// Where the journal is.
    pub journal: JournalFile,
    /// The name of the account in the journal, if it is not derived from the key and the base URL.
    pub journal_account: Option<String>,
}

/// The file of the journal that a client opens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum JournalFile {
    /// The file that the environment variable `PAYONCE_JOURNAL` names, if it is set.
    #[default]
    FromEnvironment,
    /// None, whatever the environment says.
    None,
    /// The file at this path.
    At(String),
}

impl std::fmt::Debug for ClientConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The options hold keys.
        f.debug_struct("ClientConfig").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}

impl ClientConfig {
    /// The options that only clients of this provider have, as far as a client of this class takes them.
    pub(crate) fn takes(
        &self,
        profile: &'static ProviderSpec,
    ) -> impl Iterator<Item = &'static ClientOption> {
        let takes_keys = self.class.is_none_or(ClientClass::takes_keys);
        profile.options.iter().filter(move |option| takes_keys || !option.secret)
    }

    /// A malformed key must not show up in the error that refuses it, so everything is kept out that may be one.
    pub(crate) fn redactor(&self, provider: Provider) -> Redactor {
        let mut redactor = Redactor::default();
        let is_secret =
            |name: &str| provider.spec().options.iter().any(|option| option.secret && option.name == name);
        self.own.iter().filter(|(name, _)| is_secret(name)).for_each(|(_, value)| redactor.add(value));
        self.proxy.iter().for_each(|proxy| https::keep_out(&mut redactor, proxy));
        self.default_headers.iter().for_each(|(name, value)| redactor.add_header(name, value));
        redactor
    }
}

/// A client's options after checking.
#[derive(Clone)]
pub(crate) struct Settings {
    /// The class that the caller made.
    pub(crate) class: Option<&'static ClientClass>,
    pub(crate) own: ProviderOptions,
    pub(crate) base_url: String,
    pub(crate) timeout: Duration,
    pub(crate) pool_idle_timeout: Duration,
    /// How the client connects over https.
    pub(crate) https: HttpsOptions,
    pub(crate) retry: RetryPolicy,
    pub(crate) rate_limit: Option<Limits>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) max_body: usize,
    pub(crate) texts: Texts,
    /// The file of the journal.
    pub(crate) journal: Option<String>,
    /// The name of the account in the journal.
    pub(crate) journal_account: Option<String>,
}

/// What is wrong with an option that no client of the provider has.
pub(crate) const NOT_AN_OPTION: &str = "is not an option of this client; check the spelling";

/// The file of the journal: the caller's, else that of the environment.
fn journal(
    file: JournalFile,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<String>, InvalidField> {
    let path = match file {
        JournalFile::FromEnvironment => environment(JOURNAL_FILE).filter(|path| !path.is_empty()),
        JournalFile::None => None,
        JournalFile::At(path) => Some(path),
    };
    if path.as_deref().is_some_and(|path| path.trim().is_empty()) {
        return Err(InvalidField::new("journal", "must be the path of a file, such as \"payments.db\""));
    }
    Ok(path)
}

impl Settings {
    pub(crate) fn checked(
        provider: Provider,
        config: ClientConfig,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, InvalidField> {
        let profile = provider.spec();
        let is_option = |name: &str| config.takes(profile).any(|option| option.name == name);
        if let Some((name, _)) = config.own.iter().find(|(name, _)| !is_option(name)) {
            return Err(InvalidField::verbatim(name, NOT_AN_OPTION));
        }
        let mut own = ProviderOptions::default();
        let without_keys = profile.clients.iter().find(|class| !class.takes_keys());
        let without_keys = without_keys.and_then(|class| class.namespace);
        for option in config.takes(profile) {
            let given = config.own.iter().find(|(name, _)| name == option.name);
            let given = given.map(|(_, value)| value.clone());
            let is_required = config.class.map_or(option.required, |class| class.requires(option));
            let found = option_value(option, is_required, without_keys, given, environment)?;
            let Some(value) = found else { continue };
            if option.secret {
                own.secrets.insert(option.name, Secret::new(&value));
            } else {
                own.values.insert(option.name, value);
            }
        }
        let timeout = config.timeout.unwrap_or(Duration::from_millis(profile.timeout_ms));
        if timeout.is_zero() {
            return Err(InvalidField::new("timeout", TIMEOUT_IS_ZERO));
        }
        let mut retry = config.retry;
        retry.max_retries = retry.max_retries.or(config.max_retries);
        let base = RetryPolicy::default();
        let base = RetryPolicy { budget: config.retry_budget.unwrap_or(base.budget), ..base };
        let rate_limit = config.rate_limit.as_ref();
        let mut settings = Self {
            class: config.class,
            own,
            base_url: String::new(),
            timeout,
            pool_idle_timeout: config.pool_idle_timeout.unwrap_or(crate::spec::options::POOL_IDLE_TIMEOUT),
            https: HttpsOptions::default(),
            retry: retry.applied_to(base),
            rate_limit: rate_limit.map(|limit| Limits::of(limit, &profile.rate_limits)).transpose()?,
            headers: default_headers(profile, config.default_headers, environment)?,
            max_body: config
                .max_body_bytes
                .map_or(MAX_BODY, |bytes| usize::try_from(bytes).unwrap_or(usize::MAX)),
            texts: config.texts,
            journal: journal(config.journal, environment)?,
            journal_account: config.journal_account,
        };
        let cleartext = if config.allow_insecure_http {
            Cleartext::AnyHost
        } else {
            Cleartext::ThisMachine { unless: Some("allow_insecure_http") }
        };
        let checked = |url: &str| checked_base_url(url, cleartext);
        let from_environment = || {
            profile.base_url_env.iter().find_map(|name| {
                let url = environment(name).filter(|url| !url.is_empty())?;
                // Who set the variable has to hear of it, and no option of that name was given.
                Some(checked(&url).map_err(|refused| InvalidField::verbatim(name, refused.into_parts().1)))
            })
        };
        settings.base_url = match &config.base_url {
            Some(given) => checked(given)?,
            None => from_environment().unwrap_or_else(|| checked(profile.base_url(&settings.own)))?,
        };
        settings.https =
            HttpsOptions::checked(config.ca, config.proxy.as_deref(), &settings.base_url, environment)?;
        (profile.check)(&settings.own)?;
        refuse_other_machines(&settings.base_url, environment)?;
        Ok(settings)
    }
}

/// What is wrong with a request that must be over before it begins.
pub(crate) const TIMEOUT_IS_ZERO: &str = "must be more than zero";

pub(crate) fn where_to_get(option: &ClientOption) -> String {
    match option.env {
        [] => "pass it to the client".to_owned(),
        names => format!("pass it to the client or set {}", names.join(" or ")),
    }
}

fn option_value(
    option: &ClientOption,
    is_required: bool,
    without_keys: Option<&str>,
    given: Option<String>,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<String>, InvalidField> {
    let from_environment = || option.env.iter().find_map(|name| environment(name)).filter(|v| !v.is_empty());
    let Some(value) = given.or_else(from_environment) else {
        if is_required {
            let mut problem = format!("is missing; {}", where_to_get(option));
            if let Some(namespace) = without_keys {
                problem.push_str(&format!("; the {namespace} client needs no keys"));
            }
            return Err(InvalidField::new(option.name, problem));
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

#[cfg(test)]
mod tests {
    use super::ClientConfig;
    use crate::client::Client;
    use crate::error::Error;
    use crate::model::url::ONLY_LOOPBACK;
    use crate::model::vocabulary::Kind;
    use crate::spec::provider::Provider;

    fn opened(base_url: Option<&str>, switch: Option<&str>) -> Result<Client, Error> {
        let config = ClientConfig {
            own: vec![("api_key".to_owned(), "awx_test_0123456789abcdef".to_owned())],
            base_url: base_url.map(ToOwned::to_owned),
            ..ClientConfig::default()
        };
        let environment =
            |name: &str| (name == ONLY_LOOPBACK).then(|| switch.map(ToOwned::to_owned)).flatten();
        Client::new(Provider::AGENTWALLEX, config, &environment)
    }

    #[test]
    fn only_loopback_refuses_every_other_host() {
        let far = [None, Some("https://api.agentwallex.com"), Some("https://127.0.0.1.example.com")];
        let far = far.into_iter().chain([Some("https://localhost.example.com"), Some("https://10.0.0.1")]);
        for base_url in far {
            assert!(opened(base_url, None).is_ok(), "{base_url:?}");
            for switch in ["1", "true", "yes"] {
                let refused = opened(base_url, Some(switch)).unwrap_err();
                assert_eq!(refused.kind(), Kind::InvalidArgument);
                assert_eq!(refused.payload().details["field"], "base_url");
                assert!(refused.payload().message.contains("PAYONCE_ONLY_LOOPBACK"), "{refused}");
            }
        }
        for base_url in
            ["http://127.0.0.1:4010", "http://[::1]:4010", "http://localhost:4010", "https://localhost"]
        {
            assert!(opened(Some(base_url), Some("1")).is_ok(), "{base_url}");
        }
        for off in ["", "0", "false"] {
            assert!(opened(None, Some(off)).is_ok(), "{off:?}");
        }
    }

    #[test]
    fn an_unreadable_switch_counts_as_set_and_the_error_says_how_to_allow_it() {
        let refused = opened(None, Some("unreadable")).unwrap_err();
        assert!(refused.payload().message.contains("--allow-env=PAYONCE_ONLY_LOOPBACK"), "{refused}");
        assert!(opened(Some("http://127.0.0.1:4010"), Some("unreadable")).is_ok());
    }
}
