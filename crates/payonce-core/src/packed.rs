//! The declarations of the providers as one stream of bytes each, for the browser build.
//!
//! Declared, an operation or a row of an error table is a structure of pointers to texts and to other structures: a
//! third of what a browser would have to load. Here the compiler itself writes them into a stream (`write.rs`), and the
//! first use of a provider reads the same structures back (`read.rs`). The declarations in
//! `providers/<id>/operations.rs`, `types.rs` and `errors.rs` stay the one source; no file is generated.
//!
//! Texts of documentation, and the names of object types without a state and the lists of choices, which only generated
//! clients know, are left out.

mod read;
#[cfg(test)]
mod tests;
mod write;

use std::sync::OnceLock;

use crate::providers::{Profile, agenticpencil, agentpay, agenttech, agentwallex, payi};
use crate::vocabulary::Provider;

/// A provider whose declarations are packed.
struct Packed {
    /// What is not: functions and a few values.
    rest: Profile,
    declarations: &'static [u8],
    whole: OnceLock<Profile>,
}

/// The compiler counts the bytes of a profile, writes them, and leaves the profile itself out of the module.
macro_rules! packed {
    ($profile:expr) => {{
        const LENGTH: usize = write::length(&$profile);
        static DECLARATIONS: [u8; LENGTH] = write::declarations(&$profile);
        Packed { rest: write::rest(&$profile), declarations: &DECLARATIONS, whole: OnceLock::new() }
    }};
}

static AGENT_PAY: Packed = packed!(agentpay::PROFILE);
static AGENT_TECH: Packed = packed!(agenttech::PROFILE);
static PAYI: Packed = packed!(payi::PROFILE);
static AGENTIC_PENCIL: Packed = packed!(agenticpencil::PROFILE);
static AGENT_WALLEX: Packed = packed!(agentwallex::PROFILE);

/// What is known of this provider.
pub(crate) fn profile(provider: Provider) -> &'static Profile {
    let packed = match provider {
        Provider::AgentPay => &AGENT_PAY,
        Provider::AgentTech => &AGENT_TECH,
        Provider::Payi => &PAYI,
        Provider::AgenticPencil => &AGENTIC_PENCIL,
        Provider::AgentWallex => &AGENT_WALLEX,
    };
    packed.whole.get_or_init(|| read::profile(packed.rest, packed.declarations))
}
