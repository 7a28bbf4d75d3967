//! Pay-i: spending limits and accounting for model calls.

mod errors;
mod operations;
mod types;

use crate::client::{ClientOption, Settings};
use crate::operation::ClientClass;
use crate::pace::RateLimits;
use crate::providers::{Profile, any_settings, class_of_kind, no_sentinel};
use crate::secret::Secret;
use crate::vocabulary::Provider;

pub use errors::TABLE;
pub use operations::OPERATIONS;
pub use types::MODELS;

/// What is known of Pay-i.
pub static PROFILE: Profile = Profile {
    provider: Provider::Payi,
    errors: &TABLE,
    clients: &[ClientClass::new(
        "Payi",
        "AsyncPayi",
        "Limits and accounting for model calls through Pay-i. As Pay-i's own package does, it also takes its base URL from \
         the environment, `PAYI_BASE_URL`, and header fields for every request, `PAYI_CUSTOM_HEADERS`: a `Name: value` a \
         line.",
    )],
    operations: OPERATIONS,
    models: MODELS,
    options: OPTIONS,
    aliases: &[],
    timeout_ms: 60_000,
    obeys_should_retry: true,
    refusals_are_results: false,
    rate_limits: RateLimits::UNKNOWN,
    base_url_env: &["PAYI_BASE_URL"],
    headers_env: &["PAYI_CUSTOM_HEADERS"],
    base_url,
    authorize,
    check: any_settings,
    sentinel: no_sentinel,
    read: errors::read,
    class: class_of_kind,
};

const OPTIONS: &[ClientOption] = &[ClientOption {
    name: "api_key",
    env: &["PAYI_API_KEY"],
    secret: true,
    required: true,
    choices: &[],
    doc: "the API key, sent as `xProxy-api-key`",
}];

fn base_url(_: &Settings) -> &'static str {
    "https://api.pay-i.com"
}

fn authorize(settings: &Settings) -> Vec<(&'static str, Secret)> {
    settings.secrets.get("api_key").map(|key| ("xproxy-api-key", key.clone())).into_iter().collect()
}
