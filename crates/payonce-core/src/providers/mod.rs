//! What is known of each provider: its table of errors, its operations, its types.

pub mod agenticpencil;
pub mod agentpay;
pub mod agenttech;
pub mod agentwallex;
mod body_signals;
pub mod payi;

use crate::model::vocabulary::Provider;
use crate::spec::error_details::ErrorDetail;
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

    /// The members of its errors that only this provider sends. Not part of [`spec`](Self::spec), because only generators and
    /// documentation need them: the browser build leaves them out.
    #[must_use]
    pub const fn error_details(self) -> &'static [ErrorDetail] {
        match self {
            Self::AgentPay => agentpay::ERROR_DETAILS,
            Self::AgentTech => agenttech::ERROR_DETAILS,
            Self::Payi => payi::ERROR_DETAILS,
            Self::AgenticPencil => agenticpencil::ERROR_DETAILS,
            Self::AgentWallex => agentwallex::ERROR_DETAILS,
        }
    }

    /// The operation of this name.
    #[must_use]
    pub fn operation(self, name: &str) -> Option<&'static Operation> {
        self.spec().operations.iter().find(|operation| operation.name == name)
    }
}
