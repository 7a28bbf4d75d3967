//! A provider file.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize as _;
use serde_json::Value;

use super::entries::{Auth, BodyWord, Code, Example, FileEntry, Read};
use super::names::kept;
use super::operation::Operation;
use crate::catalog::ProviderId;

/// Why the simulator cannot play a provider file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ProviderFileError(String);

fn wrong<T>(message: impl Into<String>) -> Result<T, ProviderFileError> {
    Err(ProviderFileError(message.into()))
}

/// A provider file, which the simulator plays beside the five services: its operations, keys, states and examples.
///
/// The simulator reads what it plays and ignores the rest. payonce checks the whole file when it loads it.
#[derive(Debug, Clone)]
pub struct ProviderFile {
    id: ProviderId,
    is_form: bool,
    credential: Option<Credential>,
    /// The options of a client, each with its value for the simulator and the environment variables that it is read from.
    options: Vec<(String, String, Vec<String>)>,
    per_minute: Option<usize>,
    pub(super) read: Read,
    pub(super) codes: Vec<Code>,
    operations: Vec<Operation>,
    pub(super) examples: Vec<Example>,
}

#[derive(Debug, Clone)]
struct Credential {
    header: String,
    value: String,
}

impl ProviderFile {
    /// Reads a file in TOML.
    ///
    /// # Errors
    ///
    /// The text is not TOML, or a member that the simulator plays is missing or not valid.
    pub fn from_toml(text: &str) -> Result<Self, ProviderFileError> {
        match toml::from_str(text) {
            Ok(value) => Self::read(value),
            Err(error) => wrong(error.message()),
        }
    }

    /// Reads a file in JSON.
    ///
    /// # Errors
    ///
    /// The text is not JSON, or a member that the simulator plays is missing or not valid.
    pub fn from_json(text: &str) -> Result<Self, ProviderFileError> {
        match serde_json::from_str(text) {
            Ok(value) => Self::read(value),
            Err(error) => wrong(error.to_string()),
        }
    }

    fn read(value: Value) -> Result<Self, ProviderFileError> {
        let file = FileEntry::deserialize(value).map_err(|error| ProviderFileError(error.to_string()))?;
        if file.payonce != 1 {
            return wrong("payonce: must be 1, the version of the format");
        }
        let id = match &file.extends {
            Some(base) => match ProviderId::parse(base) {
                Some(id) => id,
                None => {
                    return wrong(format!("extends: \"{base}\" is not a provider that the simulator has"));
                }
            },
            None if ProviderId::parse(&file.id).is_some() => {
                return wrong(format!("id: the simulator has a provider \"{}\" already", file.id));
            }
            None => {
                let is_name =
                    |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
                if file.id.is_empty() || !file.id.chars().all(is_name) {
                    return wrong("id: must consist of lower-case letters, digits and _");
                }
                ProviderId::File(kept(&file.id))
            }
        };
        let (credential, options) = options(&file, id.as_str());
        let FileEntry { body, read, rate_limit, code, object, operation, example, .. } = file;
        let objects = |name: &str| {
            let object = object.get(name);
            let state = object.and_then(|object| object.state.clone());
            (state, object.map(|object| object.fields.keys().cloned().collect()).unwrap_or_default())
        };
        let operations: Vec<Operation> =
            operation.into_iter().map(|entry| Operation::read(entry, objects)).collect();
        Ok(Self {
            id,
            is_form: body == BodyWord::Form,
            credential,
            options,
            per_minute: rate_limit.and_then(|limit| limit.per_minute),
            read,
            codes: code,
            operations,
            examples: example,
        })
    }

    /// The id of the provider: that of one of the five services if the file extends it.
    #[must_use]
    pub fn id(&self) -> ProviderId {
        self.id
    }

    /// The names of the operations, as fault plans use them.
    pub fn operations(&self) -> impl Iterator<Item = &'static str> {
        self.operations.iter().map(|operation| operation.name)
    }

    pub(crate) fn extends_built_in(&self) -> bool {
        !matches!(self.id, ProviderId::File(_))
    }

    pub(crate) fn is_form(&self) -> bool {
        self.is_form
    }

    pub(crate) fn per_minute(&self) -> Option<usize> {
        self.per_minute
    }

    pub(crate) fn declared(&self) -> &[Operation] {
        &self.operations
    }

    pub(crate) fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.name == name)
    }

    /// The values of the options of a client, without its base URL.
    pub(crate) fn credentials(&self) -> BTreeMap<&str, &str> {
        self.options
            .iter()
            .filter(|(name, ..)| name != BASE_URL)
            .map(|(name, value, _)| (name.as_str(), value.as_str()))
            .collect()
    }

    /// The environment variables that a client reads its options from; `base_url` is the address of the service.
    pub(crate) fn environment<'a>(&'a self, base_url: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.options.iter().filter_map(move |(name, value, variables)| {
            let value = if name == BASE_URL { base_url } else { value };
            Some((variables.first()?.as_str(), value))
        })
    }

    /// The credential of a request, without a word such as `Bearer` before it.
    pub(crate) fn credential(&self) -> Option<&str> {
        let value = self.credential.as_ref()?.value.as_str();
        Some(value.split_once(' ').map_or(value, |(_, credential)| credential))
    }

    /// Whether a request with these values of the header field that `header` looks up carries the credential.
    pub(crate) fn admits<'a>(&self, header: impl Fn(&str) -> Option<&'a str>) -> bool {
        self.credential
            .as_ref()
            .is_none_or(|credential| header(&credential.header) == Some(credential.value.as_str()))
    }
}

const BASE_URL: &str = "base_url";

type Options = Vec<(String, String, Vec<String>)>;

/// The header field that a request must have, and the options of a client.
fn options(file: &FileEntry, id: &str) -> (Option<Credential>, Options) {
    let upper = id.to_ascii_uppercase();
    let mut options = Options::new();
    for option in &file.option {
        let value = match option.choices.first() {
            Some(choice) if option.required => choice.clone(),
            Some(_) => continue,
            None => value_of(id, &option.name),
        };
        options.push((option.name.clone(), value, option.env.clone()));
    }
    let names = file.auth.as_ref().map(placeholders).unwrap_or_default();
    if let Some(auth) = &file.auth
        && names.contains(&"api_key")
        && !options.iter().any(|(name, ..)| name == "api_key")
    {
        let env = auth.env.clone().unwrap_or_else(|| format!("{upper}_API_KEY"));
        options.push(("api_key".to_owned(), value_of(id, "api_key"), vec![env]));
    }
    let credential = file.auth.as_ref().map(|auth| {
        let keys: Vec<String> = names.iter().map(|name| value_of(id, name)).collect();
        let keys = keys.join(":");
        let keys = if auth.base64 { STANDARD.encode(keys) } else { keys };
        let prefix = auth.value.split('{').next().unwrap_or_default();
        Credential { header: auth.header.clone(), value: format!("{prefix}{keys}").trim().to_owned() }
    });
    let base_url = file.base_url_env.clone().unwrap_or_else(|| vec![format!("{upper}_BASE_URL")]);
    options.push((BASE_URL.to_owned(), String::new(), base_url));
    (credential, options)
}

/// The options in a value such as `Bearer {api_key}`.
fn placeholders(auth: &Auth) -> Vec<&str> {
    auth.value.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
}

fn value_of(id: &str, option: &str) -> String {
    format!("{id}_sandbox_{option}")
}
