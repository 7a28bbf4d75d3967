//! AgentPay: the payments layer of MCP servers.

mod errors;
mod operations;
mod types;

use crate::client::{ClientOption, Settings};
use crate::providers::Profile;
use crate::secret::Secret;
use crate::vocabulary::{Kind, Provider};

pub use errors::TABLE;
pub use operations::OPERATIONS;
pub use types::MODELS;

/// What is known of this provider.
pub static PROFILE: Profile = Profile {
    provider: Provider::AgentPay,
    errors: &TABLE,
    operations: OPERATIONS,
    models: MODELS,
    options: OPTIONS,
    timeout_ms: 30_000,
    obeys_should_retry: false,
    base_url,
    authorize,
    read: errors::read,
    class: Kind::class_name,
};

const OPTIONS: &[ClientOption] = &[];

fn base_url(_: &Settings) -> &'static str {
    ""
}

fn authorize(_: &Settings) -> Vec<(&'static str, Secret)> {
    Vec::new()
}
