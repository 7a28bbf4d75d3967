import {
  AccountBlockedError,
  AlreadyAppliedError,
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
  OutcomeUnknownError,
  PendingError,
  PermissionDeniedError,
  PlanLimitError,
  PolicyViolationError,
  RateLimitedError,
  ServerError,
  SessionExpiredError,
  UnavailableError,
  UnknownError,
  UpstreamError,
} from "payonce";

/** The code that the playground and the error reference show for a verdict. The compiler reads it; nothing runs it. */
declare function pay(): Promise<void>;
declare function store(error: object): Promise<void>;
declare function checkLater(reference: object): Promise<void>;
declare function record(reference: object, details: object): Promise<void>;
declare function retryAfter(milliseconds: number): Promise<void>;
declare function show(text: string): void;

export async function account_blocked(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof AccountBlockedError)) throw error;
    // Nothing took effect. The same request would fail again.
    console.error(error.advice, error.actor);
    show(error.userMessage);
  }
}

export async function account_blocked_retryable(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof AccountBlockedError)) throw error;
    // Nothing took effect. payonce has retried; try again later.
    await retryAfter(error.retryAfterMs ?? 1000);
  }
}

export async function approval_timeout(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof ApprovalTimeoutError)) throw error;
    // Nothing took effect. The same request would fail again.
    console.error(error.advice, error.actor);
    show(error.userMessage);
  }
}

export async function approval_timeout_retryable(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof ApprovalTimeoutError)) throw error;
    // Nothing took effect. payonce has retried; try again later.
    await retryAfter(error.retryAfterMs ?? 1000);
  }
}

export async function authentication(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof AuthenticationError)) throw error;
    // Nothing took effect. The same request would fail again.
    console.error(error.advice, error.actor);
    show(error.userMessage);
  }
}

export async function authentication_retryable(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof AuthenticationError)) throw error;
    // Nothing took effect. payonce has retried; try again later.
    await retryAfter(error.retryAfterMs ?? 1000);
  }
}

export async function cancelled(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof CallCancelledError)) throw error;
    // Nothing took effect. The same request would fail again.
    console.error(error.advice, error.actor);
    show(error.userMessage);
  }
}

export async function cancelled_retryable(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof CallCancelledError)) throw error;
    // Nothing took effect. payonce has retried; try again later.
    await retryAfter(error.retryAfterMs ?? 1000);
  }
}

export async function conflict(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    // Nothing took effect. The same request would fail again.
    console.error(error.advice, error.actor);
    show(error.userMessage);
  }
}

export async function conflict_retryable(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    // Nothing took effect. payonce has retried; try again later.
    await retryAfter(error.retryAfterMs ?? 1000);
  }
}

export async function connection(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof ApiConnectionError)) throw error;
    // Nothing took effect. The same request would fail again.
    console.error(error.advice, error.actor);
    show(error.userMessage);
  }
}

export async function connection_retryable(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof ApiConnectionError)) throw error;
    // Nothing took effect. payonce has retried; try again later.
    await retryAfter(error.retryAfterMs ?? 1000);
  }
}

export async function decode(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    // Nothing took effect. The same request would fail again.
    console.error(error.advice, error.actor);
    show(error.userMessage);
  }
}

export async function decode_retryable(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    // Nothing took effect. payonce has retried; try again later.
    await retryAfter(error.retryAfterMs ?? 1000);
  }
}

export async function failed(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof FailedError)) throw error;
    // Nothing took effect. The same request would fail again.
    console.error(error.advice, error.actor);
    show(error.userMessage);
  }
}

export async function failed_retryable(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof FailedError)) throw error;
    // Nothing took effect. payonce has retried; try again later.
    await retryAfter(error.retryAfterMs ?? 1000);
  }
}

export async function insufficient_funds(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof InsufficientFundsError)) throw error;
    // Nothing took effect. The same request would fail again.
    console.error(error.advice, error.actor);
    show(error.userMessage);
  }
}

export async function insufficient_funds_retryable(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof InsufficientFundsError)) throw error;
    // Nothing took effect. payonce has retried; try again later.
    await retryAfter(error.retryAfterMs ?? 1000);
  }
}

export async function invalid_argument(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    // Nothing took effect. The same request would fail again.
    console.error(error.advice, error.actor);
    show(error.userMessage);
  }
}

export async function invalid_argument_retryable(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    // Nothing took effect. payonce has retried; try again later.
    await retryAfter(error.retryAfterMs ?? 1000);
  }
}

export async function invalid_request(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof InvalidRequestError)) throw error;
    // Nothing took effect. The same request would fail again.
    console.error(error.advice, error.actor);
    show(error.userMessage);
  }
}

export async function invalid_request_retryable(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof InvalidRequestError)) throw error;
    // Nothing took effect. payonce has retried; try again later.
    await retryAfter(error.retryAfterMs ?? 1000);
  }
}

