//! AgenticPencil: keyword and content research, paid in credits.

mod error_details;
mod errors;
mod operations;
mod types;

use crate::spec::client::{ClientClass, ClientOption, Plan, RateLimits};
use crate::spec::doc::Doc;
use crate::spec::provider::{
    BaseUrl, Credential, ProviderName, ProviderSpec, ReadSignals, any_options, class_of_kind, no_sentinel,
};

pub use error_details::ERROR_DETAILS;
pub use errors::TABLE;
pub use operations::OPERATIONS;
pub use types::MODELS;

/// What is known of AgenticPencil.
pub static SPEC: ProviderSpec = ProviderSpec {
    name: ProviderName {
        id: "agenticpencil",
        title: "AgenticPencil",
        class: "AgenticPencilError",
        doc: Doc::new("AgenticPencil, keyword and content research paid in credits."),
    },
    errors: &TABLE,
    clients: &[ClientClass::new(
        "AgenticPencil",
        "AsyncAgenticPencil",
        "Keyword and content research of AgenticPencil, paid in credits.",
    )],
    operations: OPERATIONS,
    models: MODELS,
    options: OPTIONS,
    aliases: &[],
    timeout_ms: 60_000,
    should_retry_header: None,
    refusals_are_results: false,
    rate_limits: RateLimits { plans: PLANS, header_is_per_minute: true, ..RateLimits::UNKNOWN },
    base_url_env: &["AGENTICPENCIL_BASE_URL"],
    headers_env: &[],
    base_url: BaseUrl::fixed("https://api.agenticpencil.com"),
    credentials: &[Credential::bearer(&["api_key"])],
    webhook: None,
    check: any_options,
    sentinel: no_sentinel,
    read: ReadSignals::Declared(&errors::SIGNALS),
    class: class_of_kind,
};

/// The plans with their requests in a minute (docs.agenticpencil.com, rate limits).
const PLANS: &[Plan] = &[
    Plan { name: "free", per_minute: 10, concurrent: None },
    Plan { name: "pro", per_minute: 60, concurrent: None },
    Plan { name: "scale", per_minute: 120, concurrent: None },
    Plan { name: "enterprise", per_minute: 300, concurrent: None },
];

const OPTIONS: &[ClientOption] = &[ClientOption {
    name: "api_key",
    env: &["AGENTICPENCIL_API_KEY"],
    secret: true,
    // An account is registered without one; everything else is refused before it is sent.
    required: false,
    choices: &[],
    doc: "the API key, which starts with `ap_`, sent as `Authorization: Bearer`; only `auth.register` needs none",
}];
