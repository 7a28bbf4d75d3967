# ruff: noqa
# pyright: reportUnusedVariable=false
"""The code that the playground and the error reference show for a verdict. The type checkers read it; nothing runs it."""

from __future__ import annotations

from collections.abc import Mapping

import payonce


def pay() -> None: ...


def store(error: Mapping[str, object]) -> None: ...


def check_later(reference: object) -> None: ...


def record(reference: object, details: Mapping[str, object]) -> None: ...


def retry_after(milliseconds: int) -> None: ...


def show(text: str) -> None: ...


def account_blocked() -> None:
    try:
        pay()
    except payonce.AccountBlockedError as error:
        # Nothing took effect. The same request would fail again.
        print(error.advice, error.actor)
        show(error.user_message)


def account_blocked_retryable() -> None:
    try:
        pay()
    except payonce.AccountBlockedError as error:
        # Nothing took effect. payonce has retried; try again later.
        retry_after(error.retry_after_ms or 1000)


def approval_timeout() -> None:
    try:
        pay()
    except payonce.ApprovalTimeoutError as error:
        # Nothing took effect. The same request would fail again.
        print(error.advice, error.actor)
        show(error.user_message)


def approval_timeout_retryable() -> None:
    try:
        pay()
    except payonce.ApprovalTimeoutError as error:
        # Nothing took effect. payonce has retried; try again later.
        retry_after(error.retry_after_ms or 1000)


def authentication() -> None:
    try:
        pay()
    except payonce.AuthenticationError as error:
        # Nothing took effect. The same request would fail again.
        print(error.advice, error.actor)
        show(error.user_message)


def authentication_retryable() -> None:
    try:
        pay()
    except payonce.AuthenticationError as error:
        # Nothing took effect. payonce has retried; try again later.
        retry_after(error.retry_after_ms or 1000)


def cancelled() -> None:
    try:
        pay()
    except payonce.CallCancelledError as error:
        # Nothing took effect. The same request would fail again.
        print(error.advice, error.actor)
        show(error.user_message)


def cancelled_retryable() -> None:
    try:
        pay()
    except payonce.CallCancelledError as error:
        # Nothing took effect. payonce has retried; try again later.
        retry_after(error.retry_after_ms or 1000)


def conflict() -> None:
    try:
        pay()
    except payonce.ConflictError as error:
        # Nothing took effect. The same request would fail again.
        print(error.advice, error.actor)
        show(error.user_message)


def conflict_retryable() -> None:
    try:
        pay()
    except payonce.ConflictError as error:
        # Nothing took effect. payonce has retried; try again later.
        retry_after(error.retry_after_ms or 1000)


def connection() -> None:
    try:
        pay()
    except payonce.ApiConnectionError as error:
        # Nothing took effect. The same request would fail again.
        print(error.advice, error.actor)
        show(error.user_message)


def connection_retryable() -> None:
    try:
        pay()
    except payonce.ApiConnectionError as error:
        # Nothing took effect. payonce has retried; try again later.
        retry_after(error.retry_after_ms or 1000)


def decode() -> None:
    try:
        pay()
    except payonce.DecodeError as error:
        # Nothing took effect. The same request would fail again.
        print(error.advice, error.actor)
        show(error.user_message)


def decode_retryable() -> None:
    try:
        pay()
    except payonce.DecodeError as error:
        # Nothing took effect. payonce has retried; try again later.
        retry_after(error.retry_after_ms or 1000)


def failed() -> None:
    try:
        pay()
    except payonce.FailedError as error:
        # Nothing took effect. The same request would fail again.
        print(error.advice, error.actor)
        show(error.user_message)


def failed_retryable() -> None:
    try:
        pay()
    except payonce.FailedError as error:
        # Nothing took effect. payonce has retried; try again later.
        retry_after(error.retry_after_ms or 1000)


def insufficient_funds() -> None:
    try:
        pay()
    except payonce.InsufficientFundsError as error:
        # Nothing took effect. The same request would fail again.
        print(error.advice, error.actor)
        show(error.user_message)


def insufficient_funds_retryable() -> None:
    try:
        pay()
    except payonce.InsufficientFundsError as error:
        # Nothing took effect. payonce has retried; try again later.
        retry_after(error.retry_after_ms or 1000)


def invalid_argument() -> None:
    try:
        pay()
    except payonce.InvalidArgumentError as error:
        # Nothing took effect. The same request would fail again.
        print(error.advice, error.actor)
        show(error.user_message)


def invalid_argument_retryable() -> None:
    try:
        pay()
    except payonce.InvalidArgumentError as error:
        # Nothing took effect. payonce has retried; try again later.
        retry_after(error.retry_after_ms or 1000)


def invalid_request() -> None:
    try:
        pay()
    except payonce.InvalidRequestError as error:
        # Nothing took effect. The same request would fail again.
        print(error.advice, error.actor)
        show(error.user_message)


def invalid_request_retryable() -> None:
    try:
        pay()
    except payonce.InvalidRequestError as error:
        # Nothing took effect. payonce has retried; try again later.
        retry_after(error.retry_after_ms or 1000)


def limit_reached() -> None:
    try:
        pay()
    except payonce.LimitReachedError as error:
        # Nothing took effect. The same request would fail again.
        print(error.advice, error.actor)
        show(error.user_message)


