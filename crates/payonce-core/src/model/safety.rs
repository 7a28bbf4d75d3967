//! What a second sending of the same request does.

use crate::model::vocabulary::vocabulary;

vocabulary! {
    /// What a second request would do.
    Safety {
        /// It changes nothing.
        Read = "read",
        /// A second request has the effect of one.
        Idempotent = "idempotent",
        /// The provider recognizes a second request by its key.
        Keyed = "keyed",
        /// The provider does not recognize a second request, but can be asked whether the first one took effect.
        Reconcilable = "reconcilable",
        /// The provider does not recognize a second request, and cannot be asked.
        Unkeyed = "unkeyed",
    }
}

impl Safety {
    /// Whether the request may be sent again while the outcome of an earlier one is unknown.
    #[must_use]
    pub const fn allows_blind_resend(self) -> bool {
        matches!(self, Self::Read | Self::Idempotent | Self::Keyed)
    }
}
