//! Pay-i: spending limits and accounting for model calls.

mod error_details;
mod errors;
mod operations;
mod types;

use crate::spec::client::{ClientClass, ClientOption, RateLimits};
use crate::spec::doc::Doc;
use crate::spec::provider::{
    BaseUrl, Credential, ProviderName, ProviderSpec, ReadSignals, any_options, class_of_kind, no_sentinel,
};

pub use error_details::ERROR_DETAILS;
pub use errors::TABLE;
pub use operations::OPERATIONS;
pub use types::MODELS;

/// What is known of Pay-i.
pub static SPEC: ProviderSpec = ProviderSpec {
    name: ProviderName {
        id: "payi",
        title: "Pay-i",
        class: "PayiError",
        doc: Doc::new("Pay-i, spending limits and accounting for model calls."),
    },
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
    should_retry_header: Some("x-should-retry"),
    refusals_are_results: false,
    rate_limits: RateLimits::UNKNOWN,
    base_url_env: &["PAYI_BASE_URL"],
    headers_env: &["PAYI_CUSTOM_HEADERS"],
    base_url: BaseUrl::fixed("https://api.pay-i.com"),
    credentials: &[Credential::key("xproxy-api-key", &["api_key"])],
    webhook: None,
    check: any_options,
    sentinel: no_sentinel,
    read: ReadSignals::Own(errors::read),
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
