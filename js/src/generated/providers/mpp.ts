// Written by `cargo xtask codegen` from `providers/mpp.toml`: edit that.

/** The provider file of MPP, for `Provider.parse`. */
const file: object = {
  payonce: 1,
  id: "mpp",
  title: "MPP",
  about: "The Payment scheme of HTTP authentication: the errors of servers that ask for payments.",
  read: {
    message: ["/detail", "/title"],
  },
  spelling: {
    "-32042": "payment-required",
    "-32043": "verification-failed",
  },
  code: [
    {
      code: "payment-required",
      kind: "insufficient_funds",
      actor: "operator",
      evidence: "refused",
      status: 402,
      meaning: "the server asks for a payment; pay the challenge of the response",
      source: "https://paymentauth.org/draft-httpauth-payment-00#payment-required",
    },
    {
      code: "payment-insufficient",
      kind: "insufficient_funds",
      actor: "operator",
      evidence: "none",
      status: 402,
      meaning: "the payment was less than the server asks for; it may have been made",
      source: "https://paymentauth.org/draft-httpauth-payment-00#payment-insufficient",
    },
    {
      code: "payment-expired",
      kind: "invalid_request",
      actor: "developer",
      evidence: "none",
      status: 402,
      meaning: "the payment came after the challenge had expired; it may have been made",
      source: "https://paymentauth.org/draft-httpauth-payment-00#payment-expired",
    },
    {
      code: "verification-failed",
      kind: "failed",
      actor: "provider",
      evidence: "none",
      status: 402,
      meaning: "the server did not accept the proof of the payment; the payment may have been made",
      source: "https://paymentauth.org/draft-httpauth-payment-00#verification-failed",
    },
    {
      code: "malformed-credential",
      kind: "invalid_request",
      actor: "developer",
      evidence: "none",
      status: 402,
      meaning: "the server cannot read the credential; the payment in it may have been made",
      source: "https://paymentauth.org/draft-httpauth-payment-00#malformed-credential",
    },
    {
      code: "invalid-challenge",
      kind: "conflict",
      actor: "developer",
      evidence: "none",
      status: 402,
      meaning: "the challenge is unknown, expired or used already; it may have been paid",
      source: "https://paymentauth.org/draft-httpauth-payment-00#invalid-challenge",
    },
    {
      code: "method-unsupported",
      kind: "invalid_request",
      actor: "developer",
      evidence: "none",
      status: 400,
      meaning: "the server does not support the method of the payment",
      source: "https://paymentauth.org/draft-httpauth-payment-00#method-unsupported",
    },
  ],
  status: [
    {
      status: 402,
      kind: "insufficient_funds",
      actor: "operator",
      evidence: "none",
      source: "https://paymentauth.org/draft-httpauth-payment-00#status-codes",
    },
    {
      status: 403,
      kind: "permission",
      actor: "provider",
      evidence: "none",
      source: "https://paymentauth.org/draft-httpauth-payment-00#status-codes",
    },
  ],
  example: [
    {
      status: 402,
      headers: {
        "content-type": "application/problem+json",
      },
      body: {
        type: "https://paymentauth.org/problems/payment-required",
        status: 402,
        detail: "Payment is required.",
      },
      expect: {
        kind: "insufficient_funds",
        code: "payment-required",
        outcome: "not_applied",
        retryable: false,
      },
    },
    {
      status: 402,
      headers: {
        "content-type": "application/problem+json",
      },
      body: {
        type: "https://paymentauth.org/problems/payment-insufficient",
        status: 402,
        detail: "The amount is too small.",
      },
      expect: {
        kind: "insufficient_funds",
        code: "payment-insufficient",
        outcome: "unknown",
        retryable: false,
      },
    },
    {
      status: 402,
      headers: {
        "content-type": "application/problem+json",
      },
      body: {
        type: "https://paymentauth.org/problems/payment-expired",
        status: 402,
        detail: "The challenge has expired.",
      },
      expect: {
        kind: "invalid_request",
        code: "payment-expired",
        outcome: "unknown",
        retryable: false,
      },
    },
    {
      status: 402,
      headers: {
        "content-type": "application/problem+json",
      },
      body: {
        type: "https://paymentauth.org/problems/verification-failed",
        status: 402,
        detail: "The proof is not valid.",
      },
      expect: {
        kind: "failed",
        code: "verification-failed",
        outcome: "unknown",
        retryable: false,
      },
    },
    {
      status: 402,
      headers: {
        "content-type": "application/problem+json",
      },
      body: {
        type: "https://paymentauth.org/problems/malformed-credential",
        status: 402,
        detail: "The credential is not valid base64url.",
      },
      expect: {
        kind: "invalid_request",
        code: "malformed-credential",
        outcome: "unknown",
        retryable: false,
      },
    },
    {
      status: 402,
      headers: {
        "content-type": "application/problem+json",
      },
      body: {
        type: "https://paymentauth.org/problems/invalid-challenge",
        status: 402,
        detail: "The challenge was used already.",
      },
      expect: {
        kind: "conflict",
        code: "invalid-challenge",
        outcome: "unknown",
        retryable: false,
      },
    },
    {
      status: 400,
      headers: {
        "content-type": "application/problem+json",
      },
      body: {
        type: "https://paymentauth.org/problems/method-unsupported",
        status: 400,
        detail: "The method is not supported.",
      },
      expect: {
        kind: "invalid_request",
        code: "method-unsupported",
        outcome: "unknown",
        retryable: false,
      },
    },
    {
      status: 402,
      headers: {
        "content-type": "application/problem+json",
      },
      expect: {
        kind: "insufficient_funds",
        outcome: "unknown",
        retryable: false,
      },
    },
    {
      status: 403,
      headers: {
        "content-type": "application/problem+json",
      },
      expect: {
        kind: "permission",
        outcome: "unknown",
        retryable: false,
      },
    },
    {
      status: 403,
      body: {
        error: "the plan does not include this",
      },
      expect: {
        kind: "permission",
        outcome: "unknown",
        retryable: false,
      },
    },
  ],
};

export default file;
