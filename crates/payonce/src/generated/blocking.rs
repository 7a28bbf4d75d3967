//! The names of the blocking clients; `build_blocking` of their builders makes them.

// Written by `cargo xtask codegen` from the declarations of the core; edit those.

/// AgentPay.
#[cfg(feature = "agentpay")]
pub mod agentpay {
    /// Made by [`ClientBuilder::build_blocking`](crate::agentpay::ClientBuilder::build_blocking).
    pub type Client = crate::agentpay::Client<crate::blocking::UntypedClient>;
}

/// AgentTech Pay.
#[cfg(feature = "agenttech")]
pub mod agenttech {
    /// Made by [`ClientBuilder::build_blocking`](crate::agenttech::ClientBuilder::build_blocking).
    pub type Client = crate::agenttech::Client<crate::blocking::UntypedClient>;
    /// Made by [`PublicClientBuilder::build_blocking`](crate::agenttech::PublicClientBuilder::build_blocking).
    pub type PublicClient = crate::agenttech::PublicClient<crate::blocking::UntypedClient>;
}

/// Pay-i.
#[cfg(feature = "payi")]
pub mod payi {
    /// Made by [`ClientBuilder::build_blocking`](crate::payi::ClientBuilder::build_blocking).
    pub type Client = crate::payi::Client<crate::blocking::UntypedClient>;
}

/// AgenticPencil.
#[cfg(feature = "agenticpencil")]
pub mod agenticpencil {
    /// Made by [`ClientBuilder::build_blocking`](crate::agenticpencil::ClientBuilder::build_blocking).
    pub type Client = crate::agenticpencil::Client<crate::blocking::UntypedClient>;
}

/// AgentWallex.
#[cfg(feature = "agentwallex")]
pub mod agentwallex {
    /// Made by [`ClientBuilder::build_blocking`](crate::agentwallex::ClientBuilder::build_blocking).
    pub type Client = crate::agentwallex::Client<crate::blocking::UntypedClient>;
}
