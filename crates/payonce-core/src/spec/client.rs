//! How a client is declared: its classes, its options, the rate limits of its provider.

use crate::model::secret::Secret;
use crate::model::small_map::SmallMap;
use crate::spec::doc::Doc;

/// The options that only this provider's client has, after checking.
#[derive(Debug, Clone, Default)]
pub(crate) struct ProviderOptions {
    /// Options that are not secret, such as the environment.
    pub(crate) values: SmallMap<String>,
    /// Keys and tokens.
    pub(crate) secrets: SmallMap<Secret>,
}

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

/// Another place where an option is taken, so that code which was written for the vendor's own SDK runs.
#[derive(Debug, Clone, Copy)]
pub struct OptionAlias {
    /// The object that it is a member of, where it does not stand among the options itself.
    pub group: Option<&'static str>,
    /// Its name.
    pub name: &'static str,
    /// The option that it represents.
    pub option: &'static str,
}

impl OptionAlias {
    /// Another name for the option.
    #[must_use]
    pub const fn named(name: &'static str, option: &'static str) -> Self {
        Self { group: None, name, option }
    }

    /// A member of an object among the options.
    #[must_use]
    pub const fn member(group: &'static str, name: &'static str, option: &'static str) -> Self {
        Self { group: Some(group), name, option }
    }

    /// The name that stands among the options.
    #[must_use]
    pub fn top(&self) -> &'static str {
        self.group.unwrap_or(self.name)
    }

    /// The path of the alias.
    #[must_use]
    pub fn path(&self) -> String {
        match self.group {
            Some(group) => format!("{group}.{}", self.name),
            None => self.name.to_owned(),
        }
    }
}

/// What a plan of a provider allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Its name, as the provider writes it, in lower case.
    pub name: &'static str,
    /// The requests in a minute.
    pub per_minute: u32,
    /// The requests at the same time.
    pub concurrent: Option<u32>,
}

/// The documented rate limits of a provider.
#[derive(Debug, Clone, Copy)]
pub struct RateLimits {
    /// The requests in a minute that hold for every customer.
    pub per_minute: Option<u32>,
    /// Its plans, where the limits depend on them.
    pub plans: &'static [Plan],
    /// Whether `X-RateLimit-Limit` is a number of requests in a minute.
    pub header_is_per_minute: bool,
}

impl RateLimits {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { per_minute: None, plans: &[], header_is_per_minute: false };
}

/// What a class of clients says of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClassKeys {
    /// Each option says whether it is required.
    AsDeclared,
    /// Every key is required.
    Required,
    /// The class takes no key, not even from the environment.
    None,
}

/// A class of clients, as Python and TypeScript export it.
#[derive(Debug, Clone, Copy)]
pub struct ClientClass {
    /// The class of clients whose methods block in Python, and the only one in TypeScript.
    pub name: &'static str,
    /// The class of clients whose methods are awaited in Python.
    pub async_name: &'static str,
    /// What it says of keys.
    pub keys: ClassKeys,
    /// The first part of the names of the operations that only this class has: `public` for `public.create_intent`,
    /// whose method is `create_intent`.
    pub namespace: Option<&'static str>,
    /// What it is for.
    pub doc: Doc,
}

impl ClientClass {
    /// A class with all operations outside of any namespace.
    #[must_use]
    pub const fn new(name: &'static str, async_name: &'static str, doc: &'static str) -> Self {
        Self { name, async_name, keys: ClassKeys::AsDeclared, namespace: None, doc: Doc::new(doc) }
    }

    /// Makes it a class that cannot exist without its keys.
    #[must_use]
    pub const fn requiring_keys(mut self) -> Self {
        self.keys = ClassKeys::Required;
        self
    }

    /// Makes it a class without keys, with the operations of this namespace and those that send no credentials.
    #[must_use]
    pub const fn without_keys(mut self, namespace: &'static str) -> Self {
        self.keys = ClassKeys::None;
        self.namespace = Some(namespace);
        self
    }

    /// Whether a client of this class cannot be made without the option.
    #[must_use]
    pub fn requires(&self, option: &ClientOption) -> bool {
        match self.keys {
            ClassKeys::AsDeclared => option.required,
            ClassKeys::Required => option.required || option.secret,
            ClassKeys::None => option.required && !option.secret,
        }
    }

    /// Whether clients of this class take keys.
    #[must_use]
    pub fn takes_keys(&self) -> bool {
        self.keys != ClassKeys::None
    }
}
