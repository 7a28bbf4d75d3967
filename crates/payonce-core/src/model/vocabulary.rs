//! The closed sets that the error model is written in.

/// Declares a set whose members are written in snake_case wherever they leave the program.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[doc = $doc:literal])+ $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[derive(serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[doc = $doc])+ #[serde(rename = $text)] $variant,)+ }

        impl $name {
            /// Every member, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];
            /// The texts of all members, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($text,)+];

            /// The text of this member in payloads, in tables and on the command line.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// What the member means, for generated documentation.
            #[cfg(feature = "docs")]
            #[must_use]
            pub fn doc(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_start(),)+ }
            }

        }

        /// The member with exactly this text.
        impl std::str::FromStr for $name {
            type Err = $crate::model::vocabulary::UnknownName;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|member| member.as_str() == text).ok_or_else(|| {
                    let known: Vec<&str> = Self::ALL.iter().map(|member| member.as_str()).collect();
                    $crate::model::vocabulary::UnknownName::new(text, &known)
                })
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use vocabulary;

/// A text that names no member of a closed set; its message lists those that exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownName(String);

impl UnknownName {
    /// The text, and the members that exist.
    #[must_use]
    pub fn new(text: &str, known: &[&str]) -> Self {
        Self(format!("\"{text}\" is not one of {}", known.join(", ")))
    }
}

impl std::fmt::Display for UnknownName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for UnknownName {}

vocabulary! {
    /// What went wrong, in the same words for every provider.
    #[non_exhaustive]
    Kind {
        /// Refused locally; nothing was sent.
        InvalidArgument = "invalid_argument",
        /// The provider refused the request as malformed (400, 413, 422).
        InvalidRequest = "invalid_request",
        /// A key or service token is missing, wrong, expired or revoked (401).
        Authentication = "authentication",
        /// The credentials are valid but do not allow this (403).
        Permission = "permission",
        /// The object does not exist (404).
        NotFound = "not_found",
        /// The object already exists, or the same key was used with other parameters (409).
        Conflict = "conflict",
        /// A balance or the credits are too low, or a payment is outstanding.
        InsufficientFunds = "insufficient_funds",
        /// A policy refused the operation.
        PolicyViolation = "policy_violation",
        /// A budget limit is reached.
        LimitReached = "limit_reached",
        /// The plan or subscription does not allow it.
        PlanLimit = "plan_limit",
        /// The paying agent is frozen.
        AccountBlocked = "account_blocked",
        /// The person who has to approve the payment did not respond in time.
        ApprovalTimeout = "approval_timeout",
        /// The x402 session has expired or exceeded its budget.
        SessionExpired = "session_expired",
        /// Too many requests (429).
        RateLimited = "rate_limited",
        /// A service behind the provider failed (502, 504).
        Upstream = "upstream",
        /// The provider failed (500).
        Server = "server",
        /// The provider is temporarily unavailable (503).
        Unavailable = "unavailable",
        /// The connection failed.
        Connection = "connection",
        /// No complete response in time.
        Timeout = "timeout",
        /// The caller ended the call: an abort signal, Ctrl-C, a cancelled task.
        Cancelled = "cancelled",
        /// The response cannot be read: it is not the documented JSON, is incomplete, or is too large.
        Decode = "decode",
        /// The provider accepted the operation, then reported that it failed or was only partly done.
        Failed = "failed",
        /// Any other error.
        Unknown = "unknown",
    }
}

impl Kind {
    /// The class that Python and TypeScript raise for this kind, whatever the provider.
    #[must_use]
    pub const fn class_name(self) -> &'static str {
        match self {
            Self::InvalidArgument => "InvalidArgumentError",
            Self::InvalidRequest => "InvalidRequestError",
            Self::Authentication => "AuthenticationError",
            Self::Permission => "PermissionDeniedError",
            Self::NotFound => "NotFoundError",
            Self::Conflict => "ConflictError",
            Self::InsufficientFunds => "InsufficientFundsError",
            Self::PolicyViolation => "PolicyViolationError",
            Self::LimitReached => "LimitReachedError",
            Self::PlanLimit => "PlanLimitError",
            Self::AccountBlocked => "AccountBlockedError",
            Self::ApprovalTimeout => "ApprovalTimeoutError",
            Self::SessionExpired => "SessionExpiredError",
            Self::RateLimited => "RateLimitedError",
            Self::Upstream => "UpstreamError",
            Self::Server => "ServerError",
            Self::Unavailable => "UnavailableError",
            Self::Connection => "ApiConnectionError",
            Self::Timeout => "ApiTimeoutError",
            Self::Cancelled => "CallCancelledError",
            Self::Decode => "DecodeError",
            Self::Failed => "FailedError",
            Self::Unknown => "UnknownError",
        }
    }

    /// Whether a failure of this kind passes by itself, so that the same request can succeed later.
    #[must_use]
    pub const fn is_transient(self) -> bool {
        matches!(
            self,
            Self::RateLimited
                | Self::Server
                | Self::Unavailable
                | Self::Upstream
                | Self::Connection
                | Self::Timeout
        )
    }
}

vocabulary! {
    /// How far the call got.
    Phase {
        /// No byte was sent.
        BeforeSend = "before_send",
        /// The request was being written.
        Sending = "sending",
        /// The request was written, and no response had begun.
        Waiting = "waiting",
        /// The response had begun.
        Reading = "reading",
        /// The provider responded.
        Answered = "answered",
    }
}

vocabulary! {
    /// Did the call take effect?
    Outcome {
        /// It did not.
        NotApplied = "not_applied",
        /// It did.
        Applied = "applied",
        /// It was accepted and is not final.
        Pending = "pending",
        /// It is not known.
        Unknown = "unknown",
    }
}

vocabulary! {
    /// Who can fix it.
    Actor {
        /// The person or client that the application serves.
        EndUser = "end_user",
        /// The developer of the calling program.
        Developer = "developer",
        /// The operator of the wallet, the policy or the plan.
        Operator = "operator",
        /// The provider.
        Provider = "provider",
        /// No one: waiting is enough.
        None = "none",
    }
}

vocabulary! {
    /// The next step.
    Advice {
        /// Send the same request again.
        Retry = "retry",
        /// Wait as long as the provider asked, then send the same request again or check again.
        Wait = "wait",
        /// Find out whether it took effect before anything else.
        Reconcile = "reconcile",
        /// Change the request.
        FixRequest = "fix_request",
        /// Check or replace the key.
        FixCredentials = "fix_credentials",
        /// Top up the balance or the credits.
        AddFunds = "add_funds",
        /// Raise or reset the limit, or change the plan.
        ChangeLimit = "change_limit",
        /// A person with authority over the wallet has to decide.
        AskHuman = "ask_human",
        /// Do not send it again.
        Stop = "stop",
    }
}

vocabulary! {
    /// What a response proves about its effect: a fact, not a permission.
    Evidence {
        /// The provider says that it refused, so nothing happened.
        Refused = "refused",
        /// The provider says that it had done this already.
        Duplicate = "duplicate",
        /// The provider says that it took effect, in whole or in part.
        Applied = "applied",
        /// The provider says that it is still working on it.
        Pending = "pending",
        /// The response proves nothing.
        None = "none",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_becomes_its_member_or_an_error_that_lists_the_members() {
        for kind in Kind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
        }
        let error = "Pending".parse::<Outcome>().unwrap_err();
        assert_eq!(error.to_string(), "\"Pending\" is not one of not_applied, applied, pending, unknown");
    }
}
