//! AgentPay: the payments layer of MCP servers.

mod error_details;
mod errors;
mod operations;
mod types;

use crate::spec::client::{ClientClass, ClientOption, OptionAlias, RateLimits};
use crate::spec::doc::Doc;
use crate::spec::provider::{
    BaseUrl, Credential, ProviderName, ProviderSpec, ReadSignals, any_options, class_of_kind, no_sentinel,
};

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
    should_retry_header: None,
    refusals_are_results: true,
    rate_limits: RateLimits::UNKNOWN,
    base_url_env: &["AGENTPAY_BASE_URL"],
    headers_env: &[],
    // The vendor's SDK appends `/v1` to whatever base URL it is given, so the version is in the paths.
    base_url: BaseUrl::fixed("https://api.agentpay.me"),
    credentials: &[Credential::bearer(&["service_token"])],
    webhook: None,
    check: any_options,
    sentinel: no_sentinel,
    read: ReadSignals::Own(errors::read),
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
