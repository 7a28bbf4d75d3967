//! The documentation of the options that all clients and calls take, in every language.

use std::time::Duration;

use minijinja::context;
use payonce_core::spec::operation::Operation;
use payonce_core::spec::options::{
    CALL, CLIENT, Calls, OptionType, PACE, POOL_IDLE_TIMEOUT, RETRY, SharedOption,
};
use payonce_core::{ClientOption, MAX_BODY, Provider, RetryPolicy};
use serde::Serialize;

use crate::Generated;
use crate::templates::render;

/// The type of the options of an operation, in Python and TypeScript.
pub(super) fn options_type(operation: &Operation) -> &'static str {
    match Calls::of(operation.safety()) {
        Calls::All => "CallOptions",
        Calls::Keyed => "KeyedOptions",
        Calls::Unkeyed => "UnkeyedOptions",
        Calls::Reconcilable => "ReconcilableOptions",
    }
}

/// The documentation of an option, with its default.
pub(super) fn documented(option: &SharedOption) -> String {
    let doc = option.doc.text();
    default_of(option).map_or_else(|| doc.to_owned(), |default| format!("{doc} {default} by default."))
}

/// The defaults, from where the core has them.
fn default_of(option: &SharedOption) -> Option<String> {
    let policy = RetryPolicy::default();
    let seconds = |time: Duration| format!("{} seconds", time.as_secs());
    let is_setting = RETRY.iter().any(|setting| setting.doc == option.doc);
    match option.name {
        "max_retries" if is_setting => Some(policy.max_retries.to_string()),
        "base_delay" => Some(format!("{} second", policy.base_delay.as_secs())),
        "max_delay" => Some(seconds(policy.max_delay)),
        "jitter" => Some(if policy.jitter { "True" } else { "False" }.to_owned()),
        "pool_idle_timeout" => Some(seconds(POOL_IDLE_TIMEOUT)),
        "deadline" => Some(seconds(policy.deadline)),
        "max_retry_after" => Some(seconds(policy.max_retry_after)),
        "budget" => Some(policy.budget.to_string()),
        "max_body_bytes" => Some(format!("{} MiB", MAX_BODY / (1024 * 1024))),
        _ => None,
    }
}

/// The page of the documentation that lists them in all spellings, with the options and variables of each provider.
pub(super) fn page() -> anyhow::Result<Generated> {
    let values = context! {
        providers => Provider::BUILT_IN.iter().map(|provider| keys(*provider)).collect::<Vec<_>>(),
        client => rows(CLIENT, false),
        call => rows(CALL, true),
        retry => rows(RETRY, false),
        rate_limit => rows(PACE, false),
    };
    Ok(Generated { path: "docs/configuration.md".into(), text: render("docs/configuration.md", values)? })
}

/// An option in a table of the page.
#[derive(Serialize)]
struct Row {
    name: &'static str,
    in_typescript: String,
    default: String,
    doc: &'static str,
    /// The calls that take it, unless all do.
    calls: &'static str,
}

fn rows(options: &[SharedOption], of_call: bool) -> Vec<Row> {
    let row = |option: &SharedOption| Row {
        name: option.name,
        in_typescript: in_typescript(option),
        default: default_on_the_page(option, of_call),
        doc: option.doc.text(),
        calls: match option.calls {
            Calls::All => "",
            Calls::Keyed => " Only for calls that change something.",
            Calls::Unkeyed => " Only for calls whose second request takes effect again.",
            Calls::Reconcilable => " Only for `payments.send`.",
        },
    };
    options.iter().map(row).collect()
}

/// The options and variables of a provider.
#[derive(Serialize)]
struct Keys {
    title: &'static str,
    options: Vec<KeyRow>,
    base_url: String,
    base_url_variables: String,
    headers_variables: Option<String>,
}

#[derive(Serialize)]
struct KeyRow {
    name: &'static str,
    variables: String,
    doc: String,
    required: bool,
}

fn keys(provider: Provider) -> Keys {
    let spec = provider.spec();
    let row = |option: &ClientOption| KeyRow {
        name: option.name,
        variables: named(option.env),
        doc: sentence(option.doc),
        required: spec.clients.first().is_some_and(|class| class.requires(option)),
    };
    Keys {
        title: provider.title(),
        options: spec.options.iter().map(row).collect(),
        base_url: base_url(provider),
        base_url_variables: named(spec.base_url_env),
        headers_variables: (!spec.headers_env.is_empty()).then(|| named(spec.headers_env)),
    }
}

