import type { Kind, Provider } from "../generated/vocabulary.js";
import { type Callee, isOfClass } from "./brand.js";
import { PayonceError, type VendorError } from "./classes.js";

/** The errors of one kind, of all providers. */
export type OfKind<K extends Kind> = { [P in Provider]: VendorError<K>[P] }[Provider];

function isKind(kind: Kind, asked: Callee, own: Callee, value: unknown): boolean {
  return isOfClass(asked, own, value, (error) => error.kind === kind);
}

/** Refused locally; nothing was sent. */
export class InvalidArgumentError<P extends Provider = Provider> extends PayonceError<P, "invalid_argument"> {
  static override [Symbol.hasInstance](value: unknown): value is OfKind<"invalid_argument"> {
    return isKind("invalid_argument", this, InvalidArgumentError, value);
  }
}

/** The provider refused the request as malformed (400, 413, 422). */
export class InvalidRequestError<P extends Provider = Provider> extends PayonceError<P, "invalid_request"> {
  static override [Symbol.hasInstance](value: unknown): value is OfKind<"invalid_request"> {
    return isKind("invalid_request", this, InvalidRequestError, value);
  }
}

/** A key or service token is missing, wrong, expired or revoked (401). */
export class AuthenticationError<P extends Provider = Provider> extends PayonceError<P, "authentication"> {
  static override [Symbol.hasInstance](value: unknown): value is OfKind<"authentication"> {
    return isKind("authentication", this, AuthenticationError, value);
  }
}

/** The credentials are valid but do not allow this (403). */
export class PermissionDeniedError<P extends Provider = Provider> extends PayonceError<P, "permission"> {
  static override [Symbol.hasInstance](value: unknown): value is OfKind<"permission"> {
    return isKind("permission", this, PermissionDeniedError, value);
  }
}

/** The object does not exist (404). */
export class NotFoundError<P extends Provider = Provider> extends PayonceError<P, "not_found"> {
  static override [Symbol.hasInstance](value: unknown): value is OfKind<"not_found"> {
    return isKind("not_found", this, NotFoundError, value);
  }
}

/** The object already exists, or the same key was used with other parameters (409). */
export class ConflictError<P extends Provider = Provider> extends PayonceError<P, "conflict"> {
  static override [Symbol.hasInstance](value: unknown): value is OfKind<"conflict"> {
    return isKind("conflict", this, ConflictError, value);
  }
}

/** A balance or the credits are too low, or a payment is outstanding. */
export class InsufficientFundsError<P extends Provider = Provider> extends PayonceError<
  P,
  "insufficient_funds"
> {
  static override [Symbol.hasInstance](value: unknown): value is OfKind<"insufficient_funds"> {
    return isKind("insufficient_funds", this, InsufficientFundsError, value);
  }
}

/** A policy refused the operation; `rule` is the rule, if the provider names it. */
export class PolicyViolationError<P extends Provider = Provider> extends PayonceError<P, "policy_violation"> {
  static override [Symbol.hasInstance](value: unknown): value is OfKind<"policy_violation"> {
    return isKind("policy_violation", this, PolicyViolationError, value);
  }
}

/** A budget limit is reached. */
export class LimitReachedError<P extends Provider = Provider> extends PayonceError<P, "limit_reached"> {
  static override [Symbol.hasInstance](value: unknown): value is OfKind<"limit_reached"> {
    return isKind("limit_reached", this, LimitReachedError, value);
  }
}

/** The plan or subscription does not allow it. */
export class PlanLimitError<P extends Provider = Provider> extends PayonceError<P, "plan_limit"> {
  static override [Symbol.hasInstance](value: unknown): value is OfKind<"plan_limit"> {
    return isKind("plan_limit", this, PlanLimitError, value);
  }
}

