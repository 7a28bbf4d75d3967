"""The closed sets of words in errors and options.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from typing import Literal, TypeAlias

ProviderId: TypeAlias = Literal["agentpay", "agenttech", "payi", "agenticpencil", "agentwallex"]
"""A provider."""

Kind: TypeAlias = Literal[
    "invalid_argument",
    "invalid_request",
    "authentication",
    "permission",
    "not_found",
    "conflict",
    "insufficient_funds",
    "policy_violation",
    "limit_reached",
    "plan_limit",
    "account_blocked",
    "approval_timeout",
    "session_expired",
    "rate_limited",
    "upstream",
    "server",
    "unavailable",
    "connection",
    "timeout",
    "cancelled",
    "decode",
    "failed",
    "unknown",
]
"""What went wrong, in the same words for every provider."""

Phase: TypeAlias = Literal["before_send", "sending", "waiting", "reading", "answered"]
"""How far the call got."""

Outcome: TypeAlias = Literal["not_applied", "applied", "pending", "unknown"]
"""Whether the call took effect."""

Actor: TypeAlias = Literal["end_user", "developer", "operator", "provider", "none"]
"""Who can fix it; `none` when waiting is enough."""

Advice: TypeAlias = Literal[
    "retry", "wait", "reconcile", "fix_request", "fix_credentials", "add_funds", "change_limit", "ask_human", "stop"
]
"""The next step."""

Safety: TypeAlias = Literal["read", "idempotent", "keyed", "reconcilable", "unkeyed"]
"""What sending the same request twice does."""

Language: TypeAlias = Literal["en", "es"]
"""A language of the texts for end users."""

Audience: TypeAlias = Literal["public", "owner"]
"""The reader of a rendered error: the public, or the person who runs the wallet or the program."""

NextStep: TypeAlias = Literal["call_again", "fix_arguments", "ask_human", "check", "done", "stop"]
"""What a framework does after a tool call that failed."""