export async function limit_reached(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof LimitReachedError)) throw error;
    // Nothing took effect. The same request would fail again.
    console.error(error.advice, error.actor);
    show(error.userMessage);
  }
}

export async function limit_reached_retryable(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof LimitReachedError)) throw error;
    // Nothing took effect. payonce has retried; try again later.
    await retryAfter(error.retryAfterMs ?? 1000);
  }
}

export async function not_found(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    // Nothing took effect. The same request would fail again.
    console.error(error.advice, error.actor);
    show(error.userMessage);
  }
}

export async function not_found_retryable(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    // Nothing took effect. payonce has retried; try again later.
    await retryAfter(error.retryAfterMs ?? 1000);
  }
}

export async function outcome_applied(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof AlreadyAppliedError)) throw error;
    // It took effect, now or earlier. Do not pay again.
    await record(error.reference, error.details);
  }
}

export async function outcome_pending(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof PendingError)) throw error;
    // Accepted, not final. Do not pay again.
    await store(error.toJSON());
    await checkLater(error.reference);
  }
}

export async function outcome_unknown(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof OutcomeUnknownError)) throw error;
    // Money may have moved. Do not pay again.
    await store(error.toJSON()); // another process can settle it
    const paid = await error.reconcile(); // it only reads
    void paid;
  }
}

export async function permission(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof PermissionDeniedError)) throw error;
    // Nothing took effect. The same request would fail again.
    console.error(error.advice, error.actor);
    show(error.userMessage);
  }
}

export async function permission_retryable(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof PermissionDeniedError)) throw error;
    // Nothing took effect. payonce has retried; try again later.
    await retryAfter(error.retryAfterMs ?? 1000);
  }
}

export async function plan_limit(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof PlanLimitError)) throw error;
    // Nothing took effect. The same request would fail again.
    console.error(error.advice, error.actor);
    show(error.userMessage);
  }
}

export async function plan_limit_retryable(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof PlanLimitError)) throw error;
    // Nothing took effect. payonce has retried; try again later.
    await retryAfter(error.retryAfterMs ?? 1000);
  }
}

export async function policy_violation(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof PolicyViolationError)) throw error;
    // Nothing took effect. The same request would fail again.
    console.error(error.advice, error.actor);
    show(error.userMessage);
  }
}

export async function policy_violation_retryable(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof PolicyViolationError)) throw error;
    // Nothing took effect. payonce has retried; try again later.
    await retryAfter(error.retryAfterMs ?? 1000);
  }
}

export async function rate_limited(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof RateLimitedError)) throw error;
    // Nothing took effect. The same request would fail again.
    console.error(error.advice, error.actor);
    show(error.userMessage);
  }
}

export async function rate_limited_retryable(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof RateLimitedError)) throw error;
    // Nothing took effect. payonce has retried; try again later.
    await retryAfter(error.retryAfterMs ?? 1000);
  }
}

export async function server(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    // Nothing took effect. The same request would fail again.
    console.error(error.advice, error.actor);
    show(error.userMessage);
  }
}

export async function server_retryable(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    // Nothing took effect. payonce has retried; try again later.
    await retryAfter(error.retryAfterMs ?? 1000);
  }
}

export async function session_expired(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof SessionExpiredError)) throw error;
    // Nothing took effect. The same request would fail again.
    console.error(error.advice, error.actor);
    show(error.userMessage);
  }
}

export async function session_expired_retryable(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof SessionExpiredError)) throw error;
    // Nothing took effect. payonce has retried; try again later.
    await retryAfter(error.retryAfterMs ?? 1000);
  }
}

export async function timeout(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof ApiTimeoutError)) throw error;
    // Nothing took effect. The same request would fail again.
    console.error(error.advice, error.actor);
    show(error.userMessage);
  }
}

export async function timeout_retryable(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof ApiTimeoutError)) throw error;
    // Nothing took effect. payonce has retried; try again later.
    await retryAfter(error.retryAfterMs ?? 1000);
  }
}

export async function unavailable(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    // Nothing took effect. The same request would fail again.
    console.error(error.advice, error.actor);
    show(error.userMessage);
  }
}

export async function unavailable_retryable(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    // Nothing took effect. payonce has retried; try again later.
    await retryAfter(error.retryAfterMs ?? 1000);
  }
}

export async function unknown(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof UnknownError)) throw error;
    // Nothing took effect. The same request would fail again.
    console.error(error.advice, error.actor);
    show(error.userMessage);
  }
}

export async function unknown_retryable(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof UnknownError)) throw error;
    // Nothing took effect. payonce has retried; try again later.
    await retryAfter(error.retryAfterMs ?? 1000);
  }
}

export async function upstream(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    // Nothing took effect. The same request would fail again.
    console.error(error.advice, error.actor);
    show(error.userMessage);
  }
}

export async function upstream_retryable(): Promise<void> {
  try {
    await pay();
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    // Nothing took effect. payonce has retried; try again later.
    await retryAfter(error.retryAfterMs ?? 1000);
  }
}