/** The paying agent is frozen. */
export class AccountBlockedError<P extends Provider = Provider> extends PayonceError<P, "account_blocked"> {
  static override [Symbol.hasInstance](value: unknown): value is OfKind<"account_blocked"> {
    return isKind("account_blocked", this, AccountBlockedError, value);
  }
}

/** The person who has to approve the payment did not respond in time. */
export class ApprovalTimeoutError<P extends Provider = Provider> extends PayonceError<P, "approval_timeout"> {
  static override [Symbol.hasInstance](value: unknown): value is OfKind<"approval_timeout"> {
    return isKind("approval_timeout", this, ApprovalTimeoutError, value);
  }
}

/** The x402 session has expired or exceeded its budget. */
export class SessionExpiredError<P extends Provider = Provider> extends PayonceError<P, "session_expired"> {
  static override [Symbol.hasInstance](value: unknown): value is OfKind<"session_expired"> {
    return isKind("session_expired", this, SessionExpiredError, value);
  }
}

/** Too many requests (429). */
export class RateLimitedError<P extends Provider = Provider> extends PayonceError<P, "rate_limited"> {
  static override [Symbol.hasInstance](value: unknown): value is OfKind<"rate_limited"> {
    return isKind("rate_limited", this, RateLimitedError, value);
  }
}

/** A service behind the provider failed (502, 504). */
export class UpstreamError<P extends Provider = Provider> extends PayonceError<P, "upstream"> {
  static override [Symbol.hasInstance](value: unknown): value is OfKind<"upstream"> {
    return isKind("upstream", this, UpstreamError, value);
  }
}

/** The provider failed (500). */
export class ServerError<P extends Provider = Provider> extends PayonceError<P, "server"> {
  static override [Symbol.hasInstance](value: unknown): value is OfKind<"server"> {
    return isKind("server", this, ServerError, value);
  }
}

/** The provider is temporarily unavailable (503). */
export class UnavailableError<P extends Provider = Provider> extends PayonceError<P, "unavailable"> {
  static override [Symbol.hasInstance](value: unknown): value is OfKind<"unavailable"> {
    return isKind("unavailable", this, UnavailableError, value);
  }
}

/** The connection failed. */
export class ApiConnectionError<P extends Provider = Provider> extends PayonceError<P, "connection"> {
  static override [Symbol.hasInstance](value: unknown): value is OfKind<"connection"> {
    return isKind("connection", this, ApiConnectionError, value);
  }
}

/** No complete response in time. */
export class ApiTimeoutError<P extends Provider = Provider> extends PayonceError<P, "timeout"> {
  static override [Symbol.hasInstance](value: unknown): value is OfKind<"timeout"> {
    return isKind("timeout", this, ApiTimeoutError, value);
  }
}

/** The caller ended the call: an abort signal, or a listener that threw. `outcome` states whether it can have taken effect. */
export class CallCancelledError<P extends Provider = Provider> extends PayonceError<P, "cancelled"> {
  static override [Symbol.hasInstance](value: unknown): value is OfKind<"cancelled"> {
    return isKind("cancelled", this, CallCancelledError, value);
  }
}

/** The response cannot be read: it is not the documented JSON, is incomplete, or is too large. */
export class DecodeError<P extends Provider = Provider> extends PayonceError<P, "decode"> {
  static override [Symbol.hasInstance](value: unknown): value is OfKind<"decode"> {
    return isKind("decode", this, DecodeError, value);
  }
}

/** The provider accepted the operation, then reported that it failed or was only partly done. */
export class FailedError<P extends Provider = Provider> extends PayonceError<P, "failed"> {
  static override [Symbol.hasInstance](value: unknown): value is OfKind<"failed"> {
    return isKind("failed", this, FailedError, value);
  }
}

/** Any other error. */
export class UnknownError<P extends Provider = Provider> extends PayonceError<P, "unknown"> {
  static override [Symbol.hasInstance](value: unknown): value is OfKind<"unknown"> {
    return isKind("unknown", this, UnknownError, value);
  }
}
