//! What the documentation of every language says of the options that all clients and calls take.

use std::time::Duration;

use payonce_core::options::{CALL, CLIENT, Calls, OptionType, PACE, POOL_IDLE_TIMEOUT, RETRY, SharedOption};
use payonce_core::{MAX_BODY, RetryPolicy};

use super::Generated;

/// What an option does, and its default.
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

/// The page of the documentation that lists them in all spellings.
pub(super) fn page() -> Generated {
    let mut text = String::from(
        "# Options\n\n<!-- Written by `cargo xtask codegen` from `crates/payonce-core/src/options.rs`; changes belong there. -->\n\n\
         An option of a call goes before the same option of its client. A duration is in seconds in Python (or a `timedelta`), in \
         milliseconds in TypeScript, and a `Duration` in Rust. A misspelled option is refused, and the error names it.\n",
    );
    let tables = [
        ("Of every client", "Besides the keys, which each client documents.", CLIENT),
        ("Of every call", "", CALL),
        ("Of `retry`", "", RETRY),
        ("Of `pace`", "", PACE),
    ];
    for (title, lead, options) in tables {
        text.push_str(&format!("\n## {title}\n\n"));
        if !lead.is_empty() {
            text.push_str(&format!("{lead}\n\n"));
        }
        text.push_str("| Python | TypeScript | |\n|---|---|---|\n");
        for option in options {
            let calls = match option.calls {
                Calls::All => "",
                Calls::Keyed => " Of calls that the provider recognises by a key, and of `payments.send`.",
                Calls::Unkeyed => " Of calls that take effect as often as they are sent.",
                Calls::Reconcilable => " Of `payments.send`.",
            };
            text.push_str(&format!(
                "| `{}` | `{}` | {}{calls} |\n",
                option.name,
                in_typescript(option),
                documented(option)
            ));
        }
    }
    text.push_str(
        "\nBeside these, TypeScript takes `signal` in a call and `onEvent` in a client, Python and Rust `on_event` in a client.\n",
    );
    Generated { path: "docs/options.md".into(), text }
}

/// Its name in TypeScript.
pub(super) fn in_typescript(option: &SharedOption) -> String {
    let name = payonce_core::KeyStyle::Camel.spelled(option.name);
    if option.ty == OptionType::Duration { format!("{name}Ms") } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The builders of the Rust package are written by hand, with the types of Rust.
    #[test]
    fn the_rust_package_has_every_option() {
        let source = include_str!("../../../payonce/src/options.rs");
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
