//! The providers that the simulator plays, and their operations.

use std::fmt;

use serde::{Serialize, Serializer};

/// One of the five services, or one that a provider file describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ProviderId {
    /// AgentPay.
    AgentPay,
    /// AgentTech Pay, also known as Cross402.
    AgentTech,
    /// Pay-i.
    Payi,
    /// AgenticPencil.
    AgenticPencil,
    /// AgentWallex.
    AgentWallex,
    /// The service with this id, from one of the files in [`Config::providers`](crate::Config::providers).
    File(&'static str),
}

impl ProviderId {
    /// The five services that need no file.
    pub const ALL: [Self; 5] =
        [Self::AgentPay, Self::AgentTech, Self::Payi, Self::AgenticPencil, Self::AgentWallex];

    /// The id in addresses, ledgers and fault plans.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AgentPay => "agentpay",
            Self::AgentTech => "agenttech",
            Self::Payi => "payi",
            Self::AgenticPencil => "agenticpencil",
            Self::AgentWallex => "agentwallex",
            Self::File(id) => id,
        }
    }

    /// The one of the five services with this id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|id| id.as_str() == text)
    }
}

impl Serialize for ProviderId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl fmt::Display for ProviderId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// Every operation of one of the five services, by the names that fault plans use. [`ProviderFile::operations`] has those of
/// a file.
///
/// [`ProviderFile::operations`]: crate::ProviderFile::operations
#[must_use]
pub fn operations(provider: ProviderId) -> &'static [&'static str] {
    match provider {
        ProviderId::AgentPay => AGENTPAY,
        ProviderId::AgentTech => AGENTTECH,
        ProviderId::Payi => PAYI,
        ProviderId::AgenticPencil => AGENTICPENCIL,
        ProviderId::AgentWallex => AGENTWALLEX,
        ProviderId::File(_) => &[],
    }
}

const AGENTPAY: &[&str] = &["consume", "validate_api_key"];

const AGENTTECH: &[&str] = &[
    "create_intent",
    "execute_intent",
    "submit_proof",
    "get_intent",
    "list_intents",
    "get_me",
    "list_supported_chains",
    "get_swap_quote",
    "register_swap_intent",
    "get_swap_tokens",
    "get_swap_chains",
    "get_swap_connections",
    "execute_swap",
    "get_swap_approval",
    "get_swap_status",
];

const PAYI: &[&str] = &[
    "ingest.units",
    "ingest.bulk",
    "ingest.bulk_upsert",
    "limits.create",
    "limits.retrieve",
    "limits.update",
    "limits.list",
    "limits.delete",
    "limits.reset",
    "limits.properties.update",
    "use_cases.create",
    "use_cases.retrieve",
    "use_cases.delete",
    "use_cases.properties.update",
    "use_cases.kpis.update",
    "use_cases.kpis.list",
    "use_cases.definitions.create",
    "use_cases.definitions.retrieve",
    "use_cases.definitions.update",
    "use_cases.definitions.list",
    "use_cases.definitions.delete",
    "use_cases.definitions.kpis.create",
    "use_cases.definitions.kpis.retrieve",
    "use_cases.definitions.kpis.update",
    "use_cases.definitions.kpis.list",
    "use_cases.definitions.kpis.delete",
    "use_cases.definitions.limit_config.create",
    "use_cases.definitions.limit_config.delete",
    "use_cases.definitions.version.increment",
    "categories.list",
    "categories.delete",
    "categories.list_resources",
    "categories.delete_resource",
    "categories.resources.create",
    "categories.resources.retrieve",
    "categories.resources.list",
    "categories.resources.delete",
    "requests.request_id.properties.update",
    "requests.request_id.result.retrieve",
    "requests.response_id.properties.update",
    "requests.response_id.result.retrieve",
    "reports.retrieve",
];

const AGENTICPENCIL: &[&str] = &[
    "keywords.research",
    "keywords.gaps",
    "content.audit",
    "content.recommend",
    "content_map.generate",
    "usage.get",
    "auth.register",
    "billing.checkout",
];

const AGENTWALLEX: &[&str] = &[
    "agents.create",
    "agents.get",
    "agents.list",
    "agents.update",
    "agents.freeze",
    "agents.unfreeze",
    "agents.delete",
    "agents.events",
    "payments.send",
    "payments.get",
    "payments.list",
    "policies.create",
    "policies.get",
    "policies.list",
    "policies.update",
    "policies.delete",
    "webhooks.create",
    "webhooks.get",
    "webhooks.update",
    "x402.pay",
    "x402.create_session",
    "x402.session_pay",
    "x402.delete_session",
];
