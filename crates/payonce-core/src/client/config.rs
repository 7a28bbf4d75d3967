//! The options of a client, read and checked once.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::client::options::aliases;
use crate::client::options::fields::{
    default_headers, duration, duration_name, flag, snake_case_names, text, whole_number,
};
use crate::client::options::rate_limit::Limits;
use crate::client::options::retry::retry_policy;
use crate::client::retry::RetryPolicy;
use crate::model::http::MAX_BODY;
use crate::model::invalid_field::InvalidField;
use crate::model::naming::{CaseStyle, snake_case, to_case};
use crate::model::secret::Secret;
use crate::model::url::{Cleartext, checked_base_url, refuse_other_machines};
use crate::model::user_message::{Language, Texts};
use crate::model::vocabulary::Provider;
use crate::spec::client::{ClientOption, OptionAlias, ProviderOptions};
use crate::spec::provider::ProviderSpec;

/// A client's options after checking.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) own: ProviderOptions,
    pub(crate) base_url: String,
    pub(crate) timeout: Duration,
    pub(crate) pool_idle_timeout: Duration,
    pub(crate) retry: RetryPolicy,
    pub(crate) rate_limit: Option<Limits>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) max_body: usize,
    pub(crate) style: CaseStyle,
    pub(crate) texts: Texts,
    /// The file of the journal.
    pub(crate) journal: Option<String>,
    /// The name of the account in the journal.
    pub(crate) journal_account: Option<String>,
}

/// The class that the caller made, which the generated clients pass: one without keys takes none, not even from the
/// environment.
const CLIENT_CLASS: &str = "client_class";

/// Whether refusals are errors, of a client whose vendor returns them as results. The packages that have such results
/// read it themselves; it is checked here.
const RAISE_ON_FAILURE: &str = "raise_on_failure";

/// The file of the journal: the caller's, else that of the environment. An option that is null asks for none.
fn journal(
    options: &Map<String, Value>,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<String>, InvalidField> {
    if let Some(Value::Null) = options.get("journal") {
        return Ok(None);
    }
    let path = match text(options, "journal")? {
        Some(path) => Some(path.to_owned()),
        None => environment("PAYONCE_JOURNAL").filter(|path| !path.is_empty()),
    };
    if path.as_deref().is_some_and(|path| path.trim().is_empty()) {
        return Err(InvalidField::new("journal", "must be the path of a file, such as \"payments.db\""));
    }
    Ok(path)
}

impl Settings {
    pub(crate) fn read(
        provider: Provider,
        options: &Map<String, Value>,
        style: CaseStyle,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, InvalidField> {
        let profile = provider.spec();
        let mut placed = snake_case_names(options);
        let class = text(&placed, CLIENT_CLASS)?.and_then(|name| profile.client_class(name));
        let without_keys = class.is_some_and(|class| class.namespace.is_some());
        let is_option = |name: &str| {
            crate::spec::options::knows(crate::spec::options::CLIENT, name)
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
                let problem = "is not an option of this client; check the spelling";
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
        profile: &ProviderSpec,
        without_keys: bool,
        options: &Map<String, Value>,
        style: CaseStyle,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, InvalidField> {
        let mut own = ProviderOptions::default();
        for option in profile.options.iter().filter(|option| !(without_keys && option.secret)) {
            let Some(value) = option_value(option, options, environment)? else { continue };
            if option.secret {
                own.secrets.insert(option.name, Secret::new(&value));
            } else {
                own.values.insert(option.name, value);
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
            own,
            base_url: String::new(),
            timeout,
            pool_idle_timeout: duration(options, "pool_idle_timeout")?
                .unwrap_or(crate::spec::options::POOL_IDLE_TIMEOUT),
            retry: retry_policy(options, RetryPolicy::default(), style)?,
            rate_limit: Limits::read(options, &profile.rate_limits)?,
            headers: default_headers(profile, options, environment)?,
            max_body: whole_number(options, "max_body_bytes")?
                .map_or(MAX_BODY, |bytes| usize::try_from(bytes).unwrap_or(usize::MAX)),
            style,
            texts: texts(options)?,
            journal: journal(options, environment)?,
            journal_account: text(options, "journal_account")?.map(ToOwned::to_owned),
        };
        let option = to_case("allow_insecure_http", style);
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
            None => from_environment().unwrap_or_else(|| checked((profile.base_url)(&settings.own)))?,
        };
        (profile.check)(&settings.own)?;
        refuse_other_machines(&settings.base_url, environment)?;
        Ok(settings)
    }
}

pub(crate) fn where_to_get(option: &ClientOption) -> String {
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

/// The texts of a refused option: those of the client, if the options about texts are valid.
pub(super) fn texts_of_refusal(options: &Map<String, Value>) -> Texts {
    texts(&snake_case_names(options)).unwrap_or_default()
}

fn texts(options: &Map<String, Value>) -> Result<Texts, InvalidField> {
    let language = text(options, "language")?.map_or(Language::English, Language::from_tag);
    let mut overrides = Vec::new();
    match options.get("user_messages") {
        None | Some(Value::Null) => {}
        Some(Value::Object(messages)) => {
            for (name, message) in messages {
                let message = message
                    .as_str()
                    .ok_or_else(|| InvalidField::member("user_messages", name, "must be a string"))?;
                overrides.push((name.clone(), message.to_owned()));
            }
        }
        Some(_) => return Err(InvalidField::new("user_messages", "must map doc ids or kinds to strings")),
    }
    Ok(Texts { language, overrides })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::client::Client;
    use crate::model::error::Error;
    use crate::model::naming::CaseStyle;
    use crate::model::url::ONLY_LOOPBACK;
    use crate::model::vocabulary::{Kind, Provider};

    fn opened(base_url: Option<&str>, switch: Option<&str>) -> Result<Client, Error> {
        let mut options = json!({ "api_key": "awx_test_0123456789abcdef" });
        if let Some(base_url) = base_url {
            options["base_url"] = json!(base_url);
        }
        let environment =
            |name: &str| (name == ONLY_LOOPBACK).then(|| switch.map(ToOwned::to_owned)).flatten();
        Client::new(Provider::AgentWallex, options.as_object().unwrap(), CaseStyle::Snake, &environment)
    }

    #[test]
    fn the_switch_refuses_every_host_but_this_machine() {
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
    fn a_switch_that_cannot_be_read_counts_as_set_and_says_how_to_allow_it() {
        let refused = opened(None, Some("unreadable")).unwrap_err();
        assert!(refused.payload().message.contains("--allow-env=PAYONCE_ONLY_LOOPBACK"), "{refused}");
        assert!(opened(Some("http://127.0.0.1:4010"), Some("unreadable")).is_ok());
    }
}