def limit_reached_retryable() -> None:
    try:
        pay()
    except payonce.LimitReachedError as error:
        # Nothing took effect. payonce has retried; try again later.
        retry_after(error.retry_after_ms or 1000)


def not_found() -> None:
    try:
        pay()
    except payonce.NotFoundError as error:
        # Nothing took effect. The same request would fail again.
        print(error.advice, error.actor)
        show(error.user_message)


def not_found_retryable() -> None:
    try:
        pay()
    except payonce.NotFoundError as error:
        # Nothing took effect. payonce has retried; try again later.
        retry_after(error.retry_after_ms or 1000)


def outcome_applied() -> None:
    try:
        pay()
    except payonce.AlreadyAppliedError as error:
        # It took effect, now or earlier. Do not pay again.
        record(error.reference, error.details)


def outcome_pending() -> None:
    try:
        pay()
    except payonce.PendingError as error:
        # Accepted, not final. Do not pay again.
        store(error.to_dict())
        check_later(error.reference)


def outcome_unknown() -> None:
    try:
        pay()
    except payonce.OutcomeUnknownError as error:
        # Money may have moved. Do not pay again.
        store(error.to_dict())  # another process can settle it
        paid = error.reconcile()  # it only reads


def permission() -> None:
    try:
        pay()
    except payonce.PermissionDeniedError as error:
        # Nothing took effect. The same request would fail again.
        print(error.advice, error.actor)
        show(error.user_message)


def permission_retryable() -> None:
    try:
        pay()
    except payonce.PermissionDeniedError as error:
        # Nothing took effect. payonce has retried; try again later.
        retry_after(error.retry_after_ms or 1000)


def plan_limit() -> None:
    try:
        pay()
    except payonce.PlanLimitError as error:
        # Nothing took effect. The same request would fail again.
        print(error.advice, error.actor)
        show(error.user_message)


def plan_limit_retryable() -> None:
    try:
        pay()
    except payonce.PlanLimitError as error:
        # Nothing took effect. payonce has retried; try again later.
        retry_after(error.retry_after_ms or 1000)


def policy_violation() -> None:
    try:
        pay()
    except payonce.PolicyViolationError as error:
        # Nothing took effect. The same request would fail again.
        print(error.advice, error.actor)
        show(error.user_message)


def policy_violation_retryable() -> None:
    try:
        pay()
    except payonce.PolicyViolationError as error:
        # Nothing took effect. payonce has retried; try again later.
        retry_after(error.retry_after_ms or 1000)


def rate_limited() -> None:
    try:
        pay()
    except payonce.RateLimitedError as error:
        # Nothing took effect. The same request would fail again.
        print(error.advice, error.actor)
        show(error.user_message)


def rate_limited_retryable() -> None:
    try:
        pay()
    except payonce.RateLimitedError as error:
        # Nothing took effect. payonce has retried; try again later.
        retry_after(error.retry_after_ms or 1000)


def server() -> None:
    try:
        pay()
    except payonce.ServerError as error:
        # Nothing took effect. The same request would fail again.
        print(error.advice, error.actor)
        show(error.user_message)


def server_retryable() -> None:
    try:
        pay()
    except payonce.ServerError as error:
        # Nothing took effect. payonce has retried; try again later.
        retry_after(error.retry_after_ms or 1000)


def session_expired() -> None:
    try:
        pay()
    except payonce.SessionExpiredError as error:
        # Nothing took effect. The same request would fail again.
        print(error.advice, error.actor)
        show(error.user_message)


def session_expired_retryable() -> None:
    try:
        pay()
    except payonce.SessionExpiredError as error:
        # Nothing took effect. payonce has retried; try again later.
        retry_after(error.retry_after_ms or 1000)


def timeout() -> None:
    try:
        pay()
    except payonce.ApiTimeoutError as error:
        # Nothing took effect. The same request would fail again.
        print(error.advice, error.actor)
        show(error.user_message)


def timeout_retryable() -> None:
    try:
        pay()
    except payonce.ApiTimeoutError as error:
        # Nothing took effect. payonce has retried; try again later.
        retry_after(error.retry_after_ms or 1000)


def unavailable() -> None:
    try:
        pay()
    except payonce.UnavailableError as error:
        # Nothing took effect. The same request would fail again.
        print(error.advice, error.actor)
        show(error.user_message)


def unavailable_retryable() -> None:
    try:
        pay()
    except payonce.UnavailableError as error:
        # Nothing took effect. payonce has retried; try again later.
        retry_after(error.retry_after_ms or 1000)


def unknown() -> None:
    try:
        pay()
    except payonce.UnknownError as error:
        # Nothing took effect. The same request would fail again.
        print(error.advice, error.actor)
        show(error.user_message)


def unknown_retryable() -> None:
    try:
        pay()
    except payonce.UnknownError as error:
        # Nothing took effect. payonce has retried; try again later.
        retry_after(error.retry_after_ms or 1000)


def upstream() -> None:
    try:
        pay()
    except payonce.UpstreamError as error:
        # Nothing took effect. The same request would fail again.
        print(error.advice, error.actor)
        show(error.user_message)


def upstream_retryable() -> None:
    try:
        pay()
    except payonce.UpstreamError as error:
        # Nothing took effect. payonce has retried; try again later.
        retry_after(error.retry_after_ms or 1000)
