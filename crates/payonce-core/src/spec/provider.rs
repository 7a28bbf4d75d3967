//! How a provider is declared.

use std::fmt;
use std::hash::{Hash, Hasher};

use base64::Engine as _;
use serde_json::{Map, Value};

use crate::model::invalid_field::InvalidField;
use crate::model::redact::REDACTED;
use crate::model::secret::Secret;
use crate::model::url::ONLY_LOOPBACK;
use crate::model::vocabulary::{Kind, Phase};
use crate::spec::client::{ClientClass, ClientOption, OptionAlias, ProviderOptions, RateLimits};
use crate::spec::doc::Doc;
use crate::spec::errors::{ErrorTable, ProviderResponse, SignalPlaces, Signals};
use crate::spec::operation::Operation;
use crate::spec::types::{FieldType, Model};
use crate::spec::webhook::WebhookSpec;

/// A provider that payonce speaks to: one of those that are built in, or one from a provider file.
///
/// Two values are equal if they have the same id, so that an error of a provider whose file was loaded twice, or whose codes a
/// file extends, is still an error of that provider.
#[derive(Clone, Copy)]
pub struct Provider(&'static ProviderSpec);

impl Provider {
    /// The provider of this declaration.
    #[must_use]
    pub const fn of(spec: &'static ProviderSpec) -> Self {
        Self(spec)
    }

    /// What is known of the provider.
    #[must_use]
    pub const fn spec(self) -> &'static ProviderSpec {
        self.0
    }

    /// The id in payloads, in tables and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0.name.id
    }

    /// The name as the provider writes it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.0.name.title
    }

    /// The class that every error of this provider is an instance of in Python and TypeScript.
    #[must_use]
    pub const fn class_name(self) -> &'static str {
        self.0.name.class
    }

    /// The provider in one sentence, for documentation.
    #[must_use]
    pub const fn doc(self) -> &'static str {
        self.0.name.doc.text()
    }

    /// The operation of this name.
    #[must_use]
    pub fn operation(self, name: &str) -> Option<&'static Operation> {
        self.0.operations.iter().find(|operation| operation.name == name)
    }
}

