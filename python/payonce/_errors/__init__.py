"""The error classes of payonce, along the axes by which they are caught.

Every class here is a real base class. An exception is an instance of several of them at once: of its kind, of its
provider, and of its consequence for the money. See `composed.class_for`.

Written by `cargo xtask codegen` from the core and `crates/payonce-codegen/templates/python/errors.py.j2`; edit those.
"""

from payonce._errors.base import HttpResponse, PayonceError
from payonce._errors.composed import class_for, error_from_payload, error_from_verdict
from payonce._errors.consequences import (
    AlreadyAppliedError,
    NotAppliedError,
    NotSentError,
    OutcomeUnknownError,
    PendingError,
)
from payonce._errors.kinds import (
    AccountBlockedError,
    ApiConnectionError,
    ApiTimeoutError,
    ApprovalTimeoutError,
    AuthenticationError,
    CallCancelledError,
    ConflictError,
    DecodeError,
    FailedError,
    InsufficientFundsError,
    InvalidArgumentError,
    InvalidRequestError,
    LimitReachedError,
    NotFoundError,
    PermissionDeniedError,
    PlanLimitError,
    PolicyViolationError,
    RateLimitedError,
    ServerError,
    SessionExpiredError,
    UnavailableError,
    UnknownError,
    UpstreamError,
)
from payonce._errors.provider_file import ProviderError, ProviderFileError
from payonce._errors.vendors import (
    AgenticPencilError,
    AgentPayError,
    AgentTechError,
    AgentWallexError,
    PayApiError,
    PayiError,
    PayValidationError,
    RequestError,
    UnexpectedError,
    ValidationError,
)

__all__ = [
    "AccountBlockedError",
    "AgentPayError",
    "AgentTechError",
    "AgentWallexError",
    "AgenticPencilError",
    "AlreadyAppliedError",
    "ApiConnectionError",
    "ApiTimeoutError",
    "ApprovalTimeoutError",
    "AuthenticationError",
    "CallCancelledError",
    "ConflictError",
    "DecodeError",
    "FailedError",
    "HttpResponse",
    "InsufficientFundsError",
    "InvalidArgumentError",
    "InvalidRequestError",
    "LimitReachedError",
    "NotAppliedError",
    "NotFoundError",
    "NotSentError",
    "OutcomeUnknownError",
    "PayApiError",
    "PayValidationError",
    "PayiError",
    "PayonceError",
    "PendingError",
    "PermissionDeniedError",
    "PlanLimitError",
    "PolicyViolationError",
    "ProviderError",
    "ProviderFileError",
    "RateLimitedError",
    "RequestError",
    "ServerError",
    "SessionExpiredError",
    "UnavailableError",
    "UnexpectedError",
    "UnknownError",
    "UpstreamError",
    "ValidationError",
    "class_for",
    "error_from_payload",
    "error_from_verdict",
]
