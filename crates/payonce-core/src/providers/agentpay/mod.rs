//! AgentPay: the payments layer of MCP servers.

mod errors;
mod operations;
mod types;

use crate::client::{ClientOption, OptionAlias, Settings};
use crate::operation::ClientClass;
use crate::pace::RateLimits;
use crate::providers::{Profile, any_settings, bearer, class_of_kind, no_sentinel};
use crate::secret::Secret;
use crate::vocabulary::Provider;

pub use errors::TABLE;
pub use operations::OPERATIONS;
pub use types::MODELS;

/// What is known of AgentPay.
pub static PROFILE: Profile = Profile {
    provider: Provider::AgentPay,
    errors: &TABLE,
    clients: &[ClientClass::new(
        "AgentPayClient",
        "AsyncAgentPayClient",
        "Charges the end users of an MCP server through AgentPay.",
    )],
    operations: OPERATIONS,
    models: MODELS,
    options: OPTIONS,
    aliases: &[OptionAlias::named("api_url", "base_url")],
    timeout_ms: 30_000,
    obeys_should_retry: false,
    refusals_are_results: true,
    rate_limits: RateLimits::UNKNOWN,
    base_url_env: &["AGENTPAY_BASE_URL"],
    headers_env: &[],
    base_url,
    authorize,
    check: any_settings,
    sentinel: no_sentinel,
    read: errors::read,
    class: class_of_kind,
};

const OPTIONS: &[ClientOption] = &[ClientOption {
    name: "service_token",
    env: &["AGENTPAY_SERVICE_TOKEN"],
    secret: true,
    required: true,
    choices: &[],
    doc: "the service token of your own server, sent as `Authorization: Bearer`; never an end user's key",
}];

/// The vendor's SDK appends `/v1` to whatever base URL it is given, so that the version stands in the paths.
fn base_url(_: &Settings) -> &'static str {
    "https://api.agentpay.me"
}

fn authorize(settings: &Settings) -> Vec<(&'static str, Secret)> {
    bearer(settings, "service_token")
}
