"""The class of each kind, provider and outcome.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from payonce._errors import consequences, kinds, vendors
from payonce._errors.base import PayonceError

KINDS: dict[str, type[PayonceError]] = {
    "invalid_argument": kinds.InvalidArgumentError,
    "invalid_request": kinds.InvalidRequestError,
    "authentication": kinds.AuthenticationError,
    "permission": kinds.PermissionDeniedError,
    "not_found": kinds.NotFoundError,
    "conflict": kinds.ConflictError,
    "insufficient_funds": kinds.InsufficientFundsError,
    "policy_violation": kinds.PolicyViolationError,
    "limit_reached": kinds.LimitReachedError,
    "plan_limit": kinds.PlanLimitError,
    "account_blocked": kinds.AccountBlockedError,
    "approval_timeout": kinds.ApprovalTimeoutError,
    "session_expired": kinds.SessionExpiredError,
    "rate_limited": kinds.RateLimitedError,
    "upstream": kinds.UpstreamError,
    "server": kinds.ServerError,
    "unavailable": kinds.UnavailableError,
    "connection": kinds.ApiConnectionError,
    "timeout": kinds.ApiTimeoutError,
    "cancelled": kinds.CallCancelledError,
    "decode": kinds.DecodeError,
    "failed": kinds.FailedError,
    "unknown": kinds.UnknownError,
}
"""By kind."""

PROVIDERS: dict[str, type[PayonceError]] = {
    "agentpay": vendors.AgentPayError,
    "agenttech": vendors.AgentTechError,
    "payi": vendors.PayiError,
    "agenticpencil": vendors.AgenticPencilError,
    "agentwallex": vendors.AgentWallexError,
}
"""By provider."""

OUTCOMES: dict[str, type[PayonceError]] = {
    "unknown": consequences.OutcomeUnknownError,
    "pending": consequences.PendingError,
    "applied": consequences.AlreadyAppliedError,
    "not_applied": consequences.NotAppliedError,
}
"""By outcome."""

OUTCOMES_IN: dict[tuple[str, str], type[PayonceError]] = {
    ("not_applied", "before_send"): consequences.NotSentError,
}
"""By outcome and phase, before `OUTCOMES`."""
