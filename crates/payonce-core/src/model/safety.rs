//! What a second sending of the same request does.

use crate::model::vocabulary::vocabulary;

vocabulary! {
    /// What may happen when the same request is sent twice.
    Safety {
        /// It changes nothing.
        Read = "read",
        /// Sending it twice has the effect of sending it once.
        Idempotent = "idempotent",
        /// The provider recognises a repetition by a key in the request.
        Keyed = "keyed",
        /// The provider does not recognise a repetition; it can be asked whether the first one took effect.
        Reconcilable = "reconcilable",
        /// The provider neither recognises a repetition nor can be asked.
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
