//! A provider as a file: what is built in obeys the rules of every file.

mod errors;
mod operations;
mod webhook;

use serde_json::Value;

use crate::provider_file::duration::written;
use crate::provider_file::tree::FileFormat;
use crate::spec::operation::SafetySpec;
use crate::spec::provider::ReadSignals;
use crate::spec::provider::{Provider, ProviderSpec, any_options, no_sentinel};

/// A provider as the text of a file, and what of it no file can say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedProvider {
    /// The file, as JSON or TOML.
    pub text: String,
    /// What the file leaves out, one sentence each.
    pub left_out: Vec<&'static str>,
}

/// Writes a provider as a file under another id: a file cannot take the place of one that is built in.
///
/// # Errors
/// A value that the format cannot write; no provider that is built in has one.
pub fn export(provider: Provider, id: &str, format: FileFormat) -> Result<ExportedProvider, String> {
    let file = Value::Object(file_of(provider.spec(), id).0);
    let text = match format {
        #[cfg(feature = "toml")]
        FileFormat::Toml => toml::to_string(&in_toml(&file)).map_err(|wrong| wrong.to_string())?,
        FileFormat::Json => serde_json::to_string_pretty(&file).map_err(|wrong| wrong.to_string())?,
    };
    Ok(ExportedProvider { text, left_out: left_out(provider.spec()) })
}

/// The value without what only JSON has: numbers of any length, and null.
#[cfg(feature = "toml")]
fn in_toml(value: &Value) -> toml::Value {
    match value {
        Value::Null => toml::Value::String(String::new()),
        Value::Bool(flag) => toml::Value::Boolean(*flag),
        Value::Number(number) => number
            .as_i64()
            .map_or_else(|| toml::Value::Float(number.as_f64().unwrap_or_default()), toml::Value::Integer),
        Value::String(text) => toml::Value::String(text.clone()),
        Value::Array(items) => toml::Value::Array(items.iter().map(in_toml).collect()),
        Value::Object(members) => {
            toml::Value::Table(members.iter().map(|(name, value)| (name.clone(), in_toml(value))).collect())
        }
    }
}

/// A table of a file in the making. What reads as its default is left out.
#[derive(Default)]
struct Table(serde_json::Map<String, Value>);

impl Table {
    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        let is_default = match &value {
            Value::Null | Value::Bool(false) => true,
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            Value::Object(members) => members.is_empty(),
            Value::Bool(true) | Value::Number(_) => false,
        };
        if !is_default {
            self.0.insert(name.to_owned(), value);
        }
        self
    }

    /// Adds a value even where it is empty.
    fn always(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }
}

impl From<Table> for Value {
    fn from(table: Table) -> Self {
        Self::Object(table.0)
    }
}

fn left_out(spec: &ProviderSpec) -> Vec<&'static str> {
    let has_own_reading = matches!(spec.read, ReadSignals::Own(_));
    let operations = || spec.operations.iter();
    [
        (
            has_own_reading,
            "its responses are read by code of their own: the file looks for codes where frameworks put them",
        ),
        (!spec.errors.prefixes.is_empty(), "beginnings of codes: only whole codes are in the file"),
        (
            !std::ptr::fn_addr_eq(spec.check, any_options as fn(&_) -> _),
            "options that have to be given together",
        ),
        (
            !std::ptr::fn_addr_eq(spec.sentinel, no_sentinel as fn(_, &_) -> _),
            "the names of the vendor's own SDK for refused arguments",
        ),
        (spec.clients.len() > 1, "a second class of clients"),
        (!spec.aliases.is_empty(), "other names for options, from the vendor's own SDK"),
        (spec.refusals_are_results, "refusals that the vendor's own SDK returns as results"),
        (!spec.headers_env.is_empty(), "header fields from the environment"),
        (operations().any(|operation| operation.lookup.is_some()), "an argument that the client looks up"),
        (
            operations().any(|operation| operation.keyless.is_some()),
            "operations that a client with keys refuses",
        ),
        (
            operations().any(|operation| matches!(operation.repeated, SafetySpec::Keyed { field: None, .. })),
            "keys in each item of a list: the operation is written as `unkeyed`",
        ),
        (
            spec.webhook.is_some_and(|webhook| webhook.accepts_no_time),
            "events that are signed without any time: the file refuses them",
        ),
    ]
    .into_iter()
    .filter_map(|(applies, what)| applies.then_some(what))
    .collect()
}

fn file_of(spec: &'static ProviderSpec, id: &str) -> Table {
    let options = spec.options.iter().map(|option| {
        let table = Table::default()
            .with("name", option.name)
            .with("env", option.env)
            .with("secret", option.secret)
            .with("required", option.required);
        table.with("choices", option.choices).with("about", option.doc)
    });
    let urls = spec.base_url.by_choice.iter();
    let urls = urls.fold(Table::default(), |urls, (choice, url)| urls.with(choice, *url));
    let by =
        if urls.0.is_empty() { Table::default() } else { Table::default().with(spec.base_url.option, urls) };
    let file = Table::default()
        .with("payonce", 1)
        .with("id", id)
        .with("title", spec.name.title)
        .with("about", spec.name.doc.text())
        .with("base_url", spec.base_url.otherwise)
        .always("base_url_env", spec.base_url_env)
        .with("base_url_by", by)
        .with("timeout", written(std::time::Duration::from_millis(spec.timeout_ms)))
        .with("auth", auth(spec))
        .with("read", errors::read(spec))
        .with("rate_limit", rate_limit(spec))
        .with("option", options.collect::<Vec<_>>());
    let file = operations::add(errors::add(file, spec.errors), spec);
    file.with("webhook", spec.webhook.map(webhook::table).unwrap_or_default())
}

fn auth(spec: &ProviderSpec) -> Table {
    let Some(credential) = spec.credentials.first() else { return Table::default() };
    Table::default()
        .with("header", credential.header)
        .with("value", format!("{}{{{}}}", credential.prefix, credential.keys.join("}:{")))
        .with("base64", credential.base64)
}

fn rate_limit(spec: &ProviderSpec) -> Table {
    let limits = &spec.rate_limits;
    if limits.per_minute.is_none() && limits.plans.is_empty() && !limits.header_is_per_minute {
        return Table::default();
    }
    let plans = limits.plans.iter().fold(Table::default(), |plans, plan| {
        let entry = Table::default().with("per_minute", plan.per_minute).with("concurrent", plan.concurrent);
        plans.with(plan.name, entry)
    });
    Table::default()
        .with("per_minute", limits.per_minute)
        .with("plans", plans)
        .with("header_is_per_minute", limits.header_is_per_minute)
        .with("source", spec.errors.source.text())
}
