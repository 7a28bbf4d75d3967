//! AgentWallex: wallets with policies for agents.

mod error_details;
mod errors;
mod operations;
mod types;
mod webhook;

use crate::spec::client::{ClientClass, ClientOption, Plan, RateLimits};
use crate::spec::doc::Doc;
use crate::spec::provider::{
    BaseUrl, Credential, ProviderName, ProviderSpec, ReadSignals, any_options, class_of_kind, no_sentinel,
};

pub use error_details::ERROR_DETAILS;
pub use errors::TABLE;
pub use operations::OPERATIONS;
pub use types::MODELS;
pub use webhook::{TOLERANCE, WEBHOOK};

/// What is known of AgentWallex.
pub static SPEC: ProviderSpec = ProviderSpec {
    name: ProviderName {
        id: "agentwallex",
        title: "AgentWallex",
        class: "AgentWallexError",
        doc: Doc::new("AgentWallex, wallets with policies for agents."),
    },
    errors: &TABLE,
    clients: &[ClientClass::new(
        "AgentWallex",
        "AsyncAgentWallex",
        "Pays from the wallets of agents through AgentWallex, within their policies.",
    )],
    operations: OPERATIONS,
    models: MODELS,
    options: OPTIONS,
    aliases: &[],
    timeout_ms: 30_000,
    should_retry_header: None,
    refusals_are_results: false,
    rate_limits: RateLimits { plans: PLANS, ..RateLimits::UNKNOWN },
    base_url_env: &["AGENTWALLEX_BASE_URL"],
    headers_env: &[],
    base_url: BASE_URL,
    credentials: &[Credential::key("x-api-key", &["api_key"])],
    webhook: Some(&WEBHOOK),
    check: any_options,
    sentinel: no_sentinel,
    read: ReadSignals::Own(errors::read),
    class: class_of_kind,
};

/// The plans with their requests in a minute and at the same time, for one API key (docs.agentwallex.com, API keys).
/// Limits per day are not enforced, because no call can wait until the next day.
const PLANS: &[Plan] = &[
    Plan { name: "starter", per_minute: 60, concurrent: Some(5) },
    Plan { name: "growth", per_minute: 300, concurrent: Some(25) },
];

const BASE_URL: BaseUrl = BaseUrl {
    otherwise: "https://api-sandbox.agentwallex.com/api/v1",
    option: "environment",
    by_choice: &[("production", "https://api.agentwallex.com/api/v1")],
};

const OPTIONS: &[ClientOption] = &[
    ClientOption {
        name: "api_key",
        env: &["AGENTWALLEX_API_KEY"],
        secret: true,
        required: true,
        choices: &[],
        doc: "the API key, sent as `X-API-Key`",
    },
    ClientOption {
        name: "environment",
        env: &[],
        secret: false,
        required: false,
        choices: &["sandbox", "production"],
        doc: "`sandbox` (the vendor's own default) or `production`",
    },
];
