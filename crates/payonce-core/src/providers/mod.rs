//! What is known of each provider: its table of errors, its operations, its types.

pub mod agenticpencil;
pub mod agentpay;
pub mod agenttech;
pub mod agentwallex;
mod body_signals;
pub mod payi;

use crate::model::vocabulary::Provider;
use crate::spec::operation::Operation;
use crate::spec::provider::Profile;

impl Provider {
    /// What is known of this provider.
    #[must_use]
    pub fn profile(self) -> &'static Profile {
        match self {
            Self::AgentPay => &agentpay::PROFILE,
            Self::AgentTech => &agenttech::PROFILE,
            Self::Payi => &payi::PROFILE,
            Self::AgenticPencil => &agenticpencil::PROFILE,
            Self::AgentWallex => &agentwallex::PROFILE,
        }
    }

    /// The operation of this name.
    #[must_use]
    pub fn operation(self, name: &str) -> Option<&'static Operation> {
        self.profile().operations.iter().find(|operation| operation.name == name)
    }
}
