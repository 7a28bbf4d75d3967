//! What is known of each provider: its table of errors, its operations, its types.

pub mod agenticpencil;
pub mod agentpay;
pub mod agenttech;
pub mod agentwallex;
pub(crate) mod body_signals;
pub(crate) mod challenge;
pub(crate) mod declared_signals;
pub(crate) mod loaded;
pub mod payi;

use std::str::FromStr;

use crate::model::vocabulary::UnknownName;
use crate::spec::error_details::ErrorDetail;
use crate::spec::provider::Provider;

impl Provider {
    /// AgentPay, the payments layer of MCP servers.
    pub const AGENTPAY: Self = Self::of(&agentpay::SPEC);
    /// AgentTech Pay (Cross402), stablecoin payment intents across chains.
    pub const AGENTTECH: Self = Self::of(&agenttech::SPEC);
    /// Pay-i, spending limits and accounting for model calls.
    pub const PAYI: Self = Self::of(&payi::SPEC);
    /// AgenticPencil, keyword and content research paid in credits.
    pub const AGENTICPENCIL: Self = Self::of(&agenticpencil::SPEC);
    /// AgentWallex, wallets with policies for agents.
    pub const AGENTWALLEX: Self = Self::of(&agentwallex::SPEC);

    /// Any service that asks for a payment with HTTP 402. It is not one of [`BUILT_IN`](Self::BUILT_IN), which have an API.
    pub const CHALLENGE: Self = Self::of(&challenge::SPEC);

    /// The providers that are built in, in the order of the documentation.
    pub const BUILT_IN: &'static [Self] =
        &[Self::AGENTPAY, Self::AGENTTECH, Self::PAYI, Self::AGENTICPENCIL, Self::AGENTWALLEX];

    /// The provider with this id, also if this process has not loaded its file: an entry of a journal and an error of another
    /// process can be read all the same. Nothing can be called or classified then.
    ///
    /// # Errors
    /// A text that is not an id.
    pub fn named(id: &str) -> Result<Self, UnknownName> {
        let is_id = (1..=60).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        id.parse().or_else(|wrong| if is_id { Ok(loaded::unknown(id)) } else { Err(wrong) })
    }

    /// The members of its errors that only this provider sends. Not part of [`spec`](Self::spec), because only generators and
    /// documentation need them: the browser build leaves them out.
    #[must_use]
    pub fn error_details(self) -> &'static [ErrorDetail] {
        let of = [
            (Self::AGENTPAY, agentpay::ERROR_DETAILS),
            (Self::AGENTTECH, agenttech::ERROR_DETAILS),
            (Self::PAYI, payi::ERROR_DETAILS),
            (Self::AGENTICPENCIL, agenticpencil::ERROR_DETAILS),
            (Self::AGENTWALLEX, agentwallex::ERROR_DETAILS),
        ];
        of.into_iter().find(|(provider, _)| *provider == self).map_or(&[], |(_, details)| details)
    }
}

/// The provider with exactly this id: one that is built in, or the one whose file was loaded last.
impl FromStr for Provider {
    type Err = UnknownName;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        let known = Self::BUILT_IN.iter().copied().chain([Self::CHALLENGE]);
        let known = known.into_iter().find(|provider| provider.as_str() == id);
        known.or_else(|| loaded::by_id(id)).ok_or_else(|| {
            let known: Vec<&str> = Self::BUILT_IN.iter().map(|provider| provider.as_str()).collect();
            UnknownName::new(id, &known)
        })
    }
}

impl<'de> serde::Deserialize<'de> for Provider {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let id = std::borrow::Cow::<str>::deserialize(from)?;
        id.parse().map_err(serde::de::Error::custom)
    }
}
