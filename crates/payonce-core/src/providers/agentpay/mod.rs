//! AgentPay: the payments layer of MCP servers.

mod error_details;
mod errors;
mod operations;
mod types;

use crate::model::secret::Secret;
use crate::spec::client::{ClientClass, ClientOption, OptionAlias, ProviderOptions, RateLimits};
use crate::spec::doc::Doc;
use crate::spec::provider::{ProviderName, ProviderSpec, any_options, bearer, class_of_kind, no_sentinel};

pub use error_details::ERROR_DETAILS;
pub use errors::TABLE;
pub use operations::OPERATIONS;
pub use types::MODELS;

/// What is known of AgentPay.
pub static SPEC: ProviderSpec = ProviderSpec {
    name: ProviderName {
        id: "agentpay",
        title: "AgentPay",
        class: "AgentPayError",
        doc: Doc::new("AgentPay, the payments layer of MCP servers."),
    },
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
    check: any_options,
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

/// The vendor's SDK appends `/v1` to whatever base URL it is given, so the version is in the paths.
fn base_url(_: &ProviderOptions) -> &'static str {
    "https://api.agentpay.me"
}

fn authorize(options: &ProviderOptions) -> Vec<(&'static str, Secret)> {
    bearer(options, "service_token")
}