impl PartialEq for Provider {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Provider {}

impl Hash for Provider {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl PartialOrd for Provider {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Provider {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Provider").field(&self.as_str()).finish()
    }
}

impl serde::Serialize for Provider {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

/// What a provider is called.
#[derive(Debug, Clone, Copy)]
pub struct ProviderName {
    /// The id in payloads, in tables and on the command line.
    pub id: &'static str,
    /// The name as the provider writes it.
    pub title: &'static str,
    /// The class of its errors in Python and TypeScript.
    pub class: &'static str,
    /// The provider in one sentence.
    pub doc: Doc,
}

/// What payonce knows of one provider.
#[derive(Clone, Copy)]
pub struct ProviderSpec {
    /// What it is called.
    pub name: ProviderName,
    /// Its errors.
    pub errors: &'static ErrorTable,
    /// Its classes of clients.
    pub clients: &'static [ClientClass],
    /// Its operations.
    pub operations: &'static [Operation],
    /// Its object types.
    pub models: &'static [&'static Model],
    /// The options of its client, besides those that all clients share.
    pub options: &'static [ClientOption],
    /// Other places where its client takes options.
    pub aliases: &'static [OptionAlias],
    /// The time for one attempt, in milliseconds, where the caller names none.
    pub timeout_ms: u64,
    /// Whether the vendor's own client returns a refusal as a result, and so takes the option `raise_on_failure`.
    pub refusals_are_results: bool,
    /// The header field in which the provider says whether the failure passes, where it decides over the kind.
    pub should_retry_header: Option<&'static str>,
    /// Its documented rate limits.
    pub rate_limits: RateLimits,
    /// The environment variables that the base URL is read from when none is given, the first one that is set.
    pub base_url_env: &'static [&'static str],
    /// The environment variables that hold header fields for every request, one `Name: value` a line.
    pub headers_env: &'static [&'static str],
    /// Where requests go.
    pub base_url: BaseUrl,
    /// The header fields that carry the keys.
    pub credentials: &'static [Credential],
    /// How it signs the events that it reports, if it documents that.
    pub webhook: Option<&'static WebhookSpec>,
    /// Refuses settings that do not fit together.
    pub(crate) check: fn(&ProviderOptions) -> Result<(), InvalidField>,
    /// The name under which the provider's own SDK reports a refused argument of this operation.
    pub(crate) sentinel: fn(Option<&'static Operation>, &InvalidField) -> Option<&'static str>,
    /// How the signals of a failure are read.
    pub(crate) read: ReadSignals,
    /// The class that Python and TypeScript raise, where it is not the one of the kind.
    pub(crate) class: fn(Kind, Phase) -> &'static str,
}

/// The environment variable that names the file of the journal.
pub(crate) const JOURNAL_FILE: &str = "PAYONCE_JOURNAL";

/// The class of the errors of a provider from a file.
pub const FILE_ERROR_CLASS: &str = "ProviderError";

impl ProviderSpec {
    /// A provider of which nothing but the id is known.
    pub(crate) const fn unknown(id: &'static str) -> Self {
        const NOTHING: &ErrorTable = &ErrorTable {
            codes: &[],
            types: &[],
            statuses: &[],
            patterns: &[],
            spellings: &[],
            source: Doc::new(""),
            proof: Doc::new(""),
            prefixes: &[],
        };
        Self {
            name: ProviderName { id, title: id, class: FILE_ERROR_CLASS, doc: Doc::new("") },
            errors: NOTHING,
            clients: &[],
            operations: &[],
            models: &[],
            options: &[],
            aliases: &[],
            timeout_ms: 30_000,
            refusals_are_results: false,
            should_retry_header: None,
            rate_limits: RateLimits::UNKNOWN,
            base_url_env: &[],
            headers_env: &[],
            base_url: BaseUrl::fixed(""),
            credentials: &[],
            webhook: None,
            check: any_options,
            sentinel: no_sentinel,
            // Without the file, no response is known to be a success.
            read: ReadSignals::Own(|_| Some(Signals::default())),
            class: class_of_kind,
        }
    }

    /// The environment variables that a client reads.
    pub fn environment(&self) -> impl Iterator<Item = &'static str> {
        let keys = self.options.iter().flat_map(|option| option.env);
        keys.chain(self.base_url_env).chain(self.headers_env).copied().chain([ONLY_LOOPBACK, JOURNAL_FILE])
    }

    /// The class of clients of this name, sync or async.
    #[must_use]
    pub fn client_class(&self, name: &str) -> Option<&'static ClientClass> {
        self.clients.iter().find(|class| class.name == name || class.async_name == name)
    }

    /// The name that an operation has in a class of clients, or nothing when the class does not have it.
    #[must_use]
    pub fn method(&self, class: &ClientClass, operation: &Operation) -> Option<&'static str> {
        let (namespace, method) = self.split(operation);
        let is_of_class = namespace == class.namespace;
        let needs_no_keys = namespace.is_none() && !operation.authenticated;
        (is_of_class || (!class.takes_keys() && needs_no_keys)).then_some(method)
    }

    /// The operation that a class of clients has under the same method as `operation`, which another class may have.
    pub(crate) fn operation_of(
        &self,
        class: &ClientClass,
        operation: &'static Operation,
    ) -> Option<&'static Operation> {
        if self.method(class, operation).is_some() {
            return Some(operation);
        }
        let (_, method) = self.split(operation);
        self.operations.iter().find(|other| self.method(class, other) == Some(method))
    }

    /// The namespace of a class of clients in the name of an operation, and the rest of the name.
    fn split(&self, operation: &Operation) -> (Option<&'static str>, &'static str) {
        match operation.name.split_once('.') {
            Some((first, rest)) if self.clients.iter().any(|class| class.namespace == Some(first)) => {
                (Some(first), rest)
            }
            _ => (None, operation.name),
        }
    }

    /// The base URL for these options.
    pub(crate) fn base_url(&self, options: &ProviderOptions) -> &'static str {
        let chosen = options.values.get(self.base_url.option).map(String::as_str);
        let by_choice = self.base_url.by_choice.iter().find(|(choice, _)| Some(*choice) == chosen);
        by_choice.map_or(self.base_url.otherwise, |(_, url)| url)
    }

    /// The header fields that carry the keys; those of a key that was not given are left out.
    pub(crate) fn authorize(&self, options: &ProviderOptions) -> Vec<(&'static str, Secret)> {
        let field = |credential: &Credential| Some((credential.header, credential.value(options)?));
        self.credentials.iter().filter_map(field).collect()
    }

    /// Takes out of a response what its objects declare secret: an error keeps the response, and is printed.
    pub(crate) fn hide_secrets(&self, object: &mut Map<String, Value>) {
        for field in self.models.iter().flat_map(|model| model.fields) {
            if matches!(field.ty, FieldType::Secret)
                && let Some(value) = object.get_mut(field.name)
            {
                *value = Value::String(REDACTED.to_owned());
            }
        }
    }
}

