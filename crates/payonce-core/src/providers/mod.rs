//! What is known of each provider: its table of errors, its operations, its types.

pub mod agenticpencil;
pub mod agentpay;
pub mod agenttech;
pub mod agentwallex;
mod body_signals;
pub mod payi;

use crate::model::vocabulary::Provider;
use crate::spec::operation::Operation;
use crate::spec::provider::ProviderSpec;

impl Provider {
    /// What is known of this provider.
    #[must_use]
    pub fn spec(self) -> &'static ProviderSpec {
        match self {
            Self::AgentPay => &agentpay::SPEC,
            Self::AgentTech => &agenttech::SPEC,
            Self::Payi => &payi::SPEC,
            Self::AgenticPencil => &agenticpencil::SPEC,
            Self::AgentWallex => &agentwallex::SPEC,
        }
    }

    /// The operation of this name.
    #[must_use]
    pub fn operation(self, name: &str) -> Option<&'static Operation> {
        self.spec().operations.iter().find(|operation| operation.name == name)
    }
}