/// The environment variables, or a dash.
fn named(variables: &[&str]) -> String {
    let names: Vec<String> = variables.iter().map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "–".to_owned() } else { names.join(", ") }
}

/// A text of a declaration as a sentence of its own.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

/// Where a provider's client sends requests by default.
fn base_url(provider: Provider) -> String {
    let keys = provider.spec().options.iter().filter(|option| option.secret);
    let options = keys.map(|key| (key.name.to_owned(), "a_key_of_no_account".into())).collect();
    let client =
        payonce_core::ffi::client_from(provider, &options, payonce_core::CaseStyle::Snake, &|_| None);
    client.map_or_else(|error| error.to_string(), |client| client.base_url().to_owned())
}

/// The default in the words of the page; a dash if the option has none.
fn default_on_the_page(option: &SharedOption, of_call: bool) -> String {
    match (default_of(option), option.name) {
        (Some(default), _) => default,
        (None, "base_url") => "see above".to_owned(),
        (None, "allow_insecure_http" | "allow_duplicate") => "False".to_owned(),
        (None, "reference" | "reconcile") => "True".to_owned(),
        (None, "timeout" | "max_retries" | "retry") if of_call => "that of the client".to_owned(),
        (None, "timeout") => timeouts(),
        (None, "max_retries") => "that of `retry`".to_owned(),
        (None, "retry") => "[below](#retry-policy)".to_owned(),
        (None, "rate_limit") => "no limit".to_owned(),
        (None, "language") => "`en`".to_owned(),
        (None, "idempotency_key") => "generated".to_owned(),
        (None, _) => "–".to_owned(),
    }
}

/// The timeout of most clients, then those that differ.
fn timeouts() -> String {
    let of = |provider: Provider| Duration::from_millis(provider.spec().timeout_ms).as_secs();
    let usual = of(Provider::AGENTPAY);
    let others = Provider::BUILT_IN.iter().filter(|provider| of(**provider) != usual);
    let others: Vec<String> =
        others.map(|provider| format!("{} for {}", of(*provider), provider.title())).collect();
    format!("{usual} seconds; {}", others.join(", "))
}

/// Its name in TypeScript.
pub(super) fn in_typescript(option: &SharedOption) -> String {
    let name = payonce_core::CaseStyle::Camel.spelled(option.name);
    if option.ty == OptionType::Duration { format!("{name}Ms") } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The builders of the Rust package are written by hand, with the types of Rust.
    #[test]
    fn the_rust_package_has_every_option() {
        let source = include_str!("../../../crates/payonce/src/options.rs");
        let (of_calls, of_clients) = source.split_once("macro_rules! typed_shared_options").unwrap();
        for (options, source) in [(CALL, of_calls), (CLIENT, of_clients), (PACE, of_calls)] {
            for option in options {
                // One header field or text at a time.
                let single = option.name.strip_suffix('s').unwrap_or(option.name);
                let has = |name: &str| source.contains(&format!("pub fn {name}("));
                assert!(has(option.name) || has(single), "{} is missing", option.name);
            }
        }
        let builders = include_str!("../../../crates/payonce/src/call.rs");
        for (arm, calls) in [
            ("(all)", Calls::All),
            ("(keyed)", Calls::Keyed),
            ("(unkeyed)", Calls::Unkeyed),
            ("(reconcilable)", Calls::Reconcilable),
        ] {
            let (_, source) = builders.split_once(&format!("\n    {arm} => {{")).unwrap();
            let (source, _) = source.split_once("\n    };").unwrap();
            let own: Vec<&str> = CALL.iter().filter(|option| option.calls == calls).map(|o| o.name).collect();
            assert_eq!(source.matches("pub fn ").count(), own.len(), "{arm}");
            for name in own {
                let name = if name == "headers" { "header" } else { name };
                assert!(source.contains(&format!("pub fn {name}(")), "{arm} lacks {name}");
            }
        }
        let policy = format!("{:?}", RetryPolicy::default());
        for setting in RETRY {
            assert!(policy.contains(&format!("{}:", setting.name)), "{} is missing", setting.name);
        }
    }
}