/// The class of an error whose provider has no names of its own: the one of the kind.
pub(crate) fn class_of_kind(kind: Kind, _: Phase) -> &'static str {
    kind.class_name()
}

/// Where the requests of a provider go.
#[derive(Debug, Clone, Copy)]
pub struct BaseUrl {
    /// The address.
    pub otherwise: &'static str,
    /// The option whose value chooses another one.
    pub option: &'static str,
    /// The addresses of its values.
    pub by_choice: &'static [(&'static str, &'static str)],
}

impl BaseUrl {
    /// One address, whatever the options say.
    #[must_use]
    pub const fn fixed(url: &'static str) -> Self {
        Self { otherwise: url, option: "", by_choice: &[] }
    }
}

/// A header field that carries a key.
#[derive(Debug, Clone, Copy)]
pub struct Credential {
    /// Its name, in lower case.
    pub header: &'static str,
    /// The text in front of the keys.
    pub prefix: &'static str,
    /// The options whose keys it carries, with a colon between two.
    pub keys: &'static [&'static str],
    /// Whether the keys are encoded in base64.
    pub base64: bool,
}

impl Credential {
    /// The key in a field of its own.
    #[must_use]
    pub const fn key(header: &'static str, keys: &'static [&'static str]) -> Self {
        Self { header, prefix: "", keys, base64: false }
    }

    /// The key as a bearer's token.
    #[must_use]
    pub const fn bearer(keys: &'static [&'static str]) -> Self {
        Self { header: "authorization", prefix: "Bearer ", keys, base64: false }
    }

    fn value(&self, options: &ProviderOptions) -> Option<Secret> {
        let keys = self.keys.iter().map(|name| Some(options.secrets.get(name)?.expose()));
        let keys = keys.collect::<Option<Vec<_>>>()?.join(":");
        let keys = if self.base64 { base64::engine::general_purpose::STANDARD.encode(keys) } else { keys };
        Some(Secret::new(&format!("{}{keys}", self.prefix)))
    }
}

/// How the signals of a failure are read; nothing when the response is a success.
#[derive(Clone, Copy)]
pub(crate) enum ReadSignals {
    /// In the provider's own way.
    Own(fn(&ProviderResponse<'_>) -> Option<Signals>),
    /// As declared.
    Declared(&'static SignalPlaces),
}

/// Any settings fit together.
pub(crate) fn any_options(_: &ProviderOptions) -> Result<(), InvalidField> {
    Ok(())
}

/// The provider's SDK has no names for refused arguments.
pub(crate) fn no_sentinel(_: Option<&'static Operation>, _: &InvalidField) -> Option<&'static str> {
    None
}
