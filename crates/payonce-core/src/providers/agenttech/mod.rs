//! AgentTech Pay (Cross402): stablecoin payment intents across chains.

mod error_details;
mod errors;
mod operations;
mod types;

use crate::model::invalid_field::InvalidField;
use crate::model::vocabulary::{Kind, Phase};
use crate::spec::client::{ClientClass, ClientOption, OptionAlias, ProviderOptions, RateLimits};
use crate::spec::doc::Doc;
use crate::spec::operation::Operation;
use crate::spec::provider::{BaseUrl, Credential, ProviderName, ProviderSpec, ReadSignals};

pub use error_details::ERROR_DETAILS;
pub use errors::TABLE;
pub use operations::OPERATIONS;
pub use types::MODELS;

/// What is known of AgentTech Pay.
pub static SPEC: ProviderSpec = ProviderSpec {
    name: ProviderName {
        id: "agenttech",
        title: "AgentTech Pay",
        class: "AgentTechError",
        doc: Doc::new("AgentTech Pay (Cross402), stablecoin payment intents across chains."),
    },
    errors: &TABLE,
    clients: &[
        ClientClass::new(
            "PayClient",
            "AsyncPayClient",
            "Creates payment intents of AgentTech Pay and pays them from the agent's own wallet.",
        )
        .requiring_keys(),
        ClientClass::new(
            "PublicPayClient",
            "AsyncPublicPayClient",
            "The part of AgentTech Pay that needs no keys: the payer pays an intent with a wallet of their own.",
        )
        .without_keys("public"),
    ],
    operations: OPERATIONS,
    models: MODELS,
    options: OPTIONS,
    aliases: &[
        OptionAlias::member("auth", "api_key", "api_key"),
        OptionAlias::member("auth", "secret_key", "secret_key"),
    ],
    timeout_ms: 30_000,
    should_retry_header: None,
    refusals_are_results: false,
    rate_limits: RateLimits { per_minute: Some(60), ..RateLimits::UNKNOWN },
    base_url_env: &["AGENTTECH_BASE_URL"],
    headers_env: &[],
    base_url: BaseUrl::fixed("https://api-pay.agent.tech"),
    credentials: CREDENTIALS,
    webhook: None,
    check,
    sentinel,
    read: ReadSignals::Own(errors::read),
    class,
};

const OPTIONS: &[ClientOption] = &[
    ClientOption {
        name: "api_key",
        env: &["AGENTTECH_API_KEY", "CROSS402_API_KEY"],
        secret: true,
        required: false,
        choices: &[],
        doc: "the API key; with the secret key it is sent as `Authorization: Bearer`",
    },
    ClientOption {
        name: "secret_key",
        env: &["AGENTTECH_SECRET_KEY", "CROSS402_SECRET_KEY"],
        secret: true,
        required: false,
        choices: &[],
        doc: "the secret key that belongs to the API key",
    },
];

/// Both keys or none. `PayClient` has both and `PublicPayClient` has none. A program that calls operations by their names
/// has either, and without keys it has the public operations.
fn check(options: &ProviderOptions) -> Result<(), InvalidField> {
    let has = |name: &str| options.secrets.contains(name);
    let missing = match (has("api_key"), has("secret_key")) {
        (true, false) => "secret_key",
        (false, true) => "api_key",
        _ => return Ok(()),
    };
    Err(InvalidField::new(missing, "is missing; give both keys, or none for the public operations"))
}

/// Bearer and not Basic, although the token is made like Basic's.
const CREDENTIALS: &[Credential] =
    &[Credential { base64: true, ..Credential::bearer(&["api_key", "secret_key"]) }];

/// The sentinel of the vendor's Go SDK for what was refused here.
fn sentinel(operation: Option<&'static Operation>, field: &InvalidField) -> Option<&'static str> {
    match field.path().as_str() {
        "base_url" if field.is_missing() => Some("ErrEmptyBaseURL"),
        "intent_id" if field.is_missing() => Some("ErrEmptyIntentID"),
        "settle_proof" if field.is_missing() => Some("ErrEmptySettleProof"),
        "api_key" | "secret_key" | "auth.api_key" | "auth.secret_key" if field.is_missing() => {
            Some("ErrMissingAuth")
        }
        "page" | "page_size" => Some("ErrInvalidPagination"),
        "from_amount" | "to_amount"
            if operation.is_some_and(|operation| operation.name == "get_swap_quote") =>
        {
            Some("ErrExactInExactOutMutuallyExclusive")
        }
        "params" | "arguments" => Some("ErrNilParams"),
        _ => None,
    }
}

/// The vendor's own three names: one for every response with an error status, one for what is refused locally, one for
/// the rest (its Go SDK puts broken connections, timeouts and undecodable responses there). A success that reports a
/// failed payment has no name in the vendor's SDKs and keeps the one of its kind.
fn class(kind: Kind, phase: Phase) -> &'static str {
    match (kind, phase) {
        (Kind::InvalidArgument, _) => "PayValidationError",
        (Kind::Failed, _) => kind.class_name(),
        (_, Phase::Answered) => "PayApiError",
        _ => "UnexpectedError",
    }
}
