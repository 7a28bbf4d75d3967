//! The documentation of the options that all clients and calls take, in every language.

use std::time::Duration;

use payonce_core::Provider;
use payonce_core::spec::options::{
    CALL, CLIENT, Calls, OptionType, PACE, POOL_IDLE_TIMEOUT, RETRY, SharedOption,
};
use payonce_core::{MAX_BODY, RetryPolicy};

use crate::Generated;

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
pub(super) fn page() -> Generated {
    let mut text = INTRODUCTION.to_owned();
    text.push_str(
        "\n## Keys and addresses\n\n| provider | option | environment variable | |\n|---|---|---|---|\n",
    );
    for provider in Provider::ALL {
        let profile = provider.spec();
        for option in profile.options {
            let required = if option.required { " Required." } else { "" };
            let doc = sentence(option.doc);
            let environment = named(option.env);
            text.push_str(&format!(
                "| {} | `{}` | {environment} | {doc}{required} |\n",
                provider.title(),
                option.name
            ));
        }
        text.push_str(&format!(
            "| {} | `base_url` | {} | By default `{}`. |\n",
            provider.title(),
            named(profile.base_url_env),
            base_url(*provider)
        ));
        if !profile.headers_env.is_empty() {
            text.push_str(&format!(
                "| {} | `default_headers` | {} | One `Name: value` per line, in addition to the option. |\n",
                provider.title(),
                named(profile.headers_env)
            ));
        }
    }
    let tables = [
        ("Options of a client", "Each client takes these in addition to its keys.", CLIENT),
        (OF_CALLS, "An option of a call overrides the same option of its client.", CALL),
        ("Retry policy", "The members of `retry`, of a client or of a call.", RETRY),
        (
            "Rate limit",
            "The members of `rate_limit`. [Rate limits](rate-limits.md) explains the other forms.",
            PACE,
        ),
    ];
    for (title, lead, options) in tables {
        text.push_str(&format!("\n## {title}\n\n{lead}\n\n"));
        text.push_str("| Python | TypeScript | default | |\n|---|---|---|---|\n");
        for option in options {
            let calls = match option.calls {
                Calls::All => "",
                Calls::Keyed => {
                    " Only for calls that the provider recognizes by a key, and for `payments.send`."
                }
                Calls::Unkeyed => " Only for calls whose second request takes effect again.",
                Calls::Reconcilable => " Only for `payments.send`.",
            };
            text.push_str(&format!(
                "| `{}` | `{}` | {} | {}{calls} |\n",
                option.name,
                in_typescript(option),
                default_on_the_page(option, title),
                option.doc.text()
            ));
        }
    }
    text.push_str(END);
    Generated { path: "docs/configuration.md".into(), text }
}

const OF_CALLS: &str = "Options of a call";

const INTRODUCTION: &str = r#"# Configuration

<!-- Written by `cargo xtask codegen` from `crates/payonce-core/src` and `tools/codegen/src/options.rs`: edit those. -->

A client takes its options when it is constructed, and a call takes its own. The order is: option of the call, option of the
client, environment variable, default. A misspelled option is refused, and the error names it.

```python
from datetime import timedelta

from payonce import RetryPolicy
from payonce.agentwallex import AgentWallex

wallet = AgentWallex(timeout=10, retry=RetryPolicy(max_retries=5, deadline=timedelta(minutes=1)))
print(wallet.agents.list(timeout=2).total)
```

```ts
import { AgentWallex } from "payonce";

const wallet = new AgentWallex({ timeoutMs: 10_000, retry: { maxRetries: 5, deadlineMs: 60_000 } });
console.log((await wallet.agents.list({}, { timeoutMs: 2_000 })).total);
```

| | names | durations |
|---|---|---|
| Python | `snake_case` keyword arguments | seconds, or a `timedelta` |
| TypeScript | `camelCase` members of an object | milliseconds, and the name ends in `Ms` |
| Rust | `snake_case` methods of the builder | `Duration` |
"#;

const END: &str = r#"
## Options of one language

| option | language | |
|---|---|---|
| `on_event`, `onEvent` | all, of a client | Called for every step of a call. The request is not sent until it returns from `about_to_send`. |
| `signal` | TypeScript, of a call | An `AbortSignal` that ends the call. |
| `raise_on_failure`, `raiseOnFailure` | Python and TypeScript, of AgentPay's client and calls | True raises a refusal instead of returning it. See [For servers and tools](servers.md#a-server-that-charges-with-agentpay). |

## Environment variables

These are read in addition to the variables of the providers:

| variable | read by | effect |
|---|---|---|
| `PAYONCE_ONLY_LOOPBACK` | every client | `1` refuses every host except this machine. See [Testing code that pays](testing.md#refuse-every-other-machine). |
| `PAYONCE_BACKEND` | the npm package in Node and Bun | `wasm` uses WebAssembly instead of the native addon. |
| `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY` | Rust, Python, the native addon | The proxy for https. See [Connections](connections.md#proxies). |
| `SANDBOX_URL` | `payonce sandbox` | The address of the simulator to control. |
| `NO_COLOR` | the CLI | Turns off bold headings. |
"#;

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
    let client = payonce_core::Client::new(provider, &options, payonce_core::CaseStyle::Snake, &|_| None);
    client.map_or_else(|error| error.to_string(), |client| client.base_url().to_owned())
}

/// The default in the words of the page; a dash if the option has none.
fn default_on_the_page(option: &SharedOption, title: &str) -> String {
    match (default_of(option), option.name) {
        (Some(default), _) => default,
        (None, "base_url") => "see above".to_owned(),
        (None, "allow_insecure_http" | "allow_duplicate") => "False".to_owned(),
        (None, "reference" | "reconcile") => "True".to_owned(),
        (None, "timeout" | "max_retries" | "retry") if title == OF_CALLS => "that of the client".to_owned(),
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
    let usual = of(Provider::AgentPay);
    let others = Provider::ALL.iter().filter(|provider| of(**provider) != usual);
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
        let (of_calls, of_clients) = source.split_once("macro_rules! shared_options").unwrap();
        for (options, source) in [(CALL, of_calls), (CLIENT, of_clients), (PACE, of_calls)] {
            for option in options {
                // One header field or text at a time.
                let single = option.name.strip_suffix('s').unwrap_or(option.name);
                let has = |name: &str| source.contains(&format!("pub fn {name}("));
                assert!(has(option.name) || has(single), "{} is missing", option.name);
            }
        }
        let policy = format!("{:?}", RetryPolicy::default());
        for setting in RETRY {
            assert!(policy.contains(&format!("{}:", setting.name)), "{} is missing", setting.name);
        }
    }
}
